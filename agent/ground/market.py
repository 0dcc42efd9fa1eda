"""Across languages: which way currencies, shares, prices and the like went, by a table of the words of either language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal

from agent.ground.side import Findings, Side
from agent.models import Reason, Span

Way = Literal["up", "down"]

#: What moves, in Chinese and in English.
_THINGS: Final = tuple(
    (re.compile(chinese), re.compile(rf"\b(?:{english})\b", re.IGNORECASE))
    for chinese, english in (
        ("货币|本币|币值|汇率", "currenc(?:y|ies)|won|yen|yuan|euro|rupee"),
        ("股市|股票|股价|股指", "stocks?|shares?|equit(?:y|ies)|index(?:es)?"),
        ("油价|原油价格", "oil(?: prices?)?|crude"),
        ("收益率", "yields?"),
        ("通胀", "inflation"),
        ("电价|电费", "(?:power|electricity) (?:prices?|bills?|rates?|costs?)"),
        ("需求", "demand"),
        ("利润|盈利", "profits?|earnings"),
        ("营收|销售额", "revenues?|sales"),
        ("成本", "costs?"),
        ("出口", "exports?|shipments?"),
        ("进口", "imports?"),
        ("资本支出|开支", "capital (?:spending|expenditures?)|capex|outlays?"),
        ("押注", "bets?|wagers?"),
        ("失业", "unemployment|jobless claims"),
        ("债务|负债", "debts?|borrowings?"),
    )
)
_UP: Final = re.compile(
    "走强|走高|上涨|上扬|上升|升值|攀升|飙升|增加|增长|加大|加码|扩大|提高|提升|推高|[^提]高了|涨了"
)
_DOWN: Final = re.compile(
    "走弱|走低|下跌|下挫|下降|贬值|下滑|回落|减少|缩减|削减|收窄|降低|减弱|承压|压低|跌了"
)
_ROSE: Final = re.compile(
    r"\b(?:ris(?:e[sn]?|ing)|rose|rais(?:e[sd]?|ing)|add(?:s|ed|ing)|advanc\w*|soar\w*|appreciat\w*|firm(?:ed|er|s)?|gain\w*|climb\w*|strengthen\w*|increas\w*|grew|grow\w*|surg\w*|jump\w*|higher|rall(?:y|ied)"
    r"|push\w* up|lift\w*|boost\w*|expand\w*|up(?! to))\b",
    re.IGNORECASE,
)
_FELL: Final = re.compile(
    r"\b(?:fall\w*|fell|weaken\w*|declin\w*|drop\w*|decreas\w*|slid\w*|lower\w*|par(?:e[sd]?|ed back|ing)|(?<!rate )cut(?:s|ting)?|depreciat\w*|plung\w*|sink\w*|sank|shr[aiu]nk\w*"
    r"|trim\w*|reduc\w*|retreat\w*|slump\w*|tumbl\w*|eas(?:e[sd]?|ing)|down)\b",
    re.IGNORECASE,
)
#: Clauses of an English sentence.
_PARTS: Final = re.compile(
    r"[,;:.]|\b(?:but|while|whereas|although|even as|as|after|despite|amid|against|because|though)\b",
    re.IGNORECASE,
)
#: How far a word of direction may stand from what moves.
_REACH: Final = 12


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Doubts a thing said to rise of which an English source's clauses only say that it falls, or the other way round: a
    table of words is no reading of a sentence."""
    return Findings(unsure=tuple(_reasons(claim, sources)))


def _reasons(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    for start, end in claim.clauses:
        for chinese, english in _THINGS:
            thing = chinese.search(claim.folded, start, end)
            said = (
                None
                if thing is None
                else _way(claim.folded, thing.end(), end) or _before(claim.folded, start, thing)
            )
            if said is None:
                continue
            way, span = said
            told = [found for side in sources for found in _told(side, english)]
            if told and all(other != way for other, _, _ in told):
                _, side, there = told[0]
                message = f"来源的说法相反：“{side.text[slice(*there)].strip()}”。"
                yield Reason(
                    kind="direction", claim_span=span, message=message, source_id=side.id, source_span=there
                )  # fmt: skip
                break


def _way(text: str, start: int, end: int) -> tuple[Way, Span] | None:
    """Which way the clause says the thing before `start` goes, and where; None where it says neither or both."""
    stop = min(end, start + _REACH)
    up, down = _UP.search(text, start, stop), _DOWN.search(text, start, stop)
    if (up is None) == (down is None):
        return None
    found = up or down
    return None if found is None else ("up" if up else "down", found.span())


def _before(text: str, start: int, thing: re.Match[str]) -> tuple[Way, Span] | None:
    """Which way it goes by a verb before it: 加大了对降息的押注."""
    if text[thing.start() - 1 : thing.start()] != "的":
        return None
    low = max(start, thing.start() - 2 * _REACH)
    verb = re.search("(?:加大|增加|提高|扩大)|(?:减少|削减|缩减|降低)", text[low : thing.start()])
    if verb is None:
        return None
    return "up" if verb.group()[0] in "加增提扩" else "down", (low + verb.start(), low + verb.end())


def _told(side: Side, thing: re.Pattern[str]) -> Iterator[tuple[Way, Side, Span]]:
    """The clauses of a source that hold the thing and go one way."""
    for start, end in side.sentences:
        if side.is_chinese((start, end)):
            continue
        edges = [start, *(m.end() for m in _PARTS.finditer(side.folded, start, end)), end]
        for first, last in pairwise(edges):
            if not thing.search(side.folded, first, last):
                continue
            rose, fell = _ROSE.search(side.folded, first, last), _FELL.search(side.folded, first, last)
            if (rose is None) != (fell is None):
                yield "up" if rose else "down", side, (first, last)
