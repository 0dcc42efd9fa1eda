"""brief.md as the editor left it → Issue. Forgiving in form, strict in what it loses: nothing she wrote is dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from agent.errors import NewerSchema, UsageError
from agent.models import Evidence, Frozen, Issue, Reference, Section, Sentence, SentenceKind
from agent.render.markdown import REFERENCES, SCHEMA, SUMMARY
from agent.render.numbering import split_number
from agent.text.sentences import sentences

_MARK = re.compile(r"\s*\[\^([^\]\s]+)\]")
_NOTE = re.compile(r"^\[\^([^\]\s]+)\]:\s?(.*)$")
_LABEL = re.compile(r"^\s*[【\[](事实|研判)[】\]]\s*[:：]?\s*")
_PLACEHOLDER = re.compile(r"【编辑补写[:：]?[^】]*】[。！？]?")
_CJK_END = re.compile(r"[\u3000-\u9fff\uff00-\uffef“”‘’…—]$")


class Trouble(Frozen):
    """Something in the file's form that the editor should know: the line (1-based) and one sentence."""

    line: int
    message: str


class Reading(Frozen):
    """What a brief.md says: the issue, its lines' troubles, and where each sentence begins (line, 1-based)."""

    issue: Issue
    troubles: tuple[Trouble, ...] = ()
    lines: Mapping[str, int] = {}


class _Block(Frozen):
    line: int
    text: str


def read_markdown(text: str, evidence: Mapping[str, Evidence] | None = None) -> Reading:
    """Read brief.md. `evidence` (of evidence.json) is carried into the issue.

    Raises UsageError when the front matter is missing or broken, NewerSchema for a later format.
    """
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    head, body_at = _front_matter(lines)
    return _Reader(lines, body_at, head, dict(evidence or {})).read()


def _front_matter(lines: list[str]) -> tuple[dict[str, object], int]:
    start = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if not lines or lines[start].strip() != "---":
        raise UsageError(
            "brief.md 开头缺少 --- 包起来的说明（schema、house、date、writer）；请照 brief.md 的样子补上。"
        )
    end = next((i for i in range(start + 1, len(lines)) if lines[i].strip() == "---"), None)
    if end is None:
        raise UsageError(f"brief.md 第 {start + 1} 行的 --- 没有配对的结尾；请补上一行 ---。")
    try:
        head = yaml.safe_load("\n".join(lines[start + 1 : end])) or {}
    except yaml.YAMLError as error:
        raise UsageError(f"brief.md 开头的说明读不懂：{error}。") from error
    if not isinstance(head, dict):
        raise UsageError("brief.md 开头的说明应是“名字: 值”的几行。")
    schema = str(head.get("schema", SCHEMA))
    if schema != SCHEMA:
        raise NewerSchema(f"brief.md 的 schema 是 {schema}，这个版本只认得 {SCHEMA}；请升级 draft。")
    for key in ("house", "date"):
        if not head.get(key):
            raise UsageError(f"brief.md 开头的说明缺少 {key}。")
    return head, end + 1


class _Reader:
    """One pass over the blocks of a brief.md."""

    def __init__(
        self, lines: list[str], at: int, head: dict[str, object], evidence: dict[str, Evidence]
    ) -> None:
        self.lines, self.at, self.head, self.evidence = lines, at, head, evidence
        self.troubles: list[Trouble] = []
        self.where: dict[str, int] = {}
        self.title = ""
        self.notes: list[str] = []
        self.summary: list[Sentence] = []
        self.sections: list[Section] = []
        self.references: list[Reference] = []
        self.defined: dict[str, int] = {}
        self.used: dict[str, int] = {}

    def read(self) -> Reading:
        place = "top"
        for block in self._blocks():
            heading = re.match(r"^(#{1,6})\s*(.*?)\s*#*$", block.text)
            if heading:
                place = self._heading(len(heading[1]), heading[2].strip("* "), block.line, place)
            elif place == "top":
                self.notes.append(block.text.lstrip("> ").strip())
            elif place == "references":
                self._reference(block)
            else:
                self._paragraph(block, place)
        self._check_notes()
        issue = Issue(
            house=str(self.head["house"]),
            date=str(self.head["date"]),
            writer=str(self.head.get("writer", "")),
            title=self.title,
            summary=tuple(self.summary),
            sections=tuple(self.sections),
            references=tuple(self.references),
            evidence=self.evidence,
            notes=tuple(note for note in self.notes if note),
            sample=bool(self.head.get("sample", False)),
        )
        return Reading(issue=issue, troubles=tuple(self.troubles), lines=self.where)

    def _blocks(self) -> list[_Block]:
        """Headings, list items and paragraphs (their lines joined); footnote definitions are taken out."""
        out: list[_Block] = []
        text, line = "", 0
        for number, raw in enumerate(self.lines[self.at :], self.at + 1):
            stripped = raw.strip()
            note = _NOTE.match(stripped)
            alone = stripped.startswith(("#", "- ", "* ", ">")) or note is not None
            if not stripped or alone:
                if text:
                    out.append(_Block(line=line, text=text))
                text = ""
            if note:
                if note[1] in self.defined:
                    self._trouble(
                        number, f"脚注 [^{note[1]}] 定义了两次（第 {self.defined[note[1]]} 行已有）。"
                    )
                self.defined[note[1]] = number
            elif alone:
                out.append(_Block(line=number, text=stripped))
            elif stripped:
                line = number if not text else line
                text += (
                    stripped if not text or _CJK_END.search(text) or text.endswith("]") else " " + stripped
                )
        if text:
            out.append(_Block(line=line, text=text))
        return out

    def _heading(self, level: int, text: str, line: int, place: str) -> str:
        if level == 1 and not self.title:
            self.title = text
            return "top"
        if text.replace(" ", "") == SUMMARY:
            return "summary"
        if text.replace(" ", "") == REFERENCES:
            return "references"
        number, heading = split_number(_MARK.sub("", text))
        expected = len(self.sections) + 1
        if number is not None and number != expected:
            self._trouble(line, f"栏目写作“{text[:12]}”，按顺序是第 {expected} 栏；编号以顺序为准。")
        self.sections.append(Section(number=expected, heading=heading, sentences=()))
        self.where[f"{expected}.0"] = line
        return "section"

    def _paragraph(self, block: _Block, place: str) -> None:
        label = _LABEL.match(block.text)
        body = block.text[label.end() :] if label else block.text
        kind: SentenceKind = "summary" if place == "summary" else "fact"
        if label and label[1] == "研判":
            kind = "judgement"
        number = 0 if place == "summary" else len(self.sections)
        known = self.summary if place == "summary" else list(self.sections[-1].sentences)
        for text, cites, placeholder in split_paragraph(body):
            id = f"{number}.{len(known) + 1}"
            for key in cites:
                self.used.setdefault(key, block.line)
            known.append(Sentence(id=id, kind="placeholder" if placeholder else kind, text=text, cites=cites))
            self.where[id] = block.line
        if place == "summary":
            self.summary = known
        else:
            self.sections[-1] = self.sections[-1].model_copy(update={"sentences": tuple(known)})

    def _reference(self, block: _Block) -> None:
        keys = tuple(_MARK.findall(block.text))
        cells = [cell.strip() for cell in _MARK.sub("", block.text).lstrip("-* ").split("|")]
        if len(cells) != 4:
            self._trouble(
                block.line, "参考文献应是“发布者 | 题名 | 日期 | 用于……”四栏；这一行没有读成，请改正。"
            )
            cells = [*[*cells, "", "", ""][:3], " ".join(cells[3:])]
        self.references.append(
            Reference(publisher=cells[0], title=cells[1], day=cells[2], purpose=cells[3], keys=keys)
        )

    def _check_notes(self) -> None:
        for key, line in self.used.items():
            if key not in self.evidence and key not in self.defined:
                self._trouble(line, f"脚注 [^{key}] 没有对应的证据，也没有定义；请删去或改成已有的脚注。")

    def _trouble(self, line: int, message: str) -> None:
        self.troubles.append(Trouble(line=line, message=message))


def split_paragraph(text: str) -> list[tuple[str, tuple[str, ...], bool]]:
    """A paragraph's sentences as (text, cited keys, is placeholder).

    A sentence's citations are the footnotes right after or right before its end mark; one in mid-sentence counts for
    that sentence too. Marks before any text belong to the first sentence.
    """
    plain, marks = "", []
    last = 0
    for found in _MARK.finditer(text):
        plain += text[last : found.start()]
        marks.append((len(plain), found[1]))
        last = found.end()
    plain += text[last:]
    units = _units(plain)
    cites: list[list[str]] = [[] for _ in units]
    for position, key in marks:
        if not units:
            break
        owner = next((i for i, (_, stop, _) in enumerate(units) if position <= stop), len(units) - 1)
        if key not in cites[owner]:
            cites[owner].append(key)
    return [
        (plain[start:stop], tuple(keys), placeholder)
        for (start, stop, placeholder), keys in zip(units, cites, strict=True)
    ]


def _units(plain: str) -> list[tuple[int, int, bool]]:
    """Sentences and placeholders of a paragraph as (start, stop, is placeholder)."""
    out: list[tuple[int, int, bool]] = []
    at = 0
    for found in _PLACEHOLDER.finditer(plain):
        out += [(a + at, b + at, False) for a, b in sentences(plain[at : found.start()])]
        out.append((found.start(), found.end(), True))
        at = found.end()
    out += [(a + at, b + at, False) for a, b in sentences(plain[at:])]
    return out
