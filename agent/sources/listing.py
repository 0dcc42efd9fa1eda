"""The article links of a list page, without rules for any site.

Links that look alike belong together: their addresses have one shape (`/art/2026/6/13/art_1_22.html` and its
neighbours), and they stand in rows, often with a date. A group of such links with titles long enough is a list of
articles; navigation has short names and addresses of other shapes. Where that fails, a CSS selector says it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median
from urllib.parse import urljoin, urlsplit

from lxml.cssselect import CSSSelector

from agent.errors import UnreadableSource
from agent.sources import dom, times
from agent.sources.dom import Element, squeeze

_DIGITS = re.compile(r"\d+")
_HASH = re.compile(r"(?<![0-9a-z])(?=[0-9a-z]*\d)(?=[0-9a-z]*[a-z])[0-9a-z]{8,}(?![0-9a-z])", re.IGNORECASE)
_SLUG = re.compile(r"^[^/]*(?:-[^/-]+){3,}$")
_NOT_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|css|js|zip|rar|mp[34]|docx?|xlsx?|pptx?|apk|exe|wps|ofd)$", re.IGNORECASE
)
_PLACE = re.compile(r"\bnav|menu|crumb|foot|friend|links?\b|copyright|page(?:r|nation)", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(?:(?P<y>20\d\d)\s*[-/.年]\s*)?(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?!\d)")
_NEXT = re.compile(
    r"^(?:下一?页|后一?页|下页|next(?:\s*page)?|older(?:\s*posts)?|[>›»]{1,2})\s*[>›»]*$", re.IGNORECASE
)
#: What a widespread generator of official sites writes instead of links: pages, current one, name, ending.
_SCRIPTED = re.compile(
    r"""createPageHTML\s*\(\s*["']?(\d+)["']?\s*,\s*["']?(\d+)["']?\s*,\s*["']([\w-]+)["']\s*,\s*["'](\w+)["']"""
)
#: A group of links counts as a list from so many links and titles of so many letters (a Chinese character is two).
_LEAST, _TITLE = 3, 16
_ROW = 400
#: Elements and characters (blanks of the source included) of what may be a row or a title.
_NODES, _RAW = 300, 4_000
#: Links of one page that are looked at.
MAX_LINKS = 3_000


@dataclass(frozen=True, slots=True)
class Link:
    """An article a page, feed or sitemap points to; `published` is ISO 8601 or ""."""

    url: str
    title: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list page says: its articles in order, and where the list goes on ("": nowhere)."""

    links: tuple[Link, ...]
    after: str = ""


@dataclass(slots=True)
class _Found:
    link: Link
    shape: str
    place: str  #: the elements around it: links of one list share them
    in_bar: bool


def listing(html: str, url: str, select: str = "") -> Listing:
    """The articles that the page at `url` lists; with `select`, those of the links this CSS selector finds (or of
    the links within what it finds).

    Raises UnreadableSource("empty") where there are none, ("failed") for a selector that cannot be read.
    """
    root = dom.parse(html)
    base = _base(root, url)
    after = _after(root, base, url, html)
    dom.prune(root)
    anchors = (_selected(root, select) if select else list(root.iter("a")))[:MAX_LINKS]
    found = [f for a in anchors if (f := _link(a, base, url))]
    links = [f.link for f in found] if select else _articles(found)
    links = list({link.url: link for link in reversed(links)}.values())[::-1]
    if not links:
        advice = "选择器没有选中任何链接" if select else "没有认出文章链接，可在 draft.toml 给它写 select"
        raise UnreadableSource(f"{url} 像是列表页，但{advice}。", "empty")
    return Listing(tuple(links), after)


def shape(url: str) -> str:
    """An address with what differs from article to article taken out: numbers, hashes, the words of a slug."""
    parts = urlsplit(url)
    segments = parts.path.split("/")
    out = []
    for segment in segments:
        stem, dot, end = segment.rpartition(".")
        stem, end = (stem, dot + end) if dot and end.isalpha() and len(end) <= 6 else (segment, "")
        stem = "~" if _SLUG.match(stem) and not stem.isdigit() else _HASH.sub("#", stem)
        out.append(_DIGITS.sub("#", stem) + end)
    # Sections of one site differ in their first folders only.
    tail = "/".join(out[-3:]) if len(out) > 3 else "/".join(out)
    return f"{parts.hostname}:{len(segments)}:{tail}?{_DIGITS.sub('#', parts.query)}"


def _base(root: Element, url: str) -> str:
    base = root.getroottree().getroot().find(".//base")
    return _absolute(url, base.get("href") or "") or url if base is not None else url


def _absolute(base: str, href: str) -> str:
    """An address as a page means it, "" for what is none."""
    try:
        url = urljoin(base, href.strip()).split("#", 1)[0]
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and host else ""


def _selected(root: Element, select: str) -> list[Element]:
    try:
        elements = CSSSelector(select, translator="html")(root)
    except Exception as error:  # cssselect and lxml each have errors of their own for a selector that is none
        raise UnreadableSource(
            f"选择器“{select}”看不懂（{type(error).__name__}）；请改 draft.toml 的 select。"
        ) from None
    out: list[Element] = []
    for element in elements:
        out.extend([element] if element.tag == "a" else element.iter("a"))
    return out


def _link(anchor: Element, base: str, page: str) -> _Found | None:
    href = (anchor.get("href") or "").strip()
    url = _absolute(base, href) if href and not href.startswith(("#", "javascript:")) else ""
    if not url or url == page or _NOT_PAGE.search(urlsplit(url).path):
        return None
    text = (_text(anchor) or "")[:200]
    title = squeeze(anchor.get("title") or "")[:200]
    title = title if len(title) > len(text) or "…" in text else text
    row = _row(anchor)
    day = _day(row.replace(text, " ", 1)) or times.in_address(url)
    return _Found(Link(url, title, day), shape(url), _place(anchor), _in_bar(anchor))


def _row(anchor: Element) -> str:
    """The text of the largest element around a link that holds no other titled link and is no longer than a row."""
    best = _text(anchor) or ""
    element = anchor.getparent()
    for _ in range(5):
        if element is None or element.tag in ("body", "ul", "ol", "table", "tbody"):
            break
        text = _text(element)
        if text is None or len(text) > _ROW or sum(len(_text(a) or "") >= 8 for a in element.iter("a")) > 1:
            break
        best, element = text, element.getparent()
    return best


def _text(element: Element) -> str | None:
    """The text of a small element, None for a large one: looked at for each link, large ones would cost their square."""
    if next(islice(element.iter(), _NODES, None), None) is not None:
        return None
    parts, size = [], 0
    for part in element.itertext():
        parts.append(part)
        size += len(part)
        if size > _RAW:
            return None
    return squeeze("".join(parts))


def _day(text: str) -> str:
    """The day in a row: with a year only, for a bare `06-13` may be last year's."""
    found = [m for m in _DAY.finditer(text) if m["y"]]
    return times.parse(found[-1][0])[:10] if found else ""


def _place(anchor: Element) -> str:
    names: list[str] = []
    element = anchor.getparent()
    while element is not None and isinstance(element.tag, str) and len(names) < 6:
        names.append(f"{element.tag}.{(element.get('class') or '')[:60]}")
        element = element.getparent()
    return " ".join(names)


def _in_bar(anchor: Element) -> bool:
    element = anchor.getparent()
    for _ in range(8):
        if element is None or not isinstance(element.tag, str):
            return False
        if element.tag in ("nav", "footer", "header") or _PLACE.search(dom.attributes(element)):
            return True
        element = element.getparent()
    return False


def _articles(found: Sequence[_Found]) -> list[Link]:
    """The links of the groups that are lists of articles, and what else stands in the same rows."""
    groups: dict[str, list[_Found]] = defaultdict(list)
    for item in found:
        groups[item.shape].append(item)
    worth = {name: _worth(items) for name, items in groups.items()}
    best = max(worth.values(), default=0.0)
    good = {name for name, value in worth.items() if value > 0 and value >= 0.25 * best}
    rows = Counter(f.place for f in found if f.shape in good)
    places = Counter(f.place for f in found)
    lists = {place for place, count in rows.items() if count * 2 > places[place]}
    return [
        f.link
        for f in found
        if (f.shape in good or (f.place in lists and not f.in_bar)) and _letters(f.link.title) >= 8
    ]


def _worth(items: Sequence[_Found]) -> float:
    """How much a group of alike links is a list of articles; 0 where it is none."""
    urls = {item.link.url for item in items}
    lengths = [_letters(item.link.title) for item in items if item.link.title]
    dated = sum(bool(item.link.published) for item in items) / len(items)
    if len(urls) < _LEAST or not lengths or sum(item.in_bar for item in items) * 2 > len(items):
        return 0.0
    typical = median(lengths)
    varied = "#" in items[0].shape or "~" in items[0].shape
    if typical < (10 if dated > 0.6 else _TITLE) or not (varied or dated > 0.6):
        return 0.0
    titles = Counter(item.link.title for item in items)
    if titles.most_common(1)[0][1] > len(items) / 2:  # “详情” beside every row
        return 0.0
    return math.sqrt(len(urls)) * min(typical, 60) * (1 + dated)


def _letters(text: str) -> int:
    return sum(1 if c.isascii() else 2 for c in text)


def _after(root: Element, base: str, url: str, html: str) -> str:
    """The address of the list's next page, "" where there is none."""
    for element in root.getroottree().getroot().iter("a", "link"):
        href = (element.get("href") or "").strip()
        if not href or href.startswith(("#", "javascript:")):
            continue
        label = (_text(element) or "")[:20] or squeeze(element.get("title") or "")
        if element.get("rel") == "next" or (element.tag == "a" and _NEXT.match(label)):
            target = _absolute(base, href)
            if target and target != url and urlsplit(target).hostname == urlsplit(url).hostname:
                return target
    match = _SCRIPTED.search(html)
    if match and int(match[2]) + 1 < int(match[1]):
        return _absolute(url, f"{match[3]}_{int(match[2]) + 1}.{match[4]}")
    return ""
