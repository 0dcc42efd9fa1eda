"""`draft eval` from options to exit code, on a real day."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from agent.errors import UsageError
from eval import baseline as base
from eval.run import run
from eval.session import DONE, OBJECTS, UNUSABLE
from tests.eval.conftest import DAY, QUICK

Evaluate = Callable[..., int]


@pytest.fixture(scope="module")
def first_baseline(tmp_path_factory: pytest.TempPathFactory, day_folder: Path) -> Path:
    """The baseline of the undamaged day, made once."""
    folder = tmp_path_factory.mktemp("baseline")
    shutil.copytree(day_folder, folder / "golden" / DAY)
    done = run(root=folder / "golden", only_days=(DAY,), only=QUICK, workers=1)
    assert not done.troubles
    base.write(base.renewed(done, None, "初次", "2026-11-28", folder / "golden"), folder / "baseline.json")
    return folder / "baseline.json"


@pytest.fixture
def based(tmp_path: Path, first_baseline: Path) -> None:
    """A baseline is there."""
    shutil.copyfile(first_baseline, tmp_path / "baseline.json")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def keep_data(tmp_path: Path, golden: Path) -> None:
    """Let the baseline name the data as they are now, so that only what was measured can turn it red."""
    from eval.run import data_hash

    data_hash.cache_clear()
    path = tmp_path / "baseline.json"
    baseline = base.read(path)
    assert baseline is not None
    baseline.data = data_hash(golden)
    base.write(baseline, path)


def results(tmp_path: Path) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = json.loads(
        (tmp_path / "out" / "results.json").read_text("utf-8")
    )
    return found


@pytest.mark.usefixtures("based")
def test_an_unchanged_day_passes_twice_with_the_same_bytes(tmp_path: Path, evaluate: Evaluate) -> None:
    assert evaluate() == DONE
    first = (tmp_path / "out" / "results.json").read_bytes()
    assert evaluate() == DONE
    assert (tmp_path / "out" / "results.json").read_bytes() == first
    assert len((tmp_path / "out" / "history.jsonl").read_text("utf-8").splitlines()) == 2


@pytest.mark.usefixtures("based")
def test_a_wrong_figure_in_an_approved_brief_is_red_with_its_source(
    tmp_path: Path, golden: Path, evaluate: Evaluate, capsys: pytest.CaptureFixture[str]
) -> None:
    change(golden / DAY / "brief.md", "制定30项以上中试评测标准", "制定90项以上中试评测标准")
    keep_data(tmp_path, golden)
    assert evaluate(annotate=True) == OBJECTS
    printed = capsys.readouterr()
    assert "制定90项以上" in printed.err
    assert "制定30项以上中试评测标准" in printed.err  # the source beside it
    place = re.search(r"::error file=\S*/brief\.md,line=(\d+),[^\n]*制定90项以上", printed.out)
    assert place
    line = (golden / DAY / "brief.md").read_text("utf-8").splitlines()[int(place[1]) - 1]
    assert "制定90项以上" in line
    root = ElementTree.fromstring((tmp_path / "out" / "junit.xml").read_text("utf-8"))
    assert any("有据率" in (case.get("name") or "") for case in root.iterfind(".//testcase[failure]"))
    assert "🔴" in (tmp_path / "out" / "summary.md").read_text("utf-8")
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert page.index("与基线的不同") < page.index("制定90项以上") < page.index("各项指标")


@pytest.mark.usefixtures("based")
def test_other_data_than_the_baseline_s_is_red(golden: Path, evaluate: Evaluate) -> None:
    from eval.run import data_hash

    change(golden / DAY / "brief.md", "多半是因为试一次的代价太高", "往往是因为试一次的代价太高")
    data_hash.cache_clear()
    assert evaluate(metrics=("traps",)) == OBJECTS


@pytest.mark.usefixtures("based")
def test_a_missing_source_is_named_and_the_rest_runs(
    tmp_path: Path, golden: Path, evaluate: Evaluate, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(golden / DAY, golden / "2026-07-06")
    change(golden / "2026-07-06" / "expectations.yaml", "date: 2026-07-05", "date: 2026-07-06")
    (golden / "2026-07-06" / "sources" / "official" / "miit-zhongshi-20260704.html").unlink()
    keep_data(tmp_path, golden)
    assert evaluate(days=(DAY, "2026-07-06"), metrics=("traps",)) == UNUSABLE
    assert "official/miit-zhongshi-20260704.html" in capsys.readouterr().err
    assert [o["day"] for o in results(tmp_path)["outcomes"]] == [DAY, DAY]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("date: 2026-07-05", "date: [", "读不懂"),
        ("sections: {least: 2, most: 2}", "sections: {least: two}", "sections.least"),
        ("event: guiyang", "event: nowhere", "nowhere"),
        ("draft.golden/1", "draft.golden/9", "draft.golden/9"),
    ],
)
def test_a_malformed_expectation_is_named(
    golden: Path, evaluate: Evaluate, capsys: pytest.CaptureFixture[str], old: str, new: str, named: str
) -> None:
    change(golden / DAY / "expectations.yaml", old, new)
    assert evaluate() == UNUSABLE
    said = capsys.readouterr().err
    assert named in said
    assert "expectations.yaml" in said


@pytest.mark.usefixtures("based")
def test_an_unknown_metric_is_named_and_the_others_run(
    tmp_path: Path, evaluate: Evaluate, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(metrics=("traps", "glamour")) == UNUSABLE
    assert "glamour" in capsys.readouterr().err
    assert {name for o in results(tmp_path)["outcomes"] for name in o["scores"]} == {"traps"}


@pytest.mark.usefixtures("based")
@pytest.mark.parametrize(
    ("answer", "model", "named"),
    [
        ("{", "http://127.0.0.1:9/v1", "损坏"),
        ('{"finish": "stop"}', "http://127.0.0.1:9/v1", "损坏"),
        (None, "http://127.0.0.1:9/v1", "没有回答"),
        ('{"text": "好"}', "https://model.example/v1", "base_url"),
    ],
)
def test_a_corrupt_recording_is_named_and_the_rest_runs(
    tmp_path: Path, golden: Path, evaluate: Evaluate, capsys: pytest.CaptureFixture[str],
    answer: str | None, model: str, named: str,
) -> None:  # fmt: skip
    folder = golden / DAY / "recordings" / "one"
    (folder / "answers" / "ab").mkdir(parents=True)
    (folder / "model.toml").write_text(f'[model]\nbase_url = "{model}"\nmodel = "m"\n', encoding="utf-8")
    if answer is not None:
        (folder / "answers" / "ab" / "abcd.json").write_text(answer, encoding="utf-8")
    keep_data(tmp_path, golden)
    assert evaluate(metrics=("traps",)) == UNUSABLE
    said = capsys.readouterr().err
    assert named in said
    assert f"{DAY}/one" in said
    assert results(tmp_path)["outcomes"]


def test_a_stale_recording_fails_and_does_not_pass(
    golden: Path, evaluate: Evaluate, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = golden / DAY / "recordings" / "old"
    (folder / "answers" / "ab").mkdir(parents=True)
    table = '[model]\nbase_url = "http://127.0.0.1:9/v1"\nmodel = "m"\nattempts = 1\nparallel = 1\n'
    (folder / "model.toml").write_text(table, encoding="utf-8")
    (folder / "answers" / "ab" / "abcd.json").write_text('{"text": "好"}', encoding="utf-8")
    assert evaluate(metrics=("grounding",)) == OBJECTS
    assert "没有录音" in capsys.readouterr().err


def test_options_that_do_not_fit_are_wrong_use(evaluate: Evaluate, tmp_path: Path) -> None:
    for options, words in (
        ({"accept": " ", "days": (), "metrics": ()}, "理由"),
        ({"accept": "因为", "days": (DAY,)}, "全部金标日"),
        ({"writers": ("nobody",)}, "nobody"),
        ({"writers": ("llm:a",), "models": tmp_path / "none.toml"}, "none.toml"),
    ):
        with pytest.raises(UsageError, match=words):
            evaluate(**options)
    (tmp_path / "models.toml").write_text('[b]\nmodel = "x"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="llm:名字"):
        evaluate(writers=("llm:a",), models=tmp_path / "models.toml")


def test_accepting_makes_the_baseline_that_the_next_run_passes(tmp_path: Path, evaluate: Evaluate) -> None:
    # All metrics and the search: the one slow test here.
    everything: dict[str, object] = {"days": (), "metrics": (), "fresh": False}
    assert evaluate(**everything) == OBJECTS  # no baseline yet
    assert evaluate(accept="第一份", **everything) == DONE
    assert evaluate(**everything) == DONE
    accepted = json.loads((tmp_path / "baseline.json").read_text("utf-8"))["accepted"]
    assert [entry["why"] for entry in accepted] == ["第一份"]


def test_a_finished_piece_is_taken_from_the_cache(tmp_path: Path, golden: Path) -> None:
    told: list[str] = []
    for _ in range(2):
        done = run(
            root=golden, only_days=(DAY,), only=("traps",), workers=1, cache_folder=tmp_path / "cache",
            progress=lambda _done, _all, what: told.append(what),
        )  # fmt: skip
        assert len(done.outcomes) == 2
    assert len(told) == 2
