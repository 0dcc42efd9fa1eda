"""Options that several commands share, and what each does with them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer._click.globals import get_current_context

from agent.cli import show

if TYPE_CHECKING:
    from agent.desk.workspace import Workspace

Desk = Annotated[
    Path | None, typer.Option("--desk", metavar="DIR", help="编辑台的文件夹；不写则从这里向上找。")
]
Date = Annotated[
    str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="哪一天的一期；不写则是今天。")
]
AsJson = Annotated[bool, typer.Option("--json", help="标准输出只有一个 JSON 对象。")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="写到文件；不写则写到标准输出。")]
Window = Annotated[
    int | None,
    typer.Option("--window", metavar="N", min=1, max=31, help="收几天的新闻；不写则按 draft.toml。"),
]


def open_desk(desk: Path | None) -> Workspace:
    """The desk at `desk`, else the nearest upward; what it has to tell goes to stderr. Closed when the command ends."""
    from agent.desk.workspace import Workspace

    space = Workspace.open(desk)
    space.tell = show.say
    if context := get_current_context(silent=True):
        context.call_on_close(space.close)
    return space


def desk_of(file: Path) -> Path | None:
    """The desk a file lies in, None when the current folder must tell."""
    from agent.errors import NoDesk
    from agent.settings import find_desk

    try:
        return find_desk(None, file.resolve().parent)
    except NoDesk:
        return None


def day_of(space: Workspace, asked: str | None) -> str:
    """The issue's day: as asked, else the desk's today."""
    return space.settings.day(asked)


def day_or_none(space: Workspace, asked: str | None) -> str | None:
    """A day that bounds a search, checked; None where none was asked for."""
    return day_of(space, asked) if asked else None


def stage(silent: bool) -> Callable[[str], None]:
    """Where the names of stages go."""
    return (lambda _: None) if silent else (lambda what: show.say(f"· {what}"))


def print_json(data: dict[str, Any]) -> None:
    """The one JSON object of `--json`."""
    print(json.dumps(data, ensure_ascii=False, indent=1))


def write_lines(out: Path | None, lines: Iterable[dict[str, Any]]) -> None:
    """JSON lines to a file, atomically, or to stdout as they come."""
    texts = (json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    if out is None:
        for text in texts:
            sys.stdout.write(text)
    else:
        from agent.desk.files import write_atomically

        write_atomically(out, (text.encode("utf-8", "replace") for text in texts))


from agent.cli import publish as _publish  # noqa: E402, F401 - its import registers its commands
