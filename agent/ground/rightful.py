"""Why a figure may be the claim's own, although the words around it fit another figure of the source better."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from agent.ground.agreement import value_agreement
from agent.ground.binding import Place
from agent.ground.figure import Figure, lead
from agent.ground.likeness import pairs
from agent.ground.owner import Candidate
from agent.ground.setting import END, START, dealt_label, end_of, unmarked
from agent.ground.side import Side
from agent.models import Span
from agent.text.names import read_names
from agent.text.quantities import Quantity

_LETTERS: Final = re.compile("[一-龥]{2}")
#: So many letters are a label; it is looked for so many letters after a figure.
_PAIR, _AFTER = 2, 5
_BREAK = re.compile("[,，。；;、\\d]")
#: From so many times as much on a sum of money is no slip for another.
_ORDERS = Decimal(100)

#: Elements called by one letter, which no other word has.
_ELEMENT = re.compile("[锂钴镍镓锗铜铝锌钨钼铂钯锰钛钒铟铋锑铀]")
#: So many letters lead to a figure; of their pairs so many there must be, and so much more of them before one than before
#: another.
_LEAD, _LEAST, _MUCH = 8, 2, 0.6
#: A row of figures, and what tells several things.
_ROW = re.compile(r"[\d.,%万亿千百元美人个件户和与及、约 ]+")
_SEVERAL = re.compile("[、和与及]")
#: The day a change began: 从2022年的3.7%升至6.3%.
_SINCE = re.compile("[从由自](?P<day>[^,，。；;从由自]{0,6}?[年月日期初])的?$")
#: How far a figure stands from the one before it.
_BESIDE = 6


def _leading(side: Side, span: Span) -> str:
    """The last letters of a figure's clause before it."""
    return side.folded[max(side.clause_of(span)[0], span[0] - _LEAD) : span[0]]


def _opening(side: Side, span: Span) -> str:
    """The first two letters of the clause of a figure, "" where the figure is among them."""
    start = side.clause_of(span)[0]
    found = _LETTERS.match(side.folded, start, span[0])
    return unmarked(found.group()) if found else ""


class Rightful(Figure):
    """A figure of the claim, and what keeps it the claim's."""

    def named_after(self, best: list[Candidate]) -> bool:
        """Whether a place has right after it what the claim tells right before its figure: 12,000,000元之净利润."""
        start = self.claim.clause_of(self.quantity.full)[0]
        label = unmarked(self.claim.folded[start : self.quantity.full[0]])[-2:]
        if len(label) < _PAIR:
            return False
        after = (c.side.folded[c.quantity.full[1] : c.quantity.full[1] + _AFTER] for c in best)
        return any(label in _BREAK.split(words)[0] for words in after)

    def average(self, places: Sequence[Candidate]) -> bool:
        """Whether both the claim and a place of its value tell of an average: 平均约69个."""
        if "平均" not in self.clause():
            return False
        return any(
            "平均" in c.side.folded[slice(*c.side.sentence_of(c.quantity.span))]
            for c in places
            if c.agreement == "equal"
        )

    def far_apart(self, other: Quantity) -> bool:
        """Whether another figure is so much larger or smaller that nobody takes one for the other: 8.96元, 34.69万元."""
        if self.quantity.unit.dimension != "money" or not self.quantity.low or not other.low:
            return False
        return not Decimal(1) / _ORDERS < abs(other.low / self.quantity.low) < _ORDERS

    def bound_as(self, rival: Quantity) -> bool:
        """Whether a place of the value has the very bound the claim gives it, and the rival another: 三年以下 of
        三年以上七年以下，情节较轻的三年以下."""
        bounds = {c.quantity.bound for c in self.candidates if c.agreement == "equal"}
        low = self.quantity.unit.dimension == "months" and rival.unit.dimension == "months"
        return low and self.quantity.bound in bounds - {"exact"}

    def dealt(self, best: list[Candidate]) -> bool:
        """Whether a place has right before it the very label that 分别 deals to the figure."""
        label = dealt_label(self.claim, self.quantity)[-6:]
        return len(label) > 1 and any(unmarked(lead(c)).endswith(label) for c in best)

    def opens_alike(self, rival: Place) -> bool:
        """Whether the clause of the figure opens with the two letters a clause of its value opens with, and that of the rival
        does not: 局地累计可超过180毫米 of 一般为60至120毫米，局地可达180毫米以上."""
        opening = _opening(self.claim, self.quantity.span)
        if len(opening) < 2 or _opening(rival.side, rival.span) == opening:
            return False
        right = (c for c in self.candidates if c.agreement in ("equal", "hedged"))
        return any(_opening(c.side, c.quantity.span) == opening for c in right)

    def led_alike(self, rival: Place) -> bool:
        """Whether what leads to the figure in its clause leads to its value in a source, and to the rival does not:
        持股将达 of 持股比例将达到, whoever holds."""
        if self._a_share(rival):
            return True
        mine = pairs(_leading(self.claim, self.quantity.full))
        if len(mine) < _LEAST:
            return False
        right = (c for c in self.candidates if c.agreement == "equal")
        theirs = max((len(mine & pairs(_leading(c.side, c.quantity.full))) for c in right), default=0)
        return theirs - len(mine & pairs(_leading(rival.side, rival.span))) >= _MUCH * len(mine)

    def _a_share(self, rival: Place) -> bool:
        """Whether it is told as a share and so is its value, and the rival is none: 占比30% of 占药品出口的30%."""
        if "占" not in _leading(self.claim, self.quantity.full):
            return False
        right = (c for c in self.candidates if c.agreement == "equal")
        return "占" not in rival.side.folded[slice(*rival.side.clause_of(rival.span))] and any(
            "占" in c.side.folded[c.side.clause_of(c.quantity.full)[0] : c.quantity.full[0]] for c in right
        )

    def next_to_the_same(self) -> bool:
        """Whether the figure right before it, of another kind, stands right before its value in a source too: 26户67人 of
        26户人家、共67人."""
        before = self.claim.quantities[self.index - 1] if self.index else None
        if (
            before is None
            or self.quantity.full[0] - before.full[1] > 1
            or before.unit.id == self.quantity.unit.id
        ):
            return False
        mates = (
            (c, c.side.quantities[c.number - 1])
            for c in self.candidates
            if c.agreement == "equal" and c.number
        )
        return any(
            (mate.low, mate.unit.id) == (before.low, before.unit.id)
            and c.quantity.full[0] - mate.full[1] <= _BESIDE
            for c, mate in mates
        )

    def told_alike(self, rival: Place) -> bool:
        """Whether the figure is told of each of some (男女各50人) and its value stands more than once in a sentence, or as all
        there are (共100人), as its value is and the rival is not."""
        before = self.claim.folded[self.quantity.full[0] - 1 : self.quantity.full[0]]
        right = [c for c in self.candidates if c.agreement == "equal"]
        if before == "各":
            return len({c.side.sentence_of(c.quantity.span) for c in right}) < len(right)
        last = rival.side.folded[rival.span[0] - 1 : rival.span[0]]
        return before == "共" != last and any(
            c.side.folded[c.quantity.full[0] - 1 : c.quantity.full[0]] == before for c in right
        )

    def in_other_units(self, rival: Place) -> bool:
        """Whether the value and the rival are one figure, told twice: 300mm(12英寸)."""
        for c in self.candidates:
            if c.agreement == "equal" and c.side is rival.side:
                first, last = sorted((c.quantity.full, rival.span))
                if c.side.folded[first[1] : last[0]].strip() == "(":
                    return True
        return False

    def in_one_row(self, rival: Place) -> bool:
        """Whether the value and the rival stand in one row of figures of one thing, and only their turn tells them apart:
        各期末资产负债率分别为64.44%、64.95%和66.16%."""
        for c in self.candidates:
            if not c.agreement or c.side is not rival.side:
                continue
            first, last = sorted((c.quantity.full, rival.span))
            text = c.side.folded
            if not _ROW.fullmatch(text, first[1], max(first[1], last[0])):
                continue
            start = c.side.clause_of(first)[0]
            told = text.find("分别", start, first[0])
            if told >= 0 and not _SEVERAL.search(text, start, told):
                return True
        return False

    def with_its_name(self, rival: Place) -> bool:
        """Whether a name the clause of the figure tells stands in a clause of its value, and in that of the rival none does:
        江苏 in 江苏占9个, of 36个案例，来自江苏的有9个."""
        start, end = self.claim.clause_of(self.quantity.span)
        names = {
            n.text for n in read_names(self.claim.folded) if start <= n.span[0] < end and n.kind != "title"
        }
        names |= set(_ELEMENT.findall(self.claim.folded, start, self.quantity.full[0]))
        theirs = rival.side.folded[slice(*rival.side.clause_of(rival.span))]
        if not names or any(name in theirs for name in names):
            return False
        return any(
            name in c.side.folded[slice(*c.side.clause_of(c.quantity.span))]
            for c in self.candidates
            if c.agreement in ("equal", "hedged")
            for name in names
        )

    def other_end(self, other: Candidate) -> bool:
        """Whether the other figure is the other end of the change the claim tells (从3000户上调至4000户): which end comes
        first is read elsewhere."""
        end = end_of(self.claim, self.quantity)
        if end != START and self.reached(other):
            return True
        return bool(end) and any(
            (mate.low, mate.unit.id) == (other.quantity.low, other.quantity.unit.id)
            and end_of(self.claim, mate) not in ("", end)
            for mate in self.claim.quantities
        )

    def reached(self, other: Candidate) -> bool:
        """Whether a source has the value as what `other` came to: 15个工作日 of 由30个工作日压缩到15个工作日."""
        became = self.became(other)
        if became is None or became.agreement != "equal":
            return False
        since = _SINCE.search(other.side.folded, max(0, other.quantity.full[0] - 12), other.quantity.full[0])
        return since is None or since["day"] not in self.clause()

    def became(self, was: Candidate) -> Candidate | None:
        """What a figure of a source that is the start of a change came to."""
        if end_of(was.side, was.quantity) != START:
            return None
        clause = was.side.clause_of(was.quantity.span)
        return next(
            (
                c
                for c in self.candidates
                if c.side is was.side
                and c.number > was.number
                and end_of(c.side, c.quantity) == END
                and c.side.clause_of(c.quantity.span) == clause
            ),
            None,
        )

    def rounded_by(self, other: Quantity) -> bool:
        """Whether the other figure only says less exactly what the claim says: 逾34万 of 34.2万."""
        return self.quantity.bound == "exact" and value_agreement(other, self.quantity) == "hedged"
