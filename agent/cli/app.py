"""The commands. Each imports what it needs when it runs, so that `draft --help` is at once there."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from agent.cli import repair, show
from agent.cli.words import Command, Group

app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="每日简报的编辑台：收入来源，提出一期，逐句核对，交编辑定稿。",
)

Desk = Annotated[Optional[Path], typer.Option("--desk", metavar="DIR", help="编辑台的文件夹；不写则从这里向上找。")]
Date = Annotated[Optional[str], typer.Option("--date", metavar="YYYY-MM-DD", help="哪一天的一期；不写则是今天。")]
AsJson = Annotated[bool, typer.Option("--json", help="标准输出只有一个 JSON 对象。")]
Out = Annotated[Optional[Path], typer.Option("--out", metavar="FILE", help="写到文件；不写则写到标准输出。")]
Window = Annotated[Optional[int], typer.Option("--window", metavar="N", min=1, max=31, help="收几天的新闻；不写则按 draft.toml。")]


def version(value: bool) -> None:
    """Print the version and leave."""
    if value:
        from agent import __version__

        print(f"draft {__version__}")
        raise typer.Exit


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="出错时显示程序的调用过程。")] = False,
    version: Annotated[bool, typer.Option("--version", callback=version, is_eager=True, help="显示版本。")] = False,
) -> None:
    """Options of the whole program; `--debug` is read in `agent.cli.main`, wherever it stands."""


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
    show.say(f"下一步：draft today{where}" if copied else f"下一步：把文件放进 sources/，然后 draft today{where}")


@app.command(cls=Command)
def ingest(
    inputs: Annotated[Optional[list[str]], typer.Argument(metavar="[PATH 或 URL]...", help="文件、文件夹、网址；不写则收入 draft.toml 里的全部来源。")] = None,
    desk: Desk = None,
    embed: Annotated[str, typer.Option("--embed", metavar="needed|all|none", help="给哪些段落算向量。")] = "needed",
    everything: Annotated[bool, typer.Option("--all", help="逐条列出每个来源的结果。")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="有一个来源失败就以 1 结束。")] = False,
    as_json: AsJson = False,
) -> None:
    """收入来源：网页、PDF、Word、纯文本、订阅源、JSONL。再收一遍不会重复。"""
    from agent.desk.ingest import ingest
    from agent.errors import NothingUsable, UsageError

    if embed not in ("needed", "all", "none"):
        raise UsageError("--embed 只能是 needed、all 或 none。")
    space = _open(desk)
    with show.counting("收入") as progress:
        result = ingest(space, inputs or (), progress=progress, tell=show.say)
    if embed == "all" and result.usable:
        from agent.desk.embedding import embed_all

        with show.measuring("算向量") as measure:
            embed_all(space, measure, show.say)
    counts = result.counts()
    if as_json:
        listed = [{"outcome": o.kind, "origin": o.origin, "line": o.line, "source_id": o.source_id, "message": o.message, "count": o.count} for o in result.outcomes if everything or o.kind in ("failed", "empty")]
        _print_json({"counts": dict(counts), "outcomes": listed})
    else:
        show.ingested(result, everything=everything)
    if not result.usable:
        raise NothingUsable("没有收进任何可用的来源；原因见上面各行。")
    if strict and counts["failed"]:
        raise typer.Exit(1)


@app.command(cls=Command)
def slate(
    desk: Desk = None,
    date: Date = None,
    window: Window = None,
    pin: Annotated[Optional[list[str]], typer.Option("--pin", metavar="ID", help="一定要选的来源编号，可写多个。")] = None,
    drop: Annotated[Optional[list[str]], typer.Option("--drop", metavar="ID", help="不要的来源编号，可写多个。")] = None,
    reset: Annotated[bool, typer.Option("--reset", help="忘掉以前的 --pin 和 --drop。")] = False,
    passed: Annotated[int, typer.Option("--passed", metavar="N", min=0, help="列出多少件落选的。")] = 10,
    as_json: AsJson = False,
) -> None:
    """列出当天的要闻和取舍的理由；可以指定必选和不要的。"""
    from agent.desk import agenda

    space = _open(desk)
    day = _day(space, date)
    if pin or drop or reset:
        with space.lock("slate", show.say):
            agenda.choose(space, day, pin or (), drop or (), reset)
    result = agenda.day_slate(space, day, window=window)
    if as_json:
        keys = {"rank", "column", "heading", "sources", "reasons"}
        _print_json({
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
    writer: Annotated[str, typer.Option("--writer", metavar="NAME", help="谁来写：embedded 是不用模型的摘录。")] = "embedded",
    window: Window = None,
    as_json: AsJson = False,
) -> None:
    """做出今天这一期：收入、挑选、撰写、逐句核对，写出各文件。"""
    from agent.desk.today import today

    space = _open(desk)
    day = _day(space, date)
    if not date and space.settings.today:
        show.say(f"draft.toml 把今天固定在 {day}。")
    with show.counting("收入") as progress:
        result = today(space, day, writer=writer, window=window, progress=progress, stage=_stage(as_json), tell=show.say)
    if as_json:
        _print_json({
            "date": day, "brief": str(result.brief), "folder": str(result.folder), "spared": result.spared,
            "headings": [s.heading for s in result.issue.sections], "counts": result.report.counts,
            "dropped": result.dropped, "notes": list(result.issue.notes),
            "seconds": {k: round(v, 3) for k, v in result.seconds.items()},
        })  # fmt: skip
    else:
        show.morning(result)


@app.command(cls=Command)
def check(
    file: Annotated[Optional[Path], typer.Argument(metavar="[FILE]", help="要核对的 brief.md；不写则是 --date 那一天的。")] = None,
    desk: Desk = None,
    date: Date = None,
    as_json: AsJson = False,
) -> None:
    """逐句核对稿子和它的来源；有对不上的以 1 结束。"""
    from agent.cli import publish, verdicts
    from agent.desk.folder import BriefFolder
    from agent.desk.verify import check_brief
    from agent.ground.report import FREE

    if file and file.suffix.lower() in publish.WORD_ENDINGS:
        return publish.check_word(file, desk, date, as_json=as_json)
    space = _open(desk if desk or not file else _desk_of(file))
    folder = BriefFolder(file.resolve().parent if file else space.brief(_day(space, date)))
    found = check_brief(space, folder, file)
    report = found.report
    if as_json:
        troubles = [t.model_dump() for t in found.reading.troubles]
        _print_json({
            "schema": "draft.report/1", "date": report.date,
            "sentences": [s.model_dump(mode="json") for s in report.sentences], "counts": report.counts, "troubles": troubles,
            "offers": [o.model_dump(mode="json") for o in found.offers],
        })  # fmt: skip
    else:
        verdicts.checked(found, (file or folder.brief).name)
        show.say(f"核对：{folder.path / 'report.html'}")
    if not report.sentences or any(s.verdict not in FREE for s in report.sentences):
        raise typer.Exit(1)


@app.command(cls=Command)
def search(
    query: Annotated[Optional[str], typer.Argument(metavar="[QUERY]", help="要找的话。")] = None,
    desk: Desk = None,
    queries: Annotated[Optional[Path], typer.Option("--queries", metavar="Q.jsonl", help="每行一个 {\"id\", \"query\"}。")] = None,
    k: Annotated[int, typer.Option("--k", metavar="N", min=1, max=1000, help="每个问题要几个不同的来源。")] = 10,
    since: Annotated[Optional[str], typer.Option("--since", metavar="YYYY-MM-DD", help="从哪天起。")] = None,
    until: Annotated[Optional[str], typer.Option("--until", metavar="YYYY-MM-DD", help="到哪天止。")] = None,
    publisher: Annotated[Optional[str], typer.Option("--publisher", metavar="NAME", help="只找这个发布者的。")] = None,
    source: Annotated[Optional[str], typer.Option("--source", metavar="ID", help="只在这个来源里找。")] = None,
    out: Out = None,
) -> None:
    """在收进来的资料里找。"""
    from agent.desk.lines import answer
    from agent.errors import UsageError

    space = _open(desk)
    limits = {"since": _checked_day(space, since), "until": _checked_day(space, until), "publisher": publisher, "source": source}
    if queries:
        _lines(out, answer(space, queries, k, limits))
    elif query:
        for hit in space.searcher.search(query, k, **limits):
            source = space.catalogue.get([hit.source_id])[hit.source_id]
            print(f"{hit.score:6.2f}  {source.day}  {source.publisher or '发布者不详'}｜{source.title}  [{source.id}]\n        {hit.text[:160]}")
    else:
        raise UsageError("请写出要找的话，或用 --queries 给一个文件。")


@app.command(cls=Command)
def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="网页、PDF、Word 等文件。")],
    out: Out = None,
) -> None:
    """从文件里取出标题、时间、发布者和正文，每个文件一行 JSON。不需要编辑台。"""
    from agent.sources import extract_lines

    _lines(out, extract_lines(files))


@app.command(cls=Command)
def ground(
    claims: Annotated[Path, typer.Option("--claims", metavar="C.jsonl", help="每行一句话和它的来源。")],
    out: Out = None,
) -> None:
    """逐句对照给定的来源，每句一行 JSON。不需要编辑台，也不需要网络和模型。"""
    from agent.desk.lines import read_lines
    from agent.ground.lines import ground_line

    _lines(out, (ground_line(line, number) for number, line in read_lines(claims)))


repair.register(app)


def _open(desk: Path | None) -> Any:
    from agent.desk.workspace import Workspace

    space = Workspace.open(desk)
    space.tell = show.say
    return space


def _desk_of(file: Path) -> Path | None:
    """The desk a file lies in, None when the current folder must tell."""
    from agent.errors import NoDesk
    from agent.settings import find_desk

    try:
        return find_desk(None, file.resolve().parent)
    except NoDesk:
        return None


def _day(space: Any, asked: str | None) -> str:
    return str(space.settings.day(asked))


def _checked_day(space: Any, asked: str | None) -> str | None:
    return _day(space, asked) if asked else None


def _stage(silent: bool) -> Any:
    return (lambda _: None) if silent else (lambda what: show.say(f"· {what}"))


def _print_json(data: dict[str, Any]) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=1))


def _lines(out: Path | None, lines: Any) -> None:
    """JSON lines to a file, atomically, or to stdout as they come."""
    texts = (json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    if out is None:
        for text in texts:
            sys.stdout.write(text)
    else:
        from agent.desk.files import write_atomically

        write_atomically(out, (text.encode("utf-8", "replace") for text in texts))


from agent.cli import publish as _publish  # noqa: E402, F401 - its import registers its commands
