"""The issue's stories out of all: one column after another, no filler."""

from __future__ import annotations

from collections.abc import Sequence

from agent.house import House
from agent.slate.stories import Story

#: Figures that two stories share when they tell of one matter, and what the second pays for it.
_SHARED, _ONE_MATTER = 2, 4.0


def choose(stories: Sequence[Story], house: House, count: int, pinned: frozenset[str]) -> list[Story]:
    """Up to `count` stories: pinned ones, then the best, each next of a column or a topic paying for it.

    Only usable stories that are not yesterday's; the result stands in the order of the columns.
    """
    chosen = [story for story in stories if pinned.intersection(story.ids)][:count]
    left = [
        story
        for story in stories
        if story.score >= house.themes.usable and story.novelty.kind != "repeat" and story not in chosen
    ]
    while left and len(chosen) < count:
        best = max(left, key=lambda story: (_worth(story, chosen, house), story.lead.article.id))
        chosen.append(best)
        left.remove(best)
    order = {column.id: at for at, column in enumerate(house.columns)}
    return sorted(chosen, key=lambda story: (order[story.column], -story.score, story.lead.article.id))


def _worth(story: Story, chosen: Sequence[Story], house: House) -> float:
    columns = sum(other.column == story.column for other in chosen)
    topics = sum(other.topic == story.topic for other in chosen)
    told = sum(len(_figures(story) & _figures(other)) >= _SHARED for other in chosen)
    price = house.themes.same_column * columns + house.themes.same_topic * topics + _ONE_MATTER * told
    return story.score - price


def _figures(story: Story) -> frozenset[str]:
    """The figures of a story that hardly come twice by chance: neither percentages nor short counts."""
    facts = (fact for read in story.members for fact in read.features.facts)
    return frozenset(fact for fact in facts if len(fact) > 4 and not fact.endswith("%"))
