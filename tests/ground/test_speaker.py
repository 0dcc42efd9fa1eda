"""Who said it: papers that relay, publishers that may be named, speakers told apart by their own part."""

from __future__ import annotations

import pytest

from agent.ground import ground
from agent.ground.side import claim_side
from agent.ground.speech import read_speech
from agent.models import Document

SOURCE = Document(
    id="s",
    publisher="江城日报网",
    published="2026-03-02",
    text=(
        "江城市数据局政策处有关负责人在会上表示，平台将在年底前接入全部区县，企业不必重复报送材料。"
        "江城日报网记者走访了三个区。东海证券认为，平台会带动本地软件企业的订单。"
        "西岭证券认为，短期内收入贡献有限。"
    ),
)


@pytest.mark.parametrize(
    "claim",
    [
        "江城日报网3月2日报道，江城市数据局政策处有关负责人在会上表示，平台将在年底前接入全部区县。",
        "江城日报网报道，平台将在年底前接入全部区县，企业不必重复报送材料。",
        "东海证券认为，平台会带动本地软件企业的订单。",
    ],
)
def test_the_publisher_may_report_what_another_said(claim: str) -> None:
    assert ground(claim, [SOURCE]).status == "supported"


def test_the_inner_speaker_is_the_one_who_speaks() -> None:
    speech = read_speech(claim_side("晨光日报报道，江城市数据局局长李明表示，平台将在年底前接入全部区县。"))
    assert speech is not None
    assert speech.who.text == "李明"


def test_two_of_a_trade_are_told_apart_by_their_own_part() -> None:
    verdict = ground("西岭证券认为，平台会带动本地软件企业的订单。", [SOURCE])
    assert verdict.status == "contradicted"
    assert [reason.kind for reason in verdict.reasons] == ["speaker"]
