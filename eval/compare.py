"""Subjects side by side: each metric's mean over briefs, its interval, and its distance from the baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.baseline import Baseline
from eval.gate import gated, interval
from eval.run import Run
from eval.score import Outcome


@dataclass(frozen=True, slots=True)
class Cell:
    """One metric of one subject. `value` None: nothing measured. `failed`: on how many briefs it could not be measured."""

    value: float | None
    interval: tuple[float, float] | None
    change: float | None
    failed: int = 0


def cells(run: Run, baseline: Baseline | None) -> dict[tuple[str, str], Cell]:
    """(subject, metric) → cell. Intervals by the bootstrap over briefs, repetitions of a brief averaged first."""
    out = {}
    for subject in run.subjects:
        outcomes = run.of(subject)
        for name in dict.fromkeys(name for outcome in outcomes for name in outcome.scores):
            out[subject, name] = _cell(outcomes, subject, name, baseline)
    return out


def _cell(outcomes: Sequence[Outcome], subject: str, name: str, baseline: Baseline | None) -> Cell:
    failed = sum(o.scores[name].state == "failed" for o in outcomes if name in o.scores)
    days = by_day(outcomes, name)
    if not days:
        return Cell(None, None, None, failed)
    values = list(days.values())
    mean = sum(values) / len(values)
    before = baseline.values.get(subject, {}).get(name, {}) if baseline and gated(subject) else {}
    same = [day for day in days if day in before]
    change = sum(days[day] - before[day] for day in same) / len(same) if same else None
    return Cell(mean, interval(values) if len(values) > 2 else None, change, failed)


def by_day(outcomes: Sequence[Outcome], name: str) -> dict[str, float]:
    """A metric's value a brief, the mean of its repetitions; failed ones count as 0, idle ones not at all."""
    found: dict[str, list[float]] = {}
    for outcome in outcomes:
        score = outcome.scores.get(name)
        if score is not None and score.state != "idle":
            found.setdefault(outcome.day, []).append(score.value)
    return {day: sum(values) / len(values) for day, values in found.items()}


def differences(run: Run, one: str, other: str, name: str) -> tuple[float, tuple[float, float]] | None:
    """Mean of `one` minus `other` over the briefs both have, and its 95% interval by paired bootstrap over briefs."""
    a, b = by_day(run.of(one), name), by_day(run.of(other), name)
    pairs = [a[day] - b[day] for day in a if day in b]
    return (sum(pairs) / len(pairs), interval(pairs)) if pairs else None
