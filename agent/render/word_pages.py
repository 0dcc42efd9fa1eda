"""On which pages the headings of the Word edition come to stand, for the contents as they are before Word counts.

Word counts anew when it opens the file; other programs show what is written. Lines have exact heights there, so
typst, which the PDF needs anyway, comes to the same pages but for a line's break here and there.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import typst

from agent.errors import DraftError
from agent.models import Sentence
from agent.render.docx_notes import NoteTexts
from agent.render.docx_styles import STYLES, Style, paragraph_styles
from agent.render.edition import Edition
from agent.render.glyphs import find_faces

TEMPLATE = "word_pages.typ"
_PAGES = "query(<heading>).map(it => it.location().page())"


def word_pages(edition: Edition) -> tuple[int, ...]:
    """The page of each heading in the contents: sections, then references. Raises DraftError without fonts."""
    faces = find_faces(edition.look)
    page = edition.look.page
    flow = _Flow(edition)
    data = {
        **page.model_dump(include={"paper", "top", "bottom", "left", "right"}),
        "lang": edition.language.partition("-")[0],
        "fonts": list(dict.fromkeys((*faces.serif, *faces.sans))),
        "note": flow.sizes("FootnoteText"),
        "paragraphs": list(flow.paragraphs()),
    }
    with tempfile.TemporaryDirectory(prefix="draft-pages-") as folder:
        root = Path(folder)
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (root / "main.typ").write_bytes((Path(__file__).parent / "templates" / TEMPLATE).read_bytes())
        compiler = typst.Compiler(
            input=str(root / "main.typ"),
            root=str(root),
            font_paths=faces.fonts,
            ignore_system_fonts=True,
            package_path=str(root),
            package_cache_path=str(root),
        )
        try:
            return tuple(json.loads(compiler.eval(_PAGES)))
        except typst.TypstError as error:
            raise DraftError(f"Word 目录的页码没有数成：{error.message}。") from error


class _Flow:
    """The paragraphs of the Word edition, in order, as the template wants them."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.styles: dict[str, Style] = {style.id: style for style in paragraph_styles(edition.look)}
        self.texts = NoteTexts(edition.look.words)

    def paragraphs(self) -> Iterable[dict[str, Any]]:
        edition = self.edition
        words = edition.look.words
        yield self._plain("Title", edition.title)
        for line in (edition.organisation, edition.copublishers, edition.date):
            if line:
                yield self._plain("Masthead", line)
        if edition.summary:
            yield self._plain("SummaryHeading", words.summary)
            for p in edition.summary:
                yield self._prose("Summary", p.spaced())
        if edition.thin:
            yield self._plain("Disclaimer", edition.thin)
        yield self._plain("TOCHeading", words.contents)
        for title in (*(part.title for part in edition.parts), words.references):
            yield self._plain("TOC1", title)
        for n, part in enumerate(edition.parts):
            yield self._plain("Heading1", part.title, new_page=n == 0 and edition.on_new_page)
            for p in part.paragraphs:
                yield self._prose(STYLES.get(p.kind, "Fact"), p.spaced())
        if edition.references:
            yield self._plain("Heading1", words.references)

    def sizes(self, style: str) -> dict[str, float]:
        found = self.styles[style]
        return {"size": found.size, "line": found.line * found.size}

    def _plain(self, style: str, text: str, *, new_page: bool = False) -> dict[str, Any]:
        return self._paragraph(style, [{"text": text, "notes": []}], new_page=new_page)

    def _prose(self, style: str, sentences: Sequence[tuple[str, Sentence]]) -> dict[str, Any]:
        runs = [
            {"text": gap + s.text, "notes": self._notes(s, titled=style != STYLES["summary"])}
            for gap, s in sentences
        ]
        return self._paragraph(style, runs)

    def _notes(self, sentence: Sentence, *, titled: bool) -> list[str]:
        known = (self.edition.evidence.get(key) for key in sentence.cites)
        return ["".join(self.texts.of(item, titled=titled)) for item in known if item]

    def _paragraph(self, style: str, runs: list[dict[str, Any]], *, new_page: bool = False) -> dict[str, Any]:
        found = self.styles[style]
        return {
            **self.sizes(style),
            "runs": runs,
            "bold": found.bold,
            "justified": found.justified,
            "indent": found.indent / 100,
            "hanging": found.hanging / 100,
            "before": found.before_twips / 20,
            "after": found.after_twips / 20,
            "keep": found.keep,
            "heading": style == "Heading1",
            "contents": style == "TOC1",
            "new-page": new_page,
        }
