"""Notations of publication times."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.sources import times


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2026-06-13", "2026-06-13"),
        ("2026-6-3", "2026-06-03"),
        ("2026/06/13 9:30", "2026-06-13T09:30:00+08:00"),
        ("2026.06.13", "2026-06-13"),
        ("2026年6月13日 09:30:15", "2026-06-13T09:30:15+08:00"),
        ("2026年06月13日09时30分", "2026-06-13T09:30:00+08:00"),
        ("2026年6月13日 星期六 下午3:05", "2026-06-13T15:05:00+08:00"),
        ("发布于：2026-06-13T01:30:00Z 浏览 12", "2026-06-13T09:30:00+08:00"),
        ("2026-06-13T23:30:00-05:00", "2026-06-14T12:30:00+08:00"),
        ("2026-06-13T09:30:00.123+08:00", "2026-06-13T09:30:00+08:00"),
        ("2007-08-20-23:59:59", "2007-08-20T23:59:59+08:00"),
        ("2026-06-13 24:00", "2026-06-14T00:00:00+08:00"),
        ("20260613", "2026-06-13"),
        ("20260613093000", "2026-06-13T09:30:00+08:00"),
        ("Sat, 13 Jun 2026 01:30:00 GMT", "2026-06-13T09:30:00+08:00"),
        ("June 13, 2026 9:30 AM ET", "2026-06-13T21:30:00+08:00"),
        ("Jun. 3rd, 2026", "2026-06-03"),
        ("13 June 2026", "2026-06-13"),
        ("1781314200", "2026-06-13T09:30:00+08:00"),
        ("1781314200000", "2026-06-13T09:30:00+08:00"),
        ("二〇二六年六月十三日", "2026-06-13"),
        ("2026-13-45", ""),
        ("2026-02-30", ""),
        ("昨天", ""),
        ("", ""),
        ("1.2.2026.06.13", ""),
    ],
)
def test_notations(words: str, iso: str) -> None:
    assert times.parse(words) == iso


def test_what_is_wrong_or_in_the_future_is_unknown_and_said() -> None:
    assert times.published("2026-06-13", latest="2026-06-13") == ("2026-06-13", "")
    assert times.published("2026-06-14", latest="2026-06-13") == ("2026-06-14", "")
    iso, note = times.published("2026-06-15", latest="2026-06-13")
    assert (iso, "未来" in note) == ("", True)
    iso, note = times.published("前天上午", latest="2026-06-13")
    assert (iso, "认不出" in note) == ("", True)
    assert times.published("") == ("", "")
    assert times.published(1781314200)[0] == "2026-06-13T09:30:00+08:00"
    assert times.published(12)[0] == ""


def test_days_in_addresses_and_signatures() -> None:
    assert times.in_address("https://a.invalid/2026/06/13/x.html") == "2026-06-13"
    assert times.in_address("https://a.invalid/art/t20260613_12.html") == "2026-06-13"
    assert times.in_address("https://a.invalid/n1/2026/0613/c1.html") == "2026-06-13"
    assert times.in_address("https://a.invalid/12345678901/") == ""
    assert times.signed(["正文", "某某局", "2026年6月13日"]) == "2026-06-13"
    assert times.signed(["2026年6月13日，水位上涨了三厘米。"]) == ""


@given(st.datetimes(datetime(1992, 1, 1), datetime(2099, 12, 31)))
def test_iso_times_of_our_zone_come_back_unchanged(moment: datetime) -> None:
    words = f"{moment:%Y-%m-%d %H:%M:%S}"
    assert times.parse(words) == words.replace(" ", "T") + "+08:00"


def test_in_a_summer_that_shanghai_kept_summer_time_the_offset_is_that_of_the_day() -> None:
    assert times.parse("1988-07-01 09:30") == "1988-07-01T09:30:00+09:00"
    assert times.parse("1988-12-01 09:30") == "1988-12-01T09:30:00+08:00"


@given(st.text(max_size=60))
def test_any_words_are_a_time_or_none(words: str) -> None:
    assert times.parse(words) == "" or len(times.parse(words)) in (10, 25)
