"""Intervals of the calendar: days, months, quarters, halves, years, five-year plans."""

from __future__ import annotations

import datetime
from calendar import monthrange
from typing import Final

#: First and last day, both inside.
Interval = tuple[datetime.date, datetime.date]

MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
#: Parts of a year as first and last month. 初 and 末 are loose words: a quarter of a year and its last month.
PARTS: Final = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "全年": (1, 12),
    "半年度": (1, 6),
    "内": (1, 12),
    "初": (1, 3),
    "中": (5, 8),
    "底": (11, 12),
    "末": (11, 12),
    "春": (2, 5),
    "夏": (5, 8),
    "秋": (8, 11),
    "冬": (10, 12),
}


def day_of(year: int, month: int, day: int) -> Interval:
    """One day; ValueError where there is none such."""
    at = datetime.date(year, month, day)
    return at, at


def months_of(year: int, first: int, last: int) -> Interval:
    """From the first day of one month to the last of another of the same or the next year."""
    until = year if last >= first else year + 1
    return datetime.date(year, first, 1), datetime.date(until, last, monthrange(until, last)[1])


def month_of(year: int, month: int) -> Interval:
    """One month."""
    return months_of(year, month, month)


def third_of(year: int, month: int, third: int) -> Interval:
    """上旬, 中旬 or 下旬 (0 to 2) of a month."""
    first, last = month_of(year, month)
    end = last if third == 2 else first.replace(day=10 * third + 10)
    return first.replace(day=10 * third + 1), end


def quarter_of(year: int, quarter: int) -> Interval:
    """One quarter, 1 to 4."""
    return months_of(year, quarter * 3 - 2, quarter * 3)


def year_of(year: int) -> Interval:
    """One year."""
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


def part_of(year: int, months: tuple[int, int]) -> Interval:
    """A part of a year, see `PARTS`."""
    return months_of(year, *months)


def plan_of(number: int) -> Interval:
    """The years of a Chinese five-year plan: the first began in 1953, the sixth and later in 1981 + 5n."""
    first = 1981 + 5 * (number - 6) if number >= 6 else 1953 + 5 * (number - 1)
    return datetime.date(first, 1, 1), datetime.date(first + 4, 12, 31)
