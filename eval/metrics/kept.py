"""How much of what the writer wrote its own checker let through: the rest was withdrawn before the editor saw it."""

from __future__ import annotations

from eval.score import Item, Score, digest, failed, share
from eval.subject import Subject


def score(subject: Subject) -> Score:
    """One item a drafted sentence; a withdrawn one shows why. A model that wrote nothing has kept nothing: the issue is then
    the embedded writer's."""
    if subject.cost.get("asked") == 0:
        return failed("kept", "模型一句也没有写出，稿子全是摘录")
    items = [
        Item(digest(s.kind, s.text), True, s.text, where=s.id)
        for s in subject.report.sentences
        if s.kind in ("fact", "summary", "judgement")
    ]
    items += [
        Item(
            digest(gone["text"]),
            False,
            gone["text"],
            "；".join(gone["reasons"]) or gone["verdict"],
            where=gone["id"],
        )
        for gone in subject.dropped
    ]
    return share("kept", items, "写出的句子")
