"""A source sentence made fit to stand alone: openers off, days named, cut to length, or refused."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.writer.article import Article, Line
from agent.writer.clutter import is_page
from agent.writer.days import resolve
from agent.writer.tidy import balanced, breaks, tidy

#: Characters a sentence has at most, and at least.
LONGEST, SHORTEST = 110, 14

_OPENER = re.compile(
    r"(?:此外|另外|同时|与此同时|并且|值得注意的是|值得一提的是|值得关注的是|需要注意的是|需要指出的是|据了解|另据了解|据悉|另悉|据介绍|据报道|报道称|具体来看|具体来说"
    r"|具体而言|总的来看|整体来?看|总体来?看|事实上|实际上|其实|不仅如此|除此之外|除上述内容外|会上|会议上|发布会上|活动现场|仪式上|活动上|当前，?记者了解到|换言之|也就是说"
    r"|公开资料显示|公开信息显示|资料显示|相关资料显示|数据显示|有数据显示|这也意味着)[，,：:]?|(?:同时|此外|另外)(?=[，提还要将对])"
)
_LEARNT = re.compile(
    r"^(?P<day>(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|今天|今日|昨天|昨日|近日|日前)?[，,]?(?:(?:本报|本网|[\u4e00-\u9fffA-Za-z]{2,12}?)?(?:记者|笔者)|[\u4e00-\u9fffA-Za-z]{0,8}(?:网|社|报|之家|财经|新闻|客户端))?"
    r"(?P<day2>(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|今天|今日|昨天|昨日|近日|日前)?"
    r"(?:(?:在|从|自)(?P<who>[^，。；“”]{2,36}?)(?P<at>举行的|召开的|举办的)?[^，。；《》]{0,24}?(?P<in>中|上)?)?(?:获悉|了解到|了解|获知|注意到|查询发现)[，,：:]?"
)
#: Starts that lean on the sentence before; kept only right after it.
_LEANS = re.compile(
    r"(?:其(?!他国|他地|间隔)|该|此(?!前)|这|上述|他|她|它|对此|为此|因此|由此|因而|所以|从而|于是|但|不过|然而|而|却|相比|另一|另有|其余|二是|三是|四是|五是|第二|第三|最后|双方|两者|二者|三者|各方"
    r"|随后|之后|此后|当时|同期|后者|前者|并(?!购|网|表)|也|还|又|再|则|均|都|即|且|尤其|特别是|包括|以及|甚至|据其|如果说|一方面|另一方面|首先|其次|再次|不仅|例如|比如|譬如|如(?!今|何)"
    r"|两项|两家|三家|以上|以下|至此|届时|到时|除了?(?:这|上述|此)|在此|与之|基于此|本次|此次|那|何|这样|除此|预计(?=将|可|总)|会议(?:强调|指出|要求|提出)|方案|意见|通知|办法)"
)
_FLAW = re.compile(
    r"我们|咱|笔者|小编|本报|本网|本台|本刊|本社|记者|我(?=省|市|县|区|校|院|公司|司|会|厅|局|部|所|队|们|的|是|想|觉得|从|在|就|也|这|不|要|自己|家)|我$|你|您|大家|朋友"
    r"|[？?]|难道|究竟|到底|呢[，。]|吗[，。]|为什么|怎么办|如何？|有多|没错|哈哈|……$|网友|爆料|传闻|听说|据传|小道|博主|微博|抖音号|ID"
)
_SUBORDINATE = re.compile(
    r"^(?:如果|如|若|倘若|虽然|尽管|由于|因为|因|为了|为|随着|除|除了|当|在|自|从|对于|对|根据|按照|依据|据|通过|经过|截至|面对|围绕|针对|即使|即便|只有|只要|无论|不论|基于|鉴于|以|凭借|依托|作为|与|和|比如|例如|同)"
)
_TURN = re.compile(r"但|却|然而|不过|除外|前提|尚|未|否则|方可|才|除非|仅|并非|不得|不含|不包括|例外|只是")
_VERBISH = re.compile(
    r"[是为有达到增降升跌占居超涨发布印启举召开签建投获通推提明要规公表指说称认介强示成完将可能应须需与由让使令获实入出起落并计创迎]"
)
_JOINED = re.compile(
    r"\d(?:\.\d+)?%(?=[\u4e00-\u9fff])(?!%[的以左上下至到和与、及或者为在股权是来增降升涨跌了，。；（）]|%(?:高|低|快|慢|区间|水平|股份|关税))"
)
_TAIL_ASIDE = re.compile(r"(?:（[^（）]{0,40}(?:记者|报道|编译|供图|日报|新闻|网)[^（）]{0,30}）)+$")


@dataclass(frozen=True, slots=True)
class Fit:
    """A sentence fit to print. `leans` tells that it must stand right after the line before it."""

    text: str
    leans: bool
    cut: bool = False


def fit(article: Article, line: Line, *, lead: bool = False, longest: int = LONGEST) -> Fit | None:
    """`line` made to stand alone, or None where that cannot be done without changing what it says.

    `lead` keeps 近日 (an opening with a date will anchor it).
    """
    if is_page(line.text):
        return None
    text = _TAIL_ASIDE.sub("", _close(tidy(line.text)))
    text = strip_openers(text)
    named = resolve(text, article.days, article.before(line), keep_lately=lead)
    if named is None:
        return None
    text = _speech(named)
    leans = bool(_LEANS.match(text))
    text, cut = _shorten(text, longest)
    return Fit(text, leans, cut) if text and sound(text) else None


def strip_openers(text: str) -> str:
    """`text` without connectives and without the reporter's way of having learnt it, as often as they stand in front."""
    for _ in range(4):
        rest = _OPENER.sub("", text, count=1) if _OPENER.match(text) else text
        rest = _learnt(rest)
        rest = re.sub(
            r"^(?:\d{1,2}[.、．]|[①-⑩]|[（(]?[一二三四五六七八九十]{1,2}[）)、])\s*", "", rest
        ).lstrip("，,：:、；。 ")
        if rest == text:
            return text
        text = rest
    return text


def _learnt(text: str) -> str:
    """`记者从某部获悉，` → `据某部消息，`; without a named giver it falls away."""
    match = _LEARNT.match(text)
    if not match or match.end() == 0:
        return text
    rest, who = text[match.end() :], match["who"]
    day = match["day"] or match["day2"] or ""
    if day in ("近日", "日前"):
        day = ""
    if not who:
        return rest
    if who.startswith("《"):
        return f"据{who.removesuffix('中')}，{rest}"
    if match["at"] or match["in"]:
        return f"据{who}{match['at'] or ''}{_between(match)}消息，{rest}"
    return f"据{who}{day}消息，{rest}"


def _between(match: re.Match[str]) -> str:
    """What stands between the occasion and 上获悉: `国新办举行的新闻发布会`."""
    words = match[0]
    start = words.find(match["who"]) + len(match["who"]) + len(match["at"] or "")
    return re.sub(r"(?:中|上)?(?:获悉|了解到|了解|获知|注意到|查询发现)[，,：:]?$", "", words[start:])


def _close(text: str) -> str:
    """`text` ending in one `。` where it ends in `；`, `！` or a half-width stop."""
    text = text.strip()
    if text.endswith(("；", ";", "！", "!", ".")):
        return text[:-1] + "。"
    return text


def _speech(text: str) -> str:
    """`告诉记者`, `对记者说` and `在接受……采访时` without the reporter."""
    text = re.sub(r"(?:，)?(?:在|近日)?(?:日前)?接受[^，。“”]{0,24}采访时", "", text)
    text = re.sub(r"告诉[^，。“”]{0,12}?记者", "表示", text)
    return re.sub(r"(?:对|向|给)[^，。“”]{0,10}?记者(?=[说表介坦称透指强解])", "", text)


def sound(text: str) -> bool:
    """Whether a trimmed sentence can be printed: whole, balanced, without first person, question or leftovers."""
    if not SHORTEST <= len(text) <= LONGEST + 30 or not text.endswith(("。", "。”")):
        return False
    if not balanced(text) or _FLAW.search(text) or _JOINED.search(text) or is_page(text):
        return False
    if text[0] in "，。、；：）》”’%.-—…·0" or re.search(r"[，、；：][，、；：。]|\s{2}|[:：]。", text):
        return False
    return bool(_VERBISH.search(text))


def _shorten(text: str, longest: int) -> tuple[str, bool]:
    """`text` cut at a clause boundary to at most `longest` characters, or "" where no cut is safe."""
    if len(text) <= longest:
        return text, False
    for at in reversed(breaks(text)):
        if at - 1 < SHORTEST or at > longest:
            continue
        if safe_cut(text, at):
            return text[: at - 1] + "。", True
    return "", True


def safe_cut(text: str, at: int) -> bool:
    """Whether `text` may end just before offset `at`: what stays is a whole statement, what goes does not turn it."""
    kept, gone = text[: at - 1], text[at:]
    first = re.split(r"[，；。]", gone, maxsplit=1)[0]
    if _TURN.match(first) or _TURN.search(first[:6]) or re.match(r"[并]?[以]?(?:除外|的除外)", first):
        return False
    last = re.split(r"[，；。]", kept)[-1]
    if (
        _SUBORDINATE.match(last)
        and text[at - 1] == "，"
        and not re.search(r"[了过]$|\d[\d.]*[%元家个万亿倍]", last)
    ):
        return False
    if re.search(
        r"(?:的是|表示|指出|认为|说|称|提出|强调|介绍|显示|获悉|要求|明确|规定|包括|以下|即|如|时|后|前|中|下|来看|方面|之一|基础上|同时|的|以来)$",
        kept,
    ):
        return False
    return bool(_VERBISH.search(last)) and kept.count("：") <= 1 and not _half_speech(kept)


def _half_speech(kept: str) -> bool:
    """Whether the words kept open a list or a condition and stop before its end."""
    clauses = re.split(r"[，；]", kept)
    return len(clauses) == 1 and bool(_SUBORDINATE.match(kept))
