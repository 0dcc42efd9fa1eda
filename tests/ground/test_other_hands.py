"""What sentences by other hands showed: honest ones that were objected to, and errors that passed."""

from __future__ import annotations

import pytest

from agent.ground import ground
from agent.models import Document, Verdict


def held(claim: str, text: str, publisher: str = "") -> Verdict:
    source = Document(id="s", text=text, published="2026-06-13", publisher=publisher)
    return ground(claim, [source], day="2026-06-14")


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        (
            "各厂数据格式不统一，同一动作常常要重复采集。",
            "各厂数据格式不一、口径不同，同一动作往往需要重复采集。",
        ),
        (
            "六个专项行动分两组，前三项管“有没有”，后三项管“用不用”。",
            "方案部署六个专项行动。前三项解决“有没有”，后三项解决“用不用”。",
        ),
        (
            "中小企业数字化转型的意愿和能力都不足。",
            "部分中小企业数字化转型意愿不强、能力不足，转型缓慢。",
        ),
        ("行动计划实施两年多，已发布417个案例。", "行动计划实施两年多来，已发布417个案例。"),
        (
            "服务机器人产量增长11.7%，低于工业机器人的16.3%。",
            "服务机器人产量增长11.7%，工业机器人产量增长16.3%。",
        ),
        ("空间能不能持续运营，要看能否形成收费服务。", "空间靠什么持续运营，关键在于能不能形成收费服务。"),
        ("平均打样从4次减到2.5次。", "打样次数由平均4次降到2次半。"),
        (
            "6月13日首场宣讲会在福州举行；到6月12日，注册团队有168个，省外29个。",
            "13日，大赛首场宣讲会在福州举行。截至6月12日，已有168个团队完成注册，其中省外29个。报名7月14日截止。",
        ),
        (
            "三级工厂中，分别有500多家、8200多家和3.5万多家。",
            "全国建成3.5万多家基础级、8200余家先进级、500余家卓越级智能工厂，三级工厂逐年增加。",
        ),
        (
            "市数据局负责人说，长期没人用的场景要建立退出机制。",
            "市数据局有关负责人介绍了进展。上述负责人说，对长期没人用的场景要建立退出机制。",
        ),
    ],
)
def test_an_honest_sentence_is_not_objected_to(claim: str, text: str) -> None:
    assert held(claim, text).status in ("supported", "unverified")


def test_a_paper_may_be_said_to_print_on_its_day() -> None:
    text = (
        "本网6月12日刊发的《成绩单出炉》一文中，“形成11个领域670个典型场景指引”有误，应为“形成11个领域760个典型场景指引”。"
        "特此更正，并向读者致歉。\n江城网编辑部\n2026年6月13日"
    )
    claim = "江城网6月13日登出更正启事：前一天的报道把典型场景指引误写成670个，正确数字是760个。"
    assert held(claim, text, "江城网").status in ("supported", "unverified")
    assert held(claim, text, "山城网").status == "contradicted"


@pytest.mark.parametrize(
    ("claim", "text", "kind"),
    [
        (
            "国家数据局局长提醒，数据集的规模脱离场景没有意义。",
            "国家数据局召开会议。研究员林澍提醒，数据集的规模脱离场景没有意义。",
            "speaker",
        ),
        (
            "国家统计局认为，塔基足够宽说明改造已不是少数企业的专利。",
            "国家统计局公布数据。研究员谷雨认为，塔基足够宽说明改造已不是少数企业的专利。",
            "speaker",
        ),
        ("数据集作为数据资产已经入表。", "探索数据集作为数据资产入表。", "modality"),
        ("首个绿电项目已正式投运。", "首个绿电项目进入联合调试阶段，预计三季度投运。", "modality"),
        ("林澍说，数据集越大越好，底线不能松动。", "林澍说，数据集不是越大越好，底线不能松动。", "negation"),
        ("对没有用户的场景不设退出机制。", "对没有用户的场景建立退出机制。", "opposite"),
        (
            "数据汇到一起，停机时间反而拉长了18%。",
            "数据汇到一起，把停机时间压缩了18%。",
            "opposite",
        ),
        (
            "交易额增速慢于产品数量增速，价值在提升。",
            "产品数量同比增长29%，交易额同比增长39%。“交易额增速快于产品数量增速，意味着价值在提升。”",
            "direction",
        ),
        (
            "大型用户以更高的价格换取较快并网。",
            "大型用户以较低价格和较快并网为条件，承诺在高峰时降低负荷。",
            "direction",
        ),
        ("算力按次付费，一年1万多元。", "算力按次付费，一个月1万多元。", "period"),
        ("审核压到15个自然日。", "审核压到15个工作日。", "scale"),
        (
            "原定半小时的会因为现场设备故障，拖到快两个小时才散。",
            "原定半小时的会，开了快两个小时才散。",
            "cause",
        ),
    ],
)
def test_an_error_is_found(claim: str, text: str, kind: str) -> None:
    verdict = held(claim, text)
    assert verdict.status in ("contradicted", "unsupported")
    assert kind in {reason.kind for reason in verdict.reasons}
