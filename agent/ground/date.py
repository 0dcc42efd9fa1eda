"""The date readings of a claim held against those of its sources."""

from __future__ import annotations

from collections.abc import Sequence

from agent.ground.side import Findings, Side


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """What agrees and what does not. Objects only where sure; the rest is `unsure`."""
    return Findings()
