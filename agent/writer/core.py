"""The core of a sentence: clauses that can stand as a heading or a key fact, without who said it and when."""

from __future__ import annotations

import re

import rjieba

from agent.writer.cut import NOUNS, SAY, finished, verbish
from agent.writer.days import without_lately
from agent.writer.opening import day_first, without_day
from agent.writer.tidy import balanced, breaks
from agent.writer.weight import has_figure

#: Who announces, and the way there; reports by people without a name keep theirs.
_PREFIX = re.compile(
    r"^(?:(?![^，]*(?:媒|消息|人士|报道))[^，]{2,20}显示|(?:据|经|根据|按照|针对|面对|为了?|围绕|随着|对于|继)[^，]{2,44}|有?(?:报道|消息|媒体)称|[^，]{2,30}(?:召开|举行)[^，]{0,20}(?:发布会|吹风会)(?:上?(?:称|介绍|表示|说))?|初步核算|[^，]{2,16}报道"
    r"|(?![^，]*(?:媒|消息|人士|报道|网友|外界))[^，]{2,30}(?:(?:发布|公布)(?:的|了)?[^，]{0,12}(?:数据|消息|公告|报告|情况|显示)称?|公布|披露|宣布|通报|介绍|获悉|回应|透露))[，：]"
)
PERIOD = re.compile(
    r"^((?:今年|20\d\d年)?(?:上半年|下半年|前\d{1,2}个?月|前[一二三]季度|[一二三四]季度|\d{1,2}月份?|全年|以来)|20\d\d年\d{1,2}月|截至[^，]{2,12}|今年以来|目前|截至目前)，"
)
LEAN = re.compile(
    r"^(?:其|该|此|这|他|她|并|也|还|但|而|同时|以及|由|使|让|将|为|称|同比|环比|以|与|旨在|比|占|较|约|共|达|分别|增速|对|或|且)"
)
#: `某部、某委等三部门联合发布` → `三部门联合发布`.
_DEPARTMENTS = re.compile(r"^[^，。]{6,60}?等((?:[二三四五六七八九十]{1,3}|\d{1,2})个?(?:部门|部委|单位))")
#: The same without 等: `某委与某委、某部六部门联合印发` → `某委等六部门联合印发`.
_COUNTED = re.compile(
    r"^([^，。、与和《]{2,12})(?:与|和|、)[^，。《]{4,60}?((?:[二三四五六七八九十]{1,3}|\d{1,2})个?(?:部门|部委|单位))"
)
#: Several bodies that issue something together: the first stands for them.
_BODIES = re.compile(
    r"^([^、，《]{2,16})(?:、[^、，《]{2,20}){1,}?(?=(?:近日)?(?:联合)?[\u4e00-\u9fff]{0,4}(?:发布|印发|公布|出台|下发))"
)
_NO_SUBJECT = re.compile(
    r"(?:已|将|拟|计划|正|决定|会|要|预计|能|可|明确|提出|要求|指出|有望|力争|同意|批准)"
)
_QUOTED = re.compile(rf"^[^，“”]{{2,50}}{SAY}，“([^“”]+?)。?”$")
#: A body's spokesman: what he tells in figures is what the body tells.
_OFFICIAL = re.compile(
    rf"^[^，“”]{{2,40}}(?:负责人|发言人|司长|局长|部长|主任|署长|厅长)[^，“”]{{0,36}}(?:{SAY}|透露)，(?=[^。]*\d)(?!.{{0,6}}(?:将|要|应))"
)
#: The companies a work belongs to, said before its own name: `某集团有限公司某某工程并网`.
_COMPANY = re.compile(
    r"^[^，、《]{4,50}有限(?:责任)?公司(?=[\u4e00-\u9fff]{2,12}(?:项目|工程|电站|机组|基地|园区|平台))"
)
#: A company or office that announces what `该公司` or `集团` itself did: `某公司宣布，该公司董事会批准……`.
_ITSELF = re.compile(
    r"^(?P<who>(?![^，：]*(?:长|总裁|经理|官|员|人|书记|媒|消息))[^，：“”《》]{2,14}?)(?:对外)?(?:宣布|公告称?|披露|表示|发布(?:数据|消息|公告)称?)[，：]"
    r"(?P<when>(?:今年|20\d\d年)?(?:上半年|下半年|前\d{1,2}个?月|[一二三四]季度|\d{1,2}月份?)?，?)(?:该|本)?(?:公司|集团|企业)(?=[\u4e00-\u9fff])"
)
_SINCE = re.compile(r"^[^，]{2,44}(?:以来|多来|年来)，")
_HEADLESS = re.compile(
    r"(?:前往|累计|共[签有计]|其中|起，|[^，]{0,6}上$|[^，]{1,4}[进出]口\d|[进出]口\d|印发|发布《|加快|第[一二三四五六七八九十]+[，是])"
)
_ASIDE = re.compile(r"（[^（）《》]*）(?![^《》]*》)")


def core(text: str) -> str:
    """`text` without its full stop, day, announcer and brackets: what happened."""
    text = without_lately(without_day(day_first(text.rstrip("。"))))
    text = re.sub(r"(?<=[A-Za-z]) (?=[\u4e00-\u9fff])", "", _ASIDE.sub(_gap, text))
    text = _QUOTED.sub(r"\1", text)
    text = _ITSELF.sub(r"\g<when>\g<who>", _OFFICIAL.sub("", text, count=1), count=1)
    for _ in range(5):
        shorter = _from_subject(without_day(_PREFIX.sub("", text, count=1)))
        if len(shorter) < 10 or LEAN.match(shorter) or _NO_SUBJECT.match(shorter):
            break
        text = shorter
    text = re.sub(r"^新(?:印发|发布|出台|修订|公布)的(?=《)", "", text)
    text = _DEPARTMENTS.sub(r"\1", re.sub(r"^由[^，的]{2,40}的(?=[\d\u4e00-\u9fff“])", "", text))
    text = _COUNTED.sub(r"\1等\2", text)
    text = _BODIES.sub(r"\1等", text)
    company = _COMPANY.match(text)
    if company and _has_subject(text[company.end() :]):
        text = text[company.end() :]
    since = _SINCE.match(text)
    if since and _has_subject(text[since.end() :]):
        text = text[since.end() :]
    return PERIOD.sub(r"\1", text)


def headless(text: str) -> bool:
    """Whether a clause says neither who nor what: it begins with its verb or a count, or is a bare setting."""
    word, tag = next(iter(rjieba.tag(text[:16])), ("", ""))
    return bool(_HEADLESS.match(text)) or (tag == "v" and len(word) > 1 and word not in NOUNS)


def unannounced(text: str) -> str:
    """`text` without who announces it and how, where what stays can stand."""
    shorter = without_day(_PREFIX.sub("", text, count=1))
    return text if len(shorter) < 12 or LEAN.match(shorter) or _NO_SUBJECT.match(shorter) else shorter


def _from_subject(text: str) -> str:
    """`text` from its second clause on, where the first one left its subject in what was taken away."""
    first, _, rest = text.partition("，")
    return rest if rest and headless(first) and _has_subject(rest) else text


def _has_subject(text: str) -> bool:
    """Whether `text` does not begin with its verb or an adverb."""
    first = next(iter(rjieba.tag(text[:16])), ("", "v"))
    return (first[1] not in ("d", "v") or first[0] in NOUNS) and not LEAN.match(text)


def _gap(match: re.Match[str]) -> str:
    """What a bracket leaves: a space between Latin letters and digits, else nothing."""
    around = match.string[match.start() - 1 : match.start()] + match.string[match.end() : match.end() + 1]
    return " " if len(around) == 2 and around.isascii() and around.isalnum() else ""


def runs(text: str, longest: int) -> list[tuple[int, str]]:
    """Runs of one to three clauses of the core of `text`, each with the number of its first clause."""
    clauses = [part for part in split(core(text)) if part]
    out: list[tuple[int, str]] = []
    for i, clause in enumerate(clauses[:2]):
        if headless(clause) or (i and (LEAN.match(clause) or _NO_SUBJECT.match(clause))):
            continue
        for j in (i + 3, i + 2, i + 1):
            run = "，".join(clauses[i:j])
            whole = (
                j <= len(clauses)
                and balanced(run)
                and finished(clauses[j - 1])
                and (verbish(run) or has_figure(run))
            )
            if whole and 10 <= len(run) <= longest:
                out.append((i, run))
    return out


def split(text: str) -> list[str]:
    """The clauses of `text`, brackets and quotations kept whole."""
    out, done = [], 0
    for at in breaks(text):
        out.append(text[done : at - 1])
        done = at
    out.append(text[done:])
    return out
