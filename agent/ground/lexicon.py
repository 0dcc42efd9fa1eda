"""The word tables of the checker: synonyms, opposites, function words, verbs of saying, facts by themselves.

Tables are plain text in `data/`, one group a line, `#` for a comment; read once, on first use.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources


def table_lines(name: str) -> Iterator[str]:
    """The lines of a data table without comments and empty lines."""
    text = (resources.files("agent.ground") / "data" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Word → the words that may stand for it (itself left out), always in the same order."""
    out: dict[str, set[str]] = {}
    for line in table_lines("synonyms.txt"):
        group = {word.lower() for word in line.split()}
        for word in group:
            out.setdefault(word, set()).update(group - {word})
    return {word: tuple(sorted(others)) for word, others in out.items()}


@cache
def longer_synonyms() -> dict[str, tuple[str, ...]]:
    """`synonyms` without those of one character, which stand inside other words."""
    return {word: tuple(other for other in others if len(other) > 1) for word, others in synonyms().items()}


@cache
def antonyms() -> dict[str, tuple[str, ...]]:
    """Word → the words that say the opposite, always in the same order."""
    out: dict[str, set[str]] = {}
    for line in table_lines("antonyms.txt"):
        left, _, right = line.partition("|")
        a, b = set(left.split()), set(right.split())
        for here, there in ((a, b), (b, a)):
            for word in here:
                out.setdefault(word, set()).update(there - here)
    return {word: tuple(sorted(others)) for word, others in out.items()}


@cache
def allies() -> dict[str, frozenset[str]]:
    """Word of the table of opposites → the words on its own side, itself included."""
    out: dict[str, set[str]] = {}
    for line in table_lines("antonyms.txt"):
        for side in line.split("|"):
            words = set(side.split())
            for word in words:
                out.setdefault(word, set()).update(words)
    return {word: frozenset(others) for word, others in out.items()}


@cache
def function_words() -> frozenset[str]:
    """Words that carry no fact of their own."""
    return frozenset(word for line in table_lines("functions.txt") for word in line.split())


@cache
def material_words() -> tuple[str, ...]:
    """Words that are a fact by themselves, longest first."""
    return tuple(
        sorted({word for line in table_lines("material.txt") for word in line.split()}, key=len, reverse=True)
    )


@cache
def speech_verbs() -> tuple[str, ...]:
    """Verbs that open what somebody said, longest first."""
    found = {word for line in table_lines("speech.txt") for word in line.split()}
    return tuple(sorted(found, key=len, reverse=True))
