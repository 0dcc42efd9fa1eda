"""What else belongs to an article: its further pages, and the documents attached to a notice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from agent.sources import dom
from agent.sources.dom import squeeze
from agent.sources.heading import key

#: Further pages and attachments of one article that are followed.
MAX_PAGES, MAX_ATTACHED = 12, 5
_NUMBER = re.compile(r"^[\[【(（第]?\s*(\d{1,2})\s*[页\])）】]?$")
_NEXT = re.compile(
    r"^[\[【(（]?\s*(?:下一?页|后一?页|next(?:\s*page)?|余下全文|阅读全文|[>›»]{1,2})\s*[\])）】]?\s*[>›»]*$",
    re.IGNORECASE,
)
_QUERY = re.compile(r"(?:^|&)(?:page|p|pn|pageno|page_?num)=(\d{1,2})(?=&|$)", re.IGNORECASE)
#: What any page with further pages or documents holds; most hold none of it and need not be parsed once more.
_HINT = re.compile(
    r"\.(?:pdf|docx)\b|[上下后]一?页|余下全文|阅读全文|>\s*(?:next|›|»|&gt;|[\[【(（第]?\s*2\s*[页\])）】]?\s*<)",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"\.(?:pdf|docx)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """Addresses in reading order, each once."""

    pages: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


def parts(html: str, url: str, text: str) -> Parts:
    """What the page at `url`, whose article says `text`, points to. Only links by number or `下一页` whose address is
    that of the page itself but for a page's number count as its pages.
    """
    if not url or not _HINT.search(html):
        return Parts()
    root = dom.parse(html)
    pages: dict[str, int] = {}
    attached: dict[str, None] = {}
    said = key(text)
    for anchor in root.iter("a"):
        href = (anchor.get("href") or "").strip()
        if not href or href.startswith(("#", "javascript:", "mailto:")):
            continue
        label = squeeze("".join(anchor.itertext()))
        numbered = _NUMBER.match(label) or _NEXT.match(label)
        try:
            if not numbered and not _DOCUMENT.search(unquote(urlsplit(href).path)):
                continue
            target = urljoin(url, href).split("#", 1)[0]
            number = _page(target, url) if numbered else 0
        except ValueError:
            continue
        if number:
            pages.setdefault(target, number)
        elif not numbered and _belongs(label, said):
            attached.setdefault(target)
    ordered = sorted(pages, key=lambda target: pages[target])
    return Parts(tuple(ordered[:MAX_PAGES]), tuple(attached)[:MAX_ATTACHED])


def _belongs(label: str, said: str) -> bool:
    """Whether a document's link stands in the article itself: its words are among the article's."""
    words = key(label)
    return len(words) >= 4 and (words in said or "附件" in label)


def _page(target: str, url: str) -> int:
    """Which page of `url` an address is, 0 where it is another article or the page itself."""
    one, two = urlsplit(url), urlsplit(target)
    if one.hostname != two.hostname or target == url:
        return 0
    if one.path == two.path:
        mine, other = _QUERY.search(one.query), _QUERY.search(two.query)
        rest = [_QUERY.sub("", query).strip("&") for query in (one.query, two.query)]
        return int(other[1]) if other and rest[0] == rest[1] and (not mine or mine[1] != other[1]) else 0
    return _numbered(one.path, two.path)


def _numbered(mine: str, other: str) -> int:
    """`/a/t1_22.html` and `/a/t1_22_2.html` are pages of one article; so are `/a/22.html` and `/a/22/2`."""
    match = re.fullmatch(r"(.*?)((?:\.[A-Za-z]{3,5})?)/?", mine)
    stem, end = (match[1], match[2]) if match else (mine, "")
    if len(stem) < 2 or not other.startswith(stem):
        return 0
    tail = rf"[_/-](?:p|page)?(\d{{1,2}})/?(?:{re.escape(end)})?"
    found = re.fullmatch(tail, other[len(stem) :], re.IGNORECASE)
    return int(found[1]) if found and 1 <= int(found[1]) <= 40 else 0
