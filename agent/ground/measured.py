"""What a figure measures: the right number of the wrong one of two things that a source tells side by side.

数量增长39.8% is wrong where the source has 交易额增长39.8%、数量增长29.29%; so is 先进级3.5万家 of 3.5万家基础级、8200家先进级.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
        for sure, reason in (*_by_head(claim, question, places), *_by_kind(claim, question, places)):
            (reasons if sure else unsure).append(reason)
    return Findings(reasons=tuple(reasons), unsure=tuple(unsure))


def _by_head(claim: Side, question: Question, places: Sequence[Candidate]) -> Iterator[tuple[bool, Reason]]:
    """By the words before the figure, which in the source stand before another one of the sentence."""
    ours = _before(claim, question.quantity)
    if len(ours) < _ALIKE or any(c.quantity.kind == "bare" for c in places):
        return
    theirs = [_before(c.side, c.quantity) for c in places]
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
    """The words of the figure's own stretch before it, those of change and measure left out; "" where another figure or no
    word stands there."""
    start = max(side.clause_of(quantity.full)[0], quantity.full[0] - _REACH - 6)
    for m in _BREAK.finditer(side.folded, start, quantity.full[0]):
        start = m.end()
    for other in side.quantities:
        if other.full[1] <= quantity.full[0]:
            start = max(start, other.full[1])
    found = _HAN.search(unmarked(side.folded[start : quantity.full[0]]))
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
