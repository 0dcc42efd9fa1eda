"""Title, publisher and dateline from the words of an article, in the forms the press uses; the words are
made up.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.sources.byline import byline

BODY = "江北区首条智能公交专线8日开通，全长21公里，设18个站点。市民刷码即可乘车。"

DATELINES = [
    ("新华社江北1月22日电（记者商婧）", "新华社", "商婧"),
    ("新华社柏林1月22日电（记者 商婧 李扬帆）", "新华社", "商婧、李扬帆"),
    ("中新网约翰内斯堡8月10日电 (记者 王曦)", "中新网", "王曦"),
    ("中新网8月10日电 ", "中新网", ""),
    ("中新社香港7月20日电 ", "中新社", ""),
    ("人民网福州7月26日电 (钱小禾)", "人民网", "钱小禾"),
    ("IT之家 7 月 28 日消息，", "IT之家", ""),
    ("深圳新闻网2023年7月31日讯（记者 邱小熙）", "深圳新闻网", "邱小熙"),
    ("中国经济网北京8月7日讯 ", "中国经济网", ""),
    ("新京报讯（记者张小璐）", "新京报", "张小璐"),
    ("湖北日报客户端讯（通讯员何成、彭申）", "湖北日报客户端", "何成、彭申"),
    ("中国消费者报广州讯（记者李青）", "中国消费者报", "李青"),
    ("央视网消息：", "央视网", ""),
    ("央视网消息（新闻联播）：", "央视网", ""),
    ("【环球网报道 记者 张一诺】", "环球网", "张一诺"),
    ("【环球时报综合报道】", "环球时报", ""),
    ("极目新闻记者 孙婷婷 ", "极目新闻", "孙婷婷"),
    ("智通财经APP获悉，", "智通财经APP", ""),
    ("参考消息网8月4日报道 ", "参考消息网", ""),
    ("荆楚网（湖北日报网）讯（记者林杉 通讯员齐毅）", "荆楚网", "林杉、齐毅"),
    ("江北新闻网8月8日讯（记者 闻一禾）", "江北新闻网", "闻一禾"),
    ("本报北京8月2日电（记者 齐明）", "", "齐明"),
    ("本报讯（记者 齐明）", "", "齐明"),
    ("本报上海电  （记者田小泓）", "", "田小泓"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "publisher", "author"), DATELINES)
def test_datelines(line: str, publisher: str, author: str) -> None:
    said = byline(line + BODY)
    assert (said.publisher, said.author) == (publisher, author)
    start, end = said.dateline
    assert start == 0
    assert (line + BODY)[end:].lstrip() == BODY
    assert said.title == "江北区首条智能公交专线8日开通，全长21公里，设18个站点"
    assert said.head == end


# Where an unknown outlet's name begins cannot be told when a title is glued before it.
@pytest.mark.parametrize(
    ("line", "publisher", "author"), [row for row in DATELINES if not row[0].startswith("江北新闻网")]
)
def test_datelines_behind_a_title(line: str, publisher: str, author: str) -> None:
    text = "原标题：无人驾驶公交驶上江北街头" + line + BODY
    said = byline(text)
    assert said.publisher == publisher
    assert text[slice(*said.dateline)].strip() == line.strip()
    assert said.title == "无人驾驶公交驶上江北街头"


@pytest.mark.parametrize(
    "opening",
    [
        "据路透社8月3日报道，", "据新华社报道，", "记者从国家统计局获悉，", "据央视新闻消息，", "路透社6月30日报道，", "8 月 7 日消息，",
        "据江北市公安局官网消息，", "近日，", "综合外媒8月2日消息，", "日本广播协会电视台8月3日消息，", "韩联社8月1日电，",
    ],
)  # fmt: skip
def test_who_is_only_cited_did_not_publish(opening: str) -> None:
    assert byline(opening + BODY).publisher == ""


@pytest.mark.parametrize(
    ("foot", "publisher"),
    [
        ("（来源：江北晚报）", "江北晚报"),
        ("来源：江北发布返回某某，查看更多责任编辑：", "江北发布"),
        ("来源｜江北晚报 编辑 何舟", "江北晚报"),
        ("红星新闻记者 罗小敏编辑 何舟 责编 官莉", "红星新闻"),
        ("《 人民日报 》（ 2023年07月26日 03 版）", "人民日报"),
        ("(法治日报)", "法治日报"),
        ("来源：网络", ""),
        ("（记者王小希）", ""),
    ],
)
def test_what_the_foot_says(foot: str, publisher: str) -> None:
    assert byline(BODY * 3 + foot).publisher == publisher


@pytest.mark.parametrize(
    "tail",
    [
        "返回某某，查看更多责任编辑：", "（责任编辑：何舟）", "编辑 何小舟 校对 林晓", "(完)", "（完）（何舟）"[:3], "来源：江北晚报",
        "广告声明：文内含有的对外跳转链接，用于传递更多信息，节省甄选时间，结果仅供参考。", "分享让更多人看到",
        "本文不构成投资建议，股市有风险，投资需谨慎。",
    ],
)  # fmt: skip
def test_where_the_clutter_begins(tail: str) -> None:
    text = BODY * 4 + tail
    assert text[: byline(text).foot] == BODY * 4


def test_an_article_without_clutter_ends_at_its_end() -> None:
    assert byline(BODY * 4).foot == len(BODY * 4)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "7月22日，江北科学院发布《黑土地报告（2022年）》（以下简称《报告》）。产量稳定。",
            "江北科学院发布《黑土地报告（2022年）》",
        ),
        ("近日，有市民反映路灯昏暗。记者走访。", "有市民反映路灯昏暗"),
        ("头盔也要年检了！8月3日起新规施行。", "头盔也要年检了！"),
        (
            "为庆祝建馆十周年，近日，江北图书馆举办了一场通宵读书会，三百人参加。",
            "江北图书馆举办了一场通宵读书会，三百人参加",
        ),
        ("记者从江北港获悉，今年前七个月集装箱吞吐量突破百万标箱。", "今年前七个月集装箱吞吐量突破百万标箱"),
        (
            "记者齐明、何成从江北港获悉，今年前七个月集装箱吞吐量突破百万标箱。",
            "今年前七个月集装箱吞吐量突破百万标箱",
        ),
        ("整装待发。 本文图片 江北港务集团供图7月27日，江北港首台无人集卡下线。", "江北港首台无人集卡下线"),
        ("江北港进口同比增长67%7月份，江北港大宗商品进口放缓，煤炭保持高位。", "江北港进口同比增长67%"),
        ("江北港首台无人集卡下线2026-06-13 14:50:20 作者：齐明 江北港今天很忙。", "江北港首台无人集卡下线"),
    ],
)
def test_titles_from_first_sentences(text: str, title: str) -> None:
    assert byline(text).title == title


def test_long_first_sentences_are_cut_outside_quotation_marks() -> None:
    text = "江北市在“数字孪生、虚拟调度、云边协同、绿色算力”四个方向同时发力，全年安排项目六十三个，总投资逾四百亿元，其中三成已经开工。"
    said = byline(text)
    assert len(said.title) <= 42
    assert said.title.count("“") == said.title.count("”")


@given(
    st.text(max_size=600)
    | st.text(alphabet="新华社中网电讯消息记者报道（）【】：，。0123456789月日原标题来源 \n", max_size=400)
)
def test_any_text_has_a_byline_within_its_bounds(text: str) -> None:
    said = byline(text)
    start, end = said.dateline
    assert 0 <= start <= end <= len(text)
    assert 0 <= said.foot <= len(text)
    assert "\n" not in said.title
    assert len(said.title) <= 120


@pytest.mark.parametrize(
    ("head", "publisher", "author"),
    [
        ("北京日报客户端 | 记者 陈小柠 ", "北京日报客户端", "陈小柠"),
        ("【环球时报驻韩国特约记者 张静】", "环球时报", "张静"),
        ("中国经济导报、中国发展网讯 ", "中国经济导报", ""),
        ("东南网8月7日讯（福建日报记者 肖小榕）", "东南网", "肖小榕"),
    ],
)
def test_heads_with_company(head: str, publisher: str, author: str) -> None:
    said = byline(head + BODY)
    assert (said.publisher, said.author) == (publisher, author)


def test_a_pictures_source_is_not_the_articles() -> None:
    assert byline(BODY * 3 + "图片来源：某某微博").publisher == ""
