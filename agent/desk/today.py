"""One morning: ingest → slate → draft → check → files."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import agent
from agent.desk.agenda import day_slate
from agent.desk.authors import Terms, author, background, check_writer
from agent.desk.embedding import backgrounds, embed_needed
from agent.desk.files import sha256
from agent.desk.folder import BriefFolder
from agent.desk.health import uncovered
from agent.desk.ingest import Ingested, Progress, bring_in
from agent.desk.primary import with_primary
from agent.desk.verify import documents_of
from agent.desk.withdraw import settle
from agent.desk.workspace import Tell, Workspace, quiet
from agent.models import Assignment, Event, Issue, Report, Section, Slate, Source
from agent.render.markdown import section_block
from agent.render.page import preview_page, report_page
from agent.writer.compose import compose

_FILES = ("brief.md", "brief.new.md", "evidence.json", "report.json", "report.html", "preview.html")


@dataclass(slots=True)
class Morning:
    """What a run made: the issue, its report, where the files are, and what it did on the way."""

    day: str
    folder: Path
    ingested: Ingested
    slate: Slate
    issue: Issue
    report: Report
    brief: Path
    spared: bool
    dropped: list[dict[str, Any]]
    seconds: dict[str, float] = field(default_factory=dict)
    model: dict[str, Any] = field(default_factory=dict)  #: the LLM writer's account, {} where none wrote


def today(
    desk: Workspace,
    day: str,
    *,
    writer: str | None = None,
    window: int | None = None,
    terms: Terms | None = None,
    progress: Progress = lambda _done, _what: None,
    stage: Tell = quiet,
    tell: Tell = quiet,
) -> Morning:
    """Make the issue of `day`; the writer is draft.toml's unless named.

    Raises NothingUsable on a day without sources, UsageError for an unknown writer or one that is not configured.
    """
    name = writer or desk.settings.writer
    check_writer(desk, name)
    with desk.lock(f"today {day}", tell):
        return _Run(desk, day, name, window, progress, stage, terms or Terms()).make()


class _Run:
    """The stages of one run, under the desk's lock, each timed."""

    def __init__(
        self,
        desk: Workspace,
        day: str,
        writer: str,
        window: int | None,
        progress: Progress,
        stage: Tell,
        terms: Terms,
    ) -> None:
        self.desk, self.day, self.writer, self.window = desk, day, writer, window
        self.progress, self.stage, self.terms = progress, stage, terms
        self.model: dict[str, Any] = {}
        self.seconds: dict[str, float] = {}

    def make(self) -> Morning:
        started = self.desk.settings.now().isoformat()
        with self._timed("ingest", "收入来源"):
            ingested = bring_in(self.desk, progress=self.progress)
        with self._timed("slate", "挑选要闻"):
            slate = day_slate(self.desk, self.day, window=self.window)
        with self._timed("background", "找背景"):
            window = self.window or self.desk.settings.window
            embed_needed(self.desk, slate, self.day, window)
            older = backgrounds(self.desk, slate, self.day, window)
            older = background(self.desk, self.writer, slate, self.day, window, older)
        with self._timed("draft", "撰写"):
            issue, sources = self._draft(slate, older)
        with self._timed("check", "逐句核对"):
            documents = documents_of(issue, sources)
            issue, report, dropped = settle(issue, documents, self.desk.house.style)
        with self._timed("files", "写文件"):
            folder = BriefFolder(self.desk.brief(self.day))
            brief, spared = self._files(folder, issue, report, documents, slate, dropped, started)
        return Morning(
            self.day,
            folder.path,
            ingested,
            slate,
            issue,
            report,
            brief,
            spared,
            dropped,
            self.seconds,
            self.model,
        )

    def _draft(self, slate: Slate, older: Sequence[tuple[Source, ...]]) -> tuple[Issue, dict[str, Source]]:
        sources = self.desk.catalogue.get([id for event in slate.chosen for id in event.sources])
        sources |= {source.id: source for background in older for source in background}
        assignments = [
            Assignment(
                number=number,
                event=event,
                sources=with_primary(self.desk, [sources[id] for id in event.sources if id in sources]),
                background=older[number - 1],
            )
            for number, event in enumerate(slate.chosen, 1)
        ]
        sources |= {source.id: source for assignment in assignments for source in assignment.sources}
        writer = author(self.desk, self.writer, slate, self.day, self.terms)
        draft = writer.write(assignments, self.day)
        self.model = getattr(writer, "account", dict)()
        issue = compose(draft, assignments, self.desk.house, self.day)
        notes = tuple(dict.fromkeys((*issue.notes, *slate.notes, *uncovered(self.desk))))
        return issue.model_copy(update={"notes": notes, "writer": self.writer}), sources

    def _files(
        self, folder: BriefFolder, issue: Issue, report: Report, documents: Any, slate: Slate,
        dropped: list[dict[str, Any]], started: str,
    ) -> tuple[Path, bool]:  # fmt: skip
        brief, spared = folder.write_brief(issue)
        folder.write_evidence(issue, keep=spared)
        folder.write_report(report)
        folder.write("report.html", report_page(issue, report, self.desk.house, documents))
        folder.write("preview.html", preview_page(issue, self.desk.house))
        files = folder.hashes(*_FILES)
        if spared:  # what the last run wrote stays the measure of whether the editor's file was changed
            files["brief.md"] = folder.run().get("files", {}).get("brief.md", "")
        folder.write_run(
            {
                "date": self.day,
                "version": agent.__version__,
                "house": self.desk.house.name,
                "writer": self.writer,
                "started": started,
                "finished": self.desk.settings.now().isoformat(),
                "seconds": {name: round(value, 3) for name, value in self.seconds.items()},
                "events": [
                    _told(event, section)
                    for event, section in zip(slate.chosen, issue.sections, strict=False)
                ],
                "counts": report.counts,
                "dropped": dropped,
                **({"model": self.model} if self.model else {}),
                "notes": list(issue.notes),
                "files": files,
            }
        )
        return brief, spared

    @contextmanager
    def _timed(self, name: str, shown: str) -> Iterator[None]:
        self.stage(shown)
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start


def _told(event: Event, section: Section) -> dict[str, Any]:
    """What later issues must know of a section."""
    return {
        "column": event.column,
        "heading": section.heading,
        "sources": list(event.sources),
        "reasons": list(event.reasons),
        "text": "".join(s.text for s in section.sentences if s.kind == "fact"),
        "written": sha256(section_block(section)),
    }
