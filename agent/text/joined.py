"""Where a headline runs into the first sentence of its story without a mark between them."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

#: Pairs of letters that must come back behind the join, and the least and most letters before it.
_AGAIN, _LEAST, _MOST = 7, 10, 48
#: Letters that must follow the join.
_REST = 12
_MARKS = frozenset("，。、；：！？,.;:!?（(《“”》）) \u3000")

#: Marks that no title begins with.
_INSIDE = _MARKS - set("《“")


@lru_cache(maxsize=4096)
def joined(text: str) -> int:
    """The offset at which `text` tells once more what it has just told, 0 where it does not.

    A headline and the sentence after it share their words; within one sentence words hardly come back. The
    place is the one before which most pairs of letters come back behind it, and most of them do.
    """
    pairs = [text[i : i + 2] for i in range(len(text) - 1)]
    if len(pairs) - len(set(pairs)) < _AGAIN:
        return 0
    last = {pair: at for at, pair in enumerate(pairs)}
    steps = [0] * (
        len(pairs) + 2
    )  # where a pair begins to lie before the place and come back behind it, and ends to
    for at, pair in enumerate(pairs[: _MOST - 1]):
        if last[pair] >= at + 2 and not _marked(pair):
            steps[at + 2] += 1
            steps[last[pair] + 1] -= 1
    again = list(accumulate(steps))
    whole = list(accumulate((not _marked(pair) for pair in pairs[:_MOST]), initial=0))
    best, place = 0, 0
    for at in range(_LEAST, min(_MOST, len(text) - _REST) + 1):
        if (text[at - 1] in _MARKS and text[at - 1] not in "》”") or text[at] in _INSIDE:
            continue
        surplus = 2 * again[at] - whole[at - 1]
        if again[at] >= _AGAIN and surplus >= best:  # most of the pairs before the place come back
            best, place = surplus, at
    return place


def _marked(pair: str) -> bool:
    return pair[0] in _MARKS or pair[1] in _MARKS
