"""Relative days of a source sentence (今天, 8日, 当天) → the day they mean, where that is certain."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

#: A day of the month without its month: `8日`, but neither `8月8日` nor a duration, a count or a limit.
_BARE = re.compile(
    r"(?<![\d月年第每近约续满过余达\-—–~至到、.])(\d{1,2})日(?!\s*(?:内|以|之|均|游|龄|无|元|前|后|起至|至|到|—|-|~|、\d|游|行动|谈))"
)
_RANGE = re.compile(r"\d{1,2}月\d{1,2}日(?:上午|下午|晚)?(?:至|到|-|—|~|–|、)(?:\d{1,2}日?[、])*\d{1,2}日")
_BARE_RANGE = re.compile(r"(?<![\d月年])(\d{1,2})日?(至|到|-|—|~)(\d{1,2})日(?!内|游)")
#: A day still without its month.
_LEFT = re.compile(r"(?<![\d月至到、—~\-第每近约续满余过])\d{1,2}日(?=至|到|—|-|~|前|后|起|以|上午|下午|晚)")
_TODAY = re.compile(
    r"(?:今天(?!的)|(?<!至)今日(?!头条|美|俄|的))(?:（(?:\d{4}年)?(\d{1,2}月)?(\d{1,2})日）)?"
)
_SHIFT = (
    (re.compile(r"(?<![如至迄当])今(?=[晨早晚](?!报|间新|会))"), 0),
    (re.compile(r"昨[天日](?=[，、上下早晚凌\u4e00-\u9fff])|昨(?=[晚晨])"), -1),
    (re.compile(r"(?<![以之目提三两几])前天(?=[，上下晚早夜])"), -2),
    (re.compile(r"明[天日](?!星)"), 1),
    (re.compile(r"(?<![以之今])后天(?=[，上下晚早夜将])"), 2),
)
_WEEKDAY = re.compile(
    r"(?:本|上|下|这)?(?:周|星期)[一二三四五六日天](?:（(?:当地时间)?((?:\d{1,2}月)?\d{1,2}日)）)?"
)
_WEEK = re.compile(r"(?:本|上|下|这)(?:一|个)?(?:周|星期)(?!年|边|期|刊)")
_SAME = re.compile(r"(?:(?<!旦)当[天日](?![地元本军前])|同[日一]天?(?=，|上|下|晚|宣|发|召|，))")
_VAGUE = re.compile(
    r"(?:截至|截止)(?:本文|记者|目前)?(?:发|截|成)稿(?:前|时)?|刚刚|此刻|眼下|不久前|前不久|几天前|这几天|这两天|节前|近两日"
)
_LATELY = re.compile(
    r"(?:于|在)?(?:(?<!最)近日(?![来点均地])|(?<![\d节假生今昨近当同次末周每首平])日前(?![往来后夕景线])|近期(?=，)|连日来)，?"
)
#: Titles and quotations, hidden behind private-use characters while days are named.
_CLOSED = re.compile(r"《[^《》]*》|“[^“”]*”")
_PRIVATE, _MOST = 0xE000, 200
_FULL = re.compile(r"(?:\d{4}年)?(\d{1,2})月(\d{1,2})日")
_MONTHWORD = re.compile(r"(本|上个?|下个?)月(?!球|亮)")
_THAN_LAST = re.compile(r"[较比与]上个?月")
_MONTH = re.compile(r"\d月")
_FUTURE = re.compile(r"将|拟|预计|即将|定于|计划|有望")
_DATELINE = re.compile(r"(?:(\d{4})年)?\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日\s*(?:电|讯|消息|报道)")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The day an article's 今天 means and the year of the issue it is read in."""

    today: datetime.date
    year: int

    def day(self, month: int, number: int) -> str:
        """`8月8日`, with its year where that is not the issue's."""
        year = self.today.year - 1 if month > self.today.month + 6 else self.today.year
        return f"{month}月{number}日" if year == self.year else f"{year}年{month}月{number}日"

    def words(self, when: datetime.date) -> str:
        """`when` as `8月8日`, with its year where that is not the issue's."""
        return (
            f"{when.month}月{when.day}日"
            if when.year == self.year
            else f"{when.year}年{when.month}月{when.day}日"
        )


def parse_day(iso: str) -> datetime.date | None:
    """The day of an ISO 8601 time, or None."""
    try:
        return datetime.date.fromisoformat(iso[:10])
    except ValueError:
        return None


def calendar(published: str, head: str, issue: str) -> Calendar | None:
    """The calendar of an article; the dateline in its beginning `head` (`8月7日电`) outranks `published`."""
    day, reader = parse_day(published), parse_day(issue)
    if day is None:
        return None
    line = _DATELINE.search(head)
    if line and not re.search("[据《》“]", head[max(0, line.start() - 24) : line.start()]):
        try:
            written = datetime.date(int(line[1] or day.year), int(line[2]), int(line[3]))
        except ValueError:
            written = day
        if datetime.timedelta(0) <= day - written <= datetime.timedelta(days=3):
            day = written
    return Calendar(day, reader.year if reader else day.year)


def resolve(text: str, days: Calendar | None, before: str = "", *, keep_lately: bool = False) -> str | None:
    """`text` with its relative days named, or None where one cannot be named with certainty.

    `before` is the text just before it, for 当天. `keep_lately` leaves 近日 and 日前, which a dated opening
    anchors. Titles and quotations are never changed; a quotation that leans on its day refuses the sentence.
    """
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(match[0])
        return chr(_PRIVATE + len(kept) - 1)

    open_text = _CLOSED.sub(hide, text)
    if len(kept) > _MOST or any(len(part) > 12 and part[0] == "“" and _relative(part) for part in kept):
        return None
    named = _resolve(open_text, days, before, keep_lately)
    if named is None:
        return None
    return "".join(kept[ord(c) - _PRIVATE] if 0 <= ord(c) - _PRIVATE < len(kept) else c for c in named)


def _resolve(text: str, days: Calendar | None, before: str, keep_lately: bool) -> str | None:
    if not keep_lately:
        text = without_lately(text)
    if days is None:
        return text if not _relative(text) else None
    if _VAGUE.search(text):
        return None
    text = _weekdays(text)
    if _WEEK.search(text) or _WEEKDAY.search(text):
        return None
    text = _TODAY.sub(lambda m: _today(m, days), text)
    for pattern, shift in _SHIFT:
        text = pattern.sub(days.words(days.today + datetime.timedelta(days=shift)), text)
    named = _same_day(_bare(_spans(text, days), days), before)
    if named is None or _LEFT.search(named):
        return None
    return _months(_years(named, days), days)


def without_lately(text: str) -> str:
    """`text` without 近日, 日前 and their like."""
    return _LATELY.sub("", text)


def _relative(text: str) -> bool:
    return bool(
        _TODAY.search(text)
        or _BARE.search(text)
        or _WEEK.search(text)
        or _WEEKDAY.search(text)
        or _SAME.search(text)
        or _VAGUE.search(text)
        or _MONTHWORD.search(text)
        or "今年" in text
        or "今天" in text
        or any(pattern.search(text) for pattern, _ in _SHIFT)
    )


def _weekdays(text: str) -> str:
    """`周四（7月27日）` → `7月27日`; a weekday without its date stays, and is refused later."""
    return _WEEKDAY.sub(lambda m: m[1] or m[0], text)


def _spans(text: str, days: Calendar) -> str:
    """`8日至10日` → `8月8日至10日`, where both days lie in the article's month."""

    def named(match: re.Match[str]) -> str:
        first, last = int(match[1]), int(match[3])
        near = first < last <= 31 and -20 <= first - days.today.day <= 20
        return f"{days.day(days.today.month, first)}{match[2]}{last}日" if near else match[0]

    return _BARE_RANGE.sub(named, text)


def _today(match: re.Match[str], days: Calendar) -> str:
    if match[2]:
        return f"{match[1] or str(days.today.month) + '月'}{match[2]}日"
    return days.words(days.today)


def _bare(text: str, days: Calendar) -> str | None:
    ranges = [m.span() for m in _RANGE.finditer(text)]
    out, done = "", 0
    for match in _BARE.finditer(text):
        if any(a <= match.start() < b for a, b in ranges):
            continue
        named = _month_of(int(match[1]), text, days)
        if named is None:
            return None
        out += text[done : match.start()] + named
        done = match.end()
    return out + text[done:]


def _month_of(number: int, text: str, days: Calendar) -> str | None:
    """The day `number` nearest before the article's own day; None where it could as well lie ahead."""
    if not 1 <= number <= 31:
        return None
    if number <= days.today.day:
        return days.day(days.today.month, number)
    if _FUTURE.search(text) or number - days.today.day <= 10:
        return None
    last = days.today.replace(day=1) - datetime.timedelta(days=1)
    return days.words(last.replace(day=number)) if number <= last.day else None


def _same_day(text: str | None, before: str) -> str | None:
    """当天 stays where the sentence names the day before it, else takes the one day named just before."""
    if text is None:
        return None
    match = _SAME.search(text)
    if not match or _FULL.search(text[: match.start()]):
        return text
    named = {m[0] for m in _FULL.finditer(before)}
    return _SAME.sub(named.pop(), text) if len(named) == 1 else None


def _years(text: str, days: Calendar) -> str:
    if days.today.year == days.year:
        return text
    year = days.today.year
    return text.replace("今年", f"{year}年").replace("去年", f"{year - 1}年")


def _months(text: str, days: Calendar) -> str | None:
    """本月 and 上月 named; None where the sentence names a month of its own that they may lean on.

    较上月 leans on the month of the figures, and stays where that is named.
    """
    named = bool(_MONTH.search(text))
    if _THAN_LAST.search(text):
        return text if named else None
    if not _MONTHWORD.search(text):
        return text
    if named:
        return None
    last = days.today.replace(day=1) - datetime.timedelta(days=1)
    following = (days.today.replace(day=28) + datetime.timedelta(days=4)).month
    numbers = {
        "本": days.today.month,
        "上": last.month,
        "上个": last.month,
        "下": following,
        "下个": following,
    }
    return _MONTHWORD.sub(lambda m: f"{numbers[m[1]]}月", text)
