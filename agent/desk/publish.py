"""From a checked brief.md to what readers get: the gate, the editions, the record that proves them later."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import agent
from agent.desk.files import sha256, sha256_file, write_atomically
from agent.desk.folder import BriefFolder
from agent.desk.gate import Gate, objections, pass_gate, remarks
from agent.desk.verify import check_brief
from agent.desk.workspace import Tell, Workspace, quiet
from agent.errors import DraftError, NewerSchema
from agent.models import Issue, Report
from agent.render.docx import to_docx, to_working_docx
from agent.render.edition import Edition, make_edition
from agent.render.feed import FeedItem, json_feed, rss
from agent.render.look import FILE as LOOK_FILE
from agent.render.look import Look, load_look
from agent.render.pdf import to_pdf
from agent.render.plaintext import to_text
from agent.render.qr import make_codes
from agent.render.web import to_html, to_wechat
from agent.render.word_pages import word_pages

SCHEMA = "draft.published/1"
RECORD = "issue.json"
WORKING = "brief.working.docx"
EDITIONS = ("brief.pdf", "brief.docx", "brief.html", "wechat.html", "brief.txt")


@dataclass(slots=True)
class Published:
    """What a run made: the files, or the objections that stopped it, and what the editor should know."""

    day: str
    folder: Path
    gate: Gate
    files: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    sample: bool = False


def publish(
    desk: Workspace,
    day: str,
    *,
    signs: Sequence[tuple[str, str]] = (),
    by: str = "",
    stage: Tell = quiet,
    tell: Tell = quiet,
) -> Published:
    """Check the issue of `day`, pass the gate, write the editions and issue.json.

    With objections left nothing is written. An edition that fails does not stop the others. Raises UsageError
    when there is no brief.md, the look of the house is broken, or a signature makes no sense.
    """
    with desk.lock(f"publish {day}", tell):
        return _Run(desk, day, signs, by, stage).make()


def working_copy(desk: Workspace, day: str, tell: Tell = quiet) -> Path:
    """Write the editor's Word copy of brief.md, checked but not stopped by the gate; its path."""
    with desk.lock(f"publish {day}", tell):
        folder = BriefFolder(desk.brief(day))
        checked = check_brief(desk, folder)
        look = load_look(desk.house, desk.root)
        data = to_working_docx(checked.reading.issue, look, checked.report, base=sha256_file(folder.brief))
        path = folder.path / WORKING
        write_atomically(path, data)
        return path


class _Run:
    """One publication under the desk's lock."""

    def __init__(
        self, desk: Workspace, day: str, signs: Sequence[tuple[str, str]], by: str, stage: Tell
    ) -> None:
        self.desk, self.day, self.signs, self.by, self.stage = desk, day, signs, by, stage
        self.folder = BriefFolder(desk.brief(day))
        self.at = desk.settings.now().isoformat()

    def make(self) -> Published:
        self.stage("逐句核对")
        checked = check_brief(self.desk, self.folder)
        reading, report = checked.reading, checked.report
        issue = reading.issue
        look = load_look(self.desk.house, self.desk.root)
        codes, missing = make_codes(look, sample=issue.sample)
        edition = make_edition(issue, look, codes)
        text = self.folder.brief.read_text(encoding="utf-8")
        found = objections(reading, text, report, edition, missing, house=self.desk.house.name, day=self.day)
        earlier = read_record(self.folder.path).get("signatures", [])
        gate = pass_gate(found, self.signs, earlier, by=self.by, at=self.at)
        if any(missing.id.startswith("qr") for missing in gate.open):
            gate.notes.append(_how_to_give_codes(self.desk.root, look))
        out = Published(self.day, self.folder.path, gate, sample=issue.sample)
        out.warnings += [f"稿子里还有没处理的批注（各版里没有它）：{note}" for note in remarks(issue)]
        if gate.open:
            return out
        self._editions(edition, out)
        self._record(issue, report, edition, out)
        self._feeds(look)
        return out

    def _editions(self, edition: Edition, out: Published) -> None:
        def pdf() -> bytes:
            made = to_pdf(edition)
            out.warnings += made.warnings
            return made.data

        def word() -> bytes:
            try:
                pages = word_pages(edition)
            except DraftError:  # without fonts there is no PDF, which says so; Word counts for itself
                pages = ()
            return to_docx(edition, pages)

        makers: dict[str, Callable[[], bytes]] = {
            "brief.pdf": pdf,
            "brief.docx": word,
            "brief.html": lambda: to_html(edition).encode(),
            "wechat.html": lambda: to_wechat(edition).encode(),
            "brief.txt": lambda: to_text(edition).encode(),
        }
        for name, make in makers.items():
            self.stage(f"制作 {name}")
            path = self.folder.path / name
            try:
                data = make()
            except DraftError as error:
                out.failed[name] = str(error)
            except Exception as error:  # one edition's fault must not cost the others
                out.failed[name] = f"{name} 没有做成（{type(error).__name__}：{error}）；其余各版不受影响。"
            if name in out.failed:
                path.unlink(missing_ok=True)  # what is left there would be another issue's
                continue
            write_atomically(path, data)
            out.files[name] = sha256(data)

    def _record(self, issue: Issue, report: Report, edition: Edition, out: Published) -> None:
        record: dict[str, Any] = {
            "schema": SCHEMA,
            "house": issue.house,
            "date": self.day,
            "title": edition.title,
            "summary": "".join(p.text for p in edition.summary),
            "headings": [part.title for part in edition.parts],
            "sample": issue.sample,
            "banner": edition.banner,
            "published": self.at,
            "version": agent.__version__,
            "text": self.folder.hashes("brief.md", "evidence.json"),
            "counts": report.counts,
            "sentences": [
                {
                    "id": s.id,
                    "kind": s.kind,
                    "text_sha256": sha256(s.text),
                    "verdict": s.verdict,
                    "cites": list(s.cites),
                }
                for s in report.sentences
            ],
            "sources": self._sources(issue),
            "editions": {
                name: {"sha256": digest, "bytes": (self.folder.path / name).stat().st_size}
                for name, digest in out.files.items()
            },
            "failed": out.failed,
            "signatures": [signature.record() for signature in out.gate.signed],
        }
        record["seal"] = seal(record)
        self.folder.write(RECORD, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
        out.files[RECORD] = sha256_file(self.folder.path / RECORD)

    def _sources(self, issue: Issue) -> list[dict[str, Any]]:
        cited = dict.fromkeys(key for s in issue.sentences() for key in s.cites if key in issue.evidence)
        out = []
        for key in cited:
            item = issue.evidence[key]
            snapshot = self.desk.root / item.snapshot if item.snapshot else None
            out.append(
                {
                    "key": key,
                    **item.model_dump(
                        include={
                            "source_id",
                            "publisher",
                            "title",
                            "published",
                            "url",
                            "text_sha256",
                            "snapshot",
                        }
                    ),
                    "span": list(item.span),
                    "snapshot_sha256": sha256_file(snapshot) if snapshot and snapshot.is_file() else "",
                }
            )
        return out

    def _feeds(self, look: Look) -> None:
        items = []
        for path in sorted((self.desk.root / "briefs").glob(f"*/{RECORD}")):
            try:
                record = read_record(path.parent)
            except DraftError:
                continue
            text = path.parent / "brief.txt"
            banner = f"{record['banner']}。" if record.get("banner") else ""
            items.append(
                FeedItem(
                    day=record["date"],
                    title=record["title"],
                    summary=banner + record["summary"],
                    text=text.read_text(encoding="utf-8") if text.is_file() else banner + record["summary"],
                    published=record["published"],
                )
            )
        write_atomically(self.desk.root / "briefs" / "feed.json", json_feed(items, look))
        write_atomically(self.desk.root / "briefs" / "feed.xml", rss(items, look))


def _how_to_give_codes(root: Path, look: Look) -> str:
    """What to write for the codes, all of them: the list replaces the house's."""
    rows = [
        f'  - {{caption: {qr.caption}, target: "{qr.target or "网址，或文件夹里 PNG、JPEG 图片的名字"}"}}'
        for qr in look.qr
    ]
    return "\n".join((f"二维码写在 {root / LOOK_FILE} 里（没有就新建），各条都要写：", "qr:", *rows))


def read_record(folder: Path) -> dict[str, Any]:
    """issue.json of a folder, {} where none is. Raises DraftError (broken) or NewerSchema (later format)."""
    path = folder / RECORD
    if not path.is_file():
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise DraftError(f"{path} 损坏，读不懂；请从备份取回，或删去它后重新 `draft publish`。") from error
    if not isinstance(data, dict):
        raise DraftError(f"{path} 损坏，读不懂；请从备份取回，或删去它后重新 `draft publish`。")
    if data.get("schema") != SCHEMA:
        raise NewerSchema(
            f"{path} 的 schema 是 {data.get('schema')}，这个版本只认得 {SCHEMA}；请升级 draft。"
        )
    return data


def seal(record: dict[str, Any]) -> str:
    """A hash over all the record says but the seal itself: it tells whether a line was changed later."""
    rest = {key: value for key, value in record.items() if key != "seal"}
    return sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
