"""Sums and differences a source allows: a value that two neighbouring quantities of the same unit make."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from agent.ground.agreement import value_agreement
from agent.ground.side import Side
from agent.text.quantities import Quantity

#: How far apart, in code points, two neighbouring terms may stand to be taken together.
_REACH: Final = 120
#: Smaller counts are made by chance too easily.
_LEAST: Final = 11
#: The longest sum looked for.
_TERMS: Final = 6
_SUMMABLE: Final = (
    "count",
    "money",
    "mass",
    "energy",
    "power",
    "area",
    "length",
    "data",
    "pp",
    "volume",
    "none",
    "luminance",
)
_CUE: Final = re.compile(
    r"合计|共|总|累计|合共|加起来|合起来|相差|差距|差额|之差|差|多出|多了|高出|高了|少了|低了|增加|减少|还有|剩|其余|另外|余下|增至"
    r"|total|combined|altogether|difference|more|fewer|less|gap|margin"
)
#: What compares one figure with another, or adds them.
_COMPARES: Final = re.compile("[比较增减涨跌升降]|[高低多少差]了?出?|超[过出]|相当于|合计|合共|之和|倍")
#: So many figures of a source are tried at most.
_MANY: Final = 120
_WHOLE: Final = ("count", "none")


def arithmetic(
    quantity: Quantity, clause: str, sources: Sequence[Side]
) -> tuple[Side, tuple[Quantity, ...], str] | None:
    """Quantities of one source whose sum or difference is `quantity`, and the sign between; None where none
    are.

    Sums of up to six neighbours (51万、49万、50万 make 150万), differences of two near each other.
    Percentages of one another make percentage points: 39.8% less 28.5% is 11.3 points. Two digits or fewer
    are made by chance so easily that `clause`, the words around, must speak of a total or a difference. A
    term of less than a twentieth explains nothing.
    """
    dimension = quantity.unit.dimension
    if dimension == "multiple":
        return _ratio(quantity, sources)
    if dimension not in _SUMMABLE or quantity.low != quantity.high:
        return None
    change = dimension == "pp" and quantity.direction is not None  # 提高11个百分点 of 从82%提高到93%
    cue = change or _CUE.search(clause) is not None
    if (quantity.digits < 3 or (dimension in _WHOLE and quantity.low < _LEAST)) and not cue:
        return None
    wanted = "percent" if dimension == "pp" else dimension
    for side in sources:
        terms = [
            q for q in side.quantities if q.unit.dimension == wanted and q.low == q.high and q.kind != "rank"
        ]
        terms = terms if dimension == "pp" else [q for q in terms if q.unit.id == quantity.unit.id]
        for index in range(len(terms)):
            found = _from(quantity, _near(terms, index), dimension != "pp")
            if found is not None and (
                min(term.low for term in found[0]) * 20 >= quantity.low or dimension == "pp"
            ):
                return side, *found
    return None


def _ratio(quantity: Quantity, sources: Sequence[Side]) -> tuple[Side, tuple[Quantity, ...], str] | None:
    """Two neighbouring figures of one unit of which one is about so many times the other: 9.2万 is 两倍多 of 4.3万."""
    for side in sources:
        for one, two in pairwise(side.quantities):
            if (
                one.unit.id != two.unit.id
                or min(one.low, two.low) <= 0
                or one.unit.dimension not in _SUMMABLE
            ):
                continue
            if two.span[0] - one.span[1] > _REACH:
                continue
            large, small = (one, two) if one.low > two.low else (two, one)
            times = large.low / small.low
            if quantity.low * Decimal("0.95") <= times < quantity.low + 1:
                return side, (large, small), "÷"
    return None


def worked_out(
    quantity: Quantity, claim: Side, sources: Sequence[Side]
) -> tuple[Side, tuple[Quantity, ...], str] | None:
    """A figure of a source that the claim tells too, and another of its kind, of which `quantity` is the difference, the sum,
    the ratio or the share one is above or below the other, as exactly as it is told; None where there is none, or the clause
    compares nothing."""
    clause = claim.folded[slice(*claim.clause_of(quantity.full))]
    if not _COMPARES.search(clause) or quantity.low != quantity.high:
        return None
    told = {q.low for q in claim.quantities if q is not quantity and q.unit.dimension in _SUMMABLE}
    for side in sources:
        terms = [
            q for q in side.quantities if q.unit.dimension in _SUMMABLE and q.low == q.high and q.low > 0
        ]
        for one in (term for term in terms[:_MANY] if term.low in told):
            for two in terms[:_MANY]:
                sign = _made(quantity, one, two) if two.low != one.low and _alike(one, two) else ""
                if sign:
                    return (
                        side,
                        (max(one, two, key=lambda q: q.low), min(one, two, key=lambda q: q.low)),
                        sign,
                    )
    return None


def _alike(one: Quantity, two: Quantity) -> bool:
    """Whether two figures are of one unit, whatever they are for (21.50元/股, 19.80元), or one is told without."""
    mine, other = one.unit.id.partition("/")[0], two.unit.id.partition("/")[0]
    return mine == other or "none" in (one.unit.dimension, two.unit.dimension)


def _made(quantity: Quantity, one: Quantity, two: Quantity) -> str:
    """The sign between two figures that make `quantity`; "" where they do not."""
    large, small = max(one.low, two.low), min(one.low, two.low)
    made: tuple[tuple[str, Decimal], ...] = ()
    if quantity.unit.id in (one.unit.id.partition("/")[0], two.unit.id.partition("/")[0]):
        made = (("−", large - small), ("+", large + small))
    elif quantity.unit.dimension == "percent":
        made = (
            ("÷", large / small * 100 - 100),
            ("÷", 100 - small / large * 100),
            ("÷", small / large * 100),
        )
    elif quantity.unit.dimension == "multiple":
        made = (("÷", large / small), ("÷", large / small - 1))
    for sign, value in made:
        digits = len(value.normalize().as_tuple().digits)
        if value_agreement(
            quantity, replace(one, low=value, high=value, unit=quantity.unit, digits=max(digits, one.digits))
        ) in ("equal", "hedged", "rounded"):
            return sign
    return ""


def _near(terms: list[Quantity], index: int) -> list[Quantity]:
    """The term at `index` and those after it, of one unit, each within reach of the one before."""
    run = [terms[index]]
    for term in terms[index + 1 : index + 9]:
        if term.span[0] - run[-1].span[1] > _REACH:
            break
        run.append(term)
    return run


def _from(quantity: Quantity, run: list[Quantity], sums: bool) -> tuple[tuple[Quantity, ...], str] | None:
    first, total = run[0], run[0].low
    for index, term in enumerate(run[1:], 1):
        total += term.low
        if sums and index < _TERMS and total == quantity.low:
            return tuple(run[: index + 1]), "+"
        if sums and first.low + term.low == quantity.low:
            return (first, term), "+"
        if abs(first.low - term.low) == quantity.low:
            return ((first, term) if first.low > term.low else (term, first)), "−"
    return None


def elapsed(quantity: Quantity, sources: Sequence[Side]) -> bool:
    """Whether a span of time lies between two dates of a source, or a date and its publication, to the
    unit."""
    for side in sources:
        days = {d.start for d in side.dates if d.start is not None} | {
            d.end for d in side.dates if d.end is not None
        }
        if side.published is not None:
            days.add(side.published)
        if quantity.unit.dimension == "seconds":
            gaps = {Decimal(abs((a - b).days)) * 86400 for a in days for b in days}
            if quantity.low in gaps or quantity.low - 86400 in gaps:
                return True
        elif any(quantity.low in (12 * (a.year - b.year), _months(a, b)) for a in days for b in days):
            return True
    return False


def _months(later: datetime.date, earlier: datetime.date) -> int:
    return 12 * (later.year - earlier.year) + later.month - earlier.month
