"""The second house, an English weekly, is published by the same code, and nothing of the first is in it."""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path

import pypdfium2

from agent.desk.publish import publish
from agent.desk.start import init
from agent.desk.workspace import Workspace
from agent.models import Evidence, Issue, Reference, Section, Sentence
from agent.render.markdown import to_markdown

DAY = "2026-06-14"


def test_the_second_house_publishes_with_the_same_code(tmp_path: Path) -> None:
    init(tmp_path / "desk", house="harbour", empty=True)
    space = Workspace.open(tmp_path / "desk")
    quote = "The port authority opened a second container terminal on 12 June."
    evidence = Evidence(
        key="kabc123",
        source_id="s1",
        publisher="Quay Port Authority",
        title="Second terminal opens",
        published="2026-06-13",
        url="https://quay.invalid/1",
        span=(0, len(quote)),
        quote=quote,
        text_sha256="0" * 64,
    )
    fact = Sentence(id="1.1", kind="fact", text=quote, cites=("kabc123",))
    issue = Issue(
        house="harbour",
        date=DAY,
        writer="hand",
        title=space.house.title,
        summary=(fact.model_copy(update={"id": "0.1", "kind": "summary"}),),
        sections=(Section(number=1, heading="Second terminal opens", sentences=(fact,)),),
        references=(
            Reference(
                publisher="Quay Port Authority",
                title="Second terminal opens",
                day="2026-06-13",
                purpose="",
                keys=("kabc123",),
            ),
        ),
        evidence={"kabc123": evidence},
    )
    folder = space.brief(DAY)
    folder.mkdir(parents=True)
    (folder / "brief.md").write_text(to_markdown(issue), encoding="utf-8")
    found = publish(space, DAY).gate.open  # its source is not in this desk: all its sentences object
    out = publish(space, DAY, signs=[(o.id, "seen on paper") for o in found], by="ed")
    space.close()
    assert out.gate.open == []
    assert out.failed == {}
    said_by = _said(folder)
    for name in (
        "brief.txt",
        "brief.html",
        "wechat.html",
        "brief.pdf",
        "word/document.xml",
        "feed.json",
        "feed.xml",
    ):
        assert "Harbour & Hinterland Weekly" in said_by[name], name
        assert "Week of 14 June 2026" in said_by[name], name
    for name, said in said_by.items():
        assert not re.search("[\u3000-\u9fff\uff00-\uffef]", said), (
            name
        )  # nothing of the first house, nor its language


def _said(folder: Path) -> dict[str, str]:
    """What the editions of a folder and the feeds say, by file or part."""
    out = {
        path.name: html.unescape(path.read_text(encoding="utf-8"))
        for path in (
            *(folder / name for name in ("brief.txt", "brief.html", "wechat.html")),
            *(folder.parent / name for name in ("feed.json", "feed.xml")),
        )
    }
    document = pypdfium2.PdfDocument((folder / "brief.pdf").read_bytes())
    out["brief.pdf"] = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    with zipfile.ZipFile(folder / "brief.docx") as package:
        for name in package.namelist():
            if name.startswith("word/") and name.endswith(".xml") and not re.search("styles|fontTable", name):
                out[name] = html.unescape(package.read(name).decode())
    return out
