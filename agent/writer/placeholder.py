"""`【编辑补写：…】`: a place left for the editor, with the evidence at hand and no full stop inside."""

from __future__ import annotations

import re

from agent.models import DraftSentence, Quote
from agent.text.sentences import sentences

_STOPS = str.maketrans(
    {"。": "；", "！": "；", "？": "；", "!": ";", "?": ";", "\n": " ", "【": "（", "】": "）"}
)
_LAST_STOP = re.compile(r"\.(?=[”’」』）)\"']*$)")


def placeholder(words: str, quotes: tuple[Quote, ...] = ()) -> DraftSentence:
    """A placeholder sentence around `words`, which become one unbroken phrase."""
    return DraftSentence(text=f"【编辑补写：{inner(words)}】", kind="placeholder", quotes=quotes)


def inner(words: str) -> str:
    """`words` without anything that would end a sentence inside the brackets."""
    flat = " ".join(words.translate(_STOPS).split())
    flat = "；".join(_LAST_STOP.sub("", flat[a:b]) for a, b in sentences(flat))
    flat = re.sub(r"；(?=[；”’」』）])", "", flat)
    return flat.rstrip("；;.,，、 ")
