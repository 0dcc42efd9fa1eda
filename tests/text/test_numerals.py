"""Numerals in digits, in characters and in English words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.text.numerals import arabic, chinese, english, scale

_DIGITS = "零一二三四五六七八九"


def in_characters(number: int) -> str:
    """The formal written form of a number below 10**12."""
    if number == 0:
        return "零"
    out, group = "", 0
    while number:
        number, section = divmod(number, 10**4)
        if section:
            gap = "零" if number and section < 1000 else ""
            out = gap + _section(section) + ["", "万", "亿"][group] + out
        elif out and number and not out.startswith("零"):
            out = "零" + out
        group += 1
    return out


def _section(number: int) -> str:
    out, zero = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + word
            zero = False
        else:
            zero = True
    return out


@given(st.integers(0, 10**12 - 1))
def test_any_number_in_characters_reads_back(number: int) -> None:
    numeral = chinese(in_characters(number))
    if number == 0:
        return
    assert numeral is not None
    assert numeral.low == numeral.high == number


@pytest.mark.parametrize(
    ("word", "low", "high"),
    [
        ("两万亿", 2 * 10**12, 2 * 10**12),
        ("一百二", 120, 120),
        ("三万五", 35000, 35000),
        ("一百零二", 102, 102),
        ("十", 10, 10),
        ("二〇二六", 2026, 2026),
        ("七八十", 70, 80),
        ("二十七八", 27, 28),
        ("三四百", 300, 400),
        ("几百", 200, 900),
        ("数十万", 200000, 900000),
        ("十几", 11, 19),
        ("三点五万", 35000, 35000),
        ("壹佰", 100, 100),
    ],
)
def test_written_forms(word: str, low: int, high: int) -> None:
    numeral = chinese(word)
    assert numeral is not None
    assert (numeral.low, numeral.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("word", ["", "一一", "百千", "几数", "亿" * 40, "点"])
def test_what_is_no_numeral(word: str) -> None:
    assert chinese(word) is None


@pytest.mark.parametrize(
    ("word", "value", "digits"),
    [("1,234.50", "1234.50", 6), ("3500", "3500", 2), ("18.0", "18.0", 3), ("0.05", "0.05", 1)],
)
def test_digits(word: str, value: str, digits: int) -> None:
    numeral = arabic(word)
    assert numeral is not None
    assert (numeral.low, numeral.digits) == (Decimal(value), digits)


def test_endless_digits_are_no_number() -> None:
    assert arabic("1" * 25) is None


def test_scale_and_english_words() -> None:
    assert scale("万亿") == 10**12
    assert english(["two", "hundred", "million"]) == 2 * 10**8
    assert english(["twenty", "five"]) == 25
    assert english(["cats"]) is None
