"""The slate of a day on a desk: the window's sources, the last issues, the editor's pins and drops."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from agent.desk import off_theme
from agent.desk.files import write_atomically
from agent.desk.folder import BriefFolder
from agent.desk.workspace import Workspace
from agent.errors import DraftError, NothingUsable
from agent.house import Publishers
from agent.models import Frozen, Slate
from agent.slate import Article, PastEvent, Reader, build_slate, tier_of

#: Days an empty column may look back, and days whose issues count as told.
REACH_BACK, REMEMBERED = 14, 14
CHOICES = "draft.choices/1"


class Choices(Frozen):
    """What the editor decided of a day's slate, by source id."""

    pins: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()


def day_slate(desk: Workspace, day: str, *, window: int | None = None) -> Slate:
    """The slate of `day`. Raises NothingUsable naming the last day that has sources when the window has none."""
    window = window or desk.settings.window
    since = _before(day, max(REACH_BACK, window - 1))
    first = _before(day, window - 1)
    official = partial(_official, desk.house.publishers)
    found = desk.catalogue.between(since, _before(first, 1), official) + desk.catalogue.between(first, day)
    choices = read_choices(desk, day)
    pinned = [s for s in desk.catalogue.get(choices.pins).values() if s.id not in {f.id for f in found}]
    if not pinned and not any(source.day >= first for source in found):
        raise NothingUsable(_nothing(desk, day, first))
    seen = off_theme.known(desk)
    reader = Reader(desk.house, seen)
    slate = build_slate(
        [Article.of(source) for source in (*found, *pinned)],
        desk.house,
        day,
        window=window,
        history=history(desk, day),
        pins=choices.pins,
        drops=choices.drops,
        count=len(desk.house.columns),
        reader=reader,
    )
    if reader.off != seen:
        off_theme.keep(desk, reader.off)
    return slate


def history(desk: Workspace, day: str) -> list[PastEvent]:
    """The sections of the issues of the last days before `day`, from their run.json."""
    out: list[PastEvent] = []
    for offset in range(1, REMEMBERED + 1):
        past = _before(day, offset)
        folder = BriefFolder(desk.brief(past))
        for event in folder.run().get("events", []):
            sources = desk.catalogue.get(event.get("sources", []))
            text = "\n".join((event.get("text", ""), *(source.text for source in sources.values())))
            out.append(PastEvent.of(past, event.get("heading", ""), text, tuple(event.get("sources", []))))
    return out


def choose(
    desk: Workspace, day: str, pins: Sequence[str] = (), drops: Sequence[str] = (), reset: bool = False
) -> Choices:
    """Remember pins and drops for a day; a pinned source is no longer dropped, and the other way round.

    Raises NothingUsable for an id no source has.
    """
    known = desk.catalogue.get([*pins, *drops])
    missing = [id for id in (*pins, *drops) if id not in known]
    if missing:
        raise NothingUsable(f"没有编号为 {'、'.join(missing)} 的来源；编号见 `draft slate` 的列表。")
    old = Choices() if reset else read_choices(desk, day)
    choices = Choices(
        pins=tuple(dict.fromkeys([p for p in old.pins if p not in drops] + list(pins))),
        drops=tuple(dict.fromkeys([d for d in old.drops if d not in pins] + list(drops))),
    )
    data = {"schema": CHOICES, "date": day, **choices.model_dump()}
    write_atomically(_choices_file(desk, day), json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    return choices


def read_choices(desk: Workspace, day: str) -> Choices:
    """The pins and drops of a day."""
    path = _choices_file(desk, day)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Choices(pins=tuple(data["pins"]), drops=tuple(data["drops"]))
    except FileNotFoundError:
        return Choices()
    except (ValueError, KeyError, TypeError) as error:
        raise DraftError(f"{path} 损坏，读不懂；删去它后重新 --pin 或 --drop。") from error


def _choices_file(desk: Workspace, day: str) -> Path:
    return desk.brief(day) / "slate.json"


def _official(publishers: Publishers, publisher: str, url: str) -> bool:
    """Whether older news of this publisher may fill an empty column."""
    return tier_of(Article(id="", title="", text="", publisher=publisher, url=url), publishers).official


def _nothing(desk: Workspace, day: str, first: str) -> str:
    span = day if first == day else f"{first} 至 {day}"
    last = desk.catalogue.last_day(day)
    if last:
        return f"{span} 没有来源。最近有来源的一天是 {last}：可用 `draft today --date {last}`，或先 `draft ingest` 收入当天的。"
    return f"{span} 没有来源，编辑台里也没有更早的；请把文件放进 sources/，或用 `draft ingest 路径` 收入。"


def _before(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()
