"""What stands right beside a date: the word before or after it and the figures under it, by which it is known in another order
of words (初审7月15日至24日 is 7月15日至24日进行初审)."""

from __future__ import annotations

import re
from typing import Final

from agent.ground.side import Side
from agent.models import Span
from agent.text.dates import DateReading

_MARK: Final = re.compile("[，,。；;！？!?\n]")
#: What leads to a date or follows it and is no word of its own.
_LEADS: Final = re.compile("(?:[在于至到自从为是，,、]|截至|截止)+$")
_FOLLOWS: Final = re.compile("^(?:[在于至到起前后止，,、将]|以前|以后|之前|之后|进行)+")
_PAIR: Final = re.compile("[一-龥]{2}")


def beside(
    claim: Side, reading: DateReading, place: tuple[Side, DateReading], rival: tuple[Side, DateReading]
) -> bool:
    """Whether a word or a figure right beside the claim's date stands beside it in `place`, and not beside `rival`."""
    here, there = stretch(*place), stretch(*rival)
    near, far = place[0].folded[slice(*here)], rival[0].folded[slice(*there)]
    words = [word for word in _words(claim, reading) if word in near]
    if words and not any(word in far for word in words):
        return True
    figures = _figures(claim, stretch(claim, reading))
    mine = figures & _figures(place[0], here)
    return bool(mine) and not mine & _figures(rival[0], there)


def stretch(side: Side, reading: DateReading) -> Span:
    """From the mark or date before a date to the mark or date after it; to the next date where no word follows at once."""
    first, last = side.sentence_of(reading.span)
    others = [d.span for d in side.dates if d is not reading and first <= d.span[0] < last]
    start = max([first, *(end for _, end in others if end <= reading.span[0])])
    stop = min([last, *(begin for begin, _ in others if begin >= reading.span[1])])
    for m in _MARK.finditer(side.folded, start, reading.span[0]):
        start = m.end()
    mark = _MARK.search(side.folded, reading.span[1] + 1, stop)
    return start, mark.start() if mark else stop


def _words(claim: Side, reading: DateReading) -> list[str]:
    start, stop = stretch(claim, reading)
    before = _LEADS.sub("", claim.folded[start : reading.span[0]])[-2:]
    after = _FOLLOWS.sub("", claim.folded[reading.span[1] : stop])[:2]
    return [word for word in (before, after) if _PAIR.fullmatch(word)]


def _figures(side: Side, span: Span) -> set[tuple[object, ...]]:
    return {
        (q.low, q.high, q.unit.id)
        for q in side.quantities
        if span[0] <= q.span[0] < span[1] and q.kind != "code" and (q.digits > 1 or q.low > 2)
    }
