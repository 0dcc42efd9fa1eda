"""Supported or unverified: what doubts are worth a person's look."""

from __future__ import annotations

from agent.ground.readings import Readings
from agent.ground.side import Side
from agent.models import Reason


def doubtful(claim: Side, readings: Readings) -> tuple[Reason, ...]:
    """The doubts that make a sentence unverified; empty where it stands."""
    del claim
    return tuple(reason for reason in readings.unsure if reason.kind not in ("coverage", "speaker"))
