"""Frames: what stands between two words of a turn of phrase, where the source has the same turn with something else in it
(按调用次数付费 for 按年付费, 难在收益分配 for 难在接口)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from agent.ground.alignment import Alignment
from agent.ground.lexicon import synonyms
from agent.ground.side import Findings, Side
from agent.models import Reason, Span

_THING: Final = r"(?P<thing>[一-龥A-Za-z0-9]{2,12}?)"
#: The turns; each may be told in other words of its row.
_TURNS: Final = tuple(
    re.compile(turn)
    for turn in (
        rf"按照?{_THING}(?:来|进行)?(?:付费|计费|收费|计价|结算|付款|缴费)",
        rf"(?:用|以|凭|拿){_THING}来(?:检验|衡量|判断|评价|考核|证明|决定)",
        rf"以{_THING}为(?:牵引|主|核心|重点|导向|抓手|依托|基础|依据|目标|锚点)",
        rf"难(?:点|处)?(?:就|主要|恰恰)?(?:难)?[在是]于?{_THING}(?=[，,。；;、]|$)",
        rf"关键(?:就)?(?:在于|在|要?看|是)(?:有没有|能否|能不能|是否)?{_THING}(?=[，,。；;、]|$)",
        rf"(?:主要|重点)(?:花|用|投|集中)[在于到]+{_THING}(?=[，,。；;、和与及上]|$)",
    )
)
#: What share of the pairs of letters of the shorter must stand in the other, or in the source, to be the same thing.
_SAME: Final = 0.34
#: So many letters at the end are the thing itself: 收费服务 of 稳定的收费服务.
_HEAD: Final = 4


class Turn(NamedTuple):
    """A turn of phrase found: its number, what stands in it, and where."""

    number: int
    thing: str
    span: Span


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """Doubts what a turn of phrase of the claim holds, where the source has the turn with something else in it."""
    unsure: list[Reason] = []
    for ours in turns(claim.folded):
        aligned = alignment.at(ours.span[0])
        if aligned is None or aligned.source < 0:
            continue
        source = sources[aligned.source]
        theirs = [t for t in turns(source.folded) if t.number == ours.number]
        if not theirs or any(_alike(ours.thing, other.thing) for other in theirs):
            continue
        near = source.folded[slice(*aligned.source_span)]
        if _held(ours.thing[-_HEAD:], near):
            continue
        said = min(theirs, key=lambda t: abs(t.span[0] - aligned.source_span[0]))
        reason = Reason(
            kind="edit",
            claim_span=ours.span,
            message=f"来源此处是“{source.text[slice(*said.span)]}”，不是“{claim.text[slice(*ours.span)]}”。",
            source_id=source.id,
            source_span=said.span,
        )
        unsure.append(reason)
    return Findings(unsure=tuple(unsure))


@lru_cache(maxsize=2048)
def turns(text: str) -> tuple[Turn, ...]:
    """The turns of phrase of a folded text."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[Turn]:
    for number, turn in enumerate(_TURNS):
        for m in turn.finditer(text):
            yield Turn(number, m["thing"], m.span())


def _alike(one: str, two: str) -> bool:
    if min(len(one), len(two)) > _HEAD:
        one, two = one[-_HEAD:], two[-_HEAD:]  # what it is, without what it is like
        return bool(set(one) & set(two))
    return any(one[i : i + 2] in two for i in range(len(one) - 1)) or _held(one, two)


def _held(word: str, text: str) -> bool:
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    found = sum(pair in text or any(other in text for other in synonyms().get(pair, ())) for pair in pairs)
    return found >= _SAME * len(pairs)
