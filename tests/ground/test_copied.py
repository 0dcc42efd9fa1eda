"""Sentences copied from a source, and leads that only name its paper: nothing to object to, and nothing let through."""

from __future__ import annotations

import pytest

from agent.ground import ground
from agent.ground.copied import verbatim
from agent.ground.side import claim_side, side
from agent.models import Document
from agent.text.names import read_names

TRADE = Document(
    id="t",
    publisher="新华网",
    published="2026-06-10",
    text=(
        "新华社北京6月10日电（记者李明）石桥省海关发布数据。规模以上高技术制造业增加值同比增长13.1%，"
        "数字产品制造业增加值同比增长15.7%，增加值增速分别达到15.7%和13.1%，高于平均水平。"
        "按美元计价，出口1200亿美元和进口900亿美元，同比分别为增长1.5%和下降1.1%。"
        "有人说，进口不会增长1.2%。网上“石桥港下月停止作业并裁员”的说法不实。今天上午，新航线开通运营。"
    ),
)
OPENED = Document(
    id="o",
    publisher="云岭日报",
    published="2026-07-05",
    title="云岭算力中心二期开工",
    text=(
        "云岭算力中心二期工程7月3日开工建设，总投资42亿元，计划2027年6月建成投用。"
        "7月4日，云岭市召开推进会，部署下一步工作。"
    ),
)


@pytest.mark.parametrize(
    "claim",
    [
        "增加值增速分别达到15.7%和13.1%，高于平均水平。",
        "按美元计价，出口1200亿美元和进口900亿美元，同比分别为增长1.5%和下降1.1%。",
        "按美元计价，出口1200亿美元和进口900亿美元，同比分别为增长1.5%和下降1.1%；",
        "石桥省海关发布数据。",  # the dateline before it is none of the sentence
    ],
)
def test_what_stands_there_word_for_word_is_not_objected_to(claim: str) -> None:
    verdict = ground(claim, [TRADE])
    assert verdict.status == "supported", verdict.reasons
    assert verdict.matched


@pytest.mark.parametrize(
    "claim",
    [
        "增加值增速分别达到13.1%和15.6%，高于平均水平。",
        "按美元计价，出口1200亿美元和进口900亿美元，同比分别为增长1.5%和下降1.2%。",
        "石桥港下月停止作业并裁员3000人。",
    ],
)
def test_a_cut_or_changed_copy_is_none(claim: str) -> None:
    assert ground(claim, [TRADE]).status != "supported"


@pytest.mark.parametrize(
    "claim",
    [
        "增加值增速分别达到15.7%和13",
        "美元计价，出口1200亿美元和进口900亿美元",
        "石桥港下月停止作业并裁员",
        "会增长1.2%",
    ],
)
def test_a_stretch_that_cuts_a_clause_is_no_copy(claim: str) -> None:
    assert verbatim(claim_side(claim), [side(TRADE)]) is None


def test_today_of_a_source_is_not_today_of_another_day() -> None:
    claim = "今天上午，新航线开通运营。"
    assert verbatim(claim_side(claim, "2026-06-10"), [side(TRADE)]) is not None
    assert verbatim(claim_side(claim, "2026-06-14"), [side(TRADE)]) is None


@pytest.mark.parametrize(
    "claim",
    [
        "云岭日报7月5日报道，云岭算力中心二期工程开工建设，总投资42亿元。",
        "据云岭日报5日消息，云岭算力中心二期工程开工建设，总投资42亿元。",
        "据云岭日报7月5日报道，云岭市召开推进会，部署下一步工作。",
        "据《云岭日报》报道，云岭算力中心二期工程7月3日开工建设，总投资42亿元，计划2027年6月建成投用。",
    ],
)
def test_a_paper_may_be_named_with_its_day(claim: str) -> None:
    verdict = ground(claim, [OPENED])
    assert verdict.status == "supported", verdict.reasons


@pytest.mark.parametrize(
    "claim",
    [
        "云岭日报7月6日报道，云岭算力中心二期工程开工建设，总投资42亿元。",
        "海州晚报7月5日报道，云岭算力中心二期工程开工建设，总投资42亿元。",
        "云岭日报7月5日报道，云岭算力中心二期工程开工建设，总投资24亿元。",
    ],
)
def test_another_day_another_paper_and_another_figure_are_objected_to(claim: str) -> None:
    assert ground(claim, [OPENED]).status in ("contradicted", "unsupported")


def test_after_a_lead_the_spans_are_still_those_of_the_whole_sentence() -> None:
    claim = "据云岭日报7月5日报道，云岭算力中心二期工程开工建设，总投资24亿元。"
    verdict = ground(claim, [OPENED])
    assert [claim[slice(*reason.claim_span)] for reason in verdict.reasons] == ["24亿元"]
    assert "42亿元" in verdict.reasons[0].message


CATALOGUE = Document(
    id="c",
    publisher="云岭日报",
    published="2026-07-05",
    title="六部门印发技术目录",
    text=(
        "六部门联合印发《绿色技术推广目录（2023年版）》，收录技术122项。"
        "台风5日在石桥县登陆，登陆点位于石桥镇沿海。"
    ),
)


@pytest.mark.parametrize(
    "claim",
    [
        "据官方消息，六部门联合印发《绿色技术推广目录（2023年版）》，收录技术122项。",
        "六部门印发《绿色技术推广目录（2023版）》，收录技术122项。",
        "六部门印发2023版绿色技术推广目录，收录技术122项。",
        "台风的登陆点在石桥镇沿海。",
    ],
)
def test_what_is_no_number_and_names_nobody_is_not_objected_to(claim: str) -> None:
    verdict = ground(claim, [CATALOGUE])
    assert verdict.status == "supported", verdict.reasons


@pytest.mark.parametrize(
    "claim",
    [
        "据官方消息，六部门联合印发《绿色技术推广目录（2023年版）》，收录技术212项。",
        "六部门印发《绿色技术推广目录（2021版）》，收录技术122项。",
        "六部门印发2021版绿色技术推广目录，收录技术122项。",
    ],
)
def test_another_edition_and_another_figure_are_objected_to(claim: str) -> None:
    assert ground(claim, [CATALOGUE]).status in ("contradicted", "unsupported")


def test_the_exact_figure_stands_beside_a_headline_that_rounds_it() -> None:
    source = Document(
        id="e",
        text=(
            "上半年云岭汽车出口逾34万辆\n云岭海关7月4日发布，上半年云岭口岸共验放整车34.2万辆，"
            "同比增长12.5%，其中新能源车占六成。"
        ),
        published="2026-07-05",
    )
    assert ground("上半年云岭汽车出口34.2万辆，同比增长12.5%。", [source]).status == "supported"
    assert ground("上半年云岭汽车出口34.5万辆，同比增长12.5%。", [source]).status == "contradicted"


PLAN = Document(
    id="p",
    publisher="云岭网",
    published="2026-07-05",
    title="制造业如何转型",
    text=(
        "据Axios网站7月4日报道，云岭市政府印发《云岭市智能制造行动方案》（以下简称《方案》）。\n"
        "到2028年底，全市建成智能工厂60家，培育系统集成商12家。分析师王明说，竞争会加剧，价格还会下降。"
    ),
)


def _cited(claim: str, words: str) -> str:
    at = PLAN.text.index(words)
    return ground(claim, [PLAN], spans={"p": [(at, at + len(words))]}).status


def test_a_document_may_be_named_that_the_source_names_elsewhere() -> None:
    cited = "到2028年底"
    assert _cited("按照《方案》，到2028年底，全市建成智能工厂60家。", cited) == "supported"
    assert _cited("按照《云岭市智能制造行动方案》，到2028年底，全市建成智能工厂60家。", cited) == "supported"
    assert _cited("按照《云岭市绿色建筑条例》，到2028年底，全市建成智能工厂60家。", cited) == "unsupported"
    assert _cited("按照《方案》，到2028年底，全市建成智能工厂90家。", cited) == "contradicted"


def test_a_paper_the_source_reports_may_be_named_for_what_it_relays() -> None:
    cited = "竞争会加剧"
    assert _cited("Axios援引王明的话说，竞争会加剧，价格还会下降。", cited) == "supported"
    assert _cited("Axios认为，竞争会加剧，价格还会下降。", cited) != "supported"
    assert _cited("Bloomberg援引王明的话说，竞争会加剧，价格还会下降。", cited) != "supported"


def test_an_outcome_is_no_part_of_a_bank() -> None:
    assert not [n for n in read_names("结果银行股大跌") if n.kind == "organisation"]


HARBOUR = Document(
    id="h",
    publisher="中新社",
    published="2026-06-08",
    text=(
        "中新社石桥6月8日电 北京时间6月8日4时02分，石桥港使用新型岸桥，采取双船同卸方式，成功将首批风电叶片卸至码头。"
        "周文山介绍，针对部分船东对新航线“看不清”“吃不准”等问题，港务局将引导船公司建立航线评价体系，构建适应中小船东特点的服务产品。"
        "今年前5个月，全港吞吐量1.35亿吨，同比增长0.4%。5月，全港吞吐量2460万吨，同比下降8.3%。"
        "记者获悉，有关部门将深入实施绿色港口推进工程，出台加快岸电改造的指导意见，持续完善绿色航运政策体系。"
    ),
)


@pytest.mark.parametrize(
    "claim",
    [
        "6月8日，据中新社报道，石桥港使用新型岸桥，采取双船同卸方式，成功将首批风电叶片卸至码头。",
        "针对部分船东对新航线“看不清”“吃不准”等问题，周文山介绍，港务局将引导船公司建立航线评价体系，构建适应中小船东特点的服务产品。",
        "报道称，有关部门将深入实施绿色港口推进工程，出台加快岸电改造的指导意见，持续完善绿色航运政策体系。",
    ],
)
def test_saying_who_reports_does_not_change_a_copied_sentence(claim: str) -> None:
    verdict = ground(claim, [HARBOUR])
    assert verdict.status == "supported", verdict.reasons


@pytest.mark.parametrize(
    "claim",
    [
        "6月8日，据新华社报道，石桥港使用新型岸桥，采取双船同卸方式，成功将首批风电叶片卸至码头。",
        "针对部分船东对新航线“看不清”“吃不准”等问题，李卫东介绍，港务局将引导船公司建立航线评价体系，构建适应中小船东特点的服务产品。",
        "专家认为，有关部门将深入实施绿色港口推进工程，出台加快岸电改造的指导意见，持续完善绿色航运政策体系。",
    ],
)
def test_another_reporter_does(claim: str) -> None:
    assert ground(claim, [HARBOUR]).status != "supported"


@pytest.mark.parametrize(
    "claim",
    [
        "前5个月全港吞吐量1.35亿吨，同比增长0.4%；5月吞吐量2460万吨，同比下降8.3%。",
        "5月全港吞吐量2460万吨，同比下降8.3%，前5个月累计增长0.4%。",
    ],
)
def test_up_and_down_in_one_sentence_are_each_their_own(claim: str) -> None:
    verdict = ground(claim, [HARBOUR])
    assert verdict.status == "supported", verdict.reasons


@pytest.mark.parametrize(
    "claim",
    [
        "前5个月全港吞吐量1.35亿吨，同比下降0.4%；5月吞吐量2460万吨，同比下降8.3%。",
        "前5个月全港吞吐量1.35亿吨，同比下降8.3%；5月吞吐量2460万吨，同比增长0.4%。",
    ],
)
def test_up_and_down_exchanged_are_seen(claim: str) -> None:
    assert ground(claim, [HARBOUR]).status in ("contradicted", "unsupported", "unverified")


NOTICE = Document(
    id="n",
    publisher="石桥省数据局",
    title="《石桥省算力券办法》解读",
    published="2026-06-09",
    text=(
        "这一办法有两层意思：一是券跟着用量走，不再跟着机柜走；二是用得好不好由下游企业说了算。按照《办法》，到2027年底，"
        "全省算力券覆盖企业数比2025年翻一番，培育服务商80家以上。发布会披露，今年前5个月全省算力使用量同比增长41.3%，兑付金额同比增长28.7%。"
        "石桥省数据局6月9日举行了发布会。港口晚报的报道说，海外芯片公司也在关注。报道援引行业机构的估算说，明年用量还会增长三成。"
    ),
)


@pytest.mark.parametrize(
    "claim",
    [
        "解读说，这一办法有两层意思：一是券跟着用量走，不再跟着机柜走；二是用得好不好由下游企业说了算。",
        "《办法》提出，到2027年底，全省算力券覆盖企业数比2025年翻一番，培育服务商80家以上。",
        "石桥省数据局披露，今年前5个月全省算力使用量同比增长41.3%，兑付金额同比增长28.7%。",
        "港口晚报援引行业机构的估算说，明年用量还会增长三成。",
    ],
)
def test_a_document_and_its_publisher_may_be_named_for_what_it_says(claim: str) -> None:
    verdict = ground(claim, [NOTICE])
    assert verdict.status == "supported", verdict.reasons


@pytest.mark.parametrize(
    "claim",
    [
        "对举债建设的科技公司，券的用处有限。",
        "几项安排指向银行授信前的环节。",
        "对互联网公司和中小银行都是提醒。",
        "这类任务都是一箭多星，安排有了余地。",
    ],
)
def test_a_kind_of_company_is_no_name(claim: str) -> None:
    assert ground(claim, [NOTICE], kind="judgement").status == "opinion"


def test_a_company_s_name_is_one() -> None:
    for claim in ("对腾飞芯片公司而言压力上升。", "澜沧银行应当跟进。"):
        assert ground(claim, [NOTICE], kind="judgement").status == "unsupported"


@pytest.mark.parametrize("end", ["负责统筹落实。", "负责协调，据县里介绍", "负责协调推进。"])
def test_a_copied_sentence_changed_at_its_very_end_is_judged(end: str) -> None:
    said = "青柳县数据局6月12日发布通知，要求各镇在月底前报送数据资源目录，明确共享范围和更新周期，并指定一名联络员负责协调。"
    source = Document(
        id="a",
        text=said,
        published="2026-06-12",
        title="关于报送数据资源目录的通知",
        publisher="青柳县数据局",
    )
    assert ground(said, [source]).status == "supported"
    assert ground(said.replace("负责协调。", end), [source]).status != "contradicted"


def test_a_name_the_table_pairs_is_no_stranger() -> None:
    oil = Document(
        id="o", publisher="Reuters", published="2026-06-11", text="Brent crude traded near $92 a barrel."
    )
    assert ground("布伦特原油在每桶92美元附近交易。", [oil]).status == "supported"


def test_a_body_the_source_names_may_be_put_before_what_was_disclosed() -> None:
    text = (
        "国家数据局举行发布会。发布会披露，2025年企业数据产品和服务数量同比增长29.29%，交易额同比增长39.8%。"
    )
    document = Document(id="s", text=text, publisher="石桥日报", published="2026-06-13")
    claim = "{}发布会披露，2025年企业数据产品和服务数量同比增长29.29%，交易额同比增长39.8%。"
    assert ground(claim.format("国家数据局"), [document]).status == "supported"
    assert ground(claim.format("国家统计局"), [document]).status != "supported"
