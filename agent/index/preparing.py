"""The half of taking sources in that needs no file: passages, their words, likeness. In a second process when there
is much of it, so that one core cuts words while the other reads and writes.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

from agent.index.likeness import bands, signatures
from agent.index.passages import passages
from agent.models import Source
from agent.text.segment import search_words

#: Texts from which a second process is worth its start.
MANY = 256


class Ready(NamedTuple):
    """What the catalogue needs of a source besides itself. `pieces` are (start, stop, words with blanks between)."""

    heading: str
    pieces: list[tuple[int, int, str]]
    signature: bytes
    keys: list[int]


Prepared = list[tuple[Source, Ready]]


def prepare(texts: Sequence[tuple[str, str]]) -> list[Ready]:
    """(title, text) → what the catalogue needs of each, in order."""
    cut = [[(a, b, search_words(text[a:b])) for a, b in passages(text)] for _, text in texts]
    marks = signatures([[word for *_, words in pieces for word in words] for pieces in cut])
    return [
        Ready(
            " ".join(search_words(title)),
            [(start, stop, " ".join(words)) for start, stop, words in pieces],
            mark,
            bands(mark),
        )
        for (title, _), pieces, mark in zip(texts, cut, marks, strict=True)
    ]


def prepared(batch: Sequence[Source]) -> Prepared:
    """The same for sources, here and now."""
    return list(zip(batch, prepare([(s.title, s.text) for s in batch]), strict=True))


class Preparer:
    """Prepares one batch while its caller does something else: `start` it, then ask for its `result`.

    The helper process starts when much is expected, else at the first large batch, which is prepared here meanwhile. It holds no file and no lock,
    hears no Ctrl-C, and ends when its input does: with its caller, however that ends. Without a second core, or when
    the helper fails, all is done here.
    """

    def __init__(self, cores: int = 0) -> None:
        """With the `cores` this process may use unless told otherwise."""
        self._helper: subprocess.Popen[bytes] | None = None
        self._alone = (cores or _cores()) < 2
        self.helped = 0  #: batches the helper prepared
        self._batch: list[Source] = []
        self._sent = False

    def __enter__(self) -> Preparer:
        return self

    def __exit__(self, *_: object) -> None:
        self._dismiss()

    @property
    def process(self) -> int | None:
        """The helper's process, None while there is none."""
        return self._helper.pid if self._helper else None

    def expect_much(self) -> None:
        """Much is coming: the helper starts now, so that it is ready when the first batch is read."""
        if not self._alone and not self._helper:
            self._call()

    def start(self, batch: Sequence[Source]) -> None:
        """Begin with a batch; the one before must have been asked for."""
        self._batch = list(batch)
        self._sent = bool(batch) and self._helper is not None and self._send()

    def result(self) -> Prepared:
        """The batch last started, [] where there is none."""
        batch, self._batch = self._batch, []
        if self._sent:
            ready = self._receive()
            if ready is not None:
                self.helped += 1
                return list(zip(batch, ready, strict=True))
        if len(batch) >= MANY and not self._alone and not self._helper:
            self._call()
        return prepared(batch)

    def _call(self) -> None:
        flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # Windows' way to keep Ctrl-C from it
        try:
            self._helper = subprocess.Popen(
                [sys.executable, "-m", "agent.index.helper"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                start_new_session=os.name == "posix", creationflags=flags,
            )  # fmt: skip
        except OSError:
            self._alone = True

    def _send(self) -> bool:
        try:
            assert self._helper and self._helper.stdin
            pickle.dump([(s.title, s.text) for s in self._batch], self._helper.stdin, pickle.HIGHEST_PROTOCOL)
            self._helper.stdin.flush()
        except OSError:
            self._dismiss()
            return False
        return True

    def _receive(self) -> list[Ready] | None:
        self._sent = False
        try:
            assert self._helper and self._helper.stdout
            return [Ready(*item) for item in pickle.load(self._helper.stdout)]  # noqa: S301 - our own process's
        except (OSError, EOFError, pickle.UnpicklingError):
            self._dismiss()
            return None

    def _dismiss(self) -> None:
        """Let the helper go; from now on all is done here."""
        self._alone, self._sent = True, False
        if self._helper:
            self._helper.kill()  # it holds nothing that could be lost
            self._helper.communicate()
            self._helper = None


def _cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
