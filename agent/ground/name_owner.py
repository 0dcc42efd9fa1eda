"""Which names of a claim stand in its sources only where something else is said, and another name where this is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from agent.ground.binding import Place, chance, doubts, measures, objects
from agent.ground.likeness import likeness, pairs, very_place
from agent.ground.owner import Owned, company_of
from agent.ground.setting import list_of, of_name, rarities
from agent.ground.side import Side
from agent.models import Reason, Span
from agent.text.names import Name, concepts, is_abbreviation, known_forms, plain_latin, read_names

#: A name with fewer words of the sources right around it is not weighed.
_TELLING: Final = 3
#: How many places are weighed on either side.
_MOST: Final = 6
#: Places less like the claim than this share of the likeliest place of its name are not weighed.
_NEAR: Final = 0.4
_DIGIT: Final = re.compile(r"\d")
#: What ends a list of names.
_ENDS: Final = re.compile(r"[，,。；;：:！!？?\n]")


@dataclass(frozen=True, eq=False)
class NameQuestion:
    """A name of the claim by its number in `read_names`, with the places of it and, where asked, of its rivals."""

    claim: Side
    number: int
    sources: Sequence[Side]
    alike: _Likeness

    @cached_property
    def name(self) -> Name:
        """The name itself."""
        return read_names(self.claim.folded)[self.number]

    @cached_property
    def right(self) -> tuple[Place, ...]:
        """Where the sources have the name, the likeliest places first."""
        found = sorted(self._stands, key=lambda place: -self.alike(place.side, place.span))
        return tuple(found[:_MOST])

    @cached_property
    def others(self) -> tuple[Place, ...]:
        """Where the sources have other names of its kind, the likeliest places first. Names listed with it, here or
        there, and those right beside it (`湖北襄阳`) are no others: what is said of one is said of them."""
        if not self.right:
            return ()
        lists: dict[str, list[Span]] = {}
        for place in self._stands:
            lists.setdefault(place.side.id, []).append(list_of(place.side, place.index))
        names = read_names(self.claim.folded)
        start, end = list_of(self.claim, self.number)
        mates = [mine for mine in names if mine.kind == self.name.kind and start <= mine.span[0] < end]
        out: list[Place] = []
        for side, number, other in self._likely():
            if (
                not any(
                    first - 1 <= other.span[1] and other.span[0] <= last + 1
                    for first, last in lists.get(side.id, ())
                )
                and not any(_same(mate, other) for mate in mates)
                and _of_make(self.name, other)
                and other.text not in concepts()
                and _outermost(other, read_names(side.folded)[max(0, number - 4) : number + 5])
            ):
                claimed = any(_same(mine, other) for mine in names)
                out.append(Place(side, number, "name", claimed=claimed))
                if len(out) == _MOST:
                    break
        return tuple(out)

    def _likely(self) -> Iterator[tuple[Side, int, Name]]:
        """The names of its kind in places not much less like the claim than its own likeliest, the likeliest first."""
        least = _NEAR * self.alike(self.right[0].side, self.right[0].span)
        found = sorted(
            (-likely, at, number)
            for at, side in enumerate(self.sources)
            for number, other in _of_kind(side, self.name.kind)
            if (likely := self.alike(side, other.span)) >= least
        )
        for _, at, number in found:
            yield self.sources[at], number, read_names(self.sources[at].folded)[number]

    @cached_property
    def _stands(self) -> list[Place]:
        """All places of the name in the sources."""
        return [
            Place(side, number, "name", word=other.text == self.name.text)
            for side in self.sources
            for number, other in _of_kind(side, self.name.kind)
            if _same(self.name, other)
        ]

    def owned(self, mates: Sequence[NameQuestion], sources: Sequence[Side]) -> Owned | None:
        """How likely another name belongs where the claim has this one; None where there are not both."""
        if not self.right:
            return None
        wanted = of_name(self.claim, self.number)
        weights = rarities({pair: level for pair, level in wanted.items() if level == 1.0}, sources)
        if sum(map(bool, weights.values())) < _TELLING or not self.others:
            return None
        theirs = [
            (of_name(self.claim, mate.number), mate.right[:2])
            for mate in mates
            if mate is not self
            and mate.right
            and mate.name.kind == self.name.kind
            and not _same(mate.name, self.name)
        ]
        company = company_of(self.claim, sources, self.name.span[0])
        measured, place = measures(wanted, sources, self.right, self.others, theirs, company)
        return Owned(chance("name", measured), place, measured)


def questions(claim: Side, sources: Sequence[Side]) -> list[NameQuestion]:
    """One question for each name of the claim that can be told from others."""
    names = read_names(claim.folded)
    alike = _Likeness(claim)
    return [
        NameQuestion(claim, number, sources, alike)
        for number, name in enumerate(names)
        if name.kind != "title"
        and _outermost(name, names)
        and name.text.lower() not in plain_latin()
        and name.text not in concepts()
        and not _seat(number, names)
    ]


def compare(claim: Side, sources: Sequence[Side]) -> Iterator[tuple[Reason, bool]]:
    """Names that stand in the sources, but where the claim's words are said another does; and whether that is sure."""
    asked = questions(claim, sources)
    for question in asked:
        name = question.name.span
        if any(very_place(claim, name, place.side, place.span) for place in question.right):
            continue
        found = question.owned(asked, sources)
        if found is None or found.chance < doubts("name"):
            continue
        side, span = found.place.side, found.place.span
        if _with_others(claim, name) and any(_listed_together(p, side, span) for p in question.right):
            continue
        words, said = claim.text[slice(*question.name.span)], side.text[slice(*span)]
        message = f"“{words}”在来源中说的是另一件事；与此处相应的是“{said}”。"
        reason = Reason(
            kind="name", claim_span=question.name.span, message=message, source_id=side.id, source_span=span
        )
        yield reason, found.chance >= objects("name")


def _with_others(claim: Side, name: Span) -> bool:
    """Whether the claim says `甲等`, and so speaks of a list of which it names one."""
    return claim.folded.startswith("等", name[1])


def _listed_together(right: Place, side: Side, span: Span) -> bool:
    """Whether a name of the source stands in one list with the other, whatever else the list holds."""
    if right.side is not side:
        return False
    first, last = sorted((right.span, span))
    between = side.folded[first[1] : last[0]]
    return "、" in between and not _ENDS.search(between)


def _outermost(name: Name, names: Sequence[Name]) -> bool:
    """Whether no other name of its kind holds this one."""
    return not any(
        other is not name
        and other.kind == name.kind
        and other.span[0] <= name.span[0]
        and name.span[1] <= other.span[1]
        and other.span != name.span
        for other in names
    )


def _of_make(one: Name, two: Name) -> bool:
    """Whether both are words or both are codes: `A2697` is no rival of `Vision Pro`."""
    return one.kind != "latin" or bool(_DIGIT.search(one.text)) == bool(_DIGIT.search(two.text))


def _seat(number: int, names: Sequence[Name]) -> bool:
    """Whether a place is only where the place right after it lies: 云岭 in 云岭青柳."""
    name = names[number]
    return name.kind == "place" and any(
        other.kind == "place" and other.span[0] == name.span[1] for other in names
    )


class _Likeness:
    """How like the claim's are the words around a place, worked out once for each clause."""

    def __init__(self, claim: Side) -> None:
        self._wanted = pairs(claim.folded)
        self._known: dict[tuple[str, Span], float] = {}

    def __call__(self, side: Side, span: Span) -> float:
        key = (side.id, side.clause_of(span))
        if key not in self._known:
            self._known[key] = likeness(self._wanted, side, span)
        return self._known[key]


@lru_cache(maxsize=8192)
def _of_kind(side: Side, kind: str) -> tuple[tuple[int, Name], ...]:
    return tuple(
        (i, name)
        for i, name in enumerate(read_names(side.folded))
        if name.kind == kind and name.text.lower() not in plain_latin()
    )


def _same(one: Name, two: Name) -> bool:
    return _one_thing(one.text, one.kind == "place", two.text, two.kind == "place")


@lru_cache(maxsize=65536)
def _one_thing(one: str, place: bool, two: str, other_place: bool) -> bool:
    """Whether two names, each a place's or not, may be of one thing."""
    a, b = one.lower(), two.lower()
    if a in b or b in a or is_abbreviation(a, b) or is_abbreviation(b, a):
        return True
    return not _lower_forms(one, place).isdisjoint(_lower_forms(two, other_place))


@lru_cache(maxsize=16384)
def _lower_forms(text: str, place: bool) -> frozenset[str]:
    name = Name("place" if place else "organisation", text, (0, len(text)))
    return frozenset(form.lower() for form in known_forms(name))
