"""What passes between the readers of files and pages and the desk: raw bytes in, an article, a found source
or a failure out.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from agent.errors import UnreadableSource, cause
from agent.models import Source
from agent.sources import byline, times

#: A file larger than this (bytes) is refused; JSON lines are streamed and know no such bound.
MAX_FILE = 64 * 1024 * 1024

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """A file as it came: either bytes in memory or a path to stream from. The desk keeps it by hash.

    `name` is a file name whose suffix tells the kind; `charset` is what a server declared; `url` the address
    the
    bytes were fetched from, "" for files.
    """

    name: str
    path: Path | None = None
    data: bytes | None = None
    url: str = ""
    charset: str = ""
    kind: str = ""  #: overrules the suffix: html, feed, pdf … (from a server's Content-Type)

    def read(self, limit: int = MAX_FILE) -> bytes:
        """The bytes. Raises UnreadableSource where the file is gone, forbidden or larger than `limit`."""
        if self.data is not None:
            data = self.data
        elif self.path is not None:
            data = _read_file(self.path, self.name, limit)
        else:
            data = b""
        if len(data) > limit:
            raise UnreadableSource(
                f"{self.name} 超过 {limit // (1024 * 1024)} MB，没有读取；请拆分后再放入。", "toolarge"
            )
        return data


@dataclass(frozen=True, slots=True)
class Article:
    """What a reader makes of a file: words as found, not yet normalised. `published` in any notation."""

    text: str
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str | int | float = ""
    url: str = ""
    reprint_of: str = ""
    id: str = ""
    line: int | None = None
    extractor: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A source, the raw file it came from (one object for all lines of a file) and sentences about what is
    odd.
    """

    source: Source
    raw: Raw
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read. `origin` is the path or address, `line` a line or item number in it.

    `kind`: empty, missing, denied, damaged, encrypted, unsupported, toolarge, line, http, timeout, refused,
    failed.
    """

    origin: str
    line: int | None
    kind: str
    message: str


def finish(article: Article, raw: Raw, origin: str, fetched: str, today: str = "") -> Found:
    """The source of an article: byline, language, date, hash and id filled in.

    `fetched` is ISO 8601; dates more than a day after `today` (default: the day of `fetched`) count as wrong.
    Raises UnreadableSource("empty") where there is no text.
    """
    text = _clean(article.text)
    if not text.strip():
        where = f"{raw.name} 第 {article.line} 条" if article.line else raw.name
        raise UnreadableSource(f"{where}里没有正文，未收入。", "empty")
    notes = list(article.notes)
    published, note = times.published(article.published, latest=today or fetched[:10])
    if not published:
        notes.append(note or "没有找到发布日期；选稿按日期，不会选到它。")
    title, publisher, author = (_line(v) for v in (article.title, article.publisher, article.author))
    url = _line(article.url)
    if not title or not publisher:
        said = byline.byline(text)
        if not title:
            title = said.title
        if not publisher:
            publisher, author = said.publisher, author or said.author
    if publisher.startswith("《") and publisher.endswith("》"):
        publisher = publisher[1:-1]
    source = Source(
        id=article.id or identity(url, publisher, title, published[:10], text),
        text=text,
        title=title,
        publisher=publisher,
        published=published,
        url=url,
        author="" if author == publisher else author,
        language=language(text),
        fetched=fetched,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        line=article.line,
        extractor=article.extractor,
        origin=origin,
        reprint_of=_line(article.reprint_of),
    )
    return Found(source, raw, tuple(notes))


def identity(url: str, publisher: str, title: str, day: str, text: str) -> str:
    """Our id of a source: 16 hex digits of sha256 over what makes it what it is."""
    return hashlib.sha256("\x1f".join((url, publisher, title, day, text)).encode()).hexdigest()[:16]


def language(text: str) -> str:
    """`zh` or `en`, by the share of Chinese characters among the letters of the first 400 characters."""
    head = text[:400]
    # Chinese characters take three bytes each: most texts are told apart without looking at each character.
    if len(head.encode("utf-8", "replace")) > 1.6 * len(head):
        return "zh"
    han, latin = len(_HAN.findall(head)), len(_LATIN.findall(head))
    return "en" if latin > 0 and han < 0.15 * (han + latin) else "zh"


def anonymous(article: Article, **fields: str) -> Article:
    """`article` with those of `fields` filled in that it lacks."""
    return replace(article, **{k: v for k, v in fields.items() if v and not getattr(article, k)})  # type: ignore[arg-type]  # only text fields are given


def _clean(text: str) -> str:
    """`text` with characters replaced, one for one, that no database takes: lone surrogates and NUL."""
    if "\x00" in text:
        text = text.replace("\x00", " ")
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def _line(value: str) -> str:
    """A field as one line without surrounding blanks."""
    return " ".join(_clean(value).split()) if value else ""


def _read_file(path: Path, name: str, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except FileNotFoundError:
        raise UnreadableSource(f"{name} 不见了，没有读到；请确认文件还在。", "missing") from None
    except PermissionError:
        raise UnreadableSource(f"没有权限读 {name}；请改文件的权限。", "denied") from None
    except OSError as error:
        raise UnreadableSource(
            f"{name} 读不出来（{cause(error)}）；请检查磁盘或换一份。", "failed"
        ) from error
