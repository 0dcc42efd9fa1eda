"""The Word editions: the reader's with notes, and the editor's working copy with the evidence in comments."""

from __future__ import annotations

from collections.abc import Sequence

from agent.models import CheckedSentence, Issue, Report, Section, Sentence
from agent.render.docx_frame import (
    PICTURES,
    Builder,
    bookmark,
    bookmarked,
    code_table,
    field_begin,
    heading,
    label,
    page_field,
    paragraph,
    plain,
)
from agent.render.docx_notes import Comments, Notes, NoteTexts, comment_lines
from agent.render.docx_package import (
    Element,
    Relations,
    element,
    text_run,
    val,
)
from agent.render.docx_styles import STYLES, text_width
from agent.render.edition import Edition, language_tag, paragraphs
from agent.render.look import Look
from agent.render.markdown import LABELS, REFERENCES, SUMMARY, sentence_side
from agent.render.numbering import chinese_number


def to_docx(edition: Edition, pages: Sequence[int] = ()) -> bytes:
    """The reader's edition. `pages` are those of the headings in the contents: sections, then references."""
    return _Reader(edition, pages).file()


def to_working_docx(issue: Issue, look: Look, report: Report | None = None, base: str = "") -> bytes:
    """The editor's copy: labels and placeholders as in brief.md, a comment beside each sentence.

    `base` is the hash of the brief.md it was made from; it comes back with the file.
    """
    return _Working(issue, look, report, base).file()


class _Reader:
    """Builds the reader's edition."""

    def __init__(self, edition: Edition, pages: Sequence[int]) -> None:
        self.edition, self.pages = edition, pages
        self.builder = Builder(edition.look, edition.title, edition.day, edition.language)
        self.notes = Notes(edition.evidence, Relations(), NoteTexts(edition.look.words))

    def file(self) -> bytes:
        edition = self.edition
        body = [plain("Title", edition.title)]
        for line in (edition.organisation, edition.copublishers, edition.date):
            body += [plain("Masthead", line)] if line else []
        if edition.summary:
            body.append(plain("SummaryHeading", edition.look.words.summary))
            body += [self._paragraph("Summary", p.spaced()) for p in edition.summary]
        body += [plain("Disclaimer", edition.thin)] if edition.thin else []
        body.append(self._contents())
        for n, part in enumerate(edition.parts, 1):
            body.append(heading(part.title, n, new_page=n == 1 and edition.on_new_page))
            body += [self._paragraph(STYLES.get(p.kind, "Fact"), p.spaced()) for p in part.paragraphs]
        body += self._references() + self._foot()
        parts = {"word/footnotes.xml": self.notes.part()}
        self.builder.custom = {
            "draft.kind": "reader",
            "draft.date": edition.day,
            "draft.house": edition.look.house.name,
            PICTURES: str(len(edition.codes)),
        }
        links = self.notes.relations
        extra = {"word/_rels/footnotes.xml.rels": links.xml()} if links.items else {}
        return self.builder.package(body, parts, edition.banner, edition.organisation, extra)

    def _paragraph(self, style: str, sentences: Sequence[tuple[str, Sentence]]) -> Element:
        runs: list[Element] = []
        for gap, sentence in sentences:
            runs.append(text_run(gap + sentence.text))
            mark = self.notes.add(sentence.cites, titled=style != STYLES["summary"])
            if mark is not None:
                runs.append(mark)
        return paragraph(style, *runs)

    def _contents(self) -> Element:
        """The contents as a field whose result is there already; Word renews it on F9."""
        words = self.edition.look.words
        entries = [part.title for part in self.edition.parts] + (
            [words.references] if self.edition.references else []
        )
        lines = []
        for n, title in enumerate(entries, 1):
            page = str(self.pages[n - 1]) if n <= len(self.pages) else "1"
            link = element(
                "w:hyperlink",
                {"w:anchor": bookmark(n), "w:history": 1},
                text_run(title),
                element("w:r", None, element("w:tab")),
                *page_field(f" PAGEREF {bookmark(n)} \\h ", page, stale=True),
            )
            before = field_begin(' TOC \\o "1-1" \\h \\z \\u ') if n == 1 else []
            lines.append(paragraph("TOC1", *before, link))
        end = element("w:r", None, element("w:fldChar", {"w:fldCharType": "end"}))
        if lines:
            lines[-1].append(end)
        gallery = element(
            "w:docPartObj", None, val("w:docPartGallery", "Table of Contents"), element("w:docPartUnique")
        )
        return element(
            "w:sdt",
            None,
            element("w:sdtPr", None, gallery),
            element("w:sdtContent", None, plain("TOCHeading", words.contents), *lines),
        )

    def _references(self) -> list[Element]:
        edition = self.edition
        if not edition.references:
            return []
        out = [heading(edition.look.words.references, len(edition.parts) + 1)]
        for line in edition.references:
            run = text_run(line.text)
            if line.url:
                id = self.builder.relations.add("hyperlink", line.url, external=True)
                run = element("w:hyperlink", {"r:id": id, "w:history": 1}, run)
            out.append(paragraph("Reference", run))
        return out

    def _foot(self) -> list[Element]:
        out = []
        codes = self.edition.codes
        if codes:
            out.append(code_table(codes, self.builder, text_width(self.edition.look)))
        if self.edition.disclaimer:
            out.append(plain("Disclaimer", self.edition.disclaimer))
        elif codes:
            out.append(plain("Disclaimer", ""))
        return out


class _Working:
    """Builds the editor's working copy."""

    def __init__(self, issue: Issue, look: Look, report: Report | None, base: str) -> None:
        self.issue, self.look = issue, look
        self.checked = {(s.id, s.text): s for s in report.sentences} if report else {}
        self.comments = Comments(issue.date)
        self.builder = Builder(look, issue.title, issue.date, language_tag(look.house.language))
        self.builder.custom = {
            "draft.kind": "working",
            "draft.base": base,
            "draft.date": issue.date,
            "draft.house": issue.house,
        }

    def file(self) -> bytes:
        issue = self.issue
        body = [plain("Title", issue.title)]
        body += [plain("EditorNote", note) for note in issue.notes]
        if issue.summary:
            body += [plain("SummaryHeading", SUMMARY), paragraph("Summary", *self._runs(issue.summary))]
        for section in issue.sections:
            line = Sentence(id=f"{section.number}.0", kind="heading", text=section.heading)
            title = text_run(f"{chinese_number(section.number)}、{section.heading}")
            checked = self.checked.get((line.id, line.text))
            runs = (
                self.comments.around(comment_lines(line, {}, checked), [title])
                if checked and checked.reasons
                else [title]
            )
            body.append(bookmarked(paragraph("Heading1", *runs), section.number))
            body += self._section(section)
        if issue.references:
            body.append(plain("Heading1", REFERENCES))
            body += [self._reference(n) for n in range(len(issue.references))]
        parts = {"word/comments.xml": self.comments.part()}
        banner = self.look.house.sample_banner if issue.sample else ""
        return self.builder.package(
            body, parts, " ".join(x for x in ("工作稿", banner) if x), self.look.house.organisation
        )

    def _section(self, section: Section) -> list[Element]:
        groups: list[tuple[str, list[Sentence]]] = []
        for sentence in section.sentences:
            kind = sentence_side(section, sentence) if sentence.kind == "placeholder" else sentence.kind
            if not groups or groups[-1][0] != kind:
                groups.append((kind, []))
            groups[-1][1].append(sentence)
        return [paragraph(STYLES[kind], label(LABELS[kind]), *self._runs(group)) for kind, group in groups]

    def _runs(self, sentences: Sequence[Sentence]) -> list[Element]:
        out: list[Element] = []
        gaps = dict(enumerate(gap for p in paragraphs(_as_one(sentences)) for gap, _ in p.spaced()))
        for n, sentence in enumerate(sentences):
            if gaps.get(n):
                out.append(text_run(" "))
            hole = (
                element("w:rPr", None, val("w:highlight", "yellow"))
                if sentence.kind == "placeholder"
                else None
            )
            runs = [text_run(sentence.text, hole)]
            checked: CheckedSentence | None = self.checked.get((sentence.id, sentence.text))
            if sentence.cites or (checked and checked.reasons and sentence.kind != "placeholder"):
                runs = self.comments.around(comment_lines(sentence, self.issue.evidence, checked), runs)
            out += runs
        return out

    def _reference(self, n: int) -> Element:
        reference = self.issue.references[n]
        text = " | ".join((reference.publisher, reference.title, reference.day, reference.purpose))
        lines = [f"参考文献 {n + 1}", *(f"[^{key}]" for key in reference.keys)]
        return paragraph("Reference", *self.comments.around(lines, [text_run(text)]))


def _as_one(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences with one kind, so that they stand in one paragraph."""
    return [s.model_copy(update={"kind": "fact"}) for s in sentences]
