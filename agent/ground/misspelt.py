"""Names written with one wrong character: 闽南数据研究中心 where the source has 闽江数据研究中心."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from agent.ground.side import Side
from agent.ground.words import wording
from agent.models import Reason, Span
from agent.text.tokens import segmenter

#: What such a name ends in.
_ENDING: Final = re.compile(
    "研究院|研究所|研究中心|服务中心|实验室|大学|学院|公司|集团|银行|证券|基金会|协会|学会|联合会|商会|委员会|交易所|医院|中学|小学|出版社|博物馆|俱乐部"
)
#: How long a name is, with its ending; so much of it, from its third character on, must be the same.
_LONGEST: Final = 12
_SHORTEST: Final = 5
#: What a name does not go on with, or begin with.
_SEATS: Final = frozenset("省市县区州")
_LEADS: Final = frozenset("由该本此在为与和同及从对向据经把被将是的系过任含年月日号")
#: Before so much of a name the same, two other characters are another body: 江汉, 长江 before 大数据流通服务中心.
_TAIL: Final = 6
#: What stands before a body and is no part of its name.
_TOWARDS: Final = frozenset("向对从由")
#: Bodies in general: 国内外印刷公司, 三家关联公司.
_ANY: Final = re.compile("国内外|海外|国内|国外|(?<![一-龥])家|[一二三四五六七八九十\\d]家")
_HAN: Final = re.compile("[一-龥]+")


def misspelt(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """Objections to names of bodies of which the sources have all but one of the first two characters."""
    words = {word.span[0]: word.tag for word in wording(claim).words if len(word.text) > 1}
    for m in _ENDING.finditer(claim.folded):
        wrong = _first_unknown(claim, m.end(), sources)
        if wrong < 0:
            continue
        rest = claim.folded[wrong + 1 : m.end()]
        if (
            rest[0] in _SEATS
            or rest[0] in _TOWARDS
            or claim.folded[wrong] in _LEADS
            or words.get(wrong + 1, "") == "v"
        ):
            continue
        verb = words.get(wrong - 1, "") == "v" or words.get(wrong, "") == "v"
        if _ANY.search(rest):
            continue
        shapes: list[tuple[int, re.Pattern[str]]] = []
        if words.get(wrong - 1, "").startswith("n"):
            shapes.append((wrong - 1, re.compile(f"{claim.folded[wrong - 1]}[一-龥]{rest}")))
        if wrong in words:  # else it may be no part of the name: 和某某大学
            shapes.append((wrong, re.compile(f"[一-龥]{rest}")))
        if (
            len(rest) >= _TAIL
            and not set(rest) & set("与和及或、")
            and words.get(wrong - 1, "").startswith("n")
        ):
            shapes.append(
                (
                    wrong - 1,
                    re.compile(f"(?<![一-龥])[一-龥]{{2}}{rest}|(?<=[由为在自从、和])[一-龥]{{2}}{rest}"),
                )
            )
        for start, shape in shapes:
            found = next(((side, hit) for side in sources if (hit := shape.search(side.folded))), None)
            if found is not None and not (verb and segmenter().has_word(found[1].group()[:2])):
                yield _reason(claim, (start, m.end()), *found)
                break  # else two verbs before the same body: 运用, 使用数据平台的公司


def _reason(claim: Side, span: Span, side: Side, there: re.Match[str]) -> Reason:
    said = side.text[slice(*there.span())]
    return Reason(
        kind="name",
        claim_span=span,
        message=f"来源中是“{said}”，不是“{claim.text[slice(*span)]}”。",
        source_id=side.id,
        source_span=there.span(),
    )


def _first_unknown(claim: Side, end: int, sources: Sequence[Side]) -> int:
    """Where the longest stretch before `end` that a source has goes on with a character that none has before it; -1 where
    that is too short for a name, or not known where it begins."""
    for start in range(end - 1, max(-1, end - _LONGEST), -1):
        if not _HAN.fullmatch(claim.folded, start, end):
            return -1
        if not any(claim.folded[start:end] in side.folded for side in sources):
            return start if end - start >= _SHORTEST + 1 else -1
    return -1
