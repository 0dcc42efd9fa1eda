"""What remains: whether the content words of a clause stand in the sources at all."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from agent.ground.alignment import AlignedClause, Alignment, Support, held_by
from agent.ground.lexicon import material_words, synonyms
from agent.ground.side import Findings, Side
from agent.ground.words import Word, wording
from agent.models import Reason, Span
from agent.text.names import aliases

#: A word held less than this, anywhere in the sources, counts as absent.
_ABSENT = 0.4


#: Facts that a letter of them tells as well.
_INSIDE = {"受伤": "伤", "死亡": "死", "征收": "征", "加征": "征", "获奖": "奖"}


@cache
def _material() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, material_words())))


def absent(alignment: Alignment) -> list[list[Support]]:
    """Runs of content words that stand in no source, each right after the other."""
    runs: list[list[Support]] = []
    for support in missing(alignment):
        if runs and runs[-1][-1].word.span[1] == support.word.span[0]:
            runs[-1].append(support)
        else:
            runs.append([support])
    return runs


def missing(alignment: Alignment) -> list[Support]:
    """The content words that stand in no source, in order."""
    return [
        support
        for clause in alignment.clauses
        for support in clause.supports
        if support.word.weight >= 0.3 and support.anywhere < _ABSENT and len(support.word.text) > 1
    ]


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """Words no source has: objected to where they are a fact by themselves (`added`: a prize), doubted
    where they replace another of their make (`sibling`: 羽毛球 for 乒乓球), else told (`coverage`).
    """
    if not sources:
        return Findings()
    unsure = list(_siblings(claim, sources, alignment))
    for run in absent(alignment):
        span: Span = (run[0].word.span[0], run[-1].word.span[1])
        words = claim.text[span[0] : span[1]]
        if any(claim.folded[slice(*span)] in f"{s.title} {s.publisher}" for s in sources):
            continue
        unsure.append(Reason(kind="coverage", claim_span=span, message=f"来源中找不到“{words}”，请核对。"))
    return Findings(reasons=tuple(_added(claim, sources)), unsure=tuple(unsure))


def _added(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    for m in _material().finditer(claim.folded):
        if claim.folded[m.start() - 1 : m.start()] == "不" and m.group()[0] == "会":
            continue  # 不会谈太多
        if any(word.span[0] < m.start() < word.span[1] < m.end() for word in wording(claim).words):
            continue  # 某雷军演讲
        if _INSIDE.get(m.group(), m.group()) in "".join(source.folded for source in sources):
            continue  # 2死7伤
        if m.group().endswith("等奖") and any(
            re.search(f"{m.group()[0]}、[一二三四五六、]*等奖", side.folded) for side in sources
        ):
            continue  # 二、三等奖
        forms = (m.group(), *(o for o in synonyms().get(m.group(), ()) if len(o) > 1 or o == m.group()[0]))
        if not any(form in source.folded for form in forms for source in sources):
            message = f"来源没有提到“{claim.text[slice(*m.span())]}”，请核对。"
            yield Reason(kind="added", claim_span=m.span(), message=message)


def _siblings(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Iterator[Reason]:
    """Nouns that stand, next to the same word, where the source has a noun of the same length and ending."""
    for clause in alignment.clauses:
        if clause.source < 0:
            continue
        source = sources[clause.source]
        near = list(_neighbours(clause))
        if not near:
            continue
        words = wording(source).words
        first, last = (
            bisect_left(words, (edge, 0), key=lambda word: word.span) for edge in clause.source_span
        )
        theirs = words[first:last]
        for before, here, after in near:
            other = _in_its_place(before, here, after, theirs, claim)
            if other is not None:
                said = source.text[slice(*other.span)]
                message = f"来源在这里说的是“{said}”，不是“{claim.text[slice(*here.word.span)]}”。"
                yield Reason(
                    kind="sibling",
                    claim_span=here.word.span,
                    message=message,
                    source_id=source.id,
                    source_span=other.span,
                )


def _neighbours(clause: AlignedClause) -> Iterator[tuple[Support | None, Support, Support | None]]:
    every = clause.supports
    for i, here in enumerate(every):
        word = here.word
        if (
            here.near >= _ABSENT
            or len(word.text) < 2
            or not word.tag.startswith(("n", "j", "l", "m"))
            or word.text.isascii()
        ):
            continue
        before = every[i - 1] if i and every[i - 1].word.span[1] == word.span[0] else None
        after = every[i + 1] if i + 1 < len(every) and every[i + 1].word.span[0] == word.span[1] else None
        yield before, here, after


def _in_its_place(
    before: Support | None, here: Support, after: Support | None, theirs: Sequence[Word], claim: Side
) -> Word | None:
    for i, word in enumerate(theirs):
        if after and after.near >= 1.0 and after.word.weight >= 0.6 and word.text == after.word.text and i:
            other = theirs[i - 1]
            if other.span[1] == word.span[0] and _kin(here.word, other, claim):
                return other
        if (
            before
            and before.near >= 1.0
            and before.word.weight >= 0.6
            and word.text == before.word.text
            and i + 1 < len(theirs)
        ):
            other = theirs[i + 1]
            if other.span[0] == word.span[1] and _kin(here.word, other, claim):
                return other
    return None


def _kin(ours: Word, theirs: Word, claim: Side) -> bool:
    """Whether two different nouns are of one make: equally long, with one character in the same place."""
    a, b = ours.text, theirs.text
    if (
        len(a) != len(b)
        or a == b
        or b in synonyms().get(a, ())
        or held_by(b, claim.folded.lower()) >= _ABSENT
    ):
        return False
    if b in set(aliases().get(a, ())) or any(b in form for form in aliases().get(a, ())):
        return False
    same = [x == y for x, y in zip(a, b, strict=True)]
    return (same[-1] and len(a) > 2) or (
        len(a) == 2 and same[-1] and a[0] in "全各本该" and b[0] in "全各本该"
    )
