"""Words of a text, for search and for likeness. rjieba does the cutting."""

from __future__ import annotations

import re
import unicodedata

#: Full-width letters, digits and signs within words; not the comma, which is in every text.
_WIDE = re.compile(
    r"[\uff05-\uff07\uff0b\uff0d-\uff0f\uff10-\uff19\uff20-\uff3a\uff40-\uff5a\u3300-\u33ff\u2100-\u214f]"
)


def words(text: str) -> list[str]:
    """The words of `text`, lower case, full-width forms folded, punctuation and white space left out."""
    import rjieba  # not at the top: it reads its dictionary, a quarter of a second that `draft check` can do without

    return [word for word in rjieba.cut(folded(text)) if word[0].isalnum()]


def search_words(text: str) -> list[str]:
    """Like `words`, with the shorter words inside long ones added, so that a part finds the whole."""
    import rjieba

    return [word for word in rjieba.cut_for_search(folded(text)) if word[0].isalnum()]


def folded(text: str) -> str:
    """The text with full-width letters, digits and signs made narrow, in lower case; punctuation stays."""
    return _WIDE.sub(_narrow, text).lower()


def _narrow(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])
