"""The web edition and the WeChat edition: one file each, nothing fetched, no script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from agent.errors import DraftError
from agent.models import Evidence
from agent.render.citation_style import is_web
from agent.render.edition import Edition
from agent.render.keep import clauses, runs

#: Ends a clause of a heading.
_MARK = re.compile(r"[，；：,;]\s*$")


@dataclass(frozen=True, slots=True)
class NoteSource:
    """A source behind a sentence as the reader sees it, with its words; `url` is "" unless it may be a link."""

    number: int
    publisher: str
    title: str
    day: str
    url: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """The sources of one sentence; `label` the numbers of their references."""

    label: str
    sources: tuple[NoteSource, ...]


def to_html(edition: Edition) -> str:
    """The web edition. Raises DraftError when the house's own template fails."""
    return _render("brief.html.j2", edition)


def to_wechat(edition: Edition) -> str:
    """The WeChat edition: inline styles and tags that its editor keeps."""
    return _render("wechat.html.j2", edition)


def notes(edition: Edition) -> dict[str, Note]:
    """Id of a sentence → its sources, for every sentence that has some."""
    out: dict[str, Note] = {}
    paragraphs = [*edition.summary, *(p for part in edition.parts for p in part.paragraphs)]
    for sentence in (s for p in paragraphs for s in p.sentences):
        known = [edition.evidence[key] for key in sentence.cites if key in edition.evidence]
        if known:
            label = ",".join(str(n) for n in edition.cited(sentence.cites))
            out[sentence.id] = Note(label, tuple(_by_source(known, edition)))
    return out


def _by_source(known: Sequence[Evidence], edition: Edition) -> Iterator[NoteSource]:
    """Each source once, with all the words of it that a sentence rests on."""
    for source in dict.fromkeys(item.source_id for item in known):
        of_it = [item for item in known if item.source_id == source]
        first = of_it[0]
        yield NoteSource(
            number=edition.numbers.get(first.key, 0),
            publisher=first.publisher,
            title=first.title,
            day=first.published[:10],
            url=first.url if is_web(first.url) else "",
            quotes=tuple(dict.fromkeys(item.quote for item in of_it)),
        )


def _kept(text: str) -> Markup:
    """Prose with its numbers and units on one line; an address may break anywhere, or a phone is too narrow."""
    return Markup("").join(
        run
        if isinstance(run, str)
        else run[-1]
        if len(run) > 1 or run[0].startswith("http")
        else Markup('<span class="k">{}</span>').format(run[0])
        for run in runs(text, alone=True)
    )


def _clauses(heading: str) -> Markup:
    """A heading that breaks after the comma where there is room: each clause with its mark in one piece."""
    pieces: list[str] = []
    for run in clauses(heading):
        words = run if isinstance(run, str) else run[-1]
        if pieces and (isinstance(run, str) or not _MARK.search(pieces[-1])):
            pieces[-1] += words
        else:
            pieces.append(words)
    return Markup("").join(Markup('<span class="c">{}</span>').format(piece) for piece in pieces)


def _render(name: str, edition: Edition) -> str:
    look = edition.look
    try:
        return str(
            _environment(str(look.house.folder / "templates"))
            .get_template(name)
            .render(
                e=edition,
                look=look,
                words=look.words,
                notes=notes(edition),
                summary="".join(p.text for p in edition.summary),
            )
        )
    except TemplateError as error:
        raise DraftError(
            f"模板 {name} 没有排成：{error}。请检查刊物的 templates/{name}，其余各版不受影响。"
        ) from error


@cache
def _environment(own: str) -> Environment:
    environment: Any = Environment(
        loader=FileSystemLoader([own, str(Path(__file__).parent / "templates")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kept"] = _kept
    environment.filters["clauses"] = _clauses
    return environment  # type: ignore[no-any-return]  # jinja's overlay is untyped
