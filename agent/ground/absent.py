"""A figure of the claim that stands in no source: near one, reckoned from others, told otherwise, or nowhere."""

from __future__ import annotations

import re
from typing import Final

from agent.ground.agreement import breaks_bound, mistyped
from agent.ground.arithmetic import arithmetic, worked_out
from agent.ground.cells import shown
from agent.ground.figure import LIKELY, MEANT
from agent.ground.owner import Candidate
from agent.ground.rightful import Rightful
from agent.models import Match, Reason, Span

#: Likeness of clauses below which a place is a different matter.
APART: Final = 0.1
#: What says that a figure is all there are.
_TOTAL: Final = re.compile("[总一]?共|合计|总计|累计")

#: A match; a reason, whether it is sure, and a match beside it; or nothing worth saying.
Outcome = Match | tuple[Reason, bool, Match | None] | None


class Absent(Rightful):
    """A figure of the claim, and what is said of it where it stands in no source."""

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
        return self.nowhere(other)

    def nowhere(self, other: Candidate | None) -> Outcome:
        """No place is near: reckoned from others, told otherwise, worked out, or an objection."""
        likely, mistaken = self.told_otherwise(other)
        told = not mistaken or _TOTAL.search(self.clause())  # 共17个 of 16个和1个
        reckoned = self.reckoned() if told else None
        if reckoned is not None:
            return reckoned
        if (several := self.several()) is not None:
            return self.not_so(several)
        if not likely and (worked := self.inference()) is not None:
            return worked
        if self.loose() and not likely:
            return None
        if likely and other is not None:
            return self.not_so(other)
        return self.reason("number", f"“{self.words}”在所引来源中找不到。"), True, None

    def not_so(self, other: Candidate) -> Outcome:
        """The objection that a source has another value for it."""
        message = f"“{self.words}”与来源不符：来源为“{self.said(other)}”。"
        return self.reason("number", message, other), True, None

    def inference(self) -> Outcome:
        """A doubt where such a value is often worked out from a source, or joins two ends that stand there."""
        if self.quantity.low != self.quantity.high and self.both_ends():
            return self.reason("derived", f"“{self.words}”的两端见于来源，合起来的说法请核对。"), False, None
        if not self.sum_of_its_own() and (self.loose() or not self.inferred()):
            return None
        message = f"“{self.words}”未在来源中直接出现，可能由原文推算，请核对。"
        return self.reason("derived", message), False, None

    def told_otherwise(self, other: Candidate | None) -> tuple[bool, bool]:
        """Whether another value of a source is likely the one meant, and whether it looks mistyped."""
        if other is None or other.quantity.unit.id != self.quantity.unit.id:
            return False, False
        mistaken = other.likeness >= LIKELY and mistyped(self.quantity, other.quantity)
        apart = self.shared() and self.orders_apart(other.quantity)
        meant = other.likeness >= MEANT and not apart and not self.every() and not self.grouped(other)
        return meant or mistaken, mistaken

    def shut_out(self, candidates: list[Candidate], rounded: Candidate | None) -> Outcome:
        """A value just on the side the claim's bound shuts out: 不足三成 where the source has 30.3%. A
        place the claim may round (`rounded`) speaks against it, unless that is plainly another matter."""
        broken = [c for c in candidates if breaks_bound(self.quantity, c.quantity)]
        top = max(broken, key=lambda c: c.likeness, default=None)
        if top is None or (rounded is not None and (rounded.likeness >= APART or top.likeness < MEANT)):
            return None
        message = f"“{self.around()}”的界限与来源不符：来源为“{self.said(top)}”。"
        return self.reason("bound", message, top), top.likeness >= LIKELY, None

    def reckoned(self) -> Outcome:
        """A doubt that shows how the value follows from others of a source, where it does."""
        found = arithmetic(self.quantity, self.clause(), self.sources) or worked_out(
            self.quantity, self.claim, self.sources
        )
        if found is None:
            return None
        side, terms, sign = found
        words = sign.join(side.text[slice(*term.span)] for term in terms)
        match = Match(
            kind="arithmetic",
            claim_span=self.quantity.span,
            source_id=side.id,
            source_span=(min(t.span[0] for t in terms), max(t.span[1] for t in terms)),
        )
        return self.reason("arithmetic", f"“{self.words}”可由原文推算（{words}），请核对。"), False, match

    def grouped(self, other: Candidate) -> bool:
        """两组 of 六个专项行动, 最后一年 of 三年: a small count in words that is not the source's told otherwise."""
        dated = self.quantity.unit.dimension in ("months", "seconds")
        return self.loose() and (dated or self.quantity.unit.word != other.quantity.unit.word)

    def around(self) -> str:
        return self.claim.text[slice(*self.quantity.full)]

    def said(self, candidate: Candidate) -> str:
        side, quantity = candidate.side, candidate.quantity
        return shown(side.folded, quantity.span) or side.text[slice(*quantity.full)]

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
