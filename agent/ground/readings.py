"""All readings of one sentence against its sources: what objects, what agrees, what stays open."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from agent.ground import (
    abroad,
    bearer,
    causality,
    change,
    comparison,
    coverage,
    date,
    edits,
    frame,
    label,
    level,
    listing,
    mark,
    market,
    measured,
    modality,
    names,
    obligation,
    order,
    origin,
    parties,
    polarity,
    post,
    prefixed,
    quantity,
    quotations,
    rhythm,
    rows,
    scope,
    slot,
    speaker,
    titles,
    undecided,
)
from agent.ground.alignment import Alignment, align
from agent.ground.side import Findings, Side
from agent.models import Match, Reason, Span

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[A-Za-z]+")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Readings:
    """What every reading found, by the reading's name, and the alignment they rest on."""

    found: dict[str, Findings]
    alignment: Alignment
    crossing: bool  #: claim and sources are in different languages

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All objections, in the order of the sentence; of two to the same words the more telling one."""
        return _distinct([reason for part in self.found.values() for reason in part.reasons])

    @property
    def unsure(self) -> tuple[Reason, ...]:
        """All doubts, in the order of the sentence."""
        return _distinct([reason for part in self.found.values() for reason in part.unsure])

    @property
    def matched(self) -> tuple[Match, ...]:
        """All agreements, in the order of the sentence."""
        every = {match for part in self.found.values() for match in part.matched}
        return tuple(sorted(every, key=lambda m: (m.claim_span, m.kind, m.source_id, m.source_span)))


def _distinct(reasons: list[Reason]) -> tuple[Reason, ...]:
    kept: list[Reason] = []
    for reason in reasons:
        same = next(
            (k for k in kept if _overlap(k.claim_span, reason.claim_span) and _family(k) == _family(reason)),
            None,
        )
        if same is None:
            kept.append(reason)
    return tuple(sorted(kept, key=lambda reason: (reason.claim_span, reason.kind)))


def _family(reason: Reason) -> str:
    return {"opposite": "meaning", "negation": "meaning", "title": "name", "quotation": "name"}.get(
        reason.kind, reason.kind
    )


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


_Two = Callable[[Side, Sequence[Side]], Findings]
_Three = Callable[[Side, Sequence[Side], Alignment], Findings]
_WORDS: tuple[tuple[str, _Two], ...] = (
    ("quantity", quantity.compare),
    ("date", date.compare),
    ("title", titles.compare),
    ("quotation", quotations.compare),
    ("name", names.compare),
)
_THINGS: tuple[tuple[str, _Two], ...] = (
    ("mark", mark.compare),
    ("post", post.compare),
    ("prefixed", prefixed.compare),
    ("change", change.compare),
    ("rows", rows.compare),
    ("measured", measured.compare),
    ("listing", listing.compare),
    ("label", label.compare),
    ("comparison", comparison.compare),
)
_MEANING: tuple[tuple[str, _Three], ...] = (
    ("polarity", polarity.compare),
    ("modality", modality.compare),
    ("obligation", obligation.compare),
    ("order", order.compare),
    ("scope", scope.compare),
    ("level", level.compare),
    ("frame", frame.compare),
    ("cause", causality.compare),
    ("rhythm", rhythm.compare),
    ("edits", edits.compare),
    ("slot", slot.compare),
    ("undecided", undecided.compare),
)


def read(claim: Side, sources: Sequence[Side], *, whole: Sequence[Side] = ()) -> Readings:
    """Every reading of `claim` against `sources`. `whole`: the same sources in full, for speakers,
    dates and the documents named, where `sources` are cut to the cited spans."""
    crossing = is_crossing(claim, sources)
    alignment = align(claim, sources)
    found = _words(claim, sources, whole)
    if crossing:
        found["abroad"] = abroad.compare(claim, sources)
        found["market"] = market.compare(claim, sources)
        return Readings(_crossed(found), alignment, True)
    found["speaker"] = speaker.compare(claim, whole or sources)
    found["parties"] = parties.compare(claim, whole or sources)
    found["origin"] = origin.compare(claim, whole or sources)
    found |= {name: compare(claim, sources) for name, compare in _THINGS}
    found |= {name: compare(claim, sources, alignment) for name, compare in _MEANING}
    found["bearer"] = bearer.compare(claim, sources, found)
    found["coverage"] = coverage.compare(claim, sources, alignment)
    return Readings(found, alignment, False)


def read_copied(claim: Side, sources: Sequence[Side], *, whole: Sequence[Side] = ()) -> Readings:
    """What agrees where the claim stands in a source word for word: nothing else can be wrong with it, nor need be looked for."""
    found = _words(claim, sources, whole)
    crossing = is_crossing(claim, sources)
    if not crossing:
        found["speaker"] = speaker.compare(claim, whole or sources)
    return Readings(found, Alignment(()), crossing)


def _words(claim: Side, sources: Sequence[Side], whole: Sequence[Side]) -> dict[str, Findings]:
    """Figures, dates, titles, quotations, names, and the digits nobody read."""
    found = {name: compare(claim, sources) for name, compare in _WORDS}
    found["unread"] = _unread(claim, found)
    if whole:
        found["date"] = _milder(found["date"], date.compare(claim, whole))
        found["title"] = titles.compare(claim, whole)
        found["name"] = _named(found["name"], speaker.named(claim, whole))
    return found


def read_signs(claim: Side, sources: Sequence[Side]) -> Readings:
    """Only what a judgement may not invent: numbers, dates, names and their posts, titles, quotations."""
    found = {name: compare(claim, sources) for name, compare in _WORDS}
    found["unread"] = _unread(claim, found)
    found["post"] = post.compare(claim, sources)
    return Readings(found, align(claim, sources), is_crossing(claim, sources))


def _unread(claim: Side, found: Mapping[str, Findings]) -> Findings:
    """Doubts the digits that no reading of figures or dates has taken for anything: what was not read is not checked."""
    read = (*found["quantity"].read, *found["date"].read)
    return Findings(
        unsure=tuple(
            Reason(
                kind="unread",
                claim_span=m.span(),
                message=f"“{_short(m.group())}”没有读出是什么数，无法核对。",
            )
            for m in _DIGITS.finditer(claim.folded)
            if not any(_overlap(span, m.span()) for span in read)
        )
    )


def _short(text: str) -> str:
    return text if len(text) <= 12 else text[:12] + "……"


def is_crossing(claim: Side, sources: Sequence[Side]) -> bool:
    """Whether the claim is Chinese and its sources are not, or the other way round."""
    here = _share(claim.folded)
    shares = [share for source in sources if (share := _share(source.folded[:2000])) is not None]
    there = sum(shares) / len(shares) if shares else None
    return here is not None and there is not None and abs(here - there) > 0.6


@lru_cache(maxsize=4096)
def _share(text: str) -> float | None:
    han = len("".join(_HAN.findall(text)))
    letters = han + len("".join(_LATIN.findall(text)))
    return han / letters if letters else None


def _milder(cut: Findings, full: Findings) -> Findings:
    """The date findings within the cited words, without objections that the whole source answers."""
    if not cut.reasons and not cut.unsure:
        return cut
    kept = {reason.claim_span for reason in (*full.reasons, *full.unsure)}
    return Findings(
        reasons=tuple(r for r in cut.reasons if r.claim_span in kept),
        matched=tuple({*cut.matched, *full.matched}),
        unsure=tuple(r for r in cut.unsure if r.claim_span in kept),
        read=cut.read,
    )


def _named(cut: Findings, spoken: Span | None) -> Findings:
    """The name findings, without an objection to the speaker, whom the whole source names."""
    if spoken is None:
        return cut
    kept = tuple(reason for reason in cut.reasons if not _overlap(reason.claim_span, spoken))
    return Findings(kept, cut.matched, cut.unsure, cut.read)


def _crossed(found: dict[str, Findings]) -> dict[str, Findings]:
    """Across languages a name or title that is not listed can only be doubted."""
    out = dict(found)
    for name in ("name", "title", "quotation"):
        part = out[name]
        out[name] = Findings((), part.matched, (*part.reasons, *part.unsure), part.read)
    return out
