"""What an article is about, in numbers: theme, other subjects, noise, columns, figures, standing."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from agent.house import House, Tier
from agent.slate.articles import Article, body_of, tier_of
from agent.slate.facts import age, figures, is_dated
from agent.slate.lexicon import Lexicon

_FULL = re.compile(r"[\uff05\uff0b\uff0d\uff0e\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
#: An accident that did not happen is no news of accidents: 未发生碰撞事故, 零伤亡.
_SPARED = re.compile(
    r"(?:未|没有|无|零)(?:再|曾)?(?:发生|出现|造成)?[^，。；：、\n]{0,6}(?:事故|伤亡|死亡|火灾|爆炸)"
)
LEAD = 160
BODY = 900
_FACTS = 10
_CORE = 3
_ALONE = 4.0
#: What words of noise count in an office's own text.
_OFFICIAL = 0.3


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
    dated: bool  #: the opening says when it happened
    age: int  #: days between what the opening tells of and publication
    length: int

    @property
    def fit(self) -> float:
        """Theme less what speaks for another subject."""
        return fit(self.theme, self.core, self.off)


def on_theme(theme: float, core: float) -> float:
    """Breadth and the heaviest terms together, 0..10."""
    return 0.6 * theme + 0.4 * min(10.0, 1.6 * core)


def fit(theme: float, core: float, off: float) -> float:
    """How much a text is the house's: theme less what speaks for another subject."""
    return on_theme(theme, core) - 0.6 * off


def plain(text: str) -> str:
    """Lower case, full-width letters, digits and brackets folded."""
    text = text.lower().replace("（", "(").replace("）", ")")
    return unicodedata.normalize("NFKC", text) if _FULL.search(text) else text


def squash(points: float, half: float) -> float:
    """0..10, 5 at `half`."""
    return 10 * points / (points + half) if points > 0 else 0.0


class Reader:
    """Reads articles for one house, and notes in `off` which were off its theme: most of a day are.

    Whether one is depends on the article, the house and this code alone, so who keeps `off` may give it back as `known`.
    """

    def __init__(self, house: House, known: Collection[bytes] = frozenset()) -> None:
        self._known, self.off = known, set[bytes]()
        self._house = house
        self._themes = house.themes
        self._lexicon = Lexicon(house.themes)
        self._topic_caps = {topic.id: topic.cap for topic in house.themes.topics}
        self._support = {topic.id for topic in house.themes.topics if topic.support}
        self._noise = {noise.id: noise for noise in house.themes.noise}

    def read(self, article: Article, always: bool = False) -> Features | None:
        """The features of an article; None for one off the house's theme unless `always`."""
        digest = article.digest
        if digest in self._known and not always:
            self.off.add(digest)
            return None
        title = plain(article.title)
        text = _SPARED.sub("", plain(body_of(article.text)[:BODY]))
        tier = tier_of(article, self._house.publishers)
        points: dict[tuple[str, str, int], float] = defaultdict(float)
        topical: dict[str, float] = {}
        core: dict[str, float] = {}
        first = next((term for term in self._lexicon.found(title[:12]) if title.startswith(term)), "")
        # An office's own notice need not name the office.
        signed = plain(article.publisher) + "。" if tier.official else ""
        for term, where in self._places(title, signed + text).items():
            self._count(term, "start" if term == first else where, points, topical, core)
        topics = self._topics(points)
        offs = self._of(points, "off", {})
        theme, off = squash(sum(topics.values()), 10.0), squash(sum(offs.values()), 8.0)
        strongest = min(10.0, sum(core.values()))
        if not always and fit(theme, strongest, off) < self._themes.candidate:
            self.off.add(digest)
            return None
        opening = title + "\n" + text[: LEAD * 2]
        for pattern, role in self._lexicon.patterns:
            if pattern.search(opening):
                points[role.kind, role.id, role.part] += role.weight * self._themes.places["lead"]
        national = self._themes.weight_terms.get("national")
        return Features(
            theme=theme,
            core=strongest,
            off=off,
            topics=topics,
            terms=tuple(sorted(topical, key=lambda term: (-topical[term], term))),
            offs=offs,
            noise=self._costs(points, _OFFICIAL if tier.official else 1.0),
            columns=self._columns(points, len(figures(title + "\n" + text[:LEAD]))),
            national=min(national.cap, points["weight", "national", 0]) if national else 0.0,
            facts=tuple(figures(title + "\n" + text)),
            tier=tier,
            dated=is_dated(article.title + " " + article.text[: LEAD + 60]),
            age=age(opening, article.day) if article.day else 0,
            length=len(article.text),
        )

    def _count(
        self,
        term: str,
        where: str,
        points: dict[tuple[str, str, int], float],
        topical: dict[str, float],
        core: dict[str, float],
    ) -> None:
        """Add a term's points; of its topics only the best counts."""
        best: tuple[float, str] | None = None
        for role in self._lexicon.roles[term]:
            if role.kind != "topic":
                places = self._themes.off_places if role.kind == "off" else self._themes.places
                place = where if role.kind in ("column", "against") or where != "start" else "title"
                points[role.kind, role.id, role.part] += role.weight * places[place]
                continue
            worth = role.weight * self._themes.places["title" if where == "start" else where]
            best = max(best or (0.0, ""), (worth, role.id))
            if role.weight >= _CORE and where != "body":
                core[role.id] = max(core.get(role.id, 0.0), worth)
        if best:
            topical[term] = best[0]
            points["topic", best[1], 0] += best[0]

    def _places(self, title: str, text: str) -> dict[str, str]:
        places: dict[str, str] = {}
        # From the least to the greatest place, so that the greatest stands.
        for name, part in (("body", text[LEAD:BODY]), ("lead", text[:LEAD]), ("title", title)):
            for term in self._lexicon.found(part):
                places[term] = name
        return dict(sorted(places.items()))

    def _topics(self, points: dict[tuple[str, str, int], float]) -> dict[str, float]:
        """Topics with their points; those that only support others count half without them."""
        topics = self._of(points, "topic", self._topic_caps)
        if sum(worth for id, worth in topics.items() if id not in self._support) >= _ALONE:
            return topics
        return {id: worth / 2 if id in self._support else worth for id, worth in topics.items()}

    def _of(
        self, points: dict[tuple[str, str, int], float], kind: str, caps: dict[str, float]
    ) -> dict[str, float]:
        found = {
            id: min(caps.get(id, 99.0), worth) for (k, id, _), worth in points.items() if k == kind and worth
        }
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def _costs(self, points: dict[tuple[str, str, int], float], share: float) -> dict[str, float]:
        costs = {
            id: share * noise.cost * min(noise.cap, points["noise", id, 0])
            for id, noise in self._noise.items()
            if points["noise", id, 0]
        }
        return dict(sorted(costs.items(), key=lambda item: (-item[1], item[0])))

    def _columns(self, points: dict[tuple[str, str, int], float], facts: int) -> dict[str, float]:
        scores = {}
        for name, cues in self._themes.columns.items():
            worths = [min(group.cap, points["column", name, part]) for part, group in enumerate(cues.groups)]
            score = (
                cues.bias
                + cues.facts * min(5, facts)
                + sum(worths)
                - min(cues.against.cap, points["against", name, 0])
            )
            scores[name] = score + (cues.together if worths and all(worth >= 1 for worth in worths) else 0.0)
        return scores


def facts_score(features: Features) -> float:
    """Figures counted up to ten."""
    return float(min(_FACTS, len(features.facts)))
