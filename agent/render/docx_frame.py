"""The frame of a Word edition: package, pages, running heads, properties, and the pieces both kinds use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from agent.render.docx_package import Element, Relations, clean, element, pack, serialise, text_run, val
from agent.render.docx_styles import TWIPS, font_table, settings_part, styles_part, text_width
from agent.render.look import Look
from agent.render.qr import Code

#: English Metric Units in a millimetre (DrawingML).
EMU = 36000
#: The property of a file that counts the pictures it had from us.
PICTURES = "draft.pictures"


@dataclass
class Builder:
    """The parts of a document while it is made."""

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


def label(text: str) -> Element:
    """A run in the style of a label."""
    return text_run(text, element("w:rPr", None, val("w:rStyle", "Label")))


def paragraph(style: str, *children: Element) -> Element:
    """A paragraph in a style."""
    return element("w:p", None, element("w:pPr", None, val("w:pStyle", style)), *children)


def plain(style: str, text: str) -> Element:
    """A paragraph in a style, of one run."""
    return paragraph(style, text_run(text))


def heading(text: str, number: int, *, new_page: bool = False) -> Element:
    """A heading with the bookmark the contents point to."""
    out = plain("Heading1", text)
    if new_page:
        out[0].append(element("w:pageBreakBefore"))
    return bookmarked(out, number)


def bookmark(number: int) -> str:
    """The name of the bookmark of the heading with that number."""
    return f"_Toc{20260000 + number}"


def bookmarked(paragraph: Element, number: int) -> Element:
    """`paragraph` with the bookmark of a heading around it."""
    paragraph.insert(1, element("w:bookmarkStart", {"w:id": number, "w:name": bookmark(number)}))
    paragraph.append(element("w:bookmarkEnd", {"w:id": number}))
    return paragraph


def field_begin(instruction: str, *, stale: bool = False) -> list[Element]:
    """The runs that begin a field, up to its result; a `stale` one Word counts anew when it opens the file."""
    code = element("w:instrText", {"xml:space": "preserve"})
    code.text = instruction
    return [
        element(
            "w:r", None, element("w:fldChar", {"w:fldCharType": "begin", **({"w:dirty": 1} if stale else {})})
        ),
        element("w:r", None, code),
        element("w:r", None, element("w:fldChar", {"w:fldCharType": "separate"})),
    ]


def page_field(instruction: str, result: str, *, stale: bool = False) -> list[Element]:
    """A whole field with its result."""
    end = element("w:r", None, element("w:fldChar", {"w:fldCharType": "end"}))
    return [*field_begin(instruction, stale=stale), text_run(result), end]


def code_table(codes: Sequence[Code], builder: Builder, width: int) -> Element:
    """The codes side by side over their captions, in a table without lines."""
    column = width // len(codes)
    cell = element("w:tcPr", None, element("w:tcW", {"w:w": column, "w:type": "dxa"}))
    cells = []
    for number, code in enumerate(codes, 1):
        picture = paragraph("Picture", builder.picture(code, number))
        cells.append(element("w:tc", None, _copy(cell), picture, plain("Caption", code.caption)))
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
    out = [plain("Banner", banner)] if banner else []
    if running and look:
        left, _, right = running.partition("\t")
        line = paragraph("Header", text_run(left), element("w:r", None, element("w:tab")), text_run(right))
        rule = {"w:val": "single", "w:sz": 4, "w:space": 3, "w:color": look.accent.lstrip("#")}
        line[0].append(element("w:pBdr", None, element("w:bottom", rule)))
        line[0].append(
            element("w:tabs", None, element("w:tab", {"w:val": "right", "w:pos": text_width(look)}))
        )
        out.append(line)
    return element("w:hdr", None, *(out or [plain("Header", "")]))


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
        runs += page_field(" PAGE " if name == "{page}" else " NUMPAGES ", "1")
        rest = rest[at[name] + len(name) :]
    return element("w:ftr", None, paragraph("Footer", *runs))


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
