"""Silence where silence is right: an event known only in words the writer may not render becomes a placeholder, and no
event with usable sources does."""

from __future__ import annotations

from eval.score import Item, Score, failed, share
from eval.subject import Subject


def score(subject: Subject) -> Score:
    """One item for each expected abstention and each section about an expected event."""
    if not subject.issue.sections:
        return failed("abstention", "整期没有栏目")
    wanted = {rule.event: rule.why for rule in subject.golden.expectations.abstain}
    items: list[Item] = []
    seen: set[str] = set()
    for section in subject.issue.sections:
        event = subject.event_of(section) or f"section{section.number}"
        silent = not any(s.kind == "fact" for s in section.sentences)
        seen.add(event)
        if event in wanted:
            items.append(
                Item(
                    f"silent:{event}",
                    silent,
                    section.heading,
                    "" if silent else f"应留白（{wanted[event]}），却写了",
                )
            )
        elif any(event == known.id for kind, known in subject.golden.happenings() if kind == "must"):
            items.append(
                Item(f"said:{event}", not silent, section.heading, "有可用的来源，却留白了" if silent else "")
            )
    items += [
        Item(f"silent:{event}", True, event, "没有成栏，也就没有写") for event in wanted if event not in seen
    ]
    return share("abstention", items, "该写与该留白处", empty="idle")
