"""One publication: masthead, columns, style, themes and tiers, read from `prompts/houses/<name>/`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import Field, ValidationError

from agent.errors import NewerSchema, SettingsError
from agent.models import Frozen

SCHEMA = "draft.house/1"
#: libyaml reads a house's themes in a tenth of the time, where the wheel brings it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
THEMES_SCHEMA = "draft.themes/1"
PUBLISHERS_SCHEMA = "draft.publishers/1"

_M = TypeVar("_M", bound=Frozen)


class Column(Frozen):
    """A column of the house; the order of columns is the order of sections.

    `hosts`: what comes from there leans to this column, where its words do not say otherwise.
    """

    id: str
    name: str
    reach_back: bool = False
    hosts: tuple[str, ...] = ()


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


#: Weight → terms: `{3: [算力, 智算], 1: [软件]}`.
Terms = Mapping[float, tuple[str, ...]]


class Topic(Frozen):
    """A subject of the house; its terms count up to `cap` points, half for a lonely `support`."""

    id: str
    name: str
    cap: float = 12.0
    support: bool = False
    home: tuple[str, ...] = ()
    terms: Terms


class CueGroup(Frozen):
    """Terms that speak for something, up to `cap` points."""

    cap: float = 99.0
    terms: Terms


class ColumnCues(Frozen):
    """What puts a story into a column: `bias`, its groups, `together` if all are there, less `against`.

    A point of the column is `worth` so much for an event in it; `facts` are the points of a figure in title
    or opening, up to five.
    """

    worth: float = 0.1
    facts: float = 0.0
    bias: float = 0.0
    together: float = 0.0
    groups: tuple[CueGroup, ...] = ()
    against: CueGroup = CueGroup(terms={})


class OffTheme(Frozen):
    """Terms that mark another subject."""

    id: str
    name: str
    terms: Terms


class Noise(Frozen):
    """A kind of text the house never publishes; `cost` is the price of a point. Patterns are regexes."""

    id: str
    name: str
    cost: float = 1.0
    cap: float = 6.0
    terms: Terms
    patterns: Terms = Field(default_factory=dict)


class SlateWeights(Frozen):
    """What a feature of an event adds to its score."""

    theme: float = 1.0
    off_theme: float = 1.0
    facts: float = 1.0
    national: float = 1.0
    authority: float = 1.0
    reports: float = 1.0
    freshness: float = 1.0
    noise: float = 1.0
    column: float = 0.0
    undated: float = 0.0


class Themes(Frozen):
    """What a house is about, from its themes.yaml, whose comments explain the fields."""

    places: Mapping[str, float] = {"start": 3.0, "title": 2.0, "lead": 1.2, "body": 0.4}
    off_places: Mapping[str, float] = {"title": 2.0, "lead": 1.2, "body": 0.15}
    topics: tuple[Topic, ...] = ()
    columns: Mapping[str, ColumnCues] = {}
    weight_terms: Mapping[str, CueGroup] = {}
    off_theme: tuple[OffTheme, ...] = ()
    noise: tuple[Noise, ...] = ()
    decisions: tuple[str, ...] = ()
    weights: SlateWeights = SlateWeights()
    usable: float = 0.0
    candidate: float = 0.0
    same_column: float = 0.0
    same_topic: float = 0.0
    astray: float = 0.0


class Tier(Frozen):
    """Publishers of one standing: names and aliases, endings of names, hosts. `authority` is 0..1."""

    id: str = "other"
    name: str
    authority: float
    official: bool = False
    names: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


class Publishers(Frozen):
    """Who is believed before whom, best tier first; `default` is everybody else."""

    default: Tier = Tier(name="其他来源", authority=0.3)
    tiers: tuple[Tier, ...] = ()


class House(Frozen):
    """One publication as its folder describes it."""

    name: str
    language: str
    title: str
    organisation: str
    copublishers: tuple[str, ...] = ()
    disclaimer: str = ""
    sample_banner: str = ""
    sample_day: str = ""
    accent: str = "#1f4e79"
    accent_dark: str = "#8ab8e6"
    qr: tuple[QR, ...] = ()
    columns: tuple[Column, ...]
    style: Style
    themes: Themes = Themes()
    publishers: Publishers = Publishers()
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
    """The house `name`. Raises SettingsError for an unknown or malformed one, NewerSchema for a later one."""
    folder = prompts_folder() / "houses" / name
    path = folder / "house.yaml"
    if not path.is_file():
        raise SettingsError(
            f"没有名为“{name}”的刊物；可用的有：{'、'.join(houses())}。请改 draft.toml 的 house。"
        )
    data = _read(path, SCHEMA)
    house = _checked(House, {"folder": folder, **data}, path)
    extra: dict[str, Any] = {}
    if (themes := folder / "themes.yaml").is_file():
        extra["themes"] = _checked(Themes, _read(themes, THEMES_SCHEMA), themes)
    if (publishers := folder / "publishers.yaml").is_file():
        extra["publishers"] = _checked(Publishers, _read(publishers, PUBLISHERS_SCHEMA), publishers)
    return house.model_copy(update=extra)


def _read(path: Path, schema: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
    if data.pop("schema", None) != schema:
        raise NewerSchema(f"{path} 的 schema 不是 {schema}；请升级 draft 或改回旧格式。")
    return data


def _checked(kind: type[_M], data: dict[str, Any], path: Path) -> _M:
    try:
        return kind(**data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{path} 的 {where} 不对：{first['msg']}。") from error
