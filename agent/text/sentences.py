"""Where sentences begin and end, in Chinese and English, as spans of the text they were read from."""

from __future__ import annotations

import re

from agent.models import Span

_END = "。！？!?"
_CLOSERS = "”’」』）)】》\"'"
#: English words before a full stop that do not end a sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|etc|No|Inc|Corp|Co|Ltd|Jr|Sr|Gen|Sen|Rep|Gov|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?"
    r"|Oct|Nov|Dec|Fig|approx)|\b(?:[A-Za-z]\.)+[A-Za-z]|\b[A-Z])$"
)
_OPEN, _CLOSE = "“「『", "”」』"
_MARK = re.compile(rf"[\n.{_END}{_OPEN}{_CLOSE}]")
#: An end mark with all that still belongs to its sentence.
_ENDING = re.compile(rf"[.{_END}][{_END}{re.escape(_CLOSERS)}]*")


def sentences(text: str, *, whole_quotes: bool = False) -> list[Span]:
    """Spans of the sentences of `text`, in order, without surrounding white space.

    A sentence ends at `。！？` (or `!?`, or an English full stop before a space), together with the closing quotation
    marks and brackets after it, and at a line break. Decimals, abbreviations and `……` do not end one. With
    `whole_quotes` an end inside “…” does not count, so that a quotation stays in one piece (articles); without it
    the rule is that of brief.md (CONTRACT.md).
    """
    spans: list[Span] = []
    start, depth, done = 0, 0, 0
    for found in _MARK.finditer(text):
        i, char = found.start(), found[0]
        if i < done:  # swallowed by the end before
            continue
        if char == "\n":
            _add(spans, text, start, i)
            start, depth = i + 1, 0
        elif char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char != "." or _full_stop(text, i):
            end = _ENDING.match(text, i).end()  # type: ignore[union-attr]  # its first character is there
            depth = max(0, depth - sum(c in _CLOSE for c in text[i:end]))
            if not (whole_quotes and depth):
                _add(spans, text, start, end)
                start = end
            done = end
    _add(spans, text, start, len(text))
    return spans


def _full_stop(text: str, at: int) -> bool:
    """Whether the `.` at `at` ends an English sentence."""
    after = text[at + 1 : at + 2]
    if after and not (after.isspace() or after in _CLOSERS):
        return False
    before = text[max(0, at - 12) : at]
    if not before or not (before[-1].isalnum() or before[-1] in "%)”\"'"):
        return False
    if _ABBREVIATION.search(before):
        follows = text[at + 1 : at + 3].strip()
        return not follows
    return True


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    body = piece.strip()
    if body:
        spans.append((start + left, start + left + len(body)))
