"""`draft check`: of brief.md as it lies there, or of a Word file that came back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.options import AsJson, Date, Desk, day_of, desk_of, open_desk, print_json
from agent.cli.program import app
from agent.cli.words import Command

if TYPE_CHECKING:
    from agent.desk.verify import Checked

#: What Word writes; of these docx is read, the others are turned away with a sentence of their own.
WORD_ENDINGS = (".docx", ".docm", ".dotx", ".doc")


@app.command(cls=Command)
def check(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="要核对的 brief.md 或改过的 .docx；不写则是 --date 那一天的。"),
    ] = None,
    desk: Desk = None,
    date: Date = None,
    as_json: AsJson = False,
) -> None:
    """逐句核对稿子和它的来源；有对不上的以 1 结束。"""
    space = open_desk(desk if desk or not file else desk_of(file))
    if file and file.suffix.lower() in WORD_ENDINGS:
        from agent.desk.import_word import check_word, said

        edit, found, page = check_word(space, file, date)
        _answer(found, said(edit), file.name, page, as_json)
    else:
        from agent.desk.folder import BriefFolder
        from agent.desk.verify import check_brief

        folder = BriefFolder(file.resolve().parent if file else space.brief(day_of(space, date)))
        name = (file or folder.brief).name
        found = check_brief(space, folder, file)
        troubles = [f"{name} 第 {t.line} 行：{t.message}" for t in found.reading.troubles]
        _answer(found, troubles, name, folder.path / "report.html", as_json)


def _answer(found: Checked, troubles: Sequence[str], name: str, page: Path, as_json: bool) -> None:
    """The verdicts on stdout or stderr; exit code 1 where one of them keeps a sentence from the reader."""
    from agent.cli import verdicts
    from agent.ground.report import FREE

    report = found.report
    if as_json:
        print_json(
            {
                "schema": "draft.report/1",
                "date": report.date,
                "sentences": [s.model_dump(mode="json") for s in report.sentences],
                "counts": report.counts,
                "troubles": list(troubles),
                "offers": [o.model_dump(mode="json") for o in found.offers],
            }
        )
    else:
        for trouble in troubles:
            show.say(trouble)
        verdicts.checked(found, name)
        show.say(f"核对：{page}")
    if not report.sentences or any(s.verdict not in FREE for s in report.sentences):
        raise typer.Exit(1)
