"""`search` without a filter in a warm process, by words alone and with a vector for every passage; LangChain's beside it.

LangChain's need `pip install rank_bm25 langchain-community langchain-chroma` (the dependency group `bench`); where they are
absent their lines are left out. Vectors are random, questions embedded by the model: see `seekers`. LangChain's get fewer
questions where there are many articles, and so many seconds at most: the table says how many, and what was not finished.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from statistics import quantiles

from agent.desk.workspace import Workspace
from eval.bench.ground import Ground, Reading, UnfinishedError, each
from eval.bench.ground import run as process
from eval.bench.seekers import fill

_QUESTIONS, _SEED = 200, 20260614
#: From so many articles LangChain's get so many questions: theirs may take half a second each.
_MANY, _FEW = 5_000, 50
#: Seconds for theirs to load, index and answer at one size.
_LIMIT = 240.0
_HEAD = re.compile(r"^.{0,40}?(?:电|讯|消息)(?:\s*[（(].{0,30}?[)）])?")


def run(ground: Ground) -> Iterator[Reading]:
    """Milliseconds a question at the middle and at the 95th of a hundred, memory, and seconds to the first answer."""
    for size in each(ground):
        questions = ground.folder / f"questions-{size}.json"
        questions.write_text(json.dumps(asked(ground.rows(size)), ensure_ascii=False), encoding="utf-8")
        desk = ground.copy(size, "search")
        yield from _readings("search by words", "words", desk, questions, size)
        space = Workspace.open(desk)
        passages = fill(space)
        space.close()
        yield Reading("passages", passages, "", size)
        yield from _readings("search by words and meaning", "ours", desk, questions, size)
        for module, name, what in (
            ("rank_bm25", "langchain_bm25", "LangChain BM25Retriever"),
            ("langchain_chroma", "langchain_chroma", "LangChain Chroma"),
        ):
            if find_spec(module):
                yield from _readings(what, name, desk, _fewer(questions, size), size, _LIMIT)


def _fewer(questions: Path, size: int) -> Path:
    """The first of the questions where there are many articles."""
    if size < _MANY:
        return questions
    few = questions.with_stem(f"{questions.stem}-few")
    few.write_text(json.dumps(json.loads(questions.read_text(encoding="utf-8"))[:_FEW]), encoding="utf-8")
    return few


def _readings(
    what: str, name: str, desk: Path, questions: Path, size: int, limit: float | None = None
) -> Iterator[Reading]:
    made = desk / ".draft" / "beside"
    command = [
        sys.executable,
        "-m",
        "eval.bench.seekers",
        name,
        str(desk),
        str(questions),
        "--made",
        str(made),
    ]
    try:
        ran = process(command, limit)
    except UnfinishedError:
        yield Reading(f"{what}, not finished after", limit or 0.0, "s", size)
        return
    finally:
        shutil.rmtree(made, ignore_errors=True)
    found = json.loads(ran.out)
    cuts = quantiles([1000 * seconds for seconds in found["again"]], n=20)
    yield Reading(f"{what}, questions timed", len(found["again"]), "", size)
    yield Reading(f"{what}, p50", cuts[9], "ms", size)
    yield Reading(f"{what}, p95", cuts[18], "ms", size)
    yield Reading(f"{what}, memory", ran.megabytes, "MB", size)
    yield Reading(f"{what}, first answer", found["ready"], "s", size)


def asked(rows: list[str]) -> list[str]:
    """Questions of the length people type: from articles taken at random, a clause of 8 to 30 characters."""
    chance = random.Random(_SEED)
    out: list[str] = []
    for row in chance.sample(rows, len(rows)):
        text = _HEAD.sub("", str(json.loads(row)["text"])[:400])
        clauses = [c.strip() for c in re.split(r"[，。；！？、\s]", text) if 8 <= len(c.strip()) <= 30]
        if clauses:
            out.append(clauses[0])
        if len(out) == _QUESTIONS:
            break
    return out
