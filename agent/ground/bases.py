"""What a figure is told for and compared with: each month or year, each of some, the year before or another."""

from __future__ import annotations

import re
from typing import Final

from agent.ground.agreement import periods_agree
from agent.ground.owner import Candidate
from agent.ground.side import Side
from agent.text.quantities import Quantity

#: What a figure is counted for: 每月, 一年.
_PER: Final = re.compile(
    r"(?:每|一|1)个?(?P<unit>年|月|季度|天|日|周|星期|小时|分钟)(?:[里内]|大?约|将?近|超过?|平均|要|需|花|交|[缴收]费?)*$"
)
#: The same further off, with no other figure between: 每月可减少支出约240万元.
_EACH: Final = re.compile(r"每个?(?P<unit>年|月|季度|天|日|周|星期|小时|分钟)[^\d,，。；;每]{0,16}$")
#: The same as part of what is measured: 年用电量, 月产, 日均客流; not 今年产量, 6月产量, 日产汽车.
_RATE: Final = re.compile(
    r"(?<![今去前明后上下半全当本来逐历同近整\d一二三四五六七八九十多数几个])(?P<unit>[年月日])"
    r"(?!产(?:汽车|集团|公司))(?=产|销|均|用[电水气]|耗|发电|处理|供[应电水气热]|吞吐|客流|成交|交易|收入|营收)[^\d,，。；;]{0,10}$"
)
#: How much of something a price is for: 每斤15元, 15元/斤.
_WEIGHTS: Final = "公斤|千克|市斤|斤|吨|克|升|亩|公顷|平方米|立方米|千瓦时|度|公里|股|桶|盎司|箱|盒|瓶|袋"
_FOR: Final = re.compile(rf"每[一1]?(?P<unit>{_WEIGHTS})[^\d,，。；;每]{{0,6}}$")
_A: Final = re.compile(rf"[/每](?P<unit>{_WEIGHTS})")
_CALLED: Final = {"千克": "公斤", "市斤": "斤", "度": "千瓦时"}
#: Whom or what a figure is told of, each of them: 每个单位申报项目不超过.
_OF_EACH: Final = re.compile(
    r"每[一1个名位家户支队]{0,2}(?P<who>单位|企业|公司|机构|学校|部门|人|选手|参赛者|学生|职工|员工|居民|用户|农户|家庭|团队|队伍|赛道|项目|作品|城市|社区|村)"
    r"[^\d,，。；;]{0,12}$"
)
#: Of those, who may be called by another of the same.
_KINDS: Final = (
    "单位企业公司机构学校部门",
    "人选手参赛者学生职工员工居民用户",
    "农户家庭",
    "团队队伍",
    "赛道",
    "项目作品",
    "城市社区村",
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
#: Words for what comes again and again.
_OFTEN: Final = re.compile("每|月均|日均|周均|按月|按日|一个?[月天周]|逐[月日]|/[月天日周]")
#: What a figure is compared with: 比五一期间便宜了四成.
_BASE: Final = re.compile(
    r"[比较](?![重例多高低为大小快慢好强弱短长早晚起赛亚特如])(?P<base>[^，,。；;\d]{2,10}?)(?:便宜|贵|高|低|多|少|增|减|升|降|下[降跌滑]|上[升涨]|涨|跌|提|缩|扩)"
)
_BEFORE: Final = re.compile("[去上前]|同期|往年|年初|此前|之前|(?:月份?|季度|周|半年)$")


def same_base(claim: Side, quantity: Quantity, candidate: Candidate) -> bool:
    """Whether a figure of the claim and one of a source are compared with the same and told for the same."""
    return periods_agree(quantity, candidate.quantity) and not (
        _paced(claim, quantity, candidate)
        or _priced(claim, quantity, candidate)
        or _other_base(quantity, candidate)
        or _older_base(claim, quantity, candidate)
        or _of_another(claim, quantity, candidate)
    )


def paced_as(claim: Side, quantity: Quantity, candidate: Candidate) -> bool:
    """Whether a figure told for each month, week or day (每月增收4600元) may be one: the source's sentence has such a
    word too."""
    start = quantity.full[0]
    each = _EACH.search(claim.folded, max(claim.clause_of(quantity.full)[0], start - 20), start)
    if each is None or each["unit"] not in ("月", "天", "日", "周", "星期"):
        return True
    side = candidate.side
    return _OFTEN.search(side.folded, *side.sentence_of(candidate.quantity.span)) is not None


def _paced(claim: Side, quantity: Quantity, candidate: Candidate) -> bool:
    """Whether both figures are counted for a time, and not for the same one: 一年1万元 of 一个月1万元."""
    mine, theirs = _per(claim, quantity), _per(candidate.side, candidate.quantity)
    return bool(mine and theirs) and mine != theirs


def _priced(claim: Side, quantity: Quantity, candidate: Candidate) -> bool:
    """Whether both are prices of so much, and not of the same: 每公斤15元 of 每斤15元."""
    mine, theirs = _for(claim, quantity), _for(candidate.side, candidate.quantity)
    return bool(mine and theirs) and mine != theirs


def _other_base(quantity: Quantity, candidate: Candidate) -> bool:
    """Whether the claim compares with the year or the month before, and the source's clause with something else:
    比去年同期便宜四成 of 比五一期间便宜四成."""
    if quantity.period not in ("year", "previous") or candidate.quantity.period:
        return False
    side = candidate.side
    start = side.clause_of(candidate.quantity.span)[0]
    base = _BASE.search(side.folded, start, candidate.quantity.full[1])
    return base is not None and not _BEFORE.search(base["base"])


def _older_base(claim: Side, quantity: Quantity, candidate: Candidate) -> bool:
    """Whether the claim compares with the year before, and the source with a named year that is none: 比上年 of 比2020年."""
    named = candidate.quantity.period
    if quantity.period != "year" or not _YEAR.fullmatch(named):
        return False
    side = candidate.side
    told = [
        (side, side.sentence_of(candidate.quantity.span)),
        (claim, claim.sentence_of(quantity.span)),
    ]
    years = {
        d.end.year
        for where, (start, stop) in told
        for d in where.dates
        if d.end is not None
        and start <= d.span[0] < stop
        and where.folded[d.span[0] : d.span[1]][:4] != named
    }
    years |= {side.published.year} if side.published else set()
    return int(named) + 1 not in years


def _of_another(claim: Side, quantity: Quantity, candidate: Candidate) -> bool:
    """Whether both are told of each of some, and not of the same: 每名参赛者不超过3个 of 每个单位不超过3个."""
    mine, theirs = _each(claim, quantity), _each(candidate.side, candidate.quantity)
    return bool(mine and theirs) and mine != theirs


def _per(side: Side, quantity: Quantity) -> str:
    """The time a figure is counted for, "" where none is told right before it."""
    start = quantity.full[0]
    found = _PER.search(side.folded, max(0, start - 12), start)
    found = found or _EACH.search(side.folded, max(side.clause_of(quantity.full)[0], start - 20), start)
    found = found or _RATE.search(side.folded, max(side.clause_of(quantity.full)[0], start - 14), start)
    return {"日": "天", "星期": "周"}.get(found["unit"], found["unit"]) if found else ""


def _for(side: Side, quantity: Quantity) -> str:
    """How much of something a price is for, "" where it does not say."""
    start, end = quantity.full
    found = _FOR.search(side.folded, max(0, start - 12), start) or _A.match(side.folded, end)
    return _CALLED.get(found["unit"], found["unit"]) if found else ""


def _each(side: Side, quantity: Quantity) -> str:
    """Of what kind of things a figure is told, each of them; "" where of none."""
    start = max(side.clause_of(quantity.full)[0], quantity.full[0] - 20)
    found = _OF_EACH.search(side.folded, start, quantity.full[0])
    return next((kind for kind in _KINDS if found["who"] in kind), "") if found else ""
