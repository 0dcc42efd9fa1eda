"""Many words looked for in a text at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import add

from agent.models import Span


class WordList:
    """Words of two characters or more, to be found wherever they stand; at one place the longest counts.

    As an expression of thousands of alternatives would find them, but at the cost of one look-up a character, and ready
    at once: such an expression takes long to make.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._by_opening: dict[str, tuple[str, ...]] = {}
        for word in sorted(set(words), key=len):
            self._by_opening[word[:2]] = (word, *self._by_opening.get(word[:2], ()))

    def find(self, text: str) -> Iterator[Span]:
        """Where words stand in `text`, from left to right, not overlapping."""
        done, openings = 0, self._by_opening
        places = [at for at, pair in enumerate(map(add, text, text[1:])) if pair in openings]
        for at in places:
            if at < done:
                continue
            for word in openings[text[at : at + 2]]:
                if text.startswith(word, at):
                    done = at + len(word)
                    yield at, done
                    break
