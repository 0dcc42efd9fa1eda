"""Which characters a font file has: its `cmap` table, formats 4 and 12 (OpenType 1.9, cmap)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Coverage:
    """Code points as sorted, disjoint ranges `[first, last]`."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    def __contains__(self, point: int) -> bool:
        at = bisect_right(self.firsts, point) - 1
        return at >= 0 and point <= self.lasts[at]


NONE = Coverage((), ())


def coverage(path: Path, index: int = 0) -> Coverage:
    """The characters of face `index` of a font file; none for a file that is not a sound font."""
    try:
        with path.open("rb") as file:
            offset, length = _tables(file, index).get(b"cmap", (0, 0))
            file.seek(offset)
            return _ranges(file.read(length)) if length else NONE
    except (OSError, struct.error):
        return NONE


def variable(path: Path, index: int = 0) -> bool:
    """Whether a face has axes of variation, so that its bold is drawn and not merely asked for."""
    try:
        with path.open("rb") as file:
            return b"fvar" in _tables(file, index)
    except (OSError, struct.error):
        return False


def _tables(file: BinaryIO, index: int) -> dict[bytes, tuple[int, int]]:
    """Name → offset and length of the tables of a face, of a single font or a collection."""
    start = 0
    if file.read(4) == b"ttcf":
        file.seek(12 + 4 * index)
        (start,) = struct.unpack(">I", file.read(4))
    file.seek(start + 4)
    (count,) = struct.unpack(">H", file.read(2))
    file.seek(start + 12)
    entries = struct.iter_unpack(">4sIII", file.read(16 * count))
    return {name: (offset, length) for name, _, offset, length in entries}


def _ranges(table: bytes) -> Coverage:
    (count,) = struct.unpack(">H", table[2:4])
    offsets = [struct.unpack(">HHI", table[4 + 8 * n : 12 + 8 * n])[2] for n in range(count)]
    formats = {struct.unpack(">H", table[at : at + 2])[0]: at for at in offsets}
    if 12 in formats:
        pairs = _format12(table, formats[12])
    elif 4 in formats:
        pairs = _format4(table, formats[4])
    else:
        return NONE
    pairs.sort()
    return Coverage(tuple(a for a, _ in pairs), tuple(b for _, b in pairs))


def _format12(table: bytes, at: int) -> list[tuple[int, int]]:
    (groups,) = struct.unpack(">I", table[at + 12 : at + 16])
    out = []
    for first, last, glyph in struct.iter_unpack(">III", table[at + 16 : at + 16 + 12 * groups]):
        out.append((first if glyph else first + 1, last))
    return out


def _format4(table: bytes, at: int) -> list[tuple[int, int]]:
    (double,) = struct.unpack(">H", table[at + 6 : at + 8])
    count = double // 2

    def array(n: int) -> tuple[int, ...]:
        begin = at + 14 + n * double + (2 if n else 0)  # two bytes of padding follow the first array
        return struct.unpack(f">{count}H", table[begin : begin + double])

    lasts, firsts, deltas, offsets = array(0), array(1), array(2), array(3)
    out = []
    base = at + 16 + 3 * double
    for n in range(count):
        for point in range(firsts[n], min(lasts[n], 0xFFFE) + 1):
            glyph = point
            if offsets[n]:
                where = base + 2 * n + offsets[n] + 2 * (point - firsts[n])
                (glyph,) = struct.unpack(">H", table[where : where + 2])
            if glyph and (glyph + deltas[n]) & 0xFFFF:
                out.append((point, point))
    return out
