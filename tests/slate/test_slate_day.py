"""What an editor sees of an ordinary day, a thin one, and one that follows another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agent.house import House
from agent.models import Event, Slate
from agent.slate import Article, PastEvent, build_slate

DATE = "2026-06-14"
Make = Callable[..., Article]


def event_of(slate: Slate, source: str) -> Event:
    return next(event for event in (*slate.chosen, *slate.passed_over) if source in event.sources)


def chosen_ids(slate: Slate) -> set[str]:
    return {source for event in slate.chosen for source in event.sources}


def test_an_ordinary_day_has_one_event_a_column_in_their_order(day: list[Article], house: House) -> None:
    slate = build_slate(day, house, DATE)
    assert [event.column for event in slate.chosen] == ["policy", "figures", "industry", "regions", "world"]
    assert [event.rank for event in slate.chosen] == [1, 2, 3, 4, 5]
    assert not chosen_ids(slate) & {"sport-1", "rain-1", "stock-1"}
    assert slate.notes == ()


def test_three_publishers_of_one_decision_are_one_event_led_by_the_office(
    day: list[Article], house: House
) -> None:
    event = build_slate(day, house, DATE).chosen[0]
    assert set(event.sources) == {"policy-1", "policy-2", "policy-3"}
    assert event.sources[0] == "policy-1"
    assert any("3 家报道" in line and "国家数据局" in line for line in event.reasons)


def test_two_stories_of_one_theme_are_two_events(day: list[Article], house: House, make: Make) -> None:
    other = make(
        "policy-9",
        "国家数据局公布首批公共数据跨省共享目录",
        "国家数据局6月14日公布首批公共数据跨省共享目录，收录社保、不动产、电子证照等46类、1.3万个数据项，"
        "长三角和京津冀先行接入。目录实行季度更新，各地数据局负责核验，年底前日均调用量预计超过200万次。",
        publisher="国家数据局",
    )
    slate = build_slate([*day, other], house, DATE)
    assert event_of(slate, "policy-9").sources == ("policy-9",)


def test_a_release_told_twice_fills_one_place_where_other_news_is_there(
    day: list[Article], house: House, make: Make
) -> None:
    told = (
        "6月14日，全国机器人产业联盟公布行业运行情况：前5个月机器人产业营业收入1287亿元，利润总额164亿元，"
        "工业机器人出口额93亿元，高技术制造业投资同比增长11.2%，智能制造示范工厂新增38家。"
    )
    again = "机器人企业日子如何？联盟6月14日的数字给出回答：收入1287亿元，利润164亿元，出口93亿元，人形机器人订单翻番。"
    more = [
        make("twice-1", "前5个月机器人产业营业收入1287亿元", told),
        make("twice-2", "人形机器人订单翻番，联盟公布机器人产业运行情况", again, publisher="经济日报"),
    ]
    slate = build_slate([*day, *more], house, DATE)
    told_by = [event for event in slate.chosen if {"twice-1", "twice-2"} & set(event.sources)]
    assert len(told_by) <= 1
    assert all({"twice-1", "twice-2"} <= set(event.sources) for event in told_by)


def test_what_a_paper_makes_of_one_figure_of_a_release_belongs_to_it(
    day: list[Article], house: House, make: Make
) -> None:
    release = (
        "6月14日，青江省能源局公布，全省新型储能装机达到1286万千瓦，光伏装机增长31%，风电装机增长12%，"
        "虚拟电厂接入用户4.1万户，下半年还将开工9座储能电站。"
    )
    story = "记者在一座储能电站看到，电池舱正在调试。全省新型储能装机1286万千瓦，谁来买单？业主说，容量电价是关键。"
    more = [
        make("release", "青江省公布新型储能与新能源装机情况", release, publisher="青江省能源局"),
        make("story", "储能电站建起来之后怎么用", story * 3, publisher="青江日报"),
    ]
    slate = build_slate([*day, *more], house, DATE, pins=["release"])
    assert {"release", "story"} <= set(event_of(slate, "release").sources) or "story" not in chosen_ids(slate)


def test_a_regulation_and_its_detailed_rules_are_one_section(house: House, make: Make) -> None:
    notice = (
        "国家数据局6月14日印发《公共数据资源登记管理办法》，自8月1日起施行，明确登记机构15个工作日内办结，登记不收取任何费用，"
        "公共数据授权运营单位应当登记，数据要素流通以登记凭证为准。"
    )
    draft = (
        "国家数据局起草了《公共数据资源登记实施细则（征求意见稿）》，现向社会公开征求意见，截止时间为7月13日。细则拟规定材料清单、"
        "异议程序和实质审核的时限，登记机构须配备10名以上人员，公共数据授权运营的台账按季报送。"
    )
    slate = build_slate(
        [
            make("notice", "关于印发《公共数据资源登记管理办法》的通知", notice, publisher="国家数据局"),
            make(
                "draft",
                "《公共数据资源登记实施细则（征求意见稿）》公开征求意见",
                draft,
                publisher="国家数据局",
            ),
        ],
        house,
        DATE,
    )
    assert len(slate.chosen) == 1
    others = {event.sources[0]: event.reasons for event in slate.passed_over}
    assert all("与第 1 条是同一件事" in reasons for reasons in others.values())


@pytest.mark.parametrize(
    "title",
    [
        "数据中心用电能否再降一半？专家这样算账",
        "充电桩建设补贴标准调整、机动车检测规则更新、公积金提取范围扩大",
        "国家数据局发言人主持例行记者会",
    ],
)
def test_questions_round_ups_and_daily_briefings_rank_below_the_news(
    title: str, day: list[Article], house: House, make: Make, texts: dict[str, str]
) -> None:
    plain = make("asked", "国家数据局印发数据流通合规指引", texts["policy"])
    asked = make("asked", title, texts["policy"])
    other = [article for article in day if not article.id.startswith("policy")]
    before = event_of(build_slate([*other, plain], house, DATE), "asked").score
    after = event_of(build_slate([*other, asked], house, DATE), "asked").score
    assert after < before - 1.0


def test_a_family_of_reprints_is_one_event_and_its_origin_leads(
    day: list[Article], house: House, make: Make
) -> None:
    industry = next(article for article in day if article.id == "industry-1")
    copies = [
        make(
            f"copy-{number}",
            "重磅！这条生产线投产了",
            industry.text,
            publisher=publisher,
            family="industry-1",
            reprint_of="科技日报",
        )
        for number, publisher in enumerate(["搜狐", "网易"])
    ]
    originals = [
        a if a.id != "industry-1" else make("industry-1", a.title, a.text, publisher="科技日报", family=a.id)
        for a in day
    ]
    event = event_of(build_slate([*originals, *copies], house, DATE), "copy-0")
    assert event.sources[0] == "industry-1"
    assert set(event.sources) == {"industry-1", "copy-0", "copy-1"}
    assert any("1 家报道" in line for line in event.reasons)


def test_an_old_story_put_out_again_is_not_chosen(day: list[Article], house: House, make: Make) -> None:
    old = make(
        "old-1",
        "液氧甲烷火箭首飞成功，民营商业航天迎来突破",
        "3月2日，由民营企业自主研制的液氧甲烷运载火箭首飞成功，把6颗卫星互联网试验星送入轨道，全箭国产化率95%，"
        "是我国商业航天的重大突破。企业计划年内再发射4次，并建设年产20枚的火箭工厂。",
    )
    slate = build_slate([*day, old], house, DATE)
    event = event_of(slate, "old-1")
    assert event in slate.passed_over
    assert any("旧闻" in line for line in event.reasons)


def test_a_thin_day_gets_no_filler_and_says_so(day: list[Article], house: House) -> None:
    thin = [article for article in day if article.id.split("-")[0] in ("figures", "sport", "rain", "stock")]
    slate = build_slate(thin, house, DATE)
    assert [event.sources for event in slate.chosen] == [("figures-1",)]
    assert any("没有凑数" in note for note in slate.notes)
    assert any("国家政策" in note for note in slate.notes)


def test_a_day_without_sources_is_empty_and_says_so(house: House) -> None:
    slate = build_slate([], house, DATE)
    assert slate.chosen == ()
    assert "窗口内没有来源。" in slate.notes


def test_the_window_ends_the_slate(day: list[Article], house: House, make: Make) -> None:
    late = make("late-1", day[3].title, day[3].text, published="2026-06-15T07:00:00+08:00")
    undated = make("undated-1", day[3].title, day[3].text, published="")
    early = make("early-1", day[4].title, day[4].text, published="2026-06-12", publisher="科技日报")
    slate = build_slate([*day, late, undated, early], house, DATE)
    assert not chosen_ids(slate) & {"late-1", "undated-1", "early-1"}


def test_yesterdays_story_is_passed_over(day: list[Article], house: House, texts: dict[str, str]) -> None:
    past = PastEvent.of("2026-06-13", "数据流通合规指引印发，12个省份先行试点", texts["policy"])
    slate = build_slate(day, house, DATE, history=[past])
    event = event_of(slate, "policy-1")
    assert event in slate.passed_over
    assert event.reasons[0].startswith("6月13日已报")


def test_yesterdays_story_with_news_is_an_update(
    day: list[Article], house: House, texts: dict[str, str]
) -> None:
    past = PastEvent.of(
        "2026-06-13", "首条12英寸碳化硅衬底生产线在临港开建", "临港的12英寸碳化硅衬底生产线进入设备安装阶段。"
    )
    slate = build_slate(day, house, DATE, history=[past])
    event = event_of(slate, "industry-1")
    assert event in slate.chosen
    assert any(line.startswith("更新：6月13日曾报") for line in event.reasons)


def test_a_source_told_before_is_told_whatever_its_title(day: list[Article], house: House) -> None:
    past = PastEvent("2026-06-13", "另一个题目", (), ("world-1",))
    article = next(article for article in day if article.id == "world-1")
    earlier = Article(article.id, article.title, article.text, "新华社", "2026-06-13")
    slate = build_slate([a if a.id != "world-1" else earlier for a in day], house, DATE, history=[past])
    assert event_of(slate, "world-1") in slate.passed_over


def test_an_issue_of_the_same_day_or_later_is_no_history(
    day: list[Article], house: House, texts: dict[str, str]
) -> None:
    same = PastEvent.of(DATE, day[0].title, texts["policy"], ["policy-1"])
    assert event_of(build_slate(day, house, DATE, history=[same]), "policy-1").rank == 1


def test_a_pin_is_chosen_and_a_drop_is_not(day: list[Article], house: House) -> None:
    slate = build_slate(day, house, DATE, pins=["sport-1"], drops=["policy-2"])
    assert any("编辑指定" in line for line in event_of(slate, "sport-1").reasons)
    assert "sport-1" in chosen_ids(slate)
    assert event_of(slate, "policy-1").reasons == ("编辑撤下",)
    assert not chosen_ids(slate) & {"policy-1", "policy-2", "policy-3"}
    assert len(slate.chosen) == 5


def test_a_pinned_source_may_be_older_than_the_window_and_an_unknown_one_is_named(
    day: list[Article], house: House, make: Make
) -> None:
    old = make("old-2", "旧文", "五月的一篇文章。", published="2026-05-02")
    slate = build_slate([*day, old], house, DATE, pins=["old-2", "no-such"])
    assert "old-2" in chosen_ids(slate)
    assert any("no-such" in note for note in slate.notes)


def test_an_empty_column_reaches_back_to_an_office_and_says_so(
    day: list[Article], house: House, make: Make, texts: dict[str, str]
) -> None:
    others = [article for article in day if not article.id.startswith("figures")]
    official = make(
        "back-1",
        "5月份高技术制造业增加值增长9.8%",
        texts["figures"].replace("6月14日", "6月9日"),
        publisher="国家统计局",
        published="2026-06-09",
    )
    press = make(
        "back-2",
        "5月份工业机器人产量增长31.5%",
        texts["figures"].replace("6月14日", "6月9日"),
        publisher="某财经网",
        published="2026-06-09",
    )
    slate = build_slate([*others, official, press], house, DATE)
    event = event_of(slate, "back-1")
    assert (event in slate.chosen, event.column, event.sources) == (True, "figures", ("back-1",))
    assert any("回溯至6月9日" in line for line in event.reasons)
    assert any("官方数据" in note and "2026-06-09" in note for note in slate.notes)


def test_no_column_reaches_back_beyond_a_fortnight(
    day: list[Article], house: House, make: Make, texts: dict[str, str]
) -> None:
    others = [article for article in day if not article.id.startswith("figures")]
    ancient = make(
        "back-3", "4月份高技术制造业增加值", texts["figures"], publisher="国家统计局", published="2026-05-16"
    )
    assert "back-3" not in chosen_ids(build_slate([*others, ancient], house, DATE))


def test_passed_over_ones_have_reasons_and_follow_the_chosen(
    day: list[Article], house: House, make: Make
) -> None:
    more = [
        make(
            f"more-{number}",
            f"第{number}条储能产线投产",
            f"6月14日，{place}一条储能电池产线投产，年产{number * 7 + 3}吉瓦时，总投资{number * 11 + 5}亿元，"
            f"由{place}新能源公司自主研发，将为当地{number + 2}座风电场配套。",
            publisher="科技日报",
        )
        for number, place in enumerate(["柳河", "云溪", "青塘", "白马", "金沙", "石门", "高坪"])
    ]
    slate = build_slate([*day, *more], house, DATE)
    assert slate.passed_over
    assert all(event.reasons for event in slate.passed_over)
    assert [event.rank for event in slate.passed_over] == list(range(6, 6 + len(slate.passed_over)))


def test_another_house_needs_only_data(house: House, make: Make) -> None:
    from agent.house import Column, ColumnCues, CueGroup, Themes, Topic

    themes = Themes(
        topics=(Topic(id="fish", name="渔汛", terms={3: ("渔汛", "伏季休渔"), 2: ("渔船", "捕捞")}),),
        columns={
            "sea": ColumnCues(bias=1, groups=(CueGroup(terms={2: ("渔船",)}),)),
            "law": ColumnCues(groups=(CueGroup(terms={3: ("通告",)}),)),
        },
        usable=3,
        candidate=1,
    )
    columns = (Column(id="law", name="法令"), Column(id="sea", name="海上"))
    other = house.model_copy(update={"themes": themes, "columns": columns})
    articles = [
        make(
            "a",
            "伏季休渔通告发布",
            "6月14日，省里发布伏季休渔通告，渔汛前全部停止捕捞，为期三个半月，沿海各市照此执行。",
        ),
        make("b", "渔船返港", "6月14日，最后一批渔船返港，今年渔汛捕捞量4.2万吨，渔船1300艘全部编号停靠。"),
        make("c", "算力中心投产", "6月14日，算力中心投产，人工智能大模型训练全部使用国产芯片。"),
    ]
    slate = build_slate(articles, other, DATE)
    assert [(event.column, event.sources) for event in slate.chosen] == [("law", ("a",)), ("sea", ("b",))]


def test_notices_worded_alike_are_two_stories_where_they_name_two_documents(house: House, make: Make) -> None:
    text = "国家标准委、国家数据局6月14日联合印发《{}产业标准体系建设指南（2026版）》，提出到2028年制定修订国家标准60项以上，数据资源分类目录另行发布。"
    told = "国家标准委等印发《{}产业标准体系建设指南（2026版）》"
    past = PastEvent.of("2026-06-12", told.format("车联网"), text.format("车联网"))
    other = make("a", told.format("数据标注"), text.format("数据标注"))
    again = make("a", told.format("车联网"), text.format("车联网"))
    assert event_of(build_slate([other], house, DATE, history=[past]), "a").reasons[0][:2] != "6月"
    assert "已报" in event_of(build_slate([again], house, DATE, history=[past]), "a").reasons[0]
