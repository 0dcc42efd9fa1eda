"""Section numbers as the house writes them: 一、 二、 …"""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_NUMBER = re.compile(r"^\s*([一二三四五六七八九十]{1,3})\s*、\s*")


def chinese_number(n: int) -> str:
    """1 → 一, 12 → 十二, for 1 ≤ n ≤ 99."""
    if not 1 <= n <= 99:
        raise ValueError(n)
    tens, ones = divmod(n, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def split_number(heading: str) -> tuple[int | None, str]:
    """`一、标题` → (1, 标题); a heading without a number → (None, heading)."""
    found = _NUMBER.match(heading)
    if not found:
        return None, heading.strip()
    word = found[1]
    tens, _, ones = word.rpartition("十")
    value = _DIGITS.index(ones) if ones else 0
    if "十" in word:
        value += 10 * (_DIGITS.index(tens) if tens else 1)
    return value, heading[found.end() :].strip()
