"""Pages, feeds and lists read, articles cut into words, by several processes: most of a pass's processor time.

A handful of pages is read here; only a longer pass starts processes. A page that kills its reader or takes for ever is
one failure, and the reader is replaced.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.process
import os
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from typing import Any

from agent.desk.children import follow_parent
from agent.desk.files import sha256
from agent.desk.index_page import Index, read_index
from agent.errors import UnreadableSource
from agent.index.preparing import Ready, prepared
from agent.models import Source
from agent.settings import Follow
from agent.sources import Failure, Raw, read
from agent.sources.encoding import decode
from agent.sources.parts import Parts, parts

#: Pages read in this process before others are started, and pages a process reads before it is replaced.
_ALONE, _RENEWED = 24, 2000
#: Seconds one page may take, and pages a process has in hand.
_LONGEST, _IN_HAND = 60.0, 2


@dataclass(frozen=True, slots=True)
class Task:
    """A page to read, or with `follow` the answer of a followed address: what it lists, or its own text.

    `tag` is the caller's own and does not travel.
    """

    raw: Raw
    origin: str
    fetched: str
    today: str
    tag: Any = field(default=None, compare=False)
    follow: Follow | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a page gave: sources with their notes and words, failures, and what else belongs to it; or what it lists.

    `digest`: the SHA-256 of its bytes, taken where it was read; "" for a file."""

    found: tuple[tuple[Source, tuple[str, ...], Ready], ...] = ()
    failures: tuple[Failure, ...] = ()
    parts: Parts = field(default_factory=Parts)
    index: Index | None = None
    digest: str = ""


def extract(raw: Raw, origin: str, fetched: str, today: str, follow: Follow | None = None) -> Extracted:
    """Read one page, feed or list. Never raises for what is in it."""
    digest = sha256(raw.data) if raw.data is not None else ""
    return replace(_read(raw, origin, fetched, today, follow), digest=digest)


def _read(raw: Raw, origin: str, fetched: str, today: str, follow: Follow | None) -> Extracted:
    if follow is not None:
        try:
            index = read_index(raw, follow, fetched, today)
        except UnreadableSource as error:
            return Extracted(failures=(Failure(origin, None, error.kind, str(error)),), index=Index())
        if index is not None:
            cut = prepared([source for source, _ in index.whole])
            whole = tuple((*item, ready) for item, (_, ready) in zip(index.whole, cut, strict=True))
            return Extracted(whole, index=replace(index, whole=()))
    found, failures = [], []
    for item in read([raw], fetched=fetched, today=today):
        if isinstance(item, Failure):
            failures.append(replace(item, origin=origin))
        else:
            found.append((item.source, item.notes, prepared([item.source])[0][1]))
    more = Parts()
    if raw.kind == "page" and raw.url and found:
        more = parts(decode(raw.read(), raw.charset), raw.url, found[0][0].text)
    return Extracted(tuple(found), tuple(failures), more)


class Extraction:
    """Readers of pages. `submit` tasks, take what is done from `ready`; `pending` counts what is not yet taken."""

    def __init__(self, workers: int = 0) -> None:
        """`workers` processes; 0 is one for each processor."""
        self._workers = workers or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: deque[Task] = deque()
        self._read: dict[Future[Extracted], tuple[Task, float]] = {}  # with the time they were handed over
        self._done: list[tuple[Task, Extracted]] = []
        self._seen = 0

    @property
    def pending(self) -> int:
        """Tasks submitted and not yet taken."""
        return len(self._waiting) + len(self._read) + len(self._done)

    def submit(self, task: Task) -> None:
        """Read a page: now, or in a process once there are many."""
        self._seen += 1
        if self._workers < 2 or self._seen <= _ALONE:
            self._done.append((task, extract(*_of(task))))
            return
        self._waiting.append(task)
        self._hand_over()

    def ready(self, patience: float = 0.0) -> Iterator[tuple[Task, Extracted]]:
        """What is done; waits up to `patience` seconds where nothing is."""
        if not self._done and self._read and patience:
            wait(self._read, timeout=patience, return_when="FIRST_COMPLETED")
        for future in [f for f in self._read if f.done()]:
            if future in self._read:  # else the pool broke meanwhile, and its tasks are being read anew
                self._take(future)
        if self._read and time.monotonic() - next(iter(self._read.values()))[1] > _IN_HAND * _LONGEST:
            self._broken(next(iter(self._read)))
        self._hand_over()
        done, self._done = self._done, []
        yield from done

    def close(self) -> None:
        """End the processes; what they were reading is forgotten."""
        pool, self._pool = self._pool, None
        self._waiting.clear()
        self._read.clear()
        if pool is not None:
            _end(pool)

    def _hand_over(self) -> None:
        """Keep every process busy with one page and one more in hand."""
        while self._waiting and len(self._read) < _IN_HAND * self._workers:
            if self._pool is None:
                # spawn: this process has threads, and a fork of it could hang on a lock one of them holds
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(
                    self._workers,
                    mp_context=context,
                    initializer=follow_parent,
                    max_tasks_per_child=_RENEWED,
                )
            task = self._waiting.popleft()
            future = self._pool.submit(extract, *_of(task))
            self._read[future] = (task, time.monotonic())

    def _take(self, future: Future[Extracted]) -> None:
        try:
            result = future.result()
        except BrokenProcessPool:
            self._broken(future)
        else:
            self._done.append((self._read.pop(future)[0], result))

    def _broken(self, future: Future[Extracted]) -> None:
        """A reader died or hangs, over this page or another in hand: each is read once more, alone."""
        pool, self._pool = self._pool, None
        suspects = [self._read.pop(future)[0], *(task for task, _ in self._read.values())]
        self._read.clear()
        if pool is not None:
            _end(pool)
        self._done.extend((suspect, _alone(suspect)) for suspect in suspects)


def _of(task: Task) -> tuple[Raw, str, str, str, Follow | None]:
    return task.raw, task.origin, task.fetched, task.today, task.follow


def _alone(task: Task) -> Extracted:
    """Read a page in a process of its own, which may die or be ended."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=follow_parent)
    try:
        future = pool.submit(extract, *_of(task))
        return future.result(timeout=_LONGEST)
    except (BrokenProcessPool, TimeoutError):
        message = f"{task.origin} 读不成（读它的进程中止或超过 {_LONGEST:.0f} 秒），未收入；请把这个网页报给开发者。"
        return Extracted(failures=(Failure(task.origin, None, "failed", message),))
    finally:
        _end(pool)


def _end(pool: ProcessPoolExecutor) -> None:
    """Shut a pool down, its processes too, whatever they are doing."""
    processes = list(
        (pool._processes or {}).values()
    )  # no public way to end one that hangs, before Python 3.14
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(5)
