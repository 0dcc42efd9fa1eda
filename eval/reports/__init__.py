"""What a run leaves behind: results.json, report.html, junit.xml, summary.md, and a line in history.jsonl."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from agent.desk.files import write_atomically
from eval.baseline import Baseline, mean
from eval.gate import Ruling
from eval.run import Run, code_hash, data_hash
from eval.score import to_json

SCHEMA = "draft.results/1"
#: Past runs shown in the charts.
_PAST = 40


@dataclass(frozen=True, slots=True)
class Reported:
    """All that a report is made of."""

    run: Run
    ruling: Ruling
    baseline: Baseline | None
    root: Path
    real: dict[str, Any]
    when: str


def results(reported: Reported) -> dict[str, Any]:
    """results.json: the same on every run of the same code and data, for it holds no times."""
    ruling = reported.ruling
    return {
        "schema": SCHEMA,
        "red": ruling.red,
        "data": data_hash(reported.root),
        "days": list(reported.run.days),
        "troubles": [asdict(trouble) for trouble in reported.run.troubles],
        "findings": [asdict(finding) for finding in ruling.findings],
        "notes": [asdict(finding) for finding in ruling.notes],
        "gains": [asdict(finding) for finding in ruling.gains],
        "known": [asdict(finding) for finding in ruling.known],
        "outcomes": [to_json(outcome) for outcome in reported.run.outcomes],
        "real": reported.real,
    }


def write(reported: Reported, out: Path) -> Path:
    """Write all reports into `out`; the page's path."""
    from eval.reports.junit import junit
    from eval.reports.markdown import summary
    from eval.reports.page import page

    out.mkdir(parents=True, exist_ok=True)
    past = remember(reported, out / "history.jsonl")
    data = results(reported)
    write_atomically(out / "results.json", json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    write_atomically(out / "junit.xml", junit(reported))
    write_atomically(out / "summary.md", summary(reported))
    write_atomically(out / "report.html", page(reported, past))
    return out / "report.html"


def remember(reported: Reported, path: Path) -> list[dict[str, Any]]:
    """Add this run's means to the history; the last runs, this one included. A line that cannot be read is left out."""
    past: list[dict[str, Any]] = []
    old = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for line in old:
        try:
            past.append(json.loads(line))
        except ValueError:
            continue
    run = reported.run
    means = {
        subject: {
            name: round(mean(run.of(subject), name), 6)
            for name in dict.fromkeys(name for outcome in run.of(subject) for name in outcome.scores)
        }
        for subject in run.subjects
    }
    past.append(
        {
            "when": reported.when, "code": code_hash(), "red": reported.ruling.red,
            "seconds": round(run.seconds, 1), "means": means,
        }
    )  # fmt: skip
    write_atomically(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in past))
    return past[-_PAST:]
