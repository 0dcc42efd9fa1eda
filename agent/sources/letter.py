"""Newsletters: a mail (.eml) or a mailbox (.mbox) → an article for each mail, and for each document attached to it.

Nothing in a mail is executed or fetched; pictures and the addresses behind its links are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from itertools import count
from urllib.parse import urlsplit

from agent.errors import UnreadableSource
from agent.sources import dom, page, times
from agent.sources.article import Article, Raw, anonymous
from agent.sources.dom import squeeze
from agent.sources.encoding import decode

EXTRACTOR = "letter/1"
#: Mails of one mailbox, and attachments of one mail, that are read.
MAX_MAILS, MAX_ATTACHED = 5_000, 8
_FROM = re.compile(rb"(?:\A|(?<=\n))From [^\r\n]*\d{4}[^\r\n]*\r?\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_ONLINE = re.compile(
    r"(?:view|read|open).{0,20}(?:browser|online|web)|在?浏览器.{0,4}(?:查看|阅读|打开)|(?:查看|阅读)网页版|网页版",
    re.IGNORECASE,
)
_FOOT = re.compile(
    r"^.{0,30}(?:unsubscribe|manage (?:your )?(?:preferences|subscription)|update your preferences|退订|取消订阅|不想再收到|管理订阅)",
    re.IGNORECASE,
)


def articles(raw: Raw) -> Iterator[Article]:
    """The article of each mail. Raises UnreadableSource where there is no mail."""
    data = raw.read()
    numbers = count(1)
    found = False
    for mail in _mails(data):
        message = message_from_bytes(mail, policy=policy.default)
        if not isinstance(message, EmailMessage) or not (message["from"] or message["subject"]):
            continue
        for article in _mail(message):
            found = True
            yield _numbered(article, next(numbers))
    if not found:
        raise UnreadableSource(f"{raw.name} 里没有读出邮件；请从邮箱另存为 .eml 或 .mbox。", "damaged")


def _numbered(article: Article, number: int) -> Article:
    from dataclasses import replace

    return replace(article, line=number, extractor=EXTRACTOR)


def _mails(data: bytes) -> Iterator[bytes]:
    """The mails of a mailbox; a file that does not begin with `From ` is one mail."""
    starts = [m.span() for m in _FROM.finditer(data)] if data.startswith(b"From ") else []
    if not starts:
        yield data
        return
    ends = [start for start, _ in starts[1:]] + [len(data)]
    for (_, begin), end in list(zip(starts, ends, strict=True))[:MAX_MAILS]:
        yield _QUOTED.sub(rb"\1", data[begin:end])


def _mail(message: EmailMessage) -> Iterator[Article]:
    title = squeeze(_header(message, "subject"))
    name, address = parseaddr(_header(message, "from"))
    publisher = squeeze(name) or address.partition("@")[2]
    published = _sent(message)
    html, plain = (_text(message.get_body((kind,))) for kind in ("html", "plain"))
    text, url = _body(html, plain, title)
    if not text:
        raise UnreadableSource(f"邮件“{title or '无题'}”里没有正文。", "empty")
    yield Article(text=text, title=title, publisher=publisher, published=published, url=url)
    for part in list(message.iter_attachments())[:MAX_ATTACHED]:
        yield from _attached(part, title, publisher, published)


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message[name] or "")
    except (ValueError, IndexError, AttributeError, TypeError):  # headers the library's parser stumbles over
        return ""


def _sent(message: EmailMessage) -> str:
    said = _header(message, "date")
    try:
        return parsedate_to_datetime(said).astimezone(times.ZONE).isoformat()
    except (ValueError, TypeError, OverflowError):
        return times.parse(said)


def _text(part: object) -> str:
    """The text of a body part, whatever its declared charset."""
    if not isinstance(part, EmailMessage):
        return ""
    data = part.get_payload(decode=True)
    return decode(data, part.get_content_charset("") or "") if isinstance(data, bytes) else ""


def _body(html: str, plain: str, title: str) -> tuple[str, str]:
    """(the mail's text, where it can be read on the web or "")."""
    if html.strip():
        try:
            found = page.fragment(html, title)
        except UnreadableSource:
            found = Article(text="")
        if found.text.strip():
            return _without_foot(found.text), _online(html)
    lines = (squeeze(line) for line in plain.splitlines())
    return _without_foot("\n".join(line for line in lines if line)), ""


def _without_foot(text: str) -> str:
    lines = text.split("\n")
    for at in range(len(lines) // 2, len(lines)):
        if _FOOT.match(lines[at]):
            return "\n".join(lines[:at])
    return "\n".join(line for line in lines if not (len(line) <= 40 and _ONLINE.search(line)))


def _online(html: str) -> str:
    for anchor in dom.parse(html).iter("a"):
        href = (anchor.get("href") or "").strip()
        if urlsplit(href).scheme == "https" and _ONLINE.search(squeeze("".join(anchor.itertext()))[:60]):
            return str(href)
    return ""


def _attached(part: EmailMessage, title: str, publisher: str, published: str) -> Iterator[Article]:
    """The articles of a document attached to a mail, tied to it by title, publisher and day."""
    from agent.sources import kinds

    name = part.get_filename() or ""
    data = part.get_payload(decode=True)
    raw = Raw(name=name, data=data if isinstance(data, bytes) else b"")
    if kinds.kind(raw) not in ("pdf", "word", "plain", "markdown", "page"):
        return
    try:
        for article in kinds.articles(raw):
            tied = f"{title}（附件：{name}）" if title else name
            yield anonymous(article, title=tied, publisher=publisher, published=published)
    except UnreadableSource:
        return  # a picture of a page, a damaged file: the mail itself came in
