"""Quantities of a text: how much, of what unit, how exactly, and which way it moved.

A numeral is found by one expression (`patterns`); what stands before and after it (bounds, multipliers, unit,
direction) is then read in windows of fixed width, so that reading takes time in proportion to the text,
whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from agent.text import patterns
from agent.text.bounds import Bound, Direction, bound_after, bound_before
from agent.text.ellipsis import filled
from agent.text.normalise import fold
from agent.text.numbers import Numbers
from agent.text.numerals import (
    arabic,
    chinese,
    english,
    numeral_of,
    step_of,
    step_of_word,
)
from agent.text.quantity import Kind, Quantity, Unit, Value
from agent.text.units import UnitWord, unit_at

__all__ = ["Kind", "Quantity", "Unit", "Value", "read_quantities"]

_PERCENT: Final = UnitWord("%", "percent", Decimal(1))
_TWICE: Final = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}
_HALF_BOUNDS: Final[dict[str, Bound]] = {"过": "over", "超": "over", "近": "near_below", "约": "about"}
#: 翻倍还多, 翻番有余.
_DOUBLED: Final = re.compile("还多|有余|多(?=[,，。、；;]|$)")
_PARTS: Final = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_SMALL_UNITS: Final = ("pp", "seconds", "length", "mass", "volume")


def read_quantities(text: str) -> list[Quantity]:
    """The quantities of `text`, in order and not overlapping; dates are left out (see `dates`)."""
    return list(_read(text))


@lru_cache(maxsize=512)
def _read(text: str) -> tuple[Quantity, ...]:
    folded = fold(text).text
    return tuple(filled(folded, list(_Reader(folded).read())))


class _Reader(Numbers):
    """One pass over a folded text."""

    def read(self) -> Iterator[Quantity]:
        """The quantities, from left to right."""
        at = 0
        while (match := patterns.CORE.search(self.text, at)) is not None:
            start, end = match.span()
            covered = self.date_over(start)
            if covered > start:
                at = covered
                continue
            at = end
            quantity = _FORMS[str(match.lastgroup)](self, match)
            if quantity is not None:
                at = max(quantity.full[1], end)
                yield quantity

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
        return self.name(match.start(), word)

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
        return self.make(
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
        measure = self.unit(match.end())
        if measure is not None and measure[1].dimension in _SMALL_UNITS:
            return self.finish(match.start(), match.end(), measure[0], value, measure[1])
        exact = Value(top.low * 100 / base.low, top.high * 100 / base.low, top.digits, step * 100, han=True)
        return self.finish(match.start(), match.end(), match.end(), exact, _PERCENT)

    def change(self, match: re.Match[str]) -> Quantity | None:
        """翻番 (twice), 翻两番 (four times), 减半, 过半, 一半."""
        word, span = match.group(), match.span()
        if word[0] == "翻":
            said = match.group("times") or ("一" if word[-1] == "番" else "两")
            times = _TWICE.get(said) or int(said)
            amount = Decimal(2) ** times if word[-1] == "番" else Decimal(times)
            over: Bound | None = "over" if _DOUBLED.match(self.text, span[1]) else None
            near = bound_before(self.text, span[0])[1] or over
            return self.make(
                span,
                span,
                Value(amount, amount, 9),
                Unit("番", "doubling", word),
                near or "exact",
                "multiple",
                "up",
            )
        direction: Direction | None = "down" if word in ("减半", "折半", "腰斩") else None
        bound = (
            _HALF_BOUNDS.get(word[0])
            or bound_after(self.text, span[1])[1]
            or bound_before(self.text, span[0])[1]
        )
        value = Value(Decimal(50), Decimal(50), 1, Decimal(10), han=True)
        return self.make(
            span, span, value, Unit("%", "percent", word), bound or "exact", "percent", direction
        )

    def fraction(self, match: re.Match[str]) -> Quantity | None:
        """A third, two-thirds, three quarters: as percent."""
        top, bottom = re.split("[- ]", match.group().lower())
        count = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}[top]
        amount = Decimal(100) * count / _PARTS[bottom.rstrip("s")]
        value = Value(amount, amount, 1, Decimal(1), han=True)
        return self.finish(match.start(), match.end(), match.end(), value, _PERCENT)

    def english(self, match: re.Match[str]) -> Quantity | None:
        """Twenty-five, two hundred million."""
        amount = english(re.split("[ -]", re.sub("^(?:an? |one )(?=h|t|m|b)", "", match.group().lower())))
        if amount is None:
            return None
        return self.amount(match.start(), match.end(), Value(amount, amount, 1, han=True))

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
            return self.amount(match.start(), end, value)
        parts = sorted((numeral.low, Decimal(ratio.group(1))))
        amount = parts[1] / parts[0] if parts[0] else parts[1] * 10**6
        span = (match.start(), ratio.end())
        bound = bound_after(text, span[1])[1] or bound_before(text, span[0])[1] or "exact"
        return self.make(span, span, Value(amount, amount, 9), Unit(":", "ratio", ""), bound, "ratio")

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
        return self.amount(start, start + len(word), value)


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
