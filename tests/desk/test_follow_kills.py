"""A pass over the web killed with -9, at several moments, over real HTTP in a real process: nothing lost, nothing double."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from localweb import LocalWeb, article, list_page

from agent.desk.start import init
from agent.desk.workspace import Workspace

PAGES = 60


def start(root: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "agent.cli", "ingest", "--desk", str(root)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@pytest.mark.skipif(sys.platform != "linux", reason="needs several loopback addresses, which only Linux has")
def test_killed_again_and_again_it_comes_to_the_same_end(tmp_path: Path) -> None:
    web = LocalWeb()
    root = tmp_path / "desk"
    init(root, empty=True)
    hosts = ["127.0.0.1", "127.0.0.2", "127.0.0.3"]
    titles = set()
    sources = []
    for host in hosts:
        rows = []
        for n in range(PAGES // len(hosts)):
            title = f"{host[-1]}号厅第{n}批数据资源目录发布公告"
            titles.add(title)
            web.put(f"{host}/n/t20260613_{1000 + n}.html", article(title))
            rows.append((f"/n/t20260613_{1000 + n}.html", title, "2026-06-13"))
        web.put(f"{host}/list.html", list_page(rows))
        sources.append(f'[[sources]]\nname = "{host}"\nurl = "{web.url(f"{host}/list.html")}"\n')
    for address in list(web.pages):  # every page takes a moment, so that a kill falls among them
        web.pages[address].pause = 0.03
    head = f'schema = "draft.desk/1"\ntoday = "2026-06-14"\n[web]\ndelay = 0.0\nallow_private = {json.dumps(hosts)}\n'
    (root / "draft.toml").write_text(head + "\n".join(sources), encoding="utf-8")
    try:
        asked = 0
        for more in (3, 25, 30):
            child = start(root)
            asked = len(web.asked("/n/")) + more
            deadline = time.monotonic() + 60
            while len(web.asked("/n/")) < asked and child.poll() is None and time.monotonic() < deadline:
                time.sleep(0.01)
            child.send_signal(signal.SIGKILL)
            child.communicate()
        child = start(root)
        _, said = child.communicate(timeout=120)
        assert child.returncode == 0, said.decode()
        space = Workspace.open(root)
        found = space.catalogue.between("0000", "9999")
        assert {s.title for s in found} == titles
        assert len(found) == PAGES
        assert all((space.root / s.snapshot).is_file() for s in found)
        space.close()
        web.seen.clear()
        again = start(root)
        assert again.wait(timeout=120) == 0
        assert again.stderr is not None
        again.stderr.close()
        assert set(web.statuses()) == {304}
        assert len(web.asked()) == len(hosts)
    finally:
        web.close()


def test_a_page_that_kills_its_reader_is_one_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers are processes: one that dies takes only its page with it."""
    from agent.desk import extraction
    from agent.sources import Raw

    monkeypatch.setattr(extraction, "_ALONE", 0)
    reader = extraction.Extraction(2)
    page = Raw("a.html", data=article("读得成的一篇文章").encode(), url="http://a.test/1", kind="page")
    deadly = Raw("b.html", data=_Deadly(b"<p>x</p>"), url="http://a.test/2", kind="page")
    try:
        for raw in (page, deadly, page):
            reader.submit(extraction.Task(raw, raw.url, "2026-06-14T08:00:00+08:00", "2026-06-14", raw.url))
        got = []
        deadline = time.monotonic() + 60
        while reader.pending and time.monotonic() < deadline:
            got += [(task.tag, result) for task, result in reader.ready(0.2)]
    finally:
        reader.close()
    assert sorted(tag for tag, _ in got) == ["http://a.test/1", "http://a.test/1", "http://a.test/2"]
    for tag, result in got:
        if tag.endswith("/1"):
            assert [source.title for source, _, _ in result.found] == ["读得成的一篇文章"]
        else:
            assert "中止" in result.failures[0].message


class _Deadly(bytes):
    """Bytes that end the process that unpickles them, unless it is this one."""

    def __reduce__(self) -> tuple[object, ...]:
        return (_die, ())


def _die() -> bytes:
    os._exit(9)
