"""How a house's issues look to readers: words, fonts, colours and measures, read from its `edition.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError

from agent.errors import NewerSchema, SettingsError
from agent.house import QR, House
from agent.models import Frozen

SCHEMA = "draft.edition/1"
FILE = "edition.yaml"

Numbering = Literal["chinese", "arabic", "none"]
CitationStyle = Literal["house", "gbt7714-2015", "gbt7714-2025"]


class Words(Frozen):
    """What the furniture of an edition says."""

    summary: str
    contents: str
    references: str
    source: str
    original: str
    back: str
    skip: str
    thin: str = ""
    page: str = "{page} / {pages}"
    undated: str
    unknown: str
    note: str
    note_again: str
    note_title: str
    note_quote: str


class WordFonts(Frozen):
    """Fonts of the Word edition; `…_alt` stands in where the first is not installed."""

    latin: str
    cjk: str
    cjk_alt: str = ""
    heading_latin: str
    heading_cjk: str
    heading_cjk_alt: str = ""


class WebFonts(Frozen):
    """CSS font stacks."""

    serif: str
    sans: str


class Fonts(Frozen):
    """Families, first choice first, and folders to find them in besides the packaged ones."""

    serif: tuple[str, ...]
    sans: tuple[str, ...]
    folders: tuple[str, ...] = ()
    word: WordFonts
    web: WebFonts


class Page(Frozen):
    """The printed page: margins in millimetres, sizes in points, indent in characters."""

    paper: str = "a4"
    top: float = 25
    bottom: float = 25
    left: float = 28
    right: float = 28
    size: float = 11
    title: float = 26
    leading: float = 1.0
    spacing: float = 1.0
    indent: float = 2


class Look(Frozen):
    """All that `edition.yaml` says, with the house it belongs to and where pictures are looked for."""

    house: House
    folders: tuple[Path, ...]
    site: str = ""
    words: Words
    date: str
    months: tuple[str, ...] = ()
    joint: str = " & "
    numbering: Numbering = "arabic"
    references: CitationStyle = "house"
    marks: bool = False
    qr_size: float = Field(default=30, gt=5, le=80)
    qr: tuple[QR, ...] = ()
    accent: str = Field(default="", pattern=r"^(#[0-9a-fA-F]{6})?$")
    accent_dark: str = Field(default="", pattern=r"^(#[0-9a-fA-F]{6})?$")
    fonts: Fonts
    page: Page = Page()

    def day(self, date: str) -> str:
        """`YYYY-MM-DD` as the masthead writes it."""
        year, month, day = (int(part) for part in date.split("-"))
        name = self.months[month - 1] if len(self.months) == 12 else str(month)
        return self.date.format(year=year, month=month, day=day, month_name=name)


def load_look(house: House, desk: Path | None = None) -> Look:
    """The look of `house`, with what the desk's own edition.yaml replaces.

    Raises SettingsError naming file and key for an unknown field or a value that cannot be, NewerSchema for a
    later format.
    """
    path = house.folder / FILE
    data = _read(path)
    own = desk / FILE if desk else None
    if own and own.is_file():
        path = own
        data = _overlay(data, _read(own))
    folders = (desk, house.folder) if desk else (house.folder,)
    try:
        look = Look(house=house, folders=folders, **data)
        look.day("2026-06-14")
        look.words.page.format(page=1, pages=2)
        look.words.thin.format(n=1)
        for form in (look.words.note, look.words.note_again):
            form.format(publisher="", title="", day="")
        look.words.note_title.format(title="")
        look.words.note_quote.format(quote="")
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "?"
        if first["type"] == "extra_forbidden":
            raise SettingsError(
                f"{path} 里的 {where} 不认得；可能写错了，各项说明见刊物的 {FILE}。"
            ) from error
        raise SettingsError(f"{path} 里的 {where} 不对：{first['msg']}。") from error
    except (KeyError, IndexError, ValueError) as error:
        raise SettingsError(
            f"{path} 里的日期、页码或脚注的样式有不认得的字段 {error}；请照刊物的 {FILE} 改正。"
        ) from error
    return look.model_copy(
        update={
            "qr": look.qr or house.qr,
            "accent": look.accent or house.accent,
            "accent_dark": look.accent_dark or house.accent_dark,
        }
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError(f"没有 {path}；这份刊物还缺出版的设置。") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path} 读不懂：{error}。请改正后再试。") from error
    if not isinstance(data, dict):
        raise SettingsError(f"{path} 应是“名字: 值”的几行。")
    if data.pop("schema", SCHEMA) != SCHEMA:
        raise NewerSchema(f"{path} 的 schema 不是 {SCHEMA}；请升级 draft 或改回旧格式。")
    return data


def _overlay(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """`base` with the keys of `over`, mappings merged."""
    out = dict(base)
    for key, value in over.items():
        mine = out.get(key)
        out[key] = _overlay(mine, value) if isinstance(mine, dict) and isinstance(value, dict) else value
    return out
