"""Every way an endpoint fails, played over real HTTP: its own handling each, one sentence for the editor, a whole issue."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from chain_desk import FREE, caller, issue_of, texts
from model_server import ModelServer, Reply, Request, answer, faithful, passages, prompt_of, stage_of
from writer_articles import morning

KEY = "sk-very-secret-0123456789"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_MODEL_KEY", KEY)


def run(
    script: Callable[[Request, int], Reply], tmp_path: Path, **settings: Any
) -> tuple[Any, Any, dict[str, Any], list[Request]]:
    """(issue, report, account, requests) of an issue made against a server that plays `script`."""
    with ModelServer(script) as server:
        asker = caller(
            None,
            folder=tmp_path,
            base_url=server.url,
            key_env="TEST_MODEL_KEY",
            **{"timeout": 5.0, **settings},
        )
        issue, report, account = issue_of(asker, morning()[:2])
    assert len(issue.sections) == 2
    assert {s.verdict for s in report.sentences} <= FREE
    assert KEY not in json.dumps(account, ensure_ascii=False) + texts(issue)
    for path in tmp_path.rglob("*.json"):
        assert KEY not in path.read_text(encoding="utf-8")
    return issue, report, account, server.requests


def kinds(account: dict[str, Any]) -> list[str]:
    return [fault["kind"] for fault in account["faults"]]


def by(account: dict[str, Any]) -> set[str]:
    return {section["by"] for section in account["sections"] if section["number"]}


def once(stage: str, fault: Reply) -> Callable[[Request, int], Reply]:
    """A faithful model that plays `fault` the first time it is asked for `stage`."""
    seen: list[int] = []

    def script(request: Request, number: int) -> Reply:
        if stage_of(request) == stage and not seen:
            seen.append(number)
            return fault
        return faithful(request)

    return script


def always(stage: str, fault: Reply) -> Callable[[Request, int], Reply]:
    """A faithful model that plays `fault` whenever it is asked for `stage`."""
    return lambda request, _n: fault if stage_of(request) == stage else faithful(request)


def test_nothing_wrong(tmp_path: Path) -> None:
    _, _, account, requests = run(faithful, tmp_path)
    assert account["faults"] == []
    assert by(account) == {"llm"}
    assert account["total"]["calls"] == len(requests)
    assert account["total"]["estimated_calls"] == 0
    assert account["total"]["cost"] == "unknown"


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_not_known_ends_the_asking_at_once(tmp_path: Path, status: int) -> None:
    issue, _, account, requests = run(
        lambda _r, _n: Reply(status=status, error={"message": f"bad key {KEY}"}), tmp_path
    )
    assert len(requests) == 1
    assert by(account) == {"embedded"}
    assert "TEST_MODEL_KEY" in issue.notes[0]


def test_an_unknown_model_ends_the_asking_at_once(tmp_path: Path) -> None:
    issue, _, _, requests = run(
        lambda _r, _n: Reply(
            status=404, error={"message": "The model `m` does not exist", "code": "model_not_found"}
        ),
        tmp_path,
    )
    assert len(requests) == 1
    assert "没有模型“m”" in issue.notes[0]


@pytest.mark.parametrize(
    "error", [{"message": "Insufficient Balance"}, {"message": "quota", "code": "insufficient_quota"}]
)
def test_an_empty_account_ends_the_asking_at_once(tmp_path: Path, error: dict[str, str]) -> None:
    status = 402 if "Balance" in error["message"] else 429
    issue, _, _, requests = run(lambda _r, _n: Reply(status=status, error=error), tmp_path)
    assert len(requests) == 1
    assert "余额" in issue.notes[0]


def test_a_limit_with_retry_after_is_waited_out(tmp_path: Path) -> None:
    with ModelServer(once("section", Reply(status=429, headers={"retry-after": "1"}))) as server:
        asker = caller(None, folder=tmp_path, base_url=server.url)
        asker.pause = 1.0
        started = time.monotonic()
        _, _, account = issue_of(asker, morning()[:1])
    assert time.monotonic() - started >= 1.0
    assert kinds(account) == ["busy"]
    assert by(account) == {"llm"}


def test_a_limit_that_asks_for_an_hour_is_not(tmp_path: Path) -> None:
    _, _, account, requests = run(
        always("section", Reply(status=429, headers={"retry-after": "3600"})), tmp_path
    )
    assert [stage_of(r) for r in requests].count("section") == 2
    assert by(account) == {"embedded"}


@pytest.mark.parametrize(
    "fault",
    [
        Reply(status=429),
        Reply(status=500),
        Reply(status=503),
        Reply(raw=b"<html>oops</html>"),
        Reply(raw=b"data: {broken\n\n"),
    ],
)
def test_passing_trouble_is_tried_again(tmp_path: Path, fault: Reply) -> None:
    _, _, account, requests = run(once("section", fault), tmp_path)
    assert by(account) == {"llm"}
    assert [stage_of(r) for r in requests].count("section") == 3


def test_lasting_trouble_leaves_the_section_to_the_embedded_writer(tmp_path: Path) -> None:
    issue, _, account, requests = run(always("section", Reply(status=502)), tmp_path)
    assert [stage_of(r) for r in requests].count("section") == 8, "four tries for each of two sections"
    assert by(account) == {"embedded"}
    assert "接口出错" in "".join(issue.notes)


def test_silence_times_out(tmp_path: Path) -> None:
    _, _, account, _ = run(once("section", Reply(delay=1.2)), tmp_path, timeout=0.4)
    assert kinds(account)[:1] == ["timeout"]
    assert by(account) == {"llm"}


def test_a_reset_in_mid_stream_is_tried_again(tmp_path: Path) -> None:
    whole = {}

    def script(request: Request, number: int) -> Reply:
        reply = faithful(request)
        if stage_of(request) == "section" and not whole:
            whole["cut"] = True
            return dataclasses.replace(reply, cut=100)
        return reply

    _, _, account, _ = run(script, tmp_path)
    assert kinds(account) == ["reset"]
    assert by(account) == {"llm"}


def test_truncated_json_keeps_what_was_complete(tmp_path: Path) -> None:
    def script(request: Request, _n: int) -> Reply:
        reply = faithful(request)
        cut = len(reply.text) * 2 // 3
        return Reply(reply.text[:cut], finish="length") if stage_of(request) == "section" else reply

    _, _, account, _requests = run(script, tmp_path)
    assert by(account) <= {"llm", "mixed"}
    assert account["sentences"]["kept"] > 0


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Reply('{"answer": 42}'), "wrong"),
        (Reply('[[1, 2], "x"]'), "wrong"),
        (Reply(""), "empty"),
        (Reply("<think>让我想一想，这里应当先看资料。</think>"), "empty"),
        (Reply("抱歉，我无法完成这个请求。"), "refused"),
        (Reply("", refusal="I cannot"), "refused"),
        (Reply("The committee said on Friday that it would publish a plan for data sets and fund sixty companies."), "foreign"),
        (Reply('{"sentences": [' + '{"kind": "fact", "text": "数据要素是基础资源。"},' * 200), "circles"),
    ],
)  # fmt: skip
def test_a_useless_answer_is_asked_for_once_more_with_the_reason(
    tmp_path: Path, fault: Reply, kind: str
) -> None:
    _, _, account, requests = run(once("section", fault), tmp_path)
    assert kinds(account) == [kind]
    assert by(account) <= {"llm", "mixed"}
    assert [stage_of(r) for r in requests].count("section") == 3, "two sections, one of them twice"


def test_a_content_filter_is_met_with_less_evidence_and_then_without_the_model(tmp_path: Path) -> None:
    _, _, account, _requests = run(
        always("section", Reply("", finish="content_filter")), tmp_path, evidence=1500
    )
    assert set(kinds(account)) == {"filtered"}
    assert by(account) == {"embedded"}
    refused = Reply(status=400, error={"message": "Content Exists Risk", "code": "invalid_request_error"})
    _, _, account, _requests = run(once("section", refused), tmp_path / "again")
    assert kinds(account) == ["filtered"]


def test_a_context_too_long_is_met_with_less_evidence(tmp_path: Path) -> None:
    shown: dict[str, list[int]] = {}
    error = {
        "message": "This model's maximum context length is 4096 tokens.",
        "code": "context_length_exceeded",
    }

    def script(request: Request, _n: int) -> Reply:
        if stage_of(request) != "section":
            return faithful(request)
        found = passages(request)
        shown.setdefault(found[0][0][0], []).append(sum(len(text) for _, _, text in found))
        return Reply(status=400, error=error) if sum(len(t) for _, _, t in found) > 260 else faithful(request)

    run(script, tmp_path, evidence=1300)
    tried = next(sizes for sizes in shown.values() if len(sizes) > 1)
    assert tried == sorted(tried, reverse=True)


def test_structured_output_steps_down_once_and_is_remembered(tmp_path: Path) -> None:
    def script(request: Request, _n: int) -> Reply:
        kind = (request.get("response_format") or {}).get("type")
        if kind:
            return Reply(status=400, error={"message": f"response_format type {kind} is unavailable now"})
        return faithful(request)

    _, _, account, requests = run(script, tmp_path, parallel=1)
    asked = [(r.get("response_format") or {}).get("type") for r in requests]
    assert asked[:3] == ["json_schema", "json_object", None]
    assert set(asked[3:]) == {None}
    assert account["endpoint"]["output"] == "text"
    memory = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    assert next(iter(memory.values()))["form"] == "text"
    with ModelServer(script) as server:
        (tmp_path / "model.json").write_text(
            json.dumps({f"{server.url[:-3]} m": next(iter(memory.values()))}), encoding="utf-8"
        )
        issue_of(caller(None, folder=tmp_path, base_url=server.url), morning()[:1])
    assert all("response_format" not in r for r in server.requests)


@pytest.mark.parametrize(
    ("message", "gone"),
    [
        ("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "max_tokens"),
        ("Unsupported value: 'temperature' does not support 0.3 with this model.", "temperature"),
        ("stream_options is not permitted", "stream_options"),
    ],
)  # fmt: skip
def test_other_parts_of_a_request_are_given_up_likewise(tmp_path: Path, message: str, gone: str) -> None:
    def script(request: Request, _n: int) -> Reply:
        return Reply(status=400, error={"message": message}) if gone in request else faithful(request)

    _, _, account, requests = run(script, tmp_path, parallel=1)
    assert by(account) == {"llm"}
    assert [gone in r for r in requests].count(True) == 1
    assert any("max_tokens" in r or "max_completion_tokens" in r for r in requests[1:])


def test_an_endpoint_that_does_not_stream_is_asked_for_the_whole(tmp_path: Path) -> None:
    def script(request: Request, _n: int) -> Reply:
        if request.get("stream"):
            return Reply(raw=b"data: [DONE]\n\n")
        return faithful(request)

    _, _, account, requests = run(script, tmp_path, parallel=1)
    assert by(account) == {"llm"}
    assert [bool(r.get("stream")) for r in requests].count(True) == 1


def test_a_model_that_thinks_aloud_is_understood_and_given_room(tmp_path: Path) -> None:
    def script(request: Request, _n: int) -> Reply:
        reply = faithful(request)
        return dataclasses.replace(
            reply, thought="先看资料再动笔。" * 20, text=f"<think>想</think>{reply.text}"
        )

    _, _, account, requests = run(script, tmp_path, parallel=1)
    assert by(account) == {"llm"}
    limits = [r.get("max_tokens") for r in requests if stage_of(r) == "section"]
    assert limits[-1] >= 4 * 1000
    assert "先看资料再动笔" not in json.dumps(account, ensure_ascii=False)


def test_nobody_there_is_found_out_once(tmp_path: Path) -> None:
    asker = caller(None, folder=tmp_path, base_url="http://127.0.0.1:9/v1")
    issue, _, account = issue_of(asker, morning()[:2])
    assert by(account) == {"embedded"}
    assert len(account["faults"]) == 2
    assert "连不上接口 http://127.0.0.1:9" in issue.notes[0]


def test_a_budget_stops_before_it_is_overspent(tmp_path: Path) -> None:
    prices = {"price_in": 2.0, "price_out": 8.0}
    _, _, free, _ = run(faithful, tmp_path / "free", **prices)
    whole = free["total"]["cost"]
    assert 0 < whole < 1
    with ModelServer(faithful) as server:
        budget = whole * 0.6
        asker = caller(None, folder=tmp_path / "paid", base_url=server.url, budget=budget, **prices)
        _issue, report, account = issue_of(asker, morning()[:2])
    assert account["total"]["cost"] <= budget
    assert "budget" in kinds(account)
    assert {s.verdict for s in report.sentences} <= FREE
    assert any("预算" in f["message"] for f in account["faults"])


def test_a_run_again_pays_for_nothing_twice(tmp_path: Path) -> None:
    with ModelServer(faithful) as server:
        first, _, account = issue_of(caller(None, folder=tmp_path, base_url=server.url), morning())
        asked = len(server.requests)
        (tmp_path / "model.json").unlink()  # what was learned of its tokens is learned again from the answers
        again, _, free = issue_of(caller(None, folder=tmp_path, base_url=server.url), morning())
        assert len(server.requests) == asked
    assert again == first
    assert free["total"]["calls"] == 0
    assert free["total"]["cached"] == account["total"]["calls"]
    kept = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "answers").rglob("*.json"))
    assert "写“事实段”和“研判段”" not in kept, "prompts are not kept"


def test_killed_in_the_middle_it_resumes_with_what_was_paid_for(tmp_path: Path) -> None:
    class Killed(BaseException):
        pass

    def script(request: Request, number: int) -> Reply:
        return faithful(request)

    with ModelServer(script) as server:
        asker = caller(None, folder=tmp_path, base_url=server.url, parallel=1)

        def watch(stage: str, number: int, _length: int) -> None:
            if stage == "section" and number == 2:
                raise Killed

        asker.watch = watch
        with pytest.raises(Killed):
            issue_of(asker, morning())
        before = [prompt_of(request) for request in server.requests]
        _, _, account = issue_of(caller(None, folder=tmp_path, base_url=server.url, parallel=1), morning())
        after = [prompt_of(request) for request in server.requests[len(before) :]]
    assert account["total"]["cached"] == len(before) - 1, "all but the answer that was not taken in"
    assert account["total"]["calls"] == len(after)
    assert len(set(before) & set(after)) == 1


def test_useless_answers_are_forgotten_when_the_run_has_ended(tmp_path: Path) -> None:
    bad = always("section", Reply('{"answer": 42}'))
    run(bad, tmp_path)
    with ModelServer(faithful) as server:
        _, _, account = issue_of(caller(None, folder=tmp_path, base_url=server.url), morning()[:2])
    assert by(account) == {"llm"}


def test_nothing_secret_reaches_a_log_or_a_trace(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    with ModelServer(lambda _r, _n: Reply(status=500)) as tracer:
        for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
            monkeypatch.setenv(name, "true")
        for name in ("LANGSMITH_ENDPOINT", "LANGCHAIN_ENDPOINT"):
            monkeypatch.setenv(name, tracer.url)
        monkeypatch.setenv("LANGSMITH_API_KEY", "ls-key")
        run(once("section", Reply(status=500)), tmp_path)
        time.sleep(0.3)
        assert tracer.requests == []
    assert KEY not in caplog.text
    assert "写“事实段”" not in caplog.text


def test_five_sections_at_once_and_three_questions_deep(tmp_path: Path) -> None:
    slow = float(os.environ.get("DRAFT_DELAY", "0.4"))
    five = [a.model_copy(update={"number": n}) for n, a in enumerate((morning() * 2)[:5], 1)]
    with ModelServer(lambda r, _n: Reply(json.dumps(answer(r), ensure_ascii=False), delay=slow)) as server:
        issue_of(caller(None, base_url=server.url, repairs=0), five)
        spans = server.times
    stages = [stage_of(r) for r in server.requests]
    assert stages.count("section") == 5
    length = max(end for _, end in spans) - min(start for start, _ in spans)
    print(f"\n{length:.1f} s from the first request to the last byte, each answer taking {slow} s")
    assert length < 3 * slow + 2.0


def test_the_parameters_are_those_of_draft_toml(tmp_path: Path) -> None:
    _, _, _, requests = run(faithful, tmp_path, temperature=0.7, output="json_object")
    assert {r["temperature"] for r in requests} == {0.7}
    assert {r["response_format"]["type"] for r in requests} == {"json_object"}
    assert all("JSON" in prompt_of(r) for r in requests)
