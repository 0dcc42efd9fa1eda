"""Which characters a font file has: its `cmap` table, formats 4 and 12 (OpenType 1.9, cmap)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path


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
            head = file.read(4)
            start = 0
            if head == b"ttcf":
                file.seek(12 + 4 * index)
                (start,) = struct.unpack(">I", file.read(4))
            file.seek(start + 4)
            (tables,) = struct.unpack(">H", file.read(2))
            file.seek(start + 12)
            directory = file.read(16 * tables)
            for at in range(0, len(directory), 16):
                if directory[at : at + 4] == b"cmap":
                    offset, length = struct.unpack(">II", directory[at + 8 : at + 16])
                    file.seek(offset)
                    return _ranges(file.read(length))
    except (OSError, struct.error):
        return NONE
    return NONE


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
