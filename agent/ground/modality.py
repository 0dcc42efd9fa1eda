"""Modality: planned is not done, tried out is not rolled out, may is not must, a draft is not a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from agent.ground.alignment import AlignedClause, Alignment
from agent.ground.mark import takes_object
from agent.ground.negation import NEGATION
from agent.ground.side import Findings, Side
from agent.models import Reason, Span

#: The first characters of what follows, so that most positions are passed over at once: add to them what you add.
_DONE = re.compile(
    r"(?=[上不业付出到圆均如完定宣尘已建开投拍拿敲早正现突竣结获落转通])(?:(?<!不)(?:已(?!表示|称|提出|宣布将|计划)|业已|均已|早已|现已)(?!知|成年|久|有?[一二三四五六七八九十百数0-9]+(?:余|多)?(?:年|个月|天))|完成(?!后|时)|建成(?!后|投产后)|落成|竣工|正式(?!对话)|敲定|拍板|拿到|落地实施|投放市场|投入使用|付诸|突破了|出台了|通过了|获得通过|"
    r"已经(?!表示|提出|计划)|尘埃落定|已用在|定局|如愿|圆满|宣告|开幕|开售|上线了|投产(?!后|时|时间)|结束了?(?![后时之])|不再局限|转正|到位)"
)
_PLAN = re.compile(
    r"(?=[下争准到力即可后将尚届希意打拟提明有望未欲正申目研祝筹规计谋还预测仿理])(?:拟(?!合|人|态|定的)|(?<!正式)将(?![军领士近]|[^,，。]{2,30}(?:由|从|作为|纳入|列入|列为))|(?<![非动作项展])(?<!三年)(?<!五年)计划(?![》已(])(?!书|生育|经济|发展|单列)|测算可|仿真测算|理论上|有信心|力争|争取|有望|规划|目标|打算|准备(?!金)|即将|筹备|下一步|预计|望(?=在|于|达|突破|成)|"
    r"可望|希望|祝愿|有意|意向|届时|研究制定|正在制定|申请|未来|到20\d\d年|明年|谋划|欲|提出|还(?:要|需|须|将|得)|后续|尚需)"
)
_OPEN = re.compile(
    r"正在?(?:就|同|与)?[^,，。]{0,12}?(?:研究|制定|磋商|谈判|研发|测试|讨论|审议|推进|起草|筹备|建设|评估|洽谈|谋划)|(?:稳步|有序|扎实|加快|加紧|积极|抓紧|持续)推进|(?:目前|现在)?[还仍]在(?![于内]|[^,，。]{0,8}(?:运行|使用|用于|服务|运营|生产|工作))|尚未|磋商|谈判|研发中|深度测试|内测|试产|试点|试运行|草案|审议|征求意见|讨论|在建|推进中|酝酿|仍在|尚待|有待|意向|猜测|传闻|或许|尚不|不清楚|签约|调试"
)
_TRIAL = re.compile(
    r"试点|试行|试验|试产|内测|测试阶段|试运行|先行先试|小量|小范围|示范(?:应用|运营|运行)|首批"
)
_FULL = re.compile(
    r"全面推开|全面推广|全面推行|全面铺开|全面实施|推开|正式(?:采用|开放|商用|上线|投用|实施|推行)|大规模|结束试点|全国推广|面向公众(?:正式)?开放|规模化应用|全面(?:投入|商用|上线|覆盖|应用|放开|启动)"
)


#: From this coverage on a mark elsewhere in the sentence is taken to govern the clause.
_HELD = 0.75


@dataclass(frozen=True, slots=True)
class Mood:
    """How a stretch of text is meant."""

    done: re.Match[str] | None
    plan: re.Match[str] | None
    open: re.Match[str] | None
    trial: re.Match[str] | None
    full: re.Match[str] | None


#: Phrases that say a trial or a test is over.
_OVER = re.compile(
    r"(?:结束|完成|告别|走出)[^,，。]{0,6}?(?:试点|内测|测试|试运行|试验)|不再(?:局限|限)于[^,，。]{0,10}?试点"
)


#: Words of the past that tell a beginning; and kinds of places and people that are called after a trial.
_BEGUN = re.compile(r"已经?(?:启动|开始|着手|进入)")
_CALLED = re.compile(r"(?:试点|示范)(?=项目|城市|地区|区|企业|单位|工作|省|基地)")


@lru_cache(maxsize=8192)
def mood(text: str, span: Span, *, begun: bool = True) -> Mood:
    """The marks of mood in a stretch of folded text; with `begun` a beginning counts as done."""
    text = _spelt(text, begun)
    return Mood(*(pattern.search(text, *span) for pattern in (_DONE, _PLAN, _OPEN, _TRIAL, _FULL)))


_WILL = re.compile("将(?=[一-龥]{2})")


@lru_cache(maxsize=256)
def _spelt(text: str, begun: bool) -> str:
    """`text` with what is over said as done, and without beginnings where they do not count, letter for letter as long."""
    text = _WILL.sub(lambda m: "把" if takes_object(text, m.start()) else "将", text)
    if not begun:
        text = _BEGUN.sub(lambda m: "□" * len(m.group()), text)
    return _OVER.sub(lambda m: "完成" + "□" * (len(m.group()) - 2), text)


@lru_cache(maxsize=256)
def _uncalled(text: str) -> str:
    """`text` without trials that are but a name (试点项目), letter for letter as long."""
    return _CALLED.sub("□□", text)


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """Objects where a clause asserts what the source plans, tries or leaves open, and the other way round."""
    reasons: list[Reason] = []
    unsure: list[Reason] = []
    for aligned in alignment.clauses:
        if aligned.source < 0:
            continue
        for sure, reason in _differences(claim, sources, aligned, aligned.source_clause):
            (reasons if sure else unsure).append(reason)
    return Findings(reasons=tuple(reasons), unsure=tuple(unsure))


def _differences(
    claim: Side, sources: Sequence[Side], aligned: AlignedClause, clause: Span
) -> Iterator[tuple[bool, Reason]]:
    source = sources[aligned.source]
    own = _uncalled(claim.folded)
    here, whole = mood(own, aligned.span), mood(own, claim.sentence_of(aligned.span))
    begun = _BEGUN.search(claim.folded, *aligned.span) is not None
    theirs = _uncalled(source.folded)
    there, around = mood(theirs, clause, begun=begun), mood(theirs, aligned.source_span, begun=begun)
    close = aligned.coverage >= 0.5
    said = source.text[clause[0] : clause[1]]

    def reason(span: Span, message: str, at: Span) -> Reason:
        return Reason(kind="modality", claim_span=span, message=message, source_id=source.id, source_span=at)

    if here.full and not there.full and not around.full and around.trial and not whole.trial:
        at = around.trial.span()
        yield (
            close,
            reason(
                here.full.span(), f"来源说的是“{source.text[slice(*at)]}”，还不是“{here.full.group()}”。", at
            ),
        )
        return
    sought = _SOUGHT.match(source.folded, *clause)
    if here.full and sought and not there.full:
        yield (
            close,
            reason(here.full.span(), f"来源说的是“{said}”，还不是“{here.full.group()}”。", sought.span()),
        )
        return
    settled = _SETTLED.search(claim.folded, *aligned.span)
    vague = _VAGUE.search(source.folded, *clause)
    denied = settled and NEGATION.search(claim.folded, max(0, settled.start() - 3), settled.end())
    borne = _BORNE_OUT.search(source.folded, *aligned.source_span)
    if settled and vague and not denied and not borne and not _VAGUE.search(claim.folded):
        yield close, reason(settled.span(), f"来源说的是“{vague.group()}”，尚未成为事实。", vague.span())
        return
    over, trial = _OVER.search(claim.folded, *aligned.span), _TRIAL.search(source.folded, *clause)
    if over and trial and not _OVER.search(source.folded, *aligned.source_span):
        yield close, reason(over.span(), f"来源说的是“{said}”，还没有结束。", trial.span())
        return
    done = _too_early(claim, sources, aligned, (here, there, around))
    if done is not None:
        at, mark, sure = done
        words = said if mark[0] >= clause[0] and mark[1] <= clause[1] else source.text[slice(*mark)]
        yield close and sure, reason(at, f"来源说的是“{words}”，尚未成为事实。", mark)
        return
    draft = _DRAFTING.search(claim.folded, *aligned.span)
    final = _ISSUED.search(source.folded, *aligned.source_span)
    if draft and final and not _DRAFTING.search(source.folded, *aligned.source_span):
        yield close, reason(draft.span(), f"来源说的是“{final.group()}”，已是正式文本。", final.span())
        return
    wait = _WAITING.search(claim.folded, *aligned.span)
    now = _NOW.search(source.folded, *aligned.source_span)
    if wait and now and not around.plan:
        yield close, reason(wait.span(), f"来源说的是“{now.group()}”，不必再等。", now.span())


def _too_early(
    claim: Side, sources: Sequence[Side], aligned: AlignedClause, moods: tuple[Mood, Mood, Mood]
) -> tuple[Span, Span, bool] | None:
    """Where the clause says that something is done, the words of its source clause or sentence by which it is not, and
    whether that is sure. `moods`: of the clause, of the source clause, of the source sentence."""
    here, there, around = moods
    source = sources[aligned.source]
    opened = _OPEN.search(
        _uncalled(claim.folded).replace("试点", "□□"), *aligned.span
    )  # a 试点 may well be done
    entered = _ENTERED.search(claim.folded, *aligned.span)
    if entered and re.search(
        f"进入[^,，。]{{0,6}}{entered['stage'][0]}", source.folded[slice(*aligned.source_span)]
    ):
        return None  # 已进入联调 is 进入联合调试阶段
    if (
        not here.done
        or here.plan
        or opened
        or _TO_COME.search(claim.folded, *aligned.span)
        or claim.folded.startswith("为", aligned.span[0])
        or NEGATION.search(claim.folded, *aligned.span)
    ):
        return None
    alone = not _done_nearby(aligned, sources)
    mark = there.plan or there.open or _SOUGHT.match(source.folded, *aligned.source_clause)
    if mark and not there.done:
        return here.done.span(), mark.span(), alone
    mark = around.plan or around.open
    if mark and len(mark.group()) > 3 and mark.group() in claim.folded:
        return None  # the claim tells it too
    if around.plan and around.plan.start() >= aligned.source_clause[1]:  # what comes after does not govern it
        mark = around.open
    if mark and not (around.done or there.done):
        return here.done.span(), mark.span(), alone and aligned.coverage >= _HELD
    return None


#: What makes a day of what is said to open then, and what it is done for.
_TO_COME = re.compile("定于|即将|将[于在会]|拟(?!合|人|态|定的)")
#: That a stage has begun.
_ENTERED = re.compile("已经?进入(?P<stage>[一-龥]{2})")
#: What a clause is only after: 探索数据资产入表.
_SOUGHT = re.compile("[^,，。]{0,6}(?:探索(?![出者性])|鼓励)")
#: Words that settle a matter, and words that leave it open.
_SETTLED = re.compile(r"已?(?:敲定|拍板|确认|证实|签约|签署|落定)|已成定局|板上钉钉|定下来了")
#: What says that a rumour was true.
_BORNE_OUT = re.compile("得以?证实|终于?证实|属实|坐实|落定")
_VAGUE = re.compile(
    r"可能|或将|或许|意向|暗示|传闻|猜测|据传|有意|正在?考虑|磋商|尚不清楚|不清楚|不知道|未知|有待|尚未|拟(?!合|人|态|定的)"
)


def _done_nearby(aligned: AlignedClause, sources: Sequence[Side]) -> bool:
    """Whether a sentence that may be the one meant as well speaks of what is done, or of nothing to come."""
    moods = [mood(sources[number].folded, span) for number, span in aligned.rivals]
    return any(found.done or not (found.plan or found.open) for found in moods)


_DRAFTING = re.compile(r"征求意见|公开征集意见|起草|(?:研究|正在)制定|拟出台|酝酿")
_ISSUED = re.compile(r"(?:正式|已|日前|近日)?(?:印发|出台|公布|颁布|施行|生效)")
_WAITING = re.compile(r"要等到|尚待|有待|还需等待|才能|尚未|即将|将于")
_NOW = re.compile(r"现已|目前已|已经|(?<!不)已(?=[面开上投发公])")
