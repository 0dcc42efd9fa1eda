"""Many lines at once: the same answers in the same order, whoever gives them."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pytest

from agent.desk import many
from agent.desk.many import MANY, ground_lines
from agent.ground.lines import ground_line


def lines(count: int) -> list[tuple[int, str]]:
    """Claims about a harbour, one in ten of them no JSON."""
    out = []
    for number in range(1, count + 1):
        source = {"id": "s", "published": "2026-04-02", "text": f"南浦码头4月1日新增{number % 7 + 2}台岸桥。"}
        line = {"id": str(number), "claim": "码头新增3台岸桥。", "sources": [source]}
        out.append((number, json.dumps(line) if number % 10 else "{\ud800"))
    return out


def test_processes_answer_as_one_does_and_in_order() -> None:
    given = lines(MANY + 30)
    assert list(ground_lines(iter(given), workers=2)) == [ground_line(line, number) for number, line in given]


def test_few_lines_are_answered_as_they_come() -> None:
    assert [answer["id"] for answer in ground_lines(iter(lines(3)))] == ["1", "2", "3"]
    assert list(ground_lines(iter([]))) == []


def test_what_a_dead_process_had_in_hand_is_answered_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    class Dead(ProcessPoolExecutor):
        def submit(self, *_: object, **__: object) -> object:  # type: ignore[override]  # a pool whose process died
            raise BrokenProcessPool

    monkeypatch.setattr(many, "ProcessPoolExecutor", Dead)
    given = lines(MANY)
    assert [answer["id"] for answer in ground_lines(iter(given), workers=2)] == [
        ground_line(line, number)["id"] for number, line in given
    ]
