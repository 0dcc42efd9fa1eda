"""`draft redraft`: one section again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.options import AsJson, Date, Desk, day_of, open_desk, print_json
from agent.cli.words import Command

if TYPE_CHECKING:
    from agent.desk.redraft import Redrafted


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(cls=Command)(redraft)


def redraft(
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="第几节。")],
    desk: Desk = None,
    date: Date = None,
    note: Annotated[
        str, typer.Option("--note", metavar="TEXT", help="对这一节的要求（语言模型才会照办）。")
    ] = "",
    writer: Annotated[
        str | None, typer.Option("--writer", metavar="NAME", help="谁来写；不写则同这一期。")
    ] = None,
    budget: Annotated[
        float | None, typer.Option("--budget", metavar="MONEY", min=0, help="最多花多少钱。")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="这一节改过也直接换掉，不再问。")] = False,
    as_json: AsJson = False,
) -> None:
    """把一节重新写过；别的节和手改的字一个不动。"""
    from agent.cli.model import writing
    from agent.desk.authors import Terms
    from agent.desk.redraft import redraft as again
    from agent.errors import UsageError

    space = open_desk(desk)

    def ask(lines: list[str]) -> bool:
        show.say(f"第 {number} 节有手改的内容，重写会换掉这些：")
        for line in lines:
            if not line.startswith(("---", "+++", "@@")):
                show.say(f"  {line}")
        if yes:
            return True
        if not sys.stdin.isatty():
            raise UsageError("没有动稿子：这一节改过，要换掉请加 --yes。")
        return typer.confirm("换掉吗？", default=False, err=True)

    with writing() as watch:
        terms = Terms(budget=budget, watch=watch)
        result = again(
            space, day_of(space, date), number, note=note, writer=writer, terms=terms, ask=ask, tell=show.say
        )
    if as_json:
        counts = result.checked.report.counts if result.checked else {}
        print_json({
            "section": number, "changed": result.changed, "difference": result.lines, "counts": counts,
            "kept": str(result.kept or ""), **({"model": result.model} if result.model else {}),
        })  # fmt: skip
    else:
        _told(result)


def _told(result: Redrafted) -> None:
    from agent.cli import verdicts
    from agent.cli.model import accounted

    if not result.changed:
        show.say("没有动稿子。")
        return
    show.say(f"第 {result.number} 节重写好了；原来的稿子留在 {result.kept}。")
    if result.checked:
        verdicts.checked(result.checked, "brief.md")
    accounted(result.model)
