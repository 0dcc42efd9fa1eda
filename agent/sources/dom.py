"""An HTML page as a bounded tree and as a row of text blocks; what no reader sees is left out.

Nothing of a page is executed or fetched. Depth, size and number of nodes are bounded, and every walk is a
loop, so
that no page can exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from agent.errors import UnreadableSource

#: Characters of HTML that are looked at, and elements.
MAX_CHARS = 8_000_000
MAX_NODES = 100_000
#: Deeper than this no page is laid out; what lies deeper is read as text of that depth.
MAX_DEPTH = 240

Element = Any

_GONE_WORDS = (
    "script style noscript template iframe frame frameset object embed applet svg canvas map math audio "
    "video picture input select textarea button option optgroup datalist link meta base head nav dialog "
    "img source track progress meter "
)
_GONE = frozenset(_GONE_WORDS.split())
_BLOCK_WORDS = (
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary "
    "table tbody tfoot thead tr td th caption ul "
)
_BLOCK = frozenset(_BLOCK_WORDS.split())
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{4,}",
    re.IGNORECASE,
)
_REVEALED = re.compile(r"visibility\s*:\s*hidden|opacity\s*:\s*0", re.IGNORECASE)
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:#fff(?:fff)?(?![0-9a-f])|white\b|transparent\b"
    r"|rgba?\(\s*255\s*,\s*255\s*,\s*255)",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(r"background", re.IGNORECASE)
_CLOSING = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_SPACE = re.compile(r"[\s\u00a0\u3000\u200b-\u200f\u2060\ufeff\u00ad]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
#: Zero-width and control characters; the latter come in as numeric entities and are no XML.
_ZERO_WIDTH = re.compile(
    r"[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]"
)


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item or table row as laid out: its chunks are the text nodes, in order."""

    element: Element  #: the innermost block element
    chunks: list[str] = field(default_factory=list)
    holders: list[Element] = field(default_factory=list)  #: the element each chunk lies in
    linked: int = 0  #: characters inside links
    text: str = ""
    row: bool = False  #: a row of a data table


def parse(html: str) -> Element:
    """The body of a page. Raises UnreadableSource("empty") where there is no element at all."""
    if len(html) > MAX_CHARS:
        html = html[:MAX_CHARS]
    # Included headers bring `</html>` of their own, after which the parser would file the article elsewhere.
    html = _CLOSING.sub("", html.replace("\x00", ""))
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise UnreadableSource("网页里没有可读的内容，未收入。", "empty")
    body = root.find(".//body")
    return body if body is not None else root


def attributes(element: Element) -> str:
    """id, class and the like of an element, for hints, in lower case."""
    get = element.get
    return f"{get('id') or ''} {get('class') or ''} {get('role') or ''} {get('itemprop') or ''}".lower()


def hidden(element: Element) -> bool:
    """Whether a reader cannot see an element, as far as its own attributes say."""
    style = element.get("style")
    if style:
        if _HIDDEN_STYLE.search(style):
            return True
        if _WHITE.search(style) and not _on_dark(element):
            return True
    return element.get("hidden") is not None or element.get("aria-hidden") == "true" or element.tag in _GONE


def revealed(element: Element) -> bool:
    """Whether an element is hidden only until a script shows it, as whole articles are on some sites."""
    style = element.get("style") or ""
    return bool(_REVEALED.search(style)) and "display" not in style.lower()


def _on_dark(element: Element) -> bool:
    """Whether some background is set on the element or within a few steps around it."""
    for _ in range(12):
        if element is None:
            return False
        if _BACKGROUND.search(element.get("style") or "") or element.get("bgcolor"):
            return True
        element = element.getparent()
    return False


def prune(root: Element) -> None:
    """Take out what no reader sees, keeping the text after it."""
    total = None
    for count, element in enumerate(list(root.iter())):
        if count > MAX_NODES:
            drop(element)
            continue
        if element is root or not isinstance(element.tag, str):
            continue
        if hidden(element):
            if revealed(element):
                if total is None:
                    total = length(root)
                if length(element) * 2 > total:
                    continue
            drop(element)


def length(element: Element) -> int:
    """Characters of text inside an element, without scripts."""
    count = 0
    for part in element.iter():
        if isinstance(part.tag, str):
            if part.text and part.tag not in _GONE:
                count += len(part.text.strip())
            if part.tail and part is not element:
                count += len(part.tail.strip())
    return count


def drop(element: Element) -> None:
    """Remove an element but not the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail and tail.strip():
        before = element.getprevious()
        if before is not None:
            before.tail = _xml(before.tail) + " " + _xml(tail)
        else:
            parent.text = _xml(parent.text) + " " + _xml(tail)
    parent.remove(element)


def _xml(text: str | None) -> str:
    """Text as lxml takes it: what numeric entities smuggled in is gone."""
    return _CONTROL.sub(" ", text or "")


def squeeze(text: str) -> str:
    """Runs of white space as one blank, zero-width characters gone."""
    return _SPACE.sub(" ", _ZERO_WIDTH.sub("", text)).strip()


def blocks(root: Element) -> list[Block]:
    """The text blocks under `root` in reading order."""
    out: list[Block] = []
    current = Block(root)
    tables: set[Element] = set()
    skip_until: Element | None = None
    links = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if skip_until is not None:
            if event == "end" and element is skip_until:
                skip_until = None
                _put(current, element.tail, element.getparent(), links)
            continue
        if event == "start":
            if tag == "table" and is_data_table(element):
                current = _flush(out, current, element)
                out.extend(_rows(element))
                tables.add(element)
                skip_until = element
                continue
            if tag in _BLOCK or tag == "br":
                current = _flush(out, current, element if tag != "br" else current.element)
            if tag == "a":
                links += 1
            _put(current, element.text, element, links)
        else:
            if tag == "a":
                links -= 1
            if tag in _BLOCK:
                current = _flush(out, current, element.getparent() if element is not root else root)
            if element is not root:
                _put(current, element.tail, element.getparent(), links)
    _flush(out, current, root)
    return out


def _put(block: Block, text: str | None, holder: Element, links: int) -> None:
    if text and text.strip():
        block.chunks.append(text)
        block.holders.append(holder)
        if links:
            block.linked += len(text.strip())


def _flush(out: list[Block], block: Block, element: Element) -> Block:
    if block.chunks:
        block.text = squeeze("".join(block.chunks))
        if block.text:
            out.append(block)
    return Block(element if element is not None else block.element)


def is_data_table(table: Element) -> bool:
    """Whether a table holds data, not layout: several rows of several short cells, no tables or paragraphs
    inside.
    """
    rows = cells = long = 0
    for count, element in enumerate(table.iter("tr", "td", "th", "table", "h1", "h2", "h3")):
        if element.tag in ("table", "h1", "h2", "h3"):
            if element is not table:
                return False
        elif element.tag == "tr":
            rows += 1
        else:
            cells += 1
            if count < 2000 and len(squeeze("".join(element.itertext()))) > 120:
                long += 1
    return rows >= 2 and cells >= rows * 2 - 1 and long * 4 <= cells


def _rows(table: Element) -> Iterator[Block]:
    for row in table.iter("tr", "caption"):
        block = Block(table, row=True)
        for cell in row.iter("td", "th") if row.tag == "tr" else [row]:
            text = squeeze("".join(cell.itertext()))
            if text:
                block.chunks.append(text)
                block.holders.append(cell)
        block.text = " | ".join(block.chunks)
        if block.text:
            yield block
