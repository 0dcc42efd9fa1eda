"""Sitemaps: the pages a site says it has, with the day each was last changed. No entity is expanded or fetched."""

from __future__ import annotations

import io
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from agent.errors import UnreadableSource
from agent.sources import times, unpack
from agent.sources.listing import Link

#: Entries read of one file (the protocol allows as many), and bytes of one that came packed.
MAX_ENTRIES, MAX_BYTES = 50_000, 64 * 1024 * 1024
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Sitemap:
    """Pages, newest first as far as dates are given, and further sitemaps this one points to, likewise."""

    pages: tuple[Link, ...]
    sitemaps: tuple[Link, ...] = ()


def is_sitemap(data: bytes) -> bool:
    """Whether bytes look like a sitemap or an index of them."""
    if data.startswith(_GZIP):
        return True
    head = data[:2000].lower()
    return b"<urlset" in head or b"<sitemapindex" in head


def sitemap(data: bytes, url: str) -> Sitemap:
    """Reads the sitemap fetched from `url`. Raises UnreadableSource("damaged" or "toolarge")."""
    if data.startswith(_GZIP):
        data = _plain(data, url)
    pages: list[Link] = []
    maps: list[Link] = []
    try:
        context = etree.iterparse(
            io.BytesIO(data), events=("end",), resolve_entities=False, no_network=True, load_dtd=False,
            huge_tree=False, recover=True, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        for _, element in context:
            name = etree.QName(element).localname
            if name in ("url", "sitemap"):
                link = _link(element)
                if link:
                    (pages if name == "url" else maps).append(link)
                element.clear()
                if len(pages) + len(maps) >= MAX_ENTRIES:
                    break
    except (etree.XMLSyntaxError, ValueError):
        pass  # what came before the damage counts
    if not pages and not maps:
        raise UnreadableSource(f"{url} 里没有读出网站地图的条目；请核对地址。", "damaged")
    return Sitemap(tuple(_newest(pages)), tuple(_newest(maps)))


def _plain(data: bytes, url: str) -> bytes:
    try:
        return b"".join(unpack.unpacked([data], "gzip", MAX_BYTES))
    except unpack.TooLargeError:
        raise UnreadableSource(f"{url} 解开后太大，没有收入。", "toolarge") from None
    except unpack.DamagedError:
        raise UnreadableSource(f"{url} 的压缩数据损坏；请稍后再试。", "damaged") from None


def _link(entry: etree._Element) -> Link | None:
    values: dict[str, str] = {}
    for element in entry.iter():
        if isinstance(element.tag, str) and element.text:
            values.setdefault(etree.QName(element).localname, element.text.strip()[:2000])
    url = values.get("loc", "")
    if urlsplit(url).scheme not in ("http", "https"):
        return None
    day = times.parse(values.get("publication_date", "") or values.get("lastmod", ""))
    return Link(url, values.get("title", "")[:200], day)


def _newest(links: list[Link]) -> list[Link]:
    return sorted(links, key=lambda link: link.published, reverse=True)
