"""The words of a side, with spans, and where in its sentences each stands: what alignment and coverage
rest on."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from agent.ground.lexicon import function_words, synonyms
from agent.ground.side import Side
from agent.models import Span
from agent.text.patterns import LATIN
from agent.text.tokens import tokens

_WORD = re.compile(r"[A-Za-z\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile(LATIN + r"(?:[.+&'-][A-Za-z0-9]+)*")
#: What a word is worth when it is found in another form.
SYNONYM, PARTS = 0.85, 0.7
#: How many words a text keeps its answer for.
_KNOWN = 4096
#: So many pairs of characters are looked for in a text before all of them are.
_LOOKED_FOR = 400


class Word(NamedTuple):
    """A word of a text: `text` is folded and lower case, `tag` the segmenter's part of speech, `weight`
    how much it says (0 for function words and bare numbers)."""

    text: str
    span: Span
    tag: str
    weight: float


@dataclass(frozen=True, eq=False)
class Wording:
    """The words of a side. `by_word` and `with_pair` give the sentences a word or a pair of characters
    stands in; what nobody asks for is not made."""

    folded: str
    sentences: tuple[Span, ...]
    ends: tuple[int, ...]
    pairs: dict[str, Sequence[int]] = field(default_factory=dict)
    known: dict[str, dict[int, float]] = field(default_factory=dict)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words, in order."""
        return read_words(self.folded)

    @cached_property
    def lower(self) -> str:
        """The text in lower case, as long."""
        return lowered(self.folded)

    @cached_property
    def by_word(self) -> Mapping[str, Sequence[int]]:
        """Word → the sentences in which it stands, in order."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        number, last = 0, len(self.sentences) - 1
        ends = self.ends
        for word, start, _, _ in _pieces(self.folded):
            while number < last and ends[number] <= start:
                number += 1
            at = found[word]
            if not at or at[-1] != number:
                at.append(number)
        return found

    def with_pair(self, pair: str) -> Sequence[int]:
        """The sentences in which two characters stand together, in order. The first pairs asked for are looked for one by
        one; for more of them it is worth to look all up at once."""
        found = self.pairs.get(pair)
        if found is None:
            if len(self.pairs) < _LOOKED_FOR:
                found = self.pairs[pair] = self._look_for(pair)
            else:
                found = self._by_pair.get(pair, ())
        return found

    def _look_for(self, pair: str) -> list[int]:
        out: list[int] = []
        at = self.lower.find(pair)
        while at >= 0:
            number = bisect_right(self.ends, at)
            if number == len(self.ends):
                break
            start, end = self.sentences[number]
            inside = start <= at and at + 2 <= end
            if inside:
                out.append(number)
            at = self.lower.find(pair, end - 1 if inside else at + 1)
        return out

    @cached_property
    def _by_pair(self) -> Mapping[str, Sequence[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, (start, end) in enumerate(self.sentences):
            for pair in set(map(str.__add__, self.lower[start : end - 1], self.lower[start + 1 : end])):
                found[pair].append(number)
        return found

    def levels(self, word: str) -> dict[int, float]:
        """Sentence → how well it holds `word`: 1 as it stands, `SYNONYM` or a share of `PARTS` in another
        form."""
        found = self.known.get(word)
        if found is None:
            found = _levels(word, self)
            if len(self.known) < _KNOWN:
                self.known[word] = found
        return found


def _levels(word: str, text: Wording) -> dict[int, float]:
    out: dict[int, float] = {}
    if len(word) == 2 and not word.isascii():
        out = dict.fromkeys(text.with_pair(word), 1.0)
    elif len(word) > 2 and not word.isascii():
        share = PARTS / (len(word) - 1)
        for i in range(len(word) - 1):
            for sentence in text.with_pair(word[i : i + 2]):
                out[sentence] = out.get(sentence, 0.0) + share
        for sentence, level in out.items():
            if level >= PARTS - 1e-9 and text.lower.find(word, *text.sentences[sentence]) >= 0:
                out[sentence] = 1.0
    known = text.by_word
    for other in synonyms().get(word, ()):
        if other in known:
            for sentence in known[other]:
                if out.get(sentence, 0.0) < SYNONYM:
                    out[sentence] = SYNONYM
    for sentence in known.get(word, ()):
        out[sentence] = 1.0
    return out


@lru_cache(maxsize=4096)
def read_words(folded: str) -> tuple[Word, ...]:
    """The words of a folded text, in order; punctuation and white space left out."""
    return tuple(
        Word(text, (start, end), tag or "eng", _weight(text, tag) if tag else 1.0 if len(text) > 1 else 0.3)
        for text, start, end, tag in _pieces(folded)
    )


def _pieces(folded: str) -> list[tuple[str, int, int, str]]:
    """The words in lower case with start, end and tag; the pieces of a Latin name (`JM7200`, `Wi-Fi`) are one word
    whose tag is empty."""
    out: list[tuple[str, int, int, str]] = []
    runs = _LATIN.finditer(folded)
    run, first, stop = _next_run(runs)
    for text, tag, start in tokens(folded):
        lower = _word(text)
        if lower is None:
            continue
        end = start + len(text)
        if start < first:
            out.append((lower, start, end, tag))
            continue
        while stop <= start:
            run, first, stop = _next_run(runs)
        if start < first or stop < end:
            out.append((lower, start, end, tag))
        elif not out or out[-1][1:3] != (first, stop):
            out.append((run, first, stop, ""))
    return out


def _next_run(runs: Iterator[re.Match[str]]) -> tuple[str, int, int]:
    """The next Latin name in lower case with its span; one beyond every text where there is none."""
    run = next(runs, None)
    return ("", sys.maxsize, sys.maxsize) if run is None else (run.group().lower(), *run.span())


@lru_cache(maxsize=65536)
def _word(text: str) -> str | None:
    """A token in lower case; None where it is no word."""
    return text.lower() if _WORD.search(text) else None


@lru_cache(maxsize=65536)
def _weight(text: str, tag: str) -> float:
    if text in function_words() or not _WORD.search(text):
        return 0.0
    if tag.startswith(("u", "p", "c", "x", "y", "m", "q", "r")) and len(text) < 3:
        return 0.1
    if len(text) == 1:
        return 0.3
    return min(2.0, 0.6 + 0.2 * len(text))


@lru_cache(maxsize=1024)
def lowered(folded: str) -> str:
    """`folded` in lower case, letter for letter as long as before."""
    lower = folded.lower()
    if len(lower) == len(folded):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in folded)


@lru_cache(maxsize=4096)
def _wording(folded: str, sentences: tuple[Span, ...]) -> Wording:
    return Wording(folded, sentences, tuple(end for _, end in sentences))


def wording(side: Side) -> Wording:
    """The words of `side`; made once for the same text."""
    return _wording(side.folded, side.sentences)
