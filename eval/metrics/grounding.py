"""Share of claim-bearing sentences that the checker lets through as supported.

Claim-bearing: everything but placeholders and judgements that say nothing to check (`opinion`).
"""

from __future__ import annotations

from agent.models import CheckedSentence
from eval.score import Item, Score, digest, share
from eval.subject import Subject


def score(subject: Subject) -> Score:
    """One item a sentence. An issue without a claim fails."""
    return share(
        "grounding", [_item(subject, s) for s in subject.report.sentences if claims(s)], "有主张的句子"
    )


def claims(sentence: CheckedSentence) -> bool:
    """Whether a sentence says something that can be checked."""
    return sentence.verdict not in ("placeholder", "opinion") and not sentence.text.startswith("【编辑补写")


def _item(subject: Subject, sentence: CheckedSentence) -> Item:
    ok = sentence.verdict == "supported"
    id = digest(sentence.kind, sentence.text)  # by its words: a sentence that moves stays the same
    reason = "" if ok else f"{sentence.verdict}：" + " ".join(reason.message for reason in sentence.reasons)
    return Item(id, ok, sentence.text, reason, subject.quoted(sentence)[:300], sentence.id)
