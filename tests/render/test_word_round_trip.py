"""Whatever brief.md can hold goes to Word and comes back as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from agent.house import load_house
from agent.models import Issue, Section, Sentence, SentenceKind
from agent.render.docx import to_docx, to_working_docx
from agent.render.docx_reader import read_docx
from agent.render.edition import Edition
from agent.render.look import load_look
from agent.render.markdown import to_markdown
from agent.render.reader import read_markdown
from agent.render.word_back import issue_from_word

LOOK = load_look(load_house("xinzhi"))
PIECES = st.lists(
    st.sampled_from(
        [
            "数据",
            "港口",
            "“先行、先试”",
            "1.4 个百分点",
            "28.46%",
            "Reuters ",
            "(AI)",
            "《通知》",
            "，",
            "：",
            "——",
            "x<y>&z",
            "№5",
            "……",
        ]
    ),
    min_size=1,
    max_size=6,
).map("".join)


ROWS = st.lists(
    st.tuples(PIECES, st.lists(st.integers(0, 8), max_size=3, unique=True)), min_size=1, max_size=4
)
KINDS: tuple[SentenceKind, ...] = ("fact", "fact", "judgement", "placeholder")
Drawn = tuple[tuple[str, list[tuple[str, list[int]]]], ...]


def issue_of(drawn: Drawn, base: Issue) -> Issue:
    """`base` with sections of the drawn headings, words and citations."""
    keys = list(base.evidence)
    sections = []
    for number, (heading, rows) in enumerate(drawn, 1):
        sentences = []
        for n, (kind, (words, cited)) in enumerate(zip(KINDS, rows, strict=False), 1):
            text = f"第{number}栏{words.strip()}。"
            hole = kind == "placeholder"
            text = f"【编辑补写：{text}】" if hole else text
            cites = () if hole else tuple(keys[c] for c in cited)
            sentences.append(Sentence(id=f"{number}.{n}", kind=kind, text=text, cites=cites))
        sections.append(Section(number=number, heading=f"标题{heading.strip()}", sentences=tuple(sentences)))
    return base.model_copy(update={"sections": tuple(sections), "notes": ()})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.tuples(st.tuples(PIECES, ROWS), st.tuples(PIECES, ROWS)))
@example(drawn=(("数据", [("数据", [])]), ("数据", [("数据", [0]), ("数据", [])])))
def test_whatever_reads_back_from_markdown_reads_back_from_word(
    drawn: Drawn, make_issue: Callable[..., Issue], tmp_path: Path
) -> None:
    base = issue_of(drawn, make_issue(sections=3))
    assume(read_markdown(to_markdown(base), base.evidence).issue == base)
    path = tmp_path / "w.docx"
    path.write_bytes(to_working_docx(base, LOOK))
    assert issue_from_word(read_docx(path), base, []).issue == base


def test_saved_by_another_word_processor(
    make_issue: Callable[..., Issue],
    edition_of: Callable[..., Edition],
    furniture: Callable[[Edition], list[str]],
    open_word: Callable[[bytes], Any],
    fonts_conf: Path,
    tmp_path: Path,
) -> None:
    office = shutil.which("soffice")
    issue = make_issue(sections=1)
    edited = open_word(to_working_docx(issue, LOOK))
    assert office, "LibreOffice is missing: run scripts/system-packages"
    (tmp_path / "working.docx").write_bytes(to_working_docx(issue, LOOK))
    (tmp_path / "reader.docx").write_bytes(to_docx(edition_of(issue)))
    edited.track("通知提出", "28.46%", "近三成")
    edited.comment("林编辑", "这个数字请再核一遍", "首批安排 417")
    edited.save(tmp_path / "tracked.docx")
    subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "docx",
            "--outdir",
            str(tmp_path / "out"),
            str(tmp_path / "working.docx"),
            str(tmp_path / "reader.docx"),
            str(tmp_path / "tracked.docx"),
        ],
        capture_output=True,
        timeout=150,
        check=True,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts_conf), "HOME": str(tmp_path)},
    )
    for name in ("working.docx", "reader.docx"):
        found = issue_from_word(read_docx(tmp_path / "out" / name), issue, furniture(edition_of(issue)))
        assert found.issue == issue, name
    found = issue_from_word(read_docx(tmp_path / "out" / "tracked.docx"), issue, furniture(edition_of(issue)))
    (section,) = issue.sections
    rows = list(section.sentences)
    rows[1] = rows[1].model_copy(update={"text": rows[1].text.replace("28.46%", "近三成")})
    assert found.issue.notes == ("批注 1.1 林编辑：这个数字请再核一遍",)
    assert found.issue.model_copy(update={"notes": ()}) == issue.model_copy(
        update={"sections": (section.model_copy(update={"sentences": tuple(rows)}),)}
    )
