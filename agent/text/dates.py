"""Dates and periods of a text, as intervals of days.

Reading is in two steps: `dated` finds where dates stand (one pass of one expression), `read_dates` says
what they mean. A form that leaves something out (14日, 6月) takes it from the date before it in the same
sentence, else from the anchor.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from agent.models import Span
from agent.text import forms
from agent.text.calendar import (
    MONTHS,
    PARTS,
    Interval,
    day_of,
    month_of,
    months_of,
    part_of,
    plan_of,
    quarter_of,
    third_of,
    year_of,
)
from agent.text.normalise import fold
from agent.text.numerals import DIGITS, chinese

Granularity = Literal["time", "day", "week", "part", "month", "quarter", "half", "year", "years", "vague"]
DateKind = Literal["point", "period", "since", "until", "vague"]


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date or period as read: `start` and `end` are days, both inside; None where the text does not say.

    `relative` is true for readings that lean on the anchor or a date before (今年, 14日, 昨天).
    `year_known` is false where the year was not written with it (6月13日), `month_known` where the month
    was not (14日): what is not known is a guess, and a comparison must not rest on it.
    """

    span: Span
    start: datetime.date | None
    end: datetime.date | None
    granularity: Granularity
    kind: DateKind
    relative: bool
    year_known: bool = True
    month_known: bool = True


_YEAR_WORD: Final = {"今": 0, "本": 0, "去": -1, "上": -1, "明": 1, "次": 1, "翌": 1, "前": -2, "后": 2}
_DAY_WORD: Final = {"今": 0, "昨": -1, "明": 1, "前": -2, "后": 2}
_THIRDS: Final = {"early": 0, "mid": 1, "late": 2}
_WEEKDAYS: Final = {char: day for day, char in enumerate("一二三四五六日")} | {"天": 6}
_NUMBER: Final = re.compile(rf"\d+|[{DIGITS}十]+")
_STOP: Final = re.compile(r"[。！？!?\n]")
_DATELINE: Final = re.compile(r"专?[电讯](?=[\s(:：])")
#: 止六个月, 止年度: how long the time is that ends on a day.
_MONTHS_TO: Final = re.compile(r" ?止(?:的)?(?:(?P<months>[三六九]|3|6|9|12|十二)个?月|年度|财政?年度)")
_TO_MONTHS: Final = {"三": 3, "3": 3, "六": 6, "6": 6, "九": 9, "9": 9, "十二": 12, "12": 12, "年度": 12}
#: A dateline further from the day of publication is one the text tells of.
_LATE: Final = datetime.timedelta(days=15)


@lru_cache(maxsize=512)
def dated(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where dates stand in the folded `text`: (from, to, form), in order, not overlapping."""
    return tuple(
        (m.start(), m.end(), str(m.lastgroup))
        for m in forms.MASTER.finditer(text)
        if m.lastgroup != "endless"
    )


def read_dates(text: str, anchor: datetime.date | None) -> list[DateReading]:
    """The dates and periods of `text`, in order; `anchor` is the day the text was published, where known."""
    folded = fold(text).text
    return list(_Reader(folded, anchor).readings())


class _Reader:
    """One pass over a text, remembering the date last seen."""

    def __init__(self, text: str, anchor: datetime.date | None) -> None:
        self.text, self.anchor = text, anchor
        self.year: int | None = None
        self.month: int | None = None

    def readings(self) -> Iterator[DateReading]:
        done = 0
        for start, end, form in dated(self.text):
            if self.year is not None and _STOP.search(self.text, done, start):
                self.year = None
            done = end
            reading = self._read(start, end, form)
            if reading is not None:
                yield self._with_kind(self._closing(reading))
                self._anchor_anew(reading)

    def _anchor_anew(self, reading: DateReading) -> None:
        """After a dateline (`7月25日电`) 今天 is its day, until the next: a page may be put out days later."""
        day, anchor = reading.start, self.anchor
        if reading.granularity != "day" or day is None or anchor is None:
            return
        if _DATELINE.match(self.text, reading.span[1]) and abs(day - anchor) <= _LATE:
            self.anchor = day

    def _closing(self, reading: DateReading) -> DateReading:
        """2023年6月30日止六个月: the months that end then."""
        told = _MONTHS_TO.match(self.text, reading.span[1]) if reading.granularity == "day" else None
        day = reading.end
        if told is None or day is None:
            return reading
        months = _TO_MONTHS.get(told["months"] or "年度", 12)
        year, first = divmod(day.year * 12 + day.month - months, 12)
        granularity: Granularity = {3: "quarter", 6: "half", 12: "year"}.get(months, "part")  # type: ignore[assignment]  # all four are words of the Literal
        start = datetime.date(max(1, year), first + 1, 1)
        return replace(
            reading, span=(reading.span[0], told.end()), start=start, granularity=granularity, kind="period"
        )

    def _with_kind(self, reading: DateReading) -> DateReading:
        """Since and until, by the words around."""
        if reading.kind == "vague" or _MONTHS_TO.search(self.text[slice(*reading.span)]):
            return reading
        start, end = reading.span
        before, after = self.text[max(0, start - 3) : start], self.text[end : end + 2]
        if after.startswith(("以来", "起", "之后", "后", "以后")) or before.endswith(("自", "自从")):
            return replace(reading, kind="since")
        if before.endswith(("截至", "截止", "截止到", "到", "至", "截至到")) or after.startswith(
            ("前", "之前", "以前", "为止")
        ):
            return replace(reading, kind="until")
        return reading

    def _read(self, start: int, end: int, form: str) -> DateReading | None:
        words = self.text[start:end]
        try:
            return _HANDLERS[form](self, words, (start, end))
        except (ValueError, OverflowError):  # 2月31日, year 0: no such day
            return DateReading((start, end), None, None, "vague", "vague", False)

    def base(self) -> tuple[int, bool]:
        """The year for a form that names none, and whether it is known."""
        if self.year is not None:
            return self.year, False
        return (self.anchor.year, False) if self.anchor else (4, False)

    def make(
        self,
        span: Span,
        interval: Interval,
        granularity: Granularity,
        *,
        relative: bool = False,
        year_known: bool = True,
        month_known: bool = True,
    ) -> DateReading:
        """A reading of `interval`; remembers the month."""
        kind: DateKind = "point" if granularity in ("day", "time") else "period"
        self.month = interval[0].month if granularity in ("day", "month") else self.month
        return DateReading(span, *interval, granularity, kind, relative, year_known, month_known)

    def iso(self, words: str, span: Span) -> DateReading:
        year, month, day = (int(part) for part in re.split("[-/.]", words))
        self.year = year
        return self.make(span, day_of(year, month, day), "day")

    def years(self, words: str, span: Span) -> DateReading:
        numbers = [_number(part) for part in re.findall(forms.Y, words)]
        first, last = min(numbers), max(numbers)
        self.year = last
        return self.make(span, (year_of(first)[0], year_of(last)[1]), "years")

    def full(self, words: str, span: Span) -> DateReading | None:
        written = re.match(forms.Y, words)
        relative = written is None
        if written:
            self.year = _number(written.group())
            rest = words[written.end() :].lstrip(" ")
            rest = rest.removeprefix("年")
        else:
            offset = _YEAR_WORD.get(words[0])
            if words[0] in "次翌" and self.year is not None:
                self.year += 1  # 2024年9月……次年3月
            elif words[0] == "上" and self.year is not None and self._held_against(span):
                told, self.year = self.year, self.year - 1  # 2022年……为上年的两倍
                reading = self._of_year(re.sub(f"^(?:{forms.REL})", "", words), span, relative=True)
                self.year = told
                return reading
            elif offset is None or self.anchor is None:
                if words[0] not in "当同" or self.year is None:
                    return DateReading(span, None, None, "vague", "vague", True)
            else:
                self.year = self.anchor.year + offset
            rest = re.sub(f"^(?:{forms.REL})", "", words)
        return self._of_year(rest, span, relative=relative)

    def _of_year(self, rest: str, span: Span, *, relative: bool) -> DateReading | None:
        """The year last seen, or what stands after it."""
        assert self.year is not None
        rest = re.sub("^年(?=[初底末中终])", "", rest.lstrip("度 ,的")).replace("终", "底")
        if rest in ("", "同期"):
            return self.make(span, year_of(self.year), "year", relative=relative)
        reading = self._within(rest, span, self.year)
        return replace(reading, relative=relative) if reading else None

    def _held_against(self, span: Span) -> bool:
        """Whether something is compared with a date: then it leans on the one told before it (2022年……较上年)."""
        return self.text[span[0] - 1 : span[0]] in ("比", "较", "是", "为", "至", "到", "于")

    def _within(self, rest: str, span: Span, year: int) -> DateReading | None:
        """What stands after a year: a month and day, a quarter, a part."""
        if rest in PARTS:
            return self.make(span, part_of(year, PARTS[rest]), "half" if "年" in rest else "part")
        if "季" in rest and rest[0] not in "春夏秋冬":
            interval = _quarter(year, rest)
            if rest[-1] in "末底":
                return self.make(span, (interval[1].replace(day=21), interval[1]), "part")
            return self.make(span, interval, "quarter")
        if rest[0] in "春夏秋冬":
            return self.make(span, part_of(year, PARTS[rest[0]]), "part")
        if re.fullmatch(forms.SPAN, rest):
            numbers = [_number(part) for part in _NUMBER.findall(rest)]
            return self.make(
                span, months_of(year, numbers[0] if len(numbers) > 1 else 1, numbers[-1]), "part"
            )
        return self._month_day(rest, span, year)

    def _month_day(self, words: str, span: Span, year: int) -> DateReading:
        numbers = [_number(part) for part in _NUMBER.findall(words)]
        month = numbers[0]
        if "日" in words or "号" in words:
            first = (
                day_of(year, month, numbers[1])
                if words.count("月") < 2 or len(numbers) > 3
                else month_of(year, month)
            )
            last = first
            if len(numbers) == 3:
                last = (
                    day_of(year, month, numbers[2])
                    if words.count("月") < 2
                    else day_of(year, numbers[1], numbers[2])
                )
            elif len(numbers) > 3:
                last = day_of(year, numbers[2], numbers[3])
            return self.make(span, (first[0], last[1]), "day" if first == last else "part")
        if len(numbers) == 2:
            return self.make(span, months_of(year, month, numbers[1]), "part")
        tail = words[-1]
        interval = month_of(year, month)
        if tail in "旬初底末":
            third = {"上": 0, "中": 1, "下": 2}.get(words[-2], 0 if tail == "初" else 2)
            return self.make(span, third_of(year, month, third), "part")
        return self.make(span, interval, "month")

    def bare(self, words: str, span: Span) -> DateReading | None:
        """A form without a year: 6月13日, 一季度, 上半年, 前7个月."""
        year, known = self.base()
        words = words.strip()
        reading = self._within(words, span, year)
        return replace(reading, relative=True, year_known=known) if reading else None

    def end(self, words: str, span: Span) -> DateReading:
        year, known = self.base()
        key = {"年终": "末", "岁末": "末", "年内": "全年"}.get(words, words[-1])
        return self.make(span, part_of(year, PARTS[key]), "part", relative=True, year_known=known)

    def day(self, words: str, span: Span) -> DateReading:
        numbers = [_number(part) for part in _NUMBER.findall(words)]
        month = self.month or (self.anchor.month if self.anchor else None)
        year = self.base()[0]
        if month is None:
            month, year = 1, 4
        first, last = day_of(year, month, numbers[0]), day_of(year, month, numbers[-1])
        more = {"relative": True, "year_known": False, "month_known": False}
        return self.make(span, (first[0], last[1]), "day" if first == last else "part", **more)

    def plan(self, words: str, span: Span) -> DateReading:
        number = chinese(re.sub("[^十一二三四五六]", "", words)[:-1])
        if number is None:
            raise ValueError(words)
        return self.make(span, plan_of(int(number.low)), "years")

    def decade(self, words: str, span: Span) -> DateReading:
        decade = _number(re.findall(rf"([1-9]0|[{DIGITS}]十)年代", words)[0])
        century = 2000 if "21世纪" in words or "本世纪" in words else 1900
        return self.make(span, (year_of(century + decade)[0], year_of(century + decade + 9)[1]), "years")

    def en(self, words: str, span: Span) -> DateReading:
        name = re.search(forms.EN_M, words)
        month = MONTHS[name.group()[:3].lower()] if name else 1
        numbers = [int(part) for part in re.findall(r"\d+", words)]
        year = next((n for n in numbers if n > 31), None)
        day = next((n for n in numbers if n <= 31), None)
        known = year is not None
        self.year = year if year is not None else self.year
        at = year if year is not None else self.base()[0]
        more = {"relative": not known, "year_known": known}
        part = re.match("(?:in |since |by |from |until |of |during )*(early|mid|late)", words, re.IGNORECASE)
        if day is None and part is not None:
            return self.make(span, third_of(at, month, _THIRDS[part.group(1).lower()]), "part", **more)
        if day is None:
            return self.make(span, month_of(at, month), "month", **more)
        return self.make(span, day_of(at, month, day), "day", **more)

    def en_year(self, words: str, span: Span) -> DateReading:
        self.year = int(words[-4:])
        return self.make((span[1] - 4, span[1]), year_of(self.year), "year")

    def en_quarter(self, words: str, span: Span) -> DateReading:
        written = re.search(r"\d{4}$", words)
        year = int(written.group()) if written else self.base()[0]
        lower = words.lower()
        known = {"relative": written is None, "year_known": written is not None}
        if "half" in lower:
            return self.make(
                span, months_of(year, *((1, 6) if "first" in lower else (7, 12))), "half", **known
            )
        ordinal = next(
            (i for i, w in enumerate(("first", "second", "third", "fourth"), 1) if w in lower), None
        )
        return self.make(span, quarter_of(year, ordinal or int(words[1])), "quarter", **known)

    def en_word(self, words: str, span: Span) -> DateReading:
        if self.anchor is None:
            return DateReading(span, None, None, "vague", "vague", True)
        offset = {"this": 0, "last": -1, "next": 1}.get(words.split(maxsplit=1)[0])
        if offset is not None:
            self.year = self.anchor.year + offset
            return self.make(span, year_of(self.year), "year", relative=True)
        move = {"yesterday": -1, "today": 0, "tomorrow": 1}[words]
        at = self.anchor + datetime.timedelta(days=move)
        return self.make(span, (at, at), "day", relative=True)

    def word(self, words: str, span: Span) -> DateReading:
        anchor = self.anchor
        if anchor is not None and words[-1] in "天日晚晨" and words[0] in _DAY_WORD and words != "前日":
            at = anchor + datetime.timedelta(days=_DAY_WORD[words[0]])
            return self.make(span, (at, at), "day", relative=True)
        if words in ("上月", "上个月") and self.month and anchor is not None and self._held_against(span):
            return self.make(
                span, month_of(*_month_before(self.year or anchor.year, self.month)), "month", relative=True
            )
        if anchor is not None and words in ("本月", "上月", "下月", "上个月", "下个月", "这个月"):
            month = anchor.year * 12 + anchor.month - 1 + {"上": -1, "下": 1}.get(words[0], 0)
            return self.make(span, month_of(month // 12, month % 12 + 1), "month", relative=True)
        return DateReading(span, None, None, "vague", "vague", True)

    def weekday(self, words: str, span: Span) -> DateReading:
        """周三: the last one up to the anchor, or that of the week named. A guess (kind `vague`), which may agree
        with a date and never refutes one."""
        if self.anchor is None:
            return DateReading(span, None, None, "vague", "vague", True)
        ago = (self.anchor.weekday() - _WEEKDAYS[words[-1]]) % 7
        if words[0] in "上下本这":
            ago = self.anchor.weekday() - _WEEKDAYS[words[-1]] + {"上": 7, "下": -7}.get(words[0], 0)
        at = self.anchor - datetime.timedelta(days=ago)
        return DateReading(span, at, at, "day", "vague", True)

    def vague(self, words: str, span: Span) -> DateReading:
        granularity: Granularity = "time" if words[0].isdigit() else "vague"
        return DateReading(span, None, None, granularity, "vague", True)


_HANDLERS: Final = {
    "iso": _Reader.iso,
    "years": _Reader.years,
    "full": _Reader.full,
    "plan": _Reader.plan,
    "decade": _Reader.decade,
    "span": _Reader.bare,
    "md": _Reader.bare,
    "quarter": _Reader.bare,
    "half": _Reader.bare,
    "days": _Reader.day,
    "day": _Reader.day,
    "end": _Reader.end,
    "en": _Reader.en,
    "en_year": _Reader.en_year,
    "en_quarter": _Reader.en_quarter,
    "en_word": _Reader.en_word,
    "clock": _Reader.vague,
    "word": _Reader.word,
    "weekday": _Reader.weekday,
}


def _month_before(year: int, month: int) -> tuple[int, int]:
    return (year, month - 1) if month > 1 else (year - 1, 12)


def _quarter(year: int, words: str) -> Interval:
    if words[0] == "首":
        return quarter_of(year, 1)
    numbers = [_number(part) for part in re.findall(forms.Q, words)]
    if words[0] == "前":
        return (quarter_of(year, 1)[0], quarter_of(year, numbers[0])[1])
    return (quarter_of(year, numbers[0])[0], quarter_of(year, numbers[-1])[1])


def _number(word: str) -> int:
    if word.isdecimal():
        return int(word)
    numeral = chinese(word)
    if numeral is None:
        raise ValueError(word)
    return int(numeral.low)
