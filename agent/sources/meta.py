"""What the head of a page declares: meta tags, JSON-LD, canonical address, the title tag, and dates in its
scripts.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from agent.sources import times
from agent.sources.dom import Element, squeeze

_TITLES = ("articletitle", "og:title", "twitter:title", "dc.title", "citation_title", "title")
_PUBLISHERS = (
    "contentsource",
    "mediaid",
    "source",
    "article:source",
    "dc.source",
    "og:source",
    "laiyuan",
    "publisher",
    "dc.publisher",
    "article:publisher_name",
    "sitesource",
)
_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "byl",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
)
_SITES = ("og:site_name", "sitename", "application-name", "copyright", "apple-mobile-web-app-title")
_DATES = (
    "pubdate", "publishdate", "publish_date", "publish-date", "pubtime", "publishtime", "publish_time",
    "article:published_time", "og:published_time", "og:release_date", "datepublished", "dc.date",
    "dc.date.issued", "dcterms.created", "firstpublishedtime", "article:create_at", "apub:time",
    "weibo: article:create_at", "weibo:article:create_at", "bytedance:published_time", "date",
    "sailthru.date", "parsely-pub-date", "citation_publication_date", "createdate", "dateupdate",
    "lastmodifiedtime", "article:modified_time", "og:updated_time",
)  # fmt: skip
_ARTICLE_TYPES = (
    "article",
    "newsarticle",
    "reportagenewsarticle",
    "blogposting",
    "analysisnewsarticle",
    "report",
    "webpage",
)
_SCRIPT_DATE = re.compile(
    r"""["']?\b(?:publish_?(?:ed)?_?(?:time|date|at|on)?|pub_?(?:time|date)|create_?(?:d_?)?(?:time|at|date)?|first_?publish(?:ed)?_?time|release_?(?:time|date)|ptime|ct)\b["']?\s*[:=]\s*["']?"""
    r"""((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}[T\s日]*(?:\d{1,2}:\d\d(?::\d\d)?(?:[+-]\d\d:?\d\d|Z)?)?|1\d{9}(?:\d{3})?)(?!\d)""",
    re.IGNORECASE,
)
_SCRIPT_SOURCE = re.compile(
    r"""["']?\b(?:source|source_?name|media_?name|nick_?name|copy_?from|article_?source|content_?source)\b["']?\s*[:=]\s*(["'])"""
    r"""([^"'\\<>{}/=+]{2,30})\1""",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_MAX_JSON, _MAX_SCRIPT = 400_000, 300_000


@dataclass(slots=True)
class Declared:
    """What a page says of itself outside its text; "" where it says nothing."""

    title_tag: str = ""
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    scripted: str = ""  #: a publication time assigned in a script
    nickname: str = ""  #: a source assigned in a script
    site: str = ""
    url: str = ""
    headlines: list[str] = field(default_factory=list)


def declared(root: Element) -> Declared:
    """Reads the whole document `root` belongs to; call it before scripts are pruned."""
    top = root.getroottree().getroot()
    tags = _meta_tags(top)
    found = Declared()
    title = top.find(".//title")
    if title is not None:
        found.title_tag = squeeze("".join(title.itertext()))[:400]
    found.title = _first(tags, _TITLES)
    found.headlines = [tags[n] for n in _TITLES if tags.get(n)]
    found.publisher = _first(tags, _PUBLISHERS)
    found.author = _first(tags, _AUTHORS)
    found.site = _first(tags, _SITES)
    found.published = next((iso for n in _DATES if n in tags and (iso := times.parse(tags[n]))), "")
    found.url = _canonical(top, tags)
    scripts = [s for s in top.iter("script") if s.text]
    for script in scripts:
        if "ld+json" in (script.get("type") or "").lower():
            _json_ld(script.text[:_MAX_JSON], found)
    found.scripted = _scripted(scripts)
    found.nickname = _nickname(scripts)
    return found


def _meta_tags(top: Element) -> dict[str, str]:
    tags: dict[str, str] = {}
    for count, meta in enumerate(top.iter("meta")):
        if count > 500:
            break
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        content = squeeze((meta.get("content") or "")[:1000])
        if name and content and content.lower() not in ("null", "undefined", "none"):
            tags.setdefault(name, content)
    return tags


def _first(tags: dict[str, str], names: tuple[str, ...]) -> str:
    return next((tags[n] for n in names if tags.get(n) and not tags[n].startswith("http")), "")


def _canonical(top: Element, tags: dict[str, str]) -> str:
    for link in top.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            href = (link.get("href") or "").strip()
            if href.startswith(("http://", "https://")):
                return str(href)
    url = tags.get("og:url", "")
    return url if url.startswith(("http://", "https://")) else ""


def _json_ld(text: str, found: Declared) -> None:
    try:
        data = json.loads(text.strip().strip(";"), strict=False)
    except (ValueError, RecursionError):
        return
    for item in _articles(data):
        headline = item.get("headline") or item.get("title")
        if isinstance(headline, str) and headline.strip():
            found.headlines.insert(0, squeeze(headline)[:400])
            found.title = found.title or squeeze(headline)[:400]
        found.publisher = found.publisher or _name(item.get("sourceOrganization"))
        publisher = _name(item.get("publisher"))
        found.site = found.site or publisher
        found.author = found.author or _name(item.get("author"))
        for key in ("datePublished", "pubDate", "dateCreated", "upDate"):
            iso = times.parse(item[key]) if isinstance(item.get(key), str) else ""
            if iso and not found.published:
                found.published = iso
                break


def _articles(data: Any) -> list[dict[str, Any]]:
    """Objects of JSON-LD that describe an article, through lists and @graph, a few levels deep."""
    out: list[dict[str, Any]] = []
    queue = [(data, 0)]
    while queue and len(out) < 20:
        item, depth = queue.pop(0)
        if isinstance(item, list) and depth < 4:
            queue.extend((i, depth + 1) for i in item[:50])
        elif isinstance(item, dict):
            kind = item.get("@type", "")
            kinds = [str(k).lower() for k in kind] if isinstance(kind, list) else [str(kind).lower()]
            if any(k in _ARTICLE_TYPES for k in kinds) or "pubDate" in item:
                out.append(item)
            if "@graph" in item and depth < 4:
                queue.append((item["@graph"], depth + 1))
    return out


def _name(value: Any) -> str:
    if isinstance(value, list):
        names = [_name(v) for v in value[:10]]
        return "、".join(n for n in names if n)
    if isinstance(value, dict):
        value = value.get("name")
    return squeeze(value)[:100] if isinstance(value, str) and not value.startswith("http") else ""


def _scripted(scripts: list[Element]) -> str:
    """The first plausible publication time assigned to a variable or key named like one."""
    for script in scripts:
        for match in _SCRIPT_DATE.finditer(script.text[:_MAX_SCRIPT]):
            iso = times.parse(match.group(1))
            if iso:
                return iso
    return ""


def _nickname(scripts: list[Element]) -> str:
    """The one name with Chinese characters that scripts assign to a key named like a source; "" where they
    differ.
    """
    names: set[str] = set()
    for script in scripts:
        for match in _SCRIPT_SOURCE.finditer(script.text[:_MAX_SCRIPT]):
            if _HAN.search(match.group(2)):
                names.add(squeeze(match.group(2)))
    return names.pop() if len(names) == 1 else ""
