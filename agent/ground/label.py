"""Labels: the word right beside a figure, where the source has the very figure beside another word (省外团队29个 for 省内团队29个)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from agent.ground.alignment import held_by
from agent.ground.lexicon import synonyms
from agent.ground.owner import Candidate
from agent.ground.quantity import questions
from agent.ground.setting import unmarked
from agent.ground.side import Findings, Side
from agent.ground.words import wording
from agent.models import Reason, Span
from agent.text.names import places as known_places
from agent.text.names import read_names
from agent.text.people import likely_people
from agent.text.quantities import Quantity

#: So many letters beside a figure are compared.
_REACH: Final = 10
#: Words of change beside those that any figure has.
_MOVED: Final = re.compile("(?:降低|压缩|缩短|压减|缩减|节约|节省|少用|多用|放缓|加快)了?$")
#: A score is between two.
_BOTH: Final = 2
#: A measure's name by itself.
_NAME: Final = 3
#: What a thing measured ends in; with one of them a word alone is a label: 误报率.
_MEASURES: Final = frozenset("率额量值数费价期比度差速")
_HAN: Final = re.compile("[一-龥]+")
_BREAK: Final = re.compile('[，,。；;：:、！!？?\n（）()“”"]|\\d')
#: What may stand between a figure and its label.
_LIGHT: Final = re.compile("^(?:左右|以上|以下|多|余)?(?:[的是为]|来自|属于)?")
#: Words that are no part of a label.
_PLAIN: Final = re.compile("[的了是在和与及为等这那该其将已共有也都就还把被由从到至]")


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Doubts a figure whose label differs from the source's in the word before what both count; objects to a score that
    the sources tell of others."""
    return Findings(reasons=tuple(_scores(claim, sources)), unsure=tuple(_doubts(claim, sources)))


def _scores(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """A score (6-4) whose places all stand in sentences without any of the names the claim tells it of."""
    names = {n.text for n in read_names(claim.folded) if n.kind in ("person", "place", "organisation")}
    names |= {claim.folded[slice(*span)] for span in likely_people(claim.folded)}
    if len(names) < _BOTH:
        return
    for question in questions(claim, sources):
        if question.quantity.kind != "ratio":
            continue
        places = [c for c in question.candidates if c.agreement == "equal"]
        told = [c.side.folded[slice(*c.side.sentence_of(c.quantity.span))] for c in places]
        if told and not any(name in sentence for name in names for sentence in told):
            other = places[0]
            yield Reason(
                kind="number",
                claim_span=question.quantity.span,
                message=f"来源里“{other.side.text[slice(*other.quantity.span)]}”是别人的比分。",
                source_id=other.side.id,
                source_span=other.quantity.span,
            )


def _doubts(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    for question in questions(claim, sources):
        if question.quantity.kind == "code" or question.exempt() or question.lately():
            continue
        places = [c for c in question.candidates if c.agreement in ("equal", "hedged")]
        other_thing = _counted_otherwise(claim, question.quantity, places)
        if other_thing is not None:
            yield other_thing
            continue
        found = [_differing(claim, question.quantity.full, c.side, c.quantity.full) for c in places]
        if not found or None in found:
            continue
        mine, other = next(pair for pair in found if pair is not None)
        side = places[0].side
        said = side.text[slice(*other)]
        yield Reason(
            kind="label",
            claim_span=mine,
            message=f"来源在这个数旁边说的是“{said}”，不是“{claim.text[slice(*mine)]}”，请核对。",
            source_id=side.id,
            source_span=other,
        )


def _counted_otherwise(claim: Side, quantity: Quantity, places: Sequence[Candidate]) -> Reason | None:
    """A doubt where no place of a figure has the thing it counts here (214所高校), and another figure has it (31所高校)."""
    word = quantity.unit.word
    if quantity.unit.dimension != "count" or not word or quantity.han or not places:
        return None
    start, end = _right(claim, quantity.full[1])
    thing = claim.folded[start : min(end, start + 2)]
    if start != quantity.full[1] or not _HAN.fullmatch(thing) or len(thing) < 2 or _PLAIN.search(thing):
        return None
    if any(thing in c.side.folded[slice(*c.side.clause_of(c.quantity.span))] for c in places):
        return None
    for side in dict.fromkeys(c.side for c in places):
        for other in side.quantities:
            same = other.unit.word == word and side.folded.startswith(thing, other.full[1])
            if same and not other.han and (other.low, other.high) != (quantity.low, quantity.high):
                said = side.text[other.full[0] : other.full[1] + 2]
                return Reason(
                    kind="label",
                    claim_span=(quantity.span[0], start + 2),
                    message=f"来源里“{said}”，“{claim.text[slice(*quantity.span)]}”数的是别的，请核对。",
                    source_id=side.id,
                    source_span=(other.full[0], other.full[1] + 2),
                )
    return None


def _differing(claim: Side, ours: Span, side: Side, theirs: Span) -> tuple[Span, Span] | None:
    """The differing words before (or after) the figure in both texts, where what they qualify is the same."""
    before = _before_same(claim, _left(claim, ours[0]), side, _left(side, theirs[0]))
    return before or _after_same(claim, _right(claim, ours[1]), side, _right(side, theirs[1]))


def _left(side: Side, at: int) -> Span:
    """The letters before a figure, words of change and measure left out."""
    start = max(0, at - _REACH)
    for m in _BREAK.finditer(side.folded, start, at):
        start = m.end()
    words = _MOVED.sub("", unmarked(side.folded[start:at]))
    return start, start + len(unmarked(words).removesuffix("的"))


def _right(side: Side, at: int) -> Span:
    end = min(len(side.folded), at + _REACH)
    start = at + len(_LIGHT.match(side.folded[at:end]).group())  # type: ignore[union-attr]  # it matches the empty text
    stop = _BREAK.search(side.folded, start, end)
    return start, stop.start() if stop else end


def _before_same(claim: Side, ours: Span, side: Side, theirs: Span) -> tuple[Span, Span] | None:
    one, two = claim.folded[slice(*ours)], side.folded[slice(*theirs)]
    same = 0
    while same < min(len(one), len(two)) and one[-1 - same] == two[-1 - same]:
        same += 1
    if same == 1 and one[-1] in _MEASURES and len(one) > _NAME and len(two) > _NAME:
        measure, other = one[-_NAME:], two[-_NAME:]  # 用电量, 用气量
        if measure[0] == other[0] and measure not in side.folded and other not in claim.folded:
            return (ours[1] - _NAME, ours[1]), (theirs[1] - _NAME, theirs[1])
    if not (same >= 2 or (same == 1 and one[-1] in _MEASURES)):
        return None
    a, b = (ours[1] - same - 2, ours[1] - same), (theirs[1] - same - 2, theirs[1] - same)
    return (a, b) if a[0] >= ours[0] and b[0] >= theirs[0] and _apart(claim, a, side, b) else None


def _after_same(claim: Side, ours: Span, side: Side, theirs: Span) -> tuple[Span, Span] | None:
    a, b = (ours[0], ours[0] + 2), (theirs[0], theirs[0] + 2)
    one, two = claim.folded[a[1] : ours[1]], side.folded[b[1] : theirs[1]]
    if (
        len(one) > 1
        and claim.folded[slice(*a)] != side.folded[slice(*b)]
        and one[:2] == side.folded[slice(*b)]
    ):
        return _narrowed(claim, a, side, b)
    if len(one) < 2 or one[:2] != two[:2]:
        return None
    return (a, b) if _apart(claim, a, side, b) else None


def _noun(side: Side, span: Span) -> bool:
    """Whether the two letters are a noun by themselves, or a word that tells one kind of a noun from others (省内)."""
    at = bisect_left(wording(side).words, span, key=lambda word: word.span)
    found = wording(side).words[at : at + 1]
    return bool(found) and found[0].span == span and found[0].tag.startswith(("n", "b", "s", "j", "vn"))


def _narrowed(claim: Side, a: Span, side: Side, b: Span) -> tuple[Span, Span] | None:
    """168个省外团队 of 168个团队: a kind put before the thing, which the source counts by another figure."""
    kind = claim.folded[a[0] : a[1] + 2]
    at = side.folded.find(kind)
    own = side.folded[b[0] : b[0] + len(kind)]
    return (a, (at, at + len(kind))) if at >= 0 and own != kind and _noun(claim, a) else None


def _apart(claim: Side, a: Span, side: Side, b: Span) -> bool:
    """Whether the two words are two different things, and neither stands near in the other text."""
    one, two = claim.folded[slice(*a)], side.folded[slice(*b)]
    if one in known_places() or two in known_places() or one[0] in "全该本" or two[0] in "全该本":
        return False  # whose figure it is, the reading of names weighs
    if not (_HAN.fullmatch(one) and _HAN.fullmatch(two)) or _PLAIN.search(one) or _PLAIN.search(two):
        return False
    if not (_noun(claim, a) and _noun(side, b)) or held_by(one, two) or two in synonyms().get(one, ()):
        return False
    sentence = side.folded[slice(*side.sentence_of(b))]
    return one not in sentence and two not in claim.folded
