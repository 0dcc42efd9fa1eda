"""An issue as readers get it: labels and editor's notes gone, dates and references in the house's form.

Every edition (PDF, Word, web, WeChat, text, feed) is made from this one view, so that all say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agent.models import Evidence, Issue, Sentence
from agent.render.citation_style import Line, lines
from agent.render.look import Look, Numbering
from agent.render.numbering import chinese_number
from agent.render.qr import Code

#: How an editor's remark that came back from Word begins in brief.md; it never reaches readers.
REMARK = "批注"
#: This many sections follow the contents on the same page.
_THIN = 2
_WIDE_END = re.compile(r"[\u2018-\u201f\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]$")
_LATIN_START = re.compile(r"[0-9A-Za-z\u00c0-\u024f$€£(\[“‘\"']")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences of one kind that stand together."""

    kind: str
    sentences: tuple[Sentence, ...]
    english: bool = False

    @property
    def text(self) -> str:
        """The paragraph as one string."""
        return "".join(gap + sentence.text for gap, sentence in self.spaced())

    def spaced(self) -> list[tuple[str, Sentence]]:
        """Each sentence with the space that goes before it: none after Chinese, one after English."""
        out: list[tuple[str, Sentence]] = []
        for sentence in self.sentences:
            before = out[-1][1].text if out else ""
            out.append((" " if before and self._apart(before, sentence.text) else "", sentence))
        return out

    def _apart(self, before: str, after: str) -> bool:
        if self.english:
            return True
        return not _WIDE_END.search(before) and bool(_LATIN_START.match(after))


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its number, its heading as printed, its paragraphs."""

    number: int
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """What all editions of an issue show."""

    look: Look
    language: str
    title: str
    organisation: str
    copublishers: str
    date: str
    day: str
    banner: str
    thin: str
    summary: tuple[Paragraph, ...]
    parts: tuple[Part, ...]
    references: tuple[Line, ...]
    evidence: Mapping[str, Evidence]
    numbers: Mapping[str, int]  #: key of evidence → number of its reference
    codes: tuple[Code, ...]
    disclaimer: str

    @property
    def on_new_page(self) -> bool:
        """Whether the sections begin on a page of their own: not on a thin day, which would be two half pages."""
        return len(self.parts) > _THIN

    def cited(self, keys: Iterable[str]) -> list[int]:
        """Numbers of the references behind `keys`, ascending, each once."""
        return sorted({self.numbers[key] for key in keys if key in self.numbers})

    def texts(self) -> list[str]:
        """Every string an edition prints, for looking after glyphs."""
        out = [
            self.title,
            self.organisation,
            self.copublishers,
            self.date,
            self.banner,
            self.thin,
            self.disclaimer,
        ]
        out += [p.text for p in self.summary]
        for part in self.parts:
            out += [part.title, *(p.text for p in part.paragraphs)]
        out += [line.text for line in self.references]
        out += [code.caption for code in self.codes]
        words = self.look.words
        return [*out, words.summary, words.contents, words.references]


def make_edition(issue: Issue, look: Look, codes: tuple[Code, ...] = ()) -> Edition:
    """The view of `issue` in its house's look. Placeholders are left out: the gate has dealt with them."""
    house = look.house
    english = not house.language.lower().startswith(("zh", "ja"))
    parts = tuple(
        Part(
            number=section.number,
            title=numbered(section.number, section.heading, look.numbering),
            paragraphs=paragraphs(section.sentences, english=english),
        )
        for section in issue.sections
    )
    short = bool(parts) and len(parts) < len(house.columns)
    numbers: dict[str, int] = {}
    for n, reference in enumerate(issue.references, 1):
        for key in reference.keys:
            numbers.setdefault(key, n)
    return Edition(
        look=look,
        language=language_tag(house.language),
        title=issue.title or house.title,
        organisation=house.organisation,
        copublishers=look.joint.join(house.copublishers),
        date=look.day(issue.date),
        day=issue.date,
        banner=house.sample_banner if issue.sample else "",
        thin=look.words.thin.format(n=len(parts)) if short else "",
        summary=paragraphs(issue.summary, english=english),
        parts=parts,
        references=lines(issue.references, issue.evidence, look, issue.date),
        evidence=issue.evidence,
        numbers=numbers,
        codes=codes,
        disclaimer=house.disclaimer,
    )


def paragraphs(sentences: Iterable[Sentence], *, english: bool = False) -> tuple[Paragraph, ...]:
    """Sentences grouped by kind, a new paragraph where it changes; placeholders dropped."""
    out: list[tuple[str, list[Sentence]]] = []
    for sentence in sentences:
        if sentence.kind == "placeholder":
            continue
        if not out or out[-1][0] != sentence.kind:
            out.append((sentence.kind, []))
        out[-1][1].append(sentence)
    return tuple(Paragraph(kind, tuple(group), english) for kind, group in out)


def numbered(number: int, heading: str, numbering: Numbering) -> str:
    """A heading with its number in the house's way."""
    if numbering == "chinese":
        return f"{chinese_number(number)}、{heading}"
    return f"{number}. {heading}" if numbering == "arabic" else heading


def language_tag(language: str) -> str:
    """BCP 47: `zh` is simplified Chinese here."""
    return "zh-Hans" if language == "zh" else language
