"""Issues of the sample day against an endpoint that fails and lies at random: all come out, nothing blocks, nothing is lost.

`DRAFT_CHAOS=200` (make chaos) for the long run; the figures beside the zeros are printed with `-s`.
"""

from __future__ import annotations

import dataclasses
import json
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from model_server import ModelServer, Reply, Request, answer, stage_of

from agent.desk.agenda import day_slate
from agent.desk.authors import Terms, background, llm_writer
from agent.desk.embedding import backgrounds
from agent.desk.folder import BriefFolder
from agent.desk.ingest import ingest
from agent.desk.start import init
from agent.desk.verify import documents_of
from agent.desk.withdraw import settle
from agent.desk.workspace import Workspace
from agent.models import Assignment
from agent.writer.compose import compose

DAY, WINDOW = "2026-06-14", 2
ISSUES = int(os.environ.get("DRAFT_CHAOS", "10"))
FREE = {"supported", "opinion", "placeholder"}
EDIT = "\n编辑手写的一句，不能丢。\n"
LONG = {"message": "This model's maximum context length is 4096 tokens.", "code": "context_length_exceeded"}
#: What a request may meet instead of an answer, with its weight.
FAULTS: tuple[tuple[int, Reply], ...] = (
    (4, Reply(status=429)),
    (3, Reply(status=429, headers={"retry-after": "0.01"})),
    (1, Reply(status=429, headers={"retry-after": "9999"})),
    (4, Reply(status=500)),
    (3, Reply(status=503)),
    (1, Reply(status=401, error={"message": "invalid key"})),
    (1, Reply(status=404, error={"message": "model not found"})),
    (2, Reply(status=400, error=LONG)),
    (2, Reply(status=400, error={"message": "Content Exists Risk"})),
    (2, Reply(status=400, error={"message": "response_format json_schema is not supported"})),
    (1, Reply(delay=0.9)),
    (3, Reply(raw=b"<html>bad gateway</html>")),
    (2, Reply(raw=b"data: [DONE]\n\n")),
    (3, Reply('{"answer": 42}')),
    (3, Reply("")),
    (2, Reply("抱歉，我无法完成这个请求。")),
    (2, Reply("", finish="content_filter")),
    (2, Reply("I would rather write this in English because that is what I was trained on, mostly.")),
    (2, Reply('{"sentences": [' + '{"kind": "fact", "text": "数据要素是基础资源。"},' * 120)),
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("chaos") / "desk"
    init(root)
    space = Workspace.open(root)
    ingest(space)
    return space


@pytest.fixture(scope="module")
def assignments(desk: Workspace) -> list[Assignment]:
    slate = day_slate(desk, DAY, window=WINDOW)
    older = background(desk, "llm", slate, DAY, WINDOW, backgrounds(desk, slate, DAY, WINDOW))
    known = desk.catalogue.get([id for event in slate.chosen for id in event.sources])
    return [
        Assignment(number=n, event=event, sources=tuple(known[id] for id in event.sources), background=older[n - 1])
        for n, event in enumerate(slate.chosen, 1)
    ]  # fmt: skip


def chaotic(seed: int) -> Callable[[Request, int], Reply]:
    """An endpoint that fails about once in four requests, breaks off now and then, and lies in every third answer."""
    dice = random.Random(seed)
    weights = [weight for weight, _ in FAULTS]

    def script(request: Request, _number: int) -> Reply:
        if dice.random() < 0.25:
            return dice.choices([reply for _, reply in FAULTS], weights)[0]
        given = answer(request)
        if dice.random() < 0.35:
            _lie(given, dice)
        reply = Reply(json.dumps(given, ensure_ascii=False))
        if dice.random() < 0.05:
            return dataclasses.replace(reply, cut=dice.randrange(1, 400))
        if stage_of(request) == "section" and dice.random() < 0.05:
            return Reply(reply.text[: len(reply.text) // 2], finish="length")
        return reply

    return script


def _lie(given: dict[str, Any], dice: random.Random) -> None:
    """Change what some sentences say, and what they lean on."""
    for line in [*given.get("sentences", []), *given.get("summary", []), *given.get("headings", [])]:
        way = dice.randrange(8)
        digits = [at for at, char in enumerate(line["text"]) if char.isdigit()]
        if way < 3 and digits:
            at = dice.choice(digits)
            line["text"] = line["text"][:at] + str((int(line["text"][at]) + 3) % 10) + line["text"][at + 1 :]
        elif way == 3:
            line["text"] = line["text"].rstrip("。") + "，预计将带动投资7654亿元。"
        elif way == 4 and line.get("quotes"):
            line["quotes"][0] = {"key": "Z9", "words": "没有哪里说过的话，模型自己编的。"}
        elif way == 5:
            line["text"] = "我们认为，" + line["text"] + "详见 https://nowhere.example/a 。"


def one(desk: Workspace, assignments: list[Assignment], seed: int) -> dict[str, Any]:
    """One issue, made as `draft today` makes it, in a folder the editor has touched every other time."""
    shutil.rmtree(desk.state / "answers", ignore_errors=True)
    (desk.state / "model.json").unlink(missing_ok=True)
    folder = BriefFolder(desk.brief(DAY))
    edited = seed % 2 and folder.brief.exists()
    before = folder.brief.read_text(encoding="utf-8") + EDIT if edited else ""
    if edited:
        folder.brief.write_text(before, encoding="utf-8")
    with ModelServer(chaotic(seed)) as server:
        table = {"base_url": server.url, "model": "m", "timeout": 0.6}
        model = desk.settings.model.model_copy(update=table)
        desk.settings = desk.settings.model_copy(update={"model": model})
        writer = llm_writer(desk, Terms(pause=0.001), {})
        draft = writer.write(assignments, DAY)
    sources = {s.id: s for a in assignments for s in (*a.sources, *a.background)}
    issue = compose(draft, assignments, desk.house, DAY)
    issue, report, dropped = settle(issue, documents_of(issue, sources), desk.house.style)
    path, spared = folder.write_brief(issue)
    folder.write_evidence(issue, keep=spared)
    folder.write_report(report)
    assert len(issue.sections) == len(assignments)
    assert {s.verdict for s in report.sentences} <= FREE, (
        seed,
        [s for s in report.sentences if s.verdict not in FREE],
    )
    assert "7654" not in path.read_text(encoding="utf-8")
    assert "nowhere.example" not in path.read_text(encoding="utf-8")
    if edited:
        assert folder.brief.read_text(encoding="utf-8") == before
        folder.brief.unlink()
    return {**writer.account(), "dropped": len(dropped)}


@pytest.mark.timeout(7200 if ISSUES > 10 else 180)
def test_every_issue_comes_out(desk: Workspace, assignments: list[Assignment]) -> None:
    kept = sorted(path for path in desk.archive.rglob("*") if path.is_file())
    tally: Counter[str] = Counter()
    by: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for seed in range(ISSUES):
        account = one(desk, assignments, seed)
        tally.update(account["sentences"])
        for part in account["sections"]:
            told = part["sentences"]
            assert told["kept"] + told["refused"] == told["asked"]
            assert 0 <= told["repaired"] <= told["refused"]
        tally["dropped"] += account["dropped"]
        by.update(section["by"] for section in account["sections"] if section["number"])
        kinds.update(fault["kind"] for fault in account["faults"])
    assert sorted(path for path in desk.archive.rglob("*") if path.is_file()) == kept, "no source is lost"
    assert tally["kept"] > 0
    assert tally["refused"] > 0
    print(f"\n{ISSUES} issues: sentences {dict(tally)}; sections {dict(by)}; faults {dict(kinds)}")
