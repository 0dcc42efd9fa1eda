"""Annotations for GitHub: each finding at the file and line it is about, as workflow commands on stdout."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from agent.desk.folder import BriefFolder
from agent.errors import DraftError
from eval.gate import Finding
from eval.reports import Reported
from eval.subject import APPROVED
from eval.table import KINDS, title

#: GitHub shows ten errors a step; more only fill the log.
_MOST = 50


def annotations(reported: Reported) -> Iterator[str]:
    """`::error file=…,line=…,title=…::…` for each finding and each unusable input."""
    for finding in reported.ruling.findings[:_MOST]:
        file, line = _place(finding, reported.root)
        name = f"{KINDS[finding.kind]} {title(finding.subject)} {finding.day}".strip()
        text = "\n".join(part for part in (finding.message, finding.text, finding.source[:200]) if part)
        yield f"::error file={_property(file)},line={line},title={_property(name)}::{_data(text)}"
    for trouble in reported.run.troubles:
        file = _relative(reported.root / trouble.file)
        yield f"::error file={_property(file)},line=1,title=用不了::{_data(trouble.message)}"


def _place(finding: Finding, root: Path) -> tuple[str, int]:
    """An approved brief's own sentence; else the day's expectations, else the baseline."""
    folder = root / finding.day
    if finding.day and finding.subject == APPROVED:
        return _relative(folder / "brief.md"), lines(folder).get(finding.where, 1)
    if finding.day:
        return _relative(folder / "expectations.yaml"), 1
    return _relative(root.parent / "baseline.json"), 1


@cache
def lines(folder: Path) -> dict[str, int]:
    """Sentence → line of its brief.md; nothing where it cannot be read."""
    try:
        return dict(BriefFolder(folder).read_brief().lines)
    except DraftError:
        return {}


def _relative(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
