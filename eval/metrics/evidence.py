"""Every footnote is what CONTRACT.md says: its key comes from the text and the span, its words stand there, and its
publisher, title and day are the source's."""

from __future__ import annotations

from agent.models import Evidence
from agent.writer.keys import evidence_key
from eval.score import Item, Score, share
from eval.subject import Subject


def score(subject: Subject) -> Score:
    """One item a footnote in use."""
    used = dict.fromkeys(key for sentence in subject.report.sentences for key in sentence.cites)
    return share("evidence", [_item(subject, key) for key in used], "脚注")


def _item(subject: Subject, key: str) -> Item:
    evidence = subject.issue.evidence.get(key)
    if evidence is None or key not in subject.documents:
        return Item(key, False, key, "脚注没有证据，或来源已找不到")
    fault = _fault(subject, key, evidence)
    return Item(key, not fault, evidence.quote, fault, evidence.title)


def _fault(subject: Subject, key: str, evidence: Evidence) -> str:
    document = subject.documents[key]
    if document.text[slice(*evidence.span)] != evidence.quote:
        return "引文与原文的这一段不同"
    wanted = evidence_key(document.text, evidence.span, len(key) - 1)
    if key != wanted:
        return f"键应是 {wanted}"
    said = (evidence.publisher, evidence.title, evidence.published[:10], evidence.url)
    known = (document.publisher, document.title, document.day, document.url)
    return "" if said == known else f"出处写作 {said}，来源是 {known}"
