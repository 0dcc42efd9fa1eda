"""Invented articles: no sentence here was ever published."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agent.house import House, load_house
from agent.slate import Article

Make = Callable[..., Article]


@pytest.fixture(scope="session")
def house() -> House:
    return load_house("xinzhi")


@pytest.fixture
def make() -> Make:
    def article(id: str, title: str, text: str, **fields: str) -> Article:
        known = {"publisher": "新华社", "published": "2026-06-14", **fields}
        return Article(id=id, title=title, text=text, **known)

    return article


POLICY = (
    "国家数据局6月14日印发《数据流通合规指引（2026年版）》，从登记、评估、交付、结算、争议处理五个环节提出28项要求，"
    "明确年内在12个省份开展试点，到2027年培育300家合规服务机构。国家数据局有关负责人表示，指引面向数据要素市场化配置，"
    "公共数据授权运营单位应当在90日内完成备案。工业和信息化部、国家网信办参与起草。"
)
POLICY_AGAIN = (
    "记者14日从国家数据局获悉，《数据流通合规指引（2026年版）》当天正式公布，共28项要求，覆盖登记、评估、交付、结算等五个环节，"
    "将在12个省份先行试点，2027年底前培育300家合规服务机构。业内人士认为，公共数据授权运营由此有了统一尺度，"
    "数据要素流通的争议处理也有了依据。"
)
POLICY_THIRD = (
    "五个环节、28项要求——国家数据局14日发布的《数据流通合规指引（2026年版）》给数据要素流通画出边界。按照安排，12个省份将先行试点，"
    "到2027年合规服务机构达到300家；从事公共数据授权运营的单位要在90日内备案。"
)
FIGURES = (
    "国家统计局6月14日发布数据，5月份全国规模以上工业增加值同比增长6.3%，其中高技术制造业增加值增长9.8%，装备制造业增加值增长8.7%。"
    "分产品看，工业机器人产量7.2万套，增长31.5%；集成电路产量452亿块，增长13.4%；新能源汽车产量128.6万辆，增长22.1%。"
)
INDUSTRY = (
    "6月14日，国内首条年产30万片的12英寸碳化硅衬底生产线在临港投产，总投资86亿元。项目团队自主研发的长晶设备国产化率达到93%，"
    "单炉产量提高40%。企业负责人介绍，产品已通过6家芯片企业验证，将用于新能源汽车和储能变流器。"
)
REGIONS = (
    "浙江省经信厅6月13日公布，全省机器人产业集群一季度实现营收412亿元，同比增长18.6%，新签约项目37个、总投资265亿元。"
    "杭州、宁波两市将共建人形机器人中试基地，省级产业基金首期出资20亿元，支持示范区内企业开放应用场景。"
)
WORLD = (
    "据路透社6月13日报道，欧盟委员会提出新的芯片法案修订草案，计划在2030年前投入430亿欧元补贴先进制程和先进封装，"
    "并对半导体出口管制设立统一审查。德国、荷兰政府表示支持，台积电德累斯顿工厂有望获得50亿欧元援助。"
)
SPORT = "6月14日晚，城市足球联赛第七轮开打，主队凭借头球以2比1取胜，球员和球迷合影，全场观众3.1万人。"
RAIN = "受强降雨影响，多地启动防汛应急响应，消防救援人员转移群众420人，气象台预计暴雨持续到15日。"
STOCK = (
    "6月14日收盘，沪指涨0.42%，半导体板块领涨，多只概念股涨停，主力资金净流入38亿元，某芯片股股价创年内新高。"
)


@pytest.fixture
def texts() -> dict[str, str]:
    """The invented texts by name, to build other days from."""
    return {
        "policy": POLICY,
        "policy again": POLICY_AGAIN,
        "figures": FIGURES,
        "industry": INDUSTRY,
        "regions": REGIONS,
        "world": WORLD,
    }


@pytest.fixture
def day(make: Make) -> list[Article]:
    """An ordinary day: one event a column, one of them from three publishers, and other matter."""
    return [
        make("policy-1", "国家数据局印发数据流通合规指引，12个省份先行试点", POLICY, publisher="国家数据局"),
        make("policy-2", "数据流通合规指引公布，提出28项要求", POLICY_AGAIN),
        make("policy-3", "数据流通有了统一尺度：28项要求、五个环节", POLICY_THIRD, publisher="科技日报"),
        make("figures-1", "5月份高技术制造业增加值增长9.8%", FIGURES, publisher="国家统计局"),
        make("industry-1", "首条12英寸碳化硅衬底生产线在临港投产", INDUSTRY, publisher="科技日报"),
        make("regions-1", "浙江机器人产业集群一季度营收412亿元", REGIONS, publisher="浙江日报"),
        make("world-1", "欧盟拟投430亿欧元补贴先进芯片制造", WORLD),
        make("sport-1", "主队终场前绝杀", SPORT),
        make("rain-1", "多地启动防汛应急响应", RAIN),
        make("stock-1", "半导体板块领涨，沪指收盘涨0.42%", STOCK, publisher="财联社"),
    ]
