"""Supported or unverified: what doubts are worth a person's look."""

from __future__ import annotations

from agent.ground.coverage import absent
from agent.ground.readings import Readings
from agent.models import Reason

#: Doubts that are shown where a sentence is doubted anyway, but are no cause to doubt it: faithful
#: sentences have
#: as many of them as false ones (measured; see docs/log.md).
_MILD = frozenset(("coverage", "speaker"))
#: A sentence with this weight of words (a word of two characters weighs 1) that no source has, in
#: whatever form,
#: is too far from them to say anything.
_FAR = 7.0


def distance(readings: Readings) -> float:
    """The weight of the sentence's words that stand in no source, in this or a like form."""
    return sum(support.word.weight for run in absent(readings.alignment) for support in run)


def doubtful(readings: Readings) -> tuple[Reason, ...]:
    """The doubts that make a sentence unverified; empty where it stands."""
    doubts = readings.unsure
    if any(reason.kind not in _MILD for reason in doubts) or (doubts and distance(readings) >= _FAR):
        return doubts
    return ()


def hints(readings: Readings, objections: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Words no source has, to show beside the objections they do not overlap."""
    return tuple(
        reason
        for reason in readings.unsure
        if reason.kind in ("coverage", "added")
        and not any(
            o.claim_span[0] < reason.claim_span[1] and reason.claim_span[0] < o.claim_span[1]
            for o in objections
        )
    )
