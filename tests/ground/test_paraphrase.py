"""Honest rewordings that once were objected to, and errors beside them that still are."""

from __future__ import annotations

import pytest

from agent.ground import ground
from agent.models import Document


def status(claim: str, text: str, day: str = "2026-08-01") -> str:
    return ground(claim, [Document(id="s", publisher="澜江日报", published=day, text=text)]).status


PASSES = [
    # two denials, and words that only begin like one
    ("算力网络不只是技术概念，也是城市的竞争力。", "算力网络正在从技术概念变成城市的竞争力。"),
    ("与会代表莫不认为这项改革必要。", "与会代表都认为这项改革必要。"),
    ("厂商不得不提高价格，以应对成本上升。", "厂商提高价格，以应对成本上升。"),
    ("两国高层不单讨论了航运，还讨论了气候。", "两国高层讨论了航运，还讨论了气候。"),
    ("这项服务无不受到渔民欢迎。", "这项服务受到渔民欢迎。"),
    # the same denied in other words
    ("青屿港公布了3条新航线，但没有公布具体班期。", "青屿港公布了3条新航线，但港方并未公开具体班期。"),
    (
        "未单独核算这笔保费的，不能免税。",
        "纳税人应当单独核算免征增值税的保费收入；未单独核算的，不得免征增值税。",
    ),
    # until and stops
    ("补贴政策执行到明年7月31日。", "该补贴政策自2026年8月1日起施行，至2027年7月31日停止执行。"),
    # moved within the sentence
    (
        "7月31日，青屿港务中心发布通知，实施渔船补贴阶段性政策。",
        "7月31日，据港务中心消息，澜江省青屿港务中心发布关于实施渔船补贴阶段性政策的通知。",
    ),
    # two days of which each has its hour
    ("沿海25日至26日有大雨。", "25日8时至26日8时，沿海有大雨，局部暴雨。"),
    ("苏晴是青屿历史上第一位帆船世界冠军。", "苏晴成为青屿历史上首位帆船世界冠军。"),
    (
        "帆影头显共用三种不同型号的电池，之间的差别还不清楚。",
        "帆影头显共有A2781、A2988和A2697三种不同的电池，目前尚不清楚三者之间的差别。",
    ),
]


@pytest.mark.parametrize(("claim", "text"), PASSES)
def test_honest_rewording_is_not_objected_to(claim: str, text: str) -> None:
    assert status(claim, text) in ("supported", "unverified"), claim


OBJECTED = [
    ("这项服务不受渔民欢迎。", "这项服务受渔民欢迎，也受游客欢迎。"),
    (
        "前7个月，澜江省出口未能突破1500亿元。",
        "前7个月，澜江省进出口总值为2310亿元，其中出口首次突破1500亿元。",
    ),
    ("前7个月，澜江省外贸没有增长4.2%。", "前7个月，澜江省外贸比去年同期增长4.2%。"),
    (
        "在青屿公开赛上，澜江队获得了该项目金牌。",
        "澜江队在省运会上获得该项目金牌。但在青屿公开赛上，澜江队遗憾获得该项目银牌。",
    ),
    ("这是澜江队第三次获得该项目金牌。", "3分38秒57，澜江队首次获得该项目金牌。"),
    ("全国首个“海上图书角”在青屿建成投用。", "今天是全国读书日。西部地区首个“海上图书角”在青屿建成投用。"),
    ("德国副议长罗远出席了招待会。", "澜江日报讯（记者 德永明）比利时副议长罗远等约450人出席招待会。"),
    ("浙江省气象台6日发布台风黄色预警。", "中央气象台6日发布台风黄色预警，台风将向浙江中部靠近。"),
    (
        "宋明德在致辞中指出，航运业应当以和为贵。",
        "招待会上，团长傅衡在致辞中指出，航运业应当以和为贵。随后宋明德与来宾交流。",
    ),
]


@pytest.mark.parametrize(("claim", "text"), OBJECTED)
def test_errors_of_the_same_make_are_objected_to(claim: str, text: str) -> None:
    assert status(claim, text) in ("contradicted", "unsupported"), claim


def test_a_stretch_of_months_is_not_that_of_another() -> None:
    text = "活动将于9月至12月在全省各县同步开展。"
    assert status("活动将于8月至12月在全省各县同步开展。", text) != "supported"


def test_each_clause_has_its_own_date() -> None:
    text = (
        "7月3日，青屿大桥开工，总投资20亿元。7月4日，省里召开推进会，部署下半年工作。7月6日，首批设备到货。"
    )
    for claim in (
        "青屿大桥7月3日开工，总投资20亿元；推进会7月4日召开。",
        "7月3日大桥开工；7月4日，省里开会部署下半年工作；首批设备7月6日运抵。",
    ):
        assert status(claim, text) == "supported", claim
    assert status("青屿大桥7月4日开工，推进会7月3日召开。", text) == "contradicted"


MORE_PASSES = [
    (
        "年底前完成改造的目标从3000户上调至4000户。",
        "此前据澜江晚报报道，青屿区已上调年底前改造目标至4000户，年初这一目标还是3000户。",
    ),
    (
        "陈渡承认错误，表示今后不再超载。",
        "渔政人员对陈渡进行询问。陈渡也认识到了自己的错误，承认错误并表示以后不会再超载。",
    ),
    (
        "青屿合作银行连续第二次按兵不动，存款利率维持在4.1%。",
        "周二，青屿合作银行连续第二次按兵不动，将存款利率维持在4.1%水平。",
    ),
    (
        "渔政站设立便民点，每月5日、15日、25日发放救生衣。",
        "渔政站设立了便民点，每月5日、15日、25日均发放救生衣。",
    ),
    (
        "在已公布数据的12个县中，青屿增速排名第四。",
        "青屿县上半年经济增长7.7%，在已经公布数据的12个县中位居第四，进入第一方阵。",
    ),
    (
        "船舶制造业上半年利润总额13.8亿元，同比增长18.1%。",
        "上半年，船舶制造行业完成营业收入290亿元、利润总额13.8亿元，同比增长13.9%和18.1%，对工业收入与利润增长的贡献率达到30.3%和25.3%。",
    ),
    (
        "银行预计，明年年底失业率将由目前的3.5%升至4.5%左右。",
        "三年期债券收益率跌至3.82%。银行预计失业率将从目前的3.5%逐步上升至明年年底的4.5%左右。",
    ),
]


@pytest.mark.parametrize(("claim", "text"), MORE_PASSES)
def test_more_honest_rewording_is_not_objected_to(claim: str, text: str) -> None:
    assert status(claim, text) in ("supported", "unverified"), claim


MORE_OBJECTED = [
    (
        "渔港委员会已经否决双帆公司收购灯塔公司的交易。",
        "渔港委员会将在12月14日之前决定是批准还是阻止双帆公司收购灯塔公司的交易。",
    ),
    (
        "内湾桥已于近日完成中跨合拢。",
        "内湾桥8号主墩10号节段已经完成，目前正在进行钢筋绑扎，计划年底完成中跨合拢。",
    ),
    ("18兆瓦机组正在研制，预计年内下线。", "16兆瓦机组成功吊装，18兆瓦机组成功研制。"),
    ("船厂二期和风帆工厂均已建成投产。", "船厂二期、风帆工厂等一批重大项目建设稳步推进。"),
    (
        "银行预计失业率将从目前的3.5%升至今年年底的4.5%左右。",
        "银行预计失业率将从目前的3.5%逐步上升至明年年底的4.5%左右。",
    ),
    ("替补登场的罗玄清主罚点球。", "下半场替补登场的蓝队队员主罚点球，被门将扑出。"),
    ("渔政支队联合长风产险开展了这次行动。", "8月8日上午，渔政支队联合平顺产险公司开展救生衣发放行动。"),
]


@pytest.mark.parametrize(("claim", "text"), MORE_OBJECTED)
def test_more_errors_are_not_passed(claim: str, text: str) -> None:
    assert status(claim, text) != "supported", claim
