"""A Chinese sentence held against an English source: the figure of which time, of which measure, reached or meant."""

from __future__ import annotations

import pytest

from agent.ground import ground
from agent.models import Document

GRID = Document(
    id="g",
    publisher="Harbor Wire",
    published="2026-08-03",
    text=(
        "By the numbers: Requests to connect large loads in the state have reached 187 gigawatts, up from 63 gigawatts a year "
        "earlier, according to the grid operator. Contract prices rose 8.5% in July and are expected to climb another 3% to 6% "
        "in August. Crude traded near $92 a barrel. The company will spend $4.2 billion on a plant. "
        "Its rival has announced a $3.1 billion plant. Shipments have beaten forecasts for three months."
    ),
)


@pytest.mark.parametrize(
    "claim",
    [
        "大型负荷的接入申请已达187吉瓦，一年前为63吉瓦。",
        "大型负荷的接入申请从63吉瓦增加到187吉瓦。",
        "合约价7月上涨8.5%，预计8月再涨3%至6%。",
        "原油交易价接近每桶92美元。",
        "该公司将投入42亿美元建厂。",
        "其对手宣布计划投资31亿美元建厂。",
        "出货已连续三个月好于预期。",
    ],
)
def test_what_the_source_says_stands(claim: str) -> None:
    verdict = ground(claim, [GRID], day="2026-08-03")
    assert verdict.status == "supported", verdict.reasons


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("大型负荷的接入申请已达63吉瓦，一年前为187吉瓦。", "order"),
        ("大型负荷的接入申请从187吉瓦变为63吉瓦。", "order"),
        ("大型负荷的接入申请将达187吉瓦，一年前为63吉瓦。", "modality"),
        ("合约价7月上涨8.5%，8月已经再涨3%至6%。", "modality"),
        ("该公司已完成42亿美元的建厂投资。", "modality"),
        ("原油交易价接近每吨92美元。", "unit"),
    ],
)
def test_what_turns_it_is_seen(claim: str, kind: str) -> None:
    verdict = ground(claim, [GRID], day="2026-08-03")
    assert verdict.status in ("contradicted", "unverified")
    assert kind in {reason.kind for reason in verdict.reasons}
