"""The gate between a model and the issue: the same checker, over the same composing, that holds the finished issue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent.ground.report import FREE, check_issue
from agent.models import Assignment, Document, Draft, DraftSection, DraftSentence, Issue, Judge
from agent.text.names import known_forms, read_names
from agent.writer.compose import compose
from agent.writer.hostile import Planted, speaks_to_machines
from agent.writer.objection import Objection, objections
from agent.writer.same import figures
from agent.writer.style import Style, same

#: What is found wrong with each sentence, in order.
Findings = list[tuple[Objection, ...]]


@dataclass(frozen=True, slots=True)
class Gate:
    """Holds a model's sentences to form, to planted words and to their sources."""

    style: Style
    planted: Planted
    date: str
    judge: Judge | None = None

    def section(self, assignment: Assignment, drafted: Sequence[DraftSentence]) -> Findings:
        """For each sentence of one section its objections, none where it stands.

        A judgement without a citation is held against what the facts cite that stand themselves.
        """
        found: Findings = [self._form(sentence) for sentence in drafted]
        found = self._twice(drafted, found)
        while True:
            standing = [at for at, reasons in enumerate(found) if not reasons]
            facts = [at for at in standing if drafted[at].kind == "fact"]
            views = [at for at in standing if drafted[at].kind != "fact"]
            section = DraftSection(
                heading="",
                facts=tuple(drafted[at] for at in facts),
                judgements=tuple(drafted[at] for at in views),
            )
            refused = self._refused(assignment, section)
            odd = [at for at in standing if drafted[at].text in refused]
            for at in odd:
                found[at] = refused[drafted[at].text]
            if not odd:
                break
        return self._judged(assignment, drafted, found)

    def stands(self, assignment: Assignment, section: DraftSection) -> DraftSection:
        """A section that no model wrote, without the sentences that its sources do not bear out.

        Only the checker is asked: the house's manner is no reason to leave out an extract.
        """
        while True:
            refused = self._refused(assignment, section)
            kept = section.model_copy(
                update={
                    "facts": tuple(s for s in section.facts if _holds(s, refused)),
                    "judgements": tuple(s for s in section.judgements if _holds(s, refused)),
                }
            )
            if kept == section:
                return kept
            section = kept

    def issue(self, assignments: Sequence[Assignment], draft: Draft) -> dict[str, tuple[Objection, ...]]:
        """Sentence id (`0.2`, `3.0`) → objections, for the headings and 摘要 of a draft whose sections stand."""
        said = [
            (f"{assignment.number}.0", DraftSentence(text=section.heading, kind="heading"))
            for assignment, section in zip(assignments, draft.sections, strict=True)
        ]
        out: dict[str, tuple[Objection, ...]] = {}
        issue, documents = self._composed(assignments, draft)
        by_id = {document.id: document for document in documents.values()}
        for checked in check_issue(issue, documents).sentences:
            if (
                checked.verdict not in FREE
                and checked.id.split(".")[0] == "0"
                and checked.kind != "placeholder"
            ):
                out[checked.id] = objections(checked.reasons, by_id, checked.text)
            elif checked.verdict not in FREE and checked.kind == "heading":
                out[checked.id] = objections(checked.reasons, by_id, checked.text) or (
                    Objection("heading", "标题没有通过核对"),
                )
        for id, sentence in said:
            words = self.planted.in_text(sentence.text)
            more = self.style.heading(sentence.text) + (
                (Objection("planted", f"“{words}”"),) if words else ()
            )
            if more and not sentence.text.startswith("【编辑补写"):
                out[id] = out.get(id, ()) + more
        return out

    def line(self, assignments: Sequence[Assignment], sentence: DraftSentence) -> tuple[Objection, ...]:
        """What its sources object to in one sentence of 摘要."""
        issue, documents = self._composed(assignments, Draft(summary=(sentence,), sections=()))
        by_id = {document.id: document for document in documents.values()}
        checked = check_issue(issue, documents).sentences
        if not checked or checked[0].kind == "placeholder":
            return (Objection("unfound", "引文没有对上"),)
        if checked[0].verdict in FREE:
            return ()
        return objections(checked[0].reasons, by_id, checked[0].text) or (
            Objection("coverage", "没有通过核对"),
        )

    def summary(self, sentence: DraftSentence, sections: Sequence[DraftSection]) -> tuple[Objection, ...]:
        """What is wrong with a sentence of 摘要 beside its sources: its form, and words its sections do not say."""
        form = self._form(sentence)
        if form:
            return form
        said = [
            s.text
            for section in sections
            for s in (*section.facts, *section.judgements)
            if s.kind != "placeholder"
        ]
        if any(same(sentence.text, other) for other in said):
            return (Objection("repeat", "这一句与正文整句相同，请概括着写"),)
        beyond = _beyond(sentence.text, "\n".join(said))
        if beyond:
            return (Objection("section", f"各节里没有“{'”“'.join(beyond[:3])}”"),)
        return ()

    def _form(self, sentence: DraftSentence) -> tuple[Objection, ...]:
        words = self.planted.in_text(sentence.text)
        if words:
            return (Objection("planted", f"“{words}”出自对机器发的指令"),)
        if speaks_to_machines(sentence.text):
            return (Objection("planted", "这句话是对机器说的，不是新闻"),)
        return self.style.sentence(sentence)

    def _twice(self, drafted: Sequence[DraftSentence], found: Findings) -> Findings:
        for at, sentence in enumerate(drafted):
            if not found[at] and any(same(sentence.text, other.text) for other in drafted[:at]):
                found[at] = (Objection("repeat", "同一句话写了两遍"),)
        return found

    def _refused(self, assignment: Assignment, section: DraftSection) -> dict[str, tuple[Objection, ...]]:
        """Text of a sentence → objections."""
        issue, documents = self._composed([assignment], Draft(summary=(), sections=(section,)))
        by_id = {document.id: document for document in documents.values()}
        out: dict[str, tuple[Objection, ...]] = {}
        passed: set[str] = set()
        for checked in check_issue(issue, documents).sentences:
            if checked.verdict in FREE:
                passed.add(checked.text)
            else:
                out[checked.text] = objections(checked.reasons, by_id, checked.text) or (
                    Objection("coverage", "没有通过核对"),
                )
        for sentence in (*section.facts, *section.judgements):
            if sentence.text not in passed:
                out.setdefault(sentence.text, (Objection("unfound", "引文没有对上"),))
        return out

    def _composed(self, assignments: Sequence[Assignment], draft: Draft) -> tuple[Issue, dict[str, Document]]:
        issue = compose(draft, assignments, self.style.house, self.date)
        sources: Mapping[str, Document] = {s.id: s for a in assignments for s in (*a.sources, *a.background)}
        return issue, {key: sources[evidence.source_id] for key, evidence in issue.evidence.items()}

    def _judged(self, assignment: Assignment, drafted: Sequence[DraftSentence], found: Findings) -> Findings:
        """With a judge: its objections to the sentences that stand, in one call."""
        standing = [at for at, reasons in enumerate(found) if not reasons and drafted[at].quotes]
        if self.judge is None or not standing:
            return found
        sources = {s.id: s for s in (*assignment.sources, *assignment.background)}
        claims = [
            (
                drafted[at].text,
                [
                    _quoted(sources[id], drafted[at])
                    for id in dict.fromkeys(q.source_id for q in drafted[at].quotes)
                ],
            )
            for at in standing
        ]
        for at, reasons in zip(standing, self.judge.objections(claims), strict=True):
            found[at] = tuple(Objection("judge", reason.message) for reason in reasons)
        return found


def _beyond(text: str, body: str) -> list[str]:
    """Figures and names of `text` that `body` does not have. Whether what is said of them is true, its sources are asked."""
    known = figures(body)
    out = [figure for figure in sorted(figures(text)) if figure not in known]
    for name in read_names(text):
        sure = name.listed or name.kind in ("latin", "person", "title")
        if sure and not any(form in body for form in known_forms(name)):
            out.append(name.text)
    return out


def _holds(sentence: DraftSentence, refused: Mapping[str, object]) -> bool:
    return sentence.kind == "placeholder" or sentence.text not in refused


def _quoted(source: Document, sentence: DraftSentence) -> Document:
    """A source cut down to what a sentence quotes of it."""
    words = "\n".join(quote.words for quote in sentence.quotes if quote.source_id == source.id)
    return Document(
        id=source.id, text=words, title=source.title, publisher=source.publisher, published=source.published
    )
