"""The lines of `draft extract`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from agent.sources.article import Found
from agent.sources.reading import read

_FIELDS = ("title", "published", "publisher", "author", "url", "text")


def extract_lines(paths: Iterable[str | Path], *, fetched: str) -> Iterator[dict[str, str]]:
    """For each source in `paths` (see `reading.read`) the fields of its line, or {"file", "error"}."""
    for outcome in read(paths, fetched=fetched):
        if isinstance(outcome, Found):
            source = outcome.source
            yield {"file": source.origin} | {field: getattr(source, field) for field in _FIELDS}
        else:
            yield {"file": outcome.origin, "error": outcome.message}
