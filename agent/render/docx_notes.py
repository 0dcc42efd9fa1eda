"""Word's notes and comments: the reader's footnotes with sources, the editor's comments with evidence.

What stands here is also what the way back recognises: a note or a comment names its evidence in a fixed form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from agent.models import CheckedSentence, Evidence, Sentence
from agent.render.citation_style import is_web
from agent.render.docx_package import Element, Relations, element, text_run, val
from agent.render.look import Words
from agent.render.markdown import footnote

AUTHOR, INITIALS = "draft", "D"
#: Bookmarks in notes are numbered from here on, those of headings below.
FIRST_MARK = 5000
#: Begins a line of our comment that repeats the checker's objection.
OBJECTION = "※ "
#: How much of a quotation and of a title a note shows, in widths of a Latin letter.
_WIDEST = 60


def shown_quote(evidence: Evidence) -> str:
    """As much of a quotation as a note shows; the whole stands behind the sentence on the web."""
    return _cut(evidence.quote, _WIDEST)


def note_text(evidence: Evidence, words: Words, *, again: bool = False) -> tuple[str, str]:
    """A source as a note names it, in the house's form: who and what, then the quotation.

    `again`: the source was named before, and goes without its title.
    """
    title = _cut(" ".join(evidence.title.split()), _WIDEST)
    opening = words.note_title.partition("{")[0]
    if title and not (opening and opening in title):
        title = words.note_title.format(title=title)
    form = words.note_again if again else words.note
    publisher, day = evidence.publisher or words.unknown, evidence.published[:10] or words.undated
    return (
        form.format(publisher=publisher, title=title, day=day),
        words.note_quote.format(quote=shown_quote(evidence)),
    )


@dataclass
class NoteTexts:
    """The texts of a document's notes in order: each source with its title once, and then without.

    In 摘要 it goes without from the start: the sections say the same again, and the first page has the contents to hold.
    """

    words: Words
    named: set[str] = field(default_factory=set)

    def of(self, item: Evidence, *, titled: bool = True) -> tuple[str, str]:
        """As `note_text`; `titled` where a title may stand."""
        again = not titled or item.source_id in self.named
        if titled:
            self.named.add(item.source_id)
        return note_text(item, self.words, again=again)


def _cut(text: str, widest: int) -> str:
    """`text` up to a width, not within a Latin word."""
    text = " ".join(text.split())
    width = stop = 0
    for char in text:
        width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if width > widest:
            break
        stop += 1
    if stop == len(text):
        return text
    word = re.search(r"[A-Za-z0-9\u00c0-\u024f.,'-]{1,24}$", text[:stop])
    kept = text[: word.start()] if word and text[stop].isalnum() and text[stop].isascii() else text[:stop]
    kept = (kept or text[:stop]).rstrip()
    return kept + ("…" if kept[-1:].isascii() else "……")


def comment_lines(
    sentence: Sentence, evidence: Mapping[str, Evidence], checked: CheckedSentence | None
) -> list[str]:
    """The lines of our comment on a sentence: its id, the objections, a line for each piece of evidence."""
    out = [sentence.id]
    if checked:
        out += [OBJECTION + " ".join(reason.message.split()) for reason in checked.reasons]
    return out + [footnote(evidence[key]) if key in evidence else f"[^{key}]:" for key in sentence.cites]


@dataclass
class Notes:
    """Collects the footnotes of a document as its paragraphs are made."""

    evidence: Mapping[str, Evidence]
    relations: Relations
    texts: NoteTexts
    items: list[Element] = field(default_factory=list)
    marks: int = FIRST_MARK

    def add(self, keys: Sequence[str], *, titled: bool = True) -> Element | None:
        """A reference mark for a note naming the evidence `keys`; None when there is nothing to name."""
        known = [self.evidence[key] for key in keys if key in self.evidence]
        if not known:
            return None
        id = len(self.items) + 1
        mark = element(
            "w:r",
            None,
            element("w:rPr", None, val("w:rStyle", "FootnoteReference")),
            element("w:footnoteRef"),
        )
        paragraphs = [
            self._paragraph(item, mark if n == 0 else None, self.texts.of(item, titled=titled))
            for n, item in enumerate(known)
        ]
        self.items.append(element("w:footnote", {"w:id": id}, *paragraphs))
        return element(
            "w:r",
            None,
            element("w:rPr", None, val("w:rStyle", "FootnoteReference")),
            element("w:footnoteReference", {"w:id": id}),
        )

    def _paragraph(self, item: Evidence, mark: Element | None, text: tuple[str, str]) -> Element:
        runs = [mark, text_run(" ")] if mark is not None else []
        source, quote = text
        name = text_run(source)
        if is_web(item.url):
            id = self.relations.add("hyperlink", item.url, external=True)
            name = element("w:hyperlink", {"r:id": id, "w:history": 1}, text_run(source))
        runs += [name, text_run(quote)]
        self.marks += 1
        mark_name = (
            f"_{item.key}_{self.marks}"  # hidden, as its name begins with a line; Word keeps it with the note
        )
        start = element("w:bookmarkStart", {"w:id": self.marks, "w:name": mark_name})
        end = element("w:bookmarkEnd", {"w:id": self.marks})
        style = element("w:pPr", None, val("w:pStyle", "FootnoteText"))
        return element("w:p", None, style, start, *runs, end)

    def part(self) -> Element:
        """footnotes.xml, the separators first."""
        return element(
            "w:footnotes",
            None,
            _separator(-1, "separator"),
            _separator(0, "continuationSeparator"),
            *self.items,
        )


def _separator(id: int, kind: str) -> Element:
    spacing = element(
        "w:pPr", None, element("w:spacing", {"w:after": 0, "w:line": 240, "w:lineRule": "auto"})
    )
    return element(
        "w:footnote",
        {"w:type": kind, "w:id": id},
        element("w:p", None, spacing, element("w:r", None, element(f"w:{kind}"))),
    )


@dataclass
class Comments:
    """Collects the comments of a document, dated with the issue's day: the same issue gives the same file."""

    day: str
    items: list[Element] = field(default_factory=list)

    def around(self, lines: Iterable[str], runs: Sequence[Element]) -> list[Element]:
        """`runs` with a comment of those lines beside them."""
        id = len(self.items)
        paragraphs = []
        for n, line in enumerate(lines):
            mark = element(
                "w:r",
                None,
                element("w:rPr", None, val("w:rStyle", "CommentReference")),
                element("w:annotationRef"),
            )
            paragraphs.append(
                element(
                    "w:p",
                    None,
                    element("w:pPr", None, val("w:pStyle", "CommentText")),
                    mark if n == 0 else None,
                    text_run(line),
                )
            )
        self.items.append(
            element(
                "w:comment",
                {"w:id": id, "w:author": AUTHOR, "w:date": f"{self.day}T00:00:00Z", "w:initials": INITIALS},
                *paragraphs,
            )
        )
        reference = element(
            "w:r",
            None,
            element("w:rPr", None, val("w:rStyle", "CommentReference")),
            element("w:commentReference", {"w:id": id}),
        )
        return [
            element("w:commentRangeStart", {"w:id": id}),
            *runs,
            element("w:commentRangeEnd", {"w:id": id}),
            reference,
        ]

    def part(self) -> Element:
        """comments.xml."""
        return element("w:comments", None, *self.items)
