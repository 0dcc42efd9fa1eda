"""The program itself: its name, its help, the options of the whole."""

from __future__ import annotations

from typing import Annotated

import typer

from agent.cli.words import Group

app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="每日简报的编辑台：收入来源，提出一期，逐句核对，交编辑定稿。",
)


def version(value: bool) -> None:
    """Print the version and leave."""
    if value:
        from agent import __version__

        print(f"draft {__version__}")
        raise typer.Exit


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="出错时显示程序的调用过程。")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="显示版本。")
    ] = False,
) -> None:
    """Options of the whole program; `--debug` is read in `agent.cli.main`, wherever it stands."""
