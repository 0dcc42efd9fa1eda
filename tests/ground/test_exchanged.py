"""What is left open, put first, ranked, exchanged or counted from elsewhere: a change is noticed, the source's own way is not."""

from __future__ import annotations

import pytest

from agent.ground import ground
from agent.models import Document

PORT = (
    "石桥港务局将于7月底讨论是否延长夜间作业。局长沈怀远表示，扩建项目开工前，要先完成环境评估。"
    "他说，关键不在于多建泊位，而在于提高周转。与其添设备，不如理流程。过去看吨位，现在看时效。"
    "港口启动三级应急响应。货运量居全国前列，是该省唯一的深水港。温度不要开到26℃以下。"
    "岸桥由海岱重工制造，南洋机械负责安装。沈怀远接替罗景行出任局长。"
)
BANK = (
    "海岱银行公布截至2026年6月30日止六个月业绩，净利润为48亿元。该行三年零六个月前上市。"
    "整改持续两个多月，费用是上年的两倍多。股价跌破12元。平均每户授信为35万元，户均贷款余额为28万元。"
    "该行将利率维持在4%。行长顾闻笙说，资产质量可能好转。当天众议院休会，参议院通过法案并送交总统。"
    "沿海分行贷款增长12%，内陆分行贷款增长7%。客户线上办理或到网点办理都行。"
)
WIRE = (
    "新华社石桥6月12日电 石桥市12日启用新码头。中国计量认证（CMA）已经取得。"
    "该厂第六次获得全省质量奖。中阿双方签署备忘录。游客先看雪豹宝宝喝奶，再看白鹤试飞。棕熊宝宝也将亮相。"
)


def _status(claim: str, text: str) -> str:
    source = Document(id="s", text=text, publisher="石桥日报", published="2026-06-13")
    return ground(claim, [source], day="2026-06-14").status


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("石桥港务局决定7月底延长夜间作业。", PORT),
        ("扩建项目开工后，要先完成环境评估。", PORT),
        ("沈怀远说，关键在于多建泊位。", PORT),
        ("沈怀远说，与其理流程，不如添设备。", PORT),
        ("过去看时效，现在看吨位。", PORT),
        ("港口启动二级应急响应。", PORT),
        ("港口货运量居全国首位。", PORT),
        ("石桥港是该省的深水港之一。", PORT),
        ("温度不要开到26℃以上。", PORT),
        ("罗景行接替沈怀远出任局长。", PORT),
        ("岸桥由南洋机械制造。", PORT),
        ("截至2026年6月30日止年度，海岱银行净利润为48亿元。", BANK),
        ("该行三年零八个月前上市。", BANK),
        ("整改持续三个多月。", BANK),
        ("整改费用是上年的三倍多。", BANK),
        ("该行股价突破12元。", BANK),
        ("户均贷款余额为35万元。", BANK),
        ("行长顾闻笙说，资产质量必将好转。", BANK),
        ("当天参议院休会，众议院通过法案并送交总统。", BANK),
        ("内陆分行贷款增长12%，沿海分行贷款增长7%。", BANK),
        ("客户既要线上办理，又要到网点办理。", BANK),
        ("该厂第五次获得全省质量奖。", WIRE),
        ("石桥市6月13日启用新码头。", WIRE),
        ("游客先看棕熊宝宝喝奶，再看白鹤试飞。", WIRE),
    ],
)
def test_an_exchange_is_noticed(claim: str, text: str) -> None:
    assert _status(claim, text) != "supported"


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("石桥港务局7月底将讨论是否延长夜间作业。", PORT),
        ("沈怀远表示，扩建项目开工前要先完成环境评估。", PORT),
        ("沈怀远说，关键在于提高周转，而不在于多建泊位。", PORT),
        ("沈怀远说，与其添设备，不如理流程。", PORT),
        ("港口启动Ⅲ级应急响应。", PORT),
        ("港口货运量居全国前列。", PORT),
        ("石桥港是该省唯一深水港。", PORT),
        ("温度别低于26℃。", PORT),
        ("沈怀远接替罗景行出任港务局局长。", PORT),
        ("岸桥由海岱重工制造。", PORT),
        ("海岱银行上半年净利润为48亿元。", BANK),
        ("整改持续两个多月，费用是上年的两倍多。", BANK),
        ("海岱银行股价跌破12元。", BANK),
        ("该行户均贷款余额为28万元。", BANK),
        ("该行把利率维持在4%。", BANK),
        ("行长顾闻笙说，资产质量可能好转。", BANK),
        ("参议院通过法案并送交总统，众议院当天休会。", BANK),
        ("石桥市6月12日启用新码头。", WIRE),
        ("该厂已取得CMA。", WIRE),
        ("该厂六度获得全省质量奖。", WIRE),
        ("中阿双方签署了备忘录。", WIRE),
        ("评审未完成，扩建能否动工难成定论。", "扩建项目的评审没有完成，能否动工尚无定论。"),
    ],
)
def test_the_source_s_own_way_is_not_objected_to(claim: str, text: str) -> None:
    assert _status(claim, text) != "contradicted"
