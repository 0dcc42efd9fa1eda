"""Why a date of a claim is right, although other dates of the source stand with words liker the claim's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.ground.date_absent import TO
from agent.ground.date_beside import beside, purpose
from agent.ground.date_owner import joined
from agent.ground.date_places import Place, compared
from agent.ground.dated import BORN, Dated
from agent.ground.likeness import very_place
from agent.ground.side import Side
from agent.models import Match, Span
from agent.text.dates import DateReading

#: So many places of a date, the likeliest, are looked at closely.
_WEIGHED: Final = 8
#: What stands before the day something happened on.
_HAPPENED: Final = re.compile("(?:事发|案发|事件发生|发生)(?:时间|日期)?[为是在于]?$")
#: What stands before the date a change is reckoned from.
_BASED: Final = re.compile("[从由较比]$")
#: So many letters around a date, the same in the source, make it that one: 2026年“数据要素×”首场新闻发布会.
_ITS: Final = 12
#: 据某日报道, 某日消息称.
_REPORTED: Final = re.compile("[的当日]?(?:报道|消息|电讯|讯(?=[,，:：]))")
#: Compared with the year before.
_YEARLY: Final = re.compile("同比|比上年|较上年|[上去]年同期|比去年|较去年")
#: What a paper or an office does on the day its text is of.
_PUT_OUT: Final = re.compile("[登刊挂贴]出|刊[登发载]|发[布文]|公布|报道|登载|披露|更正|致歉|道歉|声明|通报")


class RightfulDate(Dated):
    """A date of the claim, and what keeps it the claim's."""

    def settled(self, good: Sequence[Place]) -> tuple[Match | None] | None:
        """Where it is plainly right, the match in a tuple (of None where no place is its own); else None."""
        base = [p for p in good if compared(p.side, p.reading)]
        if base and compared(self.claim, self.claim.dates[self.at]):
            return (self.match(base[0]),)
        if self.published and (self._announced() or self._told_then()):
            return (self.match(good[0]) if good else None,)
        very = next(
            (p for p in good if very_place(self.claim, self.reading.span, p.side, p.reading.span, _ITS)), None
        )
        very = very or self._born(good) or self._when(good) or self._last_day() or self._in_its_part(good)
        if very is not None:
            return (self.match(very),)
        year_before = self._year_before()
        return None if year_before is None else (year_before,)

    def _born(self, good: Sequence[Place]) -> Place | None:
        """The place that says as well that it is a date of birth."""
        if not BORN.match(self.claim.folded, self.claim.dates[self.at].span[1]):
            return None
        return next((p for p in good if BORN.match(p.side.folded, p.reading.span[1])), None)

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

    def _in_its_part(self, good: Sequence[Place]) -> Place | None:
        """The place that has the date for the very purpose the claim has it for, and no other date has: 截至某日, 某年以来."""
        part = purpose(self.claim, self.claim.dates[self.at])
        if not part or any(purpose(p.side, p.reading) == part for p in self.places if p.relation is None):
            return None
        return next((p for p in good if purpose(p.side, p.reading) == part), None)

    def _last_day(self) -> Place | None:
        """The stretch of days that ends on the claim's, where the claim tells it as an end too: 当日至27日 of 25日至27日."""
        at, day = self.claim.dates[self.at].span[0], self.reading.start
        firsts = {other.reading.start for other in self.others}
        told = TO.fullmatch(self.claim.folded[at - 1 : at]) is not None
        return next(
            (
                p
                for p in self.places
                if p.reading.granularity == "part"
                and p.reading.end == day
                and p.relation
                and (told or p.reading.start in firsts)
            ),
            None,
        )

    def _told_then(self) -> bool:
        """Whether the claim only says that a source was put out on this day: 据7月27日报道."""
        return (
            self.published
            and _REPORTED.match(self.claim.folded, self.claim.dates[self.at].span[1]) is not None
        )

    def _year_before(self) -> Match | None:
        """Where it is the year before that of another date, and only what the claim compares with: 较2021年增长15% of
        2022年……同比增长15%."""
        mine = self.claim.dates[self.at]
        if self.reading.granularity != "year" or self.reading.start is None or not compared(self.claim, mine):
            return None
        year = self.reading.start.year + 1
        for side in self.sources:
            for then in side.dates:
                if then.start is None or then.start.year != year:
                    continue
                found = _YEARLY.search(side.folded, *side.sentence_of(then.span))
                if found is not None:
                    return self.found(side, found.span())
        return None

    def _announced(self) -> bool:
        """Whether the claim says what a source's publisher put out on this day: that of publication is right then, and need
        not stand in the text."""
        start, stop = self.claim.clause_of(self.reading.span)
        if not _PUT_OUT.search(self.claim.folded, self.reading.span[1], stop):
            return False
        clause = self.claim.text[start:stop]
        return any(len(side.publisher) > 1 and side.publisher in clause for side in self.sources)

    def beside(self, good: Sequence[Place], side: Side, other: DateReading) -> bool:
        """Whether one of `good` is the claim's by what stands right beside it, or the other end of one stretch of days."""
        mine = self.claim.dates[self.at]
        return any(
            beside(self.claim, mine, (p.side, p.reading), (side, other))
            or (
                joined(p.side, p.reading, side, other) and TO.search(side.folded, *_between(p.reading, other))
            )
            for p in sorted(good, key=lambda p: -p.likeness)[:_WEIGHED]
        )

    def base_of(self, good: Sequence[Place], side: Side, other: DateReading) -> bool:
        """Whether another date only says from when something changed, beside one of `good`: 到2023年，将从2022年的3.7%升至6.3%."""
        if not _BASED.search(side.folded, max(0, other.span[0] - 1), other.span[0]):
            return False
        sentence = side.sentence_of(other.span)
        return any(p.side is side and side.sentence_of(p.reading.span) == sentence for p in good)


def _between(one: DateReading, two: DateReading) -> Span:
    """What stands between two dates."""
    first, last = sorted((one.span, two.span))
    return first[1], last[0]
