"""Coverage of the day's key facts: value and subject in one sentence, who and when in the section that holds it."""

from __future__ import annotations

from eval.days import Fact
from eval.literal import plain
from eval.score import Item, Score, share
from eval.subject import Subject

_SEPARATOR = " / "


def score(subject: Subject) -> Score:
    """One item a fact. Placeholders say nothing of their own but show the source's words, which counts."""
    return share(
        "key_facts", [_item(subject, fact) for fact in subject.golden.expectations.facts], "关键事实"
    )


def _item(subject: Subject, fact: Fact) -> Item:
    text = " ".join(part for part in (fact.who, fact.when, fact.what, fact.value) if part)
    parts = [list(subject.issue.summary), *(list(section.sentences) for section in subject.issue.sections)]
    near = ""
    for sentences in parts:
        paragraph = "".join(sentence.text for sentence in sentences)
        for sentence in sentences:
            if not (_says(sentence.text, fact.value) and _says(sentence.text, fact.what)):
                continue
            missing = [word for word in (fact.who, fact.when) if not _says(paragraph, word)]
            if not missing:
                return Item(fact.id, True, text, where=sentence.id)
            near = f"{sentence.id} 有这个事实，但没有交代“{'”“'.join(missing)}”"
    return Item(fact.id, False, text, near or "没有一句写到")


def _says(text: str, wanted: str) -> bool:
    return not wanted.strip() or any(
        plain(one).lower() in plain(text).lower() for one in wanted.split(_SEPARATOR)
    )
