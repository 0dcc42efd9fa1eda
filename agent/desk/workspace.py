"""A desk on disk: its folders, its lock, its archive, and its catalogue."""

from __future__ import annotations

import hashlib
import json
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING

from agent.desk.files import sha256, sha256_file, suffix_of, write_atomically
from agent.desk.ledger import Entry, Ledger
from agent.errors import DamagedDesk, DeskBusy, DraftError, UnreadableSource, cause
from agent.house import House, load_house
from agent.index.catalogue import Catalogue
from agent.settings import Settings, find_desk, load_settings

if TYPE_CHECKING:  # they bring numpy, and a check needs none
    from agent.desk.visits import Visits
    from agent.index.meaning import Meaning
    from agent.index.search import Search
    from agent.sources.article import Raw

Tell = Callable[[str], None]
#: Seconds a command waits for another one on the same desk.
PATIENCE = 600.0
_BLOCK = 1 << 20
#: Threads that write the archive: they wait for the disk, not for each other.
_WRITERS = 8


def quiet(_: str) -> None:
    """A `Tell` that says nothing."""


class Workspace:
    """One desk. Opening it reads draft.toml only; the catalogue opens when first asked for."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self.root, self.settings = root, settings
        self.tell: Tell = quiet  #: hears what happens aside: a server that is away, a search by words only

    @classmethod
    def open(cls, desk: Path | None = None) -> Workspace:
        """The desk at `desk`, else the nearest upward. Raises NoDesk or SettingsError."""
        root = find_desk(desk)
        return cls(root, load_settings(root))

    @cached_property
    def house(self) -> House:
        """The publication this desk makes, with what draft.toml says of its sources."""
        from agent.desk.standing import with_sources

        return with_sources(load_house(self.settings.house), self.settings.sources)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The desk's sources. Raises DamagedDesk when the file is broken."""
        return Catalogue(self.state / "catalogue.sqlite")

    @cached_property
    def visits(self) -> Visits:
        """What the desk remembers of the web. A broken file is put aside: it costs requests, no source."""
        from agent.desk.visits import Visits

        path = self.state / "web.sqlite"
        try:
            return Visits(path)
        except DamagedDesk:
            for tail in ("-wal", "-shm"):
                path.with_name(path.name + tail).unlink(missing_ok=True)
            path.replace(path.with_name("web.damaged.sqlite"))
            self.tell("抓取记录损坏，已放到一边重新开始；来源没有丢，只会多取几次网页。")
            return Visits(path)

    @cached_property
    def meaning(self) -> Meaning:
        """Search by meaning, as draft.toml has it; nothing is loaded before it is used."""
        from agent.index.meaning import Meaning

        return Meaning(self.catalogue.database, self.settings.index, self.state, self.tell)

    @cached_property
    def searcher(self) -> Search:
        """The desk's retriever: words and meaning."""
        from agent.index.search import Search

        return Search(self.catalogue.database, self.meaning, self.tell)

    @property
    def state(self) -> Path:
        """What can be made again: catalogue, vectors, caches, the lock."""
        return self.root / ".draft"

    @property
    def archive(self) -> Path:
        """Raw bytes by hash: never rebuilt, never thrown away."""
        return self.root / "archive"

    def brief(self, day: str) -> Path:
        """The folder of one day's issue."""
        return self.root / "briefs" / day

    def close(self) -> None:
        """Close what is open."""
        self.__dict__.pop("searcher", None)
        for name in ("meaning", "catalogue", "visits"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()

    @contextmanager
    def lock(self, doing: str, tell: Tell = quiet, patience: float = PATIENCE) -> Iterator[None]:
        """Hold the desk while `doing` something. Another holder is named and waited for.

        The lock is the operating system's, so a killed process leaves none behind. Raises DeskBusy after `patience`
        seconds, DraftError where the desk cannot be written.
        """
        from filelock import (
            FileLock,
            Timeout,
        )  # not at the top: a check takes no lock and should start at once

        try:
            self.state.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.state / "lock", mode=0o644)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                tell(f"编辑台正被{self._holder()}使用，等它完成……")
                lock.acquire(timeout=patience)
        except Timeout as error:
            raise DeskBusy(
                f"编辑台一直被{self._holder()}占用，等了 {patience:.0f} 秒；请稍后再试。"
            ) from error
        except OSError as error:
            raise DraftError(f"编辑台 {self.root} 不能写入：{cause(error)}。请检查磁盘和权限。") from error
        try:
            self._sign(doing)
            yield
        finally:
            lock.release()

    def _sign(self, doing: str) -> None:
        who = {
            "doing": doing,
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": datetime.now().astimezone().isoformat(timespec="seconds"),
        }
        write_atomically(self.state / "holder.json", json.dumps(who, ensure_ascii=False))

    def _holder(self) -> str:
        try:
            who = json.loads((self.state / "holder.json").read_text(encoding="utf-8"))
            return f"另一个命令（{who['doing']}，进程 {who['pid']}，{who['host']}，{who['since']} 起）"
        except (OSError, ValueError, KeyError):
            return "另一个命令"

    def keep(self, raws: Sequence[tuple[Raw, str]], fetched: str) -> list[str]:
        """Put bytes read from elsewhere into the archive and its ledger: (raw, origin) → paths relative to the desk.

        Many at once, for the disk takes as long to make one file last as to make a dozen.
        """
        paths, entries = [], {}
        for raw, origin in raws:
            digest = sha256(raw.read())
            relative = f"archive/{digest[:2]}/{digest}{suffix_of(raw.name)}"
            paths.append(relative)
            if relative not in entries and not (self.root / relative).exists():
                entry = Entry(relative, raw.name, origin, fetched, raw.url, raw.kind, raw.charset)
                entries[relative] = (entry, raw)
        if entries:
            Ledger(self.archive).append(*(entry for entry, _ in entries.values()))
            with ThreadPoolExecutor(_WRITERS, "archive") as pool:
                jobs = [
                    pool.submit(write_atomically, self.root / path, raw.read())
                    for path, (_, raw) in entries.items()
                ]
                for job in jobs:
                    job.result()
        return paths

    def keep_file(self, source: Path, suffix: str, *, origin: str, fetched: str) -> tuple[str, str]:
        """Copy a file into the archive by its hash, and note it in the ledger; (path relative to the desk, sha256).

        Raises OSError where the file cannot be read, UnreadableSource where it is being written to, DraftError where the archive cannot be written.
        """
        digest = sha256_file(source)
        relative = f"archive/{digest[:2]}/{digest}{suffix}"
        path = self.root / relative
        if not path.exists():
            with source.open("rb") as file:
                Ledger(self.archive).append(Entry(relative, source.name, origin, fetched))
                write_atomically(path, _unchanged(file, digest, source.name))
        return relative, digest


def _unchanged(file: IO[bytes], digest: str, name: str) -> Iterator[bytes]:
    """The file's blocks; at its end UnreadableSource where they are no longer those that `digest` was taken of."""
    found = hashlib.sha256()
    while block := file.read(_BLOCK):
        found.update(block)
        yield block
    if found.hexdigest() != digest:
        raise UnreadableSource(f"{name} 正在被改写，这次没有收入；等它写完再运行一次。", "changing")
