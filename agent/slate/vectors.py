"""Articles as weighted rare terms, for telling whether two report one event."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from agent.slate.articles import Article, body_of
from agent.slate.facts import figures
from agent.text.segment import words

#: Characters of the opening that say which event it is.
OPENING = 450
_TITLED = re.compile(r"《([^《》]{3,40})》")
_QUOTED = re.compile(r"“([^“”]{2,12})”")
_NUMBER = re.compile(r"[\d.,]+")
_KIND = {"《": 2.0, "“": 1.3, "#": 1.5}


@dataclass(frozen=True, slots=True)
class Vector:
    """Unit vector of terms; `rare` are the terms few articles share."""

    weights: Mapping[str, float]
    rare: frozenset[str]
    title: frozenset[str]


def terms(article: Article) -> Counter[str]:
    """Words, works in 《》, quoted names and figures of title and opening, with how often."""
    opening = body_of(article.text)[:OPENING]
    title = article.title
    if not opening.startswith(title[:12]):
        opening = title + "。" + opening
    counts = Counter(word for word in words(opening) if len(word) > 1 and not _NUMBER.fullmatch(word))
    for work in _TITLED.findall(opening):
        counts["《" + work] += 1
    for name in _QUOTED.findall(opening):
        counts["“" + name] += 1
    for figure in figures(opening):
        counts["#" + figure] += 1
    return counts


def vectors(articles: Sequence[Article]) -> list[Vector]:
    """One vector an article; a term weighs by how few of these articles have it."""
    bags = [terms(article) for article in articles]
    titles = [frozenset(word for word in words(article.title) if len(word) > 1) for article in articles]
    spread = Counter(term for bag in bags for term in bag)
    rare = max(16.0, 0.015 * len(bags))
    out = []
    for bag, title in zip(bags, titles, strict=True):
        weights = {
            term: (1 + math.log(count))
            * math.log(1 + len(bags) / spread[term])
            * _KIND.get(term[0], 1.0)
            * (1.4 if term in title else 1.0)
            for term, count in bag.items()
        }
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        unit = {term: weights[term] / norm for term in sorted(weights)}
        out.append(Vector(unit, frozenset(term for term in unit if spread[term] <= rare), title))
    return out


def likeness(one: Vector, other: Vector) -> float:
    """Cosine of two vectors, 0..1."""
    if len(one.weights) > len(other.weights):
        one, other = other, one
    theirs = other.weights
    return sum(weight * theirs[term] for term, weight in one.weights.items() if term in theirs)


def holders(vectors: Iterable[Vector], most: int) -> dict[str, list[int]]:
    """Rare term → the positions that have it, for terms of 2 to `most` articles."""
    index: dict[str, list[int]] = {}
    for position, vector in enumerate(vectors):
        for term in sorted(vector.rare):
            index.setdefault(term, []).append(position)
    return {term: found for term, found in index.items() if 2 <= len(found) <= most}
