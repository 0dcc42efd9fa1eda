"""`draft --help`: seconds until the prompt is back, the median of seven."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from eval.bench.ground import Ground, Reading, draft


def run(ground: Ground) -> Iterator[Reading]:
    """One reading; the files are in the disk's cache after the first run, which does not count."""
    draft("--help")
    yield Reading("draft --help", median(draft("--help").seconds for _ in range(7)), "s")
