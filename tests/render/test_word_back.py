"""Word and back: no edit, fourteen kinds of edits in a real .docx, and what must not be lost."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from agent.models import Issue, Sentence
from agent.render.docx import to_docx, to_working_docx
from agent.render.docx_reader import read_docx
from agent.render.edition import Edition
from agent.render.look import Look
from agent.render.word_back import Back, issue_from_word

Editions = Callable[..., Edition]
Issues = Callable[..., Issue]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XMLNS = f'xmlns:w="{W[1:-1]}"'
WHO = {W + "id": "900", W + "author": "林编辑", W + "date": "2026-06-14T08:00:00Z"}


Word = Any  #: `WordFile` of conftest


def new_run(text: str, tag: str = "t") -> Any:
    run = etree.Element(W + "r")
    words = etree.SubElement(run, W + tag)
    words.text = text
    return run


def set_text(run: Any, text: str) -> None:
    run.find(W + "t").text = text


@pytest.fixture
def issue(make_issue: Issues) -> Issue:
    """Sections that differ from each other, so that a sentence can be told by its words."""
    base = make_issue(sections=3, references=9)
    sections = []
    for section in base.sections:
        kind = "甲乙丙"[section.number - 1]
        rows = tuple(
            s.model_copy(
                update={
                    "text": f"{kind}地{s.text}"
                    if s.text[0] not in "6R"
                    else s.text.replace("月", f"月{kind}旬", 1)
                }
            )
            for s in section.sentences
        )
        sections.append(section.model_copy(update={"sentences": rows}))
    return base.model_copy(update={"sections": tuple(sections)})


@pytest.fixture
def word(issue: Issue, look: Look, open_word: Callable[[bytes], Word]) -> Word:
    return open_word(to_working_docx(issue, look, None, "0" * 64))


@pytest.fixture
def back(
    issue: Issue, edition_of: Editions, furniture: Callable[[Edition], list[str]], tmp_path: Path
) -> Callable[[Word], Back]:
    def read(word: Word) -> Back:
        path = word.save(tmp_path / "edited.docx")
        return issue_from_word(read_docx(path), issue, furniture(edition_of(issue)))

    return read


def with_sentences(issue: Issue, section: int, sentences: list[Sentence]) -> Issue:
    """`issue` with other sentences in a section, ids counted anew."""
    rows = tuple(s.model_copy(update={"id": f"{section}.{n}"}) for n, s in enumerate(sentences, 1))
    parts = tuple(
        s.model_copy(update={"sentences": rows}) if s.number == section else s for s in issue.sections
    )
    return issue.model_copy(update={"sections": parts})


def test_without_edits_it_is_the_identity(
    open_word: Callable[[bytes], Word],
    issue: Issue,
    look: Look,
    edition_of: Editions,
    back: Callable[[Word], Back],
) -> None:
    for data in (to_working_docx(issue, look), to_docx(edition_of(issue))):
        found = back(open_word(data))
        assert found.issue == issue
        assert (found.lost, found.gone, found.inherited) == ((), (), ())


def test_notes_placeholders_and_labels_come_back(
    furniture: Callable[[Edition], list[str]],
    make_issue: Issues,
    look: Look,
    edition_of: Editions,
    tmp_path: Path,
) -> None:
    base = make_issue(sections=1).model_copy(update={"notes": ("本期由摘录生成，请编辑通读。",)})
    rows = [
        *list(base.sections[0].sentences[:3]),
        Sentence(id="1.4", kind="placeholder", text="【编辑补写：研判，请补写】"),
    ]
    base = with_sentences(base, 1, rows)
    (tmp_path / "w.docx").write_bytes(to_working_docx(base, look))
    assert issue_from_word(read_docx(tmp_path / "w.docx"), base, []).issue == base
    (tmp_path / "r.docx").write_bytes(to_docx(edition_of(base)))  # readers never see them, and yet they stay
    lines = furniture(edition_of(base))
    assert issue_from_word(read_docx(tmp_path / "r.docx"), base, lines).issue == base


def test_what_is_said_counts_the_placeholders_too(
    issue: Issue, edition_of: Editions, open_word: Callable[[bytes], Word], tmp_path: Path
) -> None:
    hole = Sentence(id="1.1", kind="placeholder", text="【编辑补写：一句】")
    base = with_sentences(issue, 1, [hole, *issue.sections[0].sentences])
    word = open_word(to_docx(edition_of(base)))
    word.paragraph("甲地通知提出").append(new_run("另有三家航运公司宣布下月起停靠新港区。"))
    found = issue_from_word(read_docx(word.save(tmp_path / "w.docx")), base, [])
    (lost,) = (lost for lost in found.lost if lost.text.startswith("另有三家"))
    assert next(s.text for s in found.issue.sections[0].sentences if s.id == lost.id) == lost.text


def test_1_tracked_insertion_and_deletion(issue: Issue, word: Word, back: Callable[[Word], Back]) -> None:
    word.track("甲地通知提出", "28.46%", "近三成")
    rows = list(issue.sections[0].sentences)
    rows[1] = rows[1].model_copy(update={"text": rows[1].text.replace("28.46%", "近三成")})
    assert back(word).issue == with_sentences(issue, 1, rows)


def test_2_untracked_rewriting(issue: Issue, word: Word, back: Callable[[Word], Back]) -> None:
    run = word.run("乙地通知提出")
    set_text(run, "乙地的通知要求三年内把流通效率提高 28.46%。")
    rows = list(issue.sections[1].sentences)
    rows[1] = rows[1].model_copy(update={"text": "乙地的通知要求三年内把流通效率提高 28.46%。"})
    assert back(word).issue == with_sentences(issue, 2, rows)


def test_3_a_sentence_moved_to_another_section(
    issue: Issue, word: Word, back: Callable[[Word], Back]
) -> None:
    nodes = word.sentence("甲地通知提出")
    target = word.paragraph("乙地通知提出")
    for node in nodes:
        target.append(node)
    moved = issue.sections[0].sentences[1]
    expected = with_sentences(issue, 1, [s for s in issue.sections[0].sentences if s != moved])
    rows = list(issue.sections[1].sentences)
    expected = with_sentences(expected, 2, [*rows[:3], moved, *rows[3:]])
    assert back(word).issue == expected


def test_3b_a_move_that_was_tracked(issue: Issue, word: Word, back: Callable[[Word], Back]) -> None:
    run = word.run("甲地通知提出")
    origin, target = etree.Element(W + "moveFrom", WHO), etree.Element(W + "moveTo", WHO)
    run.addprevious(origin)
    target.append(copy.deepcopy(run))
    origin.append(run)
    word.paragraph("乙地通知提出").append(target)
    found = back(word)
    moved = issue.sections[0].sentences[1]
    assert [s.text for s in found.issue.sections[0].sentences] == [
        s.text for s in issue.sections[0].sentences if s != moved
    ]
    landed = found.issue.sections[1].sentences[3]
    assert (landed.text, landed.cites) == (moved.text, moved.cites)


def test_4_two_sentences_merged_into_one(issue: Issue, word: Word, back: Callable[[Word], Back]) -> None:
    run = word.run("甲旬13日")
    set_text(run, run.find(W + "t").text.rstrip("。") + "，")
    rows = list(issue.sections[0].sentences)
    text = rows[0].text.rstrip("。") + "，" + rows[1].text
    merged = rows[0].model_copy(update={"text": text, "cites": (*rows[0].cites, *rows[1].cites)})
    assert back(word).issue == with_sentences(issue, 1, [merged, *rows[2:]])


def test_5_a_sentence_split_in_two(issue: Issue, word: Word, back: Callable[[Word], Back]) -> None:
    run = word.run("丙地通知提出")
    text = run.find(W + "t").text
    at = text.index("，单箱")
    set_text(run, text[:at] + "。" + text[at + 1 :])
    rows = list(issue.sections[2].sentences)
    halves = [rows[1].model_copy(update={"text": t}) for t in (text[:at] + "。", text[at + 1 :])]
    assert back(word).issue == with_sentences(issue, 3, [rows[0], *halves, *rows[2:]])


def test_6_pasted_text_is_kept_and_named_as_without_footnote(
    issue: Issue, word: Word, back: Callable[[Word], Back]
) -> None:
    word.paragraph("甲地通知提出").append(new_run("另有三家航运公司宣布下月起停靠新港区。"))
    found = back(word)
    assert [s.text for s in found.issue.sections[0].sentences][3] == "另有三家航运公司宣布下月起停靠新港区。"
    assert [(lost.id, lost.new) for lost in found.lost] == [("1.4", True)]
    assert (
        with_sentences(found.issue, 1, [s for s in found.issue.sections[0].sentences if s.id != "1.4"])
        == issue
    )


def test_6b_a_sentence_pasted_without_its_comment_is_known_by_its_words(
    issue: Issue, word: Word, back: Callable[[Word], Back]
) -> None:
    nodes = word.sentence("甲地通知提出")
    text = nodes[1].find(W + "t").text
    for node in nodes:
        node.getparent().remove(node)
    word.paragraph("丙地通知提出").append(new_run(text))
    found = back(word)
    moved = found.issue.sections[2].sentences[3]
    assert (moved.text, moved.cites) == (text, issue.sections[0].sentences[1].cites)
    assert found.inherited == ("3.4",)


def test_7_comments_of_hers_come_back_as_remarks(
    issue: Issue, word: Word, back: Callable[[Word], Back]
) -> None:
    word.comment("林编辑", "这个数字请再核一遍", "甲地通知提出")
    found = back(word)
    assert found.issue.notes == ("批注 1.2 林编辑：这个数字请再核一遍",)
    assert found.issue.model_copy(update={"notes": ()}) == issue


def test_7b_a_comment_of_hers_that_names_evidence_cites_it(
    issue: Issue, word: Word, back: Callable[[Word], Back]
) -> None:
    key = list(issue.evidence)[5]
    word.paragraph("甲地通知提出").append(new_run(f"另有三家航运公司宣布停靠。[^{key}]"))
    found = back(word)
    assert found.issue.sections[0].sentences[3].cites == (key,)
    assert found.lost == ()


def test_8_broken_styles(issue: Issue, word: Word, back: Callable[[Word], Back]) -> None:
    for style in list(word.document.iter(W + "pStyle")):
        style.getparent().remove(style)
    assert back(word).issue == issue


def test_8b_labels_and_styles_gone(issue: Issue, word: Word, back: Callable[[Word], Back]) -> None:
    for run in list(word.document.iter(W + "r")):
        if "".join(t.text or "" for t in run.iter(W + "t")) in ("【事实】", "【研判】"):
            run.getparent().remove(run)
    for style in list(word.document.iter(W + "pStyle")):
        style.getparent().remove(style)
    assert back(word).issue == issue


def test_8c_a_heading_of_another_level(issue: Issue, word: Word, back: Callable[[Word], Back]) -> None:
    style = word.paragraph("二、").find(f"{W}pPr/{W}pStyle")
    style.set(W + "val", "Heading2")
    styles = etree.fromstring(word.parts["word/styles.xml"])
    styles.append(
        etree.fromstring(
            f'<w:style {XMLNS} w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>'
        )
    )
    word.parts["word/styles.xml"] = etree.tostring(styles)
    run = word.run("二、")
    set_text(run, run.find(W + "t").text.removeprefix("二、"))
    assert back(word).issue == issue


def test_9_paragraphs_joined_by_a_deleted_mark_and_sentences_deleted(
    issue: Issue, word: Word, back: Callable[[Word], Back]
) -> None:
    first = word.paragraph("乙地通知提出")
    mark = etree.SubElement(first.find(W + "pPr"), W + "rPr")
    etree.SubElement(mark, W + "del", WHO)
    following = first.getnext()
    following.remove(following.find(W + "r"))  # the label 【研判】 she deleted with it
    for node in word.sentence("丙地通知提出"):
        node.getparent().remove(node)
    found = back(word)
    assert [s.kind for s in found.issue.sections[1].sentences] == ["fact"] * 5
    assert len(found.issue.sections[2].sentences) == 4
    assert found.issue.sections[2].sentences[1].cites == issue.sections[2].sentences[2].cites


def test_10_headings_references_and_title_edited_and_a_section_added(
    issue: Issue, word: Word, back: Callable[[Word], Back]
) -> None:
    run = word.run("一、")
    set_text(run, "一、港口数据先行一步，首批试点落定")
    line = next(p for p in word.document.iter(W + "p") if "用于核验" in "".join(p.itertext()))
    target = next(r for r in line.iter(W + "r") if r.find(W + "t") is not None)
    set_text(
        target, target.find(W + "t").text.replace("用于核验试点的数量。", "用于核验首批试点的数量和省份。")
    )
    last = word.paragraph("丙地这一安排")
    heading, body = copy.deepcopy(word.paragraph("三、")), copy.deepcopy(last)
    set_text(next(r for r in heading.iter(W + "r") if r.find(W + "t") is not None), "四、编辑加写的一栏")
    for child in list(body)[1:]:
        body.remove(child)
    body.append(new_run("【研判】这一栏由编辑加写。"))
    last.addnext(heading)
    heading.addnext(body)
    found = back(word).issue
    assert found.sections[0].heading == "港口数据先行一步，首批试点落定"
    assert found.references[0].purpose == "用于核验首批试点的数量和省份。"
    assert found.references[0].keys == issue.references[0].keys
    assert found.sections[3].heading == "编辑加写的一栏"
    assert [(s.kind, s.text) for s in found.sections[3].sentences] == [("judgement", "这一栏由编辑加写。")]


def test_11_what_word_strews_about_changes_nothing(
    issue: Issue, word: Word, back: Callable[[Word], Back]
) -> None:
    """Runs cut apart by spelling marks and revision ids, bookmarks, page breaks, tracked changes of format."""
    for run in list(word.document.iter(W + "r")):
        words = run.find(W + "t")
        if words is None or len(words.text or "") < 4:
            continue
        text, third = words.text, len(words.text) // 3
        set_text(run, text[:third])
        second, last = copy.deepcopy(run), copy.deepcopy(run)
        set_text(second, text[third : 2 * third])
        set_text(last, text[2 * third :])
        last.insert(0, etree.Element(W + "lastRenderedPageBreak"))
        format = etree.Element(W + "rPr")
        etree.SubElement(etree.SubElement(format, W + "rPrChange", WHO), W + "rPr")
        second.insert(0, format)
        for node in (
            last,
            etree.Element(W + "bookmarkStart", {W + "id": "9", W + "name": "_GoBack"}),
            second,
        ):
            run.addnext(node)
        run.addnext(etree.Element(W + "proofErr", {W + "type": "spellStart"}))
    assert back(word).issue == issue


def test_12_a_section_moved_to_the_front(issue: Issue, word: Word, back: Callable[[Word], Back]) -> None:
    first, third, after = word.paragraph("一、"), word.paragraph("三、"), word.paragraph("参考文献")
    moving = [third, *third.itersiblings()]
    for node in moving[: moving.index(after)]:
        first.addprevious(node)
    found = back(word)
    texts = {s.number: [r.text for r in s.sentences] for s in issue.sections}
    assert [[r.text for r in s.sentences] for s in found.issue.sections] == [texts[3], texts[1], texts[2]]
    known = {s.text: s.cites for s in issue.sentences()}
    assert all(s.cites == known[s.text] for s in found.issue.sentences() if s.kind != "heading")
    assert (found.lost, found.gone, found.inherited) == ((), (), ())


def test_13_a_paragraph_struck_out_whole_and_one_written_in(
    issue: Issue, word: Word, back: Callable[[Word], Back]
) -> None:
    struck = word.paragraph("丙地这一安排")
    for run in list(struck.iter(W + "r")):
        for words in run.findall(W + "t"):
            words.tag = W + "delText"
        gone = etree.Element(W + "del", WHO)
        run.addprevious(gone)
        gone.append(run)
    etree.SubElement(etree.SubElement(struck.find(W + "pPr"), W + "rPr"), W + "del", WHO)
    written = etree.fromstring(f'<w:p {XMLNS}><w:pPr><w:pStyle w:val="Judgement"/></w:pPr></w:p>')
    etree.SubElement(etree.SubElement(written.find(W + "pPr"), W + "rPr"), W + "ins", WHO)
    added = etree.SubElement(written, W + "ins", WHO)
    added.append(new_run("【研判】丙地的安排还要看落实。"))
    struck.addprevious(written)
    rows = [s for s in issue.sections[2].sentences if s.kind == "fact"]
    rows.append(Sentence(id="", kind="judgement", text="丙地的安排还要看落实。"))
    assert back(word).issue == with_sentences(issue, 3, rows)


def test_14_a_note_of_the_reader_s_edition_deleted_and_another_moved(
    open_word: Callable[[bytes], Word], issue: Issue, edition_of: Editions, back: Callable[[Word], Back]
) -> None:
    word = open_word(to_docx(edition_of(issue)))
    marks = [
        r for r in word.paragraph("甲地通知提出").iter(W + "r") if r.find(W + "footnoteReference") is not None
    ]
    marks[1].getparent().remove(marks[1])
    word.run("乙地通知提出").addnext(marks[2])
    found = back(word)
    first, second = issue.sections[0].sentences, issue.sections[1].sentences
    assert [s.cites for s in found.issue.sections[0].sentences] == [s.cites for s in first]
    assert found.inherited == ("1.2", "1.3")
    assert set(found.issue.sections[1].sentences[1].cites) == {*second[1].cites, *first[2].cites}


def test_the_same_sentence_twice_and_cited_once(issue: Issue, look: Look, tmp_path: Path) -> None:
    cited = issue.sections[0].sentences[0]
    bare = cited.model_copy(update={"cites": ()})
    base = with_sentences(issue, 1, [cited, bare, issue.sections[0].sentences[-1]])
    (tmp_path / "w.docx").write_bytes(to_working_docx(base, look))
    assert issue_from_word(read_docx(tmp_path / "w.docx"), base, []).issue == base


def test_her_own_footnote_table_and_text_box_are_not_dropped(
    open_word: Callable[[bytes], Word],
    issue: Issue,
    look: Look,
    edition_of: Editions,
    back: Callable[[Word], Back],
) -> None:
    word = open_word(to_docx(edition_of(issue)))
    notes = etree.fromstring(word.parts["word/footnotes.xml"])
    notes.append(
        etree.fromstring(
            f'<w:footnote {XMLNS} w:id="99">'
            "<w:p><w:r><w:t>编辑自己加的注：见内部材料。</w:t></w:r></w:p></w:footnote>"
        )
    )
    word.parts["word/footnotes.xml"] = etree.tostring(notes)
    mark = etree.Element(W + "r")
    etree.SubElement(mark, W + "footnoteReference", {W + "id": "99"})
    target = word.paragraph("甲地通知提出")
    target.append(mark)
    cell = etree.fromstring(
        f"<w:tbl {XMLNS}>"
        "<w:tr><w:tc><w:p><w:r><w:t>表里的一句话也要留下。</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    target.addnext(cell)
    box = etree.fromstring(
        f"<w:r {XMLNS}>"
        "<w:pict><w:txbxContent><w:p><w:r><w:t>文本框里的提醒</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    )
    target.append(box)
    found = back(word)
    assert any("编辑自己加的注：见内部材料。" in n for n in found.issue.notes)
    assert any("文本框里的提醒" in n for n in found.issue.notes)
    assert any(s.text == "表里的一句话也要留下。" for s in found.issue.sections[0].sentences)
