"""What measures stand on: articles, desks that hold them, and the program run as a process with its time and memory."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.desk.start import init
from eval.bench.articles import articles
from eval.bench.memory import Peak


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure. `size` is the number of articles it was taken at, 0 where it does not depend on them."""

    what: str
    value: float
    unit: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Ran:
    """A finished process: its output, wall-clock seconds, processor seconds (its own and its helpers'), and the most
    memory its processes held together, in MB."""

    out: str
    seconds: float
    processor: float
    megabytes: float


@dataclass(slots=True)
class Ground:
    """Articles and desks of each size, in a folder that is thrown away afterwards."""

    folder: Path
    sizes: Sequence[int]
    corpus: Path | None = None
    _rows: list[str] = field(default_factory=list)
    _ran: dict[int, Ran] = field(default_factory=dict)

    def rows(self, size: int) -> list[str]:
        """The last `size` articles of the corpus (or made-up ones), each a JSON line without its end."""
        if len(self._rows) < max(size, *self.sizes):
            self._rows = list(articles(self.corpus, max(size, *self.sizes)))
        return self._rows[-size:]

    def day(self, size: int) -> str:
        """The day of which `rows(size)` has most."""
        days = Counter(str(json.loads(row)["published"])[:10] for row in self.rows(size))
        return max(days, key=lambda day: (days[day], day))

    def file(self, size: int) -> Path:
        """`rows(size)` as a JSONL file."""
        path = self.folder / f"news-{size}.jsonl"
        if not path.exists():
            path.write_text("".join(row + "\n" for row in self.rows(size)), encoding="utf-8")
        return path

    def ingested(self, size: int) -> Ran:
        """The `draft ingest` that filled `desk(size)`, run when first asked for."""
        if size not in self._ran:
            desk = self.folder / f"desk-{size}"
            init(desk, empty=True)
            self._ran[size] = draft("ingest", self.file(size), "--desk", desk)
        return self._ran[size]

    def desk(self, size: int) -> Path:
        """A desk with `rows(size)` in it and no vectors. Leave it as it is: others measure on it too."""
        self.ingested(size)
        return self.folder / f"desk-{size}"

    def copy(self, size: int, name: str) -> Path:
        """A copy of `desk(size)` to change at will; an older one of that name goes."""
        path = self.folder / f"{name}-{size}"
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(self.desk(size), path)
        return path


def draft(*arguments: object) -> Ran:
    """Run `draft ARGUMENTS` as a process. Raises RuntimeError with what it said where it failed."""
    return run([sys.executable, "-m", "agent.cli", *map(str, arguments)])


class UnfinishedError(RuntimeError):
    """A process that did not end within its time."""


def run(command: Sequence[str], limit: float | None = None) -> Ran:
    """Run a command to its end. Raises RuntimeError with what it said where it failed, UnfinishedError after `limit` s."""
    start, before = time.perf_counter(), _processor()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        with Peak(process.pid) as peak:
            try:
                out, said = process.communicate(timeout=limit)
            except subprocess.TimeoutExpired as error:
                process.kill()
                process.communicate()
                raise UnfinishedError(f"{' '.join(command)}: {error}") from error
        seconds = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {process.returncode}\n{said}")
    return Ran(out, seconds, _processor() - before, peak.megabytes)


def _processor() -> float:
    """Processor seconds of all processes that ended under this one; 0 where the system does not tell."""
    times = os.times()
    return times.children_user + times.children_system


def each(ground: Ground) -> Iterator[int]:
    """The sizes, smallest first."""
    yield from sorted(set(ground.sizes))
