"""The source on the desk that says what a sentence says, where it cites none or a worse one: one keystroke mends it."""

from __future__ import annotations

from collections.abc import Sequence

from agent.desk.workspace import Workspace
from agent.ground.ground import ground
from agent.models import Document, Frozen, Report, Span, Verdict
from agent.text.marks import in_title_marks
from agent.text.sentences import sentences

#: Passages of different sources looked at for one sentence.
_LOOKED_AT = 8
#: Verdicts for which a source is looked for.
_WANTED = ("uncited", "unsupported")


class Offer(Frozen):
    """A source that supports a sentence: its words at `span` bear the sentence out by themselves, or with `instead_of`
    are the very words cited from that source, its reprint.
    """

    sentence: str  #: the sentence's id, `2.3`
    source_id: str
    publisher: str
    title: str
    published: str
    span: Span
    quote: str
    instead_of: str = ""

    @property
    def message(self) -> str:
        """The offer as a sentence for the editor."""
        verb = "所引是转载，可改引首发" if self.instead_of else "可引"
        return f"{verb}：{self.publisher or '发布者不详'}{in_title_marks(self.title)}，{self.published[:10]}：“{self.quote}”"


def offers(desk: Workspace, report: Report) -> tuple[Offer, ...]:
    """For each sentence of `report` that lacks support, the first source found by its words that supports it."""
    out = []
    for sentence in report.sentences:
        if sentence.verdict in _WANTED and sentence.kind in ("fact", "summary"):
            found = _offer(desk, sentence.id, sentence.text, report.date)
            if found:
                out.append(found)
    return tuple(out)


def _offer(desk: Workspace, id: str, text: str, day: str) -> Offer | None:
    hits = desk.catalogue.search(text, _LOOKED_AT, until=day)
    for source in desk.catalogue.get(hit.source_id for hit in hits).values():
        candidate = source.document()
        verdict = ground(text, [candidate], day=day)
        if verdict.status != "supported":
            continue
        span = bearing(text, candidate, verdict, day)
        if span:
            return Offer(
                sentence=id, source_id=source.id, publisher=source.publisher, title=source.title,
                published=source.published, span=span, quote=source.text[slice(*span)],
            )  # fmt: skip
    return None


def bearing(text: str, source: Document, verdict: Verdict, day: str) -> Span | None:
    """The shortest run of the source's sentences, grown around the matches, that supports `text` by itself."""
    spans = sentences(source.text, whole_quotes=True)
    weight = [sum(a < m.source_span[1] and m.source_span[0] < b for m in verdict.matched) for a, b in spans]
    if not any(weight):
        return None
    for run in _runs(weight):
        span = (spans[run[0]][0], spans[run[-1]][1])
        if ground(text, [source], spans={source.id: [span]}, day=day).status == "supported":
            return span
    return None


def _runs(weight: Sequence[int]) -> list[range]:
    """Up to three sentences in a row, fewer first, the ones with most matches first."""
    runs = [range(i, i + n) for n in (1, 2, 3) for i in range(len(weight) - n + 1)]
    return sorted(
        (r for r in runs if any(weight[i] for i in r)), key=lambda r: (len(r), -sum(weight[i] for i in r))
    )[:12]
