"""What became of a model's sentences, section by section: for run.json and the summary."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from agent.writer.objection import Objection

By = Literal["llm", "mixed", "embedded"]


@dataclass(slots=True)
class Tally:
    """Sentences of a model: `asked` came, `refused` did not pass at first; of these `repaired` passed later, `replaced`
    gave way to the embedded writer's, `left_out` to nothing."""

    asked: int = 0
    kept: int = 0
    refused: int = 0
    repaired: int = 0
    replaced: int = 0
    left_out: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(a + b for a, b in zip(_values(self), _values(other), strict=True)))


@dataclass(slots=True)
class Told:
    """The history of one section, or of headings and 摘要 (`number` 0)."""

    number: int
    by: By = "llm"
    tally: Tally = field(default_factory=Tally)
    rounds: int = 0
    refusals: list[dict[str, Any]] = field(default_factory=list)
    style: tuple[str, ...] = ()
    note: str = ""
    passages: int = 0

    def refuse(self, round: int, text: str, objections: tuple[Objection, ...]) -> None:
        """Note a sentence that did not pass."""
        self.refusals.append(
            {
                "round": round,
                "text": text,
                "reasons": [{"kind": o.kind, "message": o.message} for o in objections],
            }
        )

    def as_json(self) -> dict[str, Any]:
        """As run.json has it."""
        return {
            "number": self.number, "by": self.by, "passages": self.passages, "rounds": self.rounds,
            "sentences": asdict(self.tally), "refusals": self.refusals, "style": list(self.style), "note": self.note,
        }  # fmt: skip


def _values(tally: Tally) -> list[int]:
    return [tally.asked, tally.kept, tally.refused, tally.repaired, tally.replaced, tally.left_out]
