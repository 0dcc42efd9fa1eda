"""The checker: sentences held against five sources each, per second: on one core, and by `draft ground` on all of them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice

from agent.cli import quickly
from agent.ground import ground
from agent.models import Document
from agent.text.sentences import sentences
from eval.bench.ground import Ground, Reading, draft
from eval.handwritten import SETS, read, sample

#: Against so many sources each sentence is held.
_SOURCES = 5
#: So many sentences have sources nobody has read before; so many issues are checked, with so many sentences of each source.
_SENTENCES, _ISSUES, _EACH = 100, 20, 8
#: And so many by the command, which takes a while to start.
_MANY_SENTENCES, _MANY_ISSUES = 600, 80

Pairing = tuple[str, list[Document]]


def run(bench: Ground) -> Iterator[Reading]:
    """By wall clock and by processor time, every source read within the run.

    `sources known`: the claims of `eval/claims` against the sample's few sources (some eight sentences a source, as a desk's
    morning has). `issues`: forty sentences of five articles against these five, article after article, as an issue is
    checked. `sources new`: sentences of articles, each against its own and four others that no sentence before was held
    against: five sources read for one sentence."""
    quickly()  # as the program runs
    for claim, sources in _issue(_documents(bench, 1)):
        ground(
            claim, sources
        )  # tables are loaded, expressions made: what a start takes is measured elsewhere
    for name, pairings in (
        ("sources known", desk()),
        ("issues", issues(bench)),
        ("sources new", fresh(bench)),
    ):
        start, processor = time.perf_counter(), time.process_time()
        for claim, sources in pairings:
            ground(claim, sources)
        seconds, used = time.perf_counter() - start, time.process_time() - processor
        yield Reading(f"{name}, by wall clock", len(pairings) / seconds, "sentences/s")
        yield Reading(f"{name}, by processor time", len(pairings) / used, "sentences/s")
    yield from _commanded(bench)


def _commanded(bench: Ground) -> Iterator[Reading]:
    """`draft ground` over a file of such lines, start and end of the program included."""
    for name, pairings in (
        ("issues", issues(bench, _MANY_ISSUES)),
        ("sources new", fresh(bench, _MANY_SENTENCES)),
    ):
        lines, out = bench.folder / "claims.jsonl", bench.folder / "answers.jsonl"
        lines.write_text("\n".join(_line(*pair) for pair in pairings) + "\n", encoding="utf-8")
        ran = draft("ground", "--claims", lines, "--out", out)
        yield Reading(f"draft ground, {name}", len(pairings) / ran.seconds, "sentences/s")
        yield Reading(f"draft ground, {name}, memory", ran.megabytes, "MB")


def _line(claim: str, sources: Sequence[Document]) -> str:
    told = [{"id": s.id, "published": s.published, "text": s.text} for s in sources]
    return json.dumps({"id": "", "claim": claim, "sources": told}, ensure_ascii=False)


def desk() -> list[Pairing]:
    """The claims of both sets, each with its own sources and others of the sample desk up to five."""
    every = [claim for name in SETS for claim in read(name)[0]]
    known = {file: sample()[file] for claim in every for file in claim.files if file in sample()}
    out: list[Pairing] = []
    for number, claim in enumerate(every):
        own = {file: known[file] for file in claim.files if file in known}
        for file, source in islice(cycle(known.items()), number, number + len(known)):
            if len(own) == _SOURCES:
                break
            own.setdefault(file, source)
        out.append((claim.text, list(own.values())))
    return out


def issues(bench: Ground, number: int = _ISSUES) -> list[Pairing]:
    """Up to eight sentences of each article, against it and the four it shares an issue with."""
    documents = _documents(bench, number + 1)[-number * _SOURCES :]
    return [
        pair
        for first in range(0, len(documents), _SOURCES)
        for pair in _issue(documents[first : first + _SOURCES])
    ]


def _issue(five: Sequence[Document]) -> Iterator[Pairing]:
    for document in five:
        every = [document.text[start:end] for start, end in sentences(document.text)]
        yield from ((text, list(five)) for text in every[:_EACH])


def fresh(bench: Ground, number: int = _SENTENCES) -> list[Pairing]:
    """A sentence with digits from the middle of every fifth article, with that article and the next four."""
    documents = _documents(bench, number + 1)[_SOURCES : _SOURCES + number * _SOURCES]
    return [
        (_telling(documents[first]), documents[first : first + _SOURCES])
        for first in range(0, len(documents), _SOURCES)
    ]


def _documents(bench: Ground, fives: int) -> list[Document]:
    return [
        Document(id=str(number), text=str(row["text"]), published=str(row.get("published") or ""))
        for number, row in enumerate(map(json.loads, bench.rows(fives * _SOURCES)))
    ]


def _telling(document: Document) -> str:
    every: Sequence[str] = [document.text[start:end] for start, end in sentences(document.text)]
    chosen = [text for text in every if any(map(str.isdecimal, text))] or every
    return chosen[len(chosen) // 2] if chosen else document.text
