"""The share kept: of what a model wrote, never of what stood in for it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from eval.metrics import kept


def subject(cost: dict[str, Any]) -> Any:
    sentence = SimpleNamespace(kind="fact", text="产量增长3%。", id="1.1")
    return SimpleNamespace(cost=cost, report=SimpleNamespace(sentences=[sentence]), dropped=[])


@pytest.mark.parametrize("cost", [{"calls": 0, "tokens": 0, "money": 0}, {"calls": 7, "asked": 40}])
def test_what_stands_is_kept(cost: dict[str, Any]) -> None:
    score = kept.score(subject(cost))
    assert (score.state, score.value) == ("scored", 1.0)


def test_a_model_that_wrote_nothing_is_a_failure_not_a_perfect_score() -> None:
    score = kept.score(subject({"calls": 7, "asked": 0, "faults": ["reset"] * 7}))
    assert score.state == "failed"
    assert "一句也没有" in score.reason
