"""When something was published: the many notations of pages, feeds and files → ISO 8601 in the desk's time
zone.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")

_YEAR = r"(?P<y>(?:19|20)\d\d)"
_CLOCK = (
    r"(?:[\sT日号,，\-—_|·(（]{0,4}(?:(?:星期|周)[一二三四五六日天]\s*)?(?P<ap>上午|下午|晚上?|凌晨|中午|早上?)?\s*"
    r"(?P<H>[01]?\d|2[0-4])\s*(?:[:：时点]\s*)(?P<M>[0-5]\d)(?:\s*(?:[:：分]\s*)(?P<S>[0-5]\d)(?:[.,]\d+)?)?"
    r"\s*分?\s*(?P<pm>[AaPp]\.?[Mm]\b\.?)?\s*(?P<Z>Z\b|UTC|GMT|[+-]\d\d:?\d\d)?)?"
)
#: A date with its year, and a clock time where one follows.
STAMP = re.compile(
    rf"(?<![\d.])(?:{_YEAR}\s*(?P<sep>[-/.年])\s*(?P<m>\d{{1,2}})\s*(?:(?P=sep)"
    rf"|月)\s*(?P<d>\d{{1,2}})(?!\d)\s*日?)" + _CLOCK
)
#: Year, day and clock in elements of their own, as beside a title: `2026 06 / 13 09:30:15`.
_APART = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s+(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?\s+(?P<H>\d{1,2})\s*[:：]\s*(?P<M>\d\d)"
    r"(?:\s*[:：]\s*(?P<S>\d\d))?(?P<pm>)(?P<Z>)"
)
#: A day in large figures with its month beside it: `13 2026-06`.
_TURNED = re.compile(
    r"(?P<d>\d{1,2})\s+(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*月?(?P<H>)(?P<M>)(?P<S>)(?P<pm>)(?P<Z>)"
)
_COMPACT = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[T\s]?([01]\d"
    r"|2[0-3])([0-5]\d)([0-5]\d)?)?(?!\d)"
)
_MONTHS = {
    m: i
    for i, m in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_MONTH = r"(?P<mon>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_CLOCK_EN = (
    r"(?:,?\s*(?:at\s+|[|·—–/-]\s*)?(?P<H>[01]?\d"
    r"|2[0-4]):(?P<M>[0-5]\d)(?::(?P<S>[0-5]\d))?\s*(?P<pm>[AaPp]\.?[Mm]\.?)?"
    r"\s*\(?(?P<Z>Z\b|UTC|GMT|[+-]\d\d:?\d\d|[ECMP][SD]?T\b|BST|CEST|CET|HKT|CST)?)?"
)
#: `9:41 a.m. EDT, Sat` before the day it belongs to.
_CLOCK_FIRST = re.compile(
    r"(?P<H>[01]?\d|2[0-3]):(?P<M>[0-5]\d)(?P<S>)\s*(?P<pm>[AaPp]\.?[Mm]\.?)?\s*(?P<Z>UTC|GMT|[ECMP][SD]?T|BST|CEST|CET|HKT|CST)?"
    r"[\s,|·/—–-]*(?:on\s+)?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?\s+)?$"
)
STAMP_EN = re.compile(
    rf"\b(?:{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+"
    rf"{_MONTH.replace('mon', 'mon2')},?\s+{_YEAR.replace('<y>', '<y2>')})\b" + _CLOCK_EN
)
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "BST": 60, "CET": 60, "CEST": 120, "HKT": 480, "CST": 480,
    "ET": -240, "EST": -300, "EDT": -240, "CT": -300, "CDT": -300, "MT": -360, "MST": -420, "MDT": -360,
    "PT": -420, "PST": -480, "PDT": -420,
}  # fmt: skip
_HAN_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
#: A day in Chinese figures: `二〇二六年六月十三日`.
HAN_DATE = re.compile(
    r"([一二][〇○零Ｏ一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)


_SOME_YEAR = re.compile(r"(?:19|20)\d\d|[一二][〇○零Ｏ九][〇○零Ｏ一二三四五六七八九]{2}年")


def dated(text: str) -> bool:
    """A quick look whether a year stands in `text`."""
    return bool(_SOME_YEAR.search(text))


def published(value: str | int | float, *, latest: str = "") -> tuple[str, str]:
    """(ISO 8601 or "", a Chinese sentence where the date is not usable or "").

    `latest` is a day `YYYY-MM-DD`: what lies more than one day after it (time zones) is taken as unknown,
    and so is
    what is no date at all. An empty value gives ("", "").
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        iso = _epoch(float(value))
    elif isinstance(value, str):
        iso = parse(value)
    else:
        iso = ""
    if not iso:
        shown = str(value).strip()[:40]
        return "", f"发布日期“{shown}”认不出，按日期未知处理。" if shown else ""
    if latest and _later(iso[:10], latest):
        return "", f"发布日期 {iso[:10]} 在未来，按日期未知处理。"
    return iso, ""


@lru_cache(maxsize=4096)
def parse(words: str) -> str:
    """The first date in `words` as ISO 8601 (with +08:00 where a clock time is given, else a bare date), or
    "".
    """
    words = words.strip()
    if not words:
        return ""
    if len(words) == 10 and words[4] == "-" == words[7]:
        return words if _day(words) else ""
    match = STAMP.search(words)
    if match:
        return _build(match, int(match["y"]), int(match["m"]), int(match["d"]))
    match = STAMP_EN.search(words)
    if match:
        month = _MONTHS[(match["mon"] or match["mon2"]).lower()[:3]]
        clock = match if match["H"] else _CLOCK_FIRST.search(words[: match.start()][-40:]) or match
        return _build(clock, int(match["y"] or match["y2"]), month, int(match["d"] or match["d2"]))
    match = _APART.search(words) or _TURNED.fullmatch(words)
    if match:
        return _build(match, int(match["y"]), int(match["m"]), int(match["d"]))
    compact = _COMPACT.search(words)
    if compact:
        y, m, d, hour, minute, second = compact.groups()
        return _iso(
            int(y), int(m), int(d), int(hour) if hour else None, int(minute or 0), int(second or 0), None
        )
    if words.isdigit() and len(words) in (10, 13):
        return _epoch(float(words))
    return _han(words)


def _build(match: re.Match[str], year: int, month: int, day: int) -> str:
    groups = match.groupdict()
    hour = int(match["H"]) if match["H"] else None
    if hour is not None:
        late = (match["pm"] or "").lower().startswith("p") or groups.get("ap") in ("下午", "晚", "晚上")
        if late and hour < 12:
            hour += 12
        elif (match["pm"] or "").lower().startswith("a") and hour == 12:
            hour = 0
    return _iso(year, month, day, hour, int(match["M"] or 0), int(match["S"] or 0), match["Z"])


def _iso(
    year: int, month: int, day: int, hour: int | None, minute: int, second: int, zone: str | None
) -> str:
    try:
        if hour is None:
            return date(year, month, day).isoformat()
        moment = datetime(year, month, day, hour % 24, minute, second, tzinfo=_zone(zone))
        if hour == 24:
            moment += timedelta(days=1)
        return moment.astimezone(ZONE).isoformat()
    except (ValueError, OverflowError):
        return ""


def _zone(words: str | None) -> timezone | ZoneInfo:
    if not words:
        return ZONE
    if words[0] in "+-":
        digits = words[1:].replace(":", "")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        return timezone(timedelta(minutes=-minutes if words[0] == "-" else minutes))
    return timezone(timedelta(minutes=_ZONES.get(words.upper(), 480)))


def _epoch(value: float) -> str:
    """Seconds or milliseconds since 1970, between 1990 and 2100; else ""."""
    seconds = value / 1000 if value > 1e11 else value
    if not 631_152_000 <= seconds <= 4_102_444_800:
        return ""
    return datetime.fromtimestamp(int(seconds), UTC).astimezone(ZONE).isoformat()


def _han(words: str) -> str:
    match = HAN_DATE.search(words)
    if not match:
        return ""
    year, month, day = match.groups()
    return _iso(int(year.translate(_HAN_DIGITS)), _ten(month), _ten(day), None, 0, 0, None)


def _ten(words: str) -> int:
    """`十三` → 13, `二十` → 20, `三` → 3."""
    if "十" not in words:
        return int(words.translate(_HAN_DIGITS)) if len(words) == 1 else 0
    tens, _, ones = words.partition("十")
    return (int(tens.translate(_HAN_DIGITS)) if tens else 1) * 10 + (
        int(ones.translate(_HAN_DIGITS)) if ones else 0
    )


def _day(words: str) -> bool:
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True


def _later(day: str, latest: str) -> bool:
    return _day(latest[:10]) and day > (date.fromisoformat(latest[:10]) + timedelta(days=1)).isoformat()


_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)|[/_]t((?:19|20)\d\d)(0[1-9]"
    r"|1[0-2])([0-3]\d)_"
)


def in_address(url: str) -> str:
    """The day in an address such as `/2026/06/13/`, `/20260613/` or `/t20260613_12.html`, or ""."""
    match = _IN_ADDRESS.search(url)
    if not match:
        return ""
    year, month, day = (g for g in match.groups() if g)
    return _iso(int(year), int(month), int(day), None, 0, 0, None)


def signed(lines: tuple[str, ...] | list[str]) -> str:
    """The day an official notice is signed with: a date alone on one of the last lines, or ""."""
    for line in reversed(lines[-8:]):
        words = line.strip("()（） \u3000")
        if len(words.replace(" ", "")) <= 12 and (iso := parse(words)):
            return iso
    return ""
