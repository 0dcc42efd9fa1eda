"""Words that stay on one line: numbers with units, dates, short clauses of headings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.render.keep import Run, clauses, runs


def joined(found: list[Run]) -> str:
    return "".join(run if isinstance(run, str) else run[-1] for run in found)


def kept(text: str) -> list[str]:
    return [run[0] for run in runs(text) if isinstance(run, list) and len(run) == 1]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("活跃数据总量为1.67ZB，同比增长。", "为1.67ZB"),
        ("投入17.5 亿美元用于建设", "入17.5 亿美元"),
        ("提高1.4个百分点以上", "高1.4个百分点"),
        ("在 2026 年 6 月 14 日公布", "2026 年 6 月 14 日"),
        ("增长28.46%以上", "长28.46%以"),
        ("超过3.5万多家工厂", "过3.5万多家"),
        ("建成12 GW的电站", "成12 GW的"),
        ("约300—500亿元之间", "约300—500亿元"),
        ("raised $17.5 billion", "$17.5 billion"),
        ("fell to 9.5 hours, from 14", "9.5 hours"),
        ("opened on 12 June, adding", "12 June"),
        ("推进“数据要素×”行动", "素×”"),
        ("见 https://source.example/a/b.html。", "https://source.example"),
    ],
)
def test_a_number_stays_with_its_unit(text: str, group: str) -> None:
    assert group in kept(text)


def test_a_long_latin_word_may_be_hyphenated() -> None:
    word = "Donaudampfschifffahrtsgesellschaft"
    assert ["long", word] in runs(f"原文写作{word}一词")


def test_nothing_is_said_twice_or_lost() -> None:
    text = "2024年专利密集型产业增加值达18.0万亿元，占GDP比重13.4%，比2020年提高1.4个百分点。"
    assert joined(runs(text)) == text


@given(st.text(alphabet="年月日个百分点万亿元家AI Z$%，。“”《》0123456789.,-—约", max_size=60))
def test_runs_joined_are_the_text(text: str) -> None:
    assert joined(runs(text)) == text
    assert joined(clauses(text)) == text


def test_short_clauses_of_a_heading_are_kept_and_long_headings_are_free() -> None:
    assert ["国家数据局部署港口数据场景"] in clauses("国家数据局部署港口数据场景，417 个试点成为落地抓手")
    assert clauses("没有逗号的标题") == ["没有逗号的标题"]
    long = "国家数据局与二十二个部门联合部署，" * 12
    assert ["国家数据局与二十二个部门联合部署"] not in clauses(long)
