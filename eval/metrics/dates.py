"""Every date of the issue stands in the cited source, or is the day the source was published."""

from __future__ import annotations

from collections.abc import Sequence

from agent.models import Document
from eval.literal import Day, days, english_days, english_months, years
from eval.metrics.grounding import claims
from eval.score import Item, Score, digest, share
from eval.subject import Subject


def score(subject: Subject) -> Score:
    """One item a date. An issue without dates is idle."""
    items: list[Item] = []
    for sentence in subject.report.sentences:
        if not claims(sentence):
            continue
        cited = subject.cited(sentence)
        for written, day in days(sentence.text):
            ok = _stands(day, cited)
            reason = "" if ok else f"“{written}”在所引来源中找不到"
            source = "" if ok else "；".join(f"{d.publisher} {d.day}" for d in cited)
            items.append(Item(digest(sentence.text, written), ok, sentence.text, reason, source, sentence.id))
    return share("dates", items, "日期", empty="idle")


def _stands(day: Day, documents: Sequence[Document]) -> bool:
    """Whether a source says this date: all that is said of it agrees, and what a source leaves out its own day fills in."""
    year, month, number = day
    for document in documents:
        text = f"{document.title}\n{document.text}"
        published = _published(document)
        for _, (y, m, d) in [("", published), *days(text)]:
            known = (y or published[0], m or published[1] if d else m, d)
            if (
                (year or known[0]) == known[0]
                and (month or known[1]) == known[1]
                and (number is None or number == known[2])
            ):
                return True
        if month and number and (month, number) in english_days(text):
            return True
        if (
            number is None
            and (month is None or month in english_months(text))
            and year in (None, *years(text))
        ):
            return bool(month or year)
    return False


def _published(document: Document) -> Day:
    parts = [int(part) if part.isdigit() else None for part in document.day.split("-")]
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else (None, None, None)
