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


OUTPUT = Document(
    id="o",
    published="2026-05-18",
    text=(
        "5月18日发布的数据如下。\n"
        "产品 | 4月产量 | 同比（%） | 1—4月产量 | 同比（%）\n"
        "晶圆片（亿片） | 461 | 9.2 | 1752 | 8.8\n"
        "柴油（万吨） | 128.4 | -11.7 | 492.6 | 13.5\n"
        "各地报表已汇总。"
    ),
)
YARDS = Document(
    id="y",
    published="2026-05-18",
    text="主要产品产量\n指标 | 单位 | 本月 | 同比增长（%）\n粗钢 | 万吨 | 9073 | 0.4\n发电量 | 亿千瓦时 | 7012 | 3.6\n完",
)


@pytest.mark.parametrize(
    ("claim", "table"),
    [
        ("4月晶圆片产量461亿片，同比增长9.2%。", OUTPUT),
        ("1—4月，晶圆片产量1752亿片，同比增长8.8%。", OUTPUT),
        ("4月柴油产量128.4万吨，同比下降11.7%。", OUTPUT),
        ("前4个月柴油产量492.6万吨，增长13.5%。", OUTPUT),
        ("粗钢产量9073万吨，发电量7012亿千瓦时。", YARDS),
        ("发电量7012亿千瓦时，同比增长3.6%。", YARDS),
    ],
)
def test_a_cell_has_the_unit_of_its_label_or_head(claim: str, table: Document) -> None:
    verdict = ground(claim, [table])
    assert verdict.status == "supported", verdict.reasons


@pytest.mark.parametrize(
    ("claim", "kind", "table"),
    [
        ("4月晶圆片产量461万片。", "scale", OUTPUT),
        ("4月晶圆片产量461亿片，环比增长9.2%。", "period", OUTPUT),
        ("4月晶圆片产量461亿片，同比增长8.8%。", "number", OUTPUT),
        ("1—4月，晶圆片产量461亿片。", "number", OUTPUT),
        ("4月柴油产量128.4万吨，同比增长11.7%。", "direction", OUTPUT),
        ("粗钢产量9073亿吨。", "scale", YARDS),
        ("发电量7012万千瓦时。", "scale", YARDS),
    ],
)
def test_another_unit_period_column_or_sign_is_objected_to(claim: str, kind: str, table: Document) -> None:
    verdict = ground(claim, [table])
    assert kind in [reason.kind for reason in verdict.reasons], verdict


def test_a_cell_is_shown_with_its_unit() -> None:
    (reason,) = ground("4月晶圆片产量461万片。", [OUTPUT]).reasons
    assert "461（亿片）" in reason.message
