"""Causes: a because where the source has none, or whose reason stands nowhere in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from agent.ground.alignment import AlignedClause, Alignment, rest_on
from agent.ground.likeness import pairs, share
from agent.ground.side import Findings, Side
from agent.models import Reason, Span

#: Ways to claim a cause; the groups are the cause and, where it follows, the effect. They are looked for only where a
#: word stands that all of them have.
_CAUSED = re.compile("因|由于|受|得益于|缘于|鉴于|有赖于|源于|归咎于|靠的是")
_CAUSES = re.compile("导致|致使|促使|使得|迫使|造成|引发|招致")
_BECAUSE = (
    re.compile(
        r"(?P<mark>因为?(?![此而素])|由于)(?P<cause>[^,，因]{3,24}?)(?:而|所)?(?:导致|致使|造成|引发|使得)(?P<effect>[^,，]{3,})"
    ),
    re.compile(r"(?P<mark>因为?)(?P<cause>[^,，因]{3,24})而(?!且|是|非)(?P<effect>[^,，]{3,})"),
    re.compile(
        r"(?:^|[,，])(?:主要|正|正是|也|均|系|但|却|而|又|后|结果|[^,，]{0,3}[次度天年月日家])?(?P<mark>因为|因(?![此而素])|由于|受益于|得益于|受到|受(?![访理到众])|缘于|鉴于|有赖于)(?P<cause>[^,，]{3,40}?)(?:的?(?:影响|推动|拖累|带动|冲击|提振|驱动|刺激))?[,，](?P<effect>.{4,})"
    ),
    re.compile(r"[^,，]{2,16}(?P<mark>因为|由于)(?P<cause>[^,，]{3,40}?)[,，](?P<effect>.{4,})"),
    re.compile(
        r"(?P<effect>.{4,}?)[,，](?:这)?(?:主要|很大程度上)?(?:是)?(?P<mark>因为|因(?![此而])|由于|得益于|受益于|受(?![访理到众])|缘于|源于|归因于|归咎于|靠的是|原因(?:是|在于))(?P<cause>[^,，]{3,40})"
    ),
    re.compile(
        r"(?P<effect>[^,，]{4,}?)(?P<mark>归因于|归咎于|缘于|源于|得益于|主要因|是因为|系因)(?P<cause>[^,，]{3,40})"
    ),
)
_LEADS = (
    re.compile(
        r"(?P<cause>.{4,}?)[,，]?(?:这)?(?:直接|进而|从而|由此)?(?P<mark>导致|致使|促使|使得|迫使|造成|引发|招致)(?P<effect>.{4,})"
    ),
)
#: From this coverage on the cause stands in a source.
_HELD = 0.5
#: A reason is missed for sure only where the effect is found, this share of its words.
_EFFECT = 0.4
#: Where this share of a cause's letters stands in one sentence it may be said there in other words.
_SPELLED = 0.6
#: Lighter words than this are not what a cause lacks.
_TELLING = 0.6
_LIGHT = frozenset("的了和与及在等对为以于之其")
#: More of a sentence than this is not read.
_LONGEST = 400
#: What in a source says that one thing comes from another.
_MARKS = re.compile(
    r"因(?!特网|子)|由于|鉴于|受(?!访|理|众)|得益|导致|致使|促使|使得|迫使|使(?=.{1,20}(?:得|成|更|能|达))|造成|引发|带来|带动|推动|拉动|助推|归|源于|缘|原因|为此|从而|所致|在.{1,24}下|"
    r"随着|凭借|依托|依靠|通过|影响|拖累|所以|究其|理由|令|为了|看到|看中|助力|支撑|驱动|提振|背景|乏力|需要|需求|怕|担心|让|以(?=便|满足|防|支持|应对)"
)


def compare(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Findings:
    """Objects to a cause whose words stand nowhere near the effect in a source."""
    maybe = tuple(_asserted(claim, sources, alignment))
    found = _read(claim)
    if found is None or not sources or maybe:
        return Findings(reasons=maybe)
    mark, cause, effect = found
    why, what = rest_on(claim, cause, sources), rest_on(claim, effect, sources)
    if what.source < 0:
        return Findings()
    source = sources[what.source]
    word = claim.folded[slice(*mark)]
    said = [sources[a.source].folded[slice(*a.source_span)] for a in (why, what) if a.source >= 0]
    if why.coverage >= _HELD and any(word in sentence for sentence in said):
        other = _another(claim, cause, source, what)
        return Findings(reasons=(other,) if other else ())
    near = _near(why, what)
    if why.coverage < _HELD:
        message = f"来源没有提到“{claim.text[slice(*cause)]}”这个原因。"
        reason = Reason(
            kind="cause",
            claim_span=_lacking(why) or mark,
            message=message,
            source_id=source.id,
            source_span=what.source_span,
        )
        held = what.coverage >= _EFFECT and not _spelled(claim, cause, sources, why, what)
        return Findings(reasons=(reason,)) if held else Findings(unsure=(reason,))
    lowest = min(what.source_span[0], why.source_span[0]) if near else what.source_span[0]
    highest = max(what.source_span[1], why.source_span[1]) if near else what.source_span[1]
    marked = _MARKS.search(source.folded, lowest, highest)
    message = "来源没有说两者是因果关系。"
    reason = Reason(
        kind="cause", claim_span=mark, message=message, source_id=source.id, source_span=what.source_span
    )
    if near and marked:
        return Findings(unsure=tuple(_parts(claim, cause, sources)))
    if near:  # both stand there side by side; whether one is said to follow from the other is for a reader
        return Findings(unsure=(reason,))
    elsewhere = why.source >= 0 and _MARKS.search(sources[why.source].folded, *why.source_span)
    sure = what.coverage >= _EFFECT and not elsewhere  # there it is a cause of something
    return Findings(reasons=(reason,)) if sure else Findings(unsure=(reason,))


#: What a thing sets off that is no effect of it to be shown: 引发网友热议.
_TALK = re.compile(
    "(?:了)?(?:网友|社会|广泛|业界|市场|外界|各界|强烈)*的?(?:热议|热烈|关注|讨论|争议|共鸣|反响|好评|围观|猜测|质疑)"
)


#: The cause a source opens a sentence or clause with: 因雨污管网改造，.
_OPENING = re.compile(
    r"(?:^|(?<=[，,。；;\n\s]))(?:因为?(?![此而素])|由于|受)(?P<cause>[^,，。；;]{3,20})(?:影响)?[,，]"
)


def _another(claim: Side, cause: Span, source: Side, what: AlignedClause) -> Reason | None:
    """An objection where the sentence of the effect opens with its one cause, and that shares no pair of letters with the
    claim's, and the claim's stands nowhere in the source as it is told."""
    found = list(_OPENING.finditer(source.folded, *what.source_span))
    ours = claim.folded[slice(*cause)]
    if len(found) != 1 or what.coverage < _HELD or ours in source.folded:
        return None
    theirs = found[0]["cause"]
    if (
        pairs(ours) & pairs(theirs)
        or share(ours, source.folded[found[0].end() : what.source_span[1]]) >= _HELD
    ):
        return None  # 误报率太高 in 因为表面反光太强，误报率居高不下，最后拆了: a cause too
    return Reason(
        kind="cause",
        claim_span=cause,
        message=f"来源说的原因是“{source.text[slice(*found[0].span('cause'))]}”，不是“{claim.text[slice(*cause)]}”。",
        source_id=source.id,
        source_span=found[0].span("cause"),
    )


def _parts(claim: Side, cause: Span, sources: Sequence[Side]) -> Iterator[Reason]:
    """Those of several causes (粉尘大、反光强) of which hardly a word stands in a source."""
    marks = [m.start() for m in re.finditer("、", claim.folded[slice(*cause)])]
    edges = [cause[0], *(cause[0] + at for at in marks), cause[1]]
    for part in pairwise(edges) if marks else ():
        found = rest_on(claim, part, sources)
        weight = sum(s.word.weight for s in found.supports)
        if weight >= _PART and found.coverage < _SLIGHT:
            yield Reason(
                kind="cause",
                claim_span=part,
                message=f"来源没有提到“{claim.text[slice(*part)].strip('、')}”这个原因，请核对。",
            )


#: A part of a cause that weighs so much, and of which less than this stands in a source, may be made up.
_PART, _SLIGHT = 1.5, 0.34
#: A cause told as such, and one only supposed.
_TOLD = re.compile(
    r"是由|由[^,，。]{2,24}(?:带来|造成|引起|导致|所致)|源于|归因于|缘于|是因为|原因(?:是|在于)|导致|所致|带来的?"
)
_SUPPOSED = re.compile(r"(?:可能|或许?|也许|大概)(?:就|正|主要)?(?:与|和|是|因|由|来自|跟|受|源于)")
_OPEN = re.compile("可能|或许?|也许|大概|估计|推测|疑")
#: From this coverage on a clause is taken to say what its sentence says.
_SAID = 0.4


def _asserted(claim: Side, sources: Sequence[Side], alignment: Alignment) -> Iterator[Reason]:
    """Causes told as such that the source only supposes: 可能与……有关."""
    for aligned in alignment.clauses:
        told = _TOLD.search(claim.folded, *aligned.span)
        if told is None or aligned.source < 0 or aligned.coverage < _SAID or _OPEN.search(claim.folded):
            continue
        source = sources[aligned.source]
        supposed = _SUPPOSED.search(source.folded, *aligned.source_clause)
        if supposed is not None:
            said = source.text[slice(*aligned.source_clause)]
            yield Reason(
                kind="modality",
                claim_span=told.span(),
                message=f"来源只说“{said}”，没有断定。",
                source_id=source.id,
                source_span=aligned.source_clause,
            )


def _spelled(claim: Side, cause: Span, sources: Sequence[Side], *found: AlignedClause) -> bool:
    """Whether most letters of the cause stand in one of the sentences: 内外并举的培育 is 内培外引."""
    own = {char for char in claim.folded[slice(*cause)] if char.isalnum()} - _LIGHT
    said = [sources[a.source].folded[slice(*a.source_span)] for a in found if a.source >= 0]
    return bool(own) and any(sum(char in text for char in own) >= _SPELLED * len(own) for text in said)


def _lacking(why: AlignedClause) -> Span | None:
    """The weightiest run of the cause's words that the sentence it rests on lacks."""
    runs: list[tuple[float, Span]] = []
    for support in why.supports:
        word = support.word
        if support.near >= _HELD or word.weight < _TELLING:
            continue
        if runs and runs[-1][1][1] == word.span[0]:
            runs[-1] = (runs[-1][0] + word.weight, (runs[-1][1][0], word.span[1]))
        else:
            runs.append((word.weight, word.span))
    return max(runs, key=lambda run: run[0])[1] if runs else None


def _near(why: AlignedClause, what: AlignedClause) -> bool:
    return why.source == what.source and abs(why.sentence - what.sentence) <= 1


def _read(claim: Side) -> tuple[Span, Span, Span] | None:
    for start, end in claim.sentences:
        text = claim.folded[start : min(end, start + _LONGEST)]
        patterns = (_BECAUSE if _CAUSED.search(text) else ()) + (_LEADS if _CAUSES.search(text) else ())
        for pattern in patterns:
            m = pattern.search(text)
            if m and not _TALK.match(m["effect"]):
                mark, cause, effect = (
                    (start + m.start(name), start + m.end(name)) for name in ("mark", "cause", "effect")
                )
                return mark, cause, effect
    return None
