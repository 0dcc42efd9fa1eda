"""Which web pages recent issues lean on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from agent.desk.folder import BriefFolder
from agent.desk.workspace import Workspace
from agent.errors import DraftError
from agent.models import Evidence
from agent.settings import DAY


def briefs(desk: Workspace, days: int | None = None) -> Iterator[tuple[str, BriefFolder]]:
    """The issues of the last `days` days (None: all), newest first: (day, folder)."""
    first = ""
    if days is not None:
        first = (date.fromisoformat(desk.settings.day()) - timedelta(days=days)).isoformat()
    folder = desk.root / "briefs"
    names = (path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ()
    for day in sorted((name for name in names if DAY.fullmatch(name)), reverse=True):
        if day >= first:
            yield day, BriefFolder(desk.brief(day))


def evidence_of(folder: BriefFolder) -> dict[str, Evidence]:
    """An issue's evidence; none where its file is broken, which `draft check` tells of."""
    try:
        return folder.read_evidence()
    except DraftError:
        return {}


def cited_addresses(desk: Workspace, days: int) -> list[str]:
    """The addresses from which the sources were fetched that issues of the last `days` days cite."""
    if days <= 0:
        return []
    ids = {
        e.source_id: e.text_sha256 for _, folder in briefs(desk, days) for e in evidence_of(folder).values()
    }
    out: dict[str, None] = {}
    for id, digest in ids.items():
        source = desk.catalogue.version(id, digest)
        if source is not None and source.line is None and source.origin.startswith(("http://", "https://")):
            out[source.origin] = None
    return list(out)
