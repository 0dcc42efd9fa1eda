"""Repair: catalogue and vectors made again from archive/, and the catalogue brought to another schema version."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from agent.desk.ledger import Entry, Ledger
from agent.desk.workspace import Tell, Workspace, quiet
from agent.errors import DraftError
from agent.index.catalogue import Catalogue
from agent.models import Source
from agent.sources import Failure, Raw, read

#: Called with the number of sources brought back so far and the snapshot being read.
Progress = Callable[[int, str], None]
_BATCH = 256
_CATALOGUE = "catalogue.sqlite"


@dataclass(slots=True)
class Rebuilt:
    """What came back: snapshots read, sources in the catalogue, vectors put back, sentences about what did not."""

    snapshots: int = 0
    sources: int = 0
    vectors: int = 0
    failures: list[str] = field(default_factory=list)


def rebuild(desk: Workspace, progress: Progress = lambda _done, _what: None, tell: Tell = quiet) -> Rebuilt:
    """Make catalogue and vectors again from archive/. The old catalogue stays until the new one is whole.

    Vectors come from the cache; none is computed. Raises DraftError where the desk cannot be written.
    """
    with desk.lock("rebuild", tell):
        entries = list(_entries(desk))
        desk.close()
        fresh = desk.state / f"new-{_CATALOGUE}"
        _remove(fresh)
        result = Rebuilt()
        catalogue = Catalogue(fresh)
        try:
            for entry in entries:
                _bring_back(desk, catalogue, entry, result, progress)
            result.sources = catalogue.count()
        finally:
            catalogue.close()
        _swap(fresh, desk.state / _CATALOGUE)
        result.vectors = _vectors(desk, tell)
        return result


def to_schema(desk: Workspace, version: int, tell: Tell = quiet) -> None:
    """Bring the catalogue to another schema version, for a draft that knows only that. Raises UsageError."""
    with desk.lock("rebuild", tell):
        desk.catalogue.to_schema(version)
        desk.close()


def _entries(desk: Workspace) -> Iterator[Entry]:
    """The archive's snapshots in the order they came: by the ledger, then those it does not know."""
    known: set[str] = set()
    for entry in Ledger(desk.archive).entries():
        known.add(entry.snapshot)
        yield entry
    told = _remembered(desk)
    rest = []
    for path in sorted(desk.archive.glob("??/*")):
        relative = path.relative_to(desk.root).as_posix()
        if relative not in known and path.is_file() and not path.name.startswith("."):
            rest.append(told.get(relative) or Entry(relative, path.name, "", ""))
    yield from sorted(rest, key=lambda entry: entry.fetched)


def _remembered(desk: Workspace) -> dict[str, Entry]:
    """What the old catalogue, where it can still be read, says of snapshots that came before there was a ledger."""
    out: dict[str, Entry] = {}
    try:
        query = "SELECT snapshot, origin, fetched, url, line FROM sources ORDER BY row"
        for snapshot, origin, fetched, url, line in desk.catalogue.database.execute(query):
            from_web = origin.startswith(("http://", "https://"))
            name = Path(snapshot).name if from_web else Path(origin).name
            out.setdefault(
                snapshot, Entry(snapshot, name, origin, fetched, url if from_web and not line else "")
            )
    except DraftError:
        pass
    return out


def _bring_back(
    desk: Workspace, catalogue: Catalogue, entry: Entry, result: Rebuilt, progress: Progress
) -> None:
    path = desk.root / entry.snapshot
    if not path.is_file():
        return
    fetched = entry.fetched or desk.settings.now().isoformat()
    today = max(fetched[:10], desk.settings.today)
    raw = Raw(entry.name, path, url=entry.url, charset=entry.charset, kind=entry.kind)
    pending: list[Source] = []
    taken, failed = 0, False
    for found in read([raw], fetched=fetched, today=today):
        if isinstance(found, Failure):
            failed = True
            result.failures.append(found.message)
            continue
        pending.append(found.source.model_copy(update={"snapshot": entry.snapshot, "origin": entry.origin}))
        taken += 1
        if len(pending) >= _BATCH:
            catalogue.add(pending)
            pending = []
            progress(result.sources + taken, entry.name)
    catalogue.add(pending)
    if not failed and not entry.url:
        catalogue.mark_done(path.name.split(".")[0], entry.origin, taken)
    result.snapshots += 1
    result.sources += taken
    progress(result.sources, entry.name)


def _vectors(desk: Workspace, tell: Tell) -> int:
    """Put back all vectors that were computed before; a broken collection of the desk's own goes first."""
    if not desk.meaning.model:
        return 0
    desk.meaning.vectors.discard()
    filling = desk.meaning.filling()
    return filling.restore() if filling else 0


def _swap(fresh: Path, old: Path) -> None:
    for tail in ("-wal", "-shm"):
        old.with_name(old.name + tail).unlink(missing_ok=True)
    fresh.replace(old)


def _remove(path: Path) -> None:
    for tail in ("", "-wal", "-shm"):
        path.with_name(path.name + tail).unlink(missing_ok=True)
