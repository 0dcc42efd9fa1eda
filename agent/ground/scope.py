"""Scope: all for some, the nation for the province, the only one for one of several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.ground.alignment import AlignedClause, Alignment
from agent.ground.side import Findings, Side, instead
from agent.models import Reason, Span

_ALL = re.compile(
    r"全部(?!走完|做完|完成|结束|办完|跑完)|所有(?![,，。；;！!？?权制者]|$)|全体|悉数|一律|(?<![平户人年月日])均(?![线价匀衡等值为重])|(?<![首大之成国帝])都(?![市会城江匀])|皆|统统|无一例外|亦不例外|也不例外|无例外|全(?=是|为|靠|归)|各类|各(?=行业|地区|地|企业|省|市|国|部门|领域|环节)|同时(?=具备|设置|满足|符合|拥有|具有|设有)|全覆盖|任何|每一|多数|大多|完全|彻底|普遍"
)
_ALL_SAID = re.compile(
    r"全部|所有|全体|悉数|一律|均|都|皆|统统|任何|每|各|完全|彻底|普遍|多数|大多|大部分|全面|全(?!国|省|市|球|区|县|年)|百分之百|100%|一致|同时|分别"
)
#: 意愿和能力都不足: 都 takes two things named together, not all there are.
_BOTH = re.compile("(?<![一-龥]各)[一-龥]{2}[和与及][一-龥]{2,8}[都均皆]$")
#: From this coverage on a clause rests on its sentence for sure.
_HELD = 0.6
_EVERY = frozenset(["全部", "所有", "全体", "悉数", "一律", "无一例外", "任何"])
_EVERY_SAID = re.compile(
    r"全部|所有|全体|悉数|一律|均|都|皆|全数|各(?!种|项|类)|每(?![天日周月年季次])|一切|任何|100%|百分之百|全(?=覆盖|员|系)"
)
_SOME = re.compile(
    r"部分|多个|多项|多家|多种|多数|大多|大部分|一些|有的|之一|主要|若干|个别|少数|不少|以上|除[^,，。]{1,14}外|不影响|不受|[一二三四五六七八九]成|\d%|最大|等"
)
_BUT = re.compile(r"除[^,，。]{1,14}外|[^,，。]{1,8}除外|不含[^,，。]{1,8}|(?<![不无一])例外")
_PARTIAL_ONLY = re.compile(
    r"中的?至少|任[选择意][一二两三]|[过近]半(?!年|小时|天)|半数|部分|多个|多数|大多|大部分|一些|有的|之一|若干|个别|少数|不少|九成|[二三四五六七八]成|除[^,，。]{1,14}外|不影响|最大"
)
_ONLY = re.compile(
    r"唯一|独家|(?<![不绝非])(?:只有|仅有|仅限|只能|只认|只支持|仅支持|只面向|仅面向|只适用|仅适用)|专供|独有"
)
#: 亚太地区最大的 is what 亚太最大 says.
_REGION = re.compile("地区|区域|(?<=最大)的")
#: 每周都: every time, not all of them.
_EVERY_TIME = re.compile("每(?:[天日周月年季次]|个?星期|个月|一天|一次)[都均]?$")
#: Most of all there are; and a part of unknown size.
_MOST = re.compile("绝大(?:部分|多数)|大部分|大多数?(?!数据)|(?<![为少])多数")
_AMONG_OTHERS = re.compile("(?P<what>[一-龥]{3})之一")
#: The first of all, and one of the first.
_TOP_RANK = re.compile("首位|第一位|第1位|榜首|居首|排名第一|位列第一|位居第一|之首|之冠")
_AMONG = re.compile("前列|前茅|第[一二]梯队|前[二三五十]名?|前(?:2|3|5|10)名?")
_EACH = re.compile("全部|无一例外|百分之百|100%|悉数")
_FEW = re.compile("(?<!大)部分(?!地区以)|一些|少数|个别|有的")
#: What is told of one of several.
_FIRST = re.compile("首[个家次批例项]|之一|其中")
_ONLY_SAID = re.compile(r"唯一|独家|仅|只|单一|限于|专门|专用|专供|独有|独自|不足|不到|才")
_LEVELS = (
    ("全球", re.compile(r"全球|全世界"), re.compile(r"全球|世界|国际|各国|海外")),
    (
        "全国",
        re.compile(r"全国|我国(?:首|唯一|最)|国内(?:首|唯一|最)|全中国|中国首"),
        re.compile(r"全国|我国|国内|中国|全中国|中华|各地|各省"),
    ),
    ("全省", re.compile(r"全省|省内(?:首|最)"), re.compile(r"全省|本省|省|我省|该省|省内")),
    ("全市", re.compile(r"全市|市内(?:首|最)"), re.compile(r"全市|本市|市|我市|该市|市内")),
    ("全区", re.compile(r"全区"), re.compile(r"全区|本区|区|我区|该区|区内")),
    ("全县", re.compile(r"全县"), re.compile(r"县")),
)
_WHOLE = re.compile("全[国省市区县]")
#: Whose figures are those of the whole country.
_NATIONAL = re.compile(
    "国家(?:统计|能源|数据|税务|知识产权|移民|邮政|铁路|外汇|发展)|海关总署|(?:商务|财政|工业和信息化|农业农村|交通运输)部"
)
_NARROW = re.compile(
    r"全[国省市区县]|[本我该][国省市区县]|本土|本地|当地|[\u4e00-\u9fff]{2,3}[省市区县州](?=首|最|第一|唯一)|(?:北京|上海|天津|重庆|广东|深圳|武汉|成都|[\u4e00-\u9fff]{2})首[个家例次批]"
)


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """Objects to a scope wider (or narrower) than that of the sentence the clause rests on."""
    reasons: list[Reason] = []
    unsure: list[Reason] = []
    for aligned in alignment.clauses:
        if aligned.source < 0:
            continue
        source = sources[aligned.source]
        clause = aligned.source_clause
        for sure, reason in _differences(claim, source, aligned, clause):
            (reasons if sure else unsure).append(reason)
    return Findings(reasons=tuple(reasons), unsure=tuple(unsure))


def _differences(
    claim: Side, source: Side, aligned: AlignedClause, clause: Span
) -> Iterator[tuple[bool, Reason]]:
    text, piece = claim.folded, source.folded[slice(*aligned.source_span)]
    close = aligned.coverage >= 0.5

    def reason(span: Span, message: str, at: Span) -> Reason:
        return Reason(kind="scope", claim_span=span, message=message, source_id=source.id, source_span=at)

    wide = _ALL.search(text, *aligned.span)
    if wide and any(
        form.search(text, aligned.span[0], end)
        for form, end in ((_BOTH, wide.end()), (_EVERY_TIME, wide.end()), (_FEW, aligned.span[1]))
    ):
        wide = None
    but = _BUT.search(source.folded, *aligned.source_span)
    if wide and but and "例外" in wide.group():
        yield close, reason(wide.span(), f"来源说的是“{but.group()}”，有例外。", but.span())
    elif wide and (part := _partial(source, clause)):
        yield close, reason(wide.span(), f"来源说的是“{part.group()}”，不是“{wide.group()}”。", part.span())
    elif wide and not (_EVERY_SAID if wide.group() in _EVERY else _ALL_SAID).search(piece):
        some = _PARTIAL_ONLY.search(source.folded, *clause)
        if some:
            yield (
                close,
                reason(wide.span(), f"来源说的是“{some.group()}”，不是“{wide.group()}”。", some.span()),
            )
        elif wide.group() not in ("均", "都", "皆", "普遍"):
            some = _SOME.search(source.folded, *aligned.source_span)
            at = some.span() if some else clause
            sure = wide.group() in _EVERY and aligned.coverage >= _HELD
            yield sure, reason(wide.span(), f"来源没有说“{wide.group()}”。", at)
    most = _MOST.search(text, *aligned.span)
    some = _FEW.search(source.folded, *clause)
    if most and some and not _MOST.search(piece):
        yield close, reason(most.span(), f"来源说的是“{some.group()}”，不是“{most.group()}”。", some.span())
    every = _EACH.search(source.folded, *clause)
    if most and every and not _MOST.search(piece):
        yield False, reason(most.span(), f"来源说的是“{every.group()}”，不是“{most.group()}”。", every.span())
    only = _ONLY.search(text, *aligned.span)
    if only and not _ONLY_SAID.search(piece):
        first = _FIRST.search(source.folded, *clause) if only.group() in ("唯一", "独家") else None
        at = first.span() if first else clause
        yield first is not None and close, reason(only.span(), f"来源没有说“{only.group()}”。", at)
    found = (
        _one_of(claim, source, aligned)
        or _ranked(claim, source, aligned)
        or _superlative(claim, source, aligned)
    )
    if found is not None:
        yield close, found
        return
    yield from _levels(claim, source, aligned, clause)


def _one_of(claim: Side, source: Side, aligned: AlignedClause) -> Reason | None:
    """One of several, where the source has it as the only one: 继承人之一 of 唯一继承人."""
    for m in _AMONG_OTHERS.finditer(claim.folded, *aligned.span):
        at = source.folded.find(f"唯一{m['what']}", *aligned.source_span)
        at = at if at >= 0 else source.folded.find(f"唯一的{m['what']}", *aligned.source_span)
        if at >= 0:
            there = (at, at + len(m["what"]) + 2)
            return instead("scope", claim, m.span(), source, there)
    return None


def _ranked(claim: Side, source: Side, aligned: AlignedClause) -> Reason | None:
    """The first of all, where the source only has it among the first."""
    top = _TOP_RANK.search(claim.folded, *aligned.span)
    among = _AMONG.search(source.folded, *aligned.source_span)
    if top is None or among is None or _TOP_RANK.search(source.folded, *aligned.source_span):
        return None
    return instead("scope", claim, top.span(), source, among.span())


#: How far a "first" or "largest" reaches, widest first, and the words for it.
_WIDTHS = (
    "全球|世界|全世界",
    "亚洲|亚太|欧洲|非洲|拉美|北美|东南亚",
    "全国|我国|国内|中国",
    "[^,，。]{0,8}(?:地区|区域|片区)|[东西中南北]部|东北|华[东南北中]|西[南北]",
    "全省|省内|[\u4e00-\u9fff]{2,3}省",
    "全市|市内|[\u4e00-\u9fff]{2,3}市",
    "[\u4e00-\u9fff]{2,3}[县区]",
)
_TOP = "(?P<top>首[个家次例批座条款部艘台位]|第一|最大|最高|唯一)"
_RANGED = tuple(re.compile(f"(?:{width})(?:的|首创、|范围内|规模)?{_TOP}") for width in _WIDTHS)


def _superlative(claim: Side, source: Side, aligned: AlignedClause) -> Reason | None:
    """A first, a largest or an only one of a wider (or narrower) circle than all the sources' sentence gives it."""
    here = next(
        ((number, m) for number, p in enumerate(_RANGED[:3]) if (m := p.search(claim.folded, *aligned.span))),
        None,
    )
    if here is None or here[1].group() in source.folded:
        return None
    if here[1].group() in _REGION.sub("", source.folded[slice(*aligned.source_span)]):
        return None
    number, mine = here
    top = mine.group("top")
    theirs = [
        (other, m)
        for other, pattern in enumerate(_RANGED)
        for m in pattern.finditer(source.folded, *aligned.source_span)
        if m.group("top") == top
    ]
    if not theirs or any(other == number for other, _ in theirs):
        return None
    return instead("scope", claim, mine.span(), source, theirs[0][1].span())


def _partial(source: Side, clause: Span) -> re.Match[str] | None:
    """What says in the clause that it is a part only, where nothing in it says all."""
    if _ALL_SAID.search(source.folded, *clause):
        return None
    return _PARTIAL_ONLY.search(source.folded, *clause)


#: What no local paper leaves out; 全省 and 全市 it may.
_WIDE = frozenset(("全国", "全球"))


def _levels(claim: Side, source: Side, aligned: AlignedClause, clause: Span) -> Iterator[tuple[bool, Reason]]:
    for name, said, known in _LEVELS:
        here = said.search(claim.folded, *aligned.span)
        if here is None:
            continue
        whole = _WHOLE.search(source.folded, *clause)
        apart = (
            whole is not None and here.group() == name and name not in source.folded and whole.group() != name
        )
        if known.search(source.folded, *aligned.source_span) and not apart:
            continue
        if claim.folded[here.start() : here.end() + 2] in source.folded:
            continue
        other = _NARROW.search(source.folded, *clause) or _NARROW.search(source.folded, *aligned.source_span)
        told = any(aligned.span[0] <= q.span[0] < aligned.span[1] for q in claim.quantities)
        if (
            told
            and other is None
            and name == "全国"
            and _NATIONAL.search(source.folded, *aligned.source_span)
        ):
            continue
        at = other.span() if other else clause
        shown = source.text[slice(*at)]
        message = (
            f"来源说的范围是“{shown}”，不是“{here.group() or name}”。"
            if other
            else f"来源相应的话里没有“{here.group()}”。"
        )
        yield (
            aligned.coverage >= (0.5 if other else _HELD) and (other is not None or name in _WIDE),
            Reason(
                kind="scope", claim_span=here.span(), message=message, source_id=source.id, source_span=at
            ),
        )
