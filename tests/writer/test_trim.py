"""One sentence at a time: openers, days, cuts, clutter, openings and headings."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from writer_articles import DAY, source

from agent.house import load_house
from agent.writer.article import is_chinese, read
from agent.writer.core import core, runs
from agent.writer.cut import safe_cut, shorten, without_view
from agent.writer.days import Calendar, calendar, resolve
from agent.writer.heading import heading, stands
from agent.writer.judgement import nameless
from agent.writer.opening import opened, without_day
from agent.writer.placeholder import placeholder
from agent.writer.purpose import purpose
from agent.writer.same import repeats
from agent.writer.theme import Theme
from agent.writer.tidy import balanced, breaks, tidy
from agent.writer.topic import matter, topic
from agent.writer.trim import fit

JUNE = Calendar(datetime.date(2026, 6, 13), 2026)


def fitted(text: str, before: str = "", published: str = "2026-06-13") -> str | None:
    article = read(source("s", before + text, published=published), DAY)
    ready = fit(article, article.lines[-1]) if article.lines else None
    return ready.text if ready else None


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("此外，青柳县建成充电桩3200个。", "青柳县建成充电桩3200个。"),
        ("据了解，值得注意的是，青柳县建成充电桩3200个。", "青柳县建成充电桩3200个。"),
        ("记者13日从县数据局获悉，县城建成充电桩90个。", "据县数据局6月13日消息，县城建成充电桩90个。"),
        ("记者近日获悉，青柳县建成充电桩3200个。", "青柳县建成充电桩3200个。"),
        ("青柳新闻网从《充电规划》中获悉，青柳县将建充电桩。", "据《充电规划》，青柳县将建充电桩。"),
        ("（三）青柳县将建成充电桩3200个；", "青柳县将建成充电桩3200个。"),
        ("青柳县建成充电桩 3,200 个 (以下简称《规划》)。", "青柳县建成充电桩3,200个。"),
        ("董事长杜若飞告诉青柳日报记者，项目将于年底投产。", "董事长杜若飞表示，项目将于年底投产。"),
        ("“项目将于年底投产。”董事长杜若飞说。", "董事长杜若飞说，“项目将于年底投产。”"),
    ],
)  # fmt: skip
def test_openers_reporters_and_asides_come_off(said: str, printed: str) -> None:
    assert fitted(said) == printed


@pytest.mark.parametrize(
    "said",
    [
        "为什么青柳县能建成3200个充电桩？",
        "我们在青柳县建成充电桩3200个。",
        "我县已建成充电桩3200个。",
        "图为青柳县建成的充电桩。",
        "点击下载客户端查看更多青柳新闻。",
        "有网友称青柳县充电桩不足3200个。",
        "青柳县建成充电桩“3200个，其中快充桩800个。",
        "青柳县建成充电桩3200个，详见附件一。",
        "青柳县新增用电量同比增长28.5%青柳县加快建设充电桩。",
        "截至发稿，青柳县建成充电桩3200个。",
        "《青柳日报》多家企业正加快建设充电桩。",
        "×青柳县建成充电桩3200个。",
        "充电桩。",
    ],
)
def test_what_cannot_be_printed_is_refused(said: str) -> None:
    assert fitted(said) is None


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("青柳县今天投运站点", "青柳县6月13日投运站点"),
        ("青柳县今天（6月12日）投运站点", "青柳县6月12日投运站点"),
        ("青柳县昨日投运站点", "青柳县6月12日投运站点"),
        ("青柳县8日投运站点", "青柳县6月8日投运站点"),
        ("大会8日至10日举行", "大会6月8日至10日举行"),
        ("青柳县周四（6月11日）投运站点", "青柳县6月11日投运站点"),
        ("6月8日至10日举行大会", "6月8日至10日举行大会"),
        ("工期30日内完成", "工期30日内完成"),
        ("青柳县近日印发规划", "青柳县印发规划"),
        ("规划于近日印发", "规划印发"),
        ("6月8日前完成整改", "6月8日前完成整改"),
        ("《今日青柳》8日出版", "《今日青柳》6月8日出版"),
        ("青柳县本月投运站点", "青柳县6月投运站点"),
        ("5月用电量较上月增长3%", "5月用电量较上月增长3%"),
        ("青柳县15日将举行大会", None),
        ("青柳县上周投运站点", None),
        ("青柳县当天签约15个项目", None),
        ("用电量较上月增长3%", None),
        ("他说：“今天的青柳县已经不是过去的样子了。”", None),
    ],
)
def test_relative_days_are_named_or_refused(said: str, named: str | None) -> None:
    assert resolve(said, JUNE) == named


def test_that_day_is_the_one_day_named_just_before() -> None:
    assert resolve("当天签约15个项目", JUNE, "6月11日，大会开幕。") == "6月11日签约15个项目"
    assert resolve("当天签约15个项目", JUNE, "6月11日报到，6月12日开幕。") is None


def test_another_year_is_told() -> None:
    old = calendar("2025-12-20", "", DAY)
    assert resolve("今年建成3200个，20日投运", old) == "2025年建成3200个，2025年12月20日投运"


def test_a_long_sentence_is_cut_where_it_changes_nothing() -> None:
    text = (
        "青柳县建成充电桩3200个，其中快充桩800个，"
        + "覆盖城区、乡镇和景区等主要停车场所，" * 6
        + "服务能力居全市前列。"
    )
    cut = shorten(text, 60)
    assert cut.endswith("。") and len(cut) <= 60 and text.startswith(cut[:-1])


@pytest.mark.parametrize(
    ("kept", "gone"),
    [
        ("存储超过1万人信息的使用者，", "应当向主管部门备案。"),
        ("企业可以申请补助，", "但上年亏损的除外。"),
        ("随着规划印发，", "青柳县建成充电桩3200个。"),
        ("县数据局表示，", "青柳县建成充电桩3200个。"),
        ("新能源整车、光伏设备、锂电池3个细分行业，", "产值分别增长8%。"),
        ("项目建成后，", "每年可发电1.4亿千瓦时。"),
    ],
)
def test_what_governs_or_turns_a_clause_is_not_cut_off(kept: str, gone: str) -> None:
    assert not safe_cut(kept + gone, len(kept))


def test_a_judgement_hung_on_a_fact_comes_off() -> None:
    fact, view = without_view("青柳县首座储能电站6月13日并网投运，标志着该县能源转型迈出重要一步。")
    assert fact == "青柳县首座储能电站6月13日并网投运。"
    assert view == "这标志着该县能源转型迈出重要一步。"


def test_an_opening_names_the_day_and_the_source() -> None:
    wire = source("s", "", publisher="云川社", published="2026-06-13")
    assert (
        opened("县数据局13日".replace("13日", "6月13日") + "发布规划。", wire, JUNE)
        == "6月13日，县数据局发布规划。"
    )
    assert opened("6月12日，储能电站并网。", wire, JUNE) == "据云川社报道，6月12日，储能电站并网。"
    assert opened("储能电站并网。", wire, JUNE) == "云川社6月13日报道，储能电站并网。"
    assert opened("储能电站并网。", source("s", "", publisher=""), JUNE) == "据6月13日报道，储能电站并网。"
    assert opened("储能电站并网。", source("s", "", publisher="Wire"), JUNE).startswith("Wire 6月13日报道，")
    assert opened("6月12日，局长苏望川说，规划已印发。", wire, JUNE).startswith("6月12日，局长")
    learnt = "云川日报讯（记者 季安）记者6月8日获悉，储能电站并网。"
    assert opened("储能电站并网。", wire, JUNE, learnt) == "据云川社6月8日消息，储能电站并网。"
    assert without_day("6月12日，储能电站并网。") == "储能电站并网。"


def test_the_core_of_a_sentence_leaves_out_day_and_announcer() -> None:
    assert (
        core("6月13日，为加快转型，县数据局发布数据显示，上半年，数据交易额48.6亿元。")
        == "上半年数据交易额48.6亿元"
    )
    assert core("甲部、乙部、丙部等三部门联合发布《青柳规划》。") == "三部门联合发布《青柳规划》"
    assert (0, "数据交易额48.6亿元，同比增长31.2%") in runs("数据交易额48.6亿元，同比增长31.2%。", 40)


def test_a_heading_is_a_title_that_stands_in_the_section_else_the_lead() -> None:
    facts = ["6月13日，青柳县储能电站并网投运，总投资6.8亿元，每年可消纳电量1.4亿千瓦时。"]
    true = "青柳县储能电站并网投运 每年可消纳电量1.4亿千瓦时"
    false = "青柳县储能电站并网投运，每年可消纳电量2.4亿千瓦时"
    assert heading([true], facts, facts, (24, 40)) == "青柳县储能电站并网投运，每年可消纳电量1.4亿千瓦时"
    assert heading([false], facts, facts, (24, 40)) == "青柳县储能电站并网投运，总投资6.8亿元"
    assert not stands(false, facts[0])
    assert heading(["青柳县为什么建储能电站？"], facts, facts, (24, 40)).startswith("青柳县储能电站")


def test_a_heading_never_skips_a_clause_of_its_sentence() -> None:
    lead = "县委召开发布会称，去年全年，青柳县充电量1.2亿千瓦时。"
    made = heading([], [lead], [lead], (24, 40))
    assert "全年" in made or "充电量" not in made


def test_who_speaks_must_be_known_to_the_reader() -> None:
    assert nameless("杜若飞说，项目将于年底投产。")
    assert nameless("他说，项目将于年底投产。")
    assert not nameless("临江集团董事长杜若飞说，项目将于年底投产。")


def test_two_sentences_that_say_the_same_are_told() -> None:
    assert repeats(
        "青柳县建成充电桩3200个，同比增长18%。", ["截至6月，青柳县共建成充电桩3200个，同比增长18%。"]
    )
    assert not repeats("青柳县建成充电桩3200个。", ["临江集团储能电站总投资6.8亿元。"])


def test_a_placeholder_is_one_unbroken_phrase() -> None:
    text = placeholder("请补写。还有！为什么？See this. And that.").text
    assert text.startswith("【编辑补写：") and text.endswith("】")
    assert not any(mark in text for mark in "。！？!?") and ". " not in text


def test_a_purpose_names_titles_and_figures() -> None:
    wire = source("s", "", publisher="云川社")
    said = ["县数据局发布《青柳县充电规划》，建成公共充电站32座。"]
    assert purpose(wire, said, "题", secondary=False) == "用于核验《青柳县充电规划》和公共充电站32座。"
    assert purpose(wire, said, "题", secondary=True).startswith("用于补充")
    assert purpose(source("s", "", publisher="路透社"), said, "题", secondary=False).startswith("用于观察")


def test_a_topic_stands_word_for_word_in_the_source() -> None:
    text = "青柳县储能电站并网投运。储能电站总投资6.8亿元。"
    name = topic("青柳县储能电站并网投运", [text], [text], text)
    assert name and name in text


def test_the_language_of_a_source_is_read_from_its_letters() -> None:
    assert is_chinese(source("s", "青柳县引入 GPU 服务器 3200 台", language="en"))
    assert not is_chinese(source("s", "Northlake builds a plant 中", language="zh"))


@given(st.text(alphabet='青柳县（）“”《》，；。 1a,()"%', max_size=60))
def test_typography_settles_and_breaks_lie_outside_brackets(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == tidy(tidy(once))
    if balanced(once):
        assert all(balanced(once[:at]) for at in breaks(once))


@pytest.mark.parametrize(
    "text",
    [
        "并指出办法自9月1日起施行，有效期为五年，各县照此办理。",
        "但全年产量仍比上年增长12.5%，达到48.6万吨，创下新高。",
        "主要任务体现在以下五个方面。",
        "尽管订单增加了两成，但这两家企业的产能仍然不足三万吨，扩建还要一年。",
    ],
)
def test_a_sentence_that_hangs_on_another_is_not_printed_alone(text: str) -> None:
    article = read(source("s", "青柳县发布办法。" + text), DAY)
    ready = fit(article, article.lines[-1])
    assert ready is None or ready.leans


@pytest.mark.parametrize(
    "text",
    [
        "新能源汽车产销分别同比增长42.4%和44.1%，动力电池回收11.5万吨。",
        "都江堰灌区建成智能闸门320座，覆盖12个县。",
    ],
)
def test_percentages_in_a_row_and_names_like_adverbs_are_no_flaw(text: str) -> None:
    assert fitted(text) == text


def test_what_follows_an_ellipsis_goes() -> None:
    text = (
        "上半年，青柳县能耗强度持续下降；1至5月，回收废旧电池11.5万吨，超过去年全年总量……数据显示，效率提升。"
    )
    assert fitted(text) == "上半年，青柳县能耗强度持续下降；1至5月，回收废旧电池11.5万吨。"


def test_a_house_names_a_section_by_its_theme_at_whole_words() -> None:
    theme = Theme(load_house("xinzhi"))
    heading = "7月份临江集团销售新能源汽车9.1万辆，单家企业最高"
    assert matter(heading, [heading], [heading * 3], heading, theme) == "新能源汽车"
