"""Where figures are said to come from: `统计局数据显示`, `商务部材料表明` name a body the sources must know, and as theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from agent.ground.alignment import rest_on
from agent.ground.names import find_name
from agent.ground.side import Findings, Side
from agent.models import Reason, Span
from agent.text.names import Name, is_abbreviation, known_forms, read_names

_ORIGIN: Final = re.compile(
    r"(?:据|根据|按照?)?(?P<who>[\u4e00-\u9fff]{1,14}?(?:局|部|委|署|厅|院|会|(?<![履进执实施推举发流现可运])行|所|社|办|中心|集团|海关|银行|大学|公司|报))"
    r"(?:最新|近日|日前|昨日|今日|当天)?(?:发布|公布|披露|提供)?的?(?:最新|有关|相关)?(?:一组|一份)?(?:统计|监测|调查|官方|内部|测算)?"
    r"(?:材料|数据|统计|报告|资料|信息|公报|公告|文件|通报|简报|研报)(?:显示|表明|指出|称|披露)"
)
#: Bodies named by no name: 该局, 有关部门, 多家银行.
_NOBODY: Final = re.compile(
    r"(?:该|本|其|这|那|此|有关|相关|官方|多|各|某|一|两|三|几|我|专门|主管)|.{0,4}(?:机构|企业)$|(?:公司|集团|银行|委员会|协会|大学|学院)$"
)


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Objects to a body that figures are said to come from where no source names it, or names another there."""
    reasons = []
    for who, content in _origins(claim):
        if _NOBODY.match(who.text) or not sources:
            continue
        words = claim.text[slice(*who.span)]
        if not any(_knows(side, who) for side in sources):
            message = f"来源中没有出现“{words}”，请核对这是谁的数据。"
            reasons.append(Reason(kind="name", claim_span=who.span, message=message))
            continue
        other = _another(claim, who, content, sources)
        if other is not None:
            reasons.append(other)
    return Findings(reasons=tuple(reasons))


def _origins(side: Side, span: Span | None = None) -> Iterator[tuple[Name, Span]]:
    """The bodies that open a clause as where something comes from, with the span of what comes from them."""
    for start, end in side.clauses:
        if span is not None and not span[0] <= start < span[1]:
            continue
        m = _ORIGIN.match(side.folded, start)
        if m:
            content = (m.end(), side.sentence_of((start, end))[1])
            yield Name("organisation", m.group("who"), m.span("who")), content


def _knows(side: Side, who: Name) -> bool:
    """Whether a source names the body in its text, title or publisher, in any form."""
    if find_name(who, side) is not None:
        return True
    bodies = [name.text for name in read_names(side.folded) if name.kind == "organisation"]
    return any(is_abbreviation(who.text, body) or is_abbreviation(body, who.text) for body in bodies)


def _another(claim: Side, who: Name, content: Span, sources: Sequence[Side]) -> Reason | None:
    """The objection where the sentence the words rest on opens with another body as their origin."""
    aligned = rest_on(claim, content, sources)
    if aligned.source < 0 or aligned.coverage < 0.5:
        return None
    source = sources[aligned.source]
    found = [other for other, _ in _origins(source, aligned.source_span)]
    if not found or any(_same(who, other) for other in found):
        return None
    said = source.text[slice(*found[0].span)]
    return Reason(
        kind="speaker",
        claim_span=who.span,
        message=f"来源里这是“{said}”的数据，不是“{claim.text[slice(*who.span)]}”的。",
        source_id=source.id,
        source_span=found[0].span,
    )


def _same(one: Name, two: Name) -> bool:
    if one.text in two.text or two.text in one.text:
        return True
    if is_abbreviation(one.text, two.text) or is_abbreviation(two.text, one.text):
        return True
    return bool({*known_forms(one)} & {*known_forms(two)})
