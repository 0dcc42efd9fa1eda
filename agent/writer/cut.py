"""Where a sentence may end early: at a clause boundary, without changing what it says."""

from __future__ import annotations

import re
from functools import lru_cache

import rjieba

from agent.writer.tidy import breaks
from agent.writer.weight import decides

#: Characters a sentence has at least.
SHORTEST = 14
#: Verbs by which somebody is quoted.
SAY = r"(?:认为|表示|指出|强调|预计|预测|分析称|分析说|分析认为|判断|坦言|介绍说|介绍|说|称|谈到|提醒|建议)"

#: Words tagged as verbs that begin a sentence as its subject or its setting.
_NOUN_WORDS = (
    "截至 截止 根据 按照 出口 进口 投资 销售 零售 生产 消费 贸易 发电 装机 储能 "
    "针对 面对 围绕 随着 经过 通过 来自 位于 作为 据悉 据说 有关 没有 受到 "
    "得益于 不同于 结合 创新 研发 制造 服务 应用 运营 管理 建设 开放 交易 服务业 "
    "关于 除了 看好 无人驾驶 自动驾驶 驾驶 合作 融资 就业 运输 改革 "
)
NOUNS = frozenset(_NOUN_WORDS.split())

_SUBORDINATE = re.compile(
    r"^(?:如果|如|若|倘若|虽然|尽管|由于|因为|因|为了|为|随着|如同|除|除了|当|在|自|从|对于|对|根据|按照|依据|据|通过|经过|截至|截止|面对"
    r"|围绕|针对|即使|即便|只有|只要|无论|不论|基于|鉴于|以|凭借|依托|作为|与|和|比如|例如|同|聚焦|立足|结合|按)"
)
#: A clause that turns, limits or conditions what stands before it must not go.
_TURN = re.compile(
    r"但|却|然而|不过|除外|前提|尚|未|否则|方可|才|除非|仅|并非|不得|不含|不包括|例外|只是|条件是|须经|有待"
)
#: The clause after the cut says what the kept subject must or may do.
_PREDICATE = re.compile(
    r"(?:应当?|须|必须|需要?|不得|可以?|能够?|方|要|才|仍|曾|均|并未|并不|或|以及|及|和|与)"
)
#: A clause that waits for more.
_UNFINISHED = re.compile(
    r"^(?:或者?|以及|和|无论|不论|不仅|不但|除了?)|随着|由于|因为|为了|如果|倘若|尽管|虽然|当.{2,20}时$|不仅|不但|既(?!定|有)|一方面"
    r"|(?:的是|表示|指出|认为|说|称|提出|强调|介绍|显示|获悉|回应|回复|答复|透露|披露|宣布|公布|通报|坦言|直言|如下|要求|明确|规定|包括|以下|即|如|(?<![瓦小])时|后|前|中|下|来看|方面|之一|基础上|同时|的|来|为主题|为例|方式|形式|报告|预计|预测|估计|建议|相信|希望|由此|因此|[年月日底末]|月份|季度|期间|之际|来说|而言|上半年|其中)$"
)
_VERBISH = re.compile(
    r"[在处有开设拥具位涵覆进加用做打支聚展推是为达到增降升跌占居超涨发布印启举召签建投获通提明要规公表指说称认介强示成完将可能应须需与由让使令实入出起落并计创迎]"
)
_FIGURED = re.compile(r"[了过]$|\d[\d.]*[%元家个万亿倍]")
#: A clause that judges what was told before it.
_VIEW = re.compile(
    r"(?:这|此举|该[\u4e00-\u9fff]{1,8}?)?(?:也|将|不仅|既)?(?:标志着|意味着|彰显|展现出?|充分(?:体现|展示|彰显)|体现了?"
    r"|是[^，。]{0,20}的(?:重要|重大|生动)|对于?[^。]{4,80}(?:具有|有着)[^。]{0,12}意义|为[^。]{4,60}(?:贡献|注入|提供|奠定|打下)"
    r"|(?:将)?有(?:助于|利于|效助力)|进而打造|助力[^。]{4,})"
)
#: A subject and what it goes by, without what it does.
_GROUNDED = re.compile(r"(?:基于|根据|依据|按照|凭借)[^，]{2,30}(?:》|政策|法案|规定|要求|协议)$")
#: A clause that only says from when on.
_FROM = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?起")
#: A clause that says on whose word something is done.
_ALLOWED = re.compile(r"^经[^，]{2,24}(?:审议|批准|同意|研究|授权|讨论|核准|决定)$")
_BARE_VIEW = re.compile(r"(?:也)?(?:标志着|意味着)")


def safe_cut(text: str, at: int) -> bool:
    """Whether `text` may end just before offset `at`: what stays is whole, what goes does not turn it."""
    kept, gone = text[: at - 1], text[at:]
    first = re.split(r"[，；。]", gone, maxsplit=1)[0]
    if _TURN.search(first[:6]) or _PREDICATE.match(first) or first.endswith("除外"):
        return False
    clauses = re.split(r"[，；。]", kept)
    last = clauses[-1]
    if _FROM.fullmatch(last) or _ALLOWED.match(last):
        return False
    if len(last) < 4 or _UNFINISHED.search(last) or not _VERBISH.search(last) or kept.count("：") > 1:
        return False
    if not verbish(kept):
        return False
    opens = bool(_SUBORDINATE.match(last))
    if opens and (len(clauses) == 1 or (text[at - 1] == "，" and not _FIGURED.search(last))):
        return False
    return not (
        len(clauses) == 1 and re.search(r"(?:上半年|前[\d一二三]+个?月|[年月日]|季度|方面|[今去]年)$", last)
    )


def shorten(text: str, longest: int) -> str:
    """`text` cut at a clause boundary to at most `longest` characters, or "" where no cut is safe."""
    if len(text) <= longest:
        return text
    for at in reversed(breaks(text)):
        if SHORTEST < at <= longest and safe_cut(text, at):
            return text[: at - 1] + "。"
    return ""


def without_view(text: str) -> tuple[str, str]:
    """A fact without the judgement hung on its end, and that judgement (`这标志着……。`) or ""."""
    for at in breaks(text):
        tail = text[at:]
        if at > SHORTEST and _VIEW.match(tail) and safe_cut(text, at):
            whole = tail.startswith(("这", "此举", "该"))
            said = tail if whole else "这" + tail if _BARE_VIEW.match(tail) else ""
            return text[: at - 1] + "。", said
    return text, ""


def finished(clause: str) -> bool:
    """Whether a clause does not wait for what it announces (`某集团回应`)."""
    if _FROM.fullmatch(clause) or _GROUNDED.search(clause) or _ALLOWED.match(clause):
        return False
    waits = bool(_SUBORDINATE.match(clause)) and not _FIGURED.search(clause) and "起" not in clause
    return not waits and not _UNFINISHED.search(clause) and not clause.startswith("截至")


@lru_cache(maxsize=4096)
def verbish(text: str) -> bool:
    """Whether `text` holds a verb, by its words."""
    return decides(text) or any(
        tag in ("v", "vd", "vg") or word in ("是", "为", "有", "达", "超") for word, tag in rjieba.tag(text)
    )
