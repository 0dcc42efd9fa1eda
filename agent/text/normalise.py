"""Folding a text to one written form, code point by code point, so that spans stay those of the original."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

#: Blocks whose compatibility forms (NFKC) of one character are taken. Circled and raised digits (categories
#: No, Nl) are not: `①2023年` must not read as 12023.
_BLOCKS: Final = (
    (0x00A0, 0x00FF),
    (0x2000, 0x206F),
    (0x2E80, 0x2FDF),
    (0x3000, 0x303F),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE6F),
    (0xFF00, 0xFFEF),
    (0x1D400, 0x1D7FF),
    (0x2F800, 0x2FA1F),
)
_UNIFIED: Final = {
    '"': "“”„‟「」『』〝〞〟＂«»",
    "'": "‘’‚‛＇`´",
    "-": "‐‑‒–−－﹣",
    "—": "―─━",
    "~": "～∼〜˜",
    "·": "•・‧∙⋅･",
    "《": "〈‹⟨",
    "》": "〉›⟩",
    " ": "\t\x0b\x0c\u1680\u2028\u2029\ufeff\u200b\u200c\u200d\u2060",
    "%": "﹪٪",
    "\ufffd": "\x00",
}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text: `text[i]` is the folded form of the original's code point `i`."""

    text: str


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """Code point → its folded character, for those that change."""
    table: dict[int, str] = {}
    for first, last in _BLOCKS:
        for code in range(first, last + 1):
            char = chr(code)
            form = unicodedata.normalize("NFKC", char)
            if len(form) == 1 and form != char and unicodedata.category(char) not in ("No", "Nl"):
                table[code] = form
    lines = files("agent.text").joinpath("simplified.txt").read_text("utf-8").splitlines()
    for pair in " ".join(line for line in lines if not line.startswith("#")).split():
        table[ord(pair[0])] = pair[1]
    for form, others in _UNIFIED.items():
        for char in others:
            table[ord(char)] = form
    for code in range(0xD800, 0xE000):
        table[code] = "\ufffd"
    return {code: _settled(form, table) for code, form in table.items()}


def _settled(form: str, table: dict[int, str]) -> str:
    """`form` folded until nothing changes (a compatibility form may be a traditional character)."""
    for _ in range(4):
        form = table.get(ord(form), form)
    return form


@lru_cache(maxsize=512)
def fold(text: str) -> Folded:
    """`text` with full-width forms, traditional characters, quotes, dashes and spaces in one form each.

    One code point becomes one code point, so every span of the result is the same span of `text`. Lone
    surrogates become U+FFFD. Letter case and line breaks stay. Folding twice changes nothing.
    """
    return Folded(text.translate(_table()))
