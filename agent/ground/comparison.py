"""Comparisons told backwards: 慢于 where a source has 快于 of the same two, 更高价格 where it has 较低价格."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from agent.ground.likeness import alike
from agent.ground.side import Findings, Side
from agent.models import Reason, Span

_AGAINST: Final = {
    one: two
    for a, b in ("快慢", "高低", "多少", "大小", "早晚", "强弱", "优劣", "长短", "好差", "贵贱")
    for one, two in ((a, b), (b, a))
}
_ADJECTIVES: Final = "".join(_AGAINST)
_OPPOSITE: Final = {**_AGAINST, "难": "容易", "容易": "难"}
#: What is held against what: so many characters on either side must be the same in the source.
_THAN: Final = re.compile(
    rf"(?P<one>[一-龥]{{3}})(?:[更略明显稍远]{{0,2}})(?P<how>[{_ADJECTIVES}])于(?P<two>[一-龥]{{3}})"
)
#: 更高价格, 较低的价格.
_MORE: Final = re.compile(rf"[更较](?P<how>[{_ADJECTIVES}])的?(?P<what>[一-龥]{{2}})")


#: 比电网的建设期更长.
_AS = r"(?:还|更|要|都|略|稍|明显|大幅|来得|得)*"
_MORE_SO: Final = "(?:还要?|更加?|要|来得|更为)"
_OVER: Final = re.compile(
    rf"比(?P<two>[一-龥]{{2,12}}?){_AS}(?P<how>[{_ADJECTIVES}]|难(?!以)|容易)(?![一-龥]?[一-龥]{{0,1}}于)"
)


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Objects to a comparison whose two sides stand in a source the other way round; doubts one of which only one side does,
    and a first in something where the source has another first."""
    reasons: list[Reason] = []
    unsure: list[Reason] = []
    for source in sources:
        reasons += [
            *_than(claim, source),
            *_more(claim, source),
            *_exchanged(claim, source),
            *_only(claim, source),
        ]
        for sure, reason in (*_over(claim, source), *_most(claim, source)):
            (reasons if sure else unsure).append(reason)
    return Findings(reasons=tuple(reasons), unsure=tuple(unsure))


def _than(claim: Side, source: Side) -> Iterator[Reason]:
    for m in _THAN.finditer(claim.folded):
        one, how, two = m.group("one", "how", "two")
        there = re.compile(rf"{one}[更略明显稍远]{{0,2}}{_AGAINST[how]}于{two}").search(source.folded)
        if there is not None and f"{how}于{two}" not in source.folded:
            yield _reason(claim, m.span("how"), source, there.span())


def _more(claim: Side, source: Side) -> Iterator[Reason]:
    """Of a thing that the source's sentences call so nowhere, but the opposite."""
    for m in _MORE.finditer(claim.folded):
        how, what = m.group("how", "what")
        there = re.compile(rf"[更较]{_AGAINST[how]}的?{what}").search(source.folded)
        if there is not None and not re.search(rf"{how}的?{what}", source.folded):
            yield _reason(claim, m.span(), source, there.span())


def _over(claim: Side, source: Side) -> Iterator[tuple[bool, Reason]]:
    """Sure where the same is compared, by the two letters before; a day or year before is no side of a comparison."""
    for m in _OVER.finditer(claim.folded):
        how, two = m.group("how", "two")
        if _TIME.search(two):
            continue
        other = "的?".join(two.replace("的", ""))
        there = re.compile(rf"(?P<one>[一-龥]{{2}})?比{other}{_AS}{_OPPOSITE[how]}").search(source.folded)
        if there is not None and not re.search(rf"比{other}{_AS}{how}", source.folded):
            one = claim.folded[max(0, m.start() - 2) : m.start()]
            yield one == there["one"], _reason(claim, m.span(), source, there.span())


#: 甲快于乙, 甲比乙更有价值: both sides, how, and what it is in.
_SIDES: Final = (
    re.compile(
        rf"(?P<one>[一-龥]{{2,14}})(?:增长|提高|上升|下降|增加|减少)?(?:约?[\d.]+[%万亿个百分点]*)?[,，]?[更略明显稍远还]{{0,2}}"
        rf"(?P<how>[{_ADJECTIVES}])于(?P<two>[一-龥]{{2,12}})"
    ),
    re.compile(
        rf"(?P<one>[一-龥]{{2,14}})[,，]?(?:有时|往往|通常|可能|还是|甚至)?比(?P<two>[一-龥]{{2,14}}?){_MORE_SO}(?P<how>[一-龥]{{2}})"
    ),
)
#: Words that every one of two things compared has: 增速 of 交易额的增速.
_COMMON: Final = re.compile(
    "(?:的?(?:同比)?(?:增速|增幅|涨幅|增长|速度|水平|规模)|同比|环比|有时|往往|通常|可能|还是|甚至|[的也还])+$"
)
#: The letters a side of a comparison is known by.
_HEAD: Final = 2


@lru_cache(maxsize=4096)
def _heads(text: str, pattern: re.Pattern[str]) -> tuple[tuple[str, str, str, Span], ...]:
    """Each comparison: what each side ends in, how they compare, and where."""
    if ("于" if pattern is _SIDES[0] else "比") not in text:
        return ()
    out = []
    for m in pattern.finditer(text):
        one, two = _COMMON.sub("", m["one"])[-_HEAD:], _COMMON.sub("", m["two"])[-_HEAD:]
        if len(one) == len(two) == _HEAD and one != two:
            out.append((one, two, m["how"], m.span()))
    return tuple(out)


def _exchanged(claim: Side, source: Side) -> Iterator[Reason]:
    """Of the same two, compared the same way, each stands where the source has the other."""
    for pattern in _SIDES:
        for one, two, how, span in _heads(claim.folded, pattern):
            told = [hit for hit in _heads(source.folded, pattern) if hit[2] == how]
            turned = [at for a, b, _, at in told if (a, b) == (two, one)]
            if turned and not any((a, b) == (one, two) for a, b, _, _ in told):
                yield _reason(claim, span, source, turned[0])


#: 只进不出.
_BUT_NOT: Final = re.compile("只(?P<one>[一-龥])不(?P<two>[一-龥])")


def _only(claim: Side, source: Side) -> Iterator[Reason]:
    for m in _BUT_NOT.finditer(claim.folded):
        at = source.folded.find(f"只{m['two']}不{m['one']}")
        if at >= 0 and m.group() not in source.folded:
            yield _reason(claim, m.span(), source, (at, at + 4))


#: What is compared with a time before.
_TIME: Final = re.compile("[去上前今]年|[上前]个?[月周季]|同期|往年|此前|以前|年初|[月季年周]$")
#: Who is first in what: 质量检测类最多.
_MOST: Final = re.compile("(?P<who>[一-龥]{3,6})(?P<how>最多|最高|最大|最快|最少|最低|居首|排名第一)")


def _most(claim: Side, source: Side) -> Iterator[tuple[bool, Reason]]:
    """The first in something, where the source has one first in it, and another."""
    for m in _MOST.finditer(claim.folded):
        there = [n for n in _MOST.finditer(source.folded) if n["how"] == m["how"]]
        who = m["who"]
        if len(there) != 1 or source.folded.count(m["how"]) != 1 or who[-1] != there[0]["who"][-1]:
            continue
        if (
            who[-3:] not in there[0]["who"]
            and who[-3:] in source.folded
            and not alike(who[:-1], there[0]["who"])
        ):
            yield False, _reason(claim, m.span(), source, there[0].span())


def _reason(claim: Side, span: Span, source: Side, there: Span) -> Reason:
    said = source.text[slice(*there)]
    return Reason(
        kind="direction",
        claim_span=span,
        message=f"“{claim.text[slice(*span)]}”与来源相反：来源为“{said}”。",
        source_id=source.id,
        source_span=there,
    )
