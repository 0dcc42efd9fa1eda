"""Obligation: what a source only allows, encourages or looks into is no duty, and a duty is nothing one may leave."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.ground.alignment import AlignedClause, Alignment
from agent.ground.negation import NEGATION
from agent.ground.side import Findings, Side, instead
from agent.models import Reason, Span

#: Words that make a duty of what follows.
_MUST = re.compile(
    r"必须|应当|务必|强制|不得不|一律|(?<![必无毋急])须(?![知发根臾眉])"
    r"|(?<![反适相供对感响效因顺呼照答理一])应(?![用对急付该变邀聘届运有声允约诺答战届收])"
)
#: Words that leave it to those concerned.
_MAY = re.compile(
    r"(?<![认许不宁大小尚无])可(?![能靠视见观谓持控行再信用惜是变比达读逆追复穿支口乐爱怕喜疑贵塑溶燃调降取怜笑])(?=[一-龥])|可(?:降低|持有|支付|调用|取消)|鼓励|倡导|提倡|自愿|(?<![一-龥])(?:支持|引导)|允许|不强制|探索(?![出者性])"
)
#: Words that forbid; they reach over a list: 不得用于转售或者购置硬件.
_BAN = re.compile(
    "不得(?!不|超过|高于|多于|低于|少于|大于|小于)|禁止|严禁|不准|不许|不可(?![或避缺])|不予|谢绝"
)
_FREE = re.compile("(?<![不未才高多方])可(?:以)?(?![能靠视持信])|允许|准许")
#: Weaker words for a duty, enough to leave a sentence open and not to object.
_ASKED = re.compile(r"要求|需要?(?![求方])|得(?=先|在|由)")
#: From this coverage on a clause is taken to say what its sentence says.
_HELD = 0.5
#: And for sure.
_SURELY = 0.7


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """Objects where a clause makes a duty of what its source clause leaves open, and the other way round."""
    reasons: list[Reason] = []
    unsure: list[Reason] = []
    for aligned in alignment.clauses:
        if aligned.source < 0 or aligned.coverage < _HELD:
            continue
        for sure, reason in _differences(claim, sources[aligned.source], aligned):
            (reasons if sure else unsure).append(reason)
    return Findings(reasons=tuple(reasons), unsure=tuple(unsure))


#: What parts the things that are forbidden, and what leads to one.
_PARTS = re.compile("、|或者?|以?及|和")
_LEADS = re.compile("^(?:用于|用来|从事|进行|将其?|以)")


def _forbidden(claim: Side, source: Side, aligned: AlignedClause) -> tuple[Span, Span] | None:
    """Where the clause tells, as a thing that may be, what the source sentence forbids: 不得用于转售或者购置硬件."""
    if NEGATION.search(claim.folded, *aligned.span) or not _FREE.search(claim.folded, *aligned.span):
        return None
    for ban in _BAN.finditer(source.folded, *aligned.source_span):
        end = source.clause_of(ban.span())[1]
        for thing in _PARTS.split(source.folded[ban.end() : end].rstrip("，,。；;")):
            what = _LEADS.sub("", thing)
            at = claim.folded.find(what, *aligned.span) if len(what) > 2 else -1
            if at >= 0:
                return (at, at + len(what)), (ban.start(), end)
    return None


def _differences(claim: Side, source: Side, aligned: AlignedClause) -> Iterator[tuple[bool, Reason]]:
    own, there = aligned.span, aligned.source_clause
    must, may = _MUST.search(claim.folded, *own), _MAY.search(claim.folded, *own)
    theirs, free = _MUST.search(source.folded, *aligned.source_span), _MAY.search(source.folded, *there)

    def reason(at: Span, said: Span) -> Reason:
        return instead("modality", claim, at, source, said)

    ban = _BAN.search(source.folded, *there)
    allowed = _FREE.search(claim.folded, *own)
    if ban and allowed and not _BAN.search(claim.folded, *own) and not _FREE.search(source.folded, *there):
        yield aligned.coverage >= _SURELY, reason(allowed.span(), (ban.start(), there[1]))
        return
    forbidden = _forbidden(claim, source, aligned)
    if forbidden is not None:
        yield True, reason(*forbidden)
        return
    if must and not may and free and not theirs:
        yield True, reason(must.span(), free.span())
        return
    duty = _MUST.search(source.folded, *there)
    if may and not must and duty and not _MAY.search(source.folded, *aligned.source_span):
        yield False, reason(may.span(), duty.span())  # of whom it is a duty is not read
        return
    asked = None if may else _ASKED.search(claim.folded, *own)
    if asked and free and not theirs and not _ASKED.search(source.folded, *aligned.source_span):
        yield False, reason(asked.span(), free.span())
