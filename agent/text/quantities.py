"""Quantities of a text: how much, of what unit, how exactly, and which way it moved."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from agent.models import Span

Bound = Literal["exact", "about", "near_below", "over", "under", "at_least", "at_most"]
Kind = Literal["amount", "percent", "percent_point", "multiple", "share", "rank", "ratio", "bare"]
Direction = Literal["up", "down", "flat"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit after normalisation. `id` is the base unit values are counted in (`m`, `CNY`, `个`), `dimension`
    what it measures (`length`, `money`, `count`, `percent`, `none` for a bare number), `word` as written."""

    id: str
    dimension: str
    word: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as read. Values are exact and in `unit.id` (万, 亿, 公里 … are multiplied out).

    `span` covers number and unit (`近20亿元` → `20亿元`), `full` also bound and direction words around it.
    `low` == `high` unless a range was written. `digits` counts significant digits as written (3.5万 → 2).
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


def read_quantities(text: str) -> list[Quantity]:
    """The quantities of `text`, in order."""
    return []
