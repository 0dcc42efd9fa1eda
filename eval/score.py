"""What a metric says: a value with its reason, and the single things it was made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

State = Literal["scored", "idle", "failed"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was looked at. `id` is the same from run to run; `source` is what the source says, if that helps."""

    id: str
    ok: bool
    text: str = ""
    reason: str = ""
    source: str = ""
    where: str = ""  #: the sentence's number in its brief, `2.3`


@dataclass(frozen=True, slots=True)
class Score:
    """A metric's answer for one brief.

    `scored`: `value` is 0..1. `idle`: the brief holds nothing of this kind and the metric may say so. `failed`: there
    was nothing to judge where there must be, or the metric broke; counts as 0 and never as a pass.
    """

    metric: str
    value: float
    reason: str
    items: tuple[Item, ...] = ()
    state: State = "scored"


def share(metric: str, items: Iterable[Item], what: str, *, empty: State = "failed") -> Score:
    """The share of `items` that are right. Without any the score is `empty`: failed, or idle where that is no fault."""
    found = tuple(items)
    if not found:
        return Score(metric, 0.0, f"没有可以核对的{what}", (), empty)
    good = sum(item.ok for item in found)
    return Score(metric, round(good / len(found), 6), f"{what} {len(found)} 项，对 {good} 项", found)


def failed(metric: str, reason: str) -> Score:
    """A metric that could not be computed: a failure, not a zero that was measured."""
    return Score(metric, 0.0, reason, (), "failed")


def digest(*parts: str) -> str:
    """A short name for a text that stays the same: ten hex digits."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:10]


@dataclass(slots=True)
class Outcome:
    """All scores of one subject (`approved`, or a writer's name) on one brief, and what they cost."""

    subject: str
    day: str
    scores: dict[str, Score] = field(default_factory=dict)
    seconds: float = 0.0
    cost: dict[str, Any] = field(default_factory=dict)
    repeat: int = 1


@dataclass(frozen=True, slots=True)
class Trouble:
    """An input that could not be used: which file, and one sentence saying why."""

    file: str
    message: str


def to_json(outcome: Outcome) -> dict[str, Any]:
    """An outcome as JSON; its seconds are left to the caller, so that results stay the same from run to run."""
    return {
        "subject": outcome.subject,
        "day": outcome.day,
        "repeat": outcome.repeat,
        "cost": outcome.cost,
        "scores": {
            name: {
                "value": score.value,
                "state": score.state,
                "reason": score.reason,
                "items": [
                    {key: value for key in Item.__slots__ if (value := getattr(item, key)) not in ("", None)}
                    for item in score.items
                ],
            }
            for name, score in outcome.scores.items()
        },
    }


def from_json(data: dict[str, Any], seconds: float = 0.0) -> Outcome:
    """The outcome of `to_json`. Raises KeyError or TypeError for anything else."""
    scores = {
        name: Score(
            name,
            float(score["value"]),
            score["reason"],
            tuple(Item(**item) for item in score["items"]),
            score["state"],
        )
        for name, score in data["scores"].items()
    }
    return Outcome(data["subject"], data["day"], scores, seconds, data["cost"], data["repeat"])
