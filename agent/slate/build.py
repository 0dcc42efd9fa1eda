"""The slate of a day: articles in, chosen events and passed-over ones out, each with reasons."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date as day_of
from datetime import timedelta

from agent.house import House
from agent.models import Event, Slate
from agent.slate import reasons
from agent.slate.articles import Article, body_of, tier_of
from agent.slate.choose import choose
from agent.slate.clusters import clusters
from agent.slate.features import Reader
from agent.slate.history import PastEvent, novelty
from agent.slate.stories import Read, Story, story_of
from agent.slate.vectors import Vector, vectors

#: Days a column may look back for official notices and figures.
REACH_BACK = 14
_PASSED_OVER = 30
#: Most articles that are compared with each other.
_MOST = 1200


@dataclass(frozen=True, slots=True)
class _Day:
    """What one slate is made with."""

    date: str
    first: str
    house: House
    history: Sequence[PastEvent]
    pinned: frozenset[str]
    dropped: frozenset[str]
    count: int


def build_slate(  # noqa: PLR0913 - what an editor may set, each by its name
    articles: Sequence[Article],
    house: House,
    date: str,
    *,
    window: int = 2,
    history: Sequence[PastEvent] = (),
    pins: Sequence[str] = (),
    drops: Sequence[str] = (),
    count: int = 5,
    reader: Reader | None = None,
) -> Slate:
    """The slate for an issue of `date` (`YYYY-MM-DD`) from the articles of `window` days ending that day.

    Older articles serve only columns that may reach back; later and undated ones only if pinned. `pins` and
    `drops` are source ids: their whole event is chosen, or left out. The result does not depend on the order
    of `articles`. A `reader` of the same house may know articles that are off the theme. Raises ValueError for a `date`
    that is none.
    """
    first = (day_of.fromisoformat(date) - timedelta(days=window - 1)).isoformat()
    day = _Day(date, first, house, history, frozenset(pins), frozenset(drops), count)
    by_id = {
        article.id: article for article in sorted(articles, key=lambda article: (article.id, article.text))
    }
    reader = reader or Reader(house)
    in_window = [a for a in by_id.values() if first <= a.day <= date or a.id in day.pinned]
    stories = _stories(_candidates(in_window, reader, day), day)
    stories += _older(list(by_id.values()), stories, reader, day)
    stories.sort(key=lambda story: (-story.score, story.lead.article.id))
    kept = [story for story in stories if not day.dropped.intersection(story.ids)]
    chosen = choose(kept, house, date, count, day.pinned)
    notes = _notes(chosen, day, len(in_window), frozenset(by_id))
    return Slate(
        date=date, chosen=_chosen(chosen, day), passed_over=_passed(stories, chosen, day), notes=notes
    )


def _candidates(articles: Sequence[Article], reader: Reader, day: _Day) -> list[Read]:
    """Articles near the theme, and their families; at most `_MOST`, the nearest first."""
    asked = day.pinned | day.dropped
    near = _read(articles, reader, asked)
    near.sort(key=lambda read: (read.article.id not in asked, -read.features.fit, read.article.id))
    near = near[:_MOST]
    families = {read.article.family for read in near if read.article.family}
    ids = {read.article.id for read in near}
    kin = [article for article in articles if article.family in families and article.id not in ids]
    near += _read(kin, reader, {article.id for article in kin})
    return sorted(near, key=lambda read: read.article.id)


def _read(articles: Sequence[Article], reader: Reader, always: Collection[str] = ()) -> list[Read]:
    reads = [(article, reader.read(article, article.id in always)) for article in articles]
    return [Read(article, features) for article, features in reads if features]


def _stories(reads: Sequence[Read], day: _Day) -> list[Story]:
    articles = [read.article for read in reads]
    known = vectors(articles)
    groups = clusters(articles, known)
    stories = [story_of([reads[at] for at in group], day.house, day.date) for group in groups]
    if not day.history:
        return stories
    rarity = _rarity(known)
    return [_judged(story, day, rarity) for story in stories]


def _rarity(known: Sequence[Vector]) -> dict[str, float]:
    """How much a word weighs at most in these articles: common words little."""
    rarity: dict[str, float] = {}
    for vector in known:
        for term, weight in vector.weights.items():
            rarity[term] = max(rarity.get(term, 0.0), weight)
    return rarity


def _judged(story: Story, day: _Day, rarity: dict[str, float]) -> Story:
    article = story.lead.article
    names = {name for read in story.members for name in (read.article.id, read.article.family) if name}
    past = [event for event in day.history if event.date < day.date]
    newest = max(read.article.day for read in story.members)
    decisions = day.house.themes.decisions
    told = novelty(article.title, body_of(article.text), names, newest, past, rarity, decisions)
    return replace(story, novelty=told, score=round(story.score - (0.5 if told.kind == "update" else 0.0), 4))


def _older(articles: Sequence[Article], stories: Sequence[Story], reader: Reader, day: _Day) -> list[Story]:
    """Stories of official sources of the last fortnight for columns with nothing usable in the window."""
    usable = day.house.themes.usable
    filled = {story.column for story in stories if story.score >= usable and story.novelty.kind != "repeat"}
    empty = {column.id for column in day.house.columns if column.reach_back} - filled
    if not empty:
        return []
    since = (day_of.fromisoformat(day.date) - timedelta(days=REACH_BACK)).isoformat()
    officials = [
        article
        for article in articles
        if since <= article.day < day.first and tier_of(article, day.house.publishers).official
    ]
    older = [
        replace(story_of(story.members, day.house, day.date, reached_back=True), novelty=story.novelty)
        for story in _stories(_read(officials, reader), day)
    ]
    return [story for story in older if story.column in empty]


def _chosen(chosen: Sequence[Story], day: _Day) -> tuple[Event, ...]:
    return tuple(
        _event(at, story, reasons.for_chosen(story, day.house, bool(day.pinned.intersection(story.ids))))
        for at, story in enumerate(chosen, 1)
    )


def _passed(stories: Sequence[Story], chosen: list[Story], day: _Day) -> tuple[Event, ...]:
    taken = {id for story in chosen for id in story.ids}
    left = [story for story in stories if not taken.intersection(story.ids)][:_PASSED_OVER]
    return tuple(
        _event(
            at,
            story,
            ("编辑撤下",)
            if day.dropped.intersection(story.ids)
            else reasons.for_passed(story, day.house, chosen, len(chosen) >= day.count),
        )
        for at, story in enumerate(left, len(chosen) + 1)
    )


def _event(rank: int, story: Story, why: tuple[str, ...]) -> Event:
    return Event(
        rank=rank,
        column=story.column,
        heading=story.heading,
        sources=story.ids,
        reasons=why,
        score=round(story.score, 2),
    )


def _notes(chosen: Sequence[Story], day: _Day, seen: int, known: frozenset[str]) -> tuple[str, ...]:
    notes = []
    if seen == 0:
        notes.append("窗口内没有来源。")
    elif len(chosen) < day.count:
        notes.append(
            f"窗口内 {seen} 篇来源中合格的事件只有 {len(chosen)} 个，"
            f"不足 {day.count} 个；宁缺毋滥，没有凑数。"
        )
    notes += [
        f"“{day.house.column(story.column).name}”栏窗口内无合格稿，用了{story.lead.article.day}的官方发布。"
        for story in chosen
        if story.reached_back
    ]
    filled = {story.column for story in chosen}
    if empty := [column.name for column in day.house.columns if column.id not in filled]:
        notes.append(f"没有合格事件或未入选的栏目：{'、'.join(empty)}。")
    notes += [f"指定的来源 {id} 不在稿库中。" for id in sorted(day.pinned - known)]
    return tuple(notes)
