"""An HTML page → article: title as on the page, publisher before the site's own name, time, and the
article's own words.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from agent.errors import UnreadableSource
from agent.sources import body, dom, heading, labels, meta, origin, site, times
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
    if _is_list(blocks, head.at, text.first, text.lines):
        raise UnreadableSource("像是列表页，没有正文，未收入；请改收其中的文章。", "empty")
    if not text.lines:
        raise UnreadableSource("网页里没有正文，未收入。", "empty")
    found = near.origin
    for line in text.foot:
        found = _joined(found, labels.read(line))
    own = head.site or said.site or site.own_name(blocks)
    publisher, reprint = _publisher(found, near, said, own)
    return Article(
        text="\n".join(text.lines),
        title=head.title,
        publisher=publisher,
        author=_author(found, near, said, (publisher, own)),
        published=_published(near.dated or found.published, said, url or said.url, text.lines),
        url=said.url or url,
        reprint_of=reprint,
        extractor=EXTRACTOR,
    )


def _is_list(blocks: list[dom.Block], title_at: int, first: int, lines: tuple[str, ...]) -> bool:
    """Whether a page lists articles instead of being one: links stand where the article would begin."""
    if sum(len(line) for line in lines) > 200:
        return False
    between = blocks[max(title_at, 0) : first if lines else len(blocks)]
    return sum(b.linked >= 8 and b.linked * 2 > len(b.text) for b in between) >= 5


def fragment(html: str, title: str) -> Article:
    """The article of a piece of HTML without a head, as feeds carry it: all its blocks but signatures and
    titles.
    """
    root = dom.parse(html)
    dom.prune(root)
    lines: list[str] = []
    found = labels.Origin()
    for block in dom.blocks(root):
        if labels.is_signature(block.text):
            found = _joined(found, labels.read(block.text))
        elif heading.key(block.text) != heading.key(title):
            lines.append(block.text)
    return Article(
        text="\n".join(lines), publisher=found.publisher, author=found.author, reprint_of=found.reprint_of
    )


def _joined(found: labels.Origin, foot: labels.Origin | None) -> labels.Origin:
    return found if foot is None else found.joined(foot)


def _publisher(found: labels.Origin, near: origin.Around, said: meta.Declared, own: str) -> tuple[str, str]:
    """(publisher, the publisher this page reprints or "").

    What a label says goes first, then a name beside the date, what scripts and meta tags declare, a name
    that may be
    an author's (an account that publishes under its own name), and the site's own name last.
    """
    named = found.publisher
    if not named and not found.own:
        shown = [n for n in (near.named, said.nickname, near.perhaps, near.beside) if n != said.author]
        names = [*shown, said.publisher, near.named, near.beside, near.perhaps]
        named = next((n for n in names if n and not labels.is_nobody(n)), "")
    publisher = named or own or said.author or _host(said.url)
    reprint = found.reprint_of
    if not reprint and found.publisher and own and not _same(named, own):
        reprint = named
    return publisher, reprint


def _host(url: str) -> str:
    """The host of an address without `www.`, "" where there is none."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""


def _same(one: str, other: str) -> bool:
    """Whether two names may be of one house: one holds the other."""
    a, b = heading.key(one), heading.key(other)
    return a in b or b in a


def _author(found: labels.Origin, near: origin.Around, said: meta.Declared, houses: tuple[str, ...]) -> str:
    names = (found.author, near.perhaps, said.author)
    return next((n for n in names if n and n not in houses and not labels.is_nobody(n)), "")


def _published(visible: str, said: meta.Declared, url: str, lines: tuple[str, ...]) -> str:
    """The time shown beside the title, with what the head declares where that says more of the same day."""
    for exact in (said.published, said.scripted):
        if visible and len(visible) == 10 and exact[:10] == visible and len(exact) > 10:
            return exact
    return visible or said.published or said.scripted or times.in_address(url) or times.signed(lines)
