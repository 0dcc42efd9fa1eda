"""`draft eval`: the harness as a command, registered through the entry-point group `draft.commands`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent.cli.words import Command, Group

#: Where reports, past runs and finished pieces lie unless `--out` says otherwise.
OUT = Path(".draft-eval")

program = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    add_completion=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def register(app: typer.Typer) -> None:
    """Add the command to draft's own, once."""
    if any(group.name == "eval" for group in app.registered_groups):
        return
    app.add_typer(program, name="eval", help="评测：在金标日上量这套程序，与基线比较，决定放不放行。")


@program.callback()
def evaluate(  # noqa: PLR0913, PLR0917
    context: typer.Context,
    writer: Annotated[
        list[str] | None,
        typer.Option(
            "--writer", metavar="NAME", help="量谁写的：embedded，或 llm:名字（见 --models）；可写多个。"
        ),
    ] = None,
    day: Annotated[
        list[str] | None, typer.Option("--day", metavar="YYYY-MM-DD", help="只量这几天；可写多个。")
    ] = None,
    metric: Annotated[
        list[str] | None, typer.Option("--metric", metavar="NAME", help="只量这几个指标；可写多个。")
    ] = None,
    repeat: Annotated[
        int, typer.Option("--repeat", metavar="N", min=1, max=50, help="语言模型每天写几遍。")
    ] = 1,
    judge: Annotated[
        str,
        typer.Option(
            "--judge",
            metavar="NAME",
            help="再请一个语言模型（llm:名字）评判成稿里有据的句子；回答录在金标日里。",
        ),
    ] = "",
    accept: Annotated[
        str | None,
        typer.Option("--accept", metavar="理由", help="用这次的结果替换基线和底线；理由会记下来。"),
    ] = None,
    golden: Annotated[
        Path | None, typer.Option("--golden", metavar="DIR", help="金标日的文件夹；不写则用自带的。")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="基线文件；不写则用自带的。")
    ] = None,
    models: Annotated[
        Path, typer.Option("--models", metavar="FILE", help="各语言模型的设置，一个名字一张表。")
    ] = Path("models.toml"),
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="报告写到哪里。")] = OUT,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, max=64, help="同时几个进程。")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="不用存下的结果，全部重做。")] = False,
    annotate: Annotated[bool, typer.Option("--annotate", help="另外输出 GitHub 的行内标注。")] = False,
    real: Annotated[
        bool, typer.Option("--real", help="真实数据也现在就量（几分钟）；不写则只列上次量过、代码没有变的。")
    ] = False,
    shared: Annotated[
        Path,
        typer.Option(
            "--shared",
            metavar="DIR",
            envvar="DRAFT_SHARED",
            show_envvar=False,
            help="真实数据在哪个文件夹（里面有 bench/）。",
        ),
    ] = Path("../shared"),
    as_json: Annotated[bool, typer.Option("--json", help="标准输出只有一个 JSON 对象。")] = False,
) -> None:
    """量一遍，与基线比较。0 放行，1 不放行，2 用法不对，3 有输入用不了。"""
    if context.invoked_subcommand:
        return
    from eval.session import Wanted, perform

    wanted = Wanted(
        writers=tuple(writer or ()), days=tuple(day or ()), metrics=tuple(metric or ()), repeat=repeat, accept=accept, judge=judge,
        golden=golden, baseline=baseline, models=models, out=out, workers=workers, fresh=fresh,
        annotate=annotate, as_json=as_json, real=real, shared=shared,
    )  # fmt: skip
    code = perform(wanted)
    if code:
        raise typer.Exit(code)


@program.command("new", cls=Command)
def new(
    source: Annotated[
        Path, typer.Option("--from", metavar="DIR", help="一期已经定稿的文件夹，如 briefs/2026-06-15。")
    ],
    golden: Annotated[
        Path | None, typer.Option("--golden", metavar="DIR", help="金标日放在哪里；不写则用自带的。")
    ] = None,
) -> None:
    """从一期定稿做一个新的金标日：抄来源、成稿和证据，列出待填的期望。"""
    from agent.cli.show import say
    from eval.new import make

    made = make(source, golden)
    say(f"金标日做好了：{made.folder}（{made.sources} 件来源）。")
    say(
        "下一步：打开 expectations.yaml，逐条核对事件、关键事实，补上陷阱句；再运行 draft eval --day "
        + made.day
    )


def main() -> None:
    """`python -m eval`: the same command from a checkout that is not installed."""
    import sys

    from agent.cli import main as draft_main
    from agent.cli.program import app

    register(app)
    draft_main(["eval", *sys.argv[1:]])
