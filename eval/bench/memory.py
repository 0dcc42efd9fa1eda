"""The most memory a process and all it started held at one moment, looked at ten times a second (Linux: /proc)."""

from __future__ import annotations

import threading
from pathlib import Path

_EVERY = 0.1


class Peak:
    """Watches a process from entry to exit; `megabytes` is the largest sum seen, 0 where there is no /proc."""

    def __init__(self, pid: int) -> None:
        self.pid, self.megabytes = pid, 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(_EVERY):
            self.megabytes = max(self.megabytes, sum(map(held, family(self.pid))) / 1024)


def family(pid: int) -> list[int]:
    """The process and all its descendants."""
    out = [pid]
    for one in out:
        try:
            tasks = list(Path(f"/proc/{one}/task").iterdir())
            out.extend(int(child) for task in tasks for child in (task / "children").read_text().split())
        except (OSError, ValueError):  # it ended while we looked
            continue
    return out


def held(pid: int) -> int:
    """Kilobytes of its own share of memory: pages that n processes share count an nth each."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration, ValueError):
        return 0
