"""The wrapping of a .docx: parts, relations and content types in a ZIP whose bytes depend on them only."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = {"w": W, "r": R, "wp": WP, "a": A, "pic": PIC}
_XML = "{http://www.w3.org/XML/1998/namespace}"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
#: Part name → content type of what every edition has.
TYPES = {
    "word/document.xml": f"{_MAIN}.document.main+xml",
    "word/styles.xml": f"{_MAIN}.styles+xml",
    "word/settings.xml": f"{_MAIN}.settings+xml",
    "word/fontTable.xml": f"{_MAIN}.fontTable+xml",
    "word/footnotes.xml": f"{_MAIN}.footnotes+xml",
    "word/comments.xml": f"{_MAIN}.comments+xml",
    "word/header1.xml": f"{_MAIN}.header+xml",
    "word/header2.xml": f"{_MAIN}.header+xml",
    "word/footer1.xml": f"{_MAIN}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
Element = Any


def qualified(name: str) -> str:
    """`w:p` → `{namespace}p`; `xml:space` likewise."""
    prefix, _, local = name.partition(":")
    return _XML + local if prefix == "xml" else f"{{{NAMES[prefix]}}}{local}"


def clean(text: str) -> str:
    """`text` without what XML 1.0 cannot hold (control characters, lone surrogates, non-characters)."""
    return "".join(
        c
        for c in text
        if c in "\t\n\r" or (c >= " " and not 0xD800 <= ord(c) <= 0xDFFF and ord(c) not in (0xFFFE, 0xFFFF))
    )


def element(name: str, attributes: Mapping[str, Any] | None = None, *children: Element | None) -> Element:
    """An element with its attributes and children; None among the children is left out."""
    out = etree.Element(qualified(name), nsmap=NAMES)
    for key, value in (attributes or {}).items():
        out.set(qualified(key) if ":" in key else key, clean(str(value)))
    for child in children:
        if child is not None:
            out.append(child)
    return out


def val(name: str, value: Any) -> Element:
    """An element with `w:val`."""
    return element(name, {"w:val": value})


def text_run(text: str, properties: Element | None = None) -> Element:
    """A run holding `text`; its spaces are kept."""
    words = element("w:t", {"xml:space": "preserve"})
    words.text = clean(text)
    return element("w:r", None, properties, words)


@dataclass
class Relations:
    """The relations of one part; ids are given in order."""

    items: list[tuple[str, str, bool]] = field(default_factory=list)

    def add(self, kind: str, target: str, *, external: bool = False) -> str:
        """The id of a relation of `kind` (the last word of its type) to `target`; the same twice is one."""
        item = (kind, target, external)
        if item not in self.items:
            self.items.append(item)
        return f"rId{self.items.index(item) + 1}"

    def xml(self) -> bytes:
        """The .rels part."""
        root = etree.Element(f"{{{PACKAGE_RELS}}}Relationships", nsmap={None: PACKAGE_RELS})
        for number, (kind, target, external) in enumerate(self.items, 1):
            full = kind if kind.startswith("http") else f"{OFFICE}/{kind}"
            child = etree.SubElement(
                root, f"{{{PACKAGE_RELS}}}Relationship", Id=f"rId{number}", Type=full, Target=clean(target)
            )
            if external:
                child.set("TargetMode", "External")
        return serialise(root)


def serialise(root: Element) -> bytes:
    """A part as bytes."""
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    out: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return out


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a .docx; `[Content_Types].xml` is made here. The same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in [("[Content_Types].xml", _types(parts)), *parts.items()]:
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            package.writestr(info, data)
    return out.getvalue()


def _types(parts: Mapping[str, bytes]) -> bytes:
    root = etree.Element(f"{{{CONTENT_TYPES}}}Types", nsmap={None: CONTENT_TYPES})
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    pictures = {"png": "image/png", "jpg": "image/jpeg"}
    defaults |= {k: mime for k, mime in pictures.items() if any(name.endswith("." + k) for name in parts)}
    for extension, mime in defaults.items():
        etree.SubElement(root, f"{{{CONTENT_TYPES}}}Default", Extension=extension, ContentType=mime)
    for name in parts:
        if name in TYPES:
            etree.SubElement(
                root, f"{{{CONTENT_TYPES}}}Override", PartName="/" + name, ContentType=TYPES[name]
            )
    return serialise(root)
