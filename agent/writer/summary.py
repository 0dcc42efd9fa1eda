"""摘要: the day's topics in one sentence, then each section's key fact in a clause or two."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.models import DraftSentence, Quote
from agent.writer.core import runs
from agent.writer.cut import SAY, safe_cut
from agent.writer.days import without_lately
from agent.writer.opening import SPEAKS as _SPEAKS
from agent.writer.opening import is_office, without_day
from agent.writer.tidy import breaks
from agent.writer.trim import sound
from agent.writer.weight import decides, has_figure

#: Characters one section has in 摘要.
LONGEST = 60
#: So much longer it may be where its news would be cut off otherwise.
_SPARE = 24
_VOICE = re.compile(rf"^((?:据|根据)[^，]{{2,30}}(?:报道|消息|介绍)|[^，“”]{{2,44}}?{SAY})，")


@dataclass(frozen=True, slots=True)
class Gist:
    """What 摘要 needs of a section: topic, who says so, facts as printed and bare, their quotes."""

    topic: str
    who: str
    said: tuple[str, ...]
    facts: tuple[str, ...]
    quotes: tuple[tuple[Quote, ...], ...]
    when: str = ""  #: the day it was reported, as a reader is told it


def summary(gists: list[Gist]) -> tuple[DraftSentence, ...]:
    """The sentences of 摘要 over the sections that have facts; empty where none has."""
    out: list[DraftSentence] = []
    first = _topics(gists)
    if first:
        out.append(first)
    out.extend(sentence for gist in gists for sentence in _gist(gist))
    return tuple(out)


def _topics(gists: list[Gist]) -> DraftSentence | None:
    named: list[str] = []
    quotes: list[Quote] = []
    for gist in gists:
        for words in gist.quotes[:1]:
            if gist.topic and gist.topic not in named:
                named.append(gist.topic)
                quotes.extend(words)
    if len(named) < 2 or len(named) * 2 < len(gists):
        return None
    return DraftSentence(
        text=f"今天关注{'、'.join(named[:-1])}和{named[-1]}。", kind="summary", quotes=tuple(quotes)
    )


def _gist(gist: Gist) -> tuple[DraftSentence, ...]:
    """One sentence: the lead's key clauses, and a figure from the next facts where the lead has none."""
    lead = short(gist.facts[0], LONGEST)
    quotes = gist.quotes[0]
    if not has_figure(lead):
        for fact, words in zip(gist.facts[1:], gist.quotes[1:], strict=True):
            extra = short(fact, LONGEST - 14)
            if has_figure(extra) and len(lead) + len(extra) <= LONGEST + 26:
                lead = f"{lead.rstrip('。')}；{extra}"
                quotes = (*quotes, *words)
                break
    lead = _told(lead, gist)
    if lead in gist.said or len(lead) > LONGEST + 40:
        brief = [run for at, run in runs(gist.facts[0], LONGEST) if at == 0]
        lead = _told(brief[0] + "。", gist, _voice(gist.facts[0])) if brief else lead
    return (DraftSentence(text=lead, kind="summary", quotes=quotes),) if lead else ()


def _told(text: str, gist: Gist, voice: str = "") -> str:
    """`text` with who said it and when, where it does not begin with that itself."""
    who = gist.who
    if voice and text[:4] == voice[:4]:
        return text
    if voice:
        return f"{voice}，{text}"
    if re.match(r"^[^，]{2,12}，据[^，]{2,24}，", text):
        return text
    if (
        not who
        or _SPEAKS.search(re.split(r"[，；]", without_day(text))[0] + "，")
        or text.startswith(("据", who))
    ):
        return text
    when = gist.when if without_day(text) == text else ""
    verb = "消息" if is_office(who) else "报道"
    return f"据{who}{when}{verb}，{text}"


def _voice(text: str) -> str:
    """Who speaks at the head of a fact: `某局局长某某表示`, `据某社8月8日报道`; "" where nobody does."""
    match = _VOICE.match(text)
    return match[1] if match else ""


def short(text: str, longest: int) -> str:
    """The key clauses of a fact: its beginning, up to `longest` characters, after a figure if it can."""
    text = without_lately(text)
    places = [at for at in breaks(text) if at - 1 <= longest + _SPARE and at > 16 and safe_cut(text, at)]
    telling = [at for at in places if has_figure(text[:at]) or decides(text[:at])]
    within = [at for at in telling if at - 1 <= longest]
    for at in within[-1:] or telling[:1] or places[-1:]:
        cut = text[: at - 1] + "。"
        if sound(cut):
            return cut
    return text
