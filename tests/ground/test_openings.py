"""Expressions that look at the first character first must find what they would find without."""

from __future__ import annotations

import re

import pytest

from agent.ground import modality, negation
from agent.text import bounds, patterns

EVERY = {
    "negation": negation.NEGATION,
    "done": modality._DONE,
    "plan": modality._PLAN,
    "direction": bounds._DIRECTION,
    "period": patterns.PERIOD,
}


@pytest.mark.parametrize("name", EVERY)
def test_no_word_begins_with_another_character(name: str) -> None:
    quick = EVERY[name]
    opening = re.match(r"\(\?=\[[^\]]+\]\)", quick.pattern)
    assert opening is not None
    slow = re.compile(quick.pattern[opening.end() :], quick.flags)
    words = re.sub(
        r"\(\?<?[=!][^()]*\)|[()?:\[\]\\]", "", slow.pattern.replace("|", "。")
    )  # all it knows, word by word
    found = [m.span() for m in slow.finditer(words)]
    assert len(found) > 5
    assert [m.span() for m in quick.finditer(words)] == found
