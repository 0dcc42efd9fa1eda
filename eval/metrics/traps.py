"""Traps: sentences that must not be in the issue, in its headings, notes or references either."""

from __future__ import annotations

from collections.abc import Iterator

from eval.days import Trap
from eval.literal import plain
from eval.score import Item, Score, share
from eval.subject import Subject


def score(subject: Subject) -> Score:
    """One item a trap. A day without traps is idle; an issue without a sentence fails."""
    lines = list(_lines(subject))
    if not lines:
        return Score("traps", 0.0, "整期没有句子", (), "failed")
    items = [_item(trap, lines) for trap in subject.golden.expectations.traps]
    return share("traps", items, "陷阱", empty="idle")


def _lines(subject: Subject) -> Iterator[tuple[str, str]]:
    for sentence in subject.issue.sentences():
        yield (
            sentence.id,
            sentence.text,
        )  # placeholders too: what they show of a source stands before the editor
    for note in subject.issue.notes:
        yield "note", note
    for number, line in enumerate(subject.issue.references, 1):
        yield f"ref{number}", line.purpose


def _item(trap: Trap, lines: list[tuple[str, str]]) -> Item:
    for where, text in lines:
        folded = plain(text)
        if not all(plain(word) in folded for word in trap.say):
            continue
        if any(plain(word) in folded for word in trap.unless.split(" / ") if word):
            continue
        return Item(trap.id, False, text, f"不该有：{trap.why}", where=where)
    return Item(trap.id, True, "、".join(trap.say))
