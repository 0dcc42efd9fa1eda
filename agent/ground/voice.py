"""Whose voice a source lets us hear: the words that name who says what stands at a place of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from agent.ground.side import Side
from agent.ground.speech import saying
from agent.models import Span
from agent.text.names import Name, known_forms, read_names

_QUOTE = re.compile(r"[“「『\"][^“”「」『』\"]{2,600}[”」』\"]")
_POSTS = frozenset(("CEO", "CTO", "CFO", "COO", "AI", "App", "APP", "GDP", "CPI", "人工智能"))


@lru_cache(maxsize=2048)
def _verbs_of(folded: str) -> tuple[Span, ...]:
    return tuple(m.span() for m in saying().finditer(folded))


@lru_cache(maxsize=2048)
def _quotes_of(text: str) -> tuple[Span, ...]:
    return tuple(m.span() for m in _QUOTE.finditer(text))


#: A share, and nobody who speaks: AMZN.US.
_TICKER = re.compile(r"^[A-Z0-9]{1,6}\.(?:US|HK|SH|SZ|BJ|O|N)$")
#: A dateline stands within so many letters of the beginning.
_DATELINE = 120
_SENT = re.compile(r"[^,，。；;\n]{0,16}?[电讯](?=[^一-龥]|\(|（|记者)")


def speaker_phrase(source: Side, at: int) -> Span | None:
    """The words of `source` that name who says what stands at position `at`, or None where it does not
    say."""
    sentence = source.sentence_of((at, at + 1))
    quote = next((q for q in _quotes_of(source.text) if q[0] <= at < q[1]), None)
    if quote is not None:
        introduced = source.folded[max(0, quote[0] - 1) : quote[0]] in (":", ",")
        after = None if introduced else _said_after(source, quote[1])
        if after is not None:
            return after
    verb = _last_verb(source, sentence[0], quote[0] if quote and quote[0] > sentence[0] else at)
    if verb is not None and (
        verb[0] - sentence[0] >= 2 or source.folded[sentence[0] : verb[0]] in ("他", "她")
    ):
        return (sentence[0], verb[0])
    if quote is not None and quote[0] < sentence[0]:
        opening = source.sentence_of((quote[0], quote[0] + 1))
        verb = _last_verb(source, opening[0], quote[0])
        if verb is not None and verb[0] - opening[0] >= 2:
            return (opening[0], verb[0])
    return None


def _said_after(source: Side, end: int) -> Span | None:
    """`……”X说。`: the speaker named right after a quotation, when nothing else begins there."""
    tail = source.folded[end : end + 60]
    m = re.match(
        r"[,，]?([^,，。:：\"“”]{2,50}?)(?:表示|说道|说到|说|指出|介绍|称|认为|强调|坦言|告诉)(?=[。,，；\n]|$)",
        tail,
    )
    return (end + m.start(1), end + m.end(1)) if m else None


def _last_verb(source: Side, start: int, end: int) -> Span | None:
    found = None
    for span in _verbs_of(source.folded):
        if span[0] >= end:
            break
        if span[0] >= start:
            found = span
    return found


def speaker_before(source: Side, sentence: Span, *, person: bool = False) -> tuple[Span | None, int]:
    """The phrase of the last speaker (with `person`: the last person who spoke) before `sentence` who was named, and how
    many sentences back, up to a dozen."""
    for distance in range(1, 13):
        if not sentence[0]:
            return None, 0
        index = bisect_right(source.sentences, sentence[0], key=lambda span: span[1]) - 1
        if index < 0:
            return None, 0
        sentence = source.sentences[index]
        verb = _last_verb(source, sentence[0], sentence[1])
        named = speakers(source, (sentence[0], verb[0])) if verb is not None else []
        if verb is not None and any(not person or name.kind == "person" for name in named):
            return (sentence[0], verb[0]), distance
    return None, 0


def speakers(source: Side, span: Span) -> list[Name]:
    """The people and bodies named in a stretch of `source`."""
    return [
        n
        for n in read_names(source.folded)
        if not n.text.startswith(("我", "本人", "咱"))
        and not _TICKER.search(n.text)
        and span[0] <= n.span[0]
        and n.span[1] <= span[1]
        and n.kind in ("person", "organisation", "latin")
        and n.text not in _POSTS
    ]


def datelined(who: Name, source: Side) -> bool:
    """Whether a source opens with the dateline of an agency: 新华社华盛顿6月13日电."""
    opening = source.folded[:_DATELINE]
    ends = ((form, opening.find(form)) for form in known_forms(who) if len(form) > 1)
    return any(at >= 0 and _SENT.match(opening, at + len(form)) for form, at in ends)
