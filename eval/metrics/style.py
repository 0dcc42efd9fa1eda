"""The house's measures: lengths, a heading of two clauses, words it never uses, a judgement in every section."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.house import Style
from agent.models import Section
from eval.score import Item, Score, share
from eval.subject import Subject

_PERSON = re.compile(r"我们(?!国)|笔者|小编")


def score(subject: Subject) -> Score:
    """One item a rule and place."""
    style, issue = subject.house.style, subject.issue
    items = [_within("summary", "摘要", _length(s.text for s in issue.summary), style.summary)]
    items.append(_within("references", "参考文献", len(issue.references), style.references))
    for section in issue.sections:
        name = subject.event_of(section) or str(section.number)
        items += _section(section, name, style)
    text = "".join(s.text for s in issue.sentences() if s.kind != "placeholder")
    avoided = [word for word in style.avoid if word in text]
    items.append(
        Item(
            "avoid",
            not avoided,
            "、".join(avoided),
            f"用了本刊不用的词：{'、'.join(avoided)}" if avoided else "",
        )
    )
    person = _PERSON.findall(text)
    items.append(Item("person", not person, "、".join(person), "用了第一人称" if person else ""))
    return share("style", items, "体例要求")


def _section(section: Section, name: str, style: Style) -> list[Item]:
    heading = section.heading
    clauses = len([part for part in re.split(r"[，；：？！\s]", heading) if part])
    facts = _length(s.text for s in section.sentences if s.kind == "fact")
    views = _length(s.text for s in section.sentences if s.kind == "judgement")
    return [
        _within(f"heading:{name}", f"{name} 标题", len(heading), style.heading),
        Item(f"clauses:{name}", clauses >= 2, heading, "" if clauses >= 2 else "标题不是两个分句"),
        _within(f"fact:{name}", f"{name} 事实段", facts, style.fact),
        _within(f"judgement:{name}", f"{name} 研判段", views, style.judgement),
    ]


def _within(id: str, what: str, length: int, bounds: tuple[int, int]) -> Item:
    ok = bounds[0] <= length <= bounds[1]
    return Item(
        id, ok, f"{what} {length}", "" if ok else f"{what} {length}，应在 {bounds[0]} 至 {bounds[1]} 之间"
    )


def _length(texts: Iterable[str]) -> int:
    return sum(len(text) for text in texts)
