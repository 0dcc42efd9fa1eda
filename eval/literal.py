"""Plain readings of figures, days, titles and quotations, made without the checker's own readers.

A second pair of eyes: where a change breaks the readers in `agent.text`, these still see the characters.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_SCALES = {
    "万亿": Decimal(10) ** 12, "亿": Decimal(10) ** 8, "万": Decimal(10) ** 4, "trillion": Decimal(10) ** 12,
    "billion": Decimal(10) ** 9, "million": Decimal(10) ** 6, "thousand": Decimal(10) ** 3, "": Decimal(1),
}  # fmt: skip
_FIGURE = re.compile(r"(?<![\w.])?(\d[\d,]*(?:\.\d+)?)\s*(万亿|亿|万|trillion|billion|million|thousand)?")
_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?|(?<![\d月])(\d{1,2})日(?![均常益])|(\d{4})年")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_ENGLISH = re.compile(
    r"\b(" + "|".join(f"{m[:3]}[a-z]*" for m in _MONTHS) + r")\.?\s+(\d{1,2})\b", re.IGNORECASE
)
_TITLE = re.compile(r"《([^《》]{2,60})》")
_QUOTED = re.compile(r"[“]([^“”]{5,200})[”]")
#: Figures that are names or ordinals and not amounts: 5G, G20, 3D, PUE, standards' numbers.
_NAMES = re.compile(r"[A-Za-z]+[-]?\d[\d.]*|\d+[A-Z](?![A-Za-z])")

Day = tuple[int | None, int | None, int | None]


def plain(text: str) -> str:
    """Full-width forms folded, white space and thousands separators out, quotation marks of one shape."""
    text = unicodedata.normalize("NFKC", text).replace("‘", "“").replace("’", "”").replace('"', "”")
    return re.sub(r"(?<=\d),(?=\d{3})", "", re.sub(r"\s+", "", text))


def figures(text: str) -> list[tuple[str, Decimal]]:
    """(as written, absolute value) of every figure that is no date, year or name."""
    text = unicodedata.normalize("NFKC", text)
    text = _ENGLISH.sub(" ", _DAY.sub(" ", text))
    text = _NAMES.sub(" ", text)
    out = []
    for found in _FIGURE.finditer(text):
        digits = found[1].replace(",", "").rstrip(".")
        out.append((found[0].strip(), Decimal(digits) * _SCALES[found[2] or ""]))
    return out


def values(text: str) -> set[Decimal]:
    """Absolute values of all figures, each also as it stands without its scale (lists share one: `3至5万`)."""
    text = _NAMES.sub(
        lambda found: " " + re.sub(r"[A-Za-z\-]", " ", found[0]) + " ", unicodedata.normalize("NFKC", text)
    )
    out: set[Decimal] = set()
    for found in _FIGURE.finditer(text):
        digits = Decimal(found[1].replace(",", "").rstrip("."))
        out |= {digits, digits * _SCALES[found[2] or ""]}
    return out


def days(text: str) -> list[tuple[str, Day]]:
    """(as written, (year, month, day)) of every date; what is not said is None."""
    out: list[tuple[str, Day]] = []
    text = re.sub(r"\s+(?=[年月日\d])|(?<=\d)\s+", "", unicodedata.normalize("NFKC", text))
    for found in _DAY.finditer(text):
        year = found[1] or found[5]
        day = found[3] or found[4]
        out.append(
            (
                found[0],
                (int(year) if year else None, int(found[2]) if found[2] else None, int(day) if day else None),
            )
        )
    return out


def english_days(text: str) -> set[tuple[int, int]]:
    """(month, day) of English dates such as `Aug. 2`."""
    return {
        (next(i for i, m in enumerate(_MONTHS, 1) if m.startswith(found[1][:3].lower())), int(found[2]))
        for found in _ENGLISH.finditer(text)
    }


def english_months(text: str) -> set[int]:
    """Months an English text names, with a day or without."""
    return {
        i
        for i, m in enumerate(_MONTHS, 1)
        if re.search(rf"\b(?:{m}|{m[:3]}\.)(?![a-z])", text, re.IGNORECASE)
    }


def years(text: str) -> set[int]:
    """Four-digit numbers that can be years."""
    return {int(found) for found in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text)}


def titles(text: str) -> list[str]:
    """What stands in 《》."""
    return _TITLE.findall(text)


def quotations(text: str) -> list[str]:
    """What stands in “” and is long enough to be words of somebody."""
    return _QUOTED.findall(text)
