"""Purposeful damage to the program, each of which must turn the gate red: the test of the gate as a whole, run by hand.

    python -m eval.breaks [NAME …] [--day YYYY-MM-DD …]

Each change is made in a copy of the tree, and `draft eval` is run there against the baseline as it is (with `--day`, on
those days only: a part of what the whole would object to). Printed are the seconds it took, the exit code, and what caught it. Ends 0 when every one was caught, 1 when one slipped through, 3
where a change no longer finds its place in the code.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent.parent
_PARTS = ("agent", "eval", "prompts", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Break:
    """One change: in `file` the first `old` becomes `new`."""

    name: str
    says: str
    file: str
    old: str
    new: str


BREAKS = (
    Break("weak-check", "one objection is no objection", "agent/ground/ground.py", "    if reasons:\n        status", "    if len(reasons) > 1:\n        status"),
    Break("drop-citation", "a sentence keeps only its first footnote", "agent/writer/compose.py", "return tuple(dict.fromkeys(keys))\n", "return tuple(dict.fromkeys(keys))[:1]\n"),
    Break("break-fusion", "search forgets meaning", "agent/index/fusion.py", " + w.meaning * self._by_meaning()", ""),
    Break("swap-dates", "the day of the dateline and the day of publication change places", "agent/writer/opening.py", 'days.words(days.today if f"{days.today.month}月{days.today.day}日" in held else day)', 'days.words(day if f"{days.today.month}月{days.today.day}日" in held else days.today)'),
    Break("loose-quotes", "four letters of a quotation are enough", "agent/ground/quotations.py", "text.find(part, max(end, 0))", "text.find(part[:4], max(end, 0))"),
    Break("doubt-passes", "unverified counts as supported", "agent/ground/ground.py", 'Verdict(status="unverified", reasons=doubts', 'Verdict(status="supported", reasons=doubts'),
    Break("keys", "a key forgets where its span ends", "agent/writer/keys.py", ":{span[0]}:{span[1]}", ":{span[0]}"),
    Break("told-again", "earlier issues are forgotten", "agent/slate/build.py", "    if not day.history:", "    if True:"),
    Break("one-event", "reports of one event are not brought together", "agent/slate/clusters.py", "SAME = 0.30", "SAME = 0.99"),
    Break("references", "the last reference is left out", "agent/writer/compose.py", "    return tuple(lines)\n", "    return tuple(lines[:-1])\n"),
    Break("summary", "摘要 loses its last sentence", "agent/writer/summary.py", "    return tuple(out)\n", "    return tuple(out[:-1])\n"),
    Break("billion", "a billion is a hundred million", "agent/text/numerals.py", '"billion": 10**9', '"billion": 10**8'),
    Break("uncited", "a fact needs no footnote", "agent/ground/report.py", "        if not sentence.cites:\n", "        if False:\n"),
    Break("stale-news", "articles of any age are news", "agent/slate/build.py", "if first <= a.day <= date or", "if a.day <= date or"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Caught:
    """What `draft eval` made of one change."""

    name: str
    code: int
    seconds: float
    by: tuple[str, ...]


class NoPlace(Exception):
    """The code a change is made to is not there any more."""


def main(arguments: Sequence[str]) -> int:
    """Try the breaks named, or all; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.breaks")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--day", action="append", default=[])
    given = parser.parse_args(arguments)
    unknown = set(given.names) - {one.name for one in BREAKS}
    if unknown:
        parser.error(f"no such break: {', '.join(sorted(unknown))}")
    wanted = [one for one in BREAKS if not given.names or one.name in given.names]
    codes = []
    for one in wanted:
        try:
            caught = attempt(one, given.day)
        except NoPlace as error:
            print(f"{one.name:14} {error}")
            codes.append(3)
            continue
        codes.append(0 if caught.code == 1 else 1)
        verdict = "red" if caught.code == 1 else f"NOT CAUGHT (exit {caught.code})"
        print(
            f"{one.name:14} {verdict} {caught.seconds:5.1f} s  {one.says}: {'; '.join(caught.by)}", flush=True
        )
    return max(codes, default=3)


def attempt(one: Break, days: Sequence[str] = ()) -> Caught:
    """Make the change in a copy and run the gate there. Raises NoPlace."""
    with TemporaryDirectory(prefix="draft-break-") as name:
        copy = Path(name)
        for part in _PARTS:
            source = HERE / part
            if source.is_dir():
                shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(source, copy / part)
        damage(one, copy)
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "eval", "--fresh", "--out", str(copy / "out"), *chain(*(("--day", day) for day in days))],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy)}, capture_output=True, check=False,
        )  # fmt: skip
        seconds = time.perf_counter() - start
        return Caught(one.name, done.returncode, seconds, _by(copy / "out" / "results.json"))


def damage(one: Break, tree: Path) -> None:
    """Make the change in `tree`. Raises NoPlace."""
    path = tree / one.file
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if not one.old or one.old not in text:
        raise NoPlace(f"{one.file} does not hold {one.old!r} any more")
    path.write_text(text.replace(one.old, one.new, 1), encoding="utf-8")


def _by(results: Path) -> tuple[str, ...]:
    """The metrics that objected, most objections first."""
    try:
        findings = json.loads(results.read_text(encoding="utf-8"))["findings"]
    except (OSError, ValueError, KeyError):
        return ("no results",)
    counts = Counter(f"{f['subject']} {f['metric']}".strip() for f in findings)
    return tuple(f"{name} {count}" for name, count in counts.most_common(5))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
