"""Proving later that an edition is the one that was checked: issue.json against files, text and sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.desk.files import sha256_file
from agent.desk.publish import RECORD, read_record, seal
from agent.desk.workspace import Workspace
from agent.errors import UsageError
from agent.text.marks import in_title_marks


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    what: str
    good: bool
    message: str


def verify_issue(desk: Workspace, day: str, files: Sequence[Path] = ()) -> list[Finding]:
    """Hold the published issue of `day` (or the given files) against issue.json.

    Raises UsageError where there is none.
    """
    if files:
        return [_file(desk, path) for path in files]
    folder = desk.brief(day)
    record = read_record(folder)
    if not record:
        raise UsageError(f"{folder} 里没有 {RECORD}：这一期还没有出版；先用 `draft publish`。")
    out = [_sealed(record)]
    for name, known in {**record["text"], **{n: e["sha256"] for n, e in record["editions"].items()}}.items():
        out.append(_held(folder / name, known))
    return out + _sources(desk, record)


def _sealed(record: dict[str, Any]) -> Finding:
    good = record.get("seal") == seal(record)
    return Finding(RECORD, good, "记录完整" if good else "记录本身在出版后被改过")


def _held(path: Path, known: str) -> Finding:
    if not path.is_file():
        return Finding(path.name, False, "不在了")
    good = sha256_file(path) == known
    return Finding(path.name, good, "与出版时一致" if good else "与出版时不同")


def _file(desk: Workspace, path: Path) -> Finding:
    """A file from anywhere: is it an edition of an issue of this desk?"""
    if not path.is_file():
        raise UsageError(f"没有 {path} 这个文件。")
    digest = sha256_file(path)
    for record_path in sorted((desk.root / "briefs").glob(f"*/{RECORD}")):
        record = read_record(record_path.parent)
        for name, edition in record["editions"].items():
            if edition["sha256"] == digest:
                good = record.get("seal") == seal(record)
                said = f"是 {record['date']} 一期的 {name}，{record['published']} 出版" + (
                    "" if good else "；但记录后来被改过"
                )
                return Finding(str(path), good, said)
    return Finding(str(path), False, "不是这张编辑台出版过的任何一版，或者出版后被改过")


def _sources(desk: Workspace, record: dict[str, Any]) -> list[Finding]:
    """Whether the texts and the raw pages the issue rests on are still there as they were."""
    out: list[Finding] = []
    seen: set[tuple[str, str]] = set()
    for source in record["sources"]:
        at = (source["source_id"], source["text_sha256"])
        if at in seen:
            continue
        seen.add(at)
        name = f"{source['publisher']}{in_title_marks(source['title'])}"
        if desk.catalogue.version(*at) is None:
            out.append(Finding(name, False, "当时的文本已不在编辑台"))
            continue
        snapshot = desk.root / source["snapshot"] if source["snapshot"] else None
        if source["snapshot_sha256"] and snapshot is not None:
            good = snapshot.is_file() and sha256_file(snapshot) == source["snapshot_sha256"]
            out.append(
                Finding(name, good, "文本和原件都在" if good else f"原件 {source['snapshot']} 不在了或变了")
            )
        else:
            out.append(Finding(name, True, "文本在，没有原件"))
    return out
