"""Supported or unverified: what doubts are worth a person's look."""

from __future__ import annotations

from collections.abc import Sequence

from agent.ground.coverage import missing
from agent.ground.readings import Readings
from agent.ground.side import Side
from agent.ground.speaker import published_by
from agent.ground.speech import read_speech
from agent.models import Reason

#: Doubts that are shown where a sentence is doubted anyway, but are no cause to doubt it: faithful
#: sentences have
#: as many of them as false ones (measured; see docs/log.md).
_MILD = frozenset(("coverage", "speaker", "bearer"))
#: Doubts that are shown beside objections: words no source has, and figures and dates nobody found.
_SHOWN = frozenset(
    ("coverage", "added", "derived", "bearer", "rounding", "arithmetic", "date", "unread", "name")
)
#: A sentence is too far from its sources when this weight of its words (a word of two characters weighs 1)
#: stands in none of them in any form, or when less than this share of it stands there. Measured: of true
#: sentences held against an article on something else the share alone leaves none supported.
_FAR, _LEAST = 7.0, 0.4


def distance(claim: Side, readings: Readings, sources: Sequence[Side]) -> float:
    """The weight of the sentence's words that stand in no source, in this or a like form; those that say it is a
    source's publisher who speaks (`X发布的材料指出`) are not counted."""
    speech = read_speech(claim)
    ours = speech is not None and published_by(speech.who, sources)
    told = (speech.phrase[0], max(speech.phrase[1], speech.content[0])) if speech and ours else (0, 0)
    return sum(
        support.word.weight
        for support in missing(readings.alignment)
        if not told[0] <= support.word.span[0] < told[1]
    )


def share(readings: Readings) -> float:
    """The weighted share of the sentence's words that stand in the sources, in this or a like form."""
    supports = [support for clause in readings.alignment.clauses for support in clause.supports]
    total = sum(support.word.weight for support in supports)
    return sum(s.word.weight * s.anywhere for s in supports) / total if total else 1.0


def doubtful(claim: Side, readings: Readings, sources: Sequence[Side]) -> tuple[Reason, ...]:
    """The doubts that make a sentence unverified; empty where it stands."""
    doubts = readings.unsure
    if any(reason.kind not in _MILD for reason in doubts):
        return doubts
    if distance(claim, readings, sources) < _FAR and share(readings) >= _LEAST:
        return ()
    whole = Reason(
        kind="coverage",
        claim_span=(0, len(claim.text)),
        message="这句话的用词与来源相距太远，无法判断，请人工核对。",
    )
    return doubts or (whole,)


def hints(readings: Readings, objections: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """What else is worth a look, to show beside the objections: doubts that do not overlap them."""
    return tuple(
        reason
        for reason in readings.unsure
        if reason.kind in _SHOWN
        and not any(
            o.claim_span[0] < reason.claim_span[1] and reason.claim_span[0] < o.claim_span[1]
            for o in objections
        )
    )
