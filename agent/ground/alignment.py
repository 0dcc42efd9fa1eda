"""Which sentences of the sources a clause of the claim rests on, and which of its words stand there."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from agent.ground.lexicon import synonyms
from agent.ground.side import Side
from agent.ground.words import Word, Wording, wording
from agent.models import Span

#: What a word is worth when it is found in another form.
_SYNONYM, _PARTS = 0.85, 0.7
#: How much a word in the sentence before or after the best one counts.
_NEIGHBOUR = 0.6


@dataclass(frozen=True, slots=True)
class Support:
    """How one word of the claim is supported: `near` in the sentences its clause rests on, `anywhere` in the
    sources (0 to 1 each)."""

    word: Word
    near: float
    anywhere: float


@dataclass(frozen=True, slots=True)
class AlignedClause:
    """A clause of the claim, the source sentence it rests on (`source` -1 where none), and its words' support."""

    span: Span
    source: int
    sentence: int
    source_span: Span
    score: float
    supports: tuple[Support, ...]

    @property
    def coverage(self) -> float:
        """The weighted share of the clause's words that stand in its source sentence; 1 for an empty clause."""
        total = sum(s.word.weight for s in self.supports)
        return sum(s.word.weight * s.near for s in self.supports) / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Alignment:
    """All clauses of a claim with what they rest on."""

    clauses: tuple[AlignedClause, ...]

    def at(self, position: int) -> AlignedClause | None:
        """The aligned clause holding `position` of the claim."""
        for clause in self.clauses:
            if clause.span[0] <= position < clause.span[1]:
                return clause
        return None


def align(claim: Side, sources: Sequence[Side]) -> Alignment:
    """Each clause of `claim` with the sentence of `sources` that holds most of its words."""
    texts = [wording(source) for source in sources]
    words = wording(claim).words
    votes = [_votes(word, texts) for word in words]
    total: dict[tuple[int, int], float] = {}
    for vote in votes:
        for place, value in vote.items():
            total[place] = total.get(place, 0.0) + value
    out = []
    for span in claim.clauses:
        inside = [i for i, word in enumerate(words) if span[0] <= word.span[0] < span[1]]
        out.append(_aligned(span, [words[i] for i in inside], [votes[i] for i in inside], total, texts))
    return Alignment(tuple(out))


def rest_on(claim: Side, span: Span, sources: Sequence[Side]) -> AlignedClause:
    """What the stretch `span` of `claim` rests on, whatever clause it lies in."""
    texts = [wording(source) for source in sources]
    words = [word for word in wording(claim).words if span[0] <= word.span[0] < span[1]]
    return _aligned(span, words, [_votes(word, texts) for word in words], {}, texts)


def best_clause(words: Sequence[Word], source: Side, sentence: Span) -> Span:
    """The clause of `source` inside `sentence` that holds most of `words`; the whole sentence where none does."""
    best, best_score = sentence, 0.0
    first = bisect_right(source.clauses, sentence, key=lambda span: (span[1], span[1]))
    for start, end in source.clauses[first:]:
        if start >= sentence[1]:
            break
        piece = source.folded[start:end].lower()
        score = sum(word.weight * held_by(word.text, piece) for word in words)
        if score > best_score:
            best, best_score = (start, end), score
    return best


def held_by(word: str, piece: str) -> float:
    """How well `piece` (lower case) holds `word`: as it stands, by a synonym, or in parts."""
    if word in piece:
        return 1.0
    if any(other in piece for other in synonyms().get(word, ()) if len(other) > 1):
        return _SYNONYM
    if len(word) < 2 or word.isascii():
        return 0.0
    return _PARTS * sum(word[i : i + 2] in piece for i in range(len(word) - 1)) / (len(word) - 1)


def _votes(word: Word, texts: Sequence[Wording]) -> dict[tuple[int, int], float]:
    """Source sentence → how well it holds `word`, weighted by the word's weight and rarity."""
    if not word.weight:
        return {}
    found: dict[tuple[int, int], float] = {}
    for number, text in enumerate(texts):
        for sentence, level in _levels(word.text, text).items():
            found[number, sentence] = level
    if not found:
        return {}
    rarity = word.weight / (1.0 + math.log1p(len(found)))
    return {place: level * rarity for place, level in found.items()}


def _levels(word: str, text: Wording) -> dict[int, float]:
    """Sentence → how well it holds `word` (1 as it stands, less in another form)."""
    out: dict[int, float] = {}
    if len(word) > 1 and not word.isascii():
        pairs = [text.by_pair.get(word[i : i + 2], ()) for i in range(len(word) - 1)]
        share = _PARTS / len(pairs)
        for sentences in pairs:
            for sentence in sentences:
                out[sentence] = out.get(sentence, 0.0) + share
        for sentence, level in out.items():
            if level >= _PARTS - 1e-9:
                start, end = text.sentences[sentence]
                if text.lower.find(word, start, end) >= 0:
                    out[sentence] = 1.0
    for other in synonyms().get(word, ()):
        for sentence in text.by_word.get(other, ()):
            out[sentence] = max(out.get(sentence, 0.0), _SYNONYM)
    for sentence in text.by_word.get(word, ()):
        out[sentence] = 1.0
    return out


def _aligned(
    span: Span,
    words: list[Word],
    votes: list[dict[tuple[int, int], float]],
    total: dict[tuple[int, int], float],
    texts: Sequence[Wording],
) -> AlignedClause:
    score: dict[tuple[int, int], float] = {}
    for vote in votes:
        for place, value in vote.items():
            score[place] = score.get(place, 0.0) + value
    best, best_score = (-1, -1), 0.0
    for place, value in score.items():
        whole = value + 0.35 * total.get(place, 0.0)
        if whole > best_score or (whole == best_score and place < best):
            best, best_score = place, whole
    if best[0] < 0:
        return AlignedClause(span, -1, -1, (0, 0), 0.0, tuple(Support(w, 0.0, 0.0) for w in words))
    text = texts[best[0]]
    supports = tuple(_support(word, best, texts) for word in words)
    return AlignedClause(span, best[0], best[1], text.sentences[best[1]], score[best], supports)


def _support(word: Word, best: tuple[int, int], texts: Sequence[Wording]) -> Support:
    near = anywhere = 0.0
    for number, text in enumerate(texts):
        levels = _levels(word.text, text)
        if levels:
            anywhere = max(anywhere, max(levels.values()))
        if number == best[0] and levels:
            near = levels.get(best[1], 0.0)
            for neighbour in (best[1] - 1, best[1] + 1):
                near = max(near, _NEIGHBOUR * levels.get(neighbour, 0.0))
    return Support(word, near, anywhere)
