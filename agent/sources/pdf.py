"""A PDF with a text layer → article. A scan without one is `empty`: nothing here reads pictures."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from agent.errors import UnreadableSource
from agent.sources import plain, times
from agent.sources.article import Article, Raw, anonymous

EXTRACTOR = "pdf/1"
_MAX_PAGES = 400
_PAGE_NUMBER = re.compile(
    r"^[\s\-—–·]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／共,，]\s*(?:共\s*)?\d{1,4}\s*页?)?[\s\-—–·]*$"
    r"|^Page\s+\d+(?:\s+of\s+\d+)?$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
#: A line that begins like this begins a paragraph.
_BEGIN = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、．.)](?!\d)|第[一二三四五六七八九十百\d]+[条章节款]|附件"
    r"|附：|来源|发布|作者|抄送|——|[•●■◆▪·*-]\s)"
)
_HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_SPACED = re.compile(r"[\u3400-\u9fff](?:[ \u3000]+[\u3400-\u9fff]){1,40}")
_TITLE_END = re.compile(
    r"(?:通知|意见|公告|通告|决定|方案|办法|报告|函|批复|规定|通报|纪要|指南|细则)(?:[（(].{1,16}[)）])?$"
)
_OFFICE = r"[\u3400-\u9fff（）]{2,24}(?:部|委|局|厅|院|会|政府|办公室|中心|公司|协会|研究院|大学)"
_NUMBER = re.compile(r"[\u3400-\u9fff]{1,12}[〔\[（(【]?(?:19|20)\d\d[〕\])）】]?(?:第)?\d{1,4}号")
_MARK = re.compile(r"(?:特急|急件|加急|机密|秘密|内部资料|附件\d?|[—\-_=]{3,})")
_JUNK_TITLE = re.compile(
    r"^(?:untitled|无标题|microsoft word|.*\.(?:docx?|wps|pdf|indd|cdr|pptx?)$|文档\s*\d*|新建.*)",
    re.IGNORECASE,
)


def article(raw: Raw) -> Article:
    """The article of a PDF. Raises UnreadableSource: damaged, encrypted, or empty where there is no text
    layer.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw.read())
    except pypdfium2.PdfiumError as error:
        raise _unreadable(raw.name, str(error)) from None
    try:
        pages = _pages(document)
        data = {key.lower(): str(value) for key, value in (document.get_metadata_dict() or {}).items()}
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise _unreadable(raw.name, str(error)) from None
    finally:
        document.close()
    lines = _without_margins(pages)
    text = "\n".join(_paragraphs(lines))
    if len(re.sub(r"\s", "", text)) < 10:
        raise UnreadableSource(
            f"{raw.name} 没有文字层，像是扫描件；请先做文字识别（OCR）或换一份文字版再放入。", "empty"
        )
    office, text = _letterhead(text)
    found = plain.from_text(text, EXTRACTOR)
    named = data.get("title", "").strip()
    known = Article(
        text=found.text,
        title=found.title or ("" if _JUNK_TITLE.match(named) else named),
        publisher=found.publisher or office or _signer(found.text.split("\n")),
        published=found.published or times.signed(found.text.split("\n")),
        extractor=EXTRACTOR,
    )
    return anonymous(known, author=found.author or data.get("author", ""), reprint_of=found.reprint_of)


def _unreadable(name: str, error: str) -> UnreadableSource:
    if "password" in error.lower() or "security" in error.lower():
        return UnreadableSource(f"{name} 加了密码，读不了；请换一份不加密的。", "encrypted")
    return UnreadableSource(f"{name} 不是完好的 PDF，读不了；请重新下载或换一份。", "damaged")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page and where it begins, in points from the left; `size` is its height."""

    text: str
    left: float = 0.0
    right: float = 0.0
    size: float = 12.0


def _pages(document: Any) -> list[list[Line]]:
    """The lines of each page as the text layer has them."""
    pages = []
    for number in range(min(len(document), _MAX_PAGES)):
        page = document[number]
        try:
            text_page = page.get_textpage()
            try:
                pages.append(_lines(text_page))
            finally:
                text_page.close()
        finally:
            page.close()
    return pages


def _lines(text_page: Any) -> list[Line]:
    count = text_page.count_chars()
    text = text_page.get_text_range(0, count, errors="ignore") if count else ""
    lines, at = [], 0
    for piece in re.split(r"(\r\n|[\n\r\f])", text):
        words = piece.strip(" \t\u3000\xa0\r\n\f\x00")
        if words and len(text) == count:
            begin = at + piece.index(words[0])
            first, last = text_page.get_charbox(begin), text_page.get_charbox(at + len(piece.rstrip()) - 1)
            size = max(first[3] - first[1], last[3] - last[1], 1.0)
            lines.append(Line(_plain(words), first[0], last[2], size))
        elif words:
            lines.append(Line(_plain(words)))
        at += len(piece)
    return [line for line in lines if line.text]


def _plain(words: str) -> str:
    words = words.replace("\ufffe", "-").replace("\u00ad", "").replace("\x00", "")
    # Letters set apart for looks: `国 家 数 据 局`, `通　知`.
    if _SPACED.fullmatch(words):
        words = re.sub(r"[ \u3000]", "", words)
    return words.strip()


def _without_margins(pages: list[list[Line]]) -> list[Line]:
    """All lines but page numbers and what stands at the top or foot of most pages."""
    repeated: Counter[str] = Counter()
    for lines in pages:
        repeated.update({_DIGITS.sub("0", line.text) for line in (*lines[:2], *lines[-2:])})
    common = {words for words, count in repeated.items() if count >= 3 and count * 2 > len(pages)}
    if len(pages) == 2:
        common = {words for words, count in repeated.items() if count == 2 and len(words) <= 40}
    out: list[Line] = []
    for lines in pages:
        last = len(lines) - 1
        for i, line in enumerate(lines):
            at_margin = i < 2 or i > last - 2
            if at_margin and (_PAGE_NUMBER.match(line.text) or _DIGITS.sub("0", line.text) in common):
                continue
            out.append(line)
    return out


def _paragraphs(lines: list[Line]) -> list[str]:
    """Lines rejoined. Indents of first lines tell; else a line that reaches the margin goes on."""
    if not lines:
        return []
    rights = sorted(line.right for line in lines)
    margin = rights[int(len(rights) * 0.8)]
    left = sorted(line.left for line in lines)[len(lines) // 4]
    widths = sorted(_width(line.text) for line in lines)
    wide = 0.9 * widths[int(len(widths) * 0.8)]
    out = [lines[0].text]
    for before, line in pairwise(lines):
        indented = line.left - left > 0.9 * line.size
        # Without positions the width of the words must do.
        reached = before.right >= margin - 2.2 * before.size if margin else _width(before.text) >= wide
        new_size = abs(line.size - before.size) > 0.35 * before.size and _width(line.text) > 8
        ends = before.text[-1] == "：" or (before.text[-1] in "。！？!?" and not margin)
        if indented or not reached or ends or new_size or _BEGIN.match(line.text):
            out.append(line.text)
        else:
            out[-1] = _joined(out[-1], line.text)
    return _title_joined(out)


def _title_joined(paragraphs: list[str]) -> list[str]:
    """A title broken over two centred lines (`关于…` / `…的通知`) put together."""
    for i in range(min(4, len(paragraphs) - 1)):
        one, two = paragraphs[i], paragraphs[i + 1]
        short = len(one) <= 40 and len(two) <= 40
        if short and one.startswith("关于") and not _TITLE_END.search(one) and _TITLE_END.search(two):
            return [*paragraphs[:i], one + two, *paragraphs[i + 2 :]]
    return paragraphs


def _width(line: str) -> float:
    return sum(2.0 if _HAN.match(char) else 1.0 for char in line)


def _joined(one: str, two: str) -> str:
    if one.endswith("-") and two[:1].islower():
        return one[:-1] + two
    blank = "" if _HAN.match(one[-1:]) or _HAN.match(two[:1]) else " "
    return one + blank + two


def _letterhead(text: str) -> tuple[str, str]:
    """(the office a notice is headed with or "", the text from its title on)."""
    lines = text.split("\n")
    office = ""
    for i, line in enumerate(lines[:5]):
        words = line.replace(" ", "")
        if re.fullmatch(rf"{_OFFICE}(?:文件)?", words):
            office = words.removesuffix("文件")
        elif not _NUMBER.fullmatch(words) and not _MARK.fullmatch(words):
            return office, "\n".join(lines[i:])
    return office, text


def _signer(lines: list[str]) -> str:
    """The office that signs a notice: its name alone on a line before the day, near the end."""
    for i, line in enumerate(lines):
        if i >= len(lines) - 12 and re.fullmatch(_OFFICE, line.replace(" ", "")):
            after = lines[i + 1 : i + 3]
            if any(times.parse(words) and len(words) <= 16 for words in after):
                return line.replace(" ", "")
    return ""
