"""A group of articles as a story: its lead, column, score and what the score is made of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from agent.house import House
from agent.slate.articles import Article, at_host
from agent.slate.facts import figures
from agent.slate.features import Features, facts_score, on_theme
from agent.slate.headings import heading
from agent.slate.history import Novelty

_THIN = 120
#: Length from which a report is full enough to write from.
_FULL = 800
_ON_THEME = 5.0
_STALE = 10
#: What a source's own column is worth beside what its words say.
_LEANING = 1.0


@dataclass(frozen=True, slots=True)
class Read:
    """An article with its features."""

    article: Article
    features: Features


@dataclass(frozen=True, slots=True)
class Story:
    """One event as reported by `members`, lead first. `parts` are the terms of `score`."""

    members: tuple[Read, ...]
    column: str
    topic: str
    score: float
    parts: Mapping[str, float]
    publishers: tuple[str, ...]
    novelty: Novelty = field(default_factory=Novelty)
    reached_back: bool = False

    @property
    def lead(self) -> Read:
        """The report a section is written from."""
        return self.members[0]

    @property
    def ids(self) -> tuple[str, ...]:
        """Source ids, lead first."""
        return tuple(read.article.id for read in self.members)

    @property
    def heading(self) -> str:
        """The lead's title, shortened."""
        return heading(self.lead.article.title, self.lead.article.text)


def story_of(reads: Sequence[Read], house: House, day: str, reached_back: bool = False) -> Story:
    """The story of a group for an issue of `day` (`YYYY-MM-DD`)."""
    column = _column(reads, house)
    ordered = tuple(sorted(reads, key=lambda read: (-_lead_worth(read, reads, column), read.article.id)))
    lead = ordered[0].features
    publishers = tuple(sorted({_voice(read.article) for read in ordered}))
    weights = house.themes.weights
    newest = max(read.article.day for read in ordered)
    # What makes news big counts as far as the news is the house's.
    on = min(1.0, max(0.0, lead.fit / _ON_THEME))
    topic = next(iter(lead.topics), "")
    home = next((known.home for known in house.themes.topics if known.id == topic), ())
    parts = {
        "theme": weights.theme * on_theme(lead.theme, lead.core),
        "off_theme": -weights.off_theme * lead.off,
        "facts": on * weights.facts * facts_score(lead),
        "national": on * weights.national * lead.national,
        "authority": on * weights.authority * 2 * max(read.features.tier.authority for read in ordered),
        "reports": on * weights.reports * math.log2(min(8, len(publishers))),
        "freshness": weights.freshness * _freshness(newest, day, lead.age, reached_back),
        "noise": -weights.noise * sum(lead.noise.values()),
        "column": on * weights.column * _column_worth(lead, column, house),
        "astray": -house.themes.astray if home and column not in home else 0.0,
        "undated": 0.0 if lead.dated else -weights.undated,
        "thin": -1.5 if lead.length < _THIN else 0.0,
    }
    return Story(
        ordered, column, topic, round(sum(parts.values()), 4), parts, publishers, reached_back=reached_back
    )


def _column_worth(lead: Features, column: str, house: House) -> float:
    cues = house.themes.columns.get(column)
    return cues.worth * min(10.0, max(0.0, lead.columns.get(column, 0.0))) if cues else 0.0


def _voice(article: Article) -> str:
    """Whose report it is: reprints speak for their origin, an unnamed publisher for its family or itself."""
    return article.reprint_of or article.publisher or article.family or article.id


def _lead_worth(read: Read, group: Sequence[Read], column: str) -> float:
    features = read.features
    worth = 4.0 * features.tier.authority + 0.2 * facts_score(features) + 0.6 * features.theme
    worth += 0.15 * min(10.0, features.columns.get(column, 0.0))
    worth += 1.0 if features.tier.official else 0.0
    worth -= 0.3 * features.off + 0.8 * sum(features.noise.values())
    worth -= 1.0 if read.article.reprint_of not in ("", read.article.publisher) else 0.0
    worth += min(1.0, features.length / _FULL)
    worth -= 1.5 if features.length < _THIN else 0.0
    worth -= 0.6 if read.article.language not in ("", "zh") else 0.0
    worth -= 1.5 if features.age > _STALE else 0.0
    if len(group) > 2:
        worth += 1.5 * _common_facts(read, group)
    return worth


def _common_facts(read: Read, group: Sequence[Read]) -> float:
    """Share of the group's common figures in this report: it tells the event, not its margin."""
    counts: dict[str, int] = {}
    for other in group:
        for fact in set(other.features.facts):
            counts[fact] = counts.get(fact, 0) + 1
    common = {fact for fact, count in counts.items() if count >= 2}
    return len(common.intersection(read.features.facts)) / len(common) if common else 0.0


def _column(members: Sequence[Read], house: House) -> str:
    totals = {}
    for order, column in enumerate(house.columns):
        mean = sum(read.features.columns.get(column.id, 0.0) for read in members) / len(members)
        leaning = sum(at_host(read.article.url, column.hosts) for read in members) / len(members)
        totals[column.id] = (round(mean + _LEANING * leaning, 6), -order)
    return max(totals, key=lambda id: totals[id])


def _freshness(newest: str, day: str, age: int, reached_back: bool) -> float:
    days = (date.fromisoformat(day) - date.fromisoformat(newest)).days if newest else 0
    if reached_back:
        return -1.0 - 0.1 * days
    stale = -6.0 if age > _STALE else -0.6 * max(0, age - 3)
    return 1.0 - 0.4 * days + stale


def figures_of(story: Story) -> tuple[str, ...]:
    """A few figures of the lead's title and opening, for the reasons."""
    return tuple(figures(story.lead.article.title + "\n" + story.lead.article.text[:400])[:3])
