"""What the gate compares with: `eval/baseline.json`, its floors beside the hash of the data they were measured on.

The file is written by `draft eval --accept "why"` only; its seal tells a change made by hand.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from agent.desk.files import write_atomically
from agent.errors import DraftError
from eval.metrics import known
from eval.run import Run, data_hash
from eval.score import Item, Outcome, digest

SCHEMA = "draft.baseline/1"
FILE = Path(__file__).resolve().parent / "baseline.json"
#: How much of a sentence is kept, to show it when it is no longer there.
_SHOWN = 120
_MADE = frozenset({"planted", "verdicts", "reading"})


class BadBaseline(DraftError):
    """baseline.json cannot be used: unreadable, of a newer form, or changed by hand."""


@dataclass(slots=True)
class Baseline:
    """Per subject: floors by metric, values by metric and day, and by day and metric what was right (id → name in `texts`)
    and what was wrong (ids)."""

    data: str
    floors: dict[str, dict[str, float]] = field(default_factory=dict)
    values: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    held: dict[str, dict[str, dict[str, dict[str, str]]]] = field(default_factory=dict)
    faults: dict[str, dict[str, dict[str, list[str]]]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    accepted: list[dict[str, Any]] = field(default_factory=list)

    def note(self, metric: str, text: str) -> str:
        """Keep a text once; the name it is kept under. Planted errors are made again from the sentence: not kept."""
        if not text or metric in _MADE:
            return ""
        name = digest(text)[:8]
        self.texts[name] = text[:_SHOWN]
        return name


def read(path: Path = FILE) -> Baseline | None:
    """The baseline, None where there is none yet. Raises BadBaseline."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise BadBaseline(
            f"基线 {path.name} 读不懂（{error}）；从版本库取回它，或用 --accept 重做。"
        ) from error
    if not isinstance(data, dict) or data.pop("schema", None) != SCHEMA:
        raise BadBaseline(f"基线 {path.name} 不是 {SCHEMA}；用 --accept 重做，或换用相配的版本。")
    if data.pop("seal", None) != _seal(data):
        raise BadBaseline(
            f"基线 {path.name} 被手改过：它的封印对不上。改底线和基线只能用 draft eval --accept “理由”。"
        )
    try:
        return Baseline(**data)
    except TypeError as error:
        raise BadBaseline(f"基线 {path.name} 缺少内容（{error}）；用 --accept 重做。") from error


def write(baseline: Baseline, path: Path = FILE) -> None:
    """Write the baseline with its seal."""
    data = asdict(baseline)
    text = json.dumps(
        {"schema": SCHEMA, "seal": _seal(data), **data}, ensure_ascii=False, indent=1, sort_keys=True
    )
    write_atomically(path, text + "\n")


def renewed(run: Run, old: Baseline | None, why: str, when: str, root: Path) -> Baseline:
    """The baseline of `run`; `why` and what it changes are added to the record of the old one."""
    new = Baseline(data_hash(root))
    for subject in run.subjects:
        outcomes = run.of(subject)
        for outcome in outcomes:
            for name, score in outcome.scores.items():
                if score.state != "scored":
                    continue
                new.values.setdefault(subject, {}).setdefault(name, {})[outcome.day] = score.value
                held = new.held.setdefault(subject, {}).setdefault(outcome.day, {})
                right = sound(score.items)
                held[name] = {id: new.note(name, item.text) for id, item in right.items()}
                wrong = sorted({item.id for item in score.items} - right.keys())
                if wrong:
                    new.faults.setdefault(subject, {}).setdefault(outcome.day, {})[name] = wrong
        for name in new.values.get(subject, {}):
            floor = mean(outcomes, name) - known(name).slack
            new.floors.setdefault(subject, {})[name] = math.floor(floor * 1000) / 1000
    record = {"when": when, "why": why, "changes": list(_changes(old, new))}
    new.accepted = [*(old.accepted if old else []), record]
    return new


def sound(items: Iterable[Item]) -> dict[str, Item]:
    """What is right, by id; where several items share an id, all must be."""
    out: dict[str, Item] = {}
    wrong = set()
    for item in items:
        if item.ok:
            out.setdefault(item.id, item)
        else:
            wrong.add(item.id)
    return {id: item for id, item in out.items() if id not in wrong}


def mean(outcomes: Iterable[Outcome], metric: str) -> float:
    """The mean of a metric over briefs; idle ones do not count, failed ones count as 0."""
    values = [
        score.value
        for outcome in outcomes
        if (score := outcome.scores.get(metric)) is not None and score.state != "idle"
    ]
    return sum(values) / len(values) if values else 0.0


def _changes(old: Baseline | None, new: Baseline) -> Iterable[str]:
    if old is None:
        yield "初次建立"
        return
    if old.data != new.data:
        yield f"数据 {old.data} → {new.data}"
    for subject in sorted({*old.floors, *new.floors}):
        before, after = old.floors.get(subject, {}), new.floors.get(subject, {})
        for name in sorted({*before, *after}):
            if before.get(name) != after.get(name):
                yield f"{subject} {name} 底线 {_shown(before.get(name))} → {_shown(after.get(name))}"
    for subject, days in sorted(old.held.items()):
        lost = sum(
            id not in new.held.get(subject, {}).get(day, {}).get(name, {})
            for day, metrics in days.items()
            for name, ids in metrics.items()
            for id in ids
        )
        if lost:
            yield f"{subject} 有 {lost} 项不再是对的，或不再出现"


def _shown(value: float | None) -> str:
    return "无" if value is None else f"{value:g}"


def _seal(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
