"""What is measured: an issue on a golden day, with its verdicts, its sources and the slate it came from."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from agent.desk.folder import BriefFolder
from agent.desk.ingest import ingest
from agent.desk.start import init
from agent.desk.today import today
from agent.desk.verify import with_sources
from agent.desk.workspace import Workspace
from agent.ground.report import check_issue
from agent.models import CheckedSentence, Document, Issue, Report, Section, Slate, Source
from eval.days import Golden, Happening

APPROVED = "approved"


@dataclass(slots=True)
class Subject:
    """One issue to be measured. `files` maps a source's path (`a/b.html`, `feed.jsonl#3`) to its id."""

    name: str
    golden: Golden
    issue: Issue
    report: Report
    documents: Mapping[str, Document]
    sources: Mapping[str, Source]
    files: Mapping[str, str]
    lines: Mapping[str, int]
    house: Any
    text: str = ""  #: brief.md as it is on disk
    slate: Slate | None = None
    dropped: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    cost: dict[str, Any] = field(default_factory=dict)

    def ids(self, event: Happening) -> set[str]:
        """The ids of the sources that tell an event."""
        return {self.files[file] for file in event.sources if file in self.files}

    def event_of(self, section: Section) -> str:
        """The expected event a section is about, by the sources it cites (facts first), "" for none."""
        weight: dict[str, int] = {}
        for sentence in section.sentences:
            for key in sentence.cites:
                if key in self.issue.evidence:
                    id = self.issue.evidence[key].source_id
                    for _, event in self.golden.happenings():
                        if id in self.ids(event):
                            weight[event.id] = weight.get(event.id, 0) + (3 if sentence.kind == "fact" else 1)
        if not weight and self.slate and section.number <= len(self.slate.chosen):
            chosen = set(self.slate.chosen[section.number - 1].sources)
            return next((e.id for _, e in self.golden.happenings() if self.ids(e) & chosen), "")
        return max(sorted(weight), key=lambda id: weight[id], default="")

    def quoted(self, sentence: CheckedSentence) -> str:
        """The words a sentence cites; for a heading or a judgement without footnotes all its section cites."""
        keys = sentence.cites or tuple(self.section_keys(sentence.id))
        return "\n".join(self.issue.evidence[key].quote for key in keys if key in self.issue.evidence)

    def cited(self, sentence: CheckedSentence) -> list[Document]:
        """The documents behind `quoted`, each once."""
        keys = sentence.cites or tuple(self.section_keys(sentence.id))
        return list(
            {self.documents[key].id: self.documents[key] for key in keys if key in self.documents}.values()
        )

    def section_keys(self, id: str) -> list[str]:
        """All keys the section of sentence `id` cites."""
        number = int(id.partition(".")[0])
        for section in self.issue.sections:
            if section.number == number:
                return list(dict.fromkeys(key for sentence in section.sentences for key in sentence.cites))
        return []


@contextmanager
def desk_of(golden: Golden, table: str = "") -> Iterator[tuple[Workspace, dict[str, str]]]:
    """A desk in a temporary folder with the day's sources taken in, and source file → id.

    `table`: a `[model]` table for its draft.toml.
    """
    with TemporaryDirectory(prefix="draft-eval-") as name:
        root = Path(name) / "desk"
        init(root, house=golden.expectations.house, empty=True)
        shutil.copytree(golden.sources, root / "sources", dirs_exist_ok=True)
        for earlier in golden.expectations.earlier:
            event = {
                "column": earlier.column,
                "heading": earlier.heading,
                "sources": [],
                "text": earlier.text,
            }
            BriefFolder(root / "briefs" / earlier.date).write_run({"date": earlier.date, "events": [event]})
        # The clock of a run is its golden day: what is later than the day's own sources cannot be a publication date.
        toml = (root / "draft.toml").read_text(encoding="utf-8")
        toml = toml.replace('today = ""', f'today = "{golden.day}"')
        (root / "draft.toml").write_text(with_model(toml, table), encoding="utf-8")
        space = Workspace.open(root)
        try:
            found = ingest(space)
            files = {
                o.origin.removeprefix("sources/") + (f"#{o.line}" if o.line else ""): o.source_id
                for o in found.outcomes
                if o.source_id
            }
            yield space, files
        finally:
            space.close()


def approved(
    golden: Golden, space: Workspace, files: Mapping[str, str], brief: Path | None = None
) -> Subject:
    """The approved brief (or another file of its form) held against the day's sources. Raises DraftError."""
    folder = BriefFolder(golden.folder)
    return _read(APPROVED, golden, space, files, folder, brief)


def with_model(toml: str, table: str) -> str:
    """A draft.toml with its `[model]` table replaced by `table`; as it is where that is empty."""
    if not table:
        return toml
    return re.sub(r"(?ms)^\[model\]\n.*?(?=^\[|\Z)", "", toml) + "\n" + table


def written(
    golden: Golden, space: Workspace, files: Mapping[str, str], writer: str, *, name: str = ""
) -> Subject:
    """The issue a writer makes of the day, read back from its brief.md as an editor would find it. Raises DraftError."""
    start = time.perf_counter()
    morning = today(space, golden.day, writer=writer)
    seconds = time.perf_counter() - start
    folder = BriefFolder(morning.folder)
    subject = _read(name or writer, golden, space, files, folder, None)
    subject.slate, subject.dropped, subject.seconds = morning.slate, morning.dropped, seconds
    subject.cost = _cost(folder, writer)
    return subject


def _cost(folder: BriefFolder, writer: str) -> dict[str, Any]:
    """Calls, tokens and money as run.json accounts for them (its seconds are left out: results stay the same from run to
    run). The embedded writer calls nobody. `asked`: the sentences a
    model wrote; `faults`: the questions that got no answer."""
    account = folder.run().get("model")
    if writer == "embedded" or not isinstance(account, dict):
        return {"calls": 0, "tokens": 0, "money": 0}
    total = account.get("total", {})
    return {
        "calls": total.get("calls", 0),
        "cached": total.get("cached", 0),
        "asked": account.get("sentences", {}).get("asked", 0),
        "tokens": total.get("tokens_in", 0) + total.get("tokens_out", 0),
        "money": total.get("cost", "unknown"),
        "currency": account.get("currency", ""),
        "faults": [fault.get("kind", "") for fault in account.get("faults", [])],
    }


def _read(
    name: str,
    golden: Golden,
    space: Workspace,
    files: Mapping[str, str],
    folder: BriefFolder,
    path: Path | None,
) -> Subject:
    reading = folder.read_brief(path)
    text = (path or folder.path / "brief.md").read_text(encoding="utf-8")
    issue, documents = with_sources(space, reading.issue)
    report = check_issue(issue, documents)
    sources = space.catalogue.get(list(dict.fromkeys(files.values())))
    return Subject(
        name, golden, issue, report, documents, sources, dict(files), reading.lines, space.house, text
    )
