"""Honest sentences on the news of any day that were once objected to, each beside the error its excuse must not let through."""

from __future__ import annotations

import pytest

from agent.ground import ground
from agent.models import Document

DEBT = (
    "海岱城建集团公布，截至各期末资产负债率分别为64.44%、64.95%、65.85%和66.16%，注册资本10亿元。"
    "机构预计，到2023年，海岱赤字占比将从2022年的3.7%升至6.3%。市住房城乡建设管理委、市房屋管理局召开会议。"
)
MINE = (
    "锂的储备仅为5.8天，不到目标的6%；另一种重要金属钴的储备量也只有12.4天。"
    "山洪之后，黄安村26户人家、共67人全部安全，10余名官兵留在村里。"
    "软银减持后，其持股比例降至9.18%。沈怀远将成为最大的股东，其持股比例将达到19.42%。"
)
TALK = (
    "作为小助教之一的张欣怡每周都到手工坊学习，男青年50人，女青年50人，共100人。"
    "咪咕打造《ta说大运》栏目，还将联手韩旭打造《旭说大运》节目，韩旭担任嘉宾。"
    "音乐平台上调无广告的会员价格。香槟1772年由菲利普·克里科创立。4月18日生日当天她也未有现身。"
    "政府尚未对计划进行确认或否认。公司将严格按照法律法规履行信息披露义务。永坚新材首次公开发行股票的审核终止。"
)


def _status(claim: str, text: str) -> str:
    return ground(claim, [Document(id="s", text=text, published="2023-08-03")], day="2023-08-04").status


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("海岱城建集团期末资产负债率66.16%。", DEBT),
        ("机构预计，海岱赤字占比2023年将达6.3%，而2022年为3.7%。", DEBT),
        ("市住建委与市房管局召开会议。", DEBT),
        ("钴储备只有12.4天。", MINE),
        ("黄安村26户67人都安全。", MINE),
        ("沈怀远持股将达19.42%，成为最大股东。", MINE),
        ("张欣怡每周都到手工坊学习。", TALK),
        ("青年男女各50人，共100人。", TALK),
        ("咪咕还与韩旭打造节目《旭说大运》。", TALK),
        ("音乐平台上调会员价格。", TALK),
        ("音乐平台上调没有广告的会员价格。", TALK),
        ("香槟由菲利普·克里科于1772年创立。", TALK),
        ("4月18日生日当天她也没有露面。", TALK),
        ("政府既未确认也未否认计划。", TALK),
        ("公司表示，将按法律法规要求履行信息披露义务。", TALK),
        ("永坚新材的IPO审核终止。", TALK),
    ],
)
def test_an_honest_sentence_is_not_objected_to(claim: str, text: str) -> None:
    assert _status(claim, text) in ("supported", "unverified")


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("海岱城建集团注册资本64.44亿元。", DEBT),
        ("机构预计，海岱赤字占比2022年将达6.3%。", DEBT),
        ("黄安村67户26人都安全。", MINE),
        ("软银持股比例降至19.42%。", MINE),
        ("青年男女各100人。", TALK),
        ("香槟由菲利普·克里科于1782年创立。", TALK),
        ("政府已确认计划。", TALK),
    ],
)
def test_an_error_beside_it_is_noticed(claim: str, text: str) -> None:
    assert _status(claim, text) != "supported"
