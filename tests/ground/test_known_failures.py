"""What the libraries that were tried got wrong, one case each, read or judged rightly here.

The cases are those of the design notes: number and date readers that were measured and failed, fuzzy quotation
matching, digit checks that skip what touches a letter or a character, parsers made for English punctuation.
"""

from __future__ import annotations

import datetime

import pytest

from agent.ground import ground
from agent.models import Document
from agent.text.dates import read_dates
from agent.text.quantities import read_quantities
from agent.text.sentences import sentences

DAY = datetime.date(2026, 6, 14)


def held(claim: str, text: str) -> str:
    """The verdict on `claim` by one source with `text`."""
    return ground(claim, [Document(id="s", text=text, published="2026-06-14")], day="2026-06-14").status


@pytest.mark.parametrize("word", ["四川", "三亚", "九江", "五粮液", "万州", "百色"])
def test_a_place_is_no_number(word: str) -> None:  # cn2an: 四川 becomes 4川
    assert read_quantities(f"{word}的企业") == []


@pytest.mark.parametrize(
    ("text", "low", "bound"),
    [("3.5万多家工厂", 35000, "over"), ("十余家门店", 10, "over"), ("两年多", 24, "over")],
)
def test_more_than_is_read(text: str, low: int, bound: str) -> None:  # cn2an raises
    (found,) = read_quantities(text)
    assert (found.low, found.bound) == (low, bound)


def test_the_first_half_of_this_year_is_of_this_year() -> None:  # recognizers-text: last year
    (found,) = read_dates("今年上半年", DAY)
    assert (found.start, found.end) == (datetime.date(2026, 1, 1), datetime.date(2026, 6, 30))


def test_points_are_not_percent() -> None:  # recognizers-text: 1.4%
    source = "专利密集型产业增加值占比达到13.4%，比2020年提高1.4个百分点。"
    assert held("专利密集型产业增加值占比比2020年提高1.4个百分点。", source) == "supported"
    assert held("专利密集型产业增加值占比比2020年提高1.4%。", source) == "contradicted"


def test_a_day_without_a_year_is_read() -> None:  # dateparser: none
    (found,) = read_dates("6月13日", DAY)
    assert found.start == found.end == datetime.date(2026, 6, 13)


@pytest.mark.parametrize(("text", "low"), [("417个案例", 417), ("760个场景", 760)])  # jionlp: 12, as a month
def test_hundreds_are_not_months(text: str, low: int) -> None:
    (found,) = read_quantities(text)
    assert found.low == low
    assert read_dates(text, DAY) == []


def test_december_is_a_month() -> None:  # jionlp 1.5.30: raises
    (found,) = read_dates("12月", DAY)
    assert found.start is not None
    assert found.start.month == 12


def test_trillions_keep_their_scale() -> None:  # quantulum: 18
    (found,) = read_quantities("18.0万亿元")
    assert found.low == 18 * 10**12


def test_a_flipped_negation_is_no_near_match() -> None:  # fuzzy matching: 96 of 100
    source = "负责人说：“这一办法不适用于已经备案的数据产品。”"
    assert held("负责人说：“这一办法不适用于已经备案的数据产品。”", source) == "supported"
    assert held("负责人说：“这一办法适用于已经备案的数据产品。”", source) in ("contradicted", "unsupported")


@pytest.mark.parametrize("claim", ["规模以上工业增加值增长6.4%。", "GDP增长6.4%。"])
def test_digits_that_touch_a_letter_or_a_character_are_held(claim: str) -> None:  # skipped by a digit check
    assert held(claim, claim.replace("6.4", "4.6")) == "contradicted"


def test_digits_from_which_nothing_is_read_are_no_pass() -> None:
    assert held("编号为0x1F3A_77的设备通过验收。", "另一台设备通过验收。") not in ("supported", "opinion")


def test_full_width_brackets_quotes_and_stops_end_sentences() -> None:  # parsers made for English
    text = "他说：“先做试点。”随后（6月）印发通知。增速为3.5%……仍在回升。"
    assert [text[a:b] for a, b in sentences(text)] == [
        "他说：“先做试点。”",
        "随后（6月）印发通知。",
        "增速为3.5%……仍在回升。",
    ]


def test_a_figure_on_another_indicator_is_an_error() -> None:
    source = "企业数据产品和服务数量同比增长29.29%，交易额同比增长39.8%。"
    assert held("企业数据产品和服务交易额同比增长29.29%。", source) != "supported"


def test_a_name_set_close_to_a_date_is_no_code() -> None:
    source = "据路透社（Reuters）6月10日报道，亚马逊获得175亿美元贷款安排。"
    assert held("Reuters6月10日报道，亚马逊获得175亿美元贷款安排。", source) == "supported"
    assert held("Reuters6月11日报道，亚马逊获得175亿美元贷款安排。", source) == "contradicted"
