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
    (r"\[default: ", "[默认："),
)


def chinese(text: str) -> str:
    """A help page with typer's own words replaced."""
    for pattern, word in _HELP:
        text = re.sub(pattern, word, text, flags=re.MULTILINE)
    return text


class Command(TyperCommand):
    """A command whose help is Chinese throughout."""

    def get_help(self, ctx: Any) -> str:
        return chinese(super().get_help(ctx))


class Group(TyperGroup):
    """The same for the whole program; commands are listed in the order of a morning."""

    def get_help(self, ctx: Any) -> str:
        return chinese(super().get_help(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)


def wrong_use(error: exceptions.UsageError) -> str:
    """typer's complaint as a Chinese sentence that says what to do."""
    command = error.ctx.command_path if error.ctx else "draft"
    if isinstance(error, exceptions.NoSuchOption):
        near = f"，是不是 {'、'.join(error.possibilities)}" if error.possibilities else ""
        said = f"没有选项 {error.option_name}{near}"
    elif isinstance(error, exceptions.MissingParameter):
        said = f"缺少{error.param.human_readable_name if error.param else '一个参数'}"
    elif isinstance(error, exceptions.BadParameter):
        name = error.param.opts[0] if error.param and error.param.opts else "参数"
        said = f"{name} 的值不对（{error.message}）"
    elif found := re.match(r"No such command ['\"](.*)['\"]", error.message or ""):
        said = f"没有命令 {found[1]}"
    elif found := re.match(r"Got unexpected extra arguments? \((.*)\)", error.message or ""):
        said = f"多出了参数 {found[1]}"
    else:
        said = f"用法不对（{error.format_message()}）"
    return f"{said}；用法见 `{command} --help`。"
