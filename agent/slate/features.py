"""What an article is about, in numbers: theme, other subjects, noise, columns, figures, standing."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from agent.house import House, Tier
from agent.slate.articles import Article, body_of, tier_of
from agent.slate.facts import age, figures
from agent.slate.lexicon import Lexicon

LEAD = 160
BODY = 900
_FACTS = 10
_CORE = 3


@dataclass(frozen=True, slots=True)
class Features:
    """The reading of one article. Theme and off-theme run from 0 to 10."""

    theme: float
    core: float  #: points of the heaviest theme terms in title and lead
    off: float
    topics: dict[str, float]
    terms: tuple[str, ...]  #: theme terms, strongest first
    offs: dict[str, float]
    noise: dict[str, float]  #: kind → cost
    columns: dict[str, float]
    national: float
    facts: tuple[str, ...]
    tier: Tier
    age: int  #: days between what the opening tells of and publication
    length: int

    @property
    def fit(self) -> float:
        """Theme less what speaks for another subject."""
        return 0.6 * self.theme + 0.4 * min(10.0, 1.6 * self.core) - 0.6 * self.off


def squash(points: float, half: float) -> float:
    """0..10, 5 at `half`."""
    return 10 * points / (points + half) if points > 0 else 0.0


class Reader:
    """Reads articles for one house."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._themes = house.themes
        self._lexicon = Lexicon(house.themes)
        self._topic_caps = {topic.id: topic.cap for topic in house.themes.topics}
        self._noise = {noise.id: noise for noise in house.themes.noise}

    def read(self, article: Article) -> Features:
        """The features of an article; a pure function of its fields and the house."""
        title = unicodedata.normalize("NFKC", article.title).lower()
        text = unicodedata.normalize("NFKC", body_of(article.text)).lower()
        places = self._places(title, text)
        points: dict[tuple[str, str, int], float] = defaultdict(float)
        topical: dict[str, float] = {}
        core: dict[str, float] = {}
        for term, where in places.items():
            place = self._themes.places[where]
            best: tuple[float, str] | None = None
            for role in self._lexicon.roles[term]:
                worth = role.weight * place
                if role.kind == "off":
                    worth = role.weight * self._themes.off_places[where]
                if role.kind == "topic":
                    best = max(best or (0.0, ""), (worth, role.id))
                    if role.weight >= _CORE and where != "body":
                        core[role.id] = max(core.get(role.id, 0.0), worth)
                else:
                    points[role.kind, role.id, role.part] += worth
            if best:
                topical[term] = best[0]
                points["topic", best[1], 0] += best[0]
        opening = title + "\n" + text[: LEAD * 2]
        for pattern, role in self._lexicon.patterns:
            if pattern.search(opening):
                points[role.kind, role.id, role.part] += role.weight * self._themes.places["lead"]
        topics = self._of(points, "topic", self._topic_caps)
        offs = self._of(points, "off", {})
        dated = article.day and (title + " " + text[: LEAD * 2], article.day)
        return Features(
            theme=squash(sum(topics.values()), 10.0),
            core=min(10.0, sum(core.values())),
            off=squash(sum(offs.values()), 8.0),
            topics=topics,
            terms=tuple(sorted(topical, key=lambda term: (-topical[term], term))),
            offs=offs,
            noise=self._costs(points),
            columns=self._columns(points),
            national=min(
                self._themes.weight_terms["national"].cap if "national" in self._themes.weight_terms else 0.0,
                points["weight", "national", 0],
            ),
            facts=tuple(figures(title + "\n" + text[:BODY])),
            tier=tier_of(article, self._house.publishers),
            age=age(*dated) if dated else 0,
            length=len(article.text),
        )

    def _places(self, title: str, text: str) -> dict[str, str]:
        places: dict[str, str] = {}
        # From the least to the greatest place, so that the greatest stands.
        for name, part in (("body", text[LEAD:BODY]), ("lead", text[:LEAD]), ("title", title)):
            for term in self._lexicon.found(part):
                places[term] = name
        return dict(sorted(places.items()))

    def _of(
        self, points: dict[tuple[str, str, int], float], kind: str, caps: dict[str, float]
    ) -> dict[str, float]:
        found = {
            id: min(caps.get(id, 99.0), worth) for (k, id, _), worth in points.items() if k == kind and worth
        }
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def _costs(self, points: dict[tuple[str, str, int], float]) -> dict[str, float]:
        costs = {
            id: noise.cost * min(noise.cap, points["noise", id, 0])
            for id, noise in self._noise.items()
            if points["noise", id, 0]
        }
        return dict(sorted(costs.items(), key=lambda item: (-item[1], item[0])))

    def _columns(self, points: dict[tuple[str, str, int], float]) -> dict[str, float]:
        scores = {}
        for name, cues in self._themes.columns.items():
            worths = [min(group.cap, points["column", name, part]) for part, group in enumerate(cues.groups)]
            score = cues.bias + sum(worths) - min(cues.against.cap, points["against", name, 0])
            scores[name] = score + (cues.together if worths and all(worth >= 1 for worth in worths) else 0.0)
        return scores


def facts_score(features: Features) -> float:
    """Figures counted up to ten."""
    return float(min(_FACTS, len(features.facts)))
