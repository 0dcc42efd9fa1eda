"""The issue's stories out of all: one column after another, no filler."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.house import House
from agent.slate.stories import Story, story_of

#: Figures that two stories share when they tell of one matter, and letters that the names of its documents begin with.
_SHARED, _STEM, _DIGITS = 2, 6, 3
_TITLE = re.compile(r"《([^《》]{6,60})》")


def choose(
    stories: Sequence[Story], house: House, day: str, count: int, pinned: frozenset[str]
) -> list[Story]:
    """Up to `count` stories: pinned ones, then the best, each next of a column or a topic paying for it.

    Only usable stories that are not yesterday's, and of one matter one; the result stands in the order of the columns.
    """
    chosen = [story for story in stories if pinned.intersection(story.ids)][:count]
    left = [
        story
        for story in stories
        if story.score >= house.themes.usable and story.novelty.kind != "repeat" and story not in chosen
    ]
    while left and len(chosen) < count:
        best = max(left, key=lambda story: (_worth(story, chosen, house), story.lead.article.id))
        best, left = _whole(best, [story for story in left if story is not best], house, day)
        chosen.append(best)
    order = {column.id: at for at, column in enumerate(house.columns)}
    return sorted(chosen, key=lambda story: (order[story.column], -story.score, story.lead.article.id))


def _whole(best: Story, left: list[Story], house: House, day: str) -> tuple[Story, list[Story]]:
    """The story with the reports of those that tell the same, and the stories that are of another matter."""
    while parts := [story for story in left if _tell_the_same(story, best)]:
        members = [read for story in (best, *parts) for read in story.members]
        best = replace(story_of(members, house, day, best.reached_back), novelty=best.novelty)
        left = [story for story in left if story not in parts]
    return best, [story for story in left if not one_matter(story, best)]


def one_matter(one: Story, other: Story) -> bool:
    """Whether two stories are one to a reader: they are of documents that one office named alike, as a regulation and
    its detailed rules."""
    a, b = one.lead.article, other.lead.article
    stems = ({title[:_STEM] for title in _TITLE.findall(article.title)} for article in (a, b))
    return a.publisher == b.publisher and bool(set.intersection(*stems))


def _tell_the_same(one: Story, other: Story) -> bool:
    """Whether two stories share figures that hardly come twice by chance, as a release does with what a paper makes of a
    part of it."""
    shared = _figures(one) & _figures(other)
    amounts = [figure for figure in shared if not figure.endswith("%")]
    return bool(amounts) and (
        len(shared) >= _SHARED or (one.topic == other.topic and any(map(_rare, amounts)))
    )


def _worth(story: Story, chosen: Sequence[Story], house: House) -> float:
    columns = sum(other.column == story.column for other in chosen)
    topics = sum(other.topic == story.topic for other in chosen)
    return story.score - house.themes.same_column * columns - house.themes.same_topic * topics


def _rare(figure: str) -> bool:
    """Whether a figure has three digits or more that count: 41.2, 1310, but not 1000."""
    digits = re.sub(r"\D", "", figure).strip("0")
    return len(digits) >= _DIGITS


def _figures(story: Story) -> frozenset[str]:
    """The figures of a story but short counts and round percentages."""
    facts = (fact for read in story.members for fact in read.features.facts)
    return frozenset(fact for fact in facts if len(fact) > 4 and ("." in fact or not fact.endswith("%")))
