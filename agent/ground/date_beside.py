"""What stands right beside a date: the word before or after it and the figures under it, by which it is known in another order
of words (初审7月15日至24日 is 7月15日至24日进行初审)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.ground.side import Side
from agent.ground.words import wording
from agent.models import Span
from agent.text.dates import DateReading

_MARK: Final = re.compile("[，,。；;！？!?\n]")
#: What leads to a date or follows it and is no word of its own.
_LEADS: Final = re.compile("(?:[在于至到自从为是，,、]|截至|截止)+$")
_FOLLOWS: Final = re.compile("^(?:[在于至到起前后止，,、将]|以前|以后|之前|之后|进行)+")
_SHORT: Final = 8
_PAIR: Final = re.compile("[一-龥]{2}")


def beside(
    claim: Side, reading: DateReading, place: tuple[Side, DateReading], rival: tuple[Side, DateReading]
) -> bool:
    """Whether a word or a figure right beside the claim's date stands beside it in `place`, and not beside `rival`."""
    here, there = stretch(*place), stretch(*rival)
    near, far = place[0].folded[slice(*here)], rival[0].folded[slice(*there)]
    words = [word for word in (*_words(claim, reading), _deed(claim, reading)) if word and word in near]
    if words and not any(word in far for word in words):
        return True
    figures = _figures(claim, stretch(claim, reading))
    mine = figures & _figures(place[0], here)
    return bool(mine) and not mine & _figures(rival[0], there)


def figures_beside(
    claim: Side,
    reading: DateReading,
    places: Sequence[tuple[Side, DateReading]],
    rival: tuple[Side, DateReading],
) -> bool:
    """Whether the figures right beside the claim's date stand beside `rival`, and beside none of `places`."""
    mine = _figures(claim, stretch(claim, reading))
    theirs = _figures(rival[0], stretch(*rival))
    return bool(mine & theirs) and not any(
        mine & _figures(side, stretch(side, there)) for side, there in places
    )


def done_then(claim: Side, reading: DateReading, rival: tuple[Side, DateReading]) -> bool:
    """Whether right after the claim's date and after `rival` stands the same word for what was done: 6月13日印发, 4月27日印发."""
    mine, theirs = _after(claim, reading), _after(*rival)
    if mine == theirs and _opens_a_name(claim, claim.folded.find(mine, reading.span[1])):
        return False  # who did it, not what
    return bool(_PAIR.fullmatch(mine)) and mine == theirs


#: What a date is told for, by what stands before it and after it.
_PURPOSES: Final = (
    ("to", re.compile("(?:截至|截止|到|至)$"), None),
    ("since", None, re.compile("[^,，。；;]{0,16}以来")),
    ("founded", re.compile("(?:成立|创立|创办|始建|设立|注册)[于在]$"), None),
    ("born", re.compile("(?:出生|生)于$"), re.compile("出?生(?=[,，。；;)于])")),
    ("said", None, re.compile("[^,，。；;]{0,6}(?:表示|说|称|透露|证实|指出|介绍|警告|强调)")),
)
#: What is told of something else than the day of the news.
STANDING: Final = frozenset(("since", "founded", "born"))


def purpose(side: Side, reading: DateReading) -> str:
    """What a date is told for (as of, since, founded), "" where nothing says."""
    start, end = reading.span
    for name, before, after in _PURPOSES:
        if (before and before.search(side.folded, max(0, start - 4), start)) or (
            after and after.match(side.folded, end)
        ):
            return name
    return ""


def _opens_a_name(side: Side, at: int) -> bool:
    """Whether the word at `at` is a name, or a noun before another."""
    words = [word for word in wording(side).words if word.span[1] > at][:2]
    if not words or words[0].span[0] > at:
        return False
    noun = words[0].tag.startswith("n") and len(words) > 1
    return words[0].tag in ("ns", "nr", "nt") or (
        noun and words[1].span[0] == words[0].span[1] and words[1].tag.startswith("n")
    )


def _after(side: Side, reading: DateReading) -> str:
    return _FOLLOWS.sub("", side.folded[reading.span[1] : stretch(side, reading)[1]])[:2]


def stretch(side: Side, reading: DateReading) -> Span:
    """From the mark or date before a date to the mark or date after it; to the next date where no word follows at once."""
    first, last = side.sentence_of(reading.span)
    others = [d.span for d in side.dates if d is not reading and first <= d.span[0] < last]
    start = max([first, *(end for _, end in others if end <= reading.span[0])])
    stop = min([last, *(begin for begin, _ in others if begin >= reading.span[1])])
    for m in _MARK.finditer(side.folded, start, reading.span[0]):
        start = m.end()
    mark = _MARK.search(side.folded, reading.span[1] + 1, stop)
    return start, mark.start() if mark else stop


def _words(claim: Side, reading: DateReading) -> list[str]:
    start, _ = stretch(claim, reading)
    before = _LEADS.sub("", claim.folded[start : reading.span[0]])[-2:]
    after = _after(claim, reading)
    return [word for word in (before, after) if _PAIR.fullmatch(word)]


def _deed(claim: Side, reading: DateReading) -> str:
    """The last word of a short stretch after the claim's date: 申领 of 6月20日开始申领."""
    after = _FOLLOWS.sub("", claim.folded[reading.span[1] : stretch(claim, reading)[1]])
    return after[-2:] if 2 < len(after) <= _SHORT and _PAIR.fullmatch(after[-2:]) else ""


def _figures(side: Side, span: Span) -> set[tuple[object, ...]]:
    return {
        (q.low, q.high, q.unit.dimension)
        for q in side.quantities
        if span[0] <= q.span[0] < span[1]
        and q.kind != "code"
        and (q.digits > 1 or q.low > 2 or q.kind == "percent")
    }
