"""Dates and periods as intervals, anchored on the day of publication."""

from __future__ import annotations

import datetime
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.text.dates import DateReading, read_dates

ANCHOR = datetime.date(2026, 6, 14)


def only(text: str, anchor: datetime.date | None = ANCHOR) -> DateReading:
    found = read_dates(text, anchor)
    assert len(found) == 1, [text[slice(*r.span)] for r in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "start", "end", "granularity"),
    [
        ("6月13日", "2026-06-13", "2026-06-13", "day"),
        ("14日", "2026-06-14", "2026-06-14", "day"),
        ("今年", "2026-01-01", "2026-12-31", "year"),
        ("去年同期", "2025-01-01", "2025-12-31", "year"),
        ("今年上半年", "2026-01-01", "2026-06-30", "half"),
        ("上半年", "2026-01-01", "2026-06-30", "half"),
        ("一季度", "2026-01-01", "2026-03-31", "quarter"),
        ("2025年前三季度", "2025-01-01", "2025-09-30", "quarter"),
        ("三季度末", "2026-09-21", "2026-09-30", "part"),
        ("2026年初", "2026-01-01", "2026-03-31", "part"),
        ("“十四五”时期", "2021-01-01", "2025-12-31", "years"),
        ("十五五规划", "2026-01-01", "2030-12-31", "years"),
        ("2021—2023年", "2021-01-01", "2023-12-31", "years"),
        ("二〇二六年五月", "2026-05-01", "2026-05-31", "month"),
        ("20世纪90年代", "1990-01-01", "1999-12-31", "years"),
        ("前7个月", "2026-01-01", "2026-07-31", "part"),
        ("1—5月", "2026-01-01", "2026-05-31", "part"),
        ("6月底", "2026-06-21", "2026-06-30", "part"),
        ("8月1日至3日", "2026-08-01", "2026-08-03", "part"),
        ("6月28日至7月2日", "2026-06-28", "2026-07-02", "part"),
        ("今年秋季", "2026-08-01", "2026-11-30", "part"),
        ("12月", "2026-12-01", "2026-12-31", "month"),
        ("2026-06-13", "2026-06-13", "2026-06-13", "day"),
        ("昨日", "2026-06-13", "2026-06-13", "day"),
        ("上月", "2026-05-01", "2026-05-31", "month"),
        ("June 13, 2026", "2026-06-13", "2026-06-13", "day"),
        ("13 June", "2026-06-13", "2026-06-13", "day"),
        ("the first half of 2025", "2025-01-01", "2025-06-30", "half"),
        ("Q2 2025", "2025-04-01", "2025-06-30", "quarter"),
        ("in 2024", "2024-01-01", "2024-12-31", "year"),
        ("last year", "2025-01-01", "2025-12-31", "year"),
    ],
)
def test_readings(text: str, start: str, end: str, granularity: str) -> None:
    reading = only(text)
    assert (str(reading.start), str(reading.end), reading.granularity) == (start, end, granularity)


@pytest.mark.parametrize("text", ["近日", "目前", "日前", "2月31日", "14时19分"])
def test_what_has_no_day(text: str) -> None:
    reading = only(text)
    assert (reading.start, reading.end) == (None, None)


def test_a_bare_day_takes_its_month_from_the_date_before() -> None:
    _, later = read_dates("3月28日开幕，30日闭幕。", ANCHOR)
    assert later.start == datetime.date(2026, 3, 30)
    assert not later.month_known


def test_a_bare_month_takes_the_year_of_its_sentence_only() -> None:
    first, same, other = read_dates("2024年立项，5月动工。7月完工。", ANCHOR)
    assert first.start is not None and same.start is not None and other.start is not None
    assert (same.start.year, other.start.year, other.year_known) == (2024, 2026, False)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("截至2026年6月", "until"), ("自2019年起", "since"), ("到2028年", "until"), ("2019年以来", "since")],
)
def test_since_and_until(text: str, kind: str) -> None:
    assert only(text).kind == kind


def test_without_an_anchor_relative_dates_are_unknown() -> None:
    assert only("今年", None).start is None
    assert only("2025年", None).start == datetime.date(2025, 1, 1)


@pytest.mark.parametrize("text", ["日本", "5日均线", "3日内", "第3日", "三个月", "两天", "1.6月"])
def test_what_is_no_date(text: str) -> None:
    assert read_dates(text, ANCHOR) == []


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)), st.integers(0, 4))
def test_any_written_day_reads_back(day: datetime.date, form: int) -> None:
    han = "〇一二三四五六七八九"
    written = [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month:02} 月 {day.day:02} 日",
        day.isoformat(),
        f"{day:%B} {day.day}, {day.year}",
        "".join(han[int(d)] for d in str(day.year)) + f"年{day.month}月{day.day}号",
    ][form]
    reading = only(written)
    assert reading.start == reading.end == day
    assert written[slice(*reading.span)] == written


@given(
    st.text(
        st.sampled_from(
            '0123456789年月日号-—~至到/.今去明上下半季度前第一二三十五“”"初末底同期时点分: 。JuneQin'
        ),
        max_size=60,
    )
)
@settings(max_examples=200)
def test_no_text_breaks_it_and_spans_hold(text: str) -> None:
    last = 0
    for reading in read_dates(text, ANCHOR):
        start, end = reading.span
        assert last <= start < end <= len(text)
        last = end
        if reading.start is not None and reading.end is not None:
            assert reading.start.year >= 1


@given(st.text(st.characters(), max_size=100), st.none() | st.dates())
def test_any_text_is_read(text: str, anchor: datetime.date | None) -> None:
    read_dates(text, anchor)


@pytest.mark.parametrize("piece", ["1", "十", "(", "2026年", "6月", "1-", "“", "前", "in 20"])
def test_time_is_linear(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        read_dates(text, ANCHOR)
        return time.process_time() - start

    seconds(2_000)
    small, large = seconds(8_000), seconds(80_000)
    assert large < 25 * small + 0.5


def test_what_the_day_is_about_is_no_date() -> None:
    day = datetime.date(2026, 6, 14)
    assert not read_dates("今天的核心是数据集怎么用起来。", day)
    assert read_dates("项目今天开工。", day)
