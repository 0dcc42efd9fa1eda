"""All terms of a house, found in a text by their first two characters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from agent.house import Terms, Themes

_LATIN = re.compile(r"[0-9a-z .+\-]+")


@dataclass(frozen=True, slots=True)
class Role:
    """What a term speaks for. Kinds: topic, column, against, weight, off, noise; `part`: a group's number."""

    kind: str
    id: str
    part: int
    weight: float


class Lexicon:
    """The terms of a house and what they speak for."""

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
        self._starts: dict[str, list[str]] = defaultdict(list)
        self._short: list[str] = []
        self._whole: dict[str, re.Pattern[str]] = {}
        for term in self.roles:
            (self._starts[term[:2]] if len(term) > 1 else self._short).append(term)
            if _LATIN.fullmatch(term):
                self._whole[term] = re.compile(rf"(?<![a-z0-9]){re.escape(term)}(?![a-z0-9])")
        self._keys: AbstractSet[str] = self._starts.keys()

    def _add(self, kind: str, id: str, part: int, terms: Terms) -> None:
        for weight, words in terms.items():
            for word in words:
                self.roles[word.lower()].append(Role(kind, id, part, weight))

    def found(self, text: str) -> set[str]:
        """The different terms in a lower-case text, Latin ones whole, no parts of longer ones."""
        pairs = set(map(str.__add__, text, text[1:]))
        hits = [term for start in self._keys & pairs for term in self._starts[start] if term in text]
        hits += [term for term in self._short if term in text]
        hits = [term for term in hits if term not in self._whole or self._whole[term].search(text)]
        hits.sort(key=lambda term: (-len(term), term))
        kept: list[str] = []
        for term in hits:
            if not any(term in longer for longer in kept):
                kept.append(term)
        return set(kept)
