"""The quantity as a type: what is read of a number with its unit, bound and direction."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from agent.models import Span
from agent.text.bounds import Bound, Direction

Kind = Literal["amount", "percent", "percent_point", "multiple", "rank", "ratio", "code", "bare"]


class Value(NamedTuple):
    """A number as written: `low` < `high` for a range, `digits` significant ones, `step` the worth of the
    last of them, `han` whether in characters or words, `more` whether 多 or 余 stands in it,
    `plain` the number before 万 and unit."""

    low: Decimal
    high: Decimal
    digits: int
    step: Decimal = Decimal(1)
    han: bool = False
    more: bool = False
    plain: Decimal = Decimal(0)

    def times(self, factor: Decimal) -> Value:
        """The value multiplied out."""
        if factor == 1:
            return self
        return self._replace(low=self.low * factor, high=self.high * factor, step=self.step * factor)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit after normalisation. `id` is the base unit values are counted in (`m`, `CNY`, `person`),
    `dimension` what it measures (`length`, `money`, `count`, `percent`, `none` for a bare number), `word` as
    written."""

    id: str
    dimension: str
    word: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as read. Values are exact and in `unit.id` (万, 亿, 公里 … are multiplied out).

    `span` covers number and unit (`近20亿元` → `20亿元`), `full` also the bound words around it. `low` <
    `high` for a range. `digits` counts significant digits as written (3.5万 → 2), `step` is the value of
    the last of them (3.5万 → 1000): a rounding may differ by half of it. `period` is the base of a
    comparison (`year` for 同比, `previous` for 环比, a named year) or "". `measure_span` holds the words
    that say what is measured. `han` is true for numerals in characters or words. `code` is the token of a
    name that holds digits (`C919`), else "". `plain` is the number before 万 and unit: all that a cell of a
    table shows.
    """

    span: Span
    full: Span
    low: Decimal
    high: Decimal
    unit: Unit
    bound: Bound
    kind: Kind
    direction: Direction | None
    period: str
    measure_span: Span
    digits: int
    step: Decimal
    han: bool = False
    code: str = ""
    plain: Decimal = Decimal(0)
