"""A source sentence made fit to stand alone: openers off, days named, cut to length, or refused."""

from __future__ import annotations

import re
from dataclasses import dataclass

import rjieba

from agent.text.joined import joined
from agent.writer.article import Article, Line
from agent.writer.clutter import is_page
from agent.writer.cut import NOUNS, SAY, SHORTEST, shorten, verbish
from agent.writer.days import resolve
from agent.writer.tidy import balanced, breaks, tidy
from agent.writer.weight import has_figure

#: Characters a sentence has at most.
LONGEST = 110

_OPENER = re.compile(
    r"(?:此外|另外|同时|与此同时|并且|值得注意的是|值得一提的是|值得关注的是|需要注意的是|需要指出的是|据了解|另据了解|据悉|另悉|据介绍|据报道|报道称"
    r"|具体来看|具体来说|具体而言|总的来看|整体来?看|总体来?看|事实上|实际上|其实|不仅如此|除此之外|除上述内容外|会上|会议上|大会上|论坛上|峰会上|发布会上|活动现场|仪式上"
    r"|活动上|换言之|也就是说|公开资料显示|公开信息显示|资料显示|相关资料显示|数据显示|有数据显示|据公开资料)[，,：:]?"
    r"|(?:同时|此外|另外)(?=[，提还要将对])"
)
_WHEN = r"(?:(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|今[天日]|昨[天日]|近日|日前)"
_REPORTER = (
    r"(?:(?:本报|本网|[\u4e00-\u9fffA-Za-z]{2,12}?)?(?:记者|笔者)"
    r"|[\u4e00-\u9fffA-Za-z]{0,8}(?:网|社|报|之家|财经|新闻|客户端)(?:APP|App)?)"
)
#: `记者8月4日从某院获悉，`: the reporter's way of having learnt it.
_LEARNT = re.compile(
    rf"^(?P<day>{_WHEN})?[，,]?{_REPORTER}?(?P<day2>{_WHEN})?(?:(?:在|从|自)(?P<day3>{_WHEN})?(?:（[^（）]{{2,8}}）)?(?P<who>[^，。；“”]{{2,40}}?))?"
    r"(?P<verb>获悉|了解到|了解(?!到)|获知|注意到|查询发现)(?!的)[，,：:]?"
)
_NUMBERED = re.compile(r"^(?:\d{1,2}[.、．](?!\d)|[①-⑩]|[（(]?[一二三四五六七八九十]{1,2}[）)、])\s*")
#: Starts that lean on the sentence before; kept only right after it.
_LEANS = re.compile(
    r"(?:由|“[^”]*”$|此前(?=[在已也曾还就均])|其(?!他国|他地|间隔)|该|此(?!前)|这|上述|他|她|它|对此|为此|因此|由此|因而|所以|从而|于是|但|不过|然而|而|却"
    r"|相比|另一|另有|其余|二是|三是|四是|五是|第二|第三|最后|双方|两者|二者|三者|各方|随后|之后|此后|当时|同期|后者|前者|并(?!购|网|表)"
    r"|共(?=[签有计获吸引完收推展发])|也|还|又|再(?!生)|则|均|都|即|且|尤其|特别是|包括|以及|甚至|据其|如果说|一方面|另一方面|首先|其次|再次|不仅|例如|比如|譬如|如(?!今|何)"
    r"|两项|两家|三家|以上|以下|至此|届时|到时|除了?(?:这|上述|此)|在此|与之|基于此|本次|此次|那|何|这样|除此|预计(?=将|可|总|到)|会议(?:强调|指出|要求|提出)"
    r"|方案|意见|通知|办法|累计|虽然|报道(?:援引|称|指出|还)|制修订|初步(?!核算|统计|测算)|加快|推进|坚持|聚焦|强化|深化|积极|大力|着力|持续|努力|不断|进一步|深入(?!了解)|完善|优化|鼓励(?!类)|支持(?!率)|早在|(?:公告|报告|文件|声明)中?(?:显示|称|指出|提出|明确|提到)|文件)"
)
#: Starts that go on with the sentence before and have no subject of their own: such a sentence is never printed.
_HANGS = re.compile(
    r"(?:并(?!购|网|表|非)|而(?!且今|今)|且|也|还|但|却|以及|包括|甚至|从而|于是|又|均|都|即(?!将|可)|则|不仅|或者?|再(?!生)|其余|二是|三是|四是|五是"
    r"|第[二三四五]，|最后|随后|之后|一方面|另一方面|相比|例如|比如|譬如|首先|其次|再次|另有|另一|如果说|据其|那么|这样|除此|尤其|特别是)"
)
#: Who is meant stands in the sentence before, wherever these words are.
_PAIR = re.compile(r"[这那][两三几]|以上[两三几]|上述[两三几]")
#: A sentence that only announces a list.
_LIST = re.compile(
    r"(?:以下|如下|下列)[^，。]{0,8}。$|[一二三四五六七八九十两几\d]个?(?:大|个)?(?:方面|点|环节)(?:的“[^”]{1,6}”)?。$"
)
#: Somebody's words, and not whose.
_QUOTE = re.compile(r"“[^“”]*”。?")
#: What a picture's caption ran into: the sentence begins behind it.
_CAPTIONED = re.compile(r"^[^，。；]{2,20}?(?<![除在])(?:此外|另外|与此同时|据悉|据了解)，(?=[^。]{14})")
#: Words of the first clause that point at something said before.
_POINTS = re.compile(
    r"这[些一种项类次款家个座份条场批]|上述|前述|此[项类举]|对此|(?<![应本活])该(?=[\u4e00-\u9fff])|其中"
)
_FLAW = re.compile(
    r"我们|咱|笔者|作者|小编|本报|本网|本台|本刊|本社|记者|我(?=省|市|县|区|校|院|公司|司|会|厅|局|部|所|队|们|的|是|想|觉得|从|在|就|也|这|不|要|自己|家)|我$"
    r"|你|您|大家|朋友|[？?]|难道|究竟|到底|[呢吗吧啊][，。]|为什么|怎么办|有多|没错|哈哈|……|网友|爆料|听说|据传|小道|有消息称|据称|消息人士|博主|微博|抖音号"
    r"|(?:[\u4e00-\u9fffA-Za-z]{1,6}(?:网|社|报|之家|新闻|财经)|(?<![\u4e00-\u9fff]))(?:注|按)：|此前报道|今天|今日|昨天|昨日|明天|明日|一[辆排条座台片]{2}|映入|眼前|放眼|热搜|小伙伴|点赞"
)
#: Two headlines run together: a percentage with a new subject right after it.
_JOINED = re.compile(
    r"\d%(?=[\u4e00-\u9fff])(?!(?:[的以左上左右至到和与、及或者为在股权是来增降升涨跌了高低快慢]|区间|水平|股份|关税))"
)
#: A headline or a crossheading run into the sentence after it.
_GLUED = re.compile(
    r"(?:^|。)[^，。]{0,24}(?:超过|增长|突破|新高|跑出|加快|提升|下降|保持|持续|优化)[^，。]{0,24}?"
    r"(?:(?<![计新据的布])数据显示，|(?<![，根])据(?:央视|新华|[\u4e00-\u9fff]{2,8}(?:报道|消息|介绍|统计)))"
)
_WHOSE = re.compile(
    r"我国|全国|全球|世界|中国|国务院|国际|国内|[A-Z]{2}|[\u4e00-\u9fff](?:部|委|局|署|院|集团|公司|协会|联合会)(?![\u4e00-\u9fff]?门)"
)
_LOCAL = re.compile(r"全[省市县区州](?!域)|(?<![\u4e00-\u9fff])[省市县区](?=[委政工发科财商数经教住交农文])")
_FIRST = re.compile(
    r"(?!《[^》]*[报网]》(?!称|报道|援引|说|指出|认为|发表|网站|评论|披露|的))[\u4e00-\u9fffA-Za-z1-9“《（±]"
)
_PERIOD = re.compile(
    r"(?:今年|去年|20\d\d年)?(?:上半年|下半年|前\d{1,2}个?月|[一二三四]季度|全年|以来|\d{1,2}月份?)|截至|目前"
)
_TAIL_ASIDE = re.compile(r"(?:（[^（）]{0,40}(?:记者|报道|编译|供图|日报|新闻|网)[^（）]{0,30}）)+$")
_ODD = re.compile(r"[，、；：][，、；：。]|\s{2}|：。|[，、；]”。")


_SAID_AFTER = re.compile(rf"^“(?P<what>[^“”]+)”[，,]?(?P<who>[^，。“”]{{2,44}}{SAY})。$")
_BACK = re.compile(rf"{SAY}，(?:其中|因此|所以|但|而|这|该|他|她|对此|为此)")


@dataclass(frozen=True, slots=True)
class Fit:
    """A sentence fit to print. `leans` tells that it must stand right after the line before it."""

    text: str
    leans: bool


def fit(article: Article, line: Line, *, lead: bool = False, longest: int = LONGEST) -> Fit | None:
    """`line` made to stand alone, or None where that cannot be done without changing what it says.

    `lead` keeps 近日 (an opening with a date will anchor it).
    """
    if is_page(line.text):
        return None
    text = strip_openers(_CAPTIONED.sub("", _TAIL_ASIDE.sub("", _close(_whole(tidy(line.text))))))
    named = resolve(text, article.days, article.before(line), keep_lately=lead)
    if named is None:
        return None
    text = _speaker_first(re.sub(r"(?<=[A-Za-z])(?=\d{1,2}月\d)", " ", named))
    if _hangs(text) or _LIST.search(text) or _QUOTE.fullmatch(text):
        return None
    leans = leaning(text)
    text = shorten(text, longest)
    return Fit(text, leans) if text and sound(text) else None


def _whole(text: str) -> str:
    """`text` up to the last clause before `……`, where enough stands before it."""
    gap = text.find("……")
    ends = [at for at in breaks(text[: max(gap, 0)]) if at > 2 * SHORTEST]
    return text[: ends[-1] - 1] + "。" if ends else text


def _hangs(text: str) -> bool:
    """Whether a sentence begins with a word that only joins it to the one before (and is no name: 也门, 都江堰)."""
    return bool(_HANGS.match(text)) and next(iter(rjieba.tag(text[:8])), ("", ""))[1] not in (
        "ns",
        "nr",
        "nt",
        "nz",
    )


def _subjectless(text: str) -> bool:
    """Whether a sentence begins with its verb, so that who acts stands in the sentence before."""
    word, tag = next(iter(rjieba.tag(text[:16])), ("", ""))
    return tag == "v" and len(word) > 1 and word not in NOUNS


def local(text: str) -> bool:
    """Whether a sentence speaks of 全省 or 全市 without naming the place."""
    return bool(_LOCAL.search(text)) and not placed(text)


def placed(text: str) -> bool:
    """Whether a text names a place."""
    return any(
        tag == "ns" and len(word) > 1 and word not in ("中国", "我国") for word, tag in rjieba.tag(text)
    )


def named(text: str) -> bool:
    """Whether a sentence says whose matter it tells: a place, a body, a person, a foreign name, the country."""
    return bool(_WHOSE.search(text)) or any(
        tag in ("ns", "nt", "nr", "nz") and len(word) > 1 for word, tag in rjieba.tag(text)
    )


def leaning(text: str) -> bool:
    """Whether a sentence leans on the one before it."""
    first, _, rest = text.partition("，")
    clauses = text.split("，")
    while len(clauses) > 1 and len(first) <= 8 and rest:  # 据预测，未来五年，这个项目……
        clauses.pop(0)
        first += clauses[0]
    if rest and _PERIOD.match(first) and _subjectless(rest):
        return True
    if text.endswith("除外。") and text.count("。") == 1:
        return True
    return _subjectless(text) or bool(
        _LEANS.match(text) or _BACK.search(text) or _POINTS.search(first) or _PAIR.search(text)
    )


def strip_openers(text: str) -> str:
    """`text` without connectives and without how the reporter learnt it, as often as they stand in front."""
    for _ in range(4):
        rest = _learnt(_OPENER.sub("", text, count=1) if _OPENER.match(text) else text)
        rest = _NUMBERED.sub("", rest).lstrip("，,：:、；。 ")
        if rest == text:
            return text
        text = rest
    return text


def _learnt(text: str) -> str:
    """`记者从某部获悉，` → `据某部消息，`; without a named giver it falls away."""
    match = _LEARNT.match(text)
    if not match:
        return text
    rest, who = text[match.end() :], match["who"]
    if not who:
        return rest
    day = match["day"] or match["day2"] or match["day3"] or ""
    who = re.sub(r"(?:中|上)$", "", who)
    if who == "会" or re.match(r"(?:大会|会议|发布会|会上|现场|活动|论坛)", who):
        return rest
    if who.startswith("《"):
        return f"据{who}，{rest}"
    day = "" if day in ("近日", "日前") or re.search(r"举行|召开|举办", who) else day
    return f"据{who}{day}消息，{rest}"


def _close(text: str) -> str:
    """`text` ending in one `。` where it ends in `；`, `！` or a half-width stop."""
    text = text.strip()
    return text[:-1] + "。" if text.endswith(("；", ";", "！", "!", ".")) else text


def _speaker_first(text: str) -> str:
    """`“……。”某局负责人某某说。` → `某局负责人某某说，“……。”`, without the reporter."""
    text = _speech(text)
    match = _SAID_AFTER.match(text)
    return f"{match['who']}，“{match['what'].rstrip('，。！')}。”" if match else text


def _speech(text: str) -> str:
    """`告诉记者`, `对记者说` and `在接受……采访时` without the reporter."""
    text = re.sub(r"，?(?:近日|日前)?(?:在)?(?:近日|日前)?接受[^，。“”]{0,24}采访时", "", text)
    text = re.sub(r"^([^，：]{2,30}(?:报道|消息|获悉|称|显示))：", r"\1，", text)
    text = re.sub(rf"在(?:会|会议|大会|论坛|发布会|吹风会|活动|仪式|现场)上?(?={SAY})", "", text)
    text = re.sub(rf"({SAY})，(?:同时|此外|另外|当前|总的来看|整体看)，", r"\1，", text)
    text = re.sub(r"告诉[^，。“”]{0,12}?记者", "表示", text)
    return re.sub(
        r"(?:对|向|给)[^，。“”]{0,10}?记者(?=[说表介坦称透指强解])|在此间(?=[披发宣公介表])|重磅(?=发布|推出|亮相)|隆重(?=举行|召开|开幕)|据悉，|据了解，|值得注意的是，|记者(?:获悉|了解到)，",
        "",
        text,
    )


def sound(text: str) -> bool:
    """Whether a trimmed sentence can be printed: whole, balanced, no first person, question or leftovers."""
    if not SHORTEST <= len(text) <= LONGEST + 30 or not text.endswith(("。", "。”")):
        return False
    if (
        not balanced(text)
        or _FLAW.search(text)
        or _JOINED.search(text)
        or _GLUED.search(text)
        or is_page(text)
    ):
        return False
    at = joined(text)
    if at and "；" not in text and verbish(text[:at]):
        return False
    return _FIRST.match(text) is not None and not _ODD.search(text) and (verbish(text) or has_figure(text))
