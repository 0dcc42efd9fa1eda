"""Who said it first: the article that a reprint was copied from, through several links, where the desk has it.

A page names where it had its text from (`来源：新华社`, `转载自…`). What ties the two is that name and the likeness of
their texts, looked for when an issue is written or checked: so it does not matter which of them came in first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from agent.desk.offers import Offer
from agent.desk.workspace import Workspace
from agent.models import Evidence, Report, Source
from agent.writer.align import align

#: Days by which the first publication may lie before its reprint, and links of a chain that are followed.
WITHIN, _LINKS = 3, 6
_MARKS = re.compile(r"[\W_]+")


def chain(desk: Workspace, source: Source) -> tuple[Source, ...]:
    """The articles a reprint goes back to, the nearest first, the last of them the first publication the desk has.

    () for what is no reprint, whose origin the desk does not have, or where each says that it had it from the other.
    """
    out: list[Source] = []
    at = source
    while at.reprint_of and len(out) < _LINKS:
        origin = _origin(desk, at)
        if origin is None:
            break
        if origin.id in {source.id, *(link.id for link in out)}:
            return ()
        out.append(origin)
        at = origin
    return tuple(out)


def with_primary(desk: Workspace, sources: Sequence[Source]) -> tuple[Source, ...]:
    """The sources of an event, led by the origin of the first one where that is another's reprint.

    A reader is sent to who said it first: the section opens with the origin's day and cites its text.
    """
    origins = chain(desk, sources[0])[-1:] if sources else ()
    return (*origins, *(source for source in sources if source.id not in {origin.id for origin in origins}))


def first_hand(desk: Workspace, report: Report, evidence: Mapping[str, Evidence]) -> Iterator[Offer]:
    """For each sentence that leans on a reprint whose words stand in its origin too: the origin, to be cited instead."""
    known: dict[str, Source | None] = {}
    for sentence in report.sentences:
        for key in sentence.cites:
            id = evidence[key].source_id if key in evidence else ""
            if id and id not in known:
                found = desk.catalogue.get([id])
                known[id] = next(iter(chain(desk, found[id])[-1:]), None) if id in found else None
            origin = known.get(id)
            place = align(evidence[key].quote, origin.text) if origin else None
            if origin and place:
                yield Offer(
                    sentence=sentence.id, source_id=origin.id, publisher=origin.publisher, title=origin.title,
                    published=origin.published, span=place.span, quote=origin.text[slice(*place.span)], instead_of=id,
                )  # fmt: skip
                break


def _origin(desk: Workspace, reprint: Source) -> Source | None:
    """The article of the publisher a reprint names, of the same words and not younger; one of its own before others."""
    kin = "SELECT id, publisher, day, reprint_of FROM sources WHERE family=? AND id!=? ORDER BY day, id LIMIT 500"
    rows = desk.catalogue.database.execute(kin, (reprint.family, reprint.id))
    fitting = [
        (bool(copied), day, id)
        for id, publisher, day, copied in rows
        if _same(publisher, reprint.reprint_of) and not _same(publisher, copied) and _near(day, reprint.day)
    ]
    return desk.catalogue.get([min(fitting)[2]]).popitem()[1] if fitting else None


def _same(one: str, other: str) -> bool:
    """Whether two names may be of one house: 新华社 and 新华社客户端."""
    a, b = (_MARKS.sub("", unicodedata.normalize("NFKC", name)).lower() for name in (one, other))
    return len(a) > 1 and len(b) > 1 and (a in b or b in a)


def _near(origin: str, reprint: str) -> bool:
    try:
        gap = date.fromisoformat(reprint) - date.fromisoformat(origin)
    except ValueError:
        return False
    return 0 <= gap.days <= WITHIN
