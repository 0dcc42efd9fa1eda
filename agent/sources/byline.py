"""Title, publisher and author of an article from its own words: its first sentence, its dateline, its foot.

`新华社柏林1月22日电（记者商婧）`, `中新网8月10日电`, `新京报讯（记者…）`, `【环球网报道】`, `央视网消息：`,
`极目新闻记者 …`, and at the
foot `来源：…`. Who only is *cited* (`据路透社报道`) or gave information (`记者从国家统计局获悉`) did not
publish; `本报讯` names
nobody. Pure, and fast enough for tens of thousands of articles: only head and foot are looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.models import Span
from agent.sources import dateline, headline, tail

_SAID = re.compile(
    r"\s*(?:(?:本文)?(?:来源|转自|转载自)"
    r"|稿源)\s*[：:丨｜|\s]?\s*[【《“]?(?P<name>[^\s，。；;：:（）()【】《》“”丨|｜]{2,14})[】》”]?[；;\s]"
)
#: White space and the remains of a video player before the first word.
_BLANK = re.compile(r"[\s↵□■]*(?:[A-Za-z]{4,20}\(\{[^{}]{0,300}\}\);?[\s]*)?")
_SAID_LATER = re.compile(
    r"(?<!图片)(?<!图)(?<!视频)(?:来源|稿源)\s*[：:丨｜|]\s*(?P<name>[\u3400-\u9fffA-Za-z]{2,14})(?=\s|$)"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """What head and foot of a text say of its origin; "" where they say nothing.

    `dateline` is the span of the dateline (empty where there is none), `head` where the news begins behind
    title and
    dateline, `foot` where editors' signatures, disclaimers and share buttons begin: others leave out what
    lies before
    and behind.
    """

    title: str = ""
    publisher: str = ""
    author: str = ""
    dateline: Span = (0, 0)
    head: int = 0
    foot: int = 0


def byline(text: str) -> Byline:
    """What the head and foot of `text` say of its origin."""
    foot = tail.tail(text)
    original = headline.ORIGINAL.match(text)
    opening = original or _BLANK.match(text)
    start = opening.end() if opening else 0
    publisher = author = ""
    if not original and (said := _SAID.match(text)):
        publisher, start = tail.named(said["name"]), said.end()
    line = dateline.dateline(text, start, foot)
    title, head = headline.headline(text, start, line.span, foot)
    publisher = line.publisher or publisher
    if not publisher:
        publisher, author = tail.origin(text, foot)
    if not publisher and (later := _SAID_LATER.search(text, 0, 200)):
        publisher = tail.named(later["name"])
    author = dateline.people(line.people) or author
    return Byline(title, publisher, author, line.span, max(head, line.span[1]), foot)
