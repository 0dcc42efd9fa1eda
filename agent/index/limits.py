"""What a search may be narrowed to, in words and in meaning alike."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """Filters of a search; None for any. Days are inclusive."""

    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    source: str | None = None

    @property
    def none(self) -> bool:
        """Whether everything passes."""
        return all(value is None for value in self)


EVERYTHING = Limits()
