"""One pass over inputs: read, keep the raw bytes, catalogue; one outcome for each, and nothing twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from agent.desk.files import printable, suffix_of, write_atomically
from agent.desk.workspace import Workspace
from agent.errors import UnreadableSource, cause
from agent.index.catalogue import Added
from agent.index.preparing import Preparer, Ready
from agent.models import Source
from agent.sources import Failure, Found, Raw, read
from agent.sources.reading import Fetch, walk

Kind = Literal["new", "reprint", "updated", "unchanged", "empty", "failed"]
#: Called with the number of sources dealt with so far and the input being read.
Progress = Callable[[int, str], None]
_BATCH = 512
#: The first batches are smaller, so that reading, preparing and writing all begin soon.
_FIRST = 256


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source, or of `count` sources of a file that was read before."""

    kind: Kind
    origin: str
    line: int | None = None
    source_id: str = ""
    title: str = ""
    publisher: str = ""
    message: str = ""
    count: int = 1


@dataclass(slots=True)
class Ingested:
    """All outcomes of a run."""

    outcomes: list[Outcome] = field(default_factory=list)

    def counts(self) -> Counter[str]:
        """Kind → number of sources."""
        out: Counter[str] = Counter()
        for outcome in self.outcomes:
            out[outcome.kind] += outcome.count
        return out

    web: dict[str, int] = field(
        default_factory=dict
    )  #: requests, not_modified, skipped, of a pass over the web

    @property
    def usable(self) -> int:
        """How many sources are in the catalogue because of, or confirmed by, this run."""
        counts = self.counts()
        return sum(counts[kind] for kind in ("new", "reprint", "updated", "unchanged"))


#: Files that hold many sources, and the size from which they are many.
_MANY_IN_ONE = (".jsonl", ".gz")
_MUCH = 300_000


def _holds_many(item: str) -> bool:
    path = Path(item)
    return path.suffix in _MANY_IN_ONE and path.is_file() and path.stat().st_size > _MUCH


class Intake:
    """One pass over inputs, under the desk's lock."""

    def __init__(self, desk: Workspace, progress: Progress, fetch: Fetch | None = None) -> None:
        self.desk, self.progress, self.fetch = desk, progress, fetch
        self.result = Ingested()
        self.now = desk.settings.now().isoformat()
        self._pending: list[tuple[Found, Ready | None]] = []
        self._preparing: list[tuple[Found, Ready | None]] = []
        self._storing: tuple[list[Found], Future[list[Added]]] | None = None
        self._done = 0

    def run(self, inputs: Iterable[str], then: Callable[[Intake], None] | None = None) -> Ingested:
        """Deal with every input, then let `then` bring in what it finds by `take`, `settle` and `add`.

        What was dealt with before an interruption stays in.
        """
        inputs = list(inputs)
        with ThreadPoolExecutor(1, "catalogue") as self._store, Preparer() as self._preparer:
            if any(_holds_many(item) for item in inputs):
                self._preparer.expect_much()
            for item in self._each(inputs):
                self._one(item)
            if then is not None:
                then(self)
                self.settle()
        self._log()
        return self.result

    def _each(self, inputs: Iterable[str]) -> Iterator[str | Path]:
        for item in inputs:
            path = Path(item)
            if item.lower().startswith(("http://", "https://")):
                yield item
            elif path.is_dir():
                yield from walk(path)
            else:
                yield path

    def _one(self, item: str | Path) -> None:
        origin = self._origin(item)
        before = self._done
        digest = ""
        if isinstance(item, Path) and item.is_file():
            try:
                snapshot, digest = self.desk.keep_file(
                    item, suffix_of(item.name), origin=origin, fetched=self.now
                )
            except UnreadableSource as error:
                self.add(Outcome("failed", origin, message=str(error)))
                return
            except OSError as error:
                self.add(
                    Outcome(
                        "failed",
                        origin,
                        message=f"{item.name} 读不出来：{cause(error)}；请确认文件还在、能打开。",
                    )
                )
                return
            known = self.desk.catalogue.done(digest)
            if known is not None:
                self.add(Outcome("unchanged", origin, count=known))
                return
            inputs: list[str | Path | Raw] = [Raw(name=item.name, path=self.desk.root / snapshot)]
        else:
            snapshot, inputs = "", [item]
        failed = False
        for found in read(inputs, fetched=self.now, today=self.latest(), fetch=self.fetch):
            if isinstance(found, Failure):
                failed = True
                kind: Kind = "empty" if found.kind == "empty" else "failed"
                self.add(Outcome(kind, origin, found.line, message=found.message))
            else:
                self.take(found, origin, snapshot)
        self.settle()
        if digest and not failed:
            self.desk.catalogue.mark_done(digest, origin, self._done - before)

    def latest(self) -> str:
        """The day after which a publication date is wrong: today by the clock, or the desk's fixed day if later."""
        return max(self.now[:10], self.desk.settings.today)

    def take(self, found: Found, origin: str, snapshot: str = "", cut: Ready | None = None) -> None:
        """Bring in a source read from `origin`; its bytes are archived unless a `snapshot` of them is.

        `cut`: its words, where another process has looked for them already.
        """
        source = found.source.model_copy(update={"snapshot": snapshot, "origin": origin})
        self._pending.append((Found(source, found.raw, found.notes), cut))
        if len(self._pending) >= (_BATCH if self._done > 2 * _FIRST else _FIRST):
            self._flush()

    def _flush(self) -> None:
        """Hand on what is pending: read here, prepared in a second process, written in a thread, each a batch behind."""
        self._put_away()
        pending, self._pending = self._pending, []
        batch = self._archived([found for found, _ in pending])
        self._preparing = [(found, cut) for found, (_, cut) in zip(batch, pending, strict=True)]
        self._preparer.start([found.source for found, cut in self._preparing if cut is None])

    def _put_away(self) -> None:
        """Hand the batch being prepared to the catalogue."""
        batch, self._preparing = self._preparing, []
        rest = iter(self._preparer.result())
        prepared = [(found.source, cut) if cut else next(rest) for found, cut in batch]
        self._written()
        if batch:
            found = [found for found, _ in batch]
            self._storing = (found, self._store.submit(self.desk.catalogue.store, prepared))

    def _archived(self, batch: list[Found]) -> list[Found]:
        """A batch with the snapshots of what it was read from, once for all items of a feed."""
        raws = {id(f.raw): (f.raw, f.source.origin) for f in batch if not f.source.snapshot}
        paths = dict(zip(raws, self.desk.keep(list(raws.values()), self.now), strict=True))
        return [
            found
            if found.source.snapshot
            else Found(
                found.source.model_copy(update={"snapshot": paths[id(found.raw)]}), found.raw, found.notes
            )
            for found in batch
        ]

    def settle(self) -> None:
        """Write what is pending and note what became of it: afterwards all that was taken is in the catalogue."""
        self._flush()
        self._put_away()
        self._written()

    def _written(self) -> None:
        """Wait for the batch being written and note what became of it."""
        if self._storing:
            batch, future = self._storing
            self._storing = None
            for found, added in zip(batch, future.result(), strict=True):
                self.add(_outcome(found.source, added.outcome, found.notes))

    def add(self, outcome: Outcome) -> None:
        """Note an outcome."""
        self.result.outcomes.append(outcome)
        self._done += outcome.count
        self.progress(self._done, outcome.origin)

    def _origin(self, item: str | Path) -> str:
        if isinstance(item, str):
            return item
        path = item.absolute()
        inside = path.is_relative_to(self.desk.root)
        return printable(path.relative_to(self.desk.root).as_posix() if inside else str(path))

    def _log(self) -> None:
        lines = (
            json.dumps(
                {k: v for k, v in zip(Outcome.__slots__, _values(o), strict=True) if v not in ("", None)},
                ensure_ascii=False,
            )
            for o in self.result.outcomes
        )
        write_atomically(self.desk.state / "last-ingest.jsonl", "".join(line + "\n" for line in lines))


def _outcome(source: Source, kind: Kind, notes: Sequence[str]) -> Outcome:
    return Outcome(
        kind, source.origin, source.line, source.id, source.title, source.publisher, " ".join(notes)
    )


def _values(outcome: Outcome) -> list[object]:
    return [getattr(outcome, name) for name in Outcome.__slots__]
