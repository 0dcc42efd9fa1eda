"""The web edition and the WeChat edition: one file each, nothing fetched, no script."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from agent.errors import DraftError
from agent.render.citation_style import is_web
from agent.render.edition import Edition


@dataclass(frozen=True, slots=True)
class NoteSource:
    """A source behind a sentence as the reader sees it; `url` is "" unless it may be a link."""

    number: int
    publisher: str
    title: str
    day: str
    quote: str
    url: str


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
            sources = tuple(
                NoteSource(
                    number=edition.numbers.get(item.key, 0),
                    publisher=item.publisher,
                    title=item.title,
                    day=item.published[:10],
                    quote=item.quote,
                    url=item.url if is_web(item.url) else "",
                )
                for item in known
            )
            out[sentence.id] = Note(",".join(str(n) for n in edition.cited(sentence.cites)), sources)
    return out


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
    return environment  # type: ignore[no-any-return]
