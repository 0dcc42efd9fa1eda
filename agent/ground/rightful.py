"""Why a figure may be the claim's own, although the words around it fit another figure of the source better."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from agent.ground.agreement import value_agreement
from agent.ground.binding import Place
from agent.ground.figure import Figure, lead
from agent.ground.likeness import pairs
from agent.ground.owner import Candidate
from agent.ground.setting import END, START, dealt_label, end_of, unmarked
from agent.ground.side import Side
from agent.models import Span
from agent.text.names import is_abbreviation, read_names
from agent.text.quantities import Quantity

_LETTERS: Final = re.compile("[一-龥]{2}")
#: So many letters are a label; it is looked for so many letters after a figure.
_PAIR, _AFTER = 2, 5
_BREAK = re.compile("[,，。；;、\\d]")
#: From so many times as much on a sum of money is no slip for another.
_ORDERS = Decimal(100)
_FIVE = Decimal(5)

#: Elements called by one letter, which no other word has.
_ELEMENT = re.compile("[锂钴镍镓锗铜铝锌钨钼铂钯锰钛钒铟铋锑铀]")
#: So many letters lead to a figure; of their pairs so many there must be, and so much more of them before one than before
#: another.
_LEAD, _LEAST, _MUCH = 8, 2, 0.6
#: So many places of a value are looked at, and so many figures on either side of one.
_MOST, _ROW_REACH = 6, 8
#: What moves a forecast or a price up, and down.
_RAISED, _LOWERED = re.compile("上调|调[高升]"), re.compile("下调|调[低降]")
#: How a word ends that says it is all there are: 一共, 合计.
_ALL = ("共", "计")
#: So many letters are a name.
_NAME = 3
_SEMICOLON = re.compile("[;；。]")
#: What may open the label of one to whom a figure is dealt.
_OPENING = re.compile("^[对向在从由与和其]+")
#: A row of figures, and what tells several things.
_ROW = re.compile(r"[\d.,%万亿千百元美人个件户和与及、约 ]+")
_SEVERAL = re.compile("[、和与及]")
#: The day a change began: 从2022年的3.7%升至6.3%.
_SINCE = re.compile("[从由自](?P<day>[^,，。；;从由自]{0,6}?[年月日期初])的?$")
#: How far a figure stands from the one before it.
_BESIDE = 8


def _leading(side: Side, span: Span) -> str:
    """The last letters of a figure's clause before it."""
    return side.folded[max(side.clause_of(span)[0], span[0] - _LEAD) : span[0]]


def _part_of(side: Side, span: Span) -> Span:
    """The part of a sentence, between semicolons, in which a span begins."""
    start, end = side.sentence_of(span)
    for m in _SEMICOLON.finditer(side.folded, start, end):
        if m.start() >= span[0]:
            return start, m.start()
        start = m.end()
    return start, end


def _opening(side: Side, span: Span) -> str:
    """The first two letters of the clause of a figure, "" where the figure is among them."""
    start = side.clause_of(span)[0]
    found = _LETTERS.match(side.folded, start, span[0])
    return unmarked(found.group()) if found else ""


def _neighbours(side: Side, index: int) -> Iterator[tuple[Quantity, int]]:
    """The figures right before (-1) and right after (1) figure `index` of a text, a few letters away and in the same part of
    the sentence; one that touches it is told on both sides, for 80公斤级2台 is 2台80公斤级."""
    mine = side.quantities[index]
    for step in (-1, 1):
        if not 0 <= index + step < len(side.quantities):
            continue
        other = side.quantities[index + step]
        first, last = sorted((mine.full, other.full))
        gap = side.folded[first[1] : last[0]]
        if len(gap) > _BESIDE or _SEMICOLON.search(gap):
            continue
        yield other, step
        if len(gap) <= 1 and not _BREAK.search(gap):
            yield other, -step


def _last(label: str) -> str:
    """The last letters of a label, which tell whose it is: 某云锋 of 比赛结束某云锋, 北岸 of 北岸等新城区."""
    return _OPENING.sub("", label.split("等", maxsplit=1)[0])[-_NAME:]


class Rightful(Figure):
    """A figure of the claim, and what keeps it the claim's."""

    def named_after(self, best: list[Candidate]) -> bool:
        """Whether a place has right after it what the claim tells right before its figure: 12,000,000元之净利润."""
        start = self.claim.clause_of(self.quantity.full)[0]
        words = unmarked(self.claim.folded[start : self.quantity.full[0]])
        labels = [words[-size:] for size in range(_PAIR, _NAME + 2) if len(words) >= size]
        after = [
            _BREAK.split(c.side.folded[c.quantity.full[1] : c.quantity.full[1] + _AFTER])[0] for c in best
        ]
        return any(label in told or is_abbreviation(label, told) for told in after for label in labels)

    def enumerated(self) -> bool:
        """Whether it is one of several told in a row and nothing else: 20kW、50kW和80kW."""
        start = self.claim.clause_of(self.quantity.span)[0]
        first = self.claim.quantities[max(0, self.index - 1)].full[0]
        if "分别" in self.clause() or "、" in self.claim.folded[start:first]:
            return False  # 甲、乙类用户分别优惠8%、4%
        around = self.claim.quantities[max(0, self.index - 1) : self.index + 2]
        return any(
            _SEVERAL.fullmatch(self.claim.folded[one.full[1] : two.full[0]]) for one, two in pairwise(around)
        )

    def told_too(self, other: Candidate) -> bool:
        """Whether the claim tells the other figure as well, as another of its own."""
        return any(
            c.agreement and c.side is other.side and c.number == other.number
            for index, found in enumerate(self.every_candidate)
            if index != self.index
            for c in found
        )

    def dealt_there(self) -> bool:
        """Whether a source deals its value out to just whom the claim tells it of: 印染业涨了3.1% of 造纸业、
        印染业分别增长7.4%、3.1%."""
        start = self.claim.clause_of(self.quantity.full)[0]
        mates = [q.full[1] for q in self.claim.quantities[: self.index] if q.full[1] > start]
        told = (
            dealt_label(self.claim, self.index)
            or self.claim.folded[max([start, *mates]) : self.quantity.full[0]]
        )
        for c in self.likeliest():
            label = _last(dealt_label(c.side, c.number))
            row = range(max(0, c.number - _ROW_REACH), min(len(c.side.quantities), c.number + _ROW_REACH + 1))
            others = {_last(dealt_label(c.side, n)) for n in row if n != c.number} - {"", label}
            if len(label) >= _PAIR and label in told and not any(other in told for other in others):
                return True
        return False

    def likeliest(self) -> list[Candidate]:
        """The places of the value in the likeliest clauses, a few of them."""
        right = (c for c in self.candidates if c.agreement in ("equal", "hedged"))
        return sorted(right, key=lambda c: -c.likeness)[:_MOST]

    def in_its_part(self, rival: Place) -> bool:
        """Whether the part of a sentence its value stands in has at least two more of the names and figures the claim tells
        with it than the rival's part has."""
        first, last = _part_of(self.claim, self.quantity.span)
        names = {
            n.text for n in read_names(self.claim.folded) if n.kind != "title" and first <= n.span[0] < last
        }
        figures = {
            (q.low, q.unit.id): 1 + (q.digits > _PAIR)
            for q in self.claim.quantities
            if q.unit.dimension != self.quantity.unit.dimension and q.digits > 1 and first <= q.span[0] < last
        }

        def shared(side: Side, span: Span) -> int:
            start, end = _part_of(side, span)
            text = side.folded[start:end]
            first = bisect_left(side.quantities, start, key=lambda q: q.span[0])
            last = bisect_left(side.quantities, end, key=lambda q: q.span[0])
            here = {(q.low, q.unit.id) for q in side.quantities[first:last]}
            return sum(name in text for name in names) + sum(figures[key] for key in figures.keys() & here)

        most = max((shared(c.side, c.quantity.span) for c in self.likeliest()), default=0)
        return most >= shared(rival.side, rival.span) + 2

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

    def orders_apart(self, other: Quantity) -> bool:
        """Whether another figure is five times as large or small and more: 五成, 5.5%."""
        return bool(other.low) and not 1 / _FIVE < abs(self.quantity.low / other.low) < _FIVE

    def bound_as(self, rival: Quantity) -> bool:
        """Whether a place of the value has the very bound the claim gives it, and the rival another: 三年以下 of
        三年以上七年以下，情节较轻的三年以下."""
        bounds = {c.quantity.bound for c in self.candidates if c.agreement == "equal"}
        low = self.quantity.unit.dimension == "months" and rival.unit.dimension == "months"
        return low and self.quantity.bound in bounds - {"exact"}

    def dealt(self, best: list[Candidate]) -> bool:
        """Whether a place has right before it the very label that 分别 deals to the figure."""
        label = dealt_label(self.claim, self.index)[-6:]
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
        """Whether a figure right beside it, of another kind, stands right beside its value in a source too: 26户67人 of
        26户人家、共67人, 80公斤级2台 of 2台80公斤级."""
        mine = {
            (mate.low, mate.unit.id, side)
            for mate, side in _neighbours(self.claim, self.index)
            if mate.unit.id != self.quantity.unit.id and mate.kind != "code"
        }
        return any(
            (mate.low, mate.unit.id, side) in mine
            for c in self.likeliest()
            if c.agreement == "equal"
            for mate, side in _neighbours(c.side, c.number)
        )

    def told_alike(self, rival: Place) -> bool:
        """Whether the figure is told of each of some (男女各50人) and its value stands more than once in a sentence, or as all
        there are (共100人), as its value is and the rival is not."""
        before = self.claim.folded[self.quantity.full[0] - 1 : self.quantity.full[0]]
        right = [c for c in self.candidates if c.agreement == "equal"]
        if before == "各":
            return len({c.side.sentence_of(c.quantity.span) for c in right}) < len(right)
        last = rival.side.folded[rival.span[0] - 1 : rival.span[0]]
        return (
            before in _ALL
            and last not in _ALL
            and any(c.side.folded[c.quantity.full[0] - 1 : c.quantity.full[0]] in _ALL for c in right)
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

    def swapped_ends(self) -> Candidate | None:
        """Where the figure opens a change in the claim and closes it in every place, what opens it there and closes it in the
        claim; else None."""
        if end_of(self.claim, self.quantity) != START or self.index + 1 >= len(self.claim.quantities):
            return None
        after = self.claim.quantities[self.index + 1]
        if end_of(self.claim, after) != END:
            return None
        found = None
        for place in self.likeliest():
            before = place.number - 1
            if before < 0 or end_of(place.side, place.quantity) != END:
                return None
            was = Candidate(place.side, before, None, place.likeness)
            if end_of(was.side, was.quantity) != START or was.quantity.low != after.low:
                return None
            found = was
        return found

    def adjusted_otherwise(self, place: Candidate) -> bool:
        """Whether one side says 上调 of the figure and the other 下调."""
        clauses = (self.clause(), place.side.folded[slice(*place.side.clause_of(place.quantity.span))])
        raised, lowered = (
            [word.search(clause) is not None for clause in clauses] for word in (_RAISED, _LOWERED)
        )
        return (raised == [True, False] and lowered == [False, True]) or (
            raised == [False, True] and lowered == [True, False]
        )

    def rounded_by(self, other: Quantity) -> bool:
        """Whether the other figure only says less exactly what the claim says: 逾34万 of 34.2万."""
        return self.quantity.bound == "exact" and value_agreement(other, self.quantity) == "hedged"
