"""Changes told as how much and as to what: 减少了5炉 is not 降到5炉, 降至21% is not 下降21%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from agent.ground.agreement import value_agreement
from agent.ground.side import Findings, Side
from agent.models import Reason
from agent.text.quantities import Quantity

_VERB: Final = "增长|增加|提高|提升|上升|上涨|上浮|下降|减少|降低|下跌|下滑|缩短|压缩|压减|减|降|涨|升|缩"
#: By how much: the verb right before the figure.
_BY: Final = re.compile(
    rf"(?:{_VERB})(?:了|约|近|超过?|逾|幅度?为|幅达)*$|比[^,，。；;]{{2,10}}[低高少多贵快慢](?:了|出|约|近|超过?)*$"
)
#: To what: the verb and a word that leads to it.
_TO: Final = re.compile(
    rf"(?:{_VERB}|缩短|压缩)(?:到|至|为|成)(?:了|约|近|原来的|此前的)*$|(?:仅为|只有|仅是|相当于|只是|降为)[^,，。；;]{{1,10}}的$"
)

#: What is itself told in percent: 增速升至5.5%.
_RATE: Final = re.compile("增速|增幅|涨幅|降幅|跌幅|率|占比|比重|比例|份额")

How = Literal["by", "to"]


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Objects to a figure told as what something changed by where every place of it in the sources is what it changed to,
    and the other way round."""
    return Findings(reasons=tuple(_reasons(claim, sources)))


def _reasons(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    for ours in claim.quantities:
        how = _how(claim, ours)
        if not how or (ours.unit.dimension == "percent" and _RATE.search(claim.folded)):
            continue
        places = [
            (side, theirs)
            for side in sources
            for theirs in side.quantities
            if theirs.unit.id == ours.unit.id and value_agreement(ours, theirs) == "equal"
        ]
        told = [side.folded[slice(*side.clause_of(theirs.full))] for side, theirs in places]
        if ours.unit.dimension == "percent" and any(_RATE.search(clause) for clause in told):
            continue
        if places and all(_how(side, theirs) not in ("", how) for side, theirs in places):
            side, theirs = places[0]
            said = side.text[max(0, theirs.full[0] - 4) : theirs.full[1]]
            yield Reason(
                kind="number",
                claim_span=ours.full,
                message=f"来源说的是“{said}”：变化了多少，与变化到多少，是两回事。",
                source_id=side.id,
                source_span=theirs.full,
            )


def _how(side: Side, quantity: Quantity) -> How | Literal[""]:
    start = max(side.clause_of(quantity.full)[0], quantity.span[0] - 16)
    before = side.folded[start : quantity.span[0]]
    return "to" if _TO.search(before) else "by" if _BY.search(before) else ""
