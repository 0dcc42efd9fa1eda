"""The files of one day's issue: written and read in the exact forms of CONTRACT.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from agent.desk.files import sha256, write_atomically
from agent.errors import DraftError, NewerSchema, UsageError, cause
from agent.models import Evidence, Issue, Report
from agent.render.markdown import to_markdown
from agent.render.reader import Reading, read_markdown

EVIDENCE, REPORT, RUN = "draft.evidence/1", "draft.report/1", "draft.run/1"


class BriefFolder:
    """`briefs/<day>/` of a desk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def brief(self) -> Path:
        """The file the editor edits."""
        return self.path / "brief.md"

    def write_brief(self, issue: Issue) -> tuple[Path, bool]:
        """Write brief.md, or brief.new.md where the editor changed hers; (path, whether hers was spared).

        A kill in between leaves nothing that the next run would take for an edit, nor a footnote without its evidence:
        both what is about to be written and its evidence are noted first.
        """
        text = to_markdown(issue)
        self.write_evidence(issue, keep=True)
        self.write_run({**self.run(), "writing": sha256(text)})
        if self.brief.exists() and self.edited() and self.brief.read_text(encoding="utf-8") != text:
            new = self.path / "brief.new.md"
            write_atomically(new, text)
            return new, True
        write_atomically(self.brief, text)
        (self.path / "brief.new.md").unlink(missing_ok=True)
        return self.brief, False

    def edited(self) -> bool:
        """Whether brief.md differs from what the last run wrote (unknown counts as edited)."""
        run = self.run()
        written = {run.get("files", {}).get("brief.md", ""), run.get("writing", "")}
        return sha256(self.brief.read_bytes()) not in written

    def read_brief(self, path: Path | None = None) -> Reading:
        """The issue as the editor left it, with its evidence. Raises UsageError when it is not there or not readable."""
        path = path or self.brief
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise UsageError(f"没有 {path}；先用 `draft today` 做出这一天的稿子。") from None
        except UnicodeDecodeError as error:
            raise UsageError(
                f"{path} 不是 UTF-8 编码（第 {error.start} 字节处）；请另存为 UTF-8。"
            ) from error
        except OSError as error:
            raise UsageError(f"读不了 {path}：{cause(error)}。") from error
        return read_markdown(text, self.read_evidence())

    def write_evidence(self, issue: Issue, *, keep: bool) -> None:
        """evidence.json; with `keep` the evidence that is there stays (the editor's file still points at it)."""
        evidence = dict(self.read_evidence()) if keep else {}
        evidence.update(issue.evidence)
        self._write(
            "evidence.json",
            {
                "schema": EVIDENCE,
                "date": issue.date,
                "evidence": {
                    key: {**item.model_dump(exclude={"key"}), "span": list(item.span)}
                    for key, item in evidence.items()
                },
            },
        )

    def read_evidence(self) -> dict[str, Evidence]:
        """The evidence by key; empty where the file is missing. Raises DraftError for a broken one."""
        data = self._read("evidence.json", EVIDENCE)
        try:
            return {key: Evidence(key=key, **value) for key, value in data.get("evidence", {}).items()}
        except (ValidationError, TypeError, AttributeError) as error:
            raise DraftError(
                f"{self.path / 'evidence.json'} 的内容不对；用 `draft today` 重做，或从备份取回。"
            ) from error

    def write_report(self, report: Report) -> None:
        """report.json."""
        self._write(
            "report.json",
            {
                "schema": REPORT,
                "date": report.date,
                "sentences": [s.model_dump(mode="json") for s in report.sentences],
                "counts": report.counts,
            },
        )

    def write_run(self, run: dict[str, Any]) -> None:
        """run.json: what was done, with the hash of every file written."""
        self._write("run.json", {**run, "schema": RUN})

    def run(self) -> dict[str, Any]:
        """run.json, {} where it is missing."""
        return self._read("run.json", RUN)

    def write(self, name: str, text: str) -> Path:
        """Any other file of the issue."""
        path = self.path / name
        write_atomically(path, text)
        return path

    def hashes(self, *names: str) -> dict[str, str]:
        """File name → sha256 of those that are there."""
        return {
            name: sha256((self.path / name).read_bytes()) for name in names if (self.path / name).exists()
        }

    def _write(self, name: str, data: dict[str, Any]) -> None:
        write_atomically(self.path / name, json.dumps(data, ensure_ascii=False, indent=1) + "\n")

    def _read(self, name: str, schema: str) -> dict[str, Any]:
        path = self.path / name
        if not path.exists():
            return {}
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(data, dict):
                raise TypeError("not an object")
        except (ValueError, TypeError) as error:
            raise DraftError(
                f"{path} 损坏，读不懂；请从备份取回，或删去它后用 `draft today` 重做。"
            ) from error
        if data.get("schema") != schema:
            raise NewerSchema(
                f"{path} 的 schema 是 {data.get('schema')}，这个版本只认得 {schema}；请升级 draft。"
            )
        return data
