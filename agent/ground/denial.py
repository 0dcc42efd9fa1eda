"""Denials of whole clauses: what a source lacks or denies and the claim asserts, and denials of the claim's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.ground.alignment import AlignedClause
from agent.ground.lexicon import antonyms, longer_synonyms
from agent.ground.negation import AVERTING, NEGATION, UNLIKE, asserted, negated, occurrences, supposed
from agent.ground.side import Side
from agent.ground.words import Word
from agent.models import Reason, Span

#: Having and lacking of the same: 有投行给出评级 against 无投行给出评级.
_HAVE = re.compile(
    "(?<![没未具拥享只仅持所富含占])有(?![关限效望利序力所些人的时助待无着幸必意志趣机色线轨])(?P<what>[一-龥]{2})"
)
_LACK = "(?:(?<!有)没有|(?<!有)无|未有|并无)"


def having(claim: Side, source: Side, aligned: AlignedClause) -> Iterator[tuple[bool, Reason]]:
    """What the clause has and its source sentence lacks, and has nowhere."""
    for m in _HAVE.finditer(claim.folded, *aligned.span):
        what = m.group("what")
        lacking = re.compile(_LACK + what).search(source.folded, *aligned.source_span)
        if lacking is not None and supposed(source, lacking.span()):
            continue
        if lacking is None or f"有{what}" in source.folded.replace(f"没有{what}", ""):
            continue
        said = source.text[slice(*lacking.span())]
        yield (
            aligned.coverage >= 0.5,
            Reason(
                kind="negation",
                claim_span=m.span(),
                message=f"来源说的是“{said}”，肯定与否定相反。",
                source_id=source.id,
                source_span=lacking.span(),
            ),
        )


#: What is said not to be so, in the very words: 不是越大越好.
_NOT_SO = re.compile("(?:不是|并非|不等于|不意味着)(?P<what>[一-龥]{4})")


def undenied(claim: Side, source: Side, aligned: AlignedClause) -> Iterator[tuple[bool, Reason]]:
    """Words of the clause that its source sentence says are not so, and no source sentence says are."""
    for m in _NOT_SO.finditer(source.folded, *aligned.source_span):
        what = m.group("what")
        at = claim.folded.find(what, *aligned.span)
        if at < 0 or not asserted(claim.folded, aligned.span, at) or source.folded.count(what) > 1:
            continue
        yield (
            aligned.coverage >= 0.5,
            Reason(
                kind="negation",
                claim_span=(at, at + len(what)),
                message=f"来源说的是“{source.text[slice(*m.span())]}”，肯定与否定相反。",
                source_id=source.id,
                source_span=m.span(),
            ),
        )


#: Negations that make a bound or a turn of phrase rather than deny anything.
_MILD = re.compile(
    r"不[小少错俗菲薄弱差赖]|(?:还没|没|尚未|未)[^,，。；;]{1,6}(?:时|之前|(?<![目年此日])前)(?=[,，])|(?:也|并)?不是没|[并不][非是]是?(?:新(?=问题|鲜事|现象|话题|闻)|罕见|鲜见|陌生|意外(?=[,，。]|$)|稀奇)|没有?(?:这么|那么|比)|不再[只仅单]|不例外|而非|而不是|不讳言|不避讳|不[够足]|未满(?=[\d一二三四五六七八九十百千])|不(?:低于|少于|高于|超过|多于|限于|设|振|及|止|失|明|足以|可或缺|可避免|容|便|佳|利|力|等|满|定|稳|确定|易|妨|要|必)|无(?:须|需|疑)|不如|难以|停止|取消|足不出户|未(?:披露|公布|透露|提及|说明|具体|明确|公开|变|改|必)|没有?(?:披露|公布|透露|提及|说明)|尚未(?:披露|公布|透露|说明|明确)"
)
#: Words of denial that govern the one after them.
_AGAIN = frozenset(
    ("不再", "不会", "不能", "不得", "并未", "并不", "并非", "从未", "从不", "尚未", "未能", "没能", "无法")
)
#: From this coverage on a clause says what its sentence says.
_SURE = 0.5
#: So near the source's sentence has a word that it is told there.
_THERE = 0.8
#: What stands so close after a denial is denied; lighter words than this say nothing.
_GOVERNED, _TELLING = 8, 0.6
#: What is not much is little.
_LITTLE = dict(zip("高大多长强快好足远", "低小少短弱慢差缺近", strict=True))
#: Ways to leave something out of a list or a rule.
_EXCLUDING = re.compile(
    r"不(?:在|涉及|包括|包含|含|属于|算|适用|涵盖|受)|未(?:被)?(?:列入|纳入|涉及|包括)|算不上|谈不上"
)
#: How else a source says that something is not, is no more or is not wanted.
_LACKS = re.compile(
    "除|仅|只|缺|少|免|禁|低于|下降|减|超时|失败|落空|驳回|遭拒|逊|异议|质疑|批评|抨击|弃|停产|停止|停用|辞|卸任|离任|淘汰|解约|出售|退出|退役|告别|终结"
)
#: Negations strong enough that a claim asserting the same words without one must be looked at.
_STRONG = re.compile(r"(?<!有)没有|(?<!从)未(?![来必病]|成年)|拒绝|否认|无法")


def _denied(word: Word, sources: Sequence[Side]) -> bool:
    """Whether a source denies `word`, or another for it, somewhere."""
    forms = (word.text, *longer_synonyms().get(word.text, ()))
    return any(
        NEGATION.search(source.folded, max(0, at - 8), at) is not None
        for source in sources
        for form in forms
        for at in occurrences(source.folded, form, (0, len(source.folded)))
    )


def _called(text: str, at: int) -> bool:
    """Whether a position lies in a few words in quotation marks."""
    start = text.rfind('"', max(0, at - _GOVERNED), at)
    end = text.find('"', at, at + _GOVERNED)
    return start >= 0 and end >= 0 and text.count('"', 0, start + 1) % 2 == 1


def _lacking(word: Word, sources: Sequence[Side]) -> bool:
    """Whether a source denies `word` outright: 无院校 for 没有一所院校."""
    return any(
        negated(source.folded, at) is not None
        for source in sources
        for at in occurrences(source.folded, word.text, (0, len(source.folded)))
    )


def added(
    claim: Side, source: Side, aligned: AlignedClause, sources: Sequence[Side]
) -> Iterator[tuple[bool, Reason]]:
    """Negations of the claim where the sentence it rests on, and the ones around it, deny nothing."""
    start, end = aligned.source_span
    if any(said.search(source.folded, start, end) for said in (NEGATION, AVERTING, UNLIKE)):
        return
    if _LACKS.search(source.folded, start, end):
        return
    for m in NEGATION.finditer(claim.folded, *aligned.span):
        if _called(claim.folded, m.start()):
            continue  # “未央”, as something is called
        if _MILD.match(claim.folded, m.start()) or _MILD.match(claim.folded, max(0, m.start() - 1)):
            continue
        against = _LITTLE.get(claim.folded[m.end() : m.end() + 1], "")
        if m.group() == "不" and against and against in source.folded[start:end]:
            continue  # 使用率不高 of 使用率低
        governed = next(
            (
                s
                for s in aligned.supports
                if s.word.span[0] >= m.start() and s.word.span[1] > m.end() and s.word.text not in _AGAIN
            ),
            None,
        )
        if governed is not None and _denied(governed.word, sources):
            continue
        after = (s.word for s in aligned.supports if m.end() <= s.word.span[0] < m.end() + _GOVERNED)
        if any(
            _lacking(word, sources) for word in after if word.weight >= _TELLING and not word.text.isascii()
        ):
            continue
        excluded = _EXCLUDING.match(claim.folded, m.start()) is not None
        near = (s for s in aligned.supports if m.start() <= s.word.span[0] < m.end() + _GOVERNED)
        held = excluded or any(s.near >= _THERE and s.word.weight >= _TELLING for s in near)
        close = governed is not None and governed.word.span[0] <= m.end() + 1
        span = (m.start(), governed.word.span[1] if close and governed else m.end())
        message = f"来源中与之相应的话没有否定：“{_cut(source.text[start:end])}”。"
        yield (
            held and aligned.coverage >= _SURE,
            Reason(
                kind="negation",
                claim_span=span,
                message=message,
                source_id=source.id,
                source_span=(start, end),
            ),
        )
        return


def dropped(claim: Side, source: Side, aligned: AlignedClause, clause: Span) -> Iterator[tuple[bool, Reason]]:
    """Clauses of the source that deny, where the claim denies nothing anywhere."""
    if NEGATION.search(claim.folded) or AVERTING.search(claim.folded):
        return
    m = _STRONG.search(source.folded, *clause)
    if m is None or supposed(source, m.span()):
        return
    kept = [
        at
        for o in _after(source.folded, m.end(), clause[1])
        if (at := claim.folded.find(o, *aligned.span)) >= 0
    ]
    if not kept and not any(o in claim.folded for o in _after(source.folded, m.end(), clause[1])):
        return
    span = (min(kept), max(kept) + 2) if kept else aligned.span
    denied = source.folded[m.end() : clause[1]]
    if any(o in denied for w in aligned.supports if w.near < 0.8 for o in antonyms().get(w.word.text, ())):
        return
    message = f"来源说的是“{_cut(source.text[m.start() : clause[1]])}”，句中的否定没有了。"
    yield (
        aligned.coverage >= 0.5,
        Reason(kind="negation", claim_span=span, message=message, source_id=source.id, source_span=clause),
    )


def _after(text: str, start: int, end: int) -> list[str]:
    """Pairs of characters right after a negation: what it denies."""
    piece = text[start : min(end, start + 10)]
    return [piece[i : i + 2] for i in range(len(piece) - 1)]


def _cut(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "……"
