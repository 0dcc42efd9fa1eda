"""Words of a text as the segmenter cuts and tags them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

#: Longer runs without a break are cut before the segmenter sees them: no one writes them, and its cost is
#: not linear.
_LONGEST_RUN = 2000

Token = tuple[str, str, int]  #: a word as the segmenter cuts it, its part of speech, where it begins


@cache
def segmenter() -> Any:
    """The module that cuts and tags words; imported when first needed, for it takes a moment to load."""
    import rjieba

    return rjieba


@lru_cache(maxsize=64)
def tokens(text: str) -> tuple[Token, ...]:
    """All of `text` cut into words; kept only for the texts last asked for, since it is large."""
    out, at = [], 0
    for start in range(0, len(text), _LONGEST_RUN):
        for word, tag in segmenter().tag(text[start : start + _LONGEST_RUN]):
            out.append((word, tag, at))
            at += len(word)
    return tuple(out)
