"""The PDF: its text is the issue's, its pages are those of the contents, its lines break where they may."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable

import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest
import zxingcpp

from agent.errors import DraftError
from agent.house import QR
from agent.models import Issue
from agent.render.edition import Edition
from agent.render.pdf import Pdf, to_pdf

Editions = Callable[..., Edition]
Issues = Callable[..., Issue]
#: Typst code, a Word field, HTML and a spreadsheet's formula, as titles that somebody might plant.
HOSTILE = (
    '#panic("x") #read("/etc/passwd") $x^2$ *b* _i_ `c` <label> @ref \\u{41} // /* '
    "=cmd|' /C calc'!A0 <script>alert(1)</script> ]]> &amp;"
)
NOT_FIRST, NOT_LAST = "。，、；：？！》」』】）”’%", "《「『【（“‘"


def texts(made: Pdf) -> list[str]:
    """The text of each page, as it copies out."""
    document = pypdfium2.PdfDocument(made.data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def lines(made: Pdf) -> list[str]:
    """The printed lines of the body: glyphs grouped by where they stand, headers and footers left out."""
    document = pypdfium2.PdfDocument(made.data)
    out = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for page in document:
        text = page.get_textpage()
        rows: dict[int, list[tuple[float, str]]] = {}
        for i in range(text.count_chars()):
            char = chr(pdfium_c.FPDFText_GetUnicode(text, i))
            pdfium_c.FPDFText_GetCharOrigin(text, i, x, y)
            if not char.isspace() and 60 < y.value < 775:
                rows.setdefault(round(y.value / 3), []).append((x.value, char))
        out += ["".join(c for _, c in sorted(row)) for row in rows.values()]
    document.close()
    return out


def bare(text: str) -> str:
    return re.sub(r"\s|\ufffe|\u00ad", "", text)


def test_the_text_is_the_issue_s(issue: Issue, edition_of: Editions) -> None:
    edition = edition_of(issue)
    made = to_pdf(edition)
    whole = bare("".join(texts(made)))
    wanted = [
        edition.title,
        edition.organisation,
        edition.copublishers,
        edition.date,
        *(p.text for p in edition.summary),
    ]
    for part in edition.parts:
        wanted += [part.title, *(p.text for p in part.paragraphs)]
    wanted += [
        *(line.text for line in edition.references),
        *(c.caption for c in edition.codes),
        edition.disclaimer,
    ]
    body = re.sub(r"新质生产力每日动态2026年6月14日|\d/\d", "", whole)  # running heads and page numbers
    at = 0
    for piece in wanted[5:-3]:  # after the masthead, in reading order
        found = body.find(bare(piece), at)
        assert found >= 0, piece
        at = found
    assert all(bare(piece) in whole for piece in wanted)
    assert made.warnings == ()


def test_the_contents_name_the_pages_the_headings_stand_on(make_issue: Issues, edition_of: Editions) -> None:
    headings = {n: f"第{'甲乙丙丁戊'[n - 1]}个要闻的标题写在这里" for n in range(1, 6)}
    edition = edition_of(
        make_issue(
            headings=headings, references=30, facts=("港口数据场景建设的通知明确首批安排 417 个试点。" * 20,)
        )
    )
    made = to_pdf(edition)
    pages = texts(made)
    contents = bare(pages[0])
    for part, page in zip(edition.parts, made.pages, strict=False):
        assert re.search(re.escape(bare(part.title)) + rf"\.*{page}(?!\d)", contents), part.title
        assert bare(part.title) in bare(pages[page - 1])
    assert bare("参考文献") in bare(pages[made.pages[-1] - 1])
    assert len(set(made.pages)) > 2


def test_the_same_edition_gives_the_same_bytes(issue: Issue, edition_of: Editions) -> None:
    assert to_pdf(edition_of(issue)).data == to_pdf(edition_of(issue)).data


@pytest.mark.parametrize("width", [52, 57, 61, 66])
def test_lines_begin_and_end_as_a_compositor_would_have_it(
    make_issue: Issues, edition_of: Editions, width: int
) -> None:
    facts = (
        "通知说，“数据要素×”行动覆盖（含沿海）11 个省份、417 个试点；"
        "其中“智慧码头”占 28.46%，比 2025 年提高 1.4 个百分点。",
        "《关于开展港口数据场景建设的通知》指出：“到 2028 年底，总投入 17.5 亿元。”"
        "会议强调，“先行、先试”，不搞“一刀切”！",
    ) * 3
    edition = edition_of(make_issue(facts=facts, sections=3))
    page = edition.look.page.model_copy(update={"left": width, "right": 30})
    edition = edition_of(make_issue(facts=facts, sections=3), page=page)
    found = lines(to_pdf(edition))
    assert len(found) > 40
    for line in found:
        assert line[0] not in NOT_FIRST, line
        assert line[-1] not in NOT_LAST, line
        assert not re.match(r"(个百分点|亿元|年(?!底的))", line), line
        assert not re.search(r"(?<![\d.|-])\d+\.$", line), line


def test_a_heading_never_stands_alone_at_the_foot(make_issue: Issues, edition_of: Editions) -> None:
    for extra in range(0, 8, 2):
        facts = ("港口数据场景建设的通知明确首批安排试点。" * (9 + extra),)
        edition = edition_of(
            make_issue(facts=facts, headings={n: f"标题{n}之下必有正文" for n in range(1, 6)})
        )
        for page in texts(to_pdf(edition))[1:]:
            body = [
                line
                for line in page.splitlines()
                if line.strip() and not re.fullmatch(r"\s*\d+ / \d+\s*", line)
            ]
            assert not re.search(r"标题\d之下必有正文$", body[-1].strip())


def test_title_author_language_outline_and_tags(issue: Issue, edition_of: Editions) -> None:
    data = to_pdf(edition_of(issue)).data
    document = pypdfium2.PdfDocument(data)
    meta = document.get_metadata_dict()
    assert meta["Title"] == "新质生产力每日动态 2026 年 6 月 14 日"
    assert "中国高技术产业发展促进会" in meta["Author"]
    outline = [item.get_title() for item in document.get_toc()]
    assert outline[0] == "摘要"
    assert outline[-1] == "参考文献"
    assert sum(title.startswith(("一、", "五、")) for title in outline) == 2
    assert document.is_tagged()
    document.close()
    assert b"/Lang" in data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data


def test_headings_are_drawn_bold_not_smeared(issue: Issue, edition_of: Editions) -> None:
    warned = to_pdf(edition_of(issue)).warnings
    assert not any("粗体" in w for w in warned)
    fonts = edition_of(issue).look.fonts
    plain = edition_of(issue, fonts=fonts.model_copy(update={"sans": ("Noto Serif SC",)}))
    assert any("没有粗体" in w for w in to_pdf(plain).warnings)


def test_a_character_no_font_has_is_named(make_issue: Issues, edition_of: Editions) -> None:
    usual = edition_of(make_issue(facts=("𬭎、龘、😀、E=mc²、x₁+y₂≥∑α、CO₂、25℃都印得出来。",)))
    assert to_pdf(usual).warnings == ()
    rare = edition_of(make_issue(facts=("这个字\U0002a6a5没有字体。",)))
    assert any("U+2A6A5" in w for w in to_pdf(rare).warnings)


def test_a_missing_font_is_named_and_replaced(issue: Issue, edition_of: Editions) -> None:
    fonts = edition_of(issue).look.fonts
    asked = fonts.model_copy(update={"serif": ("没有的字体", *fonts.serif)})
    made = to_pdf(edition_of(issue, fonts=asked))
    assert any("没有的字体" in w for w in made.warnings)
    with pytest.raises(DraftError, match="一种也找不到"):
        to_pdf(edition_of(issue, fonts=fonts.model_copy(update={"serif": ("没有的字体",)})))


def test_hostile_words_are_words(make_issue: Issues, edition_of: Editions) -> None:
    made = to_pdf(
        edition_of(
            make_issue(
                masthead=HOSTILE,
                publisher=HOSTILE,
                title=HOSTILE,
                quote=HOSTILE,
                heading=HOSTILE,
                facts=(HOSTILE,),
                url="javascript:alert(1)",
            )
        )
    )
    whole = bare("".join(texts(made)))
    assert bare('#panic("x")#read("/etc/passwd")$x^2$*b*_i_`c`<label>@ref') in whole
    assert "root:" not in whole
    assert b"javascript:" not in made.data


def test_the_printed_codes_lead_to_the_house_s_addresses(issue: Issue, edition_of: Editions) -> None:
    targets = ("https://brief.example/gzh?from=print", "https://platform.example/")
    qr = tuple(QR(caption=c, target=t) for c, t in zip("甲乙", targets, strict=True))
    made = to_pdf(edition_of(issue, qr=qr))
    document = pypdfium2.PdfDocument(made.data)
    page = document[len(document) - 1].render(scale=2.5, grayscale=True)  # 180 dots an inch: a poor print
    found = sorted(zxingcpp.read_barcodes(page.to_numpy()), key=lambda code: code.position.top_left.x)
    document.close()
    assert [code.text for code in found] == list(targets)
    assert re.search("甲.*乙", " ".join(texts(made)[-1].split()))


def test_a_sample_says_so_on_every_page(make_issue: Issues, edition_of: Editions) -> None:
    for page in texts(to_pdf(edition_of(make_issue(sample=True)))):
        assert "示例" in page


def test_long_headings_many_references_and_thin_days_are_set(
    make_issue: Issues, edition_of: Editions
) -> None:
    long = "国家数据局与二十二个部门联合部署港口数据场景，" * 9 + "成为落地抓手"
    assert bare(long) in bare(
        "".join(texts(to_pdf(edition_of(make_issue(headings={2: long}, references=30)))))
    )
    thin = to_pdf(edition_of(make_issue(sections=1, references=2)))
    assert "只有 1 条" in "".join(texts(thin))
    assert thin.pages == (1, 1)  # two half pages would look like a mistake


def test_the_second_house_has_its_own_look(english_issue: Issue, edition_of: Editions) -> None:
    pages = texts(to_pdf(edition_of(english_issue)))
    whole = " ".join(" ".join(pages).split())
    assert "Harbour & Hinterland Weekly" in whole
    assert "Week of 14 June 2026" in whole
    assert "1. Second terminal opens" in whole
    assert "Page 1 of 1" in whole
    assert not re.search("摘要|目录|参考文献|新质", whole)
