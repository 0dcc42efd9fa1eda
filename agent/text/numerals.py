"""Numerals: Arabic, Chinese, mixed (3.5万, 1亿2000万) and English, as exact values."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

#: No one writes a longer numeral; longer runs of digits are not read as numbers (accounts, hashes).
LONGEST: Final = 24

_DIGIT: Final = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "○": 0,
    "两": 2,
}
_SMALL: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE: Final = {"万": 10**4, "亿": 10**8}
DIGITS: Final = "".join(_DIGIT)
HAN: Final = f"{DIGITS}{''.join(_SMALL)}{''.join(_LARGE)}"

ENGLISH_SCALE: Final = {
    "hundred": 10**2,
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
ENGLISH_WORD: Final = {
    word: value
    for value, word in enumerate(
        (
            *(
                "zero",
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
            ),
            *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        )
    )
} | dict(
    zip(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "dozen"),
        [20, 30, 40, 50, 60, 70, 80, 90, 12],
        strict=True,
    )
)


class Numeral(NamedTuple):
    """A value as written: `low` < `high` for 七八十, 数十, 十几; `digits` counts significant digits."""

    low: Decimal
    high: Decimal
    digits: int


def arabic(text: str) -> Numeral | None:
    """The value of `1,234.50`; None where too long. Trailing zeros before the point are not significant."""
    plain = text.replace(",", "").replace(" ", "")
    if len(plain) > LONGEST:
        return None
    value = Decimal(plain)
    bare = plain.replace(".", "").lstrip("0")
    digits = len(bare) if "." in plain else len(bare.rstrip("0"))
    return Numeral(value, value, max(digits, 1))


def scale(word: str) -> int:
    """The value of a run of 十百千万亿 after a number: 万亿 → 10**12, "" → 1."""
    value = 1
    for char in word:
        value *= _SMALL.get(char) or _LARGE.get(char) or 1
    return value


def chinese(word: str) -> Numeral | None:
    """The value of a numeral in characters: 三十五万, 二〇二三, 一百二, 三点五万, 七八十, 几百, 数十万, 十几.

    None where it is no numeral: empty, too long, or units out of order.
    """
    if not word or len(word) > LONGEST:
        return None
    if "点" in word:
        return _with_point(word)
    vague = re.search("[几数]", word)
    if vague:
        most = (
            "二" if word[vague.start() + 1 :] or vague.start() == 0 else "一"
        )  # 几百 is at least two of them
        low, high = (_plain(word.replace(vague.group(), digit)) for digit in (most, "九"))
        return None if low is None or high is None else Numeral(Decimal(low), Decimal(high), 1)
    pair = re.search(f"([{DIGITS}])([{DIGITS}])(?=[十百千万亿]|$)", word)
    if (
        pair
        and _DIGIT[pair.group(2)] - _DIGIT[pair.group(1)] == 1
        and _DIGIT[pair.group(1)]
        and not _positional(word)
    ):
        low = _plain(word[: pair.start(2)] + word[pair.end(2) :])
        high = _plain(word[: pair.start(1)] + word[pair.end(1) :])
        if low is not None and high is not None and 0 < low < high:
            return Numeral(Decimal(low), Decimal(high), 1)
    value = _plain(word)
    if value is None or (len(word) == 2 and all(char in _DIGIT for char in word)):
        return None  # 一一, 二五: no number
    return Numeral(Decimal(value), Decimal(value), max(1, len(str(value).rstrip("0"))))


def _with_point(word: str) -> Numeral | None:
    match = re.fullmatch(f"([{HAN}]+)点([{DIGITS}]+)([十百千万亿]*)", word)
    whole = _plain(match.group(1)) if match else None
    if match is None or whole is None:
        return None
    part = "".join(str(_DIGIT[char]) for char in match.group(2))
    value = Decimal(f"{whole}.{part}") * scale(match.group(3))
    return Numeral(value, value, len(f"{whole}{part}".lstrip("0")) or 1)


def _positional(word: str) -> bool:
    """Whether digits stand without 十百千: 二〇二三. Two alone (七八) are a range, not 78."""
    return len(word) > 2 and all(char in _DIGIT for char in word)


def _plain(word: str) -> int | None:
    """An integer in characters, read by sections of 万 and 亿; None where units are out of order or
    unknown."""
    if all(char in _DIGIT for char in word):
        return int("".join(str(_DIGIT[char]) for char in word)) if word else None
    total = section = digit = 0
    last, pending = 10**5, False
    for char in word:
        if char in _DIGIT:
            if pending and digit:
                return None
            digit, pending = _DIGIT[char], True
        elif char in _SMALL:
            unit = _SMALL[char]
            if unit >= last or (pending and digit == 0 and unit != 10):
                return None
            section += (digit if pending and digit else 1) * unit
            digit, pending, last = 0, False, unit
        elif char not in _LARGE:
            return None
        else:
            unit = _LARGE[char]
            section += digit
            if section == 0 and total == 0:
                section = 1
            total = (total + section) * unit if unit > 10**4 or total == 0 else total + section * unit
            section, digit, pending, last = 0, 0, False, 10**5
    if pending and digit and len(word) > 1 and word[-2] in "百千万亿佰仟":
        digit *= (scale(word[-2].replace("佰", "百").replace("仟", "千"))) // 10  # 一百二, 三万五
    return total + section + digit


def english(words: list[str]) -> Decimal | None:
    """The value of lower-case number words: ["twenty", "five"], ["two", "hundred", "million"]."""
    total, current = Decimal(0), Decimal(0)
    for word in words:
        if word in ENGLISH_WORD:
            current += ENGLISH_WORD[word]
        elif word == "hundred":
            current = (current or Decimal(1)) * 100
        elif word in ENGLISH_SCALE:
            total += (current or Decimal(1)) * ENGLISH_SCALE[word]
            current = Decimal(0)
        else:
            return None
    return total + current


def numeral_of(word: str) -> Numeral | None:
    """A numeral in digits or in characters."""
    return arabic(word) if word[0].isdigit() else chinese(word)


def step_of_word(word: str) -> Decimal:
    """The value of the last digit written: 3.50 → 0.01, 35 → 1, 3500 → 100."""
    plain = word.replace(",", "").replace(" ", "")
    if plain[:1].isdigit():
        if "." in plain:
            return Decimal(1).scaleb(-len(plain.partition(".")[2]))
        return Decimal(1).scaleb(min(len(plain) - len(plain.rstrip("0")), len(plain) - 1))
    numeral = chinese(word)
    return step_of(numeral.low) if numeral else Decimal(1)


def step_of(value: Decimal) -> Decimal:
    """The value of the last digit that is not zero."""
    if not value:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
