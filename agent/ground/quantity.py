"""The quantities of a claim held against those of its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from agent.ground.agreement import (
    bounds_agree,
    breaks_bound,
    digits_of,
    directions_agree,
    mistyped,
    periods_agree,
    same_unit,
    value_agreement,
)
from agent.ground.arithmetic import arithmetic, elapsed
from agent.ground.binding import objects
from agent.ground.likeness import likeness, pairs, very_place
from agent.ground.owner import Candidate, Owned, owner
from agent.ground.rows import wrong_row
from agent.ground.side import Findings, Side
from agent.models import Match, Reason, Span
from agent.text.numerals import HAN
from agent.text.quantities import Quantity
from agent.text.units import unit_at

#: Likeness of clauses below which a place is a different matter, and above which it is the matter meant.
_APART, _MEANT, _LIKELY = 0.1, 0.5, 0.3
_EVERY: Final = re.compile(rf"每[^\d,，。]{{0,3}}(?:$|(?:\d{{1,3}}|[{HAN}]{{1,3}})[^\d]{{1,20}}$)")


_MOST: Final = re.compile("最[高多大]|上限|封顶|以内|之内|不超")
_LEAST: Final = re.compile("最[低少小]|下限|起步|以上|不低")
_PART: Final = re.compile(r"\d+(?:\.\d+)?")
#: What makes a length of time of 一年.
_LASTS: Final = re.compile("[期达为满共延需历整]$|每|不足|不到|超过?$")
_LETTERS: Final = re.compile(r"[\d.]+")


#: A match; a reason, whether it is sure, and a match beside it; or nothing worth saying.
Outcome = Match | tuple[Reason, bool, Match | None] | None


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """What of the claim's quantities the sources say, and what they say otherwise.

    Objects where a value stands in no source, or stands there with another unit, bound or direction, or of
    another matter; is unsure where a rounding, an inference or simple arithmetic may explain it.
    """
    reasons: list[Reason] = []
    unsure: list[Reason] = []
    matched: list[Match] = []
    for question in questions(claim, sources):
        outcome = question.answer()
        if outcome is None:
            continue
        if isinstance(outcome, Match):
            matched.append(outcome)
            continue
        reason, sure, match = outcome
        (reasons if sure else unsure).append(reason)
        if match is not None:
            matched.append(match)
    read = tuple(quantity.full for quantity in claim.quantities)
    return Findings(tuple(reasons), tuple(matched), tuple(unsure), read)


def questions(claim: Side, sources: Sequence[Side]) -> list[Question]:
    """One question for each quantity of the claim, with what stands in the sources in comparable units."""
    taken = _taken(claim, sources)
    asked = [Question(claim, index, sources, taken) for index in range(len(claim.quantities))]
    candidates = [question.candidates for question in asked]
    for question in asked:
        question.every_candidate = candidates
    return asked


def _taken(claim: Side, sources: Sequence[Side]) -> frozenset[tuple[str, Span]]:
    """Places of sources that the claim gives exactly: they cannot also be what it rounds elsewhere."""
    exact = {(q.low, q.high, q.unit.id) for q in claim.quantities if q.kind != "code" and q.digits > 1}
    return frozenset(
        (side.id, other.span)
        for side in sources
        for other in side.quantities
        if (other.low, other.high, other.unit.id) in exact
    )


def _around(claim: Side, clause: Span) -> frozenset[str]:
    """The pairs of a clause without its numbers and units, which many places share."""
    text, at = [], clause[0]
    for quantity in claim.quantities:
        if clause[0] <= quantity.span[0] < clause[1]:
            text.append(claim.folded[at : quantity.full[0]])
            at = max(at, quantity.full[1])
    text.append(claim.folded[at : clause[1]])
    return pairs("|".join(text))


@lru_cache(maxsize=1024)
def _spelt(token: str) -> re.Pattern[str]:
    """A lower-case token as a source may write it: win11 for Windows 11, wi-fi6 for Wi-Fi 6."""
    parts = re.fullmatch(r"([a-z]{3,})[ -]?(\d[\d.]*)", token)
    if parts is None:
        return re.compile(re.escape(token))
    letters, digits = parts.groups()
    return re.compile(rf"(?<![a-z]){letters}[a-z]*[ -]?{re.escape(digits)}(?![\d.]*\d)")


class Question:
    """One quantity of the claim, and the sources it is looked for in."""

    def __init__(
        self, claim: Side, index: int, sources: Sequence[Side], taken: frozenset[tuple[str, Span]]
    ) -> None:
        self.claim, self.index, self.sources, self.taken = claim, index, sources, taken
        self.quantity = quantity = claim.quantities[index]
        self.words = claim.text[slice(*quantity.span)]
        self.wanted = _around(claim, claim.clause_of(quantity.span))
        self.known: dict[tuple[Side, Span, Span], float] = {}
        self.candidates = self._candidates() if quantity.kind != "code" else []
        self.every_candidate: Sequence[Sequence[Candidate]] = ()

    def owned(self) -> Owned | None:
        """Whether the value belongs to something else in the sources, and to what the claim's words belong."""
        return owner(self.claim, self.index, self.every_candidate, self.sources)

    def answer(self) -> Outcome:
        """A match, or a reason, whether it is sure, and a match beside it."""
        if self.quantity.kind == "code":
            return self.token()
        candidates = self.candidates
        best = [c for c in candidates if c.agreement in ("equal", "hedged")]
        other = max((c for c in candidates if c.agreement is None), key=lambda c: c.likeness, default=None)
        if best and not self.rescaled(best):
            span = self.quantity.span
            row = wrong_row(self.claim, span, [(c.side, c.quantity.span) for c in best])
            if row is not None:
                return row, True, None
            very = any(very_place(self.claim, span, c.side, c.quantity.span) for c in best)
            other_matter = None if very else self.elsewhere(best, other) or self.owned_by_other()
            return other_matter or self.found(best, candidates)
        written = self.written()
        if written is not None:
            return written
        close = [c for c in candidates if c.agreement == "rounded" or (c.agreement and c.likeness >= _LIKELY)]
        return self.missing(close, candidates, other)

    def _candidates(self) -> list[Candidate]:
        """The quantities of all sources in comparable units."""
        out = []
        for side in self.sources:
            for index, other in enumerate(side.quantities):
                if other.kind == "code" or not same_unit(self.quantity, other):
                    continue
                agreement = value_agreement(self.quantity, other)
                if agreement == "hedged" and (side.id, other.span) in self.taken:
                    agreement = None
                out.append(Candidate(side, index, agreement, self.likeness(side, other)))
        return out

    def likeness(self, side: Side, other: Quantity) -> float:
        key = side, side.clause_of(other.span), side.sentence_of(other.span)
        if key not in self.known:
            self.known[key] = likeness(self.wanted, side, other.span)
        return self.known[key]

    def elsewhere(self, best: list[Candidate], other: Candidate | None) -> Outcome:
        """The value stands in a source, but of another matter, while the matter meant has its own value
        there."""
        if (
            other is None
            or any(c.quantity.kind == "bare" for c in best)  # a cell of a table: its words stand elsewhere
            or len(self.wanted) < 3
            or other.quantity.unit.dimension != self.quantity.unit.dimension
        ):
            return None
        if (
            self.every()
            or self.shared()
            or other.likeness < _MEANT
            or max(c.likeness for c in best) >= _APART
        ):
            return None
        if self.rounded_by(other.quantity):
            return None
        message = f"来源中与此处相应的数是“{self.said(other)}”，“{self.words}”说的是另一件事。"
        return self.reason("number", message, other), True, None

    def owned_by_other(self) -> Outcome:
        """The value stands in a source, but by all the words around it belongs to something else there."""
        found = None if self.exempt() else self.owned()
        if found is None or found.chance < objects("figure"):
            return None
        at = found.place
        said = Candidate(at.side, at.index, None, 0.0)
        if self.rounded_by(said.quantity):
            return None
        message = f"“{self.words}”在来源中说的是另一件事；与此处相应的是“{self.said(said)}”。"
        return self.reason("number", message, said), True, None

    def rounded_by(self, other: Quantity) -> bool:
        """Whether the other figure only says less exactly what the claim says: 逾34万 of 34.2万."""
        return self.quantity.bound == "exact" and value_agreement(other, self.quantity) == "hedged"

    def exempt(self) -> bool:
        """Whether the number is rather a word: 八成, 每三台里, 两道, 上百台."""
        quantity = self.quantity
        small = quantity.han and quantity.high <= 3 and quantity.unit.dimension in ("count", "none", "rank")
        small = small or self.words[0] in "百千万亿"
        return small or self.every() or self.shared()

    def found(self, best: list[Candidate], candidates: list[Candidate]) -> Outcome:
        """The value stands in a source: are bound and direction those of one of its places?"""
        best.sort(key=lambda c: (c.agreement == "equal", c.likeness), reverse=True)
        directed = [c for c in best if directions_agree(self.quantity, c.quantity)]
        if not directed:
            message = f"“{self.around()}”的升降方向与来源相反：来源为“{self.said(best[0])}”。"
            return self.reason("direction", message, best[0]), True, None
        equal = [c for c in directed if c.agreement == "equal"]
        if not equal:
            return self.shut_out(candidates, directed[0]) or self.match(directed[0])
        compared = [c for c in equal if periods_agree(self.quantity, c.quantity)]
        if not compared:
            message = f"“{self.around()}”的比较基准（同比、环比或某年）与来源不符。"
            return self.reason("period", message, equal[0]), True, None
        equal = compared
        bounds = [bounds_agree(self.quantity, c.quantity) for c in equal]
        if True in bounds:
            return self.match(equal[bounds.index(True)])
        rounded = max(
            (c for c in directed if c.agreement == "hedged"), key=lambda c: c.likeness, default=None
        )
        if rounded is not None and rounded.likeness >= equal[0].likeness:
            return self.match(rounded)
        if self.quantity.bound in ("at_most", "at_least") and any(self.hinted(c) for c in equal):
            return self.match(equal[0])
        if self.quantity.bound != "exact" and not self.every():
            message = f"“{self.around()}”的界限与来源不符：来源为“{self.said(equal[0])}”。"
            return self.reason("bound", message, equal[0]), True, None
        message = f"来源为“{self.said(equal[0])}”，句中“{self.words}”少了界限词。"
        return self.reason("bound", message, equal[0]), False, self.match(equal[0])

    def shut_out(self, candidates: list[Candidate], rounded: Candidate | None) -> Outcome:
        """A value just on the side the claim's bound shuts out: 不足三成 where the source has 30.3%. A
        place the claim may round (`rounded`) speaks against it, unless that is plainly another matter."""
        broken = [c for c in candidates if breaks_bound(self.quantity, c.quantity)]
        top = max(broken, key=lambda c: c.likeness, default=None)
        if top is None or (rounded is not None and (rounded.likeness >= _APART or top.likeness < _MEANT)):
            return None
        message = f"“{self.around()}”的界限与来源不符：来源为“{self.said(top)}”。"
        return self.reason("bound", message, top), top.likeness >= _LIKELY, None

    def missing(
        self, close: list[Candidate], candidates: list[Candidate], other: Candidate | None
    ) -> Outcome:
        """The value stands in no source."""
        near = max(close, key=lambda c: c.likeness, default=None)
        digits = self.same_digits()
        if digits is not None and (near is None or digits.likeness >= near.likeness):
            kind = "unit" if digits.quantity.unit.dimension != self.quantity.unit.dimension else "scale"
            message = f"“{self.words}”的单位或量级与来源不符：来源为“{self.said(digits)}”。"
            return self.reason(kind, message, digits), True, None
        if near is not None:
            message = f"“{self.words}”与来源的“{self.said(near)}”相近而不相同。"
            return self.reason("rounding", message, near), False, None
        broken = self.shut_out(candidates, None)
        if broken is not None:
            return broken
        likely = mistaken = False
        if other is not None and other.quantity.unit.id == self.quantity.unit.id:
            mistaken = other.likeness >= _LIKELY and mistyped(self.quantity, other.quantity)
            likely = (other.likeness >= _MEANT and not self.every()) or mistaken
        sum_ = None if mistaken else arithmetic(self.quantity, self.clause(), self.sources)
        if sum_ is not None:
            side, terms, sign = sum_
            words = sign.join(side.text[slice(*term.span)] for term in terms)
            match = Match(
                kind="arithmetic",
                claim_span=self.quantity.span,
                source_id=side.id,
                source_span=(min(t.span[0] for t in terms), max(t.span[1] for t in terms)),
            )
            return self.reason("arithmetic", f"“{self.words}”可由原文推算（{words}），请核对。"), False, match
        if self.loose() and not likely:
            return None
        if self.inferred() and not likely:
            message = f"“{self.words}”未在来源中直接出现，可能由原文推算，请核对。"
            return self.reason("derived", message), False, None
        if likely and other is not None:
            return (
                self.reason("number", f"“{self.words}”与来源不符：来源为“{self.said(other)}”。", other),
                True,
                None,
            )
        return self.reason("number", f"“{self.words}”在所引来源中找不到。"), True, None

    def clause(self) -> str:
        return self.claim.folded[slice(*self.claim.clause_of(self.quantity.span))]

    def inferred(self) -> bool:
        """Whether such a value is often worked out: small counts, spans of time, shares told as 每N…M,
        ranges."""
        quantity, dimension = self.quantity, self.quantity.unit.dimension
        if self.every() or self.shared():
            return True
        if quantity.low != quantity.high:
            return quantity.han
        if dimension in ("months", "seconds", "age"):
            rough = quantity.bound != "exact" and dimension == "months"
            return quantity.han or rough or elapsed(quantity, self.sources)
        if dimension in ("rank", "ratio"):
            return quantity.low <= 3 if dimension == "rank" else self.apart()
        return quantity.digits == 1 and quantity.high <= 10 and dimension in ("count", "none", "rank")

    def apart(self) -> bool:
        """Whether both numbers of a ratio or score stand in a source that writes no ratio of its own."""
        parts = _PART.findall(self.words)
        return any(
            all(re.search(rf"(?<![\d.]){re.escape(part)}(?![\d.])", side.folded) for part in parts)
            and not any(other.kind == "ratio" for other in side.quantities)
            for side in self.sources
        )

    def loose(self) -> bool:
        """一回, 两院, 一年前, 四周: words rather than data."""
        quantity = self.quantity
        if quantity.unit.dimension == "months":
            before = self.claim.folded[max(0, quantity.span[0] - 2) : quantity.span[0]]
            return self.words == "四周" or (self.words[0] == "一" and not _LASTS.search(before))
        return quantity.han and quantity.high <= 2 and quantity.unit.dimension == "count"

    def shared(self) -> bool:
        """八成, 一半, 三分之一: shares told in words are often worked out."""
        quantity = self.quantity
        return quantity.han and quantity.digits == 1 and quantity.unit.dimension == "percent"

    def rescaled(self, best: list[Candidate]) -> bool:
        """Whether only cells of a table agree, while the matter meant has these digits at another scale."""
        if any(c.quantity.kind != "bare" for c in best):
            return False
        other = self.same_digits()
        return other is not None and other.likeness >= _MEANT and other.quantity.low != self.quantity.low

    def hinted(self, candidate: Candidate) -> bool:
        """Whether the source's clause says 最高 or 最低 away from the number: 每年最高抵扣100万元."""
        side, (start, end) = candidate.side, candidate.quantity.full
        first, last = side.clause_of(candidate.quantity.span)
        near = side.folded[max(first, start - 16) : start] + side.folded[end : min(last, end + 8)]
        return (_MOST if self.quantity.bound == "at_most" else _LEAST).search(near) is not None

    def every(self) -> bool:
        """每四辆就有一辆: a share told as a count, which no source need write so."""
        start = self.claim.sentence_of(self.quantity.span)[0]
        before = self.claim.folded[max(start, self.quantity.full[0] - 30) : self.quantity.full[0]]
        match = _EVERY.search(before)
        return match is not None and self.quantity.digits < 3 and unit_at(before, match.start() + 1) is None

    def same_digits(self) -> Candidate | None:
        """A source's quantity with the same digits at another scale or in another unit. One digit alone says
        little: it must be the same unit at another scale, or the same matter."""
        digits, best = digits_of(self.quantity), None
        if self.quantity.low != self.quantity.high:
            return None
        for side in self.sources:
            for index, other in enumerate(side.quantities):
                if other.kind in ("code", "bare", "rank") or digits_of(other) != digits:
                    continue
                found = Candidate(side, index, "equal", self.likeness(side, other))
                small = other.unit.dimension == "count" and max(other.low, self.quantity.low) < 1000
                if len(digits) == 1 and small:
                    continue
                if len(digits) == 1 and found.likeness < (_LIKELY if self._kin(other) else _MEANT):
                    continue
                if {self.quantity.unit.dimension, other.unit.dimension} == {
                    "count"
                } and other.low == self.quantity.low:
                    continue
                if best is None or found.likeness > best.likeness:
                    best = found
        return best

    def _kin(self, other: Quantity) -> bool:
        return other.unit.dimension == self.quantity.unit.dimension and other.unit.dimension != "count"

    def written(self) -> Match | None:
        """The very words in a source, however they were read there."""
        pattern = re.compile(
            rf"(?<![\d.]){re.escape(self.claim.folded[slice(*self.quantity.span)])}(?![\d.])"
        )
        for side in self.sources:
            match = pattern.search(side.folded)
            if match is not None:
                return Match(
                    kind="quantity",
                    claim_span=self.quantity.span,
                    source_id=side.id,
                    source_span=match.span(),
                )
        return None

    def token(self) -> Outcome:
        """A name with digits: the same token in a source, upper or lower case."""
        word = self.quantity.code.lower()
        for side in self.sources:
            found = _spelt(word).search(side.folded.lower())
            if found is not None:
                return Match(
                    kind="code", claim_span=self.quantity.span, source_id=side.id, source_span=found.span()
                )
        letters, other = _LETTERS.sub("", word), self.sibling(word)
        if other is None or not letters:
            return self.reason("code", f"“{self.words}”在所引来源中找不到。"), False, None
        said = other.side.text[slice(*other.quantity.span)]
        return self.reason("code", f"“{self.words}”在所引来源中找不到，来源有“{said}”。", other), True, None

    def sibling(self, word: str) -> Candidate | None:
        """A name of a source with the same letters and other digits: 720P for 1080P."""
        for side in self.sources:
            for index, other in enumerate(side.quantities):
                code = other.code.lower()
                if code and code != word and _LETTERS.sub("#", code) == _LETTERS.sub("#", word):
                    return Candidate(side, index, None, self.likeness(side, other))
        return None

    def around(self) -> str:
        return self.claim.text[slice(*self.quantity.full)]

    def said(self, candidate: Candidate) -> str:
        return candidate.side.text[slice(*candidate.quantity.full)]

    def match(self, candidate: Candidate) -> Match:
        return Match(
            kind="quantity",
            claim_span=self.quantity.span,
            source_id=candidate.side.id,
            source_span=candidate.quantity.span,
        )

    def reason(self, kind: str, message: str, candidate: Candidate | None = None) -> Reason:
        """A reason; it marks the bound words too where it is they that are wrong."""
        wide = kind in ("bound", "direction", "period")
        span: Span | None = candidate.quantity.full if candidate else None
        return Reason(
            kind=kind,
            claim_span=self.quantity.full if wide else self.quantity.span,
            message=message,
            source_id=candidate.side.id if candidate else None,
            source_span=span,
        )
