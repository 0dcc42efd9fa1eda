"""How much the words around two spans are alike: shared pairs of characters, for choosing among places."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from operator import add
from typing import Final

from agent.ground.side import Side
from agent.models import Span

#: Characters so common that a pair with one of them says nothing.
_COMMON: Final = "的了在是和与及为等对将有以于也已中其这该并或到从个同比"


def telling(common: str) -> str:
    """The Chinese characters but for `common`, as the ranges of a class of an expression."""
    points = sorted({0x4E00 - 1, *map(ord, common), 0x9FA5 + 1})
    return "".join(f"{chr(a + 1)}-{chr(b - 1)}" for a, b in pairwise(points) if b - a > 1)


_WORDS: Final = re.compile(rf"[{telling(_COMMON)}]{{2,}}|[A-Za-z]{{2,}}")


@lru_cache(maxsize=1024)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters, and the Latin words, of `text`."""
    out: set[str] = set()
    for word in _WORDS.findall(text):
        if word.isascii():
            out.add(word.lower())
            continue
        out.update(map(add, word, word[1:]))
    return frozenset(out)


def share(word: str, text: str) -> float:
    """Share of the pairs of neighbouring letters of `word` that stand in `text`; 0 for a word without any."""
    found = [word[i : i + 2] in text for i in range(len(word) - 1)]
    return sum(found) / len(found) if found else 0.0


def alike(one: str, two: str) -> float:
    """Share of the pairs of the shorter that stand in the other."""
    short, long = sorted((one, two), key=len)
    return share(short, long)


def likeness(wanted: frozenset[str], source: Side, span: Span) -> float:
    """Share of the `wanted` pairs that stand around `span` of the source; its own clause counts double."""
    if not wanted:
        return 0.0
    near = _within(source, source.clause_of(span))
    wide = _within(source, source.sentence_of(span))
    return (len(wanted & near) + 0.5 * len(wanted & wide)) / (1.5 * len(wanted))


@lru_cache(maxsize=65536)
def _within(side: Side, span: Span) -> frozenset[str]:
    """The pairs of a clause or sentence of `side`."""
    return pairs(side.folded[slice(*span)])


#: So many letters around a place, the same in the same order, make it the very place.
_VERY: Final = 16


def very_place(claim: Side, span: Span, source: Side, there: Span, least: int = _VERY) -> bool:
    """Whether the letters right before and right after `span` of the claim are those around `there` of the source, `least`
    of them."""
    before = after = 0
    while (
        before < _VERY
        and span[0] - before > 0
        and there[0] - before > 0
        and claim.folded[span[0] - before - 1] == source.folded[there[0] - before - 1]
    ):
        before += 1
    while (
        after < _VERY
        and span[1] + after < len(claim.folded)
        and there[1] + after < len(source.folded)
        and claim.folded[span[1] + after] == source.folded[there[1] + after]
    ):
        after += 1
    return before + after >= least
