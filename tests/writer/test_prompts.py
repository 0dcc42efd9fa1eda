"""Prompts are data: identified, strict about variables, hashed into the run, and their examples hold before our checker."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from chain_desk import Queued, caller, issue_of
from model_server import ModelServer, Reply, faithful
from writer_articles import morning

from agent.desk.model import try_model
from agent.desk.start import init
from agent.desk.workspace import Workspace
from agent.errors import DraftError, SettingsError
from agent.house import load_house, prompts_folder
from agent.models import Assignment, DraftSection, DraftSentence, Event, Quote, Source
from agent.writer.endpoint import PRESETS
from agent.writer.gate import Gate
from agent.writer.hostile import Planted
from agent.writer.parsing import read_json
from agent.writer.prompts import NAMES, load_prompts, read_prompt
from agent.writer.style import Exemplar, load_style

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}


def validate(value: Any, schema: Mapping[str, Any]) -> None:
    """The part of JSON Schema that our prompts use."""
    assert isinstance(value, TYPES[schema["type"]]), (value, schema["type"])
    assert value in schema.get("enum", [value])
    if isinstance(value, dict):
        assert set(schema["required"]) <= set(value) <= set(schema["properties"])
        for key, part in value.items():
            validate(part, schema["properties"][key])
    for part in value if isinstance(value, list) else ():
        validate(part, schema["items"])


HOUSE = load_house("xinzhi")
STYLE = load_style(HOUSE)


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_is_identified_and_its_examples_have_the_form_it_asks_for(name: str) -> None:
    prompt = load_prompts(HOUSE)[name]
    assert prompt.id == name
    assert prompt.version >= 1
    assert re.fullmatch(r"[0-9a-f]{64}", prompt.sha256)
    assert "JSON" in "".join(turn.text for turn in prompt.messages), "json_object endpoints want the word"
    for example in prompt.examples:
        validate(read_json(example["answer"]), dict(prompt.answer))


def test_variables_are_strict_and_values_are_not_read_as_variables() -> None:
    ping = load_prompts(HOUSE)["ping"]
    assert "{{word}}" in ping.render(word="{{word}}")[1][1]
    with pytest.raises(ValueError, match="word"):
        ping.render()
    with pytest.raises(ValueError, match="more"):
        ping.render(word="x", more="y")


@pytest.mark.parametrize(
    ("change", "words"),
    [(("{{word}}", "{{other}}"), "variables"), (("draft.prompt/1", "draft.prompt/9"), "schema"), (("limit: 120", ""), "内容不对")],
)  # fmt: skip
def test_a_malformed_prompt_is_named(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    text = (prompts_folder() / "ping.yaml").read_text(encoding="utf-8")
    path = tmp_path / "ping.yaml"
    path.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(DraftError, match=words):
        read_prompt(path)


def test_the_run_says_which_prompts_wrote_it() -> None:
    _, _, account = issue_of(caller(Queued(script=lambda r: faithful(r).text, asked=[])), morning()[:1])
    assert account["prompts"] == load_prompts(HOUSE).fingerprint()


def _assignment(exemplar: Exemplar) -> Assignment:
    sources = tuple(
        Source(id=e["key"], text=e["text"], title=e["title"], publisher=e["publisher"], published=e["day"])
        for e in exemplar.evidence
    )
    event = Event(column=exemplar.columns[0], heading=exemplar.heading, sources=tuple(s.id for s in sources))
    return Assignment(number=1, event=event, sources=sources)


@pytest.mark.parametrize("exemplar", STYLE.manner.exemplars, ids=lambda e: e.columns[0])
def test_exemplar_sections_stand_before_our_own_checker_and_in_our_own_measures(exemplar: Exemplar) -> None:
    drafted = [
        DraftSentence(
            text=s["text"], kind=s["kind"],
            quotes=tuple(Quote(source_id=q["key"], words=q["words"]) for q in s["quotes"]),
        )
        for s in exemplar.sentences
    ]  # fmt: skip
    assignment = _assignment(exemplar)
    gate = Gate(STYLE, Planted((), ()), exemplar.day)
    for sentence, reasons in zip(drafted, gate.section(assignment, drafted), strict=True):
        assert not reasons, (sentence.text, [reason.told() for reason in reasons])
    section = DraftSection(
        heading=exemplar.heading,
        facts=tuple(s for s in drafted if s.kind == "fact"),
        judgements=tuple(s for s in drafted if s.kind == "judgement"),
    )
    assert not any("第一句" in phrase for phrase in STYLE.section(section))
    assert not STYLE.heading(exemplar.heading)
    validate(
        {"sentences": [dict(s) for s in exemplar.sentences]}, dict(load_prompts(HOUSE)["section"].answer)
    )


def test_there_are_three_exemplars_and_each_column_finds_one() -> None:
    assert len(STYLE.manner.exemplars) == 3
    assert all(STYLE.exemplar(column.id) for column in HOUSE.columns)


def test_presets_know_address_and_key() -> None:
    assert set(PRESETS) == {"deepseek", "qwen", "glm", "kimi", "doubao", "siliconflow", "openai", "ollama", "vllm", "llama.cpp"}  # fmt: skip
    for name, preset in PRESETS.items():
        local = preset.base_url.startswith("http://127.0.0.1")
        assert local or (preset.base_url.startswith("https://") and preset.key_env.endswith("_KEY")), name


def _desk(tmp_path: Path, **model: object) -> Workspace:
    init(tmp_path / "desk", empty=True)
    desk = Workspace.open(tmp_path / "desk")
    desk.settings = desk.settings.model_copy(update={"model": desk.settings.model.model_copy(update=model)})
    return desk


def test_trying_the_model_is_one_small_call(tmp_path: Path) -> None:
    with ModelServer(faithful) as server:
        result = try_model(_desk(tmp_path, base_url=server.url, model="m"))
    assert result["ok"]
    assert len(server.requests) == 1
    assert result["tokens_in"] < 200
    assert result["prices"] == "未知"
    assert result["cost"] == "unknown"


def test_trying_a_model_that_fails_says_why(tmp_path: Path) -> None:
    with ModelServer(lambda _r, _n: Reply(status=401, error={"message": "no"})) as server:
        result = try_model(_desk(tmp_path, base_url=server.url, model="m", key_env="NO_SUCH_KEY"))
    assert not result["ok"]
    assert "NO_SUCH_KEY" in result["problem"]
    assert not result["key_set"]
    with pytest.raises(SettingsError, match="model"):
        try_model(_desk(tmp_path / "other"))
    assert json.dumps(result, ensure_ascii=False)
