"""Names in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.text.names import aliases, departments, is_abbreviation, known_forms, places, read_names


def texts(text: str, kind: str) -> list[str]:
    return [name.text for name in read_names(text) if name.kind == kind]


def test_listed_names_and_titles() -> None:
    text = "中国证监会和英伟达在瑞士讨论《跨境数据流动指引》"
    assert "中国证监会" in texts(text, "organisation")
    assert "英伟达" in texts(text, "organisation")
    assert "瑞士" in texts(text, "place")
    assert texts(text, "title") == ["跨境数据流动指引"]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("海澜公司总经理方晓棠表示,订单增加", "方晓棠"),
        ("研究员欧阳若琳认为,风险可控", "欧阳若琳"),
        ("首席执行官彼得·霍夫曼说", "彼得·霍夫曼"),
    ],
)
def test_people_after_their_posts(text: str, person: str) -> None:
    assert person in texts(text, "person")


@pytest.mark.parametrize(
    "text", ["研讨会在长沙落幕", "官方称此事属实", "长沙拟新建三条线", "共有二百余家企业"]
)
def test_ordinary_words_are_no_people(text: str) -> None:
    assert texts(text, "person") == []


def test_departments_are_known_by_their_charge() -> None:
    found = list(departments("湖州市经信局与省工业和信息化厅"))
    assert len(found) == 2
    assert list(departments("科技部门")) == []


def test_forms_of_one_name() -> None:
    name = next(n for n in read_names("台积电公布业绩") if n.kind == "organisation")
    assert "TSMC" in known_forms(name)
    assert is_abbreviation("北航", "北京航空航天大学")
    assert not is_abbreviation("南航", "北京航空航天大学")


def test_tables_are_sound() -> None:
    for table in (places(), aliases()):
        for form, forms in table.items():
            assert form
            assert all(forms)


@given(st.text(max_size=80))
def test_spans_slice_to_what_they_claim(text: str) -> None:
    from agent.text.normalise import fold

    folded = fold(text).text
    for name in read_names(folded):
        assert folded[slice(*name.span)] == name.text


@pytest.mark.parametrize("text", ["另据澜州日报报道,数据交易增长", "又据澜州日报消息", "据澜州日报报道"])
def test_the_opening_of_an_attribution_is_no_part_of_the_name(text: str) -> None:
    assert texts(text, "organisation") == ["澜州日报"]
