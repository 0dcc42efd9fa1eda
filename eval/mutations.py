"""Planted errors: each operator makes one true sentence false in one known way.

Every operator is a pure function `(sentence, document, seed) -> str | None`: the sentence with one error,
None where
it does not apply or the changed words stand in the document anyway (then the result might be true). The same
arguments give the same answer. The tables are the commonest forms of news Chinese.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from agent.text.names import aliases, places, read_names
from agent.text.normalise import fold

Operator = Callable[[str, str, int], str | None]
Pairs = tuple[tuple[str, str], ...]


def _table(text: str) -> Pairs:
    """`旧=新 …` as pairs."""
    return tuple((old, new) for old, _, new in (pair.partition("=") for pair in text.split()))


_NUMBER = re.compile(
    r"(?<![A-Za-z0-9.\-/:：])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![A-Za-z0-9.\-/:：,])\d+(?:\.\d+)?(?![A-Za-z0-9\-/:：,.])"
)
_UNITS = (
    "亿元|万元|元|亿|万|%|个百分点|倍|吨|公里|平方米|人|家|个|台|辆|件|项|户|名|次|米|千瓦|万千瓦|美元|欧元"
)
_SCALED = re.compile(r"(\d+(?:\.\d+)?)(万亿|亿|万)")
_SCALE = {"万亿": "亿", "亿": "万", "万": "亿"}
_UNIT = re.compile(
    r"(\d(?:万|亿|万亿)?多?余?)(个百分点|%|美元|欧元|元|公里|平方米|吨|千克|公斤|千瓦时|千瓦|米)(?![A-Za-z·])"
)
_OTHER_UNIT = dict(
    _table(
        "个百分点=% %=个百分点 美元=欧元 欧元=美元 元=美元 公里=米 平方米=公顷 吨=公斤 千克=吨 公斤=吨 "
        "千瓦时=千瓦 千瓦=兆瓦 米=公里"
    )
)
_BOUNDS = _table(
    "超过=不足 突破=不足 不足=超过 不到=超过 至少=至多 不低于=不高于 不超过=不少于 以上=以下 逾=不足"
)
_DIRECTIONS = _table(
    "同比增长=同比下降 增长=下降 下降=增长 上涨=下跌 下跌=上涨 上升=下降 提高=降低 减少=增加 "
    "增加=减少 回落=回升 扩大=缩小"
)
_DAY = re.compile(r"(?<!\d)(1[0-2]|[1-9])月(3[01]|[12]\d|[1-9])日")
_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)年")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月(?!\d|大)")
_TITLE = re.compile(r"《([^《》]{4,60})》")
_KINDS = _table(
    "方案=办法 办法=方案 意见=规划 规划=意见 条例=规定 规定=条例 通知=公告 报告=纲要 计划=方案 公约=协定"
)
_QUOTED = re.compile(r"[“]([^“”]{9,200})[”]")
_MOODS = _table(
    "力争=已 计划=已经 拟=已 有望=已经 预计将=已经 预计=已经 即将=已经 应当=可以 必须=可以 "
    "已经=即将 将=已 已=将 试点=全面推广 鼓励=要求"
)
_SCOPES = _table(
    "全市=全国 全省=全国 全国=全球 全区=全市 全县=全省 部分=全部 大多数=所有 大部分=全部 "
    "多数=所有 主要=全部 一些=所有 之一=中唯一的一个 少数=多数 国内=全球 我国=全球"
)
_DENIALS = _table(
    "没有=已 尚未=已经 并未=已 不能=能 无法=可以 不会=会 不再=仍 能够=不能 可以=不能 "
    "支持=不支持 同意=不同意 属于=不属于 达到=未达到 完成=未完成 实现=未实现 取得=未取得 "
    "获得=未获得 开展=未开展"
)


def digit(sentence: str, document: str, seed: int) -> str | None:
    """One digit of a number with a unit, changed."""
    pattern = re.compile(rf"(?:{_NUMBER.pattern})(?={_UNITS})")
    spots = [m for m in pattern.finditer(sentence) if not re.match(r"(?:年|月|日|时)", sentence[m.end() :])]
    rng = random.Random(seed)
    rng.shuffle(spots)
    for m in spots:
        digits = [i for i in range(m.start(), m.end()) if sentence[i].isdigit()]
        at = rng.choice(digits)
        new = str((int(sentence[at]) + rng.randint(1, 8)) % 10)
        if (at == digits[0] and new == "0") or new == sentence[at]:
            continue
        changed = sentence[m.start() : at] + new + sentence[at + 1 : m.end()]
        if changed not in document:
            return sentence[: m.start()] + changed + sentence[m.end() :]
    return None


def scale(sentence: str, document: str, seed: int) -> str | None:
    """万 for 亿 and the like."""
    spots = list(_SCALED.finditer(sentence))
    random.Random(seed).shuffle(spots)
    for m in spots:
        changed = m.group(1) + _SCALE[m.group(2)]
        if changed not in document:
            return sentence[: m.start()] + changed + sentence[m.end() :]
    return None


def unit(sentence: str, document: str, seed: int) -> str | None:
    """Another unit or currency for the number."""
    spots = list(_UNIT.finditer(sentence))
    random.Random(seed).shuffle(spots)
    for m in spots:
        number = re.search(r"[\d.,]+$", sentence[: m.start(2)].rstrip("万亿多余"))
        changed = (
            (number.group() if number else "")
            + sentence[m.start(2) - len(m.group(1)) + 1 : m.start(2)]
            + _OTHER_UNIT[m.group(2)]
        )
        if changed not in document:
            return sentence[: m.start(2)] + _OTHER_UNIT[m.group(2)] + sentence[m.end(2) :]
    return None


def _pairs(
    sentence: str,
    document: str,
    seed: int,
    table: Pairs,
    context: str = "",
    after: str = "",
) -> str | None:
    """One word of the table replaced by its partner, where the document does not have the result."""
    spots = [
        (m.start(), old, new)
        for old, new in table
        for m in re.finditer(re.escape(old) + (f"(?={after})" if after else ""), sentence)
        if not context or re.search(context, sentence[max(0, m.start() - 12) : m.end() + 12])
    ]
    random.Random(seed).shuffle(spots)
    for at, old, new in spots:
        end = at + len(old)
        if sentence[max(0, at - 1) : at] + new + sentence[end : end + 3] not in document:
            return sentence[:at] + new + sentence[end:]
    return None


def bound(sentence: str, document: str, seed: int) -> str | None:
    """超过 for 不足 next to a number, and the like."""
    before = tuple(pair for pair in _BOUNDS if pair[0] != "以上")
    found = _pairs(sentence, document, seed, before, after=r"\d")
    if found is not None:
        return found
    m = re.search(r"(?<=[\d%亿万元家个人名台])以上", sentence)
    return sentence[: m.start()] + "以下" + sentence[m.end() :] if m else None


def direction(sentence: str, document: str, seed: int) -> str | None:
    """Growth for decline, next to a number."""
    return _pairs(sentence, document, seed, _DIRECTIONS, after=r"了?(?:约|近|超|逾|至|到)?\d")


def date(sentence: str, document: str, seed: int) -> str | None:
    """Another day, month or year."""
    rng = random.Random(seed)
    spots: list[tuple[int, int, str]] = []
    for m in _DAY.finditer(sentence):
        day = (int(m.group(2)) + rng.randint(2, 20)) % 28 + 1
        spots.append((m.start(2), m.end(2), str(day)))
    spots += [
        (m.start(1), m.end(1), str(int(m.group(1)) + rng.choice((-3, -2, 2, 3))))
        for m in _YEAR.finditer(sentence)
    ]
    if not spots:
        spots = [
            (m.start(1), m.end(1), str((int(m.group(1)) + rng.randint(2, 9)) % 12 + 1))
            for m in _MONTH.finditer(sentence)
        ]
    rng.shuffle(spots)
    for start, end, new in spots:
        unit_ = sentence[end : end + 1]
        if new != sentence[start:end] and f"{new}{unit_}" not in document:
            return sentence[:start] + new + sentence[end:]
    return None


def name(sentence: str, document: str, seed: int) -> str | None:
    """A listed name replaced by another of its kind that the document does not have."""
    rng = random.Random(seed)
    text = fold(document).text.lower()
    spots = [
        n for n in read_names(fold(sentence).text) if n.listed and len(n.text) > 2 and not n.text.isascii()
    ]
    rng.shuffle(spots)
    for spot in spots:
        forms = set(places().get(spot.text, ())) | set(aliases().get(spot.text.lower(), ())) | {spot.text}
        table: dict[str, tuple[str, ...]] = places() if spot.kind == "place" else aliases()
        pool = [
            other
            for other, all_ in table.items()
            if len(other) > 2
            and not other.isascii()
            and not (set(all_) & forms)
            and not any(f.lower() in text for f in all_)
            and other[-1] == spot.text[-1]
        ]
        if pool:
            new = rng.choice(sorted(pool))
            return sentence[: spot.span[0]] + new + sentence[spot.span[1] :]
    return None


def title(sentence: str, document: str, seed: int) -> str | None:
    """A 《》 title with another kind of document in it, or made a draft."""
    spots = list(_TITLE.finditer(sentence))
    rng = random.Random(seed)
    rng.shuffle(spots)
    for m in spots:
        old = m.group(1)
        changed = next((old[::-1].replace(a[::-1], b[::-1], 1)[::-1] for a, b in _KINDS if a in old), None)
        if changed is None or rng.random() < 0.3:
            changed = old + "（征求意见稿）" if "稿" not in old and "草案" not in old else None
        if changed and changed not in document:
            return sentence[: m.start(1)] + changed + sentence[m.end(1) :]
    return None


def quotation(sentence: str, document: str, seed: int) -> str | None:
    """A quotation with a word of two characters left out of its middle."""
    spots = list(_QUOTED.finditer(sentence))
    rng = random.Random(seed)
    rng.shuffle(spots)
    for m in spots:
        inner = m.group(1)
        places_ = [i for i in range(2, len(inner) - 4) if inner[i : i + 2].isalpha()]
        if not places_:
            continue
        at = rng.choice(places_)
        changed = inner[:at] + inner[at + 2 :]
        if changed not in document and changed != inner:
            return sentence[: m.start(1)] + changed + sentence[m.end(1) :]
    return None


def modality(sentence: str, document: str, seed: int) -> str | None:
    """Planned for done, may for must, rolled out for tried."""
    safe = re.sub(
        r"将(?=军|领|士|近|其|会员|[^，。]{1,16}(?:由|从|作为|纳入))|(?<=[即必势终行])将|已(?=故|婚|知)|(?<=[不业早而])已|(?<=模|虚|比|草)拟|拟(?=人|态|合)|(?<=行动)计(?=划)",
        "□",
        sentence,
    )
    if len(safe) != len(sentence):
        return None
    changed = _pairs(safe, document, seed, _MOODS)
    if changed is None:
        return None
    return _restore(safe, sentence, changed)


def _restore(safe: str, sentence: str, changed: str) -> str | None:
    """`changed` (made from `safe`) with the masked characters of `sentence` put back."""
    start = next((i for i, (a, b) in enumerate(zip(safe, changed, strict=False)) if a != b), 0)
    tail = next(
        (i for i, (a, b) in enumerate(zip(reversed(safe), reversed(changed), strict=False)) if a != b), 0
    )
    end_old, end_new = len(safe) - tail, len(changed) - tail
    if end_old < start or end_new < start:
        return None
    return sentence[:start] + changed[start:end_new] + sentence[end_old:]


def scope(sentence: str, document: str, seed: int) -> str | None:
    """All for some, the country for the city."""
    return _pairs(sentence, document, seed, _SCOPES)


def negation(sentence: str, document: str, seed: int) -> str | None:
    """A denial added or dropped."""
    spots = [
        (m.start(), old, new)
        for old, new in _DENIALS
        for m in re.finditer(rf"(?<![不未没无非]){re.escape(old)}(?![了的者率于])", sentence)
    ]
    random.Random(seed).shuffle(spots)
    for at, old, new in spots:
        end = at + len(old)
        if sentence[max(0, at - 2) : at] + new + sentence[end : end + 3] not in document:
            return sentence[:at] + new + sentence[end:]
    return None


OPERATORS: dict[str, Operator] = {
    operator.__name__: operator
    for operator in (
        digit,
        scale,
        unit,
        bound,
        direction,
        date,
        name,
        title,
        quotation,
        modality,
        scope,
        negation,
    )
}
