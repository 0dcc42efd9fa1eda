"""The embedded writer on invented articles: what it prints, what it leaves out, laws for any text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from writer_articles import DAY, assignment, morning, source

from agent.house import load_house
from agent.models import Draft, DraftSentence, Source
from agent.text.normalise import fold
from agent.writer.align import align
from agent.writer.embedded import EmbeddedWriter

HOUSE = load_house("xinzhi")


def write(*assignments) -> Draft:
    return EmbeddedWriter(HOUSE).write(assignments, DAY)


def all_sentences(draft: Draft) -> list[DraftSentence]:
    parts = [(*section.facts, *section.judgements) for section in draft.sections]
    return [*draft.summary, *(sentence for part in parts for sentence in part)]


@pytest.fixture(scope="module")
def draft() -> Draft:
    return write(*morning())


def facts(draft: Draft, at: int = 0) -> str:
    return "".join(sentence.text for sentence in draft.sections[at].facts)


def test_a_section_opens_with_day_and_source(draft: Draft) -> None:
    assert (
        draft.sections[0]
        .facts[0]
        .text.startswith("6月13日，澜州省数据管理局发布《澜州省行业数据集建设三年计划》")
    )
    assert draft.sections[1].facts[0].text.startswith("临江新闻网6月13日报道，近日，临江市首座储能电站")


def test_datelines_reporters_captions_and_signatures_stay_out(draft: Draft) -> None:
    printed = "".join(sentence.text for sentence in all_sentences(draft) if sentence.kind != "placeholder")
    for leftover in (
        "记者",
        "陆一舟",
        "电（",
        "图片来源",
        "责任编辑",
        "（完）",
        "分享让",
        "本报讯",
        "我们",
        "？",
    ):
        assert leftover not in printed


def test_a_sentence_that_leans_stands_right_after_the_one_it_leans_on(draft: Draft) -> None:
    texts = [sentence.text for sentence in draft.sections[0].facts]
    at = next(i for i, text in enumerate(texts) if text.startswith("其中，制造业企业"))
    assert "60家企业" in texts[at - 1]
    assert not any(text.startswith(("他", "此外", "据了解", "同时")) for text in texts)


def test_another_source_adds_a_fact_under_its_name_and_repeats_nothing(draft: Draft) -> None:
    text = facts(draft)
    assert "另据澜州日报6月13日报道，澜州省还将设立总规模15亿元的数据产业基金" in text
    assert text.count("300个") == 1


def test_judgements_come_from_named_people_and_from_the_report_itself(draft: Draft) -> None:
    judged = [sentence.text for sentence in draft.sections[0].judgements]
    assert "云川社的报道称，这标志着该省数据资源开发进入新阶段。" in judged
    assert any(text.startswith("澜州省数据管理局局长苏望川表示，") for text in judged)
    assert "进入新阶段" not in facts(draft)


def test_a_relative_day_is_named_or_its_sentence_left_out(draft: Draft) -> None:
    assert "昨日" not in facts(draft, 1)
    assert "13日" not in re.sub(r"6月13日", "", facts(draft))


def test_headings_keep_the_measure_and_say_only_what_the_section_says(draft: Draft) -> None:
    least, most = HOUSE.style.heading
    assert least <= len(draft.sections[0].heading) <= most
    assert draft.sections[0].heading == "澜州发布行业数据集建设三年计划，2028年建成300个"
    for section in draft.sections[:2]:
        said = "".join(sentence.text for sentence in section.facts)
        assert set(re.findall(r"\d+", section.heading)) <= set(re.findall(r"\d+", said))


def test_the_summary_names_the_topics_then_a_key_fact_each(draft: Draft) -> None:
    first, *rest = draft.summary
    assert first.text.startswith("今天关注")
    assert len(rest) == 2
    printed = {sentence.text for section in draft.sections for sentence in section.facts}
    assert not {sentence.text for sentence in draft.summary} & printed


def test_an_event_known_only_in_english_is_left_to_the_editor_with_its_words(draft: Draft) -> None:
    section = draft.sections[2]
    assert section.heading.startswith("【编辑补写：")
    placeholder = section.facts[0]
    assert placeholder.kind == "placeholder"
    assert "$4.2 billion" in placeholder.text and placeholder.quotes
    assert not re.search(r"[。！？!?]|\. ", placeholder.text)


def test_the_draft_says_that_it_is_an_extract(draft: Draft) -> None:
    assert any("摘录" in note for note in draft.notes)


def test_thin_and_empty_assignments_get_placeholders() -> None:
    empty = source("n", "")
    button = source("b", "点击下载客户端，查看更多精彩内容。", title="客户端")
    drafted = write(assignment(1, empty, heading="某事"), assignment(2, button), assignment(3))
    for section in drafted.sections:
        assert section.facts[0].kind == "placeholder"
        assert section.heading
    assert write().notes


def test_no_judgement_at_hand_leaves_a_placeholder_that_says_so() -> None:
    bare = source(
        "x", "6月13日，青柳县算力中心投入运行，机柜总数达到2400个，总投资9.3亿元。", publisher="青柳发布"
    )
    judged = write(assignment(1, bare)).sections[0].judgements
    assert [sentence.kind for sentence in judged] == ["placeholder"]
    assert "没有给出可署名的判断" in judged[0].text


def test_an_older_source_of_the_same_document_fills_a_short_paragraph() -> None:
    news = source("n", "6月13日，澜州省数据管理局解读《澜州省行业数据集建设三年计划》。", publisher="云川社")
    plan = source(
        "o",
        "到2028年，澜州省建成300个行业数据集，补助资金总额1.2亿元。",
        publisher="澜州省数据管理局",
        title="关于印发《澜州省行业数据集建设三年计划》的通知",
        published="2026-06-02",
    )
    other = source(
        "t", "青柳县建成充电桩3200个，总投资9.3亿元。", publisher="青柳发布", published="2026-06-01"
    )
    given = assignment(1, news).model_copy(update={"background": (other, plan)})
    text = facts(write(given))
    assert "据澜州省数据管理局6月2日消息，到2028年，澜州省建成300个行业数据集" in text
    assert "充电桩" not in text


def test_a_dateline_outranks_the_publication_day() -> None:
    text = "本报青柳6月12日电（记者 季安）记者今天从青柳县获悉，全县已建成充电桩3200个，同比增长18%。"
    fact = write(assignment(1, source("d", text, publisher="澜州日报"))).sections[0].facts[0]
    assert "今天" not in fact.text
    assert "6月12日" in fact.text or fact.kind == "placeholder"


def test_an_unknown_day_refuses_relative_days() -> None:
    text = (
        "今天，青柳县算力中心投入运行，机柜总数达到2400个。青柳县算力中心总投资9.3亿元，年用电量2亿千瓦时。"
    )
    drafted = write(assignment(1, source("u", text, published="")))
    assert "今天" not in facts(drafted)


def test_the_same_input_gives_the_same_draft() -> None:
    assert write(*morning()) == write(*morning())


_PIECES = st.sampled_from(
    [
        "6月13日，澜州省数据管理局发布《三年计划》，提出到2028年建成300个数据集。",
        "其中，制造业企业35家。",
        "记者13日从临江集团获悉，项目总投资6.8亿元，同比增长12.5%。",
        "“这是一次有益的尝试，有助于降低成本。”临江集团董事长杜若飞说。",
        "据了解，昨日首批电力已送入电网，每年可发电1.4亿千瓦时！",
        "（记者 季安）",
        "云川社澜州6月13日电 ",
        "图片来源：澜州日报 ",
        "原标题：临江储能电站并网   ",
        "我们为什么要做？",
        "此外，全省共有12个地市设立专班，其中“专班”480人（不含兼职",
        "\n",
        "  ",
        "Northlake said $4.2 billion. ",
        "8日至10日，大会举行，预计参会1200人；当天签约15个项目。",
        "》”）",
    ]
)
_TEXTS = st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=14).map("".join))


@settings(max_examples=120, deadline=None)
@given(
    st.lists(_TEXTS, max_size=3),
    st.text(max_size=30),
    st.sampled_from(["", "2026-06-13", "2025-12-31", "13日"]),
)
def test_any_text_is_written_from_and_every_quote_aligns(
    texts: list[str], title: str, published: str
) -> None:
    sources = [
        Source(id=str(n), text=text, title=title, publisher="云川社" if n else "", published=published)
        for n, text in enumerate(texts)
    ]
    drafted = write(assignment(1, *sources, heading=title))
    by_id = {source.id: source for source in sources}
    for sentence in all_sentences(drafted):
        for quote in sentence.quotes:
            place = align(quote.words, by_id[quote.source_id].text)
            assert place is not None and place.how == "exact"
        if sentence.kind in ("fact", "summary"):
            assert sentence.quotes
            _digits_stand(sentence, published)
            assert "记者" not in sentence.text


def _digits_stand(sentence: DraftSentence, published: str) -> None:
    """Every digit string of a sentence stands in its quoted words, or belongs to a named day."""
    quoted = fold("".join(quote.words for quote in sentence.quotes)).text
    text = re.sub(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日", "", fold(sentence.text).text)
    for digits in re.findall(r"\d+(?:\.\d+)?", text):
        assert digits in quoted, (sentence.text, digits)


def test_a_speaker_is_introduced_once_and_a_figure_is_no_judgement() -> None:
    text = (
        "6月13日，青柳县算力中心投入运行，机柜总数达到2400个，总投资9.3亿元。"
        "青柳县数据局局长苏望川说，二季度以来，全县机柜上架率稳定保持在72%以上。"
        "青柳县数据局局长苏望川表示，算力中心有助于降低企业使用人工智能的成本。"
        "青柳县数据局局长苏望川认为，下一步的关键是让绿电与算力同步规划、同步建设。"
    )
    judged = write(assignment(1, source("x", text, publisher="青柳日报"))).sections[0].judgements
    assert [sentence.text[:13] for sentence in judged] == [
        "青柳县数据局局长苏望川表示",
        "苏望川认为，下一步的关键是",
    ]


def test_insiders_without_a_name_speak_only_through_a_known_publisher() -> None:
    text = "6月13日，青柳县算力中心投入运行，总投资9.3亿元。业内人士认为，算力与电力必须一起规划，未来需要统一调度。"
    named = write(assignment(1, source("x", text, publisher="青柳日报"))).sections[0].judgements
    assert named[0].text.startswith("青柳日报的报道称，业内人士认为，")
    unknown = write(assignment(1, source("x", text))).sections[0].judgements
    assert unknown[0].kind == "placeholder"


def test_a_title_that_is_a_cut_first_sentence_is_no_heading() -> None:
    text = "6月13日消息，据外媒报道，2017年到今年一季度投资13亿元的临江汽车集团，仍在向初创公司投资，将向云川芯片公司投资5000万元。"
    cut = source("x", text, publisher="云川社", title="6月13日消息，据外媒报道，2017")
    assert not write(assignment(1, cut)).sections[0].heading.endswith("2017")


def test_summary_and_facts_name_the_speaker_once() -> None:
    text = "云川新闻网13日报道称，澜州省政府计划拨款200亿元推动芯片制造业发展，首期资金50亿元，2027年前到位。"
    drafted = write(assignment(1, source("x", text, publisher="青柳日报")))
    assert all(sentence.text.count("云川新闻网") <= 1 for sentence in all_sentences(drafted))
