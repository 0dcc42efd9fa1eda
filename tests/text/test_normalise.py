"""Folding: one code point for one, once is enough, traditional read as simplified."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.text.normalise import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("２０２６年，增长５．２％", "2026年,增长5.2%"),
        ("國家數據局發佈報告", "国家数据局发布报告"),
        ("「數據」『要素』“集”", '"数据""要素""集"'),
        ("３～５個、10–15", "3~5个、10-15"),
        ("著名學者", "著名学者"),
        ("①2026年", "①2026年"),
        ("５㎡　㎡", "5㎡ ㎡"),
        ("a\ud800b", "a\ufffdb"),
        ("〈三國〉", "《三国》"),
    ],
)
def test_forms_are_folded(written: str, folded: str) -> None:
    assert fold(written).text == folded


@given(st.text(st.characters(), max_size=200))
def test_length_is_kept_and_twice_is_once(text: str) -> None:
    once = fold(text).text
    assert len(once) == len(text)
    assert fold(once).text == once


@given(st.text(st.characters(categories=["Cs"]), min_size=1, max_size=5))
def test_lone_surrogates_become_replacement_characters(text: str) -> None:
    assert set(fold(text).text) == {"\ufffd"}
