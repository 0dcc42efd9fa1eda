"""Plain text: a title line, a line of origin (`来源：… 2026-06-13 09:30`), then the article."""

from __future__ import annotations

import re

from agent.sources import labels, times
from agent.sources.article import Article, Raw
from agent.sources.encoding import decode

EXTRACTOR = "txt/1"
_SENTENCE_END = "。！？；!?;，,"
#: A line of the head is at most this long; the head at most this many lines.
_LONGEST, _HEAD = 120, 8


def article(raw: Raw) -> Article:
    """The article of a plain-text file."""
    return from_text(decode(raw.read(), raw.charset), EXTRACTOR)


def from_text(text: str, extractor: str) -> Article:
    """The article in `text`: its first short line is the title, lines of origin under it are read and left
    out.
    """
    lines = [
        re.sub(r"[ \t\u3000\xa0]+", " ", line).strip()
        for line in re.split(r"\r\n|[\n\r\f\v\u2028\u2029]", text)
    ]
    lines = [line for line in lines if line]
    title, start = _title(lines)
    origin = labels.Origin()
    last = min(len(lines), start + _HEAD)
    while start < last and len(lines[start]) <= _LONGEST and (found := _origin(lines[start])):
        origin = origin.joined(found)
        start += 1
    body = [line for line in lines[start:] if not labels.is_signature(line)]
    for line in lines[max(start, len(lines) - 6) :]:
        if len(line) <= _LONGEST and (found := labels.read(line)):
            origin = origin.joined(found)
    return Article(
        text="\n".join(body),
        title=title,
        publisher=origin.publisher,
        author=origin.author,
        published=origin.published,
        url=origin.url,
        reprint_of=origin.reprint_of,
        extractor=extractor,
    )


def _title(lines: list[str]) -> tuple[str, int]:
    """The title and the number of the line after it."""
    if not lines or len(lines) == 1:
        return "", 0
    named = re.match(r"(?:标题|题名|题目|Title)\s*[:：]\s*(.+)", lines[0])
    if named:
        return named.group(1).strip(), 1
    first = lines[0]
    if len(first) <= _LONGEST and first[-1] not in "。；;，," and not _origin(first):
        return first, 1
    return "", 0


def _origin(line: str) -> labels.Origin | None:
    """What a line of the head says of the origin, or None where it is part of the text."""
    found = labels.read(line)
    if found:
        return found
    stamp = times.STAMP.search(line) or times.STAMP_EN.search(line)
    if stamp and len(line) <= 40 and line[-1] not in _SENTENCE_END:
        rest = (line[: stamp.start()] + " " + line[stamp.end() :]).strip(" |·—-")
        return labels.Origin(published=stamp.group(), publisher=rest if len(rest) <= 16 else "")
    return None
