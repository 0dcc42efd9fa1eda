"""`draft today` on the sample desk, as its user: an issue with every sentence checked, files as the contract has them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
DAY = "2026-06-14"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample desk after `draft today`, made by the real program."""
    desk = tmp_path_factory.mktemp("sample") / "desk"
    for arguments in (["init", str(desk)], ["today", "--desk", str(desk)]):
        done = subprocess.run(
            [sys.executable, "-m", "agent.cli", *arguments], capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
    return desk / "briefs" / DAY


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """A copy of that desk that a test may change; its issue's folder."""
    import shutil

    shutil.copytree(made.parent.parent, tmp_path / "desk")
    return tmp_path / "desk" / "briefs" / DAY


def read(path: Path) -> dict:  # type: ignore[type-arg]  # any JSON object
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_files_are_those_of_the_contract(made: Path) -> None:
    names = {path.name for path in made.iterdir()}
    assert {"brief.md", "evidence.json", "report.json", "report.html", "preview.html", "run.json"} <= names
    for name, schema in (
        ("evidence.json", "draft.evidence/1"),
        ("report.json", "draft.report/1"),
        ("run.json", "draft.run/1"),
    ):
        assert read(made / name)["schema"] == schema
    text = (made / "brief.md").read_text(encoding="utf-8")
    assert text.startswith("---\nschema: draft.issue/1\nhouse: xinzhi\ndate: 2026-06-14\nwriter: embedded\n")
    assert next(line for line in text.splitlines() if line.startswith("## ")) == "## 摘要"


def test_five_sections_each_with_facts_and_judgement(made: Path) -> None:
    text = (made / "brief.md").read_text(encoding="utf-8")
    sections = re.split(r"^## [一二三四五]、", text.split("## 参考文献")[0], flags=re.MULTILINE)[1:]
    assert len(sections) == 5
    for section in sections:
        assert "【事实】" in section
        assert "【研判】" in section


def test_every_sentence_was_checked_and_none_blocks(made: Path) -> None:
    report = read(made / "report.json")
    assert len(report["sentences"]) >= 20
    assert {s["verdict"] for s in report["sentences"]} <= {
        "supported",
        "opinion",
        "placeholder",
        "unverified",
    }
    assert report["counts"].get("supported", 0) >= 15
    for sentence in report["sentences"]:
        if sentence["kind"] in ("fact", "summary"):
            assert sentence["cites"], sentence


def test_evidence_stands_where_it_says_in_sources_that_are_kept(made: Path) -> None:
    from agent.desk.workspace import Workspace

    desk = Workspace.open(made.parent.parent)
    evidence = read(made / "evidence.json")["evidence"]
    assert evidence
    for key, item in evidence.items():
        assert re.fullmatch(r"k[0-9a-f]{6,}", key)
        source = desk.catalogue.version(item["source_id"], item["text_sha256"])
        assert source is not None
        assert source.text[slice(*item["span"])] == item["quote"]
        assert (desk.root / item["snapshot"]).is_file()
    desk.close()


def test_references_are_those_cited_and_no_other(made: Path) -> None:
    text = (made / "brief.md").read_text(encoding="utf-8")
    body, rest = text.split("## 参考文献")
    listed = set(re.findall(r"\[\^(k[0-9a-f]+)\]", rest.split("\n[^")[0]))
    assert listed == set(re.findall(r"\[\^(k[0-9a-f]+)\]", body))
    for line in rest.splitlines():
        if line.startswith("- "):
            assert re.fullmatch(
                r"- [^|]+ \| [^|]+ \| \d{4}-\d{2}-\d{2} \| 用于.+。(\[\^k[0-9a-f]+\])+", line
            ), line


def test_every_page_carries_the_sample_banner(made: Path) -> None:
    for name in ("report.html", "preview.html"):
        assert "示例：" in (made / name).read_text(encoding="utf-8")
    assert "sample: true" in (made / "brief.md").read_text(encoding="utf-8")


def test_again_gives_the_same_issue(copy: Path, draft: Run) -> None:
    before = (copy / "brief.md").read_bytes()
    code, _, err = draft("today", "--desk", copy.parent.parent)
    assert code == 0, err
    assert (copy / "brief.md").read_bytes() == before
    assert not (copy / "brief.new.md").exists()


def test_an_edited_brief_is_never_overwritten(copy: Path, draft: Run) -> None:
    brief = copy / "brief.md"
    edited = brief.read_text(encoding="utf-8").replace("## 参考文献", "编辑加的一段。\n\n## 参考文献")
    brief.write_text(edited, encoding="utf-8")
    for _ in range(2):
        code, _, err = draft("today", "--desk", copy.parent.parent)
        assert code == 0
        assert brief.read_text(encoding="utf-8") == edited
        assert "编辑加的一段" not in (copy / "brief.new.md").read_text(encoding="utf-8")
        assert "brief.new.md" in err
        assert "编辑加的一段" in err, "the difference is shown"


def test_check_objects_to_what_the_editor_got_wrong(copy: Path, draft: Run) -> None:
    assert draft("check", "--desk", copy.parent.parent)[0] == 0
    brief = copy / "brief.md"
    text = brief.read_text(encoding="utf-8")
    assert "175亿美元" in text
    brief.write_text(text.replace("175亿美元", "715亿美元"), encoding="utf-8")
    code, _, err = draft("check", "--desk", copy.parent.parent)
    assert code == 1
    assert "715亿" in err
    verdicts = {s["verdict"] for s in read(copy / "report.json")["sentences"]}
    assert verdicts & {"contradicted", "unsupported"}
    assert "715亿" in (copy / "report.html").read_text(encoding="utf-8")


def test_check_sees_lost_and_invented_footnotes(copy: Path, draft: Run) -> None:
    brief = copy / "brief.md"
    text = brief.read_text(encoding="utf-8")
    found = re.search(r"【事实】(?:据)?[^\n]*?。(\[\^k[0-9a-f]+\])", text)
    assert found
    brief.write_text(text.replace(found[0], found[0].replace(found[1], ""), 1), encoding="utf-8")
    assert draft("check", "--desk", copy.parent.parent)[0] == 1
    assert "uncited" in {s["verdict"] for s in read(copy / "report.json")["sentences"]}
    brief.write_text(text.replace(found[0], found[0].replace(found[1], "[^k000000]"), 1), encoding="utf-8")
    code, _, err = draft("check", "--desk", copy.parent.parent)
    assert code == 1
    assert "[^k000000]" in err


def test_check_of_a_file_finds_its_desk(copy: Path, draft: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy.parent.parent.parent)
    assert draft("check", copy / "brief.md")[0] == 0


def test_a_broken_side_file_is_named(copy: Path, draft: Run) -> None:
    (copy / "evidence.json").write_text("{", encoding="utf-8")
    code, _, err = draft("check", "--desk", copy.parent.parent)
    assert code == 3
    assert "evidence.json" in err


def test_pins_and_drops_are_kept_and_obeyed(copy: Path, draft: Run) -> None:
    root = copy.parent.parent
    slate = json.loads(draft("slate", "--desk", root, "--json")[1])
    top, low = slate["chosen"][0]["sources"][0], slate["passed_over"][-1]["sources"][0]
    code, out, _ = draft("slate", "--desk", root, "--json", "--drop", top, "--pin", low)
    assert code == 0
    chosen = [id for event in json.loads(out)["chosen"] for id in event["sources"]]
    assert low in chosen
    assert top not in chosen
    assert draft("today", "--desk", root)[0] == 0
    again = [
        id
        for event in json.loads(draft("slate", "--desk", root, "--json")[1])["chosen"]
        for id in event["sources"]
    ]
    assert low in again
    assert draft("slate", "--desk", root, "--pin", "no-such-id")[0] == 3


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("delay", [0.6, 1.2, 1.8, 2.4])
def test_killed_at_any_moment_a_rerun_completes(tmp_path: Path, draft: Run, delay: float) -> None:
    desk = tmp_path / "desk"
    draft("init", desk)
    with subprocess.Popen(
        [sys.executable, "-m", "agent.cli", "today", "--desk", str(desk)], stderr=subprocess.DEVNULL
    ) as child:
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)
    code, _, err = draft("today", "--desk", desk)
    assert code == 0, err
    brief = desk / "briefs" / DAY / "brief.md"
    assert draft("check", "--desk", desk)[0] == 0
    assert brief.read_text(encoding="utf-8").count("## 参考文献") == 1
