"""Sides of a dispute and groups of people who say what the other one says: 支持者担心 where the source has 反对者担心."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from agent.ground.alignment import rest_on
from agent.ground.side import Findings, Side
from agent.models import Reason

_SAYS: Final = re.compile(
    r"(?P<who>(?:支持|反对|赞成|批评|质疑|乐观|悲观|看多|看空|保守|激进)者|(?:买|卖|供|需|甲|乙|控|辩|原|被|中|美|欧|日|俄|双|多|空)[方头]|原告|被告|检方|警方|官方|校方|院方|厂方|业主|物业"
    r"|居民|村民|市民|网友|家长|学生|消费者|从业者|企业|商户|专家|学者|业内|业界|投资者|分析人士|业内人士|监管部门)"
    r"(?:们|普遍|则|却|也|又|还|主要|更)*(?P<verb>认为|担心|表示|称|说|指出|主张|质疑|建议|希望|呼吁|批评|强调|坚称|反映|担忧)[,，:：]?"
)
#: From this coverage on the words are taken to be the ones the source lets somebody say.
_HELD: Final = 0.7


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Objects to words told as those of one group that a source has another say, while it lets the first say something else."""
    return Findings(reasons=tuple(_reasons(claim, sources)))


def _reasons(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    for m in _SAYS.finditer(claim.folded):
        end = claim.sentence_of(m.span())[1]
        found = rest_on(claim, (m.end(), end), sources)
        if found.source < 0 or found.coverage < _HELD:
            continue
        source = sources[found.source]
        start = source.sentence_of(found.source_clause)[0]
        before = [
            n
            for n in _SAYS.finditer(source.folded, start, found.source_clause[1])
            if n.start() <= found.source_clause[0]
        ]
        speakers = {n["who"] for n in _SAYS.finditer(source.folded)}
        if before and before[-1]["who"] != m["who"] and m["who"] in speakers:
            said = before[-1]
            yield Reason(
                kind="speaker",
                claim_span=m.span("who"),
                message=f"这话在来源中出自“{said['who']}”，不是“{m['who']}”。",
                source_id=source.id,
                source_span=said.span("who"),
            )
