"""The dates and periods of a claim held against those of its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.ground.binding import objects
from agent.ground.date_absent import both_ends, dated_otherwise, datelined, literal, weekdays, year_apart
from agent.ground.date_beside import done_then, figures_beside
from agent.ground.date_owner import owner, under_another
from agent.ground.date_places import Place
from agent.ground.date_relation import relate
from agent.ground.date_rightful import RightfulDate
from agent.ground.dated import DIGIT, EXACT
from agent.ground.owner import Owned
from agent.ground.side import Findings, Side
from agent.models import Match, Reason
from agent.text.dates import DateReading

_DAY: Final = re.compile(r"[日号]")
#: How likely a day on which a source was published must be another event's: it may be that of the telling.
_SPOKEN = 0.97
#: Likeness of contexts below which a place is a different matter, and above which it is the matter meant
#: (a little less is enough where the claim's date stands nowhere).
_APART, _MEANT, _LIKELY, _SURELY = 0.12, 0.5, 0.3, 0.7


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


#: So much company means that figures of the claim stand with its date in the source, and with the other do not.
_AT_HOME: Final = -1.0


def questions(claim: Side, sources: Sequence[Side]) -> list[Question]:
    """One question for each date of the claim."""
    asked = [Question(claim, at, sources) for at in range(len(claim.dates))]
    for question in asked:
        question.others = [other for other in asked if other is not question]
    return asked


#: So much more of the claim's words stand under a date than under another.
_MUCH = 0.3


class Question(RightfulDate):
    """What one date of the claim comes to."""

    def answer(self) -> Match | tuple[Reason, bool] | None:
        """A match, an objection and whether it is sure, or nothing to say."""
        agreeing = [p for p in self.places if p.relation]
        good = self.good()
        settled = self.settled(good)
        if settled is not None:
            return settled[0]
        mine = self.claim.dates[self.at]
        if (
            not good
            and not datelined(self.claim, mine)
            and any(
                self.share(side, side.sentence_of(span)) >= _LIKELY
                for side, span in weekdays(self.reading, self.sources)
            )
        ):
            return self.doubt(), False
        rivals = [p for p in self.rivals(good) if p.relation is None and not p.apart]
        another = self._of_another(good, rivals)
        if another is not None:
            return self.objection(another.side, another.reading), True
        here = max((self.here(p) for p in good), default=0.0)
        other = max(rivals, key=lambda p: p.likeness, default=None)
        apart = other is not None and not self.beside(good, other.side, other.reading)
        if other is not None and apart and here < _APART and other.likeness >= self._needed(good, agreeing):
            return self.objection(other.side, other.reading), True
        elsewhere = self._elsewhere()
        if elsewhere is not None:
            return self.objection(*elsewhere), True
        if good and self.rather_today(good):
            return self.doubt(), False
        if good:
            return self.match(max(good, key=lambda p: (p.relation == "same", p.likeness)))
        return self._nowhere(agreeing, other)

    def _of_another(self, good: Sequence[Place], rivals: Sequence[Place]) -> Place | None:
        """The day whose figures the claim tells under its own, or, where no place says the claim's, on which was done what it
        says was done."""
        mine = self.claim.dates[self.at]
        if self.reading.granularity not in ("day", "month") or self.from_to() or not DIGIT.search(self.words):
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
        best = max((self.here(p) for p in good), default=0.0)
        return rival.likeness > best + _MUCH or (rival.likeness >= _MEANT and rival.likeness >= best)

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
            good = self.good()
            side = found.place.side
            if relate(self.reading, other) != "same" and not (
                self.beside(good, side, other) or self.base_of(good, side, other)
            ):
                return side, other
        return under_another(self.claim, self.at, self.reading, self.sources)

    def owned(self) -> Owned | None:
        """How likely the date belongs to another event in the sources; None where there is no other."""
        if self.leaning() or not any(
            side.is_chinese((0, len(side.text))) == self.claim.is_chinese((0, len(self.claim.text)))
            for side in self.sources
        ):
            return None  # across languages no words are shared by which to tell
        rivals = [p for p in self.rivals(self.good()) if p.relation in (None, "around")]
        others = [(other.at, other.reading, other.good()) for other in self.others]
        places = self.good(), rivals
        return owner(
            self.claim, self.at, self.reading, self.sources, places, others, published=self.published
        )

    def _nowhere(self, agreeing: Sequence[Place], other: Place | None) -> Match | tuple[Reason, bool] | None:
        """No place says the date: the day of publication, the very words, or an objection."""
        exact = self.reading.granularity in EXACT or self.from_to()
        if self.published and exact:
            return (self.doubt(), False) if dated_otherwise(self.reading, self.sources) else None
        told = literal(self.claim, self.reading, self.sources)
        if told is None and self.from_to():
            told = both_ends(self.reading, self.sources)
        if told is not None or self.leaning():
            return told and self.found(*told)
        if self.reading.start is None or self.reading.kind == "vague":
            named = self.reading.granularity == "time" or _DAY.search(self.words)
            return (self.doubt(), False) if named else None
        guessed = self._guessed()
        if guessed is not None:
            return guessed
        if (not agreeing and (exact or self.whole())) or year_apart(self.reading, self.sources):
            return self.missing(other), True
        return self.doubt(), False

    def _guessed(self) -> Match | tuple[Reason, bool] | None:
        """A place that says all of the date but its year: the same, where its source is of that year."""
        day = self.reading.start
        for place in self.places:
            loosely = relate(replace(self.reading, year_known=False), place.reading) == "same"
            if loosely and place.relation == "around" and not place.reading.year_known and day is not None:
                same = place.side.published is not None and place.side.published.year == day.year
                return self.match(place) if same else (self.doubt(), False)
        return None

    def _needed(self, good: list[Place], agreeing: list[Place]) -> float:
        """How like another date's context must be to the claim's to be the one meant."""
        if self.leaning():
            return 2.0  # never
        if self.published:
            return _SURELY
        if good:
            return _MEANT
        return _LIKELY if agreeing else (_LIKELY + _MEANT) / 2
