"""Dates of a claim against a source."""

from __future__ import annotations

import datetime

import pytest

from agent.ground import ground
from agent.ground.date import compare
from agent.ground.side import Findings, claim_side, side
from agent.models import Document
from agent.text.dates import read_dates

SOURCE = (
    "本报6月13日讯 6月11日，全省算力大会在江城开幕，来自12个城市的代表参加。大会将于15日闭幕。"
    "去年9月，该省出台行动方案，提出到2028年建成五个算力枢纽。2024年底，首个枢纽投入使用。"
    "今年一季度，算力产业营收增长两成；二季度以来订单持续增加。“十四五”时期，投资年均增长8%。"
)


def check(claim: str, source: str = SOURCE, issued: str = "2026-06-14") -> Findings:
    return compare(claim_side(claim, issued), [side(Document(id="s", text=source, published="2026-06-13"))])


@pytest.mark.parametrize(
    "claim",
    [
        "2026年6月11日，全省算力大会开幕。",
        "算力大会6月15日闭幕。",
        "2025年9月，该省出台行动方案。",
        "首个枢纽于2024年末投入使用。",
        "2026年第一季度，产业营收增长两成。",
        "2021年至2025年，投资年均增长8%。",
        "到2028年建成五个枢纽。",
        "6月，全省算力大会开幕。",
        "本报6月13日报道，大会开幕。",
    ],
)
def test_the_same_day_in_other_words_is_no_objection(claim: str) -> None:
    findings = check(claim)
    assert findings.reasons == ()
    assert findings.unsure == ()


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("6月12日，全省算力大会在江城开幕，各市代表参加。", "6月12日"),
        ("2025年8月，该省出台行动方案。", "2025年8月"),
        ("2024年9月，该省出台行动方案。", "2024年9月"),
        ("方案提出到2027年建成五个算力枢纽。", "2027年"),
        ("2023年底，首个枢纽投入使用。", "2023年底"),
        ("6月13日，全省算力大会在江城开幕，来自12个城市的代表参加。", "6月13日"),
    ],
)
def test_another_day_is_objected_to(claim: str, words: str) -> None:
    findings = check(claim)
    assert [claim[slice(*r.claim_span)] for r in findings.reasons] == [words]
    assert findings.reasons[0].source_span is not None


def test_a_finer_date_than_the_source_gives_is_left_to_the_reader() -> None:
    findings = check("上半年营收增长。", "今年以来营收增长。")
    assert findings.reasons == ()
    assert [r.kind for r in findings.unsure] == ["date"]


@pytest.mark.parametrize(
    "claim", ["近日，大会开幕。", "较上年同期增长。", "面向明天，产业前景可期。", "目前进展顺利。"]
)
def test_vague_words_are_never_objected_to(claim: str) -> None:
    assert check(claim).reasons == ()


def test_a_claim_without_its_own_day_leans_on_the_source() -> None:
    assert check("去年9月，该省出台方案。", issued="").reasons == ()


def test_no_sources_and_no_dates() -> None:
    assert compare(claim_side("6月13日开幕。", "2026-06-14"), []).matched == ()
    assert check("没有日期。").read == ()


def test_every_date_read_is_told() -> None:
    claim = "6月11日开幕，15日闭幕，近日公布。"
    assert [claim[slice(*span)] for span in check(claim).read] == ["6月11日", "15日", "近日"]


STORM = Document(
    id="w",
    publisher="云岭网",
    published="2026-07-27",
    text=(
        "中新网云岭7月25日电 （记者王明）台风今天凌晨在石桥镇沿海登陆，登陆时最大风力12级。\n"
        "沿海渡轮昨天起停航。\n"
        "新华社海州7月26日电 海州市今天上午恢复通航。"
    ),
)


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        ("台风7月25日凌晨在石桥镇沿海登陆。", True),
        ("台风7月24日凌晨在石桥镇沿海登陆。", False),
        ("沿海渡轮7月24日起停航。", True),
        ("海州市7月26日上午恢复通航。", True),
        ("海州市7月24日上午恢复通航。", False),
    ],
)
def test_today_is_the_day_of_the_dateline_above_it(claim: str, holds: bool) -> None:
    assert (ground(claim, [STORM]).status == "supported") is holds
    at = STORM.text.index("今天凌晨")
    if holds and "登陆" in claim:
        assert ground(claim, [STORM], spans={"w": [(at, at + 4)]}).status == "supported"


def test_a_telephone_is_no_dateline() -> None:
    readings = read_dates("公司7月25日电话会议后，今天复牌。", datetime.date(2026, 7, 27))
    assert readings[1].start == datetime.date(2026, 7, 27)
