"""Where a headline runs into the first sentence of its story without a mark between them."""

from __future__ import annotations

from functools import lru_cache

#: Pairs of letters that must come back behind the join, and the least and most letters before it.
_AGAIN, _LEAST, _MOST = 7, 10, 48
#: Letters that must follow the join.
_REST = 12
_MARKS = frozenset("，。、；：！？,.;:!?（(《“”》）) \u3000")


@lru_cache(maxsize=4096)
def joined(text: str) -> int:
    """The offset at which `text` tells once more what it has just told, 0 where it does not.

    A headline and the sentence after it share their words; within one sentence words hardly come back. The
    place is the one before which most pairs of letters come back behind it, and most of them do.
    """
    pairs = [text[i : i + 2] for i in range(len(text) - 1)]
    if len(pairs) - len(set(pairs)) < _AGAIN:
        return 0
    best, place = 0, 0
    for at in range(_LEAST, min(_MOST, len(text) - _REST) + 1):
        if (text[at - 1] in _MARKS and text[at - 1] not in "》”") or text[at] in _MARKS - set("《“"):
            continue
        after = set(pairs[at:])
        again = sum(1 for pair in pairs[: at - 1] if pair in after and not _marked(pair))
        whole = sum(1 for pair in pairs[: at - 1] if not _marked(pair))
        if again >= _AGAIN and again * 2 >= whole and 2 * again - whole >= best:
            best, place = 2 * again - whole, at
    return place


def _marked(pair: str) -> bool:
    return pair[0] in _MARKS or pair[1] in _MARKS
