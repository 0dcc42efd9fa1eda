"""What the checker does not let through is taken out of a machine's draft before the editor sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agent.ground.report import FREE, check_issue
from agent.house import Style
from agent.models import Document, Issue, Report, Section, Sentence
from agent.writer.heading import heading

Dropped = list[dict[str, Any]]


def settle(issue: Issue, documents: Mapping[str, Document], style: Style) -> tuple[Issue, Report, Dropped]:
    """The issue with only what is borne out, its report, and a record of every sentence taken out.

    A heading that what is left does not bear out is made again from it; where that fails too the editor writes it.
    """
    report = check_issue(issue, documents)
    issue, dropped = withdraw(issue, report)
    gone = dropped
    while gone:  # what leaned on a sentence that went may fall after it
        report = check_issue(issue, documents)
        issue, gone = withdraw(issue, report)
        dropped += gone
    for attempt in (_from_facts, _hole):
        wrong = {s.id: s for s in report.sentences if s.kind == "heading" and s.verdict not in FREE}
        if not any(f"{section.number}.0" in wrong and not _is_hole(section) for section in issue.sections):
            break
        for id, sentence in wrong.items():
            dropped.append(
                _record(id, sentence.text, sentence.verdict, [r.message for r in sentence.reasons])
            )
        sections = tuple(attempt(s, style) if f"{s.number}.0" in wrong else s for s in issue.sections)
        issue = issue.model_copy(update={"sections": sections})
        report = check_issue(issue, documents)
    return issue, report, dropped


def _from_facts(section: Section, style: Style) -> Section:
    """The section under a heading cut from its own facts."""
    facts = [s.text for s in section.sentences if s.kind == "fact"]
    return (
        section.model_copy(update={"heading": heading([], facts, facts, style.heading)})
        if facts
        else _hole(section, style)
    )


def _hole(section: Section, _style: Style) -> Section:
    return section.model_copy(update={"heading": "【编辑补写：标题】"})


def _is_hole(section: Section) -> bool:
    return section.heading.startswith("【编辑补写")


def _record(id: str, text: str, verdict: str, reasons: list[str]) -> dict[str, Any]:
    return {"id": id, "text": text, "verdict": verdict, "reasons": reasons}


def withdraw(issue: Issue, report: Report) -> tuple[Issue, Dropped]:
    """The issue without the sentences the checker does not let through, and a record of each.

    A machine's sentence that is not borne out is worth less than none. A section left without facts keeps a
    placeholder; ids are counted anew.
    """
    verdicts = {(s.id, s.text): s for s in report.sentences}
    dropped: Dropped = []

    def passes(sentence: Sentence) -> bool:
        verdict = verdicts[sentence.id, sentence.text]
        if sentence.kind == "placeholder" or verdict.verdict in FREE:
            return True
        dropped.append(
            _record(sentence.id, sentence.text, verdict.verdict, [r.message for r in verdict.reasons])
        )
        return False

    summary = _renumber(0, [s for s in issue.summary if passes(s)])
    sections = [_section(section, [s for s in section.sentences if passes(s)]) for section in issue.sections]
    if not dropped:
        return issue, dropped
    kept = issue.model_copy(update={"summary": summary, "sections": tuple(sections)})
    used = {key for sentence in kept.sentences() for key in sentence.cites}
    references = tuple(
        r.model_copy(update={"keys": tuple(k for k in r.keys if k in used)})
        for r in issue.references
        if used & set(r.keys)
    )
    evidence = {key: item for key, item in issue.evidence.items() if key in used}
    return kept.model_copy(update={"references": references, "evidence": evidence}), dropped


def _section(section: Section, sentences: list[Sentence]) -> Section:
    """What is left of a section, with a placeholder where a paragraph lost its beginning or all it had."""
    facts = [s for s in section.sentences if s.kind == "fact"]
    judgements = [s for s in section.sentences if s.kind == "judgement"]
    if facts and not any(s.kind == "fact" for s in sentences):
        sentences.insert(0, _asking("这一栏的事实没有通过核对，请据来源补写"))
    elif facts and facts[0] not in sentences:
        sentences.insert(0, _asking("这一栏的首句没有通过核对，请据来源说明是什么事"))
    if judgements and not any(s.kind == "judgement" for s in sentences):
        sentences.append(_asking("来源里没有可引的判断，请补写"))
    return section.model_copy(update={"sentences": _renumber(section.number, sentences)})


def _asking(what: str) -> Sentence:
    return Sentence(id="", kind="placeholder", text=f"【编辑补写：{what}。】")


def _renumber(number: int, sentences: list[Sentence]) -> tuple[Sentence, ...]:
    return tuple(s.model_copy(update={"id": f"{number}.{i}"}) for i, s in enumerate(sentences, 1))
