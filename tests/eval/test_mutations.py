"""Planted errors are what they say, and the checker finds them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.models import Document
from agent.text.sentences import sentences
from eval.mutate import main, read, run, table
from eval.mutations import OPERATORS, modality

TEXT = (
    "《松江市海洋产业促进条例》将于2027年3月1日起施行。"
    "松江市今年一季度海洋产业增加值为85.4亿元，同比增长6.3%，超过20家企业获得补助。"
    "中国科学院的专家说：“海洋产业的根子在科技，出路在开放。”"
    "目前，全市部分渔港已完成改造，力争明年全部建成。"
    "项目方尚未公布选址，但同意公开征求意见。"
)


@pytest.mark.parametrize("name", sorted(OPERATORS))
def test_an_operator_changes_one_place_the_same_way_every_time(name: str) -> None:
    operator = OPERATORS[name]
    every = [TEXT[a:b] for a, b in sentences(TEXT)]
    found = [sentence for sentence in every if operator(sentence, TEXT, 5) is not None]
    assert found, f"{name} applies nowhere"
    for sentence in found:
        mutated = operator(sentence, TEXT, 5)
        assert mutated != sentence
        assert mutated == operator(sentence, TEXT, 5)
        assert operator("天空很蓝", TEXT, 5) is None


def test_errors_planted_in_a_text_are_caught_and_the_text_itself_is_not() -> None:
    tally = run([Document(id="d", text=TEXT, published="2026-04-20")], per_document=9, seed=2)
    assert tally.flagged == 0, tally.alarms
    assert tally.missed == []
    assert len(tally.tried) >= 9
    assert "untouched" in table(tally)
    assert tally.share("digit") == 1.0


def test_nothing_to_hold_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "none.jsonl"
    empty.write_text("\n", encoding="utf-8")
    assert main([str(empty)]) == 3
    full = tmp_path / "one.jsonl"
    full.write_text(json.dumps({"id": "d", "text": TEXT, "published": "2026-04-20"}) + "\n", encoding="utf-8")
    assert main([str(full), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["flagged"] == 0
    assert [d.id for d in read([full], 3)] == ["d"]


def test_a_plan_s_name_is_no_mood() -> None:
    sentence = "三年行动计划实施两年多来，累计发布417个案例。"
    assert modality(sentence, sentence, 1) is None
    planned = "省数据局计划发布417个案例。"
    assert modality(planned, planned, 1) == "省数据局已经发布417个案例。"
