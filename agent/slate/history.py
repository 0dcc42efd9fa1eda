"""What the last issues told, and whether a story is that story again or has moved on."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from agent.slate.facts import figures
from agent.text.segment import words

#: Share of the weight of a heading's words that the other side must hold for one story.
_COVERED = 0.5
_NEW_FIGURES = 2
#: The name of a document: the parts of it that tell one from the next.
_DOCUMENT = re.compile(r"《([^《》]{6,60})》")
_OPENING = 300


@dataclass(frozen=True, slots=True)
class PastEvent:
    """A section of an earlier issue: day, heading, the words and figures it told, its sources' ids."""

    date: str
    heading: str
    terms: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @classmethod
    def of(cls, date: str, heading: str, text: str, sources: Sequence[str] = ()) -> PastEvent:
        """From a section's text; give the texts of its sources too, so that only what they lacked is new."""
        told = {word for word in words(heading + "\n" + text) if len(word) > 1} | set(figures(text))
        return cls(date, heading, tuple(sorted(told)), tuple(sources))


@dataclass(frozen=True, slots=True)
class Novelty:
    """How a story stands to the last issues: `repeat` and `update` name the section it continues."""

    kind: Literal["new", "repeat", "update"] = "new"
    past: PastEvent | None = None
    news: tuple[str, ...] = ()  #: the figures or words of a decision that are new


def novelty(
    title: str,
    opening: str,
    sources: Collection[str],
    day: str,
    history: Sequence[PastEvent],
    weights: Mapping[str, float],
    decisions: Sequence[str],
) -> Novelty:
    """Compare a story with the last issues. `weights`: a word's rarity; unknown words weigh as the rarest.

    `sources` are the ids and families of the story, `day` the newest day of its reports.
    """
    rarest = max(weights.values(), default=1.0)
    told = {word for word in words(title + "\n" + opening) if len(word) > 1}
    for past in sorted(history, key=lambda past: (past.date, past.heading), reverse=True):
        known = set(past.terms) | {word for word in words(past.heading) if len(word) > 1}
        by_id = any(source in past.sources for source in sources)
        if not by_id and (
            _other_document(title + opening[:_OPENING], past)
            or not (_covered(past.heading, told, weights, rarest) and _covered(title, known, weights, rarest))
        ):
            continue
        if day <= past.date:
            return Novelty("repeat", past)
        news = [figure for figure in figures(title + "\n" + opening[:_OPENING]) if figure not in known]
        before = past.heading + "".join(past.terms)
        decided = [word for word in decisions if word in title and word not in before]
        if len(news) >= _NEW_FIGURES or decided:
            return Novelty("update", past, tuple(decided[:1] + news[:2]))
        return Novelty("repeat", past)
    return Novelty()


def _other_document(text: str, past: PastEvent) -> bool:
    """Whether both name a document of their own, and not the same one: notices are worded alike."""
    mine, theirs = _DOCUMENT.search(text), _DOCUMENT.search(past.heading)
    if not mine or not theirs:
        return False
    return mine[1] not in theirs[1] and theirs[1] not in mine[1]


def _covered(text: str, known: Collection[str], weights: Mapping[str, float], rarest: float) -> bool:
    parts = {word for word in words(text) if len(word) > 1}
    total = sum(weights.get(word, rarest) for word in parts)
    return total > 0 and sum(weights.get(word, rarest) for word in parts if word in known) >= _COVERED * total
