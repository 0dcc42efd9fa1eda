"""An address fetched with all that belongs to it: an article's further pages, a notice's attachments."""

from __future__ import annotations

from collections.abc import Callable

from agent.errors import UnreadableSource
from agent.sources import bundle, page
from agent.sources.article import Raw
from agent.sources.encoding import decode
from agent.sources.parts import parts


def whole(fetch: Callable[[str], Raw], url: str) -> Raw:
    """What is behind `url`; a bundle where it comes in several answers. A part that fails is left out.

    Raises what `fetch` raises for the address itself.
    """
    first = fetch(url)
    if first.kind != "page":
        return first
    html = decode(first.read(), first.charset)
    try:
        more = parts(html, first.url, page.extract(html, first.url).text)
    except UnreadableSource:  # no article: the reader will say so
        return first
    out = [first]
    for address in (*more.pages, *more.attachments):
        try:
            out.append(fetch(address))
        except UnreadableSource:
            continue
    return bundle.pack(out) if len(out) > 1 else first
