"""Quotations: the words in “” stand in a source one after another; `……` splits them into ordered parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from agent.ground.side import Findings, Side
from agent.ground.words import lowered
from agent.models import Match, Reason, Span

_QUOTED = re.compile(r"[“「『\"]([^“”「」『』\"\n]{1,400})[”」』\"]")
_ELLIPSIS = re.compile(r"…+|\.{3,}|⋯+")
#: Shorter quoted words are terms or marks of emphasis rather than a quotation.
_TERM = 8
#: And still shorter ones may be anybody's marks of irony.
_SHORT = 4


@lru_cache(maxsize=4096)
def letters(folded: str) -> str:
    """The letters and digits of a text, lower case."""
    return "".join(filter(str.isalnum, lowered(folded)))


@lru_cache(maxsize=256)
def positions_of(folded: str) -> tuple[int, ...]:
    """Where each letter and digit of a text stands."""
    return tuple(at for at, char in enumerate(folded) if char.isalnum())


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Each quotation of `claim` must stand in one source letter by letter; punctuation and width do not
    count."""
    reasons: list[Reason] = []
    matched: list[Match] = []
    unsure: list[Reason] = []
    for m in _QUOTED.finditer(claim.text):
        span = m.span(1)
        parts = [letters(claim.folded[a:b]) for a, b in _parts(claim.folded, span)]
        parts = [part for part in parts if part]
        if not parts:
            continue
        hit = next(((s, at) for s in sources if (at := _ordered(parts, s)) is not None), None)
        if hit is not None:
            matched.append(Match(kind="quotation", claim_span=span, source_id=hit[0].id, source_span=hit[1]))
        elif sources:
            term = sum(len(part) for part in parts) < _TERM
            what = "引号里的词" if term else "引文"
            message = f"来源中没有与{what}“{m.group(1)}”逐字相同的话。"
            (unsure if sum(len(part) for part in parts) < _SHORT else reasons).append(
                Reason(kind="quotation", claim_span=_differing(claim, span, sources), message=message)
            )
    return Findings(tuple(reasons), tuple(matched), tuple(unsure))


def _differing(claim: Side, span: Span, sources: Sequence[Side]) -> Span:
    """The stretch of a quotation that differs: without the longest beginning and end that stand in a source."""
    words = claim.folded[slice(*span)]
    text, positions = letters(words), positions_of(words)
    bodies = [letters(source.folded) for source in sources]
    first, last = _longest(text, bodies, end=False), len(text) - _longest(text, bodies, end=True)
    if first >= last:
        return span
    return span[0] + positions[first], span[0] + positions[last - 1] + 1


def _longest(text: str, bodies: Sequence[str], *, end: bool) -> int:
    """How many letters of the beginning (or end) of `text` stand together in one of `bodies`: 0 for fewer than
    a term has, for those prove nothing."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        part = text[len(text) - middle :] if end else text[:middle]
        if any(part in body for body in bodies):
            low = middle
        else:
            high = middle - 1
    return low if low >= _SHORT else 0


def _parts(folded: str, span: Span) -> list[Span]:
    out, start = [], span[0]
    for m in _ELLIPSIS.finditer(folded, *span):
        out.append((start, m.start()))
        start = m.end()
    return [*out, (start, span[1])]


def _ordered(parts: list[str], source: Side) -> Span | None:
    """The span of `source` from the first part to the last, where all stand in order."""
    text = letters(source.folded)
    first = end = -1
    for part in parts:
        at = text.find(part, max(end, 0))
        if at < 0:
            title = letters(source.title)
            return (0, 0) if len(parts) == 1 and part in title else None
        first = at if first < 0 else first
        end = at + len(part)
    positions = positions_of(source.folded)
    return (positions[first], positions[end - 1] + 1)
