"""Word's edits back into brief.md, and the check of a Word file without touching brief.md."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.desk.files import sha256_file, write_atomically
from agent.desk.folder import BriefFolder
from agent.desk.verify import Checked, offered_for, with_sources
from agent.desk.workspace import Tell, Workspace, quiet
from agent.errors import UsageError
from agent.ground.report import check_issue
from agent.models import Issue
from agent.render.docx_reader import WordText, read_docx
from agent.render.edition import make_edition
from agent.render.look import load_look
from agent.render.markdown import to_markdown
from agent.render.page import report_page
from agent.render.reader import Reading
from agent.render.word_back import Back, issue_from_word
from agent.text.marks import in_title_marks

BEFORE, BESIDE = "brief.before-import.md", "brief.import.md"


@dataclass(frozen=True, slots=True)
class WordEdit:
    """A Word file read against the brief.md it came from."""

    folder: BriefFolder
    base: Reading
    back: Back
    moved_on: bool  #: brief.md was edited after the Word file was made from it


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `path` is the file written, None where nothing had changed."""

    edit: WordEdit
    path: Path | None
    spared: bool


def read_word(desk: Workspace, file: Path, day: str | None = None) -> WordEdit:
    """Read an edited .docx. `day` overrides the day the file itself names.

    Raises UsageError for a file that cannot be read, or that belongs to another house or to no day.
    """
    word = read_docx(file)
    folder = BriefFolder(desk.brief(_day(desk, file, word, day)))
    base = folder.read_brief()
    house = word.custom.get("draft.house", "")
    if house and house != base.issue.house:
        raise UsageError(f"{file.name} 是刊物 {house} 的，这张编辑台出的是 {base.issue.house}；没有带回。")
    back = issue_from_word(word, base.issue, _furniture(desk, base.issue))
    made_from = word.custom.get("draft.base", "")
    moved_on = bool(made_from) and made_from != sha256_file(folder.brief)
    return WordEdit(folder, base, back, moved_on)


def import_word(desk: Workspace, file: Path, day: str | None = None, tell: Tell = quiet) -> Imported:
    """Bring the edits back into brief.md; the file as it was stays as brief.before-import.md.

    Where brief.md was itself edited since, the result goes beside it (brief.import.md) and brief.md stays.
    """
    with desk.lock("import", tell):
        edit = read_word(desk, file, day)
        if edit.back.issue == edit.base.issue:
            return Imported(edit, None, False)
        text = to_markdown(edit.back.issue)
        if edit.moved_on:
            path = edit.folder.path / BESIDE
            write_atomically(path, text)
            return Imported(edit, path, True)
        write_atomically(edit.folder.path / BEFORE, edit.folder.brief.read_bytes())
        write_atomically(edit.folder.brief, text)
        return Imported(edit, edit.folder.brief, False)


def check_word(desk: Workspace, file: Path, day: str | None = None) -> tuple[WordEdit, Checked, Path]:
    """Check a Word file as it stands; a report page is written beside brief.md, which is not touched."""
    edit = read_word(desk, file, day)
    issue, documents = with_sources(desk, edit.back.issue)
    report = check_issue(issue, documents)
    offered = offered_for(desk, issue, report)
    page = edit.folder.path / f"{file.stem}.report.html"
    shown = {offer.sentence: offer.message for offer in offered}
    write_atomically(page, report_page(issue, report, desk.house, documents, (), shown))
    reading = Reading(issue=edit.back.issue)
    return edit, Checked(reading=reading, report=report, documents=documents, offers=offered), page


def said(edit: WordEdit) -> list[str]:
    """What the editor should know of a file that came back, one line each."""
    back = edit.back
    out = list(back.warnings)
    out += [f"{lost.id} 没有脚注：“{lost.text}”；请补上来源，或移到【研判】。" for lost in back.lost]
    if back.inherited:
        out.append(f"按文字认出并带回脚注的句子：{'、'.join(back.inherited)}。")
    known = edit.base.issue.notes
    out += [f"放不进正文的，写在 brief.md 开头：{note}" for note in back.issue.notes if note not in known]
    for key in back.gone:
        evidence = edit.base.issue.evidence.get(key)
        name = f"{evidence.publisher}{in_title_marks(evidence.title)}" if evidence else "来源不明"
        out.append(f"脚注 [^{key}]（{name}）现在没有句子用它了。")
    return out


def _day(desk: Workspace, file: Path, word: WordText, day: str | None) -> str:
    found = day or word.custom.get("draft.date", "")
    if found:
        return desk.settings.day(found)
    if file.resolve().parent.parent == (desk.root / "briefs").resolve():
        return file.resolve().parent.name
    raise UsageError(f"{file.name} 里没有写是哪一天的稿子；请用 --date 指明。")


def _furniture(desk: Workspace, issue: Issue) -> list[str]:
    """The house's words in the order `issue_from_word` wants, then every line that is not the issue's own."""
    look = load_look(desk.house, desk.root)
    edition = make_edition(issue, look)
    words = look.words
    lines = [
        words.contents,
        edition.title,
        edition.organisation,
        edition.copublishers,
        edition.date,
        edition.thin,
        edition.banner,
        edition.disclaimer,
        "工作稿",
        *(qr.caption for qr in look.qr),
    ]
    return [words.summary, words.references, words.unknown, words.undated, *lines]
