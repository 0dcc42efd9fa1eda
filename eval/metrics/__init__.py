"""The metrics by name. Each lives in a file of its own with a function `score(subject) -> Score`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from eval.metrics import (
    abstention,
    citation_precision,
    citation_recall,
    dates,
    duplication,
    evidence,
    form,
    grounding,
    kept,
    key_facts,
    names,
    quantities,
    quotations,
    reading,
    references,
    sections,
    shielded,
    slate,
    style,
    traps,
)
from eval.score import Score, failed
from eval.subject import APPROVED, Subject

Whose = Literal["both", "writer", "approved"]


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric: its title, on whom it is measured, how far below the baseline its floor lies, and whether it is soft.

    `lasting`: its items are named by the golden day and must all be there again; else they are named by sentences a
    writer may leave out.
    """

    name: str
    title: str
    score: Callable[[Subject], Score]
    whose: Whose = "both"
    slack: float = 0.0
    soft: bool = False
    lasting: bool = False


_ALL = (
    Metric("grounding", "有据率", grounding.score),
    Metric("citation_recall", "引用召回（ALCE）", citation_recall.score),
    Metric("citation_precision", "引用精度（ALCE）", citation_precision.score, slack=0.01),
    Metric("quantities", "数字照原文", quantities.score),
    Metric("dates", "日期照原文", dates.score),
    Metric("names", "名称照原文", names.score),
    Metric("quotations", "引语照原文", quotations.score),
    Metric("evidence", "证据与原文一致", evidence.score),
    Metric("references", "参考文献", references.score),
    Metric("form", "brief.md 的样子", form.score),
    Metric("key_facts", "关键事实", key_facts.score, lasting=True),
    Metric("traps", "陷阱句", traps.score, lasting=True),
    Metric("shielded", "指令拦在模型之前", shielded.score, whose="writer", lasting=True),
    Metric("sections", "篇幅与栏目", sections.score, lasting=True),
    Metric("slate", "选题 nDCG", slate.score, whose="writer", lasting=True),
    Metric("reading", "来源读取", reading.score, whose="writer", lasting=True),
    Metric("abstention", "该留白处留白", abstention.score, whose="writer", lasting=True),
    Metric("duplication", "不重复", duplication.score, lasting=True),
    Metric("kept", "成稿留存率", kept.score, whose="writer", slack=0.03, soft=True),
    Metric("style", "本刊体例", style.score, slack=0.03, soft=True, lasting=True),
)
METRICS: dict[str, Metric] = {metric.name: metric for metric in _ALL}
#: Metrics that are not of one issue: made by `eval.planted`, `eval.handwritten`, `eval.retrieval_set`.
WHOLE = {
    "planted": Metric("planted", "埋错检出", lambda _: failed("planted", ""), lasting=True),
    "verdicts": Metric("verdicts", "埋错结论", lambda _: failed("verdicts", ""), lasting=True),
    "claims": Metric("claims", "手写句判定", lambda _: failed("claims", ""), lasting=True),
    "retrieval": Metric(
        "retrieval", "检索召回@5", lambda _: failed("retrieval", ""), slack=0.01, lasting=True
    ),
    "ranking": Metric("ranking", "检索 nDCG@5", lambda _: failed("ranking", ""), slack=0.01),
    "judge": Metric("judge", "模型评判", lambda _: failed("judge", ""), slack=0.02, soft=True),
}


def known(name: str) -> Metric:
    """The metric called so. KeyError for an unknown one."""
    return METRICS.get(name) or WHOLE[name]


def measure(subject: Subject, only: tuple[str, ...] = ()) -> dict[str, Score]:
    """Every metric that applies to the subject. One that breaks is a failed score with its error, never a pass."""
    role: Whose = "approved" if subject.name == APPROVED else "writer"
    out: dict[str, Score] = {}
    for name, metric in METRICS.items():
        if metric.whose not in ("both", role) or (only and name not in only):
            continue
        try:
            out[name] = metric.score(subject)
        except Exception as error:  # a scorer's fault must show as a failure of that metric alone
            out[name] = failed(name, f"计算出错（{type(error).__name__}：{error}）")
    return out
