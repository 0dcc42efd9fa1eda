"""Whose a figure or a day is said to be, where that is nobody's the sources know: it stands there, but of somebody else.

Beside figures that stand in no source at all, and places that fit others better (`owner`), these show a reader which of
the figures that are in the text prove nothing for what is told of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from agent.ground.date_places import as_read
from agent.ground.date_relation import holds, relate
from agent.ground.quantity import questions
from agent.ground.side import Findings, Side
from agent.ground.words import wording
from agent.models import Reason, Span
from agent.text.people import likely_people, possible_people
from agent.text.quantities import Quantity

#: From a day to the figure that is said to be of it: 去年冬天预测的5%.
_OF_A_DAY: Final = re.compile("[^,，。；;:：、\\d]{0,6}的")
#: From one who does to what is counted: 参加了4个项目.
_DOES: Final = re.compile("[一-龥]{1,4}了?")
#: A place in a draw or a list, right before the one who has it: 2号种子某某.
_PLACE: Final = re.compile("号种子(?:选手)?[、,，]?")
#: What opens a clause.
_OPENS: Final = re.compile("[。；;:：\\n]")
#: So many places of a value are looked at: where it stands more often, it is everybody's.
_MOST: Final = 6
#: So many letters at the head of a clause name what it is about.
_HEAD: Final = 9
#: Nobody in particular.
_ANY: Final = re.compile("[该这那本其此各全每某我他她它两几上下前后]|[主当]力|国际|国内|全球|世界")


def compare(claim: Side, sources: Sequence[Side], found: Mapping[str, Findings]) -> Findings:
    """Marks the figures the claim tells of a day, a person or a thing that no source has, and doubts the days it tells of a
    person whom no source tells of then. `found`: what the readings of dates and names say."""
    unsure = []
    for question in questions(claim, sources):
        quantity = question.quantity
        places = [c for c in question.candidates if c.agreement in ("equal", "hedged")][:_MOST]
        if not places or quantity.kind in ("code", "rank", "bare"):
            continue
        there = [(c.side, c.quantity) for c in places]
        if (
            _of_no_day(claim, quantity, found)
            or _by_nobody(claim, quantity, sources)
            or _seeded(claim, quantity, there)
            or _of_its_like(claim, quantity, there, sources)
        ):
            unsure.append(_reason(claim, quantity, *there[0]))
    unsure += [_undated(claim, day, name) for day, name in _on_another_day(claim, sources)]
    return Findings(unsure=tuple(unsure))


def _on_another_day(claim: Side, sources: Sequence[Side]) -> Iterator[tuple[Span, Span]]:
    """Days right after the name of one whom the sources name, but never in a sentence of that day: 某某12日发表声明."""
    words = (word for word in wording(claim).words if word.tag.startswith("nr") and len(word.text) > 1)
    spans = {*likely_people(claim.folded), *possible_people(claim.folded), *(word.span for word in words)}
    for index, mine in enumerate(claim.dates):
        if mine.granularity != "day" or not claim.folded[mine.span[0]].isdigit():
            continue
        # the last letter of a name may be cut off as a word: 王明 远
        found = next((span for span in spans if 0 <= mine.span[0] - span[1] <= 1), None)
        if found is None:
            continue
        name = (found[0], mine.span[0])
        own = claim.folded[slice(*name)]
        days = []
        for side in sources:
            reading = as_read(claim, side)[index]
            if reading.start is None or (side.published and holds(reading, side.published)):
                break
            days += [(side, other) for other in side.dates if relate(reading, other)]
        else:
            named = any(own in side.folded for side in sources)
            if (
                days
                and named
                and not any(own in side.folded[slice(*_with_neighbours(side, d.span))] for side, d in days)
            ):
                yield mine.span, name


def _with_neighbours(side: Side, span: Span) -> Span:
    """The sentence of a span, with the one before it and the one after: 他15日参加了活动."""
    first, last = side.sentence_of(span)
    before = side.sentence_of((first - 1, first))[0] if first else first
    after = side.sentence_of((last, last + 1))[1] if last < len(side.text) else last
    return before, max(last, after)


def _undated(claim: Side, day: Span, name: Span) -> Reason:
    message = f"来源说到“{claim.text[slice(*day)]}”，没有说{claim.text[slice(*name)]}那天做了什么，请核对。"
    return Reason(kind="date", claim_span=day, message=message)


def _reason(claim: Side, quantity: Quantity, side: Side, other: Quantity) -> Reason:
    return Reason(
        kind="bearer",
        claim_span=quantity.span,
        message=f"来源里的“{side.text[slice(*other.full)]}”说的不是句中所说的人、事或时间，请核对。",
        source_id=side.id,
        source_span=other.span,
    )


def _of_no_day(claim: Side, quantity: Quantity, found: Mapping[str, Findings]) -> bool:
    """Whether it is told as that of a day or period no source has: 去年冬天预测的5%."""
    days = [reason.claim_span for reason in found["date"].reasons if reason.source_span is None]
    return any(
        day[1] < quantity.full[0] and _OF_A_DAY.fullmatch(claim.folded, day[1], quantity.full[0])
        for day in days
    )


def _by_nobody(claim: Side, quantity: Quantity, sources: Sequence[Side]) -> bool:
    """Whether it is so many things that one did whom no source names: 某甲参加了4个项目."""
    if quantity.unit.dimension != "count" or quantity.kind == "rank":
        return False
    text = claim.folded
    for span in (*likely_people(text), *possible_people(text)):
        if span[1] < quantity.full[0] and _DOES.fullmatch(text, span[1], quantity.full[0]):
            name = text[slice(*span)]
            return not any(part in side.folded for side in sources for part in (name, name[-2:]))
    return False


def _seeded(claim: Side, quantity: Quantity, places: Sequence[tuple[Side, Quantity]]) -> bool:
    """Whether it is the number of one who is named right after it in the sources, and the claim gives it to another."""
    mine = _PLACE.search(claim.folded, quantity.span[0], quantity.span[1] + _HEAD)
    if mine is None:
        return False
    clause = claim.folded[mine.end() : claim.sentence_of(quantity.span)[1]]
    for side, other in places:
        theirs = _PLACE.search(side.folded, other.span[0], other.span[1] + _HEAD)
        name = side.folded[theirs.end() : theirs.end() + 2] if theirs else ""
        if not name or name in clause:
            return False
    return True


def _of_its_like(
    claim: Side, quantity: Quantity, places: Sequence[tuple[Side, Quantity]], sources: Sequence[Side]
) -> bool:
    """Whether the clause tells it of a thing of the same kind as the source's, which no source has: 云杉板材 for 松木板材."""
    ours = _opening(claim, quantity.full)
    for side, other in places:
        theirs = _opening(side, other.full)
        shared = next(
            (
                (i, j)
                for i, w in enumerate(ours[1:], 1)
                for j, v in enumerate(theirs[1:], 1)
                if w == v and len(w) > 1
            ),
            None,
        )
        if shared is None:
            return False
        mine, its = "".join(ours[: shared[0]]), "".join(theirs[: shared[1]])
        if len(mine) < 2 or len(its) < 2 or set(mine) & set(its) or _ANY.search(mine) or _ANY.search(its):
            return False
        if any(mine in s.folded for s in sources) or its in claim.folded:
            return False
    return True


def _opening(side: Side, span: Span) -> list[str]:
    """The words at the head of what a figure is told in, back to the last full stop or semicolon."""
    start = side.sentence_of(span)[0]
    for m in _OPENS.finditer(side.folded, start, span[0]):
        start = m.end()
    words = wording(side).words
    first = bisect_left(words, start, key=lambda word: word.span[0])
    return [w.text for w in words[first : first + _HEAD] if w.span[0] < min(start + _HEAD, span[0])]
