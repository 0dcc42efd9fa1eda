"""Words whose first letter makes another thing of them: 会长 is no 副会长, a 决赛 no 半决赛."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from agent.ground.side import Findings, Side, instead
from agent.ground.words import wording
from agent.models import Reason, Span

#: What makes another post of a post, another match of a match, another product of a product.
_PREFIXED: Final = re.compile(
    r"(?P<before>副|准(?=教授)|名誉|助理|执行|候任)(?P<post>董事长|总经理|总裁|秘书长|理事长|会长|校长|院长|所长|局长|司长|厅长|部长|市长|省长|县长|区长|镇长|乡长|处长|科长"
    r"|站长|裁判长|护士长|秘书|馆长|社长|行长|厂长|队长|主席|书记|主任|教授|研究员|总编辑|总监|主编|检察长|参谋长)"
    r"|(?P<less>半|准|[四八]分之一|1/[48])(?P<thing>决赛|成品|导体|官方)"
)

#: The words before, right before what they change.
_CHANGED: Final = re.compile("(?:副|名誉|助理|执行|候任|半|准|[四八]分之一|1/[48])$")
_REACH: Final = 4


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Objects to a post or a thing without the word before it that it has wherever the sources tell it, and to one with a
    word before it that it has nowhere."""
    return Findings(reasons=(*_reasons(claim, sources), *_wider(claim, sources)))


#: Words for some of which a letter more makes all: 大中小企业 of 中小企业.
_WIDER: Final = (("大中小", "中小"), ("中小微", "小微"))


def _wider(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    for wide, narrow in _WIDER:
        at = claim.folded.find(wide)
        if at < 0 or any(wide in side.folded for side in sources):
            continue
        found = next(((side, there) for side in sources if (there := side.folded.find(narrow)) >= 0), None)
        if found is not None:
            yield instead("name", claim, (at, at + len(wide)), found[0], (found[1], found[1] + len(narrow)))


def _reasons(claim: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    for side in sources:
        for word, there in _changed(side.folded).items():
            if word not in claim.folded or side.folded[slice(*there)] in claim.folded:
                continue
            if any(_bare(word, other.folded) for other in sources):
                continue
            for at in _bare(word, claim.folded):
                if any(w.span[0] < at + len(word) < w.span[1] for w in wording(claim).words):
                    continue  # 展会长沙开幕
                yield instead("name", claim, (at, at + len(word)), side, there)
    for m in _PREFIXED.finditer(claim.folded):
        word = _word(m)
        if any(m.group() in side.folded for side in sources):
            continue
        found = next(((side, at) for side in sources for at in _bare(word, side.folded)), None)
        if found is not None and m["before"]:
            yield instead("name", claim, m.span(), found[0], (found[1], found[1] + len(word)))


def _word(m: re.Match[str]) -> str:
    return m["post"] or m["thing"]


@lru_cache(maxsize=2048)
def _changed(text: str) -> dict[str, Span]:
    """The words of a text that a word before them changes, with where the first of each stands, the word before included."""
    out: dict[str, Span] = {}
    for m in _PREFIXED.finditer(text):
        out.setdefault(_word(m), m.span())
    return out


def _bare(word: str, text: str) -> list[int]:
    """Where `word` stands in a text with none of the words before it that change it."""
    return [at for at in _places(word, text) if not _CHANGED.search(text, max(0, at - _REACH), at)]


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)
