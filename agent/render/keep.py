"""Words a compositor keeps on one line: a number with its unit, a date, the start of an address.

The neighbours of such a group belong to it too where they are ideographs, since typst puts the small space
between Chinese and Latin only inside a run; a browser sets it anywhere.
"""

from __future__ import annotations

import re

_IDEOGRAPH = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_UNITS = (
    "个百分点|个基点|百分点|基点|个月|个|年代|年|月份|月|日|号|时|小时|分钟|秒|周|天|季度|世纪|家|项|条|件|人次|人|名|位"
    "|次|倍|成|点|千米|公里|平方公里|平方米|立方米|毫米|厘米|纳米|微米|米|万吨|吨|公斤|千克|毫克|克|升|亩|公顷|美元|欧元|英镑|日元|港元|元"
    "|千瓦时|千瓦|兆瓦|吉瓦|瓦|度|伏|台套|台|套|辆|架|艘|座|所|篇|种|类|届|批|期|场|款|级|层|岁|户|省|市|县|区|只|颗|枚|部门|部|赛道|卷|页|章|步"
)
_LATIN_UNITS = (
    r"(?:[kKMGTPEZµμnm]?(?:bps|Bps|Wh|Hz|eV|Pa|W|B|m|g|t|V|A|J|L|K|h|s)(?:/[a-z]{1,3})?"
    r"|EFLOPS|PFLOPS|FLOPS|km|kg|bp|pc|x)(?![A-Za-z])"
)
_NUMBER = r"[$€£¥￥]?[+\-−±]?\d[\d,]*(?:\.\d+)?(?:\s?[~～–—-]\s?\d[\d,]*(?:\.\d+)?)?"
_DATE = r"(?:\d{4} ?年 ?)?\d{1,2} ?月 ?\d{1,2} ?[日号]"
#: `12 June`, `9.5 hours`, `$17.5 billion`: a number and the word after it.
_COUNTED = rf"{_NUMBER} [A-Za-z]{{2,12}}(?![A-Za-z])"
#: An address breaks after its slashes, but not after the two it begins with.
_ADDRESS = r"https?://[^\s/。，；]{1,40}"
_PARTS = (
    rf"{_ADDRESS}|{_COUNTED}|{_IDEOGRAPH}×[”’]?",
    rf"(?:{_DATE}|{_NUMBER}(?: ?[%％‰℃°])?(?: ?{_LATIN_UNITS})?"
    rf"(?: ?[十百千万亿兆]+)?(?: ?[多余])?(?: ?(?:{_UNITS}))?)",
)
_ALONE = re.compile("|".join(_PARTS))
_GROUP = re.compile(rf"{_PARTS[0]}|{_IDEOGRAPH}?{_PARTS[1]}(?:(?<=[0-9A-Za-z%]){_IDEOGRAPH})?")
#: Longer groups may break after all: a short line must not be left ragged.
_MOST = 18

#: A Latin word this long may be hyphenated even among Chinese, lest it run out of the margin.
_LONG_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{22,}")

Run = str | list[str]


def runs(text: str, *, alone: bool = False) -> list[Run]:
    """`text` as strings and lists: `[words]` stay on one line, `["long", word]` may be hyphenated.

    `alone` leaves the ideographs beside a group free. The last elements joined are `text` again.
    """
    group = _ALONE if alone else _GROUP
    out: list[Run] = []
    at = 0
    for found in _LONG_WORD.finditer(text):
        out += _groups(text[at : found.start()], group)
        out.append(["long", found[0]])
        at = found.end()
    return out + _groups(text[at:], group)


def _groups(text: str, group: re.Pattern[str]) -> list[Run]:
    out: list[Run] = []
    at = 0
    for found in group.finditer(text):
        if len(found[0]) < 2 or (len(found[0]) > _MOST and not found[0].startswith("http")):
            continue
        if found.start() > at:
            out.append(text[at : found.start()])
        last = out[-1] if out else None
        if isinstance(last, list) and found.start() == at and len(last[0]) + len(found[0]) <= _MOST:
            last[0] += found[0]
        else:
            out.append([found[0]])
        at = found.end()
    if at < len(text):
        out.append(text[at:])
    return out


#: A clause of a heading longer than this breaks inside; a heading longer than that breaks anywhere.
_CLAUSE, _HEADING = 26, 60
_CLAUSES = re.compile(r"([^，；：,;]+)([，；：,;]*\s*)")


def clauses(heading: str) -> list[Run]:
    """A heading whose short clauses each stay on one line, so that it breaks after a comma."""
    parts = _CLAUSES.findall(heading)
    whole = "".join(clause + mark for clause, mark in parts) == heading
    if len(parts) < 2 or not whole or len(heading) > _HEADING:
        return runs(heading)
    out: list[Run] = []
    for clause, mark in parts:
        out += [[clause]] if len(clause) <= _CLAUSE else runs(clause)
        out += [mark] if mark else []
    return out
