"""All terms of a house in one expression, so that a text is read once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agent.house import Terms, Themes

_End = ""
_LATIN = re.compile(r"[0-9a-z .+\-]+")


@dataclass(frozen=True, slots=True)
class Role:
    """What a term speaks for. Kinds: topic, column, against, weight, off, noise; `part`: a group's number."""

    kind: str
    id: str
    part: int
    weight: float


class Lexicon:
    """The compiled terms of a house."""

    def __init__(self, themes: Themes) -> None:
        self.roles: dict[str, list[Role]] = defaultdict(list)
        self.patterns: list[tuple[re.Pattern[str], Role]] = []
        for topic in themes.topics:
            self._add("topic", topic.id, 0, topic.terms)
        for name, cues in themes.columns.items():
            for part, group in enumerate(cues.groups):
                self._add("column", name, part, group.terms)
            self._add("against", name, 0, cues.against.terms)
        for name, group in themes.weight_terms.items():
            self._add("weight", name, 0, group.terms)
        for off in themes.off_theme:
            self._add("off", off.id, 0, off.terms)
        for noise in themes.noise:
            self._add("noise", noise.id, 0, noise.terms)
            for weight, patterns in noise.patterns.items():
                role = Role("noise", noise.id, 0, weight)
                self.patterns += [(re.compile(pattern), role) for pattern in patterns]
        self._find = _expression(self.roles)

    def _add(self, kind: str, id: str, part: int, terms: Terms) -> None:
        for weight, words in terms.items():
            for word in words:
                self.roles[word.lower()].append(Role(kind, id, part, weight))

    def found(self, text: str) -> set[str]:
        """The different terms in a lower-case text; of overlapping ones the leftmost, then the longest."""
        return set(self._find.findall(text))


def _expression(terms: Iterable[str]) -> re.Pattern[str]:
    """One expression that finds any of the terms; Latin ones only as whole words."""
    latin: list[str] = []
    other: list[str] = []
    for term in terms:
        (latin if _LATIN.fullmatch(term) else other).append(term)
    parts = [_branches(other)] if other else []
    if latin:
        parts.append(rf"(?<![a-z0-9])(?:{_branches(latin)})(?![a-z0-9])")
    return re.compile("|".join(parts) or r"(?!)")


def _branches(words: Iterable[str]) -> str:
    """The words as nested alternatives by common beginnings, longest first."""
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[_End] = {}
    return _pattern(tree)


def _pattern(tree: dict) -> str:  # type: ignore[type-arg]
    return "".join(_alternatives(tree))


def _alternatives(tree: dict) -> Iterator[str]:  # type: ignore[type-arg]
    branches = [re.escape(char) + _pattern(below) for char, below in sorted(tree.items()) if char != _End]
    if not branches:
        return
    yield "(?:" + "|".join(branches) + ")"
    if _End in tree:
        yield "?"
