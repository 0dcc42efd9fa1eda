"""What the LLM writer gets beside the slate: background from the whole desk, and what earlier issues told."""

from __future__ import annotations

import re
from datetime import date, timedelta

from agent.desk.folder import BriefFolder
from agent.desk.workspace import Workspace
from agent.models import Event, Slate, Source
from agent.text.names import aliases, read_names
from agent.writer.article import is_chinese

#: (days back from, days back to, sources taken): today's others on the matter, the last fortnight, the last year.
_REACHES = ((1, 0, 2), (14, 2, 2), (366, 15, 2))
_OPENING = 120
#: Originals in another language: days back, how many, how much of a Chinese report is read for their names, and how
#: many of these an original must bear.
_FOREIGN, _ORIGINALS, _READ, _NAMED = 14, 2, 1200, 2
_DOLLARS = re.compile(r"(\d+(?:\.\d+)?)亿(?:美元|欧元|英镑)")
#: How the slate says that a story goes on: see agent.slate.reasons.
_UPDATE = re.compile(r"^更新：(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日曾报")


def material(desk: Workspace, slate: Slate, day: str, window: int) -> list[tuple[Source, ...]]:
    """For each chosen event further sources on the same matter, found by words and meaning: today's, then older ones.

    Sources of other chosen events stay with those; of a family only one is taken.
    """
    taken = {id for event in slate.chosen for id in event.sources}
    return [_around(desk, event, day, window, taken) for event in slate.chosen]


def _around(desk: Workspace, event: Event, day: str, window: int, taken: set[str]) -> tuple[Source, ...]:
    known = desk.catalogue.get(event.sources)
    families = {source.family for source in known.values() if source.family}
    lead = known.get(event.sources[0])
    query = f"{event.heading} {lead.text[:_OPENING] if lead else ''}"
    out: list[Source] = []
    for first, last, count in _REACHES:
        since = _before(day, max(first, window - 1) if not last else first)
        hits = desk.searcher.search(query, 3 * count, since=since, until=_before(day, last))
        found = desk.catalogue.get([hit.source_id for hit in hits])
        fresh = 0
        for hit in hits:
            source = found.get(hit.source_id)
            if (
                source is None
                or source.id in taken
                or (source.family and source.family in families)
                or fresh >= count
            ):
                continue
            out.append(source)
            families.add(source.family or source.id)
            fresh += 1
    return (*_originals(desk, event, known, day, taken), *out)


def _originals(
    desk: Workspace, event: Event, known: dict[str, Source], day: str, taken: set[str]
) -> list[Source]:
    """Reports in another language that the event's Chinese ones draw on: found by the names and sums both bear."""
    told = [known[id] for id in event.sources if id in known]
    text = event.heading + "".join(source.text[:_READ] for source in told[:3] if is_chinese(source))
    terms = _latin_terms(text)
    if len(terms) < _NAMED:
        return []
    hits = desk.searcher.search(" ".join(terms), 12, since=_before(day, _FOREIGN), until=day)
    found = desk.catalogue.get([hit.source_id for hit in hits])
    out: dict[str, tuple[int, Source]] = {}
    for hit in hits:
        source = found.get(hit.source_id)
        if source is None or source.id in known or source.id in taken or is_chinese(source):
            continue
        said = f"{source.title} {source.publisher} {source.text}".lower()
        borne = sum(bool(re.search(rf"(?<![a-z0-9.]){re.escape(term.lower())}", said)) for term in terms)
        if borne >= _NAMED:
            out.setdefault(source.family or source.id, (borne, source))
    best = sorted(out.values(), key=lambda pair: -pair[0])
    return [source for _, source in best[:_ORIGINALS]]


def _latin_terms(text: str) -> list[str]:
    """What a report in English would call the names and sums of a Chinese one."""
    terms: dict[str, None] = {}
    for name in read_names(text):
        if name.kind == "latin" and len(name.text) > 3:
            terms[name.text] = None
        elif name.kind != "place":
            forms = [form for form in aliases().get(name.text.lower(), ()) if form.isascii()]
            terms.update(dict.fromkeys(forms[:2]))
    terms.update({f"{float(sum_) / 10:g} billion": None for sum_ in _DOLLARS.findall(text)})
    return list(terms)[:16]


def told_before(desk: Workspace, slate: Slate, day: str) -> dict[int, str]:
    """By section number, what an earlier issue told of a story that goes on."""
    out: dict[int, str] = {}
    for number, event in enumerate(slate.chosen, 1):
        marks = [mark for reason in event.reasons if (mark := _UPDATE.match(reason))]
        for mark in marks[:1]:
            out[number] = _past(desk, event, _day(mark, day))
    return {number: text for number, text in out.items() if text}


def _past(desk: Workspace, event: Event, past: str) -> str:
    """The section of the issue of `past` that shares most with the event: sources first, then words of the heading."""
    words = set(event.heading)
    best: tuple[float, str] = (0.0, "")
    for told in BriefFolder(desk.brief(past)).run().get("events", []):
        shared = 10.0 * bool(set(told.get("sources", [])) & set(event.sources))
        heading = told.get("heading", "")
        shared += len(words & set(heading)) / (len(words) or 1)
        best = max(best, (shared, f"{past} {heading}：{told.get('text', '')}"), key=lambda pair: pair[0])
    return best[1]


def _day(mark: re.Match[str], day: str) -> str:
    """The day a reason names, in the year that lies before `day`."""
    year = int(mark[1] or day[:4])
    found = date(year, int(mark[2]), int(mark[3]))
    if found.isoformat() >= day and not mark[1]:
        found = found.replace(year=year - 1)
    return found.isoformat()


def _before(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()
