"""Fit the weights of `agent/ground/data/binding.txt` and say what they are worth on authors and documents held out.

python -m eval.fit_binding CLAIMS.jsonl [--write] [--whole OUT.jsonl]

--whole runs the whole checker on each author with weights and thresholds of the other authors, for `score.py claims`.

What is learned from is not the planted errors of the file but its faithful sentences: every figure, date and name in
them stands where it belongs, and the same sentence with that figure (date, name) exchanged for another of its article
does not. The planted errors are only tested on. A fold never sees the authors (or articles) it is tested on; where its
objections begin is chosen on the others too. The weights shipped are those of all authors, the thresholds those at
which sentences, judged by weights that had not seen their author, are objected to at most as often as `ALARMS` says.
Deterministic.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from agent.ground import binding, date, name_owner, quantity
from agent.ground.binding import MEASURES, Kind
from agent.ground.lines import ground_line
from agent.ground.side import Side, claim_side, side
from agent.models import Document, Span

TABLE = Path(__file__).resolve().parents[1] / "agent" / "ground" / "data" / "binding.txt"
KINDS: tuple[Kind, ...] = ("figure", "date", "name")
#: Share of faithful sentences that may be objected to for each kind.
ALARMS = {"figure": 0.01, "date": 0.005, "name": 0.002}
#: And that may be doubted: of names, for a name stands with others by any words, and articles unlike these objected to half
#: of the faithful ones among them (docs/log.md, 2026-11-30).
DOUBTS = {"figure": 0.01, "date": 0.005, "name": 0.004}
#: Strength of the pull of all weights towards zero.
RIDGE = 1.0
#: How many exchanges are made of one figure, date or name.
EXCHANGES = 2

Found = tuple[Span, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence of the file with its sources read."""

    id: str
    document: str
    error: str | None
    claim: str
    sources: tuple[Side, ...]

    @property
    def author(self) -> str:
        """The letter that opens the id."""
        return self.id[0]


@dataclass(frozen=True, slots=True)
class Example:
    """What was measured of one figure, date or name; `wrong` where it was put in the place of another, None where
    the sentence has an error somewhere."""

    row: Row
    kind: Kind
    wrong: bool | None
    values: tuple[float, ...]


def rows(path: Path) -> list[Row]:
    """The sentences of a file of claims."""
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item: dict[str, Any] = json.loads(line)
        sources = tuple(side(_document(source)) for source in item["sources"])
        error = None if item["label"] == "supported" else str(item["error_type"])
        out.append(Row(item["id"], item["doc_id"], error, item["claim"], sources))
    return out


def _document(source: dict[str, Any]) -> Document:
    kept = ("id", "text", "published", "title", "publisher")
    return Document(**{key: value for key, value in source.items() if key in kept and value})


def measured(claim: Side, sources: Sequence[Side], kind: Kind) -> Iterator[Found]:
    """Each figure, date or name that can be weighed, by its span."""
    if kind == "figure":
        for figure in quantity.questions(claim, sources):
            weighed = None if figure.quantity.kind == "code" or figure.exempt() else figure.owned()
            if weighed is not None:
                yield figure.quantity.span, weighed.measured
    elif kind == "date":
        for day in date.questions(claim, sources):
            weighed = day.owned()
            if weighed is not None:
                yield day.reading.span, weighed.measured
    else:
        asked = name_owner.questions(claim, sources)
        for name in asked:
            weighed = name.owned(asked, sources)
            if weighed is not None:
                yield name.name.span, weighed.measured


def exchanges(claim: Side, sources: Sequence[Side], kind: Kind) -> Iterator[tuple[Span, str]]:
    """What may be put in the place of each figure, date or name: others of its kind, the likeliest first."""
    if kind == "figure":
        for figure in quantity.questions(claim, sources):
            if figure.quantity.kind == "code" or figure.exempt():
                continue
            rivals = sorted(
                (
                    c
                    for c in figure.candidates
                    if c.agreement is None and c.quantity.kind == figure.quantity.kind
                ),
                key=lambda c: -c.likeness,
            )
            yield from _some(figure.quantity.span, [c.side.text[slice(*c.quantity.span)] for c in rivals])
    elif kind == "date":
        for day in date.questions(claim, sources):
            others = [
                p for p in day.places if p.relation is None and not p.apart and p.reading.kind != "vague"
            ]
            others.sort(key=lambda p: -p.likeness)
            yield from _some(day.reading.span, [p.side.text[slice(*p.reading.span)] for p in others])
    else:
        for name in name_owner.questions(claim, sources):
            texts = [p.side.text[slice(*p.span)] for p in name.others]
            if name.right:
                yield from _some(name.name.span, texts)


def _some(span: Span, texts: Sequence[str]) -> Iterator[tuple[Span, str]]:
    distinct = list(dict.fromkeys(texts))
    chosen = distinct[:1] + distinct[len(distinct) // 2 :]
    for text in list(dict.fromkeys(chosen))[:EXCHANGES]:
        yield span, text


def examples(row: Row) -> Iterator[Example]:
    """The sentence as it is, and if it is faithful, with one thing after the other exchanged."""
    claim = claim_side(row.claim)
    for kind in KINDS:
        for _, values in measured(claim, row.sources, kind):
            yield Example(row, kind, False if row.error is None else None, _vector(values))
        if row.error is not None:
            continue
        for span, text in exchanges(claim, row.sources, kind):
            if text == row.claim[slice(*span)]:
                continue
            changed = claim_side(row.claim[: span[0]] + text + row.claim[span[1] :])
            for at, values in measured(changed, row.sources, kind):
                if at[0] == span[0]:
                    yield Example(row, kind, True, _vector(values))


def _vector(values: dict[str, float]) -> tuple[float, ...]:
    return tuple(values.get(measure, 0.0) for measure in MEASURES)


def fit(found: Sequence[Example]) -> np.ndarray:
    """Weights of a logistic regression by Newton's method, the bias last; both classes weigh the same."""
    x = np.array([(*e.values, 1.0) for e in found])
    y = np.array([float(bool(e.wrong)) for e in found])
    weight = np.where(y > 0, 0.5 / max(y.mean(), 1e-9), 0.5 / max(1 - y.mean(), 1e-9))
    pull = np.full(x.shape[1], RIDGE)
    pull[-1] = 1e-6
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (weight * (p - y)) + pull * w
        curve = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(pull)
        step = np.linalg.solve(curve, gradient)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return w


def chances(w: np.ndarray, found: Sequence[Example]) -> np.ndarray:
    """How likely each value is another's."""
    x = np.array([(*e.values, 1.0) for e in found]).reshape(len(found), len(MEASURES) + 1)
    return np.asarray(1 / (1 + np.exp(-np.clip(x @ w, -30, 30))))


def threshold(found: Sequence[Example], p: np.ndarray, sentences: int, share: float) -> float:
    """The least chance at which no more than a `share` of the faithful sentences are objected to."""
    worst: dict[str, float] = defaultdict(float)
    for example, chance in zip(found, p, strict=True):
        if example.wrong is False:
            worst[example.row.id] = max(worst[example.row.id], float(chance))
    allowed = round(share * sentences)
    ranked = sorted(worst.values(), reverse=True)
    over = ranked[allowed] if allowed < len(ranked) else 0.0
    return min(0.995, max(0.5, round(over + 0.0051, 3)))


def folds(
    every: Sequence[Example], lines: Sequence[Row], kind: Kind, part: Callable[[Row], str]
) -> Iterator[tuple[str, list[Example], np.ndarray, float]]:
    """For each part held out: its name, its examples, their chances and the threshold, by weights of the others."""
    mine = [e for e in every if e.kind == kind]
    for name in sorted({part(row) for row in lines}):
        learn = [e for e in mine if part(e.row) != name and e.wrong is not None]
        test = [e for e in mine if part(e.row) == name]
        w = fit(learn)
        good = sum(row.error is None and part(row) != name for row in lines)
        yield name, test, chances(w, test), threshold(learn, chances(w, learn), good, ALARMS[kind])


def report(every: Sequence[Example], lines: Sequence[Row], part: Callable[[Row], str]) -> None:
    """Print what each part held out gives: faithful sentences objected to, exchanges and real errors found."""
    for kind in KINDS:
        total: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        print(f"{kind}: held out, threshold | faithful objected | exchanges found | planted errors found")
        for name, test, p, at in folds(every, lines, kind, part):
            hit = {e.row.id for e, c in zip(test, p, strict=True) if e.wrong is not True and c >= at}
            good = [row for row in lines if part(row) == name and row.error is None]
            made = [c >= at for e, c in zip(test, p, strict=True) if e.wrong]
            alarms = sum(row.id in hit for row in good)
            errors: dict[str, list[int]] = defaultdict(lambda: [0, 0])
            for row in lines:
                if part(row) == name and row.error is not None:
                    for store in (errors, total):
                        store[row.error][0] += row.id in hit
                        store[row.error][1] += 1
            for key, (some, whole) in {
                "faithful": (alarms, len(good)),
                "made": (sum(made), len(made)),
            }.items():
                total[key][0] += some
                total[key][1] += whole
            shown = " ".join(f"{key} {a}/{b}" for key, (a, b) in sorted(errors.items()) if a)
            print(f"  {name} {at:.3f} | {alarms}/{len(good)} | {sum(made)}/{len(made)} | {shown}")
        shown = " ".join(f"{key} {a}/{b}" for key, (a, b) in sorted(total.items()) if a)
        print(f"  all | {shown}")


def table(every: Sequence[Example], lines: Sequence[Row]) -> str:
    """The text of `binding.txt`."""
    out = [
        "# Weights of agent/ground/binding.py, and the chance from which it objects. Made by eval/fit_binding.py."
    ]
    for kind in KINDS:
        mine = [e for e in every if e.kind == kind and e.wrong is not None]
        w = fit(mine)
        seen: list[Example] = []
        unseen: list[float] = []
        for _, test, p, _ in folds(every, lines, kind, lambda row: row.author):
            seen += test
            unseen += list(p)
        good = sum(row.error is None for row in lines)
        for word, shares in (("objects", ALARMS), ("doubts", DOUBTS)):
            out.append(f"{kind} {word} {threshold(seen, np.array(unseen), good, shares[kind]):.3f}")
        out.append(f"{kind} bias {w[-1]:.3f}")
        out += [f"{kind} {measure} {value:.3f}" for measure, value in zip(MEASURES, w, strict=False)]
    return "\n".join(out) + "\n"


def whole(every: Sequence[Example], lines: Sequence[Row], claims: Path, out: Path) -> None:
    """The checker's answers, each author's by a table that the author had no part in."""
    texts = claims.read_text(encoding="utf-8").splitlines()
    answers: list[str] = []
    for author in sorted({row.author for row in lines}):
        others = [row for row in lines if row.author != author]
        made = table([e for e in every if e.row.author != author], others)
        parts = [line.split() for line in made.splitlines() if not line.startswith("#")]

        def weights(name: str, parts: Sequence[Sequence[str]] = parts) -> dict[str, float]:
            return {measure: float(value) for kind, measure, value in parts if kind == name}

        with patch.object(binding, "_weights", weights):
            for number, (row, text) in enumerate(zip(lines, texts, strict=True), 1):
                if row.author == author:
                    answers.append(json.dumps(ground_line(text, number), ensure_ascii=False))
    out.write_text("\n".join(answers) + "\n", encoding="utf-8")


def main() -> None:
    """Print the held-out tables; with --write, make the table again."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("claims", type=Path)
    args.add_argument("--write", action="store_true")
    args.add_argument("--whole", type=Path)
    given = args.parse_args()
    lines = rows(given.claims)
    every = [example for row in lines for example in examples(row)]
    print("by author")
    report(every, lines, lambda row: row.author)
    print("by document, five parts")
    order = {name: str(i % 5) for i, name in enumerate(sorted({row.document for row in lines}))}
    report(every, lines, lambda row: order[row.document])
    if given.whole:
        whole(every, lines, given.claims, given.whole)
    if given.write:
        TABLE.write_text(table(every, lines), encoding="utf-8")
        print(f"wrote {TABLE.name}")


if __name__ == "__main__":
    main()
