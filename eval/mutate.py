"""Plant errors in true sentences and count which the checker catches.

`python -m eval.mutate PATHS… --sample N`; PATHS are JSON-lines files of documents, `.gz` too, one
`{"id", "text", "published"?, "title"?, "publisher"?}` a line, or folders of sources as a desk reads them.
Prints a table (operator, tried, caught, share), the share of untouched sentences flagged, and with
`--json` one object. A sentence is held against its own document. Caught: any verdict but supported.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.ground import ground
from agent.models import Document
from agent.sources import Found
from agent.sources import read as read_sources
from agent.text.sentences import sentences
from eval.mutations import OPERATORS

#: Sentences shorter or longer than this are headings, lists and page furniture.
_SHORTEST, _LONGEST = 15, 200


@dataclass
class Tally:
    """What a run found: by operator tried, caught, and the first few missed (operator, original, mutated)."""

    tried: dict[str, int] = field(default_factory=dict)
    caught: dict[str, int] = field(default_factory=dict)
    untouched: int = 0
    flagged: int = 0
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    alarms: list[tuple[str, str]] = field(default_factory=list)

    def share(self, operator: str) -> float | None:
        """The share caught; None where nothing was tried."""
        tried = self.tried.get(operator, 0)
        return self.caught.get(operator, 0) / tried if tried else None

    @property
    def flagged_share(self) -> float | None:
        """The share of untouched sentences flagged; None where there were none."""
        return self.flagged / self.untouched if self.untouched else None


def run(documents: Iterable[Document], *, per_document: int = 4, seed: int = 0) -> Tally:
    """Hold `per_document` sentences of each document, untouched and with each applicable error, against
    it."""
    tally = Tally()
    for document in documents:
        rng = random.Random(f"{seed}:{document.id}")
        spans = [s for s in sentences(document.text) if _is_sentence(document.text[s[0] : s[1]])]
        rng.shuffle(spans)
        for start, end in spans[:per_document]:
            _hold(document.text[start:end], document, rng.randrange(1 << 30), tally)
    return tally


def _hold(sentence: str, document: Document, seed: int, tally: Tally) -> None:
    tally.untouched += 1
    verdict = ground(sentence, [document], day=document.day or None)
    if verdict.status != "supported":
        tally.flagged += 1
        tally.alarms.append((verdict.reasons[0].kind, sentence))
        return
    for operator, mutate in OPERATORS.items():
        mutated = mutate(sentence, document.text, seed)
        if mutated is None or mutated == sentence:
            continue
        tally.tried[operator] = tally.tried.get(operator, 0) + 1
        if ground(mutated, [document], day=document.day or None).status != "supported":
            tally.caught[operator] = tally.caught.get(operator, 0) + 1
        else:
            tally.missed.append((operator, sentence, mutated))


def _is_sentence(text: str) -> bool:
    """Neither a heading nor a list, page furniture, or a table's row (its cells joined by ` | `)."""
    return _SHORTEST <= len(text) <= _LONGEST and " | " not in text


def read(paths: Sequence[Path], sample: int, seed: int = 0) -> Iterator[Document]:
    """At most `sample` documents of the files, drawn evenly and always the same ones."""
    rng = random.Random(seed)
    pool: list[str | Document] = []
    seen = 0
    for path in paths:
        for item in _folder(path) if path.is_dir() else _lines(path):
            seen += 1
            if len(pool) < sample:
                pool.append(item)
            elif (at := rng.randrange(seen)) < sample:
                pool[at] = item
    for item in pool:
        yield item if isinstance(item, Document) else _document(item)


def _lines(path: Path) -> Iterator[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from (line for line in lines if line.strip())


def _folder(path: Path) -> Iterator[Document]:
    for found in read_sources([path], fetched="2026-06-14T08:00:00+08:00", today="2026-06-14"):
        if isinstance(found, Found):
            yield found.source.document()


def _document(line: str) -> Document:
    data = json.loads(line)
    keep = {k: str(data[k]) for k in ("id", "text", "title", "publisher", "published") if data.get(k)}
    return Document(id=keep.pop("id", "?"), text=keep.pop("text", ""), **keep)


def table(tally: Tally) -> str:
    """The tally as lines of text."""
    lines = [f"{'operator':<12}{'tried':>7}{'caught':>8}{'share':>8}"]
    for operator in OPERATORS:
        share = tally.share(operator)
        shown = "–" if share is None else f"{share:.3f}"
        lines.append(
            f"{operator:<12}{tally.tried.get(operator, 0):>7}{tally.caught.get(operator, 0):>8}{shown:>8}"
        )
    flagged = tally.flagged_share
    shown = "–" if flagged is None else f"{flagged:.4f}"
    lines.append(f"{'untouched':<12}{tally.untouched:>7}{tally.flagged:>8}{shown:>8}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code (3 when there was no sentence to hold)."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.mutate", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=200, help="documents drawn")
    parser.add_argument("--per-document", type=int, default=4, help="sentences of each")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true", help="list what was missed")
    options = parser.parse_args(arguments)
    tally = run(
        read(options.paths, options.sample, options.seed),
        per_document=options.per_document,
        seed=options.seed,
    )
    if options.json:
        shares = {operator: tally.share(operator) for operator in OPERATORS}
        print(
            json.dumps(
                {
                    "caught": shares,
                    "tried": tally.tried,
                    "untouched": tally.untouched,
                    "flagged": tally.flagged_share,
                },
                ensure_ascii=False,
            )
        )
    else:
        print(table(tally))
    if options.verbose:
        for operator, sentence, mutated in tally.missed:
            print(f"missed {operator}\n  {sentence}\n  {mutated}", file=sys.stderr)
        for kind, sentence in tally.alarms:
            print(f"alarm {kind}\n  {sentence}", file=sys.stderr)
    return 0 if tally.untouched else 3


if __name__ == "__main__":
    sys.exit(main())
