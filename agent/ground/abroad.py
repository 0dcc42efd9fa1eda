"""Across languages: which of two figures is the earlier one, and whether a figure is reached or only meant to be.

Words cannot be held against words of another language; the few that turn a figure's meaning can, by table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from agent.ground.agreement import value_agreement
from agent.ground.side import Findings, Side
from agent.ground.undecided import SURE
from agent.models import Reason, Span
from agent.text.names import Name, known_forms
from agent.text.quantities import Quantity

#: What stands before, and what after, the figure of an earlier time.
_THEN = (
    re.compile(
        r"(?:[一1]年前|[上去前][一1]?年(?:同期|同月|同季)?|上个?(?:月|季度?)|此前|[从由])[^,，。;；\d]{0,4}$"
    ),
    re.compile(
        r"\b(?:from|than|versus|compared (?:with|to)|against)\s+(?:about |around |some |nearly |just )?[$€£¥]?$"
    ),
)
_AGO = re.compile(
    r"[\w\s-]{0,12}?\b(?:(?:a|one|the) (?:year|month|quarter) (?:ago|earlier|before)|last (?:year|month|quarter)"
    r"|(?:in )?the (?:previous|prior|year-earlier|same) (?:year|month|quarter|period))\b",
)
#: 每桶 and a barrel: what a price or a rate is for.
_MEASURES = {
    "桶": "barrel", "吨": "ton", "盎司": "ounce", "加仑": "gallon", "股": "share", "片": "wafer", "小时": "hour", "天": "day",
    "周": "week", "月": "month", "个月": "month", "季度": "quarter", "年": "year", "千瓦时": "kilowatt-hour", "人": "person",
}  # fmt: skip
_EACH = re.compile(f"每({'|'.join(sorted(_MEASURES, key=len, reverse=True))})[^\\d,，。]{{0,5}}$")
_A = re.compile(rf"\s+(?:an?|per|each)\s+(?:metric\s+)?({'|'.join(_MEASURES.values())}|tonne)s?\b")
#: Lengths of time, which are counted whatever is meant by them.
_LENGTHS = ("months", "seconds", "age")
#: What is announced is neither reached nor only meant: nothing to say of it. Sure is what has no more than so many
#: letters between word and figure.
_TOLD = re.compile(r"announce|unveil|approv|sign|pledg|agree|outlin|plan|propos|report|said|forecast")
_NEAR = 40
#: Done and meant, in either language.
_DONE = re.compile(
    r"已经?(?!计划|提出|宣布将)|完成|建成|达到了|(?<!to )\b(?:has|have|had|already|rose|fell|grew|reached|totall?ed|hit)\b"
)
_MEANT = re.compile(
    r"将(?![军领近])|拟(?!合|人)|计划|预计|力争|有望|目标|打算|可能"
    r"|\b(?:will|would|plan(?:s|ned)?|aim(?:s|ed|ing)?|target(?:s|ed)?|intend(?:s|ed)?|expect(?:s|ed)?|forecasts?|project(?:s|ed|ions?)?"
    r"|could|may|might|set to|seeks?|propos(?:es?|ed)|estimate[sd]?|likely)\b"
)  # fmt: skip

#: What leaves it open in the source.
_PERHAPS = re.compile(r"\b(?:could|may|might|possibly|likely)\b")


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Objects where the earlier of two figures is given for the later one, a price of one measure for that of another, or
    a figure as reached that is only meant to be, or the other way round (a doubt where more than the verb lies between)."""
    moods = list(_moods(claim, sources))
    sure = [
        *_exchanged(claim, sources),
        *_measures(claim, sources),
        *_worldwide(claim, sources),
        *_silent(claim, sources),
        *_certain(claim, sources),
    ]
    return Findings(
        reasons=(*sure, *(r for r, certain in moods if certain)),
        unsure=tuple(r for r, sure in moods if not sure),
    )


def _certain(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """A figure told as sure to come, where the sentence that has it only says that it may."""
    here = SURE.search(claim.folded)
    if here is None:
        return
    for ours, side, theirs in _pairs(claim, sources):
        there = _PERHAPS.search(side.folded, *side.sentence_of(theirs.full))
        if here.start() < ours.full[0] and there is not None:
            message = f"来源说的是“{there.group()}”，没有断定。"
            yield Reason(
                kind="modality",
                claim_span=here.span(),
                message=message,
                source_id=side.id,
                source_span=there.span(),
            )
            return


def _pairs(claim: Side, sources: Sequence[Side]) -> Iterator[tuple[Quantity, Side, Quantity]]:
    """Each figure of the claim with the first of a source that is the same amount."""
    for ours in claim.quantities:
        found = next(
            ((side, theirs) for side in sources for theirs in side.quantities if _same(ours, theirs)), None
        )
        if found is not None:
            yield ours, *found


def _same(ours: Quantity, theirs: Quantity) -> bool:
    return ours.unit.dimension == theirs.unit.dimension and value_agreement(ours, theirs) == "equal"


def _exchanged(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    for (one, side, theirs), (two, other, others) in combinations(_pairs(claim, sources), 2):
        near = side is other and side.sentence_of(theirs.full) == side.sentence_of(others.full)
        if not near or one.unit.dimension != two.unit.dimension or one.low == two.low:
            continue
        here = _earlier(claim, one), _earlier(claim, two)
        there = _earlier(side, theirs), _earlier(side, others)
        if here in ((True, False), (False, True)) and there == (here[1], here[0]):
            at, said = (one, theirs) if here[0] else (two, others)
            message = f"来源里“{side.text[slice(*said.full)]}”是后来的数，不是早先的数。"
            yield Reason(
                kind="order", claim_span=at.full, message=message, source_id=side.id, source_span=said.full
            )


def _earlier(side: Side, quantity: Quantity) -> bool:
    start, end = quantity.full
    before = side.folded[max(0, start - 24) : start]
    return bool(_AGO.match(side.folded, end)) or any(form.search(before) for form in _THEN)


def _measures(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    for ours, side, theirs in _pairs(claim, sources):
        here = _EACH.search(claim.folded, max(0, ours.full[0] - 8), ours.full[0])
        there = _A.match(side.folded, theirs.full[1])
        if here and there and _MEASURES[here[1]] != there[1].removesuffix("s").replace("tonne", "ton"):
            message = f"来源里这个数是“{side.text[slice(*there.span())].strip()}”的，不是{here[0]}的。"
            yield Reason(
                kind="unit", claim_span=(here.start(), ours.full[1]), message=message, source_id=side.id,
                source_span=(theirs.full[0], there.end()),
            )  # fmt: skip


#: A whole world told of, and one country.
_WORLD = (
    re.compile("全球|全世界|世界各国"),
    re.compile(r"(?i)\b(?:global|world|worldwide|international|planet)"),
)
_COUNTRY = re.compile(
    r"(?i)\b(?:U\.S\.|US|United States|America(?:n|'s)?|China(?:'s)?|Chinese|Europe(?:an)?|Japan(?:ese)?|Britain|UK|Indian?|domestic)(?![\w-])"
)


def _worldwide(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """A figure of one country told of the world."""
    here, there = _WORLD
    world = here.search(claim.folded)
    if world is None or any(there.search(side.folded) for side in sources):
        return
    for ours, side, theirs in _pairs(claim, sources):
        country = _COUNTRY.search(side.folded, *side.sentence_of(theirs.full))
        if country is not None and claim.clause_of(ours.full) == claim.clause_of(world.span()):
            message = f"来源里这个数是“{side.text[slice(*country.span())]}”的，不是“{world.group()}”的。"
            yield Reason(
                kind="scope",
                claim_span=world.span(),
                message=message,
                source_id=side.id,
                source_span=country.span(),
            )
            return


#: One who answers, and one who does not.
_ANSWERS = re.compile("(?P<who>[一-龥A-Za-z]{2,12}?)(?:公司)?(?:回应|回复|答复|表示|称|说)")
_SILENT = re.compile(
    r"(?P<who>[A-Z][\w.&-]+)[^.\n]{0,40}? (?:did not (?:immediately )?(?:respond|reply|return|comment)|declined to (?:comment|respond)|could not be reached)"
)


def _silent(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """Words of one who by the source did not answer."""
    for m in _ANSWERS.finditer(claim.folded):
        forms = {form.lower() for form in known_forms(Name("organisation", m["who"], m.span("who")))}
        for side in sources:
            hit = next((n for n in _SILENT.finditer(side.folded) if n["who"].lower() in forms), None)
            said = hit and re.search(rf"(?i)\b{re.escape(hit['who'])} (?:said|says|told)", side.folded)
            if hit and not said:
                message = f"来源说的是“{side.text[slice(*hit.span())].strip()}”，没有作答。"
                yield Reason(
                    kind="speaker",
                    claim_span=m.span(),
                    message=message,
                    source_id=side.id,
                    source_span=hit.span(),
                )


def _moods(claim: Side, sources: Sequence[Side]) -> Iterator[tuple[Reason, bool]]:
    """Figures meant for reached or the other way round, and whether it is sure: right before the figure stands the word."""
    for ours, side, theirs in _pairs(claim, sources):
        if ours.unit.dimension in _LENGTHS:  # for three months
            continue
        here, _ = _mood(claim, ours.full)
        there, at = _mood(side, theirs.full)
        if here and there and here != there:
            between = side.folded[at : theirs.full[0]] if at >= 0 else ""
            if _TOLD.search(between):
                continue
            said = "预计或计划中的" if there == "meant" else "已经有的"
            message = f"来源里“{side.text[slice(*theirs.full)]}”是{said}数，语气请核对。"
            reason = Reason(
                kind="modality", claim_span=ours.full, message=message, source_id=side.id, source_span=theirs.full
            )  # fmt: skip
            yield reason, at >= 0 and len(between) <= _NEAR


def _mood(side: Side, figure: Span) -> tuple[str, int]:
    """`done`, `meant`, or "" where what stands over the figure says neither or both, and where the word stands (-1: not
    told): in English the last such word before its figure; in Chinese the clause's."""
    start, end = side.sentence_of(figure)
    if side.is_chinese((start, end)):
        start, end = side.clause_of(figure)
        done, meant = (form.search(side.folded, start, end) is not None for form in (_DONE, _MEANT))
        return ("" if done == meant else "done" if done else "meant"), -1
    done_at, meant_at = (_last(form, side.folded, start, figure[0]) for form in (_DONE, _MEANT))
    return ("" if done_at == meant_at else "done" if done_at > meant_at else "meant"), max(done_at, meant_at)


def _last(form: re.Pattern[str], text: str, start: int, end: int) -> int:
    return max((found.end() for found in form.finditer(text, start, end)), default=-1)
