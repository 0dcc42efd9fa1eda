"""What the editor wrote in Word that has no place in brief.md, as lines at its top: comments, own notes, boxes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from agent.models import Evidence, Span
from agent.render.docx_frame import PICTURES
from agent.render.docx_notes import AUTHOR, OBJECTION
from agent.render.docx_reader import Range, WordText
from agent.render.edition import REMARK
from agent.render.markdown import footnote
from agent.render.word_ancestry import bare
from agent.render.word_marks import Marks

_OWN_ID = re.compile(r"^(\d+\.\d+|参考文献 \d+)$")
_KEY_LINE = re.compile(r"^\[\^([^\]\s]+)\](?::|$)")

#: Paragraph → where in it which sentence stands.
Places = Mapping[int, Sequence[tuple[Span, str]]]


def remark(text: str) -> str:
    """A line for the top of brief.md; readers never see it."""
    return f"{REMARK} {one_line(text)}"


def one_line(text: str) -> str:
    """`text` with all white space as single spaces."""
    return " ".join(text.split())


def remarks(word: WordText, marks: Marks, places: Places, evidence: Mapping[str, Evidence]) -> list[str]:
    """All of them: comments, notes that name no evidence, boxes, and that pictures were left out."""
    out = [*_comments(word, places, evidence), *_notes(word, marks, places)]
    out += [remark(f"文本框：{text}") for text in word.boxes]
    ours = word.custom.get(PICTURES, "")
    if word.pictures > (int(ours) if ours.isdecimal() else 0):
        out.append(remark("Word 稿里有图片，brief.md 放不下，没有带回。"))
    return out


def _comments(word: WordText, places: Places, evidence: Mapping[str, Evidence]) -> Iterable[str]:
    """What she wrote in comments, hers or ours."""
    for id, comment in word.comments.items():
        lines = [line.strip() for line in comment.lines if line.strip()]
        if comment.author == AUTHOR:
            lines = [line for line in lines if not _ours(line, evidence)]
        lines = [line for line in lines if not re.fullmatch(r"\[\^[^\]\s]+\]", line)]
        if lines:
            who = "" if comment.author in ("", AUTHOR) else f"{comment.author}："
            on = next((r for r in word.ranges if r.comment == id), None)
            yield remark(f"{_where(word, places, on) if on else ''}{who}{' '.join(lines)}")


def _ours(line: str, evidence: Mapping[str, Evidence]) -> bool:
    """Whether a line of our comment is as we wrote it."""
    if _OWN_ID.match(line) or line.startswith(OBJECTION.strip()):
        return True
    found = _KEY_LINE.match(line)
    if not found:
        return False
    known = evidence.get(found[1])
    mark = f"[^{found[1]}]"
    return known is None or bare(line) in (bare(footnote(known)), mark, f"{mark}:")


def _notes(word: WordText, marks: Marks, places: Places) -> Iterable[str]:
    """Notes she added in Word that name no evidence of ours."""
    for at, paragraph in enumerate(word.paragraphs):
        for position, id in paragraph.notes:
            text = one_line(" ".join(word.notes.get(id, ())))
            if text and not marks.of_note(id):
                yield remark(f"{_where(word, places, Range('', at, position, position))}脚注：{text}")


def _where(word: WordText, places: Places, r: Range) -> str:
    """The id of the sentence a range stands on, else the first words of its paragraph."""
    for (start, stop), id in places.get(r.paragraph, ()):
        if (r.start < stop and r.stop > start) or (r.start == r.stop and start <= r.start <= stop):
            return f"{id} "
    return f"“{one_line(word.paragraphs[r.paragraph].text)[:12]}” "
