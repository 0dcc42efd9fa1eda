"""An issue as brief.md: the file the editor edits. The reader of what she left is `agent.render.reader`."""

from __future__ import annotations

import re

from agent.models import Evidence, Issue, Reference, Section, Sentence
from agent.render.numbering import chinese_number
from agent.text.marks import in_title_marks

SCHEMA = "draft.issue/1"
LABELS = {"fact": "【事实】", "judgement": "【研判】"}
SUMMARY, REFERENCES = "摘要", "参考文献"


def to_markdown(issue: Issue) -> str:
    """brief.md of CONTRACT.md: front matter, 摘要, sections, 参考文献, then a footnote for each piece of evidence."""
    head = [f"schema: {SCHEMA}", f"house: {issue.house}", f"date: {issue.date}", f"writer: {issue.writer}"]
    if issue.sample:
        head.append("sample: true")
    blocks = ["---\n" + "\n".join(head) + "\n---", f"# {issue.title}"]
    blocks += [f"> {note}" for note in issue.notes]
    if issue.summary:
        blocks += [f"## {SUMMARY}", _run(issue.summary)]
    for section in issue.sections:
        blocks.append(section_block(section))
    if issue.references:
        blocks.append(f"## {REFERENCES}")
        blocks.append("\n".join(reference_line(r) for r in issue.references))
    notes = [footnote(issue.evidence[key]) for key in _order(issue) if key in issue.evidence]
    if notes:
        blocks.append("\n".join(notes))
    return "\n\n".join(blocks) + "\n"


def section_block(section: Section) -> str:
    """One section as brief.md has it: its heading and its labelled paragraphs."""
    heading = f"## {chinese_number(section.number)}、{section.heading}"
    return "\n\n".join([heading, *_paragraphs(section)])


def reference_line(reference: Reference) -> str:
    """`- 发布者 | 题名 | 日期 | 用于核验……。[^k7f3a2]`."""
    cells = f"{_cell(reference.publisher)} | {_cell(reference.title)} | {reference.day} | {reference.purpose}"
    return f"- {cells}{_marks(reference.keys)}"


def footnote(evidence: Evidence) -> str:
    """`[^k7f3a2]: 发布者《题名》，日期：“被依据的原文” <地址>`."""
    quote = re.sub(r"\s+", " ", evidence.quote).strip()
    where = f" <{evidence.url}>" if evidence.url else ""
    day = evidence.published[:10] or "日期不详"
    return f"[^{evidence.key}]: {evidence.publisher or '发布者不详'}{in_title_marks(evidence.title)}，{day}：“{quote}”{where}"


def _paragraphs(section: Section) -> list[str]:
    """The section's sentences as labelled paragraphs, a new one where the kind changes; placeholders stay in place."""
    out: list[tuple[str, list[Sentence]]] = []
    for sentence in section.sentences:
        kind: str = sentence.kind
        if kind == "placeholder":
            kind = sentence_side(section, sentence)
        if not out or out[-1][0] != kind:
            out.append((kind, []))
        out[-1][1].append(sentence)
    return [LABELS[kind] + _run(sentences) for kind, sentences in out]


def sentence_side(section: Section, placeholder: Sentence) -> str:
    """Whether a placeholder stands among facts or in the judgement: judgement once one was seen, or when it is last."""
    before = [s.kind for s in section.sentences[: section.sentences.index(placeholder)]]
    if "judgement" in before:
        return "judgement"
    return "judgement" if "fact" in before and placeholder == section.sentences[-1] else "fact"


def _run(sentences: tuple[Sentence, ...] | list[Sentence]) -> str:
    """Sentences one after another with their marks, a space between two English ones."""
    text, last = "", ""
    for sentence in sentences:
        if last and last[-1].isascii() and sentence.text[:1].isascii():
            text += " "
        text += sentence.text + _marks(sentence.cites)
        last = sentence.text
    return text


def _marks(keys: tuple[str, ...]) -> str:
    return "".join(f"[^{key}]" for key in keys)


def _cell(text: str) -> str:
    """Text that cannot be taken for a column separator or a line break."""
    return re.sub(r"\s+", " ", text.replace("|", "｜")).strip()


def _order(issue: Issue) -> list[str]:
    """Keys of all evidence in order of first use, the unused ones last."""
    order: dict[str, None] = {}
    for sentence in issue.sentences():
        order.update(dict.fromkeys(sentence.cites))
    for reference in issue.references:
        order.update(dict.fromkeys(reference.keys))
    order.update(dict.fromkeys(issue.evidence))
    return list(order)
