"""What a house is about, asked of single sentences: its terms in them, and how near they bring them."""

from __future__ import annotations

from agent.house import House
from agent.slate.lexicon import Lexicon

#: Weight of a term that names the matter of a topic, and of one that goes with it.
CORE, NEAR = 3.0, 2.0
#: What a sentence gains by a term, and the most it gains.
_GAIN, _MOST = 0.3, 1.2


class Theme:
    """The topics of a house as words in a text."""

    def __init__(self, house: House) -> None:
        self._lexicon = Lexicon(house.themes)
        self._known: dict[str, list[str]] = {}  # a sentence is weighed several times
        self._support = {topic.id for topic in house.themes.topics if topic.support}

    def terms(self, text: str) -> list[str]:
        """The terms of the house's topics in `text` of weight `NEAR` and more, the heaviest and longest first."""
        known = self._known.get(text)
        if known is not None:
            return known
        found = {term: self._weight(term) for term in self._lexicon.found(text.lower())}
        near = [term for term, weight in found.items() if weight >= NEAR]
        near.sort(key=lambda term: (-found[term], -len(term), term))
        self._known[text] = near
        return near

    def worth(self, text: str) -> float:
        """How much nearer a sentence is to the house than one that has none of its terms."""
        return min(_MOST, _GAIN * sum(self._weight(term) - 1 for term in self.terms(text)))

    def _weight(self, term: str) -> float:
        """The weight of a term; one that only goes with other topics (试点, 同比增长) names nothing by itself."""
        roles = [role for role in self._lexicon.roles[term] if role.kind == "topic"]
        return max((role.weight - 1.5 * (role.id in self._support) for role in roles), default=0.0)
