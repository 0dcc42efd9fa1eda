"""What nobody should put on a desk: a sentence each, in bounded time and memory, and what was in stays in.

Slow, since each runs the program as a process and holds it against a limit of memory or a disk of 20 MB.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.desk.ingest import ingest
from agent.desk.workspace import Workspace

from .bad_files import big_pdf, bomb, locked_pdf, picture_pdf

ARTICLE = "6月13日，南桥镇公布夜校名单，今年开设电工、裁缝两门课程，共招收120人。报名处在社区服务中心二楼，月底截止。"
#: Kilobytes a process may hold at most while it reads any of this (it holds 100 MB with nothing to do).
MOST = 900_000


def child(desk: Workspace, *command: object) -> tuple[int, str, int]:
    """Run `draft COMMAND`: exit code, what it said, and the most memory it held, in KB."""
    process = subprocess.Popen(
        [sys.executable, "-m", "agent.cli", *map(str, command), "--desk", str(desk.root)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    said = process.stdout.read().decode("utf-8", "replace")
    process.stdout.close()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, said, used.ru_maxrss


def outcomes(desk: Workspace) -> dict[str, dict[str, object]]:
    """The last ingest's outcomes by the name of the file."""
    lines = (desk.state / "last-ingest.jsonl").read_text(encoding="utf-8").splitlines()
    return {Path(o["origin"]).name: o for o in map(json.loads, lines)}


@pytest.mark.skipif(os.name != "posix", reason="memory is read the POSIX way")
def test_files_that_are_too_much_are_a_sentence_each(desk: Workspace) -> None:
    sources = desk.root / "sources"
    (sources / "locked.pdf").write_bytes(locked_pdf())
    (sources / "picture.pdf").write_bytes(picture_pdf())
    big_pdf(sources / "big.pdf")
    (sources / "bomb.docx").write_bytes(bomb())
    (sources / "no-body.html").write_text(
        "<html><head><title>只有题目</title></head></html>", encoding="utf-8"
    )
    (sources / "deep.html").write_text("<div>" * 100_000 + "水" + "</div>" * 100_000, encoding="utf-8")
    (sources / "outside.xml").write_text(
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss version="2.0"><channel><item>'
        "<title>通知</title><description>&a;</description></item></channel></rss>", encoding="utf-8",
    )  # fmt: skip
    doubled = "".join(f'<!ENTITY e{n + 1} "&e{n};&e{n};">' for n in range(40))
    (sources / "growing.xml").write_text(
        f'<!DOCTYPE rss [<!ENTITY e0 "水">{doubled}]><rss version="2.0"><channel><item><title>通知</title>'
        "<description>&e40;</description></item></channel></rss>", encoding="utf-8",
    )  # fmt: skip
    (sources / "good.txt").write_text(f"夜校开课\n来源：镇报  2026-06-13\n{ARTICLE}", encoding="utf-8")
    begun = time.monotonic()
    code, said, memory = child(desk, "ingest")
    assert time.monotonic() - begun < 60
    assert code == 0, said
    assert "Traceback" not in said
    assert memory < MOST
    told = outcomes(desk)
    assert set(told) == {path.name for path in sources.iterdir() if not path.name.startswith(".")}
    assert told.pop("good.txt")["kind"] == "new"
    for name, words in {
        "locked.pdf": "加了密码", "picture.pdf": "文字层", "big.pdf": "超过", "bomb.docx": "解压后过大"
    }.items():  # fmt: skip
        assert words in str(told[name]["message"]), told[name]
    bad = {name: str(o["message"]) for name, o in told.items() if o["kind"] in ("failed", "empty")}
    assert {"locked.pdf", "picture.pdf", "big.pdf", "bomb.docx", "no-body.html"} <= set(bad)
    assert all(message.endswith(("。", "！")) and name in message for name, message in bad.items())
    texts = [s.text for s in desk.catalogue.get(str(o.get("source_id", "")) for o in told.values()).values()]
    host = Path("/etc/hostname").read_text(encoding="utf-8").strip()
    assert all(len(text) < 1000 and host not in text for text in texts), "an entity was resolved"


ODD = [
    " 前后有空格 ", "a\nb", "tab\there", "引号“'\"", "--embed", "-k", "%s %d {0}", "$(id);`id`&|<>", "x..txt..",
    "é" + "\u0301", "\u202e倒过来", "🐟", "C:\\a\\b", "*?[x]", "#片段", "a" * 240,
]  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="Windows takes few of these names")
def test_odd_names_links_and_loops(desk: Workspace, tmp_path: Path) -> None:
    sources = desk.root / "sources"
    for number, name in enumerate(ODD):
        (sources / f"{name}.txt").write_text(
            f"第{number}号通知\n2026-06-13\n第{number}段。{ARTICLE}", encoding="utf-8"
        )
    raw = os.fsencode(sources) + b"/\xff\xfe broken.txt"
    with open(raw, "wb") as file:  # noqa: PTH123 - a Path cannot hold bytes that are no UTF-8
        file.write(f"末号通知\n2026-06-13\n末段。{ARTICLE}".encode())
    (sources / "loop").symlink_to(sources, target_is_directory=True)
    (sources / "one").symlink_to(sources / "two")
    (sources / "two").symlink_to(sources / "one")
    os.mkfifo(sources / "pipe.txt")  # to open it would be to wait for ever
    code, said, _ = child(desk, "ingest", "--all")
    assert code == 0, said
    assert "Traceback" not in said
    assert desk.catalogue.count() == len(ODD) + 1
    code, said, _ = child(desk, "ingest", "--all")
    assert code == 0, said
    assert desk.catalogue.count() == len(ODD) + 1
    desk.close()
    (desk.state / "catalogue.sqlite").unlink()
    code, said, _ = child(desk, "rebuild")
    assert (code, desk.catalogue.count()) == (0, len(ODD) + 1), said


def test_a_thousand_files_that_all_fail(desk: Workspace) -> None:
    for number in range(1000):
        (desk.root / "sources" / f"{number}.pdf").write_bytes(b"%%PDF-1.4 number %d" % number)
    code, said, _ = child(desk, "ingest")
    assert code == 3
    assert len(outcomes(desk)) == 1000
    assert len(said.splitlines()) < 80, "nobody reads a thousand lines"
    assert "1000" in said
    good = desk.root / "sources" / "good.txt"
    good.write_text(f"夜校开课\n2026-06-13\n{ARTICLE}", encoding="utf-8")
    assert ingest(desk, [str(good)]).counts() == {"new": 1}


def test_a_clock_set_back_loses_and_doubles_nothing(desk: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from agent.settings import Settings

    note = desk.root / "sources" / "note.txt"
    note.write_text(f"夜校开课\n来源：镇报  2026-06-13\n{ARTICLE}", encoding="utf-8")
    ingest(desk)
    now = Settings.now
    monkeypatch.setattr(Settings, "now", lambda self: now(self) - timedelta(days=4000))
    assert ingest(desk).counts() == {"unchanged": 1}
    note.write_text(f"夜校开课\n来源：镇报  2026-06-13\n{ARTICLE}补记：另招20人。", encoding="utf-8")
    assert ingest(desk).counts() == {"updated": 1}
    assert desk.catalogue.count() == 1
    (hit,) = desk.searcher.search("夜校开课", 5)
    assert "补记" in hit.text


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 20 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", place], capture_output=True
    ).returncode:
        pytest.skip("this user may not mount")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_in_the_middle_and_room_again(desk: Workspace, tmp_path: Path, small_disk: Path) -> None:
    file = tmp_path / "news.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for n in range(700):
            text = "".join(
                f"第{n * 31 + i}号泵站今天出水{(n * 7919 + i * 104729) % 9000}吨，" for i in range(240)
            )
            out.write(
                json.dumps(
                    {"id": f"n{n}", "published": "2026-06-13", "text": text + "照常运行。"},
                    ensure_ascii=False,
                )
                + "\n"
            )
    root = Path(shutil.copytree(desk.root, small_disk / "desk"))
    space = Workspace.open(root)
    code, said, _ = child(space, "ingest", file)
    assert code not in (0, 130)
    assert "磁盘" in said
    assert "Traceback" not in said
    kept = space.catalogue.count()
    assert kept == len(space.catalogue.between("2026-06-13", "2026-06-13"))
    assert kept == 0 or space.catalogue.search("泵站")
    space.close()
    subprocess.run(["mount", "-o", "remount,size=200m", small_disk], check=True)
    code, said, _ = child(space, "ingest", file)
    assert code == 0, said
    assert space.catalogue.count() == 700
    space.close()


def test_a_desk_that_cannot_be_written_is_one_sentence_and_still_searches(
    desk: Workspace, small_disk: Path
) -> None:
    (desk.root / "sources" / "note.txt").write_text(f"夜校开课\n2026-06-13\n{ARTICLE}", encoding="utf-8")
    ingest(desk)
    desk.close()
    space = Workspace.open(Path(shutil.copytree(desk.root, small_disk / "desk")))
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for command in (["ingest"], ["today", "--date", "2026-06-14"], ["rebuild"]):
        code, said, _ = child(space, *command)
        assert code not in (0, 130), command
        assert "Traceback" not in said
        assert "不能写入" in said or "写不了" in said, said
    code, said, _ = child(space, "search", "夜校")
    assert code == 0, said
    assert "120人" in said
    space.close()
