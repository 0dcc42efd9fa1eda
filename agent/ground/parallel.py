"""Figures that stand in a row under like labels (`一等奖1名，二等奖2名`; `近1个月下跌6%，近3个月下跌5%`): given to the wrong one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.ground.owner import Candidate
from agent.ground.setting import unmarked
from agent.ground.side import Side
from agent.text.quantities import Quantity

#: Characters by which the labels of a row are told apart.
_TELLING: Final = re.compile(
    "[0-9A-Za-z一二三四五六七八九十百千万甲乙丙丁首末前后上下左右东西南北大小高低长短男女新老城乡内外]"
)
_STOP: Final = re.compile(r"[，。、；;：:！!？?\n()\"“”]|,(?!\d)")
#: A label is read no further back than this, and no shorter than this.
_LONGEST, _SHORTEST = 14, 3
#: How far apart the members of a row may stand.
_ROW: Final = 80


def misplaced(
    claim: Side, quantity: Quantity, right: Sequence[Candidate], others: Sequence[Candidate]
) -> Candidate | None:
    """The figure of a row that stands under the claim's label, where the claim's own figure stands under another label
    of that row everywhere (`right`); None where it does not."""
    ours = _label(claim, quantity)
    if len(ours) < _SHORTEST or not right:
        return None
    for other in others:
        if other.agreement is not None:
            continue
        theirs = _label(other.side, other.quantity)
        fits = _suffix(ours, theirs)
        if all(_suffix(ours, _label(place.side, place.quantity)) < fits for place in right) and any(
            _crossed(ours, theirs, place, other) or _exchanged(claim, ours, place, other) for place in right
        ):
            return other
    return None


def _exchanged(claim: Side, ours: str, place: Candidate, other: Candidate) -> bool:
    """Whether the claim has both figures, each under the label the source has the other under: the labels end alike and
    the claim's fit crosswise."""
    if place.side is not other.side or abs(place.quantity.span[0] - other.quantity.span[0]) > _ROW:
        return False
    its, theirs = _label(place.side, place.quantity), _label(other.side, other.quantity)
    if _suffix(its, theirs) < 2 or _suffix(ours, theirs) < _suffix(its, theirs) + 2:
        return False
    for mate in claim.quantities:
        if (mate.low, mate.high, mate.unit.id) == (
            other.quantity.low,
            other.quantity.high,
            other.quantity.unit.id,
        ):
            label = _label(claim, mate)
            return _suffix(label, its) >= _suffix(its, theirs) + 2 and _suffix(label, its) > _suffix(
                label, theirs
            )
    return False


def _crossed(ours: str, theirs: str, place: Candidate, other: Candidate) -> bool:
    """Whether the labels of two figures of a row differ in one telling character, and the claim's has the other's."""
    if place.side is not other.side or abs(place.quantity.span[0] - other.quantity.span[0]) > _ROW:
        return False
    its = _label(place.side, place.quantity)
    shared = _suffix(its, theirs)
    if shared < 2 or shared >= min(len(its), len(theirs), len(ours)) or _suffix(ours, theirs) <= shared:
        return False
    if not (_TELLING.match(its[-shared - 1]) and _TELLING.match(theirs[-shared - 1])):
        return False
    return its[-shared - 1] != ours[-shared - 1]


def _label(side: Side, quantity: Quantity) -> str:
    """The words before a figure, back to the last mark, without those of change and measure at their end."""
    end = quantity.full[0]
    low = max(0, end - _LONGEST)
    start = max((m.end() for m in _STOP.finditer(side.folded, low, end)), default=low)
    return unmarked(side.folded[start:end])


def _suffix(one: str, two: str) -> int:
    """How many last characters two texts share."""
    count = 0
    while count < min(len(one), len(two)) and one[-count - 1] == two[-count - 1]:
        count += 1
    return count
