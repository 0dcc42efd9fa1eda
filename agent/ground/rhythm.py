"""How often a thing is done, and from when on: 按月 is no 按季度, 即日起 no 8月1日起."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from agent.ground.alignment import Alignment
from agent.ground.side import Findings, Side, instead
from agent.models import Reason, Span

_OFTEN: Final = re.compile(
    r"(?:按|逐)(?P<by>[日天周月季年])度?(?![龄纪代])|每(?:个)?(?P<each>[日天周月季年])度?(?=[一-龥])(?![人均次])|(?P<loose>不?定期)"
)
_SAME: Final = {"天": "日"}
#: From when a rule holds.
_AT_ONCE: Final = re.compile(
    r"(?:自|从)?(?:即日起|印发之日起|发布之日起|公布之日起|即刻起)[^,，。；;]{0,4}(?P<what>实施|施行|执行|生效|起效)"
)
_LATER: Final = re.compile(
    r"(?:自|从|将于|于)?(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:起|开始|正式|起正式)?(?P<what>实施|施行|执行|生效)"
)
#: From this coverage on a clause is taken to say what its sentence says.
_HELD: Final = 0.4


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """Objects to a thing done so often that the same sentence of the source has done otherwise (doubts it where that leaves
    open how often), and to a rule that holds at once where the source names a day."""
    reasons: list[Reason] = list(_at_once(claim, sources))
    unsure: list[Reason] = []
    for aligned in alignment.clauses:
        if aligned.source < 0 or aligned.coverage < _HELD:
            continue
        source = sources[aligned.source]
        theirs = list(_rhythms(source, aligned.source_clause)) or list(_rhythms(source, aligned.source_span))
        for word, span in _rhythms(claim, aligned.span):
            if not theirs or any(other == word for other, _ in theirs):
                continue
            other, there = theirs[0]
            (unsure if "loose" in (word, other) else reasons).append(
                instead("period", claim, span, source, there)
            )
    return Findings(reasons=tuple(reasons), unsure=tuple(unsure))


def _rhythms(side: Side, span: Span) -> Iterator[tuple[str, Span]]:
    for m in _OFTEN.finditer(side.folded, *span):
        unit = m["by"] or m["each"]
        yield _SAME.get(unit, unit) if unit else "loose", m.span()


def _at_once(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    for m in _AT_ONCE.finditer(claim.folded):
        if any(_AT_ONCE.search(side.folded) for side in sources):
            continue
        found = next(((side, hit) for side in sources if (hit := _LATER.search(side.folded))), None)
        if found is not None:
            yield instead("date", claim, m.span(), found[0], found[1].span())
