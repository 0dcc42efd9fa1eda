"""The gate before readers: what stands against publishing an issue, and what the editor signed for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from agent.desk.files import sha256
from agent.errors import UsageError
from agent.ground.report import FREE
from agent.models import Issue, Report
from agent.render.edition import REMARK, Edition
from agent.render.page import VERDICTS
from agent.render.qr import Missing
from agent.render.reader import Reading
from agent.writer.compose import UNKNOWN

#: What brief.md's front matter may hold.
FIELDS = frozenset({"schema", "house", "date", "writer", "sample"})
#: Placeholders and template fields that must not reach readers.
_UNFILLED = re.compile(r"【(?:编辑|待)[^】]{0,80}】|\{\{[^{}]{0,60}\}\}|\$\{[^{}]{0,60}\}|<<\w{1,40}>>")


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing in the way.

    `id` is what `--sign` takes, "" where only mending helps; `about` is what would be signed for.
    """

    id: str
    message: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """An editor's word for one objection."""

    id: str
    about: str
    objection: str
    reason: str
    by: str
    at: str

    @property
    def sha256(self) -> str:
        """Of what was signed: a changed sentence needs a new signature."""
        return sha256(self.about)

    def record(self) -> dict[str, str]:
        """As issue.json holds it."""
        return {
            "id": self.id,
            "text": self.about,
            "text_sha256": self.sha256,
            "objection": self.objection,
            "reason": self.reason,
            "by": self.by,
            "at": self.at,
        }


@dataclass(slots=True)
class Gate:
    """The outcome: what still stands in the way, what was signed, what the editor should know."""

    open: list[Objection] = field(default_factory=list)
    signed: list[Signature] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def objections(
    reading: Reading,
    text: str,
    report: Report,
    edition: Edition,
    missing: Sequence[Missing],
    *,
    house: str,
    day: str,
) -> list[Objection]:
    """Everything that stands against publishing, the sentences first."""
    issue = reading.issue
    out = _sentences(report)
    out += _parts(issue)
    out += _front_matter(text, issue, house, day)
    out += [
        Objection(f"L{t.line}", f"brief.md 第 {t.line} 行：{t.message}", t.message) for t in reading.troubles
    ]
    out += _references(issue)
    out += _unfilled(edition, {section.heading for section in issue.sections})
    out += [Objection(f"qr{m.number}", m.message, f"{m.caption}：{m.message}") for m in missing]
    return out


def pass_gate(
    found: Sequence[Objection],
    signs: Sequence[tuple[str, str]],
    earlier: Sequence[Mapping[str, Any]],
    *,
    by: str,
    at: str,
) -> Gate:
    """Hold the signatures against the objections; an earlier one counts while what it is for is unchanged.

    Raises UsageError for a signature without a reason, or for something nobody objects to.
    """
    gate = Gate()
    wanted = _wanted(signs, found)
    before = {(str(old.get("text_sha256")), str(old.get("objection"))): old for old in earlier}
    for objection in found:
        old = before.get((sha256(objection.about), objection.message))
        if objection.id and objection.id in wanted:
            gate.signed.append(
                Signature(objection.id, objection.about, objection.message, wanted[objection.id], by, at)
            )
        elif objection.id and old:
            gate.signed.append(
                Signature(
                    objection.id,
                    objection.about,
                    objection.message,
                    str(old["reason"]),
                    str(old["by"]),
                    str(old["at"]),
                )
            )
            gate.notes.append(
                f"{objection.id} 上次已由 {old['by']} 签字（{old['reason']}），句子没有变，继续有效。"
            )
        else:
            gate.open.append(objection)
    return gate


def _wanted(signs: Sequence[tuple[str, str]], found: Sequence[Objection]) -> dict[str, str]:
    known = {objection.id for objection in found if objection.id}
    out: dict[str, str] = {}
    for id, reason in signs:
        if not reason.strip():
            raise UsageError(f'给 {id} 签字要写明理由，例如 --sign {id} "已电话核实"。')
        if id not in known:
            listed = "、".join(sorted(known)) or "没有"
            raise UsageError(f"{id} 没有需要签字的问题；现在可以签字的：{listed}。")
        out[id] = reason.strip()
    return out


def _sentences(report: Report) -> list[Objection]:
    out = []
    for s in report.sentences:
        if s.verdict in FREE:
            continue
        why = "；".join(reason.message.rstrip("。") for reason in s.reasons[:3])
        message = f"{VERDICTS[s.verdict][0]}：“{s.text}”" + (
            f"（{why}）" if why and s.verdict != "placeholder" else ""
        )
        if s.kind == "heading" and s.verdict == "placeholder":
            out.append(Objection("", f"第 {s.id.split('.')[0]} 栏的标题等编辑来写：“{s.text}”。"))
            continue
        if s.verdict == "placeholder":
            message += "；签字则这一处在各版里略去"
        out.append(Objection(s.id, message, s.text))
    return out


def _parts(issue: Issue) -> list[Objection]:
    out = []
    if not issue.sections:
        out.append(Objection("", "稿子里一栏也没有；请先写好 brief.md。"))
    if not any(s.kind != "placeholder" for s in issue.summary):
        out.append(Objection("summary", "没有摘要；请补写，或签字不登摘要。", "摘要"))
    for section in issue.sections:
        if not section.heading:
            out.append(Objection("", f"第 {section.number} 栏没有标题；请补上。"))
        if not any(s.kind == "fact" for s in section.sentences):
            out.append(
                Objection("", f"第 {section.number} 栏“{section.heading}”没有事实；请补写，或把这一栏删去。")
            )
    return out


def _front_matter(text: str, issue: Issue, house: str, day: str) -> list[Objection]:
    parts = text.lstrip("\ufeff \n").split("---", 2)
    head = yaml.safe_load(parts[1]) if len(parts) == 3 else {}
    unknown = sorted(str(key) for key in head if key not in FIELDS) if isinstance(head, dict) else []
    out = [Objection("", f"brief.md 开头有不认得的字段 {key}；请删去或改正。") for key in unknown]
    if issue.house != house:
        out.append(
            Objection("", f"brief.md 是刊物 {issue.house} 的，这张编辑台出的是 {house}；请改正 house。")
        )
    if issue.date != day:
        out.append(Objection("", f"brief.md 写的日期是 {issue.date}，文件夹是 {day}；请改正 date。"))
    return out


def _references(issue: Issue) -> list[Objection]:
    cited = {key for s in issue.sentences() for key in s.cites}
    listed = {key for r in issue.references for key in r.keys}
    out = []
    for n, r in enumerate(issue.references, 1):
        empty = [
            name
            for name, cell in (("发布者", r.publisher), ("题名", r.title), ("日期", r.day))
            if not cell.strip()
        ]
        if r.publisher == UNKNOWN:
            empty.append("发布者")
        about = f"{r.publisher}|{r.title}|{r.day}"
        if empty:
            out.append(
                Objection(
                    f"ref{n}", f"参考文献第 {n} 条缺{'、'.join(empty)}：“{r.title or r.publisher}”。", about
                )
            )
        elif not cited & set(r.keys):
            out.append(
                Objection(f"ref{n}", f"参考文献第 {n} 条没有一句话用到：“{r.title}”；请删去这一条。", about)
            )
    seen: set[str] = set()
    for s in issue.sentences():
        lost = [key for key in s.cites if key in issue.evidence and key not in listed and key not in seen]
        seen.update(lost)
        if lost:
            names = "、".join(issue.evidence[key].publisher or issue.evidence[key].title for key in lost)
            out.append(
                Objection(
                    "", f"{s.id} 引用的来源（{names}）不在参考文献里；请补上这一条，行末写 [^{lost[0]}]。"
                )
            )
    return out


def _unfilled(edition: Edition, headings: Collection[str]) -> list[Objection]:
    """What is left unfilled anywhere an edition prints; a heading that is a placeholder was named already."""
    found = dict.fromkeys(m[0] for text in edition.texts() for m in _UNFILLED.finditer(text))
    return [
        Objection("", f"还有没填的地方 {words}；请补写或删去。") for words in found if words not in headings
    ]


def remarks(issue: Issue) -> list[str]:
    """Editors' remarks from Word that still stand in brief.md; readers never see them."""
    return [note for note in issue.notes if note.startswith(REMARK)]
