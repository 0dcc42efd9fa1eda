"""The sides of a comparison: readings made once, spans that hold."""

from __future__ import annotations

from agent.ground.side import Findings, claim_side, join, side
from agent.models import Document, Reason


def test_readings_are_made_once() -> None:
    document = Document(id="a", text="增长5%。", published="2026-06-13T09:00:00+08:00")
    assert side(document) is side(Document(id="a", text="增长5%。", published="2026-06-13T21:00:00+08:00"))


def test_clause_and_sentence_of_a_span() -> None:
    text = "产量1,200万吨，增长5%。出口下降。"
    found = claim_side(text)
    at = text.index("5%")
    assert text[slice(*found.clause_of((at, at + 2)))] == "增长5%"
    assert text[slice(*found.sentence_of((at, at + 2)))] == "产量1,200万吨，增长5%。"
    assert claim_side("").clause_of((0, 0)) == (0, 0)


def test_an_unreadable_day_is_unknown() -> None:
    assert side(Document(id="a", text="x", published="yesterday")).published is None


def test_findings_are_joined_in_order() -> None:
    one = Findings(reasons=(Reason(kind="date", claim_span=(0, 1), message="甲。"),), read=((0, 1),))
    two = Findings(reasons=(Reason(kind="number", claim_span=(2, 3), message="乙。"),), read=((2, 3),))
    both = join([one, two])
    assert [r.kind for r in both.reasons] == ["date", "number"]
    assert both.read == ((0, 1), (2, 3))
