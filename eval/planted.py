"""Errors planted in the approved briefs: every operator of `eval.mutations`, and faults of citation and order.

Each planted sentence takes the place of the true one in the brief and goes through `check_issue` as the editor's text
would. What is let through is a miss.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agent.ground.report import check_issue
from agent.models import CheckedSentence, Section, Sentence
from eval.mutations import OPERATORS
from eval.score import Item, Score, digest, share
from eval.subject import Subject

#: Verdicts that reach a reader without a signature. Written down here: the checker's own list is what is tested.
PASSED = frozenset({"supported", "opinion"})
OBJECTIONS = frozenset({"contradicted", "unsupported", "misattributed"})
#: What CONTRACT.md calls a fault; every other planted error is an objection, not merely unverified.
VERDICTS = {
    "uncited": frozenset({"uncited"}),
    "lost": frozenset({"unsupported"}),
    "foreign": frozenset({"misattributed"}),
}
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_RANGE = re.compile(r"\D{0,3}[至到—~～]\D{0,2}$")


@dataclass(frozen=True, slots=True)
class Plant:
    """A sentence of an approved brief with one error: what it was, and what stands there now."""

    operator: str
    sentence: CheckedSentence
    planted: Sentence
    lost: bool = False  #: its source is taken away

    @property
    def id(self) -> str:
        """Operator and true sentence: `digit@` and a hash of its words."""
        return f"{self.operator}@{digest(self.sentence.kind, self.sentence.text)}"


def plants(subject: Subject) -> Iterator[Plant]:
    """Every error that can be planted in the brief's supported facts and 摘要, at most one a sentence and operator."""
    sound = [
        s for s in subject.report.sentences if s.kind in ("fact", "summary") and s.verdict == "supported"
    ]
    for sentence in sound:
        document = "\n".join(f"{d.title}\n{d.text}" for d in subject.cited(sentence))
        for name, mutate in OPERATORS.items():
            text = mutate(sentence.text, document, _seed(sentence))
            if text and text != sentence.text:
                yield Plant(name, sentence, _with(sentence, text))
        for name, fault in _FAULTS.items():
            planted = fault(sentence, subject)
            if planted:
                yield Plant(name, sentence, planted, lost=name == "lost")


def verdict(subject: Subject, plant: Plant) -> CheckedSentence:
    """What the checker says of the brief's sentence with the error in it."""
    documents = dict(subject.documents)
    if plant.lost:
        documents = {key: d for key, d in documents.items() if key not in plant.planted.cites}
    section = Section(number=1, heading="", sentences=(plant.planted,))
    issue = subject.issue.model_copy(
        update={"summary": (), "sections": (section,), "evidence": dict(subject.issue.evidence)}
    )
    return next(s for s in check_issue(issue, documents).sentences if s.id == plant.planted.id)


def score(subject: Subject) -> dict[str, Score]:
    """`planted`: one item an error, caught or let through. `verdicts`: of those caught, whether the verdict is the one
    CONTRACT.md has for such an error. A brief in which nothing could be planted fails both."""
    items: list[Item] = []
    named: list[Item] = []
    for plant in plants(subject):
        found = verdict(subject, plant)
        ok = found.verdict not in PASSED
        reason = "" if ok else f"埋的错没有被发现（{plant.operator}），原句：{plant.sentence.text}"
        items.append(Item(plant.id, ok, plant.planted.text, reason, where=plant.sentence.id))
        if ok:
            right = found.verdict in VERDICTS.get(plant.operator, OBJECTIONS)
            reason = (
                ""
                if right
                else f"{plant.operator} 应得 {'/'.join(sorted(VERDICTS.get(plant.operator, OBJECTIONS)))}，得了 {found.verdict}"
            )
            named.append(Item(plant.id, right, plant.planted.text, reason, where=plant.sentence.id))
    return {"planted": share("planted", items, "埋下的错"), "verdicts": share("verdicts", named, "结论")}


def _seed(sentence: CheckedSentence) -> int:
    return sum(ord(char) * (at + 1) for at, char in enumerate(sentence.text)) % (1 << 30)


def _with(sentence: CheckedSentence, text: str, cites: tuple[str, ...] | None = None) -> Sentence:
    return Sentence(
        id=sentence.id, kind=sentence.kind, text=text, cites=sentence.cites if cites is None else cites
    )


def _uncited(sentence: CheckedSentence, _: Subject) -> Sentence | None:
    """The footnotes dropped."""
    return _with(sentence, sentence.text, ())


def _lost(sentence: CheckedSentence, _: Subject) -> Sentence | None:
    """The cited source taken out of the archive."""
    return _with(sentence, sentence.text)


def _foreign(sentence: CheckedSentence, subject: Subject) -> Sentence | None:
    """The footnotes of another story."""
    mine = {document.id for document in subject.cited(sentence)}
    others = [key for key, document in subject.documents.items() if document.id not in mine]
    if not others or not _FIGURE.search(sentence.text):
        return None
    return _with(sentence, sentence.text, (random.Random(_seed(sentence)).choice(sorted(others)),))


def _swapped(sentence: CheckedSentence, _: Subject) -> Sentence | None:
    """Two figures of the sentence in each other's place."""
    spots = [
        m for m in _FIGURE.finditer(sentence.text) if sentence.text[m.end() : m.end() + 1] not in "年月日"
    ]
    for one in spots:
        for other in spots:
            unit, same = (sentence.text[m.end() : m.end() + 1] for m in (one, other))
            between = sentence.text[one.end() : other.start()]
            if _RANGE.match(between):  # 9%至12% the other way round is the same range
                continue
            if one.start() < other.start() and one[0] != other[0] and unit == same and unit:
                text = sentence.text
                text = (
                    text[: one.start()]
                    + other[0]
                    + text[one.end() : other.start()]
                    + one[0]
                    + text[other.end() :]
                )
                return _with(sentence, text)
    return None


_FAULTS: dict[str, Callable[[CheckedSentence, Subject], Sentence | None]] = {
    "uncited": _uncited,
    "lost": _lost,
    "foreign": _foreign,
    "swapped": _swapped,
}
#: Every operator a gate must turn red for.
ALL = (*OPERATORS, *_FAULTS)
