"""Numbers of a text with what belongs to them: multipliers, ranges, units before; bounds, signs and directions around.

All is read in windows of fixed width, so that reading takes time in proportion to the text, whatever the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from typing import Final, NamedTuple

from agent.models import Span
from agent.text import patterns
from agent.text.bounds import Bound, Direction, bound_after, bound_before, direction_around, shunned
from agent.text.dates import dated
from agent.text.measured import base_before, measured
from agent.text.numerals import ENGLISH_SCALE, numeral_of, scale
from agent.text.quantity import Kind, Quantity, Unit, Value
from agent.text.units import SIGNS, UNITS, UnitWord, unit_at

_BARE: Final = UnitWord("", "none", Decimal(1))
_KINDS: Final[dict[str, Kind]] = {
    "percent": "percent",
    "pp": "percent_point",
    "multiple": "multiple",
    "none": "bare",
    "ratio": "ratio",
}
_SIGN_ENDS: Final = "".join({sign[-1] for sign in SIGNS})
#: Units that 半 may follow: 两年半, 两次半.
_HALVED: Final = ("months", "seconds", "multiple")
_HALVED_WORDS: Final = ("次", "圈")
_HALF: Final = Decimal("0.5")
#: 负 as a sign, and not the end of 背负, 担负, 胜负.
_BELOW: Final = re.compile("(?:^|[为至到是达降跌、,，(])负$")
#: What says how much it came to; looked for so many letters before.
_REACHES: Final = re.compile("[至到为][^,，。；;]{0,8}的$")
_BEFORE: Final = 12
#: So many 度 are of electricity.
_MANY_DEGREES: Final = 1000


class _Second(NamedTuple):
    """The second number of a range: its value times `factor`, its unit if any, and where it ends."""

    value: Decimal
    factor: Decimal
    unit: UnitWord | None
    end: int


class Numbers:
    """A folded text in which a number was found, and how to read on from there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.dates = dated(text)
        self.starts = [start for start, _, _ in self.dates]

    def date_over(self, at: int) -> int:
        """The end of the date in which `at` lies, or -1."""
        index = bisect_right(self.starts, at) - 1
        if index >= 0 and self.dates[index][1] > at:
            return self.dates[index][1]
        return -1

    # What follows a number.

    def amount(self, start: int, end: int, value: Value) -> Quantity | None:
        """多, 万亿, a second number of a range, the unit."""
        text = self.text
        more, end, factor = self._multiplied(end)
        if text[end : end + 2] in ("W+", "w+"):  # 177W+: 万, as people type it
            more, end, factor = True, end + 2, Decimal(10**4)
        value = value.times(factor)._replace(more=more)
        value, end = self._compound(value, end, factor)
        if (half := patterns.AND_A_HALF.match(text, end)) is not None:
            value, end = value._replace(low=value.low + _HALF, high=value.high + _HALF), half.end()
        if (some := patterns.SOME_MORE.match(text, end)) is not None:
            value, end = value._replace(more=True), some.end()
        unit = self.unit(end) or self._shared(end)
        if unit is not None and text[end : unit[0]] == "个" and patterns.POINTS_TOO.match(text, unit[0]):
            unit = (unit[0], UNITS["百分点"])  # 2.4个和8.4个百分点
        if unit is not None and text[end : unit[0]] == "级" and text[end - 1 : end] in "万亿":
            unit = (unit[0], _BARE)  # 200亿级以上
        if unit is None and not value.han and text[end : end + 1].isascii() and text[end : end + 1].isalpha():
            token = patterns.TOKEN.match(text, start)
            if not patterns.LATIN_UNIT.match(text, end):
                return self.name(start, token.group()) if token else None
        number_end = end
        if value.low == value.high and not (
            start and text[start - 1] in "从由自"
        ):  # 从10万到15万 is no range
            value, unit, number_end = self._ranged(end, value, factor, unit)
        if unit is None:
            vague = (
                value.more or value.low >= 10000 or (text[end - 1 : end] in "百千万亿" and value.low >= 200)
            )
            if value.han and not vague:
                return None
            unit = (number_end, _BARE)
        return self.finish(start, end, unit[0], value, unit[1])

    def _compound(self, value: Value, end: int, factor: Decimal) -> tuple[Value, int]:
        """The value and end of a number with smaller parts after its multiplier: 3亿5000万, 30万4000元."""
        while factor >= 10**4 and (part := patterns.COMPOUND.match(self.text, end)):
            added, step = Decimal(part.group(1)) * scale(part.group(2)), Decimal(scale(part.group(2)))
            if added >= factor:
                break
            value = Value(
                value.low + added, value.high + added, value.digits + 4, step, value.han, value.more
            )
            end = part.end()
        if factor == 10**4 and not value.more and (rest := patterns.AND_THOUSANDS.match(self.text, end)):
            added = Decimal(rest.group())
            value = Value(value.low + added, value.high + added, value.digits + 4, Decimal(1), value.han)
            end = rest.end()
        return value, end

    def _ranged(
        self, end: int, value: Value, factor: Decimal, unit: tuple[int, UnitWord] | None
    ) -> tuple[Value, tuple[int, UnitWord] | None, int]:
        """The value, unit and end of the number with the second number of a range, where there is one."""
        second = self._second(end if unit is None else unit[0], unit is not None)
        if second is None:
            return value, unit, end
        shared = second.factor if factor == 1 and unit is None else Decimal(1)
        word = unit[1] if unit else second.unit or _BARE
        falling = second.value < value.low * shared and unit is not None and second.unit is not None
        if falling and second.unit is not None and second.unit.id == word.id == "%":  # 93%到89%
            return value._replace(low=second.value, high=value.low), (second.end, word), second.end
        if second.value < value.low * shared or (second.unit is not None and word.id != second.unit.id):
            return value, unit, end
        high = second.value
        if second.unit is not None and second.unit.factor != word.factor:
            high = high * second.unit.factor / word.factor
        value = value._replace(low=value.low * shared, high=high, step=value.step * shared)
        return value, (None if word is _BARE else (second.end, word)), second.end

    def _shared(self, end: int) -> tuple[int, UnitWord] | None:
        """The unit at the end of a list of numbers: 4295/1850/1652mm. The number's own end is kept."""
        rest = patterns.LIST.match(self.text, end)
        unit = self.unit(rest.end()) if rest else None
        return (end, unit[1]) if unit else None

    def _second(self, end: int, measured: bool) -> _Second | None:
        """The second number of a range that the text goes on with at `end`."""
        join = patterns.RANGE.match(self.text, end)
        match = patterns.NEXT.match(self.text, join.end()) if join else None
        if match is None or self.date_over(match.start()) > 0:
            return None
        numeral = numeral_of(match.group())
        if numeral is None:
            return None
        _, stop, factor = self._multiplied(match.end())
        unit = self.unit(stop)
        if measured and unit is None:
            return None  # 涨0.04%至377.25
        return _Second(numeral.high * factor, factor, unit[1] if unit else None, unit[0] if unit else stop)

    def _multiplied(self, end: int) -> tuple[bool, int, Decimal]:
        """多 or 余 after a number and its multiplier: (whether more, where it ends, factor)."""
        text = self.text
        more = patterns.MORE.match(text, end)
        at = more.end() if more else end
        match = patterns.MULTIPLIER.match(text, at)
        word = match.group("han") if match else None
        if match and word:
            found = unit_at(text, match.end() - 1) if word[-1] in "千百" else None
            if found and found[0] > match.end() and found[1].dimension != "count":
                word = word[:-1]  # 5千克
            if word:
                stop = match.start("han") + len(word)
                again = patterns.MORE.match(text, stop)
                return bool(more or again), (again.end() if again else stop), Decimal(scale(word))
        word = match.group("english") if match else None
        if match and word and word.lower() in ENGLISH_SCALE:
            metric = len(word) == 1 and unit_at(text, match.start("english")) and not self._signed(end)
            if not metric:
                return bool(more), match.end(), Decimal(ENGLISH_SCALE[word.lower()])
        return (True, at, Decimal(1)) if more else (False, end, Decimal(1))

    def _signed(self, end: int) -> bool:
        return any(sign in self.text[max(0, end - 12) : end] for sign in "$€£¥")

    def unit(self, end: int) -> tuple[int, UnitWord] | None:
        found = unit_at(self.text, end)
        if found is None and (self.text[end : end + 1] == " " or self._hyphened(end)):
            found = unit_at(self.text, end + 1)
        return found

    def _hyphened(self, end: int) -> bool:
        """Whether an English word is tied to the number: `a 350-megawatt plant`."""
        return (
            self.text[end : end + 1] == "-"
            and self.text[end + 1 : end + 5].isascii()
            and self.text[end + 1 : end + 5].isalpha()
        )

    # Putting it together.

    def finish(self, start: int, number_end: int, end: int, value: Value, unit: UnitWord) -> Quantity:
        """Bounds, money signs, minus and `per` around a number with its unit."""
        text = self.text
        word = text[number_end:end].strip(" -")
        if word == "度" and value.low >= _MANY_DEGREES:
            unit = UNITS["千瓦时"]
        before, bound = bound_before(text, start)
        if (
            value.han
            and text[start - 1 : start] == "上"
            and text[start : start + 1] in ("百", "千", "万", "亿")
        ):
            before, bound = start - 1, "about"
        sign = None
        if start and text[start - 1] in _SIGN_ENDS:
            sign = next((s for s in SIGNS if text.startswith(s, start - len(s))), None)
        if sign is not None and unit.dimension in ("none", "multiple", "count"):
            unit, start = UnitWord(SIGNS[sign], "money", Decimal(1)), start - len(sign)
            before, bound = bound_before(text, start)
        halved = unit.dimension in _HALVED or text[number_end:end] in _HALVED_WORDS
        if halved and (half := patterns.HALF.match(text, end)):
            value, end = value._replace(low=value.low + _HALF, high=value.high + _HALF), half.end()
        if text[number_end:end] == "年" and (months := patterns.AND_MONTHS.match(text, end)):
            more = numeral_of(months["months"])
            if more is not None and more.low < 12:
                value = value._replace(low=value.low + more.low / 12, high=value.high + more.high / 12)
                end = months.end()
        value = value.times(unit.factor)
        if bound is None and (far := patterns.FAR_BOUND.search(text[max(0, start - 20) : start])):
            bound = "at_most" if far.group("most") else "at_least"
        after, late = bound_after(text, end)
        late = shunned(text, start, late)
        chosen: Bound = late or bound or ("over" if value.more else "exact")
        if bound == "near_below" and unit.dimension in ("months", "seconds"):
            chosen, before = "exact", start  # 近三年: the last three years
        minus = text[start - 1 : start] == "-" or _BELOW.search(text, max(0, start - 2), start) is not None
        if minus and not (
            text[max(0, start - 2) : start - 1].isascii() and text[max(0, start - 2) : start - 1].isalnum()
        ):
            value, start = value._replace(low=-value.high, high=-value.low), start - 1
        per = patterns.PER.match(text, end)
        unit_id = f"{unit.id}/{per.group(1)}" if per and unit.dimension != "percent" else unit.id
        full = (min(before, start), max(end, after))
        kind = _KINDS.get(unit.dimension, "amount")
        signed: Direction | None = "up" if kind == "percent" and text[start - 1 : start] == "+" else None
        return self.make((start, end), full, value, Unit(unit_id, unit.dimension, word), chosen, kind, signed)

    def name(self, start: int, word: str) -> Quantity:
        """A name with digits."""
        word = word.rstrip(".-+")
        span = (start, start + len(word))
        zero = Value(Decimal(0), Decimal(0), 0)
        return self.make(span, span, zero, Unit("", "code", ""), "exact", "code", code=word)

    def make(
        self,
        span: Span,
        full: Span,
        value: Value,
        unit: Unit,
        bound: Bound,
        kind: Kind,
        direction: Direction | None = None,
        code: str = "",
    ) -> Quantity:
        if direction is None and kind not in ("code", "rank"):
            direction = direction_around(self.text, full)
        if kind == "multiple" and _REACHES.search(self.text, max(0, full[0] - _BEFORE), full[0]):
            direction = None  # 增至上年的两倍: not by twice as much
        low, high = value.low, value.high
        if low < 0 and kind in ("percent", "percent_point"):
            low, high, direction = -high, -low, "down"
        if low < 0 and kind == "amount" and unit.dimension == "money":
            direction = "down"  # a loss
        return Quantity(
            span=span,
            full=full,
            low=low,
            high=high,
            unit=unit,
            bound=bound,
            kind=kind,
            direction=direction,
            period=base_before(self.text, full[0]),
            measure_span=measured(self.text, full, unit.dimension),
            digits=value.digits,
            step=value.step,
            han=value.han,
            code=code,
            plain=value.plain,
        )
