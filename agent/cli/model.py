"""`draft model`, and what the terminal shows while a model writes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from agent.cli import show
from agent.cli.options import AsJson, Desk, open_desk, print_json
from agent.cli.words import Command

if TYPE_CHECKING:
    from agent.desk.authors import Watch

_STAGES = {
    "plan": "定写法",
    "section": "写",
    "repair": "改",
    "closing": "标题和摘要",
    "judge": "复核",
    "ping": "试问",
}


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(cls=Command)(model)


def model(desk: Desk = None, as_json: AsJson = False) -> None:
    """看看语言模型是怎么设的，并用一次很小的调用试一试。"""
    from agent.desk.model import try_model

    result = try_model(open_desk(desk))
    if as_json:
        print_json(result)
    else:
        _told(result)
    if not result["ok"]:
        raise typer.Exit(3)


def _told(result: dict[str, Any]) -> None:
    show.say(f"接口：{result['host']}" + (f"（{result['preset']}）" if result["preset"] else ""))
    show.say(f"模型：{result['model']}")
    key = result["key_env"]
    show.say(
        "密钥：不需要" if not key else f"密钥：环境变量 {key} " + ("已设" if result["key_set"] else "没有设")
    )
    show.say(f"结构化输出：{result['output']}　数 token：{result['tokens']}")
    show.say(f"价格：{result['prices']}")
    for fault in result["faults"]:
        show.say(f"  途中：{fault['message']}")
    if result["ok"]:
        show.say(
            f"试问：答了“{result['answer']}”，{result['seconds']:.1f} 秒，{result['tokens_in']}+{result['tokens_out']} token，花费 {_money(result)}。"
        )
    else:
        show.say(f"试问：没有成。{result['problem']}。")


def _money(account: dict[str, Any]) -> str:
    cost = account["cost"]
    return "未知" if cost == "unknown" else f"{cost:.4f} {account['currency']}"


@contextmanager
def writing() -> Iterator[Watch]:
    """How far each section is, on one line that keeps changing; nothing away from a terminal."""
    if not sys.stderr.isatty():
        yield lambda _stage, _number, _length: None
        return
    from rich.live import Live
    from rich.text import Text

    parts: dict[tuple[str, int], int] = {}
    with Live(console=show.console(), transient=True, refresh_per_second=8) as live:

        def watch(stage: str, number: int, length: int) -> None:
            parts[stage, number] = length
            lines = [
                f"{_STAGES.get(s, s)}{f'第{n}节' if n else ''} {count} 字"
                for (s, n), count in sorted(parts.items(), key=lambda p: p[0][1])
            ]
            live.update(Text("  ".join(lines)))

        yield watch


def accounted(account: dict[str, Any], say: Callable[[str], None] = show.say) -> None:
    """Tokens and money, what became of the model's sentences, and what went wrong, for the summary of a run."""
    if not account:
        return
    total, counts = account["total"], account["sentences"]
    say(
        f"模型：{account['endpoint']['model']}，调用 {total['calls']} 次（另有 {total['cached']} 次用了已存的回答），"
        f"{total['tokens_in']}+{total['tokens_out']} token，花费 {_money({**total, 'currency': account['currency']})}。"
    )
    say(
        f"模型写了 {counts['asked']} 句：一次通过 {counts['kept']}，改后通过 {counts['repaired']}，"
        f"换成摘录 {counts['replaced']}，略去 {counts['left_out']}。"
    )
    seen: dict[str, int] = {}
    for fault in account["faults"]:
        where = f"第{fault['section']}节" if fault["section"] else _STAGES.get(fault["stage"], fault["stage"])
        seen[f"{where}：{fault['message']}"] = seen.get(f"{where}：{fault['message']}", 0) + 1
    for line, count in list(seen.items())[:8]:
        say(f"  {line}" + (f"（{count} 次）" if count > 1 else "") + "。")
