"""Keys of evidence: `k` and hex digits of sha256(source text, span): one span, one key, in every run."""

from __future__ import annotations

import hashlib

from agent.models import Span

#: Digits a key has unless two spans of one issue share them.
DIGITS = 6


def text_sha256(text: str) -> str:
    """Hex sha256 of `text` in UTF-8; lone surrogates count as their escaped form."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def evidence_key(source_text: str, span: Span, digits: int = DIGITS) -> str:
    """The key of `span` of a source. `source_text` is the text or the hex sha256 of it: both give one key."""
    sha = source_text if _is_sha256(source_text) else text_sha256(source_text)
    return "k" + hashlib.sha256(f"{sha}:{span[0]}:{span[1]}".encode()).hexdigest()[:digits]


class KeyRing:
    """Gives keys within one issue; where two spans would share one, the later gets more digits."""

    def __init__(self) -> None:
        self._owner: dict[str, tuple[str, Span]] = {}

    def key(self, sha256: str, span: Span) -> str:
        """The key of `span` of the text with that hex sha256, unique in this ring."""
        for digits in range(DIGITS, 65):
            key = evidence_key(sha256, span, digits)
            if self._owner.setdefault(key, (sha256, span)) == (sha256, span):
                return key
        raise ValueError("two spans share a whole sha256")  # pragma: no cover


def _is_sha256(words: str) -> bool:
    return len(words) == 64 and all(char in "0123456789abcdef" for char in words)
