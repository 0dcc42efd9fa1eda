"""What the terminal shows: progress, tables, the closing summary. All of it goes to stderr but what was asked for."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from agent.desk.ingest import Ingested, Progress
    from agent.desk.today import Morning
    from agent.models import Issue, Report, Slate

OUTCOMES = {
    "new": "新",
    "reprint": "转载",
    "updated": "有变化",
    "unchanged": "没变",
    "empty": "空",
    "failed": "失败",
}
#: Outcomes listed one by one unless more are asked for; the rest are counted.
_LISTED = 60


def console(*, error: bool = True) -> Console:
    """A console on stderr (messages), or stdout (what was asked for)."""
    from rich.console import Console

    return Console(stderr=error, highlight=False, soft_wrap=True)


def say(message: str) -> None:
    """One line to the editor on stderr."""
    print(message, file=sys.stderr, flush=True)


@contextmanager
def counting(what: str) -> Iterator[Progress]:
    """A running count on stderr, for a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _done, _origin: None
        return
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed} 篇"),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=console(), transient=True) as bar:
        task = bar.add_task(what)
        yield lambda done, origin: bar.update(
            task, completed=done, description=f"{what} {Path(origin).name[:40]}"
        )


@contextmanager
def measuring(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr for work of known size; away from a terminal a line now and then."""
    if not sys.stderr.isatty():
        yield _lines(what)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console(), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _lines(what: str, every: float = 30.0) -> Callable[[int, int], None]:
    last = time.monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last >= every and done < of:
            last = time.monotonic()
            say(f"{what}：{done}/{of}")

    return tell


def ingested(result: Ingested, *, everything: bool = False) -> None:
    """One line of outcome per source; beyond a screenful only what went wrong, and the counts."""
    odd = ("failed", "empty")
    listed = [o for o in result.outcomes if everything or o.kind in odd or len(result.outcomes) <= _LISTED]
    for o in listed[: None if everything else _LISTED]:
        where = o.origin + (f" 第 {o.line} 条" if o.line and o.kind in odd else "")
        name = "｜".join(part for part in (o.publisher, o.title) if part)
        many = f"（{o.count} 篇）" if o.count > 1 else ""
        say(f"  {OUTCOMES[o.kind]}\t{where}{many}\t{o.message if o.kind in odd else name}")
        if o.message and o.kind not in odd:
            say(f"  \t注意：{o.message}")
    if not everything and len(listed) > _LISTED:
        say(f"  ……还有 {len(listed) - _LISTED} 条，全部见 .draft/last-ingest.jsonl")
    counts = result.counts()
    if result.web.get("requests"):
        asked, same = result.web["requests"], result.web.get("not_modified", 0)
        skipped = result.web.get("skipped", 0)
        more = f"；另有 {skipped} 篇已经收过，没有再取" if skipped else ""
        say(f"上网：请求 {asked} 次，其中 {same} 次没有变化{more}。")
    say("来源：" + ("，".join(f"{OUTCOMES[k]} {counts[k]}" for k in OUTCOMES if counts[k]) or "没有"))


def slate(result: Slate, columns: dict[str, str], *, passed: int) -> None:
    """The slate as a table on stdout."""
    out = console(error=False)
    rows = table("", "栏目", "事件", "来源", "理由")
    for event in result.chosen:
        rows.add_row(
            str(event.rank), columns.get(event.column, event.column), event.heading,
            f"{len(event.sources)} 篇\n{event.sources[0]}", "\n".join(event.reasons),
        )  # fmt: skip
    out.print(f"{result.date} 入选 {len(result.chosen)} 件")
    out.print(rows)
    if passed:
        rows = table("", "栏目", "落选", "来源", "理由")
        for event in result.passed_over[:passed]:
            rows.add_row(
                "",
                columns.get(event.column, event.column),
                event.heading,
                event.sources[0],
                "\n".join(event.reasons),
            )
        out.print(rows)
    for note in result.notes:
        out.print(f"注：{note}")


def table(*headings: str) -> Table:
    """An empty table for a terminal or a pipe."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def eye(issue: Issue, report: Report) -> list[str]:
    """Sentences that need the editor's eye, one line each, the gravest first."""
    from agent.render.page import VERDICTS

    rows = [s for s in report.sentences if VERDICTS[s.verdict][1] < 6]
    rows.sort(key=lambda s: VERDICTS[s.verdict][1])
    return [
        f"{s.id} {VERDICTS[s.verdict][0]}：{s.text}"
        + "".join(f"\n      {reason.message}" for reason in s.reasons[:3] if s.kind != "placeholder")
        for s in rows
    ]


def morning(result: Morning) -> None:
    """The short summary of `draft today`."""
    from agent.render.numbering import chinese_number

    issue, report = result.issue, result.report
    counts = report.counts
    say(f"\n{issue.title}　{result.day}" + ("　（示例资料）" if issue.sample else ""))
    for section in issue.sections:
        say(f"  {chinese_number(section.number)}、{section.heading}")
    say(f"\n{_read(result)}\n{_verdicts(len(report.sentences), counts)}")
    if result.dropped:
        say(f"另有 {len(result.dropped)} 句没有通过核对，已经拿掉（记在 run.json）。")
    lines = eye(issue, report)
    if lines:
        say("需要编辑过目：")
        for line in lines:
            say(f"  {line}")
    for note in issue.notes:
        say(f"注：{note}")
    failed = [o for o in result.ingested.outcomes if o.kind in ("failed", "empty")]
    if failed:
        say(f"有 {len(failed)} 个来源没有读成：")
        for o in failed[:8]:
            say(f"  {o.message}" if Path(o.origin).name in o.message else f"  {o.origin}：{o.message}")
        if len(failed) > 8:
            say(f"  ……还有 {len(failed) - 8} 个，见 .draft/last-ingest.jsonl")
    if result.spared:
        say("brief.md 你已经改过，没有动它；新稿写在 brief.new.md，两者的差别：")
        _difference(result.folder / "brief.md", result.brief)
    say(f"\n用时 {sum(result.seconds.values()):.1f} 秒。\n稿子：{result.brief}")
    say(f"核对：{result.folder / 'report.html'}")
    say(f"预览：{result.folder / 'preview.html'}")
    say("改好稿子后：draft check 再核对一遍，draft publish 出各版。")


def _read(result: Morning) -> str:
    """What came in and what was chosen from it."""
    counts = result.ingested.counts()
    came = [
        f"{OUTCOMES[kind]} {counts[kind]}"
        for kind in ("new", "reprint", "updated", "unchanged")
        if counts[kind]
    ]
    chosen, passed = len(result.slate.chosen), len(result.slate.passed_over)
    return f"来源：{'，'.join(came) or '没有'}。选出 {chosen} 件事" + (
        f"，另有 {passed} 件落选。" if passed else "。"
    )


def _verdicts(total: int, counts: Mapping[str, int]) -> str:
    """How many sentences of which verdict; what there is none of is not spoken of."""
    from agent.render.page import VERDICTS

    parts = [f"{shown} {counts[name]}" for name, (shown, _) in reversed(VERDICTS.items()) if counts.get(name)]
    return f"稿子共 {total} 句：{'，'.join(parts)}。"


def _difference(old: Path, new: Path, most: int = 30) -> None:
    import difflib

    a, b = (p.read_text(encoding="utf-8").splitlines() for p in (old, new))
    lines = list(difflib.unified_diff(a, b, old.name, new.name, lineterm="", n=0))
    for line in lines[:most]:
        say("  " + (line if len(line) <= 160 else line[:158] + "……"))
    if len(lines) > most:
        say(f"  ……还有 {len(lines) - most} 行")
