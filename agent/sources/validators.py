"""What is remembered of an answer, so that a server need not send again what we have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the version we have: sent back, it answers 304 while that is the current one."""

    etag: str = ""
    modified: str = ""
