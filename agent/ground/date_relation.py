"""How the days of two dates stand to each other."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Literal

from agent.text.dates import DateReading

#: `same`: the same days as far as both say; `inside`: the source is finer; `around`: the source is coarser.
Relation = Literal["same", "inside", "around"]


def relate(claim: DateReading, source: DateReading) -> Relation | None:
    """How the claim's days stand to the source's, by what both say of year, month and day; None where
    apart."""
    if claim.start is None or claim.end is None or source.start is None or source.end is None:
        return None
    if not (claim.month_known and source.month_known):
        return _by_day(claim.start.day, claim, source)
    one, two = (claim.start, claim.end), (source.start, source.end)
    if not (claim.year_known and source.year_known):
        if {"year", "years"} & {claim.granularity, source.granularity}:
            return None
        year = one[0].year
        if claim.year_known and two[0].year != year:
            loose = relate(replace(claim, year_known=False), source)
            return "around" if loose else None  # the source's year is a guess
        two = in_year(two[0], year), in_year(two[1], year + two[1].year - two[0].year)
    if one == two or (claim.granularity == "day" and source.granularity == "part" and one[0] in two):
        return "same"  # the first or last day of a span of days
    if claim.granularity == "year" and claim.start.month != 1:
        return None  # the year that ends on a day is named for its figures alone
    if one[0] <= two[0] and two[1] <= one[1]:
        return "inside"
    return "around" if two[0] <= one[0] and one[1] <= two[1] else None


def _by_day(day: int, claim: DateReading, source: DateReading) -> Relation | None:
    """The day of the month alone, where one of the two does not say the month."""
    if claim.start is None or claim.end is None or source.start is None or source.end is None:
        return None
    if claim.granularity == source.granularity == "part":
        return "same" if (day, claim.end.day) == (source.start.day, source.end.day) else None
    if claim.granularity != "day":
        return None
    if source.granularity == "day":
        return "same" if day == source.start.day else None
    return "around" if source.granularity == "part" and source.start.day <= day <= source.end.day else None


def in_year(day: datetime.date, year: int) -> datetime.date:
    """The same day of another year; 29 February becomes the 28th."""
    year = max(1, min(9999, year))
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return day.replace(year=year, day=28)


def holds(reading: DateReading, day: datetime.date) -> bool:
    """Whether `day` (of publication) lies in the reading, as far as it is known."""
    if reading.start is None or reading.end is None:
        return False
    if not reading.month_known:
        return reading.start.day <= day.day <= reading.end.day
    start, end = reading.start, reading.end
    if not reading.year_known:
        start, end = in_year(start, day.year), in_year(end, day.year + end.year - start.year)
    return start <= day <= end
