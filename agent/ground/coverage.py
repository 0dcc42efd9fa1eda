"""What remains: whether the content words of a clause stand in the sources at all."""

from __future__ import annotations

from collections.abc import Sequence

from agent.ground.alignment import Alignment, Support
from agent.ground.side import Findings, Side
from agent.models import Reason, Span

#: A word held less than this, anywhere in the sources, counts as absent.
_ABSENT = 0.4


def absent(alignment: Alignment) -> list[list[Support]]:
    """Runs of neighbouring content words that stand in no source, clause by clause."""
    runs: list[list[Support]] = []
    for clause in alignment.clauses:
        run: list[Support] = []
        for support in clause.supports:
            if support.word.weight < 0.3:
                continue
            if support.anywhere < _ABSENT and len(support.word.text) > 1:
                run.append(support)
            elif run:
                runs.append(run)
                run = []
        if run:
            runs.append(run)
    return runs


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """Doubts about words that no source has; never an objection by itself."""
    if not sources:
        return Findings()
    unsure = []
    for run in absent(alignment):
        span: Span = (run[0].word.span[0], run[-1].word.span[1])
        words = claim.text[span[0] : span[1]]
        unsure.append(Reason(kind="coverage", claim_span=span, message=f"来源中找不到“{words}”，请核对。"))
    return Findings(unsure=tuple(unsure))
