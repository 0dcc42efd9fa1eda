"""Words of a text, for search and for likeness. rjieba does the cutting."""

from __future__ import annotations

import re
import unicodedata

import rjieba

_WORD = re.compile(r"[0-9A-Za-z]|[\u3400-\u9fff\U00020000-\U0003ffff]")


def words(text: str) -> list[str]:
    """The words of `text`, lower case, full-width forms folded, punctuation and white space left out."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return [word for word in rjieba.cut(folded) if _WORD.search(word)]


def search_words(text: str) -> list[str]:
    """Like `words`, with the shorter words inside long ones added, so that a part finds the whole."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return [word for word in rjieba.cut_for_search(folded) if _WORD.search(word)]
