"""report.html: what changed first, then every metric over past runs, then every brief sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.metrics import known
from eval.reports import Reported
from eval.score import Outcome
from eval.table import KINDS, closing, rows, title

#: Metrics whose items are sentences, shown with their source beside them.
_SENTENCES = "grounding"
_WIDE, _HIGH = 120, 24


def page(reported: Reported, past: Sequence[Mapping[str, Any]]) -> str:
    """The page as HTML: one file, no script, nothing fetched."""
    head, body = rows(reported.run, reported.baseline)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            closing=closing(reported.ruling, reported.run.troubles),
            when=f"{reported.when[:16].replace('T', ' ')}（UTC）",
            seconds=reported.run.seconds,
            reported=reported,
            ruling=reported.ruling,
            head=head,
            body=body,
            charts=list(charts(past)),
            past=len(past),
            briefs=[_brief(outcome) for outcome in reported.run.outcomes],
            accepted=reported.baseline.accepted if reported.baseline else [],
            kinds=KINDS,
            title=title,
        )
    )


def charts(past: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, list[tuple[str, Markup, str]]]]:
    """(subject, its title, [(metric, a line of its means over past runs, the last of them in figures)])."""
    subjects = dict.fromkeys(subject for run in past for subject in run["means"])
    out = []
    for subject in subjects:
        names = dict.fromkeys(name for run in past for name in run["means"].get(subject, {}))
        drawn = []
        for name in names:
            means = [run["means"].get(subject, {}).get(name) for run in past]
            now = "无" if means[-1] is None else f"{means[-1]:.3f}"
            drawn.append((known(name).title, line(means), now))
        out.append((subject, title(subject), drawn))
    return out


def line(values: Sequence[float | None]) -> Markup:
    """A small chart: 0 at the bottom, 1 at the top, a dot for the last run."""
    step = _WIDE / max(1, len(values) - 1)
    points = [(at * step, _HIGH - value * _HIGH) for at, value in enumerate(values) if value is not None]
    if not points:
        return Markup("")
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    last = points[-1]
    return Markup(
        '<svg viewBox="-3 -3 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{label}">'
        '<line x1="0" y1="{base}" x2="{wide}" y2="{base}"/><polyline points="{path}"/><circle cx="{x}" cy="{y}" r="2.5"/></svg>'
    ).format(
        w=_WIDE + 6, h=_HIGH + 6, label=" ".join("无" if v is None else f"{v:.3f}" for v in values[-5:]),
        base=_HIGH, wide=_WIDE, path=path, x=f"{last[0]:.1f}", y=f"{last[1]:.1f}",
    )  # fmt: skip


def _brief(outcome: Outcome) -> dict[str, Any]:
    sentences = outcome.scores.get(_SENTENCES)
    return {
        "name": " ".join(part for part in (title(outcome.subject), outcome.day) if part),
        "sentences": sentences.items if sentences else (),
        "scores": [(known(name).title, score) for name, score in outcome.scores.items()],
        "full": [
            f"{known(name).title}（{score.reason}）"
            for name, score in outcome.scores.items()
            if score.state == "scored" and score.value == 1
        ],
        "others": [
            (known(name).title, [item for item in score.items if not item.ok])
            for name, score in outcome.scores.items()
            if name != _SENTENCES and any(not item.ok for item in score.items)
        ],
        "wrong": sum(not item.ok for score in outcome.scores.values() for item in score.items),
    }


def _environment() -> Environment:
    here = Path(__file__).resolve().parent
    return Environment(
        loader=FileSystemLoader(here),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
