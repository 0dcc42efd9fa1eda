"""`【编辑补写：…】`: a place left for the editor, with the evidence at hand and no full stop inside."""

from __future__ import annotations

import re

from agent.models import DraftSentence, Quote

_STOPS = str.maketrans(
    {"。": "；", "！": "；", "？": "；", "!": ";", "?": ";", "\n": " ", "【": "（", "】": "）"}
)
_ENGLISH_STOP = re.compile(r"\.(?=\s)")


def placeholder(words: str, quotes: tuple[Quote, ...] = ()) -> DraftSentence:
    """A placeholder sentence around `words`, which become one unbroken phrase."""
    return DraftSentence(text=f"【编辑补写：{inner(words)}】", kind="placeholder", quotes=quotes)


def inner(words: str) -> str:
    """`words` without anything that would end a sentence inside the brackets."""
    flat = _ENGLISH_STOP.sub(",", " ".join(words.translate(_STOPS).split()))
    flat = re.sub(r"；(?=[”’」』）])", "", flat)
    return flat.rstrip("；;.,，、 ")
