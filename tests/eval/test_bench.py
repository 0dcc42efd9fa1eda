"""The bench runs: what it measures is not tested, that it measures is."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import pytest

from eval.bench import MEASURES
from eval.bench.__main__ import curves, main
from eval.bench.articles import articles
from eval.bench.checker import desk, fresh
from eval.bench.ground import Ground, Reading, UnfinishedError, run
from eval.bench.search import _fewer


def test_a_small_bench_over_made_up_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    news = tmp_path / "news.jsonl"
    news.write_text("".join(line + "\n" for line in articles(None, 40)), encoding="utf-8")
    out = tmp_path / "readings.json"
    code = main(
        ["ingest", "--sizes", "20,40", "--corpus", str(news), "--folder", str(tmp_path), "--out", str(out)]
    )
    assert code == 0
    readings = json.loads(out.read_text(encoding="utf-8"))
    assert {r["size"] for r in readings} == {20, 40}
    assert all(r["value"] > 0 for r in readings)
    assert "| ingest (articles/s) |" in capsys.readouterr().out
    assert not list(tmp_path.glob("bench-*")), "desks are thrown away"


def test_each_measure_has_a_heading_and_a_run() -> None:
    for name in MEASURES:
        measure = import_module(f"eval.bench.{name}")
        assert measure.__doc__
        assert callable(measure.run)


def test_the_checker_is_measured_against_five_sources_each(tmp_path: Path) -> None:
    assert {len(sources) for _, sources in desk()} == {5}
    pairings = fresh(Ground(tmp_path, (5,)))
    assert all(claim in sources[0].text for claim, sources in pairings)
    seen = [source.id for _, sources in pairings for source in sources]
    assert len(seen) == len(set(seen)) == 5 * len(pairings)


def test_curves_have_a_column_for_each_size() -> None:
    table = curves([Reading("a", 1234.5, "s", 10), Reading("a", 2.345, "s", 20), Reading("b", 7, "MB")])
    assert table.splitlines() == [
        "|  | 10 | 20 |", "| --- | ---: | ---: |", "| a (s) | 1,234 | 2.35 |", "| b (MB) | 7 | 7 |",
    ]  # fmt: skip


def test_made_up_articles_have_ids_of_their_own_and_reprints() -> None:
    rows = [json.loads(line) for line in articles(None, 30)]
    assert len({row["id"] for row in rows}) == 30
    assert rows[9]["text"].startswith(rows[8]["text"])


def test_what_does_not_end_in_its_time_is_ended_and_said(tmp_path: Path) -> None:
    with pytest.raises(UnfinishedError, match="timed out"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], 0.2)
    assert run([sys.executable, "-c", "print(1)"], 30).out.strip() == "1"


def test_others_get_fewer_questions_of_many_articles(tmp_path: Path) -> None:
    path = tmp_path / "questions.json"
    path.write_text(json.dumps([str(n) for n in range(200)]), encoding="utf-8")
    assert _fewer(path, 2_000) == path
    assert json.loads(_fewer(path, 33_294).read_text(encoding="utf-8")) == [str(n) for n in range(50)]
