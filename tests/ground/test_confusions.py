"""One thing of an article told for another of the same article: figures, posts, sides, days, rows."""

from __future__ import annotations

import pytest

from agent.ground import ground
from agent.models import Document

BRIEF = (
    "云岭省数据局6月12日召开发布会，公布去年平台企业成交额同比增长39.8%，平台企业数量同比增长29.3%。"
    "成交额增速快于企业数量增速，说明单家的分量在变重。6月13日，又公布了一份解读。"
    "全省已建成3.5万多家起步级、8200余家进阶级、500余家卓越级工厂。2024年相关产业占比13.4%，比2020年提高1.4个百分点。"
    "每个单位申报项目不超过3个。海岱证券分析师温如初认为，增速可能与金融、工业领域订单增多有关。"
)
PEOPLE = (
    "石桥数字经济研究会副会长孟庆林提醒，要防止资金沉淀。设备科长包容第一个举手。乐队“慢车站”主唱步云起当晚压轴，民谣歌手许一灯随后登场。"
    "评审组成员、南湖服务中心主任方既明指出，贪大求全的项目往往半年还在调接口。评审组成员顾闻笙介绍，今年的项目更看重算账。"
    "支持者认为，训练任务可以推迟；反对者担心，推理业务对连续供电要求高，能中断的比例有限。"
    "青石镇队四分之一决赛取胜，半决赛将于6月20日晚举行。演出期间，公园北门只出不进。"
)
RULES = (
    "团体标准《训练场建设指南》正式发布，将于8月1日起实施。省数据局对兑付情况按季度公示，各地进展定期调度。申领对象为中小企业和科研机构。"
    "建设全省数据集服务平台，提供目录查询和登记服务。一家鞋企的版型数据集目前还在做脱敏和标注。当地挑出30多个需求，已有过半找到了办法。"
    "谈成一条规则，有时比做成一个模型更有价值。数据中心的折旧期比电网的建设期短。通知于4月27日印发。综合成本仅为自建机房的三分之一。"
    "各企业之间格式不一、口径不同。空调别低于26℃。"
)
TABLE = (
    "各赛道牵头单位如下。\n赛道 | 牵头单位 | 参考赛题 | 名额\n工业制造 | 省经信厅 | 焊点质量判定 | 5\n交通运输 | 省交通运输厅 | 港口调度 | 4\n"
    "主办单位有省科技厅、省经信厅。\n指标 | 2025年 | 说明\n数据生产总量 | 52.26ZB | 公开资料整理\n活跃数据总量 | 1.67ZB | 发布会披露\n"
)


def _status(claim: str, text: str, published: str = "2026-06-13") -> str:
    source = Document(id="s", text=text, publisher="石桥日报", published=published)
    return ground(claim, [source], day="2026-06-14").status


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("去年平台企业数量同比增长39.8%。", BRIEF),  # turnover
        ("全省建成进阶级工厂3.5万多家。", BRIEF),  # those are the first level
        ("企业数量增速快于成交额增速，说明单家的分量在变重。", BRIEF),
        ("2024年相关产业占比13.4%，比上年提高1.4个百分点。", BRIEF),
        ("每名选手申报项目不超过3个。", BRIEF),
        ("增速可能与医疗、工业领域订单增多有关，海岱证券分析师温如初认为。", BRIEF),
        ("云岭省数据局6月13日召开发布会，公布平台企业成交额同比增长39.8%。", BRIEF),
        ("石桥数字经济研究会会长孟庆林提醒，要防止资金沉淀。", PEOPLE),
        ("总经理包容第一个举手。", PEOPLE),
        ("乐队“慢车站”主唱许一灯当晚压轴。", PEOPLE),
        ("评审组成员顾闻笙指出，贪大求全的项目往往半年还在调接口。", PEOPLE),
        ("支持者担心，推理业务对连续供电要求高，能中断的比例有限。", PEOPLE),
        ("青石镇队将参加6月20日晚的决赛。", PEOPLE),
        ("演出期间，公园北门只进不出。", PEOPLE),
        ("《训练场建设指南》已经发布，即日起实施。", RULES),
        ("训练场国家标准正式发布。", RULES),
        ("省数据局对兑付情况按月公示。", RULES),
        ("各地进展按季度调度。", RULES),
        ("大中小企业和科研机构都可申领。", RULES),
        ("全省数据集服务平台已建成，提供目录查询和登记服务。", RULES),
        ("一家鞋企的版型数据集已完成脱敏和标注。", RULES),
        ("当地挑出30多个需求，均已找到办法。", RULES),
        ("做成一个模型有时比谈成一条规则更有价值。", RULES),
        ("数据中心的折旧期比电网建设期长。", RULES),
        ("通知于6月13日印发。", RULES),
        ("综合成本比自建机房低三分之一。", RULES),
        ("各企业之间格式已趋统一。", RULES),
        ("工业制造赛道由省科技厅牵头，参考赛题是焊点质量判定。", TABLE),
        ("省数据局在发布会上披露，2025年数据生产总量52.26ZB。", TABLE),
        ("省数据局就这份征求意见稿公开征求意见。", RULES),
    ],
)
def test_a_confusion_is_noticed(claim: str, text: str) -> None:
    assert _status(claim, text) != "supported"


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("去年平台企业成交额同比增长39.8%，企业数量增长29.3%。", BRIEF),
        ("全省建成起步级工厂3.5万多家、进阶级8200余家。", BRIEF),
        ("成交额增速快于企业数量增速。", BRIEF),
        ("2024年相关产业占比13.4%，比2020年提高1.4个百分点。", BRIEF),
        ("每家企业申报项目不超过3个。", BRIEF),
        ("云岭省数据局6月12日召开发布会，公布平台企业成交额同比增长39.8%。", BRIEF),
        ("石桥数字经济研究会副会长孟庆林提醒，要防止资金沉淀。", PEOPLE),
        ("反对者担心，推理业务对连续供电要求高，能中断的比例有限。", PEOPLE),
        ("方既明指出，贪大求全的项目往往半年还在调接口。", PEOPLE),
        ("半决赛6月20日晚举行。", PEOPLE),
        ("《训练场建设指南》8月1日起实施。", RULES),
        ("省数据局按季度公示兑付情况。", RULES),
        ("谈成一条规则有时比做成一个模型更有价值。", RULES),
        ("空调温度不要低于26℃。", RULES),
        ("综合成本只有自建机房的三分之一。", RULES),
        ("工业制造赛道由省经信厅牵头，参考赛题是焊点质量判定。", TABLE),
    ],
)
def test_what_the_article_tells_is_not_objected_to(claim: str, text: str) -> None:
    assert _status(claim, text) in ("supported", "unverified")


ABROAD = (
    "June 10 (Reuters) - Amazon has secured a $17.5 billion loan facility. Amazon did not immediately respond to a request for comment. "
    "Data centers could account for roughly 9% to 12% of U.S. electricity use by 2030."
)


@pytest.mark.parametrize(
    "claim",
    [
        "到2030年，数据中心用电必将占到美国用电的9%至12%。",
        "亚马逊回应称，175亿美元贷款用于建设数据中心。",
        "到2030年，数据中心或占全球用电的9%至12%。",
    ],
)
def test_confusions_across_languages_are_noticed(claim: str) -> None:
    assert _status(claim, ABROAD, "2026-06-10") == "contradicted"


def test_what_stands_in_the_other_language_is_supported() -> None:
    assert _status("到2030年，数据中心或占美国用电的9%至12%。", ABROAD, "2026-06-10") == "supported"
