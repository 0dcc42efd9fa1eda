"""Which reader reads which file: by suffix, by what a server declared, and by what the bytes look like."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import PurePath

from agent.errors import UnreadableSource
from agent.sources.article import Article, Raw

#: Suffix → kind. Readers are imported where they are used: pypdfium2 or python-docx cost more than a whole
#: command.
SUFFIXES = {
    ".html": "page", ".htm": "page", ".shtml": "page", ".xhtml": "page",
    ".md": "markdown", ".markdown": "markdown", ".txt": "plain", ".text": "plain",
    ".pdf": "pdf", ".docx": "word", ".rss": "feed", ".atom": "feed", ".xml": "feed",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".eml": "letter", ".mbox": "letter",
    ".mhtml": "bundle", ".mht": "bundle",
}  # fmt: skip
_ADVICE = {
    ".doc": "请用 Word 或 WPS 另存为 docx。", ".wps": "请用 WPS 另存为 docx。", ".ofd": "请另存为 PDF。",
    ".xls": "表格请另存为网页或文本。", ".xlsx": "表格请另存为网页或文本。",
}  # fmt: skip
IGNORED = {"thumbs.db", "desktop.ini"}


#: Kinds that are text inside; the others have a form of their own that tells a wrong file.
_TEXTS = {"page", "markdown", "plain", "feed"}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def binary(data: bytes) -> bool:
    """Whether bytes are no text: a NUL near the beginning, as git judges it; UTF-16 by its mark is text."""
    return b"\0" in data[:8000] and not data.startswith(_UTF16)


def kind(raw: Raw) -> str:
    """The kind of a file, "" where none is known."""
    if raw.kind:
        return raw.kind
    name = raw.name.lower()
    if name.endswith(".jsonl.gz"):
        return "jsonl"
    return SUFFIXES.get(PurePath(name).suffix, "")


def is_lines(raw: Raw) -> bool:
    """Whether a file is JSON lines, which are streamed."""
    return kind(raw) == "jsonl"


def articles(raw: Raw) -> Iterator[Article]:
    """The articles of a file whose bytes are in memory. Raises UnreadableSource."""
    found = kind(raw)
    if not found:
        suffix = PurePath(raw.name).suffix.lower()
        advice = _ADVICE.get(
            suffix, "可读的有 pdf、docx、html、md、txt、rss、atom、xml、eml、mbox、mhtml、jsonl、jsonl.gz。"
        )
        raise UnreadableSource(f"{raw.name} 的格式（{suffix or '无后缀'}）读不了；{advice}", "unsupported")
    if not raw.read().strip():
        raise UnreadableSource(f"{raw.name} 是空文件，没有可收入的内容。", "empty")
    if found in _TEXTS and binary(raw.read()):
        raise UnreadableSource(f"{raw.name} 里不是文字，像是别的文件改了后缀；请检查后换一份。", "damaged")
    reader = import_module(f"agent.sources.{found}")
    if hasattr(reader, "articles"):
        yield from reader.articles(raw)
    else:
        yield reader.article(raw)
