"""Passages: spans of a source's text that are indexed, cut at sentence ends."""

from __future__ import annotations

from agent.models import Span
from agent.text.sentences import sentences

#: Characters of a passage: closed at the first sentence end past LEAST, cut hard at MOST.
LEAST, MOST = 260, 700


def passages(text: str) -> list[Span]:
    """Spans covering all sentences of `text`, each of about LEAST to MOST characters."""
    out: list[Span] = []
    start: int | None = None
    end = 0
    for a, b in sentences(text):
        if start is not None and b - start > MOST:
            out.append((start, end))
            start = None
        if start is None:
            start = a
        while b - start > MOST:
            out.append((start, start + MOST))
            start += MOST
        end = b
        if end - start >= LEAST:
            out.append((start, end))
            start = None
    if start is not None:
        out.append((start, end))
    return out
