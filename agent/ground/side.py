"""One side of a comparison: a text with its readings, made once and kept; and what a comparison finds."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from agent.ground.cells import in_cells
from agent.models import Document, Match, Reason, Span
from agent.text.clauses import clauses
from agent.text.dates import DateReading, read_dates
from agent.text.normalise import fold
from agent.text.quantities import Quantity, read_quantities
from agent.text.sentences import sentences

_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """A claim or a source as the comparisons see it. All spans are of `text`; `folded` is as long.

    A side is itself only: what is kept by side (see `setting`) need not hash a whole text."""

    id: str
    text: str
    published: datetime.date | None
    folded: str
    quantities: tuple[Quantity, ...]
    dates: tuple[DateReading, ...]
    sentences: tuple[Span, ...]
    clauses: tuple[Span, ...]
    title: str = ""
    publisher: str = ""
    sentence_ends: tuple[int, ...] = ()  #: where `sentences` end, for finding one
    clause_ends: tuple[int, ...] = ()

    def clause_of(self, span: Span) -> Span:
        """The clause in which `span` begins (the whole text where there is none)."""
        return _holding(self.clauses, self.clause_ends, span[0], len(self.text))

    def sentence_of(self, span: Span) -> Span:
        """The sentence in which `span` begins (the whole text where there is none)."""
        return _holding(self.sentences, self.sentence_ends, span[0], len(self.text))

    def is_chinese(self, span: Span) -> bool:
        """Whether a Chinese character stands in `span`."""
        return _CHINESE.search(self.folded, *span) is not None


@dataclass(frozen=True, slots=True)
class Findings:
    """What one comparison found.

    `reasons` are objections it is sure of, `matched` what agrees. `unsure` holds what it read in the claim
    but could neither find nor refute: that makes a claim unverified, never wrong. `read` are all spans of
    the claim that were read at all, so that digits nobody read can be noticed.
    """

    reasons: tuple[Reason, ...] = ()
    matched: tuple[Match, ...] = ()
    unsure: tuple[Reason, ...] = ()
    read: tuple[Span, ...] = field(default=())


def join(findings: Iterable[Findings]) -> Findings:
    """Several findings as one, in order."""
    parts = list(findings)
    return Findings(
        reasons=tuple(reason for part in parts for reason in part.reasons),
        matched=tuple(match for part in parts for match in part.matched),
        unsure=tuple(reason for part in parts for reason in part.unsure),
        read=tuple(span for part in parts for span in part.read),
    )


def side(document: Document) -> Side:
    """The readings of `document`; made once for the same text, day and id."""
    return _side(document.id, document.text, document.day, document.title, document.publisher)


def claim_side(text: str, published: str = "") -> Side:
    """The readings of a claim; `published` is the day of the issue it stands in, where known."""
    return _side("", text, published[:10], "", "")


@lru_cache(maxsize=4096)
def _side(id_: str, text: str, day: str, title: str, publisher: str) -> Side:
    anchor = _day(day)
    folded = fold(text).text
    inside, parts = tuple(sentences(folded, whole_quotes=False)), tuple(clauses(folded))
    return Side(
        id=id_,
        text=text,
        published=anchor,
        folded=folded,
        quantities=in_cells(folded, read_quantities(folded)),
        dates=tuple(read_dates(folded, anchor)),
        sentences=inside,
        clauses=parts,
        title=title,
        publisher=publisher,
        sentence_ends=tuple(end for _, end in inside),
        clause_ends=tuple(end for _, end in parts),
    )


def instead(kind: str, claim: Side, span: Span, source: Side, there: Span) -> Reason:
    """A reason of `kind` that shows, for the words of the claim at `span`, those of the source at `there`."""
    said, words = source.text[slice(*there)], claim.text[slice(*span)]
    return Reason(
        kind=kind,
        claim_span=span,
        message=f"来源说的是“{said}”，不是“{words}”。",
        source_id=source.id,
        source_span=there,
    )


def _day(day: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(day)
    except ValueError:
        return None


def _holding(spans: tuple[Span, ...], ends: tuple[int, ...], at: int, length: int) -> Span:
    """The span holding position `at`, by bisection; spans are in order and do not overlap."""
    number = bisect_right(ends, at)
    if number < len(spans) and spans[number][0] <= at:
        return spans[number]
    return (0, length)
