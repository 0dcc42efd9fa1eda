"""Same-event clustering: articles whose openings share rare terms, figures, names and time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from agent.slate.articles import Article
from agent.slate.vectors import Vector, holders, likeness

#: Mean likeness of two groups at which they are one event.
SAME = 0.30
#: Least likeness of any two members: keeps chains of neighbouring stories apart.
LEAST = 0.12
_SHARED = 3
_MOST = 60


def clusters(articles: Sequence[Article], vectors: Sequence[Vector]) -> list[list[int]]:
    """Positions grouped by event; every position stands in exactly one group.

    Families are one group from the start; then the most alike groups are joined as long as their mean
    likeness reaches `SAME` (average linkage).
    """
    group_of = _families(articles)
    members: dict[int, list[int]] = defaultdict(list)
    for position, group in enumerate(group_of):
        members[group].append(position)
    pairs = _pairs(articles, vectors)
    links = sorted(
        pairs.items(), key=lambda item: (-item[1], articles[item[0][0]].id, articles[item[0][1]].id)
    )
    for (one, other), value in links:
        if value < SAME:
            break
        a, b = group_of[one], group_of[other]
        if a == b or not _joins(members[a], members[b], vectors, pairs):
            continue
        a, b = min(a, b), max(a, b)
        for position in members[b]:
            group_of[position] = a
        members[a] += members.pop(b)
    return [sorted(members[group]) for group in sorted(members)]


def _families(articles: Sequence[Article]) -> list[int]:
    """For each position the first position of its family; a family goes by its first member's id."""
    first: dict[str, int] = {}
    return [
        first.setdefault(article.family or article.id, position) for position, article in enumerate(articles)
    ]


def _pairs(articles: Sequence[Article], vectors: Sequence[Vector]) -> dict[tuple[int, int], float]:
    """Likeness of pairs that share rare terms and were published within three days of each other."""
    shared: Counter[tuple[int, int]] = Counter()
    for positions in holders(vectors, _MOST).values():
        for at, one in enumerate(positions):
            for other in positions[at + 1 :]:
                shared[one, other] += 1
    days = [date.fromisoformat(article.day).toordinal() if article.day else 0 for article in articles]
    return {
        pair: likeness(vectors[pair[0]], vectors[pair[1]])
        for pair, count in shared.items()
        if count >= _SHARED and abs(days[pair[0]] - days[pair[1]]) <= 3
    }


def _joins(
    one: Sequence[int], other: Sequence[int], vectors: Sequence[Vector], known: dict[tuple[int, int], float]
) -> bool:
    total = 0.0
    for a in one:
        for b in other:
            pair = (a, b) if a < b else (b, a)
            if pair not in known:
                known[pair] = likeness(vectors[a], vectors[b])
            if known[pair] < LEAST:
                return False
            total += known[pair]
    return total / (len(one) * len(other)) >= SAME
