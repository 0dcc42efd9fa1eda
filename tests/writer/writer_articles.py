"""Invented articles for the writer's tests: made-up places, bodies and figures."""

from __future__ import annotations

from agent.models import Assignment, Event, Source

DAY = "2026-06-14"

WIRE = (
    "云川社澜州6月13日电（记者 陆一舟 通讯员 何晴）澜州省数据管理局"
    "13日发布《澜州省行业数据集建设三年计划》，提出到2028年"
    "建成300个行业数据集，"
    "这标志着该省数据资源开发进入新阶段。计划明确，对首批入选的60家企业每家给予不超过200万元补助。其中，制造业企业不少于35家。"
    "据了解，今年前5个月，澜州省数据交易额达到48.6亿元，同比增长31.2%。他还介绍了有关背景。"
    "澜州省数据管理局局长苏望川表示，行业数据集建设有助于降低中小企业使用人工智能的成本，未来两年是关键窗口期。"
    "我们为什么要做数据集？记者在现场看到，展台前人头攒动。图片来源：澜州日报。"
    "此外，全省已有12个地市设立数据专班，共配备专职人员480名。（完）责任编辑：张三"
)
PAPER = (
    "本报讯（记者 周小曼）6月13日，澜州省数据管理局召开发布会。"
    "会上发布的计划提出，到2028年建成300个行业数据集。"
    "澜州省还将设立总规模15亿元的数据产业基金，首期出资5亿元。"
    "澜州大学教授白鹭洲认为，数据集的质量比数量更重要，标注标准需要尽快统一。"
    "分享让更多人看到"
)
PLANT = (
    "近日，临江市首座储能电站在青柳县并网投运，项目规模120兆瓦/240兆瓦时，总投资6.8亿元。该电站由临江能源集团建设，"
    "配备40套储能变流设备。昨日，首批电力已送入电网。电站投运后，每年可消纳新能源电量1.4亿千瓦时，减少二氧化碳排放11万吨。"
    "临江能源集团董事长杜若飞说：“储能电站是新型电力系统的稳定器，有利于提高电网的调节能力。”"
)
ENGLISH = (
    "LAKEPORT, June 12 (Harbor Wire) - Northlake Chips said on Friday it would spend $4.2 billion. "
    "The plant will open in 2029, the company said. Analysts expect more orders."
)


def source(id: str, text: str, **known: str) -> Source:
    """A source with what a desk would know of it."""
    return Source(**{"id": id, "text": text, "published": "2026-06-13", **known})


def assignment(number: int, *sources: Source, heading: str = "") -> Assignment:
    """An assignment over `sources`, lead first."""
    event = Event(column="policy", heading=heading, sources=tuple(source.id for source in sources))
    return Assignment(number=number, event=event, sources=sources)


def morning() -> list[Assignment]:
    """A small issue: a plan told twice, a plant, and an event known only in English."""
    wire = source("w1", WIRE, publisher="云川社", title="澜州发布行业数据集建设三年计划 2028年建成300个")
    paper = source("p1", PAPER, publisher="澜州日报", title="澜州将设15亿元数据产业基金")
    plant = source("g1", PLANT, publisher="临江新闻网", title="临江首座储能电站并网投运")
    foreign = source(
        "e1", ENGLISH, publisher="Harbor Wire", title="Northlake Chips to spend $4.2 billion", language="en"
    )
    return [assignment(1, wire, paper), assignment(2, plant), assignment(3, foreign)]
