"""Which sentences of the sources a clause of the claim rests on, and which of its words stand there."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from agent.ground.lexicon import longer_synonyms
from agent.ground.side import Side
from agent.ground.words import PARTS, SYNONYM, Word, Wording, wording
from agent.models import Span

Place = (
    int  #: number of a source times `_MANY`, and the number of its sentence: quicker to look up than a pair
)
_MANY = 1 << 24
#: How much what the whole claim finds in a sentence counts for each of its clauses.
_SHARED = 0.35
#: A clause that sets the scene for the one after it, and how much more it then counts.
_SETTING = re.compile(r"(?:但|而|不过)?(?:在|于)[^,，]{2,16}(?:上|中|时|期间|里|内|会|方面)[,，]?$")
_SCENE = 2.0
#: A place that scores this share of the best may be the one meant.
_RIVAL = 0.85
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
    """A clause of the claim, the source sentence it rests on (`source` -1 where none), and its words'
    support."""

    span: Span
    source: int
    sentence: int
    source_span: Span
    source_clause: Span  #: the clause of that sentence that holds most of the words
    score: float
    supports: tuple[Support, ...]
    rivals: tuple[tuple[int, Span], ...] = ()  #: source and sentence of places that hold nearly as much

    @property
    def coverage(self) -> float:
        """The weighted share of the clause's words that stand in its source sentence; 1 for an empty
        clause."""
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
    placed = _all_placed(claim, tuple(sources))
    total: dict[Place, float] = {}
    for word in placed:
        for place, value in word.votes.items():
            total[place] = total.get(place, 0.0) + value
    out: list[AlignedClause] = []
    setting: Sequence[_Placed] = ()
    for span in claim.clauses:
        own = [p for p in placed if span[0] <= p.word.span[0] < span[1]]
        out.append(_aligned(span, own, _shared(total, setting), sources, texts))
        setting = own if _SETTING.match(claim.folded[slice(*span)]) else ()
    return Alignment(tuple(out))


def _shared(total: Mapping[Place, float], setting: Sequence[_Placed]) -> Mapping[Place, float]:
    """What the whole claim finds in each sentence, and the clause that sets the scene for the next (`在年会上，`) once more."""
    if not setting:
        return total
    out = dict(total)
    for word in setting:
        for place, value in word.votes.items():
            out[place] = out.get(place, 0.0) + _SCENE * value
    return out


def rest_on(claim: Side, span: Span, sources: Sequence[Side]) -> AlignedClause:
    """What the stretch `span` of `claim` rests on, whatever clause it lies in."""
    texts = [wording(source) for source in sources]
    placed = [p for p in _all_placed(claim, tuple(sources)) if span[0] <= p.word.span[0] < span[1]]
    return _aligned(span, placed, {}, sources, texts)


def best_clause(words: Sequence[Word], source: Side, sentence: Span) -> Span:
    """The clause of `source` inside `sentence` that holds most of `words`; the whole sentence where none
    does."""
    best, best_score = sentence, 0.0
    telling = [word for word in words if word.weight]
    first = bisect_right(source.clauses, sentence, key=lambda span: (span[1], span[1]))
    for start, end in source.clauses[first:]:
        if start >= sentence[1]:
            break
        piece = source.folded[start:end].lower()
        score = sum([word.weight * held_by(word.text, piece) for word in telling])
        if score > best_score:
            best, best_score = (start, end), score
    return best


def held_by(word: str, piece: str) -> float:
    """How well `piece` (lower case) holds `word`: as it stands, by a synonym, or in parts."""
    if word in piece:
        return 1.0
    for other in longer_synonyms().get(word, ()):
        if other in piece:
            return SYNONYM
    if len(word) < 2 or word.isascii():
        return 0.0
    return PARTS * sum(word[i : i + 2] in piece for i in range(len(word) - 1)) / (len(word) - 1)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word of the claim with the sentences that hold it: how well, by source, and what that counts for
    a place."""

    word: Word
    levels: tuple[dict[int, float], ...]
    votes: dict[Place, float]
    anywhere: float  #: how well the sentence that holds it best does


@lru_cache(maxsize=4)
def _all_placed(claim: Side, sources: tuple[Side, ...]) -> tuple[_Placed, ...]:
    """The words of the claim with the sentences that hold them; several readings ask for them in turn."""
    texts = [wording(source) for source in sources]
    return tuple(_placed(word, texts) for word in wording(claim).words)


def _placed(word: Word, texts: Sequence[Wording]) -> _Placed:
    if not word.weight:  # 的, 在: they stand everywhere and decide nothing
        return _Placed(word, ({},) * len(texts), {}, 0.0)
    levels = tuple(text.levels(word.text) for text in texts)
    count = sum(map(len, levels))
    anywhere = max((max(found.values()) for found in levels if found), default=0.0)
    if not count:
        return _Placed(word, levels, {}, anywhere)
    rarity = word.weight / (1.0 + math.log1p(count))
    votes = {
        number * _MANY + sentence: level * rarity
        for number, found in enumerate(levels)
        for sentence, level in found.items()
    }
    return _Placed(word, levels, votes, anywhere)


def _aligned(
    span: Span,
    placed: Sequence[_Placed],
    total: Mapping[Place, float],
    sources: Sequence[Side],
    texts: Sequence[Wording],
) -> AlignedClause:
    score: dict[Place, float] = {}
    for word in placed:
        for place, value in word.votes.items():
            score[place] = score.get(place, 0.0) + value
    best, best_score = -1, 0.0
    for place, value in score.items():
        whole = value + _SHARED * total.get(place, 0.0)
        if whole > best_score or (whole == best_score and place < best):
            best, best_score = place, whole
    if best < 0:
        nothing = tuple(Support(p.word, 0.0, 0.0) for p in placed)
        return AlignedClause(span, -1, -1, (0, 0), (0, 0), 0.0, nothing)
    number, at = divmod(best, _MANY)
    sentence = texts[number].sentences[at]
    clause = best_clause([p.word for p in placed], sources[number], sentence)
    supports = tuple(_support(p, number, at) for p in placed)
    return AlignedClause(
        span,
        number,
        at,
        sentence,
        clause,
        score[best],
        supports,
        _rivals(score, total, best, best_score, texts),
    )


def _rivals(
    score: dict[Place, float],
    total: Mapping[Place, float],
    best: Place,
    best_score: float,
    texts: Sequence[Wording],
) -> tuple[tuple[int, Span], ...]:
    return tuple(
        (place // _MANY, texts[place // _MANY].sentences[place % _MANY])
        for place, value in score.items()
        if place != best and value + _SHARED * total.get(place, 0.0) >= _RIVAL * best_score
    )


def _support(placed: _Placed, number: int, sentence: int) -> Support:
    found = placed.levels[number]
    near = found.get(sentence, 0.0)
    for neighbour in (sentence - 1, sentence + 1):
        near = max(near, _NEIGHBOUR * found.get(neighbour, 0.0))
    return Support(placed.word, near, placed.anywhere)
