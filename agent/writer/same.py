"""How much of one sentence another already says, by pairs of characters and by figures."""

from __future__ import annotations

import re
from functools import lru_cache

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_LETTER = re.compile(r"[^\W_]")


@lru_cache(maxsize=4096)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters of `text`, punctuation left out."""
    letters = "".join(_LETTER.findall(text))
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1))


@lru_cache(maxsize=4096)
def figures(text: str) -> frozenset[str]:
    """The digit strings of `text`, thousands separators left out."""
    return frozenset(match.replace(",", "") for match in _DIGITS.findall(text))


def share(text: str, other: str) -> float:
    """The part of `text` that stands in `other`, between 0 and 1."""
    mine = pairs(text)
    return len(mine & pairs(other)) / len(mine) if mine else 1.0


def repeats(text: str, said: list[str]) -> bool:
    """Whether `text` says little that the sentences `said` do not."""
    mine = figures(text)
    for other in said:
        alike = max(share(text, other), share(other, text) * 0.9)
        both = len(mine & figures(other))
        if both >= 2 and both * 5 >= len(mine) * 3 and alike > 0.2:
            return True
        if alike > 0.5 or (mine and mine <= figures(other) and alike > 0.3):
            return True
    together = "".join(said)
    known = figures(together)
    return bool(said) and (share(text, together) > 0.75 or (len(mine) > 1 and mine <= known))
