"""One section of an issue written again: the rest of brief.md stays byte for byte."""

from __future__ import annotations

import difflib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.desk.authors import Terms, background, check_writer, llm_writer
from agent.desk.embedding import backgrounds
from agent.desk.files import sha256, write_atomically
from agent.desk.folder import BriefFolder
from agent.desk.material import told_before
from agent.desk.primary import with_primary
from agent.desk.verify import Checked, check_brief, documents_of
from agent.desk.withdraw import settle
from agent.desk.workspace import Tell, Workspace, quiet
from agent.errors import DraftError, UsageError
from agent.models import Assignment, Draft, Event, Issue, Section, Slate
from agent.render.markdown import footnote, reference_line, section_block
from agent.render.numbering import chinese_number
from agent.writer.compose import compose
from agent.writer.embedded import EmbeddedWriter

#: Asked before words of the editor's go: the lines of the difference → whether to go on.
Ask = Callable[[list[str]], bool]
_MARK = re.compile(r"\[\^(k[0-9a-f]{6,})\]")
_NOTE = re.compile(r"\[\^(k[0-9a-f]{6,})\]:")


@dataclass(slots=True)
class Redrafted:
    """What came of it. `kept`: where the text before lies; `changed`: false where the editor said no."""

    number: int
    changed: bool
    lines: list[str]
    kept: Path | None = None
    checked: Checked | None = None
    model: dict[str, Any] = field(default_factory=dict)


def redraft(
    desk: Workspace,
    day: str,
    number: int,
    *,
    note: str = "",
    writer: str | None = None,
    terms: Terms | None = None,
    ask: Ask = lambda _lines: True,
    tell: Tell = quiet,
) -> Redrafted:
    """Write section `number` of the issue of `day` again and check the whole.

    `ask` is called with the difference where the editor had changed the section. The text before is kept in `.draft/`.
    Raises UsageError where there is no such section, and for a note that nobody could follow.
    """
    folder = BriefFolder(desk.brief(day))
    before = _text(folder)
    start, end = _span(before, number)
    run = folder.run()
    events = run.get("events", [])
    if not 1 <= number <= len(events):
        raise UsageError(f"run.json 里没有第 {number} 节的来源；先用 `draft today --date {day}` 做出这一期。")
    name = writer or run.get("writer") or desk.settings.writer
    check_writer(desk, name)
    if note and name == "embedded":
        raise UsageError(
            "摘录不会听从要求；--note 要配语言模型：在 draft.toml 设好 [model]，再加 --writer llm。"
        )
    with desk.lock(f"redraft {day}", tell):
        made, model = _write(desk, day, number, events[number - 1], name, note, terms or Terms())
        section = made.sections[0]
        old, new = before[start:end], section_block(section) + "\n\n"
        lines = list(
            difflib.unified_diff(old.splitlines(), new.splitlines(), "现在的", "新写的", lineterm="", n=0)
        )
        mine = sha256(old.strip()) != events[number - 1].get("written", "")
        if mine and lines and not ask(lines):
            return Redrafted(number, False, lines, model=model)
        kept = desk.state / "redrafts" / f"{day}-{number}-{time.strftime('%H%M%S')}.md"
        write_atomically(kept, before)
        untouched = folder.brief.exists() and not folder.edited()
        folder.write_evidence(made, keep=True)
        after = _footed(before[:start] + new + before[end:], made)
        write_atomically(folder.brief, after)
        _noted(folder, run, number, made.sections[0], note, model, after if untouched else "")
    return Redrafted(number, True, lines, kept, check_brief(desk, folder), model)


def _text(folder: BriefFolder) -> str:
    folder.read_brief()  # its errors are the right ones
    return folder.brief.read_text(encoding="utf-8")


def _span(text: str, number: int) -> tuple[int, int]:
    """Where section `number` stands in brief.md, from its heading to the next."""
    heading = re.search(rf"^## {chinese_number(number)}、", text, re.MULTILINE)
    if heading is None:
        raise UsageError(f"brief.md 里没有第 {number} 节（“## {chinese_number(number)}、…”）。")
    following = re.search(r"^## ", text[heading.end() :], re.MULTILINE)
    if following is None:
        raise UsageError(
            f"brief.md 里第 {number} 节之后没有别的标题，看不出它到哪里为止；请补上“## 参考文献”。"
        )
    return heading.start(), heading.end() + following.start()


def _write(
    desk: Workspace, day: str, number: int, told: dict[str, Any], name: str, note: str, terms: Terms
) -> tuple[Issue, dict[str, Any]]:
    """The section as an issue of its own, with only what the checker lets through; and the model's account."""
    sources = desk.catalogue.get(told.get("sources", []))
    ids = tuple(id for id in told.get("sources", []) if id in sources)
    if not ids:
        raise DraftError(
            f"第 {number} 节的来源已经不在编辑台里；用 `draft rebuild` 重建，或用 `draft today` 重选。"
        )
    lead = sources[ids[0]]
    event = Event(
        column=told.get("column", ""), heading=lead.title or told.get("heading", ""), sources=ids,
        reasons=tuple(told.get("reasons", ())),
    )  # fmt: skip
    slate = Slate(date=day, chosen=(event,))
    window = desk.settings.window
    older = background(desk, name, slate, day, window, backgrounds(desk, slate, day, window))[0]
    assignment = Assignment(
        number=number, event=event, sources=with_primary(desk, [sources[id] for id in ids]), background=older
    )
    draft, account = _drafted(desk, day, assignment, slate, name, note, terms)
    issue = compose(draft.model_copy(update={"summary": ()}), [assignment], desk.house, day)
    known = {source.id: source for source in (*assignment.sources, *older)}
    issue, _, _ = settle(issue, documents_of(issue, known), desk.house.style)
    return issue, account


def _drafted(
    desk: Workspace, day: str, assignment: Assignment, slate: Slate, name: str, note: str, terms: Terms
) -> tuple[Draft, dict[str, Any]]:
    if name == "embedded":
        return EmbeddedWriter(desk.house).write([assignment], day), {}
    from agent.writer.chain import Wish

    told = list(told_before(desk, slate, day).values())
    past = {assignment.number: told[0]} if told else {}
    author = llm_writer(desk, terms, past, Wish(note=note, take=int(time.time())))
    return author.section(assignment, day), author.account()


def _footed(text: str, made: Issue) -> str:
    """`text` with the references and footnotes its citations now need: the editor's lines stay, what nobody cites goes."""
    lines = text.splitlines()
    at = next((n for n, line in enumerate(lines) if line.strip() == "## 参考文献"), len(lines))
    used = {key for line in lines[:at] for key in _MARK.findall(line)}
    head, foot = lines[:at], lines[at:]
    out: list[str] = []
    for line in foot:
        keys = _MARK.findall(line)
        if keys and not used & set(keys):
            continue
        listed = line.startswith("- ")
        out.append(_MARK.sub(lambda mark: mark[0] if mark[1] in used else "", line) if listed else line)
    known = {key for line in out if line.startswith("- ") for key in _MARK.findall(line)}
    noted = {found[1] for line in out if (found := _NOTE.match(line))}
    fresh = [
        r.model_copy(update={"keys": tuple(k for k in r.keys if k in used - known)}) for r in made.references
    ]
    last = max((n for n, line in enumerate(out) if line.startswith("- ")), default=len(out) - 1)
    out[last + 1 : last + 1] = [reference_line(r) for r in fresh if r.keys]
    out += [footnote(made.evidence[key]) for key in made.evidence if key in used - noted]
    return "\n".join([*head, *out]) + "\n"


def _noted(
    folder: BriefFolder, run: dict[str, Any], number: int, section: Section, note: str, model: dict[str, Any], written: str
) -> None:  # fmt: skip
    """run.json with what was done; `written` is the new brief.md where the editor had not touched the old one."""
    events = [dict(event) for event in run["events"]]
    events[number - 1] |= {
        "heading": section.heading,
        "text": "".join(s.text for s in section.sentences if s.kind == "fact"),
        "written": sha256(section_block(section)),
    }
    done = {
        "section": number,
        "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "note": note,
        **({"model": model} if model else {}),
    }
    files = dict(run.get("files", {}))
    if written:
        files["brief.md"] = sha256(written)
    rest = {key: value for key, value in run.items() if key != "schema"}
    folder.write_run({**rest, "events": events, "files": files, "redrafts": [*run.get("redrafts", []), done]})
