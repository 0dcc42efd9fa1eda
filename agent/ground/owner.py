"""Which figures of a claim stand in its sources only with other things than the claim says they do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from agent.ground.agreement import Agreement, directions_agree, periods_agree, value_agreement
from agent.ground.binding import Place, chance, measures
from agent.ground.date_relation import relate
from agent.ground.setting import group, of_figure
from agent.ground.side import Side
from agent.text.dates import DateReading
from agent.text.quantities import Quantity
from agent.text.tables import Row, cell_at, heads_over

#: How many places of other values are weighed, those with the likeliest clauses.
_RIVALS: Final = 6
#: A date further before a figure than this does not stand over it.
_REACH: Final = 120
#: How far before a figure the one it belongs to may stand.
_BESIDE: Final = 60


class Candidate(NamedTuple):
    """A quantity of a source in a comparable unit: its number there, how its value agrees (None: it does not), how
    like its clause."""

    side: Side
    number: int
    agreement: Agreement | None
    likeness: float

    @property
    def quantity(self) -> Quantity:
        """The quantity itself."""
        return self.side.quantities[self.number]


class Owned(NamedTuple):
    """How likely the value is another's, and the place that fits the claim's words better."""

    chance: float
    place: Place
    measured: dict[str, float]


def owner(
    claim: Side, index: int, candidates: Sequence[Sequence[Candidate]], sources: Sequence[Side]
) -> Owned | None:
    """Weighs the places of figure `index` of the claim against those of other values; None where there are not both.

    `candidates`: for each figure of the claim, in order, what stands in the sources in a comparable unit."""
    quantity = claim.quantities[index]
    right = [c for c in candidates[index] if c.agreement in ("equal", "hedged")]
    kept = any(c.quantity.unit.word == quantity.unit.word for c in right)
    others = [c for c in candidates[index] if c.agreement is None and _rival(quantity, c.quantity, kept=kept)]
    if not right or not others or any(c.quantity.kind == "bare" for c in right):
        return None
    others = sorted(others, key=lambda c: -c.likeness)[:_RIVALS]
    right = sorted(right, key=lambda c: -c.likeness)[:_RIVALS]
    over = date_over(claim, quantity)
    values: set[tuple[object, ...]] = {
        (q.low, q.high, q.unit.id) for i, q in enumerate(claim.quantities) if i != index
    }
    taken = {
        (c.side.id, c.number)
        for i, found in enumerate(candidates)
        if i != index
        for c in found
        if c.agreement
    }
    wanted = of_figure(claim, index)
    mates = [
        (
            of_figure(claim, mate),
            [
                _place(c, claim, index, over, values, taken)
                for c in candidates[mate]
                if c.agreement == "equal"
            ][:2],
        )
        for mate, other in enumerate(claim.quantities)
        if mate != index
        and group(other) == group(quantity)
        and other.unit.dimension == quantity.unit.dimension
        and other.kind != "code"
        and (other.low, other.high) != (quantity.low, quantity.high)
    ]
    company = company_of(claim, sources, quantity.span[0], but=index)
    measured, place = measures(
        wanted,
        sources,
        [_place(c, claim, index, over, values, taken) for c in right],
        [_place(c, claim, index, over, values, taken) for c in others],
        [mate for mate in mates if mate[1]],
        company,
    )
    return Owned(chance("figure", measured), place, measured)


def _rival(ours: Quantity, theirs: Quantity, *, kept: bool) -> bool:
    """Whether one may be taken for the other. `kept`: the sources count the claim's value by its own measure word, so that
    what is counted by another (六大 for 5组) is no rival."""
    if kept and ours.unit.dimension == "count" and theirs.unit.word != ours.unit.word:
        return False
    if theirs.unit.dimension != ours.unit.dimension or theirs.kind != ours.kind or theirs.kind == "bare":
        return False
    return ours.kind != "rank" or ours.unit.word == theirs.unit.word


def _place(
    candidate: Candidate,
    claim: Side,
    index: int,
    over: DateReading | None,
    values: set[tuple[object, ...]],
    taken: set[tuple[str, int]],
) -> Place:
    quantity, theirs = claim.quantities[index], candidate.quantity
    there = date_over(candidate.side, theirs) if over is not None else None
    when = 0
    if over is not None and over.start is not None and there is not None:
        when = 1 if relate(over, there) and over.granularity == there.granularity else -1
    return Place(
        candidate.side,
        candidate.number,
        "figure",
        word=theirs.unit.word == quantity.unit.word,
        when=when,
        way=_way(quantity, theirs),
        beside=_beside(_before(claim, index), _before(candidate.side, candidate.number)),
        claimed=(theirs.low, theirs.high, theirs.unit.id) in values
        or (candidate.agreement is None and (candidate.side.id, candidate.number) in taken),
    )


def _before(side: Side, index: int) -> Quantity | None:
    """The figure of another kind just before, in the same sentence: what a rate is a rate of."""
    quantity = side.quantities[index]
    first = max(side.sentence_of(quantity.span)[0], quantity.span[0] - _BESIDE)
    for other in reversed(side.quantities[max(0, index - 3) : index]):
        if other.span[0] < first:
            return None
        if other.kind not in ("code", "rank", "bare") and group(other) != group(quantity):
            return other
    return None


def _beside(ours: Quantity | None, theirs: Quantity | None) -> int:
    if ours is None or theirs is None or ours.unit.id != theirs.unit.id:
        return 0
    return 1 if value_agreement(ours, theirs) in ("equal", "hedged", "rounded") else -1


def _way(ours: Quantity, theirs: Quantity) -> int:
    if not (directions_agree(ours, theirs) and periods_agree(ours, theirs)):
        return -1
    return int(ours.direction is not None and ours.direction == theirs.direction)


def cell_date(side: Side, row: Row, column: int) -> DateReading | None:
    """The day or period a cell of a table is of: that of its head, or of the nearest head to its left that tells one."""
    for start, end in heads_over(row, column):
        found = next((r for r in side.dates if start <= r.span[0] < end and r.kind != "vague"), None)
        if found is not None:
            return found
    return None


def date_over(side: Side, quantity: Quantity) -> DateReading | None:
    """The date or period a figure stands under: the nearest before it in its sentence; of a cell, that of its head."""
    place = cell_at(side.folded, quantity.span[0])
    if place is not None:
        return cell_date(side, *place)
    first = max(side.sentence_of(quantity.span)[0], quantity.span[0] - _REACH)
    found = None
    for reading in side.dates:
        if reading.span[0] >= quantity.span[0]:
            break
        if reading.span[0] >= first and reading.kind != "vague":
            found = reading
    return found


def date_after(side: Side, quantity: Quantity) -> DateReading | None:
    """In an English sentence the date that follows a figure, before the next one: `8.5% in July and another 3% in August`."""
    first, end = side.sentence_of(quantity.span)
    start = quantity.full[1]
    found = next((r for r in side.dates if start <= r.span[0] < end and r.kind != "vague"), None)
    if found is None or side.is_chinese((first, end)):
        return None
    between = any(start <= other.span[0] < found.span[0] for other in side.quantities)
    return None if between else found


@lru_cache(maxsize=4096)
def _values(side: Side) -> dict[tuple[object, ...], list[Quantity]]:
    """Where each value of a side stands, cells of tables left out: what they show is often told in words too."""
    out: dict[tuple[object, ...], list[Quantity]] = {}
    for quantity in side.quantities:
        if cell_at(side.folded, quantity.span[0]) is not None:
            continue
        if quantity.kind != "code" and (quantity.digits > 1 or quantity.low > 2):
            out.setdefault((quantity.low, quantity.high, quantity.unit.id), []).append(quantity)
    return out


def figures_at_home(claim: Side, sources: Sequence[Side]) -> list[tuple[Quantity, Side, Quantity]]:
    """The claim's figures that stand in the sources once, each with its place there."""
    out: list[tuple[Quantity, Side, Quantity]] = []
    for quantity in claim.quantities:
        key = (quantity.low, quantity.high, quantity.unit.id)
        found = [(quantity, side, theirs) for side in sources for theirs in _values(side).get(key, ())]
        if len(found) == 1:
            out.append(found[0])
    return out


def company_of(claim: Side, sources: Sequence[Side], at: int, *, but: int = -1) -> list[tuple[str, int]]:
    """Source and offset of the figures at home that the claim tells together with what stands `at` (a semicolon parts
    them), those of the value of figure number `but` left out."""
    first, last = claim.folded.rfind(";", 0, at), claim.folded.find(";", at)
    last = len(claim.text) if last < 0 else last
    own = claim.quantities[but] if but >= 0 else None
    return [
        (side.id, theirs.span[0])
        for quantity, side, theirs in figures_at_home(claim, sources)
        if first < quantity.span[0] < last
        and (own is None or (own.low, own.high) != (quantity.low, quantity.high))
    ]
