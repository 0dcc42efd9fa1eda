"""Opening a .docx from outside: its parts as XML trees, nothing run, nothing fetched, no bomb unpacked."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from agent.errors import UsageError, cause

#: A document larger than this when unpacked is not an issue of ours.
MOST_BYTES = 120_000_000
MOST_PARTS = 4000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HARMLESS = ("hyperlink",)
Tree = Any


@dataclass(frozen=True, slots=True)
class WordFile:
    """The parts of a document that matter here, and sentences about what was left aside."""

    document: Tree
    styles: Tree | None
    footnotes: Tree | None
    endnotes: Tree | None
    comments: Tree | None
    custom: Tree | None
    headers: tuple[Tree, ...]
    warnings: tuple[str, ...]


def open_docx(path: Path) -> WordFile:
    """Read a .docx. Raises UsageError with one sentence for what is not one, is damaged or encrypted."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"读不了 {path}：{cause(error)}。") from error
    if data.startswith(_OLE):
        raise UsageError(
            f"{path.name} 是加了密码的或旧格式（.doc）的 Word 文件；请去掉密码，另存为 .docx 再试。"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _Opener(path.name, package).open()
    except (
        zipfile.BadZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
        zlib.error,
    ) as error:
        raise _damaged(path.name) from error


def _damaged(name: str) -> UsageError:
    return UsageError(f"{name} 损坏了，或不是 .docx 文件；请在 Word 里打开并另存一份再试，brief.md 没有动。")


class _Opener:
    """One package while it is read."""

    def __init__(self, name: str, package: zipfile.ZipFile) -> None:
        self.name, self.package = name, package
        self.names = {info.filename for info in package.infolist()}
        self.warnings: list[str] = []

    def open(self) -> WordFile:
        infos = self.package.infolist()
        if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_BYTES:
            raise UsageError(f"{self.name} 解开后太大，不像一期稿子；没有读它。")
        if any(info.flag_bits & 1 for info in infos):
            raise UsageError(f"{self.name} 加了密码；请去掉密码再试。")
        main = self._main()
        self._look_around()
        related = self._related(main)
        return WordFile(
            document=self._tree(main),
            styles=self._optional(related.get("styles")),
            footnotes=self._optional(related.get("footnotes")),
            endnotes=self._optional(related.get("endnotes")),
            comments=self._optional(related.get("comments")),
            custom=self._optional("docProps/custom.xml"),
            headers=tuple(
                self._tree(n)
                for n in sorted(self.names)
                if n.startswith(("word/header", "word/footer")) and n.endswith(".xml")
            ),
            warnings=tuple(self.warnings),
        )

    def _main(self) -> str:
        """The name of the main part, by the package's own relation."""
        if "_rels/.rels" not in self.names:
            raise _damaged(self.name)
        for relation in self._tree("_rels/.rels"):
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                target = str(relation.get("Target", "")).lstrip("/")
                if target in self.names:
                    return target
        raise _damaged(self.name)

    def _related(self, main: str) -> dict[str, str]:
        """Kind → part name, of the main part's inner relations."""
        folder, base = posixpath.split(main)
        rels = f"{folder}/_rels/{base}.rels"
        out: dict[str, str] = {}
        if rels in self.names:
            for relation in self._tree(rels):
                if relation.get("TargetMode") != "External":
                    target = str(relation.get("Target", ""))
                    name = (
                        target.lstrip("/")
                        if target.startswith("/")
                        else posixpath.normpath(posixpath.join(folder, target))
                    )
                    out.setdefault(str(relation.get("Type", "")).rsplit("/", 1)[-1], name)
        return out

    def _look_around(self) -> None:
        """Say what of the file is left aside: macros, embedded objects, outside links."""
        if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in self.names):
            self.warnings.append(f"{self.name} 带有宏；没有执行，也没有带回。")
        if any("/embeddings/" in name or "/activeX/" in name for name in self.names):
            self.warnings.append(f"{self.name} 带有嵌入的对象；没有打开，也没有带回。")
        outside = set()
        for name in sorted(self.names):
            if name.endswith(".rels"):
                for relation in self._tree(name):
                    kind = str(relation.get("Type", "")).rsplit("/", 1)[-1]
                    if relation.get("TargetMode") == "External" and kind not in _HARMLESS:
                        outside.add(kind)
        if outside:
            self.warnings.append(f"{self.name} 引用了外部的内容（{'、'.join(sorted(outside))}）；没有去取。")

    def _optional(self, name: str | None) -> Tree | None:
        return self._tree(name) if name and name in self.names else None

    def _tree(self, name: str) -> Tree:
        data = self.package.read(name)
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:65536]:
            raise UsageError(f"{self.name} 的 {name} 带有文档类型声明，Word 不会写这样的文件；没有读它。")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise _damaged(self.name) from error
        return root
