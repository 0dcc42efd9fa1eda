"""Polarity: what the source denies the claim may not assert, and the other way round; nor may a word
become its opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from agent.ground import denial
from agent.ground.alignment import AlignedClause, Alignment
from agent.ground.lexicon import allies, antonyms, longer_synonyms
from agent.ground.negation import NEGATION, REACH, asserted, negated, occurrences, supposed
from agent.ground.side import Findings, Side
from agent.ground.words import Word
from agent.models import Reason, Span
from agent.text.tables import is_row

#: `未公布之前` says no more than `公布之前`.
_BEFORE = re.compile(r"[^,，。]{0,4}(?:之前|以前|前)")
#: So far after a word it may be denied as well.
_LATER = 12
_MINUS = re.compile("(?:约?为)?[-−]\\d")
#: What stands between a word of change and its figure.
_BETWEEN = "(?:了|幅|超过|超|逾|近|约|达|至|到|为)*"
_NEXT_FIGURE = re.compile(rf"{_BETWEEN}([0-9][0-9.,]*(?:%|个百分点|[万亿]{{0,2}}[^\W\d_]?))")
#: Lighter words than this are denied or asserted with another.
_TELLING = 0.6
_SKIP = frozenset(
    [
        "表示",
        "认为",
        "指出",
        "称",
        "说",
        "介绍",
        "判断",
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


@cache
def _opposites() -> dict[str, tuple[str, ...]]:
    return antonyms()


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """Objects to a negation added or dropped, and to a word turned into its opposite, in a clause well
    aligned."""
    reasons: list[Reason] = []
    unsure: list[Reason] = []
    for aligned in alignment.clauses:
        if aligned.source < 0 or is_row(sources[aligned.source].folded, aligned.source_span):
            continue  # a row of a table says nothing
        source = sources[aligned.source]
        clause = aligned.source_clause
        found = [
            *_flips(claim, source, aligned, clause),
            *_turns(claim, sources, aligned, clause),
            *denial.having(claim, source, aligned),
            *denial.undenied(claim, source, aligned),
        ]
        if not found:
            found = [
                *denial.added(claim, source, aligned, sources),
                *denial.dropped(claim, source, aligned, clause),
            ]
        for sure, reason in found:
            (reasons if sure else unsure).append(reason)
    return Findings(reasons=tuple(reasons), unsure=tuple(unsure))


def _rest(aligned: AlignedClause, word: Word) -> float:
    """How well the clause's words other than `word` are covered."""
    others = [s for s in aligned.supports if s.word is not word and s.word.weight]
    total = sum(s.word.weight for s in others)
    return sum(s.word.weight * s.near for s in others) / total if total else 0.0


def _flips(claim: Side, source: Side, aligned: AlignedClause, clause: Span) -> Iterator[tuple[bool, Reason]]:
    """Verbs and adjectives of the clause that the source has with the other sign."""
    start, end = aligned.source_span
    if not NEGATION.search(claim.folded) and not NEGATION.search(source.folded, max(0, start - REACH), end):
        return  # nobody denies anything
    for support in aligned.supports:
        word = support.word
        plain = not word.tag.startswith(("v", "a", "l", "i"))
        if not _deniable(word):
            continue
        asks = _WHETHER.search(claim.folded, max(0, word.span[0] - 4), word.span[0])
        if asks or NEGATION.match(word.text):
            continue
        here = negated(claim.folded, word.span[0])
        if here is not None and _BEFORE.match(claim.folded, word.span[1]):
            continue
        if here is None and not _plainly_told(claim, aligned, word):
            continue
        forms = [word.text, *longer_synonyms().get(word.text, ())]
        if plain and (here is not None or NEGATION.search(claim.folded)):
            continue
        literal = list(occurrences(source.folded, word.text, aligned.source_span))
        places = literal
        if not literal and not plain:
            places = [at for form in forms for at in occurrences(source.folded, form, clause)]
        if not places:
            continue
        there = [negated(source.folded, at) for at in places]
        if here is None:
            until = _UNTIL.match(claim.folded, word.span[1]) is not None and _ends(source, places)
            other = not until and all(sign is not None and not supposed(source, sign) for sign in there)
        else:
            other = (
                not _lacks(claim, source, aligned, word)
                and not _denies_alike(source, aligned, clause, forms)
                and all(asserted(source.folded, aligned.source_span, at) for at in places)
            )
        if not other:
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


def _plainly_told(claim: Side, aligned: AlignedClause, word: Word) -> bool:
    """Whether nothing in the clause denies a word, before it or after: 东线、西线均无停运."""
    stop = min(aligned.span[1], word.span[1] + _LATER)
    return (
        asserted(claim.folded, aligned.span, word.span[0])
        and NEGATION.search(claim.folded, word.span[1], stop) is None
    )


def _deniable(word: Word) -> bool:
    """Whether a word says enough that its denial matters; nobody denies a name."""
    named = word.tag.startswith(("nr", "ns", "nt", "nz"))
    return not named and word.weight >= _TELLING and len(word.text) > 1 and word.text not in _SKIP


#: What only asks: 是否愿意.
_WHETHER = re.compile("(?:是否|能否|可否|会否|应否|愿否)[^,，。]{0,2}$")
#: What follows a verb that goes on to some day: `执行至7月底` is what `至7月底停止执行` says.
_UNTIL = re.compile(r"到|至|期限|截止")
_ENDS = re.compile(r"停止|终止|结束")


def _ends(source: Side, places: Sequence[int]) -> bool:
    """Whether the source says of a word in all its `places` that it stops."""
    return all(_ENDS.search(source.folded, max(0, at - 4), at) for at in places)


def _denies_alike(source: Side, aligned: AlignedClause, clause: Span, forms: Sequence[str]) -> bool:
    """Whether the source denies the same in other words: 没有公布 where it has 并未公开, 不能免税 where 不得免征."""
    for form in forms:
        for at in occurrences(source.folded, form, aligned.source_span):
            if negated(source.folded, at) is not None:
                return True
    return NEGATION.search(source.folded, *clause) is not None


def _lacks(claim: Side, source: Side, aligned: AlignedClause, word: Word) -> bool:
    """Whether the source's sentence denies what the claim's denied verb governs: 无债券类资产 for 未配置债券."""
    what = claim.folded[word.span[1] : word.span[1] + 2]
    return len(what) > 1 and any(
        negated(source.folded, at) is not None for at in occurrences(source.folded, what, aligned.source_span)
    )


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
    own, whole = claim.folded[slice(*aligned.span)], claim.folded[slice(*claim.sentence_of(aligned.span))]
    for support in aligned.supports:
        word = _telling(support.word)
        against = table.get(word.text)
        if not against or claim.folded[word.span[0] - 1 : word.span[0]] == "最":
            continue  # 最集中的问题: the one most told of
        same = allies()[word.text] | set(longer_synonyms().get(word.text, ()))
        if any(form in piece for form in same) or any(other in own for other in against if len(other) > 1):
            continue
        if _with_its_figure(claim, word, sources):
            continue
        places = [
            (at, other)
            for other in against
            if len(other) > 1 and other not in whole  # both may be told: 7月开通，8月关闭
            for at in occurrences(source.folded, other, clause)
            if not _MINUS.match(source.folded, at + len(other))  # 净利润-1488万元 is a loss
            and not source.folded.startswith(("公司", "责任"), at + len(other))  # 有限公司
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
    there = re.compile(rf"{re.escape(word.text)}{_BETWEEN} ?{re.escape(figure[1])}(?![0-9.])")
    return any(there.search(source.folded) for source in sources)
