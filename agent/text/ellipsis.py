"""Figures whose unit is told with another: the 30个 of 从30个工作日压到15个工作日, of 压到15个工作日，去年是30个."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.text.quantity import Quantity

_STOP: Final = re.compile("[。！？!?；;\n]")
#: What may follow a figure whose noun is left out.
_ALONE: Final = re.compile(
    '(?:左右|上下|多|以[上下内])?(?:[，,。；;、）)"”\n]|$|[压缩降减增升延][短低少加长]?[到至为成])'
)
#: How far the other figure may be.
_REACH: Final = 40


def filled(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """`quantities` of a folded text, with a bare 个 read as the longer unit (个工作日, 个百分点, 个月) of the nearest figure of
    its sentence that has one."""
    out = list(quantities)
    for index, quantity in enumerate(quantities):
        if quantity.unit.word != "个" or not _ALONE.match(text, quantity.span[1]):
            continue
        mate = _mate(text, quantities, index)
        if mate is not None and mate.plain:
            factor = mate.low / mate.plain
            out[index] = replace(
                quantity,
                low=quantity.low * factor,
                high=quantity.high * factor,
                step=quantity.step * factor,
                unit=mate.unit,
                kind=mate.kind,
            )
    return out


def _mate(text: str, quantities: Sequence[Quantity], index: int) -> Quantity | None:
    at = quantities[index].span
    near = [
        other
        for other in quantities[max(0, index - 2) : index + 3]
        if len(other.unit.word) > 1 and other.unit.word.startswith("个") and _joined(text, at, other.span)
    ]
    return min(near, key=lambda other: abs(other.span[0] - at[0]), default=None)


def _joined(text: str, one: tuple[int, int], two: tuple[int, int]) -> bool:
    first, last = sorted((one, two))
    return last[0] - first[1] <= _REACH and not _STOP.search(text, first[1], last[0])
