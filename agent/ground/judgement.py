"""Judgements and headings: they may conclude, but bring no number, date, name, title or quotation of
their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.ground import polarity
from agent.ground.readings import read_signs
from agent.ground.side import Side
from agent.models import Reason, SentenceKind, Status, Verdict
from agent.text.names import read_names

_DIGITS = re.compile(r"\d+")
_NO_COUNT = re.compile(r"(?:前|后|近|这|过去|未来)*(?:[几数](?![十百千万亿])|若干)")


def held(claim: Side, sources: Sequence[Side], kind: SentenceKind) -> Verdict:
    """The verdict on a judgement or a heading: opinion where nothing in it can be checked."""
    readings = read_signs(claim, sources)
    reasons = tuple(r for r in readings.reasons if not _said(r, claim, sources))
    unsure = tuple(r for r in readings.unsure if not _vague(r, claim) and not _said(r, claim, sources))
    if kind == "heading" and not readings.crossing:
        reasons = (*reasons, *polarity.compare(claim, sources, readings.alignment).reasons)
    if reasons:
        status: Status = "contradicted" if any(reason.source_span for reason in reasons) else "unsupported"
        return Verdict(status=status, reasons=reasons, matched=readings.matched)
    if unsure:
        return Verdict(status="unverified", reasons=unsure, matched=readings.matched)
    if readings.matched:
        return Verdict(status="supported", matched=readings.matched)
    return Verdict(status="opinion")


def _said(reason: Reason, claim: Side, sources: Sequence[Side]) -> bool:
    """Whether an objection is to a period a source names (`上半年`): a judgement sets periods side by side, and which
    belongs to what is not read from its words."""
    period = claim.folded[slice(*reason.claim_span)]
    return reason.kind == "date" and any(period in source.folded for source in sources)


def _vague(reason: Reason, claim: Side) -> bool:
    """Whether the doubt is about a count that names none: `几个月`, `若干家`, `数年`."""
    return reason.kind == "derived" and bool(_NO_COUNT.match(claim.folded, reason.claim_span[0]))


def without_sources(claim: Side) -> Verdict:
    """A judgement with no evidence at hand: an opinion, unless it carries something that would need
    evidence."""
    carried = [q.span for q in claim.quantities] + [d.span for d in claim.dates]
    carried += [digits.span() for digits in _DIGITS.finditer(claim.folded)]  # those that nothing read too
    carried += [name.span for name in read_names(claim.folded) if name.listed or name.kind == "title"]
    if not carried:
        return Verdict(status="opinion")
    reason = Reason(
        kind="source", claim_span=min(carried), message="判断里带有事实，却没有可以对照的来源文字。"
    )
    return Verdict(status="unsupported", reasons=(reason,))
