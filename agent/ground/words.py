"""The words of a side, with spans, and where in its sentences each stands: what alignment and coverage
rest on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from agent.ground.lexicon import function_words, synonyms
from agent.ground.side import Side
from agent.models import Span
from agent.text.names import segmenter
from agent.text.patterns import LATIN

_WORD = re.compile(r"[A-Za-z\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile(LATIN + r"(?:[.+&'-][A-Za-z0-9]+)*")
#: What a word is worth when it is found in another form.
SYNONYM, PARTS = 0.85, 0.7
#: How many words a text keeps its answer for.
_KNOWN = 4096
#: Longer runs without a break are cut before the segmenter sees them: no one writes them, and its cost is
#: not linear.
_LONGEST_RUN = 2000


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: `text` is folded and lower case, `tag` the segmenter's part of speech, `weight`
    how much it says (0 for function words and bare numbers)."""

    text: str
    span: Span
    tag: str
    weight: float


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a side. `by_word` and `by_pair` give the sentences a word or a pair of characters
    stands in."""

    words: tuple[Word, ...]
    lower: str
    sentences: tuple[Span, ...]
    by_word: dict[str, tuple[int, ...]]
    by_pair: dict[str, tuple[int, ...]]
    known: dict[str, dict[int, float]] = field(default_factory=dict, compare=False)

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
    if len(word) > 1 and not word.isascii():
        pairs = [text.by_pair.get(word[i : i + 2], ()) for i in range(len(word) - 1)]
        share = PARTS / len(pairs)
        for sentences in pairs:
            for sentence in sentences:
                out[sentence] = out.get(sentence, 0.0) + share
        for sentence, level in out.items():
            if level >= PARTS - 1e-9 and text.lower.find(word, *text.sentences[sentence]) >= 0:
                out[sentence] = 1.0
    for other in synonyms().get(word, ()):
        for sentence in text.by_word.get(other, ()):
            out[sentence] = max(out.get(sentence, 0.0), SYNONYM)
    for sentence in text.by_word.get(word, ()):
        out[sentence] = 1.0
    return out


@lru_cache(maxsize=4096)
def read_words(folded: str) -> tuple[Word, ...]:
    """The words of a folded text, in order; punctuation and white space left out."""
    found: list[Word] = []
    at = 0
    for start in range(0, len(folded), _LONGEST_RUN):
        for text, tag in segmenter().tag(folded[start : start + _LONGEST_RUN]):
            span = (at, at + len(text))
            at = span[1]
            if _WORD.search(text):
                lower = text.lower()
                found.append(Word(lower, span, str(tag), _weight(lower, str(tag))))
    return tuple(_join_latin(folded, found))


def _join_latin(folded: str, found: list[Word]) -> list[Word]:
    """`found` with the pieces of a Latin name (`JM7200`, `Wi-Fi`) as one word."""
    out: list[Word] = []
    runs = iter(_LATIN.finditer(folded))
    run = next(runs, None)
    for word in found:
        while run is not None and run.end() <= word.span[0]:
            run = next(runs, None)
        if run is not None and run.start() <= word.span[0] and word.span[1] <= run.end():
            if out and out[-1].span == run.span():
                continue
            text = run.group().lower()
            out.append(Word(text, run.span(), "eng", 1.0 if len(text) > 1 else 0.3))
        else:
            out.append(word)
    return out


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
    words = read_words(folded)
    lower = lowered(folded)
    by_word: dict[str, list[int]] = {}
    by_pair: dict[str, list[int]] = {}
    for number, (start, end) in enumerate(sentences):
        for i in range(start, end - 1):
            pair = lower[i : i + 2]
            at = by_pair.setdefault(pair, [])
            if not at or at[-1] != number:
                at.append(number)
    number = 0
    for word in words:
        while number < len(sentences) - 1 and sentences[number][1] <= word.span[0]:
            number += 1
        at = by_word.setdefault(word.text, [])
        if not at or at[-1] != number:
            at.append(number)
    return Wording(
        words,
        lower,
        sentences,
        {word: tuple(at) for word, at in by_word.items()},
        {pair: tuple(at) for pair, at in by_pair.items()},
    )


def wording(side: Side) -> Wording:
    """The words of `side`; made once for the same text."""
    return _wording(side.folded, side.sentences)
