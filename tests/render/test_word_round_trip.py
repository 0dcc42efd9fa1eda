"""Whatever brief.md can hold goes to Word and comes back as it was."""

from __future__ import annotations

import copy
import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from agent.house import load_house
from agent.models import Issue, Section, Sentence, SentenceKind
from agent.render.docx import to_docx, to_working_docx
from agent.render.docx_reader import read_docx
from agent.render.edition import Edition
from agent.render.look import load_look
from agent.render.markdown import to_markdown
from agent.render.reader import read_markdown
from agent.render.word_back import issue_from_word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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


@pytest.mark.parametrize("style", ["house", "gbt7714-2015"])
def test_printed_references_come_back_and_hers_beside_them(
    make_issue: Callable[..., Issue],
    edition_of: Callable[..., Edition],
    furniture: Callable[[Edition], list[str]],
    open_word: Callable[[bytes], Any],
    tmp_path: Path,
    style: str,
) -> None:
    made = make_issue(references=3)
    bare = made.references[1].model_copy(update={"publisher": "", "day": "", "purpose": ""})
    base = made.model_copy(update={"references": (made.references[0], bare, made.references[2])})
    edition = edition_of(base, references=style)
    word = open_word(to_docx(edition))
    path = tmp_path / "w.docx"
    assert issue_from_word(read_docx(word.save(path)), base, furniture(edition)).issue == base
    # A paragraph that lands among them and names a source is hers, and a note behind one of them too.
    named = f"{base.references[0].publisher}的《{base.references[0].title}》还有后续，明天跟进，请留出版面，并向主办方核对。"
    last = word.paragraph(base.references[2].title if style != "house" else base.references[2].purpose)
    for text in (named, "下期再看"):
        node = copy.deepcopy(last)
        for run in list(node)[1:]:
            node.remove(run)
        run = etree.SubElement(node, W + "r")
        etree.SubElement(run, W + "t").text = text
        last.addprevious(node)
    found = issue_from_word(read_docx(word.save(path)), base, furniture(edition)).issue
    assert found.references == base.references
    assert found.notes == (f"批注 参考文献：{named}", "批注 参考文献：下期再看")


@pytest.mark.parametrize("seed", range(24))
def test_nothing_typed_in_anywhere_is_dropped(
    make_issue: Callable[..., Issue],
    edition_of: Callable[..., Edition],
    furniture: Callable[[Edition], list[str]],
    open_word: Callable[[bytes], Any],
    tmp_path: Path,
    seed: int,
) -> None:
    """Words put in, halves overwritten, paragraphs written, moved and deleted, all at random places."""
    chance = random.Random(seed)
    issue = make_issue(sections=3)
    edition = edition_of(issue)
    word = open_word(to_docx(edition) if seed % 2 else to_working_docx(issue, LOOK))
    body = word.document.find(W + "body")
    for n in range(8):
        texts = [
            t
            for t in body.iter(W + "t")
            if len(t.text or "") > 8 and not any(a.tag == W + "sdt" for a in t.iterancestors())
        ]
        here, other = chance.choice(texts), chance.choice(body.findall(W + "p"))
        at, mark = chance.randrange(len(here.text)), f"【{seed}·{n}】"
        match chance.choice(("insert", "overwrite", "write", "move", "delete")):
            case "insert":
                here.text = here.text[:at] + mark + here.text[at:]
            case "overwrite":
                here.text = mark + here.text[at:]
            case "write":
                written = etree.Element(W + "p")
                etree.SubElement(etree.SubElement(written, W + "r"), W + "t").text = f"{mark}她新写的。"
                other.addnext(written)
            case "move":
                other.addnext(chance.choice([p for p in body.findall(W + "p") if p is not other]))
            case "delete":
                body.remove(other)
    hers = set(re.findall(r"【\d+·\d+】", "".join(body.itertext())))
    back = issue_from_word(read_docx(word.save(tmp_path / "w.docx")), issue, furniture(edition))
    assert hers <= set(re.findall(r"【\d+·\d+】", to_markdown(back.issue)))


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
