"""A Word document (.docx) → article: paragraphs and tables in order, tracked insertions in, deletions out."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from agent.errors import UnreadableSource
from agent.sources import plain
from agent.sources.article import Article, Raw, anonymous

EXTRACTOR = "docx/1"
_MAX_PART = 64 * 1024 * 1024
_MAX_PACKED = 200
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: What zipfile raises for archives that are cut, encrypted or made up.
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, KeyError, ValueError,
    NotImplementedError, RuntimeError, EOFError, OSError,
)  # fmt: skip
_CORE = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "author": "{http://purl.org/dc/elements/1.1/}creator",
}
_JUNK = re.compile(
    r"^(?:python-docx|administrator|admin|user|微软用户|unknown|word document|未命名|无标题"
    r"|.*\.(?:docx?|wps|dotx?))$",
    re.IGNORECASE,
)


def article(raw: Raw) -> Article:
    """The article of a Word document. Raises UnreadableSource: damaged, encrypted, toolarge, or empty."""
    data = raw.read()
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableSource(
            f"{raw.name} 是旧版 Word 文件或加了密码，读不了；请另存为不加密的 docx。", "encrypted"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            body = _part(package, "word/document.xml", raw.name)
            core = _part(package, "docProps/core.xml", raw.name, required=False)
    except _BROKEN:
        raise UnreadableSource(
            f"{raw.name} 不是完好的 docx，读不了；请用 Word 重新存一份。", "damaged"
        ) from None
    root = body.find(f"{_W}body")
    lines = list(_lines(root)) if root is not None else []
    if not any(line.strip() for line in lines):
        raise UnreadableSource(f"{raw.name} 里没有文字，未收入。", "empty")
    found = plain.from_text("\n".join(lines), EXTRACTOR)
    return anonymous(found, **_properties(core))


def _part(package: zipfile.ZipFile, name: str, shown: str, required: bool = True) -> Any:
    """A part of the package as XML, within bounds, without entities."""
    try:
        info = package.getinfo(name)
    except KeyError:
        if required:
            raise
        return None
    if info.file_size > _MAX_PART or info.file_size > max(1_000_000, info.compress_size * _MAX_PACKED):
        raise UnreadableSource(f"{shown} 解压后过大，没有读取。", "toolarge")
    with package.open(info) as file:
        data = file.read(_MAX_PART + 1)
    if len(data) > _MAX_PART:
        raise UnreadableSource(f"{shown} 解压后过大，没有读取。", "toolarge")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableSource(
            f"{shown} 不是完好的 docx，读不了；请用 Word 重新存一份。", "damaged"
        ) from None


def _lines(body: Any) -> Iterator[str]:
    """Paragraphs in order; a table's rows as cells parted by ` | `."""
    stack = list(reversed(list(body)))
    while stack:
        element = stack.pop()
        if element.tag == f"{_W}p":
            yield _text(element)
        elif element.tag == f"{_W}tbl":
            for row in element.iterfind(f"{_W}tr"):
                cells = [
                    " ".join(_text(p) for p in cell.iter(f"{_W}p")).strip() for cell in row.iter(f"{_W}tc")
                ]
                yield " | ".join(cell for cell in cells if cell)
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
            stack.extend(reversed(list(element)))


def _text(paragraph: Any) -> str:
    """The words of a paragraph; hidden text, deletions and field codes are left out."""
    parts: list[str] = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            if not _unseen(node):
                parts.append(node.text or "")
        elif node.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr") and not _in_properties(node):
            parts.append("\n" if node.tag != f"{_W}tab" else " ")
        elif node.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    return "".join(parts)


def _unseen(node: Any) -> bool:
    run = node.getparent()
    properties = run.find(f"{_W}rPr") if run is not None else None
    if properties is not None and properties.find(f"{_W}vanish") is not None:
        return True
    parent = run.getparent() if run is not None else None
    return parent is not None and parent.tag in (f"{_W}del", f"{_W}moveFrom")


def _in_properties(node: Any) -> bool:
    parent = node.getparent()
    return parent is not None and parent.tag in (f"{_W}tabs", f"{_W}pPr", f"{_W}rPr")


def _properties(core: Any) -> dict[str, str]:
    """Title and author of the core properties, where they say something; its dates are the file's."""
    if core is None:
        return {}
    out = {}
    for field, tag in _CORE.items():
        element = core.find(tag)
        words = (element.text or "").strip() if element is not None else ""
        if words and not _JUNK.match(words):
            out[field] = words
    return out
