"""What the slate knows of a source, and who its publisher is to the house."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from agent.house import Publishers, Tier
from agent.models import Source

#: Characters of a text the slate reads; news says what it is in its opening.
READ = 1500
#: A dateline or byline in brackets: it names reporters, who are no part of the story.
_BYLINE = re.compile(
    r"[（(【][^（）()【】]{0,60}(?:记者|通讯员|作者|编辑|实习生|摄影|责编)[^（）()【】]{0,60}[）)】]"
)
_DATELINE = re.compile(
    r"^[^。！？\n]{0,24}?\d{1,2}\s*月\s*\d{1,2}\s*日?\s*(?:电|讯|消息)[:：,，]?"
    r"|^[^。！？，\n（(]{2,16}(?:网|报|社|台)讯\s*(?:[（(][^（）()]{1,40}[）)])?[:：,， ]*"
    r"|^本报讯[:：,， ]*|^(?:本报[\u4e00-\u9fff]{2,4}讯|科技日报讯|[\u4e00-\u9fff]{2,6}网?讯)[:：,， ]"
)
_NAMES = re.compile(r"^[（(][\u4e00-\u9fff· 、]{2,30}[）)]")
_LABEL = re.compile(r"^\s*(?:原标题|标题)\s*[:：]\s*")


@dataclass(frozen=True, slots=True)
class Article:
    """A source as the slate sees it. `text` may be cut; `family` is shared by near-duplicates, "" if unknown.

    `published` is ISO 8601 or a bare date; `reprint_of` names the publisher the page gives as its origin.
    """

    id: str
    title: str
    text: str
    publisher: str = ""
    published: str = ""
    url: str = ""
    family: str = ""
    reprint_of: str = ""
    language: str = "zh"

    @classmethod
    def of(cls, source: Source) -> Article:
        """The article of a source, with no more of its text than the slate reads."""
        return cls(
            id=source.id,
            title=source.title,
            text=source.text[:READ],
            publisher=source.publisher,
            published=source.published,
            url=source.url,
            family=source.family,
            reprint_of=source.reprint_of,
            language=source.language,
        )

    @property
    def digest(self) -> bytes:
        """16 bytes that stand for all that a reading of the article for its theme may look at."""
        said = "\0".join((self.title, self.text, self.publisher, self.url))
        return sha256(said.encode("utf-8", "surrogatepass")).digest()[:16]

    @property
    def day(self) -> str:
        """The publication day `YYYY-MM-DD`, or ""."""
        return self.published[:10]


def body_of(text: str) -> str:
    """The text's opening without label, dateline and bylines."""
    plain = _LABEL.sub("", text[:READ])
    plain = _BYLINE.sub("", plain)
    plain = _DATELINE.sub("", plain.lstrip()).lstrip()
    return _NAMES.sub("", plain, count=1).lstrip()


def tier_of(article: Article, publishers: Publishers) -> Tier:
    """The best tier whose names, endings or hosts fit the publisher or the address."""
    name = article.publisher.strip()
    for tier in publishers.tiers:
        if name and (name.startswith(tier.names) or name.endswith(tier.endings)):
            return tier
    for tier in publishers.tiers:
        if at_host(article.url, tier.hosts):
            return tier
    return publishers.default


def at_host(url: str, hosts: Sequence[str]) -> bool:
    """Whether an address lies at one of `hosts` or below it."""
    if not hosts:
        return False
    host = url.split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0].lower()
    return bool(host) and any(host == known or host.endswith("." + known) for known in hosts)
