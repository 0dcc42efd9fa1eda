"""Purposeful damage to the program, each of which must turn the gate red: the test of the gate as a whole, run by hand.

    python -m eval.breaks [NAME …] [--day YYYY-MM-DD …] [--renew]

Each change is made in a copy of the tree, and `draft eval` is run there against the baseline as it is (with `--day`, on
those days only: a part of what the whole would object to; with `--renew`, against one made of the undamaged tree first).
Printed are the seconds it took, the exit code, and what caught it. Ends 0 when every one was caught, 1 when one slipped
through, 3 where a change no longer finds its place in the code.
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
BASELINE = Path("eval/baseline.json")
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
    Break("wide-window", "the window begins a day early", "agent/settings.py", "window: int = Field(default=2", "window: int = Field(default=3"),
    Break("old-as-new", "what happened long ago and is put out again is news", "agent/slate/stories.py", "stale = -6.0 if age > _STALE", "stale = 0.0 if age > _STALE"),
    Break("filler", "anything may fill a thin day", "prompts/houses/xinzhi/themes.yaml", "usable: 9.0", "usable: 1.0"),
    Break("reprints", "reprints are not known again", "agent/index/catalogue.py", "if best[0] >= SAME", "if best[0] > 1"),
    Break("told-twice", "a release and its echo are two events", "agent/slate/choose.py", "return bool(amounts) and (", "return False and ("),
    Break("withdrawn", "a figure that was taken back is used", "agent/writer/corrected.py", "    if not wrong:", "    if True:"),
    Break("other-currency", "euros are dollars", "agent/text/units.py", '("EUR", "欧元', '("USD", "欧元'),
    Break("points", "a percentage point is a percent", "agent/text/units.py", '            "pp",\n            "pp",', '            "percent",\n            "%",'),
    Break("bounds", "超过 and 不足 are the same", "agent/ground/agreement.py", "    one, two = claim.bound, source.bound", "    return True\n    one, two = claim.bound, source.bound"),
    Break("directions", "up and down are the same", "agent/ground/agreement.py", "    return claim.direction is None or", "    return True or"),
    Break("loose-titles", "a 《title》 need only begin like the source's", "agent/ground/titles.py", "key == wanted\n", "key[:6] == wanted[:6]\n"),
    Break("wrong-footnote", "said by another source is said", "agent/ground/ground.py", 'Verdict(status="misattributed", reasons=(reason, *reasons)', 'Verdict(status="supported", reasons=(reason, *reasons)'),
    Break("years", "a year nobody named passes", "agent/ground/date.py", "        if not reading.year_known or", "        if True or"),
    Break("names", "any name passes", "agent/ground/names.py", "elif not _excused(name, claim, sources) and", "elif False and"),
    Break("moods", "planned is done", "agent/ground/modality.py", "in _differences(claim, sources, aligned, aligned.source_clause):", "in ():"),
    Break("denials", "a 不 more or less does not matter", "agent/ground/polarity.py", "        if not found:\n", "        if False:\n"),
    Break("scopes", "the city is the country", "agent/ground/scope.py", "in _differences(claim, source, aligned, clause):", "in ():"),
    Break("speakers", "anybody may have said it", "agent/ground/readings.py", '    found["speaker"] = speaker.compare(claim, whole or sources)\n', ""),
    Break("free-headings", "a heading may say what it likes", "agent/ground/report.py", "        return self._held(sentence, keys)\n", '        return _checked(sentence, Verdict(status="opinion"))\n'),
    Break("free-judgements", "a judgement without a footnote may bring figures", "agent/ground/report.py", "            return self._held(sentence, section_keys(section))\n", '            return _checked(sentence, Verdict(status="opinion"))\n'),
    Break("lost-source", "a footnote whose source is gone still counts", "agent/ground/report.py", "            elif key not in self.documents:", "            elif False:"),
    Break("issue-day", "今年 of a source is the issue's year before", "agent/ground/side.py", "    anchor = _day(day)\n", "    anchor = _day(str(int(day[:4]) - 1) + day[4:]) if id_ and day else _day(day)\n"),
    Break("nobody-says", "the publisher is not named", "agent/writer/opening.py", "        return source.reprint_of\n    return source.publisher", '        return source.reprint_of\n    return ""'),
    Break("last-citation", "a sentence of two footnotes loses its last", "agent/writer/compose.py", "return tuple(dict.fromkeys(keys))\n", "return tuple(dict.fromkeys(keys))[: max(1, len(keys) - 1)]\n"),
    Break("reference-order", "references stand in another order", "agent/writer/compose.py", "_primary_first([board.sources[id] for id in keys])", "_primary_first([board.sources[id] for id in keys])[::-1]"),
    Break("one-more", "a quoted span is a character longer", "agent/writer/compose.py", "                span=place.span,\n", "                span=(place.span[0], place.span[1] + 1),\n"),
    Break("translates", "what is known in English only is printed as Chinese", "agent/writer/article.py", "return han > 0 and han * 3 >= len(_LATIN.findall(sample))", "return True"),
    Break("hidden-text", "words nobody sees on the page are read", "agent/sources/dom.py", "        if hidden(element):", "        if False:"),
    Break("orders", "orders to the machine reach the model", "agent/writer/hostile.py", "    if _HARD.search(flat):\n        return True\n    return bool(_ABOUT.search(flat)) and bool(_ORDERED.search(flat))", "    return False"),
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
    parser.add_argument("--renew", action="store_true")
    given = parser.parse_args(arguments)
    unknown = set(given.names) - {one.name for one in BREAKS}
    if unknown:
        parser.error(f"no such break: {', '.join(sorted(unknown))}")
    wanted = [one for one in BREAKS if not given.names or one.name in given.names]
    codes = []
    baseline = undamaged() if given.renew else None
    for one in wanted:
        try:
            caught = attempt(one, given.day, baseline)
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


def attempt(one: Break, days: Sequence[str] = (), baseline: bytes | None = None) -> Caught:
    """Make the change in a copy and run the gate there. Raises NoPlace."""
    with TemporaryDirectory(prefix="draft-break-") as name:
        copy = Path(name)
        copied(copy)
        if baseline is not None:
            (copy / BASELINE).write_bytes(baseline)
        damage(one, copy)
        start = time.perf_counter()
        code = evaluated(copy, *chain(*(("--day", day) for day in days)))
        seconds = time.perf_counter() - start
        return Caught(one.name, code, seconds, _by(copy / "out" / "results.json"))


def undamaged() -> bytes:
    """The baseline that the tree as it is would be given. Raises SystemExit where it cannot be made."""
    with TemporaryDirectory(prefix="draft-break-") as name:
        copy = Path(name)
        copied(copy)
        if evaluated(copy, "--accept", "the undamaged tree"):
            sys.exit("the undamaged tree cannot be measured")
        return (copy / BASELINE).read_bytes()


def copied(copy: Path) -> None:
    """What the harness needs of the tree, in `copy`."""
    for part in _PARTS:
        source = HERE / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, copy / part)


def evaluated(copy: Path, *options: str) -> int:
    """`draft eval` in a copy: its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "eval", "--fresh", "--out", str(copy / "out"), *options],
        cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)}, capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode


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
