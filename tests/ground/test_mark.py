"""A verb told as done or as to come, against the same verb in the source."""

from __future__ import annotations

import pytest

from agent.ground import ground
from agent.models import Document

DONE = "截至2026年初，澜江省已建成算力中心12个，总规模超过30EFLOPS。去年底，省工信厅已出台配套行动方案。"
TO_COME = (
    "货轮已由内港驶出，预计6月5日将停靠青屿港，随后向外海航行。"
    "云帆公司计划明年投产第二条生产线，有望带动就业3000人。"
    "据了解，样机预计今年夏天交付，7月交付后开始试飞。"
)


def status(claim: str, text: str) -> str:
    return ground(claim, [Document(id="s", publisher="澜江日报", published="2026-06-01", text=text)]).status


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("截至2026年初，澜江省将建成算力中心12个。", DONE),
        ("到2026年初，该省计划建成算力中心12个，总规模超过30EFLOPS。", DONE),
        ("全省预计建成12个算力中心。", DONE),
        ("省工信厅将于去年底出台配套行动方案。", DONE),
        ("货轮已经停靠青屿港。", TO_COME),
        ("货轮已停靠青屿港，随后驶向外海。", TO_COME),
        ("云帆公司第二条生产线已经投产。", TO_COME),
    ],
)
def test_what_is_done_is_not_to_come_nor_the_other_way_round(claim: str, text: str) -> None:
    assert status(claim, text) == "contradicted"


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("全省已建成12个算力中心，总规模超过30EFLOPS。", DONE),
        ("货轮将停靠青屿港。", TO_COME),
        ("云帆公司明年将投产第二条生产线。", TO_COME),
        ("货轮已从内港驶出。", TO_COME),
    ],
)
def test_the_same_mark_is_no_objection(claim: str, text: str) -> None:
    assert status(claim, text) in ("supported", "unverified")


def test_a_verb_of_another_matter_says_nothing() -> None:
    text = "澜江高新区已经形成涵盖设计和制造的完整链条。云帆公司的新项目投产后，每年产值可达50亿元。"
    assert status("云帆公司的新项目投产后，预计可形成50亿元的年产值。", text) != "contradicted"
