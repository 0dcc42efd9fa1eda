"""The two hand-written claim sets over the sample desk (eval/claims/): faithful ones must pass, planted ones must not.

`python -m eval.handwritten [FOLDER] [-v]` prints how often the checker objects, and to what; FOLDER is another with a
faithful.jsonl and a planted.jsonl over the sample, such as eval/claims/later.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agent.ground import ground
from agent.house import prompts_folder
from agent.models import Document, Verdict
from agent.sources import Found, Raw
from agent.sources import read as read_sources
from eval.score import Item, Score, Trouble, share

FOLDER = Path(__file__).resolve().parent / "claims"
#: Batches written later, by others each time.
LATER = FOLDER / "later"
#: Batches whose authors were asked for errors that leave no mark on the surface: one thing of the article for another.
HARDER = FOLDER / "harder"
SETS = ("faithful", "planted")
SAMPLE = prompts_folder() / "houses" / "xinzhi" / "sample" / "sources"
OBJECTIONS = frozenset({"contradicted", "unsupported", "misattributed", "uncited"})


@dataclass(frozen=True, slots=True)
class Claim:
    """One line of a set: the sentence, the files it was written from (`a.html`, `feed.jsonl#3`), whether it is faithful,
    and of a planted one what kind of error it has and which words are wrong."""

    id: str
    text: str
    files: tuple[str, ...]
    faithful: bool
    kind: str = ""
    wrong: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim, its sources and the checker's verdict."""

    claim: Claim
    sources: tuple[Document, ...]
    verdict: Verdict

    @property
    def objected(self) -> bool:
        """The checker says it is wrong."""
        return self.verdict.status in OBJECTIONS

    @property
    def flagged(self) -> bool:
        """A person must look: objected or unverified."""
        return self.verdict.status != "supported"


def read(name: str, folder: Path = FOLDER) -> tuple[list[Claim], list[Trouble]]:
    """The claims of one set, and the lines that cannot be used."""
    path = folder / f"{name}.jsonl"
    claims: list[Claim] = []
    troubles: list[Trouble] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        return [], [Trouble(f"claims/{path.name}", f"读不了 {path.name}：{error.strerror}。")]
    for number, line in enumerate(lines, 1):
        try:
            claims.append(_claim(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError):
            troubles.append(Trouble(f"claims/{path.name}", f"{path.name} 第 {number} 行不是一条主张。"))
    return claims, troubles


def score(claims: Sequence[Claim], documents: Mapping[str, Document]) -> Score:
    """One item a claim: right when the checker passes what is faithful and does not pass what is not."""
    items: list[Item] = []
    for claim in claims:
        judged = _judged(claim, documents)
        if judged is None:
            reason = f"来源 {'、'.join(claim.files)} 没有读成"
            items.append(Item(claim.id, False, claim.text, reason))
            continue
        ok = judged.flagged != claim.faithful
        reason = "" if ok else "；".join(r.message for r in judged.verdict.reasons)
        if not ok and not claim.faithful:
            reason = f"错句没有被发现（{claim.kind}：{claim.wrong}）"
        items.append(Item(claim.id, ok, claim.text, reason, "" if ok else claim.note))
    return share("claims", items, "手写句")


def judged(name: str, folder: Path = FOLDER) -> list[Judged]:
    """Every claim of a set held against the sample's files, without a desk. Claims on a list page, which is no source, are
    left out. Raises ValueError for a line that is no claim."""
    claims, troubles = read(name, folder)
    if troubles:
        raise ValueError(troubles[0].message)
    return [found for claim in claims if (found := _judged(claim, sample()))]


def part(rows: Sequence[Judged], what: str) -> float:
    """Share of `rows` that are `objected` or `flagged`. Raises ValueError for no rows: nothing judged is no score."""
    if not rows:
        raise ValueError("no claims to judge")
    return sum(getattr(row, what) for row in rows) / len(rows)


@cache
def sample() -> Mapping[str, Document]:
    """The sample's sources as they are read from their files, by name."""
    out: dict[str, Document] = {}
    for path in sorted(path for path in SAMPLE.rglob("*") if path.is_file()):
        file = path.relative_to(SAMPLE).as_posix()
        raws = [Raw(name=path.name, path=path)]
        for found in read_sources(raws, fetched="2026-06-14T08:00:00+08:00", today="2026-06-14"):
            if isinstance(found, Found):
                line = f"#{found.source.line}" if found.source.line else ""
                out[file + line] = found.source.document()
    return out


def _judged(claim: Claim, documents: Mapping[str, Document]) -> Judged | None:
    if any(file not in documents for file in claim.files):
        return None
    sources = tuple(documents[file] for file in claim.files)
    return Judged(claim, sources, ground(claim.text, sources, day=sources[0].day or None))


def _claim(row: Mapping[str, object]) -> Claim:
    places = [row, also] if isinstance(also := row.get("also"), dict) else [row]
    files = tuple(f"{p['file']}#{p['item']}" if p.get("item") else str(p["file"]) for p in places)
    return Claim(
        str(row["id"]), str(row["claim"]), files, row["label"] == "supported",
        str(row.get("error_type") or ""), str(row.get("wrong") or ""), str(row.get("note") or ""),
    )  # fmt: skip


def main() -> None:
    """Print both sets' shares, and with -v every miss."""
    folder = next((Path(given) for given in sys.argv[1:] if not given.startswith("-")), FOLDER)
    for name in SETS:
        rows = judged(name, folder)
        print(f"{name}: {len(rows)} claims, {_shares(rows)}")
        kinds = defaultdict(list)
        for row in rows:
            kinds[row.claim.kind].append(row)
        for kind in sorted(filter(None, kinds)):
            print(f"  {kind:12} {_shares(kinds[kind])} of {len(kinds[kind])}")
        for row in rows if "-v" in sys.argv else ():
            if row.flagged == row.claim.faithful:
                reasons = "; ".join(reason.message for reason in row.verdict.reasons)
                print(
                    f"  {row.claim.id} {row.verdict.status} | {row.claim.text} | {row.claim.note} | {reasons}"
                )


def _shares(rows: Sequence[Judged]) -> str:
    return f"objected {part(rows, 'objected'):.3f}, flagged {part(rows, 'flagged'):.3f}"


if __name__ == "__main__":
    main()
