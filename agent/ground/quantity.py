"""The quantities of a claim held against those of its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from agent.ground.absent import APART, Absent, Outcome
from agent.ground.agreement import bounds_agree, directions_agree
from agent.ground.bases import paced_as, same_base
from agent.ground.binding import objects
from agent.ground.counted import counted, self_counted
from agent.ground.figure import LETTERS, LIKELY, MEANT, spelling
from agent.ground.likeness import very_place
from agent.ground.owner import Candidate
from agent.ground.parallel import misplaced
from agent.ground.rows import at_home, misread
from agent.ground.side import Findings, Side
from agent.models import Match, Reason, Span

#: What tells a figure as what is, right before it; and what says that it was.
_IS = re.compile("[为是达]$")
_WAS = re.compile("[从由原曾]|(?:19|20)\\d\\d年|去年|上年|此前|以前|之前|过去")


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


def questions(claim: Side, sources: Sequence[Side]) -> Sequence[Question]:
    """One question for each quantity of the claim, with what stands in the sources in comparable units."""
    return _questions(claim, tuple(sources))


@lru_cache(maxsize=4)
def _questions(claim: Side, sources: tuple[Side, ...]) -> tuple[Question, ...]:
    """They are asked twice: for the figures, and for the words beside them."""
    taken = _taken(claim, sources)
    asked = [Question(claim, index, sources, taken) for index in range(len(claim.quantities))]
    candidates = [question.candidates for question in asked]
    for question in asked:
        question.every_candidate = candidates
    return tuple(asked)


def _taken(claim: Side, sources: Sequence[Side]) -> frozenset[tuple[str, Span]]:
    """Places of sources that the claim gives exactly: they cannot also be what it rounds elsewhere."""
    exact = {(q.low, q.high, q.unit.id) for q in claim.quantities if q.kind != "code" and q.digits > 1}
    return frozenset(
        (side.id, other.span)
        for side in sources
        for other in side.quantities
        if (other.low, other.high, other.unit.id) in exact
    )


#: What adds figures.
_ADDED = re.compile("合计|合共|之和|加起来|合起来")


class Question(Absent):
    """What one quantity of the claim comes to: found, found otherwise, or nowhere."""

    def answer(self) -> Outcome:
        """A match, or a reason, whether it is sure, and a match beside it."""
        if self.quantity.kind == "code":
            return self.token()
        if self_counted(self.claim, self.quantity):
            return None
        candidates = self.candidates
        best = [c for c in candidates if c.agreement in ("equal", "hedged")]
        other = max((c for c in candidates if c.agreement is None), key=lambda c: c.likeness, default=None)
        if best and not self.rescaled(best):
            span = self.quantity.span
            places = [(c.side, c.quantity.span) for c in best]
            cell = misread(self.claim, self.quantity, places)
            if cell is not None:
                return cell, True, None
            very = (
                at_home(self.claim, self.quantity, places)
                or self.dealt(best)
                or self.named_after(best)
                or any(very_place(self.claim, span, c.side, c.quantity.span) for c in best)
            )
            other_matter = (
                self.in_a_row(best)
                or self.turned_round()
                or (None if very else self.elsewhere(best, other) or self.owned_by_other())
            )
            if other_matter and _ADDED.search(self.clause()) and (total := self.reckoned()) is not None:
                return total  # 甲和乙合计90万元, which is what 丙 has too
            return other_matter or self.outdated(best) or self.found(best, candidates)
        written = self.written() or self.listed()
        if written is not None:
            return written
        close = [c for c in candidates if c.agreement == "rounded" or (c.agreement and c.likeness >= LIKELY)]
        return self.missing(close, candidates, other)

    def elsewhere(self, best: list[Candidate], other: Candidate | None) -> Outcome:
        """The value stands in a source, but of another matter, while the matter meant has its own value
        there."""
        if (
            other is None
            or any(c.quantity.kind == "bare" for c in best)  # a cell of a table: its words stand elsewhere
            or len(self.wanted) < 3
            or self.loose()
            or other.quantity.unit.dimension != self.quantity.unit.dimension
        ):
            return None
        if self.every() or self.shared() or other.likeness < MEANT or max(c.likeness for c in best) >= APART:
            return None
        if self.rounded_by(other.quantity) or self.told_too(other):
            return None
        message = f"来源中与此处相应的数是“{self.said(other)}”，“{self.words}”说的是另一件事。"
        return self.reason("number", message, other), True, None

    def in_a_row(self, best: list[Candidate]) -> Outcome:
        """The value stands in a source, but under another of several like labels: 三等奖3名 for 一等奖3名."""
        other = misplaced(self.claim, self.quantity, best, self.candidates)
        if other is None:
            return None
        message = f"来源中与此处相应的数是“{self.said(other)}”，“{self.words}”说的是另一项。"
        return self.reason("number", message, other), True, None

    def turned_round(self) -> Outcome:
        """What something came to, told as what it was, and the other way round: 由8修订为9 of 由9修订为8."""
        was = self.swapped_ends()
        if was is None:
            return None
        message = f"来源说的是由“{self.said(was)}”变来，“{self.words}”是变化之后的数，前后颠倒了。"
        return self.reason("number", message, was), True, None

    def owned_by_other(self) -> Outcome:
        """The value stands in a source, but by all the words around it belongs to something else there."""
        if self.quantity.kind == "ratio" or self.passing():
            return None  # whose a score is, `label` knows
        found = None if self.exempt() or self.respective() or self.average(self.candidates) else self.owned()
        if found is None or found.chance < objects("figure"):
            return None
        at = found.place
        measured = found.measured
        if (
            measured["when_right"] > 0 > measured["when_other"]
            or self.with_its_name(at)
            or self.led_alike(at)
            or (measured["when_right"] >= 0 and self.next_to_the_same())
            or self.in_one_row(at)
            or self.enumerated()
            or self.dealt_there()
            or self.in_its_part(at)
            or self.in_other_units(at)
            or self.told_alike(at)
            or self.opens_alike(at)
        ):
            return None
        said = Candidate(at.side, at.index, None, 0.0)
        if self.far_apart(said.quantity) or self.bound_as(said.quantity):
            return None
        if self.rounded_by(said.quantity) or self.other_end(said) or self.named_by_nearest(said):
            return None
        message = f"“{self.words}”在来源中说的是另一件事；与此处相应的是“{self.said(said)}”。"
        return self.reason("number", message, said), True, None

    def outdated(self, best: list[Candidate]) -> Outcome:
        """The value is told as what is (时限为30天), and every place of it in the sources is what was: 由30天压缩到15天."""
        start = self.claim.clause_of(self.quantity.span)[0]
        if not _IS.search(self.claim.folded, start, self.quantity.full[0]) or _WAS.search(self.clause()):
            return None
        now = [self.became(c) for c in best]
        if None in now:
            return None
        said = next(c for c in now if c is not None)
        message = f"“{self.words}”是变化之前的数，来源说之后为“{self.said(said)}”。"
        return self.reason("number", message, said), True, None

    def found(self, best: list[Candidate], candidates: list[Candidate]) -> Outcome:
        """The value stands in a source: are bound and direction those of one of its places?"""
        best.sort(key=lambda c: (c.agreement == "equal", c.likeness), reverse=True)
        directed = [c for c in best if directions_agree(self.quantity, c.quantity)]
        if not directed and self.estimated(best):
            return self.missing([], candidates, None)
        if not directed:
            message = f"“{self.around()}”的升降方向与来源相反：来源为“{self.said(best[0])}”。"
            return self.reason("direction", message, best[0]), True, None
        if all(self.adjusted_otherwise(c) for c in directed):
            message = f"“{self.around()}”的上调下调与来源相反：来源为“{self.said(directed[0])}”。"
            return self.reason("direction", message, directed[0]), True, None
        equal = [c for c in directed if c.agreement == "equal"]
        if not equal:
            return self.shut_out(candidates, directed[0]) or self.match(directed[0])
        return self.bounded(directed, equal)

    def bounded(self, directed: list[Candidate], equal: list[Candidate]) -> Outcome:
        """The value stands in a source and moves the right way: for which time, and within which bound?"""
        equal, otherwise = self.in_period(equal)
        if otherwise is not None:
            return otherwise
        bounds = [bounds_agree(self.quantity, c.quantity) for c in equal]
        if True in bounds:
            return self.match(equal[bounds.index(True)])
        rounded = max(
            (c for c in directed if c.agreement == "hedged"), key=lambda c: c.likeness, default=None
        )
        if rounded is not None and rounded.likeness >= equal[0].likeness:
            return self.match(rounded)
        return self.out_of_bounds(equal)

    def out_of_bounds(self, equal: list[Candidate]) -> Outcome:
        """The bound of the claim is not that of the source."""
        if self.quantity.bound in ("at_most", "at_least") and any(self.hinted(c) for c in equal):
            return self.match(equal[0])
        if self.quantity.bound in ("over", "under", "at_least", "at_most") and self.compared_with():
            message = f"来源为“{self.said(equal[0])}”，句中是与它相比，请核对高低。"
            return self.reason("bound", message, equal[0]), False, self.match(equal[0])
        if self.quantity.bound != "exact" and not self.every() and not self.few():
            message = f"“{self.around()}”的界限与来源不符：来源为“{self.said(equal[0])}”。"
            return self.reason("bound", message, equal[0]), True, None
        message = f"来源为“{self.said(equal[0])}”，句中“{self.words}”少了界限词。"
        return self.reason("bound", message, equal[0]), False, self.match(equal[0])

    def in_period(self, equal: list[Candidate]) -> tuple[list[Candidate], Outcome]:
        """Those places whose figure is compared with the same and counted for the same time, and the objection where
        there are none (a doubt where the source only does not say that it is of each month)."""
        compared = [c for c in equal if same_base(self.claim, self.quantity, c)]
        if not compared:
            message = f"“{self.around()}”的口径（同比、环比、某年，或每月、每年、每吨之类）与来源不符。"
            return [], (self.reason("period", message, equal[0]), True, None)
        if not any(paced_as(self.claim, self.quantity, c) for c in compared):
            message = f"来源没有说“{self.words}”是每一段时间的数，请核对。"
            return [], (self.reason("period", message, compared[0]), False, self.match(compared[0]))
        return compared, None

    def estimated(self, best: list[Candidate]) -> bool:
        """Whether a share in words agrees by rounding only, and with another matter: 高出三成多, 近一年下跌34.2%."""
        return self.shared() and all(c.agreement == "hedged" and c.likeness < LIKELY for c in best)

    def rescaled(self, best: list[Candidate]) -> bool:
        """Whether only cells of a table agree, while the matter meant has these digits at another scale."""
        if any(c.quantity.kind != "bare" for c in best):
            return False
        other = self.same_digits()
        return other is not None and other.likeness >= MEANT and other.quantity.low != self.quantity.low

    def listed(self) -> Match | None:
        """Bodies told by their number, whom a source lists by name."""
        found = counted(self.claim, self.quantity, self.sources)
        if found is None:
            return None
        side, span = found
        return Match(kind="quantity", claim_span=self.quantity.span, source_id=side.id, source_span=span)

    def token(self) -> Outcome:
        """A name with digits: the same token in a source, upper or lower case."""
        word = self.quantity.code.lower()
        for side in self.sources:
            found = spelling(word).search(side.folded.lower())
            if found is not None:
                return Match(
                    kind="code", claim_span=self.quantity.span, source_id=side.id, source_span=found.span()
                )
        letters, other = LETTERS.sub("", word), self.sibling(word)
        if other is None or not letters:
            return self.reason("code", f"“{self.words}”在所引来源中找不到。"), False, None
        said = other.side.text[slice(*other.quantity.span)]
        return self.reason("code", f"“{self.words}”在所引来源中找不到，来源有“{said}”。", other), True, None
