"""The figures of a table as what they are: with the unit, the direction and the period that its head and label tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.models import Span
from agent.text.quantities import Quantity, read_quantities
from agent.text.tables import Row, cell_at, rows, without_unit

#: A head that says its figures are changes.
_CHANGE: Final = re.compile("同比|环比|增长|增速|增幅|涨跌|涨幅|[比较](?:上年|去年|上月|年初)|±")


def in_cells(text: str, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """`quantities` of a folded text, those that are bare cells of its tables read with their units (461 in the row
    `集成电路(亿块)` is 461亿块), and as changes under a head that says so."""
    if not rows(text):
        return tuple(quantities)
    return tuple(_told(text, quantity) for quantity in quantities)


def _told(text: str, quantity: Quantity) -> Quantity:
    if quantity.kind not in ("bare", "percent"):
        return quantity
    place = cell_at(text, quantity.span[0])
    return quantity if place is None else _in_cell(text, *place, quantity)


def _in_cell(text: str, row: Row, column: int, quantity: Quantity) -> Quantity:
    start, end = row.cells[column]
    if text[start:end].lstrip("+-") != text[slice(*quantity.span)].lstrip("+-"):
        return quantity  # not all of the cell
    out = quantity
    unit = row.units[column]
    if quantity.kind == "bare" and unit:
        read = read_quantities(f"{quantity.plain or abs(quantity.low)}{unit}")
        if len(read) == 1 and read[0].kind != "bare":
            out = replace(read[0], span=quantity.span, full=quantity.full, measure_span=quantity.measure_span)
    head = without_unit(text[slice(*row.heads[column])])
    if out.unit.dimension == "percent" and _CHANGE.search(head):
        period = "previous" if "环比" in head else "year" if "同比" in head else ""
        out = replace(out, direction="down" if text[start] == "-" else "up", period=period)
    return out


def shown(text: str, span: Span) -> str:
    """A cell of a table as one reads it, with the unit told for it: 461（亿块）; "" for what is no cell."""
    place = cell_at(text, span[0])
    if place is None:
        return ""
    words, unit = text[slice(*span)], place[0].units[place[1]]
    return f"{words}（{unit}）" if unit and not words.endswith(unit) else words
