"""`draft publish`, `draft import`, `draft verify-issue`: importing this module registers them."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated, Any

import typer

from agent.cli import show
from agent.cli.options import AsJson, Date, Desk, day_of, desk_of, open_desk, print_json, stage
from agent.cli.program import app
from agent.cli.words import Command
from agent.errors import UsageError

_JOIN = "\x1f"


class Signed(Command):
    """A command whose `--sign` takes two words each time: typer knows lists of one word only."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        out: list[str] = []
        rest = iter(args)
        for word in rest:
            if word == "--sign":
                pair = [next(rest, ""), next(rest, "")]
                if not pair[0] or pair[1].startswith("--"):
                    raise UsageError('--sign 要写句子的编号和理由，例如 --sign 2.3 "已电话核实"。')
                out += [word, _JOIN.join(pair)]
            else:
                out.append(word)
        return super().parse_args(ctx, out)


@app.command(cls=Signed)
def publish(
    desk: Desk = None,
    date: Date = None,
    sign: Annotated[
        list[str] | None,
        typer.Option(
            "--sign", metavar="ID 理由", help='为一句话签字担责，例如 --sign 2.3 "已电话核实"；可写多次。'
        ),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="签字的人；不写则是这台机器上的用户名。")
    ] = None,
    working: Annotated[
        bool, typer.Option("--working", help="只写出编辑用的 Word 工作稿（每句旁边有证据），不过关口。")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """出版这一期：核对、过关口，写出 PDF、Word、网页、公众号、纯文本各版。"""
    from agent.desk.publish import publish, working_copy

    space = open_desk(desk)
    day = day_of(space, date)
    if working:
        path = working_copy(space, day, show.say)
        if as_json:
            print_json({"date": day, "working": str(path)})
        else:
            show.say(f"工作稿：{path}\n改好后用 `draft import {path}` 带回 brief.md。")
        return
    result = publish(space, day, signs=_pairs(sign), by=by or _user(), stage=stage(as_json), tell=show.say)
    if as_json:
        print_json(
            {
                "date": day,
                "published": not result.gate.open,
                "folder": str(result.folder),
                "files": result.files,
                "objections": [{"id": o.id, "message": o.message} for o in result.gate.open],
                "signed": [s.record() for s in result.gate.signed],
                "failed": result.failed,
                "warnings": result.warnings,
            }
        )
    else:
        _told(result)
    if result.gate.open:
        raise typer.Exit(1)
    if result.failed:
        raise typer.Exit(3)


@app.command(name="import", cls=Command)
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.docx", help="在 Word 里改过的稿子。")],
    desk: Desk = None,
    date: Date = None,
    as_json: AsJson = False,
) -> None:
    """把 Word 里的修改带回 brief.md，脚注跟着句子走。"""
    from agent.desk.import_word import import_word, said

    space = open_desk(desk or desk_of(file))
    result = import_word(space, file, date, show.say)
    back = result.edit.back
    if as_json:
        print_json(
            {
                "brief": str(result.path) if result.path else None,
                "changed": result.path is not None,
                "spared": result.spared,
                "lost": [lost.model_dump() for lost in back.lost],
                "gone": list(back.gone),
                "inherited": list(back.inherited),
                "warnings": list(back.warnings),
            }
        )
        return
    for line in said(result.edit):
        show.say(line)
    if result.path is None:
        show.say("Word 稿和 brief.md 一样，没有改动。")
    elif result.spared:
        show.say(
            f"brief.md 在 Word 稿做出之后又改过，没有动它；Word 稿的内容写在 {result.path}，请对照合并。"
        )
    else:
        show.say(f"改好了：{result.path}（原来的在 brief.before-import.md）\n下一步：draft check")


@app.command(name="verify-issue", cls=Command)
def verify_issue(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="要验的文件；不写则验 --date 那一期的全部。"),
    ] = None,
    desk: Desk = None,
    date: Date = None,
    as_json: AsJson = False,
) -> None:
    """验证出版的各版就是当时核对过的那一份；有对不上的以 1 结束。"""
    from agent.desk.prove import verify_issue

    space = open_desk(desk)
    found = verify_issue(space, day_of(space, date), files or ())
    if as_json:
        print_json(
            {
                "good": all(f.good for f in found),
                "findings": [{"what": f.what, "good": f.good, "message": f.message} for f in found],
            }
        )
    else:
        for finding in found:
            show.say(f"{'✓' if finding.good else '✗'} {finding.what}：{finding.message}")
    if not all(f.good for f in found):
        raise typer.Exit(1)


def _pairs(values: list[str] | None) -> list[tuple[str, str]]:
    pairs = (value.partition(_JOIN) for value in values or ())
    return [(id, reason) for id, _, reason in pairs]


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "未具名"


def _told(result: Any) -> None:
    """What `draft publish` says in the terminal."""
    for note in result.gate.notes:
        show.say(note)
    for warning in result.warnings:
        show.say(f"注意：{warning}")
    if result.gate.open:
        show.say(f"还不能出版，有 {len(result.gate.open)} 处要处理：")
        for objection in result.gate.open:
            show.say(f"  {objection.id or '—'}\t{objection.message}")
        ids = [o.id for o in result.gate.open if o.id]
        if ids:
            show.say(f'改好 brief.md 再来；或逐句签字担责：--sign {ids[0]} "理由"（标 — 的只能改）。')
        return
    for signature in result.gate.signed:
        show.say(f"签字：{signature.id}，{signature.by}：{signature.reason}")
    for message in result.failed.values():
        show.say(f"没有做成：{message}")
    if result.sample:
        show.say("这一期用的是示例资料，各版都带有示例字样。")
    show.say(f"出版好了：{result.folder}")
    for name in result.files:
        show.say(f"  {name}")
