"""Where figures are said to come from."""

from __future__ import annotations

import pytest

from agent.ground import ground
from agent.models import Document

FIGURES = "上半年，全国冷链物流业增加值同比增长5.9%，仓储业增长12.1%。"


@pytest.mark.parametrize(
    "who",
    ["外汇局材料", "粮储局的统计", "商务部数据", "能源局最新公布的数据", "水利厅报告", "青屿海关的统计数据"],
)
def test_a_body_no_source_knows_is_objected_to(who: str) -> None:
    source = Document(id="s", publisher="国家统计局", published="2026-07-20", text=FIGURES)
    verdict = ground(f"{who}显示，上半年冷链物流业增加值同比增长5.9%。", [source])
    assert verdict.status == "unsupported"
    assert verdict.reasons[0].claim_span[1] <= len(who)


@pytest.mark.parametrize(
    "who", ["国家统计局数据", "统计局数据", "数据", "官方数据", "最新统计", "有关部门的材料"]
)
def test_the_publisher_and_nobody_in_particular_are_no_objection(who: str) -> None:
    source = Document(id="s", publisher="国家统计局", published="2026-07-20", text=FIGURES)
    assert ground(f"{who}显示，上半年冷链物流业增加值同比增长5.9%。", [source]).status == "supported"


def test_another_body_of_the_source_is_named() -> None:
    text = "国家统计局材料显示，上半年冷链物流业增加值增长5.9%。外汇局有关人士随后介绍了外汇储备的情况。"
    source = Document(id="s", publisher="澜江日报", published="2026-07-20", text=text)
    verdict = ground("外汇局材料显示，上半年冷链物流业增加值增长5.9%。", [source])
    assert verdict.status == "contradicted"
    assert any("国家统计局" in reason.message for reason in verdict.reasons)
