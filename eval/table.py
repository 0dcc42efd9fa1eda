"""What the terminal shows of a run: one table, then what the gate objects to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.baseline import Baseline
from eval.compare import Cell, cells
from eval.gate import Finding, Ruling
from eval.metrics import known
from eval.run import Run
from eval.score import Trouble

#: Findings shown in full in the terminal; the rest are in the reports.
_SHOWN = 25
NAMES = {"approved": "成稿", "embedded": "摘录", "claims": "手写句", "search": "检索", "planted": "埋错"}
KINDS = {
    "failed": "没有量成",
    "floor": "低于底线",
    "value": "比基线差",
    "lost": "对变错",
    "gone": "不见了",
    "wrong": "新的错",
    "soft": "变差",
    "data": "基线",
    "operator": "自测",
    "gain": "变好",
    "known": "原来就错",
}


def title(subject: str) -> str:
    """A subject as people call it."""
    kind, _, name = subject.partition(":")
    return NAMES.get(subject) or (f"录音 {name}" if kind == "recorded" else subject)


def rows(run: Run, baseline: Baseline | None) -> tuple[list[str], list[list[str]]]:
    """Header and rows of the table: a metric a row, a subject a column."""
    table = cells(run, baseline)
    subjects = run.subjects
    names = [name for name in _order() if any((subject, name) in table for subject in subjects)]
    head = ["指标", *(title(subject) for subject in subjects)]
    body = [
        [known(name).title, *(_cell(table.get((subject, name))) for subject in subjects)] for name in names
    ]
    body.append(["秒/期", *(_seconds(run, subject) for subject in subjects)])
    body.append(["花费/期", *(_money(run, subject) for subject in subjects)])
    return head, body


def lines(ruling: Ruling, troubles: Sequence[Trouble]) -> Iterator[str]:
    """The findings in words, worst first, and one closing line."""
    for trouble in troubles:
        yield f"用不了：{trouble.message}"
    for finding in ruling.findings[:_SHOWN]:
        yield from _told(finding)
    if len(ruling.findings) > _SHOWN:
        yield f"……另有 {len(ruling.findings) - _SHOWN} 条，见报告。"
    if ruling.gains:
        yield f"有 {len(ruling.gains)} 项比基线好；要让它们成为新的基线，用 draft eval --accept “理由”。"
    if ruling.known:
        yield f"有 {len(ruling.known)} 项在做基线时就不对，这次还不对，不算新的错；逐条见报告。"
    yield closing(ruling, troubles)


def closing(ruling: Ruling, troubles: Sequence[Trouble]) -> str:
    """The outcome in one line."""
    parts = []
    if troubles:
        parts.append(f"{len(troubles)} 件输入用不了")
    parts.append(f"关卡不放行：{len(ruling.findings)} 条意见" if ruling.red else "关卡放行")
    return "；".join(parts) + "。"


def _told(finding: Finding) -> Iterator[str]:
    where = " ".join(part for part in (title(finding.subject), finding.day, finding.where) if part)
    yield f"✗ {KINDS[finding.kind]}　{where}　{finding.message}".rstrip()
    if finding.text:
        yield f"    句子：{finding.text}"
    if finding.source:
        yield f"    来源：{' '.join(finding.source.split())[:200]}"


def _order() -> list[str]:
    from eval.metrics import METRICS, WHOLE

    return [*METRICS, *WHOLE]


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if cell.value is None:
        return "没有量成" if cell.failed else "无"
    text = f"{cell.value:.3f}"
    if cell.interval:
        text += f" [{cell.interval[0]:.2f}, {cell.interval[1]:.2f}]"
    if cell.change is not None and abs(cell.change) >= 0.0005:
        text += f" {'▲' if cell.change > 0 else '▼'}{abs(cell.change):.3f}"
    return text + ("！" if cell.failed else "")


def _seconds(run: Run, subject: str) -> str:
    taken = [outcome.seconds for outcome in run.of(subject)]
    return f"{sum(taken) / len(taken):.1f}" if taken else ""


def _money(run: Run, subject: str) -> str:
    costs = [outcome.cost for outcome in run.of(subject) if outcome.cost.get("calls")]
    if not costs:
        return ""
    money = [cost.get("money") for cost in costs]
    tokens = sum(cost.get("tokens", 0) for cost in costs) / len(costs)
    known_money = [value for value in money if isinstance(value, (int, float))]
    said = (
        f"{sum(known_money) / len(money):.4f} {costs[0].get('currency', '')}"
        if len(known_money) == len(money)
        else "价格未知"
    )
    return f"{said}，{tokens:.0f} token"
