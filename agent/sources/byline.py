"""Title and publisher of an article that names neither apart from its text."""

from __future__ import annotations

from dataclasses import dataclass

from agent.models import Span


@dataclass(frozen=True, slots=True)
class Byline:
    """What the head of a text says. `dateline` is its span (empty where there is none)."""

    title: str = ""
    publisher: str = ""
    author: str = ""
    dateline: Span = (0, 0)


def byline(text: str) -> Byline:
    """What the head and foot of `text` say of its origin."""
    return Byline(title=text.strip()[:40])
