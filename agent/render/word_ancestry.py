"""Which sentence of brief.md a sentence in Word was made from, found by its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from agent.models import Sentence

#: How much of the shorter of two sentences must stand in the other for one to be made from the other.
_SAME = 0.6
#: Shorter runs of characters in common are chance; shorter sentences are known only when they are the same.
_RUN, _SHORTEST = 3, 6
_SPACE = re.compile(r"\s+")


def bare(text: str) -> str:
    """`text` without its white space, as texts are compared here."""
    return _SPACE.sub("", text)


class Ancestry:
    """The sentences of brief.md, to be asked in the order of the Word file."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self._old = [(bare(s.text), s) for s in sentences]
        self._met: Counter[str] = Counter()

    def same(self, text: str) -> Sentence | None:
        """The old sentence with these words.

        Where several have them, each call gives the next: what stood there twice, with a footnote once, comes
        back so.
        """
        mine = bare(text)
        found = [sentence for theirs, sentence in self._old if theirs == mine]
        at = self._met[mine]
        self._met[mine] += 1
        return found[min(at, len(found) - 1)] if found else None

    def nearest(self, text: str) -> Sentence | None:
        """The old sentence whose words this one mostly has, or that mostly stands in this one."""
        mine = bare(text)
        best, score = None, _SAME
        for theirs, sentence in self._old:
            if mine == theirs:
                return sentence
            shorter = min(len(mine), len(theirs))
            if shorter < _SHORTEST:
                continue
            matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
            if matcher.real_quick_ratio() == 0:
                continue
            common = sum(block.size for block in matcher.get_matching_blocks() if block.size >= _RUN)
            if common / shorter > score:
                best, score = sentence, common / shorter
        return best
