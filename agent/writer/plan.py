"""One editorial plan for an issue: what each section is about and what links them. A missing plan stops nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.models import Assignment, Source
from agent.text.sentences import sentences
from agent.writer import clutter
from agent.writer.caller import Call, Caller
from agent.writer.evidence import ranked
from agent.writer.faults import Failed, Unusable
from agent.writer.parsing import listed, read_json, text_of
from agent.writer.prompts import Prompts
from agent.writer.style import Style

#: Characters of a source that are shown, the event's first and the next, cut where a sentence ends; sources of an event.
_OPENING, _NEXT, _SOURCES = 420, 220, 2


@dataclass(frozen=True, slots=True)
class Plan:
    """The day's one idea, by section number the angle, and what links the sections: of use above them, not in them."""

    idea: str = ""
    links: tuple[str, ...] = ()
    angles: Mapping[int, str] = field(default_factory=dict)

    def thread(self) -> str:
        """The idea with the links, for whoever writes above the sections."""
        links = f"（{'；'.join(self.links)}）" if self.links else ""
        return f"{self.idea}{links}"


def plan(
    caller: Caller, prompts: Prompts, style: Style, assignments: Sequence[Assignment], date: str
) -> Plan:
    """Ask for a plan; an empty one where none comes."""
    prompt = prompts["plan"]
    messages = prompt.render(
        house=style.house.title, date=date, voice=style.manner.voice,
        events="\n\n".join(_event(assignment, style) for assignment in assignments),
    )  # fmt: skip
    try:
        return caller.ask(Call("plan", messages, prompt.answer, prompt.limit), _read)
    except Failed:
        return Plan()


def _event(assignment: Assignment, style: Style) -> str:
    columns = {column.id: column.name for column in style.house.columns}
    sources = ranked(assignment.sources, style.house.publishers)[:_SOURCES]
    lines = [
        f"{assignment.number}. 【{columns.get(assignment.event.column, assignment.event.column)}】{assignment.event.heading}"
    ]
    lines += [
        f"   {source.publisher or '发布者不详'} {source.day}：{_beginning(source, most)}"
        for source, most in zip(sources, (_OPENING, _NEXT), strict=False)
    ]
    return "\n".join(lines)


def _beginning(source: Source, most: int) -> str:
    """The first sentences of a source, at most about `most` characters; where the first is longer, what fits of it."""
    start, stop = clutter.body(source.text, source.title)
    text = source.text[start:stop]
    ends = [end for _, end in sentences(text[: 2 * most]) if end <= most]
    return " ".join(text[: ends[-1] if ends else most].split())


def _read(text: str) -> Plan:
    try:
        found = read_json(text)
    except ValueError:
        raise Unusable("wrong") from None
    angles: dict[int, str] = {}
    links: list[str] = []
    for at, element in enumerate(listed(found, "sections"), 1):
        number = text_of(element, "n", "number") or str(at)
        angle = text_of(element, "angle", "角度")[:120]
        if not number.isdigit():
            continue
        if angle:
            angles[int(number)] = angle
        if link := _link(element):
            links.append(f"第{number}节：{link}")
    if not angles:
        raise Unusable("wrong")
    idea = text_of(found, "idea", "主线") if isinstance(found, dict) else ""
    return Plan(idea[:80], tuple(links), angles)


def _link(element: object) -> str:
    return text_of(element, "link")[:40] if isinstance(element, dict) else ""
