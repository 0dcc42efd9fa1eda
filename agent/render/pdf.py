"""The PDF edition, set by typst from the edition's strings. The same edition gives the same bytes."""

from __future__ import annotations

import calendar
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst

from agent.errors import DraftError
from agent.house import House
from agent.render.edition import Edition, Paragraph
from agent.render.glyphs import find_faces, missing, said
from agent.render.keep import Run, clauses, runs

TEMPLATE = "brief.typ"


@dataclass(frozen=True, slots=True)
class Pdf:
    """The file, what the editor should know of it, the page of each heading (sections, then references)."""

    data: bytes
    warnings: tuple[str, ...]
    pages: tuple[int, ...]


def to_pdf(edition: Edition) -> Pdf:
    """Set the edition. Raises DraftError, in one sentence, when fonts or the house's template fail."""
    faces = find_faces(edition.look)
    warnings = list(faces.warnings)
    lost = missing(faces, tuple(dict.fromkeys((*faces.serif, *faces.sans))), edition.texts())
    if lost:
        warnings.append(said(lost))
    data = {
        **_data(edition),
        "serif": list(dict.fromkeys((*faces.serif, *faces.sans))),
        "sans": list(dict.fromkeys((*faces.sans, *faces.serif))),
    }
    with tempfile.TemporaryDirectory(prefix="draft-pdf-") as folder:
        root = Path(folder)
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for number, code in enumerate(edition.codes, 1):
            (root / f"code{number}.{code.kind}").write_bytes(code.data)
        (root / "main.typ").write_bytes(template(edition.look.house, TEMPLATE))
        out, notes, pages = _set(root, faces.fonts, edition.day)
    return Pdf(data=out, warnings=(*warnings, *notes), pages=pages)


def _set(root: Path, fonts: typst.Fonts, day: str) -> tuple[bytes, list[str], tuple[int, ...]]:
    """Compile `main.typ` in `root`: the file, warnings as sentences, the pages of the headings.

    The file meets PDF/UA-1 (for screen readers) unless something in it cannot, and then a warning says so.
    """
    compiler = typst.Compiler(
        input=str(root / "main.typ"),
        root=str(root),
        font_paths=fonts,
        ignore_system_fonts=True,
        package_path=str(root),
        package_cache_path=str(root),
    )
    said: list[str] = []
    try:
        try:
            out, notes = compiler.compile_with_warnings(
                format="pdf", pdf_standards=["ua-1"], timestamp=_noon(day)
            )
        except typst.TypstError as error:
            out, notes = compiler.compile_with_warnings(format="pdf", timestamp=_noon(day))
            said.append(f"PDF 达不到无障碍标准 PDF/UA-1（{error.message}），按普通 PDF 排成。")
        pages = tuple(json.loads(compiler.eval(_PAGES)))
    except typst.TypstError as error:
        raise DraftError(
            f"PDF 没有排成：{error.message}。请检查刊物的 {TEMPLATE} 和图片，其余各版不受影响。"
        ) from error
    if not isinstance(out, bytes):
        raise DraftError("PDF 没有排成：排版程序没有给出文件。其余各版不受影响。")
    return out, said + [f"排 PDF 时：{note.message}" for note in notes], pages


#: The page of every heading that stands in the contents.
_PAGES = "query(heading.where(outlined: true)).map(it => counter(page).at(it.location()).first())"


def template(house: House, name: str) -> bytes:
    """A template of the house's own folder, else the common one."""
    own = house.folder / "templates" / name
    return (own if own.is_file() else Path(__file__).parent / "templates" / name).read_bytes()


def _noon(day: str) -> int:
    year, month, date = (int(part) for part in day.split("-"))
    return calendar.timegm((year, month, date, 4, 0, 0))


def _data(edition: Edition) -> dict[str, Any]:
    look = edition.look
    language, _, region = edition.language.partition("-")
    return {
        "title": edition.title,
        "date": edition.date,
        "authors": [name for name in (edition.organisation, *look.house.copublishers) if name],
        "description": "".join(p.text for p in edition.summary)[:300],
        "keywords": [column.name for column in look.house.columns],
        "organisation": edition.organisation,
        "copublishers": edition.copublishers,
        "banner": edition.banner,
        "thin": edition.thin,
        "lang": language,
        "region": "cn" if region.lower() == "hans" else region.lower() if len(region) == 2 else None,
        "accent": look.accent,
        "page": look.page.model_dump(),
        "pages": look.words.page,
        "qr_size": look.qr_size,
        "words": look.words.model_dump(),
        "summary": [_runs(p, edition) for p in edition.summary],
        "on_new_page": edition.on_new_page,
        "sections": [
            {"title": clauses(part.title), "paragraphs": [_runs(p, edition) for p in part.paragraphs]}
            for part in edition.parts
        ],
        "references": [{"runs": runs(line.text), "url": line.url} for line in edition.references],
        "codes": [
            {
                "file": f"code{n}.{code.kind}",
                "caption": code.caption,
                "alt": f"{code.caption} {code.address}".strip(),
            }
            for n, code in enumerate(edition.codes, 1)
        ],
        "disclaimer": edition.disclaimer,
    }


def _runs(paragraph: Paragraph, edition: Edition) -> Sequence[Run]:
    """A paragraph's runs; with `marks` the numbers of its references follow each sentence, raised."""
    if not edition.look.marks:
        return runs(paragraph.text)
    out: list[Run] = []
    for gap, sentence in paragraph.spaced():
        out += runs(gap + sentence.text)
        numbers = "".join(f"[{n}]" for n in edition.cited(sentence.cites))
        if numbers:
            out.append(["mark", numbers])
    return out
