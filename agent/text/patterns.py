"""The expressions by which numbers are found in a text. All are bounded, so that reading stays linear."""

from __future__ import annotations

import re
from typing import Final

from agent.text.numerals import ENGLISH_WORD, HAN

#: Digits with thousands separators, or a run of digits; with decimals, but not the first parts of 3.1.2.
NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d++)(?:\.\d++(?!\.\d)|(?<=[\u4e00-\u9fff]\d)\. \d++(?=[万亿])|(?<=[\u4e00-\u9fff]\d\d)\. \d++(?=[万亿]))?"
#: A Latin word, with its digits (GPT4), but not those of a date set close to it (Reuters6月10日, Axios2026年).
LATIN: Final = r"[A-Za-z](?:[A-Za-z]|\d(?!\d?月\d|\d{3}年))*"
_ENGLISH: Final = f"(?:{'|'.join(ENGLISH_WORD)}|hundred|thousand|million|billion|trillion)"

#: Where a quantity may begin; the group says which form it has.
_FORMS: Final = (
    rf"(?P<endless>[{HAN}]{{25,}}+)",  # no one writes a numeral so long
    # a name with digits: C919, PM2.5, 2K1000LA; but Reuters6月10日 is a name and a date
    r"(?P<code>(?<![A-Za-z0-9])(?![A-Za-z]{1,12}(?:\d{1,2}月\d|\d{4}年))(?:[A-Za-z]{1,12}-?\d[\dA-Za-z.+-]{0,20}"
    r"|\d{1,6}[A-Za-z]{1,12}\d[\dA-Za-z]{0,20}))",
    rf"(?P<rank>第 ?(?:\d{{1,6}}|[{HAN}]{{1,8}}))",
    rf"(?P<part>(?P<base>[百千万]|[{HAN}]{{1,4}}|\d{{1,4}})分之 ?"
    rf"(?P<top>{NUMBER}|[{HAN}点]{{1,12}}|[几数]十?))",
    r"(?P<over>(?<![\d/.])\d{1,2}/\d{1,4}(?![\d/]))",
    r"(?P<change>翻 ?(?P<times>[一两二三四]|\d)? ?[番倍]|减半|折半|腰斩|[过近超约]?半数|过半|一半"
    r"|(?<![A-Za-z])(?i:half)(?![A-Za-z]))",
    rf"(?P<arabic>{NUMBER})",
    rf"(?P<han>(?!(?<=[登着大内])陆)(?:[{HAN}几]|数(?=[十百千万亿家名次人个种项天年]))[{HAN}点几]{{0,22}}|半(?=年|个|小时|数|天))",
    r"(?<![A-Za-z])(?P<fraction>(?i:(?:a|one|two|three|four)[- ](?:third|quarter|fifth|tenth)s?))(?![A-Za-z])",
    rf"(?<![A-Za-z])(?P<english>(?i:(?:an? |one )?{_ENGLISH}(?:[ -]{_ENGLISH}){{0,4}}))(?![A-Za-z])",
)
#: Every form begins with one of these, so that most positions are passed over at once.
_FIRST: Final = rf"(?=[\dA-Za-z{HAN}几数半第翻减折腰过近超约])"
#: Only the English words may be in capitals: every Chinese class made ready for both cases would cost a start 12 ms.
CORE: Final = re.compile(f"{_FIRST}(?:{'|'.join(_FORMS)})")

MULTIPLIER: Final = re.compile(r" ?(?:(?P<han>[十百千万亿]{1,4})|(?P<english>[A-Za-z]{1,8})(?![A-Za-z]))")
#: The rest of 1亿2000万.
COMPOUND: Final = re.compile(r"(\d{1,4}(?:\.\d+)?)([万千百])")
MORE: Final = re.compile(r" ?(多|余|来|几)")
RANGE: Final = re.compile(rf" ?(?:[-—~至到]{{1,2}}|to(?![A-Za-z])|and(?![A-Za-z])) ?(?={NUMBER}|[{HAN}])")
NEXT: Final = re.compile(rf"{NUMBER}|[{HAN}]{{1,10}}")
ARABIC: Final = re.compile(NUMBER)
RATIO: Final = re.compile(r" ?[:∶比] ?(\d{1,9}(?:\.\d{1,9})?)(?![\d:.%])")
#: 6-4, 2-0: the higher number first, so no range.
SCORE: Final = re.compile(r"[-—](\d{1,3})(?![\d.%年月日-])")
#: Digits that run into letters which are no unit: 5G, 3D.
TOKEN: Final = re.compile(r"\d[\dA-Za-z.+-]{0,20}")
#: Letters that can only be a unit nobody listed: 16000rpm.
LATIN_UNIT: Final = re.compile(r"[a-z]{2,8}(?![A-Za-z\d])")
#: 三年半, 两个月半, 两次半.
HALF: Final = re.compile(r"半(?![年数个径导身天决成程场封开公官挂自])(?:时间)?")
#: 三年零六个月.
AND_MONTHS: Final = re.compile(r"[零又](?P<months>\d{1,2}|[一二两三四五六七八九十]{1,2})个月")
#: 两个多月, 三个多小时.
SOME_MORE: Final = re.compile("个多(?=月|小时|星期|季度|世纪|百分点)")
#: 30万4000元.
AND_THOUSANDS: Final = re.compile(r"\d{4}(?=元|人|辆|吨|家|户|台|套|件|亩|平|次|个|美|港|欧|日)")
#: What follows 2.4个 of 2.4个和8.4个百分点.
POINTS_TOO: Final = re.compile(r"(?:[、和与,]|以及)\d+(?:\.\d+)?个百分点")
#: 三个半小时.
AND_A_HALF: Final = re.compile("个半(?=小时|钟头)")
LIST: Final = re.compile(r"(?:[/×*]\d{1,9}(?:\.\d{1,9})?){1,5}(?![\d.])")
PER: Final = re.compile(r"/([一-龥A-Za-z]{1,4})")

#: Words that begin with a numeral and are no quantities.
WORDS: Final = re.compile(
    r"一带一路|一[员席臂份子](?![一-龥]?[级工])|一系列|一部分|一方面|一把手"
    r"|一[体线些定直起样般旦致同切面代种个位名家项条款次批场级座件番手道路大度连等环份号队支本张边套台期生步流把声片段层类"
    r"轮组所群门只枚人日]"
    r"|一[箭机网岗证票专企]多[一-龥]"
    r"|万一|千万(?=别|不|要)|十分(?!之|钟)|百[度姓货科强]|千行百业|百人会|八角形|百分点|百分制|千家万户|万[家物里能达科方华]|亿万|千古|千岛"
    r"|五台山|三门峡|九台区|六盘水|三分[球线王大]|三[亚星峡农明角维方线]|四[川面方处级线]|五[金粮行]|六安|七夕|八[一方]|九[州江寨]|十堰"
    r"|[一二三]{2,3}等奖|两[会岸者地侧端边旁]|二[手维次线]|双百"
)
#: A bound that does not touch its number: 不超过合同金额的30%.
FAR_BOUND: Final = re.compile(
    r"(?:(?P<most>不得?超过|不高于|不多于|至多|最多)|(?P<least>不得?低于|不得?少于|至少))[^\d,，。；;、：:%]{1,14}$"
)
#: What a change is measured against: the same time of the year before, the time just before, or a named year.
PERIOD: Final = re.compile(
    r"(?=[同按比环较年ymqf])(?:(?P<year>同比|[较比](?:上年|去年|上一年)(?:同期|同月|同季)?|按年|(?<!\d)年增|year[- ]on[- ]year"
    r"|year[- ]over[- ]year|from a year)"
    r"|(?P<previous>环比|[较比](?:上一?|前一?)个?(?:月|季度?|周|期)|按月|按季|month[- ]on[- ]month"
    r"|quarter[- ]on[- ]quarter)"
    r"|[较比](?P<named>(?:19|20)\d\d|[一二两三四五六七八九十]{1,2}年前))"
)
SENTENCE_END: Final = re.compile(r"[。！？!?；;\n]")
HEAD: Final = re.compile(r"[一-龥A-Za-z\"]{1,10}")
TAIL: Final = re.compile(r"[一-龥A-Za-z\"]{1,16}$")
