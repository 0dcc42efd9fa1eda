"""One word exchanged in a clause that is otherwise the source's: 参议院 for 众议院, 棕熊宝宝 for 雪豹宝宝.

The two texts are laid side by side word by word. Where one noun of the claim stands between the very words between which the
source has another noun, and the claim's noun is told of something else in the sources (or ends alike, as 众议院 and 参议院
do), the one may have been taken for the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from agent.ground.alignment import AlignedClause, Alignment
from agent.ground.lexicon import function_words, synonyms
from agent.ground.side import Findings, Side
from agent.ground.words import wording
from agent.models import Reason, Span

#: Parts of speech of names and of other nouns: one is exchanged for its like.
_NAMES: Final = ("nr", "ns", "nt", "nz", "nrt", "nrfg")
_NOUNS: Final = ("n", "vn", "j", "b", "s", "l")
#: Parts of speech that are passed over.
_LIGHT: Final = ("u", "uj", "ul", "ug", "p", "c", "y", "d", "r", "x", "w")
#: From this coverage on a clause is taken to say what its sentence says; of its other words so many must stand there in order.
_HELD, _KEPT = 0.4, 0.7
#: From this coverage on only the name is told otherwise. Places and bodies, of so many letters.
_SURELY: Final = 0.7
_KIN: Final = ("ns", "nt")
_LONG: Final = 3
#: Words that stand so far apart are still next to each other.
_GAP: Final = 2


class _Word(NamedTuple):
    text: str
    tag: str
    span: Span


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """Doubts a noun of the claim in the place of another one of the source; objects to two that have changed places."""
    unsure: list[Reason] = []
    for aligned in alignment.clauses:
        if aligned.source < 0 or aligned.coverage < _HELD:
            continue
        source = sources[aligned.source]
        found = [pair for pair in _exchanged(claim, source, aligned) if _taken_for(*pair, claim, sources)]
        for ours, theirs in found or _of_kin(claim, source, aligned):
            said = source.text[slice(*theirs.span)]
            unsure.append(
                Reason(
                    kind="sibling",
                    claim_span=ours.span,
                    message=f"来源在这里说的是“{said}”，不是“{claim.text[slice(*ours.span)]}”，请核对。",
                    source_id=source.id,
                    source_span=theirs.span,
                )
            )
    return Findings(reasons=tuple(_crossed(claim, sources, alignment)), unsure=tuple(unsure))


def _crossed(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Iterator[Reason]:
    """Two nouns of a sentence each beside the word that has the other beside it in the source: 规培医师初标、医学生复核."""
    for number, span in {
        (c.source, c.source_span) for c in alignment.clauses if c.source >= 0 and c.coverage >= _HELD
    }:
        source = sources[number]
        own = [
            w
            for c in alignment.clauses
            if (c.source, c.source_span) == (number, span)
            for w in _words(claim, c.span)
        ]
        ours, theirs = _beside(claim, own), _beside(source, _words(source, span))
        common = [key for key in ours if key in theirs]
        for at, one in enumerate(common):
            for two in common[at + 1 :]:
                mine, other = ours[one], ours[two]
                turned = mine.text == theirs[two].text and other.text == theirs[one].text
                if turned and mine.text != other.text and _noun(mine) and _noun(other):
                    yield _turned(claim, source, mine, theirs[one])
                    return


def _beside(side: Side, words: Sequence[_Word]) -> dict[tuple[str, str], _Word]:
    """Each word that stands only once and what joins it to the word before it, with that word."""
    count = Counter(word.text for word in words)
    return {
        (word.text, side.folded[before.span[1] : word.span[0]]): before
        for before, word in pairwise(words)
        if count[word.text] == 1 and word.span[0] - before.span[1] <= _GAP
    }


def _turned(claim: Side, source: Side, ours: _Word, theirs: _Word) -> Reason:
    return Reason(
        kind="order",
        claim_span=ours.span,
        message=f"与来源相比，“{claim.text[slice(*ours.span)]}”和“{source.text[slice(*theirs.span)]}”对调了。",
        source_id=source.id,
        source_span=theirs.span,
    )


def _taken_for(ours: _Word, theirs: _Word, claim: Side, sources: Sequence[Side]) -> bool:
    """Whether two nouns may have been taken for each other: of one kind, neither told in the other's sentence."""
    if (ours.tag in _NAMES) != (theirs.tag in _NAMES) or theirs.text in claim.folded:
        return False
    alike = ours.text[-1] == theirs.text[-1] and len(ours.text) == len(theirs.text)
    if set(ours.text) & set(theirs.text) and not alike:
        return False
    return alike or any(ours.text in side.folded for side in sources)


def _of_kin(claim: Side, source: Side, aligned: AlignedClause) -> Iterator[tuple[_Word, _Word]]:
    """A place or body of the clause that its sentence has not, while it has another one called alike: 鼎城区, 武陵区."""
    if aligned.coverage < _SURELY:
        return
    sentence = source.folded[slice(*aligned.source_span)]
    theirs = [w for w in _words(source, aligned.source_span) if w.tag in _KIN and w.text not in claim.folded]
    for ours in _words(claim, aligned.span):
        if ours.tag not in _KIN or ours.text in sentence or len(ours.text) < _LONG:
            continue
        other = next(
            (w for w in theirs if len(w.text) == len(ours.text) and w.text[-1] == ours.text[-1]), None
        )
        if other is not None:
            yield ours, other


def _exchanged(claim: Side, source: Side, aligned: AlignedClause) -> Iterator[tuple[_Word, _Word]]:
    """Single nouns of the clause and of the source's sentence that stand between the same words."""
    ours, theirs = _words(claim, aligned.span), _words(source, aligned.source_span)
    if len(ours) < 3:  # a word and two beside it
        return
    own = [word.text for word in ours]
    known = {form: o for o in reversed(own) for form in (*synonyms().get(o, ()), o)}
    there = [known.get(word.text) or _part(own, word.text) for word in theirs]
    if len(set(own).difference(there)) > len(own) * (1 - _KEPT) + 1:
        return  # too much of it stands otherwise
    blocks = SequenceMatcher(None, there, own, autojunk=False).get_matching_blocks()
    if sum(block.size for block in blocks) < _KEPT * (len(own) - 1):
        return
    for left, right in pairwise(blocks):
        a, b = left.a + left.size, left.b + left.size
        if not left.size or not right.size or right.a - a != 1 or right.b - b != 1:
            continue
        mine, other = ours[b], theirs[a]
        near = all(
            after.span[0] - before.span[1] <= _GAP
            for before, after in (
                (ours[b - 1], mine), (mine, ours[b + 1]), (theirs[a - 1], other), (other, theirs[a + 1]),
            )
        )  # fmt: skip
        if near and mine.text != other.text and _noun(mine) and _noun(other):
            yield mine, other


def _noun(word: _Word) -> bool:
    return len(word.text) > 1 and (word.tag in _NOUNS or word.tag in _NAMES)


def _part(own: Sequence[str], word: str) -> str:
    """The word of `own` that is part of `word` or holds it (软糖 of 味软糖), else `word` itself."""
    if len(word) < 2:
        return word
    return next((o for o in own if len(o) > 1 and (o in word or word in o)), word)


@lru_cache(maxsize=8192)
def _words(side: Side, span: Span) -> tuple[_Word, ...]:
    """The words of a stretch that say something, in order."""
    every = wording(side).words
    first = bisect_left(every, span[0], key=lambda word: word.span[0])
    last = bisect_left(every, span[1], key=lambda word: word.span[0])
    light = function_words()
    return tuple(
        _Word(w.text, w.tag, w.span) for w in every[first:last] if w.tag not in _LIGHT and w.text not in light
    )
