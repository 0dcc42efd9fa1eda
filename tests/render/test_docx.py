"""The Word editions against Word's rules: the order of the XML, the relations, styles, notes and contents."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from lxml import etree

from agent.models import Issue
from agent.render.docx import to_docx, to_working_docx
from agent.render.edition import Edition
from agent.render.word_pages import word_pages

Editions = Callable[..., Edition]
Issues = Callable[..., Issue]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: ECMA-376, part 1: sequences of CT_PPr, CT_RPr, CT_SectPr, CT_Style, CT_Settings, CT_TblPr, as far as used.
ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
        "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct "
        "autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing "
        "mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl "
        "divId cnfStyle rPr sectPr pPrChange"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
        "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u "
        "effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
    ),
    "sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders "
        "lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter "
        "docGrid"
    ),
    "style": (
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed "
        "qFormat locked personal rsid pPr rPr tblPr trPr tcPr"
    ),
    "settings": (
        "writeProtection view zoom defaultTabStop characterSpacingControl footnotePr endnotePr "
        "compat docVars rsids themeFontLang clrSchemeMapping"
    ),
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
        "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook"
    ),
    "font": "altName panose1 charset family notTrueType pitch sig",
}
HOSTILE = "<w:p>]]></w:t>&amp; =cmd|' /C calc'!A0 {=1+1} \x00\x0b\ud800\ufffe DDEAUTO c:\\x"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def tree(data: bytes, name: str) -> Any:
    return etree.fromstring(parts(data)[name])


@pytest.fixture(params=["reader", "working", "english"])
def made(request: pytest.FixtureRequest, issue: Issue, english_issue: Issue, edition_of: Editions) -> bytes:
    if request.param == "working":
        return to_working_docx(issue, edition_of(issue).look, None, "0" * 64)
    return to_docx(edition_of(issue if request.param == "reader" else english_issue), (2, 2, 2, 3, 3, 4))


@pytest.fixture
def headings(request: pytest.FixtureRequest, issue: Issue, english_issue: Issue) -> int:
    """How many the file of `made` has: its sections and the references."""
    english = request.node.callspec.params["made"] == "english"
    return len((english_issue if english else issue).sections) + 1


def test_children_stand_in_the_order_of_the_schema(made: bytes) -> None:
    for name, data in parts(made).items():
        if not name.endswith(".xml"):
            continue
        for node in etree.fromstring(data).iter():
            wanted = ORDER.get(etree.QName(node).localname, "").split() if str(node.tag).startswith(W) else []
            if wanted:
                places = [wanted.index(etree.QName(child).localname) for child in node]
                assert places == sorted(places), (name, node.tag)


def test_every_relation_leads_somewhere_and_every_part_has_a_type(made: bytes) -> None:
    found = parts(made)
    types = etree.fromstring(found["[Content_Types].xml"])
    overrides = {node.get("PartName").lstrip("/") for node in types if node.get("PartName")}
    defaults = {node.get("Extension") for node in types if node.get("Extension")}
    assert overrides <= set(found)
    for name in found:
        assert name in overrides or name.rsplit(".", 1)[-1] in defaults
    for name, data in found.items():
        if not name.endswith(".rels"):
            continue
        folder = name.split("_rels/")[0]
        ids = set()
        for relation in etree.fromstring(data):
            ids.add(relation.get("Id"))
            if relation.get("TargetMode") == "External":
                assert relation.get("Target").startswith("https://")
            else:
                assert folder + relation.get("Target") in found
        owner = folder + name.split("_rels/")[1].removesuffix(".rels")
        used = set(re.findall(rb'r:(?:id|embed)="(\w+)"', found[owner])) if owner in found else set()
        assert {u.decode() for u in used} <= ids


def test_styles_are_real_and_all_defined(made: bytes, headings: int) -> None:
    defined = {node.get(W + "styleId") for node in tree(made, "word/styles.xml").iter(W + "style")}
    for name in (
        "word/document.xml",
        "word/footnotes.xml",
        "word/comments.xml",
        "word/header1.xml",
        "word/footer1.xml",
    ):
        if name in parts(made):
            for node in tree(made, name).iter(W + "pStyle", W + "rStyle"):
                assert node.get(W + "val") in defined
    document = docx.Document(io.BytesIO(made))
    names = [p.style.name for p in document.paragraphs]
    assert "Title" in names
    assert names.count("Heading 1") == headings
    assert {"Fact", "Judgement", "Summary", "Reference"} <= set(names)


def test_fonts_have_stand_ins(issue: Issue, edition_of: Editions) -> None:
    table = tree(to_docx(edition_of(issue)), "word/fontTable.xml")
    stand_in = {
        f.get(W + "name"): f.find(W + "altName").get(W + "val")
        for f in table
        if f.find(W + "altName") is not None
    }
    assert stand_in == {"宋体": "Noto Serif SC", "黑体": "Noto Sans SC"}


def test_notes_are_word_notes_and_name_the_source(issue: Issue, edition_of: Editions) -> None:
    data = to_docx(edition_of(issue))
    body, notes = tree(data, "word/document.xml"), tree(data, "word/footnotes.xml")
    used = [node.get(W + "id") for node in body.iter(W + "footnoteReference")]
    texts = {n.get(W + "id"): "".join(n.itertext()) for n in notes}
    assert used == [str(n) for n in range(1, len(used) + 1)]
    assert len(used) == sum(bool(s.cites) for s in issue.sentences())
    first = issue.evidence[issue.summary[0].cites[0]]
    assert first.quote in texts["1"]
    assert first.publisher in texts["1"]
    assert {"-1", "0"} <= set(texts)
    links = {r.get("Id"): r.get("Target") for r in tree(data, "word/_rels/footnotes.xml.rels")}
    assert [links[h.get(RELATIONS + "id")] for h in notes[2].iter(W + "hyperlink")] == [first.url]


def test_a_source_named_again_goes_without_its_title(make_issue: Issues, edition_of: Editions) -> None:
    made = make_issue(sections=2, references=1)
    notes = tree(to_docx(edition_of(made)), "word/footnotes.xml")
    texts = ["".join(n.itertext()) for n in notes][2:]
    title = made.references[0].title
    summary = sum(bool(s.cites) for s in made.summary)
    assert [n for n, text in enumerate(texts) if title in text] == [summary]  # the first of the sections'
    assert all(made.references[0].publisher in text for text in texts)


def test_notes_have_the_house_s_form(english_issue: Issue, edition_of: Editions) -> None:
    notes = tree(to_docx(edition_of(english_issue)), "word/footnotes.xml")
    said = ["".join(note.itertext()).strip() for note in notes]
    assert "Quay Port Authority, 2026-06-13: “a second container terminal on 12 June”" in said
    assert next(note for note in said if "opens" in note) == (
        "Quay Port Authority, “Second terminal opens”, 2026-06-13: “a second container terminal on 12 June”"
    )


def test_the_contents_are_there_already(issue: Issue, edition_of: Editions) -> None:
    body = tree(to_docx(edition_of(issue), (2, 2, 3, 3, 4, 5)), "word/document.xml")
    content = body.find(f".//{W}sdt/{W}sdtContent")
    entries = ["".join(t.text or "" for t in p.iter(W + "t")) for p in content.findall(W + "p")][1:]
    assert [e[-1] for e in entries] == list("223345")
    assert entries[0].startswith("一、")
    assert entries[-1].startswith("参考文献")
    marks = {b.get(W + "name") for b in body.iter(W + "bookmarkStart")}
    assert {h.get(W + "anchor") for h in content.iter(W + "hyperlink")} <= marks
    kinds = [c.get(W + "fldCharType") for c in content.iter(W + "fldChar")]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 7


def test_the_working_copy_has_the_evidence_beside_each_sentence(issue: Issue, edition_of: Editions) -> None:
    data = to_working_docx(issue, edition_of(issue).look)
    comments = {c.get(W + "id"): "".join(c.itertext()) for c in tree(data, "word/comments.xml")}
    cited = [s for s in issue.sentences() if s.cites]
    assert len(comments) == len(cited) + len(issue.references)
    assert issue.evidence[cited[0].cites[0]].quote in comments["0"]
    body = tree(data, "word/document.xml")
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert sorted(n.get(W + "id") for n in body.iter(W + tag)) == sorted(comments)
    assert "【事实】" in "".join(body.itertext())


def test_the_same_issue_gives_the_same_bytes(issue: Issue, edition_of: Editions) -> None:
    assert to_docx(edition_of(issue)) == to_docx(edition_of(issue))


def test_hostile_words_stay_words(make_issue: Issues, edition_of: Editions) -> None:
    planted = make_issue(
        masthead=HOSTILE,
        publisher=HOSTILE,
        title=HOSTILE,
        quote=HOSTILE,
        heading=HOSTILE,
        facts=(HOSTILE,),
        url="javascript:alert(1)",
    )
    for data in (to_docx(edition_of(planted)), to_working_docx(planted, edition_of(planted).look)):
        text = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
        assert "<w:p>]]></w:t>&amp; =cmd|' /C calc'!A0" in text
        assert not any(
            b"javascript:" in found and name.endswith(".rels") for name, found in parts(data).items()
        )
        instructions = {
            "".join(n.itertext()).split()[0] for n in tree(data, "word/document.xml").iter(W + "instrText")
        }
        assert instructions <= {"TOC", "PAGEREF"}


def test_a_sample_says_so(make_issue: Issues, edition_of: Editions) -> None:
    sample = make_issue(sample=True)
    for data in (to_docx(edition_of(sample)), to_working_docx(sample, edition_of(sample).look)):
        for name in ("word/header1.xml", "word/header2.xml"):
            assert "示例" in parts(data)[name].decode()


def test_libreoffice_converts_both_without_complaint_and_counts_the_same_pages(
    make_issue: Issues, edition_of: Editions, tmp_path: Path, fonts_conf: Path
) -> None:
    headings = {n: f"第{'甲乙丙丁戊'[n - 1]}个要闻的标题写在这里" for n in range(1, 6)}
    issue = make_issue(headings=headings, facts=("港口数据场景建设的通知明确首批安排 417 个试点。" * 9,) * 3)
    edition = edition_of(issue)
    pages = word_pages(edition)
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing: run scripts/system-packages"
    (tmp_path / "reader.docx").write_bytes(to_docx(edition, pages))
    (tmp_path / "working.docx").write_bytes(to_working_docx(issue, edition_of(issue).look))
    done = subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "reader.docx"),
            str(tmp_path / "working.docx"),
        ],
        capture_output=True,
        check=False,
        text=True,
        timeout=150,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts_conf), "HOME": str(tmp_path)},
    )
    assert done.returncode == 0
    assert not re.search(r"error|corrupt|failed to load", done.stderr, re.IGNORECASE), done.stderr
    for name in ("reader.pdf", "working.pdf"):
        assert (tmp_path / name).stat().st_size > 10_000
    document = pypdfium2.PdfDocument((tmp_path / "reader.pdf").read_bytes())
    said = [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]
    document.close()
    titles = [part.title for part in edition.parts] + ["参考文献"]
    assert [next(n for n, text in enumerate(said[1:], 2) if title in text) for title in titles] == list(pages)
    assert len(set(pages)) > 3
