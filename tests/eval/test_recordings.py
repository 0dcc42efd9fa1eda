"""The recorded exchange is replayed without a model: a prompt that changed since makes it stale, which fails here.

What the questions were asked about is kept beside the answers (`assignments.json`), so that a better slate or search does
not make a recording stale for the chain; for the harness, which replays the whole morning, it does.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.desk.authors import Terms, llm_writer
from agent.desk.start import init
from agent.desk.verify import documents_of
from agent.desk.withdraw import settle
from agent.desk.workspace import Workspace
from agent.ground.report import FREE
from agent.models import Assignment
from agent.writer.compose import compose
from agent.writer.style import load_style
from agent.writer.tokens import table_file
from eval.days import load
from eval.recordings import deaf, lay, recordings
from eval.subject import with_model

ROOT = Path(__file__).resolve().parents[2] / "eval" / "golden"
DAY = "2026-06-14"


@pytest.fixture(autouse=True)
def _estimated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Recordings are made without tiktoken's table; with it, other passages would fit."""
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    assert not table_file().is_file()


def test_the_sample_s_recording_gives_a_whole_issue_in_the_house_s_style(tmp_path: Path) -> None:
    (golden,), _ = load(ROOT, (DAY,))
    (recording,), troubles = recordings(golden)
    assert not troubles
    root = tmp_path / "desk"
    init(root, empty=True)
    toml = root / "draft.toml"
    toml.write_text(with_model(toml.read_text(encoding="utf-8"), recording.table), encoding="utf-8")
    desk = Workspace.open(root)
    lay(desk, recording)
    told = json.loads((recording.folder / "assignments.json").read_text(encoding="utf-8"))
    assignments = [Assignment.model_validate(one) for one in told]
    with deaf():
        writer = llm_writer(desk, Terms(), {})
        draft = writer.write(assignments, DAY)
    account = writer.account()
    assert account["faults"] == [], "an answer is missing: record the run again"
    assert account["total"]["calls"] == 0
    issue = compose(draft, assignments, desk.house, DAY)
    sources = {s.id: s for a in assignments for s in (*a.sources, *a.background)}
    issue, report, dropped = settle(issue, documents_of(issue, sources), desk.house.style)
    assert {s.verdict for s in report.sentences} <= FREE
    assert not dropped
    tally = account["sentences"]
    assert tally["replaced"] == tally["left_out"] == 0
    assert tally["kept"] >= 0.9 * tally["asked"]
    assert not any(section["style"] for section in account["sections"])
    assert not any(load_style(desk.house).heading(section.heading) for section in issue.sections)
