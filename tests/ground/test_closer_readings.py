"""Readings found wanting by sentences of other hands: duties, posts, levels, lists, labels, orders, suppositions."""

from __future__ import annotations

import pytest

from agent.ground import ground
from agent.models import Document

RULES = (
    "石桥市近日印发办法。办法鼓励平台企业设立旧物专柜，各区可结合实际安排场地。回收点应当公示价格，每户居民每月只能预约一个时段。"
    "获奖社区优先纳入市级低碳社区名录。部分小区的分拣意愿不高。各区的开门时间不一样。"
)
TALK = (
    "石桥环境研究院研究员郗明远认为，先摸清底数，再编制方案，垃圾处理要从末端处置转向源头减量。"
    "市城管局副局长孟庆林介绍，数量减少可能与网购回落有关。他提醒，没有稳定的去处，分类就容易白费。"
    "“账要算在前面。”他说。清源集团负责人步云起告诉记者，改造大约要多花两成。他估算，工期需要增加一个月。"
)
COUNTS = (
    "截至6月，平台上有168个社区登记，其中城区社区29个。企业反映最多的三个问题是场地难找、运费太高和账期太长。"
    "审核时限由去年的30个工作日压缩到15个工作日。鲜桃批发价每斤6元左右，比五月中旬便宜了三成。培育骨干企业50家左右。"
)
NOTICE = "本报6月2日所刊一文中，“全市670个站点”有误，应为“全市760个站点”。特此说明。"


def _verdict(claim: str, text: str) -> str:
    return ground(
        claim, [Document(id="s", text=text, publisher="石桥日报", published="2026-06-12")], day="2026-06-12"
    ).status


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("办法鼓励平台企业设立旧物专柜。", RULES),
        ("各区可以结合实际安排场地。", RULES),
        ("回收点须公示价格。", RULES),
        ("获奖社区优先进入市级低碳社区名录。", RULES),
        ("石桥环境研究院研究员郗明远认为，要先摸清底数，再编制方案。", TALK),
        ("市城管局副局长孟庆林介绍，数量减少可能与网购回落有关。", TALK),
        ("步云起估算，工期需要增加一个月。", TALK),
        ("孟庆林提醒，要有稳定的去处，否则分类就容易白费。", TALK),
        ("审核时限压到15个工作日，去年是30个。", COUNTS),
        ("鲜桃批发价一斤6元左右，比五月中旬便宜三成。", COUNTS),
        ("企业反映最多的是场地难找、运费太高和账期太长。", COUNTS),
        ("本报更正：文中“670个站点”有误，应为760个。", NOTICE),
    ],
)
def test_the_faithful_are_not_objected_to(claim: str, text: str) -> None:
    assert _verdict(claim, text) in ("supported", "unverified")


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("办法规定平台企业必须设立旧物专柜。", RULES),  # encouraged
        ("各区应当结合实际安排场地。", RULES),  # may
        ("回收点可以公示价格。", RULES),  # must
        ("每户居民每月可以预约多个时段。", RULES),  # one only
        ("获奖社区优先纳入省级低碳社区名录。", RULES),  # the city's
        ("所有社区都优先纳入市级低碳社区名录。", RULES),  # those with a prize
        ("绝大部分小区的分拣意愿不高。", RULES),  # some
        ("各区的开门时间是统一的。", RULES),
        ("石桥环境研究院院长郗明远认为，要先摸清底数，再编制方案。", TALK),  # a research fellow
        ("市城管局局长孟庆林介绍，数量减少可能与网购回落有关。", TALK),  # deputy
        (
            "石桥环境研究院所长郗明远认为，要先摸清底数，再编制方案。",
            TALK + "所长会议另行召开。",
        ),  # in the text, and not his
        ("石河环境研究院研究员郗明远认为，要先摸清底数，再编制方案。", TALK),  # misspelt
        ("郗明远认为，要先编制方案，再摸清底数。", TALK),  # the other way round
        ("郗明远认为，垃圾处理要从源头减量转向末端处置。", TALK),
        ("郗明远认为，垃圾处理要从前端处置转向源头减量。", TALK),  # another end
        ("市城管局副局长孟庆林介绍，数量减少是由网购回落造成的。", TALK),  # supposed
        ("孟庆林估算，工期需要增加一个月。", TALK),  # another's words
        ("截至6月，平台上有168个社区登记，其中城郊社区29个。", COUNTS),
        ("企业反映最多的三个问题是场地难找、人手不足和账期太长。", COUNTS),
        ("审核时限压到15个工作日，去年是20个。", COUNTS),
        ("鲜桃批发价一斤6元左右，比去年同期便宜三成。", COUNTS),
        ("要培育骨干企业50家以上。", COUNTS),
        ("本报更正：文中“760个站点”有误，应为670个。", NOTICE),
    ],
)
def test_what_was_turned_is_flagged(claim: str, text: str) -> None:
    assert _verdict(claim, text) != "supported"


PLANT = (
    "甲厂入选先进级绿色工厂，试制炉次由9炉降到5炉。停机时间下降21%。算力按调用次数付费，投入主要花在传感器和围栏上。"
    "标注分四步：学徒初标、师傅复核、主管抽检、模型回测。数据集目前还在做脱敏。关键在于能否形成稳定的收费服务。"
    "前三项评分中，应用成效40分、创新性25分、推广性15分，安全一票否决。样本有四成是合成数据。产量比2020年翻一番。"
)


@pytest.mark.parametrize(
    "claim",
    [
        "甲厂是先进级绿色工厂，试制炉次从9炉减到5炉。",
        "试制炉次减少了4炉。",
        "停机时间减少21%。",
        "算力按调用次数计费。",
        "标注由学徒初标、师傅复核、主管抽检。",
        "数据集还在脱敏。",
        "应用成效、创新性、推广性分别占40分、25分和15分，安全一票否决。",
        "产量比2020年增长一倍。",
    ],
)
def test_what_is_said_in_other_words_stands(claim: str) -> None:
    assert _verdict(claim, PLANT) in ("supported", "unverified")


@pytest.mark.parametrize(
    "claim",
    [
        "甲厂入选卓越级绿色工厂。",
        "试制炉次减少了5炉。",
        "停机时间降至原来的21%。",
        "算力按包年方式付费。",
        "投入主要花在机器人采购上。",
        "标注分四步：学徒初标、师傅复核、客户抽检、模型回测。",
        "数据集已完成脱敏。",
        "关键看有没有稳定的财政补贴。",
        "样本有四成是真实数据。",
        "产量比2020年增长两倍。",
    ],
)
def test_another_grade_way_or_kind_is_flagged(claim: str) -> None:
    assert _verdict(claim, PLANT) != "supported"


GRANTS = (
    "因桥面检修，北岸辅道分段封闭。券可用于购买检测服务，不得用于转售、抵债或者购置设备。行业标准《旧物分拣指南》8月起实施。"
    "参赛题目全部来自一线。每年可减少赔付支出约240万元。目前有31所学校报名，项目共214个。一部分商户意愿不强、能力不足。"
    "一家印染厂单位产品用气量降低7%。7月15日至24日进行初审，8月上旬在石桥路演。2024年占比略高于4%，到2030年约为9%至12%。"
)


@pytest.mark.parametrize(
    "claim",
    [
        "北岸辅道因桥面检修分段封闭。",
        "券可用来购买检测服务，不能转售、抵债，也不能拿来购置设备。",
        "每年能少赔约240万元。",
        "一部分商户意愿和能力都不够。",
        "初审7月15日至24日，8月上旬石桥路演。",
        "到2030年占比约为9%至12%，2024年还只是略高于4%。",
    ],
)
def test_the_same_in_another_order_is_not_objected_to(claim: str) -> None:
    assert _verdict(claim, GRANTS) in ("supported", "unverified")


@pytest.mark.parametrize(
    "claim",
    [
        "因地铁施工，北岸辅道分段封闭。",  # another cause
        "券可用于购买检测服务和购置设备。",  # forbidden
        "国家标准《旧物分拣指南》8月起实施。",
        "参赛题目大部分来自一线。",  # all
        "每月可减少赔付支出约240万元。",
        "目前有214所学校报名。",  # projects
        "一家印染厂单位产品用电量降低7%。",
    ],
)
def test_another_cause_kind_or_measure_is_flagged(claim: str) -> None:
    assert _verdict(claim, GRANTS) != "supported"


MILL = (
    "甲厂今年入选先进级绿色工厂，全市另有卓越级绿色工厂500家。工友去年人均增收4600元。"
    "甲厂曾买回一套检测系统，因为轴承表面反光太强，误报率居高不下，最后拆了。"
)


@pytest.mark.parametrize(
    "claim",
    [
        "全市有500家卓越级绿色工厂。",
        "工友去年人均多收入4600元。",
        "检测系统误报太多，因为轴承表面反光强，后来拆了。",
    ],
)
def test_what_the_mill_did_stands(claim: str) -> None:
    assert _verdict(claim, MILL) in ("supported", "unverified")


@pytest.mark.parametrize(
    "claim",
    [
        "甲厂今年入选卓越级绿色工厂。",
        "工友去年每月人均增收4600元。",
        "甲厂买回一套检测系统，但因车间粉尘太大，误报率居高不下。",
    ],
)
def test_what_the_mill_did_not_is_flagged(claim: str) -> None:
    assert _verdict(claim, MILL) != "supported"


def test_a_judgement_may_not_give_its_speaker_another_post() -> None:
    source = Document(id="s", text=TALK, publisher="石桥日报", published="2026-06-12")
    said = "认为，垃圾处理要从末端处置转向源头减量。"
    for post, status in (("研究员", "supported"), ("秘书长", "contradicted"), ("所长", "unverified")):
        verdict = ground(f"石桥环境研究院{post}郗明远{said}", [source], kind="judgement", day="2026-06-12")
        assert verdict.status == status, post


def test_a_score_of_others_is_no_score_of_theirs() -> None:
    text = "澳网八强战，费尔南德斯以6:4、6:0战胜哈勒曼。另一场，张晓燕以7:6、6:3晋级。"
    assert ground("费尔南德斯6-4、6-0战胜哈勒曼。", [Document(id="s", text=text)]).status != "contradicted"
    verdict = ground("英国的李晓峰胜韩国的王大明，比分6-4。", [Document(id="s", text=text)])
    assert "number" in [reason.kind for reason in verdict.reasons]


def test_which_way_a_market_went_is_read_across_languages() -> None:
    source = Document(
        id="r", text="Shares in the port city rose on Monday, but its currency weakened against the dollar."
    )
    assert ground("该城股市周一上涨，货币走弱。", [source]).status != "contradicted"
    (reason,) = (r for r in ground("该城股市周一上涨，货币走强。", [source]).reasons if r.kind == "direction")
    assert source.text[slice(*reason.source_span or (0, 0))].strip().startswith("its currency weakened")
