"""`draft init`, `ingest`, `slate`, `today`: the morning up to the editor's turn."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent.cli import show
from agent.cli.options import AsJson, Date, Desk, Window, day_of, open_desk, print_json, stage
from agent.cli.program import app
from agent.cli.words import Command


@app.command(cls=Command)
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="建在哪个文件夹。")] = Path(),
    empty: Annotated[bool, typer.Option("--empty", help="不带示例资料。")] = False,
    house: Annotated[str, typer.Option("--house", metavar="NAME", help="出哪一份刊物。")] = "xinzhi",
) -> None:
    """建一张编辑台，带一份可以马上试用的示例资料。"""
    from agent.desk.start import init

    copied = init(folder, house=house, empty=empty)
    show.say(f"编辑台建好了：{folder.resolve()}" + (f"，带 {copied} 份示例资料。" if copied else "。"))
    where = "" if folder == Path() else f" --desk {folder}"
    show.say(
        f"下一步：draft today{where}" if copied else f"下一步：把文件放进 sources/，然后 draft today{where}"
    )


@app.command(cls=Command)
def ingest(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH 或 URL]...", help="文件、文件夹、网址；不写则收入 draft.toml 里的全部来源。"
        ),
    ] = None,
    desk: Desk = None,
    embed: Annotated[
        str, typer.Option("--embed", metavar="needed|all|none", help="给哪些段落算向量。")
    ] = "needed",
    everything: Annotated[bool, typer.Option("--all", help="逐条列出每个来源的结果。")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="有一个来源失败就以 1 结束。")] = False,
    as_json: AsJson = False,
) -> None:
    """收入来源：网页、PDF、Word、纯文本、订阅源、JSONL。再收一遍不会重复。"""
    from agent.desk.ingest import ingest
    from agent.errors import NothingUsable, UsageError

    if embed not in ("needed", "all", "none"):
        raise UsageError("--embed 只能是 needed、all 或 none。")
    space = open_desk(desk)
    with show.counting("收入") as progress:
        result = ingest(space, inputs or (), progress=progress, tell=show.say)
    if embed == "all" and result.usable:
        from agent.desk.embedding import embed_all

        with show.measuring("算向量") as measure:
            embed_all(space, measure, show.say)
    counts = result.counts()
    if as_json:
        listed = [
            {
                "outcome": o.kind,
                "origin": o.origin,
                "line": o.line,
                "source_id": o.source_id,
                "message": o.message,
                "count": o.count,
            }
            for o in result.outcomes
            if everything or o.kind in ("failed", "empty")
        ]
        print_json({"counts": dict(counts), "outcomes": listed})
    else:
        show.ingested(result, everything=everything)
    if not result.usable:
        if not result.outcomes:
            raise NothingUsable(
                "没有东西可收：来源文件夹是空的，也没有要看的网址。把文件放进 sources/，或在 draft.toml 的 [[sources]] 里写上地址。"
            )
        raise NothingUsable("没有收进任何可用的来源；原因见上面各行。")
    if strict and counts["failed"]:
        raise typer.Exit(1)


@app.command(cls=Command)
def slate(
    desk: Desk = None,
    date: Date = None,
    window: Window = None,
    pin: Annotated[
        list[str] | None, typer.Option("--pin", metavar="ID", help="一定要选的来源编号，可写多个。")
    ] = None,
    drop: Annotated[
        list[str] | None, typer.Option("--drop", metavar="ID", help="不要的来源编号，可写多个。")
    ] = None,
    reset: Annotated[bool, typer.Option("--reset", help="忘掉以前的 --pin 和 --drop。")] = False,
    passed: Annotated[int, typer.Option("--passed", metavar="N", min=0, help="列出多少件落选的。")] = 10,
    as_json: AsJson = False,
) -> None:
    """列出当天的要闻和取舍的理由；可以指定必选和不要的。"""
    from agent.desk import agenda

    space = open_desk(desk)
    day = day_of(space, date)
    if pin or drop or reset:
        with space.lock("slate", show.say):
            agenda.choose(space, day, pin or (), drop or (), reset)
    result = agenda.day_slate(space, day, window=window)
    if as_json:
        keys = {"rank", "column", "heading", "sources", "reasons"}
        print_json({
            "date": result.date,
            "chosen": [event.model_dump(mode="json", include=keys) for event in result.chosen],
            "passed_over": [event.model_dump(mode="json", include=keys) for event in result.passed_over],
            "notes": list(result.notes),
        })  # fmt: skip
    else:
        show.slate(result, {c.id: c.name for c in space.house.columns}, passed=passed)


@app.command(cls=Command)
def today(
    desk: Desk = None,
    date: Date = None,
    writer: Annotated[
        str | None,
        typer.Option(
            "--writer", metavar="NAME", help="谁来写：embedded 摘录，llm 语言模型；不写则按 draft.toml。"
        ),
    ] = None,
    window: Window = None,
    budget: Annotated[
        float | None, typer.Option("--budget", metavar="MONEY", min=0, help="这一期给语言模型最多花多少钱。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """做出今天这一期：收入、挑选、撰写、逐句核对，写出各文件。"""
    from agent.cli.model import accounted, writing
    from agent.desk.authors import Terms
    from agent.desk.today import today

    space = open_desk(desk)
    day = day_of(space, date)
    if not date and space.settings.today:
        show.say(f"draft.toml 把今天固定在 {day}。")
    with show.counting("收入") as progress, writing() as watch:
        terms = Terms(budget=budget, watch=watch)
        result = today(
            space, day, writer=writer, window=window, terms=terms,
            progress=progress, stage=stage(as_json), tell=show.say,
        )  # fmt: skip
    if as_json:
        print_json({
            "date": day, "brief": str(result.brief), "folder": str(result.folder), "spared": result.spared,
            "headings": [s.heading for s in result.issue.sections], "counts": result.report.counts,
            "dropped": result.dropped, "notes": list(result.issue.notes),
            "seconds": {k: round(v, 3) for k, v in result.seconds.items()},
            **({"model": result.model} if result.model else {}),
        })  # fmt: skip
    else:
        show.morning(result)
        accounted(result.model)
