"""Levels and ranges of a thing: 国家 for 省 before the same name, all projects for those that won a prize, several for only one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from agent.ground.alignment import AlignedClause, Alignment
from agent.ground.negation import NEGATION
from agent.ground.side import Findings, Side, instead
from agent.models import Reason

_LEVEL: Final = r"国家级?|中央|省级?|省市|市级?(?![场民值容面])|地市级?|[县区]级|部级|全国|全省|全市"
#: A level right before what is of it.
_OF: Final = re.compile(
    rf"(?:(?:[入由各为对向是的在按从设建]|^|[，,、])(?P<level>{_LEVEL})|(?P<named>[国省市县]家?级|全[国省市]))(?P<what>[一-龥]{{4}}|\"[一-龥]{{1,3}}\"[一-龥]{{2}})"
)
#: All of a thing; which of them a source may mean.
_ALL: Final = re.compile(
    "(?:所有|全部|全体|凡是?|每个)(?P<kind>[一-龥]{0,6}?)(?P<what>项目|企业|产品|团队|单位|学生|作品|车辆|家庭|人员|地区|机构|选手)"
)
_CHOSEN: Final = r"获奖|入围|入选|决赛|获胜|优胜|优秀|重点|符合条件|达标|合格|通过[^，,。]{0,4}|首批|部分"
_MANY: Final = re.compile(r"多[个项家名种次]|若干|不限|同时(?:选|申|报|参)|两[个项家]以上|任意")
_ONE: Final = re.compile(
    r"(?:只能|只可|仅能|仅可|只准|只允许|仅限|限)[^，,。；;]{0,6}(?:一[个项家名种次]|单个|其一|之一)"
)
#: From this coverage on a clause is taken to say what its sentence says.
_HELD: Final = 0.4


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """Doubts a level, a range or a number of choices that a source gives otherwise for what seems the same thing; objects to
    another kind of standard of the same title."""
    unsure = list(_levels(claim, sources))
    for aligned in alignment.clauses:
        if aligned.source >= 0 and aligned.coverage >= _HELD:
            unsure.extend(_ranges(claim, sources[aligned.source], aligned))
    return Findings(reasons=tuple(_standards(claim, sources)), unsure=tuple(unsure))


def _levels(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    yield from _grades(claim, sources)
    yield from _numbered(claim, sources)
    for m in _OF.finditer(claim.folded):
        level, what = m["level"] or m["named"], m["what"]
        if any(level[0] + mid + what in side.folded for side in sources for mid in ("", "级", "市", "市级")):
            continue
        there = re.compile(rf"(?P<level>{_LEVEL}){what}")
        found = next(((side, hit) for side in sources if (hit := there.search(side.folded))), None)
        if found is not None and _bare(found[1]["level"]) != _bare(level):
            at = m.span("level") if m["level"] else m.span("named")
            yield instead("scope", claim, at, found[0], found[1].span())


#: A numbered level of a thing: 三级应急响应.
_NUMBERED: Final = re.compile(
    "(?P<n>[一二三四五六七八九1-9ⅠⅡⅢⅣⅤ])级(?P<what>应急|响应|预警|风险|警报|地震|台风|大风|公路|保护|文物|医院|甲等|残疾|伤残|资质|防护|能效)"
)
_ROMAN: Final = str.maketrans("ⅠⅡⅢⅣⅤ一二三四五六七八九", "12345123456789")


def _numbered(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    for m in _NUMBERED.finditer(claim.folded):
        told = [
            (side, n) for side in sources for n in _NUMBERED.finditer(side.folded) if n["what"] == m["what"]
        ]
        if told and all(n["n"].translate(_ROMAN) != m["n"].translate(_ROMAN) for _, n in told):
            yield instead("scope", claim, m.span(), told[0][0], told[0][1].span())


def _bare(level: str) -> str:
    """国 of 国家级 and of 全国; 省 of 省级 and of 全省."""
    return level.removeprefix("全")[:1]


#: Whose standard it is, right before its title.
_STANDARD: Final = re.compile(r"(?P<kind>国家|行业|团体|地方|企业)标准(?=《(?P<title>[^《》]{2,40})》)")


#: A standard that comes out, whatever it is called.
_ISSUED: Final = re.compile(
    r"(?P<kind>国家|行业|团体|地方|企业)标准(?:《[^《》]{2,60}》)?(?:正式|已|日前|近日|于[^,，。]{1,8}|今日|当天)*(?P<verb>发布|出台|印发|实施|公布|问世)"
)


def _issued(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """A standard of one kind come out, where what comes out in the sources is one of another kind."""
    for m in _ISSUED.finditer(claim.folded):
        told = [(side, n) for side in sources for n in _ISSUED.finditer(side.folded)]
        if told and all(n["kind"] != m["kind"] for _, n in told):
            side, n = told[0]
            yield instead(
                "scope", claim, (m.start(), m.end("kind") + 2), side, (n.start(), n.end("kind") + 2)
            )


def _standards(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    yield from _issued(claim, sources)
    for m in _STANDARD.finditer(claim.folded):
        told = [
            (side, n)
            for side in sources
            for n in _STANDARD.finditer(side.folded)
            if m["title"] in n["title"] or n["title"] in m["title"]
        ]
        if told and all(n["kind"] != m["kind"] for _, n in told):
            yield instead("scope", claim, m.span(), told[0][0], told[0][1].span())


_HAN_PAIR: Final = re.compile("[一-龥]{2}")
#: Grades of a thing: 先进级智能工厂.
_GRADE: Final = re.compile(
    r"(?P<grade>(?:基础|先进|卓越|领航|引领|示范|标杆|优秀|良好|合格|入门|成熟|规范)级)(?P<what>[一-龥]{2,4})"
)


def _grades(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """A grade no source gives the thing, where one gives it another; or gives it after other words (入选先进级)."""
    for m in _GRADE.finditer(claim.folded):
        what = m["what"][:2]
        verb = claim.folded[max(0, m.start() - 2) : m.start()]
        after = re.compile(rf"{re.escape(verb)}(?!{m['grade']})[一-龥]{{2}}级{what}")
        other = next(((side, hit) for side in sources if (hit := after.search(side.folded))), None)
        if (
            _HAN_PAIR.fullmatch(verb)
            and other
            and not any(verb + m["grade"] in side.folded for side in sources)
        ):
            yield instead("scope", claim, m.span("grade"), other[0], other[1].span())
            continue
        if any(m["grade"] + what in side.folded or m["grade"] + "、" in side.folded for side in sources):
            continue
        there = re.compile(rf"[一-龥]{{2}}级{what}")
        found = next(((side, hit) for side in sources if (hit := there.search(side.folded))), None)
        if found is not None:
            yield instead("scope", claim, m.span("grade"), found[0], found[1].span())


def _ranges(claim: Side, source: Side, aligned: AlignedClause) -> Iterator[Reason]:
    every = _ALL.search(claim.folded, *aligned.span)
    if every and not re.search(_CHOSEN, every["kind"]):
        chosen = re.compile(rf"(?:{_CHOSEN})[一-龥]{{0,4}}?{every['what']}").search(
            source.folded, *aligned.source_clause
        )
        if chosen is not None and every.group() not in source.folded:
            yield instead("scope", claim, every.span(), source, chosen.span())
    many = _MANY.search(claim.folded, *aligned.span)
    one = _ONE.search(source.folded, *aligned.source_span)
    if many and one and not _ONE.search(claim.folded) and not NEGATION.search(claim.folded, *aligned.span):
        yield instead("scope", claim, many.span(), source, one.span())
