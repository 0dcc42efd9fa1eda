"""The issue as plain text, for mail and for programs."""

from __future__ import annotations

from agent.render.edition import Edition


def to_text(edition: Edition) -> str:
    """The whole issue, a blank line between paragraphs; codes become their captions with the address."""
    words = edition.look.words
    blocks = [edition.banner, edition.title, edition.organisation, edition.copublishers, edition.date]
    if edition.summary:
        blocks += [words.summary, *(p.text for p in edition.summary)]
    blocks.append(edition.thin)
    for part in edition.parts:
        blocks += [part.title, *(p.text for p in part.paragraphs)]
    if edition.references:
        blocks += [
            words.references,
            "\n".join(_reference(line.number, line.text, line.url) for line in edition.references),
        ]
    blocks += [f"{code.caption} {code.address}".strip() for code in edition.codes]
    blocks.append(edition.disclaimer)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _reference(number: int, text: str, url: str) -> str:
    line = text if text.startswith("[") else f"{number}. {text}"
    return line if not url or url in line else f"{line}\n   {url}"
