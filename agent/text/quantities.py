"""Quantities of a text: how much, of what unit, how exactly, and which way it moved.

A numeral is found by one expression (`patterns`); what stands before and after it (bounds, multipliers, unit,
direction) is then read in windows of fixed width, so that reading takes time in proportion to the text,
whatever the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from agent.models import Span
from agent.text import patterns
from agent.text.bounds import Bound, Direction, bound_after, bound_before, direction_around
from agent.text.dates import dated
from agent.text.measured import base_before, measured
from agent.text.normalise import fold
from agent.text.numerals import (
    ENGLISH_SCALE,
    arabic,
    chinese,
    english,
    numeral_of,
    scale,
    step_of,
    step_of_word,
)
from agent.text.quantity import Kind, Quantity, Unit, Value
from agent.text.units import SIGNS, UnitWord, unit_at

__all__ = ["Kind", "Quantity", "Unit", "Value", "read_quantities"]

_PERCENT: Final = UnitWord("%", "percent", Decimal(1))
_BARE: Final = UnitWord("", "none", Decimal(1))
_KINDS: Final[dict[str, Kind]] = {
    "percent": "percent",
    "pp": "percent_point",
    "multiple": "multiple",
    "none": "bare",
    "ratio": "ratio",
}
_SIGN_ENDS: Final = "".join({sign[-1] for sign in SIGNS})
_TWICE: Final = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}
_HALF_BOUNDS: Final[dict[str, Bound]] = {"过": "over", "超": "over", "近": "near_below", "约": "about"}
_PARTS: Final = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
#: Units that 半 may follow: 两年半.
_HALVED: Final = ("months", "seconds", "multiple")
_HALF: Final = Decimal("0.5")
_SMALL_UNITS: Final = ("seconds", "length", "mass", "volume")


def read_quantities(text: str) -> list[Quantity]:
    """The quantities of `text`, in order and not overlapping; dates are left out (see `dates`)."""
    return list(_read(text))


@lru_cache(maxsize=512)
def _read(text: str) -> tuple[Quantity, ...]:
    return tuple(_Reader(fold(text).text).read())


class _Second(NamedTuple):
    """The second number of a range: its value times `factor`, its unit if any, and where it ends."""

    value: Decimal
    factor: Decimal
    unit: UnitWord | None
    end: int


class _Reader:
    """One pass over a folded text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.dates = dated(text)
        self.starts = [start for start, _, _ in self.dates]

    def read(self) -> Iterator[Quantity]:
        """The quantities, from left to right."""
        at = 0
        while (match := patterns.CORE.search(self.text, at)) is not None:
            start, end = match.span()
            covered = self._date_over(start)
            if covered > start:
                at = covered
                continue
            at = end
            quantity = _FORMS[str(match.lastgroup)](self, match)
            if quantity is not None:
                at = max(quantity.full[1], end)
                yield quantity

    def _date_over(self, at: int) -> int:
        """The end of the date in which `at` lies, or -1."""
        index = bisect_right(self.starts, at) - 1
        if index >= 0 and self.dates[index][1] > at:
            return self.dates[index][1]
        return -1

    # The forms a quantity may begin with.

    def code(self, match: re.Match[str]) -> Quantity | None:
        """A token of letters and digits: a name, unless the letters are a sign or the rest a unit."""
        word = match.group()
        sign = re.match(r"(?:RMB|CNY|USD|EUR|HKD)(?=\d)", word)
        plain = patterns.ARABIC.match(word)
        number = None
        if sign:
            number = patterns.ARABIC.match(self.text, match.start() + sign.end())
        elif plain and unit_at(self.text, match.start() + plain.end()):
            number = patterns.ARABIC.match(self.text, match.start())
        if number:
            return self.number(number)
        return self._name(match.start(), word)

    def nothing(self, match: re.Match[str]) -> Quantity | None:
        """What looks like a number and is none."""
        return None

    def rank(self, match: re.Match[str]) -> Quantity | None:
        """第3, 第十六届."""
        word = match.group()[1:].strip()
        numeral = arabic(word) if word.isdecimal() else chinese(word)
        if numeral is None:
            return None
        unit = unit_at(self.text, match.end())
        end = unit[0] if unit and unit[1].dimension == "count" else match.end()
        span = (match.start(), end)
        value = Value(numeral.low, numeral.high, 9, han=not word.isdecimal())
        return self._make(
            span, span, value, Unit("rank", "rank", self.text[match.end() : end]), "exact", "rank"
        )

    def part(self, match: re.Match[str]) -> Quantity | None:
        """百分之五, 三分之一, 千分之二, 1/3: as percent; 百分之一秒: in the unit."""
        base_word, top_word = match.group("base"), match.group("top")
        if match.group("over"):
            top_word, _, base_word = match.group("over").partition("/")
        base, top = numeral_of(base_word), numeral_of(top_word)
        if base is None or top is None or not base.low or (match.group("over") and top.low >= base.low):
            return None
        step = step_of_word(top_word) / base.low if base.low in (100, 1000, 10000) else Decimal("0.01")
        value = Value(top.low, top.high, top.digits, han=True).times(1 / base.low)._replace(step=step)
        measure = self._unit(match.end())
        if measure is not None and measure[1].dimension in _SMALL_UNITS:
            return self._finish(match.start(), match.end(), measure[0], value, measure[1])
        exact = Value(top.low * 100 / base.low, top.high * 100 / base.low, top.digits, step * 100, han=True)
        return self._finish(match.start(), match.end(), match.end(), exact, _PERCENT)

    def change(self, match: re.Match[str]) -> Quantity | None:
        """翻番 (twice), 翻两番 (four times), 减半, 过半, 一半."""
        word, span = match.group(), match.span()
        if word[0] == "翻":
            said = match.group("times") or "一"
            times = _TWICE.get(said) or int(said)
            amount = Decimal(2) ** times if word[-1] == "番" else Decimal(times)
            return self._make(
                span, span, Value(amount, amount, 9), Unit("番", "doubling", word), "exact", "multiple", "up"
            )
        direction: Direction | None = "down" if word in ("减半", "折半", "腰斩") else None
        bound = (
            _HALF_BOUNDS.get(word[0])
            or bound_after(self.text, span[1])[1]
            or bound_before(self.text, span[0])[1]
        )
        value = Value(Decimal(50), Decimal(50), 1, Decimal(10), han=True)
        return self._make(
            span, span, value, Unit("%", "percent", word), bound or "exact", "percent", direction
        )

    def fraction(self, match: re.Match[str]) -> Quantity | None:
        """A third, two-thirds, three quarters: as percent."""
        top, bottom = re.split("[- ]", match.group().lower())
        count = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}[top]
        amount = Decimal(100) * count / _PARTS[bottom.rstrip("s")]
        value = Value(amount, amount, 1, Decimal(1), han=True)
        return self._finish(match.start(), match.end(), match.end(), value, _PERCENT)

    def english(self, match: re.Match[str]) -> Quantity | None:
        """Twenty-five, two hundred million."""
        amount = english(re.split("[ -]", re.sub("^(?:an? |one )(?=h|t|m|b)", "", match.group().lower())))
        if amount is None:
            return None
        return self._amount(match.start(), match.end(), Value(amount, amount, 1, han=True))

    def number(self, match: re.Match[str]) -> Quantity | None:
        """A number in digits, or a ratio or score of two."""
        numeral = arabic(match.group())
        if numeral is None:
            return None
        text, end = self.text, match.end()
        ratio = patterns.RATIO.match(text, end)
        if ratio and "比" in ratio.group() and unit_at(text, ratio.end()):
            ratio = None  # 3比5家
        score = patterns.SCORE.match(text, end)
        if score and not unit_at(text, score.end()) and numeral.low > int(score.group(1)):
            ratio = score
        if ratio is None:
            value = Value(
                numeral.low, numeral.high, numeral.digits, step_of_word(match.group()), plain=numeral.low
            )
            return self._amount(match.start(), end, value)
        parts = sorted((numeral.low, Decimal(ratio.group(1))))
        amount = parts[1] / parts[0] if parts[0] else parts[1] * 10**6
        span = (match.start(), ratio.end())
        bound = bound_after(text, span[1])[1] or bound_before(text, span[0])[1] or "exact"
        return self._make(span, span, Value(amount, amount, 9), Unit(":", "ratio", ""), bound, "ratio")

    def han(self, match: re.Match[str]) -> Quantity | None:
        """A numeral in characters counts only with a unit after it, and not as a part of a word."""
        text, start = self.text, match.start()
        words = patterns.WORDS.match(text, start)
        if words and words.end() >= match.end():
            return None
        word = match.group().rstrip("点")
        alone = word in ("万", "亿") and (bound_before(text, start)[1] or text[start - 1 : start] == "上")
        if not word or (word in ("万", "亿", "零") and not alone):
            return None
        if word in ("千", "百") and (unit_at(text, start) or (0,))[0] > start + 1:
            return None  # 千瓦时
        if word == "半":
            value = Value(Decimal("0.5"), Decimal("0.5"), 1, Decimal("0.5"), han=True)
        else:
            numeral = chinese(word)
            if numeral is None:
                return None
            value = Value(*numeral, step_of(numeral.low), han=True, plain=numeral.low)
        return self._amount(start, start + len(word), value)

    # What follows a number.

    def _amount(self, start: int, end: int, value: Value) -> Quantity | None:
        """多, 万亿, a second number of a range, the unit."""
        text = self.text
        more, end, factor = self._multiplied(end)
        if text[end : end + 2] in ("W+", "w+"):  # 177W+: 万, as people type it
            more, end, factor = True, end + 2, Decimal(10**4)
        value = value.times(factor)._replace(more=more)
        while factor >= 10**4 and (part := patterns.COMPOUND.match(text, end)):
            added, step = Decimal(part.group(1)) * scale(part.group(2)), Decimal(scale(part.group(2)))
            if added >= factor:
                break
            value = Value(value.low + added, value.high + added, value.digits + 4, step, value.han, more)
            end = part.end()
        if (half := patterns.AND_A_HALF.match(text, end)) is not None:
            value, end = value._replace(low=value.low + _HALF, high=value.high + _HALF), half.end()
        unit = self._unit(end) or self._shared(end)
        if unit is None and not value.han and text[end : end + 1].isascii() and text[end : end + 1].isalpha():
            token = patterns.TOKEN.match(text, start)
            if not patterns.LATIN_UNIT.match(text, end):
                return self._name(start, token.group()) if token else None
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
        return self._finish(start, end, unit[0], value, unit[1])

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
        if falling and second.unit is not None and second.unit.dimension == "percent":  # 93%到89%
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
        unit = self._unit(rest.end()) if rest else None
        return (end, unit[1]) if unit else None

    def _second(self, end: int, measured: bool) -> _Second | None:
        """The second number of a range that the text goes on with at `end`."""
        join = patterns.RANGE.match(self.text, end)
        match = patterns.NEXT.match(self.text, join.end()) if join else None
        if match is None or self._date_over(match.start()) > 0:
            return None
        numeral = numeral_of(match.group())
        if numeral is None:
            return None
        _, stop, factor = self._multiplied(match.end())
        unit = self._unit(stop)
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

    def _unit(self, end: int) -> tuple[int, UnitWord] | None:
        found = unit_at(self.text, end)
        if found is None and self.text[end : end + 1] == " ":
            found = unit_at(self.text, end + 1)
        return found

    # Putting it together.

    def _finish(self, start: int, number_end: int, end: int, value: Value, unit: UnitWord) -> Quantity:
        """Bounds, money signs, minus and `per` around a number with its unit."""
        text = self.text
        word = text[number_end:end].strip()
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
        if unit.dimension in _HALVED and (half := patterns.HALF.match(text, end)):
            value, end = value._replace(low=value.low + _HALF, high=value.high + _HALF), half.end()
        value = value.times(unit.factor)
        if bound is None and (far := patterns.FAR_BOUND.search(text[max(0, start - 20) : start])):
            bound = "at_most" if far.group("most") else "at_least"
        after, late = bound_after(text, end)
        chosen: Bound = late or bound or ("over" if value.more else "exact")
        if bound == "near_below" and unit.dimension in ("months", "seconds"):
            chosen, before = "exact", start  # 近三年: the last three years
        if text[start - 1 : start] == "-" and not (
            text[max(0, start - 2) : start - 1].isascii() and text[max(0, start - 2) : start - 1].isalnum()
        ):
            value, start = value._replace(low=-value.high, high=-value.low), start - 1
        per = patterns.PER.match(text, end)
        unit_id = f"{unit.id}/{per.group(1)}" if per and unit.dimension != "percent" else unit.id
        full = (min(before, start), max(end, after))
        kind = _KINDS.get(unit.dimension, "amount")
        signed: Direction | None = "up" if kind == "percent" and text[start - 1 : start] == "+" else None
        return self._make(
            (start, end), full, value, Unit(unit_id, unit.dimension, word), chosen, kind, signed
        )

    def _name(self, start: int, word: str) -> Quantity:
        """A name with digits."""
        word = word.rstrip(".-+")
        span = (start, start + len(word))
        zero = Value(Decimal(0), Decimal(0), 0)
        return self._make(span, span, zero, Unit("", "code", ""), "exact", "code", code=word)

    def _make(
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


_FORMS: Final = {
    "endless": _Reader.nothing,
    "code": _Reader.code,
    "rank": _Reader.rank,
    "part": _Reader.part,
    "top": _Reader.part,
    "over": _Reader.part,
    "change": _Reader.change,
    "arabic": _Reader.number,
    "han": _Reader.han,
    "fraction": _Reader.fraction,
    "english": _Reader.english,
}
