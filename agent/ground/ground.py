"""The checker: one sentence held against its sources, and the verdict with its reasons.

Pure: no model, no network, the same answer every time; any text is answered, none raises.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agent.ground import judgement
from agent.ground.copied import lead, verbatim
from agent.ground.decision import doubtful, hints
from agent.ground.readings import Readings, read, read_copied
from agent.ground.side import Side, claim_side, side
from agent.models import Document, Match, Reason, SentenceKind, Span, Status, Verdict
from agent.text.marks import in_title_marks

#: A claim longer than this is not a sentence; only its beginning is read.
_LONGEST = 2000


def ground(
    claim: str,
    sources: Sequence[Document],
    *,
    cites: Sequence[str] | None = None,
    spans: Mapping[str, Sequence[Span]] | None = None,
    kind: SentenceKind = "fact",
    day: str | None = None,
) -> Verdict:
    """What the sources say of `claim`.

    `sources`: the documents. `cites`: the ids of those the claim names; support found only in the others is
    misattributed. `spans`: by source id, the cited stretches of its text; support must come from within
    them (each
    enlarged to its sentence), speakers, dates and titles of documents may be read from the whole source. `kind`: a judgement
    may only
    carry no number, date, name, title or quotation that the sources lack. `day`: the issue's date,
    `YYYY-MM-DD`. Never raises for any text.
    """
    whole = (0, len(claim))
    if not claim.strip():
        return _only(
            "unverified", Reason(kind="empty", claim_span=whole, message="句子是空的，没有可核对的内容。")
        )
    if not any(source.text.strip() for source in sources):
        if kind == "judgement":
            return judgement.without_sources(claim_side(claim, day or ""))
        return _only(
            "unsupported", Reason(kind="source", claim_span=whole, message="没有可以对照的来源文字。")
        )
    ours = claim_side(claim[:_LONGEST], day or "")
    if not any(char.isalnum() for char in ours.folded):
        return _only("unverified", Reason(kind="empty", claim_span=whole, message="句子里没有可核对的文字。"))
    named = [source for source in sources if cites is None or source.id in cites]
    others = [source for source in sources if cites is not None and source.id not in cites]
    if cites is not None and not named:
        reason = Reason(kind="source", claim_span=whole, message="所引的来源不在给出的来源之中。")
        return _elsewhere(ours, others, kind, (reason,)) or _only("unsupported", reason)
    verdict = _read(ours, named, spans, kind)
    if others and verdict.status not in ("supported", "opinion"):
        return _elsewhere(ours, others, kind, verdict.reasons) or verdict
    return _unread_rest(verdict, claim) if len(claim) > _LONGEST else verdict


def _read(
    ours: Side, sources: Sequence[Document], spans: Mapping[str, Sequence[Span]] | None, kind: SentenceKind
) -> Verdict:
    """The verdict on the sentence, or, where that does not let it through and a paper rightly named opens it, on what
    the paper is said to report: what is wrong there, not with its name."""
    verdict = _held(ours, sources, spans, kind)
    if verdict.status in ("supported", "opinion") or kind in ("judgement", "heading"):
        return verdict
    opening = lead(ours, [side(source) for source in sources])
    if not opening:
        return verdict
    day = ours.published.isoformat() if ours.published else ""
    rest = _held(claim_side(ours.text[opening:], day), sources, spans, kind)
    return verdict if rest.status == "unverified" else _moved(rest, opening)


def _held(
    ours: Side, sources: Sequence[Document], spans: Mapping[str, Sequence[Span]] | None, kind: SentenceKind
) -> Verdict:
    full = [side(source) for source in sources if source.text.strip()]
    if not full:
        reason = Reason(kind="source", claim_span=(0, len(ours.text)), message="所引的来源没有文字可以对照。")
        return _only("unsupported", reason)
    cut = [
        _within(source, spans[source.id]) if spans and spans.get(source.id) else source for source in sources
    ]
    theirs = [side(source) for source in cut if source.text.strip()] if spans else full
    if kind in ("judgement", "heading"):
        return judgement.held(ours, theirs, kind)
    copy = verbatim(ours, theirs)
    if copy is not None:
        readings = read_copied(ours, theirs, whole=full if spans else ())
        same = Match(
            kind="verbatim", claim_span=(0, len(ours.text)), source_id=copy[0].id, source_span=copy[1]
        )
        return Verdict(status="supported", matched=readings.matched or (same,))
    return _verdict(ours, theirs, read(ours, theirs, whole=full if spans else ()))


def _verdict(ours: Side, theirs: Sequence[Side], readings: Readings) -> Verdict:
    reasons = readings.reasons
    if reasons:
        status: Status = "contradicted" if any(reason.source_span for reason in reasons) else "unsupported"
        return Verdict(status=status, reasons=reasons + hints(readings, reasons), matched=readings.matched)
    if readings.crossing:
        return _crossing(ours, theirs, readings)
    doubts = doubtful(ours, readings, theirs)
    if doubts:
        return Verdict(status="unverified", reasons=doubts, matched=readings.matched)
    return Verdict(status="supported", matched=readings.matched)


def _crossing(ours: Side, theirs: Sequence[Side], readings: Readings) -> Verdict:
    """Another language: supported where all that can be compared agrees, and there is something to
    compare."""
    solid = [match for match in readings.matched if match.kind not in ("coverage",)]
    doubts = readings.unsure
    if solid and not doubts:
        at = solid[0]
        marked = Match(
            kind="跨语言", claim_span=(0, len(ours.text)), source_id=at.source_id, source_span=at.source_span
        )
        return Verdict(status="supported", matched=(*readings.matched, marked))
    if not doubts:
        message = "来源是另一种语言，句中没有可逐项对照的数字、日期或名称，请人工核对。"
        doubts = (
            Reason(kind="language", claim_span=(0, len(ours.text)), message=message, source_id=theirs[0].id),
        )
    return Verdict(status="unverified", reasons=doubts, matched=readings.matched)


def _elsewhere(
    ours: Side, others: Sequence[Document], kind: SentenceKind, reasons: tuple[Reason, ...]
) -> Verdict | None:
    """misattributed, where a source that is not cited supports the sentence alone."""
    for other in others:
        verdict = _read(ours, [other], None, kind)
        if verdict.status == "supported" and verdict.matched:
            at = verdict.matched[0].source_span
            name = f"{other.publisher}{in_title_marks(other.title)}" or other.id
            message = f"所引来源没有这样说；说这话的是{name}，请改引。"
            reason = Reason(
                kind="citation",
                claim_span=(0, len(ours.text)),
                message=message,
                source_id=other.id,
                source_span=at,
            )
            return Verdict(status="misattributed", reasons=(reason, *reasons), matched=verdict.matched)
    return None


def _within(source: Document, spans: Sequence[Span]) -> Document:
    """`source` with everything outside the sentences of `spans` blanked, so that offsets stay the same."""
    kept: list[Span] = []
    reading = side(source)
    length = len(source.text)
    for span in spans:
        first, last = max(0, min(span[0], length)), max(0, min(span[1], length))
        if first < last:
            opening = reading.sentence_of((first, first + 1))
            closing = reading.sentence_of((last - 1, last))
            kept.append((min(first, opening[0]), max(last, closing[1])))
    out: list[str] = []
    at = 0
    for start, end in sorted(kept):
        begin = max(start, at)
        if end > begin:
            out.append("\n" * (begin - at) + source.text[begin:end])
            at = end
    return source.model_copy(update={"text": "".join(out)})


def _unread_rest(verdict: Verdict, claim: str) -> Verdict:
    """The verdict on the beginning of a claim too long to be read whole: never that it stands."""
    if verdict.status not in ("supported", "opinion"):
        return verdict
    message = f"这一句有 {len(claim)} 字，只核对了前 {_LONGEST} 字；请分成几句再核对。"
    rest = Reason(kind="long", claim_span=(_LONGEST, len(claim)), message=message)
    return Verdict(status="unverified", reasons=(rest,), matched=verdict.matched)


def _moved(verdict: Verdict, by: int) -> Verdict:
    """The verdict on the rest of a claim, as one on the whole: its spans `by` characters further."""

    def further(item: Reason | Match) -> dict[str, Span]:
        return {"claim_span": (item.claim_span[0] + by, item.claim_span[1] + by)}

    return Verdict(
        status=verdict.status,
        reasons=tuple(reason.model_copy(update=further(reason)) for reason in verdict.reasons),
        matched=tuple(match.model_copy(update=further(match)) for match in verdict.matched),
    )


def _only(status: Status, reason: Reason) -> Verdict:
    return Verdict(status=status, reasons=(reason,))
