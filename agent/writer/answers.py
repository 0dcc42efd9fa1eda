"""Answers that were paid for, kept on the desk: a run that was killed does not pay for one twice."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

#: Days an answer is kept.
_DAYS = 14


@dataclass(frozen=True, slots=True)
class Answer:
    """What an endpoint said. Tokens are its own count where `counted`, else ours."""

    text: str
    finish: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    counted: bool = False
    thought: int = 0  #: characters of reasoning beside the text
    cut: bool = False  #: we stopped it: it went round in circles


class Answers:
    """Answers by the hash of all that makes them: endpoint, model, parameters, prompt with its evidence, attempt.

    The files hold answers only: no prompt, no key. A file that cannot be read or written is as if it were not there.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._poor: set[Path] = set()
        if folder:
            _sweep(folder)

    @staticmethod
    def key(made_of: Mapping[str, Any]) -> str:
        """The hash of what makes an answer."""
        text = json.dumps(made_of, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def get(self, key: str) -> Answer | None:
        """The answer kept under `key`."""
        path = self._path(key)
        if path is None:
            return None
        try:
            return Answer(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def put(self, key: str, answer: Answer) -> None:
        """Keep an answer, all of it or nothing."""
        path = self._path(key)
        if path is None:
            return
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(suffix=".tmp", dir=path.parent)
            with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as out:
                json.dump(asdict(answer), out, ensure_ascii=False)
            Path(name).replace(path)

    def poor(self, key: str) -> None:
        """Note that an answer was of no use: it serves to resume this run, and goes when the run ends."""
        path = self._path(key)
        if path:
            self._poor.add(path)

    def finish(self) -> None:
        """The run has ended by itself: forget the answers that were of no use."""
        for path in self._poor:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        self._poor.clear()

    def _path(self, key: str) -> Path | None:
        return self._folder / key[:2] / f"{key}.json" if self._folder else None


def _sweep(folder: Path) -> None:
    """Drop what is older than the days an answer is kept."""
    before = time.time() - _DAYS * 86400
    with contextlib.suppress(OSError):
        for path in folder.glob("*/*"):
            if path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
