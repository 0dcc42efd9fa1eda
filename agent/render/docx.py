"""The Word editions: the reader's with notes, and the editor's working copy with the evidence in comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from agent.models import CheckedSentence, Issue, Report, Section, Sentence
from agent.render.docx_notes import Comments, Notes, comment_lines
from agent.render.docx_package import (
    Element,
    Relations,
    clean,
    element,
    pack,
    serialise,
    text_run,
    val,
)
from agent.render.docx_styles import TWIPS, font_table, settings_part, styles_part, text_width
from agent.render.edition import Edition, paragraphs
from agent.render.look import Look
from agent.render.markdown import LABELS, REFERENCES, SUMMARY, sentence_side
from agent.render.numbering import chinese_number
from agent.render.qr import Code

#: English Metric Units in a millimetre (DrawingML).
EMU = 36000
STYLES = {"summary": "Summary", "fact": "Fact", "judgement": "Judgement"}


def to_docx(edition: Edition, pages: Sequence[int] = ()) -> bytes:
    """The reader's edition. `pages` are those of the headings in the contents: sections, then references."""
    return _Reader(edition, pages).file()


def to_working_docx(issue: Issue, look: Look, report: Report | None = None, base: str = "") -> bytes:
    """The editor's copy: labels and placeholders as in brief.md, a comment beside each sentence.

    `base` is the hash of the brief.md it was made from; it comes back with the file.
    """
    return _Working(issue, look, report, base).file()


@dataclass
class _Builder:
    """Parts of a document while it is made."""

    look: Look
    title: str
    day: str
    language: str
    relations: Relations = field(default_factory=Relations)
    media: dict[str, bytes] = field(default_factory=dict)
    custom: dict[str, str] = field(default_factory=dict)

    def package(
        self,
        body: list[Element],
        parts: dict[str, Element],
        banner: str,
        author: str,
        extra: Mapping[str, bytes] | None = None,
    ) -> bytes:
        """All parts as a file."""
        first, running = (
            _header(banner, ""),
            _header(banner, f"{self.title}\t{self.look.day(self.day)}", self.look),
        )
        parts = {
            "word/styles.xml": styles_part(self.look, self.language),
            "word/settings.xml": settings_part(self.language, notes="word/footnotes.xml" in parts),
            "word/fontTable.xml": font_table(self.look),
            **parts,
            "word/header1.xml": running,
            "word/header2.xml": first,
            "word/footer1.xml": _footer(self.look),
        }
        ids = {name: self.relations.add(_kind(name), name.removeprefix("word/")) for name in parts}
        document = element("w:document", None, element("w:body", None, *body, self._section(ids)))
        package = Relations()
        package.add("officeDocument", "word/document.xml")
        package.add(
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml",
        )
        package.add("extended-properties", "docProps/app.xml")
        package.add("custom-properties", "docProps/custom.xml")
        files = {"_rels/.rels": package.xml(), "word/document.xml": serialise(document)}
        files |= {name: serialise(part) for name, part in parts.items()}
        files["word/_rels/document.xml.rels"] = self.relations.xml()
        files |= {f"word/{name}": data for name, data in self.media.items()}
        files |= extra or {}
        files["docProps/core.xml"] = _core(self.title, self.look, self.day, self.language, author)
        files["docProps/app.xml"] = _APP
        files["docProps/custom.xml"] = _custom(self.custom)
        return pack(files)

    def _section(self, ids: Mapping[str, str]) -> Element:
        page = self.look.page
        width, height = (12240, 15840) if "letter" in page.paper else (11906, 16838)
        return element(
            "w:sectPr",
            None,
            element("w:headerReference", {"w:type": "default", "r:id": ids["word/header1.xml"]}),
            element("w:headerReference", {"w:type": "first", "r:id": ids["word/header2.xml"]}),
            element("w:footerReference", {"w:type": "default", "r:id": ids["word/footer1.xml"]}),
            element("w:footerReference", {"w:type": "first", "r:id": ids["word/footer1.xml"]}),
            element("w:pgSz", {"w:w": width, "w:h": height}),
            element(
                "w:pgMar",
                {
                    "w:top": int(page.top * TWIPS),
                    "w:right": int(page.right * TWIPS),
                    "w:bottom": int(page.bottom * TWIPS),
                    "w:left": int(page.left * TWIPS),
                    "w:header": 500,
                    "w:footer": 600,
                    "w:gutter": 0,
                },
            ),
            element("w:titlePg"),
        )

    def picture(self, code: Code, number: int) -> Element:
        """A run with a picture in line with the text."""
        name = f"media/code{number}.{code.kind}"
        self.media[name] = code.data
        id = self.relations.add("image", name)
        side = int(self.look.qr_size * EMU)
        size = {"cx": side, "cy": int(side * code.height / code.width)}
        alt = {"id": number, "name": f"code{number}", "descr": f"{code.caption} {code.address}".strip()}
        fill = element(
            "pic:blipFill",
            None,
            element("a:blip", {"r:embed": id}),
            element("a:stretch", None, element("a:fillRect")),
        )
        shape = element(
            "pic:spPr",
            None,
            element("a:xfrm", None, element("a:off", {"x": 0, "y": 0}), element("a:ext", size)),
            element("a:prstGeom", {"prst": "rect"}, element("a:avLst")),
        )
        picture = element(
            "pic:pic",
            None,
            element("pic:nvPicPr", None, element("pic:cNvPr", alt), element("pic:cNvPicPr")),
            fill,
            shape,
        )
        graphic = element(
            "a:graphic",
            None,
            element(
                "a:graphicData", {"uri": "http://schemas.openxmlformats.org/drawingml/2006/picture"}, picture
            ),
        )
        inline = element(
            "wp:inline",
            {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
            element("wp:extent", size),
            element("wp:docPr", alt),
            element("wp:cNvGraphicFramePr"),
            graphic,
        )
        return element("w:r", None, element("w:drawing", None, inline))


class _Reader:
    """Builds the reader's edition."""

    def __init__(self, edition: Edition, pages: Sequence[int]) -> None:
        self.edition, self.pages = edition, pages
        self.builder = _Builder(edition.look, edition.title, edition.day, edition.language)
        self.notes = Notes(edition.evidence, Relations())

    def file(self) -> bytes:
        edition = self.edition
        body = [_plain("Title", edition.title)]
        for line in (edition.organisation, edition.copublishers, edition.date):
            body += [_plain("Masthead", line)] if line else []
        if edition.summary:
            body.append(_plain("Heading1", edition.look.words.summary))
            body += [self._paragraph("Summary", p.spaced()) for p in edition.summary]
        body += [_plain("Masthead", edition.thin)] if edition.thin else []
        body.append(self._contents())
        for n, part in enumerate(edition.parts, 1):
            body.append(_heading(part.title, n, new_page=n == 1))
            body += [self._paragraph(STYLES.get(p.kind, "Fact"), p.spaced()) for p in part.paragraphs]
        body += self._references() + self._foot()
        parts = {"word/footnotes.xml": self.notes.part()}
        self.builder.custom = {
            "draft.kind": "reader",
            "draft.date": edition.day,
            "draft.house": edition.look.house.name,
        }
        links = self.notes.relations
        extra = {"word/_rels/footnotes.xml.rels": links.xml()} if links.items else {}
        return self.builder.package(body, parts, edition.banner, edition.organisation, extra)

    def _paragraph(self, style: str, sentences: Sequence[tuple[str, Sentence]]) -> Element:
        runs: list[Element] = []
        for gap, sentence in sentences:
            runs.append(text_run(gap + sentence.text))
            mark = self.notes.add(sentence.cites)
            if mark is not None:
                runs.append(mark)
        return _paragraph(style, *runs)

    def _contents(self) -> Element:
        """The contents as a field whose result is there already; Word renews it on F9."""
        words = self.edition.look.words
        entries = [part.title for part in self.edition.parts] + (
            [words.references] if self.edition.references else []
        )
        lines = []
        for n, title in enumerate(entries, 1):
            page = str(self.pages[n - 1]) if n <= len(self.pages) else "1"
            link = element(
                "w:hyperlink",
                {"w:anchor": _bookmark(n), "w:history": 1},
                text_run(title),
                element("w:r", None, element("w:tab")),
                *_field(f" PAGEREF {_bookmark(n)} \\h ", page),
            )
            before = _begin(' TOC \\o "1-1" \\h \\z \\u ') if n == 1 else []
            lines.append(_paragraph("TOC1", *before, link))
        end = element("w:r", None, element("w:fldChar", {"w:fldCharType": "end"}))
        if lines:
            lines[-1].append(end)
        gallery = element(
            "w:docPartObj", None, val("w:docPartGallery", "Table of Contents"), element("w:docPartUnique")
        )
        return element(
            "w:sdt",
            None,
            element("w:sdtPr", None, gallery),
            element("w:sdtContent", None, _plain("TOCHeading", words.contents), *lines),
        )

    def _references(self) -> list[Element]:
        edition = self.edition
        if not edition.references:
            return []
        out = [_heading(edition.look.words.references, len(edition.parts) + 1)]
        for line in edition.references:
            run = text_run(line.text)
            if line.url:
                id = self.builder.relations.add("hyperlink", line.url, external=True)
                run = element("w:hyperlink", {"r:id": id, "w:history": 1}, run)
            out.append(_paragraph("Reference", run))
        return out

    def _foot(self) -> list[Element]:
        out = []
        codes = self.edition.codes
        if codes:
            out.append(_codes(codes, self.builder, text_width(self.edition.look)))
        if self.edition.disclaimer:
            out.append(_plain("Disclaimer", self.edition.disclaimer))
        elif codes:
            out.append(_plain("Disclaimer", ""))
        return out


class _Working:
    """Builds the editor's working copy."""

    def __init__(self, issue: Issue, look: Look, report: Report | None, base: str) -> None:
        self.issue, self.look = issue, look
        self.checked = {(s.id, s.text): s for s in report.sentences} if report else {}
        self.comments = Comments(issue.date)
        self.builder = _Builder(look, issue.title, issue.date, "zh-Hans")
        self.builder.custom = {
            "draft.kind": "working",
            "draft.base": base,
            "draft.date": issue.date,
            "draft.house": issue.house,
        }

    def file(self) -> bytes:
        issue = self.issue
        body = [_plain("Title", issue.title)]
        body += [_plain("EditorNote", note) for note in issue.notes]
        if issue.summary:
            body += [_plain("Heading1", SUMMARY), _paragraph("Summary", *self._runs(issue.summary))]
        for section in issue.sections:
            heading = Sentence(id=f"{section.number}.0", kind="heading", text=section.heading)
            title = text_run(f"{chinese_number(section.number)}、{section.heading}")
            checked = self.checked.get((heading.id, heading.text))
            runs = (
                self.comments.around(comment_lines(heading, {}, checked), [title])
                if checked and checked.reasons
                else [title]
            )
            body.append(_bookmarked(_paragraph("Heading1", *runs), section.number))
            body += self._section(section)
        if issue.references:
            body.append(_plain("Heading1", REFERENCES))
            body += [self._reference(n) for n in range(len(issue.references))]
        parts = {"word/comments.xml": self.comments.part()}
        banner = self.look.house.sample_banner if issue.sample else ""
        return self.builder.package(
            body, parts, " ".join(x for x in ("工作稿", banner) if x), self.look.house.organisation
        )

    def _section(self, section: Section) -> list[Element]:
        groups: list[tuple[str, list[Sentence]]] = []
        for sentence in section.sentences:
            kind = sentence_side(section, sentence) if sentence.kind == "placeholder" else sentence.kind
            if not groups or groups[-1][0] != kind:
                groups.append((kind, []))
            groups[-1][1].append(sentence)
        return [_paragraph(STYLES[kind], _label(LABELS[kind]), *self._runs(group)) for kind, group in groups]

    def _runs(self, sentences: Sequence[Sentence]) -> list[Element]:
        out: list[Element] = []
        gaps = dict(enumerate(gap for p in paragraphs(_as_one(sentences)) for gap, _ in p.spaced()))
        for n, sentence in enumerate(sentences):
            if gaps.get(n):
                out.append(text_run(" "))
            hole = (
                element("w:rPr", None, val("w:highlight", "yellow"))
                if sentence.kind == "placeholder"
                else None
            )
            runs = [text_run(sentence.text, hole)]
            checked: CheckedSentence | None = self.checked.get((sentence.id, sentence.text))
            if sentence.cites or (checked and checked.reasons and sentence.kind != "placeholder"):
                runs = self.comments.around(comment_lines(sentence, self.issue.evidence, checked), runs)
            out += runs
        return out

    def _reference(self, n: int) -> Element:
        reference = self.issue.references[n]
        text = " | ".join((reference.publisher, reference.title, reference.day, reference.purpose))
        lines = [f"参考文献 {n + 1}", *(f"[^{key}]" for key in reference.keys)]
        return _paragraph("Reference", *self.comments.around(lines, [text_run(text)]))


def _as_one(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences with one kind, so that they stand in one paragraph."""
    return [s.model_copy(update={"kind": "fact"}) for s in sentences]


def _label(text: str) -> Element:
    return text_run(text, element("w:rPr", None, val("w:rStyle", "Label")))


def _paragraph(style: str, *children: Element) -> Element:
    return element("w:p", None, element("w:pPr", None, val("w:pStyle", style)), *children)


def _plain(style: str, text: str) -> Element:
    return _paragraph(style, text_run(text))


def _heading(text: str, number: int, *, new_page: bool = False) -> Element:
    out = _plain("Heading1", text)
    if new_page:
        out[0].append(element("w:pageBreakBefore"))
    return _bookmarked(out, number)


def _bookmark(number: int) -> str:
    return f"_Toc{20260000 + number}"


def _bookmarked(paragraph: Element, number: int) -> Element:
    paragraph.insert(1, element("w:bookmarkStart", {"w:id": number, "w:name": _bookmark(number)}))
    paragraph.append(element("w:bookmarkEnd", {"w:id": number}))
    return paragraph


def _begin(instruction: str) -> list[Element]:
    code = element("w:instrText", {"xml:space": "preserve"})
    code.text = instruction
    return [
        element("w:r", None, element("w:fldChar", {"w:fldCharType": "begin"})),
        element("w:r", None, code),
        element("w:r", None, element("w:fldChar", {"w:fldCharType": "separate"})),
    ]


def _field(instruction: str, result: str) -> list[Element]:
    end = element("w:r", None, element("w:fldChar", {"w:fldCharType": "end"}))
    return [*_begin(instruction), text_run(result), end]


def _codes(codes: Sequence[Code], builder: _Builder, width: int) -> Element:
    """The codes side by side over their captions, in a table without lines."""
    column = width // len(codes)
    cell = element("w:tcPr", None, element("w:tcW", {"w:w": column, "w:type": "dxa"}))
    cells = []
    for number, code in enumerate(codes, 1):
        picture = _paragraph("Caption", builder.picture(code, number))
        picture[0].append(element("w:keepNext"))
        cells.append(element("w:tc", None, _copy(cell), picture, _plain("Caption", code.caption)))
    row = element("w:tr", None, element("w:trPr", None, element("w:cantSplit")), *cells)
    properties = element(
        "w:tblPr",
        None,
        element("w:tblW", {"w:w": column * len(codes), "w:type": "dxa"}),
        val("w:jc", "center"),
        element("w:tblLayout", {"w:type": "fixed"}),
    )
    grid = element("w:tblGrid", None, *(element("w:gridCol", {"w:w": column}) for _ in codes))
    return element("w:tbl", None, properties, grid, row)


def _copy(item: Element) -> Element:
    return etree.fromstring(etree.tostring(item))


def _header(banner: str, running: str, look: Look | None = None) -> Element:
    out = [_plain("Banner", banner)] if banner else []
    if running and look:
        left, _, right = running.partition("\t")
        line = _paragraph("Header", text_run(left), element("w:r", None, element("w:tab")), text_run(right))
        line[0].append(
            element("w:tabs", None, element("w:tab", {"w:val": "right", "w:pos": text_width(look)}))
        )
        out.append(line)
    return element("w:hdr", None, *(out or [_plain("Header", "")]))


def _footer(look: Look) -> Element:
    runs: list[Element] = []
    rest = look.words.page
    while rest:
        at = {name: rest.find(name) for name in ("{page}", "{pages}") if name in rest}
        if not at:
            runs.append(text_run(rest))
            break
        name = min(at, key=lambda n: at[n])
        if rest[: at[name]]:
            runs.append(text_run(rest[: at[name]]))
        runs += _field(" PAGE " if name == "{page}" else " NUMPAGES ", "1")
        rest = rest[at[name] + len(name) :]
    return element("w:ftr", None, _paragraph("Footer", *runs))


def _kind(name: str) -> str:
    """The kind of relation to a part: `word/header1.xml` → header."""
    return name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")


def _core(title: str, look: Look, day: str, language: str, author: str) -> bytes:
    space = {
        "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    root = etree.Element(f"{{{space['cp']}}}coreProperties", nsmap=space)
    for name, text in (("title", f"{title} {look.day(day)}"), ("creator", author), ("language", language)):
        etree.SubElement(root, f"{{{space['dc']}}}{name}").text = clean(text)
    for name in ("created", "modified"):
        date = etree.SubElement(root, f"{{{space['dcterms']}}}{name}")
        date.set(f"{{{space['xsi']}}}type", "dcterms:W3CDTF")
        date.text = f"{day}T00:00:00Z"
    out: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return out


_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>draft</Application></Properties>'
)
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def _custom(values: Mapping[str, str]) -> bytes:
    main = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    types = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    root = etree.Element(f"{{{main}}}Properties", nsmap={None: main, "vt": types})
    for pid, (name, value) in enumerate(values.items(), 2):
        item = etree.SubElement(root, f"{{{main}}}property", fmtid=_FMTID, pid=str(pid), name=name)
        etree.SubElement(item, f"{{{types}}}lpwstr").text = clean(value)
    out: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return out
