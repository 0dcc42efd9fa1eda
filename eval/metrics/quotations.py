"""Every quotation of the issue stands word for word in a cited source."""

from __future__ import annotations

from eval.literal import plain, quotations
from eval.metrics.grounding import claims
from eval.score import Item, Score, digest, share
from eval.subject import Subject


def score(subject: Subject) -> Score:
    """One item a quotation. An issue without any is idle."""
    items: list[Item] = []
    for sentence in subject.report.sentences:
        if not claims(sentence):
            continue
        text = plain("\n".join(f"{d.title}\n{d.text}" for d in subject.cited(sentence)))
        for words in quotations(sentence.text):
            ok = plain(words) in text
            reason = "" if ok else f"引语“{words}”在所引来源中不是这样"
            items.append(Item(digest(sentence.text, words), ok, sentence.text, reason, where=sentence.id))
    return share("quotations", items, "引语", empty="idle")
