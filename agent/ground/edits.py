"""Near-verbatim sentences: what was added, dropped or replaced where the rest stands in the source letter
by letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import pairwise

from agent.ground.alignment import Alignment, held_by
from agent.ground.lexicon import antonyms, function_words, synonyms
from agent.ground.mark import takes_object
from agent.ground.quotations import letters, positions_of
from agent.ground.side import Findings, Side
from agent.models import Reason, Span

#: A sentence counts as copied where this share of its letters stands in the sentences it rests on, in
#: order, in
#: runs of `_RUN` letters and more. Longer clauses than `_LONGEST` are not compared.
_COPIED, _RUN, _LONGEST = 0.85, 3, 600
#: With more changes than this a sentence is a paraphrase, not a copy.
_CHANGES = 2
_DENIES = re.compile(
    r"(?<![无莫])(?<!不[得可能])[不未没](?![断仅少同只止但单及足到满如]|[得可能]不)|无(?![人线论糖油痛氧烟菌损源]|广告|接触|现金|条件)|拒绝|禁止"
)
_MOOD = re.compile(
    r"已经?|将|拟|计划|力争|争取|预计|有望|正式|完成|应当?|必须|可以?|鼓励|试点|试行|全面|推广|开始|即将|曾|了"
)
_SCOPE = re.compile(
    r"全部|所有|全体|部分|多数|少数|一些|多[个家项种]|主要|唯一|首[个家次批]|最大|之一|全[国省市区县球]|各|均|都|仅|只|大多|绝大"
)
_ONLY = re.compile("仅[为是有]?|只[有是为]?")
_FIGURE = re.compile(r"[0-9零一二三四五六七八九十百千万亿%年月日]")
#: The frame of a report: who says it and a verb of saying, nothing of what is said.
_SAYING = r"(?:报道|消息|介绍|表示|透露|指出|提出|明确|披露|公布|发布|获悉|了解到?|称|说)(?:称|说|显示)?"
_FRAME = re.compile(rf"(?:另?据|根据|按照?|援引)?(?P<who>\w{{0,20}}?)(?:的)?(?:{_SAYING})?")
_SAYS = re.compile(_SAYING)
_NOBODY = re.compile(r"(?:本报|有关)?(?:记者|媒体)?(?:从有关方面)?(?:向记者)?")


Letters = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Edit:
    """A place where a copied clause differs: `ours` of the claim for `theirs` of the source (either may
    be empty)."""

    ours: str
    theirs: str
    claim_span: Span
    source_span: Span


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """In a copied sentence, objects to denials, moods and scopes that were changed, and doubts other
    changed words."""
    reasons: list[Reason] = []
    unsure: list[Reason] = []
    changes = copied_edits(claim, sources, alignment)
    for edit, source in changes:
        found = _judged(edit, claim, source)
        if found is not None and (found[1].kind != "edit" or len(changes) == 1):
            (reasons if found[0] else unsure).append(found[1])
    return Findings(reasons=tuple(reasons), unsure=tuple(unsure))


def copied_edits(claim: Side, sources: Sequence[Side], alignment: Alignment) -> list[tuple[Edit, Side]]:
    """The places where a copied sentence differs from its source; empty where it is not copied."""
    places = Counter(
        (clause.source, clause.sentence, clause.source_span)
        for clause in alignment.clauses
        if clause.source >= 0
    )
    if not places:
        return []
    (number, _, sentence), _ = places.most_common(1)[0]
    source = sources[number]
    there = source.folded[slice(*sentence)]
    words, said = letters(claim.folded), letters(there)
    if not 8 <= len(words) <= _LONGEST or len(said) > _LONGEST:
        return []
    shared = sum(min(words.count(letter), said.count(letter)) for letter in set(words))
    if shared < _COPIED * len(words):
        return []
    matcher = SequenceMatcher(None, said, words, autojunk=False)
    ours, theirs = (words, positions_of(claim.folded)), (said, positions_of(there))
    blocks = [Match(b.b, b.a, b.size) for b in matcher.get_matching_blocks() if b.size >= _RUN]
    if sum(b.size for b in blocks) < _COPIED * len(ours[0]):
        return []
    out = list(_between(blocks, ours, theirs, (0, len(claim.text)), sentence))
    return [(edit, source) for edit in out] if len(out) <= _CHANGES else []


def _between(
    blocks: Sequence[Match], ours: Letters, theirs: Letters, span: Span, sentence: Span
) -> Iterator[Edit]:
    """The stretches between (and before and after) the common blocks, as edits."""
    if not blocks:
        return
    gaps = [(left.a + left.size, right.a, left.b + left.size, right.b) for left, right in pairwise(blocks)]
    first, last = blocks[0], blocks[-1]
    if first.a and first.b <= first.a + 6:
        gaps.append((0, first.a, max(0, first.b - first.a - 2), first.b))
    end, stop = last.a + last.size, last.b + last.size
    if end < len(ours[0]) and len(theirs[0]) - stop <= len(ours[0]) - end + 6:
        gaps.append((end, len(ours[0]), stop, min(len(theirs[0]), stop + len(ours[0]) - end + 2)))
    for i, j, k, m in gaps:
        if (i == j and k == m) or m - k > 16:
            continue
        yield Edit(
            ours[0][i:j], theirs[0][k:m], _place(ours[1], i, j, span[0]), _place(theirs[1], k, m, sentence[0])
        )


def _place(positions: Sequence[int], start: int, end: int, offset: int) -> Span:
    """The span of letters `start` to `end` in their text, which begins at `offset`; between two letters
    if empty."""
    if start < end:
        return (offset + positions[start], offset + positions[end - 1] + 1)
    left = offset + positions[start - 1] + 1 if start else offset
    right = offset + positions[start] if start < len(positions) else left
    return (left, max(left, right))


def _judged(edit: Edit, claim: Side, source: Side) -> tuple[bool, Reason] | None:
    ours, theirs = edit.ours, edit.theirs
    said = source.text[slice(*edit.source_span)].strip()
    there_is = f"来源此处是“{said}”" if said else f"来源此处没有“{ours}”"
    if _ONLY.fullmatch(ours) and _ONLY.fullmatch(theirs):
        return None
    if _FIGURE.search(ours) or (_FIGURE.search(theirs) and not ours):
        return None
    span = edit.claim_span if ours else (max(0, edit.claim_span[0] - 1), edit.claim_span[1] + 1)

    def reason(kind: str, message: str) -> Reason:
        return Reason(
            kind=kind, claim_span=span, message=message, source_id=source.id, source_span=edit.source_span
        )

    if bool(_DENIES.search(ours)) != bool(_DENIES.search(theirs)) and len(ours) <= 4 and len(theirs) <= 4:
        return True, reason("negation", f"{there_is}，肯定与否定相反。")
    if _opposite(ours, theirs):
        return True, reason("opposite", f"{there_is}，意思相反。")
    for pattern, kind, what in ((_SCOPE, "scope", "范围"), (_MOOD, "modality", "语气")):
        here, there = pattern.search(ours), pattern.search(theirs)
        if here is None and theirs == "将" and takes_object(source.folded, edit.source_span[1] - 1):
            continue
        if (
            (here or there)
            and (here and here.group()) != (there and there.group())
            and max(len(ours), len(theirs)) <= 4
        ):
            sure = bool(here and there)
            return sure, reason(kind, f"{there_is}，{what}不同。")
    if not ours or _light(ours) or _same(ours, theirs) or _framed(edit, claim, source):
        return None
    if ours in source.folded[slice(*source.clause_of(edit.source_span))]:
        return None  # moved within the clause
    return False, reason("edit", f"{there_is}，请核对。")


def _framed(edit: Edit, claim: Side, source: Side) -> bool:
    """Whether what the claim has of its own only says who reports, and the source knows that one.

    Whether it is that one who said it is the speaker's reading."""
    frame = _FRAME.fullmatch(edit.ours)
    after = letters(claim.folded[edit.claim_span[1] : edit.claim_span[1] + 6])
    if frame is None or not (_SAYS.search(edit.ours) or _SAYS.match(after)):
        return False
    who = frame["who"]
    known = (source.folded, source.publisher, source.title)
    return bool(_NOBODY.fullmatch(who)) or any(who in text for text in known)


def _light(text: str) -> bool:
    return len(text) < 2 or text in function_words() or all(char in function_words() for char in text)


def _opposite(ours: str, theirs: str) -> bool:
    return any(
        len(word) > 1 and word in ours and any(o in theirs for o in others if len(o) > 1)
        for word, others in antonyms().items()
    )


def _same(ours: str, theirs: str) -> bool:
    if not theirs:
        return False
    if held_by(ours, theirs) >= 0.5 or held_by(theirs, ours) >= 0.5:
        return True
    return any(
        len(word) > 1 and word in ours and any(o in theirs for o in others)
        for word, others in synonyms().items()
    )
