"""The parts over JSON lines: files of questions and claims in, one answer a line out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agent.desk.workspace import Workspace
from agent.errors import UsageError, cause


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """(line number from 1, line) of a file's lines that are not blank. Raises UsageError when it cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise UsageError(f"读不了 {path}：{cause(error)}。") from error


def answer(desk: Workspace, path: Path, k: int, limits: dict[str, str | None]) -> Iterator[dict[str, Any]]:
    """`draft search --queries`: for each question its hits, or an `error` that names the line."""
    for number, line in read_lines(path):
        try:
            question = json.loads(line)
            id, query = question["id"], question["query"]
            if not isinstance(query, str):
                raise TypeError("query")
        except (ValueError, KeyError, TypeError):
            yield {"id": None, "hits": [], "error": f'第 {number} 行不是 {{"id", "query"}} 的 JSON。'}
            continue
        hits = desk.searcher.search(query, k, **limits)
        keep = {"source_id", "passage_id", "score", "text"}
        yield {"id": id, "hits": [hit.model_dump(include=keep) for hit in hits]}
