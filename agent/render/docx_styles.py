"""Styles, fonts and settings of the Word editions, children in the order of Word's schema (ECMA-376)."""

from __future__ import annotations

from dataclasses import dataclass

from agent.render.docx_package import Element, element, val
from agent.render.look import Look

#: Twentieths of a point in a millimetre, and half-points in a point.
TWIPS, HALF = 56.6929, 2
#: Kind of a sentence → style of its paragraph.
STYLES = {"summary": "Summary", "fact": "Fact", "judgement": "Judgement"}


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style. Sizes in points, indents in characters' hundredths.

    `line` is the height of a line in sizes, whatever font stands in for the house's: a fallback may be half as tall
    again, and the pages with it. 0 lets a line grow with the picture in it.
    """

    id: str
    name: str
    size: float
    based: str = "Normal"
    after: str = ""
    bold: bool = False
    heading: bool = False
    accent: bool = False
    soft: bool = False
    centred: bool = False
    justified: bool = False
    indent: int = 0
    hanging: int = 0
    before_twips: int = 0
    after_twips: int = 0
    line: float = 1.66
    outline: int | None = None
    keep: bool = False
    shade: bool = False
    dots: bool = False


def paragraph_styles(look: Look) -> list[Style]:
    """All paragraph styles of an edition in this look."""
    size, indent = look.page.size, int(look.page.indent * 100)
    prose = 1 + 0.66 * look.page.leading  # as in the PDF
    return [
        Style(
            "Title",
            "Title",
            look.page.title,
            after="Masthead",
            bold=True,
            heading=True,
            accent=True,
            centred=True,
            before_twips=240,
            after_twips=200,
            line=1.4,
            keep=True,
        ),
        Style("Masthead", "Masthead", size + 1, centred=True, after_twips=40, line=1.4),
        Style(
            "Banner",
            "Sample Banner",
            size - 1,
            bold=True,
            heading=True,
            centred=True,
            after_twips=120,
            line=1.4,
        ),
        Style("EditorNote", "Editor Note", size - 1, soft=True, after_twips=60, line=1.5),
        Style(
            "Heading1",
            "heading 1",
            size + 2.5,
            after="Fact",
            bold=True,
            heading=True,
            accent=True,
            before_twips=320,
            after_twips=140,
            line=1.5,
            outline=0,
            keep=True,
        ),
        Style(
            "TOCHeading",
            "TOC Heading",
            size + 2.5,
            bold=True,
            heading=True,
            accent=True,
            before_twips=320,
            after_twips=140,
            line=1.5,
            keep=True,
        ),
        Style(
            "SummaryHeading",
            "Summary Heading",
            size + 2.5,
            bold=True,
            heading=True,
            accent=True,
            before_twips=320,
            after_twips=140,
            line=1.5,
            keep=True,
        ),
        Style("TOC1", "toc 1", size, after_twips=60, line=1.5, dots=True, hanging=200),
        Style(
            "Summary", "Summary", size, justified=True, indent=indent, after_twips=80, line=prose, shade=True
        ),
        Style("Fact", "Fact", size, justified=True, indent=indent, after_twips=80, line=prose),
        Style("Judgement", "Judgement", size, justified=True, indent=indent, after_twips=80, line=prose),
        Style("Reference", "Reference", size - 1.5, hanging=150, after_twips=60, line=1.45),
        Style("Picture", "Picture", size - 1.5, centred=True, before_twips=200, line=0, keep=True),
        Style("Caption", "caption", size - 1.5, heading=True, centred=True, after_twips=60, line=1.45),
        Style("Disclaimer", "Disclaimer", size - 1.5, soft=True, centred=True, before_twips=160, line=1.45),
        Style("Header", "header", size - 2, soft=True, heading=True, line=1.4),
        Style("Footer", "footer", size - 2, soft=True, heading=True, centred=True, line=1.4),
        Style("FootnoteText", "footnote text", size - 2.5, line=1.35),
        Style("CommentText", "annotation text", size - 1, line=0),
    ]


def styles_part(look: Look, language: str) -> Element:
    """styles.xml."""
    fonts = look.fonts.word
    lang = element(
        "w:lang",
        {
            "w:val": "en-US" if language.startswith("zh") else language,
            "w:eastAsia": "zh-CN",
            "w:bidi": "ar-SA",
        },
    )
    defaults = element(
        "w:docDefaults",
        None,
        element(
            "w:rPrDefault",
            None,
            element("w:rPr", None, _fonts(fonts.latin, fonts.cjk), *_size(look.page.size), lang),
        ),
        element(
            "w:pPrDefault",
            None,
            element("w:pPr", None, element("w:spacing", {"w:after": 0, "w:line": 360, "w:lineRule": "auto"})),
        ),
    )
    root = element("w:styles", None, defaults)
    normal = element(
        "w:style",
        {"w:type": "paragraph", "w:default": 1, "w:styleId": "Normal"},
        val("w:name", "Normal"),
        element("w:qFormat"),
    )
    root.append(normal)
    root.append(
        element(
            "w:style",
            {"w:type": "character", "w:default": 1, "w:styleId": "DefaultParagraphFont"},
            val("w:name", "Default Paragraph Font"),
            val("w:uiPriority", 1),
            element("w:semiHidden"),
            element("w:unhideWhenUsed"),
        )
    )
    for style in paragraph_styles(look):
        root.append(_paragraph_style(style, look))
    raised = element("w:rPr", None, val("w:vertAlign", "superscript"))
    root.append(_character_style("FootnoteReference", "footnote reference", raised))
    root.append(
        _character_style("CommentReference", "annotation reference", element("w:rPr", None, *_size(8)))
    )
    link = element("w:rPr", None, val("w:color", look.accent.lstrip("#")), val("w:u", "single"))
    root.append(_character_style("Hyperlink", "Hyperlink", link))
    label = element("w:rPr", None, val("w:b", 1), val("w:color", look.accent.lstrip("#")))
    root.append(_character_style("Label", "Label", label))
    return root


def _paragraph_style(style: Style, look: Look) -> Element:
    fonts = look.fonts.word
    properties = element(
        "w:pPr",
        None,
        element("w:keepNext") if style.keep else None,
        element("w:keepLines") if style.keep else None,
        element("w:widowControl"),
        _bar(look) if style.shade else None,
        element(
            "w:tabs", None, element("w:tab", {"w:val": "right", "w:leader": "dot", "w:pos": text_width(look)})
        )
        if style.dots
        else None,
        element("w:kinsoku"),
        element("w:overflowPunct"),
        element("w:autoSpaceDE"),
        element("w:autoSpaceDN"),
        element(
            "w:spacing",
            {
                "w:before": style.before_twips,
                "w:after": style.after_twips,
                **_line(style),
            },
        ),
        _indent(style),
        val("w:jc", "center" if style.centred else "both" if style.justified else "left"),
        val("w:outlineLvl", style.outline) if style.outline is not None else None,
    )
    colour = look.accent.lstrip("#") if style.accent else "595959" if style.soft else None
    run = element(
        "w:rPr",
        None,
        _fonts(fonts.heading_latin, fonts.heading_cjk) if style.heading else None,
        val("w:b", 1) if style.bold else None,
        val("w:bCs", 1) if style.bold else None,
        val("w:color", colour) if colour else None,
        *_size(style.size),
    )
    return element(
        "w:style",
        {
            "w:type": "paragraph",
            "w:styleId": style.id,
            **(
                {"w:customStyle": 1}
                if style.name[0].isupper() and style.id not in ("Title", "TOCHeading")
                else {}
            ),
        },
        val("w:name", style.name),
        val("w:basedOn", style.based),
        val("w:next", style.after or style.id),
        element("w:qFormat"),
        properties,
        run,
    )


def _character_style(id: str, name: str, properties: Element) -> Element:
    attributes = {"w:type": "character", "w:styleId": id, **({"w:customStyle": 1} if id == "Label" else {})}
    return element(
        "w:style", attributes, val("w:name", name), val("w:basedOn", "DefaultParagraphFont"), properties
    )


def _bar(look: Look) -> Element:
    bar = {"w:val": "single", "w:sz": 18, "w:space": 6, "w:color": look.accent.lstrip("#")}
    return element("w:pBdr", None, element("w:left", bar))


def _line(style: Style) -> dict[str, int | str]:
    if not style.line:
        return {"w:line": 240, "w:lineRule": "auto"}
    return {"w:line": round(style.line * style.size * 20), "w:lineRule": "exact"}


def _indent(style: Style) -> Element | None:
    """Indents count in characters, with the same in twips for programs that do not know them."""
    if style.indent:
        return element(
            "w:ind",
            {"w:firstLineChars": style.indent, "w:firstLine": int(style.indent / 100 * style.size * 20)},
        )
    if style.hanging:
        width = int(style.hanging / 100 * style.size * 20)
        return element(
            "w:ind",
            {
                "w:leftChars": style.hanging,
                "w:left": width,
                "w:hangingChars": style.hanging,
                "w:hanging": width,
            },
        )
    return None


def _fonts(latin: str, cjk: str) -> Element:
    return element("w:rFonts", {"w:ascii": latin, "w:hAnsi": latin, "w:eastAsia": cjk, "w:cs": latin})


def _size(points: float) -> tuple[Element, Element]:
    return val("w:sz", round(points * HALF)), val("w:szCs", round(points * HALF))


def text_width(look: Look) -> int:
    """Width of the text in twips (A4, or letter)."""
    paper = 215.9 if "letter" in look.page.paper else 210
    return int((paper - look.page.left - look.page.right) * TWIPS)


def font_table(look: Look) -> Element:
    """fontTable.xml: the fonts used, each with what stands in where it is not installed."""
    fonts = look.fonts.word
    root = element("w:fonts")
    pairs = {
        fonts.latin: ("", "roman"),
        fonts.cjk: (fonts.cjk_alt, "roman"),
        fonts.heading_latin: ("", "swiss"),
        fonts.heading_cjk: (fonts.heading_cjk_alt, "swiss"),
    }
    for name, (stand_in, family) in pairs.items():
        root.append(
            element(
                "w:font",
                {"w:name": name},
                val("w:altName", stand_in) if stand_in else None,
                val("w:charset", "86" if any(ord(c) > 255 for c in name) else "00"),
                val("w:family", family),
                val("w:pitch", "variable"),
            )
        )
    return root


def settings_part(language: str, *, notes: bool) -> Element:
    """settings.xml."""
    separators = [element("w:footnote", {"w:id": -1}), element("w:footnote", {"w:id": 0})] if notes else []
    compatibility = element(
        "w:compat",
        None,
        element("w:useFELayout"),
        element(
            "w:compatSetting",
            {"w:name": "compatibilityMode", "w:uri": "http://schemas.microsoft.com/office/word", "w:val": 15},
        ),
    )
    return element(
        "w:settings",
        None,
        element("w:zoom", {"w:percent": 100}),
        val("w:defaultTabStop", 420),
        val("w:characterSpacingControl", "compressPunctuation"),
        element("w:footnotePr", None, *separators) if notes else None,
        compatibility,
        element(
            "w:themeFontLang",
            {"w:val": "en-US", "w:eastAsia": "zh-CN"} if language.startswith("zh") else {"w:val": language},
        ),
    )
