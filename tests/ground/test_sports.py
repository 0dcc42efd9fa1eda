"""Scores, runs of wins and the day of a match, which look like times of day, counts and days of publication."""

from __future__ import annotations

import pytest

from agent.ground import ground
from agent.models import Document
from agent.text.dates import read_dates
from agent.text.quantities import read_quantities

MATCH = (
    "石桥日报南湖8月12日体育专电 岭南队当天以16：11击败江城队，第十轮展开6场角逐，岭南队保持连胜纪录。"
    "队长步云起此前在半决赛中不敌北岸队选手，最后摘得铜牌。"
)


def _ground(claim: str, text: str = MATCH) -> str:
    source = Document(id="s", text=text, publisher="石桥日报", published="2026-08-13")
    return ground(claim, [source], day="2026-08-13").status


@pytest.mark.parametrize(
    ("text", "score"),
    [("以16:11拿到赛点", True), ("16:11击败对手", True), ("晚上16:11到达", False), ("于20:30开赛", False)],
)
def test_a_score_is_no_time_of_day(text: str, score: bool) -> None:
    assert any(q.kind == "ratio" for q in read_quantities(text)) is score
    assert bool(read_dates(text, None)) is not score


@pytest.mark.parametrize(
    "claim",
    [
        "岭南队以16：11击败江城队。",
        "岭南队12日以16：11击败江城队。",
        "第十轮展开6场角逐。",
        "队长步云起摘得铜牌。",
    ],
)
def test_what_the_report_tells_stands(claim: str) -> None:
    assert _ground(claim) == "supported"


@pytest.mark.parametrize(
    "claim",
    [
        "岭南队拿到了11分。",  # half of a score
        "已经取得6连胜的岭南队再胜一场。",  # six matches, by all teams
        "步云起在13日的比赛中摘得铜牌。",  # the day of publication, the dateline says the 12th
    ],
)
def test_what_it_does_not_tell_is_noticed(claim: str) -> None:
    assert _ground(claim) != "supported"


def test_a_run_told_by_its_matches_is_the_same_run() -> None:
    assert _ground("岭南队取得6连胜。", "岭南队连胜6场，领跑积分榜。") == "supported"
    assert _ground("岭南队取得6连胜。", "岭南队六连胜，领跑积分榜。") == "supported"
