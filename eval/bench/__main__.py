"""`python -m eval.bench`: run measures, print a table, keep the readings."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from eval.bench import MEASURES
from eval.bench.ground import Ground, Reading

SIZES = (1_000, 2_000, 8_000, 33_294)
#: Where the corpus of real articles lies beside the checkout; without it articles are made up.
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "news-2023-07.jsonl.gz"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measures named (all without names); 1 when one could not be taken."""
    asked = _parser().parse_args(arguments)
    corpus = asked.corpus or (CORPUS if CORPUS.exists() else None)
    readings: list[Reading] = []
    troubles = 0
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}; articles: "
          f"{corpus.name if corpus else 'made up'}", flush=True)  # fmt: skip
    if asked.folder:
        Path(asked.folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=asked.folder) as folder:
        ground = Ground(Path(folder), asked.sizes, corpus)
        for name in asked.measures or MEASURES:
            measure = import_module(f"eval.bench.{name}")
            print(f"\n{(measure.__doc__ or name).splitlines()[0]}", flush=True)
            try:
                for reading in measure.run(ground):
                    readings.append(reading)
                    print(f"  {shown(reading)}", flush=True)
            except RuntimeError as error:  # one measure that fails leaves the others theirs
                troubles += 1
                print(f"  not taken: {error}", file=sys.stderr)
    print("\n" + curves(readings))
    if asked.out:
        lines = [{name: getattr(r, name) for name in Reading.__slots__} for r in readings]
        asked.out.write_text(json.dumps(lines, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if troubles else 0


def shown(reading: Reading) -> str:
    """A reading as a line."""
    size = f"{reading.size:>7,} articles  " if reading.size else ""
    return f"{size}{reading.what}: {number(reading.value)} {reading.unit}"


def curves(readings: Sequence[Reading]) -> str:
    """All readings as a Markdown table: a row a figure, a column a size."""
    sizes = sorted({r.size for r in readings if r.size}) or [0]
    names = list(dict.fromkeys((r.what, r.unit) for r in readings))
    rows = [["", *(f"{size:,}" if size else "" for size in sizes)], ["---", *("---:" for _ in sizes)]]
    for what, unit in names:
        at = {r.size: number(r.value) for r in readings if (r.what, r.unit) == (what, unit)}
        rows.append([f"{what} ({unit})", *(at.get(size, at.get(0, "")) for size in sizes)])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def number(value: float) -> str:
    """Three figures that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    parser.add_argument(
        "measures", nargs="*", metavar="MEASURE", help=f"of {', '.join(MEASURES)}; all without"
    )
    parser.add_argument(
        "--sizes", type=_sizes, default=SIZES, help="numbers of articles, with commas between"
    )
    parser.add_argument("--corpus", type=Path, help="JSON lines of articles, gzipped or not")
    parser.add_argument("--folder", type=Path, help="where the desks are made and thrown away")
    parser.add_argument("--out", type=Path, help="keep the readings as JSON")
    return parser


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


if __name__ == "__main__":
    sys.exit(main())
