"""What the checker refuses does not reach brief.md, and what is left hangs together."""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise

from agent.desk.withdraw import settle
from agent.house import load_house
from agent.models import Document, Evidence, Issue, Reference, Section, Sentence

TEXT = (
    "省数据局6月13日公布，全省已建成三个可信数据空间。接入企业120家，上架数据产品216个。"
    "省数据局副局长李某表示，数据空间有助于中小企业用上行业数据。"
)
STYLE = load_house("xinzhi").style


def issue(facts: list[str], judgements: list[str], heading: str) -> tuple[Issue, dict[str, Document]]:
    cuts = [0, TEXT.index("接入企业"), TEXT.index("省数据局副局长"), len(TEXT)]
    spans = list(pairwise(cuts))
    evidence = {
        f"k00000{n}": Evidence(
            key=f"k00000{n}", source_id="s", publisher="省数据局", title="数据空间", published="2026-06-13", url="",
            span=span, quote=TEXT[slice(*span)], text_sha256=sha256(TEXT.encode()).hexdigest(),
        )
        for n, span in enumerate(spans)
    }  # fmt: skip
    keys = tuple(evidence)
    body = [
        Sentence(id=f"1.{i}", kind="fact", text=t, cites=(keys[min(i - 1, 1)],))
        for i, t in enumerate(facts, 1)
    ]
    body += [
        Sentence(id=f"1.{len(body) + i}", kind="judgement", text=t, cites=keys[2:])
        for i, t in enumerate(judgements, 1)
    ]
    made = Issue(
        house="xinzhi", date="2026-06-14", writer="embedded", title="刊", summary=(),
        sections=(Section(number=1, heading=heading, sentences=tuple(body)),),
        references=(Reference(publisher="省数据局", title="数据空间", day="2026-06-13", purpose="用于核验。", keys=keys),),
        evidence=evidence,
    )  # fmt: skip
    document = Document(id="s", text=TEXT, publisher="省数据局", title="数据空间", published="2026-06-13")
    return made, dict.fromkeys(keys, document)


GOOD = ["省数据局6月13日公布，全省已建成三个可信数据空间。", "接入企业120家，上架数据产品216个。"]
VIEW = ["省数据局副局长李某表示，数据空间有助于中小企业用上行业数据。"]


def test_what_is_borne_out_stays_as_it_is() -> None:
    made, documents = issue(GOOD, VIEW, "全省已建成三个可信数据空间")
    settled, report, dropped = settle(made, documents, STYLE)
    assert (settled, dropped) == (made, [])
    assert set(report.counts) <= {"supported", "opinion"}


def test_a_refused_sentence_goes_with_its_reason_and_its_evidence() -> None:
    made, documents = issue(
        [GOOD[0], "接入企业210家，上架数据产品216个。"], VIEW, "全省已建成三个可信数据空间"
    )
    settled, report, dropped = settle(made, documents, STYLE)
    assert [d["id"] for d in dropped] == ["1.2"]
    assert "210家" in dropped[0]["reasons"][0]
    assert "210" not in "".join(s.text for s in settled.sentences())
    assert "k000001" not in settled.evidence
    assert settled.references[0].keys == ("k000000", "k000002")
    assert [s.id for s in settled.sections[0].sentences] == ["1.1", "1.2"]
    assert set(report.counts) <= {"supported", "opinion"}


def test_what_leaned_on_a_refused_sentence_falls_after_it() -> None:
    made, documents = issue(
        [GOOD[0], "接入企业210家，上架数据产品216个。"], VIEW, "全省已建成三个可信数据空间"
    )
    section = made.sections[0]
    bare = Sentence(
        id="1.4", kind="judgement", text="216个数据产品能否卖得动，要看数据空间有没有真实的用户。"
    )
    made = made.model_copy(
        update={"sections": (section.model_copy(update={"sentences": (*section.sentences, bare)}),)}
    )
    settled, report, dropped = settle(made, documents, STYLE)
    assert [d["id"] for d in dropped] == ["1.2", "1.3"]
    assert "216" not in "".join(s.text for s in settled.sentences())
    assert set(report.counts) <= {"supported", "opinion"}


def test_a_paragraph_that_lost_its_first_sentence_says_so() -> None:
    made, documents = issue(
        ["省数据局6月13日公布，全省已建成五个可信数据空间。", GOOD[1]],
        VIEW,
        "接入企业120家，上架数据产品216个",
    )
    settled, _, _ = settle(made, documents, STYLE)
    first = settled.sections[0].sentences[0]
    assert first.kind == "placeholder"
    assert "首句" in first.text


def test_a_section_without_any_fact_left_asks_the_editor() -> None:
    made, documents = issue(
        ["省数据局6月13日公布，全省已建成五个可信数据空间。"],
        ["省数据局副局长王某表示，企业增加了300家。"],
        "全省已建成五个可信数据空间",
    )
    settled, report, _ = settle(made, documents, STYLE)
    assert {s.kind for s in settled.sections[0].sentences} == {"placeholder"}
    assert settled.sections[0].heading == "【编辑补写：标题】"
    assert set(report.counts) == {"placeholder"}


def test_a_heading_that_is_not_borne_out_is_made_from_what_is() -> None:
    made, documents = issue(GOOD, VIEW, "全省建成九十九个可信数据空间")
    settled, report, dropped = settle(made, documents, STYLE)
    assert [d["id"] for d in dropped] == ["1.0"]
    assert "三个可信数据空间" in settled.sections[0].heading
    assert set(report.counts) <= {"supported", "opinion"}
