"""A summary in Markdown that fits a comment on a pull request."""

from __future__ import annotations

from eval.gate import Finding
from eval.reports import Reported
from eval.table import KINDS, closing, rows, title

#: A comment may have 65,536 characters; people read the first screen.
_MOST = 20


def summary(reported: Reported) -> str:
    """Outcome, table, and the first findings with their sources."""
    ruling, run = reported.ruling, reported.run
    head, body = rows(run, reported.baseline)
    mark = "🔴" if ruling.red or run.troubles else "🟢"
    parts = [f"## {mark} draft eval", closing(ruling, run.troubles)]
    parts += [f"- 用不了：{_cell(trouble.message)}" for trouble in run.troubles]
    if ruling.findings:
        parts.append(
            "\n".join(
                [
                    "| | 哪里 | 说什么 | 句子 | 来源 |",
                    "| --- | --- | --- | --- | --- |",
                    *map(_row, ruling.findings[:_MOST]),
                ]
            )
        )
    if len(ruling.findings) > _MOST:
        parts.append(f"另有 {len(ruling.findings) - _MOST} 条，见 report.html。")
    if ruling.gains:
        parts.append(f"比基线好的有 {len(ruling.gains)} 项。")
    if ruling.known:
        parts.append(f"做基线时就不对、这次还不对的有 {len(ruling.known)} 项，不算新的错。")
    table = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    table += ["| " + " | ".join(row) + " |" for row in body[:-2]]  # its seconds change from run to run
    parts.append("<details><summary>各项指标</summary>\n\n" + "\n".join(table) + "\n\n</details>")
    parts.append(
        "真实数据："
        + "；".join(f"{name} {_cell(str(value['shown']))}" for name, value in reported.real.items())
    )
    return "\n\n".join(parts) + "\n"


def _row(finding: Finding) -> str:
    where = " ".join(part for part in (title(finding.subject), finding.day, finding.where) if part)
    cells = (KINDS[finding.kind], where, finding.message, finding.text[:120], finding.source[:120])
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    """Nothing in a source may become markup of the comment."""
    text = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return "".join("\\" + char if char in "\\|`*_[]@#" else char for char in text)
