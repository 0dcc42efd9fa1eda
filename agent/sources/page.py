"""An HTML page → article: title as on the page, publisher before the site's own name, time, and the article's own words."""

from __future__ import annotations

from agent.errors import UnreadableSource
from agent.sources import body, dom, heading, labels, meta, origin, times
from agent.sources.article import Article, Raw
from agent.sources.encoding import decode

EXTRACTOR = "html/1"


def article(raw: Raw) -> Article:
    """The article of a page. Raises UnreadableSource("empty") where it holds no text."""
    try:
        return extract(decode(raw.read(), raw.charset), raw.url)
    except UnreadableSource as error:
        raise UnreadableSource(f"{raw.name}：{error}", error.kind) from None


def extract(html: str, url: str = "") -> Article:
    """The article of a page given as text; `url` is the address it was fetched from, "" if unknown."""
    root = dom.parse(html)
    said = meta.declared(root)
    dom.prune(root)
    blocks = dom.blocks(root)
    head = heading.heading(blocks, said)
    near = origin.around(blocks, head.at, head.title)
    text = body.body(root, blocks, head.at, head.title, near.lines)
    if not text.lines:
        raise UnreadableSource("网页里没有正文，未收入。", "empty")
    found = near.origin
    for line in text.foot:
        found = _joined(found, labels.read(line), near.labelled)
    publisher, reprint = _publisher(found, said, head.site)
    return Article(
        text="\n".join(text.lines),
        title=head.title,
        publisher=publisher,
        author=found.author or ("" if labels.is_nobody(said.author) else said.author),
        published=_published(near.dated, found.published, said, url or said.url, text.lines),
        url=said.url or url,
        reprint_of=reprint,
        extractor=EXTRACTOR,
    )


def _joined(found: labels.Origin, foot: labels.Origin | None, labelled: bool) -> labels.Origin:
    if foot is None:
        return found
    if labelled or not foot.publisher:
        return found.joined(labels.Origin(author=foot.author, reprint_of=foot.reprint_of))
    return labels.Origin(
        foot.publisher,
        found.author or foot.author,
        found.published,
        found.url,
        foot.reprint_of,
        found.own or foot.own,
    )


def _publisher(found: labels.Origin, said: meta.Declared, title_site: str) -> tuple[str, str]:
    """(publisher, the publisher this page reprints or "")."""
    site = title_site or said.site
    named = found.publisher
    if not named and not found.own:
        named = "" if labels.is_nobody(said.publisher) else said.publisher
    publisher = named or site or said.author
    reprint = found.reprint_of
    if (
        not reprint
        and named
        and site
        and heading.key(named) not in heading.key(site)
        and heading.key(site) not in heading.key(named)
    ):
        reprint = named
    return publisher, reprint


def _published(shown: str, labelled: str, said: meta.Declared, url: str, lines: tuple[str, ...]) -> str:
    """The time shown beside the title, with what the head declares where that says more of the same day."""
    visible = shown or labelled
    for exact in (said.published, said.scripted):
        if visible and len(visible) == 10 and exact[:10] == visible and len(exact) > 10:
            return exact
    return visible or said.published or said.scripted or times.in_address(url) or times.signed(lines)
