"""Citation recall as ALCE defines it (Gao et al. 2023, arXiv:2305.14627, §4): the share of statements that have
citations and are supported by them taken together. The entailment model is our checker's verdict."""

from __future__ import annotations

from eval.score import Item, Score, digest, share
from eval.subject import Subject


def score(subject: Subject) -> Score:
    """One item for each sentence that owes a citation (facts, 摘要)."""
    items = [
        Item(
            digest(s.kind, s.text),
            bool(s.cites) and s.verdict == "supported",
            s.text,
            "没有引用"
            if not s.cites
            else f"引用合起来不支持（{s.verdict}）"
            if s.verdict != "supported"
            else "",
            where=s.id,
        )
        for s in subject.report.sentences
        if s.kind in ("fact", "summary")
    ]
    return share("citation_recall", items, "应有引用的句子")
