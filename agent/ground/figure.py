"""One figure of a claim and the sources it is looked for in: where it stands, and how much its words weigh."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from agent.ground.agreement import comparable, digits_of, same_unit, value_agreement
from agent.ground.arithmetic import elapsed
from agent.ground.lexicon import function_words
from agent.ground.likeness import likeness, pairs
from agent.ground.owner import Candidate, Owned, owner
from agent.ground.side import Side
from agent.models import Match, Span
from agent.text.numerals import HAN
from agent.text.quantities import Quantity
from agent.text.units import unit_at

#: Likeness of clauses from which a place is the matter meant, or likely is.
MEANT, LIKELY = 0.5, 0.3
_EVERY: Final = re.compile(rf"每[^\d,，。]{{0,3}}(?:$|(?:\d{{1,3}}|[{HAN}]{{1,3}})[^\d]{{1,20}}$)")
_MOST: Final = re.compile("最[高多大长久远]|上限|封顶|以内|之内|不超")
_LEAST: Final = re.compile("最[低少小]|下限|起步|起售|起价|以上|不低")
#: What tells one end of a range.
_END: Final = re.compile("最[高低多少大小长短快慢]|上限|下限|顶配|[高低]配|起步|\\|起|至[多少]")
#: So many years or weeks are a time in passing.
_FEW: Final = 4
#: A length of time from so much on is hardly worked out.
_TENS: Final = 20
_HAN_LETTER: Final = re.compile("[一-龥]")
#: A clause that says no more before its figure names nothing: 增幅39.8%.
_BARE: Final = 4
#: A word that tells two places apart.
_TELLING: Final = re.compile("[一-龥]{3}")
_PART: Final = re.compile(r"\d+(?:\.\d+)?")
#: What holds one figure against another, and what such another is.
_HELD_AGAINST: Final = re.compile("不?[低高]于|超过|不及|跌破|突破")
_STANDARD: Final = re.compile(
    "/?股?的?(?:全[国省市球])?(?:[发平上]?[行均市]?(?:发行|收盘|开盘|均)?价|平均|均值|水平|预期|预测|目标|增速|线)"
)
#: What makes a length of time of 一年.
_LASTS: Final = re.compile("[期达为满共延需历整]$|每|不足|不到|超过?$")
#: What makes a length of time a label: 近一年下跌5%.
_LATELY: Final = re.compile("(?:近|过去|未来|前|最近)$")
#: What makes it one of several: 最后一年.
_ONE_OF: Final = re.compile("(?:最后|最末|头|[这上下末前后当])$")
_NUMERALS: Final = "〇一二三四五六七八九十"
LETTERS: Final = re.compile(r"[\d.]+")


def _around(claim: Side, clause: Span) -> frozenset[str]:
    """The pairs of a clause without its numbers and units, which many places share."""
    text, at = [], clause[0]
    for quantity in claim.quantities:
        if clause[0] <= quantity.span[0] < clause[1]:
            text.append(claim.folded[at : quantity.full[0]])
            at = max(at, quantity.full[1])
    text.append(claim.folded[at : clause[1]])
    return pairs("|".join(text))


def _unlisted(side: Side, quantity: Quantity) -> str:
    """The letter after a number without a unit that any table knows: 炉 of 9炉; "" where none follows."""
    if quantity.kind != "bare" or quantity.digits > 2:
        return ""
    found = _HAN_LETTER.match(side.folded, quantity.span[1])
    return found.group() if found and found.group() not in function_words() else ""


def lead(candidate: Candidate) -> str:
    """What a source says before a figure in its clause, back to the figure before."""
    side, start = candidate.side, candidate.quantity.full[0]
    first = side.clause_of(candidate.quantity.span)[0]
    if candidate.number:
        first = max(first, min(start, side.quantities[candidate.number - 1].full[1]))
    return side.folded[first:start]


@lru_cache(maxsize=1024)
def spelling(token: str) -> re.Pattern[str]:
    """A lower-case token as a source may write it: win11 for Windows 11, wi-fi6 for Wi-Fi 6."""
    parts = re.fullmatch(r"([a-z]{3,})[ -]?(\d[\d.]*)", token)
    if parts is None:
        return re.compile(re.escape(token))
    letters, digits = parts.groups()
    return re.compile(rf"(?<![a-z]){letters}[a-z]*[ -]?{re.escape(digits)}(?![\d.]*\d)")


class Figure:
    """One quantity of the claim, and the sources it is looked for in."""

    def __init__(
        self, claim: Side, index: int, sources: Sequence[Side], taken: frozenset[tuple[str, Span]]
    ) -> None:
        self.claim, self.index, self.sources, self.taken = claim, index, sources, taken
        self.quantity = quantity = claim.quantities[index]
        self.words = claim.text[slice(*quantity.span)]
        self.wanted = _around(claim, claim.clause_of(quantity.span))
        self.known: dict[tuple[Side, Span, Span], float] = {}
        self.measure = self._measure()
        self.candidates = self._candidates() if quantity.kind != "code" else []
        self.every_candidate: Sequence[Sequence[Candidate]] = ()
        self.times: Counter[str] | None = None  #: how often the sources count by each word, once asked

    def end_of_range(self, other: Quantity) -> bool:
        """Whether the claim tells one end of a range as such: 最高28.98万元 of 20.28—28.98万元."""
        start, stop = self.quantity.full
        around = self.claim.folded[max(0, start - 6) : start] + "|" + self.claim.folded[stop : stop + 2]
        if self.quantity.low not in (other.low, other.high):
            return False
        both = {q.low for q in self.claim.quantities if q.low == q.high and q.unit.id == other.unit.id}
        return {other.low, other.high} <= both or _END.search(around) is not None

    def likeness(self, side: Side, other: Quantity) -> float:
        key = side, side.clause_of(other.span), side.sentence_of(other.span)
        if key not in self.known:
            self.known[key] = likeness(self.wanted, side, other.span)
        return self.known[key]

    def _measure(self) -> str:
        """A measure word that no table knows, where a source counts by it too: 炉 of 9炉; else ""."""
        own = _unlisted(self.claim, self.quantity)
        known = own and any(
            _unlisted(side, other) == own for side in self.sources for other in side.quantities
        )
        return own if known else ""

    def _candidates(self) -> list[Candidate]:
        """The quantities of all sources in comparable units."""
        out = []
        kin = comparable(self.quantity.unit.dimension)
        for side in self.sources:
            for index, other in enumerate(side.quantities):
                if kin is not None and other.unit.dimension not in kin:
                    continue
                if other.kind == "code" or not same_unit(self.quantity, other):
                    continue
                if (
                    self.quantity.unit.word == "连"
                    and "连" not in side.folded[slice(*side.clause_of(other.span))]
                ):
                    continue  # 6连胜 is no six matches
                agreement = value_agreement(self.quantity, other)
                if agreement == "within" and self.end_of_range(other):
                    agreement = "hedged"
                if self.measure and self.measure != _unlisted(side, other):
                    agreement = None
                if agreement == "hedged" and (side.id, other.span) in self.taken:
                    agreement = None
                out.append(Candidate(side, index, agreement, self.likeness(side, other)))
        return out

    def owned(self) -> Owned | None:
        """Whether the value belongs to something else in the sources, and to what the claim's words belong."""
        return owner(self.claim, self.index, self.every_candidate, self.sources)

    def clause(self) -> str:
        return self.claim.folded[slice(*self.claim.clause_of(self.quantity.span))]

    # What its words are worth.

    def exempt(self) -> bool:
        """Whether the number is rather a word: 八成, 每三台里, 两道, 上百台."""
        quantity = self.quantity
        small = quantity.han and quantity.high <= 3 and quantity.unit.dimension in ("count", "none", "rank")
        small = small or self.words[0] in "百千万亿" or (quantity.han and self.words[-1] in "级等档类线")
        return small or self.lately() or self.every() or self.shared()

    def few(self) -> bool:
        """三点, 两组: what one counts off oneself, never over or under."""
        quantity = self.quantity
        return quantity.han and quantity.high <= 3 and quantity.unit.dimension == "count"

    def compared_with(self) -> bool:
        """Whether it is what something else is held against, and no bound of its own: 低于20.50元的发行价."""
        start, stop = self.quantity.full
        told = _HELD_AGAINST.match(self.claim.folded, start) is not None
        return told and _STANDARD.match(self.claim.folded, stop) is not None

    def passing(self) -> bool:
        """一周, 两年: a time in words, of which a text has many."""
        quantity = self.quantity
        short = (
            quantity.unit.word in ("年", "周", "天") and quantity.plain is not None and quantity.plain <= _FEW
        )
        return quantity.han and short

    def lately(self) -> bool:
        """近一年, 过去3个月: the label of another figure rather than one of its own."""
        start = max(0, self.quantity.span[0] - 2)
        before = self.claim.folded[start : self.quantity.span[0]]
        return self.quantity.unit.dimension == "months" and _LATELY.search(before) is not None

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
            return (
                self.words == "四周"
                or _ONE_OF.search(before) is not None
                or (self.words[0] == "一" and not _LASTS.search(before))
            )
        if quantity.unit.dimension == "seconds" and self.words[0] == "一":
            return self.claim.folded[quantity.span[0] - 1 : quantity.span[0]] in ("前", "后")  # 前一天
        if self.words[0] == "一" and self.priced():
            return True
        if self.words in ("一来", "二来", "一则", "二则"):
            return True
        return quantity.han and quantity.high <= 2 and quantity.unit.dimension in ("count", "rotation")

    def priced(self) -> bool:
        """一斤15元: what a price is for, each of them."""
        if self.quantity.unit.dimension == "percent":
            return False
        before, after = self.claim.quantities[: self.index][-1:], self.claim.quantities[self.index + 1 :][:1]
        beside = [q for q in before if self.quantity.span[0] - q.full[1] <= 2]
        beside += [q for q in after if q.full[0] - self.quantity.span[1] <= 2]
        return any(q.unit.dimension == "money" for q in beside)

    def shared(self) -> bool:
        """八成, 一半, 三分之一: shares told in words are often worked out."""
        quantity = self.quantity
        return quantity.han and quantity.digits == 1 and quantity.unit.dimension == "percent"

    def every(self) -> bool:
        """每四辆就有一辆: a share told as a count, which no source need write so."""
        start = self.claim.sentence_of(self.quantity.span)[0]
        before = self.claim.folded[max(start, self.quantity.full[0] - 30) : self.quantity.full[0]]
        match = _EVERY.search(before)
        return match is not None and self.quantity.digits < 3 and unit_at(before, match.start() + 1) is None

    def respective(self) -> bool:
        """Whether the figure is one of a list whose names stand before its clause: 甲、乙、丙三级，分别有5家、8家、9家."""
        start, end = self.claim.clause_of(self.quantity.span)
        told = self.claim.folded.find("分别", start, self.quantity.span[0])
        listed = sum(start <= other.span[0] < end for other in self.claim.quantities)
        return told >= 0 and listed > 2 and "、" not in self.claim.folded[start:told]

    def named_by_nearest(self, rival: Candidate) -> bool:
        """Whether the clause of the figure names nothing itself, and the last word before it that tells its places apart
        stands before the right one: 交易额 in `企业产品的交易额涨得更快，增幅39.8%`, whatever else is said of the products."""
        clause = self.claim.clause_of(self.quantity.span)[0]
        if self.quantity.full[0] - clause > _BARE:
            return False
        theirs = lead(rival)
        right = [lead(c) for c in self.candidates if c.agreement in ("equal", "hedged")]
        start = self.claim.sentence_of(self.quantity.span)[0]
        if self.index:  # what stands before another figure is that one's
            start = max(start, self.claim.quantities[self.index - 1].full[1])
        for at in range(clause - 3, start - 1, -1):
            word = self.claim.folded[at : at + 3]
            if not _TELLING.fullmatch(word):
                continue
            here, there = any(word in lead for lead in right), word in theirs
            if here != there:
                return here
        return False

    def hinted(self, candidate: Candidate) -> bool:
        """Whether the source's clause says 最高 or 最低 away from the number: 每年最高抵扣100万元."""
        side, (start, end) = candidate.side, candidate.quantity.full
        first, last = side.clause_of(candidate.quantity.span)
        near = side.folded[max(first, start - 16) : start] + side.folded[end : min(last, end + 8)]
        return (_MOST if self.quantity.bound == "at_most" else _LEAST).search(near) is not None

    def both_ends(self) -> bool:
        """Whether both ends of a range stand in one source, by themselves or at an end of others: 2元至50元."""
        ends = {self.quantity.low, self.quantity.high}
        return any(
            ends
            <= {end for q in side.quantities if q.unit.id == self.quantity.unit.id for end in (q.low, q.high)}
            for side in self.sources
        )

    def sum_of_its_own(self) -> bool:
        """Whether it is what the claim's other figures of its kind come to: 一等奖32项、二等奖44项，加起来76项."""
        others = [q for q in self.claim.quantities if q is not self.quantity and q.kind == self.quantity.kind]
        terms = [q.low for q in others if q.unit.word == self.quantity.unit.word and q.low == q.high]
        return len(terms) > 1 and sum(terms) == self.quantity.low

    def several(self) -> Candidate | None:
        """What the sources have for 五大 of 五大专区: another number of the very things."""
        end = self.quantity.span[1]
        thing = self.claim.folded[end : end + 2]
        if self.quantity.unit.word != "大" or not _TELLING.fullmatch(self.claim.folded, end, end + 3):
            return None
        return next(
            (
                c
                for c in self.candidates
                if c.quantity.unit.word == "大" and c.side.folded.startswith(thing, c.quantity.span[1])
            ),
            None,
        )

    # Where else it may stand.

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
                if len(digits) == 1 and not self._kin(other) and self.quantity.plain != other.plain:
                    continue
                if (
                    len(digits) == 1
                    and not self._shifted(other)
                    and found.likeness < (LIKELY if self._kin(other) else MEANT)
                ):
                    continue
                if {self.quantity.unit.dimension, other.unit.dimension} == {
                    "count"
                } and other.low == self.quantity.low:
                    continue
                if best is None or found.likeness > best.likeness:
                    best = found
        return best

    def _shifted(self, other: Quantity) -> bool:
        """Whether it is so many years (days, hours) at ten times as much or little, the only such figure: 八十年 of 800年."""
        quantity = self.quantity
        if (
            quantity.unit.dimension not in ("months", "seconds")
            or min(quantity.plain or 0, other.plain or 0) < _TENS
        ):
            return False
        if self.times is None:
            self.times = Counter(q.unit.word for side in self.sources for q in side.quantities)
        return self.times[other.unit.word] == 1

    def _kin(self, other: Quantity) -> bool:
        return other.unit.dimension == self.quantity.unit.dimension and other.unit.dimension != "count"

    def written(self) -> Match | None:
        """The very words in a source, however they were read there; 首位 is 第一位."""
        pattern = re.compile(
            rf"(?<![\d.])(?<!\d:){re.escape(self.claim.folded[slice(*self.quantity.span)])}(?![\d.]|:\d)"
            + self.measure
        )
        if self.quantity.kind == "rank" and self.quantity.unit.word == "次":
            n = self.quantity.low
            numeral = f"(?:{n}|{_NUMERALS[int(n)]})" if 1 < n < len(_NUMERALS) else str(n)  # 六度赴约
            pattern = re.compile(rf"第?{numeral}(?:次|度|届)(?![一-龥]?[数量])")
        if self.quantity.kind == "rank" and self.quantity.low == 1:
            pattern = re.compile(rf"(?:首|第[一1]|头一){re.escape(self.quantity.unit.word)}")
        for side in self.sources:
            match = pattern.search(side.folded)
            if match is not None and (not self.quantity.unit.word or not self.longer(side, match.end())):
                return Match(
                    kind="quantity",
                    claim_span=self.quantity.span,
                    source_id=side.id,
                    source_span=match.span(),
                )
        return None

    @staticmethod
    def longer(side: Side, end: int) -> bool:
        """Whether a unit of the source goes on where the claim's ends: 千瓦 in 千瓦时."""
        return any(other.span[0] < end < other.span[1] for other in side.quantities)

    def sibling(self, word: str) -> Candidate | None:
        """A name of a source with the same letters and other digits: 720P for 1080P."""
        for side in self.sources:
            for index, other in enumerate(side.quantities):
                code = other.code.lower()
                if code and code != word and LETTERS.sub("#", code) == LETTERS.sub("#", word):
                    return Candidate(side, index, None, self.likeness(side, other))
        return None
