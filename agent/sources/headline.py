"""A title for an article that has none: the one glued to its beginning, else a clean clause of its first
sentence.
"""

from __future__ import annotations

import re

from agent.models import Span
from agent.text.joined import joined

ORIGINAL = re.compile(r"^\s*(?:↵\s*)?原标题\s*[：:]\s*")
_GAP = re.compile(r"\s{3,}")
#: What an article typically opens with, after a title glued to it.
_OPENING = re.compile(
    r"(?:当地时间|北京时间)?(?:20\d\d年)?\d{1,2}月\d{1,2}日(?:上午|下午|晚|凌晨|起|，|电|讯|,|消息)|近日，|日前，|近期，|今天，|昨天，|今日，|昨日，|据悉，|"
    r"据[\u3400-\u9fffA-Za-z]{2,14}(?:消息|报道|通报|介绍)|记者从|连日来，|今年以来，|截至(?:20\d\d年)?\d|随着|为(?:深入|进一步|切实|全面|了|帮助"
    r"|加强|提高|提升|推动|推进|落实|贯彻|丰富|增强|确保|更好|有效|积极|大力|充分|认真|持续|扎实|庆祝|弘扬|引导|保障)|20\d\d年(?:以来|初|底|\d{1,2}月)"
)
_STOP = re.compile(r"[。！？!?]+[”’]?(?=[^”’）)！？!?])")
_SOURCE = re.compile(r"\s*(?:文章|信息)?来源\s*[：:丨|].*$")
_DAY = (
    r"(?:当地时间|北京时间|美东时间|截至|截止)?\s*(?:20\d\d\s*年)?\s*(?:\d{1,2}\s*月)?\s*\d{1,2}\s*[日号](?:至\d{1,2}日)?(?:上午|下午"
    r"|晚间?|凌晨|中午|起|早)?"
    r"(?:\d{1,2}[时点:：]\d{0,2}分?(?:许|左右)?)?"
)
_LEAD = re.compile(
    rf"(?:{_DAY}|(?:就在)?(?:近日|日前|近期|近来|今天|昨天|今日|昨日|昨晚|今晨|连日来|最近|目前|当前|随后|此外|据悉|据了解|据介绍|据报道|今年以来|刚刚|早前|不久前)"
    r"(?:\s*\d{1,2}\s*时(?:\s*\d{1,2}\s*分)?(?:许|左右)?)?(?:[（(][^（）()]{2,12}[)）])?|记者[\u3400-\u9fff、]{2,12}从[^，。]{2,24}(?:获悉|了解到)|(?:记者)?(?:今天|昨天|近日|日前|\d{1,2}日)?(?:记者)?从[^，。]{2,24}(?:获悉|了解到)"
    r"|据[^，。]{2,24}(?:消息|报道|通报|介绍|公布|显示|透露|发布)|[^，。]{0,6}记者(?:获悉|了解到|注意到))\s*[，,：:]\s*"
)
#: A time in the midst of a sentence, behind its circumstances: what follows is the news.
_LATER = re.compile(rf"，(?:近日|日前|近期|今天|昨天|今日|昨日|{_DAY})，")
_ASIDE = re.compile(
    r"[（(](?:以下简称|简称|下称|以下称|股票代码|股票交易代码|记者|编辑|资料图|图源|证券代码|\d{6})[^（）()]{0,40}[)）]"
)
_ENDS = re.compile(r"[。！？!?\n]|\s{2,}")
_CLAUSE = "，,；;：: "
_PAIRS = {"“": "”", "《": "》", "（": "）", "(": ")", "【": "】", "「": "」"}
#: Characters a title made from a sentence has as a rule, and at most where no clause ends before.
_LONGEST, _MOST, _SHORTEST = 42, 64, 8
#: Titles up to this length are not looked through for a sentence glued to them.
_GLUED = 30
#: What is left hanging where one was cut off.
_LOOSE = re.compile(r"(?:[ ，,：:、]|[，,][\u3400-\u9fff\d]{0,6}|[由于和与在的对])+$")
#: A clause that only announces the next one, or only says when.
_WAITS = re.compile(
    r"(?:表示|指出|介绍|透露|宣布|称|说|认为|强调|显示|获悉|了解到|发文|上半年|下半年|季度|[年月日]|期间|以来|之后|之前|下一步|截至.{2,8}|其中)$"
    r"|^(?:为|继|在|随着|根据|按照|据|针对|围绕|面对|从)[^，]*$"
)
#: An agency's mark or a page's name glued to a title.
_AGENCY = re.compile(
    r"(?<=[\u3400-\u9fff％%”》])\s*(?:新华社|中新社|新华网|人民网|中新网|央视网|中国新闻网)"
    r"(?:(?:[\u3400-\u9fff]{2,6})?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:电|讯)(?=[\s（(]|$)|20\d\d[-年]).*$"
    r"|[\u3400-\u9fff]{2,6}[（(]公众号.*$|\s*【[^【】]{2,10}】$"
)
#: From here on a line is no longer title: the page's clock and author, the opening of the first sentence glued to it.
_BEHIND = re.compile(
    r"\s*(?:20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}:\d\d|(?:文章)?作者\s?[:：]|图源\s?[:：]|图片来源\s?[:：]|[（(]?(?:本文)?转自\s?[:：【]"
    r"|(?<=[\u3400-\u9fff！？”%])(?:最近|近日|日前|根据报道|据报道|据悉|据了解|据[\u3400-\u9fff]{2,10}(?:报道|消息|官网|网站|介绍))[，,]"
    r"|(?<=%)\d{1,2}月(?:份|\d{1,2}日)?[，,]).*$"
)
#: Spaces between a number and its unit: `8 月 3 日`.
_SPACED = re.compile(r"(?<=\d) (?=[年月日时分%万亿个家])|(?<=[年月日]) (?=\d)")
#: A picture's caption before the first sentence.
_PICTURE = re.compile(
    r"^[^，,！？]{0,60}?(?:供图|图源\s?[:：]\s?[\u3400-\u9fff]{2,6}|(?<=\s)摄)[）)]?\s*(?=\d|“|《|[\u3400-\u9fff]{4})"
)
#: Reporters and marks of a page before the first sentence.
_CREDIT = re.compile(
    r"^(?:\s*(?:本报|本网|本刊|见习|特约|首席|实习|全媒体)*(?:记者|通讯员|实习生)[\s:：]*[\u3400-\u9fff·]{2,4}?(?=[\s\d]|见习|实习|通讯员|本报))+\s*"
    r"|^【[^【】]{0,12}(?:记者|报道)[^【】]{0,30}】|^图(?=\d)|^问[:：]"
)
#: Where the first sentence of a story may begin behind a title.
_STARTS = re.compile(r"在|据|近日|日前|当地时间|\d{1,2}月\d|今年|记者|\d{1,2}日")
_DATED = re.compile(
    r"近日，|日前，|当地时间|\d{1,2}月\d{1,2}日(?:，|上午|下午|晚)|记者从|据[^，]{2,12}(?:报道|消息)，"
)
#: A sentence cut at its first comma often ends on when it happened.
_LAST_WORD = re.compile(r"(?<=[\u3400-\u9fff！？”])(?:近日|日前|近期|今天|昨天|昨日|今日)\s*$")
_CAPTION = re.compile(r"(?:[图摄]|现场|供图|资料|截图|图源.{0,6})[。.）)]?\s*$")


def headline(text: str, start: int, line: Span, stop: int) -> tuple[str, int]:
    """(title, where the text behind it begins) of an article from `start` on with the dateline `line`."""
    if start and ORIGINAL.match(text):
        return _glued(text, start, line, stop)
    before = text[start : line[0]].strip() if line[1] > line[0] else ""
    if 8 <= len(before) <= 60 and "。" not in before and not _CAPTION.search(before):
        return tidy(before), line[1]
    begin = line[1] if line[1] > line[0] else start
    return clause(text, begin, stop), begin


def _glued(text: str, start: int, line: Span, stop: int) -> tuple[str, int]:
    """Where a title glued to its article ends: at a gap, at the dateline, or where an article typically
    opens.
    """
    head = text[start : min(start + 110, max(stop, start))]
    ends = []
    gap = _GAP.search(head, 6)
    if gap:
        ends.append((gap.start(), gap.end()))
    if line[1] > line[0] and 6 <= line[0] - start <= 100:
        ends.append((line[0] - start, line[1] - start))
    opening = _OPENING.search(head, 8)
    # A date inside a title (`8月9日主力资金净卖出`) is not followed by a comma; one that opens a sentence is.
    if opening:
        ends.append((opening.start(), opening.start()))
    mark = _STOP.search(head, 8)
    if mark:
        ends.append((mark.end(), mark.end()))
    if not ends:
        return clause(text, start, stop), start
    end, behind = min(ends)
    title = _SOURCE.sub("", head[:end])
    again = title.find(title[:7], 7) if len(title) > 14 else -1
    return tidy(title[:again] if again > 0 else alone(title)), start + behind


def clause(text: str, begin: int, stop: int) -> str:
    """A title from the sentence at `begin`: clauses of time and source and asides taken away."""
    piece = text[begin : min(begin + 220, max(stop, begin))].lstrip(" \t\r\n\u3000\xa0，,：:；;。、|↵—-■□●")
    piece = _SPACED.sub("", piece)
    piece = _CREDIT.sub("", _PICTURE.sub("", piece))
    end = _ENDS.search(piece, 6)
    sentence = piece[: end.start() + (piece[end.start()] in "！？!?")] if end else piece
    if "（" in sentence or "(" in sentence:
        sentence = _ASIDE.sub("", sentence)
    for _ in range(3):
        lead = _LEAD.match(sentence)
        if not lead or len(sentence) - lead.end() < 8:
            break
        sentence = sentence[lead.end() :]
    later = _LATER.search(sentence, 4, 70)
    if later and len(sentence) - later.end() >= 10:
        sentence = sentence[later.end() :]
    return tidy(_cut(alone(sentence, _DATED)))


def _cut(sentence: str) -> str:
    """The clauses outside quotation marks that fit into `_LONGEST`, else the first one up to `_MOST`.

    None ends on who speaks or when. What is broken off within a clause ends in `……`.
    """
    if len(sentence) <= _LONGEST:
        return sentence
    closer, begun, ends = "", 0, []
    for i, char in enumerate(f"{sentence[:_MOST]}，"):
        if closer:
            closer = "" if char == closer else closer
        elif char in _PAIRS:
            closer = _PAIRS[char]
        elif char in _CLAUSE and (i < _MOST or len(sentence) <= _MOST):
            if i >= 10 and not _WAITS.search(sentence[begun:i]):
                ends.append(i)
            begun = i + 1
    short = [end for end in ends if end <= _LONGEST]
    cut = (short or ends[:1] or [0])[-1]
    return sentence[:cut] if cut else f"{sentence[:_LONGEST]}……"


def tidy(title: str) -> str:
    """A title as one line, without marks at its ends, at most 120 characters."""
    bare = _AGENCY.sub("", title)
    title = _LAST_WORD.sub("", bare if len(bare) >= _SHORTEST else title)
    before = _BEHIND.sub("", title).rstrip("（( ")
    title = before if len(before) >= _SHORTEST and "记者" not in before[-10:] else title
    broken = "……" if title.endswith("……") else ""
    return " ".join(title.split()).strip(" ，,；;：:。、|—-…↵")[:120] + broken


def alone(title: str, starts: re.Pattern[str] = _STARTS) -> str:
    """A title without the first sentence of its story glued to it, which begins with one of `starts`."""
    at = joined(title) if len(title) > _GLUED else 0
    if not at:
        return title
    for place in range(max(12, at - 3), min(len(title) - 16, at + 16)):
        again = starts is _STARTS and title[place : place + 2] == title[:2]
        if again or (starts.match(title, place) and title[place - 1] not in "数根依证"):
            return _LOOSE.sub("", title[:place])
    return title
