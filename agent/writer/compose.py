"""A writer's draft → an issue: quotes become spans, evidence gets keys, sentences ids, sources references."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from agent.house import House
from agent.models import (
    Assignment,
    Draft,
    DraftSentence,
    Evidence,
    Issue,
    Quote,
    Reference,
    Section,
    Sentence,
    Source,
)
from agent.writer.align import align
from agent.writer.keys import KeyRing, text_sha256
from agent.writer.placeholder import placeholder
from agent.writer.purpose import purpose

#: What a reference line says where nobody knows who published a source.
UNKNOWN = "发布者未注明"


def compose(
    draft: Draft, assignments: Sequence[Assignment], house: House, date: str, writer: str = "embedded"
) -> Issue:
    """The issue of `date` from any writer's draft.

    A sentence with a quote that stands in no source is dropped, or becomes a placeholder where its section
    would be left without facts; the issue's notes say so. Never raises for what a writer returned.
    """
    board = _Board(assignments)
    summary = board.paragraph("摘要", 0, draft.summary)
    sections: list[Section] = []
    for at, part in enumerate(draft.sections):
        number = assignments[at].number if at < len(assignments) else at + 1
        kept = board.paragraph(f"第{number}节", number, (*part.facts, *part.judgements))
        sections.append(Section(number=number, heading=part.heading, sentences=kept))
    references = _references(board, summary, sections)
    return Issue(
        house=house.name,
        date=date,
        writer=writer,
        title=house.title,
        summary=summary,
        sections=tuple(sections),
        references=references,
        evidence=board.cited(summary, sections),
        notes=(*draft.notes, *board.notes, *_count(references, house)),
        sample=any(source.is_sample for source in board.sources.values()),
    )


@dataclass
class _Board:
    """The sources at hand, the evidence made so far, and what had to be left out."""

    assignments: Sequence[Assignment]
    sources: dict[str, Source] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    ring: KeyRing = field(default_factory=KeyRing)

    def __post_init__(self) -> None:
        for assignment in self.assignments:
            for source in (*assignment.sources, *assignment.background):
                self.sources.setdefault(source.id, source)

    def paragraph(self, where: str, number: int, drafted: Iterable[DraftSentence]) -> tuple[Sentence, ...]:
        """The sentences of one part with their ids and citations."""
        kept: list[tuple[DraftSentence, tuple[str, ...]]] = []
        lost: list[DraftSentence] = []
        for sentence in drafted:
            keys = self._keys(sentence.quotes)
            if keys is None or (sentence.kind in ("fact", "summary") and not keys):
                lost.append(sentence)
                self.notes.append(f"{where}有一句的引文在来源中找不到，没有采用：“{sentence.text[:24]}…”。")
            else:
                kept.append((sentence, keys))
        if lost and not any(sentence.kind in ("fact", "summary") for sentence, _ in kept):
            words = "；".join(sentence.text for sentence in lost[:2])
            kept.insert(0, (placeholder(f"引文未能对上来源，请核对后补写，原句是 {words}"), ()))
        return tuple(
            Sentence(id=f"{number}.{n}", kind=sentence.kind, text=sentence.text, cites=keys)
            for n, (sentence, keys) in enumerate(kept, 1)
        )

    def cited(self, summary: Iterable[Sentence], sections: Iterable[Section]) -> dict[str, Evidence]:
        """The evidence that some sentence cites, in order of first use."""
        order = dict.fromkeys(key for sentence in _reading(summary, sections) for key in sentence.cites)
        return {key: self.evidence[key] for key in order}

    def _keys(self, quotes: Sequence[Quote]) -> tuple[str, ...] | None:
        """The keys of quotes, each once; None where one of them stands nowhere."""
        keys: list[str] = []
        for quote in quotes:
            source = self.sources.get(quote.source_id)
            place = align(quote.words, source.text) if source else None
            if source is None or place is None:
                return None
            sha256 = source.sha256 or text_sha256(source.text)
            key = self.ring.key(sha256, place.span)
            self.evidence[key] = Evidence(
                key=key,
                source_id=source.id,
                publisher=source.publisher,
                title=source.title,
                published=source.published,
                url=source.url,
                span=place.span,
                quote=source.text[place.span[0] : place.span[1]],
                text_sha256=sha256,
                extractor=source.extractor,
                snapshot=source.snapshot,
            )
            keys.append(key)
        return tuple(dict.fromkeys(keys))


def _reading(summary: Iterable[Sentence], sections: Iterable[Section]) -> list[Sentence]:
    """All sentences, the sections' first: 摘要 repeats what they say, so it orders no reference."""
    return [*(sentence for section in sections for sentence in section.sentences), *summary]


def _references(
    board: _Board, summary: tuple[Sentence, ...], sections: list[Section]
) -> tuple[Reference, ...]:
    """One line a source, in order of first use, a primary source before its reprints."""
    keys: dict[str, list[str]] = {}
    said: dict[str, list[str]] = {}
    heading: dict[str, str] = {}
    first: set[str] = set()
    for section in sections:
        lead = True
        for sentence in section.sentences:
            for key in sentence.cites:
                id = board.evidence[key].source_id
                heading.setdefault(id, section.heading)
                if lead and sentence.kind == "fact":
                    first.add(id)
                _note(keys, said, id, key, sentence)
            lead = lead and not (sentence.kind == "fact" and sentence.cites)
    for sentence in summary:
        for key in sentence.cites:
            _note(keys, said, board.evidence[key].source_id, key, sentence)
    lines = []
    for id in _primary_first([board.sources[id] for id in keys]):
        source = board.sources[id]
        note = purpose(source, said[id], heading.get(id, ""), secondary=id not in first)
        lines.append(
            Reference(
                publisher=_publisher(source),
                title=source.title or source.text[:30].strip(),
                day=source.day,
                purpose=note,
                keys=tuple(keys[id]),
            )
        )
    return tuple(lines)


def _note(
    keys: dict[str, list[str]], said: dict[str, list[str]], id: str, key: str, sentence: Sentence
) -> None:
    keys.setdefault(id, [])
    said.setdefault(id, [])
    if key not in keys[id]:
        keys[id].append(key)
    if sentence.kind != "summary":
        said[id].append(sentence.text)


def _primary_first(sources: list[Source]) -> list[str]:
    """Ids in the given order, but a source that reprints another of its family after that one."""
    order: list[str] = []
    for source in sources:
        if _reprints(source):
            continue
        order.append(source.id)
    for source in filter(_reprints, sources):
        kin = [
            other.id
            for other in sources
            if source.family and other.family == source.family and other is not source
        ]
        places = [order.index(id) for id in kin if id in order]
        before = [other.id for other in sources[: sources.index(source)] if other.id in order]
        at = max(places) + 1 if places else (order.index(before[-1]) + 1 if before else 0)
        order.insert(at, source.id)
    return order


def _reprints(source: Source) -> bool:
    """Whether a page gives another publisher as its origin."""
    return bool(source.reprint_of) and source.reprint_of != source.publisher


def _publisher(source: Source) -> str:
    name = source.publisher or UNKNOWN
    if _reprints(source):
        return f"{name}转载{source.reprint_of}"
    return name


def _count(references: tuple[Reference, ...], house: House) -> list[str]:
    least, most = house.style.references
    if len(references) > most:
        return [f"参考文献有 {len(references)} 条，多于本刊的 {most} 条，请删减引用。"]
    if references and len(references) < least:
        return [f"参考文献只有 {len(references)} 条，少于本刊的 {least} 条。"]
    return []
