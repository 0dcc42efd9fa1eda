"""Polarity: what the source denies the claim may not assert, and the other way round; nor may a word
become its opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from agent.ground.alignment import AlignedClause, Alignment
from agent.ground.lexicon import allies, antonyms, longer_synonyms
from agent.ground.side import Findings, Side
from agent.ground.words import Word
from agent.models import Reason, Span

#: Words that deny what follows; the look-aheads leave out words that merely begin so (不仅, 不只, 不止), two that
#: cancel each other (不得不, 无不, 莫不) and what only asks (能不能, 有没有).
#: All begin with one of the first characters, so that most positions are passed over at once: add to them what you add.
NEGATION = re.compile(
    r"(?=[不未没无非拒否难停取禁严谈算毫])(?:(?<![急缓了舍使巴免怪由顾无莫])(?<!不[得可能])不(?!(?<=(?P<asked>.).)(?P=asked))(?![断仅少同过久论但然料妨满愧足锈乏惜外遗懈光一只止单独啻管]|[得可能]不)|未(?![来必])|(?<!有)没有|(?<![淹沉吞埋出有])没(?![收落])|无(?![果人线论锡疑数偿缝障锁纸废核国私形界不])"
    r"|非(?![常洲遗凡])|拒绝|否认|难以|(?<=[期很尚仍极都也])难(?![题民度点忘得关怪免易能])|停止|取消|禁止|严禁|谈不上|算不上|毫无)"
)
#: How a source says that things are not alike or not all there.
_UNLIKE = re.compile(r"不[同一等齐全足]|各异|不尽|有别|难以|参差")
#: Milder words that turn what follows away; enough to doubt that a source asserts it.
_AVERTING = re.compile(r"避免|防止|免于|阻止|放弃|暂停|终止|反对|以免|杜绝|限制|缺乏|缺少")
#: What may stand between a negation and the word it governs.
_ADVERB = re.compile(
    r"^(?:[能会再可应必宜曾有被予得以就须需要敢愿想是在将把该搞做]|作为|全部|全面|彻底|完全|具体|进行|就此|提供|作出|做出|正式|单独|很快|真正|直接|最终|任何|进一步|据此|轻易|简单|(.)\1)*$"
)
#: `未公布之前` says no more than `公布之前`.
_BEFORE = re.compile(r"[^,，。]{0,4}(?:之前|以前|前)")
_NEXT_FIGURE = re.compile(r"了?([0-9][0-9.,]*(?:%|个百分点|[万亿]{0,2}[^\W\d_]?))")
#: Lighter words than this are denied or asserted with another.
_TELLING = 0.6
_BREAK = re.compile(r"[,，、。；;:：\"]")
_SKIP = frozenset(
    [
        "表示",
        "认为",
        "指出",
        "称",
        "说",
        "介绍",
        "可以",
        "能够",
        "没有",
        "不",
        "无",
        "可能",
        "进行",
        "成为",
        "同时",
        "具体",
    ]
)


def negated(text: str, at: int) -> Span | None:
    """The negation that plainly governs the word at `at` in `text`, or None; two cancel each other."""
    found = [m for m in NEGATION.finditer(text, max(0, at - 8), at) if _ADVERB.match(text[m.end() : at])]
    if not found:
        return None
    doubled = NEGATION.search(text, max(0, found[0].start() - 3), found[0].start())
    return None if doubled else found[0].span()


def asserted(text: str, span: Span, at: int) -> bool:
    """Whether nothing before the word at `at` in its clause `span` could deny it."""
    start = span[0]
    for m in _BREAK.finditer(text, span[0], at):
        start = m.end()
    return not NEGATION.search(text, start, at) and not _AVERTING.search(text, start, at)


@cache
def _opposites() -> dict[str, tuple[str, ...]]:
    return antonyms()


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """Objects to a negation added or dropped, and to a word turned into its opposite, in a clause well
    aligned."""
    reasons: list[Reason] = []
    unsure: list[Reason] = []
    for aligned in alignment.clauses:
        if aligned.source < 0:
            continue
        source = sources[aligned.source]
        clause = aligned.source_clause
        found = [
            *_flips(claim, source, aligned, clause),
            *_turns(claim, sources, aligned, clause),
            *_having(claim, source, aligned),
            *_undenied(claim, source, aligned),
        ]
        if not found:
            found = [*_added(claim, source, aligned, sources), *_dropped(claim, source, aligned, clause)]
        for sure, reason in found:
            (reasons if sure else unsure).append(reason)
    return Findings(reasons=tuple(reasons), unsure=tuple(unsure))


def _rest(aligned: AlignedClause, word: Word) -> float:
    """How well the clause's words other than `word` are covered."""
    others = [s for s in aligned.supports if s.word is not word and s.word.weight]
    total = sum(s.word.weight for s in others)
    return sum(s.word.weight * s.near for s in others) / total if total else 0.0


def _occurrences(text: str, word: str, span: Span) -> Iterator[int]:
    at = text.find(word, *span)
    while at >= 0:
        yield at
        at = text.find(word, at + 1, span[1])


def _flips(claim: Side, source: Side, aligned: AlignedClause, clause: Span) -> Iterator[tuple[bool, Reason]]:
    """Verbs and adjectives of the clause that the source has with the other sign."""
    for support in aligned.supports:
        word = support.word
        plain = not word.tag.startswith(("v", "a", "l", "i"))
        if word.weight < _TELLING or len(word.text) < 2 or word.text in _SKIP:
            continue
        if NEGATION.match(word.text):
            continue
        here = negated(claim.folded, word.span[0])
        if _WHETHER.search(claim.folded, max(0, word.span[0] - 4), word.span[0]):
            continue
        if here is not None and _BEFORE.match(claim.folded, word.span[1]):
            continue
        if here is None and not asserted(claim.folded, aligned.span, word.span[0]):
            continue
        forms = [word.text, *longer_synonyms().get(word.text, ())]
        if plain and (here is not None or NEGATION.search(claim.folded)):
            continue
        literal = list(_occurrences(source.folded, word.text, aligned.source_span))
        places = literal
        if not literal and not plain:
            places = [at for form in forms for at in _occurrences(source.folded, form, clause)]
        if not places:
            continue
        there = [negated(source.folded, at) for at in places]
        if here is None:
            until = _UNTIL.match(claim.folded, word.span[1]) is not None and _ends(source, places)
            if until or any(sign is None or _supposed(source, sign) for sign in there):
                continue
        elif _denies_alike(source, aligned, clause, forms) or not all(
            asserted(source.folded, aligned.source_span, at) for at in places
        ):
            continue
        rest = _rest(aligned, word)
        span = (here[0], word.span[1]) if here else word.span
        at, sign = places[0], there[0]
        at_span = (sign[0] if sign else at, at + len(word.text))
        said = source.text[at_span[0] : at_span[1]]
        message = f"来源说的是“{said}”，肯定与否定相反。"
        yield (
            bool(literal) and rest >= 0.55,
            Reason(
                kind="negation", claim_span=span, message=message, source_id=source.id, source_span=at_span
            ),
        )


#: What only asks: 是否愿意.
_WHETHER = re.compile("(?:是否|能否|可否|会否|应否|愿否)[^,，。]{0,2}$")
#: A denial that is only supposed: 没有持续的订单，基地就…….
_SUPPOSED = re.compile("[^,，。；;]{1,20}[,，][^,，。；;]{0,10}?(?:就(?!是)|便|则|才)")
_IF = re.compile("如果|倘若|若(?!干)|要是|一旦|假如|只要|除非")


def _supposed(source: Side, sign: Span) -> bool:
    """Whether a negation of a source stands in a condition."""
    start = source.clause_of(sign)[0]
    return bool(_SUPPOSED.match(source.folded, sign[1]) or _IF.search(source.folded, start, sign[0]))


#: What follows a verb that goes on to some day: `执行至7月底` is what `至7月底停止执行` says.
_UNTIL = re.compile(r"到|至|期限|截止")
_ENDS = re.compile(r"停止|终止|结束")


def _ends(source: Side, places: Sequence[int]) -> bool:
    """Whether the source says of a word in all its `places` that it stops."""
    return all(_ENDS.search(source.folded, max(0, at - 4), at) for at in places)


def _denies_alike(source: Side, aligned: AlignedClause, clause: Span, forms: Sequence[str]) -> bool:
    """Whether the source denies the same in other words: 没有公布 where it has 并未公开, 不能免税 where 不得免征."""
    for form in forms:
        for at in _occurrences(source.folded, form, aligned.source_span):
            if negated(source.folded, at) is not None:
                return True
    return NEGATION.search(source.folded, *clause) is not None


def _telling(word: Word) -> Word:
    """The part of a word that has an opposite: 低于 of 略低于, 增加 of 有所增加."""
    table = _opposites()
    if word.text in table or len(word.text) < 3:
        return word
    for length in range(len(word.text) - 1, 1, -1):
        for at in range(len(word.text) - length + 1):
            if word.text[at : at + length] in table:
                start = word.span[0] + at
                return word._replace(text=word.text[at : at + length], span=(start, start + length))
    return word


def _turns(
    claim: Side, sources: Sequence[Side], aligned: AlignedClause, clause: Span
) -> Iterator[tuple[bool, Reason]]:
    """Words of the clause whose opposite, and not they, stands in the source clause."""
    table = _opposites()
    source = sources[aligned.source]
    piece = source.folded[slice(*clause)]
    own = claim.folded[slice(*aligned.span)]
    for support in aligned.supports:
        word = _telling(support.word)
        against = table.get(word.text)
        if not against:
            continue
        same = allies()[word.text] | set(longer_synonyms().get(word.text, ()))
        if any(form in piece for form in same) or any(other in own for other in against if len(other) > 1):
            continue
        if _with_its_figure(claim, word, sources):
            continue
        places = [
            (at, other)
            for other in against
            if len(other) > 1
            for at in _occurrences(source.folded, other, clause)
        ]
        if not places:
            continue
        here = negated(claim.folded, word.span[0])
        at, other = max(places, key=lambda place: len(place[1]))
        if (negated(source.folded, at) is None) != (here is None):
            continue
        rest = _rest(aligned, support.word)
        message = f"来源说的是“{source.text[at : at + len(other)]}”，意思相反。"
        yield (
            rest >= 0.5,
            Reason(
                kind="opposite",
                claim_span=word.span,
                message=message,
                source_id=source.id,
                source_span=(at, at + len(other)),
            ),
        )


def _with_its_figure(claim: Side, word: Word, sources: Sequence[Side]) -> bool:
    """Whether a source has the word with the very figure that follows it here (`下降8.3%`): then the clause was
    aligned with a neighbour, and whose figure it is the quantities decide."""
    figure = _NEXT_FIGURE.match(claim.folded, word.span[1])
    if figure is None:
        return False
    there = re.compile(rf"{re.escape(word.text)}了?{re.escape(figure[1])}(?![0-9.])")
    return any(there.search(source.folded) for source in sources)


#: Having and lacking of the same: 有投行给出评级 against 无投行给出评级.
_HAVE = re.compile(
    "(?<![没未具拥享只仅持所富含占])有(?![关限效望利序力所些人的时助待无着幸必意志趣机色线轨])(?P<what>[一-龥]{2})"
)
_LACK = "(?:(?<!有)没有|(?<!有)无|未有|并无)"


def _having(claim: Side, source: Side, aligned: AlignedClause) -> Iterator[tuple[bool, Reason]]:
    """What the clause has and its source sentence lacks, and has nowhere."""
    for m in _HAVE.finditer(claim.folded, *aligned.span):
        what = m.group("what")
        lacking = re.compile(_LACK + what).search(source.folded, *aligned.source_span)
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


def _undenied(claim: Side, source: Side, aligned: AlignedClause) -> Iterator[tuple[bool, Reason]]:
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
    r"而非|而不是|不[够足]|未满(?=[\d一二三四五六七八九十百千])|不(?:低于|少于|高于|超过|多于|限于|设|振|及|止|失|明|足以|可或缺|可避免|容|便|佳|利|力|等|满|定|稳|确定|易|妨|要|必)|无(?:须|需|疑)|不如|难以|停止|取消|足不出户|未(?:披露|公布|透露|提及|说明|具体|明确|公开|变|改|必)|没有?(?:披露|公布|透露|提及|说明)|尚未(?:披露|公布|透露|说明|明确)"
)
#: Words of denial that govern the one after them.
_AGAIN = frozenset(
    ("不再", "不会", "不能", "不得", "并未", "并不", "并非", "从未", "从不", "尚未", "未能", "没能", "无法")
)
#: Ways to leave something out of a list or a rule.
_EXCLUDING = re.compile(
    r"不(?:在|涉及|包括|包含|含|属于|算|适用|涵盖|受)|未(?:被)?(?:列入|纳入|涉及|包括)|算不上|谈不上"
)
#: Negations strong enough that a claim asserting the same words without one must be looked at.
_STRONG = re.compile(r"(?<!有)没有|(?<!从)未(?![来必])|拒绝|否认|无法")


def _denied(word: Word, sources: Sequence[Side]) -> bool:
    """Whether a source denies `word`, or another for it, somewhere."""
    forms = (word.text, *longer_synonyms().get(word.text, ()))
    return any(
        NEGATION.search(source.folded, max(0, at - 8), at) is not None
        for source in sources
        for form in forms
        for at in _occurrences(source.folded, form, (0, len(source.folded)))
    )


def _added(
    claim: Side, source: Side, aligned: AlignedClause, sources: Sequence[Side]
) -> Iterator[tuple[bool, Reason]]:
    """Negations of the claim where the sentence it rests on, and the ones around it, deny nothing."""
    start, end = aligned.source_span
    if any(said.search(source.folded, start, end) for said in (NEGATION, _AVERTING, _UNLIKE)):
        return
    if any(
        word in source.folded[start:end]
        for word in ("除", "仅", "只", "缺", "少", "免", "禁", "低于", "下降", "减", "超时", "失败", "落空")
    ):
        return
    for m in NEGATION.finditer(claim.folded, *aligned.span):
        if _MILD.match(claim.folded, m.start()) or _MILD.match(claim.folded, max(0, m.start() - 1)):
            continue
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
        excluded = _EXCLUDING.match(claim.folded, m.start()) is not None
        held = excluded or (governed is not None and governed.near >= 0.8)
        close = governed is not None and governed.word.span[0] <= m.end() + 1
        span = (m.start(), governed.word.span[1] if close and governed else m.end())
        message = f"来源中与之相应的话没有否定：“{_cut(source.text[start:end])}”。"
        yield (
            aligned.coverage >= (0.5 if held else 0.55),
            Reason(
                kind="negation",
                claim_span=span,
                message=message,
                source_id=source.id,
                source_span=(start, end),
            ),
        )
        return


def _dropped(
    claim: Side, source: Side, aligned: AlignedClause, clause: Span
) -> Iterator[tuple[bool, Reason]]:
    """Clauses of the source that deny, where the claim denies nothing anywhere."""
    if NEGATION.search(claim.folded) or _AVERTING.search(claim.folded):
        return
    m = _STRONG.search(source.folded, *clause)
    if m is None:
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
