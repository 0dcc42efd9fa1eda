"""`draft rebuild`: repair."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent.cli import show
from agent.cli.options import open_desk
from agent.cli.words import Command


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(cls=Command)(rebuild)


def rebuild(
    desk: Annotated[
        Path | None, typer.Option("--desk", metavar="DIR", help="编辑台的文件夹；不写则从这里向上找。")
    ] = None,
    schema: Annotated[
        int | None,
        typer.Option("--schema", metavar="N", help="不重建，只把目录库转成版本 N，给旧版本的 draft 用。"),
    ] = None,
) -> None:
    """从 archive/ 重建目录库和向量；损坏或升级之后用。稿子和原始来源不动。"""
    from agent.desk.rebuild import rebuild, to_schema

    space = open_desk(desk)
    if schema is not None:
        to_schema(space, schema, show.say)
        show.say(f"目录库已是版本 {schema}；这个版本的 draft 下次打开时会再升级。")
        return
    with show.counting("重建") as progress:
        result = rebuild(space, progress, show.say)
    for message in result.failures[:20]:
        show.say(f"  失败\t{message}")
    if len(result.failures) > 20:
        show.say(f"  ……还有 {len(result.failures) - 20} 条读不出来")
    show.say(f"重建好了：{result.snapshots} 份原始文件，{result.sources} 个来源，{result.vectors} 段的向量。")
