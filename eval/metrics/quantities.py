"""Every figure of the issue stands in the words it cites, as written or as the same amount in another scale."""

from __future__ import annotations

from eval.literal import figures, values
from eval.metrics.grounding import claims
from eval.score import Item, Score, digest, share
from eval.subject import Subject


def score(subject: Subject) -> Score:
    """One item a figure. An issue without figures is idle."""
    items: list[Item] = []
    for sentence in subject.report.sentences:
        if not claims(sentence):
            continue
        quoted = subject.quoted(sentence)
        known = values(quoted)
        for written, amount in figures(sentence.text):
            ok = amount in known
            items.append(
                Item(
                    digest(sentence.text, written), ok, sentence.text,
                    "" if ok else f"“{written}”在引文中找不到", "" if ok else quoted[:300], sentence.id,
                )
            )  # fmt: skip
    return share("quantities", items, "数字", empty="idle")
