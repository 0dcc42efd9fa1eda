"""Ingest: everything once, every failure one sentence, nothing lost."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent.desk.ingest import ingest
from agent.desk.workspace import Workspace

ARTICLE = (
    "省数据局介绍，全省已建成三个可信数据空间，接入企业一百二十家。首批场景覆盖港口、化工和医疗，"
    "数据产品上架二百一十六个，上半年交易额同比增长三成。下一步将把经验推广到各市，并制定接口标准。"
)


def lines(path: Path, count: int, *, start: int = 0) -> Path:
    rows = (
        json.dumps(
            {"id": f"n{i}", "published": "2026-06-13", "text": f"第{i}号消息：{ARTICLE[i % 40 :]}{ARTICLE}"},
            ensure_ascii=False,
        )
        for i in range(start, start + count)
    )
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_again_changes_nothing_and_says_so(desk: Workspace, tmp_path: Path) -> None:
    file = lines(tmp_path / "news.jsonl", 30)
    first = ingest(desk, [str(file)])
    again = ingest(desk, [str(file)])
    assert sum(first.counts().values()) == 30
    assert again.counts() == {"unchanged": 30}
    assert desk.catalogue.count() == 30


def test_a_file_that_grew_brings_in_only_what_is_new(desk: Workspace, tmp_path: Path) -> None:
    file = lines(tmp_path / "news.jsonl", 10)
    ingest(desk, [str(file)])
    grown = ingest(desk, [str(lines(file, 12))])
    assert grown.counts()["unchanged"] == 10
    assert desk.catalogue.count() == 12


def test_raw_bytes_are_kept_once_by_hash(desk: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl.gz"
    file.write_bytes(gzip.compress(lines(tmp_path / "plain.jsonl", 5).read_bytes(), mtime=0))
    ingest(desk, [str(file)])
    kept = list(desk.archive.glob("??/*"))
    assert [path.read_bytes() for path in kept] == [file.read_bytes()]
    found = desk.catalogue.get(["n3"])["n3"]
    assert found.line == 4
    assert found.snapshot == kept[0].relative_to(desk.root).as_posix()


def test_one_bad_line_is_named_and_the_rest_comes_in(desk: Workspace, tmp_path: Path) -> None:
    file = lines(tmp_path / "news.jsonl", 3)
    with file.open("a", encoding="utf-8") as out:
        out.write('{"published": "2026-06-13", "text": \n')
        out.write(
            json.dumps({"id": "last", "published": "2026-06-13", "text": ARTICLE[::-1]}, ensure_ascii=False)
            + "\n"
        )
    result = ingest(desk, [str(file)])
    bad = [o for o in result.outcomes if o.kind == "failed"]
    assert [o.line for o in bad] == [4]
    assert "第 4 行" in bad[0].message
    assert desk.catalogue.count() == 4
    assert ingest(desk, [str(file)]).counts()["failed"] == 1, "a file with a bad line is looked at again"


def test_an_edited_file_replaces_what_it_said(desk: Workspace) -> None:
    page = desk.root / "sources" / "note.txt"
    page.write_text(f"三个数据空间建成\n来源：示例日报  2026-06-13 08:00\n{ARTICLE}", encoding="utf-8")
    assert ingest(desk).counts() == {"new": 1}
    page.write_text(
        f"三个数据空间建成\n来源：示例日报  2026-06-13 08:00\n{ARTICLE}更正：应为四个。", encoding="utf-8"
    )
    assert ingest(desk).counts() == {"updated": 1}
    assert desk.catalogue.count() == 1
    assert len(list(desk.archive.glob("??/*"))) == 2, "both versions stay in the archive"


BAD = {
    "empty.pdf": b"",
    "broken.pdf": b"%PDF-1.7 and then nothing of the kind",
    "empty.docx": b"",
    "broken.docx": b"PK\x03\x04 this was a zip",
    "empty.html": b"",
    "empty.txt": b" \n\n",
    "table.xlsx": b"PK",
    "noise.html": bytes(range(256)) * 40,
    "empty.jsonl": b"",
}


def test_bad_files_are_one_sentence_each_and_the_rest_goes_on(desk: Workspace) -> None:
    for name, data in BAD.items():
        (desk.root / "sources" / name).write_bytes(data)
    (desk.root / "sources" / "zz-good.txt").write_text(
        f"好消息\n来源：示例日报  2026-06-13 08:00\n{ARTICLE}", encoding="utf-8"
    )
    result = ingest(desk)
    assert result.counts()["new"] == 1
    assert desk.catalogue.count() == 1
    odd = {Path(o.origin).name: o for o in result.outcomes if o.kind in ("failed", "empty")}
    assert set(odd) == set(BAD)
    for name, outcome in odd.items():
        assert outcome.message.endswith(("。", "！")), (name, outcome.message)
        assert "Traceback" not in outcome.message


def test_an_entity_of_a_feed_is_not_resolved(desk: Workspace, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("编辑部的口令", encoding="utf-8")
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    item = f"<item><title>通知</title><description>&a;{ARTICLE}</description></item>"
    (desk.root / "sources" / "feed.xml").write_text(
        f"{head}<rss version='2.0'><channel>{item}</channel></rss>", encoding="utf-8"
    )
    ingest(desk)
    kept = (desk.state / "catalogue.sqlite").read_bytes() + (desk.state / "last-ingest.jsonl").read_bytes()
    assert "编辑部的口令".encode() not in kept


@pytest.mark.parametrize(("published", "kept"), [("", ""), ("someday", ""), ("2099-01-01", "")])
def test_dates_absent_wrong_or_in_the_future_are_unknown_and_said(
    desk: Workspace, tmp_path: Path, published: str, kept: str
) -> None:
    file = tmp_path / "odd.jsonl"
    file.write_text(
        json.dumps({"id": "x", "published": published, "text": ARTICLE}, ensure_ascii=False), encoding="utf-8"
    )
    result = ingest(desk, [str(file)])
    assert result.usable == 1
    assert desk.catalogue.get(["x"])["x"].published == kept


def test_a_missing_path_is_an_outcome(desk: Workspace, tmp_path: Path) -> None:
    result = ingest(desk, [str(tmp_path / "not-there.pdf")])
    assert [o.kind for o in result.outcomes] == ["failed"]
    assert "not-there.pdf" in result.outcomes[0].message


def start(desk: Workspace, file: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "agent.cli", "ingest", str(file), "--desk", str(desk.root)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def wait_for_sources(desk: Workspace, least: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if desk.catalogue.count() >= least:
            return
        time.sleep(0.02)
    raise AssertionError("ingest did not start")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_interrupted_in_the_middle_nothing_is_lost_or_double(
    desk: Workspace, tmp_path: Path, how: signal.Signals
) -> None:
    file = lines(tmp_path / "news.jsonl", 6000)
    child = start(desk, file)
    wait_for_sources(desk, 256)
    child.send_signal(how)
    _, said = child.communicate(timeout=120)
    assert child.returncode == (130 if how == signal.SIGINT else -signal.SIGKILL)
    if how == signal.SIGINT:
        assert "已中断" in said.decode()
    before = desk.catalogue.count()
    assert 256 <= before < 6000
    result = ingest(desk, [str(file)])
    assert result.counts()["unchanged"] == before
    assert sum(result.counts().values()) == 6000
    assert desk.catalogue.count() == 6000


@pytest.mark.skipif(os.name != "posix", reason="a second process holds the lock")
def test_two_processes_wait_for_each_other(desk: Workspace, tmp_path: Path) -> None:
    file = lines(tmp_path / "news.jsonl", 2000)
    heard: list[str] = []
    with start(desk, file) as child:
        wait_for_sources(desk, 1)
        result = ingest(desk, [str(lines(tmp_path / "more.jsonl", 5, start=9000))], tell=heard.append)
        assert child.wait(timeout=120) == 0
    assert result.usable == 5
    assert desk.catalogue.count() == 2005
    assert heard and "ingest" in heard[0] and str(child.pid) in heard[0]
