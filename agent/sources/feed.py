"""RSS, Atom and JSON Feed → the articles of their items; XML that is a web page is read as one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from agent.errors import UnreadableSource
from agent.sources import labels, page
from agent.sources.article import Article, Raw
from agent.sources.encoding import decode

EXTRACTOR = "feed/1"
_MAX_ITEMS = 5_000
_FEED = re.compile(r"<\s*(?:[A-Za-z0-9]+:)?(?:rss|feed|RDF|channel)\b")
_HTML = re.compile(r"<\s*(?:!doctype\s+html|html)\b", re.IGNORECASE)
#: Declarations of entities and their use are taken out before any parser sees them: nothing is expanded or
#: fetched.
_DOCTYPE = re.compile(
    r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>|<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)[^>]*>", re.IGNORECASE | re.DOTALL
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_REFERENCE = re.compile(r"&#(x[0-9a-f]{1,9}|[0-9]{1,9})\b;?", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z!/][^>]*>")


def articles(raw: Raw) -> Iterator[Article]:
    """The article of each item. Raises UnreadableSource where the file is no feed or has no items."""
    text = decode(raw.read(), raw.charset)
    head = text[:4000]
    if head.lstrip().startswith("{"):
        yield from _json(text, raw.name)
        return
    if _HTML.search(head) and not _FEED.search(head):
        yield page.article(raw)
        return
    if not _FEED.search(text[:200_000]):
        raise UnreadableSource(f"{raw.name} 不是 RSS 或 Atom，读不了；请换成订阅源文件。", "unsupported")
    parsed = _parsed(text)
    entries = parsed.get("entries", [])[:_MAX_ITEMS]
    if not entries:
        broken = bool(parsed.get("bozo"))
        message = (
            f"{raw.name} 不是完好的 XML，没有读出条目；请重新下载。" if broken else f"{raw.name} 里没有条目。"
        )
        raise UnreadableSource(message, "damaged" if broken else "empty")
    name = str(parsed.get("feed", {}).get("title") or "").strip()
    for number, entry in enumerate(entries, 1):
        yield _article(
            dict(entry), number, name
        )  # plain: feedparser's own warns where one date stands for another


def _json(text: str, name: str) -> Iterator[Article]:
    """The items of a JSON Feed (jsonfeed.org). Raises UnreadableSource where it is none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    items = data.get("items") if isinstance(data, dict) else None
    if (
        not isinstance(data, dict)
        or "jsonfeed.org" not in str(data.get("version"))
        or not isinstance(items, list)
    ):
        raise UnreadableSource(f"{name} 不是 JSON Feed，读不了；请换成订阅源文件。", "unsupported")
    if not items:
        raise UnreadableSource(f"{name} 里没有条目。", "empty")
    for number, item in enumerate(items[:_MAX_ITEMS], 1):
        if isinstance(item, dict):
            yield _article(_entry(item), number, str(data.get("title") or "").strip())


def _entry(item: dict[str, Any]) -> dict[str, Any]:
    """A JSON Feed's item in feedparser's words."""
    authors = item.get("authors") or [item.get("author")]
    first = authors[0] if isinstance(authors, list) and authors else None
    return {
        "title": item.get("title"),
        "content": [{"value": item.get("content_html")}, {"value": item.get("content_text")}],
        "summary": item.get("summary"),
        "author": first.get("name") if isinstance(first, dict) else "",
        "link": item.get("url") or item.get("external_url"),
        "published": item.get("date_published") or item.get("date_modified"),
    }


def _parsed(text: str) -> dict[str, Any]:
    import feedparser

    text = _REFERENCE.sub(_character, _DECLARATION.sub("", _DOCTYPE.sub("", text)))
    data = feedparser.parse(
        text.encode("utf-8", "replace"),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    return dict(data)


def _character(found: re.Match[str]) -> str:
    """A numeric reference as it stands, unless it names no character: on those feedparser stumbles."""
    code = int(found[1][1:], 16) if found[1][0] in "xX" else int(found[1])
    real = 0 < code < 0xD800 or 0xE000 <= code < 0x110000
    return found[0] if real else "\ufffd"


def _article(entry: dict[str, Any], number: int, name: str) -> Article:
    bodies = [str(c.get("value") or "") for c in entry.get("content", [])] + [str(entry.get("summary") or "")]
    best = max(bodies, key=len)
    title = _plain(str(entry.get("title") or ""))
    found = _body(best, title)
    source = entry.get("source") or {}
    named = _plain(str(source.get("title") or "")) or labels.name_of(str(entry.get("publisher") or ""))
    author = _plain(str(entry.get("author") or ""))
    link = str(entry.get("link") or "")
    return Article(
        text=found.text or title,
        title=title or found.title,
        publisher=named or found.publisher or name,
        author=author if not labels.is_nobody(author) else "",
        published=str(entry.get("published") or entry.get("updated") or entry.get("created") or ""),
        url=link if link.startswith(("http://", "https://")) else "",
        reprint_of=named if named and name and named not in name and name not in named else found.reprint_of,
        line=number,
        extractor=EXTRACTOR,
        notes=() if found.text else (f"第 {number} 条没有正文，只有标题。",),
    )


def _body(html: str, title: str) -> Article:
    """An item's description: often a page of its own, sometimes plain text."""
    if not html.strip():
        return Article(text="")
    if not _TAG.search(html):
        return Article(text="\n".join(line.strip() for line in html.splitlines() if line.strip()))
    try:
        return page.fragment(html, title)
    except UnreadableSource:
        return Article(text="")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]{0,200}>", "", text).split())
