"""What a model is told of a refused sentence: the words that offend, once, and the source's clauses whole."""

from __future__ import annotations

from agent.models import Document, Reason
from agent.writer.objection import cut, objections

TEXT = "6月13日，澜州省数据管理局发布计划，提出到2028年建成500个行业数据集。"
SOURCE = Document(
    id="s1",
    text=(
        "据介绍，有关工作已经准备了一段时间。澜州省数据管理局发布计划，"
        "提出到2028年建成300个行业数据集，其中制造业不少于120个，农业不少于60个，医疗不少于40个，"
        "另外还将组织一批企业参加有关培训，并在年底前公布首批名单。"
    ),
)


def reason(kind: str, words: str, message: str, said: str = "") -> Reason:
    at = TEXT.index(words)
    place = SOURCE.text.index(said) if said else 0
    return Reason(
        kind=kind, claim_span=(at, at + len(words)), message=message,
        source_id="s1" if said else None, source_span=(place, place + len(said)) if said else None,
    )  # fmt: skip


def test_two_reasons_for_the_same_words_are_told_once_with_what_the_source_says() -> None:
    found = objections(
        [
            reason("quantity", "500个", "来源没有这个数。"),
            reason("edit", "500个行业", "请核对。", "300个"),
            reason("date", "6月13日", "来源里的日期不同。"),
        ],
        {"s1": SOURCE},
        TEXT,
    )
    assert [o.kind for o in found] == ["quantity", "date"]
    assert "“500个”" in found[0].told()
    assert "提出到2028年建成300个行业数据集" in found[0].told()


def test_the_source_s_words_begin_and_end_with_a_clause() -> None:
    (found,) = objections([reason("quantity", "500个", "数字不同。", "300个")], {"s1": SOURCE}, TEXT)
    marks = "，。；：、"
    at = SOURCE.text.index(found.said)
    assert at == 0 or SOURCE.text[at - 1] in marks
    assert SOURCE.text[at + len(found.said)] in marks


def test_words_are_cut_at_a_clause_and_never_within_a_figure() -> None:
    assert cut("对首批60家企业给予补助，三年内形成2000亿元规模", 18) == "对首批60家企业给予补助……"
    assert cut("三年内形成2000亿元规模", 6) == "三年内形成2000亿元规模"
    assert cut("形成规模。", 60) == "形成规模。"
