"""What stands around a figure, a date or a name: the words by which two texts are known to speak of the same thing."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from operator import add
from typing import Final

from agent.ground.likeness import telling
from agent.ground.side import Side
from agent.models import Span
from agent.text.names import read_names
from agent.text.quantities import Quantity
from agent.text.tables import Row, cell_at, heads_over, without_unit

#: A stretch between two of these marks speaks of one thing.
_MARK: Final = re.compile(r"[，、；;：。！？!?\n（）()]|[,:](?!\d)")
#: Words of change and measure that stand with any figure.
_PLAIN: Final = re.compile(
    "同比|环比|增长|增加|增幅|增速|上升|上涨|提高|提升|下降|减少|下跌|下滑|回落|降幅|涨幅|跌幅|分别|超过|达到|突破|约为|左右"
    "|以上|以下|其中|目前|截至|高达|仅为|[比较](?:去年|上年|上一年)(?:同期|同月|同季)?|(?:去年|上年)(?:同期|同月)"
)
#: A short length of time in Chinese numerals, which another text may write in digits.
_SPAN: Final = re.compile("[一二三四五六七八九](?=个月|个?季度|年(?!级|龄)|周|天)")
_DIGITS: Final = str.maketrans("一二三四五六七八九", "123456789")
#: A whole, in whatever words.
_WHOLE: Final = re.compile("[一总]共|[合总共]计|共有")
#: The two ends of a change, as words of the setting: 从900人减到600人.
START, END = "«从", "«到"
#: What opens the words right before and right after a figure, date or name.
BEFORE, AFTER = "‹", "›"
_SLOT: Final = frozenset((BEFORE, AFTER))
_SIGNS: Final = frozenset((START[0], BEFORE, AFTER))
_ITEMS: Final = re.compile("[省市区县州]?(?:[、,，]|以?及|[和与]|[、,，]以?及)")
_TRAILING: Final = re.compile(
    f"(?:{_PLAIN.pattern}|[一总]共|[合总共]计|[了为达至到超近约仅有的在于的是从比较已将升降增减涨跌逾]|[，,、\\s])+$"
)
_LEADING: Final = re.compile("^(?:左右|以上|以下|[的地得])+")
_HAN_PAIR: Final = re.compile("[一-龥]{2}")
_FROM: Final = re.compile(
    r"(?:从|由|自)(?:[^,，。；;]{0,6}|(?:(?:19|20)\d\d年|[去上前]年|去年同期|年初|期初)[^,，。；;]{0,3})$"
)
_TO: Final = re.compile("(?:[增减升降缩扩涨跌变调改订正整少高低]|充|大|小)(?:到|至|为|成)了?$|[至到]$")
#: What stands between two figures of a row: 25分、20分和约15分.
_NEXT: Final = re.compile(r"(?:[、和与及]|以及)?[^、,，。；;\d]{0,2}|[,，][^、,，。；;\d]?")
_DEALT: Final = re.compile("分别|依次")
_COMMA: Final = re.compile("[，,；;：:。]")
#: What says anything at all.
_WORD: Final = re.compile("[一-龥]{2}|[A-Za-z]")
_ENUMERATED: Final = re.compile("、")
#: What may stand between a list and what it is dealt: 甲省、乙省分列二、三位，分别有800家和300家.
_ASIDE_OF_DEALING: Final = re.compile("分[列居][^,，。；;]{1,8}[,，]?$|[,，]$")
_ASIDE: Final = re.compile(r"\([^()\n]{1,12}\)")
_TURN: Final = re.compile("[、和与及]|以及")
#: A label is the last so many letters before the comma or the figure.
_LABEL: Final = 8
_ITEM: Final = re.compile("[、，,]|以?及|[和与]")
#: Characters so common that a pair with one of them says nothing.
_COMMON: Final = "的了在是和与及为等对将有以于也已中其这该并或到从个同比达至较"
#: Chinese runs without them, Latin names with their digits, and stretches of time (3个月, 1—7月, 2025年).
_WORDS: Final = re.compile(
    r"\d+(?:[-—~至到]{1,2}\d+)?(?:个?月份?|个?季度|年(?!级|龄)|周|天)"
    rf"|[{telling(_COMMON)}]{{2,}}|[A-Za-z][A-Za-z0-9.+]*"
)
#: How closely a word belongs to a figure: in its own stretch; where another figure stands between; in the
#: stretches before it (nearest first, the rest as the last); where those have a figure of its kind of their own;
#: in the sentence before; later in the sentence (a date stands over what follows).
_OWN, _BEYOND, _CARRIED, _TAKEN, _BEFORE = 1.0, 0.45, (0.6, 0.5, 0.4), 0.3, 0.2
_AHEAD, _AHEAD_DATE, _AHEAD_NAME = (0.3,), (0.9, 0.8, 0.6), (0.6, 0.5, 0.4)
#: No stretch is read further than this from its figure.
_REACH: Final = 160

Setting = dict[str, float]  #: pair of characters or Latin word → how closely it belongs to the figure


def group(quantity: Quantity) -> str:
    """Figures of one group take words from each other: rates, counts, and each other dimension."""
    dimension = quantity.unit.dimension
    if dimension in ("percent", "pp", "multiple", "doubling"):
        return "rate"
    return "count" if dimension in ("count", "none", "rank") else dimension


@lru_cache(maxsize=16384)
def _pairs(text: str) -> Sequence[str]:
    out: list[str] = []
    text = _SPAN.sub(lambda m: m.group().translate(_DIGITS), text)
    for word in _WORDS.findall(_PLAIN.sub(" ", _WHOLE.sub(" 总计 ", text))):
        if word.isascii() or word[0].isdigit():
            if len(word) > 1:
                out.append(word.lower().removesuffix("份"))
            continue
        out.extend(map(add, word, word[1:]))
    return out


@lru_cache(maxsize=65536)
def of_figure(side: Side, index: int) -> Setting:
    """The setting of the quantity number `index` of `side`."""
    quantity = side.quantities[index]
    place = cell_at(side.folded, quantity.span[0])
    if place is not None:
        return _of_cell(side, *place)
    kind = group(quantity)
    stops = [other.full for other in _near(side, index) if other is not quantity and group(other) == kind]
    numbers = [other.full for other in _near(side, index)]
    out = _setting(side, quantity.full, stops, numbers, asides=True)
    end = end_of(side, quantity)
    if end:
        out[end] = _OWN
    return _with_slot(out, side.folded, quantity.full)


def _of_cell(side: Side, row: Row, column: int) -> Setting:
    """The words of a cell: its row's label and the heads it stands under, its own first."""
    out: Setting = {}
    _add(out, row.label, _OWN)
    for head, level in zip(heads_over(row, column), (_OWN, *_CARRIED, *[_TAKEN] * column), strict=False):
        _add(out, without_unit(side.folded[slice(*head)]), level)
    return out


def end_of(side: Side, quantity: Quantity) -> str:
    """`START` or `END` where the quantity is that end of a change, else ""."""
    before = side.folded[max(0, quantity.full[0] - 10) : quantity.full[0]]
    if _TO.search(before):
        return END
    return START if _FROM.search(before) else ""


@lru_cache(maxsize=16384)
def dealt_label(side: Side, index: int) -> str:
    """The label 分别 deals to figure number `index` of a text, or ""."""
    quantity = side.quantities[index]
    stops = [q.full for q in _near(side, index) if q is not quantity and group(q) == group(quantity)]
    first = side.sentence_of(quantity.full)[0]
    label = _dealt(side.folded, first, quantity.full, stops, [*stops, quantity.full])
    return side.folded[slice(*label)].strip() if label else ""


@lru_cache(maxsize=65536)
def of_date(side: Side, index: int) -> Setting:
    """The setting of the date number `index` of `side`."""
    reading = side.dates[index]
    near = [d for d in side.dates[max(0, index - 6) : index + 7] if d is not reading and d.kind != "vague"]
    stops = [d.span for d in near if d.granularity == reading.granularity]
    out = _setting(side, reading.span, stops, [d.span for d in near], _AHEAD_DATE, asides=True)
    return _with_slot(out, side.folded, reading.span)


@lru_cache(maxsize=65536)
def of_name(side: Side, index: int) -> Setting:
    """The setting of the name number `index` of `side` (in the order of `read_names`), with the slot it stands in."""
    names = read_names(side.folded)
    name = names[index]
    start, end = listed = list_of(side, index)
    stops = [
        other.span
        for other in names[max(0, index - 8) : index + 9]
        if other.kind == name.kind and (other.span[1] <= start or other.span[0] >= end)
    ]
    return _with_slot(_setting(side, listed, stops, [listed], _AHEAD_NAME), side.folded, listed)


def unmarked(text: str) -> str:
    """`text` without the words of change and measure at its end: 近3个月下跌 is 近3个月."""
    return _TRAILING.sub("", text)


def _with_slot(out: Setting, text: str, span: Span) -> Setting:
    """`out` with the two letters right before and right after `span`, words of change and measure left out."""
    before = unmarked(text[max(0, span[0] - 16) : span[0]])[-2:]
    after = _LEADING.sub("", text[span[1] : span[1] + 8])[:2]
    if _HAN_PAIR.fullmatch(before):
        out[BEFORE + before] = _OWN
    if _HAN_PAIR.fullmatch(after):
        out[AFTER + after] = _OWN
    return out


@lru_cache(maxsize=65536)
def list_of(side: Side, index: int) -> Span:
    """The list (`甲、乙和丙`) the name number `index` stands in, or its own span: what is said of one is said of all."""
    names = read_names(side.folded)
    start, end = names[index].span
    mine = [other.span for other in names[max(0, index - 24) : index + 25] if other.kind == names[index].kind]
    for span in mine:
        if span[0] >= end and _ITEMS.fullmatch(side.folded, end, span[0]):
            end = span[1]
    for span in reversed(mine):
        if span[1] <= start and _ITEMS.fullmatch(side.folded, span[1], start):
            start = span[0]
    return start, end


def slots(setting: Setting) -> list[str]:
    """The slot of a thing: the letters right before and right after, marked as such."""
    return [pair for pair in setting if pair[0] in _SLOT]


def _near(side: Side, index: int) -> Sequence[Quantity]:
    return [q for q in side.quantities[max(0, index - 12) : index + 13] if q.kind != "code"]


def _setting(
    side: Side,
    full: Span,
    stops: Sequence[Span],
    numbers: Sequence[Span],
    ahead: Sequence[float] = _AHEAD,
    *,
    asides: bool = False,
) -> Setting:
    text = side.folded
    first, last = side.sentence_of(full)
    low, high = max(first, full[0] - _REACH), min(max(last, full[1]), full[1] + _REACH)
    whole = [*numbers, *_asides(text, low, full[0]), *_asides(text, full[1], high)] if asides else numbers
    marks = [m.end() for m in _MARK.finditer(text, low, high) if not _inside(m.start(), whole)]
    edges = [low, *marks, high]
    at = max(i for i, edge in enumerate(edges) if edge <= full[0])
    out: Setting = {}
    own = (edges[at], max(full[1], edges[min(at + 1, len(edges) - 1)]))
    for find, level in ((_dealt, _TAKEN), (_in_turn, _BEYOND)):
        label = find(text, low, full, stops, numbers)
        if label is not None:
            _add(out, text[slice(*label)], _OWN)
            _add(out, text[low:high], level)
            return out
    _add_own(out, text, own, full, stops)
    step = 0
    for index in range(at - 1, -1, -1):
        stretch = (edges[index], edges[index + 1])
        level = _CARRIED[min(step, len(_CARRIED) - 1)] if out else _OWN
        if any(stretch[0] <= stop[0] < stretch[1] for stop in stops):
            level = _TAKEN
        step += bool(out)
        _add(out, text[slice(*stretch)], level)
    for step, index in enumerate(range(at + 1, len(edges) - 1)):
        stretch = (edges[index], edges[index + 1])
        taken = any(stretch[0] <= stop[0] < stretch[1] for stop in stops)
        _add(out, text[slice(*stretch)], _TAKEN if taken else ahead[min(step, len(ahead) - 1)])
    if first > 0:
        before = side.sentence_of((first - 1, first))
        _add(out, text[max(before[0], first - _REACH) : first], _BEFORE)
    return out


def _asides(text: str, low: int, high: int) -> list[Span]:
    """Short remarks in brackets, which part nothing: 票房(含预售)已突破350亿元."""
    if "(" not in text[low:high]:
        return []
    return [m.span() for m in _ASIDE.finditer(text, low, high)]


def _dealt(text: str, low: int, full: Span, stops: Sequence[Span], numbers: Sequence[Span]) -> Span | None:
    """The label of a figure that 分别 deals out: of A、B分别增长3%、5%, 5% is B's; None where none is dealt."""
    found = list(_DEALT.finditer(text, max(low, full[0] - 60), full[0]))
    if not found:
        return None
    word = found[-1]
    listed = sorted({full, *(stop for stop in stops if stop[0] >= word.end())})
    row = listed[:1]
    for span in listed[1:]:
        if not _NEXT.fullmatch(text, row[-1][1], span[0]):
            break
        joined = text[row[-1][1] : span[0]]
        row.append(span)
        if joined.startswith(("和", "与", "及", "以及")):
            break  # the last of them
    if len(row) < 2 or full not in row:
        return None
    items = _listed(text, low, word.start(), len(row)) or _items(text, low, word.start(), _ITEM)
    if len(items) < len(row):
        return None
    start, end = items[len(items) - len(row) + row.index(full)]
    first = min((number[0] for number in numbers if start <= number[0] < end), default=end)
    return max(start, first - _LABEL), end


def _items(text: str, low: int, high: int, mark: re.Pattern[str]) -> list[Span]:
    """The items of a list that says something, between `mark`s."""
    edges = [low, *(edge for m in mark.finditer(text, low, high) for edge in m.span()), high]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if _WORD.search(text, a, b)]


def _listed(text: str, low: int, high: int, count: int) -> list[Span]:
    """The items of the list that ends at `high` and opens after a comma, where cut in one way it has just `count`: 和 may
    stand inside an item (造纸和纸制品业). Empty where it has not."""
    stop = _ASIDE_OF_DEALING.search(text, low, high)
    high = stop.start() if stop else high
    start = max((m.end() for m in _COMMA.finditer(text, low, high)), default=low)
    first = _items(text, start, high, _ENUMERATED)
    last = _items(text, *first[-1], _ITEM) if first else []
    for items in (first, [*first[:-1], *last], _items(text, start, high, _ITEM)):
        if len(items) == count:
            return items
    return []


def _in_turn(text: str, low: int, full: Span, stops: Sequence[Span], numbers: Sequence[Span]) -> Span | None:
    """The label of a figure dealt out without 分别: in 收入29亿元、利润3亿元，同比增长13%和18%, 18% is that of 利润."""
    row = [full]
    for stop in sorted(stops):
        if stop[0] >= row[-1][1] and _TURN.fullmatch(text, row[-1][1], stop[0]):
            row.append(stop)
    for stop in sorted(stops, reverse=True):
        if stop[1] <= row[0][0] and _TURN.fullmatch(text, stop[1], row[0][0]):
            row.insert(0, stop)
    if len(row) < 2:
        return None
    opening = max((m.end() for m in _MARK.finditer(text, low, row[0][0])), default=low)
    if unmarked(text[opening : row[0][0]]):
        return None  # words of its own: 贡献率达到30%和25%
    items: list[Span] = []
    start = low
    for mark in _ITEM.finditer(text, low, opening):
        if _inside(mark.start(), numbers):
            continue
        first = next((number for number in numbers if start < number[0] < mark.start()), None)
        if first is not None and first not in stops:
            items.append((max(start, first[0] - _LABEL), first[0]))
        start = mark.end()
    if len(items) < len(row):
        return None
    return items[len(items) - len(row) + row.index(full)]


def _inside(at: int, numbers: Sequence[Span]) -> bool:
    return any(start <= at < end for start, end in numbers)


def _add_own(out: Setting, text: str, own: Span, full: Span, stops: Sequence[Span]) -> None:
    """The words of the figure's own stretch; those behind another figure belong to it less."""
    left = max((stop[1] for stop in stops if own[0] <= stop[1] <= full[0]), default=own[0])
    right = min((stop[0] for stop in stops if full[1] <= stop[0] < own[1]), default=own[1])
    _add(out, text[left : full[0]], _OWN)
    _add(out, text[full[1] : right], _OWN)
    _add(out, text[own[0] : left], _BEYOND)
    _add(out, text[right : own[1]], _BEYOND)


def _add(out: Setting, text: str, level: float) -> None:
    for pair in _pairs(text):
        if out.get(pair, 0.0) < level:
            out[pair] = level


@lru_cache(maxsize=65536)
def _times(side: Side, letter: str) -> int:
    """How often a letter stands in a source."""
    return side.folded.count(letter)


def rarity(pair: str, sources: Sequence[Side]) -> float:
    """How much a pair tells places apart: less the more sentences hold it; 0 where no source has it."""
    if pair in (START, END):
        return 1.0
    if pair[0] in (BEFORE, AFTER):
        total = sum([_times(side, pair[1:]) for side in sources])
    else:
        total = sum(_sentences_with(side).get(pair, 0) for side in sources)
    return _rarity(total)


def rarities(wanted: Setting, sources: Sequence[Side]) -> dict[str, float]:
    """The rarity of each pair of a setting."""
    counts = [_sentences_with(side).get for side in sources]
    out: dict[str, float] = {}
    for pair in wanted:
        if pair[0] in _SIGNS:
            out[pair] = rarity(pair, sources)
            continue
        total = 0
        for count in counts:
            total += count(pair, 0)
        out[pair] = _rarity(total)
    return out


@lru_cache(maxsize=4096)
def _rarity(total: int) -> float:
    return 1.0 / (1.0 + math.log(total)) if total else 0.0


@lru_cache(maxsize=4096)
def _sentences_with(side: Side) -> dict[str, int]:
    """Pair → in how many sentences of `side` it stands."""
    out: Counter[str] = Counter()
    for span in side.sentences:
        out.update(set(_pairs(side.folded[slice(*span)])))
    return dict(out)
