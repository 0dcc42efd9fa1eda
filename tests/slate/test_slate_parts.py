"""The parts: figures and days, headings, terms, publishers, clusters, the house's data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from agent.house import House, Themes, Topic
from agent.slate import Article
from agent.slate.articles import body_of, tier_of
from agent.slate.clusters import clusters
from agent.slate.facts import age, days, figures, is_dated
from agent.slate.features import Reader
from agent.slate.headings import heading
from agent.slate.lexicon import Lexicon
from agent.slate.vectors import vectors

Make = Callable[..., Article]


def test_figures_carry_size_and_unit_and_come_once() -> None:
    text = "产值1,280.5亿元，增长9.7%，占比9.7%，新增37家，第3次。2026年开工，GW级。"
    assert figures(text) == ["1280.5亿元", "9.7%", "37家"]
    assert figures("规模达1240eflops") == ["1240eflops"]  # articles are read in lower case


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6月13日发布", [date(2026, 6, 13)]),
        ("12月30日发布", [date(2025, 12, 30)]),
        ("2024年2月29日开工", [date(2024, 2, 29)]),
        ("2月30日", []),
        ("截至5月31日，累计", []),
        ("7 月 2 日举行", [date(2026, 7, 2)]),
        ("他在9日举行的发布会上说", [date(2026, 6, 9)]),
        ("28日，两家企业签约", [date(2026, 5, 28)]),
    ],
)
def test_days_are_read_towards_the_day_of_publication(text: str, expected: list[date]) -> None:
    assert days(text, "2026-06-14") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3月2日首飞", 104),
        ("6月14日和3月2日", 0),
        ("没有日子", 0),
        ("2025年11月，企业成立", 198),
        ("7月1日起施行", 0),
    ],
)
def test_age_is_that_of_the_newest_day(text: str, expected: int) -> None:
    assert age(text, "2026-06-14") == expected


def test_news_says_when() -> None:
    assert is_dated("记者近日获悉")
    assert is_dated("5月份，全国")
    assert not is_dated("随着技术的进步，企业越来越重视效率")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("原标题：【快讯】首座钠电储能站并网", "首座钠电储能站并网"),
        ("首座钠电储能站并网_某某新闻网", "首座钠电储能站并网"),
        ("关注｜首座钠电储能站并网（图）", "首座钠电储能站并网"),
        (
            "记者14日从省能源局获悉，全省首座百兆瓦级钠离子电池储能电站正式并网运行，全年可消纳绿电两亿千瓦时以上",
            "全省首座百兆瓦级钠离子电池储能电站正式并网运行，全年可消纳绿电两亿千瓦时以上",
        ),
        (
            "省能源局局长张三14日在新闻发布会上表示，今年全省新型储能装机将达到五百万千瓦，比去年增加一倍，位居全国第三",
            "省能源局局长张三：今年全省新型储能装机将达到五百万千瓦，比去年增加一倍",
        ),
    ],
)
def test_headings_are_cut_to_what_they_say(title: str, expected: str) -> None:
    assert heading(title) == expected
    assert len(heading(title)) <= 40


def test_a_heading_without_a_title_comes_from_the_text() -> None:
    assert (
        heading("", "中新网柳河6月14日电 (张三 李四)柳河储能产线投产。总投资九亿元。") == "柳河储能产线投产"
    )


def test_datelines_and_bylines_are_no_part_of_the_story() -> None:
    assert body_of("新华社柳河6月14日电（记者张三）产线投产。") == "产线投产。"
    assert body_of("本报讯（记者 张三 通讯员 李四）产线投产。") == "产线投产。"


def test_a_term_is_found_whole_and_not_within_a_longer_one() -> None:
    themes = Themes(topics=(Topic(id="t", name="t", terms={1: ("新能源", "新能源汽车", "AI", "5G")}),))
    lexicon = Lexicon(themes)
    assert lexicon.found("新能源汽车出口") == {"新能源汽车"}
    assert lexicon.found("the ai model said") == {"ai"}
    assert lexicon.found("he said so in air") == set()
    assert lexicon.found("5g基站") == {"5g"}
    assert lexicon.found("") == set()


@pytest.mark.parametrize(
    ("publisher", "url", "tier"),
    [
        ("国家统计局", "", "official"),
        ("福建省发展和改革委员会/福建省数据管理局", "", "official"),
        ("柳河市人民政府", "", "official"),
        ("新华社", "", "central"),
        ("新华社北京", "", "central"),
        ("", "https://www.柳河.gov.cn/a.html", "official"),
        ("", "https://notgov.cn/", "other"),
        ("Reuters", "", "central"),
        ("某某资讯", "", "other"),
        ("", "", "other"),
    ],
)
def test_publishers_are_known_by_name_ending_and_host(
    publisher: str, url: str, tier: str, house: House, make: Make
) -> None:
    assert tier_of(make("a", "t", "t", publisher=publisher, url=url), house.publishers).id == tier


def test_reports_of_one_meeting_meet_and_neighbours_stay_apart(day: list[Article]) -> None:
    groups = clusters(day, vectors(day))
    named = [{day[at].id for at in group} for group in groups]
    assert {"policy-1", "policy-2", "policy-3"} in named
    assert sorted(at for group in groups for at in group) == list(range(len(day)))
    assert len(named) == len(day) - 2


def test_many_reports_of_one_event_are_one_group(day: list[Article], make: Make) -> None:
    openings = [
        "",
        "记者了解到，",
        "据介绍，",
        "早间消息，",
        "当天，",
        "最新消息：",
        "快讯，",
        "据通报，",
        "业内称，",
        "午后，",
    ]
    same = [
        make(
            f"many-{n}",
            f"{o}柳河钠电产线点火",
            f"{o}柳河钠电产线14日点火，产能16吉瓦时，总投资73亿元，由远山能源建设，配套青塘风电场。",
        )
        for n, o in enumerate(openings)
    ]
    found = [*day, *same]
    groups = [{found[at].id for at in group} for group in clusters(found, vectors(found))]
    assert {article.id for article in same} in groups


def test_reader_leaves_out_what_is_off_theme(day: list[Article], house: House) -> None:
    reader = Reader(house)
    near = {article.id for article in day if reader.read(article)}
    assert {"policy-1", "figures-1", "industry-1", "regions-1", "world-1"} <= near
    assert not near & {"sport-1", "rain-1"}
    assert reader.read(next(a for a in day if a.id == "sport-1"), always=True) is not None


def test_an_accident_that_did_not_happen_is_no_accident(house: House, make: Make) -> None:
    told = "6月14日，露天矿的112台无人矿卡累计运行410万公里，{}。5G专网把时延控制在20毫秒以内，算力中心统一调度。"
    read = {
        said: Reader(house).read(make("a", "无人矿卡编组过百", told.format(said)), always=True)
        for said in ("未发生碰撞事故", "实现零伤亡", "发生碰撞事故")
    }
    assert [bool(found and found.offs) for found in read.values()] == [False, False, True]


def test_an_anniversary_is_no_round_up_of_a_week(house: House, make: Make) -> None:
    for title, noisy in (("《数据法》施行一周年 云切换费明年取消", False), ("一周算力要闻：三地开工", True)):
        found = Reader(house).read(make("a", title, "6月14日，算力企业说。"), always=True)
        assert found is not None
        assert ("digest" in found.noise) == noisy


def test_english_reports_are_read_by_the_same_themes(house: House, make: Make) -> None:
    article = make(
        "en-1",
        "Chipmaker secures $9 billion loan for AI data center power",
        "June 13 (Agency) - A chipmaker said on Saturday it had secured a $9 billion loan to build data "
        "centers for artificial intelligence, as demand for chips strains the power grid in Europe.",
        publisher="Reuters",
        language="en",
    )
    features = Reader(house).read(article)
    assert features
    assert features.theme > 4
    assert max(features.columns, key=lambda column: features.columns[column]) == "world"


def test_the_house_data_is_whole(house: House) -> None:
    columns = {column.id for column in house.columns}
    assert set(house.themes.columns) == columns
    assert {home for topic in house.themes.topics for home in topic.home} <= columns
    assert len({topic.id for topic in house.themes.topics}) == len(house.themes.topics)
    known: dict[str, str] = {}
    for topic in house.themes.topics:
        for words in topic.terms.values():
            for word in words:
                assert known.setdefault(word, topic.id) == topic.id, word
    names = [name for tier in house.publishers.tiers for name in tier.names]
    assert len(names) == len(set(names))


def test_a_heading_that_broke_off_before_the_news_comes_from_the_text() -> None:
    text = "本报讯（记者张三）记者14日从柳河能源研究院获悉，首套钠电长时储能装置通过验收。"
    assert heading("记者14日从柳河能源研究院获悉", text) == "首套钠电长时储能装置通过验收"
    text = "为规范储能电站管理，省能源局14日印发《储能电站运行规定》，10月1日起施行。"
    assert heading("为规范储能电站管理", text) == "省能源局14日印发《储能电站运行规定》，10月1日起施行"
