"""Bytes → text, also where the declared encoding is wrong."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,20})""", re.IGNORECASE)
_CHINESE = {"gbk", "gb2312", "gb18030", "gb_2312-80", "x-gbk", "cp936", "hz-gb-2312"}
_SAMPLE = 256 * 1024
#: What only a wrongly decoded Chinese text is full of: private use, half-width katakana, box drawing,
#: replacement.
_ODD = re.compile("[\ue000-\uf8ff\uff61-\uff9f\u2500-\u259f\ufffd\x80-\x9f]")
#: Among the most frequent characters of any Chinese text, simplified and traditional.
_COMMON = re.compile(
    "[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年这說這來時個國為們對會發於後經關開無與業產門長東車見學實現點體數據電話問題]"
)


def decode(data: bytes, declared: str = "") -> str:
    """`data` as text: BOM, then strict UTF-8, then the better of the declared and the usual Chinese
    encodings.

    UTF-8 that decodes without an error is UTF-8 whatever was declared: other text almost never does. Never
    raises;
    undecodable bytes become U+FFFD.
    """
    for bom, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(bom):
            return data[len(bom) :].decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A page cut off in the middle of a character is still UTF-8, and so is one with a stray byte or two.
        head = data.decode("utf-8", "replace")
        if error.start > len(data) - 4 or _mostly_utf8(head):
            return head
    return _best(data, [*_declarations(data, declared), "gb18030", "big5hkscs"])


def _mostly_utf8(text: str) -> bool:
    bad = text.count("\ufffd")
    return bad * 50 < sum(1 for c in text[:_SAMPLE] if "\u3400" <= c <= "\u9fff")


def _declarations(data: bytes, declared: str) -> list[str]:
    found = [declared, *(m.group(1).decode("ascii") for m in _DECLARED.finditer(data[:4096]))]
    names = []
    for given in found:
        name = "gb18030" if given.lower() in _CHINESE else "big5hkscs" if given.lower() == "big5" else given
        try:
            codecs.lookup(name)
        except (LookupError, ValueError):
            continue
        names.append(name)
    return names


def _best(data: bytes, names: list[str]) -> str:
    sample = data[:_SAMPLE]
    scored = []
    for order, name in enumerate(dict.fromkeys(names)):
        try:
            text = sample.decode(name, "replace")
        except (LookupError, UnicodeError, ValueError):
            continue
        if isinstance(text, str):
            scored.append((_likeness(text), -order, name))
    top = max(scored)
    if top[0] <= 0:  # no Chinese text at all: leave it to statistics
        guess = charset_normalizer.from_bytes(sample[:65536]).best()
        if guess is not None:
            return data.decode(guess.encoding, "replace")
    return data.decode(top[2], "replace")


def _likeness(text: str) -> float:
    """How much `text` looks like Chinese: frequent characters less what only a wrong decoding holds."""
    return len(_COMMON.findall(text)) - 3 * len(_ODD.findall(text))
