"""The gate: what it objects to, what it lets pass, what may not be accepted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval import baseline as base
from eval.baseline import BadBaseline, Baseline, renewed
from eval.gate import Ruling, interval, rule
from eval.planted import ALL
from eval.run import Run
from eval.score import Item, Outcome, Score, failed, share

DAYS = tuple(f"2026-07-{day:02d}" for day in range(1, 9))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "golden").mkdir()
    return tmp_path / "golden"


def graded(metric: str, *items: Item) -> Score:
    return share(metric, items, "项")


def a_run(grounding: tuple[Item, ...] = (), style: float = 0.9) -> Run:
    """Eight briefs, all in order; `grounding` stands for the first day's."""
    good = (Item("s1", True, "八个项目投产。"), Item("s2", True, "增长6.4%。"))
    outcomes = []
    for day in DAYS:
        items = grounding if day == DAYS[0] and grounding else good
        plants = tuple(Item(f"{operator}@{day}", True, "错句") for operator in ALL)
        outcomes.append(
            Outcome(
                "approved",
                day,
                {
                    "grounding": graded("grounding", *items),
                    "style": Score("style", style, ""),
                    "planted": graded("planted", *plants),
                },
            )
        )
    return Run(outcomes, [], 1.0, DAYS)


def ruled(run: Run, against: Run, root: Path, *, whole: bool = True) -> Ruling:
    return rule(run, renewed(against, None, "初次", "2026-11-28", root), root, whole=whole)


def kinds(ruling: Ruling) -> set[str]:
    return {finding.kind for finding in ruling.findings}


def test_the_same_run_passes(root: Path) -> None:
    assert not ruled(a_run(), a_run(), root).red


def test_a_sentence_that_was_supported_and_no_longer_is_is_told_with_its_source(root: Path) -> None:
    bad = Item("s2", False, "增长6.4%。", "来源为“4.6%”", "同比增长4.6%", "1.2")
    ruling = ruled(a_run((Item("s1", True, "八个项目投产。"), bad)), a_run(), root)
    lost = next(finding for finding in ruling.findings if finding.kind == "lost")
    assert (lost.day, lost.where, lost.text, lost.source) == (DAYS[0], "1.2", "增长6.4%。", "同比增长4.6%")
    assert {"value", "floor"} <= kinds(ruling)


def test_a_sentence_that_is_gone_is_told_by_its_words(root: Path) -> None:
    ruling = ruled(a_run((Item("s1", True, "八个项目投产。"),)), a_run(), root)
    assert [f.text for f in ruling.findings if f.kind == "gone"] == ["增长6.4%。"]


def test_a_new_sentence_without_support_is_red_and_told(root: Path) -> None:
    good = a_run().outcomes[0].scores["grounding"].items
    ruling = ruled(a_run((*good, Item("s9", False, "全国第一。", "来源没有说“第一”"))), a_run(), root)
    assert "全国第一。" in {finding.text for finding in ruling.findings if finding.kind == "wrong"}


def test_what_could_not_be_measured_fails_and_cannot_be_accepted_as_zero(root: Path) -> None:
    broken = a_run()
    broken.outcomes[0].scores["grounding"] = failed("grounding", "没有可以核对的句子")
    assert "failed" in kinds(ruled(broken, a_run(), root))
    assert DAYS[0] not in renewed(broken, None, "", "", root).values["approved"]["grounding"]


def test_a_day_that_was_measured_and_is_not_is_told_when_all_were_wanted(root: Path) -> None:
    short = a_run()
    short.outcomes.pop()
    assert "gone" in kinds(ruled(short, a_run(), root))
    assert not ruled(short, a_run(), root, whole=False).red


@pytest.mark.parametrize("operator", ALL)
def test_a_kind_of_error_that_is_planted_nowhere_or_found_nowhere_is_red(
    root: Path, operator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.gate.GOLDEN", root.resolve())
    for ok in (None, False):
        run = a_run()
        for outcome in run.outcomes:
            items = outcome.scores["planted"].items
            kept = [i for i in items if not i.id.startswith(f"{operator}@")]
            missed = [replace(i, ok=False) for i in items if i.id.startswith(f"{operator}@")]
            outcome.scores["planted"] = graded("planted", *kept, *([] if ok is None else missed))
        found = rule(run, renewed(run, None, "", "", root), root, whole=True).findings
        assert [f.message.split("：")[0] for f in found if f.kind == "operator"] == [operator]


def test_soft_metrics_are_red_only_beyond_slack_and_chance(root: Path) -> None:
    assert "soft" in kinds(ruled(a_run(style=0.8), a_run(), root))
    assert "soft" not in kinds(ruled(a_run(style=0.89), a_run(), root))
    one = a_run()
    one.outcomes[0].scores["style"] = Score("style", 0.6, "")
    assert "soft" not in kinds(ruled(one, a_run(), root, whole=False))


def test_the_interval_draws_briefs_and_is_the_same_every_time() -> None:
    values = [0.0, 0.0, 0.0, 1.0]
    low, high = interval(values)
    assert (low, high) == interval(values)
    assert low == 0.0
    assert 0.5 <= high <= 1.0
    assert interval([]) == (0.0, 0.0)


def test_without_a_baseline_nothing_passes(root: Path) -> None:
    assert kinds(rule(a_run(), None, root, whole=True)) == {"data"}


def test_other_data_than_the_baseline_was_measured_on_is_red(root: Path) -> None:
    baseline = renewed(a_run(), None, "", "", root)
    (root / "新的一天").mkdir()
    (root / "新的一天" / "brief.md").write_text("x", encoding="utf-8")
    baseline.data = "另一份"
    assert "data" in kinds(rule(a_run(), baseline, root, whole=True))


def test_a_lowered_floor_is_recorded_with_its_reason(root: Path) -> None:
    first = renewed(a_run(), None, "初次", "2026-11-28", root)
    worse = a_run((Item("s1", True, "八个项目投产。"), Item("s2", False, "增长6.4%。")))
    second = renewed(worse, first, "来源改了，这句不再成立", "2026-11-29", root)
    record = second.accepted[-1]
    assert [entry["why"] for entry in second.accepted] == ["初次", "来源改了，这句不再成立"]
    assert any("grounding 底线 1 → 0.93" in change for change in record["changes"])
    assert any("不再是对的" in change for change in record["changes"])


def test_a_baseline_changed_by_hand_is_refused(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "baseline.json"
    baseline = renewed(a_run(), None, "初次", "2026-11-28", root)
    base.write(baseline, path)
    assert isinstance(base.read(path), Baseline)
    path.write_text(
        path.read_text(encoding="utf-8").replace('"grounding": 1.0', '"grounding": 0.5', 1), "utf-8"
    )
    with pytest.raises(BadBaseline, match="手改"):
        base.read(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(BadBaseline, match="读不懂"):
        base.read(path)
    assert base.read(tmp_path / "none.json") is None
