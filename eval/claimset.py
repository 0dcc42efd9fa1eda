"""The two hand-written claim sets over the sample desk (eval/claims/): how often the checker objects, and to what.

python -m eval.claimset [-v]
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agent.ground import ground
from agent.house import prompts_folder
from agent.models import Document, Verdict
from agent.sources import Found, Raw, read

FOLDER = Path(__file__).resolve().parent / "claims"
SAMPLE = prompts_folder() / "houses" / "xinzhi" / "sample" / "sources"
OBJECTIONS = frozenset({"contradicted", "unsupported", "misattributed", "uncited"})


@dataclass(frozen=True, slots=True)
class Claim:
    """One line of a set: the sentence, the sources it was written from, and what is wrong with it, if anything."""

    id: str
    text: str
    sources: tuple[Document, ...]
    kind: str
    wrong: str
    note: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim and the checker's verdict."""

    claim: Claim
    verdict: Verdict

    @property
    def objected(self) -> bool:
        """The checker says it is wrong."""
        return self.verdict.status in OBJECTIONS

    @property
    def flagged(self) -> bool:
        """A person must look: objected or unverified."""
        return self.verdict.status != "supported"


def claims(name: str) -> list[Claim]:
    """The claims of `faithful` or `planted` that belong to the sample desk's sources."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_claim(json.loads(line)) for line in lines if line.strip()]


def judged(name: str) -> list[Judged]:
    """Every claim of a set held against its sources."""
    return [Judged(claim, ground(claim.text, claim.sources)) for claim in claims(name)]


def share(rows: Sequence[Judged], what: str) -> float:
    """Share of `rows` that are `objected` or `flagged`. Raises ValueError for no rows: nothing judged is no score."""
    if not rows:
        raise ValueError("no claims to judge")
    return sum(getattr(row, what) for row in rows) / len(rows)


def _claim(row: dict[str, object]) -> Claim:
    places = [row, row["also"]] if row.get("also") else [row]
    return Claim(
        id=str(row["id"]), text=str(row["claim"]), kind=str(row.get("error_type") or ""),
        sources=tuple(_document(str(place["file"]), int(place.get("item") or 0)) for place in places),  # type: ignore[index, union-attr]
        wrong=str(row.get("wrong") or ""), note=str(row.get("note") or ""),
    )  # fmt: skip


def _document(file: str, item: int) -> Document:
    found = dict(_read(file))
    return found[item] if item in found else found[min(found)]


@cache
def _read(file: str) -> tuple[tuple[int, Document], ...]:
    return tuple(_documents(SAMPLE / file))


def _documents(path: Path) -> Iterator[tuple[int, Document]]:
    for found in read(
        [Raw(name=path.name, path=path)], fetched="2026-06-14T08:00:00+08:00", today="2026-06-14"
    ):
        if isinstance(found, Found):
            yield found.source.line or 0, found.source.document()
        elif (
            "列表页" in found.message
        ):  # a list of notices is no source of the desk, but claims were written on it
            yield 0, Document(id=path.name, text="")


def main() -> None:
    """Print both sets' shares, and with -v every miss."""
    for name, right in (("faithful", False), ("planted", True)):
        rows = [row for row in judged(name) if any(s.text for s in row.claim.sources)]
        print(
            f"{name}: {len(rows)} claims, objected {share(rows, 'objected'):.3f}, flagged {share(rows, 'flagged'):.3f}"
        )
        kinds = defaultdict(list)
        for row in rows:
            kinds[row.claim.kind].append(row)
        for kind in sorted(filter(None, kinds)):
            print(
                f"  {kind:12} objected {share(kinds[kind], 'objected'):.2f} flagged {share(kinds[kind], 'flagged'):.2f} of {len(kinds[kind])}"
            )
        if "-v" in sys.argv:
            for row in rows:
                if row.flagged != right:
                    reasons = "; ".join(reason.message for reason in row.verdict.reasons)
                    print(
                        f"  {row.claim.id} {row.verdict.status} | {row.claim.text} | {row.claim.note} | {reasons}"
                    )


if __name__ == "__main__":
    main()
