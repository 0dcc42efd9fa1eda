"""The reporting clause of a sentence: who is said to speak, and where what is said begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from agent.ground.lexicon import speech_verbs
from agent.ground.side import Side
from agent.models import Span
from agent.text.names import Name, read_names

_REPORT = re.compile(
    r"^(?:据|根据|按照?|援引)(?P<who>[^,，]{2,30}?)(?:的)?(?:介绍|报道|消息|数据|披露|透露|统计|发文|说法|表示|称|分析|预测|估算|估计|预计|研报|报告|测算|显示|援引)"
)
_FROM = re.compile(r"^(?:[^,，]{0,12}?)从(?P<who>[^,，]{3,24}?)(?:处|方面|官网)?(?:获悉|了解到|得知)")
_EYES = re.compile(r"^(?:在|对)(?P<who>[^,，]{2,24}?)(?:看来|而言)")
#: What a reporting clause may open with, and what follows the speaker in it.
_OPENING = re.compile(r"^(?:据|根据|按照?|援引|而|但|对此|同时|此外|另外|不过|不少|部分|多位|有|一位|一名)+")
_TRIM = re.compile(
    r"在|于|对|向|就|日前|近日|近期|此前|曾|还|也|则|都|均|官方|方面|有关|相关|当天|随后|同时|再次|分别|明确|公开|又"
)
#: Verbs after which what was said need not follow.
_NO_OPENING = frozenset(("宣布", "承诺", "披露", "发文", "获悉", "了解到", "得知"))
#: `据X公布的数据`: figures rather than words.
_FIGURES = re.compile("数据|统计|测算|消息")
_RELAYS = re.compile("(?:报道|援引|消息|发文|刊文|获悉|了解到)$")
#: Words that name no speaker in particular.
_GENERIC = re.compile(
    r"(?:他|她|它|们|其|该|这|那|双方|各方|解读|评论|文章|社论|专家|学者|业内|人士|读者|公众|券商|厂商|车企|家长|群众|外界|观众|市场|政府|部门|官员|负责人|会议|大会|研究|调查|分析|机构|分析人士|消息人士|知情人士|记者|网友|公司|企业|报告|数据|文件|方案|意见|通知|公告|媒体|有关|相关|研究)"
)


@dataclass(frozen=True, slots=True)
class Speech:
    """A claim's reporting clause: who is said to speak (`who`, with its span) and where what is said
    begins."""

    who: Name
    phrase: Span
    content: Span
    figures: bool = False  #: `据X公布的数据`: X is where the figures come from, not one who speaks


@cache
def saying() -> re.Pattern[str]:
    """The verbs of saying, as one expression."""
    plain = [
        verb
        for verb in speech_verbs()
        if verb not in ("说", "称", "看", "要求", "显示", "总结", "看来", "看好")
    ]
    return re.compile(
        "|".join(
            [
                *plain,
                "了解到|获悉|得知",
                r"(?<![传来听据被人简堪号名职自宣声之可])称(?!为|号|呼|作|之|的)",
                r"(?<![来传听据小游劝学解演述])说(?![明法服教唱])",
            ]
        )
    )


#: What makes a body the one who speaks in a document: it put it out.
_PUBLISHED = re.compile(r"[\d年月日]{0,11}(?:日前|近日|最新|联合)?(?:发布|公布|印发|发表|披露|出台)的")


def read_speech(claim: Side) -> Speech | None:
    """The reporting clause of `claim` with a named speaker, or None.

    Where a paper reports what somebody says (`某报报道，某人表示，……`) that one is the speaker."""
    names = read_names(claim.folded)
    outer: Speech | None = None
    for start, end in claim.clauses:
        found = _clause_of_speech(claim, start, end) or _before_quotation(claim, start, end)
        who = None if found is None else _head(names, found[0], claim)
        if found is None or who is None:
            continue
        phrase, content = found
        rest = claim.folded[content:].lstrip(',，:：“" 了')
        if len(rest) < 6 or (start > 8 and claim.folded[start - 1] == '"'):
            ending = Speech(who, phrase, (0, start)) if start > 8 else None
            return ending or outer
        told = claim.folded[phrase[0] : content]
        figures = who.kind != "person" and _FIGURES.search(claim.folded, who.span[1], content) is not None
        speech = Speech(who, phrase, (content, len(claim.folded)), figures)
        if outer is not None or not _RELAYS.search(told):
            return speech
        outer = speech
    return outer


def _clause_of_speech(claim: Side, start: int, end: int) -> tuple[Span, int] | None:
    """The words before the verb of saying of a clause, and where what is said begins."""
    clause = claim.folded[start:end]
    m = _REPORT.match(clause) or _EYES.match(clause) or _FROM.match(clause)
    if m:
        return (start + m.start("who"), start + m.end("who")), start + m.end()
    verb = saying().search(clause)
    if verb and clause[verb.start() - 1 : verb.start()] == "的":
        return None  # 司法部的主张
    if verb and clause.rfind("《", 0, verb.start()) > clause.rfind("》", 0, verb.start()):
        return None  # 《旭说大运》
    if not verb or verb.start() < 2 or verb.group() in _NO_OPENING:
        return None
    return (start, start + verb.start()), start + verb.end()


def _before_quotation(claim: Side, start: int, end: int) -> tuple[Span, int] | None:
    """A clause that ends in a colon and a quotation (某人概括其意义:"……"): whoever it names says what is quoted."""
    at = claim.folded.find(':"', start, end + 2)
    return ((start, at), at + 1) if at - start > _SHORT else None


#: A shorter stretch before a colon names nobody.
_SHORT = 4


def _head(names: Sequence[Name], phrase: Span, claim: Side) -> Name | None:
    inside = [n for n in names if phrase[0] <= n.span[0] and n.span[1] <= phrase[1] and n.kind != "title"]
    people = [n for n in inside if n.kind == "person"]
    if people:
        return people[-1]
    bodies = [n for n in inside if n.kind in ("organisation", "latin")]
    if bodies and phrase[1] - bodies[-1].span[1] <= 12:
        return bodies[-1]
    for body in bodies:  # 某局6月1日发布的……材料指出
        if _PUBLISHED.match(claim.folded, body.span[1], phrase[1]):
            return body
    first = phrase[0] <= claim.clauses[0][0] + 2
    closed = claim.folded[phrase[1] : phrase[1] + 6].find(",") >= 0
    return _unlisted(phrase, claim) if first and closed else None


def _unlisted(phrase: Span, claim: Side) -> Name | None:
    """The speaker as the claim words it, where no name was read: what stands before `在…`, `日前`, `官方` ….

    None where that names nobody in particular.
    """
    text = claim.folded[phrase[0] : phrase[1]]
    start = len(text) - len(_OPENING.sub("", text))
    cut = _TRIM.search(text, start + 2)
    end = cut.start() if cut else len(text)
    own = text[start:end].strip(" \"'")
    if (
        not 2 <= len(own) <= 16
        or _GENERIC.search(own)
        or not own[0].isalnum()
        or re.search(r"[,，、0-9]|[了过着把被]|[去今明]年", own)
    ):
        return None
    return Name("organisation", own, (phrase[0] + start, phrase[0] + start + len(own)))
