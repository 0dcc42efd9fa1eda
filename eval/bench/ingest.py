"""`draft ingest` of a JSONL file into an empty desk, near-duplicates and all, and once more."""

from __future__ import annotations

from collections.abc import Iterator

from eval.bench.ground import Ground, Reading, draft, each


def run(ground: Ground) -> Iterator[Reading]:
    """Articles a second from start to end of the process, its memory, and how long it takes to say that nothing is new."""
    for size in each(ground):
        ran = ground.ingested(size)
        yield Reading("ingest", size / ran.seconds, "articles/s", size)
        yield Reading("ingest, processor", 1000 * ran.processor / size, "ms/article", size)
        yield Reading("ingest, memory", ran.megabytes, "MB", size)
        again = draft("ingest", ground.file(size), "--desk", ground.desk(size))
        yield Reading("ingest again", again.seconds, "s", size)
