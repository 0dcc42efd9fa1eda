"""The readings of meaning, each with one thing said rightly and wrongly."""

from __future__ import annotations

import pytest

from agent.ground import ground
from agent.models import Document

TEXT = (
    "东湖市政府办公室6月3日印发《东湖市低空经济发展行动方案》，提出到2028年建成30个起降场。"
    "东湖市发展改革委主任林致远表示，该市力争今年年底前开通5条物流航线，其中部分航线将先行试点。"
    "云帆航空总经理沈知秋介绍，公司的货运无人机已完成首飞，载重50公斤，但尚未取得适航证。"
    "由于电池成本下降，公司今年上半年的毛利率提高到21%。"
    "市财政局没有回应补贴发放时间的问题。"
    "去年，全市冷链物流业务收入为2.3亿元，增长35%；通用航空培训业务收入为1.1亿元，增长12%。"
    "西岭市也在6月5日启动了试飞。“低空经济不是一阵风，而是一条长坡。”西岭市副市长罗远说。"
)
SOURCE = Document(id="s", publisher="东湖日报", published="2026-06-06", text=TEXT)

FAITHFUL = [
    "东湖市印发《东湖市低空经济发展行动方案》，提出2028年建成30个起降场。",
    "林致远表示，东湖市力争年底前开通5条物流航线。",
    "云帆航空的货运无人机已完成首飞，载重50公斤。",
    "云帆航空尚未取得适航证。",
    "因电池成本下降，公司上半年毛利率提高到21%。",
    "去年，全市冷链物流业务收入2.3亿元，增长35%。",
    "罗远说，“低空经济不是一阵风，而是一条长坡”。",
    "对补贴发放时间，市财政局没有回应。",
]


@pytest.mark.parametrize("claim", FAITHFUL)
def test_faithful_sentences_are_not_objected_to(claim: str) -> None:
    assert ground(claim, [SOURCE]).status in ("supported", "unverified"), ground(claim, [SOURCE])


WRONG = [
    ("云帆航空已取得适航证。", "取得", "negation"),
    ("市财政局已回应补贴发放时间的问题。", "回应", "negation"),
    ("由于电池成本下降，公司今年上半年的毛利率降低到21%。", "降低", "opposite direction"),
    ("东湖市年底前已开通5条物流航线。", "已", "modality"),
    ("全部航线将先行试点。", "全部", "scope"),
    ("沈知秋表示，该市力争今年年底前开通5条物流航线。", "沈知秋", "speaker"),
    ("东湖市印发《东湖市低空经济发展行动方案（征求意见稿）》。", "东湖市低空经济发展行动方案", "title"),
    ("罗远说，“低空经济不是一阵风，而是一道长坡”。", "长坡", "quotation"),
    ("去年，通用航空培训业务收入为2.3亿元。", "2.3亿元", "number"),
    ("得益于出口订单激增，公司今年上半年的毛利率提高到21%。", "出口", "cause"),
    ("北京市政府办公室印发了该方案。", "北京", "name"),
    ("云帆航空的货运无人机已完成首飞，并获一等奖。", "一等奖", "added"),
]


@pytest.mark.parametrize(("claim", "words", "kinds"), WRONG)
def test_each_kind_of_error_is_objected_to_at_its_words(claim: str, words: str, kinds: str) -> None:
    verdict = ground(claim, [SOURCE])
    assert verdict.status in ("contradicted", "unsupported"), verdict
    at = claim.index(words)
    hits = [r for r in verdict.reasons if r.claim_span[0] < at + len(words) and at < r.claim_span[1]]
    assert any(r.kind in kinds.split() for r in hits), verdict.reasons


def test_what_cannot_be_decided_is_unverified() -> None:
    verdict = ground("坊间传言园区食堂周四供应免洗苹果与烤红薯，职员们纷纷称赞厨师手艺精湛。", [SOURCE])
    assert verdict.status in ("unverified", "unsupported")
    assert verdict.reasons


@pytest.mark.parametrize(
    ("said", "claim", "good"),
    [
        ("国家发展改革委（以下简称“发改委”）发布通知。", "发改委发布通知。", True),
        ("中国科学院的团队公布了成果。", "中科院的团队公布了成果。", True),
        ("韩国产业部发布数据。", "韩方发布了数据。", True),
        ("台积电将在德国建厂。", "TSMC将在德国建厂。", True),
        ("三星公布了财报。", "英特尔公布了财报。", False),
        ("挪威政府公布了方案。", "瑞典政府公布了方案。", False),
    ],
)
def test_names_hold_under_their_aliases_only(said: str, claim: str, good: bool) -> None:
    status = ground(claim, [Document(id="n", text=said)]).status
    assert (status != "unsupported") == good


@pytest.mark.parametrize(
    ("claim", "good"),
    [
        ("他说：“把好事办好……把实事办实。”", True),
        ("他说：“把实事办实……把好事办好。”", False),
        ('他说:"把好事办好，把难事办成"。', True),
        ("他说：“把好事办好，把难事办妥。”", False),
    ],
)
def test_quotations_are_never_fuzzy(claim: str, good: bool) -> None:
    source = Document(id="q", text="镇长在会上说：“把好事办好，把难事办成，把实事办实。”")
    objected = any(reason.kind == "quotation" for reason in ground(claim, [source]).reasons)
    assert objected != good


def test_a_copied_sentence_with_one_word_changed_is_seen() -> None:
    changed = TEXT.split("。")[1].replace("物流", "旅游") + "。"
    assert ground(changed, [SOURCE]).status != "supported"
    for sentence in TEXT.split("。")[:-1]:
        assert ground(sentence + "。", [SOURCE]).status == "supported", sentence


def test_what_the_source_too_says_without_exception_has_none() -> None:
    text = "多家企业扩大投资，云帆航空也不例外，6月5日宣布投资4亿元建设总部。"
    source = Document(id="s", publisher="东湖日报", published="2026-06-06", text=text)
    assert ground(text, [source]).status != "contradicted"
    assert ground("云帆航空也不例外，扩大投资。", [source]).status != "contradicted"
