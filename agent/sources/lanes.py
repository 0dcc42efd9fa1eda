"""Many addresses fetched at once, but each host one after the other with a pause: a lane for each host.

Threads take the lane whose turn has come, so a slow host holds up nobody else; a host that is being asked goes before one
that has not been, while its connection is open. What came waits in a short queue; while that is full nothing more is
fetched, and memory stays bounded however many addresses are asked for. A redirect to another host goes on in that host's
lane, by its robots.txt and at its pace.
"""

from __future__ import annotations

import heapq
import itertools
import math
import queue
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from agent.sources.robots import Robots
from agent.sources.validators import Validators
from agent.sources.web import AgainError, Answer, Fetcher, Unfetched, Way

_WAITING = 32
#: A host that fails this often in a row is left alone for the rest of the run.
_GIVE_UP = 5
#: Failures of the host rather than of the address.
_OF_HOST = frozenset({"超时", "连不上", "域名查不到", "403", "429", "证书不可信", "传到一半断了"})


@dataclass(slots=True)
class Job:
    """An address to fetch. `known` makes it conditional; `tag` is the caller's own; `obey` robots.txt."""

    url: str
    tag: Any = None
    known: Validators | None = None
    obey: bool = True
    attempts: int = 0
    way: Way | None = None  #: how far redirects have led


class _ElsewhereError(Exception):
    """A redirect leads to a host with a lane of its own."""


@dataclass(slots=True)
class _Lane:
    host: str
    jobs: deque[Job] = field(default_factory=deque)
    failures: int = 0  #: of the host, in a row
    last: Unfetched | None = None
    turn: float = 0.0  #: not before this moment
    waiting: bool = False  #: among the turns, or being worked on
    begun: bool = False


class Lanes:
    """Fetches jobs with `workers` threads, `delay` seconds between two requests to one host.

    Use as a context manager, from one thread: `add` jobs and `get` each with its `Answer` or `Unfetched` until none is
    `pending`.
    """

    def __init__(self, fetcher: Fetcher, robots: Robots, *, workers: int = 16, delay: float = 1.0) -> None:
        self._fetcher, self._robots, self._delay = fetcher, robots, delay
        self._lanes: dict[str, _Lane] = {}
        self._turns: list[tuple[float, int, _Lane]] = []  # not yet come
        self._due: list[tuple[bool, float, int, _Lane]] = []  # come; those not begun last
        self._alarm = math.inf  # the moment for which a thread waits
        self._number = itertools.count()
        self._ready = threading.Condition()
        self._results: queue.Queue[tuple[Job, Answer | Unfetched]] = queue.Queue(_WAITING)
        self._open = 0
        self._stopped = False
        self._threads = [
            threading.Thread(target=self._work, name=f"fetch-{n}", daemon=True) for n in range(workers)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop: what is being fetched is given up, what waits is forgotten."""
        with self._ready:
            self._stopped = True
            self._ready.notify_all()
        for thread in self._threads:
            while thread.is_alive():
                self._drain()
                thread.join(0.05)

    def add(self, job: Job) -> None:
        """Put a job in its host's lane, behind those that wait there."""
        with self._ready:
            self._open += 1
            self._put(job)

    @property
    def pending(self) -> int:
        """Jobs added whose outcome was not yet taken."""
        return self._open

    def get(self, patience: float) -> tuple[Job, Answer | Unfetched] | None:
        """The next job that is done and what came of it; None where nothing comes within `patience` seconds."""
        try:
            got = self._results.get(timeout=patience) if self._open else None
        except queue.Empty:
            return None
        self._open -= got is not None
        return got

    def _put(self, job: Job) -> None:
        """Put a job at the end of its lane."""
        host = _host(job.way.at if job.way else job.url)
        lane = self._lanes.setdefault(host, _Lane(host))
        lane.jobs.append(job)
        if not lane.waiting:
            self._queue(lane)

    def _queue(self, lane: _Lane) -> None:
        lane.waiting = True
        heapq.heappush(self._turns, (lane.turn, next(self._number), lane))
        self._ready.notify()

    def _work(self) -> None:
        while (lane := self._take()) is not None:
            job = lane.jobs.popleft()
            pause = self._delay
            outcome: Answer | Unfetched | Job | None = self._given_up(lane, job)
            if outcome is None:
                pause, outcome = self._try(lane, job)
            if isinstance(outcome, Answer | Unfetched):
                self._results.put((job, outcome))
            with self._ready:
                if outcome is None:
                    lane.jobs.appendleft(job)
                elif outcome is job:
                    self._put(job)
                lane.turn = time.monotonic() + pause
                lane.waiting = False
                if lane.jobs:
                    self._queue(lane)

    def _take(self) -> _Lane | None:
        """The lane whose turn it is; waits for one, None at the end. One thread waits for the moment, the others for it."""
        with self._ready:
            while not self._stopped:
                now = time.monotonic()
                while self._turns and self._turns[0][0] <= now:
                    turn, number, lane = heapq.heappop(self._turns)
                    heapq.heappush(self._due, (not lane.begun, turn, number, lane))
                if self._due:
                    lane = heapq.heappop(self._due)[3]
                    lane.begun = True
                    self._ready.notify()
                    return lane
                first = self._turns[0][0] if self._turns else math.inf
                if first < self._alarm:
                    self._alarm = first
                    self._ready.wait(first - now)
                    self._alarm = math.inf if self._alarm == first else self._alarm
                else:
                    self._ready.wait()
            return None

    def _given_up(self, lane: _Lane, job: Job) -> Unfetched | None:
        if lane.failures < _GIVE_UP or lane.last is None:
            return None
        message = f"{job.url} 没有去取：{lane.host} 接连 {lane.failures} 次取不到（{lane.last.short}），这一轮不再打扰。"
        return Unfetched(message, "skipped", lane.last.short)

    def _try(self, lane: _Lane, job: Job) -> tuple[float, Answer | Unfetched | Job | None]:
        """One try of one job: (seconds until the host's next turn, what came, the job to go on elsewhere, None for again)."""
        pause = self._delay
        way = job.way = job.way or Way(job.url)
        way.before = partial(self._further, lane, job)
        try:
            if job.obey:
                pause = max(pause, self._robots.check(way.at))
            answer: Answer | Unfetched = self._fetcher.attempt(job.url, job.known, way)
        except _ElsewhereError:
            return pause, job
        except Unfetched as error:
            answer = error
        except AgainError as again:
            job.attempts += 1
            if job.attempts < self._fetcher.bounds.tries:
                return max(pause, self._fetcher.pause(job.attempts - 1, again)), None
            answer = again.error
        except Exception as error:  # a fault of a library must not lose the job and let the run wait for ever
            answer = Unfetched(f"{job.url} 没有取到（程序内部错误 {type(error).__name__}）；请报给开发者。")
        bad = isinstance(answer, Unfetched) and answer.short in _OF_HOST
        lane.failures = lane.failures + 1 if bad else 0
        lane.last = answer if isinstance(answer, Unfetched) else None
        return pause, answer

    def _further(self, lane: _Lane, job: Job, at: str) -> None:
        """Before a redirect is followed: may we, and here? Raises _ElsewhereError, Unfetched or AgainError."""
        if _host(at) != lane.host:
            raise _ElsewhereError
        if job.obey:
            self._robots.check(at)

    def _drain(self) -> None:
        while True:
            try:
                self._results.get_nowait()
            except queue.Empty:
                return


def _host(url: str) -> str:
    """The lane of an address."""
    return urlsplit(url).netloc.lower()
