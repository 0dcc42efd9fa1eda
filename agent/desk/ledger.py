"""The archive's ledger: a line for every snapshot, saying under which name, from where and when it came.

With it a catalogue can be made again from archive/ alone. A line is written before its snapshot: a kill in between
leaves a line too many, which is passed over, never a snapshot of unknown origin.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from agent.errors import DraftError, NewerSchema, cause

SCHEMA = "draft.ledger/1"
NAME = "ledger.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """One snapshot: its path below the desk, the name and origin it came under, and when (ISO 8601)."""

    snapshot: str
    name: str
    origin: str
    fetched: str
    url: str = ""
    kind: str = ""
    charset: str = ""


_FIELDS = tuple(field.name for field in fields(Entry))


class Ledger:
    """The ledger in one archive folder."""

    def __init__(self, archive: Path) -> None:
        self.path = archive / NAME

    def append(self, *entries: Entry) -> None:
        """Add lines in one write, flushed to disk. Raises DraftError where the disk will not take it."""
        data = (
            {"schema": SCHEMA, **{k: v for k in _FIELDS if (v := getattr(entry, k))}} for entry in entries
        )
        lines = "".join(json.dumps(line) + "\n" for line in data)  # ASCII: names may hold what UTF-8 cannot
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(handle, ("" if self._whole() else "\n").encode() + lines.encode())
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise DraftError(
                f"写不了 {self.path}：{cause(error)}。请检查磁盘空间和权限后重试，已有的文件没有动。"
            ) from error

    def _whole(self) -> bool:
        """Whether the last line ends: one that a full disk cut short must not swallow the next."""
        with self.path.open("rb") as file:
            if file.seek(0, os.SEEK_END) == 0:
                return True
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def entries(self) -> Iterator[Entry]:
        """The lines in order, each snapshot once; broken lines are left out. Raises NewerSchema."""
        seen: set[str] = set()
        try:
            lines = self.path.read_text(encoding="ascii", errors="replace").splitlines()
        except FileNotFoundError:
            return
        for line in lines:
            try:
                data = json.loads(line)
                schema = data.pop("schema")
                entry = Entry(**{k: v for k, v in data.items() if k in _FIELDS})
            except (ValueError, TypeError, KeyError, AttributeError):
                continue
            if schema != SCHEMA:
                raise NewerSchema(
                    f"{self.path} 的 schema 是 {schema}，这个版本只认得 {SCHEMA}；请升级 draft。"
                )
            if entry.snapshot not in seen:
                seen.add(entry.snapshot)
                yield entry
