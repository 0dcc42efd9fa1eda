"""The product on real data, where a folder of it lies near: `bench/` with its own scorer, `corpus/` with news.

Every benchmark is the commands of CONTRACT.md, run as a person would, on a desk in a temporary folder. They take
minutes, so a run of the harness lists what was measured last with the same code, and measures only when asked to.
Where the folder is absent it says "未运行"; nothing of it is kept but the figures.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from agent.desk.files import write_atomically
from eval.run import code_hash

#: Seconds one command may take.
_LONGEST = 3600
Figures = dict[str, Any]


class Broken(Exception):
    """A command of a benchmark ended with an error."""


def measure(shared: Path, cache: Path, *, run_now: bool) -> dict[str, Figures]:
    """Benchmark → {"shown": a line, "figures": what its scorer printed or None}."""
    bench = (shared / "bench").resolve()
    if not (bench / "score.py").is_file():
        return {title: {"shown": f"未运行：{shared}/bench 不在", "figures": None} for title, _, _ in _BENCHES}
    out = {}
    for title, gold, measured in _BENCHES:
        if not (bench / gold).is_file():
            out[title] = {"shown": f"未运行：缺少 {gold}", "figures": None}
            continue
        kept = cache / f"real-{_key(title, bench / gold)}.json"
        figures = _kept(kept)
        if figures is None and run_now:
            try:
                with TemporaryDirectory(prefix="draft-real-") as folder:
                    figures = measured(bench, Path(folder))
                write_atomically(kept, json.dumps(figures, ensure_ascii=False))
            except (Broken, OSError, ValueError) as error:
                out[title] = {"shown": f"没有量成：{error}", "figures": None}
                continue
        out[title] = {
            "shown": _line(figures) if figures else "未运行：加 --real 现在就量",
            "figures": figures,
        }
    return out


def _claims(bench: Path, folder: Path) -> Figures:
    return _grounded(bench, folder, "claims")


def _keywords(bench: Path, folder: Path) -> Figures:
    return _grounded(bench, folder, "keywords")


def _grounded(bench: Path, folder: Path, name: str) -> Figures:
    gold, out = bench / f"{name}.jsonl", folder / "o.jsonl"
    _draft("ground", "--claims", gold, "--out", out)
    return _score(bench, name, gold, out)


def _retrieval(bench: Path, folder: Path) -> Figures:
    desk, gold, out = folder / "desk", bench / "retrieval.jsonl", folder / "o.jsonl"
    _draft("init", "--empty", desk)
    _draft("ingest", bench / "retrieval-corpus.jsonl.gz", "--embed", "all", "--desk", desk)
    _draft("search", "--queries", gold, "--k", "10", "--out", out, "--desk", desk)
    return _score(bench, "retrieval", gold, out)


def _slate(bench: Path, folder: Path) -> Figures:
    desk, gold = folder / "desk", bench / "slate.jsonl"
    _draft("init", "--empty", desk)
    _draft("ingest", *sorted((bench.parent / "corpus").glob("*.jsonl.gz")), "--desk", desk)
    lines = gold.read_text(encoding="utf-8").splitlines()
    days = sorted({json.loads(line)["day"] for line in lines if line.strip()})
    files = []
    for day in days:
        file = folder / f"{day}.json"
        file.write_bytes(_draft("slate", "--date", day, "--window", "1", "--json", "--desk", desk))
        files.append(file)
    return _score(bench, "slate", gold, *files)


def _pages(bench: Path, folder: Path) -> Figures:
    out = folder / "o.jsonl"
    _draft("extract", *sorted((bench / "pages").glob("*.html")), "--out", out)
    return _score(bench, "pages", bench / "pages.jsonl", out)


_BENCHES: tuple[tuple[str, str, Callable[[Path, Path], Figures]], ...] = (
    ("主张核对", "claims.jsonl", _claims),
    ("关键词核对", "keywords.jsonl", _keywords),
    ("检索", "retrieval.jsonl", _retrieval),
    ("选题", "slate.jsonl", _slate),
    ("网页抽取", "pages.jsonl", _pages),
)


def _draft(*arguments: object) -> bytes:
    return _run([sys.executable, "-m", "agent.cli", *map(str, arguments)])


def _score(bench: Path, name: str, gold: Path, *outs: Path) -> Figures:
    said = _run([sys.executable, str(bench / "score.py"), name, str(gold), *map(str, outs)])
    found: Figures = json.loads(said)
    return found


def _run(command: list[str]) -> bytes:
    try:
        done = subprocess.run(command, capture_output=True, timeout=_LONGEST, check=False)
    except subprocess.TimeoutExpired:
        raise Broken(f"{command[3]} 用了 {_LONGEST} 秒还没有做完") from None
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["没有说明"]
        raise Broken(f"{' '.join(command[2:4])} 以 {done.returncode} 结束：{last[0]}")
    return done.stdout


def _key(title: str, gold: Path) -> str:
    made = "\x1f".join((code_hash(), title, hashlib.sha256(gold.read_bytes()).hexdigest()))
    return hashlib.sha256(made.encode()).hexdigest()[:24]


def _kept(path: Path) -> Figures | None:
    try:
        found: Figures = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _line(figures: Figures, prefix: str = "") -> str:
    """The figures on one line, tables within tables by their path; what is broken down by kind is left to the JSON."""
    parts = []
    for key, value in figures.items():
        if isinstance(value, dict):
            if not key.startswith(("recall_by", "by_")):
                parts.append(_line(value, f"{key}."))
        elif isinstance(value, list):
            continue
        else:
            parts.append(f"{prefix}{key} {value}")
    return "，".join(parts)
