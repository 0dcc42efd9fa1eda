"""A date that no place of the sources says as such: its very words, its two ends, the years they are of, their datelines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from agent.ground.date_relation import holds, in_year, relate
from agent.ground.side import Side
from agent.models import Span
from agent.text.dates import DateReading

#: What stands between the two ends of a stretch of days.
TO: Final = re.compile("[-—~至到]")
#: How far the two ends may be apart.
_GAP: Final = 8
#: What follows the day of a dateline: 12日体育专电, 11日讯.
_DATELINE: Final = re.compile(r"(?:[一-龥]{0,4}专?电|讯)[ (（]?")

#: What follows the day of a paper.
_PAGE: Final = re.compile(r" ?第? ?\d{1,2} ?版")
#: A day of the week; one that is told lies at most so many days from the telling.
_WEEKDAY: Final = re.compile("(?<![一每两几])(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
_NEAR: Final = 7

Found = tuple[Side, Span]  #: a source, and where in it


def literal(claim: Side, reading: DateReading, sources: Sequence[Side]) -> Found | None:
    """The very words of a date of the claim in a source, however they were read there."""
    words = claim.folded[slice(*reading.span)]
    form = re.compile(rf"(?<!\d){re.escape(words)}" if words[0].isdigit() else re.escape(words))
    for side in sources:
        match = form.search(side.folded)
        if match is not None:
            return side, match.span()
        at = side.folded.find(words[:4]) if words[:4].isdecimal() else -1
        if reading.granularity == "year" and at >= 0:
            return side, (at, at + 4)
    return None


def both_ends(reading: DateReading, sources: Sequence[Side]) -> Found | None:
    """The two ends of a stretch of days as two dates of a source: 25日8时至26日8时 for 25日至26日."""
    for side in sources:
        days = [d for d in side.dates if d.granularity == "day"]
        for first, last in pairwise(days):
            near = last.span[0] - first.span[1] <= _GAP
            if not near or not TO.search(side.folded, first.span[1], last.span[0]):
                continue
            whole = replace(first, end=last.end, granularity=reading.granularity)
            if relate(reading, whole) == "same":
                return side, (first.span[0], last.span[1])
    return None


def weekdays(reading: DateReading, sources: Sequence[Side]) -> Iterator[Found]:
    """Where sources tell of the day of the week a date is, near their own day: 3月9日 of 将于周四公布."""
    day = reading.start
    if reading.granularity != "day" or day is None:
        return
    for side in sources:
        if side.published is None or abs((in_year(day, side.published.year) - side.published).days) > _NEAR:
            continue
        wanted = in_year(day, side.published.year).weekday()
        for m in _WEEKDAY.finditer(side.folded):
            if "一二三四五六日".index(m["day"].replace("天", "日")) == wanted:
                yield side, m.span()


def year_apart(reading: DateReading, sources: Sequence[Side]) -> bool:
    """Whether the year is written and no source has anything in it (of two years: in either)."""
    if not reading.year_known or reading.start is None or reading.end is None:
        return False
    spans = [
        (other.start.year, other.end.year)
        for side in sources
        for other in side.dates
        if other.start is not None and other.end is not None
    ]
    first, last = reading.start.year, reading.end.year
    if reading.granularity == "years":
        return not all(any(year in span for span in spans) for year in (first, last))
    return not any(start <= last and first <= end for start, end in spans)


def datelined(side: Side, reading: DateReading) -> bool:
    """Whether a date is that of a dateline (某社某地3月8日电) or of the paper itself (2026年03月02日 04版)."""
    if reading.granularity != "day":
        return False
    end = reading.span[1]
    return _DATELINE.match(side.folded, end) is not None or _PAGE.match(side.folded, end) is not None


def dated_otherwise(reading: DateReading, sources: Sequence[Side]) -> bool:
    """Whether the sources published on this day are datelined another: what happened when is told from there."""
    days = [
        [d for d in side.dates if datelined(side, d)]
        for side in sources
        if side.published is not None and holds(reading, side.published)
    ]
    return bool(days) and all(day and not any(relate(reading, d) == "same" for d in day) for day in days)
