"""Words around a number: bounds (近, 超过, 不足, 至少 …) and directions (增长, 下降 …)."""

from __future__ import annotations

import re
from typing import Final, Literal

from agent.models import Span

Bound = Literal["exact", "about", "near_below", "over", "under", "at_least", "at_most"]
Direction = Literal["up", "down", "flat"]

_BEFORE: Final[dict[str, Bound]] = {}
for _bound, _words in (
    (
        "about",
        "约 大约 大概 约为 约合 约占 约有 约达 约在 左右 估计 约为人民币 ~ 约等于 about around roughly "
        "approximately some",
    ),
    (
        "near_below",
        "近 将近 接近 几近 几乎 差不多 近乎 nearly almost 临近 逼近 不到不足 close_to 接近于 近乎于",
    ),
    (
        "over",
        "超 超过 超过了 超出 逾 突破 突破了 高于 大于 多于 不止 超越 已超 已逾 over more_than above "
        "exceeding exceeded exceeds exceed beyond > ＞ 冲破 破 跨过 迈过 越过",
    ),
    (
        "under",
        "不足 不到 未满 低于 小于 少于 不及 未达 未达到 不满 没到 尚不足 仅不到 达不到 未到 尚未达到 "
        "< less_than under below fewer_than 未超过 未突破",
    ),
    (
        "at_least",
        "至少 不少于 不低于 不得低于 不得少于 不得小于 不应低于 不应少于 别低于 勿低于 莫低于 最少 起码 不小于 不下 不下于 下限 下限为 ≥ ⩾ >= at_least no_less_than",
    ),
    (
        "at_most",
        "至多 最多 上限 上限为 封顶 不多过 没有超过 没超过 并未超过 未超 没有突破 不超过 "
        "不多于 不高于 不大于 不超 不得超过 不得高于 不得多于 不得大于 不应超过 不应高于 不逾 ≤ ⩽ <= up_to at_most no_more_than 最多不超过",
    ),
):
    for _word in _words.split():
        _BEFORE[_word.replace("_", " ")] = _bound  # type: ignore[assignment]  # the table's words are the Literal's
for _not in ("不要", "不能", "不宜", "不可", "不会", "切勿", "不许", "别", "勿", "莫"):
    _BEFORE.update({_not + _word: "at_least" for _word in ("低于", "少于", "小于")})
    _BEFORE.update({_not + _word: "at_most" for _word in ("高于", "多于", "大于", "超过", "超")})
_BEFORE["未超过"] = _BEFORE["未突破"] = "at_most"
#: The last character of a bound word → the lengths such words have, longest first.
_LENGTHS: Final = {
    last: sorted({len(word) for word in _BEFORE if word[-1] == last}, reverse=True)
    for last in {word[-1] for word in _BEFORE}
}
_AFTER: Final = re.compile(
    r" ?(?:(?P<over>有余|出头|多|余|开外|以上|之上|上方|关口上方|及以上|起步(?![级阶期价区])|起(?![来诉飞点步])"
    r"|强(?=[,，。、；;]|$)|\+|or more|plus\b)|(?P<about>左右|上下|前后|or so\b)"
    r"|(?P<most>以下|以内|之内|下方|及以下|封顶|弱(?=[,，。、；;]|$)|or less))"
)
#: `多` after a unit is a bound, but not where it begins another word: 5家多元化企业, 3万家多来自外地.
_MORE_WORDS: Final = re.compile(r"[出\d元种次样边年功个方地项家数余少久]|来(?=[自源客宾电访者华历])")
_UP: Final = (
    "净流入|净买入|增长|增加|增至|增到|增多|增速|增幅|增(?!值|设|持|资|发|城)|上升|上涨|上扬|上浮|上行|升至|升到|升(?!级|学|旗|华)|涨(?!停|潮)|提高|提升|提至|扩大|扩容|扩至|高出"
    "|高于|多出|攀升|走高|回升|反弹|跃升|收高|收涨|高开|高收|走强|多赚|多出|增强|提振|改善|飙升|激增|猛增|剧增|新增|升值|快于|高了|多了|(?:快|(?<![最新至])高|(?<![最至众许更不])多)出?$|(?<![不未非])(?:盈利|净赚|赚)(?=.{0,5}$)|加快|提速|走强|上调|增收"
    "|rose|rise[ns]?|increas\\w+|grew|grow[ns]?|up|gain\\w*|climb\\w*|jump\\w*|higher|surg\\w+|soar\\w*"
)
_DOWN: Final = (
    "净流出|净卖出|下降|减少|减至|减(?!排|税|负|速器)|下滑|下跌|下挫|下行|下浮|下调|降低|降至|降到|降幅|砍(?![价刀柴伐])|降(?!水|落|雨|解|温|碳|息|准)|跌(?!宕)|收窄|回落|低于|落后|缩减|压缩|压减|缩短|缩小|萎缩|缩水|贬值"
    "|少于|慢于|负增长|收低|收跌|低开|低收|丢掉|下挫|少赚|减弱|恶化|减缓|滑落|走低|走弱|放缓|低了|少了|慢了|(?:慢|(?<![最新至])低|(?<![最至不])少)$|亏(?=.{0,5}$)|重挫|大挫|下探|锐减|骤降|减亏"
    "|fell|fall[s]?|declin\\w+|decreas\\w+|drop\\w*|down|lower|los[te]\\w*|slid\\w*|shr[aiu]nk\\w*|tumbl\\w+|plung\\w+"
)
#: Every word of direction begins with one of these, so that most positions are passed over at once.
_FIRST: Final = "(?=[cdfghijlprstu上下不丢亏砍低净减剧加升压反回增多大少快恶慢扩持提攀收改放新涨滑激猛盈缩萎落负贬赚走跃跌重锐降飙骤高])"
_DIRECTION: Final = re.compile(
    f"{_FIRST}(?:(?P<down>{_DOWN})|(?P<up>{_UP})|(?P<flat>(?<!或)持平|不变|unchanged|flat))", re.IGNORECASE
)
_BREAK: Final = re.compile(r"[，,。；;！？!?、:：\n(（)）]|\d")
#: Words between a direction and its number that keep them together.
_AFTER_DIRECTION: Final = re.compile(
    r"\s?的?(?:同比|环比)?(?P<word>增长|增幅|涨幅|增速|上涨|下降|降幅|跌幅|下跌|下滑|降|跌|提升|提高)"
)


def bound_before(text: str, at: int) -> tuple[int, Bound | None]:
    """The bound word that ends at `at` and where it begins; (at, None) where there is none."""
    stop = at
    if text[at - 1 : at] == " " and at:
        stop = at - 1
    if (
        stop
        and text[stop - 1] in "至到达于为了有占在"
        and not text.startswith(("高于", "低于", "大于", "小于", "多于", "少于", "不到"), stop - 2)
    ):
        found = _ending(text, stop - 1)
        if found[1] is not None:
            return found
    found = _ending(text, stop)
    if text[found[0] : stop] == "破" and text[max(0, found[0] - 1) : found[0]] in tuple("打撞击攻爆跌失"):
        return at, None  # 跌破3500点
    if found[1] == "near_below" and text[max(0, found[0] - 1) : found[0]] in ("最", "附", "远"):
        return at, None
    if found[1] is None:
        return at, None
    return found


#: What makes 别 the end of another word.
_APART: Final = "分特区个级类性辨告识派差"


def _ending(text: str, stop: int) -> tuple[int, Bound | None]:
    for length in _LENGTHS.get(text[stop - 1 : stop].lower(), ()):
        if length > stop:
            continue
        word = text[stop - length : stop]
        bound = _BEFORE.get(word) or _BEFORE.get(word.lower())
        if bound is not None:
            before = text[max(0, stop - length - 1) : stop - length]
            if word.isascii() and before.isalpha():
                continue
            if word[0] == "别" and before and before in _APART:
                continue  # 分别超过400亿元和300亿元
            return stop - length, bound
    return stop, None


_AVOID: Final = re.compile("(?:别|不要|切勿|勿|不宜|不可|不能|不得)[^,，。；;\\d]{0,6}$")


def bound_after(text: str, at: int) -> tuple[int, Bound | None]:
    """The bound word that begins at `at` and where it ends; (at, None) where there is none."""
    match = _AFTER.match(text, at)
    if match is None:
        return at, None
    if match.group("over"):
        word = match.group("over")
        if word == "多" and _MORE_WORDS.match(text, match.end()):
            return at, None
        return match.end(), "at_least" if word.endswith(("上", "more", "起", "步")) else "over"
    return match.end(), "about" if match.group("about") else "at_most"


def direction_around(text: str, span: Span) -> Direction | None:
    """Which way the quantity at `span` moved, by the nearest word before it in its clause, or right after
    it."""
    start, end = span
    window = _BREAK.split(text[max(0, start - 14) : start])[-1]
    words = list(_DIRECTION.finditer(window))
    if (
        words
        and words[-1].group() in ("上调", "下调", "调高", "调低")
        and window[words[-1].end() :].rstrip().endswith(("至", "到", "为"))
    ):
        return None  # 增长预期下调至2.4%: what is expected grows all the same
    if words and words[-1].group().endswith("于") and window.endswith("的"):
        return None  # 低于同月全国的16.3%: what it is held against, not how it moved
    if words:
        return words[-1].lastgroup  # type: ignore[return-value]  # the groups bear the Literal's names
    after = _AFTER_DIRECTION.match(text, end)
    if after is not None:
        return "down" if after.group("word")[0] in "降跌" or after.group("word").startswith("下") else "up"
    return None


def shunned(text: str, start: int, late: Bound | None) -> Bound | None:
    """The bound after a figure that begins at `start`, turned round where it is told to be avoided: 别开到26℃以下."""
    turned: dict[Bound | None, Bound] = {"at_most": "at_least", "at_least": "at_most"}
    if late in turned and _AVOID.search(text, max(0, start - 10), start):
        return turned[late]
    return late
