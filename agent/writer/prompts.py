"""Prompts are data: one YAML a prompt, strict about its variables, known by a hash in run.json."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import ValidationError

from agent.errors import NewerSchema, SettingsError, cause
from agent.house import House, prompts_folder
from agent.models import Frozen

SCHEMA = "draft.prompt/1"
NAMES = ("plan", "section", "repair", "closing", "judge", "ping")
_SLOT = re.compile(r"\{\{(\w+)\}\}")

#: What a model is sent: (role, text) in order.
Messages = tuple[tuple[str, str], ...]


class Turn(Frozen):
    """One message of a prompt; `{{name}}` stands for a variable."""

    role: Literal["system", "user"]
    text: str


class Prompt(Frozen):
    """A prompt as its file has it. `limit`: tokens the answer may have; `answer`: the JSON schema of it."""

    id: str
    version: int
    variables: tuple[str, ...]
    messages: tuple[Turn, ...]
    answer: Mapping[str, Any]
    limit: int
    examples: tuple[Mapping[str, Any], ...] = ()
    sha256: str = ""

    def render(self, **values: str) -> Messages:
        """The messages with every variable filled in. ValueError when one is missing or not declared.

        What stands in a value is never read as a variable: a source that holds `{{note}}` stays as it is.
        """
        if set(values) != set(self.variables):
            odd = sorted(set(values) ^ set(self.variables))
            raise ValueError(f"prompt {self.id}: variables missing or not declared: {', '.join(odd)}")
        return tuple(
            (turn.role, _SLOT.sub(lambda slot: values[slot[1]], turn.text)) for turn in self.messages
        )


@dataclass(frozen=True, slots=True)
class Prompts:
    """The prompts of one house: its own where its folder has them, else those of all houses."""

    by_id: Mapping[str, Prompt]

    def __getitem__(self, id: str) -> Prompt:
        return self.by_id[id]

    def fingerprint(self) -> dict[str, dict[str, Any]]:
        """Prompt → version and hash, as run.json has them."""
        return {id: {"version": prompt.version, "sha256": prompt.sha256} for id, prompt in self.by_id.items()}


def load_prompts(house: House) -> Prompts:
    """The prompts for `house`. Raises SettingsError naming the file that is malformed."""
    own = house.folder / "prompts"
    places = {id: own / f"{id}.yaml" for id in NAMES}
    return Prompts(
        {
            id: read_prompt(path if path.is_file() else prompts_folder() / f"{id}.yaml")
            for id, path in places.items()
        }
    )


@lru_cache(maxsize=64)
def read_prompt(path: Path) -> Prompt:
    """One prompt's file. Raises SettingsError where it is not what a prompt must be, NewerSchema for a later form."""
    try:
        raw = path.read_bytes()
        data: dict[str, Any] = yaml.safe_load(raw)
        if data.pop("schema", None) != SCHEMA:
            raise NewerSchema(f"{path} 的 schema 不是 {SCHEMA}；请升级 draft 或改回旧格式。")
        prompt = Prompt(**data, sha256=hashlib.sha256(raw).hexdigest())
    except OSError as error:
        raise SettingsError(f"读不了提示词文件 {path}：{cause(error)}。") from error
    except (yaml.YAMLError, ValidationError, AttributeError, TypeError) as error:
        raise SettingsError(f"提示词文件 {path} 的内容不对：{str(error).splitlines()[0]}。") from error
    used = {slot for turn in prompt.messages for slot in _SLOT.findall(turn.text)}
    if used != set(prompt.variables):
        odd = "、".join(sorted(used ^ set(prompt.variables)))
        raise SettingsError(f"提示词文件 {path} 的 variables 与正文里用的不一致：{odd}。")
    return prompt
