"""Passages cover every sentence, keep order, and stay within bounds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent.index.passages import MOST, passages


@given(st.text(alphabet="数据要素。！？\n .a1“”", max_size=3000))
def test_passages_cover_the_text_in_order(text: str) -> None:
    spans = passages(text)
    last = 0
    for start, stop in spans:
        assert last <= start < stop <= len(text)
        assert stop - start <= MOST
        assert not text[last:start].strip()
        last = stop
    assert not text[last:].strip()


def test_a_sentence_without_end_is_cut_hard() -> None:
    assert [b - a for a, b in passages("字" * 1500)] == [MOST, MOST, 100]
