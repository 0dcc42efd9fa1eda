"""Quantities of a text: how much, of what unit, how exactly, and which way it moved.

A numeral is found by one expression; what stands before and after it (bounds, multipliers, unit, direction) is then
read in windows of fixed width, so that reading takes time in proportion to the text, whatever the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from agent.models import Span
from agent.text.bounds import Bound, Direction, bound_after, bound_before, direction_around
from agent.text.dates import dated
from agent.text.normalise import fold
from agent.text.numerals import ENGLISH_SCALE, ENGLISH_WORD, HAN, arabic, chinese, english, scale
from agent.text.units import SIGNS, UnitWord, unit_at

Kind = Literal["amount", "percent", "percent_point", "multiple", "rank", "ratio", "code", "bare"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit after normalisation. `id` is the base unit values are counted in (`m`, `CNY`, `person`), `dimension`
    what it measures (`length`, `money`, `count`, `percent`, `none` for a bare number), `word` as written."""

    id: str
    dimension: str
    word: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as read. Values are exact and in `unit.id` (万, 亿, 公里 … are multiplied out).

    `span` covers number and unit (`近20亿元` → `20亿元`), `full` also the bound words around it. `low` < `high` for
    a range. `digits` counts significant digits as written (3.5万 → 2), `step` is the value of the last of them
    (3.5万 → 1000): a rounding may differ by half of it. `period` is the base of a
    comparison (`year` for 同比, `previous` for 环比, a named year) or "". `measure_span` holds the words
    that say what is measured. `code` is the token of a name that holds digits (`C919`), else "".
    """

    span: Span
    full: Span
    low: Decimal
    high: Decimal
    unit: Unit
    bound: Bound
    kind: Kind
    direction: Direction | None
    period: str
    measure_span: Span
    digits: int
    step: Decimal
    han: bool = False
    code: str = ""


_NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d++)(?:\.\d++(?!\.\d))?"
_CORE: Final = re.compile(
    rf"(?P<code>(?<![A-Za-z0-9])(?:[A-Za-z]{{1,12}}-?\d[\dA-Za-z.+-]{{0,20}}|\d{{1,6}}[A-Za-z]{{1,12}}\d[\dA-Za-z]{{0,20}}))"
    rf"|(?P<rank>第 ?(?:\d{{1,6}}|[{HAN}]{{1,8}}))"
    rf"|(?P<part>(?P<base>[百千万]|[{HAN}]{{1,4}}|\d{{1,4}})分之 ?(?P<top>{_NUMBER}|[{HAN}点]{{1,12}}|[几数]十?))"
    rf"|(?P<over>(?<![\d/.])\d{{1,2}}/\d{{1,4}}(?![\d/]))"
    rf"|(?P<change>翻 ?(?P<times>[一两二三四]|\d)? ?[番倍]|减半|折半|腰斩|[过近超约]?半数|过半|一半|half\b)"
    rf"|(?P<arabic>{_NUMBER})"
    rf"|(?P<han>(?:[{HAN}几]|数(?=[十百千万亿家名次人个种项天年]))[{HAN}点几]{{0,22}}|半(?=年|个|小时|数|天))"
    rf"|\b(?P<fraction>(?:a|one|two|three|four)[- ](?:third|quarter|fifth|tenth)s?)\b"
    rf"|\b(?P<english>(?:an? |one )?(?:{'|'.join(ENGLISH_WORD)}|hundred|thousand|million|billion|trillion)"
    rf"(?:[ -](?:{'|'.join(ENGLISH_WORD)}|hundred|thousand|million|billion|trillion)){{0,4}})\b",
    re.IGNORECASE,
)
_MULTIPLIER: Final = re.compile(r" ?(?:(?P<han>[十百千万亿]{1,4})|(?P<english>[A-Za-z]{1,8})\b)")
_COMPOUND: Final = re.compile(r"(\d{1,4}(?:\.\d+)?)([万千百])")
_MORE: Final = re.compile(r" ?(多|余|来|几)")
_RANGE: Final = re.compile(rf" ?(?:[-—~～至到]|——|to\b|and\b)+ ?(?={_NUMBER}|[{HAN}])")
_NEXT: Final = re.compile(rf"{_NUMBER}|[{HAN}]{{1,10}}")
_RATIO: Final = re.compile(r" ?[:∶比] ?(\d{1,9}(?:\.\d{1,9})?)(?![\d:.%])")
#: 6-4, 2-0: the higher number first, so no range.
_SCORE: Final = re.compile(r"[-—](\d{1,3})(?![\d.%年月日-])")
_ARABIC: Final = re.compile(_NUMBER)
_TOKEN: Final = re.compile(r"\d[\dA-Za-z.+-]{0,20}")
_FROM: Final = "从由自"
_PER: Final = re.compile(r"/([一-龥A-Za-z]{1,4})")
#: Ends of words that begin with a numeral and are no quantities.
_WORDS: Final = re.compile(
    r"一带一路|一体|一线|一些|一定|一直|一起|一样|一般|一旦|一致|一同|一切|一面|一方面|一代|一种|一个|一位|一名|一家|一项|一条|一款"
    r"|一次|一批|一场|一部分|一把手|一级|一座|一件|一番|一手|一道|一路|一大|一度|一连|一等|一环|一份|一号|一队|一支|一本|一张"
    r"|一边|一套|一台|一期|一生|一步|一流|一把|一声|一片|一段|一层|一类|一轮|一组|一所|一群|一门|一只|一枚|一系列|一人|一日"
    r"|万一|千万(?=别|不|要)|十分(?!之|钟)|百度|百姓|百货|百科|千家万户|万家|亿万|万物|万里|万能|千古|百强|百分点"
    r"|五台山|三门峡|九台区|六盘水|三亚|三星|三峡|三农|三明|四川|四面|四方|五金|五粮|六安|七夕|八一|九州|九江|九寨|十堰|两会|两岸|两者|两地"
    r"|三角|四处|五行|千岛|万达|万科|万方|万华|二手|二维|二次|三维|三方|四级|八方|二线|三线|四线|两侧|两端|两边|两旁|双百"
)
#: What a change is measured against: the same time of the year before, the time just before, or a named year.
_PERIOD: Final = re.compile(
    r"(?P<year>同比|[较比](?:上年|去年|上一年)(?:同期|同月|同季)?|按年|年增|year[- ]on[- ]year|year[- ]over[- ]year"
    r"|from a year)"
    r"|(?P<previous>环比|[较比](?:上|前一?)个?(?:月|季度?|周|期)|按月|按季|month[- ]on[- ]month"
    r"|quarter[- ]on[- ]quarter)"
    r"|[较比](?P<named>(?:19|20)\d\d|[一二两三四五六七八九十]{1,2}年前)"
)
_SENTENCE_END: Final = re.compile(r"[。！？!?；;\n]")


@lru_cache(maxsize=512)
def read_quantities(text: str) -> list[Quantity]:
    """The quantities of `text`, in order and not overlapping; dates are left out (see `dates`)."""
    return list(_Reader(fold(text).text).read())


class _Reader:
    """One pass over a folded text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [start for start, _, _ in dated(text)]
        self.dates = dated(text)

    def read(self) -> Iterator[Quantity]:
        done = 0
        at = 0
        text = self.text
        while True:
            match = _CORE.search(text, at)
            if match is None:
                return
            start, end = match.span()
            covered = self._date_over(start)
            if covered > start:
                at = covered
                continue
            at = end
            quantity = self._one(match, max(done, start - 12))
            if quantity is not None:
                done = at = max(quantity.full[1], end)
                yield quantity

    def _date_over(self, at: int) -> int:
        """The end of the date in which `at` lies, or -1."""
        index = bisect_right(self.starts, at) - 1
        if index >= 0 and self.dates[index][1] > at:
            return self.dates[index][1]
        return -1

    def _one(self, match: re.Match[str], floor: int) -> Quantity | None:
        groups = match.groupdict()
        if groups["code"]:
            return self._code(match, floor)
        if groups["rank"]:
            return self._rank(match)
        if groups["part"] or groups["over"]:
            return self._part(match, floor)
        if groups["change"]:
            return self._change(match, floor)
        if groups["fraction"]:
            return self._fraction(match, floor)
        if groups["english"]:
            value = english(re.split("[ -]", re.sub("^(?:an? |one )(?=h|t|m|b)", "", match.group().lower())))
            if value is None:
                return None
            return self._amount(match.start(), match.end(), value, value, 1, Decimal(1), floor, han=True)
        if groups["arabic"]:
            return self._number(match, floor)
        return self._han(match, floor)

    def _code(self, match: re.Match[str], floor: int) -> Quantity | None:
        """A token of letters and digits: a name, unless the letters are a sign or the rest a unit."""
        word = match.group()
        sign = re.match(r"(?:RMB|CNY|USD|EUR|HKD)(?=\d)", word)
        if sign:
            number = _ARABIC.match(self.text, match.start() + sign.end())
            if number:
                return self._number(number, floor)
        plain = re.match(rf"{_NUMBER}", word)
        if plain and unit_at(self.text, match.start() + plain.end()):
            number = _ARABIC.match(self.text, match.start())
            if number:
                return self._number(number, floor)
        word = word.rstrip(".-+")
        span = (match.start(), match.start() + len(word))
        return self._make(
            span, span, Decimal(0), Decimal(0), Unit("", "code", ""), "exact", "code", 0, code=word
        )

    def _rank(self, match: re.Match[str]) -> Quantity | None:
        word = match.group()[1:].strip()
        numeral = arabic(word) if word.isdecimal() else chinese(word)
        if numeral is None:
            return None
        unit = unit_at(self.text, match.end())
        end = unit[0] if unit and unit[1].dimension == "count" else match.end()
        span = (match.start(), end)
        return self._make(
            span,
            span,
            numeral.low,
            numeral.high,
            Unit("rank", "rank", self.text[match.end() : end]),
            "exact",
            "rank",
            9,
        )

    def _part(self, match: re.Match[str], floor: int) -> Quantity | None:
        """百分之五, 三分之一, 千分之二: as percent."""
        base_word, top_word = match.group("base"), match.group("top")
        if match.group("over"):
            top_word, _, base_word = match.group("over").partition("/")
        base = arabic(base_word) if base_word[0].isdigit() else chinese(base_word)
        top = arabic(top_word) if top_word[0].isdigit() else chinese(top_word)
        if base is None or top is None or not base.low or (match.group("over") and top.low >= base.low):
            return None
        ratio = Decimal(100) / base.low
        step = ratio * _step(top_word)
        low, high = top.low * ratio, top.high * ratio
        measure = self._unit(match.end())
        if measure is not None and measure[1].dimension in ("seconds", "length", "mass", "volume"):
            return self._finish(
                match.start(),
                match.end(),
                measure[0],
                low / 100,
                high / 100,
                measure[1],
                top.digits,
                step / 100,
                floor,
                True,
            )
        if base.low in (3, 6, 7, 9):
            step = Decimal(1)
        return self._finish(
            match.start(), match.end(), match.end(), low, high, _PERCENT, top.digits, step, floor, True
        )

    def _change(self, match: re.Match[str], floor: int) -> Quantity | None:
        """翻番 (+100%), 翻两番 (×4, +300%), 减半, 过半, 一半."""
        word = match.group()
        span = match.span()
        if word[0] == "翻":
            times = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}.get(match.group("times") or "一") or int(
                match.group("times")
            )
            value = Decimal(2) ** times if word[-1] == "番" else Decimal(times)
            return self._make(
                span, span, value, value, Unit("番", "doubling", word), "exact", "multiple", 9, "up"
            )
        direction: Direction | None = "down" if word in ("减半", "折半", "腰斩") else None
        bound: Bound = {"过": "over", "超": "over", "近": "near_below", "约": "about"}.get(word[0], "exact")  # type: ignore[assignment]
        if bound == "exact":
            bound = bound_after(self.text, span[1])[1] or bound_before(self.text, span[0])[1] or "exact"
        return self._make(
            span,
            span,
            Decimal(50),
            Decimal(50),
            Unit("%", "percent", word),
            bound,
            "percent",
            1,
            direction,
            step=Decimal(10),
            han=True,
        )

    def _fraction(self, match: re.Match[str], floor: int) -> Quantity | None:
        top, bottom = re.split("[- ]", match.group().lower())
        count = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}[top]
        whole = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}[bottom.rstrip("s")]
        value = Decimal(100) * count / whole
        return self._finish(
            match.start(), match.end(), match.end(), value, value, _PERCENT, 1, Decimal(1), floor, True
        )

    def _number(self, match: re.Match[str], floor: int) -> Quantity | None:
        numeral = arabic(match.group())
        if numeral is None:
            return None
        text, end = self.text, match.end()
        ratio = _RATIO.match(text, end)
        score = _SCORE.match(text, end)
        if score and not unit_at(text, score.end()) and numeral.low > int(score.group(1)):
            ratio = score
        if ratio and ratio.re is _RATIO and "比" in ratio.group() and unit_at(text, ratio.end()):
            ratio = None  # 2023年比2022年, 3比5家
        if ratio:
            parts = sorted((numeral.low, Decimal(ratio.group(1))))
            value = parts[1] / parts[0] if parts[0] else parts[1] * 10**6
            span = (match.start(), ratio.end())
            bound = bound_after(text, span[1])[1] or bound_before(text, span[0])[1] or "exact"
            return self._make(span, span, value, value, Unit(":", "ratio", ""), bound, "ratio", 9)
        return self._amount(
            match.start(),
            end,
            numeral.low,
            numeral.high,
            numeral.digits,
            _step(match.group()),
            floor,
            han=False,
        )

    def _han(self, match: re.Match[str], floor: int) -> Quantity | None:
        """A numeral in characters counts only with a unit after it, and not as a part of a word."""
        text, start, end = self.text, match.start(), match.end()
        words = _WORDS.match(text, start)
        if words and words.end() >= end:
            return None
        word = match.group().rstrip("点")
        if (
            not word
            or word in ("万", "亿", "千", "百", "几", "数", "两", "零", "点")
            and word not in "百千两几数"
        ):
            return None
        if len(word) == 1 and word in "千百" and (unit_at(text, start) or (start, None))[0] > start + 1:
            return None  # 千瓦时
        if word == "半":
            low = high = Decimal("0.5")
            digits, step = 1, Decimal("0.5")
        else:
            numeral = chinese(word)
            if numeral is None:
                return None
            low, high, digits = numeral
            step = _step_of(low)
        end = start + len(word)
        return self._amount(start, end, low, high, digits, step, floor, han=True)

    def _amount(
        self,
        start: int,
        end: int,
        low: Decimal,
        high: Decimal,
        digits: int,
        step: Decimal,
        floor: int,
        han: bool,
    ) -> Quantity | None:
        """What follows a number: 多, 万亿, a second number of a range, the unit."""
        text = self.text
        more, end, factor = self._multiplied(end)
        if text[end : end + 2] in ("W+", "w+"):  # 177W+: 万, as people type it
            more, end, factor = True, end + 2, Decimal(10**4)
        low, high, step = low * factor, high * factor, step * factor
        while factor >= 10**4 and (part := _COMPOUND.match(text, end)):
            value = Decimal(part.group(1)) * scale(part.group(2))
            if value >= factor:
                break
            low, high, end, digits = low + value, high + value, part.end(), digits + 4
            step = Decimal(scale(part.group(2)))
        unit = self._unit(end)
        if unit is None and text[end : end + 1].isascii() and text[end : end + 1].isalpha() and not han:
            return self._token(start)
        number_end, stop = end, end if unit is None else unit[0]
        other = (
            self._second(stop, unit is not None) if low == high and not self._change_before(start) else None
        )
        if other is not None:
            second, second_factor, second_unit, second_end = other
            shared = second_factor if factor == 1 and unit is None else Decimal(1)
            word = unit[1] if unit else second_unit or _BARE
            if second >= low * shared and (second_unit is None or word.id == second_unit.id):
                low, high, step, digits = low * shared, second, step * shared, max(digits, 1)
                number_end, unit = second_end, None if word is _BARE else (second_end, word)
                if second_unit is not None and second_unit.factor != word.factor:
                    high = high * second_unit.factor / word.factor
        if unit is None:
            vague = more or low >= 10000 or (text[end - 1 : end] in "百千万亿" and low >= 200)
            if han and not vague:
                return None
            unit = (number_end, _BARE)
        return self._finish(start, end, unit[0], low, high, unit[1], digits, step, floor, han, more)

    def _change_before(self, start: int) -> bool:
        """从10万到15万: a change, not a range."""
        return self.text[start - 1 : start] in _FROM and start > 0

    def _token(self, start: int) -> Quantity | None:
        """Digits that run into letters which are no unit: 5G, 3D."""
        match = _TOKEN.match(self.text, start)
        if match is None:
            return None
        word, span = match.group().rstrip(".-+"), match.span()
        return self._make(
            span, span, Decimal(0), Decimal(0), Unit("", "code", ""), "exact", "code", 0, code=word
        )

    def _multiplied(self, end: int) -> tuple[bool, int, Decimal]:
        """多 or 余 after a number and its multiplier: (whether more, where it ends, factor)."""
        text = self.text
        more = _MORE.match(text, end)
        at = more.end() if more else end
        match = _MULTIPLIER.match(text, at)
        if match and match.group("han"):
            word = match.group("han")
            if word[-1] in "千百" and unit_at(text, match.end() - 1):  # 5千克, 3百分点
                found = unit_at(text, match.end() - 1)
                if found and found[0] - match.end() >= 1 and found[1].dimension != "count":
                    word = word[:-1]
            if word:
                stop = match.start("han") + len(word)
                again = _MORE.match(text, stop)
                return bool(more or again), (again.end() if again else stop), Decimal(scale(word))
        if match and match.group("english") and match.group("english").lower() in ENGLISH_SCALE:
            word = match.group("english")
            if len(word) > 2 or not (
                word in ("m", "k", "b", "M", "B", "K")
                and unit_at(text, match.start("english"))
                and not self._signed(end)
            ):
                return bool(more), match.end(), Decimal(ENGLISH_SCALE[word.lower()])
        if more:
            return True, at, Decimal(1)
        return False, end, Decimal(1)

    def _signed(self, end: int) -> bool:
        return any(sign in self.text[max(0, end - 12) : end] for sign in "$€£¥")

    def _unit(self, end: int) -> tuple[int, UnitWord] | None:
        text = self.text
        found = unit_at(text, end)
        if found is None and text[end : end + 1] == " ":
            found = unit_at(text, end + 1)
        return found

    def _second(self, end: int, measured: bool) -> tuple[Decimal, Decimal, UnitWord | None, int] | None:
        """The second number of a range: (value, its multiplier, unit or None, end)."""
        join = _RANGE.match(self.text, end)
        if join is None:
            return None
        match = _NEXT.match(self.text, join.end())
        if match is None or self._date_over(match.start()) > 0:
            return None
        word = match.group()
        numeral = arabic(word) if word[0].isdigit() else chinese(word)
        if numeral is None:
            return None
        _, stop, factor = self._multiplied(match.end())
        unit = self._unit(stop)
        if measured and unit is None:
            return None  # 涨0.04%至377.25
        return numeral.high * factor, factor, unit[1] if unit else None, unit[0] if unit else stop

    def _finish(
        self,
        start: int,
        number_end: int,
        end: int,
        low: Decimal,
        high: Decimal,
        unit: UnitWord,
        digits: int,
        step: Decimal,
        floor: int,
        han: bool,
        more: bool = False,
    ) -> Quantity | None:
        text = self.text
        word = text[number_end:end].strip()
        before, bound = bound_before(text, start)
        if text[start - 1 : start] == "上" and text[start : start + 1] in ("百", "千", "万", "亿") and han:
            before, bound = start - 1, "about"
        sign = next((s for s in SIGNS if text.startswith(s, start - len(s))), None) if start else None
        if sign is not None and unit.dimension in ("none", "multiple", "count"):
            unit, start = UnitWord(SIGNS[sign], "money", Decimal(1)), start - len(sign)
            before, bound = bound_before(text, start)
        low, high, step = low * unit.factor, high * unit.factor, step * unit.factor
        after, late = bound_after(text, end)
        chosen: Bound = late or bound or ("over" if more else "exact")
        if bound == "near_below" and unit.dimension in ("months", "seconds"):
            chosen, before = "exact", start  # 近三年: the last three years
        if text[start - 1 : start] == "-" and not text[start - 2 : start - 1].isalnum():
            low, high, start = -high, -low, start - 1
        per = _PER.match(text, end)
        unit_id = f"{unit.id}/{per.group(1)}" if per and unit.dimension != "percent" else unit.id
        kind: Kind = _KINDS.get(unit.dimension, "amount")
        return self._make(
            (start, end),
            (min(before, start), max(end, after)),
            low,
            high,
            Unit(unit_id, unit.dimension, word),
            chosen,
            kind,
            digits,
            step=step,
            han=han,
        )

    def _period(self, at: int) -> str:
        """`year`, `previous`, a named year, or "": the nearest base of comparison before `at` in its sentence."""
        window = self.text[max(0, at - 24) : at]
        found = None
        for found in _PERIOD.finditer(window):
            pass
        if found is None or _SENTENCE_END.search(window, found.end()):
            return ""
        return found.group("named") or str(found.lastgroup)

    def _make(
        self,
        span: Span,
        full: Span,
        low: Decimal,
        high: Decimal,
        unit: Unit,
        bound: Bound,
        kind: Kind,
        digits: int,
        direction: Direction | None = None,
        step: Decimal = Decimal(1),
        han: bool = False,
        code: str = "",
    ) -> Quantity:
        text = self.text
        if direction is None and kind not in ("code", "rank"):
            direction = direction_around(text, full)
        if low < 0 and kind in ("percent", "percent_point"):
            low, high, direction = -high, -low, "down"
        return Quantity(
            span=span,
            full=full,
            low=low,
            high=high,
            unit=unit,
            bound=bound,
            kind=kind,
            direction=direction,
            period=self._period(full[0]),
            measure_span=_measure(text, full, unit.dimension),
            digits=digits,
            step=step,
            han=han,
            code=code,
        )


_PERCENT: Final = UnitWord("%", "percent", Decimal(1))
_BARE: Final = UnitWord("", "none", Decimal(1))
_KINDS: Final[dict[str, Kind]] = {
    "percent": "percent",
    "pp": "percent_point",
    "multiple": "multiple",
    "none": "bare",
    "ratio": "ratio",
}
_HEAD: Final = re.compile(r"[一-龥A-Za-z“”\"]{1,10}")
_TAIL: Final = re.compile(r"[一-龥A-Za-z“”\"]{1,16}$")


def _measure(text: str, full: Span, dimension: str) -> Span:
    """The words that say what is measured: after a count (417个典型案例), before anything else (交易额同比增长39.8%)."""
    start, end = full
    if dimension in ("count", "none"):
        after = _HEAD.match(text, end + 1 if text[end : end + 1] in ("的", "“", '"') else end)
        if after:
            return after.span()
    window = max(0, start - 16)
    before = _TAIL.search(text[window:start])
    if before:
        return window + before.start(), window + before.end()
    return start, start


def _step(word: str) -> Decimal:
    """The value of the last digit written: 3.50 → 0.01, 35 → 1, 3500 → 100."""
    plain = word.replace(",", "")
    if plain[:1].isdigit():
        if "." in plain:
            return Decimal(1).scaleb(-len(plain.partition(".")[2]))
        return Decimal(1).scaleb(min(len(plain) - len(plain.rstrip("0")), len(plain) - 1))
    numeral = chinese(word)
    return _step_of(numeral.low) if numeral else Decimal(1)


def _step_of(value: Decimal) -> Decimal:
    """The value of the last digit that is not zero."""
    if not value:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
