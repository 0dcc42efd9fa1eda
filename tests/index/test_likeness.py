"""Signatures estimate how much of two texts is the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent.index.likeness import BANDS, PERMUTATIONS, bands, likeness, signatures

WORDS = [f"词{i}" for i in range(400)]


def test_estimates_lie_near_the_true_share() -> None:
    a, b = WORDS[:200], WORDS[50:250]  # 150 of 248 runs of three words are shared, give or take
    true = len({*zip(a, a[1:], a[2:], strict=False)} & {*zip(b, b[1:], b[2:], strict=False)}) / len(
        {*zip(a, a[1:], a[2:], strict=False)} | {*zip(b, b[1:], b[2:], strict=False)}
    )
    one, two = signatures([a, b])
    assert abs(likeness(one, two) - true) < 0.15


@given(st.lists(st.sampled_from(WORDS), min_size=30, max_size=80))
def test_a_text_is_like_itself_and_its_keys_are_stable(words: list[str]) -> None:
    one, two = signatures([words, list(words)])
    assert one == two
    if one:
        assert len(one) == PERMUTATIONS * 4
        assert likeness(one, two) == 1
        assert bands(one) == bands(two)
        assert len(set(bands(one))) == BANDS


def test_short_texts_have_no_signature() -> None:
    assert signatures([["今天", "休市"], []]) == [b"", b""]
    assert likeness(b"", b"") == 0
    assert bands(b"") == []
