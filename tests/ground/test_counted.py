"""Bodies told by their number that a source lists by name, and figures given to the wrong label of a row."""

from __future__ import annotations

import pytest

from agent.ground import ground
from agent.models import Document


def status(claim: str, text: str) -> str:
    return ground(claim, [Document(id="s", publisher="澜江日报", published="2026-06-01", text=text)]).status


FOUR = "近日，商务部、工业和信息化部、交通运输部、海关总署联合印发通知，支持冷链装备出口。"
THREE = "国家发展和改革委员会、住房和城乡建设部和国家能源局发布指导意见，推进热泵应用。"


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("商务部等四部门印发通知，支持冷链装备出口。", FOUR),
        ("海关总署等4部门印发通知，支持冷链装备出口。", FOUR),
        ("国家发展改革委等三部门发布指导意见，推进热泵应用。", THREE),
        ("财政部等三部门公告，延续冷链免税政策。", "财政部 税务总局 海关总署关于延续冷链免税政策的公告。"),
    ],
)
def test_a_list_of_the_source_is_counted(claim: str, text: str) -> None:
    assert status(claim, text) == "supported"


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("商务部等五部门印发通知，支持冷链装备出口。", FOUR),
        ("国家能源局等四部门发布指导意见，推进热泵应用。", THREE),
        ("教育部等四部门印发通知，支持冷链装备出口。", FOUR),
    ],
)
def test_another_number_or_head_is_not_passed(claim: str, text: str) -> None:
    assert status(claim, text) != "supported"


PRIZES = "大赛设一等奖1名，二等奖4名，三等奖9名，网络人气奖9名。"
RETURNS = "该产品近1个月下跌2.10%，近3个月下跌4.35%，近6个月下跌7.90%。"
CIRCLES = "台风七级风圈半径300至450公里，十级风圈半径120至180公里。"


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("大赛设一等奖9名，二等奖4名，三等奖1名。", PRIZES),
        ("该产品近1个月下跌4.35%，近3个月下跌2.10%。", RETURNS),
        ("台风七级风圈半径为120至180公里，十级风圈半径为300至450公里。", CIRCLES),
    ],
)
def test_a_figure_under_another_label_of_its_row_is_objected_to(claim: str, text: str) -> None:
    assert status(claim, text) == "contradicted"


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("大赛三等奖有9名，一等奖1名，另有人气奖9名。", PRIZES),
        ("该产品近三个月下跌4.35%，近6个月跌幅为7.90%。", RETURNS),
        ("台风十级风圈半径达120至180公里。", CIRCLES),
    ],
)
def test_rows_rightly_told_are_not(claim: str, text: str) -> None:
    assert status(claim, text) in ("supported", "unverified")
