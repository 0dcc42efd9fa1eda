"""When two quantities say the same: values, units, bounds and directions, each by its own rule."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final, Literal

from agent.text.quantities import Quantity

#: `equal` as written; `hedged`: a rounding the claim's own words allow; `rounded`: one they do not mention;
#: `within`: inside a range or beyond a bound the source gives.
Agreement = Literal["equal", "hedged", "rounded", "within"]

_RISING: Final = ("over", "at_least")
_FALLING: Final = ("under", "at_most", "near_below")
#: Families of measure words that count one thing only; the others are used for each other.
_STRICT: Final = ("person", "visit", "household", "animal", "share")
#: A patient counts as a case.
_CASES: Final = frozenset(("例", "位"))
_RATES: Final = ("percent", "multiple", "doubling")


#: Dimensions besides its own that one may be held against.
_KIN: Final = {
    "percent": ("multiple", "doubling"),
    "multiple": ("percent", "doubling"),
    "doubling": ("percent", "multiple"),
    "rank": ("count",),
    "count": ("rank",),
}


def comparable(dimension: str) -> frozenset[str] | None:
    """The dimensions that `same_unit` may find comparable to this one, before it is asked; None for any."""
    return None if dimension == "none" else frozenset((dimension, "none", *_KIN.get(dimension, ())))


def same_unit(claim: Quantity, source: Quantity) -> bool:
    """Whether the two can be held against each other at all."""
    one, two = claim.unit, source.unit
    if tabled(claim, source):
        return True
    if {one.dimension, two.dimension} == {"rank", "count"}:
        return one.word == two.word or not (one.word and two.word)
    if two.dimension == "none":
        return one.dimension in ("none", "count", "rank") or source.digits >= 3 or source.low >= 10**4
    if one.dimension == "none":
        return two.dimension in ("count", "rank") or claim.digits >= 3 or claim.low >= 10**4
    if one.dimension != two.dimension:
        return two.dimension in _KIN.get(one.dimension, ())
    if one.dimension == "count":
        if "label" in (one.id, two.id):  # 2号 is no second of anything else
            return one.word == two.word
        strict = {one.id, two.id} & set(_STRICT) and not {one.word, two.word} <= _CASES
        return not strict or one.id == two.id or "any" in (one.id, two.id)
    return one.id.partition("/")[0] == two.id.partition("/")[0]


def tabled(claim: Quantity, source: Quantity) -> bool:
    """Whether the source shows the claim's number alone, as a cell of a table whose unit is elsewhere."""
    if source.kind != "bare" or claim.kind == "code" or not claim.plain or claim.low != claim.high:
        return False
    telling = claim.digits >= 3 or claim.plain != claim.plain.to_integral_value()
    return telling and claim.plain == abs(source.low)


def value_agreement(claim: Quantity, source: Quantity) -> Agreement | None:
    """How the claim's value stands to the source's, the units being comparable; None where it does not.

    A minus sign of the source is read as a loss or an outflow, which the claim says in words."""
    if tabled(claim, source):
        return "equal"
    if claim.unit.dimension != source.unit.dimension and claim.unit.dimension in _RATES:
        return _rates(claim, source)
    low, high = sorted((abs(source.low), abs(source.high)))
    if sorted((abs(claim.low), abs(claim.high))) == [low, high]:
        return "equal"
    if claim.low != claim.high or low != high:
        return _of_ranges(claim, low, high)
    if claim.bound != "exact" and _allowed(claim, low):
        return "hedged" if claim.digits < source.digits else "within"
    if claim.bound in (*_RISING, *_FALLING) or claim.digits >= source.digits:
        return None
    return "rounded" if abs(claim.low - low) <= min(claim.step / 2, abs(low) / 20) else None


def _of_ranges(claim: Quantity, low: Decimal, high: Decimal) -> Agreement | None:
    """Where the claim, the source or both give a range: 最多2000万元 of 1000万—2000万元 is its upper end."""
    if claim.low == claim.high:
        if (claim.bound in _RISING and claim.low == low) or (claim.bound in _FALLING and claim.low == high):
            return "hedged"
        return "within" if low <= claim.low <= high else None
    if low == high:
        return "within" if claim.low <= low <= claim.high else None
    reach = min(claim.step, abs(low) / 20)
    return "rounded" if abs(claim.low - low) <= reach and abs(claim.high - high) <= reach else None


def _rates(claim: Quantity, source: Quantity) -> Agreement | None:
    """增长1.1倍 = 增长110%; 翻一番 = 增长100%; 翻番 = 2倍."""
    one, two = _percent(claim), _percent(source)
    if one & two:
        return "equal"
    if claim.bound != "exact" and any(
        _allowed(replace(claim, low=a, high=a, step=claim.step * 100), b) for a in one for b in two
    ):
        return "hedged"
    if any(abs(a - b) <= 3 for a in one for b in two) and claim.unit.dimension != "percent":
        return "rounded"
    return None


def _percent(quantity: Quantity) -> set[Decimal]:
    """The growth a rate may mean, in percent: 倍 is read both ways (增长1倍, 增至……的2倍)."""
    if quantity.unit.dimension == "percent":
        return {quantity.low}
    if quantity.unit.dimension == "doubling":
        return {(quantity.low - 1) * 100}
    if quantity.direction == "up":
        return {quantity.low * 100}
    return {quantity.low * 100, (quantity.low - 1) * 100}


def _allowed(claim: Quantity, value: Decimal) -> bool:
    """Whether a rounding to the claim's value in the direction of its hedge is honest."""
    said, step = claim.low, claim.step
    if claim.bound == "about":
        return abs(value - said) <= max(step / 2, abs(said) / 20)
    reach = max(abs(said) / 10, min(step, abs(said) / 2))
    if claim.bound in _RISING:
        return said < value <= said + reach
    return said - min(reach, abs(said) / 4) <= value < said


def bounds_agree(claim: Quantity, source: Quantity) -> bool | None:
    """True, False, or None where one is silent about what the other says. Values are taken to be equal."""
    one, two = claim.bound, source.bound
    if {one, two} in ({"about", "at_least"}, {"about", "at_most"}):
        return False
    if one == two or "about" in (one, two):
        return True
    if (one in _RISING and two in _RISING) or (one in _FALLING and two in _FALLING):
        return True
    if "exact" in (one, two):
        return None
    return False


def directions_agree(claim: Quantity, source: Quantity) -> bool:
    """False only where both say a direction, and not the same."""
    return claim.direction is None or source.direction is None or claim.direction == source.direction


def periods_agree(claim: Quantity, source: Quantity) -> bool:
    """False where both say what they are compared with, and not the same: 同比 against 环比."""
    one, two = claim.period, source.period
    if not one or not two or one == two:
        return True
    return one[:2].isdigit() != two[:2].isdigit() and "previous" not in (one, two) and "前" not in one + two


def breaks_bound(claim: Quantity, source: Quantity) -> bool:
    """Whether the source's value is close to the claim's, but on the side its bound shuts out: 不足三成 of
    30.3%."""
    if source.low != source.high or source.unit.dimension != claim.unit.dimension:
        return False
    gap, reach = source.low - claim.low, abs(claim.low) / 10
    if claim.bound in _RISING:
        return -reach <= gap < 0
    return claim.bound in _FALLING and 0 < gap <= reach


def mistyped(claim: Quantity, source: Quantity) -> bool:
    """Whether the claim's digits are the source's with one changed or two swapped: 289 for 298."""
    one, two = digits_of(claim), digits_of(source)
    if len(one) != len(two) or len(one) < 2 or one == two or claim.low.adjusted() != source.low.adjusted():
        return False
    return sorted(one) == sorted(two) or sum(a != b for a, b in zip(one, two, strict=True)) == 1


def digits_of(quantity: Quantity) -> str:
    """The significant digits, whatever the scale: 166.6亿 and 16.66亿 both give 1666."""
    return "".join(map(str, (quantity.plain or quantity.low).normalize().as_tuple().digits))
