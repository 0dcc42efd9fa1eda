"""An issue out of the Word file the editor worked in: every footnote back on its sentence, or named as lost.

A sentence gets its citations from the comments and notes that stand on it in Word and from marks the editor
typed (`[^k7f3a2]`); where there is none, from the sentence of brief.md it was made from, found by its words.
Whatever of her text has no place in brief.md comes back as a remark at its top.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from agent.models import Evidence, Frozen, Issue, Reference, Section, Sentence, SentenceKind, Span
from agent.render.docx_notes import AUTHOR, OBJECTION, note_text
from agent.render.docx_reader import Range, WordParagraph, WordText
from agent.render.edition import REMARK
from agent.render.markdown import REFERENCES, SUMMARY, footnote
from agent.render.numbering import split_number
from agent.render.reader import split_paragraph

_TYPED = re.compile(r"\s*\[\^([^\]\s]+)\]")
_LABEL = re.compile(r"^\s*[【\[](事实|研判)[】\]]\s*[:：]?\s*")
_OWN_ID = re.compile(r"^(\d+\.\d+|参考文献 \d+)$")
_MARKED = re.compile(r"^_(\w+)_\d+$")
_SPACE = re.compile(r"\s+")
_HEADINGS = {"heading 1", "heading1", "标题 1", "summary heading"}
#: Styles whose text belongs to the house, not to the issue.
_FURNITURE = {
    "masthead",
    "sample banner",
    "toc heading",
    "toc 1",
    "toc1",
    "caption",
    "disclaimer",
    "header",
    "footer",
}
#: How much of a sentence must stand in an old one to be taken for it.
_SAME = 0.6


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
    """The issue `word` holds. `base` is the issue of brief.md; `furniture` are the house's own lines."""
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
        self.old = [s for s in self.base.sentences() if s.kind != "heading"]
        self.known = {_bare(text) for text in (*self.furniture, SUMMARY, REFERENCES, self.base.title)}
        self.headings = {_bare(s.heading) for s in self.base.sections}
        self.by_note = [(_bare(note_text(e) + e.url), key) for key, e in self.base.evidence.items()]
        self.by_note += [(_bare(note_text(e)), key) for key, e in self.base.evidence.items()]
        self.keys = {id: self._comment_keys(id) for id in self.word.comments}
        self.ids: dict[int, list[tuple[Span, str]]] = {}  # paragraph → where which sentence stands

    def read(self) -> Back:
        place = "top"
        for at, paragraph in enumerate(self.word.paragraphs):
            if paragraph.text.strip() or paragraph.notes:
                place = self._take(at, paragraph, place)
        self._comments()
        self._notes_of_hers()
        self.remarks += [f"{REMARK} 文本框：{' '.join(text.split())}" for text in self.word.boxes]
        if self.word.pictures > self._own_pictures():
            self.remarks.append(f"{REMARK} Word 稿里有图片，brief.md 放不下，没有带回。")
        if self._reader():
            self._put_back_placeholders()
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
        self.summary = _filled(0, self.summary, self.base.summary)
        old = {_bare(section.heading): section for section in self.base.sections}
        for at, section in enumerate(self.sections):
            if before := old.get(_bare(section.heading)):
                rows = _filled(section.number, list(section.sentences), before.sentences)
                self.sections[at] = section.model_copy(update={"sentences": tuple(rows)})

    def _take(self, at: int, paragraph: WordParagraph, place: str) -> str:
        text = paragraph.text.strip()
        style = paragraph.style.lower()
        if style == "title" or (place == "top" and _bare(text) == _bare(self.base.title)):
            self.title = self.title or text
            return place
        if self._is_heading(paragraph, text):
            return self._heading(text)
        if style in _FURNITURE or _bare(text) in self.known:
            if _bare(text) not in self.known and not self._sounds_known(text):
                self.remarks.append(f"{REMARK} 刊头或页脚改成了：{_one_line(text)}")
            return place
        if place == "top":
            known = style == "editor note" or _one_line(text) in self.base.notes
            self.notes.append(_one_line(text) if known else f"{REMARK} {_one_line(text)}")
        elif place == "references":
            self._reference(at, text)
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
        number, rest = split_number(_TYPED.sub("", text))
        if _bare(text) in (SUMMARY, REFERENCES):
            return True
        return number is not None and (
            _bare(rest) in self.headings or (len(rest) <= 60 and rest[-1:] not in "。！？；")
        )

    def _heading(self, text: str) -> str:
        text = _TYPED.sub("", text).strip()
        words = self._words()
        if _bare(text) in (SUMMARY, _bare(words.get("summary", ""))):
            return "summary"
        if _bare(text) in (REFERENCES, _bare(words.get("references", ""))):
            return "references"
        _, heading = split_number(text)
        if heading == text and (found := re.match(r"^\d{1,2}\. (?=\S)", text)):
            heading = text[found.end() :]
        self.sections.append(Section(number=len(self.sections) + 1, heading=heading, sentences=()))
        return "section"

    def _words(self) -> dict[str, str]:
        """The house's words for 摘要 and 参考文献 stand first in `furniture`."""
        return dict(zip(("summary", "references"), self.furniture, strict=False))

    def _paragraph(self, at: int, paragraph: WordParagraph, place: str) -> None:
        raw = paragraph.text
        label = _LABEL.match(raw)
        cut = label.end() if label else 0
        plain, marks = _without_marks(raw[cut:])
        marks += [
            (self._shifted(raw, cut, position), key)
            for position, id in paragraph.notes
            for key in self._note_keys(id)
        ]
        ranges = [
            (self._shifted(raw, cut, r.start), self._shifted(raw, cut, r.stop), self.keys.get(r.comment, ()))
            for r in self.word.ranges
            if r.paragraph == at
        ]
        number = 0 if place == "summary" else len(self.sections)
        known = self.summary if place == "summary" else list(self.sections[-1].sentences)
        kind = "summary" if place == "summary" else self._kind(paragraph, label[1] if label else "", plain)
        places: list[tuple[Span, str]] = []
        spans = _spans(plain, [text for text, _, _ in split_paragraph(plain)])
        for n, ((start, stop), (text, _, hole)) in enumerate(zip(spans, split_paragraph(plain), strict=True)):
            id = f"{number}.{len(known) + 1}"
            last = n == len(spans) - 1
            cites = _cites(start, stop, marks, ranges, spans[n - 1][1] if n else -1, last=last)
            if not cites and not hole:
                cites = self._inherit(id, text, kind)
            known.append(Sentence(id=id, kind="placeholder" if hole else kind, text=text, cites=cites))
            places.append(((start + cut, stop + cut), id))
        self.ids[at] = places
        if place == "summary":
            self.summary = known
        else:
            self.sections[-1] = self.sections[-1].model_copy(update={"sentences": tuple(known)})

    def _shifted(self, raw: str, cut: int, position: int) -> int:
        """A position of the paragraph as one of its text without label and typed marks."""
        plain, _ = _without_marks(raw[cut : max(position, cut)])
        return len(plain)

    def _kind(self, paragraph: WordParagraph, label: str, plain: str) -> SentenceKind:
        """By the label, else the style, else as most of its sentences were, else fact (which needs notes)."""
        if label:
            return "judgement" if label == "研判" else "fact"
        style = paragraph.style.lower()
        if style in ("fact", "judgement"):
            return "judgement" if style == "judgement" else "fact"
        votes = [self._ancestor(text) for text, _, _ in split_paragraph(plain)]
        judged = sum(1 for s in votes if s and s.kind == "judgement")
        return "judgement" if judged * 2 > len([s for s in votes if s]) else "fact"

    def _inherit(self, id: str, text: str, kind: SentenceKind) -> tuple[str, ...]:
        """Citations of the sentence this one was made from; what cannot be found again is listed."""
        ancestor = self._ancestor(text)
        if ancestor and ancestor.cites:
            self.inherited.append(id)
            return ancestor.cites
        if kind != "judgement" and not (ancestor and not ancestor.cites):
            self.lost.append(Lost(id=id, text=text, new=True))
        return ()

    def _ancestor(self, text: str) -> Sentence | None:
        """The old sentence whose words this one mostly has, or that mostly stands in this one."""
        best, score = None, _SAME
        mine = _bare(text)
        for sentence in self.old:
            theirs = _bare(sentence.text)
            if mine == theirs:
                return sentence
            matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
            if matcher.real_quick_ratio() == 0:
                continue
            common = sum(block.size for block in matcher.get_matching_blocks() if block.size >= 3)
            share = common / max(1, min(len(mine), len(theirs)))
            if min(len(mine), len(theirs)) >= 6 and share > score:
                best, score = sentence, share
        return best

    def _reference(self, at: int, text: str) -> None:
        plain, marks = _without_marks(text)
        keys = [key for _, key in marks]
        for r in self.word.ranges:
            if r.paragraph == at:
                keys += [key for key in self.keys.get(r.comment, ()) if key not in keys]
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
        elif old:
            self.references.append(old)
        else:
            self.remarks.append(f"{REMARK} 参考文献：{_one_line(text)}")

    def _old_reference(self, line: str) -> Reference | None:
        bare = _bare(line)
        for reference in self.base.references:
            if (
                reference.title
                and _bare(reference.title) in bare
                and _bare(reference.publisher) in bare
                and reference not in self.references
            ):
                return reference
        return None

    def _comment_keys(self, id: str) -> tuple[str, ...]:
        """The evidence a comment names, ours or one of hers."""
        lines = self.word.comments[id].lines
        keys = [key for line in lines for key in _TYPED.findall(line)]
        return tuple(dict.fromkeys(keys))

    def _note_keys(self, id: str) -> list[str]:
        """The evidence a note names: by its hidden bookmarks, else by its wording."""
        names = (_MARKED.match(name) for name in self.word.note_marks.get(id, ()))
        marked = [name[1] for name in names if name]
        keys = [key for key in marked if key in self.base.evidence]
        if keys:
            return list(dict.fromkeys(keys))
        for line in self.word.notes.get(id, ()):
            bare = _bare(line)
            if not bare:
                continue
            typed = _TYPED.findall(line)
            found = typed or [key for note, key in self.by_note if bare.startswith(note)]
            keys += typed if typed else found[:1]
        return list(dict.fromkeys(keys))

    def _comments(self) -> None:
        """What she wrote in comments, hers or ours, as remarks."""
        for id, comment in self.word.comments.items():
            lines = [line.strip() for line in comment.lines if line.strip()]
            if comment.author == AUTHOR:
                lines = [line for line in lines if not self._own(line)]
            lines = [line for line in lines if not _TYPED.fullmatch(" " + line)]
            if lines:
                who = "" if comment.author in ("", AUTHOR) else f"{comment.author}："
                self.remarks.append(f"{REMARK} {self._where(id)}{who}{' '.join(lines)}")

    def _own(self, line: str) -> bool:
        """Whether a line of our comment is as we wrote it."""
        if _OWN_ID.match(line) or line.startswith(OBJECTION.strip()):
            return True
        found = re.match(r"^\[\^([^\]\s]+)\](?::|$)", line)
        if not found:
            return False
        evidence: Evidence | None = self.base.evidence.get(found[1])
        return evidence is None or _bare(line) in (
            _bare(footnote(evidence)),
            f"[^{found[1]}]",
            f"[^{found[1]}]:",
        )

    def _where(self, comment: str) -> str:
        for r in self.word.ranges:
            if r.comment == comment:
                return self._where_range(r)
        return ""

    def _where_range(self, r: Range) -> str:
        for (start, stop), id in self.ids.get(r.paragraph, ()):
            if (r.start < stop and r.stop > start) or (r.start == r.stop and start <= r.start <= stop):
                return f"{id} "
        words = _one_line(self.word.paragraphs[r.paragraph].text)[:12]
        return f"“{words}” "

    def _notes_of_hers(self) -> None:
        """Notes she added in Word that name no evidence of ours."""
        for at, paragraph in enumerate(self.word.paragraphs):
            for position, id in paragraph.notes:
                text = " ".join(" ".join(self.word.notes.get(id, ())).split())
                if text and not self._note_keys(id):
                    where = self._where_range(Range("", at, position, position))
                    self.remarks.append(f"{REMARK} {where}脚注：{text}")

    def _all_notes(self) -> tuple[str, ...]:
        kept = (
            list(self.notes)
            if not self._reader()
            else [*self.base.notes, *(n for n in self.notes if n not in self.base.notes)]
        )
        return tuple(dict.fromkeys((*kept, *self.remarks)))

    def _reader(self) -> bool:
        return self.word.custom.get("draft.kind") == "reader"

    def _own_pictures(self) -> int:
        return 8 if self._reader() else 0

    def _sounds_known(self, text: str) -> bool:
        """Contents and captions repeat headings with page numbers after them."""
        bare = _bare(text).rstrip("0123456789.… ")
        return any(bare.endswith(heading) for heading in self.headings) or bare in self.known


def _cites(
    start: int,
    stop: int,
    marks: Sequence[tuple[int, str]],
    ranges: Sequence[tuple[int, int, tuple[str, ...]]],
    before: int,
    *,
    last: bool,
) -> tuple[str, ...]:
    """Keys on a sentence: comments that cover a good part of it, marks in it or right after its end."""
    keys: list[str] = []
    for a, b, cited in sorted(ranges):
        common = min(b, stop) - max(a, start)
        if common > 0 and (common >= 0.3 * (stop - start) or common >= 0.5 * (b - a)):
            keys += cited
    for position, key in sorted(marks, key=lambda m: m[0]):
        if before < position <= stop or (last and position > stop):
            keys.append(key)
    return tuple(dict.fromkeys(keys))


def _filled(number: int, sentences: list[Sentence], before: Sequence[Sentence]) -> list[Sentence]:
    """`sentences` with the placeholders of `before` at the places they had, ids counted anew."""
    out = list(sentences)
    for at, sentence in enumerate(before):
        if sentence.kind == "placeholder":
            out.insert(min(at, len(out)), sentence)
    return [s.model_copy(update={"id": f"{number}.{n}"}) for n, s in enumerate(out, 1)]


def _without_marks(text: str) -> tuple[str, list[tuple[int, str]]]:
    """`text` without typed footnote marks, and where in it they stood."""
    plain, marks, last = "", [], 0
    for found in _TYPED.finditer(text):
        plain += text[last : found.start()]
        marks.append((len(plain), found[1]))
        last = found.end()
    return plain + text[last:], marks


def _spans(plain: str, texts: Sequence[str]) -> list[Span]:
    """Where the sentences `texts`, in order, stand in `plain`."""
    out, at = [], 0
    for text in texts:
        start = plain.index(text, at)
        at = start + len(text)
        out.append((start, at))
    return out


def _bare(text: str) -> str:
    return _SPACE.sub("", text)


def _one_line(text: str) -> str:
    return " ".join(text.split())
