"""`draft today` for the fullest day: its vectors never made before, and again."""

from __future__ import annotations

from collections.abc import Iterator

from eval.bench.ground import Ground, Reading, draft, each


def run(ground: Ground) -> Iterator[Reading]:
    """Seconds and memory from start to end of the process; the articles were ingested before."""
    for size in each(ground):
        day = ground.day(size)
        desk = ground.copy(size, "today")
        first = draft("today", "--date", day, "--desk", desk)
        yield Reading("today, never embedded", first.seconds, "s", size)
        yield Reading("today, processor", first.processor, "s", size)
        yield Reading("today, memory", first.megabytes, "MB", size)
        again = draft("today", "--date", day, "--desk", desk)
        yield Reading("today again", again.seconds, "s", size)
