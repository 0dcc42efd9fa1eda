"""The command line: Chinese throughout, exit codes of the contract, stdout that scripts can read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.cli.app import app

Run = Callable[..., tuple[int, str, str]]
ENGLISH = re.compile(
    r"\b(Usage|Options|Commands|Arguments|Show this|Error|required|default|Missing|Invalid|Try|No such)\b"
)


def commands() -> list[str]:
    return [info.name or info.callback.__name__ for info in app.registered_commands if info.callback]


@pytest.mark.parametrize("command", [[], *([name] for name in commands())])
def test_help_is_chinese(draft: Run, command: list[str]) -> None:
    code, out, _ = draft(*command, "--help")
    assert code == 0
    assert "用法：" in out
    assert not ENGLISH.search(out), out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nonsense"], "没有命令 nonsense"),
        (["ingest", "--nonsense"], "没有选项 --nonsense"),
        (["slate", "--window", "0"], "--window 的值不对"),
        (["ground"], "缺少"),
        (["check", "a", "b"], "多出了参数"),
        (["today", "--date", "14.6.2026"], "2026-06-14"),
        (["today", "--writer", "nobody"], "nobody"),
        (["ingest", "--embed", "some"], "--embed"),
        (["search"], "--queries"),
    ],
)
def test_wrong_use_is_one_chinese_sentence(
    draft: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    draft("init", "--empty", tmp_path)
    monkeypatch.chdir(tmp_path)
    code, out, err = draft(*arguments)
    assert code == 2
    assert out == ""
    assert says in err
    assert not ENGLISH.search(err), err
    assert err.strip().count("\n") == 0


def test_no_desk_says_what_to_do(draft: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = draft("today")
    assert code == 2
    assert "draft init" in err


def test_a_day_without_sources_names_the_last_that_has_some(draft: Run, tmp_path: Path) -> None:
    draft("init", "--empty", tmp_path)
    code, _, err = draft("today", "--desk", tmp_path, "--date", "2026-06-14")
    assert code == 3
    assert "没有来源" in err
    news = tmp_path / "sources" / "a.jsonl"
    news.write_text(
        json.dumps(
            {"published": "2026-05-01", "text": "省数据局发布通知，要求各市建设数据空间。" * 5},
            ensure_ascii=False,
        ),
        encoding="utf-8",
    )
    code, _, err = draft("today", "--desk", tmp_path, "--date", "2026-06-14")
    assert code == 3
    assert "2026-05-01" in err


def test_an_empty_drop_folder_is_told_as_such(draft: Run, tmp_path: Path) -> None:
    draft("init", "--empty", tmp_path)
    code, _, err = draft("ingest", "--desk", tmp_path)
    assert code == 3
    assert "文件夹是空的" in err and "sources/" in err and "draft.toml" in err
    assert "上面" not in err, "there are no lines above"


def test_init_never_overwrites_a_desk(draft: Run, tmp_path: Path) -> None:
    assert draft("init", "--empty", tmp_path)[0] == 0
    before = (tmp_path / "draft.toml").read_bytes()
    code, _, err = draft("init", tmp_path)
    assert (code, (tmp_path / "draft.toml").read_bytes()) == (2, before)
    assert "已经是一张编辑台" in err


def test_json_is_the_only_thing_on_stdout(draft: Run, tmp_path: Path) -> None:
    draft("init", tmp_path)
    code, out, _ = draft("ingest", "--desk", tmp_path, "--json")
    assert code == 0
    assert json.loads(out)["counts"]
    code, out, _ = draft("slate", "--desk", tmp_path, "--json")
    assert code == 0
    chosen = json.loads(out)["chosen"]
    assert {"rank", "column", "heading", "sources", "reasons"} == set(chosen[0])


def test_search_over_json_lines(draft: Run, tmp_path: Path) -> None:
    draft("init", "--empty", tmp_path)
    news = tmp_path / "sources" / "a.jsonl"
    news.write_text(
        json.dumps(
            {"id": "x1", "published": "2026-05-01", "text": "省数据局要求各市建设可信数据空间。"},
            ensure_ascii=False,
        ),
        encoding="utf-8",
    )
    draft("ingest", "--desk", tmp_path)
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": 7, "query": "可信数据空间"}\nnot json\n\n{"id": "b"}\n', encoding="utf-8")
    code, out, _ = draft("search", "--desk", tmp_path, "--queries", questions, "--k", "3")
    assert code == 0
    answers = [json.loads(line) for line in out.splitlines()]
    assert answers[0]["id"] == 7
    assert answers[0]["hits"][0]["source_id"] == "x1"
    assert "第 2 行" in answers[1]["error"]
    assert "第 4 行" in answers[2]["error"]


def test_ground_needs_no_desk(draft: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    claims = tmp_path / "c.jsonl"
    source = {"id": "s", "published": "2026-06-13", "text": "全省建成三个可信数据空间，接入企业120家。"}
    rows = [
        {"id": "1", "claim": "全省建成三个可信数据空间。", "sources": [source]},
        {"id": "2", "claim": "接入企业210家。", "sources": [source]},
        {"id": "3", "claim": 5, "sources": [source]},
    ]
    claims.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    out = tmp_path / "o.jsonl"
    assert draft("ground", "--claims", claims, "--out", out)[0] == 0
    one, two, three = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert one["verdict"] == "supported"
    assert two["verdict"] in ("contradicted", "unsupported")
    assert "第 3 行" in three["error"]


def test_an_unforeseen_error_is_a_sentence_and_a_trace_only_when_asked(
    draft: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft("init", "--empty", tmp_path)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by design")

    monkeypatch.setattr("agent.desk.agenda.day_slate", broken)
    code, _, err = draft("slate", "--desk", tmp_path)
    assert code == 3
    assert "--debug" in err
    assert "Traceback" not in err
    from agent.cli import main

    with pytest.raises(ZeroDivisionError):
        main(["slate", "--desk", str(tmp_path), "--debug"])


def test_help_does_not_import_what_it_does_not_need() -> None:
    """`draft --help` in 0.3 s rests on this; the clock of a shared machine would not hold it."""
    code = (
        "import sys\nsys.argv = ['draft', '--help']\nfrom agent.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('pydantic', 'rich', 'sqlite3', 'httpx', 'trafilatura', 'chromadb', 'openai') if m in sys.modules])"
    )
    start = time.perf_counter()
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert out.stdout.splitlines()[-1] == "[]"
    assert time.perf_counter() - start < 10


def test_the_command_reference_is_up_to_date() -> None:
    script = Path(__file__).resolve().parents[2] / "scripts" / "command-reference"
    result = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, encoding="utf-8"
    )
    assert result.returncode == 0, result.stderr
