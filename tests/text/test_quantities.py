"""Quantities: values, units, bounds, directions; what other libraries get wrong; no text breaks it."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.text.normalise import fold
from agent.text.quantities import Quantity, read_quantities
from agent.text.units import UNITS


def only(text: str) -> Quantity:
    """The one quantity of a text."""
    found = read_quantities(text)
    assert len(found) == 1, [text[slice(*q.span)] for q in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "low", "unit", "bound"),
    [
        ("建成417个样板间", "417", "any", "exact"),
        ("３５０００家", "35000", "house", "exact"),
        ("3.5万多家工厂", "35000", "house", "over"),
        ("十余家门店", "10", "house", "over"),
        ("两年多", "24", "month", "over"),
        ("近20亿元", "2000000000", "CNY", "near_below"),
        ("平台超过340家", "340", "house", "over"),
        ("不足880万平方米", "26400000", "m²/3", "under"),
        ("约五成", "50", "%", "about"),
        ("至少12名", "12", "person", "at_least"),
        ("不超过3万元", "30000", "CNY", "at_most"),
        ("8人以下", "8", "person", "at_most"),
        ("18.0万亿元", "18000000000000", "CNY", "exact"),
        ("1.67ZB", "1670000000000", "GB", "exact"),
        ("1亿2000万元", "120000000", "CNY", "exact"),
        ("3千克", "3", "kg", "exact"),
        ("5000万千瓦时", "50000000", "kWh", "exact"),
        ("2兆瓦", "2000", "kW", "exact"),
        ("90分钟", "5400", "s", "exact"),
        ("三分之一", str(Decimal(100) / 3), "%", "exact"),
        ("百分之五点六", "5.6", "%", "exact"),
        ("百分之一秒", "0.01", "s", "exact"),
        ("25个基点", "0.25", "pp", "exact"),
        ("30余万户", "300000", "household", "over"),
        ("上百家", "100", "house", "about"),
        ("$17.5 billion", "17500000000", "USD", "exact"),
        ("€3m", "3000000", "EUR", "exact"),
        ("more than 3 million people", "3000000", "person", "over"),
        ("up to 40 percent", "40", "%", "at_most"),
        ("half", "50", "%", "exact"),
        ("two-thirds", str(Decimal(200) / 3), "%", "exact"),
        ("2.5:1", "2.5", ":", "exact"),
        ("103比90", str(Decimal(103) / 90), ":", "exact"),
    ],
)
def test_value_unit_and_bound(text: str, low: str, unit: str, bound: str) -> None:
    quantity = only(text)
    assert (quantity.low, quantity.unit.id, quantity.bound) == (Decimal(low), unit, bound)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("3—5年", 36, 60),
        ("10%~15%", 10, 15),
        ("2至3家", 2, 3),
        ("5至10万人", 50000, 100000),
        ("1.5亿—2亿元", 150000000, 200000000),
        ("100万元到200万元", 1000000, 2000000),
        ("3-5 million people", 3000000, 5000000),
        ("七八十人", 70, 80),
    ],
)
def test_ranges(text: str, low: int, high: int) -> None:
    quantity = only(text)
    assert (quantity.low, quantity.high) == (Decimal(low), Decimal(high))


def test_a_change_from_one_to_another_is_no_range() -> None:
    first, second = read_quantities("占比由5%升至30%")
    assert (first.low, second.low) == (Decimal(5), Decimal(30))
    assert second.direction == "up"


@pytest.mark.parametrize(
    ("text", "direction", "period"),
    [
        ("交易额同比增长39.8%", "up", "year"),
        ("价格环比下降0.4%", "down", "previous"),
        ("涨幅收窄0.3个百分点", "down", ""),
        ("比2020年提高1.4个百分点", "up", "2020"),
        ("与上月持平，为50.1%", None, ""),
        ("出口-5.2%", "down", ""),
        ("8%的降幅", "down", ""),
        ("翻两番", "up", ""),
        ("减半", "down", ""),
    ],
)
def test_direction_and_base(text: str, direction: str | None, period: str) -> None:
    quantity = only(text)
    assert (quantity.direction, quantity.period) == (direction, period)


# What other libraries get wrong (docs/DESIGN: "Numbers and dates are ours").


@pytest.mark.parametrize(
    "text", ["四川代表团", "一带一路", "万一", "百度", "三星", "统一认识", "进一步", "十分重要"]
)
def test_words_with_numerals_are_no_quantities(text: str) -> None:
    assert read_quantities(text) == []


def test_percentage_points_are_not_percent() -> None:
    assert only("1.4个百分点").unit.id == "pp"
    assert only("1.4%").unit.id == "%"


def test_months_of_the_year_are_no_quantities() -> None:
    assert read_quantities("12月") == []
    assert only("12个月").low == 12


def test_large_scales_are_multiplied_out() -> None:
    assert only("18.0万亿").low == 18 * 10**12


def test_digits_touching_letters_and_characters_are_read() -> None:
    assert only("增长6.4%").low == Decimal("6.4")
    assert [q.code for q in read_quantities("C919搭载5G模块")] == ["C919", "5G"]


def test_dates_are_left_to_the_dates() -> None:
    assert read_quantities("2026年6月13日至15日，上半年") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$17.5 billion", "175亿美元"),
        ("18.0万亿元", "18万亿元"),
        ("35000家", "3.5万家"),
        ("五成", "50%"),
        ("百分之十二", "12 percent"),
        ("360亩", "24公顷"),
        ("1.5公里", "1500米"),
        ("1000千瓦时", "1兆瓦时"),
        ("三百万人", "3 million people"),
    ],
)
def test_the_same_across_languages_and_scales(one: str, other: str) -> None:
    first, second = only(one), only(other)
    assert (first.low, first.unit.id) == (second.low, second.unit.id)


@pytest.mark.parametrize(
    ("text", "words"), [("累计形成760个场景", "场景"), ("市场份额达到13%", "市场份额达到")]
)
def test_what_is_measured(text: str, words: str) -> None:
    assert text[slice(*only(text).measure_span)] == words


# Laws.

_UNITS = [
    word
    for word in ("元", "美元", "吨", "公里", "亩", "%", "个百分点", "倍", "人", "家", "千瓦时")
    if word in UNITS
]
_PREFIX = {
    "": "exact",
    "约": "about",
    "近": "near_below",
    "超过": "over",
    "不足": "under",
    "至少": "at_least",
}


@given(
    st.decimals(min_value=Decimal("0.01"), max_value=10**8, places=2),
    st.sampled_from(["", "万", "亿", "万亿"]),
    st.sampled_from(_UNITS),
    st.sampled_from(sorted(_PREFIX)),
    st.booleans(),
)
def test_any_written_quantity_reads_back(
    number: Decimal, scale: str, unit: str, prefix: str, wide: bool
) -> None:
    written = f"{prefix}{number}{scale}{unit}"
    if wide:
        written = written.translate({ord(d): 0xFF10 + int(d) for d in "0123456789"} | {ord("."): 0xFF0E})
    factor = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    quantity = only("合计" + written)
    assert quantity.low == number * factor * UNITS[unit].factor
    assert quantity.unit.id == UNITS[unit].id
    assert quantity.bound == _PREFIX[prefix]


@given(
    st.text(
        st.sampled_from(
            "0123456789.,，%万亿千百十几数多余约近超过不足年月日元个第分之一二两三半-—~至到比:/ abZ$。\ud800"
        ),
        max_size=80,
    )
)
@settings(max_examples=200)
def test_no_text_breaks_it_and_spans_hold(text: str) -> None:
    last = 0
    for quantity in read_quantities(text):
        start, end = quantity.span
        assert last <= quantity.full[0] + 1
        assert 0 <= quantity.full[0] <= start < end <= quantity.full[1] <= len(text)
        assert quantity.low <= quantity.high
        last = end


@given(st.text(st.characters(), max_size=100))
def test_any_text_is_read(text: str) -> None:
    assert read_quantities(text) == read_quantities(fold(text).text)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "亿",
        "(",
        "一",
        "1,",
        "5亿元",
        "百分之",
        "从5到",
        "第",
        "1:",
        "half ",
        "a1",
        "5——————",
        "—",
        "两",
        " ",
    ],
)
def test_time_is_linear(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        read_quantities(text)
        return time.process_time() - start

    seconds(2_000)
    small, large = seconds(8_000), seconds(80_000)
    assert large < 25 * small + 0.5


def test_ten_million_digits() -> None:
    start = time.process_time()
    assert read_quantities("1" * 10_000_000) == []
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("350 megawatts", "350兆瓦"),
        ("a 350-megawatt plant", "350兆瓦"),
        ("1.2 gigawatts", "120万千瓦"),
        ("12 terawatt-hours", "120亿千瓦时"),
        ("500 million kilowatt-hours", "5亿千瓦时"),
        ("3,000 square meters", "3000平方米"),
        ("20 million metric tons", "2000万吨"),
        ("1.5 million cubic metres", "150万立方米"),
        ("40,000 wafers", "4万片"),
        ("6,500 vehicles", "6500辆"),
    ],
)
def test_measures_written_out_in_english_are_those_of_chinese(english: str, chinese: str) -> None:
    (theirs,), (ours,) = read_quantities(english), read_quantities(chinese)
    assert (theirs.low, theirs.unit.id) == (ours.low, ours.unit.id)
