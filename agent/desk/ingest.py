"""Bringing sources in: what is named, or all that draft.toml follows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from agent.desk.cited import cited_addresses
from agent.desk.intake import Ingested, Intake, Outcome, Progress
from agent.desk.workspace import Tell, Workspace, quiet
from agent.sources.reading import Fetch

if TYPE_CHECKING:
    from agent.sources.web import Fetcher

__all__ = ["Ingested", "Outcome", "Progress", "bring_in", "fetcher_of", "ingest"]


def ingest(
    desk: Workspace,
    inputs: Sequence[str] = (),
    *,
    progress: Progress = lambda _done, _what: None,
    tell: Tell = quiet,
    fetch: Fetch | None = None,
    fetcher: Fetcher | None = None,
) -> Ingested:
    """Bring in `inputs` (paths, folders, web addresses), or without any all that draft.toml names.

    The desk's lock is held meanwhile. A source that fails is an outcome; the rest goes on.
    """
    with desk.lock("ingest", tell):
        return bring_in(desk, inputs, progress, fetch, fetcher)


def bring_in(
    desk: Workspace,
    inputs: Sequence[str] = (),
    progress: Progress = lambda _done, _what: None,
    fetch: Fetch | None = None,
    fetcher: Fetcher | None = None,
) -> Ingested:
    """The same for one who holds the desk's lock."""
    paths = [str(desk.root / source.path) for source in desk.settings.sources if source.path]
    web = [source for source in desk.settings.sources if source.url]
    if not (inputs or web or fetcher or cited_addresses(desk, desk.settings.web.watch)):
        return Intake(desk, progress, fetch).run(paths)
    # Not at the top: what speaks HTTP takes a third of a second to import, and a desk of folders never needs it.
    from agent.desk.follow import follow
    from agent.sources.whole import whole

    fetcher = fetcher or fetcher_of(desk)
    try:
        if inputs:
            return Intake(desk, progress, fetch or partial(whole, fetcher.fetch)).run(inputs)
        return Intake(desk, progress, fetch).run(paths, lambda intake: follow(desk, web, intake, fetcher))
    finally:
        fetcher.close()


def fetcher_of(desk: Workspace) -> Fetcher:
    """The fetcher that draft.toml describes."""
    from agent.sources.web import Bounds, Fetcher

    web = desk.settings.web
    bounds = Bounds(size=web.max_bytes, quiet=web.timeout, seconds=2.5 * web.timeout)
    return Fetcher(web.allow_private, bounds)
