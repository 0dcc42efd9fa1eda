"""What a source leaves open, and a claim does not: whether at all, perhaps, before or after, not this but that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from agent.ground.alignment import Alignment
from agent.ground.likeness import alike
from agent.ground.side import Findings, Side
from agent.ground.words import wording
from agent.models import Reason, Span

#: What only asks whether.
_WHETHER: Final = re.compile("(?:是否|能否|会否|可否|应否|是不是|会不会|能不能|要不要)[^,，。；;]{0,4}$")
_ASKS: Final = re.compile("是否|能否|会否|可否|应否|是不是|会不会|能不能|要不要|尚未|未必|不清楚|不得而知")
#: What leaves it open in other words.
_HOPES: Final = re.compile("担心|担忧|希望|打算|计划|尝试|想(?=把|要|将|让|用)|怀疑|质疑|讨论|研究")
#: Verbs that say nothing of the matter itself.
_LIGHT: Final = frozenset(
    ("表示", "进行", "决定", "认为", "宣布", "考虑", "成为", "需要", "可以", "没有", "存在", "出现", "影响")
)
#: What is sure to be, and what may be.
SURE: Final = re.compile("必将|必然|必定|一定(?=会|将|能)|肯定(?=会|将|能)|势必|注定|无疑(?!问)|毫无疑问")
_MAY: Final = re.compile("可能|或许|也许|或将|恐将|有望|预计|大概|可(?=达|望|升至|降至|增至)")
#: Before and after the same thing.
_BEFORE: Final = re.compile(
    "(?P<what>[一-龥]{2})(?:正式)?(?:开始|开幕|启动|举行|召开|结束|完成|之|以)?前(?=[,，将会就先由可现])"
)
_AFTER: Final = re.compile(
    "(?P<what>[一-龥]{2})(?:正式)?(?:开始|开幕|启动|举行|召开|结束|完成|之|以)?后(?=[,，将会就先由可现一-龥])"
)
#: Not this but that.
_INSTEAD: Final = re.compile(
    "(?:关键|重点|核心|目的|意义|根本|难点|重心)?(?:不在于|不是|并非|不在)(?P<no>[^,，。；;]{3,24})[,，]?(?:而在于|而是|而在|在于)(?P<yes>[^,，。；;]{3,40})"
)
_BUT_NOT: Final = re.compile(
    "(?:关键|重点|核心|目的|意义|根本|难点|重心)(?:在于|是|在)(?P<yes>[^,，。；;]{3,30})[,，](?:而不是|而非|不是|并非)(?P<no>[^,，。；;]{3,30})"
)
_IS: Final = re.compile(
    "(?:关键|重点|核心|目的|意义|根本|难点|重心)(?:就)?(?:在于|是|在|仍是|仍在)(?P<what>[^,，。；;]{3,30})"
)
#: Both, and one or the other.
_BOTH: Final = re.compile("既[^,，。；;]{2,14}[,，]?又|必须同时|且须|缺一不可")
_EITHER: Final = re.compile("或者?(?=[一-龥]{2})")
#: From this coverage on a clause is taken to say what its sentence says.
_HELD: Final = 0.5
#: How much liker the one must be than the other.
_LIKER: Final = 0.2


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """Objects to what the sources leave open, told as settled, and to a before for an after."""
    reasons = [*_asked(claim, sources), *_turned(claim, sources), *_instead(claim, sources)]
    for aligned in alignment.clauses:
        if aligned.source < 0 or aligned.coverage < _HELD:
            continue
        source = sources[aligned.source]
        for sure, may, message in (
            (SURE, _MAY, "来源说的是“{}”，没有断定。"),
            (_BOTH, _EITHER, "来源说的是“{}”，有一项即可。"),
        ):
            start, end = aligned.span
            here = next((m for m in sure.finditer(claim.folded, start) if m.start() < end), None)
            there = may.search(source.folded, *aligned.source_clause)
            if (
                here
                and there
                and not sure.search(source.folded, *aligned.source_span)
                and not may.search(claim.folded)
            ):
                reasons.append(_reason(claim, here.span(), source, there.span(), message))
    unsure = () if reasons else tuple(_sure_of_itself(claim, sources))
    return Findings(reasons=tuple(reasons), unsure=unsure)


def _sure_of_itself(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """A claim sure of what no source is sure of in such a word, nor says that it must be."""
    here = SURE.search(claim.folded)
    if here is None or any(SURE.search(side.folded) or "必" in side.folded for side in sources):
        return
    message = f"来源没有说“{claim.text[slice(*here.span())]}”，请核对语气。"
    yield Reason(kind="modality", claim_span=here.span(), message=message)


def _asked(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """A verb told plainly that the sources have only after a whether."""
    if (
        _ASKS.search(claim.folded)
        or _HOPES.search(claim.folded)
        or not any(_ASKS.search(side.folded) for side in sources)
    ):
        return
    for word in wording(claim).words:
        if not word.tag.startswith("v") or len(word.text) < 2 or word.text in _LIGHT:
            continue
        places = [
            (side, (at, at + len(word.text))) for side in sources for at in _places(word.text, side.folded)
        ]
        asked = [_WHETHER.search(side.folded, max(0, at[0] - 8), at[0]) for side, at in places]
        if places and all(asked):
            side, at = places[0]
            first = asked[0]
            start = first.start() if first else at[0]
            yield _reason(claim, word.span, side, (start, at[1]), "来源说的是“{}”，没有定论。")


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def _turned(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """Before a thing for after it, and the other way round."""
    for mine, other in ((_BEFORE, _AFTER), (_AFTER, _BEFORE)):
        for m in mine.finditer(claim.folded):
            for side in sources:
                there = [n for n in other.finditer(side.folded) if n["what"] == m["what"]]
                if there and not any(n["what"] == m["what"] for n in mine.finditer(side.folded)):
                    yield _reason(claim, m.span(), side, there[0].span(), "来源说的是“{}”，先后相反。")


def _instead(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """What a source says is not the point, told as the point."""
    for m in _IS.finditer(claim.folded):
        for side in sources:
            for pattern in (_INSTEAD, _BUT_NOT):
                for n in pattern.finditer(side.folded):
                    no, yes = alike(m["what"], n["no"]), alike(m["what"], n["yes"])
                    if no >= _HELD and no > yes + _LIKER:
                        yield _reason(claim, m.span(), side, n.span(), "来源说的是“{}”，意思相反。")


def _reason(claim: Side, span: Span, source: Side, there: Span, message: str) -> Reason:
    return Reason(
        kind="modality",
        claim_span=span,
        message=message.format(source.text[slice(*there)]),
        source_id=source.id,
        source_span=there,
    )
