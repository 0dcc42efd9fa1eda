"""Word files that are none, are damaged, encrypted or armed: a sentence, nothing run, nothing fetched."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from agent.errors import UsageError
from agent.models import Issue
from agent.render.docx import to_working_docx
from agent.render.docx_reader import read_docx
from agent.render.look import Look
from agent.render.word_back import issue_from_word

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Parts = dict[str, bytes]


@pytest.fixture
def parts(issue: Issue, look: Look) -> Parts:
    """The parts of a working copy."""
    with zipfile.ZipFile(io.BytesIO(to_working_docx(issue, look))) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture
def packed(tmp_path: Path) -> Callable[[Parts], Path]:
    """Parts as a file."""

    def save(parts: Parts) -> Path:
        with zipfile.ZipFile(tmp_path / "x.docx", "w") as package:
            for name, data in parts.items():
                package.writestr(name, data)
        return tmp_path / "x.docx"

    return save


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "损坏"),
        (b"PK\x03\x04 not a zip", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "密码"),
        ("纯文本改了后缀".encode(), "损坏"),
    ],
)
def test_what_is_no_docx_gets_a_sentence(data: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(data)
    with pytest.raises(UsageError, match=words):
        read_docx(tmp_path / "x.docx")


def test_cut_short_it_is_refused(parts: Parts, packed: Callable[[Parts], Path]) -> None:
    path = packed(parts)
    whole = path.read_bytes()
    for cut in (200, len(whole) // 2, len(whole) - 40):
        path.write_bytes(whole[:cut])
        with pytest.raises(UsageError):
            read_docx(path)


def test_a_member_that_is_encrypted_is_refused(parts: Parts, packed: Callable[[Parts], Path]) -> None:
    path = packed(parts)
    data = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 4)
    path.write_bytes(bytes(data))
    with pytest.raises(UsageError, match="密码"):
        read_docx(path)


def test_a_flipped_byte_is_found(parts: Parts, packed: Callable[[Parts], Path]) -> None:
    path = packed(parts)
    data = bytearray(path.read_bytes())
    at = data.index("港口数据场景".encode())
    data[at] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(UsageError, match="损坏"):
        read_docx(path)


def test_entities_are_refused(parts: Parts, packed: Callable[[Parts], Path]) -> None:
    parts["word/document.xml"] = (
        b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>'
    )
    with pytest.raises(UsageError, match="文档类型声明"):
        read_docx(packed(parts))


def test_a_package_that_unpacks_to_too_much_is_refused(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
        package.writestr("word/media/a.bin", bytes(130_000_000))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(UsageError, match="太大"):
        read_docx(path)


def test_macros_and_outside_links_are_left_alone_and_said(
    issue: Issue, parts: Parts, packed: Callable[[Parts], Path]
) -> None:
    parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 macro"
    parts["word/embeddings/oleObject1.bin"] = b"\xd0\xcf\x11\xe0 object"
    rels = etree.fromstring(parts["word/_rels/document.xml.rels"])
    for n, kind in enumerate(("attachedTemplate", "image")):
        etree.SubElement(
            rels,
            rels[0].tag,
            Id=f"rId9{n}",
            Type=f"{RELATIONS}/{kind}",
            Target="https://evil.invalid/t.dotm",
            TargetMode="External",
        )
    parts["word/_rels/document.xml.rels"] = etree.tostring(rels)
    found = issue_from_word(read_docx(packed(parts)), issue, [])
    assert found.issue == issue
    assert any("宏" in w for w in found.warnings)
    assert any("嵌入" in w for w in found.warnings)
    assert any("外部" in w and "attachedTemplate" in w and "image" in w for w in found.warnings)
