"""Many lines of `draft ground` at once: answered by a process for each core, given out in the order they came."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import Any, Final

from agent.desk.children import cores, follow_parent
from agent.ground.lines import ground_line

Line = tuple[int, str]  #: its number from 1, and its text
Answer = dict[str, Any]
#: Fewer lines are answered here: processes would not be worth their start.
MANY: Final = 192
#: So many lines a process is given together: lines on the same sources mostly follow each other, and a process reads a
#: source once.
_TOGETHER: Final = 48
#: So many handfuls a process may have in hand: the rest of the file waits unread.
_IN_HAND: Final = 3


def ground_lines(lines: Iterable[Line], workers: int = 0) -> Iterator[Answer]:
    """The answer to each line (see `ground_line`), in order; by `workers` processes, 0 for one on each core.

    What a process that dies had in hand is answered here."""
    rest = iter(lines)
    first = list(islice(rest, MANY))
    workers = workers or cores()
    if workers < 2 or len(first) < MANY:
        yield from _answers(chain(first, rest))
        return
    pool = ProcessPoolExecutor(workers, mp_context=_context(), initializer=_serve)
    try:
        yield from _by(pool, chain(first, rest), workers * _IN_HAND)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _by(pool: ProcessPoolExecutor, lines: Iterator[Line], most: int) -> Iterator[Answer]:
    waiting: deque[tuple[Sequence[Line], Future[list[Answer]] | None]] = deque()
    while True:
        while len(waiting) < most and (taken := list(islice(lines, _TOGETHER))):
            waiting.append((taken, _submit(pool, taken)))
        if not waiting:
            return
        handful, future = waiting.popleft()
        try:
            yield from future.result() if future is not None else _answers(handful)
        except BrokenProcessPool:
            yield from _answers(handful)


def _submit(pool: ProcessPoolExecutor, handful: Sequence[Line]) -> Future[list[Answer]] | None:
    try:
        return pool.submit(_all_answers, handful)
    except BrokenProcessPool:
        return None


def _all_answers(handful: Sequence[Line]) -> list[Answer]:
    return list(_answers(handful))


def _answers(lines: Iterable[Line]) -> Iterator[Answer]:
    return (ground_line(line, number) for number, line in lines)


def _context() -> multiprocessing.context.BaseContext:
    """A fork, which has the tables read already, where that is safe: on Linux, from a process without threads."""
    plain = sys.platform == "linux" and threading.active_count() == 1
    if plain:
        ground_line({"id": "", "claim": "王伟说，增长3%。", "sources": [{"text": "王伟说，增长2%。"}]}, 0)
    return multiprocessing.get_context("fork" if plain else "spawn")


def _serve() -> None:
    """Ctrl-C ends the process that gives the work out, and with it these."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    follow_parent()
