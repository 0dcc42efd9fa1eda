"""The recorded exchanges are replayed without a model: a prompt that changed since makes them stale, which fails here."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.desk.folder import BriefFolder
from agent.ground.report import FREE
from agent.house import load_house
from agent.writer.style import load_style
from agent.writer.tokens import table_file
from eval.days import load
from eval.recordings import lay, recordings
from eval.subject import desk_of, written

ROOT = Path(__file__).resolve().parents[2] / "eval" / "golden"


@pytest.fixture(autouse=True)
def _estimated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Recordings are made without tiktoken's table; with it, other passages would fit."""
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    assert not table_file().is_file()


def test_the_sample_s_recording_gives_a_whole_issue_in_the_house_s_style() -> None:
    (golden,), _ = load(ROOT, ("2026-06-14",))
    found, troubles = recordings(golden)
    assert not troubles
    assert [one.name for one in found] == ["bridge"]
    with desk_of(golden, found[0].table) as (space, files):
        lay(space, found[0])
        subject = written(golden, space, files, "llm")
        account = BriefFolder(space.brief(golden.day)).run()["model"]
    assert account["total"]["calls"] == 0, "an answer is missing: record the run again"
    assert account["faults"] == []
    assert {s.verdict for s in subject.report.sentences} <= FREE
    tally = account["sentences"]
    assert tally["replaced"] == tally["left_out"] == 0
    assert tally["kept"] >= 0.9 * tally["asked"]
    assert not any(section["style"] for section in account["sections"])
    style = load_style(load_house("xinzhi"))
    assert not any(style.heading(section.heading) for section in subject.issue.sections)
