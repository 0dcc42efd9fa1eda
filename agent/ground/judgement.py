"""Judgements and headings: they may conclude, but bring no number, date, name, title or quotation of
their own."""

from __future__ import annotations

from collections.abc import Sequence

from agent.ground import polarity
from agent.ground.readings import read_signs
from agent.ground.side import Side
from agent.models import Reason, SentenceKind, Status, Verdict
from agent.text.names import read_names

#: What a judgement is held to, in the words of the message.
_SIGNS = ("quantity", "date", "title", "quotation", "name")


def held(claim: Side, sources: Sequence[Side], kind: SentenceKind) -> Verdict:
    """The verdict on a judgement or a heading: opinion where nothing in it can be checked."""
    readings = read_signs(claim, sources)
    reasons = readings.reasons
    if kind == "heading" and not readings.crossing:
        reasons = (*reasons, *polarity.compare(claim, sources, readings.alignment).reasons)
    if reasons:
        status: Status = "contradicted" if any(reason.source_span for reason in reasons) else "unsupported"
        return Verdict(status=status, reasons=reasons, matched=readings.matched)
    if readings.unsure:
        return Verdict(status="unverified", reasons=readings.unsure, matched=readings.matched)
    if readings.matched:
        return Verdict(status="supported", matched=readings.matched)
    return Verdict(status="opinion")


def without_sources(claim: Side) -> Verdict:
    """A judgement with no evidence at hand: an opinion, unless it carries something that would need
    evidence."""
    carried = [q.span for q in claim.quantities] + [d.span for d in claim.dates]
    carried += [name.span for name in read_names(claim.folded) if name.listed or name.kind == "title"]
    if not carried:
        return Verdict(status="opinion")
    reason = Reason(
        kind="source", claim_span=min(carried), message="判断里带有事实，却没有可以对照的来源文字。"
    )
    return Verdict(status="unsupported", reasons=(reason,))
