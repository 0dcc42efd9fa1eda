"""The dates and periods of a claim held against those of its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.ground.binding import objects
from agent.ground.date_absent import TO, both_ends, dated_otherwise, literal, year_apart
from agent.ground.date_beside import beside, done_then, figures_beside
from agent.ground.date_owner import PERIODS, joined, owner, under_another
from agent.ground.date_places import Place, alone, as_read, compared, context
from agent.ground.date_relation import holds, relate
from agent.ground.likeness import pairs, very_place
from agent.ground.owner import Owned
from agent.ground.side import Findings, Side
from agent.models import Match, Reason, Span
from agent.text.dates import DateReading

_DIGIT: Final = re.compile(r"\d")
_DAY: Final = re.compile(r"[日号]")
_NEAR_ENDS: Final = re.compile("[年季][初末底中]")

#: Granularities that must stand in a source as such; of the others (年初) only the plainly wrong is refused.
_EXACT: Final = ("day", "month", "year")
#: How likely a day on which a source was published must be another event's: it may be that of the telling.
_SPOKEN = 0.97
#: So many places of a date, the likeliest, are looked at closely.
_WEIGHED = 8
#: How far the items under a date may reach.
_FAR: Final = 400
#: Likeness of contexts below which a place is a different matter, and above which it is the matter meant
#: (a little less is enough where the claim's date stands nowhere).
_APART, _MEANT, _LIKELY, _SURELY = 0.12, 0.5, 0.3, 0.7
#: What stands before the day something happened on.
_HAPPENED: Final = re.compile("(?:事发|案发|事件发生|发生)(?:时间|日期)?[为是在于]?$")
#: What stands before the date a change is reckoned from.
_BASED: Final = re.compile("[从由较比]$")
#: Words that lean on another date or mean no day at all (the day of tomorrow): nothing to refute.
_BASE: Final = ("同期", "同月", "上年", "上一年", "当年", "同年")


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Which of the claim's dates the sources have; a day, month or year that none has is an objection.

    So is a date that stands in a source, but of another matter, while the matter meant has its own date
    there. What leans on the day of writing (今年, 14日) is read from the claim's own day, else from each
    source's.
    """
    reasons: list[Reason] = []
    unsure: list[Reason] = []
    matched: list[Match] = []
    for question in questions(claim, sources):
        outcome = question.answer()
        if isinstance(outcome, Match):
            matched.append(outcome)
        elif outcome is not None:
            reason, sure = outcome
            (reasons if sure else unsure).append(reason)
    read = tuple(reading.span for reading in claim.dates)
    return Findings(tuple(reasons), tuple(matched), tuple(unsure), read)


def _between(one: DateReading, two: DateReading) -> Span:
    """What stands between two dates."""
    first, last = sorted((one.span, two.span))
    return first[1], last[0]


#: What makes a date one of birth.
_BORN = re.compile("[^,，。；;]{0,4}(?:出生|生于|诞生)|生(?=[,，。;；)])")
#: So much company means that figures of the claim stand with its date in the source, and with the other do not.
_AT_HOME: Final = -1.0
#: So many letters around a date, the same in the source, make it that one: 2026年“数据要素×”首场新闻发布会.
_ITS: Final = 12
#: What a paper or an office does on the day its text is of.
_PUT_OUT = re.compile("[登刊挂贴]出|刊[登发载]|发[布文]|公布|报道|登载|披露|更正|致歉|道歉|声明|通报")


def questions(claim: Side, sources: Sequence[Side]) -> list[Question]:
    """One question for each date of the claim."""
    asked = [Question(claim, at, sources) for at in range(len(claim.dates))]
    for question in asked:
        question.others = [other for other in asked if other is not question]
    return asked


#: So much more of the claim's words stand under a date than under another.
_MUCH = 0.3


class Question:
    """One date of the claim, and the sources it is looked for in."""

    def __init__(self, claim: Side, at: int, sources: Sequence[Side]) -> None:
        self.claim, self.at, self.sources = claim, at, sources
        self.others: Sequence[Question] = ()
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
            side.published is not None and not self._from_to() and holds(reading, side.published)
        )
        for index, other in enumerate(side.dates):
            relation = relate(reading, other)
            if relation is None and (other.start is None or other.kind == "vague" or compared(side, other)):
                continue
            if (
                relation is None
                and _BORN.match(side.folded, other.span[1])
                and not _BORN.search(self.claim.folded)
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
        return self._share(side, context(side, other))

    def _share(self, side: Side, span: Span) -> float:
        if not self.wanted:
            return 0.0
        return len(self.wanted & pairs(side.folded[slice(*span)])) / len(self.wanted)

    def answer(self) -> Match | tuple[Reason, bool] | None:
        """A match, an objection and whether it is sure, or nothing to say."""
        agreeing = [p for p in self.places if p.relation]
        good = self._good()
        base = [p for p in good if compared(p.side, p.reading)]
        if base and compared(self.claim, self.claim.dates[self.at]):
            return self._match(base[0])
        if self.published and self._announced():
            return self._match(good[0]) if good else None
        very = next(
            (p for p in good if very_place(self.claim, self.reading.span, p.side, p.reading.span, _ITS)), None
        )
        very = very or self._born(good) or self._when(good) or self._last_day(good)
        if very is not None:
            return self._match(very)
        rivals = [p for p in self.places if p.relation is None and not p.apart]
        another = self._of_another(good, rivals)
        if another is not None:
            return self._objection(another.side, another.reading), True
        here = max((self._here(p) for p in good), default=0.0)
        other = max(rivals, key=lambda p: p.likeness, default=None)
        apart = other is not None and not self._beside(good, other.side, other.reading)
        if other is not None and apart and here < _APART and other.likeness >= self._needed(good, agreeing):
            return self._objection(other.side, other.reading), True
        elsewhere = self._elsewhere()
        if elsewhere is not None:
            return self._objection(*elsewhere), True
        if good:
            return self._match(max(good, key=lambda p: (p.relation == "same", p.likeness)))
        return self._nowhere(agreeing, other)

    def _born(self, good: Sequence[Place]) -> Place | None:
        """The place that says as well that it is a date of birth."""
        if not _BORN.match(self.claim.folded, self.claim.dates[self.at].span[1]):
            return None
        return next((p for p in good if _BORN.match(p.side.folded, p.reading.span[1])), None)

    def _when(self, good: Sequence[Place]) -> Place | None:
        """The place that says outright when it happened: 事发时间为7月18日."""
        return next(
            (
                p
                for p in good
                if _HAPPENED.search(p.side.folded, max(0, p.reading.span[0] - 8), p.reading.span[0])
            ),
            None,
        )

    def _last_day(self, good: Sequence[Place]) -> Place | None:
        """The stretch of days that ends on the claim's, where the claim tells it as an end too: 当日至27日 of 25日至27日."""
        at, day = self.claim.dates[self.at].span[0], self.reading.start
        if not TO.fullmatch(self.claim.folded[at - 1 : at]):
            return None
        return next((p for p in good if p.reading.granularity == "part" and p.reading.end == day), None)

    def _of_another(self, good: Sequence[Place], rivals: Sequence[Place]) -> Place | None:
        """The day whose figures the claim tells under its own, or, where no place says the claim's, on which was done what it
        says was done."""
        mine = self.claim.dates[self.at]
        if (
            self.reading.granularity not in ("day", "month")
            or self._from_to()
            or not _DIGIT.search(self.words)
        ):
            return None
        places = [(p.side, p.reading) for p in good]
        for rival in rivals:
            there = (rival.side, rival.reading)
            if rival.reading.granularity != self.reading.granularity:
                continue
            same_deed = done_then(self.claim, mine, there)
            same_deed = same_deed and not any(done_then(self.claim, mine, place) for place in places)
            if same_deed and (not good or self._liker(rival, good)):
                return rival
            if good and self.reading.granularity == "day" and figures_beside(self.claim, mine, places, there):
                return rival
        return None

    def _liker(self, rival: Place, good: Sequence[Place]) -> bool:
        """Whether what stands under another date is much liker to what the claim tells under its own."""
        best = max((self._here(p) for p in good), default=0.0)
        return rival.likeness > best + _MUCH or (rival.likeness >= _MEANT and rival.likeness >= best)

    def _announced(self) -> bool:
        """Whether the claim says what a source's publisher put out on this day: that of publication is right then, and need
        not stand in the text."""
        start, stop = self.claim.clause_of(self.reading.span)
        if not _PUT_OUT.search(self.claim.folded, self.reading.span[1], stop):
            return False
        clause = self.claim.text[start:stop]
        return any(len(side.publisher) > 1 and side.publisher in clause for side in self.sources)

    def _elsewhere(self) -> tuple[Side, DateReading] | None:
        """The date that is rather meant, where the claim's belongs to another event or the figures to another
        period."""
        found = self.owned()
        if (
            found is not None
            and found.measured["company"] > _AT_HOME
            and found.chance >= max(objects("date"), _SPOKEN if self.published else 0.0)
        ):
            other = found.place.side.dates[found.place.index]
            good = self._good()
            side = found.place.side
            if relate(self.reading, other) != "same" and not (
                self._beside(good, side, other) or self._base_of(good, side, other)
            ):
                return side, other
        return under_another(self.claim, self.at, self.reading, self.sources)

    def _beside(self, good: Sequence[Place], side: Side, other: DateReading) -> bool:
        """Whether one of `good` is the claim's by what stands right beside it, or the other end of one stretch of days."""
        mine = self.claim.dates[self.at]
        return any(
            beside(self.claim, mine, (p.side, p.reading), (side, other))
            or (
                joined(p.side, p.reading, side, other) and TO.search(side.folded, *_between(p.reading, other))
            )
            for p in sorted(good, key=lambda p: -p.likeness)[:_WEIGHED]
        )

    def _base_of(self, good: Sequence[Place], side: Side, other: DateReading) -> bool:
        """Whether another date only says from when something changed, beside one of `good`: 到2023年，将从2022年的3.7%升至6.3%."""
        if not _BASED.search(side.folded, max(0, other.span[0] - 1), other.span[0]):
            return False
        sentence = side.sentence_of(other.span)
        return any(p.side is side and side.sentence_of(p.reading.span) == sentence for p in good)

    def owned(self) -> Owned | None:
        """How likely the date belongs to another event in the sources; None where there is no other."""
        if self._leaning() or not any(
            side.is_chinese((0, len(side.text))) == self.claim.is_chinese((0, len(self.claim.text)))
            for side in self.sources
        ):
            return None  # across languages no words are shared by which to tell
        rivals = [p for p in self.places if p.relation in (None, "around")]
        others = [(other.at, other.reading, other._good()) for other in self.others]
        places = self._good(), rivals
        return owner(
            self.claim, self.at, self.reading, self.sources, places, others, published=self.published
        )

    def _nowhere(self, agreeing: Sequence[Place], other: Place | None) -> Match | tuple[Reason, bool] | None:
        """No place says the date: the day of publication, the very words, or an objection."""
        exact = self.reading.granularity in _EXACT or self._from_to()
        if self.published and exact:
            return (self._doubt(), False) if dated_otherwise(self.reading, self.sources) else None
        told = literal(self.claim, self.reading, self.sources)
        if told is None and self._from_to():
            told = both_ends(self.reading, self.sources)
        if told is not None or self._leaning():
            return told and self._found(*told)
        if self.reading.start is None or self.reading.kind == "vague":
            named = self.reading.granularity == "time" or _DAY.search(self.words)
            return (self._doubt(), False) if named else None
        if (not agreeing and (exact or self._whole())) or year_apart(self.reading, self.sources):
            return self._missing(other), True
        return self._doubt(), False

    def _good(self) -> list[Place]:
        """The places that say the claim's date."""
        return [
            p
            for p in self.places
            if p.relation == "same" or (p.relation == "inside" and self._fine(p.reading))
        ]

    def _here(self, place: Place) -> float:
        """How like the claim's is what stands under a date that agrees, read generously: the items of a list
        may be far from it, and a date alone on its line is that of the whole."""
        if alone(place):
            return 1.0
        near, far = context(place.side, place.reading, _FAR)
        return max(place.likeness, self._share(place.side, (near, far)))

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
        return TO.search(self.words) is not None

    def _whole(self) -> bool:
        """Whether it is a quarter, a half or a part of one month, which a source would name: 二季度, 4月初."""
        reading = self.reading
        if reading.start is None or reading.end is None or _NEAR_ENDS.search(self.words):
            return False
        within = (reading.start.year, reading.start.month) == (reading.end.year, reading.end.month)
        named = any(p.relation is None and p.reading.granularity in PERIODS for p in self.places)
        return (reading.granularity in ("quarter", "half") and named) or (
            reading.granularity == "part" and within
        )

    def _leaning(self) -> bool:
        """Whether the words lean on another date (去年同期) or may mean no day at all (明天)."""
        return self.words.endswith(_BASE) or (len(self.words) < 3 and not _DIGIT.search(self.words))

    def _match(self, place: Place) -> Match:
        return self._found(place.side, place.reading.span)

    def _found(self, side: Side, span: Span) -> Match:
        return Match(kind="date", claim_span=self.reading.span, source_id=side.id, source_span=span)

    def _missing(self, place: Place | None) -> Reason:
        if place is not None:
            return self._objection(place.side, place.reading)
        message = f"日期“{self.words}”在所引来源中找不到。"
        return Reason(kind="date", claim_span=self.reading.span, message=message)

    def _objection(self, side: Side, reading: DateReading) -> Reason:
        said = side.text[slice(*reading.span)]
        return Reason(
            kind="date",
            claim_span=self.reading.span,
            message=f"日期“{self.words}”与来源不符：来源为“{said}”。",
            source_id=side.id,
            source_span=reading.span,
        )

    def _doubt(self) -> Reason:
        message = f"来源未写明“{self.words}”，请对照原文核对。"
        return Reason(kind="date", claim_span=self.reading.span, message=message)
