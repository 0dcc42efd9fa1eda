"""What a figure measures: the right number of the wrong one of two things that a source tells side by side.

数量增长39.8% is wrong where the source has 交易额增长39.8%、数量增长29.29%; so is 先进级3.5万家 of 3.5万家基础级、8200家先进级.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from agent.ground.owner import Candidate
from agent.ground.quantity import Question, questions
from agent.ground.setting import unmarked
from agent.ground.side import Findings, Side
from agent.models import Reason
from agent.text.quantities import Quantity
from agent.text.tables import cell_at

#: So many letters before a figure are compared.
_REACH: Final = 14
#: From so many equal letters on two figures measure one thing; from so many on surely.
_ALIKE, _SURELY = 2, 4
#: What may stand before the words alike and tells of nothing else.
_LIGHT: Final = ("", "又", "再", "先", "共", "还", "也", "已", "并", "则")
#: So many letters right before a figure are a name.
_NAMED: Final = 4
_BREAK: Final = re.compile("[，,。；;：:！!？?\\n（）()]")
_HAN: Final = re.compile("[一-龥]+$")
#: The word after a figure that tells which of several like things it counts: 3.5万家基础级.
_KIND: Final = re.compile("[一-龥]{2,4}(?=[、,，和及与。；;]|$)")
#: What follows a row of figures: 500余家卓越级智能工厂.
_LAST_KIND: Final = re.compile("[一-龥]{2,4}")


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Objects to a figure (doubts it where few letters tell) that every source has of another thing, while the thing the
    claim measures has a figure of its own right there."""
    reasons: list[Reason] = []
    unsure: list[Reason] = []
    for question in questions(claim, sources):
        if question.quantity.kind in ("code", "ratio", "rank") or question.exempt():
            continue
        places = [c for c in question.candidates if c.agreement in ("equal", "hedged")]
        if not places:
            continue
        found = [*_by_head(claim, question, places), *_by_subject(claim, question, places)]
        if not (question.named_after(places) or question.next_to_the_same()):
            found += [*_by_kind(claim, question, places), *_by_neighbour(claim, question, places)]
        for sure, reason in found[:1]:
            (reasons if sure else unsure).append(reason)
    return Findings(reasons=tuple(reasons), unsure=tuple(unsure))


def _by_head(claim: Side, question: Question, places: Sequence[Candidate]) -> Iterator[tuple[bool, Reason]]:
    """By the words before the figure, which in the source stand before another one of the sentence."""
    ours = _before(claim, question.quantity)
    if len(ours) < _ALIKE or any(c.quantity.kind == "bare" for c in places):
        return
    theirs = [_before(c.side, c.quantity) for c in places]
    if all(len(words) < _ALIKE for words in theirs):
        yield from _in_passing(claim, question, places, ours)
        return
    if any(len(words) < _ALIKE or _common(ours, words) for words in theirs):
        return
    head = ours[-_ALIKE:]
    if any(head in c.side.folded[slice(*c.side.clause_of(c.quantity.span))] for c in places):
        return
    for place, words in zip(places, theirs, strict=True):
        for other in _beside(place, question.quantity):
            told = _before(place.side, other)
            same = _common(ours, told)
            if same >= _ALIKE and words[-_ALIKE:] not in claim.folded:
                yield same >= min(_SURELY, len(ours)), _reason(claim, question.quantity, place.side, other)
                return


def _in_passing(
    claim: Side, question: Question, places: Sequence[Candidate], ours: str
) -> Iterator[tuple[bool, Reason]]:
    """A figure the sources tell only in passing (2死7伤), while the very words before it stand before another (先后刺伤8人)."""
    for side in dict.fromkeys(c.side for c in places):
        for other in side.quantities:
            alike = other.unit.id == question.quantity.unit.id and other.low != question.quantity.low
            same = _common(ours, _before(side, other)) if alike else 0
            if same >= _SURELY and ours[-same - 1 : -same] in _LIGHT:
                yield False, _reason(claim, question.quantity, side, other)
                return


def _by_kind(claim: Side, question: Question, places: Sequence[Candidate]) -> Iterator[tuple[bool, Reason]]:
    """By the kind after each figure of a row, of which the claim tells another."""
    start, stop = claim.clause_of(question.quantity.span)
    around = claim.folded[
        max(start, question.quantity.full[0] - _REACH) : min(stop, question.quantity.full[1] + 8)
    ]
    others: list[tuple[Side, Quantity]] = []
    for place in places:
        cell = cell_at(place.side.folded, place.quantity.span[0])
        kind = _KIND.match(place.side.folded, place.quantity.full[1])
        told = cell[0].label if cell else kind.group() if kind else ""
        if not told or told in claim.folded:
            return
        others += [(place.side, other) for other in _beside(place, question.quantity)]
    for side, other in others:
        kind = _LAST_KIND.match(side.folded, other.full[1])
        word = kind.group()[:3] if kind else ""
        if len(word) > 2 and word in around:
            yield True, _reason(claim, question.quantity, side, other)
            return


def _by_subject(
    claim: Side, question: Question, places: Sequence[Candidate]
) -> Iterator[tuple[bool, Reason]]:
    """By the name right before the figure, which the claim tells although in the source it stands before another one:
    中村电站79.9毫米 of 中村电站149.9毫米，岩屋口站79.9毫米."""
    start, stop = claim.clause_of(question.quantity.span)
    clause = claim.folded[start:stop]
    for place in places:
        own = _before(place.side, place.quantity)[-_NAMED:]
        if (
            len(own) < _NAMED
            or own in claim.folded
            or any(own[i : i + 2] in clause for i in range(_NAMED - 1))
        ):
            return
    for place in places:
        for other in _beside(place, question.quantity):
            told = _before(place.side, other)[-_NAMED:]
            claimed = any((q.low, q.unit.id) == (other.low, other.unit.id) for q in claim.quantities)
            if len(told) == _NAMED and told in clause and not claimed:
                yield False, _reason(claim, question.quantity, place.side, other)
                return


def _by_neighbour(
    claim: Side, question: Question, places: Sequence[Candidate]
) -> Iterator[tuple[bool, Reason]]:
    """By the figure right before it: 2车6人 of 2车10人."""
    mine = _neighbour(claim, question.quantity)
    if mine is None or any(_same_value(_neighbour(c.side, c.quantity), mine) for c in places):
        return
    for side in dict.fromkeys(c.side for c in places):
        for other in side.quantities:
            if other.unit.id == question.quantity.unit.id and _same_value(_neighbour(side, other), mine):
                yield True, _reason(claim, question.quantity, side, other)
                return


def _neighbour(side: Side, quantity: Quantity) -> Quantity | None:
    """The figure that stands right before another, with at most its measure word between."""
    index = bisect_left(side.quantities, quantity.span[0], key=lambda other: other.span[0])
    before = side.quantities[index - 1] if index else None
    near = before is not None and 0 <= quantity.full[0] - before.span[1] <= 1
    return before if near and before is not None and before.kind != "code" else None


def _same_value(one: Quantity | None, two: Quantity) -> bool:
    return one is not None and (one.low, one.high) == (two.low, two.high)


def _beside(place: Candidate, ours: Quantity) -> Iterator[Quantity]:
    """The other figures of the same unit in the sentence of a place."""
    start, stop = place.side.sentence_of(place.quantity.span)
    for other in place.side.quantities:
        if (
            start <= other.span[0] < stop
            and other.span != place.quantity.span
            and other.unit.id == place.quantity.unit.id
            and (other.low, other.high) != (ours.low, ours.high)
        ):
            yield other


def _before(side: Side, quantity: Quantity) -> str:
    return _words_before(side, quantity.full[0])


@lru_cache(maxsize=16384)
def _words_before(side: Side, at: int) -> str:
    """The words of the figure's own stretch before it, those of change and measure left out; "" where another figure or no
    word stands there."""
    start = max(side.clause_of((at, at))[0], at - _REACH - 6)
    for m in _BREAK.finditer(side.folded, start, at):
        start = m.end()
    number = bisect_left(side.quantities, at, key=lambda other: other.full[0])
    if number:
        start = max(start, min(at, side.quantities[number - 1].full[1]))
    found = _HAN.search(unmarked(side.folded[start:at]))
    return found.group()[-_REACH:] if found else ""


def _common(one: str, two: str) -> int:
    """How many letters two end with alike."""
    same = 0
    while same < min(len(one), len(two)) and one[-1 - same] == two[-1 - same]:
        same += 1
    return same


def _reason(claim: Side, quantity: Quantity, side: Side, other: Quantity) -> Reason:
    words, said = claim.text[slice(*quantity.span)], side.text[slice(*other.full)]
    return Reason(
        kind="number",
        claim_span=quantity.span,
        message=f"“{words}”在来源中说的是另一件事；与此处相应的是“{said}”。",
        source_id=side.id,
        source_span=other.full,
    )
