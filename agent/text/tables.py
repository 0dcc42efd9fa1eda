"""Tables in a text, told line by line with ` | ` between the cells: rows, their labels, and the heads over their columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from agent.models import Span

_CELL: Final = " | "
_LETTERS: Final = re.compile(r"[一-龥A-Za-z]")
#: A cell that is a figure and nothing else.
_FIGURE: Final = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")
#: A unit told beside a head or a label: 产量(万吨), 单位:亿元.
_UNIT: Final = re.compile(r"\((?:单位[:：])?(?P<unit>[^()\d]{1,8})\)")
_OVER_ALL: Final = re.compile(r"(?:计量)?单位[:：] ?(?P<unit>[^()\s|,，。;；\d]{1,8})")

#: A longer cell is no label but prose with a bar in it.
_LONGEST: Final = 48
#: The head of a column that tells each row's unit.
_COLUMN: Final = re.compile("(?:计量)?单位")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table with a label (what it is of: the first cell in words, its unit left out) and a figure.

    `cells` are spans of the text; `heads` the span over each cell, (0, 0) where the table has no head; `units` the unit
    told for each cell beside its head, its label or the table, "" where none is."""

    label: str
    cells: tuple[Span, ...]
    table: int
    heads: tuple[Span, ...]
    units: tuple[str, ...]

    @property
    def span(self) -> Span:
        """From the first cell to the last."""
        return self.cells[0][0], self.cells[-1][1]

    def column(self, at: int) -> int | None:
        """The number of the cell that holds position `at` of the text."""
        number = bisect_right(self.cells, at, key=lambda cell: cell[0]) - 1
        return number if number >= 0 and at < self.cells[number][1] else None


@lru_cache(maxsize=2048)
def rows(text: str) -> tuple[Row, ...]:
    """The rows of a folded text with a label and a figure; lines that follow each other are one table."""
    if _CELL not in text:
        return ()
    out: list[Row] = []
    at, table = 0, 0
    before, over = "", ""
    head: tuple[Span, ...] = ()
    for line in text.split("\n"):
        if _CELL not in line:
            before, head = line, ()
            at += len(line) + 1
            continue
        cells = _cells(line, at)
        if not head:
            table += 1
            told = _OVER_ALL.search(before) or _OVER_ALL.search(line)
            over = told["unit"] if told else ""
            head = cells if not any(_FIGURE.fullmatch(text, *cell) for cell in cells) else ((0, 0),)
        row = _row(text, cells, table, head, over)
        out.extend([row] if row else [])
        at += len(line) + 1
    return tuple(out)


def cell_at(text: str, at: int) -> tuple[Row, int] | None:
    """The row and the number of the cell that holds position `at` of a folded text; None where it is in no table."""
    found = rows(text)
    number = bisect_right(_starts(text), at) - 1 if found else -1
    if number < 0 or at >= found[number].span[1]:
        return None
    column = found[number].column(at)
    return None if column is None else (found[number], column)


def is_row(text: str, span: Span) -> bool:
    """Whether a stretch of a folded text is the head of a table, or a row of it with a cell that is a figure and no more."""
    if _CELL not in text[slice(*span)]:
        return False
    heads = {
        row.heads[0][0]
        for row in rows(text)
        if row.heads[0] != (0, 0) and any(_FIGURE.fullmatch(text, *cell) for cell in row.cells)
    }
    if any(span[0] <= head < span[1] for head in heads):
        return True
    return any(_FIGURE.fullmatch(cell.strip()) for cell in text[slice(*span)].split(_CELL))


@lru_cache(maxsize=2048)
def _starts(text: str) -> tuple[int, ...]:
    """Where the rows of a text begin, in order."""
    return tuple(row.span[0] for row in rows(text))


def heads_over(row: Row, column: int) -> tuple[Span, ...]:
    """The heads a cell stands under, its own first: a head that only says 同比 goes on with those to its left."""
    return tuple(span for span in reversed(row.heads[1 : column + 1]) if span != (0, 0))


def unit_of(words: str) -> str:
    """The unit told in brackets in a head or label, else ""."""
    found = _UNIT.search(words)
    return found["unit"] if found else ""


def without_unit(words: str) -> str:
    """A head or label without the unit in brackets."""
    return _UNIT.sub("", words).strip()


def _cells(line: str, at: int) -> tuple[Span, ...]:
    out: list[Span] = []
    start = at
    for part in line.split(_CELL):
        own = start + len(part) - len(part.lstrip())
        out.append((own, max(own, start + len(part.rstrip()))))
        start += len(part) + len(_CELL)
    return tuple(out)


def _row(text: str, cells: tuple[Span, ...], table: int, head: tuple[Span, ...], over: str) -> Row | None:
    words = [text[slice(*cell)] for cell in cells]
    told = next((word for word in words if _LETTERS.search(word)), "")
    label = without_unit(told)
    if (
        not 2 <= len(label) <= _LONGEST
        or any(char.isdigit() for char in label)
        or not any(map(_has_digit, words))
    ):
        return None
    heads = head if len(head) == len(cells) else ((0, 0),) * len(cells)
    names = [text[slice(*span)] for span in heads]
    own = next((word for word, name in zip(words, names, strict=True) if _COLUMN.fullmatch(name)), "")
    own = own or unit_of(told) or over
    label_says = unit_of(told)
    units = tuple(_rate(name) or label_says or unit_of(name) or own for name in names)
    return Row(label, cells, table, heads, units)


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)


def _rate(head: str) -> str:
    """The unit of a column whose head says that it is of change, and not by how much of what: 同比增长."""
    return (
        "%"
        if unit_of(head) in ("", "%")
        and re.search("同比|环比|增长|增速|增幅|涨跌幅", head)
        and "额" not in head
        else ""
    )
