"""Packed bodies unpacked piece by piece, never further than a bound: a bomb is noticed, not stored.

httpx unpacks each piece that arrives as a whole, and 64 KB of brotli can hold gigabytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import brotli

#: What `Accept-Encoding` may offer.
ACCEPTED = "gzip, deflate, br"
_PIECE = 256 * 1024
#: Layers of packing (`Content-Encoding: gzip, br`) that are taken off.
_LAYERS = 3


class TooLargeError(Exception):
    """The body unpacks to more than its bound."""


class DamagedError(Exception):
    """The body is not what its Content-Encoding says, or one we do not know."""


class _Unpacker(Protocol):
    def pieces(self, data: bytes) -> Iterator[bytes]: ...


def unpacked(parts: Iterable[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """The body in pieces of bounded size. Raises TooLargeError beyond `limit` bytes, DamagedError."""
    layers = [name.strip().lower() for name in encoding.split(",") if name.strip() not in ("", "identity")]
    if len(layers) > _LAYERS:
        raise DamagedError(encoding)
    stream: Iterable[bytes] = parts
    for name in reversed(layers):
        stream = _layer(stream, name, limit)
    return _bounded(stream, limit)


def _layer(parts: Iterable[bytes], name: str, limit: int) -> Iterator[bytes]:
    if name in ("gzip", "x-gzip", "deflate"):
        unpacker: _Unpacker = _Zlib(name == "deflate")
    elif name == "br":
        unpacker = _Brotli()
    else:
        raise DamagedError(name)
    return _bounded((piece for part in parts for piece in unpacker.pieces(part)), limit)


def _bounded(parts: Iterable[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for part in parts:
        size += len(part)
        if size > limit:
            raise TooLargeError
        yield part


class _Zlib:
    """gzip, and deflate with or without its header (servers do both)."""

    def __init__(self, deflate: bool) -> None:
        self._deflate = deflate
        self._inner = zlib.decompressobj(zlib.MAX_WBITS if deflate else zlib.MAX_WBITS | 16)

    def pieces(self, data: bytes) -> Iterator[bytes]:
        while data and not self._inner.eof:
            try:
                piece = self._inner.decompress(data, _PIECE)
            except zlib.error as error:
                if not self._deflate:
                    raise DamagedError(str(error)) from None
                self._deflate = False  # once more without the header
                self._inner = zlib.decompressobj(-zlib.MAX_WBITS)
                continue
            data = self._inner.unconsumed_tail
            if piece:
                self._deflate = False
                yield piece


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    def pieces(self, data: bytes) -> Iterator[bytes]:
        try:
            if not self._inner.is_finished():
                yield self._inner.process(data, output_buffer_limit=_PIECE)
            while not self._inner.can_accept_more_data() and not self._inner.is_finished():
                yield self._inner.process(b"", output_buffer_limit=_PIECE)
        except brotli.error as error:
            raise DamagedError(str(error)) from None
