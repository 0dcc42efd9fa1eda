"""A PDF with a text layer → article. A scan without one is `empty`: nothing here reads pictures."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from agent.errors import UnreadableSource
from agent.sources import labels, plain, times
from agent.sources.article import Article, Raw, anonymous

EXTRACTOR = "pdf/1"
_MAX_PAGES = 400
_PAGE_NUMBER = re.compile(
    r"^[\s\-—–·]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／共,，]\s*(?:共\s*)?\d{1,4}\s*页?)?[\s\-—–·]*$|^Page\s+\d+(?:\s+of\s+\d+)?$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
#: A line that ends like this is the end of a paragraph, whatever its width.
_STOP = "。！？；：!?…”』」.:;"
#: A line that begins like this begins a paragraph.
_BEGIN = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、．.)](?!\d)|第[一二三四五六七八九十百\d]+[条章节款]|附件|附：|来源|发布|作者|抄送|——|[•●■◆▪·*-]\s)"
)
_HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_JUNK_TITLE = re.compile(
    r"^(?:untitled|无标题|microsoft word|.*\.(?:docx?|wps|pdf|indd|cdr|pptx?)$|文档\s*\d*|新建.*)",
    re.IGNORECASE,
)


def article(raw: Raw) -> Article:
    """The article of a PDF. Raises UnreadableSource: damaged, encrypted, or empty where there is no text layer."""
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
    found = plain.from_text(text, EXTRACTOR)
    title, body = _title(found, lines)
    named = data.get("title", "").strip()
    known = Article(
        text=body,
        title=title or ("" if _JUNK_TITLE.match(named) else named),
        publisher=found.publisher or _letterhead(lines),
        published=found.published or times.signed([line for line in body.split("\n") if line]),
        extractor=EXTRACTOR,
    )
    return anonymous(known, author=found.author or data.get("author", ""), reprint_of=found.reprint_of)


def _unreadable(name: str, error: str) -> UnreadableSource:
    if "password" in error.lower() or "security" in error.lower():
        return UnreadableSource(f"{name} 加了密码，读不了；请换一份不加密的。", "encrypted")
    return UnreadableSource(f"{name} 不是完好的 PDF，读不了；请重新下载或换一份。", "damaged")


def _pages(document: Any) -> list[list[str]]:
    """The lines of each page as the text layer has them."""
    pages = []
    for number in range(min(len(document), _MAX_PAGES)):
        page = document[number]
        try:
            text_page = page.get_textpage()
            try:
                text = text_page.get_text_range(errors="ignore")
            finally:
                text_page.close()
        finally:
            page.close()
        text = text.replace("\ufffe", "").replace("\u00ad", "").replace("\x00", "")
        pages.append([line.strip() for line in re.split(r"[\r\n\f]+", text) if line.strip()])
    return pages


def _without_margins(pages: list[list[str]]) -> list[str]:
    """All lines but page numbers and what stands at the top or foot of most pages."""
    repeated: Counter[str] = Counter()
    for lines in pages:
        repeated.update({_DIGITS.sub("0", line) for line in (*lines[:2], *lines[-2:])})
    common = {line for line, count in repeated.items() if count >= 3 and count * 2 > len(pages)}
    if len(pages) == 2:
        common = {line for line, count in repeated.items() if count == 2 and len(line) <= 40}
    out: list[str] = []
    for lines in pages:
        last = len(lines) - 1
        for i, line in enumerate(lines):
            at_margin = i < 2 or i > last - 2
            if at_margin and (_PAGE_NUMBER.match(line) or _DIGITS.sub("0", line) in common):
                continue
            out.append(line)
    return out


def _paragraphs(lines: list[str]) -> list[str]:
    """Lines rejoined: a full line that does not end like a paragraph goes on in the next one."""
    widths = sorted(_width(line) for line in lines)
    full = widths[int(len(widths) * 0.8)] * 0.86 if widths else 0.0
    out: list[str] = []
    go_on = False
    for i, line in enumerate(lines):
        if go_on and not _BEGIN.match(line) and not (labels.read(line) and len(line) < 40):
            out[-1] = _joined(out[-1], line)
        else:
            out.append(line)
        wide = _width(line) >= full and i > 0
        go_on = wide and (line[-1] not in _STOP or _width(line) >= full * 1.08)
        if go_on and line[-1] in "。！？!?":
            go_on = False
    return out


def _width(line: str) -> float:
    return sum(2.0 if _HAN.match(char) else 1.0 for char in line)


def _joined(one: str, two: str) -> str:
    if one.endswith("-") and two[:1].islower():
        return one[:-1] + two
    blank = "" if _HAN.match(one[-1:]) or _HAN.match(two[:1]) else " "
    return one + blank + two


def _title(found: Article, lines: list[str]) -> tuple[str, str]:
    """(title, body): a title broken over two or three lines at the top is put together again."""
    if found.title:
        return found.title, found.text
    return "", found.text


def _letterhead(lines: list[str]) -> str:
    """The office a notice is headed or signed with (`国家某局文件`, `某某省人民政府办公厅`), or ""."""
    office = r"[\u3400-\u9fff（）]{2,24}(?:部|委|局|厅|院|会|政府|办公室|中心|公司|协会|研究院|大学)"
    for line in lines[:4]:
        match = re.fullmatch(rf"({office})(?:办公室|办公厅)?文件", line.replace(" ", ""))
        if match:
            return match.group(1)
    for i, line in enumerate(lines):
        if i >= len(lines) - 12 and re.fullmatch(office, line.replace(" ", "")):
            after = lines[i + 1 : i + 3]
            if any(times.parse(words) and len(words) <= 16 for words in after):
                return line.replace(" ", "")
    return ""
