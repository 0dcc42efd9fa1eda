"""The golden days: sources, an approved brief, and what is expected of an issue made from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError

from agent.house import load_house
from agent.models import Frozen
from eval.score import Trouble

SCHEMA = "draft.golden/1"
#: Where the golden days lie, beside this file: in the checkout and in an installed package alike.
GOLDEN = Path(__file__).resolve().parent / "golden"


class Happening(Frozen):
    """An event of the day by the files that tell it (`folder/file.html`, `feed.jsonl#3`); `why` it must not be chosen."""

    id: str
    sources: tuple[str, ...] = Field(min_length=1)
    column: str = ""
    lead: str = ""
    why: str = ""


class Happenings(Frozen):
    """Events that must be chosen, may be, must not."""

    must: tuple[Happening, ...] = ()
    may: tuple[Happening, ...] = ()
    must_not: tuple[Happening, ...] = ()


class Fact(Frozen):
    """A key fact: `value` and `what` in one sentence, `who` and `when` in its section. ` / ` parts alternatives."""

    id: str
    event: str
    what: str
    value: str = ""
    who: str = ""
    when: str = ""


class Trap(Frozen):
    """A sentence that must not appear: one that holds all of `say`, unless it also holds one of `unless` (` / `).

    `withheld`: a source says so to the machine, and a model must not even see it.
    """

    id: str
    say: tuple[str, ...] = Field(min_length=1)
    unless: str = ""
    why: str = ""
    withheld: bool = False


class Bounds(Frozen):
    """How many sections an issue may have."""

    least: int = 1
    most: int = 5


class Abstain(Frozen):
    """An event for which the right answer is to write nothing of one's own."""

    event: str
    how: Literal["placeholder"] = "placeholder"
    why: str = ""


class Query(Frozen):
    """A question to the search, and the files that answer it."""

    query: str
    sources: tuple[str, ...] = Field(min_length=1)


class Earlier(Frozen):
    """A section of an earlier issue."""

    date: str
    heading: str
    text: str
    column: str = "policy"


class Expectations(Frozen):
    """expectations.yaml."""

    date: str
    hazard: str
    sources: Literal["sources", "sample"] = "sources"
    house: str = "xinzhi"
    events: Happenings
    facts: tuple[Fact, ...] = Field(min_length=1)
    traps: tuple[Trap, ...] = ()
    sections: Bounds = Bounds()
    notes_say: tuple[str, ...] = ()
    abstain: tuple[Abstain, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    retrieval: tuple[Query, ...] = ()
    #: Sentences of the approved brief that are right though the checker does not say so.
    signed: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Golden:
    """One golden day on disk."""

    folder: Path
    expectations: Expectations

    @property
    def day(self) -> str:
        """`YYYY-MM-DD`."""
        return self.expectations.date

    @property
    def sources(self) -> Path:
        """The folder of the day's sources: its own, or the house's sample."""
        if self.expectations.sources == "sample":
            return load_house(self.expectations.house).folder / "sample" / "sources"
        return self.folder / "sources"

    def happenings(self) -> Iterator[tuple[str, Happening]]:
        """Every event with its class: must, may, must_not."""
        events = self.expectations.events
        for kind, group in (("must", events.must), ("may", events.may), ("must_not", events.must_not)):
            for event in group:
                yield kind, event


def load(root: Path = GOLDEN, only: tuple[str, ...] = ()) -> tuple[list[Golden], list[Trouble]]:
    """The golden days under `root` in order, and what is wrong with those that cannot be used."""
    days: list[Golden] = []
    troubles: list[Trouble] = []
    folders = sorted(path for path in root.iterdir() if path.is_dir()) if root.is_dir() else []
    for folder in folders:
        if only and folder.name not in only:
            continue
        found = _load(folder)
        if isinstance(found, Trouble):
            troubles.append(found)
        else:
            days.append(found)
    known = {folder.name for folder in folders}
    troubles += [Trouble(str(root / name), f"没有 {name} 这个金标日。") for name in only if name not in known]
    return days, troubles


def _load(folder: Path) -> Golden | Trouble:
    path = folder / "expectations.yaml"
    name = f"{folder.name}/{path.name}"
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(data, dict):
            raise TypeError("应是“名字: 值”的几行")
        if (schema := data.pop("schema", None)) != SCHEMA:
            return Trouble(name, f"{name} 的 schema 是 {schema}，这里只认得 {SCHEMA}。")
        golden = Golden(folder, Expectations(**_dates_as_text(data)))
    except FileNotFoundError:
        return Trouble(
            name, f"{name} 不在；一个金标日要有 expectations.yaml、brief.md、evidence.json 和来源。"
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return Trouble(name, f"{name} 的 {where} 不对：{first['msg']}。")
    except (yaml.YAMLError, UnicodeDecodeError, TypeError, OSError) as error:
        return Trouble(name, f"{name} 读不懂：{error}。")
    return _whole(golden, name) or golden


def _dates_as_text(data: Any) -> Any:
    """YAML reads a bare 2026-08-18 as a date; here it is text."""
    if isinstance(data, dict):
        return {key: _dates_as_text(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_dates_as_text(value) for value in data]
    return data.isoformat() if isinstance(data, date) else data


def _whole(golden: Golden, name: str) -> Trouble | None:
    """What a golden day names and does not have."""
    if golden.day != golden.folder.name:
        return Trouble(name, f"{name} 的 date 是 {golden.day}，与文件夹名 {golden.folder.name} 不同。")
    for needed in ("brief.md", "evidence.json"):
        if not (golden.folder / needed).is_file():
            return Trouble(f"{golden.folder.name}/{needed}", f"{golden.folder.name} 缺少 {needed}。")
    named = [file for _, event in golden.happenings() for file in event.sources]
    named += [file for query in golden.expectations.retrieval for file in query.sources]
    for file in named:
        if not (golden.sources / file.partition("#")[0]).is_file():
            return Trouble(name, f"{name} 提到的来源 {file} 不在 {golden.sources.name}/ 里。")
    known = {event.id for _, event in golden.happenings()}
    for wanted in (*golden.expectations.facts, *golden.expectations.abstain):
        if wanted.event not in known:
            return Trouble(name, f"{name} 提到的事件 {wanted.event} 没有列在 events 里。")
    return None
