"""Lists: of three things or more told in a row, one that the source's list of the same things has not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from agent.ground.lexicon import synonyms
from agent.ground.likeness import alike, share
from agent.ground.side import Findings, Side
from agent.models import Reason, Span

#: 甲、乙和丙: things told in a row.
_LIST: Final = re.compile(
    r"[一-龥A-Za-z0-9]{2,14}(?:、[一-龥A-Za-z0-9]{2,14}){1,8}(?:以?及|[和与、])?[一-龥A-Za-z0-9]{0,14}"
)
#: 分四步:初标,复核,抽检: the same with commas, after a colon.
_STEPS: Final = re.compile("(?<=:)[一-龥]{2,8}(?:,[一-龥]{2,8}){2,8}(?=[。；;])")
_STEP: Final = re.compile("[一-龥]{2,8}")
_MARK: Final = re.compile("、|以?及|(?<![共参总温缓调平])[和与](?![平谐睦解])")
#: Of the first and the last thing so many letters next to the mark are read where it is not known where they end.
_ENDS: Final = 6
_EDGE: Final = re.compile('[，,。；;：:！!？?\\n（）()“”"]|$')
#: What share of the pairs of letters of the shorter must stand in the other to be the same thing.
_SAME = 0.5
#: A longer stretch is more than the name of a thing.
_LONGEST = 8
#: Things so short are likely of one length all: 工业制造、交通运输、医疗健康.
_SHORT = 4
#: Of things so short one letter in common is enough: 球速 is 速度.
_TINY = 3


class Item(NamedTuple):
    """A thing of a list. `whole`: it is known where it begins and ends."""

    text: str
    span: Span
    whole: bool


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Doubts the one thing of a list that stands in no source, where a source lists the others with another thing."""
    unsure: list[Reason] = []
    for ours in lists(claim.folded):
        for side in sources:
            found = next((hit for theirs in lists(side.folded) if (hit := _odd(ours, theirs))), None)
            if found is None:
                continue
            mine, other = found
            if any(_held(mine.text, text.folded) for text in sources) or _held(other.text, claim.folded):
                continue
            message = f"来源列举的是“{side.text[slice(*other[1])]}”，没有“{claim.text[slice(*mine[1])]}”。"
            unsure.append(
                Reason(
                    kind="sibling",
                    claim_span=mine.span,
                    message=message,
                    source_id=side.id,
                    source_span=other.span,
                )
            )
            break
    unsure += _couples(claim, sources)
    unsure += _unknown(claim, sources)
    return Findings(unsure=tuple(unsure))


def _unknown(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """Two things and more of a list of which no source has a word, though one has two of the others: 松木 and 柏木 in
    松木、柏木、桐油、生漆等. A single one may be told in other words."""
    for ours in lists(claim.folded):
        known = max((sum(item.text in side.folded for item in ours) for side in sources), default=0)
        strange = [item for item in ours if known > 1 and item.whole and not _told(item.text, sources)]
        for item in strange if len(strange) > 1 else ():
            message = f"来源里有同列的其他各项，没有“{claim.text[slice(*item.span)]}”，请核对。"
            yield Reason(kind="sibling", claim_span=item.span, message=message)


def _told(thing: str, sources: Sequence[Side]) -> bool:
    """Whether a source has two neighbouring letters of a thing, or of another word for it."""
    forms = (thing, *synonyms().get(thing, ()))
    return len(thing) > _SHORT or any(share(form, side.folded) > 0 for form in forms for side in sources)


#: Two things told together of one noun: 金融、工业领域.
_COUPLE: Final = re.compile(
    "(?P<one>[一-龥]{2})(?:、|和|与)(?P<two>[一-龥]{2})(?P<of>领域|行业|两[个大类省市地家项]|等[领行产地部省市]|方面|赛道|产业|部门|地区|方向|环节)"
)


def _couples(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """Of two things told together of one noun, one that no source has, where a source tells the other with a third."""
    for m in _COUPLE.finditer(claim.folded):
        for side in sources:
            for n in _COUPLE.finditer(side.folded):
                for mine, other, rest in (("one", "one", ("two", "two")), ("two", "two", ("one", "one"))):
                    if m["of"][:1] != n["of"][:1] or m[rest[0]] != n[rest[1]] or m[mine] == n[other]:
                        continue
                    if any(m[mine] in text.folded for text in sources) or n[other] in claim.folded:
                        continue
                    yield Reason(
                        kind="sibling",
                        claim_span=m.span(mine),
                        message=f"来源列举的是“{side.text[slice(*n.span())]}”，没有“{claim.text[slice(*m.span(mine))]}”。",
                        source_id=side.id,
                        source_span=n.span(),
                    )


@lru_cache(maxsize=2048)
def lists(text: str) -> tuple[tuple[Item, ...], ...]:
    """The lists of three things or more in a folded text, each thing with its span."""
    if "、" not in text and ":" not in text:
        return ()
    found = [tuple(_items(text, m.span())) for m in _LIST.finditer(text)]
    found += [tuple(_steps(text, m.span())) for m in _STEPS.finditer(text)]
    return tuple(items for items in found if len(items) > 2)


def _steps(text: str, span: Span) -> Iterator[Item]:
    for m in _STEP.finditer(text, *span):
        yield Item(m.group(), m.span(), True)


def _items(text: str, span: Span) -> Iterator[Item]:
    last = text.rfind("、", *span)
    marks = [m.span() for m in _MARK.finditer(text, *span) if m.group() == "、" or m.start() > last]
    inner = {right[0] - left[1] for left, right in pairwise(marks)}
    length = (
        inner.pop() if len(inner) == 1 and max(inner) <= _SHORT else 0
    )  # things of one length: the outer ones have it too
    edges = [(span[0], span[0]), *marks, (span[1], span[1])]
    for number, (left, right) in enumerate(pairwise(edges)):
        start, end = left[1], right[0]
        whole = True
        if number == 0:  # a verb may stand before the first
            whole, start = 0 < length <= end - start, max(start, end - (length or _ENDS))
        elif number == len(edges) - 2 and (not _EDGE.match(text, end) or 0 < length < end - start):
            whole, end = 0 < length <= end - start, min(end, start + (length or _ENDS))
        if end - start > 1:
            yield Item(text[start:end], (start, end), whole)


def _odd(ours: Sequence[Item], theirs: Sequence[Item]) -> tuple[Item, Item] | None:
    """The one thing of each list that the other has not, where they are equally long and share all the others."""
    if len(ours) != len(theirs):
        return None
    left = [item for item in ours if not any(alike(item.text, other.text) >= _SAME for other in theirs)]
    right = [item for item in theirs if not any(alike(item.text, other.text) >= _SAME for other in ours)]
    if len(left) != 1 or len(right) != 1 or not (left[0].whole and right[0].whole):
        return None
    long = max(len(left[0].text), len(right[0].text)) > _LONGEST
    mine, other = left[0].text, right[0].text
    if long or _within(mine, other) or _within(other, mine) or other in synonyms().get(mine, ()):
        return None
    if mine[-2:] == other[-2:] and len(mine) > 3:  # 护士长抽检 for 主任医师抽检
        mine, other = mine[:-2], other[:-2]
    short = min(len(mine), len(other)) <= _TINY
    return None if alike(mine, other) or (short and set(mine) & set(other)) else (left[0], right[0])


def _within(short: str, long: str) -> bool:
    """Whether all letters of one stand in the other in order: 动捕 is 动作捕捉."""
    rest = iter(long)
    return all(letter in rest for letter in short)


def _held(word: str, text: str) -> bool:
    """Whether half of the word's pairs stand in a text."""
    return share(word, text) >= _SAME
