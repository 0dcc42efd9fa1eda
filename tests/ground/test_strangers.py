"""People and bodies that no source has, told in passing."""

from __future__ import annotations

import pytest

from agent.ground import ground
from agent.models import Document, Verdict

TEXT = (
    "石桥乒乓球公开赛20日落幕。女单决赛中，谷川晴子以4比1轻取侯佩玲。选手孟庆林和彭一川包揽男双冠军。"
    "比赛由市体育局、国务院港澳办联合主办。商务部外资司司长步云起到场颁奖。"
)


def _ground(claim: str, text: str = TEXT) -> Verdict:
    return ground(
        claim, [Document(id="s", text=text, publisher="石桥日报", published="2026-06-21")], day="2026-06-21"
    )


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("女单决赛中，伊藤美诚表现出色。", "伊藤美诚"),
        ("选手孟庆林和李娜包揽男双冠军。", "李娜"),
        ("包揽男双冠军的选手名叫李广。", "李广"),
        ("比赛由石桥市政府、国务院港澳办联合主办。", "政府"),
        ("比赛由市体育局、国务院侨办联合主办。", "侨办"),
        ("比赛在阿比多斯公园举行。", "阿比多斯"),
        ("商务部对外贸易司近日发布数据。", "贸易司"),
    ],
)
def test_a_name_from_nowhere_is_noticed(claim: str, words: str) -> None:
    verdict = _ground(claim)
    assert verdict.status != "supported"
    assert any(
        words in claim[slice(*reason.claim_span)] for reason in verdict.reasons if reason.kind == "name"
    )


@pytest.mark.parametrize(
    "claim",
    [
        "女单决赛中，谷川晴子以4比1轻取侯佩玲。",
        "比赛由市体育局、国务院港澳办联合主办。",
        "孟庆林和彭一川包揽男双冠军。",
    ],
)
def test_a_name_the_source_has_is_not(claim: str) -> None:
    assert _ground(claim).status == "supported"


def test_words_that_begin_with_a_surname_are_no_people() -> None:
    verdict = _ground(
        "场馆无需梁和柱，主办方许可韩方在现场陈列球拍。", "场馆不用立柱，主办者同意韩国队在现场展示球拍。"
    )
    assert not [reason for reason in verdict.reasons if reason.kind == "name"]


def test_a_government_the_source_has_in_another_form_stands() -> None:
    text = "石桥市人民政府20日印发办法，简化股权变更手续。"
    assert _ground("石桥市政府20日印发办法，简化股权变更手续。", text).status == "supported"
