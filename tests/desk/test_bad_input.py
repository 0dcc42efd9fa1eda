"""Bad input, as the editor meets it: one clear Chinese sentence each, the rest of the run goes on, nothing is lost."""

from __future__ import annotations

import io
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest

from agent.desk.ingest import ingest
from agent.desk.intake import Ingested, Outcome
from agent.desk.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]
DAY = "2026-06-14"
ARTICLE = (
    "省数据局介绍，全省已建成三个可信数据空间，接入企业一百二十家。首批场景覆盖港口、化工和医疗，"
    "数据产品上架二百一十六个，上半年交易额同比增长三成。下一步将把经验推广到各市，并制定接口标准。"
)
GOOD = f"好消息\n来源：示例日报  2026-06-13 08:00\n{ARTICLE}"


def word(text: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def page(text: str, *, declared: str, encoding: str) -> bytes:
    html = (
        f'<html><head><meta charset="{declared}"><title>数据空间建成</title></head><body><article><h1>数据空间建成</h1>'
        f"<p>来源：示例日报 2026-06-13 08:00</p><p>{text}</p><p>{text[::-1]}</p></article></body></html>"
    )
    return html.encode(encoding)


def put(desk: Workspace, name: str, data: bytes) -> None:
    (desk.root / "sources" / name).write_bytes(data)


def sentence_of(result: Ingested, name: str) -> str:
    """What was said of the file: one outcome, one Chinese sentence that names it, in no other language."""
    said = [
        o.message for o in result.outcomes if Path(o.origin).name == name and o.kind in ("failed", "empty")
    ]
    assert len(said) == 1, (name, said)
    assert name in said[0]
    assert said[0].count("。") == 1
    assert said[0].endswith("。")
    assert re.search("[\u4e00-\u9fff]{4}", said[0])
    assert not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+|Error|Errno", said[0].replace(name, "")), said[0]
    return said[0]


@pytest.fixture
def pdf(sample_folder: Path) -> bytes:
    return next(p for p in sorted(sample_folder.rglob("*.pdf")) if "saomiao" not in p.name).read_bytes()


@pytest.mark.parametrize(
    "bad", ["not json", '{"text": "半句', "[1, 2]", '"文字"', '{"text": 3}', "{}", "\ufffd\x00"]
)
def test_a_line_that_is_not_an_article_is_named_by_its_number(desk: Workspace, bad: str) -> None:
    good = [
        json.dumps({"id": f"g{i}", "published": DAY, "text": ARTICLE[i:]}, ensure_ascii=False)
        for i in range(2)
    ]
    put(desk, "news.jsonl", "\n".join([good[0], "", bad, good[1]]).encode())
    result = ingest(desk)
    assert "第 3 行" in sentence_of(result, "news.jsonl")
    assert set(desk.catalogue.get(["g0", "g1"])) == {"g0", "g1"}


def test_damaged_and_empty_files_are_one_sentence_each(desk: Workspace, pdf: bytes) -> None:
    whole = word(GOOD)
    bad = {
        "empty.pdf": b"", "noise.pdf": os.urandom(4000), "cut.pdf": pdf[:300], "head.pdf": b"%PDF-1.7\n",
        "empty.docx": b"", "cut.docx": whole[: len(whole) // 2], "zip.docx": b"PK\x03\x04 this was a zip",
        "blank.docx": word(""),
        "empty.html": b"", "blank.html": b"<html><body> </body></html>", "noise.html": bytes(range(256)) * 40,
        "scripts.html": b"<html><script>let a = 1</script></html>",
    }  # fmt: skip
    for name, data in bad.items():
        put(desk, name, data)
    put(desk, "good.docx", whole)
    put(desk, "good.pdf", pdf)
    put(desk, "zz-good.txt", f"{GOOD}又有一批企业加入。".encode())
    result = ingest(desk)
    for name in bad:
        sentence_of(result, name)
    assert {Path(o.origin).name for o in result.outcomes if o.kind in ("new", "reprint")} == {
        "good.docx", "good.pdf", "zz-good.txt",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("iso-8859-1", "gbk"),
        ("no-such-thing", "gb18030"),
        ("big5", "utf-8"),
    ],
)
def test_a_wrong_declared_encoding_does_not_spoil_a_word(
    desk: Workspace, declared: str, encoding: str
) -> None:
    put(desk, "page.html", page(ARTICLE, declared=declared, encoding=encoding))
    (outcome,) = ingest(desk).outcomes
    source = desk.catalogue.get([outcome.source_id])[outcome.source_id]
    assert ARTICLE in source.text
    assert (source.title, source.publisher) == ("数据空间建成", "示例日报")


@pytest.mark.parametrize(
    ("published", "says"),
    [(None, "没有找到发布日期"), ("", "没有找到发布日期"), ("someday", "someday"), ("2026-02-30", "2026-02-30"), ("2099-01-01", "在未来")],
)  # fmt: skip
def test_a_date_absent_wrong_or_in_the_future_is_unknown_and_said(
    desk: Workspace, published: str | None, says: str, draft: Run
) -> None:
    row = {"id": "x", "text": ARTICLE, **({} if published is None else {"published": published})}
    put(desk, "odd.jsonl", json.dumps(row, ensure_ascii=False).encode())
    code, _, said = draft("ingest", "--desk", desk.root)
    assert code == 0
    assert desk.catalogue.get(["x"])["x"].published == ""
    (note,) = [line for line in said.splitlines() if "注意" in line]
    assert says in note
    assert note.endswith("。")


def test_a_file_that_vanishes_while_its_folder_is_read(desk: Workspace) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        put(desk, name, f"{GOOD}{name}".encode())
    goes = desk.root / "sources" / "b.txt"
    result = ingest(desk, progress=lambda _done, _what: goes.unlink(missing_ok=True))
    assert "b.txt" in sentence_of(result, "b.txt")
    assert desk.catalogue.count() == 2


def test_a_file_that_vanishes_or_grows_while_it_is_copied(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    import agent.desk.workspace as module

    put(desk, "a.txt", GOOD.encode())
    put(desk, "b.txt", f"{GOOD}另一条".encode())
    put(desk, "c.txt", f"{GOOD}第三条".encode())
    hashed = module.sha256_file

    def meanwhile(path: Path) -> str:
        digest = hashed(path)
        if path.name == "a.txt":
            path.unlink()
        if path.name == "b.txt":
            with path.open("ab") as file:
                file.write("还在写".encode())
        return digest

    monkeypatch.setattr(module, "sha256_file", meanwhile)
    result = ingest(desk)
    assert "不在了" in sentence_of(result, "a.txt")
    assert "正在被改写" in sentence_of(result, "b.txt")
    assert desk.catalogue.count() == 1
    for path in desk.archive.glob("??/*"):
        assert hashed(path) == path.stem, "nothing lies under another's hash"
    monkeypatch.undo()
    assert ingest(desk).counts()["new"] + ingest(desk).counts()["unchanged"] >= 2
    assert desk.catalogue.count() == 2


def test_a_file_without_permission(desk: Workspace) -> None:
    put(desk, "locked.txt", GOOD.encode())
    path = desk.root / "sources" / "locked.txt"
    path.chmod(0)
    if os.access(path, os.R_OK):  # root may read everything: then a folder in the file's place refuses
        path.unlink()
        path.symlink_to(path.parent / "loop")
        (path.parent / "loop").symlink_to(path)
    put(desk, "zz.txt", GOOD.encode())
    result = ingest(desk)
    assert desk.catalogue.count() == 1
    assert any(isinstance(o, Outcome) and o.kind == "failed" for o in result.outcomes)


@pytest.fixture
def sample(tmp_path: Path, draft: Run) -> Path:
    assert draft("init", tmp_path / "desk")[0] == 0
    return tmp_path / "desk"


def lines_of(child: subprocess.Popen[str]) -> Iterator[str]:
    assert child.stderr
    while line := child.stderr.readline():
        yield line


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("stage", ["收入来源", "撰写", "写文件"])
def test_today_interrupted_at_a_stage_is_made_up_for(
    sample: Path, draft: Run, how: signal.Signals, stage: str
) -> None:
    command = [sys.executable, "-m", "agent.cli", "today", "--desk", str(sample)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as child:
        assert any(stage in line for line in lines_of(child))
        child.send_signal(how)
        said = "".join(lines_of(child))
    if child.returncode != 0:  # it may have been done before the signal came
        assert child.returncode == (130 if how == signal.SIGINT else -signal.SIGKILL)
        assert ("已中断" in said) == (how == signal.SIGINT)
    assert "Traceback" not in said
    code, _, err = draft("today", "--desk", sample)
    assert code == 0, err
    assert "等它完成" not in err, "no lock is left behind"
    assert not (sample / "briefs" / DAY / "brief.new.md").exists(), "what a killed run wrote is no edit"
    assert draft("check", "--desk", sample)[0] == 0
    left = [p.name for p in sample.rglob(".*.tmp")]
    assert how == signal.SIGKILL or not left


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal")
def test_a_console_that_knows_only_gbk(sample: Path) -> None:
    """Characters that GBK lacks must not end a run; the Chinese must come through."""
    import pty

    (sample / "sources" / "zz.txt").write_text(
        "emoji\n来源：示例日报  2026-06-13 08:00\n空", encoding="utf-8"
    )
    (sample / "sources" / "😀.pdf").write_bytes(b"")
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "agent.cli", "ingest", "--all", "--desk", str(sample)],
        stderr=theirs, stdout=theirs, env={**os.environ, "PYTHONIOENCODING": "gbk", "TERM": "dumb"},
    )  # fmt: skip
    os.close(theirs)
    out = b""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if select.select([ours], [], [], 0.2)[0]:
            try:
                block = os.read(ours, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not block:
                break
            out += block
    os.close(ours)
    assert child.wait(timeout=60) == 0, out.decode("gbk", "replace")
    text = out.decode("gbk")
    assert "来源：" in text
    assert "?.pdf" in text
