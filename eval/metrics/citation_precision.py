"""Citation precision as ALCE defines it (Gao et al. 2023, arXiv:2305.14627, §4).

A citation is irrelevant when it alone does not support the statement and the others support it without it. Only
citations of statements that are supported as a whole can be precise.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent.ground import ground
from agent.models import CheckedSentence, Document, Span
from eval.score import Item, Score, digest, share
from eval.subject import Subject


def score(subject: Subject) -> Score:
    """One item for each citation."""
    items: list[Item] = []
    for sentence in subject.report.sentences:
        if sentence.kind in ("fact", "summary"):
            items += [_item(subject, sentence, key) for key in sentence.cites]
    return share("citation_precision", items, "引用")


def _item(subject: Subject, sentence: CheckedSentence, key: str) -> Item:
    id = digest(sentence.kind, sentence.text, key)
    if sentence.verdict != "supported":
        return Item(id, False, sentence.text, "这句话本身没有得到支持", where=sentence.id)
    if len(sentence.cites) == 1 or _supports(subject, sentence, [key]):
        return Item(id, True, sentence.text, where=sentence.id)
    others = [other for other in sentence.cites if other != key]
    if _supports(subject, sentence, others):
        return Item(id, False, sentence.text, f"[^{key}] 去掉也一样有据，是多余的引用", where=sentence.id)
    return Item(id, True, sentence.text, where=sentence.id)


def _supports(subject: Subject, sentence: CheckedSentence, keys: Sequence[str]) -> bool:
    documents: dict[str, Document] = {}
    spans: dict[str, list[Span]] = {}
    for key in keys:
        if key not in subject.documents:
            return False
        document = subject.documents[key]
        documents[document.id] = document
        spans.setdefault(document.id, []).append(subject.issue.evidence[key].span)
    verdict = ground(
        sentence.text, list(documents.values()), spans=spans, kind=sentence.kind, day=subject.issue.date
    )
    return verdict.status == "supported"
