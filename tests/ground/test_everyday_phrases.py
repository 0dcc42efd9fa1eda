"""Everyday ways to say what a source says, which readings of single words once objected to."""

from __future__ import annotations

import time

import pytest

from agent.ground import ground
from agent.models import Document, Verdict


def _held(claim: str, text: str) -> Verdict:
    return ground(claim, [Document(id="s", text=text, published="2026-06-12")], day="2026-06-12")


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("该公司有关负责人表示，新平台已上线。", "华科科技有限公司有关负责人李明表示，新平台已上线。"),
        ("企业加快产业升级改造。", "企业加快推进生产线升级改造。"),
        ("他要求各级政府加大投入。", "他指出，全省各级政府要加大投入。"),
        ("5月工业增加值同比增长5.5%。", "5月工业增加值同比增速升至5.5%。"),
        ("抵扣比例最高可达合同金额的30%。", "抵扣比例不得超过合同金额的30%。"),
        ("消费者可在30日内退货。", "商家应在30日内接受消费者退货。"),
        ("会议由省大数据中心承办。", "会议由湖北省大数据中心承办。"),
        ("6月销量环比增长5%。", "6月销量比五月份增长5%。"),
        ("销售额比去年同期高两成。", "销售额同比增长两成。均价比去年同期低3%。"),
        ("武汉已将数据标注产业写入地方条例。", "武汉近日将数据标注产业写入地方条例。"),
        ("医生王芳提醒，要多喝水。", "副主任医师王芳提醒，要多喝水。"),
        ("各市级数据部门要落实责任。", "各市（州）数据部门要落实责任，省级数据部门加强指导。"),
        ("多数产品合格。", "抽检的产品全部合格。"),
        ("关键在于数据好不好用。", "关键要看数据质量能否过关。"),
        ("展台上有相机、话筒、脚架。", "展台上有相机、麦克风、三脚架。"),
        ("模型已在车间运行。", "模型目前还在车间运行。"),
        (
            "5月粗钢产量8655万吨，同比下降3.2%。",
            "产品 | 5月产量（万吨） | 同比增长（%）\n粗钢 | 8655 | -3.2\n完。",
        ),
        ("5月集成电路产量461亿块。", "产品 | 5月产量（万吨）\n粗钢 | 8655\n集成电路（亿块） | 461\n完。"),
        ("绝对金额没有披露，规模难以判断。", "但绝对金额未披露，市场规模还难以判断。"),
        ("标注基地负责人盛苒的说法很直白：单价在十倍以上。", "基地负责人盛苒说，单价在十倍以上。"),
    ],
)
def test_they_are_not_objected_to(claim: str, text: str) -> None:
    verdict = _held(claim, text)
    assert verdict.status in ("supported", "unverified"), verdict.reasons


@pytest.mark.parametrize(
    "piece", ["粗钢 | 8655 | ", "严禁转售硬件、", "初审7月15日至24日，产量100吨，复审8月5日。"]
)
def test_time_grows_with_the_text(piece: str) -> None:
    def seconds(letters: int) -> float:
        source = Document(id="s", text=piece * (letters // len(piece)), published="2026-06-12")
        start = time.perf_counter()
        ground("初审7月15日至24日，产量100吨，不得转售硬件。", [source], day="2026-06-12")
        return time.perf_counter() - start

    seconds(2_000)
    assert seconds(80_000) < 12 * seconds(20_000) + 0.5  # four times the text; the square would be sixteen
