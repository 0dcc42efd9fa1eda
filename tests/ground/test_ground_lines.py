"""One JSON line in, one out."""

from __future__ import annotations

import json

import pytest

from agent.ground.lines import ground_line

GOOD = {
    "id": "1",
    "claim": "码头新增3台岸桥。",
    "sources": [{"id": "s", "published": "2026-04-02", "text": "南浦码头4月1日新增3台岸桥。"}],
    "note": "ignored",
}


def test_a_line_and_its_text_give_the_same_answer_in_the_form_of_the_contract() -> None:
    answer = ground_line(GOOD, 1)
    assert answer == ground_line(json.dumps(GOOD), 1)
    assert answer["id"] == "1"
    assert answer["verdict"] == "supported"
    assert answer["reasons"] == []
    assert {"kind", "claim_span", "source_id", "source_span"} <= set(answer["matched"][0])
    json.dumps(answer)


def test_reasons_carry_spans_and_messages() -> None:
    answer = ground_line(GOOD | {"claim": "码头新增7台岸桥。"}, 2)
    reason = answer["reasons"][0]
    assert answer["verdict"] in ("contradicted", "unsupported")
    assert reason["kind"]
    assert len(reason["claim_span"]) == 2
    assert reason["message"].endswith("。")


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("{", "JSON"),
        (["x"], "JSON 对象"),
        ({"id": "1", "claim": 3, "sources": []}, "claim"),
        ({"id": "1", "claim": "好", "sources": "x"}, "sources"),
        ({"id": "1", "claim": "好", "sources": [3]}, "第 1 个来源"),
        ({"id": "1", "claim": "好", "sources": [{"id": "a"}]}, "text"),
        ({"id": "1", "claim": "好", "sources": [{"id": 4, "text": ""}]}, "id"),
        ({"id": "1", "claim": "好", "sources": [{"text": "", "title": 9}]}, "title"),
        ({"id": "1", "claim": "好", "sources": [], "cites": "a"}, "cites"),
    ],
)
def test_a_malformed_line_is_an_error_that_names_it(line: object, word: str) -> None:
    answer = ground_line(line, 12)
    assert "第 12 行" in answer["error"]
    assert word in answer["error"]
    assert "verdict" not in answer


def test_cites_are_read() -> None:
    line = GOOD | {"sources": [{"id": "x", "text": "天气晴好。"}, *GOOD["sources"]], "cites": ["x"]}  # type: ignore[misc]  # a line's fields are of many types
    assert ground_line(line, 1)["verdict"] == "misattributed"
