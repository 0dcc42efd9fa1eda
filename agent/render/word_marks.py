"""The marks in a Word file that name evidence: comments, notes, and `[^k7f3a2]` as the editor types it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent.models import Evidence, Span
from agent.render.docx_notes import shown_quote
from agent.render.docx_reader import WordParagraph, WordText
from agent.render.word_ancestry import bare

_TYPED = re.compile(r"\s*\[\^([^\]\s]+)\]")
_LABEL = re.compile(r"^\s*[【\[](事实|研判)[】\]]\s*[:：]?\s*")
#: Hidden bookmarks in our notes: `_k7f3a2_5001`.
_MARKED = re.compile(r"^_(\w+)_\d+$")
#: A comment counts for a sentence when it covers this much of it, or when this much of it lies there.
_OF_SENTENCE, _OF_COMMENT = 0.3, 0.5


@dataclass(frozen=True, slots=True)
class Marked:
    """A paragraph without its label and typed marks, and what marks it: points, and ranges with their keys."""

    label: str
    text: str
    cut: int  #: characters of the label, before `text` in the Word paragraph
    points: tuple[tuple[int, str], ...]
    ranges: tuple[tuple[int, int, tuple[str, ...]], ...]

    def cites(self, spans: Sequence[Span]) -> list[tuple[str, ...]]:
        """The keys on each of the sentences at `spans`: of comments over it, of marks in it or after its end."""
        return [self._on(n, spans) for n in range(len(spans))]

    def _on(self, n: int, spans: Sequence[Span]) -> tuple[str, ...]:
        start, stop = spans[n]
        before = spans[n - 1][1] if n else -1
        last = n == len(spans) - 1
        keys: list[str] = []
        for a, b, cited in sorted(self.ranges):
            common = min(b, stop) - max(a, start)
            if common > 0 and (common >= _OF_SENTENCE * (stop - start) or common >= _OF_COMMENT * (b - a)):
                keys += cited
        for position, key in sorted(self.points, key=lambda point: point[0]):
            if before < position <= stop or (last and position > stop):
                keys.append(key)
        return tuple(dict.fromkeys(keys))


class Marks:
    """The marks of one Word file, read with the evidence it may name."""

    def __init__(self, word: WordText, evidence: Mapping[str, Evidence]) -> None:
        self.word, self.evidence = word, evidence
        self.of_comment = {id: typed(*comment.lines) for id, comment in word.comments.items()}

    def on(self, at: int) -> Marked:
        """Paragraph number `at`."""
        paragraph: WordParagraph = self.word.paragraphs[at]
        raw = paragraph.text
        label = _LABEL.match(raw)
        cut = label.end() if label else 0

        def place(position: int) -> int:
            return len(without_typed(raw[cut : max(position, cut)])[0])

        text, points = without_typed(raw[cut:])
        for position, id in paragraph.notes:
            points += [(place(position), key) for key in self.of_note(id)]
        ranges = [
            (place(r.start), place(r.stop), self.of_comment.get(r.comment, ()))
            for r in self.word.ranges
            if r.paragraph == at
        ]
        return Marked(label[1] if label else "", text, cut, tuple(points), tuple(ranges))

    def of_note(self, id: str) -> tuple[str, ...]:
        """The evidence a note names: by its hidden bookmarks, else by its wording."""
        names = (_MARKED.match(name) for name in self.word.note_marks.get(id, ()))
        keys = [name[1] for name in names if name and name[1] in self.evidence]
        if not keys:
            for line in self.word.notes.get(id, ()):
                keys += typed(line) or self._worded(line)
        return tuple(dict.fromkeys(keys))

    def _worded(self, line: str) -> tuple[str, ...]:
        """The evidence whose publisher and quotation stand in a line, the longest quotation where several do."""
        words = bare(line)
        found = [
            (len(quote), key)
            for key, evidence in self.evidence.items()
            if (quote := bare(shown_quote(evidence))) and quote in words and bare(evidence.publisher) in words
        ]
        return (max(found)[1],) if found else ()


def typed(*lines: str) -> tuple[str, ...]:
    """The keys typed in `lines`, each once."""
    return tuple(dict.fromkeys(key for line in lines for key in _TYPED.findall(line)))


def without_typed(text: str) -> tuple[str, list[tuple[int, str]]]:
    """`text` without typed marks, and where in it they stood."""
    plain, marks, last = "", [], 0
    for found in _TYPED.finditer(text):
        plain += text[last : found.start()]
        marks.append((len(plain), found[1]))
        last = found.end()
    return plain + text[last:], marks
