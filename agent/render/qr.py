"""The codes at the foot: made from an address, or a picture the house gives. Nothing is ever fetched."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import segno

from agent.errors import cause
from agent.house import QR
from agent.render.citation_style import is_web
from agent.render.look import Look

#: A picture larger than this is not a code.
MOST_BYTES = 4_000_000
#: Where a sample issue's codes point: an address that can lead nobody astray (RFC 2606).
SAMPLE_TARGET = "https://sample.invalid/qr/{n}"
#: Values of a pixel by a PNG's colour type (ISO/IEC 15948, 11.2.2).
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Code:
    """A code as a picture: bytes, `png` or `jpg`, size in pixels, caption, the address it was made from."""

    caption: str
    data: bytes
    kind: str
    width: int
    height: int
    address: str = ""

    @property
    def uri(self) -> str:
        """The picture as a data: address."""
        mime = "png" if self.kind == "png" else "jpeg"
        return f"data:image/{mime};base64,{base64.b64encode(self.data).decode()}"


@dataclass(frozen=True, slots=True)
class Missing:
    """A code that cannot be shown, with one sentence saying why. `number` counts from 1."""

    number: int
    caption: str
    message: str


def make_codes(look: Look, *, sample: bool = False) -> tuple[tuple[Code, ...], tuple[Missing, ...]]:
    """The house's codes and those that are missing. A sample's codes without a target are made for show."""
    codes: list[Code] = []
    missing: list[Missing] = []
    for number, qr in enumerate(look.qr, 1):
        target = qr.target or (SAMPLE_TARGET.format(n=number) if sample else "")
        made = from_address(qr, target) if is_web(target) else _from_file(qr, target, look)
        if isinstance(made, Code):
            codes.append(made)
        else:
            missing.append(Missing(number=number, caption=qr.caption, message=made))
    return tuple(codes), tuple(missing)


def from_address(qr: QR, address: str) -> Code:
    """A code for `address`, error correction M, four modules of quiet zone (ISO/IEC 18004)."""
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="png", scale=8, border=4)
    side = int(code.symbol_size(scale=8, border=4)[0])
    return Code(caption=qr.caption, data=out.getvalue(), kind="png", width=side, height=side, address=address)


def _from_file(qr: QR, target: str, look: Look) -> Code | str:
    if not target:
        return f"二维码“{qr.caption}”没有内容；请在编辑台的 edition.yaml 里给它写上 target（网址或图片）。"
    for folder in look.folders:
        path = folder / target
        if not path.resolve().is_relative_to(folder.resolve()):
            return f"二维码“{qr.caption}”的图片 {target} 不在编辑台或刊物的文件夹里；请把它放进来。"
        if path.is_file():
            return _picture(qr, path)
    return f"二维码“{qr.caption}”的图片 {target} 找不到；请放进编辑台，或改写 target。"


def _picture(qr: QR, path: Path) -> Code | str:
    try:
        if path.stat().st_size > MOST_BYTES:
            return f"二维码“{qr.caption}”的图片 {path.name} 超过 {MOST_BYTES // 1_000_000} MB；请换一张小的。"
        data = path.read_bytes()
    except OSError as error:
        return f"二维码“{qr.caption}”的图片 {path.name} 读不了：{cause(error)}。"
    size = png_size(data) or jpeg_size(data)
    if not size:
        return f"二维码“{qr.caption}”的 {path.name} 不是完好的 PNG 或 JPEG 图片；请换一张。"
    kind = "png" if data.startswith(_PNG) else "jpg"
    return Code(caption=qr.caption, data=data, kind=kind, width=size[0], height=size[1])


def png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG with sound chunks and pixels that unpack; None for anything else."""
    if not data.startswith(_PNG):
        return None
    at, pixels, ended = len(_PNG), b"", False
    head = b""
    while at + 12 <= len(data) and not ended:
        length = int(struct.unpack(">I", data[at : at + 4])[0])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        check = data[at + 8 + length : at + 12 + length]
        if len(check) != 4 or zlib.crc32(kind + body) != struct.unpack(">I", check)[0]:
            return None
        if kind == b"IHDR" and length == 13:
            head = body
        pixels += body if kind == b"IDAT" else b""
        ended = kind == b"IEND"
        at += 12 + length
    return _whole(head, pixels) if ended and head else None


def _whole(head: bytes, pixels: bytes) -> tuple[int, int] | None:
    """The size, where the pixels unpack to all the rows there should be (an interlaced picture: to any)."""
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", head)
    if not (0 < width <= 10_000 and 0 < height <= 10_000) or colour not in _CHANNELS:
        return None
    wanted = 1 if interlaced else height * (1 + (width * _CHANNELS[colour] * depth + 7) // 8)
    try:
        unpacked = zlib.decompressobj().decompress(pixels, 8 * width * height + height + 1)
    except zlib.error:
        return None
    return (width, height) if len(unpacked) >= wanted else None


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a JPEG from its frame header; None where there is none or the end is missing."""
    if not data.startswith(b"\xff\xd8\xff") or b"\xff\xd9" not in data[-64:]:
        return None
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int(struct.unpack(">H", data[at + 2 : at + 4])[0])
        if marker in range(0xC0, 0xD0) and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return (int(width), int(height)) if width and height else None
        at += 2 + length
    return None
