"""What is said of one verb: that it is done (`已投产`) or to come (`将投产`), held against the same verb in the sources.

The nearest mark before a verb says how it is meant, whatever else the sentence tells; so a claim whose verb is marked as done
is wrong where the sources have that verb only as planned, and the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from agent.ground.likeness import likeness, pairs
from agent.ground.side import Findings, Side
from agent.ground.words import Word, wording
from agent.models import Reason, Span
from agent.text.tokens import tokens

Mood = Literal["done", "plan", "open"]

_MARK: Final = re.compile(
    r"(?P<done>已经?(?![知婚故成]|有)|业已)"
    r"|(?P<plan>拟(?![合人态定])|即将|(?<!不)将(?![军领士近])|(?<!行动)计划(?![》(])|预计|有望|力争|争取|准备|打算|筹备)"
    r"|(?P<open>正在|仍在|还在|尚在|有待|尚未|尚待)"
)
#: What makes all that follows in its sentence a thing to come.
_FORESEEN: Final = re.compile("将会|预计|预测|预报|有望|(?<!行动)计划(?![》(])|力争")
#: What ends the reach of a mark.
_BREAK: Final = re.compile(r"[,，。；;:：、!！?？\n]")
#: How far before its verb a mark may stand.
_REACH: Final = 14
#: From this likeness of the words around on a place is of the same matter.
_ALIKE: Final = 0.4
#: Verbs that say nothing of the matter itself.
_LIGHT: Final = frozenset(
    (
        "进行",
        "运行",
        "使用",
        "应用",
        "服务",
        "运营",
        "生产",
        "工作",
        "开始",
        "成为",
        "表示",
        "提出",
        "计划",
        "预计",
        "准备",
        "达到",
        "有望",
        "力争",
        "争取",
        "打算",
        "实现",
        "开展",
    )
)


_HAN: Final = re.compile("[一-龥]{2}")
#: Adverbs the segmenter takes for nouns with what follows them: 将全面推行.
_WHOLE: Final = ("全面", "重点", "逐步")

#: A source, a verb in it with its mark, and how it is meant.
_There = tuple[Side, Span, Mood | None]


class _Marked(NamedTuple):
    """A verb of the claim and the mark before it."""

    verb: Word
    mood: Mood
    mark: Span


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Objects to a verb told as done that every source has as planned or under way, and to one told as planned or under
    way that is done."""
    reasons = []
    for marked in _marked(claim):
        around = pairs(_without(claim, claim.clause_of(marked.mark), marked.mark, marked.verb.span))
        found = [(side, *there) for side in sources for there in _places(side, marked.verb.text)]
        found = _of_its_object(claim, marked.verb, found)
        if not found or not all(_against(marked.mood, mood) for _, _, mood in found):
            continue
        side, span, mood = max(found, key=lambda there: likeness(around, there[0], there[1]))
        if likeness(around, side, span) < _ALIKE:
            continue
        said = side.text[slice(*span)]
        message = f"来源说的是“{said}”，" + ("已是事实。" if mood == "done" else "尚未成为事实。")
        reasons.append(
            Reason(
                kind="modality",
                claim_span=(marked.mark[0], marked.verb.span[1]),
                message=message,
                source_id=side.id,
                source_span=span,
            )
        )
    achieved = list(_achieved(claim, sources))
    return Findings(
        reasons=(*reasons, *(r for sure, r in achieved if sure)),
        unsure=tuple(r for sure, r in achieved if not sure),
    )


#: What is told as reached: 已建成全国平台; and how a source says that it is still being worked at, or only to be.
_REACHED: Final = re.compile(
    "(?:已经?|业已|现已)(?:全部|基本|全面)?(?P<done>建成|完成|实现|形成|建立)(?:了|起)?(?P<what>[一-龥]{4})"
)
_WORKING: Final = re.compile("(?:还在|正在|仍在|尚在|在做|拟|将|计划|争取|力争|准备)[一-龥]{0,4}$")
_TASK: Final = re.compile("(?:建设|打造|推进|搭建|构建|推动|加快|开展|探索|筹建|在建的?)[一-龥]{0,2}$")
_DONE: Final = re.compile("已|了|完成|建成|建起|实现|形成|投用|启用|上线|建有|拥有")


def _achieved(claim: Side, sources: Sequence[Side]) -> Iterator[tuple[bool, Reason]]:
    """What is told as reached, where every place of it in the sources is at work or a task (sure where the source says so)."""
    for m in _REACHED.finditer(claim.folded):
        places = [
            (side, hit.start()) for side in sources for hit in re.finditer(re.escape(m["what"]), side.folded)
        ]
        told = [(side, at, _BREAK.split(side.folded[max(0, at - 8) : at])[-1]) for side, at in places]
        if not told or any(_DONE.search(before) for _, _, before in told):
            continue
        working = next((place for place in told if _WORKING.search(place[2])), None)
        task = working or next((place for place in told if _TASK.search(place[2])), None)
        if task is None:
            continue
        side, at, before = task
        span = (at - len(before), at + len(m["what"]))
        yield (
            working is not None,
            Reason(
                kind="modality",
                claim_span=m.span(),
                message=f"来源说的是“{side.text[slice(*span)]}”，没有说已经{m['done']}。",
                source_id=side.id,
                source_span=span,
            ),
        )


def _against(ours: Mood, theirs: Mood | None) -> bool:
    """Whether one is done and the other not yet."""
    return theirs is not None and (ours == "done") != (theirs == "done")


def _of_its_object(claim: Side, verb: Word, found: list[_There]) -> list[_There]:
    """The places where the verb governs the same words as in the claim (完成中跨合拢), or, where there are none, all."""
    after = claim.folded[verb.span[1] : verb.span[1] + 2]
    if not _HAN.fullmatch(after):
        return found
    same = [there for there in found if there[0].folded.startswith(after, there[1][1])]
    return same or found


def _without(claim: Side, clause: Span, *spans: Span) -> str:
    """The words of a clause without those of `spans`, which are in order."""
    parts, at = [], clause[0]
    for start, end in spans:
        parts.append(claim.folded[at:start])
        at = end
    parts.append(claim.folded[at : clause[1]])
    return "|".join(parts)


def _marked(claim: Side) -> Iterator[_Marked]:
    """The verbs of the claim right after a mark, one a mark."""
    marks = list(_MARK.finditer(claim.folded))
    if not marks:
        return
    verbs = [
        word
        for word in wording(claim).words
        if word.tag.startswith("v") and len(word.text) > 1 and word.text not in _LIGHT
    ]
    for number, mark in enumerate(marks):
        following = marks[number + 1].start() if number + 1 < len(marks) else len(claim.folded)
        verb = next((v for v in verbs if v.span[0] >= mark.end()), None)
        if verb is None or verb.span[0] >= following or verb.span[0] - mark.end() > _REACH:
            continue
        if _BREAK.search(claim.folded, mark.end(), verb.span[0]):
            continue
        yield _Marked(verb, _mood(mark), mark.span())


def takes_object(text: str, at: int) -> bool:
    """Whether the 将 at `at` is a 把: 依法将案件移送公安机关."""
    after = next((w for w in tokens(text[at + 1 : at + 9])), None)
    return (
        after is not None
        and len(after[0]) > 1
        and after[1] in ("n", "nr", "ns", "nt", "nz", "r")
        and not text.startswith(_WHOLE, at + 1)
    )


def _mood(mark: re.Match[str]) -> Mood:
    return "done" if mark.group("done") else "plan" if mark.group("plan") else "open"


def _places(side: Side, verb: str) -> Iterator[tuple[Span, Mood | None]]:
    """Where `verb` stands in a source, with the mark before it, and how it is meant there."""
    text = side.folded
    at = text.find(verb)
    while at >= 0:
        end = at + len(verb)
        marks = [
            m
            for m in _MARK.finditer(text, max(0, at - _REACH), at)
            if m.group() != "将" or not takes_object(text, m.start())
        ]
        mark = marks[-1] if marks else None
        if mark is not None and not _BREAK.search(text, mark.end(), at):
            yield (mark.start(), end), _mood(mark)
        elif text.startswith("成功", at - 2) or text.startswith("成功", end):
            yield (at, end), "done"
        else:
            opened = _FORESEEN.search(text, side.sentence_of((at, end))[0], at)
            yield (opened.start() if opened else at, end), "plan" if opened else None
        at = text.find(verb, end)
