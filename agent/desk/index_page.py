"""What a followed address turns out to be: a feed, a list page, a sitemap, or a single page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from agent.errors import UnreadableSource
from agent.models import Source
from agent.settings import Follow
from agent.sources import Failure, Raw, read
from agent.sources.encoding import decode
from agent.sources.listing import Link, listing
from agent.sources.sitemap import is_sitemap, sitemap

#: From so many characters an item of a feed is the article itself (Chinese; other scripts need three times as many).
_WHOLE = 300
_CUT = ("…", "...", "[…]", "[...]", "阅读全文", "阅读更多", "查看全文", "Read more", "Continue reading")
#: Sitemaps that an index of them may lead to in one run.
_MAPS = 4


#: An item of a feed as a source, with sentences about what is odd.
Item = tuple[Source, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Index:
    """Articles to fetch; those that are already here in full (`whole`); what the feed says of the others (`spares`, by
    address); the list's next page; further sitemaps.
    """

    links: tuple[Link, ...] = ()
    whole: tuple[Item, ...] = ()
    spares: dict[str, Item] = field(default_factory=dict)
    after: str = ""
    maps: tuple[Link, ...] = ()

    def further(self, depth: int, source: Follow, fresh: int, since: str) -> Iterator[str]:
        """Addresses where the list goes on: its next page while this one had something new, sitemaps changed lately."""
        if self.after and fresh and depth + 1 < source.pages:
            yield self.after
        if depth < 2:
            recent = [m for m in self.maps if not m.published or m.published[:10] >= since]
            for entry in recent[:_MAPS]:
                yield entry.url


def read_index(raw: Raw, source: Follow, fetched: str, today: str) -> Index | None:
    """What the answer of a followed address lists; None for a single page, whose text is what is followed.

    Raises UnreadableSource where it should list something and does not.
    """
    kind = source.kind
    if kind == "page" or (kind == "auto" and raw.kind not in ("page", "feed", "")):
        return None
    data = raw.read()
    if kind == "sitemap" or (kind == "auto" and is_sitemap(data)):
        found = sitemap(data, raw.url)
        return Index(found.pages, maps=found.sitemaps)
    if kind == "feed" or (kind == "auto" and raw.kind == "feed"):
        return _feed(as_feed(raw), fetched, today)
    html = decode(data, raw.charset)
    try:
        listed = listing(html, raw.url, source.select)
    except UnreadableSource:
        if kind == "list" or source.select:
            raise
        return None
    return Index(listed.links, after=listed.after)


def as_feed(raw: Raw) -> Raw:
    """An answer as the feed it turned out to be: what the archive keeps of its items."""
    return replace(raw, kind="feed")


def _feed(raw: Raw, fetched: str, today: str) -> Index:
    links: list[Link] = []
    whole: list[Item] = []
    spares: dict[str, Item] = {}
    for item in read([raw], fetched=fetched, today=today):
        if isinstance(item, Failure):
            if item.line is None:
                raise UnreadableSource(item.message, item.kind)
            continue
        article = item.source
        if not article.url or _is_whole(article.text, article.language):
            whole.append((article, item.notes))
        else:
            links.append(Link(article.url, article.title, article.published))
            if article.text != article.title:
                spares[article.url] = (article, item.notes)
    return Index(tuple(links), tuple(whole), spares)


def _is_whole(text: str, language: str) -> bool:
    """Whether an item of a feed is the article itself rather than its beginning."""
    least = _WHOLE if language == "zh" else 3 * _WHOLE
    return len(text) >= least and not text.rstrip("。 >»]】\n").endswith(_CUT)
