"""The dateline that opens an article, and the outlet it names.

`新华社柏林1月22日电（记者商婧）` · `IT之家 7 月 28 日消息，` · `新京报讯（记者…）` · `【环球网报道 记者…】`
· `央视网消息：` · `极目新闻记者 孙婷婷` ·
`智通财经APP获悉，` · `本报北京8月2日电`. It turns on a word (电, 讯, 消息, 报道, 获悉, 记者); from there it
is read backwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.models import Span
from agent.sources import outlets

_REACH = 300
_ANCHOR = re.compile(r"电|讯|消息|报道|获悉|特稿|记者|通讯员|评论员")
_PERSONS = frozenset({"记者", "通讯员", "评论员"})
_DAY = r"(?:(?:20)?\d\d\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*日"
#: What may stand between the outlet's name and the word: reporter's name, day, 综合.
_STEM = re.compile(
    rf"(?:(?:见习|实习)?记者\s*(?P<who>[\u3400-\u9fff·]{{2,4}}?)\s*)?(?P<day>{_DAY})?\s*(?:综合|独家|专)?\s*$"
)
_ROLE_PREFIXES = (
    "见习",
    "实习",
    "特约",
    "全媒体",
    "全媒",
    "首席",
    "驻外",
    "特派",
    "综合",
    "图文",
    "一线",
    "高级",
    "资深",
    "本报",
)
_CLOSED = re.compile(r"(?:[》】」\s、·/|｜丨]|(?<=[\u3400-\u9fff])[（(][^（）()]{2,12}[)）])+$")
_PEOPLE = re.compile(r"\s*(?:[（(【](?!原标题|以下|股票)([^（）()【】。]{0,60})[)）】])?\s*[：:，]?")
_ROLE = r"(?:见习|实习|特约|全媒体?|首席)*(?:记者|通讯员|实习生|评论员|编辑)"
_NAME = r"[\u3400-\u9fff][\u3400-\u9fff·]{1,3}"
_ROLE_NEXT = re.compile(rf"[\s:：丨|/、，,]*(?:{_ROLE})?[\s:：丨|/]*")
_DELIMITED = re.compile(rf"[\u3400-\u9fff·]{{2,4}}(?=[\s、，,)）】|丨/\d“《]|{_ROLE}|$)")
_REPORTING = re.compile(r"\s*(?:发自\s*)?[\u3400-\u9fff]{2,5}(?:报道|\s(?=\d))")
#: What the third character of a name glued to its sentence hardly ever is.
_NOT_THIRD = frozenset("为的了在今近从据随当日月昨因自一这那我你他她本上下前后有是不由每经对与和及")
_POSTED = re.compile(r"驻[\u3400-\u9fff]{2,4}$")
#: After 记者 these begin a sentence, not a name.
_VERBS = (
    "从了在获注通采于发对向就联致来梳查调走看表问告按根手日今昨一二三四五六七八九十0"
    "123456789们站现探实登拨以是为"
)
_OWN = re.compile(r"(?:本报|本网|本刊|本台|本站)(?:[\u3400-\u9fff]{0,7})$")
_SUFFIX = (
    r"(?:社|网|报|台|新闻|客户端|之家|在线|视频|周刊|杂志|广播|电视|频道|融媒体?"
    r"|头条|资讯|观察|经纬|资本局|立方|APP|App)"
)
_LOOSE = re.compile(
    rf"^(?P<name>[\u3400-\u9fffA-Za-z0-9·\-/+]{{1,14}}?{_SUFFIX})(?P<place>[\u3400-\u9fff·]{{2,7}})?$"
)
_BOUND = re.compile(r".*[^\u3400-\u9fffA-Za-z0-9·\-/+]", re.DOTALL)
#: Words that end like an outlet's name and are none.
_COMMON = re.compile(
    r"^(?:本|据|综合|有|该|多家|记者|日前|近日|昨|今|外|台|美|俄|英|韩|日|德|法|印|港|乌|我|当地|多|从|在|对|于|另|通过|这|那|其|某|由|与|和|以及|网络|官方|国内"
    r"|海外|微信|微博|此前).{0,4}$"
    r"|^(?:新闻|媒体|资讯|视频|头条|电视|广播|发布|官网|官微|互联网|因特网|局域网|电网|警报|情报|海报|日报|晚报|汇报|通报|预报|公报|举报|申报|年报|季报|财报|喜报|简报|上报"
    r"|电台|平台|后台|舞台|阳台|窗台|柜台|观察|在线|电视台|合作社|供销社|旅行社)$"
    r"|(?:官网|互联网|政府网|公众号|平台|后台|财报|年报|季报|半年报|通报|汇报|申报|预报|海报|情报|合作社|旅行社|供销社|国家电网|南方电网)$"
)
#: Before a name these say that it is only cited.
_CITING = (
    "据",
    "称",
    "综合",
    "援引",
    "转引",
    "引述",
    "引用",
    "根据",
    "按照",
    "参考",
    "接受",
    "告诉",
    "从",
    "来自",
    "对",
    "向",
    "在",
    "和",
    "、",
)


#: Foreign outlets are cited by Chinese articles, not their publishers.
_FOREIGN = re.compile(
    r"^(?:据|按|综合|日本|韩国|朝鲜|美国|英国|法国|德国|意大利|西班牙|俄罗斯|乌克兰|印度|以色列|伊朗|土耳其|澳大利亚|加拿大|巴西|越南|泰国|新加坡|菲律宾|马来西亚|纽约|华尔街"
    r"|华盛顿|路透|法新|美联|塔斯|俄新|韩联|共同|时事|彭博|卫星|安莎|德新|埃菲|半岛电视|今日俄罗斯|每日邮报|卫报|泰晤士|费加罗|世界报|朝日|读卖|朝鲜日报|中央日报)"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where the dateline stands, the outlet it names ("" for 本报) and the words about its people."""

    span: Span
    publisher: str = ""
    people: str = ""


def dateline(text: str, start: int, stop: int) -> Dateline:
    """The dateline of the article that begins at `start`; an empty span at `start` where there is none."""
    head = text[: min(start + _REACH, max(stop, start))]
    for count, anchor in enumerate(_ANCHOR.finditer(head, start)):
        found = _at(head, start, anchor.start(), anchor.end(), anchor.group())
        if found is not None:
            if _opens(head, start, found):
                return found
            break
        if count > 14:
            break
    return Dateline((start, start))


def people(words: str) -> str:
    """The names in `（记者 某某 通讯员 某某）`, parted by 、."""
    words = re.sub(rf"{_ROLE}|作者|摄影|报道|(?:^|(?<=\s))[文图摄](?=[/:：\s])|[:：/丨|]", " ", words)
    names = [n for n in re.split(r"[\s、，,]+", words) if re.fullmatch(_NAME, n) and n not in outlets.NAMES]
    return "、".join(names[:6])


def _at(head: str, start: int, at: int, end: int, word: str) -> Dateline | None:
    """The dateline that turns on `head[at:end]`, or None."""
    if word in _PERSONS:
        return _with_person(head, start, at, end)
    stem = _STEM.search(head, max(start, at - 40), at)
    dated = bool(stem and stem["day"])
    before = stem.start() if stem else at
    if not _may_turn(head, word, dated, before, end):
        return None
    own = _OWN.search(head, max(start, before - 10), before)
    if own and (dated or word in ("讯", "电")):
        name, name_at = "", own.start()
    else:
        closed = _CLOSED.search(head, max(start, before - 16), before)
        found = _name_before(head, start, closed.start() if closed else before, dated or word in ("讯", "电"))
        if found is None:
            return None
        name_at, name = found
        if not dated and not _undated(head, name_at, word, end):
            return None
    if head[name_at - 1 : name_at] in ("【", "[", "（", "("):
        close = re.compile(r"[^】\])）。]{0,40}[】\])）]\s*[：:，]?").match(head, end)
        if close:
            return Dateline((name_at - 1, close.end()), name, head[end : close.end()].strip("】])）：: "))
    if head[name_at - 1 : name_at] == "《":
        name_at -= 1
    after = _PEOPLE.match(head, end)
    who = (after.group(1) or "") if after else ""
    if word == "消息" and not re.search(_ROLE, who):
        who = ""  # `央视网消息（新闻联播）` names a programme
    return Dateline(
        (name_at, after.end() if after else end), name, who or (stem["who"] or "" if stem else "")
    )


def _may_turn(head: str, word: str, dated: bool, before: int, end: int) -> bool:
    """A quick look whether a dateline may turn on a word that stands everywhere (电动车, 通讯, 消息)."""
    if dated:
        return True
    last = head[before - 1 : before]
    if word == "讯":
        return (
            head[end : end + 1] in ("（", "(", " ", "：", ":", "，", "\xa0", "\u3000", "【")
            or last in "报网社台端闻"
        )
    if word == "电":
        return head[max(0, before - 9) : before].find("本报") >= 0
    return last in "网社报台闻端》】频济经道线Pp体频方合家技稿微" or last.isspace()


def _undated(head: str, name_at: int, word: str, end: int) -> bool:
    """What else must hold of a dateline without a day."""
    after = head[end : end + 1]
    if word == "消息":
        return after in ("：", ":", "（", "(")
    if word in ("报道", "特稿"):
        return head[name_at - 1 : name_at] in ("【", "[", "（", "(")
    if word == "获悉":
        return after in ("，", ",", "：", ":")
    return True


def _with_person(head: str, start: int, at: int, end: int) -> Dateline | None:
    """`极目新闻记者 孙婷婷通讯员 王志慧`, and `【大河财立方 记者 张克瑶】`."""
    stop = at
    cut = True
    while cut:
        cut = False
        for prefix in _ROLE_PREFIXES:
            if head.endswith(prefix, start, stop):
                stop -= len(prefix)
                cut = True
    posted = _POSTED.search(head, max(start, stop - 6), stop)
    stop = posted.start() if posted else stop
    own = head.endswith(("本报", "本网"), start, stop)
    closed = _CLOSED.search(head, max(start, stop - 16), stop)
    found = None if own else _name_before(head, start, closed.start() if closed else stop, False)
    if found is None:
        return None
    name_at, name = found
    if head[name_at - 1 : name_at] in ("【", "[", "（", "("):
        close = re.compile(r"[^】\])）。]{0,40}[】\])）]\s*[：:，]?").match(head, end)
        if close:
            return Dateline((name_at - 1, close.end()), name, head[at : close.end()].strip("】])）：:，"))
    if head[end : end + 1] in _VERBS:
        return None
    behind = _names_end(head, end)
    if head[name_at - 1 : name_at] == "《":
        name_at -= 1
    return Dateline((name_at, behind), name, head[end:behind])


def _names_end(head: str, end: int) -> int:
    """Where the names of `记者 孙某 通讯员 王某某` end, the last of them perhaps glued to the sentence after
    it.
    """
    at = end
    for count in range(8):
        gap = _ROLE_NEXT.match(head, at)
        begin = gap.end() if gap else at
        named = _DELIMITED.match(head, begin)
        if named and (count == 0 or begin > at):
            at = named.end()
            continue
        glued = count == 0 or (begin - at > 1 and not head[at:begin].isspace())
        if glued and re.match(r"[\u3400-\u9fff]{3}", head[begin : begin + 3]):
            at = begin + (2 if head[begin + 2] in _NOT_THIRD else 3)
        break
    reporting = _REPORTING.match(head, at)
    return reporting.end() if reporting and "报道" in reporting.group() else at


def _name_before(head: str, start: int, end: int, placed: bool) -> tuple[int, str] | None:
    """(where it begins, the name) of the outlet named right before `end`, or before a place's name there."""
    base = max(start, end - 26)
    for skip in (0, 2, 3, 4, 5, 6, 7) if placed else (0,):
        stop = end - skip
        if stop <= base:
            break
        name = outlets.ending_at(head, stop, base)
        if name:
            at = stop - len(name)
            if head[at - 1 : at] == "、" and (first := outlets.ending_at(head, at - 1, base)):
                return at - 1 - len(first), first
            before = head[max(start, at - 3) : at].rstrip("《“")
            return None if before.endswith(_CITING) else (at, name)
    bound = _BOUND.match(head, base, end)
    at = bound.end() if bound else base
    if at == base and base != start:
        return None
    loose = _LOOSE.match(head[at:end])
    if not loose or (loose["place"] and not placed):
        return None
    name = loose["name"]
    if (
        _COMMON.search(name)
        or _FOREIGN.match(name)
        or (at > start and head[at - 1] not in "【[（( \t\u3000\xa0|｜丨。！？”\n□■●《")
    ):
        return None
    return at, name


def _opens(head: str, start: int, found: Dateline) -> bool:
    """Whether a dateline opens the article: nothing, a title or a caption before it, no running text."""
    before = head[start : found.span[0]]
    if len(before) <= 12:
        return True
    stops = before.count("。")
    line = head[found.span[0] : found.span[1]]
    if re.search(rf"{_DAY}\s*(?:综合)?(?:电|讯)", line):
        return len(before) <= 220 and stops <= 4
    return len(before) <= 140 and stops <= (1 if len(before) <= 80 else 0) and before.count("，") <= 4
