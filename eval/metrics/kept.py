"""How much of what the writer wrote its own checker let through: the rest was withdrawn before the editor saw it."""

from __future__ import annotations

from eval.score import Item, Score, digest, share
from eval.subject import Subject


def score(subject: Subject) -> Score:
    """One item a drafted sentence; a withdrawn one shows why."""
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
