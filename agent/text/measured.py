"""What a quantity measures and what it is compared with, by the words around it."""

from __future__ import annotations

from agent.models import Span
from agent.text import patterns


def base_before(text: str, at: int) -> str:
    """`year`, `previous`, a named year, or "": the nearest base of comparison before, in its sentence."""
    window = text[max(0, at - 24) : at]
    found = list(patterns.PERIOD.finditer(window))
    if not found or patterns.SENTENCE_END.search(window, found[-1].end()):
        return ""
    return found[-1].group("named") or str(found[-1].lastgroup)


def measured(text: str, full: Span, dimension: str) -> Span:
    """The words that say what is measured: after a count (417个典型案例), else before the number."""
    start, end = full
    if dimension in ("count", "none"):
        after = patterns.HEAD.match(text, end + 1 if text[end : end + 1] in ("的", '"') else end)
        if after:
            return after.span()
    window = max(0, start - 16)
    before = patterns.TAIL.search(text[window:start])
    return (window + before.start(), window + before.end()) if before else (start, start)
