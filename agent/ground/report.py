"""A whole issue held against its evidence: structure first, then every sentence by `ground`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agent.ground.ground import ground
from agent.models import (
    CheckedSentence,
    Document,
    Evidence,
    Issue,
    Reason,
    Report,
    Section,
    Sentence,
    Span,
    Verdict,
)
from agent.text.marks import in_title_marks

#: Verdicts that reach a reader without a signature.
FREE = frozenset({"supported", "opinion"})
#: Kinds of sentence that answer for their own citations.
_CITING = frozenset({"fact", "summary"})


def check_issue(issue: Issue, documents: Mapping[str, Document]) -> Report:
    """A verdict for every sentence of `issue`.

    `documents` holds, by key of evidence, the source as it stood when cited (same text hash), with spans of
    `issue.evidence` valid in it. A key that is missing there has no source any more: sentences that rest on it alone
    are unsupported.
    """
    checker = _Checker(issue, documents)
    out = [checker.summary(sentence) for sentence in issue.summary]
    for section in issue.sections:
        out.append(checker.heading(section))
        out += [checker.body(sentence, section) for sentence in section.sentences]
    return Report(date=issue.date, sentences=tuple(out))


class _Checker:
    def __init__(self, issue: Issue, documents: Mapping[str, Document]) -> None:
        self.issue, self.documents = issue, documents
        self._all = {document.id: document for document in documents.values()}

    def summary(self, sentence: Sentence) -> CheckedSentence:
        """A sentence of 摘要: a fact that needs its citation."""
        return self._cited(sentence)

    def body(self, sentence: Sentence, section: Section) -> CheckedSentence:
        """A fact by its citations; a judgement by its citations, else by all that the section cites."""
        if sentence.kind == "judgement" and not sentence.cites:
            return self._held(sentence, section_keys(section))
        return self._cited(sentence)

    def heading(self, section: Section) -> CheckedSentence:
        """What a heading says must stand in its section."""
        sentence = Sentence(id=f"{section.number}.0", kind="heading", text=section.heading)
        if section.heading.startswith("【编辑补写"):
            reason = Reason(
                kind="placeholder", claim_span=(0, len(section.heading)), message="这个标题等编辑来写。"
            )
            return _checked(sentence, Verdict(status="placeholder", reasons=(reason,)))
        keys = section_keys(section)
        if not keys:  # nothing to hold it against: free only where it says nothing that could be held
            return _checked(sentence, ground(section.heading, (), kind="judgement", day=self.issue.date))
        return self._held(sentence, keys)

    def _cited(self, sentence: Sentence) -> CheckedSentence:
        whole = (0, len(sentence.text))
        if sentence.kind == "placeholder":
            reason = Reason(kind="placeholder", claim_span=whole, message="这里等编辑补写。")
            return _checked(sentence, Verdict(status="placeholder", reasons=(reason,)))
        if not sentence.cites:
            reason = Reason(
                kind="uncited", claim_span=whole, message="这句话没有脚注；请补上来源，或移到【研判】。"
            )
            return _checked(sentence, Verdict(status="uncited", reasons=(reason,)))
        return self._held(sentence, sentence.cites)

    def _held(self, sentence: Sentence, keys: Sequence[str]) -> CheckedSentence:
        lost = self._lost(sentence, keys)
        usable = [key for key in keys if key in self.documents and key in self.issue.evidence]
        if not usable:
            return _checked(sentence, Verdict(status="unsupported", reasons=lost))
        sources: dict[str, Document] = {}
        spans: dict[str, list[Span]] = {}
        for key in usable:
            document = self.documents[key]
            sources[document.id] = document
            spans.setdefault(document.id, []).append(self.issue.evidence[key].span)
        others = [d for d in self._all.values() if d.id not in sources] if sentence.kind in _CITING else []
        verdict = ground(
            sentence.text,
            [*sources.values(), *others],
            cites=list(sources),
            spans=spans,
            kind=sentence.kind,
            day=self.issue.date,
        )
        if verdict.status in ("unsupported", "contradicted") and sentence.kind in _CITING:
            verdict = self._nearby(sentence, list(sources.values())) or verdict
        if lost and sentence.kind != "heading":
            verdict = verdict.model_copy(update={"status": "unsupported", "reasons": lost + verdict.reasons})
        return _checked(sentence, verdict)

    def _nearby(self, sentence: Sentence, sources: list[Document]) -> Verdict | None:
        """misattributed, where the cited source bears the sentence out in other words than those cited."""
        found = ground(sentence.text, sources, kind=sentence.kind, day=self.issue.date)
        if found.status != "supported" or not found.matched:
            return None
        at = found.matched[0]
        said = next(d for d in sources if d.id == at.source_id).text[slice(*at.source_span)]
        message = f"所引的原文没有这样说，同一来源的另一处说了（“{said[:40]}”），请改引那一处。"
        reason = Reason(
            kind="citation", claim_span=(0, len(sentence.text)), message=message,
            source_id=at.source_id, source_span=at.source_span,
        )  # fmt: skip
        return Verdict(status="misattributed", reasons=(reason,), matched=found.matched)

    def _lost(self, sentence: Sentence, keys: Sequence[str]) -> tuple[Reason, ...]:
        """Objections to footnotes that point nowhere, or whose source no longer says the quoted words."""
        whole = (0, len(sentence.text))
        out: list[Reason] = []
        for key in keys:
            evidence = self.issue.evidence.get(key)
            if evidence is None:
                out.append(
                    Reason(kind="citation", claim_span=whole, message=f"脚注 [^{key}] 没有对应的证据。")
                )
            elif key not in self.documents:
                out.append(
                    Reason(
                        kind="citation",
                        claim_span=whole,
                        message=f"脚注 [^{key}] 的来源（{name(evidence)}）已找不到引文。",
                    )
                )
        return tuple(out)


def section_keys(section: Section) -> tuple[str, ...]:
    """All evidence a section cites, in order of first use."""
    return tuple(dict.fromkeys(key for sentence in section.sentences for key in sentence.cites))


def name(evidence: Evidence) -> str:
    """A source as a sentence names it: `国家数据局《……》`."""
    return f"{evidence.publisher}{in_title_marks(evidence.title)}" or evidence.source_id


def _checked(sentence: Sentence, verdict: Verdict) -> CheckedSentence:
    return CheckedSentence(
        id=sentence.id,
        kind=sentence.kind,
        text=sentence.text,
        cites=sentence.cites,
        verdict=verdict.status,
        reasons=verdict.reasons,
        matched=verdict.matched,
    )
