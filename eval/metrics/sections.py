"""The issue has as many sections as the day allows, and says so when the day is thin."""

from __future__ import annotations

from eval.score import Item, Score, share
from eval.subject import APPROVED, Subject


def score(subject: Subject) -> Score:
    """Items: not too few, not too many, what the notes must say, and the columns in the house's order."""
    bounds = subject.golden.expectations.sections
    count = len(subject.issue.sections)
    shown = f"{count} 栏（应为 {bounds.least} 至 {bounds.most} 栏）"
    items = [
        Item("least", count >= bounds.least, shown, "" if count >= bounds.least else "少了"),
        Item("most", count <= bounds.most, shown, "" if count <= bounds.most else "多了，像是凑数"),
        Item("summary", bool(subject.issue.summary), "摘要", "" if subject.issue.summary else "没有摘要"),
    ]
    items.append(_echo(subject))
    notes = "".join(subject.issue.notes)
    items += [
        Item(f"note:{words}", words in notes, notes, "" if words in notes else f"没有说明“{words}”")
        for words in subject.golden.expectations.notes_say
    ]
    if subject.slate and subject.name != APPROVED:
        order = [column.id for column in subject.house.columns]
        places = [order.index(event.column) for event in subject.slate.chosen if event.column in order]
        items.append(
            Item(
                "order",
                places == sorted(places),
                "栏目顺序",
                "" if places == sorted(places) else "栏目次序乱了",
            )
        )
    return share("sections", items, "篇幅要求")


def _echo(subject: Subject) -> Item:
    """摘要 tells what the sections tell: every source it cites is cited by one of them."""
    issue = subject.issue
    told = {
        issue.evidence[k].source_id
        for s in issue.sections
        for x in s.sentences
        for k in x.cites
        if k in issue.evidence
    }
    alone = [
        s
        for s in issue.summary
        for key in s.cites
        if key in issue.evidence and issue.evidence[key].source_id not in told
    ]
    reason = "" if not alone else f"摘要说了各栏没有说的事：{alone[0].text}"
    return Item("echo", not alone, "摘要只说各栏说过的事", reason, where=alone[0].id if alone else "")
