"""A source as a list of lines: its sentences without clutter, each with the span it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agent.models import Source, Span
from agent.text.sentences import sentences
from agent.writer import clutter
from agent.writer.days import Calendar, calendar

_PARAGRAPH = re.compile(r"\n+|[ \u3000\xa0]{2,}|\u3000")
_SAID = re.compile(r"^[^，。“”]*(?:说|表示|称|指出|认为|介绍|强调|坦言|补充道|写道)。$")
_ENDS = "。！？!?；;"
_LATIN = re.compile(r"[A-Za-z]")
_HAN = re.compile(r"[\u3400-\u9fff]")
#: Texts beyond this many characters are read to here: news is told at the start.
READ = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a source. `span` is where it stands without clutter; `whole` begins at its dateline."""

    order: int
    span: Span
    whole: Span
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """A source with its lines and the calendar its 今天 is read by (None where its day is unknown)."""

    source: Source
    lines: tuple[Line, ...]
    days: Calendar | None

    def before(self, line: Line, count: int = 2) -> str:
        """The text of the lines just before `line`."""
        return "".join(other.text for other in self.lines[max(0, line.order - count) : line.order])


def read(source: Source, issue: str) -> Article:
    """The lines of `source`, read for the issue of the day `issue` (`YYYY-MM-DD`)."""
    text = source.text[:READ]
    found: list[Line] = []
    for start, end in _with_speakers(text, _sentences(text, clutter.body(text, source.title))):
        raw = text[start:end]
        skip = clutter.head(raw)
        piece = raw[skip:]
        if piece.strip():
            found.append(Line(len(found), (start + skip, end), (start, end), piece))
    return Article(source, tuple(found), calendar(source.published, text[:400], issue))


def is_chinese(source: Source) -> bool:
    """Whether a source can be quoted as it stands; decided by its letters, not by what it declares."""
    sample = source.text[:2000]
    han = len(_HAN.findall(sample))
    return han > 0 and han * 3 >= len(_LATIN.findall(sample))


def _with_speakers(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Spans with `某局负责人某某说。` joined to the quotation before it."""
    last: Span | None = None
    for span in spans:
        piece = text[span[0] : span[1]]
        if (
            last
            and text[last[1] - 1] == "”"
            and len(piece) < 50
            and _SAID.search(piece)
            and span[0] - last[1] < 2
        ):
            last = (last[0], span[1])
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _sentences(text: str, body: Span) -> Iterator[Span]:
    for start, end in _paragraphs(text, body):
        part = text[start:end]
        for a, b in sentences(part, whole_quotes=True):
            for c, d in _pieces(part, a, b):
                if any(mark in _ENDS for mark in part[max(c, d - 3) : d]):
                    yield start + c, start + d


def _pieces(part: str, a: int, b: int) -> list[Span]:
    """A sentence, or its parts where an unclosed quotation mark has run several together."""
    return [(a + c, a + d) for c, d in sentences(part[a:b])] if b - a > 400 else [(a, b)]


def _paragraphs(text: str, body: Span) -> Iterator[Span]:
    at = body[0]
    for gap in _PARAGRAPH.finditer(text, *body):
        if gap.start() > at:
            yield at, gap.start()
        at = gap.end()
    if at < body[1]:
        yield at, body[1]
