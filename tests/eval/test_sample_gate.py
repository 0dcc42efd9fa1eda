"""The checker on the sample desk, as a gate: planted errors are caught, honest sentences are not objected to.

The floors are those of the issue that asked for the checker, or, where it does not reach them, what it did reach when
last measured (`python -m eval.handwritten`, `python -m eval.mutate prompts/houses/xinzhi/sample/sources --sample 100
--per-document 40`).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.handwritten import FOLDER, HARDER, LATER, judged, part
from eval.mutate import Tally, read, run
from eval.mutations import OPERATORS

#: A share below which the run is red.
CAUGHT, UNTOUCHED, HONEST_OBJECTED, PLANTED_FLAGGED = 0.95, 0.01, 0.03, 0.85
#: The same for the batches of errors that leave no mark on the surface, as last measured.
HARDER_FLAGGED = 0.80
#: Operators that apply to too few sentences of the sample for a share: so many may be missed.
MISSES = 1


@pytest.fixture(scope="module")
def tally(sample_folder: Path) -> Tally:
    return run(read([sample_folder], 100), per_document=40)


@pytest.mark.parametrize("operator", sorted(OPERATORS))
def test_an_error_planted_in_a_source_s_own_sentence_is_caught(tally: Tally, operator: str) -> None:
    tried, caught = tally.tried.get(operator, 0), tally.caught.get(operator, 0)
    assert tried >= 15, "too few to say anything"
    missed = [m for m in tally.missed if m[0] == operator]
    assert caught / tried >= CAUGHT or tried - caught <= MISSES, missed


def test_a_source_s_own_sentence_is_not_flagged(tally: Tally) -> None:
    assert tally.untouched >= 500
    assert tally.flagged / tally.untouched <= UNTOUCHED, tally.alarms


@pytest.mark.parametrize("folder", [FOLDER, LATER, HARDER])
def test_honest_paraphrase_is_not_objected_to(folder: Path) -> None:
    rows = judged("faithful", folder)
    assert len(rows) >= 150
    assert part(rows, "objected") <= HONEST_OBJECTED, [r.claim.text for r in rows if r.objected]


@pytest.mark.parametrize(
    ("folder", "floor"), [(FOLDER, PLANTED_FLAGGED), (LATER, PLANTED_FLAGGED), (HARDER, HARDER_FLAGGED)]
)
def test_sentences_with_one_planted_error_are_flagged(folder: Path, floor: float) -> None:
    rows = judged("planted", folder)
    assert len(rows) >= 150
    assert part(rows, "flagged") >= floor, [(r.claim.kind, r.claim.text) for r in rows if not r.flagged]
