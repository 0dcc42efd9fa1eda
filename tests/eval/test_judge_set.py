"""Drawing claims, asking the judge about what the checker lets through, scoring both."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "writer"))

from chain_desk import Queued, caller

from agent.house import load_house
from agent.writer.judge import LlmJudge
from eval.judge_set import balanced, cases, drawn, interval, judged

SOURCE = "6月13日，澜州省数据管理局发布计划，提出到2028年建成300个行业数据集。"
LINES = [
    json.dumps({"id": f"c{n}", "claim": claim, "label": label, "sources": [{"id": "s", "published": "2026-06-13", "text": SOURCE}]})
    for n, (claim, label) in enumerate(
        [("澜州省数据管理局发布计划，提出到2028年建成300个行业数据集。", "supported"), ("计划提出到2028年建成300个行业数据集。", "supported"),
         ("计划提出到2028年建成500个行业数据集。", "unsupported"), ("澜州省数据管理局发布计划，提出建成300个行业数据集。", "unsupported")]
    )
]  # fmt: skip


def test_the_judge_is_asked_about_what_the_checker_passed_and_may_only_object() -> None:
    found = list(cases(LINES))
    said = json.dumps(
        {"objections": [{"n": 3, "kind": "scope", "claim": "建成300个", "source": "", "why": "缺了期限"}]}
    )
    model = Queued(script=lambda _request: said, asked=[])
    outcomes = {o.case.id: o for o in judged(found, LlmJudge(caller(model), load_house("xinzhi")))}
    assert not outcomes["c2"].checker
    assert "500个" not in str(model.asked), "what the checker stopped is not asked about"
    assert outcomes["c3"].checker
    assert not outcomes["c3"].both
    assert outcomes["c3"].reasons
    assert outcomes["c0"].both


def test_scores_and_draws() -> None:
    found = list(cases(LINES * 10))
    assert sum(case.true for case in drawn(found, 10, 1)) == 5
    assert drawn(found, 10, 1) == drawn(found, 10, 1)
    assert balanced([(True, True), (False, False)]) == 1.0
    assert balanced([(True, True), (True, False), (False, False)]) == 0.75
    low, high = interval([(True, True), (True, False), (False, False), (False, True)] * 5)
    assert low < 0.5 < high
    with pytest.raises(ValueError, match="one kind"):
        balanced([(True, True)])
