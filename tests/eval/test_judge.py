"""The optional judge: takes support away by majority, never gives it; what is not recorded does not pass."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.writer.answers import Answer, Answers
from eval import judge
from eval.days import Golden, load
from eval.recordings import deaf
from eval.score import Score
from eval.subject import approved, desk_of
from tests.eval.conftest import DAY

TABLE = '[model]\nbase_url = "http://127.0.0.1:9/v1"\nmodel = "m"\n'
#: The sentence objected to, and the words in it.
WORDS = "制定30项以上中试评测标准"


@pytest.fixture
def day(golden: Path) -> Golden:
    folder = golden / DAY / "judged" / "m"
    folder.mkdir(parents=True)
    (folder / "model.toml").write_text(TABLE, encoding="utf-8")
    return load(golden)[0][0]


@pytest.fixture
def judged(day: Golden, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Score with answers from a function of (question, take) instead of the recorded ones; None is no answer."""

    def run(answer: object) -> Score:
        def get(_: Answers, key: str) -> Answer | None:
            return asked.pop() if asked else None

        asked: list[Answer] = []
        whole = Answers.key

        def key(made_of: dict[str, object]) -> str:
            text = answer(str(made_of["messages"]), made_of["take"])  # type: ignore[operator]  # a mixed table of the test
            asked[:] = [] if text is None else [Answer(text)]
            return whole(made_of)

        monkeypatch.setattr(Answers, "key", staticmethod(key))
        monkeypatch.setattr(Answers, "get", get)
        with desk_of(day) as (space, files), deaf():
            return judge.score(approved(day, space, files), space, "m")

    yield run


def objecting(times: int) -> object:
    objection = {
        "objections": [{"n": 1, "kind": "quantity", "claim": WORDS, "source": "", "why": "数字不同"}]
    }

    def answer(question: str, take: int) -> str:
        there = f"稿件：方案提出{WORDS}" in question
        return json.dumps(
            objection if there and take % 100 <= times else {"objections": []}, ensure_ascii=False
        )

    return answer


@pytest.mark.parametrize(("times", "wrong"), [(0, 0), (1, 0), (2, 1), (3, 1)])
def test_a_majority_of_objections_takes_support_away(judged, times: int, wrong: int) -> None:  # type: ignore[no-untyped-def]  # a fixture's function
    score = judged(objecting(times))
    assert len(score.items) > 5
    assert sum(not item.ok for item in score.items) == wrong
    if times:
        split = next(item for item in score.items if WORDS in item.text)
        assert f"3 遍里 {times} 遍有异议" in split.reason


def test_what_is_not_recorded_is_unverified_and_no_pass(judged) -> None:  # type: ignore[no-untyped-def]  # a fixture's function
    score = judged(lambda _question, _take: None)
    assert score.value == 0.0
    assert {item.reason for item in score.items} == {"没有录下的回答，算拿不准"}


def test_a_judge_without_its_settings_is_a_failure(day: Golden) -> None:
    shutil.rmtree(day.folder / "judged" / "m")
    with desk_of(day) as (space, files):
        assert judge.score(approved(day, space, files), space, "m").state == "failed"
