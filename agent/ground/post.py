"""Posts: who holds which office, where a source says it otherwise of the same person (校长 for 教师)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from agent.ground.lexicon import synonyms
from agent.ground.side import Findings, Side
from agent.ground.words import wording
from agent.models import Reason, Span
from agent.text.people import has_surname, person_at
from agent.text.tokens import segmenter, tokens

#: Posts one holds or does not; those that many others are too (负责人, 专家) tell nothing apart.
_POSTS: Final = (
    "主任医师|班主任|高级工程师|董事长|总统|总理|首相|国王|外长|防长|总经理|总裁|秘书长|理事长|会长|校长|院长|所长|局长|司长|厅长|部长|市长|省长|县长|区长|镇长|乡长|处长|科长|站长|馆长|社长|行长|厂长|队长|庭长"
    "|检察长|主席|省委书记|市委书记|县委书记|区委书记|镇党委书记|乡党委书记|支部书记|书记|主任|总监|首席执行官|首席技术官|教授|讲师|研究员|教师|老师|工程师|分析师|经济学家|策略师|律师|医师|医生|护士|院士|博士|记者|教练|裁判"
    "|前锋|中锋|控卫|后卫|中场|门将|守门员|执行董事|董事会秘书|监事|CEO|CFO|CTO|首席预报员|预报员|联合监制|监制|制片人|见证律师|主唱|歌手|鼓手|吉他手|导演|编剧|主演|快递员|外卖员|设备科长"
)
_POST: Final = re.compile(rf"(?P<rank>副|助理|总|首席|名誉|常务副|执行|前)?(?P<post>{_POSTS})")
#: A post told after the name: 宋珂昕是中国大学生女篮的后卫.
_IS: Final = re.compile(
    rf"(?:是|担任|出任|任|系|现任)[^,，。；;]{{0,16}}?(?P<rank>副)?(?P<post>{_POSTS})(?=[,，。；;、])"
)
#: What tells of posts held before.
_BEFORE: Final = re.compile("此前|曾[任为是]|历任|原任|前任")
#: How far before a name its posts are looked for.
_REACH: Final = 24
_STOP: Final = re.compile("[。！？!?；;\n]")
#: Posts that mean the same.
_SAME: Final = (
    frozenset(("门将", "守门员")),
    frozenset(("医师", "医生", "主任医师")),
    frozenset(("教师", "老师", "班主任")),
    frozenset(("教师", "老师", "教授")),
    frozenset(("教师", "老师", "讲师")),
)
#: Posts one person may well hold together.
_TOGETHER: Final = (
    frozenset(
        (
            "教授",
            "研究员",
            "院士",
            "博士",
            "讲师",
            "教师",
            "老师",
            "经济学家",
            "分析师",
            "院长",
            "所长",
            "主任",
        )
    ),
    frozenset(("医师", "医生", "主任医师", "主任", "院长")),
    frozenset(("首席执行官", "总裁", "总经理", "董事长", "执行董事", "CEO")),
)


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Objects to a post right before a person's name, where the sources give that person another and never this; doubts it
    where one may hold both."""
    found = list(_reasons(claim, sources)) or [(reason, False) for reason in _callings(claim, sources)]
    return Findings(tuple(r for r, sure in found if sure), unsure=tuple(r for r, sure in found if not sure))


#: How far before a name what one is called by is looked for.
_NEAR: Final = 8


def _callings(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """What the claim calls a person right before the name (环卫工人方方), where the sources call them otherwise (快递小哥)."""
    words = [word for word in wording(claim).words if word.span[1] - word.span[0] > 1]
    for before, name in pairwise(words):
        if before.span[1] != name.span[0] or before.tag not in ("n", "nz", "l"):
            continue
        person = name.tag.startswith("nr") or person_at(claim.folded, name.span[0]) == name.text
        if not person or segmenter().has_word(name.text):
            continue
        called = [(side, at) for side in sources for at in _stands(name.text, side.folded)]
        told = [(side, at, _calling(side.folded, at)) for side, at in called]
        named = [place for place in told if place[2]]
        if not named or any(
            before.text in side.folded[max(0, at - 2 * _NEAR) : at + _NEAR] for side, at in called
        ):
            continue
        if any(
            set(word) & set(before.text) or word in synonyms().get(before.text, ()) for _, _, word in named
        ):
            continue
        side, at, word = named[0]
        there = (at - len(word), at)
        yield Reason(
            kind="name",
            claim_span=before.span,
            message=f"来源称{name.text}为“{side.text[slice(*there)]}”，不是“{claim.text[slice(*before.span)]}”，请核对。",
            source_id=side.id,
            source_span=there,
        )


def _stands(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _calling(text: str, at: int) -> str:
    """The noun right before position `at`, "" where none stands there."""
    last = next(reversed(tokens(text[max(0, at - _NEAR) : at])), None)
    return last[0] if last and len(last[0]) > 1 and last[1] in ("n", "nz", "l") else ""


def _reasons(claim: Side, sources: Sequence[Side]) -> Iterator[tuple[Reason, bool]]:
    edges = {word.span[0] for word in wording(claim).words}
    for m in _POST.finditer(claim.folded):
        if m.start() not in edges and claim.folded[m.start() - 1 : m.start()] == "银":
            continue  # 某某银行长沙分行
        person = _named_after(claim, m.end(), sources)
        if not person:
            continue
        found = [(side, posts) for side in sources if (posts := list(_posts_of(side, person)))]
        every = {side.folded[slice(*span)] for side, posts in found for span in posts}
        word = m.group()
        if _BEFORE.search(claim.folded) and any(other in claim.folded for other in every):
            continue  # 局长某某，此前任书记
        if not every or any(
            (word in other or other in word) and _rank(word) == _rank(other) for other in every
        ):
            continue
        if _shared(word, every, _SAME):
            continue
        side, posts = found[0]
        said = side.text[slice(*posts[0])]
        reason = Reason(
            kind="name",
            claim_span=(m.start(), m.end() + len(person)),
            message=f"来源说{person}是“{said}”，不是“{claim.text[slice(*m.span())]}”。",
            source_id=side.id,
            source_span=posts[0],
        )
        yield reason, not _shared(word, every, _TOGETHER)


def _named_after(claim: Side, at: int, sources: Sequence[Side]) -> str:
    """The person named right after a post, as a source names them too; "" where none is."""
    start = at + (claim.folded[at : at + 1] in ('"', "、"))
    own = person_at(claim.folded, start)
    if own and any(own in side.folded for side in sources):
        return own
    for length in (3, 2):  # a name that is a word as well (包容), which a source has right after a post
        own = claim.folded[start : start + length]
        after = re.compile(rf"(?:{_POSTS}){re.escape(own)}")
        if len(own) == length and has_surname(own) and any(after.search(side.folded) for side in sources):
            return own
    return ""


def _shared(word: str, every: set[str], groups: Sequence[frozenset[str]]) -> bool:
    """Whether a group of posts holds this one and one of the others."""
    return any(_bare(word) in group and any(_bare(other) in group for other in every) for group in groups)


def _rank(word: str) -> bool:
    return "副" in word


def _bare(word: str) -> str:
    found = _POST.fullmatch(word)
    return found["post"] if found else word


def _posts_of(side: Side, person: str) -> Iterator[Span]:
    """The posts a source gives a person, before or right after the name."""
    at = side.folded.find(person)
    while at >= 0:
        start = max(0, at - _REACH)
        for m in _STOP.finditer(side.folded, start, at):
            start = m.end()
        for m in _POST.finditer(side.folded, start, at):
            if m.end() == at or not person_at(side.folded, m.end()):  # else it is somebody else's
                yield m.span()
        end = at + len(person)
        after = _POST.match(side.folded, end) or _IS.match(side.folded, end)
        if after is not None:
            yield after.span("post")
        at = side.folded.find(person, end)
