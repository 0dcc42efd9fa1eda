"""The dates and periods of a claim held against those of its sources."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from agent.ground.likeness import pairs
from agent.ground.side import Findings, Side
from agent.models import Match, Reason, Span
from agent.text.dates import DateReading, read_dates

_DIGIT: Final = re.compile(r"\d")
_DAY: Final = re.compile(r"[日号]")
_LINK: Final = re.compile("[-—~至到、和与及]{1,2}")
_TO: Final = re.compile("[-—~至到]")

#: `same`: the same days as far as both say; `inside`: the source is finer; `around`: the source is coarser.
Relation = Literal["same", "inside", "around"]

#: Granularities that must stand in a source as such; of the others (年初) only the plainly wrong is refused.
_EXACT: Final = ("day", "month", "year")
#: Likeness of contexts below which a place is a different matter, and above which it is the matter meant
#: (a little less is enough where the claim's date stands nowhere).
#: A line of at most so many code points that holds a date is a heading or a signature.
_LINE: Final = 30
#: How far the items under a date may reach.
_FAR: Final = 400
_APART, _MEANT, _LIKELY, _SURELY = 0.12, 0.5, 0.3, 0.7
#: Words that lean on another date or mean no day at all (the day of tomorrow): nothing to refute.
_BASE: Final = ("同期", "同月", "上年", "上一年", "当年", "同年")


class Place(NamedTuple):
    """A date of a source, how it stands to the claim's (None: apart), and how like the contexts are."""

    side: Side
    reading: DateReading
    relation: Relation | None
    likeness: float


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Which of the claim's dates the sources have; a day, month or year that none has is an objection.

    So is a date that stands in a source, but of another matter, while the matter meant has its own date
    there. What leans on the day of writing (今年, 14日) is read from the claim's own day, else from each
    source's.
    """
    reasons: list[Reason] = []
    unsure: list[Reason] = []
    matched: list[Match] = []
    for at in range(len(claim.dates)):
        outcome = _Question(claim, at, sources).answer()
        if isinstance(outcome, Match):
            matched.append(outcome)
        elif outcome is not None:
            reason, sure = outcome
            (reasons if sure else unsure).append(reason)
    read = tuple(reading.span for reading in claim.dates)
    return Findings(tuple(reasons), tuple(matched), tuple(unsure), read)


class _Question:
    """One date of the claim, and the sources it is looked for in."""

    def __init__(self, claim: Side, at: int, sources: Sequence[Side]) -> None:
        self.claim, self.sources = claim, sources
        self.reading = claim.dates[at]
        self.words = claim.text[slice(*self.reading.span)]
        self.wanted = pairs(claim.folded[slice(*context(claim, self.reading))])
        self.published = False
        self.places: list[Place] = []
        for side in sources:
            self._look(_as_read(claim, side)[at], side)

    def _look(self, reading: DateReading, side: Side) -> None:
        """The places of one source; `reading` is the claim's date as read from there."""
        if reading.start is None:
            return
        self.reading = reading
        self.published = self.published or (side.published is not None and _holds(reading, side.published))
        for other in side.dates:
            relation = relate(reading, other)
            apart = other.granularity != reading.granularity or other.start is None or _compared(side, other)
            if relation is None and apart:
                continue
            self.places.append(Place(side, other, relation, self._likeness(side, other)))

    def _likeness(self, side: Side, other: DateReading) -> float:
        """Share of the claim sentence's pairs in what the source says under this date."""
        return self._share(side, context(side, other))

    def _share(self, side: Side, span: Span) -> float:
        if not self.wanted:
            return 0.0
        return len(self.wanted & pairs(side.folded[slice(*span)])) / len(self.wanted)

    def answer(self) -> Match | tuple[Reason, bool] | None:
        """A match, an objection and whether it is sure, or nothing to say."""
        agreeing = [p for p in self.places if p.relation]
        exact = self.reading.granularity in _EXACT or self._from_to()
        good = [
            p for p in agreeing if p.relation == "same" or (p.relation == "inside" and self._fine(p.reading))
        ]
        others = [p for p in self.places if p.relation is None]
        here = max((self._here(p) for p in good), default=0.0)
        other = max(others, key=lambda p: p.likeness, default=None)
        meant = other is not None and here < _APART and other.likeness >= self._needed(good, agreeing)
        if good and not meant:
            return self._match(max(good, key=lambda p: (p.relation == "same", p.likeness)))
        if meant:
            return self._objection(other), True
        if self.published and exact:
            return None
        literal = self._literal()
        if literal is not None:
            return literal
        if self._leaning():
            return None
        if self.reading.start is None:
            told = self.reading.granularity == "time" or _DAY.search(self.words)
            return (self._doubt(), False) if told else None
        if (exact and not agreeing) or self._year_apart():
            return self._objection(other), True
        return self._doubt(), False

    def _here(self, place: Place) -> float:
        """How like the claim's is what stands under a date that agrees, read generously: the items of a list
        may be far from it, and a date alone on its line is that of the whole."""
        side, (start, end) = place.side, place.reading.span
        first, last = side.folded.rfind("\n", 0, start) + 1, side.folded.find("\n", end)
        if (last if last >= 0 else len(side.folded)) - first <= _LINE:
            return 1.0
        near, far = context(side, place.reading, _FAR)
        return max(place.likeness, self._share(side, (near, far)))

    def _needed(self, good: list[Place], agreeing: list[Place]) -> float:
        """How like another date's context must be to the claim's to be the one meant."""
        if self._leaning():
            return 2.0  # never
        if self.published:
            return _SURELY
        if good:
            return _MEANT
        return _LIKELY if agreeing else (_LIKELY + _MEANT) / 2

    def _fine(self, other: DateReading) -> bool:
        """Whether a finer date of the source is enough: 13日 for 6月, 6月底 for 30日; not 6月 for 上半年."""
        return self.reading.granularity in _EXACT or (
            self.reading.granularity == "part" and other.granularity == "day" and not self._from_to()
        )

    def _from_to(self) -> bool:
        """Whether both ends are written: 7月11日至30日."""
        return _TO.search(self.words) is not None

    def _leaning(self) -> bool:
        """Whether the words lean on another date (去年同期) or may mean no day at all (明天)."""
        return self.words.endswith(_BASE) or (len(self.words) < 3 and not _DIGIT.search(self.words))

    def _year_apart(self) -> bool:
        """Whether the year is written and no source has anything in it (of two years: in either)."""
        reading = self.reading
        if not reading.year_known or reading.start is None or reading.end is None:
            return False
        spans = [
            (other.start.year, other.end.year)
            for side in self.sources
            for other in side.dates
            if other.start is not None and other.end is not None
        ]
        first, last = reading.start.year, reading.end.year
        if reading.granularity == "years":
            return not all(any(year in span for span in spans) for year in (first, last))
        return not any(start <= last and first <= end for start, end in spans)

    def _literal(self) -> Match | None:
        """The very words in a source, however they were read there."""
        words = self.claim.folded[slice(*self.reading.span)]
        for side in self.sources:
            match = re.search(
                rf"(?<!\d){re.escape(words)}" if words[0].isdigit() else re.escape(words), side.folded
            )
            if match is not None:
                return self._found(side, match.span())
            if self.reading.granularity == "year" and words[:4].isdecimal() and words[:4] in side.folded:
                at = side.folded.find(words[:4])
                return self._found(side, (at, at + 4))
        return None

    def _match(self, place: Place) -> Match:
        return self._found(place.side, place.reading.span)

    def _found(self, side: Side, span: Span) -> Match:
        return Match(kind="date", claim_span=self.reading.span, source_id=side.id, source_span=span)

    def _objection(self, place: Place | None) -> Reason:
        if place is None:
            message = f"日期“{self.words}”在所引来源中找不到。"
            return Reason(kind="date", claim_span=self.reading.span, message=message)
        said = place.side.text[slice(*place.reading.span)]
        return Reason(
            kind="date",
            claim_span=self.reading.span,
            message=f"日期“{self.words}”与来源不符：来源为“{said}”。",
            source_id=place.side.id,
            source_span=place.reading.span,
        )

    def _doubt(self) -> Reason:
        message = f"来源未写明“{self.words}”，请对照原文核对。"
        return Reason(kind="date", claim_span=self.reading.span, message=message)


def context(side: Side, reading: DateReading, reach: int = 80) -> Span:
    """What a text says under a date: from its sentence's start, or the date before, to the next of its
    kind."""
    start, end = side.sentence_of(reading.span)
    stop = len(side.text)
    for other in side.dates:
        if other.granularity != reading.granularity or other.start is None or _compared(side, other):
            continue
        first, last = sorted((other.span, reading.span))
        if _LINK.fullmatch(side.folded[first[1] : last[0]][:4]):
            continue  # from one to the other
        if other.span[1] <= reading.span[0]:
            start = max(start, other.span[1])
        elif other.span[0] >= reading.span[1]:
            stop = other.span[0]
            break
    return start, min(stop, max(end, reading.span[1] + reach))


def _compared(side: Side, reading: DateReading) -> bool:
    """Whether a date is only what something is compared with: 比2025年底翻一番."""
    return side.folded[max(0, reading.span[0] - 1) : reading.span[0]] in ("比", "较")


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
        two = _in_year(two[0], year), _in_year(two[1], year + two[1].year - two[0].year)
    if one == two or (claim.granularity == "day" and source.granularity == "part" and one[0] in two):
        return "same"  # the first or last day of a span of days
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


def _as_read(claim: Side, source: Side) -> tuple[DateReading, ...]:
    """The claim's dates, anchored on its own day or else on the source's."""
    if claim.published is not None or source.published is None:
        return claim.dates
    return _anchored(claim.folded, source.published)


@lru_cache(maxsize=4096)
def _anchored(text: str, day: datetime.date) -> tuple[DateReading, ...]:
    return tuple(read_dates(text, day))


def _in_year(day: datetime.date, year: int) -> datetime.date:
    year = max(1, min(9999, year))
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return day.replace(year=year, day=28)


def _holds(reading: DateReading, day: datetime.date) -> bool:
    """Whether `day` (of publication) lies in the reading, as far as it is known."""
    if reading.start is None or reading.end is None:
        return False
    if not reading.month_known:
        return reading.start.day <= day.day <= reading.end.day
    start, end = reading.start, reading.end
    if not reading.year_known:
        start, end = _in_year(start, day.year), _in_year(end, day.year + end.year - start.year)
    return start <= day <= end
