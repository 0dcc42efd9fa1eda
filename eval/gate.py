"""The gate: what of a run is worse than the baseline, or below a floor, or could not be measured at all.

Only subjects that say the same on every run are held against the baseline: the approved briefs, the embedded writer,
replayed recordings, the claims and the search. Other writers are compared (`eval.compare`), not gated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from eval.baseline import Baseline, mean, sound
from eval.days import GOLDEN
from eval.metrics import Metric, known
from eval.planted import ALL
from eval.run import CLAIMS, DEFAULT, SEARCH, Run, data_hash
from eval.score import Item, Outcome, Score
from eval.subject import APPROVED

#: Draws and seed of the bootstrap (Efron & Tibshirani 1993, ch. 13: percentile interval).
_DRAWS, _SEED = 10_000, 20260614
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the gate objects to, or (in `notes`) only mentions.

    kind: failed · floor · value · lost (was right, is wrong) · gone (was right, is not there) · wrong (was not there) ·
    soft · data · operator; in `gains` gain, in `known` known (was wrong, is wrong).
    """

    kind: str
    subject: str
    day: str
    metric: str
    message: str
    text: str = ""
    source: str = ""
    where: str = ""


@dataclass(slots=True)
class Ruling:
    """What the gate says of a run: red when `findings` holds anything. `gains` are right now and were not; `known` were
    wrong when the baseline was made and still are."""

    findings: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    gains: list[Finding] = field(default_factory=list)
    known: list[Finding] = field(default_factory=list)

    @property
    def red(self) -> bool:
        """Whether the gate objects."""
        return bool(self.findings)


def gated(subject: str) -> bool:
    """Whether a subject is held against the baseline."""
    return subject in (APPROVED, DEFAULT, CLAIMS, SEARCH) or subject.startswith("recorded:")


def rule(run: Run, baseline: Baseline | None, root: Path, *, whole: bool, only: Sequence[str] = ()) -> Ruling:
    """Hold a run against the baseline. `whole`: all days were run, so that means and what is missing count too."""
    ruling = Ruling()
    for outcome in run.outcomes:
        if gated(outcome.subject):
            ruling.findings += _failures(outcome)
    if baseline is None:
        ruling.findings.append(
            Finding("data", "", "", "", "还没有基线；看过结果后用 draft eval --accept “理由” 建立。")
        )
        return ruling
    if baseline.data != data_hash(root):
        ruling.findings.append(
            Finding(
                "data", "", "", "",
                "金标日、手写句或样例与基线量过的不是同一份；若是有意的改动，用 draft eval --accept “理由” 重做基线。",
            )
        )  # fmt: skip
    for outcome in run.outcomes:
        if gated(outcome.subject):
            _compare(outcome, baseline, ruling)
    if whole:
        ruling.findings += _floors(run, baseline)
        ruling.findings += _absent(run, baseline, only)
        ruling.findings += _operators(run, shipped=root.resolve() == GOLDEN)
    ruling.findings += _soft(run, baseline)
    return ruling


def _failures(outcome: Outcome) -> Iterator[Finding]:
    """What could not be measured: said once where a whole piece failed for one reason."""
    failed = {name: score.reason for name, score in outcome.scores.items() if score.state == "failed"}
    if len(failed) > 1 and len(failed) == len(outcome.scores) and len(set(failed.values())) == 1:
        failed = {"": next(iter(failed.values()))}
    for name, reason in failed.items():
        yield Finding("failed", outcome.subject, outcome.day, name, reason)


def _compare(outcome: Outcome, baseline: Baseline, ruling: Ruling) -> None:
    """One brief against the baseline, thing by thing."""
    values = baseline.values.get(outcome.subject, {})
    held = baseline.held.get(outcome.subject, {}).get(outcome.day, {})
    faults = baseline.faults.get(outcome.subject, {}).get(outcome.day, {})
    for name, score in outcome.scores.items():
        metric = known(name)
        before = values.get(name, {}).get(outcome.day)
        if score.state == "failed" or before is None:
            continue
        losses = list(_losses(outcome, metric, score, held.get(name, {}), baseline.texts))
        (ruling.notes if metric.soft else ruling.findings).extend(losses)
        if not metric.soft and score.value < before - metric.slack - _ROUNDING:
            message = f"{metric.title} {before:.3f} → {score.value:.3f}（{score.reason}）"
            ruling.findings.append(Finding("value", outcome.subject, outcome.day, name, message))
            ruling.findings += _wrong(
                outcome, metric, score, "wrong", {f.text for f in losses}, faults.get(name, ())
            )
        ruling.known += _wrong(outcome, metric, score, "known", (), (), among=faults.get(name, ()))
        for id, item in sound(score.items).items():
            if id not in held.get(name, {}):
                ruling.gains.append(
                    Finding(
                        "gain", outcome.subject, outcome.day, name, metric.title, item.text, "", item.where
                    )
                )


def _losses(
    outcome: Outcome, metric: Metric, score: Score, held: dict[str, str], texts: dict[str, str]
) -> Iterator[Finding]:
    now: dict[str, Item] = {}
    for item in score.items:
        if item.id not in now or not item.ok:
            now[item.id] = item
    for id, name in held.items():
        item = now.get(id)
        if item is None:
            message = f"{metric.title}：原来对的这一项没有了"
            yield Finding("gone", outcome.subject, outcome.day, metric.name, message, texts.get(name, id))
        elif not item.ok:
            message = f"{metric.title}：原来对，现在不对：{item.reason}"
            yield Finding(
                "lost", outcome.subject, outcome.day, metric.name, message, item.text, item.source, item.where
            )


def _wrong(
    outcome: Outcome, metric: Metric, score: Score, kind: str, told: Collection[str], but: Collection[str],
    among: Collection[str] | None = None,
) -> Iterator[Finding]:  # fmt: skip
    """The wrong things of a score whose words are not `told` and whose ids are not in `but` (and are in `among`)."""
    for item in score.items:
        if item.ok or item.text in told or item.id in but or (among is not None and item.id not in among):
            continue
        yield Finding(
            kind, outcome.subject, outcome.day, metric.name, f"{metric.title}：{item.reason}", item.text,
            item.source, item.where,
        )  # fmt: skip


def _floors(run: Run, baseline: Baseline) -> Iterator[Finding]:
    for subject in run.subjects:
        if not gated(subject):
            continue
        outcomes = run.of(subject)
        measured = {name for outcome in outcomes for name in outcome.scores}
        for name, floor in baseline.floors.get(subject, {}).items():
            value = mean(outcomes, name)
            if name in measured and value < floor - _ROUNDING:
                message = f"{known(name).title} 平均 {value:.4f}，低于底线 {floor:g}"
                yield Finding("floor", subject, "", name, message)


def _absent(run: Run, baseline: Baseline, only: Sequence[str]) -> Iterator[Finding]:
    """What the baseline has and the run has not."""
    there = {(outcome.subject, outcome.day): set(outcome.scores) for outcome in run.outcomes}
    for subject, metrics in baseline.values.items():
        for name, days in metrics.items():
            for day in days:
                known_here = there.get((subject, day), set())
                if name not in known_here and (not only or name in only):
                    message = f"基线里有{known(name).title}，这次没有量到"
                    yield Finding("gone", subject, day, name, message)


def _operators(run: Run, *, shipped: bool) -> Iterator[Finding]:
    """The gate's test of itself: each kind of error must have been found somewhere, and in the days that are shipped
    there must be a place for it."""
    scores = [o.scores["planted"] for o in run.of(APPROVED) if "planted" in o.scores]
    if not scores:
        return
    tried: dict[str, list[bool]] = {}
    for score in scores:
        for item in score.items:
            tried.setdefault(item.id.partition("@")[0], []).append(item.ok)
    for operator in ALL:
        found = tried.get(operator, [])
        if not any(found) and (found or shipped):
            message = "一次也没有埋下这种错" if not found else f"埋了 {len(found)} 处这种错，一处也没有发现"
            yield Finding("operator", APPROVED, "", "planted", f"{operator}：{message}")


def _soft(run: Run, baseline: Baseline) -> Iterator[Finding]:
    """Soft metrics: red when the mean fell by more than the slack and chance does not explain it."""
    for subject in run.subjects:
        if not gated(subject):
            continue
        for name, before in baseline.values.get(subject, {}).items():
            metric = known(name)
            if not metric.soft:
                continue
            pairs = [
                outcome.scores[name].value - before[outcome.day]
                for outcome in run.of(subject)
                if name in outcome.scores and outcome.day in before and outcome.scores[name].state == "scored"
            ]
            fall = -float(np.mean(pairs)) if pairs else 0.0
            if fall > metric.slack and interval(pairs)[1] < 0:
                low, high = interval(pairs)
                message = (
                    f"{metric.title} 平均降了 {fall:.3f}（95% 区间 {low:+.3f} 至 {high:+.3f}，按期重抽样）"
                )
                yield Finding("soft", subject, "", name, message)


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95% interval of a mean by the bootstrap over briefs: a brief is drawn whole, its sentences are not independent."""
    if not values:
        return (0.0, 0.0)
    drawn = np.random.default_rng(_SEED).integers(0, len(values), (_DRAWS, len(values)))
    means = np.asarray(values, dtype=np.float64)[drawn].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)
