"""Lines of 参考文献: the house's own form, and GB/T 7714 for sources on the web and off it.

GB/T 7714-2015, 4.6 and 8.8: `[n] 责任者. 题名[EB/OL]. (更新日期)[引用日期]. 获取路径.`; what is not
online is cited as [Z] without an address. GB/T 7714-2025 asks for the day of access of online sources only
(its announcement of December 2025).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent.models import Evidence, Reference
from agent.render.look import Look


@dataclass(frozen=True, slots=True)
class Line:
    """A printed reference. `url` is the source's address when it is on the web, else ""."""

    number: int
    text: str
    url: str
    keys: tuple[str, ...]
    reference: Reference


def lines(
    references: Sequence[Reference], evidence: Mapping[str, Evidence], look: Look, day: str
) -> tuple[Line, ...]:
    """The references as printed; `day` is the issue's, on which its sources were read."""
    out = []
    for number, reference in enumerate(references, 1):
        url = next((evidence[key].url for key in reference.keys if key in evidence), "")
        url = url if is_web(url) else ""
        if look.references == "house":
            text = house_line(reference, look)
        else:
            text = standard_line(number, reference, url, day, edition=look.references[-4:])
        out.append(Line(number=number, text=text, url=url, keys=reference.keys, reference=reference))
    return tuple(out)


def house_line(reference: Reference, look: Look) -> str:
    """`发布者 | 题名 | 日期 | 用于核验……。`"""
    cells = (
        reference.publisher or look.words.unknown,
        reference.title,
        reference.day or look.words.undated,
        reference.purpose,
    )
    return " | ".join(cell for cell in cells if cell)


def standard_line(number: int, reference: Reference, url: str, day: str, *, edition: str = "2015") -> str:
    """A line of GB/T 7714, numbered in order of citation. `edition`: 2015 or 2025."""
    author = f"{reference.publisher.rstrip('.')}. " if reference.publisher else ""
    title = reference.title.rstrip(".。")
    if url:
        issued = f"({reference.day})" if reference.day else ""
        dates = f"{issued}[{day}]"
        return f"[{number}] {author}{title}[EB/OL]. {dates}. {url}."
    issued = f" {reference.day}." if reference.day else ""
    read = f"[{day}]" if edition == "2015" and not reference.day else ""
    return f"[{number}] {author}{title}[Z].{issued}{read}"


def is_web(url: str) -> bool:
    """Whether an address may become a link: nothing but http and https ever does."""
    return url.lower().startswith(("http://", "https://")) and not any(
        c.isspace() or ord(c) < 32 for c in url
    )
