"""One morning: ingest → slate → draft → check → files."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import agent
from agent.desk.agenda import day_slate
from agent.desk.embedding import backgrounds, embed_needed
from agent.desk.folder import BriefFolder
from agent.desk.ingest import Ingested, Intake, Progress, followed
from agent.desk.verify import documents_of
from agent.desk.withdraw import settle
from agent.desk.workspace import Tell, Workspace, quiet
from agent.errors import UsageError
from agent.house import House
from agent.models import Assignment, Event, Issue, Report, Section, Slate, Source, Writer
from agent.render.page import preview_page, report_page
from agent.writer.compose import compose
from agent.writer.embedded import EmbeddedWriter

#: Name in `--writer` and draft.toml → the writer. The chain comes in here.
WRITERS: dict[str, Callable[[House], Writer]] = {"embedded": EmbeddedWriter}
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


def today(
    desk: Workspace,
    day: str,
    *,
    writer: str = "embedded",
    window: int | None = None,
    progress: Progress = lambda _done, _what: None,
    stage: Tell = quiet,
    tell: Tell = quiet,
) -> Morning:
    """Make the issue of `day`. Raises NothingUsable on a day without sources, UsageError for an unknown writer."""
    if writer not in WRITERS:
        raise UsageError(f"没有叫“{writer}”的写作者；可用的有：{'、'.join(WRITERS)}。")
    with desk.lock(f"today {day}", tell):
        return _Run(desk, day, writer, window, progress, stage).make()


class _Run:
    """The stages of one run, under the desk's lock, each timed."""

    def __init__(
        self, desk: Workspace, day: str, writer: str, window: int | None, progress: Progress, stage: Tell
    ) -> None:
        self.desk, self.day, self.writer, self.window = desk, day, writer, window
        self.progress, self.stage = progress, stage
        self.seconds: dict[str, float] = {}

    def make(self) -> Morning:
        started = self.desk.settings.now().isoformat()
        with self._timed("ingest", "收入来源"):
            ingested = Intake(self.desk, self.progress).run(followed(self.desk))
        with self._timed("slate", "挑选要闻"):
            slate = day_slate(self.desk, self.day, window=self.window)
        with self._timed("background", "找背景"):
            window = self.window or self.desk.settings.window
            embed_needed(self.desk, slate, self.day, window)
            older = backgrounds(self.desk, slate, self.day, window)
        with self._timed("draft", "撰写"):
            issue, sources = self._draft(slate, older)
        with self._timed("check", "逐句核对"):
            documents = documents_of(issue, sources)
            issue, report, dropped = settle(issue, documents, self.desk.house.style)
        with self._timed("files", "写文件"):
            folder = BriefFolder(self.desk.brief(self.day))
            brief, spared = self._files(folder, issue, report, documents, slate, dropped, started)
        return Morning(
            self.day, folder.path, ingested, slate, issue, report, brief, spared, dropped, self.seconds
        )

    def _draft(self, slate: Slate, older: Sequence[tuple[Source, ...]]) -> tuple[Issue, dict[str, Source]]:
        sources = self.desk.catalogue.get([id for event in slate.chosen for id in event.sources])
        sources |= {source.id: source for background in older for source in background}
        assignments = [
            Assignment(
                number=number,
                event=event,
                sources=tuple(sources[id] for id in event.sources if id in sources),
                background=older[number - 1],
            )
            for number, event in enumerate(slate.chosen, 1)
        ]
        draft = WRITERS[self.writer](self.desk.house).write(assignments, self.day)
        issue = compose(draft, assignments, self.desk.house, self.day)
        notes = tuple(dict.fromkeys((*issue.notes, *slate.notes)))
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
        "text": "".join(s.text for s in section.sentences if s.kind == "fact"),
    }
