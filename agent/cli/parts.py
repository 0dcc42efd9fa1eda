"""`draft search`, `extract`, `ground`: the parts alone, over JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent.cli.options import Desk, Out, day_or_none, open_desk, write_lines
from agent.cli.program import app
from agent.cli.words import Command


@app.command(cls=Command)
def search(
    query: Annotated[str | None, typer.Argument(metavar="[QUERY]", help="要找的话。")] = None,
    desk: Desk = None,
    queries: Annotated[
        Path | None, typer.Option("--queries", metavar="Q.jsonl", help='每行一个 {"id", "query"}。')
    ] = None,
    k: Annotated[
        int, typer.Option("--k", metavar="N", min=1, max=1000, help="每个问题要几个不同的来源。")
    ] = 10,
    since: Annotated[str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="从哪天起。")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="到哪天止。")] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", metavar="NAME", help="只找这个发布者的。")
    ] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="ID", help="只在这个来源里找。")] = None,
    out: Out = None,
) -> None:
    """在收进来的资料里找。"""
    from agent.desk.lines import answer
    from agent.errors import UsageError

    space = open_desk(desk)
    limits = {
        "since": day_or_none(space, since),
        "until": day_or_none(space, until),
        "publisher": publisher,
        "source": source,
    }
    if queries:
        write_lines(out, answer(space, queries, k, limits))
    elif query:
        for hit in space.searcher.search(query, k, **limits):
            found = space.catalogue.get([hit.source_id])[hit.source_id]
            name = f"{found.publisher or '发布者不详'}｜{found.title}"
            print(f"{hit.score:6.2f}  {found.day}  {name}  [{found.id}]\n        {hit.text[:160]}")
    else:
        raise UsageError("请写出要找的话，或用 --queries 给一个文件。")


@app.command(cls=Command)
def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="网页、PDF、Word 等文件。")],
    out: Out = None,
) -> None:
    """从文件里取出标题、时间、发布者和正文，每个文件一行 JSON。不需要编辑台。"""
    from agent.settings import Settings
    from agent.sources import extract_lines

    write_lines(out, extract_lines(files, fetched=Settings().now().isoformat()))


@app.command(cls=Command)
def ground(
    claims: Annotated[Path, typer.Option("--claims", metavar="C.jsonl", help="每行一句话和它的来源。")],
    out: Out = None,
) -> None:
    """逐句对照给定的来源，每句一行 JSON。不需要编辑台，也不需要网络和模型。"""
    from agent.desk.lines import read_lines
    from agent.desk.many import ground_lines

    write_lines(out, ground_lines(read_lines(claims)))
