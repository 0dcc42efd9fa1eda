"""Feeds of the published issues: JSON Feed 1.1 and RSS 2.0."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from agent.render.docx_package import clean
from agent.render.look import Look

#: Issues a feed carries.
MOST = 30


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One issue: its day, title, 摘要, whole text, and when it was published (ISO 8601 with offset)."""

    day: str
    title: str
    summary: str
    text: str
    published: str


def item_id(house: str, day: str) -> str:
    """The same issue has the same id for ever, wherever it is put (RFC 4122, version 5)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"draft:{house}/{day}").urn


def json_feed(items: Sequence[FeedItem], look: Look) -> str:
    """JSON Feed 1.1 (jsonfeed.org), newest first."""
    data: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": look.house.title,
        "language": look.house.language,
    }
    if look.site:
        data["home_page_url"] = look.site
        data["feed_url"] = f"{look.site.rstrip('/')}/feed.json"
    data["authors"] = [{"name": name} for name in (look.house.organisation, *look.house.copublishers) if name]
    data["items"] = [_json_item(item, look) for item in _newest(items)]
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def rss(items: Sequence[FeedItem], look: Look) -> str:
    """RSS 2.0, newest first."""
    root = etree.Element("rss", version="2.0")
    channel = etree.SubElement(root, "channel")
    _text(channel, "title", look.house.title)
    _text(channel, "link", look.site or item_id(look.house.name, ""))
    _text(channel, "description", look.house.organisation or look.house.title)
    _text(channel, "language", {"zh": "zh-cn"}.get(look.house.language, look.house.language))
    for item in _newest(items):
        node = etree.SubElement(channel, "item")
        _text(node, "title", f"{item.title} {look.day(item.day)}")
        if look.site:
            _text(node, "link", _address(look, item.day))
        _text(node, "description", item.summary)
        _text(node, "guid", item_id(look.house.name, item.day)).set("isPermaLink", "false")
        _text(node, "pubDate", format_datetime(datetime.fromisoformat(item.published)))
    out: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return out.decode()


def _json_item(item: FeedItem, look: Look) -> dict[str, object]:
    out: dict[str, object] = {
        "id": item_id(look.house.name, item.day),
        "title": f"{item.title} {look.day(item.day)}",
    }
    if look.site:
        out["url"] = _address(look, item.day)
    return {**out, "summary": item.summary, "content_text": item.text, "date_published": item.published}


def _newest(items: Sequence[FeedItem]) -> list[FeedItem]:
    return sorted(items, key=lambda item: item.day, reverse=True)[:MOST]


def _address(look: Look, day: str) -> str:
    return f"{look.site.rstrip('/')}/{day}/brief.html"


def _text(parent: etree._Element, name: str, text: str) -> etree._Element:
    child = etree.SubElement(parent, name)
    child.text = clean(text)
    return child
