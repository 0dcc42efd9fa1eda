"""Headings from the sources' own titles, or from the lead sentence where no title stands in the section."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.text.segment import words
from agent.writer.days import without_lately
from agent.writer.opening import day_first, without_day
from agent.writer.same import figures, share
from agent.writer.tidy import balanced, breaks, tidy
from agent.writer.weight import decides, has_figure

_SITE = re.compile(r"\s*(?:[|｜_丨]|\s[-–—]\s).*$")
_TAG = re.compile(r"^(?:【[^】]*】|\[[^\]]*\]|（[^）]*）|[\u4e00-\u9fff]{2,6}[丨｜|])\s*")
_BAD = re.compile(
    r"[？?！!]|……|\.{3}|揭秘|重磅|刚刚|震惊|来了|速看|解读$|一图|图解|视频|直播|快讯|我们|记者|获悉|怎么|为何|为什么|如何|什么|呢$|吗$|今天|昨天|今日|昨日|\d日(?!报)"
)
_PREFIX = re.compile(
    r"^(?:据[^，]{2,30}|[^，]{2,16}报道|[^，]{2,20}(?:发布|公布)(?:的)?(?:最新)?(?:数据|消息|统计数据|公告)(?:显示)?|为[^，]{2,40}|根据[^，]{2,40}|[^，]{2,20}(?:表示|称|指出|介绍|宣布|透露))，"
)
_LEAN = re.compile(
    r"^(?:其中|该|此|这|他|她|并|也|还|但|而|同时|以及|由|其|使|让|将|为|同比|环比|以|与|旨在|比|占|较|约|共|达|分别|增速)"
)


def heading(titles: Iterable[str], facts: list[str], lead: str, measure: tuple[int, int]) -> str:
    """The heading of a section, at most `measure[1]` characters, every word of which stands in `facts`.

    `lead` is the lead sentence without its opening. Two clauses are taken where a title offers both; "" only where
    the section has no sentence.
    """
    said = "".join(facts)
    best: tuple[float, str] = (0.0, "")
    for rank, title in enumerate(titles):
        for text in _shapes(title, measure[1]):
            if stands(text, said):
                best = max(best, (_merit(text, measure) - 0.15 * rank, text), key=lambda pair: pair[0])
    if best[0] < 2.6:
        for text in _from_lead(lead, measure[1]):
            late = 0.0 if day_first(lead).startswith(text[:6]) or text[:6] in lead[:14] else 1.5
            best = max(best, (_merit(text, measure) - 0.5 - late, text), key=lambda pair: pair[0])
    return best[1] or _cut(lead, measure[1])


def stands(text: str, said: str) -> bool:
    """Whether what `text` says stands in `said`: its figures all, its words but for a few of form."""
    if not figures(text) <= figures(said):
        return False
    own = {word for word in words(text) if len(word) > 1}
    missing = {word for word in own if word not in said.lower() and share(word, said) < 1}
    return len(missing) * 5 <= len(own) and share(text, said) >= 0.72


def _shapes(title: str, longest: int) -> list[str]:
    """A title as one, and by its clauses where it is too long."""
    title = _SITE.sub("", title.strip())
    title = _TAG.sub("", _TAG.sub("", title))
    if "，" not in title:
        title = re.sub(r"(?<=[\u4e00-\u9fff%”》）])[ \u3000]+(?=[\u4e00-\u9fff“《])", "，", title.strip())
    title = without_lately(without_day(tidy(title).strip("。，；：,. ")))
    if not title or _BAD.search(title) or not balanced(title) or len(title) < 8:
        return []
    if len(title) <= longest:
        return [title]
    return [part for at in breaks(title) if 10 <= len(part := title[: at - 1]) <= longest]


def _from_lead(lead: str, longest: int) -> list[str]:
    """Runs of one or two clauses of the lead sentence that can stand as a heading."""
    text = without_lately(without_day(day_first(lead.rstrip("。"))))
    text = re.sub(r"（[^（）《》]*）(?![^《》]*》)", "", text)
    for _ in range(2):
        text = _PREFIX.sub("", text, count=1)
    text = re.sub(r"^由[^，]{2,16}的", "", text)
    clauses = [part for part in _split(text) if part]
    out: list[str] = []
    for i, clause in enumerate(clauses[:2]):
        if _LEAN.match(clause) and i:
            continue
        for j in (i + 2, i + 1):
            run = "，".join(clauses[i:j])
            if j <= len(clauses) and 10 <= len(run) <= longest and balanced(run):
                out.append(run)
    return out


def _split(text: str) -> list[str]:
    out, done = [], 0
    for at in breaks(text):
        out.append(text[done : at - 1])
        done = at
    out.append(text[done:])
    return out


def _merit(text: str, measure: tuple[int, int]) -> float:
    two = len(breaks(text)) == 1
    inside = measure[0] <= len(text) <= measure[1]
    score = 1.0 + 1.2 * two + 1.2 * inside + 0.3 * has_figure(text) + 0.4 * decides(text)
    return score - 0.04 * max(0, measure[0] - len(text))


def _cut(lead: str, longest: int) -> str:
    """The beginning of the lead sentence, cut at a clause or, failing that, whole."""
    text = _PREFIX.sub("", without_lately(without_day(day_first(lead.rstrip("。")))), count=1)
    parts = _split(text)
    run = ""
    for part in parts:
        longer = f"{run}，{part}" if run else part
        if len(longer) > longest:
            break
        run = longer
    return run or parts[0]
