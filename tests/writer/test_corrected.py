"""A figure that a source of the event takes back is told by no other source's sentence."""

from __future__ import annotations

import pytest

from agent.house import load_house
from agent.models import Assignment, Event, Source
from agent.writer.corrected import taken_back
from agent.writer.embedded import EmbeddedWriter
from agent.writer.placeholder import inner


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("文中“全省交易额为128.6亿元”有误，应为“12.86亿元”。", {"128.6亿元"}),
        ("交易额更正为12.86亿元，上午发布的128.6亿元系单位换算差错。", {"128.6亿元"}),
        ("一文将“760个场景”误写为“670个场景”，特此更正。", {"670个"}),
        ("将产量由310万吨更正为31万吨。", {"310万吨"}),
        ("原文已更正，增速33.2%不变。", set()),
        ("7月用电量由10226亿千瓦时修订为10258亿千瓦时。", set()),
    ],
)
def test_the_wrong_figure_is_told_from_the_right_one(text: str, wrong: set[str]) -> None:
    assert taken_back([text]) == wrong


def test_the_paragraph_has_the_corrected_figure_alone() -> None:
    first = _source(
        "s1", "青江省上半年交易情况", "8月27日，青江省数据局发布上半年情况。上半年，全省数据产品交易额为128.6亿元，增长33.2%。"
    )  # fmt: skip
    second = _source(
        "s2", "关于更正上半年交易额的说明",
        "我局上午发布的“全省数据产品交易额为128.6亿元”有误，应为“全省数据产品交易额为12.86亿元”，增速不变。",
    )  # fmt: skip
    event = Event(rank=1, column="regions", heading=first.title, sources=("s1", "s2"), reasons=(), score=10.0)
    draft = EmbeddedWriter(load_house("xinzhi")).write(
        [Assignment(number=1, event=event, sources=(first, second))], "2026-08-27"
    )
    told = [s.text for s in draft.sections[0].facts] + [s.text for s in draft.summary]
    assert told
    assert not [text for text in told if "128.6亿元" in text and "有误" not in text]


def test_a_placeholder_keeps_each_foreign_sentence_as_it_stands() -> None:
    words = "请编译：“The U.S. plant opened on Aug. 3.”“It cost $2.5 billion.”"
    assert inner(words) == "请编译：“The U.S. plant opened on Aug. 3”；“It cost $2.5 billion”"


def _source(id: str, title: str, text: str) -> Source:
    return Source(id=id, title=title, publisher="青江省数据局", published="2026-08-27", text=text)
