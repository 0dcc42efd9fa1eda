"""Figures of tables: the right number of the wrong row, or of the wrong column, is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from agent.ground.cells import shown
from agent.ground.owner import cell_date, date_over
from agent.ground.side import Findings, Side
from agent.models import Reason, Span
from agent.text.dates import DateReading
from agent.text.names import departments
from agent.text.quantities import Quantity
from agent.text.tables import Row, cell_at, rows

#: A figure that nobody has published: 公开资料整理; and what is said of one that somebody has.
_RECKONED: Final = re.compile("整理|估算|测算|推算|本[报刊网]统计")
_PUBLISHED: Final = re.compile(
    "(?:局|部|委|署|会上?|厅|政府|公司)[^,，。；;]{0,8}(?:披露|公布|发布|通报|宣布)"
)
#: A cell of words, and no figure; longer than this they tell one row from another.
_WORDS: Final = re.compile("[一-龥]{2,20}")
_WORD: Final = 2

Cell = tuple[Side, Row, int]  #: a side, a row of a table in it, and the number of the cell


def misread(claim: Side, quantity: Quantity, places: Sequence[tuple[Side, Span]]) -> Reason | None:
    """An objection with the cell that is meant, where all `places` of a figure of the claim are cells of another row or
    column than the claim speaks of; None where that is not so."""
    found: list[Cell] = []
    for side, there in places:
        place = cell_at(side.folded, there[0])
        if place is None:
            return None
        found.append((side, *place))
    row = _in_row(claim, quantity.span, found)
    if row is not None:
        return _reason(claim, quantity.span, "行", *row)
    column = _in_column(claim, quantity, found)
    return None if column is None else _reason(claim, quantity.span, "列", *column)


def at_home(claim: Side, quantity: Quantity, places: Sequence[tuple[Side, Span]]) -> bool:
    """Whether one of `places` is a cell whose row the claim names, under the day or period it tells the figure of."""
    over = date_over(claim, quantity)
    for side, there in places:
        place = cell_at(side.folded, there[0])
        if place is None or place[0].label not in claim.folded:
            continue
        told = cell_date(side, *place)
        if over is None or told is None or _same_days(over, told):
            return True
    return False


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Objects to words of another row, or an office, where the one row of a table that the claim names has others there."""
    return Findings(reasons=tuple(_words_of_rows(claim, sources)))


def _words_of_rows(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    for side in sources:
        tables: dict[int, list[Row]] = {}
        for row in rows(side.folded):
            tables.setdefault(row.table, []).append(row)
        for table in tables.values():
            named = [row for row in table if row.label in claim.folded]
            if len(named) == 1:
                yield from _words_of_row(claim, side, named[0], table)


def _words_of_row(claim: Side, side: Side, row: Row, table: Sequence[Row]) -> Iterator[Reason]:
    words = [side.folded[slice(*cell)] for cell in row.cells]
    own_reckoning = next(
        (cell for cell, word in zip(row.cells, words, strict=True) if _RECKONED.search(word)), None
    )
    published = _PUBLISHED.search(claim.folded)
    if own_reckoning and published and not _RECKONED.search(claim.folded):
        said = side.text[slice(*own_reckoning)]
        yield Reason(
            kind="speaker",
            claim_span=published.span(),
            message=f"来源的表格注明这个数来自“{said}”，不是谁发布的。",
            source_id=side.id,
            source_span=own_reckoning,
        )
    told = any(word in claim.folded for word in words if word != row.label and len(word) > _WORD)
    for column, own in enumerate(words):
        if own in claim.folded or not _WORDS.fullmatch(own):
            continue
        others = {side.folded[slice(*other.cells[column])] for other in table if len(other.cells) > column}
        wrong = [
            (at, other)
            for other in others
            if len(other) > _WORD and other not in words and (at := claim.folded.find(other)) >= 0
        ]
        forms = [forms for _, forms in departments(own)]
        if not wrong and forms and told:
            wrong = [
                (at, claim.folded[at:end])
                for (at, end), theirs in departments(claim.folded)
                if theirs not in forms
            ]
        for at, other in wrong:
            if other not in side.folded[slice(*row.span)]:
                yield _reason(claim, (at, at + len(other)), "行", side, row.cells[column])


def _in_row(claim: Side, span: Span, found: Sequence[Cell]) -> tuple[Side, Span] | None:
    """The cell of the row that the clause (or the nearest before it that names a row) speaks of, where `found` are in
    others."""
    meant: tuple[Side, Span] | None = None
    for side, row, column in found:
        table = [other for other in rows(side.folded) if other.table == row.table]
        named = _named(claim, span, {other.label for other in table})
        if not named or row.label in named:
            return None
        right = next((r for r in table if r.label in named and len(r.cells) > column), None)
        meant = (side, right.cells[column]) if right is not None else meant
    return meant


def _in_column(claim: Side, quantity: Quantity, found: Sequence[Cell]) -> tuple[Side, Span] | None:
    """The cell of the same row under the day or period the claim tells the figure of, where `found` are under others."""
    over = date_over(claim, quantity)
    if over is None:
        return None
    meant: tuple[Side, Span] | None = None
    for side, row, column in found:
        there = cell_date(side, row, column)
        if there is None or _same_days(over, there):
            return None
        for other, cell in enumerate(row.cells):
            told = cell_date(side, row, other)
            figure = next((q for q in side.quantities if cell[0] <= q.span[0] < cell[1]), None)
            like = figure is not None and figure.unit.id == quantity.unit.id
            if other != column and like and told is not None and _same_days(over, told):
                meant = (side, cell)
    return meant


def _same_days(one: DateReading, two: DateReading) -> bool:
    if one.start is None or one.end is None or two.start is None or two.end is None:
        return True  # cannot be told apart
    days = [(d.month, d.day) for d in (one.start, one.end, two.start, two.end)]
    years = not (one.year_known and two.year_known) or one.start.year == two.start.year
    return years and days[:2] == days[2:]


def _reason(claim: Side, span: Span, where: str, side: Side, cell: Span) -> Reason:
    words, said = claim.text[slice(*span)], shown(side.folded, cell)
    message = f"“{words}”在来源的表格中属于另一{where}；与此处相应的是“{said}”。"
    return Reason(kind="number", claim_span=span, message=message, source_id=side.id, source_span=cell)


def _named(claim: Side, span: Span, labels: set[str]) -> set[str]:
    """The rows named in the clause, else in the nearest clause before that names any."""
    pattern = re.compile("|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True)))
    for start, end in reversed(claim.clauses):
        if start <= span[0] and (named := set(pattern.findall(claim.folded[start:end]))):
            return named
    return set()
