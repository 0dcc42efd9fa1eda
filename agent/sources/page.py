"""An HTML page → article."""

from __future__ import annotations

import trafilatura

from agent.sources.article import Article, Raw
from agent.sources.encoding import decode

EXTRACTOR = "html/1"


def article(raw: Raw) -> Article:
    """The article of a page."""
    return extract(decode(raw.read(), raw.charset), raw.url)


def extract(html: str, url: str = "") -> Article:
    """The article of a page."""
    text = trafilatura.extract(html) or ""
    return Article(text=text, url=url, extractor=EXTRACTOR)
