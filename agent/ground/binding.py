"""Whether a figure, date or name stands in a source with what the claim says of it, or belongs there to something else.

The places of the value in the sources are held against the places of other values of its kind, by the words
each stands with (`setting`). What is measured goes into a logistic weighing whose weights are data
(`data/binding.txt`, made by `eval/fit_binding.py`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from agent.ground.lexicon import table_lines
from agent.ground.setting import END, START, Setting, of_date, of_figure, of_name, rarities, slots
from agent.ground.side import Side
from agent.models import Span
from agent.text.names import read_names

#: The measures, in the order of the weights.
MEASURES: Final = (
    "lead",
    "right",
    "other",
    "near_lead",
    "near_right",
    "near_other",
    "foreign",
    "other_foreign",
    "same_sentence",
    "claimed",
    "swap",
    "near_swap",
    "company",
    "one_place",
    "unit_right",
    "unit_other",
    "when_right",
    "when_other",
    "few",
    "way_right",
    "way_other",
    "published",
    "alone",
    "beside_right",
    "beside_other",
    "slot_right",
    "slot_other",
)

Kind = Literal["figure", "date", "name"]
_SETTINGS: Final = {"figure": of_figure, "date": of_date, "name": of_name}


@dataclass(frozen=True, slots=True)
class Place:
    """A figure, date or name of a source by its number there, and how it differs from the claim's: `word` whether its
    unit is written the same, `when` 1 where the dates over both agree, -1 where they do not, 0 where one has none; `way` the same of
    their directions and bases of comparison; `beside` the same of the figures of another kind just before them."""

    side: Side
    index: int
    kind: Kind
    word: bool = False
    when: int = 0
    way: int = 0
    beside: int = 0
    claimed: bool = False  #: the claim gives this very value too

    @property
    def setting(self) -> Setting:
        """The words around."""
        return _SETTINGS[self.kind](self.side, self.index)

    @property
    def at(self) -> int:
        """Where it stands in its source."""
        return self.span[0]

    @property
    def span(self) -> Span:
        """Its span in its source."""
        if self.kind == "name":
            return read_names(self.side.folded)[self.index].span
        items = self.side.dates if self.kind == "date" else self.side.quantities
        return items[self.index].span


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a place fits: by all words, by the nearest words, and the share of its own near words the claim lacks."""

    place: Place
    all: float
    near: float
    foreign: float
    slot: float


class Wanted:
    """What the claim says around a figure, date or name, weighed once for all places it is held against."""

    def __init__(self, setting: Setting, sources: Sequence[Side]) -> None:
        weights = rarities(setting, sources)
        self.setting = setting
        near = {pair for pair, level in setting.items() if level == 1.0 and weights[pair]}
        self.terms = [
            (pair, weights[pair] * level, weights[pair] if pair in near else 0.0)
            for pair, level in setting.items()
            if weights[pair]
        ]
        self.total = sum([weight for _, weight, _ in self.terms])
        self.near_total = sum([weight for _, _, weight in self.terms])
        #: Whether no word stands near, only the end of a change.
        self.alone = not near - {START, END}
        self.few = 1.0 / (1.0 + len(near))
        self.slots = slots(setting)

    def fit(self, place: Place) -> Fit:
        """How well a place fits."""
        theirs = place.setting
        got = near = 0.0
        for pair, weight, close in self.terms:
            if pair in theirs:
                held = theirs[pair]
                got += weight * held
                near += close * held
        whole = got / self.total if self.total else 0.0
        near_share = near / self.near_total if self.near_total else 0.0
        own = _near_words(place.kind, place.side, place.index)
        foreign = sum([pair not in self.setting for pair in own]) / len(own) if own else 0.5
        slot = 0.5 * sum([pair in theirs for pair in self.slots])
        return Fit(place, whole, whole if self.alone else near_share, foreign, slot)


@lru_cache(maxsize=8192)
def _near_words(kind: Kind, side: Side, index: int) -> tuple[str, ...]:
    """The pairs right beside a figure, date or name of a source."""
    setting = _SETTINGS[kind](side, index)
    return tuple(pair for pair, level in setting.items() if level == 1.0)


def measures(
    wanted: Setting,
    sources: Sequence[Side],
    right: Sequence[Place],
    others: Sequence[Place],
    mates: Sequence[tuple[Setting, Sequence[Place]]],
    company: Sequence[tuple[str, int]],
) -> tuple[dict[str, float], Place]:
    """What is measured, and the place of another value that fits best.

    `mates`: settings and places of the claim's other figures of the group; `company`: source and offset where
    other readings of the claim agree."""
    asked = Wanted(wanted, sources)
    fits = [asked.fit(place) for place in right]
    free = [place for place in others if not place.claimed]
    rivals = [asked.fit(place) for place in free or others]
    best = max(fits, key=lambda f: f.all)
    rival = max(rivals, key=lambda f: f.all + f.near)
    near = max(f.near for f in fits)
    swap, near_swap, crossing = _swap(asked, sources, fits, mates)
    if crossing is not None and (
        swap + near_swap > rival.all + rival.near - best.all - near or rival.place.claimed
    ):
        rival = crossing
    return {
        "lead": rival.all - best.all,
        "right": best.all,
        "other": rival.all,
        "near_lead": rival.near - near,
        "near_right": near,
        "near_other": rival.near,
        "foreign": min(f.foreign for f in fits),
        "other_foreign": rival.foreign,
        "same_sentence": float(any(_sentence(f.place) == _sentence(rival.place) for f in fits)),
        "claimed": float(rival.place.claimed),
        "swap": swap,
        "near_swap": near_swap,
        "company": _company(rival.place, company) - max(_company(f.place, company) for f in fits),
        "one_place": float(len(right) == 1),
        "unit_right": float(any(f.place.word for f in fits)),
        "unit_other": float(rival.place.word),
        "when_right": float(max(f.place.when for f in fits)),
        "when_other": float(rival.place.when),
        "way_right": float(max(f.place.way for f in fits)),
        "way_other": float(rival.place.way),
        "beside_right": float(max(f.place.beside for f in fits)),
        "beside_other": float(rival.place.beside),
        "slot_right": max(f.slot for f in fits),
        "slot_other": rival.slot,
        "few": asked.few,
    }, rival.place


def _swap(
    asked: Wanted,
    sources: Sequence[Side],
    fits: Sequence[Fit],
    mates: Sequence[tuple[Setting, Sequence[Place]]],
) -> tuple[float, float, Fit | None]:
    """How much better the claim's figure and another of the claim would fit with their places exchanged, by all
    words and by the nearest, and the other's place."""
    top: tuple[float, float, Fit | None] = (0.0, 0.0, None)
    for setting, places in mates:
        mate = Wanted(setting, sources)
        backs = [mate.fit(f.place) for f in fits]
        for place in places:
            own, crossed = mate.fit(place), asked.fit(place)
            gain = crossed.all + max(b.all for b in backs) - own.all - max(f.all for f in fits)
            near = crossed.near + max(b.near for b in backs) - own.near - max(f.near for f in fits)
            if gain + near > top[0] + top[1]:
                top = (gain, near, crossed)
    return top


def _sentence(place: Place) -> tuple[str, int]:
    return place.side.id, place.side.sentence_of((place.at, place.at + 1))[0]


def _company(place: Place, company: Sequence[tuple[str, int]]) -> float:
    start, end = place.side.sentence_of((place.at, place.at + 1))
    return min(2.0, float(sum(1 for id_, at in company if id_ == place.side.id and start <= at < end)))


@cache
def _weights(name: str) -> dict[str, float]:
    rows = (line.split() for line in table_lines("binding.txt"))
    return {measure: float(value) for kind, measure, value in rows if kind == name}


def chance(name: Kind, measured: dict[str, float]) -> float:
    """How likely the value is another's, from 0 to 1; `name` says which weights: `figure`, `date` or `name`."""
    weights = _weights(name)
    total = weights.get("bias", 0.0) + sum(weights.get(key, 0.0) * value for key, value in measured.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def objects(name: Kind) -> float:
    """The chance from which a figure, date or name is objected to."""
    return _weights(name)["objects"]


def doubts(name: Kind) -> float:
    """The chance from which a figure, date or name is at least doubted."""
    return _weights(name)["doubts"]
