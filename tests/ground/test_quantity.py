"""Quantities of a claim against a source: what is said, what is objected to, what is left to the reader."""

from __future__ import annotations

import pytest

from agent.ground.quantity import compare
from agent.ground.side import Findings, claim_side, side
from agent.models import Document

SOURCE = (
    "截至5月底，全市累计建成充电桩3.56万个，同比增长28.4%，其中公共桩1.2万个，环比增长3.1%。"
    "数据中心用电量达到18.0万亿千瓦时，占比13.4%，比2020年提高1.4个百分点。"
    "企业获得贷款175亿美元，参展商超过340家，展品近600件，志愿者不足80人，参会嘉宾120余位。"
    "第一批采购81台，第二批采购52台。用地360亩，厚度0.5毫米。出口额下降5.2%。"
    "每人限购不超过3件，产品合格率为99.6%。主队以3比1取胜，搭载C919同款部件。"
)


def check(claim: str, source: str = SOURCE) -> Findings:
    return compare(
        claim_side(claim, "2026-06-14"), [side(Document(id="s", text=source, published="2026-06-13"))]
    )


@pytest.mark.parametrize(
    "claim",
    [
        "全市建成充电桩35600个。",
        "全市建成充电桩超过3.5万个。",
        "全市建成充电桩约3.6万个。",
        "用电量达18万亿千瓦时，占比13.4%。",
        "占比较2020年提高1.4个百分点。",
        "企业获得$17.5 billion贷款。",
        "参展商有340多家。",
        "嘉宾逾120位。",
        "用地24公顷。",
        "出口额降幅为5.2%。",
        "主队3:1获胜。",
        "部件与C919相同。",
        "合格率达百分之九十九点六。",
    ],
)
def test_the_same_in_other_words_is_matched(claim: str) -> None:
    findings = check(claim)
    assert findings.reasons == ()
    assert findings.unsure == ()
    assert findings.matched
    for match in findings.matched:
        assert SOURCE[slice(*match.source_span)]


@pytest.mark.parametrize(
    ("claim", "kind", "words"),
    [
        ("全市建成充电桩3.65万个。", "number", "3.65万个"),
        ("全市建成充电桩3.56亿个。", "scale", "3.56亿个"),
        ("企业获得贷款175亿欧元。", "unit", "175亿欧元"),
        ("企业获得贷款175亿元。", "unit", "175亿元"),
        ("占比提高1.4%。", "unit", "1.4%"),
        ("用地360公顷。", "unit", "360公顷"),
        ("厚度0.5厘米。", "scale", "0.5厘米"),
        ("参展商不足340家。", "bound", "不足340家"),
        ("展品超过600件。", "bound", "超过600件"),
        ("志愿者超过80人。", "bound", "超过80人"),
        ("每人至少购买3件。", "bound", "3件"),
        ("出口额增长5.2%。", "direction", "5.2%"),
        ("公共桩同比增长3.1%。", "period", "3.1%"),
        ("搭载C929同款部件。", "code", "C929"),
    ],
)
def test_errors_are_objected_to_where_they_stand(claim: str, kind: str, words: str) -> None:
    findings = check(claim)
    assert [claim[slice(*r.claim_span)] for r in findings.reasons] == [words]
    assert findings.reasons[0].message.endswith("。")
    if kind in ("number", "code", "bound", "direction", "period"):
        assert findings.reasons[0].kind == kind


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("两批相差29台。", "arithmetic"),
        ("两批合计采购133台。", "arithmetic"),
        ("全市建成充电桩3.6万个。", "rounding"),
        ("展品有600件。", "bound"),
        ("八成用户表示满意。", "derived"),
    ],
)
def test_what_may_be_inferred_is_left_to_the_reader(claim: str, kind: str) -> None:
    findings = check(claim)
    assert findings.reasons == ()
    assert [reason.kind for reason in findings.unsure] == [kind]


def test_arithmetic_is_shown() -> None:
    findings = check("两批相差29台。")
    assert [m.kind for m in findings.matched if m.kind == "arithmetic"] == ["arithmetic"]
    assert "81台" in findings.unsure[0].message and "52台" in findings.unsure[0].message


def test_a_sum_is_not_an_excuse_for_any_number() -> None:
    assert check("第一批采购29台。").reasons


def test_the_right_number_of_another_matter_is_an_error() -> None:
    source = "东区新开门店35家，覆盖社区居民。西区关闭旧仓库52座，盘活土地资源。南区新开门店52家，服务游客。"
    assert check("东区新开门店35家，覆盖社区居民。", source).reasons == ()
    findings = check("新增社区养老服务驿站52个。", "新增社区养老服务驿站35个。山区公路养护道班共52个。")
    assert [r.kind for r in findings.reasons] == ["number"]


def test_hedges_round_in_their_own_direction_only() -> None:
    source = "贡献率为30.3%。"
    assert check("贡献率超过三成。", source).reasons == ()
    assert [r.kind for r in check("贡献率不足三成。", source).reasons] == ["bound"]
    source = "覆盖率为89.5%。"
    assert check("覆盖率近九成。", source).reasons == ()
    assert [r.kind for r in check("覆盖率超过九成。", source).reasons] == ["bound"]


def test_spans_of_time_between_dates_may_be_worked_out() -> None:
    source = "展览6月10日开幕，6月16日闭幕。"
    assert check("展览历时7天。", source).reasons == ()
    assert check("展览历时19天。", source).reasons


def test_cells_of_a_table_show_numbers_alone() -> None:
    source = "产品（万套） | 产量 | 增长（%）\n巡检机器人 | 128.4 | 11.7\n预计全年建成充电站35座。"
    assert check("巡检机器人产量128.4万套，增长11.7%。", source).reasons == ()
    assert check("巡检机器人产量128.7万套。", source).reasons


def test_a_bound_may_stand_apart_from_its_number() -> None:
    source = "补贴比例不超过合同金额的30%，每家每年最高补贴100万元。"
    assert check("补贴比例最多30%，上限100万元。", source).reasons == ()
    assert [r.kind for r in check("补贴比例不低于合同金额的30%。", source).reasons] == ["bound"]


def test_several_sources_are_searched() -> None:
    sources = [
        side(Document(id="a", text="营收35亿元。", published="2026-06-13")),
        side(Document(id="b", text="利润2.4亿元。", published="2026-06-13")),
    ]
    findings = compare(claim_side("营收35亿元，利润2.4亿元。"), sources)
    assert [m.source_id for m in findings.matched] == ["a", "b"]


@pytest.mark.parametrize("claim", ["", "没有数字。", "\ud800", "()()", "1" * 5000])
def test_odd_claims(claim: str) -> None:
    assert check(claim).matched == ()
    assert compare(claim_side(claim), []).matched == ()


def test_traditional_and_full_width_sources() -> None:
    findings = check("建成充電樁35600個", "截至目前，建成充电桩３．５６万个。")
    assert findings.reasons == () and findings.matched


@pytest.mark.parametrize(
    ("claim", "source", "stands"),
    [
        ("2号机组并网发电。", "机组两次停机后并网发电。", False),
        ("2号机组并网发电。", "该厂二号机组6日并网发电。", True),
        ("获评3星级工厂。", "工厂有3次获评优秀。", False),
        ("第2期有12位学员。", "第2期课程打了12局。", False),
    ],
)
def test_a_label_is_no_count_and_people_are_no_games(claim: str, source: str, stands: bool) -> None:
    found = check(claim, source)
    assert bool(found.reasons or found.unsure) is not stands
