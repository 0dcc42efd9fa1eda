"""The middle of a language is taken away: a passage in the other language can be nearest."""

from __future__ import annotations

import json

import numpy as np
import pytest

from agent.index.centres import FILE, centred, language
from agent.index.embeddings import model_name
from agent.settings import Index


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("渡口今天恢复通航。", "zh"),
        ("The ferry is running again.", "en"),
        ("OpenAI 与某某公司签约，数据中心选址 Abilene", "zh"),
        ("2026", "zh"),
        ("", "zh"),
        ("Huawei 华为 said on Friday that sales rose.", "en"),
    ],
)
def test_the_language_is_what_there_is_more_of(text: str, expected: str) -> None:
    assert language(text) == expected


def test_what_only_the_language_shares_is_gone_and_length_stays_one() -> None:
    middles = json.loads(FILE.read_text(encoding="utf-8"))["middles"]["passage"]
    chance = np.random.default_rng(7)
    about = 0.05 * chance.standard_normal((2, 384)).astype(np.float32)
    rows = np.stack([np.asarray(middles["zh"]) + about[0], np.asarray(middles["en"]) + about[0]]).astype(
        np.float32
    )
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    moved = centred(rows, ["水库加固", "The dam is being strengthened"], "passage")
    assert np.allclose(np.linalg.norm(moved, axis=1), 1, atol=1e-5)
    assert moved[0] @ moved[1] > rows[0] @ rows[1]
    assert centred(rows[:0], [], "query").shape == (0, 384)


def test_the_file_is_of_the_model_in_use() -> None:
    found = json.loads(FILE.read_text(encoding="utf-8"))
    assert model_name(Index()).startswith(found["model"])
    assert {side: set(tongues) for side, tongues in found["middles"].items()} == {
        "passage": {"zh", "en"},
        "query": {"zh", "en"},
    }
