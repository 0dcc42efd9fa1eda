"""Where quoted words stand in a text: exactly, after folding of typography, or nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from agent.models import Span
from agent.text.normalise import fold


@dataclass(frozen=True, slots=True)
class Alignment:
    """The span of the text that holds the words, and how like it is."""

    span: Span
    how: Literal["exact", "normalised"]


def align(words: str, text: str) -> Alignment | None:
    """The first place of `words` in `text`, or None.

    `normalised` means equal after folding (full-width forms, quotation marks, dashes) and leaving out white
    space: what a writer's retyping changes. A changed character is never near enough.
    """
    words = words.strip()
    if not words:
        return None
    at = text.find(words)
    if at >= 0:
        return Alignment((at, at + len(words)), "exact")
    needle = "".join(fold(words).text.split())
    if not needle:
        return None
    folded = fold(text).text
    places = [i for i, char in enumerate(folded) if not char.isspace()]
    at = "".join(folded[i] for i in places).find(needle)
    if at < 0:
        return None
    return Alignment((places[at], places[at + len(needle) - 1] + 1), "normalised")
