"""No section tells what another section, or an issue of the last days, has told.

Two texts are the same story when more than half of the shorter one's runs of four characters are in the other
(containment: Broder 1997).
"""

from __future__ import annotations

from eval.literal import plain
from eval.score import Item, Score, failed
from eval.subject import Subject

_MOST, _RUN = 0.5, 4


def score(subject: Subject) -> Score:
    """One item a section: 1 minus the largest containment is in its reason. An issue without facts fails."""
    texts = {
        section.number: "".join(s.text for s in section.sentences if s.kind == "fact")
        for section in subject.issue.sections
    }
    told = [(n, text) for n, text in texts.items() if text]
    if not told:
        return failed("duplication", "整期没有事实句")
    past = [
        (f"{e.date} 已报《{e.heading}》", f"{e.heading}{e.text}") for e in subject.golden.expectations.earlier
    ]
    items: list[Item] = []
    for number, text in told:
        others = past + [(f"第 {n} 栏", other) for n, other in told if n < number]
        worst, name = max(((_contained(text, other), who) for who, other in others), default=(0.0, ""))
        ok = worst <= _MOST
        event = subject.event_of(subject.issue.sections[number - 1]) or str(number)
        items.append(
            Item(event, ok, text[:60], "" if ok else f"与{name}重复 {worst:.0%}", where=f"{number}.1")
        )
    good = sum(item.ok for item in items)
    return Score(
        "duplication", round(good / len(items), 6), f"{len(items)} 栏中 {good} 栏不重复", tuple(items)
    )


def _contained(one: str, other: str) -> float:
    a, b = _runs(one), _runs(other)
    least = min(len(a), len(b))
    return len(a & b) / least if least else 0.0


def _runs(text: str) -> set[str]:
    folded = plain(text)
    return {folded[i : i + _RUN] for i in range(len(folded) - _RUN + 1)}
