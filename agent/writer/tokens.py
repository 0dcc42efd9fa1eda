"""How many tokens a text is: by tiktoken where its table is on this machine, else by an estimate that learns.

tiktoken fetches its table over the network when it is first used. A morning's run never waits for that: the table is
used where an earlier `draft model` brought it. Without it, tokens are estimated by kinds of character, and corrected
by what the endpoint itself counted (`Tokens.learn`).
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

_TABLE = "o200k_base"
_ADDRESS = f"https://openaipublic.blob.core.windows.net/encodings/{_TABLE}.tiktoken"
#: Tokens of a character, by its kind: measured on Chinese and English news with o200k_base.
_HAN, _WORD, _OTHER = 0.74, 1.25, 0.55
_HANS = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORDS = re.compile(r"[A-Za-z\u00c0-\u024f]+|\d{1,3}")
#: What an endpoint's own count may differ by before it is taken for a mistake.
_LEAST, _MOST = 0.3, 3.0


class Tokens:
    """Counts tokens; `ratio` is what the endpoint counted for each token we count."""

    def __init__(self, ratio: float = 1.0, count: Callable[[str], int] | None = None) -> None:
        self.ratio = ratio
        self._count = count or _tiktoken() or estimate

    @property
    def exact(self) -> bool:
        """Whether tiktoken's table is used."""
        return self._count is not estimate

    def __call__(self, text: str) -> int:
        """The tokens of `text` as this endpoint is expected to count them."""
        return round(self._count(text) * self.ratio) + 1

    def learn(self, ours: int, theirs: int) -> None:
        """Take the ratio from an endpoint's count of a whole prompt.

        Once is enough, and twice would be harm: evidence is chosen by these counts, and a run that is taken up again
        must choose the same, or it pays for its answers a second time.
        """
        if ours > 200 and theirs > 0:
            self.ratio = round(min(_MOST, max(_LEAST, self.ratio * theirs / ours)), 2)


def estimate(text: str) -> int:
    """Tokens by kinds of character; within a tenth on news text."""
    han = len(_HANS.findall(text))
    found = _WORDS.findall(text)
    words = sum(max(1.0, len(word) / 5) for word in found)
    rest = len(text) - han - sum(map(len, found)) - text.count(" ")
    return round(han * _HAN + words * _WORD + rest * _OTHER)


def table_file() -> Path:
    """Where tiktoken keeps its table, by its own rules."""
    folder = os.environ.get("TIKTOKEN_CACHE_DIR") or os.environ.get("DATA_GYM_CACHE_DIR")
    home = Path(folder) if folder else Path(tempfile.gettempdir()) / "data-gym-cache"
    return home / hashlib.sha1(_ADDRESS.encode(), usedforsecurity=False).hexdigest()


def fetch_table(seconds: float = 5.0) -> bool:
    """Let tiktoken fetch its table, for at most so long; whether it is there. Never raises."""
    thread = threading.Thread(target=_load, daemon=True)
    thread.start()
    thread.join(seconds)
    return table_file().is_file()


def _tiktoken() -> Callable[[str], int] | None:
    return _load() if table_file().is_file() else None


def _load() -> Callable[[str], int] | None:
    try:
        import tiktoken

        encoding = tiktoken.get_encoding(_TABLE)
    except Exception:  # a table that is damaged or cannot be had is no reason to end a run
        return None
    return lambda text: len(encoding.encode(text, disallowed_special=()))
