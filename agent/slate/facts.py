"""Figures and days in a text: what makes news hard, and whether it is new. For ranking, not for checking."""

from __future__ import annotations

import re
from datetime import date, timedelta

_FIGURE = re.compile(
    r"(?<![\dA-Za-z.])(\d[\d,]*(?:\.\d+)?)\s*"
    r"(万亿|千亿|百亿|亿|千万|百万|万|%|billion|million|trillion)?"
    r"(个百分点|平方公里|兆瓦时|吉瓦|兆瓦|千瓦时|千瓦|千伏|美元|欧元|日元|公里|吨|辆|家|个|项|台|套|座|元|人|件|艘|架|倍|米|户|枚|颗|条|比特|EFLOPS|ZB|EB|Mbps|纳米|GW|MW)?",
    re.IGNORECASE,  # texts are read in lower case too
)
_DAY = re.compile(r"(?:(20\d\d)\s*年\s*)?(?<!\d)(1[0-2]|0?[1-9])\s*月\s*(3[01]|[12]\d|0?[1-9])\s*日")
_BARE = re.compile(r"(?<![\d月年/.、])(3[01]|[12]\d|[1-9])\s*日(?=[在举召发宣公从对介表上下晚电消，,])")
_MONTH = re.compile(r"(20\d\d)\s*年\s*(1[0-2]|0?[1-9])\s*月(?!\s*\d)")


#: Before a day that ends or begins a period, and is not when something happened.
_BOUNDS = ("截至", "截止", "截止到", "至", "到", "从", "自", "—", "-", "～", "~")
_RECENT = re.compile(
    r"(?<!\d)(?:3[01]|[12]\d|0?[1-9])\s*日|今天|今日|昨天|昨日|近日|日前|近期|最新|本周|上周|刚刚|当地时间|(?:周|星期)[一二三四五六日]"
    r"|(?:上半年|季度|前\d+个?月|\d月份?)"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:today|yesterday|this week)\b"
)


def is_dated(opening: str) -> bool:
    """Whether the opening says when: news does, a feature or an essay does not."""
    return bool(_RECENT.search(opening))


def figures(text: str) -> list[str]:
    """The different figures with a unit or magnitude, in order: `23.55万亿元`, `同比` left out."""
    seen: dict[str, None] = {}
    for number, size, unit in _FIGURE.findall(text):
        if size or (unit and len(number.replace(",", "")) > 1):
            seen[number.replace(",", "") + size + unit] = None
    return list(seen)


def days(text: str, published: str) -> list[date]:
    """Days named in the text; a day without a year is the latest such day up to a month after publication."""
    anchor = date.fromisoformat(published)
    found = []
    for match in _DAY.finditer(text):
        year, month, day = match.groups()
        if text[: match.start()].rstrip().endswith(_BOUNDS):
            continue
        try:
            if year:
                found.append(date(int(year), int(month), int(day)))
                continue
            candidate = date(anchor.year, int(month), int(day))
        except ValueError:
            continue
        if candidate > anchor + timedelta(days=31):
            candidate = candidate.replace(year=anchor.year - 1) if (month, day) != ("2", "29") else anchor
        found.append(candidate)
    return found + _bare_days(text, anchor)


def _bare_days(text: str, anchor: date) -> list[date]:
    """Days told without their month (`18日举行的发布会`): the last such day up to publication."""
    found = []
    for match in _BARE.finditer(_DAY.sub("，", text)):
        number = int(match[1])
        last = anchor if number <= anchor.day else anchor.replace(day=1) - timedelta(days=1)
        if number <= last.day and not match.string[: match.start()].rstrip().endswith(_BOUNDS):
            found.append(last.replace(day=number))
    return found


def age(opening: str, published: str) -> int:
    """Days from the newest day the opening names to publication; 0 where it names none or a coming one."""
    named = days(opening, published)
    anchor = date.fromisoformat(published)
    if not named:
        months = [date(int(year), int(month), 28) for year, month in _MONTH.findall(opening)]
        return (
            max(0, (anchor - max(months)).days) if months and max(months) < anchor - timedelta(days=60) else 0
        )
    return max(0, (anchor - max(named)).days)
