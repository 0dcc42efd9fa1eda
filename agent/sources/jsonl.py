"""JSON lines, plain or gzipped, streamed: a broken line is an outcome of its own, the others go on."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from typing import IO, Any

from agent.errors import UnreadableSource, cause
from agent.sources.article import Article, Raw

EXTRACTOR = "jsonl/1"
#: Bytes of the longest line read.
MAX_LINE = 10 * 1024 * 1024
#: Bytes a gzipped file may unpack to.
MAX_UNPACKED = 8 * 1024 * 1024 * 1024
_GZIP = b"\x1f\x8b"


def articles(raw: Raw) -> Iterator[Article | tuple[int, str, str]]:
    """The article of each line, or (line number, kind, sentence) for a line that gives none.

    Blank lines are passed over. Raises UnreadableSource where the file itself cannot be read (from there) on.
    """
    number = 0
    try:
        with _open(raw) as file:
            total = 0
            while line := file.readline(MAX_LINE + 2):
                number += 1
                total += len(line)
                if len(line) > MAX_LINE + 1 or (len(line) == MAX_LINE + 1 and not line.endswith(b"\n")):
                    total += _skip_line(file, MAX_UNPACKED - total)
                    yield number, "toolarge", f"{raw.name} 第 {number} 行超过 10 MB，已跳过。"
                elif line.strip():
                    yield _article(raw.name, number, line)
                if total > MAX_UNPACKED:
                    raise UnreadableSource(f"{raw.name} 解压后过大，读到第 {number} 行为止。", "toolarge")
    except FileNotFoundError:
        raise UnreadableSource(f"{raw.name} 不见了，没有读到；请确认文件还在。", "missing") from None
    except PermissionError:
        raise UnreadableSource(f"没有权限读 {raw.name}；请改文件的权限。", "denied") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise UnreadableSource(
            f"{raw.name} 的压缩数据在第 {number} 行之后损坏，之前的已收入；请换一份完整的文件。", "damaged"
        ) from None
    except OSError as error:
        raise UnreadableSource(
            f"{raw.name} 读到第 {number} 行时出错（{cause(error)}），之前的已收入。", "failed"
        ) from error
    if not number:
        raise UnreadableSource(f"{raw.name} 是空文件，没有可收入的内容。", "empty")


def _open(raw: Raw) -> IO[bytes]:
    plain: IO[bytes] = io.BytesIO(raw.data) if raw.data is not None else _path(raw).open("rb")
    head = plain.read(3)
    if head.startswith(_GZIP):
        plain.seek(0)
        return io.BufferedReader(_Unzipped(plain))
    if head != b"\xef\xbb\xbf":
        plain.seek(0)
    return plain


class _Unzipped(gzip.GzipFile):
    """A gzip file that closes what it reads from."""

    def __init__(self, plain: IO[bytes]) -> None:
        super().__init__(fileobj=plain, mode="rb")
        self._plain = plain

    def close(self) -> None:
        super().close()
        self._plain.close()


def _path(raw: Raw) -> Any:
    if raw.path is None:
        raise FileNotFoundError(raw.name)
    return raw.path


def _skip_line(file: IO[bytes], budget: int) -> int:
    """Read on to the end of a line, keeping nothing; how many bytes that took."""
    skipped = 0
    while skipped <= budget and (piece := file.readline(1 << 20)):
        skipped += len(piece)
        if piece.endswith(b"\n"):
            break
    return skipped


def _article(name: str, number: int, line: bytes) -> Article | tuple[int, str, str]:
    try:
        row = json.loads(_decoded(line))
    except (ValueError, RecursionError):
        return number, "line", f"{name} 第 {number} 行不是 JSON，已跳过；请检查该行。"
    if not isinstance(row, dict):
        return number, "line", f"{name} 第 {number} 行不是一个 JSON 对象，已跳过；每行应是 {{…}}。"
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        return number, "empty", f"{name} 第 {number} 行没有正文（text），已跳过。"
    given = row.get("id")
    when = row.get("published")
    return Article(
        text=text,
        title=_string(row, "title"),
        publisher=_string(row, "publisher"),
        author=_string(row, "author"),
        published=when if isinstance(when, str | int | float) and not isinstance(when, bool) else "",
        url=_string(row, "url").strip(),
        id=_id(given),
        line=number,
        extractor=EXTRACTOR,
    )


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("gb18030", "replace")


def _string(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""


def _id(value: object) -> str:
    """A given id, if it is usable as one: text or a whole number, at most 200 characters."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    words = (
        str(value).strip() if isinstance(value, str) else format(value, "d") if abs(value) < 10**60 else ""
    )
    return words if words.isprintable() and len(words) <= 200 else ""
