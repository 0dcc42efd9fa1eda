"""The bench: how fast and how large, as curves over the number of articles, through the program as its user runs it.

    python -m eval.bench [MEASURE …] [--sizes 1000,4000,…] [--corpus NEWS.jsonl.gz] [--out READINGS.json]

One module a measure, named in MEASURES; each has `run(ground: Ground) -> Iterator[Reading]` and a docstring whose first
line is its heading. The ground holds articles and desks of each size, so that measures share what takes long to make.
Timings are wall clock on the machine it runs on and are not tested; that the bench runs is.
"""

from __future__ import annotations

from eval.bench.ground import Ground, Reading

#: In the order they are run.
MEASURES = ("help", "ingest", "today", "search", "checker")

__all__ = ["MEASURES", "Ground", "Reading"]
