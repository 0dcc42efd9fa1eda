"""What was off the theme is read once; a change of article, house or code makes it be read again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.desk import off_theme
from agent.desk.agenda import day_slate
from agent.desk.ingest import ingest
from agent.desk.start import init
from agent.desk.workspace import Workspace
from agent.slate.features import Reader

DAY = "2026-05-04"
ON = "数据中心和算力平台开工建设，人工智能产业园投产，工业互联网、集成电路和新材料项目签约。"
OFF = "村里的篮球赛昨晚结束，两队打成平局，观众说看得过瘾。"


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    init(tmp_path / "desk", empty=True)
    space = Workspace.open(tmp_path / "desk")
    put(space, tmp_path, {"on": ON, "off": OFF})
    yield space
    space.close()


def put(desk: Workspace, folder: Path, texts: dict[str, str]) -> None:
    path = folder / "news.jsonl"
    rows = [{"id": id, "published": DAY, "title": text[:12], "text": text} for id, text in texts.items()]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    ingest(desk, [str(path)])


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles whose words are looked through."""
    titles: list[str] = []
    places = Reader._places

    def noting(self: Reader, title: str, text: str) -> dict[str, str]:
        titles.append(title)
        return places(self, title, text)

    monkeypatch.setattr(Reader, "_places", noting)
    return titles


def test_the_second_slate_is_the_same_and_reads_only_what_may_be_chosen(
    desk: Workspace, read: list[str]
) -> None:
    first = day_slate(desk, DAY)
    assert sorted(set(read)) == sorted([ON[:12], OFF[:12]])
    read.clear()
    assert day_slate(desk, DAY) == first
    assert set(read) == {ON[:12]}


def test_a_changed_article_is_read_again(desk: Workspace, tmp_path: Path, read: list[str]) -> None:
    day_slate(desk, DAY)
    put(desk, tmp_path, {"on": ON, "off": OFF + ON})
    read.clear()
    day_slate(desk, DAY)
    assert set(read) == {ON[:12], OFF[:12]}


def test_another_house_or_a_torn_file_knows_nothing(desk: Workspace) -> None:
    day_slate(desk, DAY)
    assert len(off_theme.known(desk)) == 1
    themes = desk.house.themes.model_copy(update={"candidate": desk.house.themes.candidate + 1})
    desk.__dict__["house"] = desk.house.model_copy(update={"themes": themes})
    assert off_theme.known(desk) == frozenset()
    (desk.state / "off-theme").write_bytes(b"torn")
    assert off_theme.known(desk) == frozenset()
