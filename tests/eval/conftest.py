"""A small golden day to damage: a copy of the thin one, with a baseline of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.days import GOLDEN
from eval.session import Wanted, perform

DAY = "2026-07-05"
#: Enough to see a run work, and quick: no errors are planted.
QUICK = ("grounding", "key_facts", "traps", "evidence")


@pytest.fixture(scope="session")
def day_folder() -> Path:
    """The golden day as shipped."""
    return GOLDEN / DAY


@pytest.fixture
def golden(tmp_path: Path, day_folder: Path) -> Path:
    """A folder with one golden day."""
    root = tmp_path / "golden"
    shutil.copytree(day_folder, root / DAY)
    return root


@pytest.fixture
def evaluate(tmp_path: Path, golden: Path) -> Callable[..., int]:
    """Run `draft eval` on that folder; the exit code."""

    def run(**options: object) -> int:
        given = {
            "golden": golden, "baseline": tmp_path / "baseline.json", "out": tmp_path / "out", "workers": 1,
            "shared": tmp_path / "absent", "days": (DAY,), "metrics": QUICK, "fresh": True,
        }  # fmt: skip
        return perform(Wanted(**{**given, **options}))  # type: ignore[arg-type]  # options by name

    return run
