"""The command line's own words in Chinese: typer's are English."""

from __future__ import annotations

import re
from typing import Any

from typer._click import exceptions  # typer carries its own click since 0.26 and re-exports only part of it
from typer.core import TyperCommand, TyperGroup

_HELP = (
    (r"^Usage: ", "用法："),
    (r"^Options:$", "选项："),
    (r"^Commands:$", "命令："),
    (r"^Arguments:$", "参数："),
    (r"Show this message and exit\.", "显示这段说明。"),
    (r"\[required\]", "[必填]"),
    (r"; required\]", "；必填]"),
    (r" <(?:int|float) range>", ""),
    (r"\[default: ", "[默认："),
)


def chinese(text: str) -> str:
    """A help page with typer's own words replaced."""
    for pattern, word in _HELP:
        text = re.sub(pattern, word, text, flags=re.MULTILINE)
    return text


#: The order in which help lists the commands: that of a morning, then the parts, then care.
MORNING = (
    "init", "ingest", "slate", "today", "redraft", "check", "import", "publish", "verify-issue",
    "search", "extract", "ground", "sources", "watch", "model", "rebuild", "eval",
)  # fmt: skip


class Command(TyperCommand):
    """A command whose help is Chinese throughout."""

    def get_help(self, ctx: Any) -> str:
        return chinese(super().get_help(ctx))


class Group(TyperGroup):
    """The same for the whole program; commands are listed in the order of a morning."""

    def get_help(self, ctx: Any) -> str:
        return chinese(super().get_help(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(
            self.commands, key=lambda name: MORNING.index(name) if name in MORNING else len(MORNING)
        )


def wrong_use(error: exceptions.UsageError) -> str:
    """typer's complaint as a Chinese sentence that says what to do."""
    command = error.ctx.command_path if error.ctx else "draft"
    if isinstance(error, exceptions.NoSuchOption):
        near = f"，是不是 {'、'.join(error.possibilities)}" if error.possibilities else ""
        said = f"没有选项 {error.option_name}{near}"
    elif isinstance(error, exceptions.MissingParameter):
        said = f"缺少 {_name(error.param)}"
    elif isinstance(error, exceptions.BadParameter):
        said = f"{_name(error.param)} 的值不对（{_value(error.message)}）"
    elif found := re.match(r"No such command ['\"](.*)['\"]", error.message or ""):
        said = f"没有命令 {found[1]}"
    elif found := re.match(r"Got unexpected extra argument\S* \((.*)\)$", error.message or ""):
        said = f"多出了参数 {found[1]}"
    else:
        said = f"用法不对（{error.format_message()}）"
    return f"{said}；用法见 `{command} --help`。"


def _name(parameter: Any) -> str:
    """An option by its longest form, an argument by what help calls it."""
    if parameter is None:
        return "一个参数"
    options = [opt for opt in parameter.opts if opt.startswith("-")]
    return max(options, key=len) if options else str(parameter.metavar or parameter.name)


def _value(message: str) -> str:
    """Why typer refuses a value."""
    if found := re.search(r"is not in the range (\S+?)\.?$", message):
        return f"应在 {found[1]} 之内"
    if re.search(r"is not a valid (integer|float)", message):
        return "应是数字"
    return message
