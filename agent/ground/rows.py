"""Tables in a source, told line by line with ` | ` between the cells: which row a figure stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from agent.ground.side import Side
from agent.models import Reason, Span

_CELL: Final = " | "
_LETTERS: Final = re.compile(r"[一-龥A-Za-z]")


class Row(NamedTuple):
    """A line of a table: what it is of (the first cell in words), its cells, and its table by number."""

    label: str
    cells: tuple[Span, ...]
    table: int

    @property
    def span(self) -> Span:
        """From the first cell to the last."""
        return self.cells[0][0], self.cells[-1][1]


@lru_cache(maxsize=2048)
def rows(side: Side) -> tuple[Row, ...]:
    """The rows with a label and a figure; lines that follow each other are one table."""
    out: list[Row] = []
    at, table, inside = 0, 0, False
    for line in side.folded.split("\n"):
        cut = _CELL in line
        table += cut and not inside
        inside = cut
        if cut:
            row = _row(line, at, table)
            out.extend([row] if row else [])
        at += len(line) + 1
    return tuple(out)


def _row(line: str, at: int, table: int) -> Row | None:
    cells: list[Span] = []
    start = 0
    for part in line.split(_CELL):
        own = start + len(part) - len(part.lstrip())
        cells.append((at + own, at + max(own, start + len(part.rstrip()))))
        start += len(part) + len(_CELL)
    words = [line[a - at : b - at] for a, b in cells]
    label = next((word for word in words if _LETTERS.search(word)), "")
    if len(label) < 2 or any(char.isdigit() for char in label) or not any(c.isdigit() for c in line):
        return None
    return Row(label, tuple(cells), table)


def wrong_row(claim: Side, span: Span, places: Sequence[tuple[Side, Span]]) -> Reason | None:
    """An objection with the cell that is meant, where all `places` of a figure of the claim are cells in rows of something else than
    the clause at `span` (or the nearest before it that names a row) speaks of; None where that is not so."""
    found: list[tuple[Side, Row, int]] = []
    for side, there in places:
        place = _cell(side, there)
        if place is None:
            return None
        found.append((side, *place))
    meant: tuple[Side, Span] | None = None
    for side, row, column in found:
        labels = {other.label for other in rows(side) if other.table == row.table}
        named = _named(claim, span, labels)
        if not named or row.label in named:
            return None
        right = next(
            (r for r in rows(side) if r.table == row.table and r.label in named and len(r.cells) > column),
            None,
        )
        meant = (side, right.cells[column]) if right is not None else meant
    if meant is None:
        return None
    words, said = claim.text[slice(*span)], meant[0].text[slice(*meant[1])]
    message = f"“{words}”在来源的表格中属于另一行；与此处相应的是“{said}”。"
    return Reason(
        kind="number", claim_span=span, message=message, source_id=meant[0].id, source_span=meant[1]
    )


def _cell(side: Side, span: Span) -> tuple[Row, int] | None:
    """The row and the number of the cell that is this figure."""
    for row in rows(side):
        if row.span[0] <= span[0] < row.span[1]:
            column = next((i for i, cell in enumerate(row.cells) if cell[0] <= span[0] < cell[1]), None)
            return None if column is None else (row, column)
    return None


def _named(claim: Side, span: Span, labels: set[str]) -> set[str]:
    """The rows named in the clause, else in the nearest clause before that names any."""
    pattern = re.compile("|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True)))
    for start, end in reversed(claim.clauses):
        if start <= span[0] and (named := set(pattern.findall(claim.folded[start:end]))):
            return named
    return set()
