"""`draft eval new`: from an issue on a desk to a golden day that runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from agent.desk.today import today
from agent.errors import UsageError
from eval.days import load
from eval.new import make
from eval.session import DONE, OBJECTS
from eval.subject import desk_of
from tests.eval.conftest import DAY


@pytest.fixture(scope="module")
def issue(tmp_path_factory: pytest.TempPathFactory, day_folder: Path) -> Path:
    """A desk that lasts, with the embedded writer's issue of a golden day."""
    kept = tmp_path_factory.mktemp("desk") / "desk"
    with desk_of(load(day_folder.parent, (DAY,))[0][0]) as (space, _):
        today(space, DAY, writer="embedded")
        shutil.copytree(space.root, kept, ignore=shutil.ignore_patterns("lock"))
    return kept / "briefs" / DAY


def test_a_golden_day_made_of_an_issue_runs_and_passes_on_itself(
    tmp_path: Path, issue: Path, evaluate: Callable[..., int]
) -> None:
    golden = tmp_path / "made"
    made = make(issue, golden)
    assert made.day == DAY
    assert made.sources >= 4
    folder = golden / DAY
    assert {"brief.md", "evidence.json", "expectations.yaml", "reading.tsv", "sources"} <= {
        path.name for path in folder.iterdir()
    }
    assert len((folder / "reading.tsv").read_text("utf-8").splitlines()) == made.sources
    proposed = yaml.safe_load((folder / "expectations.yaml").read_text("utf-8"))
    assert "待填" in proposed["hazard"]
    assert [event["column"] for event in proposed["events"]["must"]] == ["policy", "regions"]
    assert any("31.6亿" in fact["value"] for fact in proposed["facts"])
    wanted = {"golden": golden, "metrics": ("grounding", "evidence", "slate", "reading"), "days": ()}
    assert evaluate(**wanted) == OBJECTS  # no baseline yet
    assert evaluate(accept="新的一天", **{**wanted, "metrics": ()}) == DONE
    assert evaluate(**wanted) == DONE


def test_a_golden_day_is_not_made_over_another_nor_of_nothing(tmp_path: Path, issue: Path) -> None:
    (tmp_path / DAY).mkdir()
    with pytest.raises(UsageError, match="已经在了"):
        make(issue, tmp_path)
    bare = issue.parent / "2026-07-06"
    shutil.copytree(issue, bare)
    (bare / "evidence.json").unlink()
    text = (bare / "brief.md").read_text("utf-8").replace(f"date: {DAY}", "date: 2026-07-06")
    (bare / "brief.md").write_text(
        "\n".join(x for x in text.splitlines() if not x.startswith("[^k")), "utf-8"
    )
    with pytest.raises(UsageError, match="证据"):
        make(bare, tmp_path)
