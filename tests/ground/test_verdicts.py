"""What `ground` answers: verdicts, citations, cited spans, kinds of sentence, other languages, bad input."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.ground import ground
from agent.models import Document, SentenceKind

PLANT = Document(
    id="a",
    publisher="江城日报",
    title="新厂投产",
    published="2026-05-20",
    text=(
        "江城日报5月20日讯 江城市工业和信息化局19日通报，晨光电池的新工厂已于5月18日投产，"
        "设计年产能为12万套。"
        "市工业和信息化局局长周建明表示，下一步将研究扩建二期，力争2028年建成。"
        "晨光电池董事长何一鸣说，公司今年一季度营收为8.6亿元，同比增长14.2%。"
    ),
)
OTHER = Document(
    id="b",
    publisher="湖光新闻",
    title="展会开幕",
    published="2026-05-21",
    text="湖光市国际博览会5月21日开幕，来自37个国家的620家企业参展，主办方预计观众将超过9万人。",
)


def test_a_faithful_paraphrase_is_supported_and_shows_what_agrees() -> None:
    verdict = ground("晨光电池一季度营收8.6亿元，同比增长14.2%。", [PLANT])
    assert verdict.status == "supported"
    assert verdict.reasons == ()
    kinds = {match.kind for match in verdict.matched}
    assert "quantity" in kinds
    for match in verdict.matched:
        assert match.source_id == "a"
        assert 0 <= match.source_span[0] < match.source_span[1] <= len(PLANT.text)


def test_a_contradiction_shows_what_the_source_says() -> None:
    claim = "晨光电池一季度营收同比下降14.2%。"
    verdict = ground(claim, [PLANT])
    assert verdict.status == "contradicted"
    reason = verdict.reasons[0]
    assert claim[slice(*reason.claim_span)] in "同比下降14.2%"
    assert reason.source_id == "a"
    assert reason.source_span is not None
    assert reason.message.endswith("。")


def test_support_found_only_in_a_source_that_is_not_cited_names_that_source() -> None:
    verdict = ground("来自37个国家的620家企业参展。", [PLANT, OTHER], cites=["a"])
    assert verdict.status == "misattributed"
    assert "展会开幕" in verdict.reasons[0].message
    assert verdict.reasons[0].source_id == "b"
    assert ground("来自37个国家的620家企业参展。", [PLANT, OTHER], cites=["b"]).status == "supported"


def test_cites_that_point_nowhere_are_an_answer() -> None:
    verdict = ground("公司今年扩大了生产规模。", [PLANT], cites=["missing"])
    assert verdict.status in ("unsupported", "misattributed")
    assert verdict.reasons


def test_support_must_come_from_the_cited_span_enlarged_to_its_sentence() -> None:
    claim = "晨光电池一季度营收8.6亿元。"
    right, wrong = PLANT.text.index("8.6亿元"), PLANT.text.index("12万套")
    assert ground(claim, [PLANT], spans={"a": [(right, right + 4)]}).status == "supported"
    assert ground(claim, [PLANT], spans={"a": [(wrong, wrong + 4)]}).status != "supported"


def test_spans_of_the_answer_stay_those_of_the_whole_source() -> None:
    right = PLANT.text.index("8.6亿元")
    verdict = ground("晨光电池一季度营收8.6亿元。", [PLANT], spans={"a": [(right, right + 4)]})
    said = [PLANT.text[slice(*m.source_span)] for m in verdict.matched if m.kind == "quantity"]
    assert any("8.6亿元" in words for words in said)


def test_a_judgement_without_anything_to_check_is_an_opinion() -> None:
    assert (
        ground("这说明产业升级正在提速，关键在于把技术变成产品。", [PLANT], kind="judgement").status
        == "opinion"
    )


@pytest.mark.parametrize(
    "claim",
    [
        "这意味着未来产能将达到45万套。",
        "这与《制造业振兴纲要》的方向一致。",
        "这也给英伟达带来了机会。",
    ],
)
def test_a_judgement_may_bring_no_fact_of_its_own(claim: str) -> None:
    assert ground(claim, [PLANT], kind="judgement").status in ("unsupported", "contradicted", "unverified")


@pytest.mark.parametrize(
    "claim",
    ["全年的预期低于上半年，下半年的回落已在预料之中。", "累计仍是增长，靠的是前几个月垫底。"],
)
def test_a_judgement_may_set_periods_side_by_side_and_count_vaguely(claim: str) -> None:
    halves = Document(
        id="x",
        text="上半年产量同比增长9.7%。协会预计，下半年增速有所回落，全年在5%左右。",
        published="2026-07-20",
    )
    assert ground(claim, [halves], kind="judgement").status in ("opinion", "supported")
    assert ground("9月份的回落已在预料之中。", [halves], kind="judgement").status not in (
        "opinion",
        "supported",
    )


def test_a_judgement_may_use_the_figures_of_its_evidence() -> None:
    verdict = ground("14.2%的增速表明需求旺盛。", [PLANT], kind="judgement")
    assert verdict.status in ("supported", "opinion")


def test_a_heading_is_held_against_its_evidence() -> None:
    assert ground("晨光电池新厂投产，江城补上一环", [PLANT], kind="heading").status in (
        "supported",
        "opinion",
    )
    assert ground("宁德时代新厂投产，江城补上一环", [PLANT], kind="heading").status == "unsupported"


def test_another_language_with_all_figures_and_names_matching_is_supported_and_marked() -> None:
    english = Document(
        id="en",
        publisher="Reuters",
        published="2026-06-10",
        text="Amazon said on Wednesday it had secured a $17.5 billion loan facility to fund data centers.",
    )
    verdict = ground("亚马逊获得175亿美元贷款。", [english])
    assert verdict.status == "supported"
    assert any(match.kind == "跨语言" for match in verdict.matched)
    assert ground("亚马逊获得185亿美元贷款。", [english]).status in ("contradicted", "unsupported")
    assert ground("公司获得了一笔贷款。", [english]).status == "unverified"


@pytest.mark.parametrize(
    "claim", ["", "   ", "。……！", "\ud800\udfff", "<p>&nbsp;</p>", "《", "“", "】】】", "%%%"]
)
def test_a_sentence_with_nothing_in_it_gets_a_verdict(claim: str) -> None:
    verdict = ground(claim, [PLANT])
    assert verdict.status != "supported"
    assert verdict.reasons[0].message


def test_no_sources_and_empty_sources_are_unsupported() -> None:
    assert ground("新工厂投产。", []).status == "unsupported"
    assert ground("新工厂投产。", [PLANT.model_copy(update={"text": " \n"})]).status == "unsupported"
    assert ground("这一步走得稳。", [], kind="judgement").status == "opinion"
    assert ground("到2030年产能将达50万套。", [], kind="judgement").status == "unsupported"


def test_traditional_characters_and_full_width_forms_are_read() -> None:
    assert ground("晨光電池一季度營收８．６億元，同比增長１４．２％。", [PLANT]).status == "supported"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.lists(st.text(max_size=200), max_size=3))
def test_no_text_makes_it_raise_and_spans_stay_inside(claim: str, texts: list[str]) -> None:
    sources = [Document(id=str(i), text=text, published="2026-06-01") for i, text in enumerate(texts)]
    verdict = ground(claim, sources)
    for reason in verdict.reasons:
        assert 0 <= reason.claim_span[0] <= reason.claim_span[1] <= max(len(claim), reason.claim_span[1])
        assert reason.claim_span[1] <= len(claim) + 1
        assert reason.message
    for match in verdict.matched:
        source = sources[int(match.source_id)]
        assert 0 <= match.claim_span[0] <= match.claim_span[1] <= len(claim)
        assert 0 <= match.source_span[0] <= match.source_span[1] <= len(source.text)


@settings(max_examples=30, deadline=None)
@given(
    st.text(
        alphabet="增长下降已将不未全部公司表示“”《》，。、·0123456789亿%年月日ABC（）…\ud83d", max_size=150
    )
)
def test_scraps_of_news_make_nothing_raise(claim: str) -> None:
    ground(claim, [PLANT, OTHER], cites=["a"], spans={"a": [(3, 9), (-5, 10**6)]})


@pytest.mark.parametrize("piece", ["亿", "“", "《", "（", "9", "不", "，", "A", "·", "据说"])
def test_very_long_scraps_end_soon(piece: str) -> None:
    began = time.process_time()
    ground(piece * 100_000, [PLANT])
    ground("晨光电池的新工厂投产。", [Document(id="z", text=piece * 20_000)])
    assert time.process_time() - began < 20


def test_the_same_question_has_the_same_answer() -> None:
    claim = "晨光电池董事长何一鸣说，二期已经建成。"
    assert ground(claim, [PLANT, OTHER]) == ground(claim, [PLANT, OTHER])


def test_the_answer_is_the_same_in_every_process() -> None:
    """Of several opposites in the source the same one is named, however the process orders its sets."""
    source = "该技术可有效减少用水，降低水耗，压缩开支，节约成本，削减预算。"
    program = (
        "from agent.ground import ground; from agent.models import Document; "
        f"print(ground('该技术却使用水增加、水耗提高、成本走高。', [Document(id='s', text={source!r})]).model_dump_json())"
        ";from agent.ground.lexicon import antonyms, synonyms; print(sorted(antonyms().items()), sorted(synonyms().items()))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


@pytest.mark.parametrize("kind", ["fact", "judgement"])
def test_digits_that_nothing_read_are_no_pass(kind: SentenceKind) -> None:
    source = Document(id="s", text="码头6月1日新增3台岸桥，吞吐量增长3%。")
    endless = ground("码头新增" + "7" * 40 + "台岸桥。", [source], kind=kind)
    assert endless.status == "unverified"
    assert [reason.kind for reason in endless.reasons] == ["unread"]
    assert endless.reasons[0].claim_span == (4, 44)


def test_what_is_too_long_to_be_read_whole_is_no_pass() -> None:
    source = Document(id="s", text="码头6月1日新增3台岸桥，吞吐量增长3%。")
    long = ground("码头新增3台岸桥，" * 300 + "吞吐量增长9%。", [source])
    assert long.status == "unverified"
    assert long.reasons[0].kind == "long"
    assert long.reasons[0].claim_span[0] == 2000
