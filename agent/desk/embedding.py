"""Vectors for a desk's passages: all of them, or those a day's issue needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta

from agent.desk.workspace import Tell, Workspace, quiet
from agent.errors import DraftError
from agent.index.limits import Limits
from agent.models import Event, Slate, Source

#: Called with the number of passages done and of those to do.
Progress = Callable[[int, int], None]
#: A desk of fewer sources leaves nothing to narrow down: words find what there is.
LEAST = 200
#: Days that background may lie back, passages looked at for an event, and sources given to the writer.
YEAR, LOOKED_AT, GIVEN = 366, 8, 3
_OPENING = 120


def embed_all(desk: Workspace, progress: Progress = lambda _done, _all: None, tell: Tell = quiet) -> int:
    """Give every passage its vector; how many got one. What an interruption left is made up for.

    Raises DraftError when the embedder or the collection fails; what was done by then stays.
    """
    with desk.lock("embed", tell):
        filling = desk.meaning.filling()
        return filling.fill(None, progress) if filling else 0


def embed_needed(desk: Workspace, slate: Slate, day: str, window: int) -> int:
    """Give vectors to what words and the house's theme left of a day; how many got one. The lock is held already.

    That is the openings of the events chosen and passed over, and the passages of the year before that words find
    for the chosen ones; `index.needed` at most. A failure is told, and the day goes on with words.
    """
    most = desk.settings.index.needed
    if not most or not desk.meaning.model or desk.catalogue.count() < LEAST:
        return 0
    rows = list(dict.fromkeys(_needed(desk, slate, day, window)))[:most]
    try:
        filling = desk.meaning.filling() if desk.meaning.marks.left(rows) else None
        return filling.fill(rows) if filling else 0
    except DraftError as error:
        desk.tell(f"{error}这一期的背景只按词找。")
        return 0


def backgrounds(desk: Workspace, slate: Slate, day: str, window: int) -> list[tuple[Source, ...]]:
    """For each chosen event at most GIVEN older sources of the last year on the same matter, best first."""
    out = []
    questions = [_question(desk, event) for event in slate.chosen]
    with suppress(DraftError):  # the search below says what is wrong, and goes on with words
        desk.meaning.expect([query for query, _ in questions])
    until, since = _before(day, window), _before(day, YEAR)
    for query, families in questions:
        hits = desk.searcher.search(query, 2 * GIVEN, since=since, until=until)
        found = desk.catalogue.get([hit.source_id for hit in hits])
        fresh: dict[str, Source] = {}
        for source in found.values():
            if source.family not in families:
                fresh.setdefault(source.family, source)
        out.append(tuple(fresh.values())[:GIVEN])
    return out


def _needed(desk: Workspace, slate: Slate, day: str, window: int) -> Iterator[int]:
    """Passages in the order they are wanted."""
    database = desk.catalogue.database
    openings = "SELECT min(p.row) FROM passages p JOIN sources s ON s.row = p.source WHERE s.id=?"
    for event in slate.chosen:
        for id in event.sources[:3]:
            yield from (row for (row,) in database.execute(openings, (id,)) if row is not None)
    limits = Limits(since=_before(day, YEAR), until=_before(day, window))
    for event in slate.chosen:
        found = desk.searcher.by_words(_question(desk, event)[0], limits=limits)
        yield from (row for row, _ in found[:LOOKED_AT])
    for event in slate.passed_over:
        yield from (row for (row,) in database.execute(openings, (event.sources[0],)) if row is not None)


def _question(desk: Workspace, event: Event) -> tuple[str, set[str]]:
    """What to look for behind an event, and the families of its own sources."""
    sources = desk.catalogue.get(event.sources)
    lead = sources.get(event.sources[0])
    opening = lead.text[:_OPENING] if lead else ""
    return f"{event.heading} {opening}", {source.family for source in sources.values()}


def _before(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()
