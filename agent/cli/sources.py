"""`draft sources` and `draft watch`: how the followed sources are, and what changed on pages that were cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.cli import show
from agent.cli.options import AsJson, Date, Desk, day_of, open_desk, print_json
from agent.cli.words import Command
from agent.text.marks import in_title_marks

if TYPE_CHECKING:
    from agent.desk.health import Health
    from agent.desk.watch import Change
    from agent.desk.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(cls=Command)(sources)
    app.command(cls=Command)(watch)


def sources(
    desk: Desk = None,
    starter: Annotated[
        bool, typer.Option("--starter", help="列出这份刊物的起始来源，可接在 draft.toml 后面；地址未经核实。")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """看看关注的来源近况如何：最近一次成功、收了多少、为什么失败、该怎么办。"""
    from agent.desk.health import health, uncovered

    space = open_desk(desk)
    if starter:
        _starter(space)
        return
    found = health(space)
    if as_json:
        print_json({"sources": [_data(h) for h in found], "uncovered": uncovered(space)})
        return
    if not found:
        show.say("draft.toml 里还没有关注任何来源；在 [[sources]] 里写上名字和地址。")
        return
    _table(found, space)
    for line in uncovered(space):
        show.say(line)


def _starter(space: Workspace) -> None:
    path = space.house.folder / "sources.toml"
    if not path.is_file():
        show.say(f"刊物 {space.house.name} 没有起始来源。")
        return
    print("\n" + path.read_text(encoding="utf-8").rstrip())


def _data(h: Health) -> dict[str, Any]:
    return {
        "name": h.source.name,
        "where": h.source.url or h.source.path,
        "tier": h.source.tier,
        "column": h.source.column,
        "official": h.official,
        "state": h.state,
        "said": h.said,
        "last_success": h.last_success,
        "last_new": h.last_new,
        "new_7_days": h.recent,
        "failures": dict(h.failures),
        "failing_days": h.failing,
        "silent_days": h.silent,
        "advice": h.advice,
    }


def _table(found: Sequence[Health], space: Workspace) -> None:
    out = show.console(error=False)
    table = show.table("来源", "栏目", "近况", "成功", "有新", "7天", "失败")
    for column in table.columns[3:6]:
        column.no_wrap = True
    columns = {c.id: c.name for c in space.house.columns}
    for h in found:
        failures = "，".join(f"{kind}×{count}" for kind, count in h.failures[:3])
        state = f"静默{h.silent}天" if h.state == "silent" else h.said
        days = (day[5:] or "－" for day in (h.last_success, h.last_new))
        recent = "" if h.source.path else str(h.recent)
        name = ("＊" if h.official else "") + h.source.name
        table.add_row(name, columns.get(h.source.column, ""), state, *days, recent, failures)
    out.print(table)
    out.print(
        "成功、有新：最近一次；7天：收了几篇" + ("；＊官方来源" if any(h.official for h in found) else "")
    )
    advised = [h for h in found if h.advice]
    if advised:
        out.print("建议：")
    for h in advised:
        out.print(f"  {h.source.name}：{h.advice}")
        if h.source.url:
            out.print(f"    {h.source.url}")


def watch(
    desk: Desk = None,
    date: Date = None,
    offline: Annotated[bool, typer.Option("--offline", help="不上网，只看已经收入的变化。")] = False,
    as_json: AsJson = False,
) -> None:
    """看看引用过的网页后来改没改：涉及哪些句子，前后各怎么说；已刊出的写一份更正草稿。"""
    from agent.desk.watch import changes, look_again, write_corrections

    space = open_desk(desk)
    if not offline:
        look_again(space, show.say)
    found = changes(space, None, day_of(space, date) if date else "")
    with space.lock("watch", show.say):
        drafts = write_corrections(space, found)
    if as_json:
        print_json({"changes": [asdict(change) for change in found], "corrections": drafts})
        return
    if not found:
        show.say("引用过的网页都还是原来的话。")
    for change in found:
        _told(change)
    for path in drafts:
        show.say(f"更正草稿：{path}")


def _told(change: Change) -> None:
    from agent.desk.watch import marked

    out = show.console(error=False)
    issue = f"{change.day} 一期" + ("（已刊出）" if change.published else "（未刊出）")
    out.print(f"\n{issue}　{change.publisher}{in_title_marks(change.title)}")
    if change.url:
        out.print(f"  {change.url}")
    then, now = marked(change) if change.now else (change.then, "")
    table = show.table("当时", "现在")
    missing = "（网页已撤下）" if change.gone else "（没有与之相近的话了）"
    table.add_row(then, now or missing)
    out.print(table)
    for sentence in change.sentences:
        verdict = "仍然成立" if sentence.holds else "；".join(sentence.reasons) or "没有依据"
        out.print(f"  {sentence.id}　{sentence.text}")
        out.print(f"      按现在的网页核对：{verdict}。")
    if not change.sentences:
        out.print("  稿子里已经没有句子引用它。")
