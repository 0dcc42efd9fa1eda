"""One date of a claim and the sources it is looked for in: where it stands, how like what stands there is, and what is said
of it where it does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.ground.date_absent import TO, datelined
from agent.ground.date_beside import STANDING, purpose
from agent.ground.date_owner import PERIODS
from agent.ground.date_places import Place, alone, as_read, compared, context
from agent.ground.date_relation import holds, relate
from agent.ground.likeness import pairs
from agent.ground.side import Side
from agent.models import Match, Reason, Span
from agent.text.dates import DateReading

DIGIT: Final = re.compile(r"\d")
_NEAR_ENDS: Final = re.compile("[年季][初末底中]")
#: Granularities that must stand in a source as such; of the others (年初) only the plainly wrong is refused.
EXACT: Final = ("day", "month", "year")
#: How far the items under a date may reach.
_FAR: Final = 400
#: Words that lean on another date or mean no day at all (the day of tomorrow): nothing to refute.
_BASE: Final = ("同期", "同月", "上年", "上一年", "当年", "同年")
#: So much liker is what is rather meant.
_MUCH_LIKER: Final = 0.4
#: What makes a date one of birth.
BORN: Final = re.compile("[^,，。；;]{0,4}(?:出生|生于|诞生)|生(?=[,，。;；)])")


class Dated:
    """One date of the claim, number `at`, and its places in the sources."""

    def __init__(self, claim: Side, at: int, sources: Sequence[Side]) -> None:
        self.claim, self.at, self.sources = claim, at, sources
        self.others: Sequence[Dated] = ()
        self.reading = claim.dates[at]
        self.words = claim.text[slice(*self.reading.span)]
        self.wanted = pairs(claim.folded[slice(*context(claim, self.reading))])
        self.published = False
        self.places: list[Place] = []
        for side in sources:
            self._look(as_read(claim, side)[at], side)

    def _look(self, reading: DateReading, side: Side) -> None:
        """The places of one source; `reading` is the claim's date as read from there."""
        if reading.start is None:
            return
        self.reading = reading
        if reading.kind == "vague":  # 周三
            return
        self.published = self.published or (
            side.published is not None and not self.from_to() and holds(reading, side.published)
        )
        for index, other in enumerate(side.dates):
            relation = relate(reading, other)
            if relation is None and (other.start is None or other.kind == "vague" or compared(side, other)):
                continue
            if (
                relation is None
                and BORN.match(side.folded, other.span[1])
                and not BORN.search(self.claim.folded)
            ):
                continue  # when somebody was born is another matter
            since = reading.kind == other.kind == "since"
            apart = other.granularity != reading.granularity and not since
            apart = apart and not (reading.granularity == "year" and other.end == reading.end)
            if apart and relation is None and not {reading.granularity, other.granularity} <= PERIODS:
                continue
            self.places.append(Place(side, index, relation, self._likeness(side, other), apart))

    def _likeness(self, side: Side, other: DateReading) -> float:
        """Share of the claim sentence's pairs in what the source says under this date."""
        return self.share(side, context(side, other))

    def share(self, side: Side, span: Span) -> float:
        if not self.wanted:
            return 0.0
        return len(self.wanted & pairs(side.folded[slice(*span)])) / len(self.wanted)

    def good(self) -> list[Place]:
        """The places that say the claim's date."""
        return [
            p
            for p in self.places
            if p.relation == "same" or (p.relation == "inside" and self.fine(p.reading))
        ]

    def rivals(self, good: Sequence[Place]) -> list[Place]:
        """The places of other dates, but for datelines, and, where a source has the claim's day by its number, for days told
        from that of the telling (今天)."""
        telling = datelined(self.claim, self.claim.dates[self.at])
        part = purpose(self.claim, self.claim.dates[self.at])
        plain = any(DIGIT.search(p.side.folded, *p.reading.span) for p in good)
        return [
            p
            for p in self.places
            if (telling or not datelined(p.side, p.reading))
            and ((told := purpose(p.side, p.reading)) not in STANDING or told == part)
            and not (p.relation == "around" and p.reading.granularity == self.reading.granularity)
            and not (
                not p.reading.year_known
                and relate(replace(self.reading, year_known=False), p.reading) == "same"
            )
            and not (
                plain
                and self.reading.granularity == "day"
                and not DIGIT.search(p.side.folded, *p.reading.span)
            )
        ]

    def rather_today(self, good: Sequence[Place]) -> bool:
        """Whether what the claim tells stands rather under a 今天 or 昨天 of the source than under its own day."""
        if self.reading.granularity != "day" or not good:
            return False
        told = (p for p in self.places if p.relation is None and not p.apart)
        relative = (p for p in told if not DIGIT.search(p.side.folded, *p.reading.span))
        best = max((self.here(p) for p in good), default=0.0)
        return any(p.likeness > best + _MUCH_LIKER for p in relative)

    def here(self, place: Place) -> float:
        """How like the claim's is what stands under a date that agrees, read generously: the items of a list
        may be far from it, and a date alone on its line is that of the whole."""
        if alone(place):
            return 1.0
        near, far = context(place.side, place.reading, _FAR)
        return max(place.likeness, self.share(place.side, (near, far)))

    def fine(self, other: DateReading) -> bool:
        """Whether a finer date of the source is enough: 13日 for 6月, 6月底 for 30日; not 6月 for 上半年."""
        return self.reading.granularity in EXACT or (
            self.reading.granularity == "part" and other.granularity == "day" and not self.from_to()
        )

    def from_to(self) -> bool:
        """Whether both ends are written: 7月11日至30日."""
        return TO.search(self.words) is not None

    def whole(self) -> bool:
        """Whether it is a quarter, a half or a part of one month, which a source would name: 二季度, 4月初."""
        reading = self.reading
        if reading.start is None or reading.end is None or _NEAR_ENDS.search(self.words):
            return False
        within = (reading.start.year, reading.start.month) == (reading.end.year, reading.end.month)
        named = any(p.relation is None and p.reading.granularity in PERIODS for p in self.places)
        return (reading.granularity in ("quarter", "half") and named) or (
            reading.granularity == "part" and within
        )

    def leaning(self) -> bool:
        """Whether the words lean on another date (去年同期) or may mean no day at all (明天)."""
        return self.words.endswith(_BASE) or (len(self.words) < 3 and not DIGIT.search(self.words))

    def match(self, place: Place) -> Match:
        return self.found(place.side, place.reading.span)

    def found(self, side: Side, span: Span) -> Match:
        return Match(kind="date", claim_span=self.reading.span, source_id=side.id, source_span=span)

    def missing(self, place: Place | None) -> Reason:
        if place is not None:
            return self.objection(place.side, place.reading)
        message = f"日期“{self.words}”在所引来源中找不到。"
        return Reason(kind="date", claim_span=self.reading.span, message=message)

    def objection(self, side: Side, reading: DateReading) -> Reason:
        said = side.text[slice(*reading.span)]
        return Reason(
            kind="date",
            claim_span=self.reading.span,
            message=f"日期“{self.words}”与来源不符：来源为“{said}”。",
            source_id=side.id,
            source_span=reading.span,
        )

    def doubt(self) -> Reason:
        message = f"来源未写明“{self.words}”，请对照原文核对。"
        return Reason(kind="date", claim_span=self.reading.span, message=message)
