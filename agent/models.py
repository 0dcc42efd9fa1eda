"""The product's nouns as frozen types, and the seams between its parts. No I/O, no logic beyond simple views.

A sentence's way: `Source` → `Evidence` (a span of it, and why it was found) → the writer's `DraftSentence` (text and
quotes) → `Sentence` with citations (keys of `Evidence`) → `Verdict`. Offsets count code points, end excluded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

Span = tuple[int, int]
SentenceKind = Literal["summary", "fact", "judgement", "heading", "placeholder"]
Status = Literal[
    "supported",
    "opinion",
    "unverified",
    "misattributed",
    "unsupported",
    "contradicted",
    "uncited",
    "placeholder",
]

#: What tells a reconstruction for demonstration: its address, or the line at its foot. See `Source.is_sample`.
SAMPLE_HOST_SUFFIX = ".invalid"
SAMPLE_FEET = ("【示例】本文为演示用途的重构文本", "[Sample] This text is a reconstruction for demonstration")


class Frozen(BaseModel):
    """Base of all types here: immutable, and a misspelt field is an error."""

    #: Deferred, for a command makes few of these types and should not wait for the checks of all.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Document(Frozen):
    """A text with what is known of its origin: all that the checker needs of a source.

    `published` is ISO 8601 (`2026-06-13T09:30:00+08:00` or a bare date), or "" where unknown.
    """

    id: str
    text: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""

    @property
    def day(self) -> str:
        """The publication day `YYYY-MM-DD`, or ""."""
        return self.published[:10]


class Source(Document):
    """A document as fetched and kept by a desk."""

    author: str = ""
    language: str = "zh"
    fetched: str = ""
    sha256: str = ""  #: of `text`, hex
    snapshot: str = ""  #: the raw bytes, relative to the desk: `archive/ab/abcd….html`
    line: int | None = None  #: 1-based line in a JSON-lines or item number in a feed snapshot
    extractor: str = ""  #: `html/1`: which extractor made `text` from the snapshot
    origin: str = ""  #: the path or address it was read from
    family: str = ""  #: shared by near-duplicates: the id of the family's first member
    reprint_of: str = (
        ""  #: the publisher this page itself names as its origin (`来源：新华社` on another's site)
    )

    def document(self) -> Document:
        """What the checker needs of it."""
        return Document(**{name: getattr(self, name) for name in Document.model_fields})

    @property
    def is_sample(self) -> bool:
        """True for reconstructions for demonstration: an address under the reserved `.invalid`, or the foot line."""
        host = self.url.split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0]
        return host.endswith(SAMPLE_HOST_SUFFIX) or any(foot in self.text for foot in SAMPLE_FEET)


class Hit(Frozen):
    """A passage found by search; `score` is comparable within one answer only."""

    source_id: str
    passage_id: str
    score: float
    text: str
    span: Span = (0, 0)


class Event(Frozen):
    """What several sources report. `sources` are ids, the one the section would lead with first."""

    rank: int = 0
    column: str
    heading: str
    sources: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    score: float = 0.0


class Slate(Frozen):
    """The events chosen for an issue and those passed over, each with reasons."""

    date: str
    chosen: tuple[Event, ...]
    passed_over: tuple[Event, ...] = ()
    notes: tuple[str, ...] = ()


class Evidence(Frozen):
    """A span of a source under a key. Keys: see `agent.writer.keys.evidence_key`."""

    key: str
    source_id: str
    publisher: str
    title: str
    published: str
    url: str
    span: Span
    quote: str
    text_sha256: str
    extractor: str = ""
    snapshot: str = ""


class Quote(Frozen):
    """Words of a source a draft sentence leans on, as the writer gave them: code aligns them to a span."""

    source_id: str
    words: str


class DraftSentence(Frozen):
    """One sentence as a writer returns it: text and the quotes it leans on, nothing else."""

    text: str
    kind: SentenceKind
    quotes: tuple[Quote, ...] = ()


class Assignment(Frozen):
    """What a writer gets for one section: the event, its sources (lead first) and older background sources."""

    number: int
    event: Event
    sources: tuple[Source, ...]
    background: tuple[Source, ...] = ()


class DraftSection(Frozen):
    """One section as a writer returns it."""

    heading: str
    facts: tuple[DraftSentence, ...]
    judgements: tuple[DraftSentence, ...] = ()


class Draft(Frozen):
    """A whole issue as a writer returns it; `sections` align with the assignments."""

    summary: tuple[DraftSentence, ...]
    sections: tuple[DraftSection, ...]
    notes: tuple[str, ...] = ()


class Sentence(Frozen):
    """One sentence of an issue. `id` is `0.1` in 摘要, `2.3` in section 二, `2.0` its heading."""

    id: str
    kind: SentenceKind
    text: str
    cites: tuple[str, ...] = ()


class Section(Frozen):
    """A section: `sentences` in reading order, facts before judgement unless the editor moved them."""

    number: int
    heading: str
    sentences: tuple[Sentence, ...]


class Reference(Frozen):
    """A line of 参考文献. `purpose` is the note `用于核验……。`; `keys` are the evidence it stands for."""

    publisher: str
    title: str
    day: str
    purpose: str
    keys: tuple[str, ...]


class Issue(Frozen):
    """One day's text, as brief.md holds it."""

    house: str
    date: str
    writer: str
    title: str
    summary: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    references: tuple[Reference, ...] = ()
    evidence: Mapping[str, Evidence] = {}
    notes: tuple[str, ...] = ()  #: what the issue says about itself: an extract, a thin day, sources missing
    sample: bool = False

    def sentences(self) -> tuple[Sentence, ...]:
        """Every checkable sentence in reading order: 摘要, then each section's heading and sentences."""
        out = list(self.summary)
        for section in self.sections:
            out.append(Sentence(id=f"{section.number}.0", kind="heading", text=section.heading))
            out.extend(section.sentences)
        return tuple(out)


class Reason(Frozen):
    """An objection of the checker, with the words it concerns and, where known, what the source says."""

    kind: str
    claim_span: Span
    message: str
    source_id: str | None = None
    source_span: Span | None = None


class Match(Frozen):
    """What agrees: a reading of the sentence and the span of the source that says the same."""

    kind: str
    claim_span: Span
    source_id: str
    source_span: Span


class Verdict(Frozen):
    """What the checker says of one sentence."""

    status: Status
    reasons: tuple[Reason, ...] = ()
    matched: tuple[Match, ...] = ()


class CheckedSentence(Frozen):
    """A sentence with its verdict, as report.json holds it."""

    id: str
    kind: SentenceKind
    text: str
    cites: tuple[str, ...]
    verdict: Status
    reasons: tuple[Reason, ...] = ()
    matched: tuple[Match, ...] = ()


class Report(Frozen):
    """All verdicts of an issue."""

    date: str
    sentences: tuple[CheckedSentence, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Verdict → number of sentences."""
        out: dict[str, int] = {}
        for sentence in self.sentences:
            out[sentence.verdict] = out.get(sentence.verdict, 0) + 1
        return out


class Writer(Protocol):
    """Composes an issue from assignments. `name` goes into brief.md's `writer:`."""

    name: str

    def write(self, assignments: Sequence[Assignment], date: str) -> Draft:
        """The draft; never raises for a thin assignment, but leaves a placeholder sentence."""
        ...


class Retriever(Protocol):
    """Finds passages. Dates are inclusive `YYYY-MM-DD`."""

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        since: str | None = None,
        until: str | None = None,
        publisher: str | None = None,
    ) -> list[Hit]:
        """The best passage of each of at most `k` different sources, best first."""
        ...


class Judge(Protocol):
    """An optional further reader of sentences. It may add objections; it never clears one."""

    def objections(self, claims: Sequence[tuple[str, Sequence[Document]]]) -> list[tuple[Reason, ...]]:
        """For each (sentence, its sources) the reasons it objects to, empty where it does not."""
        ...
