"""Order: from which to which, and who by whom; what a claim turns round though all its words stand in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from agent.ground.agreement import value_agreement
from agent.ground.alignment import Alignment
from agent.ground.setting import END, START, end_of
from agent.ground.side import Findings, Side
from agent.models import Reason, Span
from agent.text.quantities import Quantity

_THING = r"[^,，。；;:：从由自向为成到至]{2,14}?"
#: 从甲换成乙, 由甲向乙转变.
_CHANGES = (
    re.compile(
        rf"[从由自](?P<one>{_THING})(?:转向|转为|转到|换成了?|换为|改为|改成|变为|变成|调整为|升级为|更名为|迁往|迁至|搬到|转移[到至给]了?|转嫁[到给]了?|传导[到至]了?|转给了?)"
        rf"(?P<two>{_THING}(?=[,，。；;、\"的]|$))"
    ),
    re.compile(
        rf"[从由自](?P<one>{_THING})[向往](?P<two>{_THING})(?:逐步|逐渐|加快|加速)?(?:转变|转型|转移|转换|过渡|转向|升级)"
    ),
)
#: How far the two ends of one change may be apart.
_STEP = 24
#: How much of the letters of one must stand in the other to be the same thing.
_SAME = 0.5


class Change(NamedTuple):
    """What something was and what it became, with its place."""

    one: str
    two: str
    span: Span


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """Objects to a change told backwards."""
    reasons = list(_figures(claim, sources))
    for aligned in alignment.clauses:
        if aligned.source < 0:
            continue
        for ours in changes(claim.folded, aligned.span):
            source = sources[aligned.source]
            for theirs in changes(source.folded, aligned.source_span):
                if turned(ours, theirs):
                    said = source.text[slice(*theirs.span)]
                    reasons.append(
                        Reason(
                            kind="direction",
                            claim_span=ours.span,
                            message=f"变化的方向与来源相反：来源为“{said}”。",
                            source_id=source.id,
                            source_span=theirs.span,
                        )
                    )
    return Findings(reasons=tuple(reasons))


def _figures(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """由460万增至410万 where the source goes from 410 to 460."""
    for first, last in _steps(claim):
        for source in sources:
            for one, two in _steps(source):
                if _equal(first, two) and _equal(last, one):
                    at = (one.span[0], two.span[1])
                    yield Reason(
                        kind="direction",
                        claim_span=(first.span[0], last.span[1]),
                        message=f"变化的方向与来源相反：来源为“{source.text[slice(*at)]}”。",
                        source_id=source.id,
                        source_span=at,
                    )


@lru_cache(maxsize=2048)
def _steps(side: Side) -> tuple[tuple[Quantity, Quantity], ...]:
    """Two figures next to each other that are both ends of one change."""
    figures = [q for q in side.quantities if q.kind != "code"]
    return tuple(
        (one, two)
        for one, two in pairwise(figures)
        if one.unit.id == two.unit.id
        and two.span[0] - one.span[1] <= _STEP
        and end_of(side, one) == START
        and end_of(side, two) == END
    )


def _equal(one: Quantity, two: Quantity) -> bool:
    return value_agreement(one, two) in ("equal", "hedged")


def changes(text: str, span: Span) -> Iterator[Change]:
    """The changes told in a stretch of folded text."""
    for pattern in _CHANGES:
        for m in pattern.finditer(text, *span):
            yield Change(m.group("one"), m.group("two"), m.span())


def turned(ours: Change, theirs: Change) -> bool:
    """Whether one tells backwards what the other tells."""
    crossed = min(_alike(ours.one, theirs.two), _alike(ours.two, theirs.one))
    straight = max(_alike(ours.one, theirs.one), _alike(ours.two, theirs.two))
    return crossed >= _SAME and straight < crossed


def _alike(one: str, two: str) -> float:
    """Share of the pairs of letters of the shorter that stand in the other."""
    short, long = sorted((one, two), key=len)
    pairs = [short[i : i + 2] for i in range(len(short) - 1)]
    return sum(pair in long for pair in pairs) / len(pairs) if pairs else 0.0
