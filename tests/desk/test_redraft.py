"""One section again: the rest of the file byte for byte, her words shown before they go, nothing lost."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "writer"))

from model_server import ModelServer, faithful, prompt_of, stage_of

from agent.desk.folder import BriefFolder
from agent.desk.redraft import redraft
from agent.desk.start import init
from agent.desk.today import today
from agent.desk.workspace import Workspace
from agent.errors import UsageError
from agent.ground.report import FREE

DAY = "2026-06-14"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("redraft") / "desk"
    init(root)
    space = Workspace.open(root)
    today(space, DAY)
    space.close()
    return root


@pytest.fixture
def desk(made: Path) -> Workspace:
    """The desk with the issue as the machine wrote it."""
    space = Workspace.open(made)
    folder = BriefFolder(space.brief(DAY))
    first = made / "first"
    if not first.exists():
        first.mkdir()
        for name in ("brief.md", "run.json", "evidence.json"):
            (first / name).write_bytes((folder.path / name).read_bytes())
    for path in first.iterdir():
        (folder.path / path.name).write_bytes(path.read_bytes())
    return space


def with_model(space: Workspace, url: str) -> None:
    model = space.settings.model.model_copy(update={"base_url": url, "model": "m"})
    space.settings = space.settings.model_copy(update={"model": model})


def parts(text: str) -> list[str]:
    """The file cut before each heading."""
    return text.split("\n## ")


def test_the_rest_stays_byte_for_byte_and_the_new_section_stands(desk: Workspace) -> None:
    brief = BriefFolder(desk.brief(DAY)).brief
    edited = brief.read_text(encoding="utf-8").replace(
        "## 摘要\n\n", "## 摘要\n\n手改的一句，  带两个空格。\n\n"
    )
    brief.write_text(edited, encoding="utf-8")
    with ModelServer(faithful) as server:
        with_model(desk, server.url)
        result = redraft(desk, DAY, 2, note="突出交易额", writer="llm")
        asked = next(r for r in server.requests if stage_of(r) == "section")
    assert "突出交易额" in prompt_of(asked)
    after = brief.read_text(encoding="utf-8")
    old, new = parts(edited), parts(after)
    assert [o == n for o, n in zip(old[:-1], new[:-1], strict=True)] == [
        True,
        True,
        True,
        False,
        True,
        True,
        True,
    ]
    assert result.kept is not None
    assert result.kept.read_text(encoding="utf-8") == edited
    assert result.checked is not None
    mine = [s for s in result.checked.report.sentences if s.id.startswith("2.")]
    assert {s.verdict for s in mine} <= FREE
    cited = {key for s in result.checked.report.sentences for key in s.cites}
    assert all(f"\n[^{key}]: " in after for key in cited), "every citation has its footnote"
    run = json.loads((brief.parent / "run.json").read_text(encoding="utf-8"))
    assert run["redrafts"][0]["note"] == "突出交易额"
    assert BriefFolder(brief.parent).edited(), "her edit elsewhere is still known as one"


def test_her_words_in_the_section_are_shown_and_a_no_leaves_everything(desk: Workspace) -> None:
    brief = BriefFolder(desk.brief(DAY)).brief
    start = brief.read_text(encoding="utf-8").index("## 一、")
    text = brief.read_text(encoding="utf-8")
    text = text[:start] + text[start:].replace("【研判】", "【研判】她加的话不能悄悄没了。", 1)
    brief.write_text(text, encoding="utf-8")
    shown: list[str] = []
    with ModelServer(faithful) as server:
        with_model(desk, server.url)
        result = redraft(desk, DAY, 1, writer="llm", ask=lambda lines: bool(shown.extend(lines)))
    assert any("她加的话" in line and line.startswith("-") for line in shown)
    assert not result.changed
    assert brief.read_text(encoding="utf-8") == text


def test_an_untouched_section_is_not_asked_about_and_stays_untouched(desk: Workspace) -> None:
    with ModelServer(faithful) as server:
        with_model(desk, server.url)
        result = redraft(
            desk, DAY, 3, writer="llm", ask=lambda _lines: pytest.fail("nothing of hers is in it")
        )
    assert result.changed
    assert not BriefFolder(desk.brief(DAY)).edited()


@pytest.mark.parametrize(("number", "note", "words"), [(9, "", "第 9 节"), (1, "短一点", "--writer llm")])
def test_what_cannot_be_done_is_said(desk: Workspace, number: int, note: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        redraft(desk, DAY, number, note=note)
