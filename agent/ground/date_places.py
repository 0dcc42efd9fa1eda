"""The dates of a source as places a date of a claim may be held against, and what is said under each."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from functools import lru_cache
from typing import Final, NamedTuple

from agent.ground.date_relation import Relation
from agent.ground.side import Side
from agent.models import Span
from agent.text.dates import DateReading, read_dates

_LINK: Final = re.compile("[-—~至到、和与及]{1,2}")
#: A line of at most so many code points that holds a date is a heading or a signature.
_LINE: Final = 30


class Place(NamedTuple):
    """A date of a source, how it stands to the claim's (None: apart), and how like the contexts are."""

    side: Side
    number: int
    relation: Relation | None
    likeness: float
    apart: bool = False  #: of another granularity

    @property
    def reading(self) -> DateReading:
        """The date itself."""
        return self.side.dates[self.number]


def alone(place: Place) -> bool:
    """Whether a date has its line for itself, or nearly: it is that of the whole text."""
    side, (start, end) = place.side, place.reading.span
    first, last = side.folded.rfind("\n", 0, start) + 1, side.folded.find("\n", end)
    return (last if last >= 0 else len(side.folded)) - first <= _LINE


def context(side: Side, reading: DateReading, reach: int = 80) -> Span:
    """What a text says under a date: from its sentence's start, or the date before, to the next of its
    kind."""
    start, end = side.sentence_of(reading.span)
    stop = len(side.text)
    far = max(end, reading.span[1] + reach)
    at = bisect_left(side.dates, reading.span, key=lambda date: date.span)
    for other in reversed(side.dates[max(0, at - _NEAR) : at]):
        if other.span[1] <= start:
            break
        if other.span[1] <= reading.span[0] and _parts(side, other, reading):
            start = other.span[1]
            break
    for other in side.dates[at : at + _NEAR]:
        if other.span[0] >= far:
            break
        if other.span[0] >= reading.span[1] and _parts(side, other, reading):
            stop = other.span[0]
            break
    return start, min(stop, far)


#: So many dates on either side are looked at: no sentence has more.
_NEAR: Final = 64


def _parts(side: Side, other: DateReading, reading: DateReading) -> bool:
    """Whether what stands under one of the two dates does not stand under the other."""
    if other.granularity != reading.granularity or other.kind == "vague" or compared(side, other):
        return False
    first, last = sorted((other.span, reading.span))
    return not _LINK.fullmatch(side.folded[first[1] : last[0]][:4])  # else from one to the other


#: 2025年底的两倍.
_TIMES: Final = re.compile(r"的?(?:[两三四五六七八九十]|\d[\d.]*)倍")


#: 比2025年底翻一番, 成交额接近昨日全天.
_AGAINST: Final = re.compile("[比较]$|(?:接近|超过|超越|不及|低于|高于|赶上|追平|追上)(?:了|前|的)?$")


def compared(side: Side, reading: DateReading) -> bool:
    """Whether a date is only what something is compared with: 比2025年底翻一番."""
    start, end = reading.span
    return (
        _AGAINST.search(side.folded, max(0, start - 4), start) is not None
        or _TIMES.match(side.folded, end) is not None
    )


def as_read(claim: Side, source: Side) -> tuple[DateReading, ...]:
    """The claim's dates, anchored on its own day or else on the source's."""
    if claim.published is not None or source.published is None:
        return claim.dates
    return _anchored(claim.folded, source.published)


@lru_cache(maxsize=4096)
def _anchored(text: str, day: datetime.date) -> tuple[DateReading, ...]:
    return tuple(read_dates(text, day))
