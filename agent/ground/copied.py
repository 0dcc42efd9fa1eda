"""Sentences that need no reading: those that stand in a source word for word, and leads that name a paper only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from agent.ground.date_places import as_read
from agent.ground.date_relation import holds
from agent.ground.side import Side
from agent.ground.words import lowered
from agent.models import Span
from agent.text.names import Name, known_forms

#: Fewer letters are a phrase that may stand anywhere.
_LEAST: Final = 8
#: Marks inside a sentence that make no difference to what it says.
_LOOSE: Final = re.compile(r"[\s\"']")
#: What closes a claim, and what may follow the same words in a source.
_CLOSE: Final = re.compile(r"[。，；！？.,;!?…]+$")
#: `据甲报7月5日报道，`: the paper, its day, and nothing of what it says.
_LEAD: Final = re.compile(
    r"(?:另?据)?《?(?P<who>[^，,。；;：:《》、\d]{2,20}?)》?(?P<day>(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日)?"
    r"(?:的?(?:消息|报道|刊文|发文)|讯)(?:称|说|指出|显示)?[,，:：]"
)

#: `据官方消息，`: somebody, it does not say who.
_NOBODY: Final = re.compile(
    r"(?:另?据(?:(?:官方|最新|有关|相关|公开)(?:消息|信息|报道|资料)|悉|了解|介绍)(?:称|显示)?)[,，:：]"
)


@lru_cache(maxsize=4096)
def _tight(folded: str) -> str:
    """A text without blanks and quotation marks, lower case."""
    return _LOOSE.sub("", lowered(folded))


@lru_cache(maxsize=256)
def _positions(folded: str) -> tuple[int, ...]:
    """Where each character of the tight text stands."""
    return tuple(at for at, char in enumerate(folded) if not _LOOSE.match(char))


def verbatim(claim: Side, sources: Sequence[Side]) -> tuple[Side, Span] | None:
    """Where the whole claim stands in a source from the beginning of a clause to the end of one; None where
    it does not, or where a day it names by today (昨天) would be another in the source."""
    words = _CLOSE.sub("", _tight(claim.folded))
    if len(words) < _LEAST:
        return None
    for side in sources:
        text = _tight(side.folded)
        start = text.find(words)
        while start >= 0:
            positions = _positions(side.folded)
            span = positions[start], positions[start + len(words) - 1] + 1
            if _whole(side.folded, span) and not _other_day(claim, side):
                return side, span
            start = text.find(words, start + 1)
    return None


def _whole(text: str, span: Span) -> bool:
    """Whether no clause is cut at either end: `不`, `1` or a unit may stand just outside."""
    before, after = text[max(0, span[0] - 1) : span[0]], text[span[1] : span[1] + 3].lstrip("\"'")
    closed = not after[:1].isalnum() and after[:1] not in ("%", "、", "-", "—", "~")
    return not before.isalnum() and before not in ("-", "、") and closed and not re.match(r"[.,]\d", after)


def _other_day(claim: Side, source: Side) -> bool:
    """Whether the claim leans on a day of its own (`今天`) that is not the source's."""
    if claim.published is None or claim.published == source.published:
        return False
    return any(reading.relative and not claim.folded[reading.span[0]].isdigit() for reading in claim.dates)


def lead(claim: Side, sources: Sequence[Side]) -> int:
    """How many characters of the claim only say which paper reports it, and when (`据甲报7月5日报道，`),
    where a source is of this paper and this day, or name nobody; else 0."""
    nobody = _NOBODY.match(claim.folded)
    if nobody is not None:
        return nobody.end() if len(claim.folded) - nobody.end() >= _LEAST else 0
    found = _LEAD.match(claim.folded)
    if found is None or len(claim.folded) - found.end() < _LEAST:
        return 0
    who, day = found.group("who"), found.span("day")
    for side in sources:
        if is_publisher(who, side) and (day[0] < 0 or _on_day(claim, day, side)):
            return found.end()
    return 0


def is_publisher(who: str, side: Side) -> bool:
    """Whether a paper called `who` published the source."""
    publisher = side.publisher.lower().strip()
    if len(publisher) < 2:
        return False
    forms = {form.lower() for form in known_forms(Name("organisation", who, (0, len(who))))}
    return any(len(form) > 1 and (form in publisher or publisher in form) for form in forms)


def _on_day(claim: Side, day: Span, side: Side) -> bool:
    if side.published is None:
        return False
    return any(
        reading.span[0] < day[1] and day[0] < reading.span[1] and holds(reading, side.published)
        for reading in as_read(claim, side)
    )
