"""Headings from the sources' own titles, or from the facts where no title stands in the section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from agent.text.joined import joined
from agent.text.segment import words
from agent.writer.core import LEAN, PERIOD, core, headless, runs, split, unannounced
from agent.writer.cut import finished
from agent.writer.days import without_lately
from agent.writer.opening import without_day
from agent.writer.same import figures, repeats, share
from agent.writer.tidy import balanced, breaks, tidy
from agent.writer.trim import leaning, local
from agent.writer.weight import decides, has_figure

_SITE = re.compile(r"\s*(?:[|｜_丨]|\s[-–—]\s).*$")
_TAG = re.compile(r"^(?:【[^】]*】|\[[^\]]*\]|（[^）]*）|[\u4e00-\u9fff]{2,6}[丨｜|])\s*")
_BAD = re.compile(
    r"[？?！!]|…|\.{3}|揭秘|重磅|刚刚|震惊|来了|速看|解读$|一图|图解|视频|直播|快讯|我们|记者|获悉|怎么|为何|为什么|如何|什么|呢$|吗$"
    r"|今天|昨天|今日|昨日|作者|\d日(?!报)"
)
#: A title that leaves out whose matter it is.
_WHOSE = re.compile(r"(?:该|本)?(?:公司|集团|企业|项目|会议|方案|本[省市县区])(?![\u4e00-\u9fff]?法)")
_ISSUED = re.compile(r"(?:联合)?(?:修订)?(?:发布|印发|出台|公布|下发)了?《[^《》]+》")
#: By so many characters a heading from the lead may be too long before another fact serves, and one that
#: names a document with who issued it.
_OVER, _OVER_ISSUED = 6, 12
#: Characters a heading has at least.
_SHORTEST = 10
#: A clause that tells a figure, and does not only count its subject.
_FIGURED = re.compile(
    r"(?:达到?|超过?|为|增长|下降|提高|共|约|近|计|突破|累计)[\u4e00-\u9fff]{0,2}\d|[资额量值模]\d"
)
_GAP = re.compile(r"(?<=[\u4e00-\u9fff%”》）])[ \u3000]+(?=[\u4e00-\u9fff“]|\d[\d.,]*[\u4e00-\u9fff%])")


def heading(
    titles: Iterable[str], facts: Sequence[str], bare: Sequence[str], measure: tuple[int, int]
) -> str:
    """The heading of a section, at most `measure[1]` characters, every word of which stands in `facts`.

    `bare` are the facts without openings, the lead first. Two clauses are taken where a title or the lead
    offers both; a short single clause takes a figure of the next facts. Longer than `measure[1]` only where
    the lead is one clause that cannot be cut.
    """
    said = "".join(facts)
    best: tuple[float, str] = (0.0, "")
    for rank, title in enumerate(titles):
        for text in _shapes(title, measure[1]):
            if stands(text, said) and finished(text):
                near = 0.6 * share(text, bare[0])
                best = max(best, (_merit(text, measure) + near - 0.15 * rank, text), key=lambda pair: pair[0])
    if best[0] < 3.2 or not breaks(best[1]):
        for at, text in runs(bare[0], measure[1]):
            if len(breaks(text)) > 1:
                continue
            best = max(
                best,
                (_merit(text, measure) + 0.1 - 3.5 * at - 1.0 * local(text), text),
                key=lambda pair: pair[0],
            )
    cut = _cut(bare[0], measure[1])
    waits = len(cut) < _SHORTEST or not finished(split(cut)[-1])
    if not best[1] and (waits or len(cut) > measure[1] + _OVER):
        best = max([best, *_later(bare[1:], measure)], key=lambda pair: pair[0])
    if waits and not best[1]:
        return max(cut, core(bare[0]), key=len) if len(cut) < _SHORTEST else cut
    return _filled(best[1] or cut, bare, measure)


def stands(text: str, said: str) -> bool:
    """Whether what `text` says stands in `said`: its figures all, its words but for a few of form."""
    if not figures(text) <= figures(said):
        return False
    own = {word for word in words(text) if len(word) > 1}
    missing = {word for word in own if word not in said.lower() and share(word, said) < 1}
    return len(missing) * 4 <= len(own) and share(text, said) >= 0.66


def _shapes(title: str, longest: int) -> list[str]:
    """A title as one, and by its clauses where it is too long."""
    title = _TAG.sub("", _TAG.sub("", _SITE.sub("", title.strip())))
    if "，" not in title:
        title = _GAP.sub("，", title.strip())
    title = unannounced(without_lately(without_day(tidy(title).strip("。，；：,. "))))
    title = re.sub(r"[！!](?=.)", "，", title).strip("！!")
    title = PERIOD.sub(r"\1", title)
    if (
        _BAD.search(title)
        or not balanced(title)
        or len(title) < 8
        or headless(title)
        or joined(title)
        or _WHOSE.match(title)
    ):
        return []
    alone = [part for part in split(title) if 12 <= len(part) <= longest and not headless(part)]
    alone = alone if breaks(title) else []
    if len(title) <= longest:
        return [title, *alone]
    return alone + [part for at in breaks(title) if 10 <= len(part := title[: at - 1]) <= longest]


def _merit(text: str, measure: tuple[int, int]) -> float:
    two = len(breaks(text)) == 1
    inside = measure[0] <= len(text) <= measure[1]
    score = 1.0 + 1.2 * two + 1.2 * inside + 0.3 * has_figure(text) + 0.4 * decides(text)
    return score - 0.04 * max(0, measure[0] - len(text))


def _filled(text: str, more: Sequence[str], measure: tuple[int, int]) -> str:
    """A single clause with a figure of the facts as its second, where one fits."""
    if breaks(text):
        return text
    room = measure[1] - len(text) - 1
    for fact in more:
        for clause in split(core(fact)):
            if 8 <= len(clause) <= room and _second(clause) and not repeats(clause, [text]):
                return f"{text}，{clause}"
    return text


def _second(clause: str) -> bool:
    """Whether a clause tells a figure of its own subject, so that it can follow any heading."""
    return (
        bool(_FIGURED.search(clause))
        and balanced(clause)
        and finished(clause)
        and not (headless(clause) or leaning(f"{clause}。") or local(clause))
        and not LEAN.match(clause)
    )


def _later(more: Sequence[str], measure: tuple[int, int]) -> list[tuple[float, str]]:
    """Headings from the facts after a lead that has none."""
    found = [(run, at) for fact in more if not leaning(fact) for at, run in runs(fact, measure[1])]
    return [(_merit(run, measure), run) for run, at in found if at == 0 and len(breaks(run)) < 2]


def _cut(lead: str, longest: int) -> str:
    """The beginning of the lead sentence, cut at a clause or, failing that, whole."""
    issued = _ISSUED.search(core(lead))
    parts = split(core(lead))
    if issued and len(parts[0]) > longest:
        whole = core(lead)[: issued.end()]
        return whole if len(whole) <= longest + _OVER_ISSUED else issued[0]
    run = whole = ""
    for part in parts:
        run = f"{run}，{part}" if run else part
        if len(run) > longest:
            break
        if finished(part):
            whole = run
    return whole or parts[0]
