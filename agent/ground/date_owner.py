"""Whether a date of a claim belongs to another event in the sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.ground.binding import Place as Bound
from agent.ground.binding import chance, measures
from agent.ground.date_places import Place, alone, compared
from agent.ground.date_relation import relate
from agent.ground.owner import Owned, company_of, date_after, date_over, figures_at_home
from agent.ground.setting import END, end_of, of_date
from agent.ground.side import Side
from agent.models import Span
from agent.text.dates import DateReading

#: Granularities that are confused with each other: 一季度 for 上半年, 7月 for 1—7月.
PERIODS: Final = frozenset(("month", "part", "quarter", "half"))
#: How far the two ends of a stretch of time may be apart.
_END: Final = 5
#: What stands between two dates of a list.
_LIST: Final = re.compile(r"(?:[、和及]|[\d年月日号])+")
#: How many places are weighed, those with the likeliest contexts.
_MOST: Final = 6


def owner(
    claim: Side,
    number: int,
    reading: DateReading,
    sources: Sequence[Side],
    places: tuple[Sequence[Place], Sequence[Place]],
    others: Sequence[tuple[int, DateReading, Sequence[Place]]],
    *,
    published: bool,
) -> Owned | None:
    """Weighs the places of date `number` of the claim against those of other dates; None where there are not both.

    `places`: those that say the date, and the others; `others`: the claim's other dates with the places that say
    them; `published`: whether a source was published then."""
    good = sorted(places[0], key=lambda p: -p.likeness)[:_MOST]
    rivals = sorted(
        (p for p in places[1] if not _joined(p, good) and not _listed(p, good)), key=lambda p: -p.likeness
    )[:_MOST]
    if not good or not rivals:
        return None
    taken = {(place.side.id, place.number) for _, _, found in others for place in found}
    mates = [
        (of_date(claim, mate), [_bound(place, theirs) for place in found[:2]])
        for mate, theirs, found in others
        if found and theirs.granularity == reading.granularity
    ]
    measured, place = measures(
        of_date(claim, number),
        sources,
        [_bound(p, reading) for p in good],
        [_bound(p, reading, claimed=(p.side.id, p.number) in taken) for p in rivals],
        mates,
        company_of(claim, sources, claim.dates[number].span[0]),
    )
    measured["published"] = float(published)
    measured["alone"] = float(any(alone(p) for p in good))
    return Owned(chance("date", measured), place, measured)


def _joined(place: Place, good: Sequence[Place]) -> bool:
    """Whether a date is the other end of a stretch one of `good` opens or closes: 6月15日0时至8月31日."""
    return any(joined(place.side, place.reading, other.side, other.reading) for other in good)


def joined(side: Side, one: DateReading, other: Side, two: DateReading) -> bool:
    """Whether two dates are the ends of one stretch of time, as close as they stand."""
    gap = min(abs(one.span[0] - two.span[1]), abs(two.span[0] - one.span[1]))
    return side is other and gap <= _END


def _listed(place: Place, good: Sequence[Place]) -> bool:
    """Whether a date stands in one list with one of `good`: what is said of 5日、15日、25日 is said of each."""
    for other in good:
        if place.side is not other.side:
            continue
        first, last = sorted((place.reading.span, other.reading.span))
        between = place.side.folded[first[1] : last[0]]
        if between.startswith(("、", "和", "及")) and _LIST.fullmatch(between):
            return True
    return False


def _bound(place: Place, reading: DateReading, *, claimed: bool = False) -> Bound:
    return Bound(
        place.side,
        place.number,
        "date",
        word=place.relation == "same",
        when=1 if place.reading.kind == reading.kind else -1,
        way=-1 if place.apart else 1,
        claimed=claimed,
    )


def _together(side: Side, reading: DateReading, figure: Span) -> bool:
    """Whether date and figure stand in one clause."""
    return side.clause_of(reading.span) == side.clause_of(figure)


def under_another(
    claim: Side, number: int, reading: DateReading, sources: Sequence[Side]
) -> tuple[Side, DateReading] | None:
    """The period a source has the claim's figures of period `number` under, where that is another: 一季度 for 上半年."""
    yearly = reading.granularity == "year"
    if not (yearly or reading.granularity in PERIODS) or reading.kind != "period" or compared(claim, reading):
        return None
    kin = {"year"} if yearly else PERIODS
    found: list[tuple[Side, DateReading]] = []
    for figure, side, theirs in figures_at_home(claim, sources):
        if date_over(claim, figure) is not claim.dates[number]:
            continue
        if not yearly and end_of(side, theirs):
            continue  # 从5月的4.4%降至4.1%: neither is under the date nearest to it
        there = date_after(side, theirs) or date_over(side, theirs)
        if there is None or there.granularity not in kin or there.kind != "period":
            return None
        if yearly and end_of(side, theirs) == END:
            return None  # from last year's 30 to 15: 15 is this year's
        if yearly and not (_together(claim, reading, figure.span) and _together(side, there, theirs.span)):
            return None
        if relate(reading, there) == "same" or compared(side, there):
            return None
        found.append((side, there))
    return found[0] if found else None
