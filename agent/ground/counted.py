"""Bodies told by their number (`商务部等四部门`) that a source lists by name: its list is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.ground.side import Side
from agent.models import Span
from agent.text.names import known_forms, read_names
from agent.text.quantities import Quantity

#: What is counted in such a phrase.
_COUNTED: Final = re.compile(
    r"(?:个|家)?(?:部门|部委|单位|机构|机关|国家?|省份?|省市|省区市|企业|公司|高校|院校|协会|地区|城市|市)"
)
#: What a list of names ends at, and what stands between two of its names.
_STOP: Final = re.compile(r"[,，。；;:：!！?？\n()《》“”\"]|联合|共同|近日|日前|印发|发布|公布|等")
_ITEM: Final = re.compile(r"、| |以及|[和与及]")
_LONGEST: Final = 240


#: Provinces by one letter, and what is named right before its number: 沪苏浙皖四地; 河南、辽宁两家.
_LETTERS: Final = re.compile(
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼港澳台滇黔]{2,6}$"
)
_NAMED: Final = re.compile("(?:[一-龥A-Za-z]{2,12}[、和与及])+[一-龥A-Za-z]{2,12}$")


def self_counted(claim: Side, quantity: Quantity) -> bool:
    """Whether a small number in words only counts what the claim itself names right before it."""
    if (
        not quantity.han
        or quantity.low != quantity.high
        or not 2 <= quantity.low <= 10
        or quantity.digits > 1
    ):
        return False
    if quantity.unit.dimension not in ("count", "none"):
        return False
    start, end = claim.clause_of(quantity.full)[0], quantity.full[0]
    if (letters := _LETTERS.search(claim.folded, start, end)) is not None:
        return len(letters.group()) == quantity.low
    named = _NAMED.search(claim.folded, start, end)
    return named is not None and len(_ITEM.split(named.group())) == quantity.low


def counted(claim: Side, quantity: Quantity, sources: Sequence[Side]) -> tuple[Side, Span] | None:
    """The list of a source that has as many names as `quantity` says, with the name the claim gives before 等 among
    them; None where no list has, or the figure counts no bodies."""
    if quantity.low != quantity.high or not 2 <= quantity.low <= 40:
        return None
    if not _COUNTED.search(claim.folded, quantity.span[0], quantity.span[1] + 3):
        return None
    head = claim.folded[: quantity.span[0]].removesuffix("等")
    if len(head) == quantity.span[0]:
        return None
    named = [name for name in read_names(claim.folded) if name.span[1] == len(head)]
    forms = {form for name in named for form in known_forms(name)} or {
        re.split(r"[,，。、;；:：\s]", head)[-1]
    }
    for side in sources:
        for form in sorted(forms):
            at = side.folded.find(form) if len(form) > 1 else -1
            while at >= 0:
                span = _list_around(side, at)
                if _items(side, span) == quantity.low:
                    return side, span
                at = side.folded.find(form, at + 1)
    return None


def _list_around(side: Side, at: int) -> Span:
    """The stretch of text around `at` that may be a list of names."""
    low = max(0, at - _LONGEST)
    start = max((m.end() for m in _STOP.finditer(side.folded, low, at)), default=low)
    end = _STOP.search(side.folded, at, at + _LONGEST)
    return start, end.start() if end else min(len(side.folded), at + _LONGEST)


def _items(side: Side, span: Span) -> int:
    """How many items a list has; 和 and 与 inside a known name (国家发展和改革委员会) divide nothing."""
    text = side.folded[slice(*span)].strip()
    if "、" not in text and " " not in text:
        return 0
    names = [
        name.span for name in read_names(side.folded) if span[0] <= name.span[0] < span[1] and name.listed
    ]
    marks = [
        m
        for m in _ITEM.finditer(side.folded, *span)
        if not any(start < m.start() and m.end() < end for start, end in names)
    ]
    parts, at = [], span[0]
    for m in marks:
        parts.append(side.folded[at : m.start()])
        at = m.end()
    parts.append(side.folded[at : span[1]])
    return len([part for part in parts if part.strip()])
