"""The slate against the expectations: nDCG of the chosen events in order of their score (Järvelin & Kekäläinen 2002).

Gain: 3 for an event that must be chosen, 1 for one that may be, 0 for the rest and for an event chosen twice.
"""

from __future__ import annotations

import math

from eval.score import Item, Score, digest, failed
from eval.subject import Subject

GAINS = {"must": 3.0, "may": 1.0, "must_not": 0.0}


def score(subject: Subject) -> Score:
    """The nDCG; items say which events were rightly chosen or left, and by which source a section should lead."""
    slate = subject.slate
    if slate is None or not slate.chosen:
        return failed("slate", "没有选出任何事件")
    kinds = {event.id: kind for kind, event in subject.golden.happenings()}
    chosen: dict[str, str] = {}
    gains: list[float] = []
    for picked in sorted(slate.chosen, key=lambda event: (-event.score, event.rank)):
        about = _about(subject, picked.sources)
        gains.append(0.0 if about in chosen else GAINS.get(kinds.get(about, ""), 0.0))
        chosen.setdefault(about, picked.sources[0])
    items: list[Item] = []
    for kind, event in subject.golden.happenings():
        there = event.id in chosen
        if kind == "must":
            items.append(Item(f"must:{event.id}", there, event.id, "" if there else "该选没选"))
        elif kind == "must_not":
            items.append(
                Item(f"not:{event.id}", not there, event.id, f"不该选：{event.why}" if there else "")
            )
        if event.lead and there:
            ok = chosen[event.id] == subject.files.get(event.lead)
            items.append(Item(f"lead:{event.id}", ok, event.lead, "" if ok else "首选来源不是它"))
    for picked in slate.chosen:
        told = "；".join(picked.reasons)
        name = f"why:{_about(subject, picked.sources) or picked.sources[0]}:{digest(picked.column, told)}"
        items.append(Item(name, bool(told), told, "" if told else "没有说明为什么选它"))
    twice = len(slate.chosen) - len({_about(subject, e.sources) or e.sources[0] for e in slate.chosen})
    items.append(Item("once", not twice, "一事一栏", f"有 {twice} 件事选了两遍" if twice else ""))
    best = sorted((GAINS[kind] for kind in kinds.values()), reverse=True)[: len(subject.house.columns)]
    value = _dcg(gains) / _dcg(best) if _dcg(best) else 0.0
    return Score("slate", round(value, 6), f"选出 {len(slate.chosen)} 件，nDCG {value:.3f}", tuple(items))


def _about(subject: Subject, sources: tuple[str, ...]) -> str:
    """The expected event that a chosen one is: the one its lead tells, else the one most of its sources tell."""
    votes = {event.id: len(subject.ids(event) & set(sources)) for _, event in subject.golden.happenings()}
    for _, event in subject.golden.happenings():
        if sources[0] in subject.ids(event):
            return event.id
    best = max(votes, key=lambda id: votes[id])
    return best if votes[best] else ""


def _dcg(gains: list[float]) -> float:
    return sum(gain / math.log2(at + 2) for at, gain in enumerate(gains))
