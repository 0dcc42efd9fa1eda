"""Many words at once, as an expression of all of them would find them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from agent.text.wordlist import WordList

WORDS = st.text(alphabet="甲乙丙丁a", min_size=2, max_size=4)


@given(st.lists(WORDS, min_size=1, max_size=8), st.text(alphabet="甲乙丙丁a。", max_size=40))
def test_the_longest_word_at_each_place_from_left_to_right(words: list[str], text: str) -> None:
    pattern = re.compile("|".join(sorted(set(words), key=len, reverse=True)))
    assert list(WordList(words).find(text)) == [m.span() for m in pattern.finditer(text)]
