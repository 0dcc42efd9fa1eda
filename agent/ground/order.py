"""Order: from which to which, and who by whom; what a claim turns round though all its words stand in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from agent.ground.agreement import value_agreement
from agent.ground.alignment import Alignment
from agent.ground.likeness import alike
from agent.ground.setting import END, START, end_of
from agent.ground.side import Findings, Side
from agent.models import Reason, Span
from agent.text.quantities import Quantity

_THING = r"[^,，。；;:：从由自向为成到至]{2,14}?"
#: 从甲换成乙, 由甲向乙转变.
_CHANGES = (
    re.compile(
        rf"[从由自](?P<one>{_THING})(?:转向|走向|迈向|转为|转到|换成了?|换为|改为|改成|变为|变成|调整为|升级为|更名为|迁往|迁至|搬到|转移[到至给]了?|转嫁[到给]了?|传导[到至]了?|转给了?)"
        rf"(?P<two>{_THING}(?=[,，。；;、\"的]|$))"
    ),
    re.compile(
        rf"[从由自](?P<one>{_THING})[向往](?P<two>{_THING})(?:逐步|逐渐|加快|加速)?(?:转变|转型|转移|转换|过渡|转向|升级)"
    ),
)
#: 先梳理清单，再编制方案.
_STEPS = re.compile(
    r"先(?!进|后|生|行|导|前|锋|驱|例|天|期)(?P<one>[^,，。；;]{3,14})[,，]?(?:再|然后|随后|接着|而后)(?:据此|进而|去)?(?P<two>[^,，。；;]{3,14})"
)
#: 过去看条数，现在看准确率.
_THEN_NOW = re.compile(
    r"(?:过去|以前|以往|从前|原来|此前|起初)(?P<one>[^,，。；;]{3,24})[,，][^。；;]{0,12}?(?:如今|现在|眼下|目前|今年|今后|后来)(?:要|则|都|改)*(?P<two>[^。；;]{3,40})"
)
#: 与其追风口，不如看课程表; 不是模型，是故障记录; 看课程表，而不是追风口.
_RATHER = (
    re.compile("与其(?P<one>[^,，。；;]{2,20})[,，]?(?:倒|还|真)?不如(?P<two>[^,，。；;]{2,20})"),
    re.compile(
        "(?:不是|并非|不在于|不靠)(?P<one>[^,，。；;是]{2,24})[,，](?:而是|而在于|是|靠的是|而)(?P<two>[^,，。；;]{2,24})"
    ),
    re.compile(
        "(?:是|在于|还是|靠)(?P<two>[^,，。；;]{2,24})[,，]?(?:而不是|而非|不是|而不在于)(?P<one>[^,，。；;]{2,24})"
    ),
)
#: A figure that was wrong, and the right one: 670个有误，应为760个.
_WRONG = re.compile(r"误[写作报为登]+[\"“]?$")
_WRONG_AFTER = re.compile(r"[^,，。；;\d]{0,16}(?:有误|错误|系误|为误|更正为|应为|改正为)")
_RIGHT = re.compile(
    r"(?:应为|应是|更正为|改正为|实为|实际为|正确(?:的)?(?:数字|数据|数|表述)?(?:应?[为是]))[^,，。；;]{0,20}$"
)
#: How far the two ends of one change may be apart.
_STEP = 24
#: How much of the letters of one must stand in the other to be the same thing.
_SAME = 0.5


class Change(NamedTuple):
    """What something was and what it became, with its place."""

    one: str
    two: str
    span: Span


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """Objects to a change told backwards."""
    reasons = [
        *_figures(claim, sources),
        *_corrections(claim, sources),
        *_sequence(claim, sources),
        *_preferred(claim, sources),
        *_doers(claim, sources),
        *_makers(claim, sources),
    ]
    for aligned in alignment.clauses:
        if aligned.source < 0:
            continue
        for ours in changes(claim.folded, aligned.span):
            source = sources[aligned.source]
            for theirs in changes(source.folded, aligned.source_span):
                if turned(ours, theirs) or _other_end(ours, theirs, source):
                    said = source.text[slice(*theirs.span)]
                    reasons.append(
                        Reason(
                            kind="direction",
                            claim_span=ours.span,
                            message=f"变化的方向与来源相反：来源为“{said}”。",
                            source_id=source.id,
                            source_span=theirs.span,
                        )
                    )
    return Findings(reasons=tuple(reasons))


def _sequence(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """先甲再乙 where a source has 先乙再甲; 过去甲，现在乙 where it has 过去乙，现在甲."""
    told = [(form, m) for form in (_STEPS, _THEN_NOW) for m in form.finditer(claim.folded)]
    for pattern, m in told:
        ours = Change(m["one"], m["two"], m.span())
        for side in sources:
            for n in pattern.finditer(side.folded):
                if turned(ours, Change(n["one"], n["two"], n.span())):
                    yield Reason(
                        kind="direction",
                        claim_span=m.span(),
                        message=f"先后与来源相反：来源为“{side.text[slice(*n.span())]}”。",
                        source_id=side.id,
                        source_span=n.span(),
                    )


#: Who does it to whom: 程玉洁接替吴卿风.
_DEEDS = re.compile(
    r"(?P<one>[一-龥A-Za-z]{2,8})(?P<did>接替|取代|替换|击败|战胜|力克|起诉|收购|并购|超过|超越|反超|指责|批评|援助|聘请|任命|邀请|致电|约谈)(?:了)?(?P<two>[一-龥A-Za-z]{2,8})"
)
#: By whom it is made: 由甲公司生产.
_MADE = re.compile(
    r"由 ?(?P<who>[A-Za-z一-龥][A-Za-z一-龥 ·]{1,18}?) ?(?:公司|集团)?(?P<did>生产|制造|研发|开发|设计|承建|建设|投资|运营|主办|承办|发起|提供|负责|执导|主演|出品|牵头)"
)


def _preferred(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """This rather than that, where a source has that rather than this."""
    for ours in _rather(claim.folded):
        for side in sources:
            for theirs in _rather(side.folded):
                if turned(ours, theirs):
                    yield Reason(
                        kind="direction",
                        claim_span=ours.span,
                        message=f"取舍与来源相反：来源为“{side.text[slice(*theirs.span)]}”。",
                        source_id=side.id,
                        source_span=theirs.span,
                    )
                    return


@lru_cache(maxsize=2048)
def _rather(text: str) -> tuple[Change, ...]:
    return tuple(Change(m["one"], m["two"], m.span()) for form in _RATHER for m in form.finditer(text))


def _doers(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """甲接替乙 where a source has 乙接替甲, and nowhere the claim's."""
    for m in _DEEDS.finditer(claim.folded):
        one, two = m["one"][-2:], m["two"][:2]
        if one == two:
            continue
        for side in sources:
            said = [n for n in _DEEDS.finditer(side.folded) if n["did"] == m["did"]]
            back = [n for n in said if n["two"].startswith(m["one"][-3:][:2]) or one in n["two"][:4]]
            back = [n for n in back if two in n["one"][-4:]]
            if back and not any(one in n["one"] and two in n["two"] for n in said):
                yield _turned_round(claim, m.span(), side, back[0].span())


def _makers(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """由甲生产 where a source has 由乙生产, and 甲 elsewhere."""
    for m in _MADE.finditer(claim.folded):
        who = m["who"].strip().lower()
        for side in sources:
            said = [n for n in _MADE.finditer(side.folded) if n["did"] == m["did"]]
            others = [n["who"].strip().lower() for n in said]
            if len(said) != 1 or who in others[0] or others[0] in who:
                continue
            same = _right_before(claim, m.start()) == _right_before(side, said[0].start())
            if who in side.folded.lower() and (same or others[0] in claim.folded.lower()):
                yield _turned_round(claim, m.span(), side, said[0].span())


def _right_before(side: Side, at: int) -> str:
    """The two letters before a place: the thing that is made."""
    return side.folded[max(0, at - 2) : at]


def _turned_round(claim: Side, span: Span, side: Side, there: Span) -> Reason:
    return Reason(
        kind="direction",
        claim_span=span,
        message=f"谁做的与来源相反：来源为“{side.text[slice(*there)]}”。",
        source_id=side.id,
        source_span=there,
    )


def _corrections(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """760个有误，应为670个 where the source corrects 670 to 760."""
    wrong, right = _corrected(claim)
    if right is None:
        return
    for side in sources:
        mistaken, true = _corrected(side)
        if (
            mistaken is not None
            and _equal(right, mistaken)
            and (wrong is None or true is None or _equal(wrong, true))
        ):
            yield Reason(
                kind="number",
                claim_span=right.span,
                message=f"来源说“{side.text[slice(*mistaken.span)]}”才是误写的数。",
                source_id=side.id,
                source_span=mistaken.span,
            )


@lru_cache(maxsize=2048)
def _corrected(side: Side) -> tuple[Quantity | None, Quantity | None]:
    """The figure a text says was wrong, and the one it puts in its place."""
    if not any(word in side.folded for word in ("误", "错", "更正")):
        return None, None
    wrong = right = None
    for quantity in side.quantities:
        before = side.folded[max(0, quantity.full[0] - 20) : quantity.full[0]]
        if _RIGHT.search(before):
            right = quantity  # the last: 应为11个领域的760个指引
        elif _WRONG.search(before) or _WRONG_AFTER.match(side.folded, quantity.full[1]):
            wrong = wrong or quantity
    return wrong, right


def _figures(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """由460万增至410万 where the source goes from 410 to 460."""
    for first, last in _steps(claim):
        for source in sources:
            for one, two in _steps(source):
                if _equal(first, two) and _equal(last, one):
                    at = (one.span[0], two.span[1])
                    yield Reason(
                        kind="direction",
                        claim_span=(first.span[0], last.span[1]),
                        message=f"变化的方向与来源相反：来源为“{source.text[slice(*at)]}”。",
                        source_id=source.id,
                        source_span=at,
                    )


@lru_cache(maxsize=2048)
def _steps(side: Side) -> tuple[tuple[Quantity, Quantity], ...]:
    """Two figures next to each other that are both ends of one change."""
    figures = [q for q in side.quantities if q.kind != "code"]
    return tuple(
        (one, two)
        for one, two in pairwise(figures)
        if one.unit.id == two.unit.id
        and two.span[0] - one.span[1] <= _STEP
        and end_of(side, one) == START
        and end_of(side, two) == END
    )


def _equal(one: Quantity, two: Quantity) -> bool:
    return value_agreement(one, two) in ("equal", "hedged")


def changes(text: str, span: Span) -> Iterator[Change]:
    """The changes told in a stretch of folded text."""
    for pattern in _CHANGES:
        for m in pattern.finditer(text, *span):
            yield Change(m.group("one"), m.group("two"), m.span())


def turned(ours: Change, theirs: Change) -> bool:
    """Whether one tells backwards what the other tells."""
    crossed = min(alike(ours.one, theirs.two), alike(ours.two, theirs.one))
    straight = max(alike(ours.one, theirs.one), alike(ours.two, theirs.two))
    return crossed >= _SAME and straight < crossed


def _other_end(ours: Change, theirs: Change, source: Side) -> bool:
    """Whether one end is the source's, and the other ends in the same word and is another thing: 政策驱动 for 项目驱动."""
    for mine, other, same, there in (
        (ours.one, theirs.one, ours.two, theirs.two),
        (ours.two, theirs.two, ours.one, theirs.one),
    ):
        if same[-4:] != there[-4:] or mine in source.folded or len(mine) < 4:
            continue
        if mine[-2:] == other[-2:] and mine[-4] != other[-4]:
            return True
    return False
