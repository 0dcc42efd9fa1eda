"""Checker and judge together on claims with known verdicts, drawn at random.

    python -m eval.judge_set CLAIMS.jsonl --desk DESK --take 60 --seed 1 [--out judged.jsonl]

CLAIMS.jsonl has lines as `draft ground` takes them, with `label`: `supported`, or what is wrong with it. As many of each
are drawn. What the checker lets through goes to the judge of the desk's model (draft.toml's [model]), as the chain asks
it: one question over a dozen sentences, objections only. Printed: balanced accuracy of the checker alone and of both,
each with its 95 % interval (bootstrap over the claims).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.desk.authors import Terms, model_caller
from agent.desk.workspace import Workspace
from agent.ground.ground import ground
from agent.models import Document
from agent.writer.judge import LlmJudge

PASSES = frozenset({"supported", "opinion"})
_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Case:
    """A claim with its sources and what is known of it."""

    id: str
    claim: str
    sources: tuple[Document, ...]
    true: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the checker, and whether both, let a claim through."""

    case: Case
    checker: bool
    both: bool
    reasons: tuple[str, ...]


def cases(lines: Sequence[str]) -> Iterator[Case]:
    """The claims of a file. ValueError for a line without a label."""
    for number, line in enumerate(lines, 1):
        data: dict[str, Any] = json.loads(line)
        label = data.get("label", data.get("verdict"))
        if label is None:
            raise ValueError(f"line {number} has no label")
        yield Case(
            str(data.get("id", number)),
            data["claim"],
            tuple(
                Document(**{k: v for k, v in s.items() if k in Document.model_fields})
                for s in data["sources"]
            ),
            label in ("supported", True),
        )


def drawn(found: Sequence[Case], take: int, seed: int) -> list[Case]:
    """`take` claims at random, half of them true where there are enough."""
    dice = random.Random(seed)
    true, false = ([c for c in found if c.true is side] for side in (True, False))
    dice.shuffle(true)
    dice.shuffle(false)
    half = take // 2
    out = true[:half] + false[: take - half]
    dice.shuffle(out)
    return out


def judged(found: Sequence[Case], judge: LlmJudge) -> list[Outcome]:
    """Checker first; the judge sees what it lets through."""
    checked = [ground(case.claim, case.sources).status in PASSES for case in found]
    asked = [case for case, passed in zip(found, checked, strict=True) if passed]
    objections = dict(
        zip([c.id for c in asked], judge.objections([(c.claim, c.sources) for c in asked]), strict=True)
    )
    return [
        Outcome(case, passed, passed and not objections.get(case.id), tuple(r.message for r in objections.get(case.id, ())))
        for case, passed in zip(found, checked, strict=True)
    ]  # fmt: skip


def balanced(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Mean of the shares of true claims let through and of false ones stopped. ValueError where a side is empty."""
    sides = [[passed is true for true, passed in pairs if true is side] for side in (True, False)]
    if not all(sides):
        raise ValueError("claims of one kind only")
    return sum(sum(side) / len(side) for side in sides) / 2


def interval(pairs: Sequence[tuple[bool, bool]], seed: int = 0) -> tuple[float, float]:
    """The middle 95 % of `balanced` over resamples."""
    dice = random.Random(seed)
    values: list[float] = []
    while len(values) < _DRAWS:
        again = dice.choices(pairs, k=len(pairs))
        if len({true for true, _ in again}) == 2:
            values.append(balanced(again))
    values.sort()
    return values[int(0.025 * _DRAWS)], values[int(0.975 * _DRAWS)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw, ask, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("claims", type=Path)
    parser.add_argument("--desk", type=Path, required=True, help="a desk whose draft.toml names the model")
    parser.add_argument("--take", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="one JSON line a claim: verdicts and objections")
    asked = parser.parse_args(arguments)
    desk = Workspace.open(asked.desk)
    found = drawn(list(cases(asked.claims.read_text(encoding="utf-8").splitlines())), asked.take, asked.seed)
    outcomes = judged(found, LlmJudge(model_caller(desk, Terms()), desk.house))
    for name in ("checker", "both"):
        pairs = [(one.case.true, getattr(one, name)) for one in outcomes]
        low, high = interval(pairs)
        print(
            f"{name:8} balanced accuracy {balanced(pairs):.3f} [{low:.3f}, {high:.3f}] over {len(pairs)} claims"
        )
    if asked.out:
        asked.out.write_text(
            "".join(
                json.dumps({"id": o.case.id, "true": o.case.true, "checker": o.checker, "both": o.both, "objections": o.reasons}, ensure_ascii=False) + "\n"
                for o in outcomes
            ),
            encoding="utf-8",
        )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
