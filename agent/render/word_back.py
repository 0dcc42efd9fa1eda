"""An issue out of the Word file the editor worked in: every footnote back on its sentence, or named as lost.

A sentence gets its citations from the comments and notes that stand on it in Word and from marks the editor
typed (`[^k7f3a2]`); where there is none, from the sentence of brief.md it was made from, found by its words.
Whatever of her text has no place in brief.md comes back as a remark at its top.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.models import Frozen, Issue, Reference, Section, Sentence, SentenceKind, Span
from agent.render.docx_reader import WordParagraph, WordText
from agent.render.markdown import REFERENCES, SUMMARY
from agent.render.numbering import split_number
from agent.render.reader import split_paragraph
from agent.render.word_ancestry import Ancestry, bare
from agent.render.word_marks import Marked, Marks, without_typed
from agent.render.word_remarks import one_line, remark, remarks

#: brief.md knows one level: whatever she made a heading of any level begins a section, as `##` and `###` do there.
_HEADINGS = {
    *(f"{name} {n}" for name in ("heading", "标题") for n in (1, 2, 3)),
    "heading1",
    "summary heading",
}
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
#: A printed reference with more ideographs of hers than this is another text that names the source.
_ADDED = 20
#: Styles whose text belongs to the house, not to the issue.
_FURNITURE = {
    "masthead",
    "sample banner",
    "toc heading",
    "toc 1",
    "toc1",
    "picture",
    "caption",
    "disclaimer",
    "header",
    "footer",
}


class Lost(Frozen):
    """A sentence without footnotes that had some, or is new: its id now, its text, what brief.md knew."""

    id: str
    text: str
    keys: tuple[str, ...] = ()
    new: bool = False


class Back(Frozen):
    """What came back: the issue, sentences to look after, and sentences about the file."""

    issue: Issue
    lost: tuple[Lost, ...] = ()
    gone: tuple[str, ...] = ()  #: keys of brief.md that no sentence of it has any more
    inherited: tuple[str, ...] = ()  #: ids of sentences whose footnotes were found by their words
    warnings: tuple[str, ...] = ()


def issue_from_word(word: WordText, base: Issue, furniture: Sequence[str] = ()) -> Back:
    """The issue `word` holds. `base` is the issue of brief.md; `furniture` are the house's own words and lines.

    First among them stand its words for 摘要, for 参考文献, for an unknown publisher and for an unknown day.
    """
    return _Back(word, base, furniture).read()


@dataclass
class _Back:
    word: WordText
    base: Issue
    furniture: Sequence[str]
    title: str = ""
    notes: list[str] = field(default_factory=list)
    summary: list[Sentence] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    inherited: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ancestry = Ancestry(s for s in self.base.sentences() if s.kind != "heading")
        self.known = {bare(text) for text in (*self.furniture, SUMMARY, REFERENCES, self.base.title)}
        self.headings = {bare(s.heading) for s in self.base.sections}
        self.marks = Marks(self.word, self.base.evidence)
        self.places: dict[int, list[tuple[Span, str]]] = {}  # paragraph → where which sentence stands

    def read(self) -> Back:
        place = "top"
        for at, paragraph in enumerate(self.word.paragraphs):
            if paragraph.text.strip() or paragraph.notes:
                place = self._take(at, paragraph, place)
        if self._reader():
            self._put_back_placeholders()
        self.remarks += remarks(self.word, self.marks, self.places, self.base.evidence)
        issue = self.base.model_copy(
            update={
                "title": self.title or self.base.title,
                "notes": self._all_notes(),
                "summary": tuple(self.summary),
                "sections": tuple(self.sections),
                "references": tuple(self.references) or (self.base.references if self._reader() else ()),
            }
        )
        used = {key for s in issue.sentences() for key in s.cites}
        had = {key for s in self.base.sentences() for key in s.cites}
        return Back(
            issue=issue,
            lost=tuple(self.lost),
            gone=tuple(sorted(had - used)),
            inherited=tuple(self.inherited),
            warnings=tuple(self.word.warnings),
        )

    def _put_back_placeholders(self) -> None:
        """The reader's edition left them out; an edit there does not answer them."""
        renamed: dict[str, str] = {}
        self.summary = _filled(0, self.summary, self.base.summary, renamed)
        old = {bare(section.heading): section for section in self.base.sections}
        for at, section in enumerate(self.sections):
            if before := old.get(bare(section.heading)):
                rows = _filled(section.number, section.sentences, before.sentences, renamed)
                self.sections[at] = section.model_copy(update={"sentences": tuple(rows)})
        self.lost = [lost.model_copy(update={"id": renamed.get(lost.id, lost.id)}) for lost in self.lost]
        self.inherited = [renamed.get(id, id) for id in self.inherited]
        self.places = {
            at: [(span, renamed.get(id, id)) for span, id in places] for at, places in self.places.items()
        }

    def _take(self, at: int, paragraph: WordParagraph, place: str) -> str:
        text = paragraph.text.strip()
        style = paragraph.style.lower()
        if style == "title" or (place == "top" and bare(text) == bare(self.base.title)):
            self.title = self.title or text
            return place
        if self._is_heading(paragraph, text):
            return self._heading(text)
        if style in _FURNITURE or bare(text) in self.known:
            if bare(text) not in self.known and not self._sounds_known(text):
                self.remarks.append(remark(f"刊头或页脚改成了：{text}"))
            return place
        if place == "top":
            known = style == "editor note" or one_line(text) in self.base.notes
            self.notes.append(one_line(text) if known else remark(text))
        elif place == "references":
            self._reference(at)
        else:
            self._paragraph(at, paragraph, place)
        return place

    def _is_heading(self, paragraph: WordParagraph, text: str) -> bool:
        if "\n" in text or len(text) > 400:
            return False
        if paragraph.style.lower() in _HEADINGS or paragraph.outline == 0:
            return True
        if paragraph.style.lower() in _FURNITURE:
            return False
        number, rest = split_number(without_typed(text)[0])
        if bare(text) in (SUMMARY, REFERENCES):
            return True
        return number is not None and (
            bare(rest) in self.headings or (len(rest) <= 60 and rest[-1:] not in "。！？；")
        )

    def _heading(self, text: str) -> str:
        text = without_typed(text)[0].strip()
        words = self._words()
        if bare(text) in (SUMMARY, bare(words.get("summary", ""))):
            return "summary"
        if bare(text) in (REFERENCES, bare(words.get("references", ""))):
            return "references"
        _, heading = split_number(text)
        if heading == text and (found := re.match(r"^\d{1,2}\. (?=\S)", text)):
            heading = text[found.end() :]
        self.sections.append(Section(number=len(self.sections) + 1, heading=heading, sentences=()))
        return "section"

    def _words(self) -> dict[str, str]:
        """The house's words for 摘要, 参考文献, and what an unknown publisher or day is called."""
        return dict(zip(("summary", "references", "unknown", "undated"), self.furniture, strict=False))

    def _paragraph(self, at: int, paragraph: WordParagraph, place: str) -> None:
        marked = self.marks.on(at)
        number = 0 if place == "summary" else len(self.sections)
        known = self.summary if place == "summary" else list(self.sections[-1].sentences)
        kind = "summary" if place == "summary" else self._kind(paragraph, marked)
        units = split_paragraph(marked.text)
        spans = _spans(marked.text, [text for text, _, _ in units])
        places: list[tuple[Span, str]] = []
        for (text, _, hole), (start, stop), found in zip(units, spans, marked.cites(spans), strict=True):
            id = f"{number}.{len(known) + 1}"
            same = self.ancestry.same(text)
            cites = found if found or hole else self._inherit(id, text, kind, same)
            known.append(Sentence(id=id, kind="placeholder" if hole else kind, text=text, cites=cites))
            places.append(((start + marked.cut, stop + marked.cut), id))
        self.places[at] = places
        if place == "summary":
            self.summary = known
        else:
            self.sections[-1] = self.sections[-1].model_copy(update={"sentences": tuple(known)})

    def _kind(self, paragraph: WordParagraph, marked: Marked) -> SentenceKind:
        """By the label, else the style, else as most of its sentences were, else fact (which needs notes)."""
        if marked.label:
            return "judgement" if marked.label == "研判" else "fact"
        style = paragraph.style.lower()
        if style in ("fact", "judgement"):
            return "judgement" if style == "judgement" else "fact"
        votes = [self.ancestry.nearest(text) for text, _, _ in split_paragraph(marked.text)]
        judged = sum(1 for s in votes if s and s.kind == "judgement")
        return "judgement" if judged * 2 > len([s for s in votes if s]) else "fact"

    def _inherit(self, id: str, text: str, kind: SentenceKind, same: Sentence | None) -> tuple[str, ...]:
        """Citations of the sentence this one was made from; what cannot be found again is listed."""
        ancestor = same or self.ancestry.nearest(text)
        if ancestor and ancestor.cites:
            self.inherited.append(id)
            return ancestor.cites
        if kind != "judgement" and not ancestor:
            self.lost.append(Lost(id=id, text=text, new=True))
        return ()

    def _reference(self, at: int) -> None:
        marked = self.marks.on(at)
        plain = marked.text
        keys = list(
            dict.fromkeys((*(k for _, k in marked.points), *(k for r in marked.ranges for k in r[2])))
        )
        old = self._old_reference(plain)
        cells = [cell.strip() for cell in plain.strip().lstrip("-* ").split(" | ")]
        if len(cells) != 4:
            cells = [cell.strip() for cell in plain.strip().lstrip("-* ").split("|")]
        if len(cells) == 4:
            keys = keys or list(old.keys if old else ())
            self.references.append(
                Reference(
                    publisher=cells[0], title=cells[1], day=cells[2], purpose=cells[3], keys=tuple(keys)
                )
            )
            return
        words = self._words()
        printed = (words.get("unknown", ""), words.get("undated", ""))
        hers = _beyond(plain, old, printed) if old else len(plain)
        if old and hers <= _ADDED:
            self.references.append(old)
        if hers:
            self.remarks.append(remark(f"参考文献：{plain}"))

    def _old_reference(self, line: str) -> Reference | None:
        words = bare(line)
        for reference in self.base.references:
            if (
                reference.title
                and bare(reference.title) in words
                and bare(reference.publisher) in words
                and reference not in self.references
            ):
                return reference
        return None

    def _all_notes(self) -> tuple[str, ...]:
        kept = (
            list(self.notes)
            if not self._reader()
            else [*self.base.notes, *(n for n in self.notes if n not in self.base.notes)]
        )
        return tuple(dict.fromkeys((*kept, *self.remarks)))

    def _reader(self) -> bool:
        return self.word.custom.get("draft.kind") == "reader"

    def _sounds_known(self, text: str) -> bool:
        """Contents and captions repeat headings with page numbers after them."""
        words = bare(text).rstrip("0123456789.… ")
        return any(words.endswith(heading) for heading in self.headings) or words in self.known


def _beyond(line: str, reference: Reference, printed: Sequence[str]) -> int:
    """How many ideographs of a printed reference are neither its own nor words the house `printed`."""
    rest = bare(line)
    for own in (reference.title, reference.publisher, reference.purpose, *printed):
        rest = rest.replace(bare(own), "", 1)
    return len(_IDEOGRAPH.findall(rest))


def _filled(
    number: int, sentences: Sequence[Sentence], before: Sequence[Sentence], renamed: dict[str, str]
) -> list[Sentence]:
    """`sentences` with the placeholders of `before` at the places they had; `renamed` learns the new ids."""
    rows = list(sentences)
    for at, sentence in enumerate(before):
        if sentence.kind == "placeholder":
            rows.insert(min(at, len(rows)), sentence)
    out = [s.model_copy(update={"id": f"{number}.{n}"}) for n, s in enumerate(rows, 1)]
    renamed.update({old.id: new.id for old, new in zip(rows, out, strict=True) if old.kind != "placeholder"})
    return out


def _spans(plain: str, texts: Sequence[str]) -> list[Span]:
    """Where the sentences `texts`, in order, stand in `plain`."""
    out, at = [], 0
    for text in texts:
        start = plain.index(text, at)
        at = start + len(text)
        out.append((start, at))
    return out
