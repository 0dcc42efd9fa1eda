"""Answers as models really give them: wrapped, broken, cut off, in other words than asked for."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.writer.item import read_items, tidied
from agent.writer.parsing import read_json, without_thinking

WHOLE = {
    "sentences": [
        {
            "kind": "fact",
            "text": "6月13日，某局发布计划。",
            "quotes": [{"key": "A1", "words": "某局发布计划"}],
        }
    ]
}
TEXT = json.dumps(WHOLE, ensure_ascii=False)


@pytest.mark.parametrize(
    "answer",
    [
        TEXT,
        f"```json\n{TEXT}\n```",
        f"好的，下面是结果：\n{TEXT}\n希望有帮助。",
        f"<think>先看{{资料}}再写[1]。</think>{TEXT}",
        f"没有开头的思考</think>\n{TEXT}",
        TEXT.replace("}]}]}", "},]},]}"),
        TEXT.replace('": ', '"：').replace(', "', '， "'),
        TEXT.replace("发布计划。", "发布\n计划。"),
        TEXT[:-2],
        TEXT[:-3] + '}, {"kind": "fact", "text": "没写完',
    ],
)  # fmt: skip
def test_the_object_is_found_in_what_is_around_it(answer: str) -> None:
    items = read_items(read_json(answer))
    assert items[0].text.replace(" ", "") == "6月13日，某局发布计划。"
    assert items[0].leans == (("A1", "某局发布计划"),)


@pytest.mark.parametrize("answer", ["", "抱歉，我不能写。", "<think>想了很久没想完", "{{{", '{"text": '])
def test_no_object_is_an_error_and_not_a_guess(answer: str) -> None:
    with pytest.raises(ValueError, match="JSON"):
        read_json(answer)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(answer: str) -> None:
    with contextlib.suppress(ValueError):
        read_items(read_json(answer))


@given(st.integers(min_value=0, max_value=len(TEXT)))
def test_cut_anywhere_nothing_is_made_up(at: int) -> None:
    try:
        items = read_items(read_json(TEXT[:at]))
    except ValueError:
        return
    assert all(item.text in ("", "6月13日，某局发布计划。") for item in items)


def test_other_names_for_the_same_things() -> None:
    found = read_items(
        {"facts": [{"句子": "甲厂投产 。", "keys": ["B2"], "原文": "甲厂投产"}], "judgements": ["这很要紧。"]}
    )
    assert [(i.kind, i.text, i.leans) for i in found] == [
        ("fact", "甲厂投产。", (("B2", "甲厂投产"),)),
        ("judgement", "这很要紧。", ()),
    ]


def test_labels_and_marks_are_taken_out_and_keys_in_the_text_count() -> None:
    (item,) = read_items({"sentences": [{"text": "【研判】关键在使用[A3][^k12ab34]。"}]})
    assert (item.kind, item.text, item.leans) == ("judgement", "关键在使用。", (("A3", ""),))


def test_several_sentences_in_one_element_are_taken_apart() -> None:
    items = read_items(
        {
            "sentences": [
                {"kind": "fact", "text": "甲发布计划。乙作出回应。", "quotes": [{"key": "A1", "words": "甲"}]}
            ]
        }
    )
    assert [item.text for item in items] == ["甲发布计划。", "乙作出回应。"]


@pytest.mark.parametrize(
    ("given", "house"),
    [
        ("6 月 13 日, 某局发布 417 个案例", "6月13日，某局发布417个案例。"),
        ('提出"数据飞轮"的说法。', "提出“数据飞轮”的说法。"),
        ("增长 28.46％。", "增长28.46%。"),
        ("Reuters 6 月 10 日报道。", "Reuters 6月10日报道。"),
        ("比例为1:2，时间9:30。", "比例为1:2，时间9:30。"),
        ("**要点**：数据先行", "要点：数据先行。"),
        ("他说：“先用起来。”", "他说：“先用起来。”"),
    ],
)
def test_typography_is_the_house_s(given: str, house: str) -> None:
    assert tidied(given) == house


def test_thoughts_are_not_part_of_an_answer() -> None:
    assert without_thinking("<think>\n第一步\n</think>\n答案") == "答案"
