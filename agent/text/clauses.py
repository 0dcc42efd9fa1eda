"""Where clauses begin and end: the stretches of a sentence between commas, semicolons and colons."""

from __future__ import annotations

import re

from agent.models import Span

#: A comma between digits is a thousands separator, a colon between digits a time or a ratio.
_BREAK = re.compile(r"[，；;。！？!?\n]|[,:：](?!\d)|(?<!\d)[,:：]|\.(?=\s|$)")


def clauses(text: str) -> list[Span]:
    """Spans of the clauses of `text`, in order, without the marks between them and never empty."""
    spans: list[Span] = []
    start = 0
    for mark in _BREAK.finditer(text):
        if text[start : mark.start()].strip():
            spans.append((start, mark.start()))
        start = mark.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans
