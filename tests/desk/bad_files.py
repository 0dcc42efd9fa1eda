"""Makers of files no desk should choke on."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_FILE_ID = bytes(range(16))


def pdf(objects: Iterable[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    out += b"".join(b"%010d 00000 n \n" % at for at in offsets)
    size = b"/Size %d /Root 1 0 R " % (len(offsets) + 1)
    return out + b"trailer\n<< " + size + trailer + b" >>\nstartxref\n%d\n%%%%EOF\n" % start


def page(content: bytes, resources: bytes) -> list[bytes]:
    """Catalogue, pages and a page with this content."""
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << "
        + resources
        + b" >> >>",
        stream(content),
    ]


def stream(data: bytes, head: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(data), head, data)


def picture_pdf() -> bytes:
    """A scan: a page that holds a picture and no text."""
    grey = stream(
        bytes(range(256)) * 64,
        b"/Type /XObject /Subtype /Image /Width 128 /Height 128 /ColorSpace /DeviceGray /BitsPerComponent 8 ",
    )
    return pdf([*page(b"q 500 0 0 700 40 40 cm /P Do Q", b"/XObject << /P 5 0 R >>"), grey])


def locked_pdf(user: bytes = b"secret") -> bytes:
    """A PDF whose user password is needed: the standard security handler, revision 2 (ISO 32000-1, 7.6.3)."""
    rights = (-4 & 0xFFFFFFFF).to_bytes(4, "little")
    owner = _rc4(hashlib.md5(_padded(b"owner")).digest()[:5], _padded(user))
    key = hashlib.md5(_padded(user) + owner + rights + _FILE_ID).digest()[:5]
    check = _rc4(key, _PAD)
    text = b"BT /F1 12 Tf 72 700 Td (nobody shall read this sentence) Tj ET"
    sealed = _rc4(hashlib.md5(key + (4).to_bytes(3, "little") + b"\0\0").digest()[:10], text)
    body = page(sealed, b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>")
    lock = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
        owner.hex().encode(),
        check.hex().encode(),
    )
    name = _FILE_ID.hex().encode()
    return pdf([*body, lock], b"/Encrypt 5 0 R /ID [<%s> <%s>]" % (name, name))


def _padded(password: bytes) -> bytes:
    return (password + _PAD)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def big_pdf(path: Path, size: int = 200_000_000) -> None:
    """A PDF of 200 MB, nearly all of it a hole in the file."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.4\n1 0 obj\n<< /Length 199999000 >>\nstream\n")
        file.truncate(size - 6)
        file.seek(0, io.SEEK_END)
        file.write(b"%%EOF\n")


def bomb() -> bytes:
    """A DOCX of half a megabyte that unpacks to 500 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("word/document.xml", "w") as part:
            for _ in range(500):
                part.write(b" " * 1_000_000)
    return out.getvalue()
