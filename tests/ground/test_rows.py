"""Figures of tables: the right number of the wrong row is none."""

from __future__ import annotations

import pytest

from agent.ground import ground
from agent.models import Document

TABLE = Document(
    id="t",
    publisher="石桥统计网",
    published="2026-07-05",
    title="各市生产总值",
    text=(
        "各市生产总值及增速如下。\n"
        "地区 | 生产总值（亿元） | 同比增长（%）\n"
        "云岭市 | 1234.5 | 6.4\n"
        "海州市 | 987.6 | 5.1\n"
        "石桥市 | 456.7 | 7.2\n"
        "全市合计数另行发布。"
    ),
)


@pytest.mark.parametrize(
    "claim",
    [
        "海州市生产总值987.6亿元，同比增长5.1%。",
        "云岭市生产总值1234.5亿元，同比增长6.4%。",
        "石桥市生产总值456.7亿元，海州市生产总值987.6亿元。",
        "海州市、云岭市生产总值分别为987.6亿元和1234.5亿元。",
        "云岭市增速高于海州市，同比增长6.4%。",
    ],
)
def test_figures_of_their_own_row_stand(claim: str) -> None:
    verdict = ground(claim, [TABLE])
    assert verdict.status == "supported", verdict.reasons


@pytest.mark.parametrize(
    ("claim", "meant"),
    [
        ("海州市生产总值1234.5亿元，同比增长6.4%。", ["987.6", "5.1"]),
        ("海州市生产总值987.6亿元，同比增长6.4%。", ["5.1"]),
        ("石桥市生产总值456.7亿元，海州市生产总值1234.5亿元。", ["987.6"]),
    ],
)
def test_figures_of_another_row_are_objected_to(claim: str, meant: list[str]) -> None:
    verdict = ground(claim, [TABLE])
    assert verdict.status == "contradicted"
    said = [TABLE.text[slice(*r.source_span)] for r in verdict.reasons if r.source_span]
    assert said == meant
