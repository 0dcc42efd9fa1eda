"""Recorded exchanges with a language model: replayed without one, and gated like the embedded writer's issues.

`golden/<day>/recordings/<name>/` holds `model.toml`, the `[model]` table they were made with, at an address where nobody
listens, and `answers/`, a copy of the desk's `.draft/answers` after the run: hash of the whole request → answer. A request that has no answer there means
that a prompt or its evidence has changed since: the recording is stale, which is a failure and never a pass.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from unittest.mock import patch

from agent.desk.authors import Terms, model_caller
from agent.desk.workspace import Workspace
from eval.days import Golden
from eval.score import Trouble

if TYPE_CHECKING:
    from agent.writer.caller import Caller

FOLDER = "recordings"
#: Nobody listens there: a replay must not reach a model.
NOWHERE = "http://127.0.0.1:9/v1"


@dataclass(frozen=True, slots=True)
class Recording:
    """One recorded run of a writer on a golden day."""

    name: str
    folder: Path

    @property
    def table(self) -> str:
        """The `[model]` table for draft.toml."""
        return (self.folder / "model.toml").read_text(encoding="utf-8")


def recordings(golden: Golden) -> tuple[list[Recording], list[Trouble]]:
    """The recordings of a day, and what is wrong with those that cannot be replayed."""
    found: list[Recording] = []
    troubles: list[Trouble] = []
    root = golden.folder / FOLDER
    for folder in sorted(path for path in root.iterdir() if path.is_dir()) if root.is_dir() else []:
        fault = next(_faults(folder), "")
        if fault:
            troubles.append(
                Trouble(
                    f"{golden.day}/{FOLDER}/{folder.name}",
                    f"录音 {golden.day}/{folder.name} 不能重放：{fault}。",
                )
            )
        else:
            found.append(Recording(folder.name, folder))
    return found, troubles


def _faults(folder: Path) -> Iterator[str]:
    if not (folder / "model.toml").is_file():
        yield "缺少 model.toml"
    elif NOWHERE not in (folder / "model.toml").read_text(encoding="utf-8"):
        yield f"model.toml 的 base_url 应是 {NOWHERE}（没有人听），重放才不会问到真的模型"
    files = sorted((folder / "answers").glob("*/*.json"))
    if not files:
        yield "answers/ 里没有回答"
    for file in files:
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
            if not isinstance(data["text"], str):
                yield f"{file.name} 没有回答的文字"
        except (OSError, ValueError, KeyError, TypeError):
            yield f"{file.name} 损坏，读不懂"


@contextmanager
def deaf() -> Iterator[None]:
    """Within, no model can be reached, and nobody waits for one: a question without a recorded answer is offline at once."""

    def nobody(_: object) -> NoReturn:
        raise ConnectionRefusedError("a replay asks nobody")

    with patch("agent.desk.authors.model_caller", _impatient), patch("agent.writer.chat.chat_model", nobody):
        yield


def _impatient(desk: Workspace, terms: Terms) -> Caller:
    return replace(model_caller(desk, terms), pause=0.0)


def lay(space: Workspace, recording: Recording) -> None:
    """Put the recording's answers where a desk looks for answers it has paid for."""
    shutil.copytree(
        recording.folder / "answers",
        space.state / "answers",
        dirs_exist_ok=True,
        copy_function=shutil.copyfile,
    )
