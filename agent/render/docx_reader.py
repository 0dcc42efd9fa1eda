"""What a Word document says once every change is accepted: paragraphs with styles, notes and comments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.render.docx_open import WordFile, open_docx
from agent.render.docx_package import W

Tree = Any
_T = "{" + W + "}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: Containers whose content counts as if it stood there by itself.
_THROUGH = {
    _T + n
    for n in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdtContent", "fldSimple", "dir", "bdo")
}
_GONE = {_T + n for n in ("del", "moveFrom", "sdtPr", "sdtEndPr", "pPr", "rPr", "customXmlPr", "smartTagPr")}
_END = re.compile(r"[。！？!?.…]['\"’”）)」』》]*$")


@dataclass(slots=True)
class WordParagraph:
    """A paragraph: its style's id and name, its text, the notes in it as (position, note id)."""

    style: str
    text: str = ""
    notes: list[tuple[int, str]] = field(default_factory=list)
    outline: int | None = None


@dataclass(slots=True)
class Range:
    """What a comment or another mark spans within one paragraph."""

    comment: str
    paragraph: int
    start: int
    stop: int


@dataclass(slots=True)
class Comment:
    """A comment: who wrote it, its lines."""

    author: str
    lines: list[str]


@dataclass(slots=True)
class WordText:
    """A document read."""

    paragraphs: list[WordParagraph] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    comments: dict[str, Comment] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)  #: note id → its lines
    note_marks: dict[str, list[str]] = field(default_factory=dict)  #: note id → names of bookmarks in it
    boxes: list[str] = field(default_factory=list)  #: texts of boxes that float beside the page's text
    custom: dict[str, str] = field(default_factory=dict)
    pictures: int = 0
    warnings: list[str] = field(default_factory=list)


def read_docx(path: Path) -> WordText:
    """Read a document. Raises UsageError as `open_docx` does."""
    return _Walker(open_docx(path)).read()


class _Walker:
    """One pass over the main part."""

    def __init__(self, file: WordFile) -> None:
        self.file = file
        self.out = WordText(warnings=list(file.warnings))
        self.names = _style_names(file.styles)
        self.open: dict[str, tuple[int, int]] = {}
        self.current: WordParagraph | None = None
        self.joining = False  # the last paragraph's mark was deleted: the next one continues it
        self.fields: list[list[str]] = []  # of each open field its instruction, then "result" once it begins
        self.skipping = 0

    def read(self) -> WordText:
        out = self.out
        out.comments = {
            _attribute(c, "id"): Comment(_attribute(c, "author"), [_flat(p) for p in c.iter(_T + "p")])
            for c in (self.file.comments if self.file.comments is not None else ())
            if c.tag == _T + "comment"
        }
        for prefix, tree in (("f", self.file.footnotes), ("e", self.file.endnotes)):
            for note in tree if tree is not None else ():
                if _attribute(note, "type") in ("", "normal"):
                    id = prefix + _attribute(note, "id")
                    out.notes[id] = [_flat(p) for p in note.iter(_T + "p")]
                    out.note_marks[id] = [
                        _attribute(mark, "name") for mark in note.iter(_T + "bookmarkStart")
                    ]
        for item in self.file.custom if self.file.custom is not None else ():
            out.custom[item.get("name", "")] = "".join(item.itertext())
        body = self.file.document.find(_T + "body")
        if body is not None:
            self._blocks(body)
        return out

    def _blocks(self, parent: Tree) -> None:
        for child in parent:
            if child.tag == _T + "p":
                self._paragraph(child)
            elif child.tag == _T + "sdt" and _is_contents(child):
                continue
            elif child.tag == _T + "commentRangeStart":
                self.open[_attribute(child, "id")] = (len(self.out.paragraphs), 0)
            elif child.tag == _T + "commentRangeEnd":
                self._close(_attribute(child, "id"))
            elif child.tag not in _GONE:
                self._blocks(child)

    def _paragraph(self, node: Tree) -> None:
        style = self._style(node)
        if self.joining and self.out.paragraphs:
            self.current = self.out.paragraphs[-1]
            self.joining = False
        else:
            self.current = WordParagraph(style=style, outline=_outline(node))
            self.out.paragraphs.append(self.current)
        self._inline(node)
        mark = node.find(f"{_T}pPr/{_T}rPr")
        if mark is not None and mark.find(_T + "del") is not None and mark.find(_T + "ins") is None:
            self.joining = True

    def _style(self, node: Tree) -> str:
        found = node.find(f"{_T}pPr/{_T}pStyle")
        id = _attribute(found, "val") if found is not None else ""
        return self.names.get(id, id)

    def _inline(self, parent: Tree) -> None:
        for child in parent:
            tag = child.tag
            if tag in _GONE or not isinstance(tag, str):
                continue
            if tag == _T + "r":
                self._run(child)
            elif tag == _T + "commentRangeStart":
                self.open[_attribute(child, "id")] = self._here()
            elif tag == _T + "commentRangeEnd":
                self._close(_attribute(child, "id"))
            elif tag == _T + "sdt" or tag in _THROUGH:
                self._inline(child)

    def _run(self, run: Tree) -> None:
        for child in run:
            name = child.tag.removeprefix(_T) if isinstance(child.tag, str) else ""
            if name == "fldChar":
                self._field(_attribute(child, "fldCharType"))
            elif name == "instrText" and self.fields:
                self.fields[-1].append(child.text or "")
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(("f" if name[0] == "f" else "e") + _attribute(child, "id"))
            elif name in ("drawing", "pict", "object") or child.tag == _MC + "AlternateContent":
                self._floating(child)
            elif not self.skipping:
                self._say(_words(name, child))

    def _say(self, text: str) -> None:
        assert self.current is not None
        if text == "\n":
            before = self.current.text.rstrip()
            text = "\n" if not before or _END.search(before) else " " if before[-1].isascii() else ""
        self.current.text += text

    def _field(self, kind: str) -> None:
        """Fields: the instruction is never text; the contents' result is ours, not the editor's."""
        if kind == "begin":
            self.fields.append([])
        elif kind == "separate" and self.fields:
            if _contents_field(self.fields[-1]):
                self.skipping += 1
        elif kind == "end" and self.fields and _contents_field(self.fields.pop()):
            self.skipping = max(0, self.skipping - 1)

    def _note(self, id: str) -> None:
        assert self.current is not None
        self.current.notes.append((len(self.current.text), id))

    def _floating(self, node: Tree) -> None:
        boxes = [
            box
            for box in node.iter(_T + "txbxContent")
            if not any(a.tag == _MC + "Fallback" for a in box.iterancestors())
        ]
        for box in boxes:
            text = "\n".join(line for line in (_flat(p) for p in box.iter(_T + "p")) if line.strip())
            if text:
                self.out.boxes.append(text)
        if not boxes:
            self.out.pictures += 1

    def _here(self) -> tuple[int, int]:
        return (len(self.out.paragraphs) - 1, len(self.current.text) if self.current else 0)

    def _close(self, id: str) -> None:
        first, start = self.open.pop(id, (-1, 0))
        if first < 0:
            return
        last, stop = self._here()
        for at in range(first, min(last, len(self.out.paragraphs) - 1) + 1):
            text = self.out.paragraphs[at].text
            span = (start if at == first else 0, stop if at == last else len(text))
            self.out.ranges.append(Range(id, at, *span))


def _words(name: str, node: Tree) -> str:
    """What a child of a run adds to the text."""
    if name == "t":
        return node.text or ""
    if name in ("br", "cr"):
        return "\n"
    return {"tab": "\t", "noBreakHyphen": "-"}.get(name, "")


def _contents_field(instruction: list[str]) -> bool:
    return "".join(instruction).strip().upper().startswith("TOC")


def _is_contents(sdt: Tree) -> bool:
    gallery = sdt.find(f"{_T}sdtPr/{_T}docPartObj/{_T}docPartGallery")
    return gallery is not None and _attribute(gallery, "val") == "Table of Contents"


def _style_names(styles: Tree | None) -> dict[str, str]:
    """Style id → the name Word knows it by everywhere, following `basedOn` for styles of the editor's own."""
    if styles is None:
        return {}
    names: dict[str, str] = {}
    for style in styles.iter(_T + "style"):
        name = style.find(_T + "name")
        names[_attribute(style, "styleId")] = _attribute(name, "val") if name is not None else ""
    return names


def _outline(node: Tree) -> int | None:
    found = node.find(f"{_T}pPr/{_T}outlineLvl")
    value = _attribute(found, "val") if found is not None else ""
    return int(value) if value.isdigit() else None


def _attribute(node: Tree, name: str) -> str:
    return str(node.get(_T + name, ""))


def _flat(paragraph: Tree) -> str:
    """A paragraph's text with insertions taken and deletions left out."""
    out = []
    for node in paragraph.iter():
        if isinstance(node.tag, str) and node.tag.startswith(_T):
            if any(a.tag in (_T + "del", _T + "moveFrom") for a in node.iterancestors()):
                continue
            out.append(_words(node.tag.removeprefix(_T), node))
    return "".join(out)
