"""The expressions by which dates are found in a text, and the forms they have."""

from __future__ import annotations

import re
from typing import Final

from agent.text.numerals import DIGITS

Y: Final = rf"(?:(?:1[6-9]|20|21)\d\d|[一二][{DIGITS}]{{3}})"
REL: Final = "今年|去年|明年|前年|后年|本年度?|当年|同年|上年|次年|翌年|上一年"
_M: Final = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D: Final = "(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
Q: Final = "[一二三四1-4]"
_TO: Final = "[-—~至到]{1,2}"
_HALF: Final = "上半年|下半年|全年|半年度"
_QUARTER: Final = f"(?:第?{Q}(?:、{Q})?(?:个)?季度?(?=末|报|$|[^一-龥])|第? ?{Q} ?个?季度|首季度?|前[一二三123]个?季度)[末底]?"
SPAN: Final = (
    rf"(?:前|头)(?:1[01]|[1-9]|十一?|[一二两三四五六七八九])个?月"
    rf"|{_M} ?(?:月份? ?)?{_TO} ?{_M} ?月份?(?! ?(?:{_D}) ?[日号])"
)
_END: Final = "年初|年底|年末|年中|年内|年终|岁末"
_SEASON: Final = "[春夏秋冬]季|[春夏秋冬]天"
_MONTH_PART: Final = "(?:[上中下]旬|月?初|月?底|月?末|份)"
EN_M: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_MD: Final = (
    rf"{_M} ?月(?: ?{_D} ?[日号](?: ?{_TO} ?(?:{_M} ?月 ?)?{_D} ?[日号])?| ?{_D} ?{_TO} ?{_D} ?[日号]"
    rf"| ?{_TO} ?{_M} ?月(?: ?{_D} ?[日号])?|{_MONTH_PART})?"
)
#: What follows a score, and no time of day: 16:11击败.
_WON: Final = (
    "(?:的?比分|击败|战胜|[获取险]胜|胜|力克|轻取|拿[下到]|逆转|淘汰|横扫|不敌|负于|惜败|告负|领先|落后)"
)
#: Name of the form → how it looks. The first that fits wins.
_FORMS: Final = {
    "endless": rf"\d{{25,}}+|[{DIGITS}十]{{25,}}+",  # no date: passed over at once
    "iso": r"(?<![\d.])(?:19|20)\d\d[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9])(?![\d.])",
    "years": rf"(?<!\d){Y} ?年?(?:{_TO}| ?and ?){Y}(?: ?年|(?!\d))",
    "full": rf"(?:(?<!\d){Y}(?: ?年|(?=版|[上下]半年|全年|第?[一二三四1-4]季度))|{REL})度? ?的?"
    rf"(?:{SPAN}|{_MD}|{_HALF}|{_QUARTER}|{_SEASON}|年[初底末中终]|(?<=[\d ]年)内(?![蒙地部容外需资存科销贸河涝陆测卷])|[初底末中](?![一-龥]国|(?<=中)[国超甲乙央共美欧阿非俄日韩英法德印越泰老柬缅朝蒙澳加墨巴哈拉东西医药方])|同期)?",
    "plan": r"\"?[十][一二三四五六]?五\"?(?=规划|时期|期间|末|以来|开局|收官|\"|发展|计划)"
    r"\"?(?:时期|期间|末)?",
    "decade": r"(?:(?:上|20|21|本|二十|二十一)世纪)?(?<!\d)(?:[1-9]0|[二三四五六七八九]十)年代[初末中]?",
    "span": rf"(?<!\d)(?:{SPAN})",
    "md": rf"(?<![\d.个])(?!(?:(?<=近)|(?<=连[升降涨跌增减])|(?<=连续)){_M} ?月(?! ?{_D} ?[日号])){_MD}",
    "quarter": _QUARTER,
    "half": _HALF,
    "days": rf"(?<![\d.第个月]){_D} ?日? ?{_TO} ?{_D} ?[日号](?![内线元圆]|均[线价值])",
    "day": rf"(?<![\d.第个{DIGITS}十]){_D} ?日(?!均[线价值]|[内线元圆本韩产行程常益])",
    "end": _END,
    "en": (
        rf"(?<![A-Za-z]){EN_M} \d{{1,2}}(?:st|nd|rd|th)?(?:, ?(?:19|20)\d\d)?(?![\dA-Za-z]| ?%)"
        rf"|(?<![\dA-Za-z])\d{{1,2}} {EN_M}(?: (?:19|20)\d\d)?(?![\dA-Za-z])"
        rf"|(?<![A-Za-z]){EN_M},? (?:19|20)\d\d(?!\d)"
        rf"|(?<![A-Za-z])(?:in|since|by|from|until|of|year|during|late|early|mid) {EN_M}(?=[\s,.;)]|$)"
    ),
    "en_year": r"(?<![A-Za-z])(?:[Ii]n|[Ss]ince|[Bb]y|[Ff]rom|until|of|during|year|than|to|for|fiscal) "
    r"(?:19|20)\d\d(?![%.,]?\d)",
    "en_quarter": (
        r"(?<![A-Za-z])(?:Q[1-4]|[Ff]irst[- ]quarter|[Ss]econd[- ]quarter|[Tt]hird[- ]quarter"
        r"|[Ff]ourth[- ]quarter"
        r"|[Ff]irst[- ]half|[Ss]econd[- ]half)(?:(?: of)? (?:19|20)\d\d)?(?![\dA-Za-z])"
    ),
    "en_word": r"(?<![A-Za-z])(?:this year|last year|next year|yesterday|today|tomorrow)(?![A-Za-z])",
    # 以16:11取胜 is a score
    "clock": rf"(?<![\d.:以])(?<!比分)(?:2[0-4]|[01]?\d)(?: ?[:时点] ?[0-5]\d(?:分|:\d\d)?(?![\d.:倍]|{_WON})"
    r"| ?时(?!代|期|速|候|间|尚)(?:许|整)?)|(?<=[早晚午晨夜])(?:2[0-4]|1?\d)点(?!\d|看法|建议|意见|启示|要求|共识|声明|措施)|(?<![\d.])(?:2[0-4]|1?\d)点(?:半|整|钟|许)",
    "weekday": "(?:本|上|下|这)?(?:周|星期)[一二三四五六日天](?![一-龥]?期)",
    "word": "(?:今天|今日)(?!的?(?:核心|看点|重点|焦点|主线|要闻)|关注)|昨天|昨日|昨晚|今晚|今晨|明天|明日|后天|后日|前天|当日|当天|次日|同日|翌日|即日|近日"
    "|日前|目前|当前|近期|最近|此前|同期|本月|上月|下月|当月|次月|本周|上周|下周|近年|年内|当晚|次年|[上下这]个月",
}
#: Every form begins with one of these, so that most positions are passed over at once.
_FIRST: Final = (
    rf"(?=[\dJFMASONDQjfmasondqiIsSbBuoyYtTple\"{DIGITS}十"
    "今去明前后本当同上下次翌全首头第年岁春夏秋冬昨即近日目最此这周星])"
)
MASTER: Final = re.compile(
    f"{_FIRST}(?:" + "|".join(f"(?P<{name}>{form})" for name, form in _FORMS.items()) + ")"
)
