"""Mixed facts: the right figure said of the wrong thing, where the source says that figure of another
thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.ground.alignment import Alignment, held_by
from agent.ground.lexicon import allies
from agent.ground.side import Findings, Side
from agent.ground.words import Word, wording
from agent.models import Reason, Span
from agent.text.quantities import Quantity

#: A sentence that deals its figures out to a list, where nearness says nothing.
_DEALT = re.compile(r"分别|依次|各为|之比|位列|到|至|—|~|降到|升到")
_ORDERED = re.compile(r"分别|依次|各为|各达")
#: What begins a new subject inside a sentence.
_TURN = re.compile(r"[;；]|其中|而(?=[\u4e00-\u9fff]{2,8}(?:则|为|达|是))")
#: By how much the words of another figure must outdo those of the matched one.
_MARGIN = 0.9
_NOUN = ("n", "j", "l", "vn", "x", "eng")
#: From this coverage on the clause is the source's own, but for the figure.
_HELD = 0.85
#: How much of what stands by the figure in the source must be missing from the claim.
_FOREIGN = 0.34


@dataclass(frozen=True, slots=True)
class _Setting:
    """A figure of a text with the words that say what it is of."""

    quantity: Quantity
    near: (
        Span  #: from the figure before it (of its unit) or the turn of the sentence, to the end of its clause
    )
    sentence: Span


#: How many figures before and after one are looked at.
_NEAR = 40
#: Settings by text, at most so many.
_KEPT: dict[str, tuple[_Setting, ...]] = {}
_MOST = 4096


def _settings(source: Side) -> tuple[_Setting, ...]:
    """The figures of `source` with their settings; kept by text, whose hash is known."""
    found = _KEPT.get(source.folded)
    if found is None:
        if len(_KEPT) >= _MOST:
            _KEPT.clear()
        found = _KEPT[source.folded] = _read_settings(source)
    return found


def _read_settings(source: Side) -> tuple[_Setting, ...]:
    figures = sorted(source.quantities, key=lambda quantity: quantity.span)
    out = []
    for i, quantity in enumerate(figures):
        if quantity.kind in ("code", "bare"):
            continue
        sentence = source.sentence_of(quantity.span)
        clause = source.clause_of(quantity.span)
        start, end = sentence[0], clause[1]
        for other in reversed(figures[max(0, i - _NEAR) : i]):
            if other.span[0] < sentence[0]:
                break
            if other.span[1] <= quantity.span[0] and _alike(other, quantity):
                start = max(start, other.full[1])
                break
        for turn in _TURN.finditer(source.folded, start, quantity.span[0]):
            start = turn.start()
        for other in figures[i + 1 : i + 1 + _NEAR]:
            if other.span[0] >= clause[1]:
                break
            if other.span[0] >= quantity.span[1] and _alike(other, quantity):
                end = other.full[0]
                break
        near = (min(start, quantity.span[0]), max(end, quantity.span[1]))
        out.append(_Setting(quantity, near, sentence))
    return tuple(out)


def _alike(a: Quantity, b: Quantity) -> bool:
    if a.unit.dimension != b.unit.dimension or a.kind != b.kind or a.unit.id != b.unit.id:
        return False
    return a.unit.dimension not in ("count", "none") or a.unit.word == b.unit.word


def _same(a: Quantity, b: Quantity) -> bool:
    return _alike(a, b) and a.low == b.low and a.high == b.high


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """Objects where a figure of the claim stands in a source only with other things, and the things of
    the claim stand there with another figure of the same kind."""
    reasons: list[Reason] = []
    unsure: list[Reason] = []
    for setting in _settings(claim):
        if _ORDERED.search(claim.folded, *setting.sentence):
            continue
        words = [word for word in _words_in(claim, setting) if not _topical(word, sources)]
        if not words:
            continue
        found = _verdict(claim, setting, words, sources)
        if found is not None:
            clause = alignment.at(setting.quantity.span[0])
            held = clause is not None and clause.coverage >= _HELD
            (reasons if found[0] or held else unsure).append(found[1])
    return Findings(reasons=tuple(reasons), unsure=tuple(unsure))


def _words_in(claim: Side, setting: _Setting) -> list[Word]:
    return [
        word
        for word in wording(claim).words
        if setting.near[0] <= word.span[0] < setting.near[1]
        and not setting.quantity.full[0] <= word.span[0] < setting.quantity.full[1]
        and len(word.text) > 1
        and word.weight >= 0.6
        and word.text not in allies()
        and not word.tag.startswith(("t", "m", "q", "d"))
    ]


def _topical(word: Word, sources: Sequence[Side]) -> bool:
    """Whether the word stands all over a source, so that it tells no figure from another."""
    for source in sources:
        text = wording(source)
        count = len(text.by_word.get(word.text, ()))
        if count > max(2, len(text.sentences) // 5):
            return True
    return False


def _foreign(claim: Side, right: list[tuple[Side, _Setting]]) -> float:
    """The least share, over the places of the figure, of words by it that the claim does not have."""
    least = 1.0
    text = claim.folded.lower()
    for source, place in right:
        words = [w for w in _words_in(source, place) if w.tag.startswith(_NOUN)]
        total = sum(w.weight for w in words)
        if not total:
            return 0.0
        least = min(least, sum(w.weight * (1 - held_by(w.text, text)) for w in words) / total)
    return least


def _verdict(
    claim: Side, setting: _Setting, words: list[Word], sources: Sequence[Side]
) -> tuple[bool, Reason] | None:
    right: list[tuple[Side, _Setting]] = []
    others: list[tuple[Side, _Setting]] = []
    for source in sources:
        for theirs in _settings(source):
            if _same(theirs.quantity, setting.quantity):
                right.append((source, theirs))
            elif _alike(theirs.quantity, setting.quantity):
                others.append((source, theirs))
    if not right or not others:
        return None
    best: tuple[float, Side, _Setting, Word] | None = None
    for source, theirs in others:
        lead, word = _lead(words, source, theirs, right)
        if word is not None and (best is None or lead > best[0]):
            best = (lead, source, theirs, word)
    if best is None or best[0] < _MARGIN:
        return None
    lead, source, theirs, word = best
    if _foreign(claim, right) < _FOREIGN:
        return None
    dealt = any(_ORDERED.search(s.folded, *place.sentence) for s, place in [*right, (source, theirs)])
    subject = claim.text[slice(*word.span)]
    figure = claim.text[slice(*setting.quantity.span)]
    said = source.text[slice(*theirs.quantity.full)]
    message = f"来源里“{subject}”对应的是“{said}”，“{figure}”说的是别的事。"
    return (
        not dealt and lead >= 1.2,
        Reason(
            kind="mix",
            claim_span=setting.quantity.span,
            message=message,
            source_id=source.id,
            source_span=theirs.quantity.span,
        ),
    )


def _lead(
    words: list[Word], source: Side, theirs: _Setting, right: list[tuple[Side, _Setting]]
) -> tuple[float, Word | None]:
    """By how much the words of the claim's figure are better held near `theirs` than near any place of
    its own figure, and the word that tells them apart most."""
    piece = source.folded[slice(*theirs.near)].lower()
    least, telling = 99.0, None
    for home, place in right:
        own = home.folded[slice(*place.near)].lower()
        wide = (
            home.folded[slice(*place.sentence)].lower()
            if home is not source or place.sentence != theirs.sentence
            else own
        )
        lead, top, mark = 0.0, 0.0, None
        for word in words:
            there = held_by(word.text, piece)
            here = max(held_by(word.text, own), 0.8 * held_by(word.text, wide))
            gain = word.weight * (there - here)
            lead += gain
            if there >= 0.85 and gain > top and word.tag.startswith(_NOUN):
                top, mark = gain, word
        if lead < least:
            least, telling = lead, mark
    return (least, telling) if telling is not None else (0.0, None)
