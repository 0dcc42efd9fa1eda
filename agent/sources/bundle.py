"""Several answers that make one source, kept as one file: an article's pages, and the documents attached to a notice.

The file is a web archive as RFC 2557 has it (.mhtml, browsers open it): each part as it came, with its address. So a
source that came in several requests has one snapshot, and can be made again from it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes, policy
from urllib.parse import quote, unquote, urlsplit

from agent.errors import UnreadableSource
from agent.sources import kinds
from agent.sources.article import Article, Raw, anonymous

SUFFIX = ".mhtml"
_TYPES = {
    "page": "text/html", "pdf": "application/pdf", "plain": "text/plain",
    "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip
_KINDS = {kind: name for name, kind in _TYPES.items()}


def pack(parts: Sequence[Raw]) -> Raw:
    """The parts in one file, the article's first page first. The same parts make the same bytes."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part.read()).digest())
    boundary = f"draft-{digest.hexdigest()[:24]}"
    lines = [
        f'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="{boundary}"\r\n'
    ]
    for part in parts:
        charset = f'; charset="{part.charset}"' if part.charset.isalnum() or "-" in part.charset else ""
        lines.append(
            f"\r\n--{boundary}\r\nContent-Type: {_TYPES.get(kinds.kind(part), 'application/octet-stream')}{charset}\r\n"
            f"Content-Location: {part.url}\r\nContent-Description: {quote(part.name)}\r\n"
            f"Content-Transfer-Encoding: base64\r\n\r\n{base64.encodebytes(part.read()).decode('ascii')}"
        )
    lines.append(f"\r\n--{boundary}--\r\n")
    first = parts[0]
    data = "".join(lines).encode("utf-8", "replace")
    return Raw(name=first.name.rsplit(".", 1)[0] + SUFFIX, data=data, url=first.url, kind="bundle")


def unpack(raw: Raw) -> list[Raw]:
    """The parts of a bundle. Raises UnreadableSource where it is none."""
    message = message_from_bytes(raw.read(), policy=policy.default)
    out = []
    for part in message.walk():
        data = None if part.is_multipart() else part.get_payload(decode=True)
        if not isinstance(data, bytes):
            continue
        url = str(part["content-location"] or "").strip()
        name = unquote(str(part["content-description"] or "")) or urlsplit(url).path.rsplit("/", 1)[-1]
        kind = _KINDS.get(part.get_content_type(), "")
        if kind:
            out.append(Raw(name, data=data, url=url, charset=part.get_content_charset("") or "", kind=kind))
    if not out or out[0].kind != "page":
        raise UnreadableSource(f"{raw.name} 不是完好的网页存档，读不了；请另存一份。", "damaged")
    return out


def articles(raw: Raw) -> Iterator[Article]:
    """The article of all its pages together, then one for each document attached to it."""
    parts = unpack(raw)
    pages = [part for part in parts if part.kind == "page"]
    whole = joined([article for page in pages for article in _readable(page)])
    yield whole
    number = 1
    for part in parts:
        if part.kind == "page":
            continue
        for article in _readable(part):
            number += 1
            tied = anonymous(
                article,
                title=f"{whole.title}（附件）",
                publisher=whole.publisher,
                published=str(whole.published),
                url=part.url,
                reprint_of=whole.reprint_of,
            )
            note = f"“{whole.title}”的附件。"
            yield replace(tied, line=number, notes=(*tied.notes, note))


def _readable(part: Raw) -> Iterator[Article]:
    """The articles of a part; one that cannot be read is left out, for the first page tells of it."""
    try:
        yield from list(kinds.articles(part))
    except UnreadableSource as error:
        if part.kind == "page":
            raise UnreadableSource(f"{part.url or part.name}：{error}", error.kind) from None


def joined(pages: Sequence[Article]) -> Article:
    """One article of its pages in order: paragraphs that a page repeats from another come once."""
    first = pages[0]
    lines: list[str] = []
    seen: set[str] = set()
    for page in pages:
        for line in page.text.split("\n"):
            if line not in seen or len(line) < 8:
                lines.append(line)
            seen.add(line)
    whole = first
    for page in pages[1:]:
        whole = anonymous(whole, publisher=page.publisher, author=page.author, published=str(page.published))
    return replace(whole, text="\n".join(lines))
