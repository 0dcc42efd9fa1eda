"""One publication: masthead, columns, style, themes and tiers, read from `prompts/houses/<name>/`."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from agent.errors import NewerSchema, SettingsError
from agent.models import Frozen

SCHEMA = "draft.house/1"


class Column(Frozen):
    """A column of the house; the order of columns is the order of sections."""

    id: str
    name: str
    reach_back: bool = False


class Style(Frozen):
    """The house's measures in characters, as (least, most), and words it never uses."""

    heading: tuple[int, int]
    fact: tuple[int, int]
    judgement: tuple[int, int]
    summary: tuple[int, int]
    references: tuple[int, int]
    avoid: tuple[str, ...] = ()


class QR(Frozen):
    """A code under the last page: `target` is an address, a picture in the house's folder, or ""."""

    caption: str
    target: str = ""


class House(Frozen):
    """One publication as its folder describes it."""

    name: str
    language: str
    title: str
    organisation: str
    copublishers: tuple[str, ...] = ()
    disclaimer: str = ""
    sample_banner: str = ""
    qr: tuple[QR, ...] = ()
    columns: tuple[Column, ...]
    style: Style
    folder: Path

    def column(self, id: str) -> Column:
        """The column with that id; KeyError for an unknown one."""
        for column in self.columns:
            if column.id == id:
                return column
        raise KeyError(id)


def prompts_folder() -> Path:
    """Where prompts and houses lie: inside the installed package, else in the checkout."""
    packaged = Path(str(resources.files("agent"))) / "_data" / "prompts"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parent.parent / "prompts"


def houses() -> list[str]:
    """Names of the houses that are there."""
    return sorted(p.parent.name for p in (prompts_folder() / "houses").glob("*/house.yaml"))


@cache
def load_house(name: str) -> House:
    """The house `name`. Raises SettingsError for an unknown or malformed one, NewerSchema for a later format."""
    folder = prompts_folder() / "houses" / name
    path = folder / "house.yaml"
    if not path.is_file():
        raise SettingsError(f"没有名为“{name}”的刊物；可用的有：{'、'.join(houses())}。请改 draft.toml 的 house。")
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    if data.pop("schema", None) != SCHEMA:
        raise NewerSchema(f"{path} 的 schema 不是 {SCHEMA}；请升级 draft 或改回旧格式。")
    try:
        return House(folder=folder, **data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{path} 的 {where} 不对：{first['msg']}。") from error
