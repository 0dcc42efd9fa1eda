"""Comparisons told backwards: 慢于 where a source has 快于 of the same two, 更高价格 where it has 较低价格."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from agent.ground.side import Findings, Side
from agent.models import Reason, Span

_AGAINST: Final = {
    one: two
    for a, b in ("快慢", "高低", "多少", "大小", "早晚", "强弱", "优劣", "长短", "好差", "贵贱")
    for one, two in ((a, b), (b, a))
}
_ADJECTIVES: Final = "".join(_AGAINST)
_OPPOSITE: Final = {**_AGAINST, "难": "容易", "容易": "难"}
#: What is held against what: so many characters on either side must be the same in the source.
_THAN: Final = re.compile(
    rf"(?P<one>[一-龥]{{3}})(?:[更略明显稍远]{{0,2}})(?P<how>[{_ADJECTIVES}])于(?P<two>[一-龥]{{3}})"
)
#: 更高价格, 较低的价格.
_MORE: Final = re.compile(rf"[更较](?P<how>[{_ADJECTIVES}])的?(?P<what>[一-龥]{{2}})")


#: 比电网的建设期更长.
_AS = r"(?:还|更|要|都|略|稍|明显|大幅|来得|得)*"
_OVER: Final = re.compile(
    rf"比(?P<two>[一-龥]{{2,12}}?){_AS}(?P<how>[{_ADJECTIVES}]|难(?!以)|容易)(?![一-龥]?[一-龥]{{0,1}}于)"
)


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Objects to a comparison whose two sides stand in a source the other way round."""
    reasons = [
        reason
        for source in sources
        for reason in (*_than(claim, source), *_more(claim, source), *_over(claim, source))
    ]
    return Findings(reasons=tuple(reasons))


def _than(claim: Side, source: Side) -> Iterator[Reason]:
    for m in _THAN.finditer(claim.folded):
        one, how, two = m.group("one", "how", "two")
        there = re.compile(rf"{one}[更略明显稍远]{{0,2}}{_AGAINST[how]}于{two}").search(source.folded)
        if there is not None and f"{how}于{two}" not in source.folded:
            yield _reason(claim, m.span("how"), source, there.span())


def _more(claim: Side, source: Side) -> Iterator[Reason]:
    """Of a thing that the source's sentences call so nowhere, but the opposite."""
    for m in _MORE.finditer(claim.folded):
        how, what = m.group("how", "what")
        there = re.compile(rf"[更较]{_AGAINST[how]}的?{what}").search(source.folded)
        if there is not None and not re.search(rf"{how}的?{what}", source.folded):
            yield _reason(claim, m.span(), source, there.span())


def _over(claim: Side, source: Side) -> Iterator[Reason]:
    for m in _OVER.finditer(claim.folded):
        how, two = m.group("how", "two")
        there = re.compile(rf"比{two}{_AS}{_OPPOSITE[how]}").search(source.folded)
        if there is not None and not re.search(rf"比{two}{_AS}{how}", source.folded):
            yield _reason(claim, m.span(), source, there.span())


def _reason(claim: Side, span: Span, source: Side, there: Span) -> Reason:
    said = source.text[slice(*there)]
    return Reason(
        kind="direction",
        claim_span=span,
        message=f"“{claim.text[slice(*span)]}”与来源相反：来源为“{said}”。",
        source_id=source.id,
        source_span=there,
    )
