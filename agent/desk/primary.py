"""The article that a reprint was copied from, where the desk has it though it is older than the window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from agent.desk.workspace import Workspace
from agent.models import Source

#: Days by which the first publication may lie before its reprint.
WITHIN = 3


def with_primary(desk: Workspace, sources: Sequence[Source]) -> tuple[Source, ...]:
    """The sources of an event, led by the origin of the first one where that is another's reprint.

    A reader is sent to who said it first: the section opens with the origin's day and cites its text.
    """
    if not sources or not sources[0].reprint_of:
        return tuple(sources)
    reprint = sources[0]
    kin = "SELECT id FROM sources WHERE family=? AND day<? ORDER BY day, id LIMIT 20"
    found = desk.catalogue.get(
        [id for (id,) in desk.catalogue.database.execute(kin, (reprint.family, reprint.day))]
    )
    origins = [
        source
        for source in found.values()
        if source.publisher == reprint.reprint_of and not source.reprint_of and _near(source, reprint)
    ]
    known = {source.id for source in sources}
    return (*(origin for origin in origins[:1] if origin.id not in known), *sources)


def _near(origin: Source, reprint: Source) -> bool:
    try:
        gap = date.fromisoformat(reprint.day) - date.fromisoformat(origin.day)
    except ValueError:
        return False
    return 0 < gap.days <= WITHIN
