"""One run of `draft eval` from the options to the exit code."""

from __future__ import annotations

import json
import sys
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from agent.cli import show
from agent.errors import UsageError
from eval import baseline as base
from eval import real, reports
from eval.days import GOLDEN
from eval.gate import Ruling, rule
from eval.reports import Reported
from eval.reports.annotations import annotations
from eval.run import DEFAULT, Run, run
from eval.table import lines, rows

DONE, OBJECTS, UNUSABLE = 0, 1, 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options of `draft eval`."""

    writers: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    repeat: int = 1
    accept: str | None = None
    golden: Path | None = None
    baseline: Path | None = None
    models: Path = Path("models.toml")
    out: Path = Path(".draft-eval")
    workers: int | None = None
    fresh: bool = False
    annotate: bool = False
    as_json: bool = False
    real: bool = False
    judge: str = ""
    shared: Path = Path("../shared")

    @property
    def whole(self) -> bool:
        """Whether everything the baseline knows is measured."""
        return not self.days and not self.metrics


def perform(wanted: Wanted) -> int:
    """Run, rule, report; the exit code of CONTRACT.md. Raises UsageError for options that do not fit."""
    if wanted.accept is not None and not wanted.accept.strip():
        raise UsageError("--accept 后面要写理由，例如 --accept “核对器换了读法，见提交说明”。")
    if wanted.accept and not wanted.whole:
        raise UsageError("--accept 要在全部金标日、全部指标上进行；去掉 --day 和 --metric 再来。")
    root = wanted.golden or GOLDEN
    path = wanted.baseline or base.FILE
    tables = _tables(wanted)
    old = _old(wanted, path)
    writers = tuple(dict.fromkeys((DEFAULT, *wanted.writers)))
    cache = wanted.out / "cache"
    done = run(
        writers, root=root, only_days=wanted.days, only=wanted.metrics, repeat=wanted.repeat, tables=tables, judge=wanted.judge,
        cache_folder=None if wanted.fresh else cache, workers=wanted.workers, progress=_progress(wanted),
    )  # fmt: skip
    ruling = rule(done, old, root, whole=wanted.whole, only=wanted.metrics)
    measured = real.measure(wanted.shared, cache, run_now=wanted.real)
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    _report(wanted, Reported(done, ruling, old, root, measured, when))
    if wanted.accept:
        return _accept(wanted.accept, done, ruling, old, path, root)
    return UNUSABLE if done.troubles or not done.outcomes else OBJECTS if ruling.red else DONE


def _old(wanted: Wanted, path: Path) -> base.Baseline | None:
    try:
        return base.read(path)
    except base.BadBaseline as error:
        if not wanted.accept:
            raise
        show.say(f"{error}现在用这次的结果重做。")
        return None


def _accept(why: str, done: Run, ruling: Ruling, old: base.Baseline | None, path: Path, root: Path) -> int:
    """Replace the baseline, unless something could not be measured: that cannot be accepted."""
    failed = [finding for finding in ruling.findings if finding.kind in ("failed", "operator")]
    if done.troubles or failed:
        show.say("有没有量成的指标或用不了的输入，基线没有换：" + "；".join(f.message for f in failed))
        return UNUSABLE if done.troubles else OBJECTS
    new = base.renewed(done, old, why.strip(), date.today().isoformat(), root)
    base.write(new, path)
    show.say(f"基线换好了：{path}。理由和改动记在它的 accepted 里：")
    for change in new.accepted[-1]["changes"]:
        show.say(f"  {change}")
    return DONE


def _tables(wanted: Wanted) -> dict[str, str]:
    """`llm:name` → the `[model]` table of that name in the models' file."""
    named = [writer for writer in wanted.writers if writer.startswith("llm")]
    named += [wanted.judge] if wanted.judge else []
    for writer in wanted.writers:
        if writer != DEFAULT and writer not in named:
            raise UsageError(f"没有叫“{writer}”的写作者；可用的有：embedded、llm:名字。")
    if not named:
        return {}
    try:
        found = tomllib.loads(wanted.models.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(
            f"没有 {wanted.models}：量语言模型要在那里写明各模型的设置，每个名字一张表，键与 draft.toml 的 [model] 相同。"
        ) from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{wanted.models} 读不懂：{error}。") from error
    out = {}
    for writer in named:
        name = writer.partition(":")[2]
        if not isinstance(found.get(name), dict):
            raise UsageError(
                f"{wanted.models} 里没有 [{name}] 这张表；有的是：{'、'.join(found) or '没有'}。写法是 --writer llm:名字。"
            )
        out[writer] = "[model]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in found[name].items())
    return out


def _toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _progress(wanted: Wanted) -> Any:
    if wanted.as_json or not sys.stderr.isatty():
        return lambda _done, _all, _what: None
    return lambda done, everything, what: print(
        f"\r\x1b[K{done}/{everything} {what}",
        end="" if done < everything else "\r\x1b[K",
        file=sys.stderr,
        flush=True,
    )


def _report(wanted: Wanted, reported: Reported) -> None:
    """Files first, so that they are there whatever the terminal does; then the table, or one JSON object."""
    page = reports.write(reported, wanted.out)
    if wanted.as_json:
        print(json.dumps(reports.results(reported), ensure_ascii=False))
        return
    head, body = rows(reported.run, reported.baseline)
    show.say(_plain_table(head, body))
    for name, entry in reported.real.items():
        show.say(f"真实数据 {name}：{entry['shown']}")
    for line in lines(reported.ruling, reported.run.troubles):
        show.say(line)
    show.say(f"报告：{page}")
    if wanted.annotate:
        for line in annotations(reported):
            print(line)


def _plain_table(head: list[str], body: list[list[str]]) -> str:
    from io import StringIO

    from rich.console import Console
    from rich.table import Table

    table = Table(show_edge=False)
    for number, name in enumerate(head):
        table.add_column(name, justify="right" if number else "left", no_wrap=True)
    for row in body:
        table.add_row(*row)
    out = StringIO()
    Console(file=out, width=160, color_system=None).print(table)
    return out.getvalue().rstrip()
