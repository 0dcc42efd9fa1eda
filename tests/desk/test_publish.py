"""`draft publish`, `draft import`, `draft verify-issue` on the sample desk: gate, editions, proof."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml

from agent.desk.files import sha256_file
from agent.desk.folder import BriefFolder
from agent.desk.import_word import import_word, read_word
from agent.desk.prove import verify_issue
from agent.desk.publish import EDITIONS, publish, read_record, working_copy
from agent.desk.start import init
from agent.desk.today import today
from agent.desk.verify import check_brief
from agent.desk.workspace import Workspace
from agent.errors import UsageError
from agent.ground.report import FREE
from agent.render.markdown import to_markdown

DAY = "2026-06-14"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample desk after `draft today`, as the editor leaves it: nothing in brief.md is objected to."""
    root = tmp_path_factory.mktemp("publish") / "desk"
    init(root)
    space = Workspace.open(root)
    try:
        today(space, DAY)
        _tidy(space)
    finally:
        space.close()
    return root


def _tidy(space: Workspace) -> None:
    """Fill in placeholders; mend or strike what the checker objects to; keep the references that are used."""
    folder = BriefFolder(space.brief(DAY))
    text = re.sub(
        r"【编辑补写[:：]?[^】]*】。?",
        "这一栏的影响还要再看一段时间。",
        brief(space).read_text(encoding="utf-8"),
    )
    brief(space).write_text(text, encoding="utf-8")
    found = check_brief(space, folder)
    bad = {s.id for s in found.report.sentences if s.verdict not in FREE}
    issue = found.reading.issue
    sections = tuple(
        section.model_copy(
            update={
                "heading": "这一栏的要闻" if f"{section.number}.0" in bad else section.heading,
                "sentences": tuple(s for s in section.sentences if s.id not in bad),
            }
        )
        for section in issue.sections
    )
    summary = tuple(s for s in issue.summary if s.id not in bad)
    issue = issue.model_copy(update={"summary": summary, "sections": sections})
    used = {key for s in issue.sentences() for key in s.cites}
    references = tuple(r for r in issue.references if used & set(r.keys))
    brief(space).write_text(
        to_markdown(issue.model_copy(update={"references": references})), encoding="utf-8"
    )


@pytest.fixture
def space(made: Path, tmp_path: Path):  # type: ignore[no-untyped-def]  # a generator of desks
    """A copy of that desk that a test may change."""
    shutil.copytree(made, tmp_path / "desk")
    opened = Workspace.open(tmp_path / "desk")
    yield opened
    opened.close()


def brief(space: Workspace) -> Path:
    return space.brief(DAY) / "brief.md"


def edit(space: Workspace, old: str, new: str) -> None:
    text = brief(space).read_text(encoding="utf-8")
    assert old in text
    brief(space).write_text(text.replace(old, new, 1), encoding="utf-8")


def a_fact(space: Workspace) -> str:
    """The first sentence of section 一, as it stands in brief.md."""
    body = brief(space).read_text(encoding="utf-8").split("## 一、")[1]
    found = re.search(r"【事实】(.+?)\[\^", body)
    assert found
    return found[1]


def record(space: Workspace) -> dict[str, Any]:
    return read_record(space.brief(DAY))


def test_all_editions_and_a_record_in_time(space: Workspace) -> None:
    started = time.process_time()
    out = publish(space, DAY, by="林编辑")
    assert time.process_time() - started < 5
    assert out.gate.open == []
    assert out.failed == {}
    assert set(out.files) == {*EDITIONS, "issue.json"}
    kept = record(space)
    assert kept["schema"] == "draft.published/1"
    assert kept["text"]["brief.md"] == sha256_file(brief(space))
    for name in EDITIONS:
        assert kept["editions"][name]["sha256"] == sha256_file(space.brief(DAY) / name)
    assert all(len(s["text_sha256"]) == 64 and len(s["snapshot_sha256"]) == 64 for s in kept["sources"])
    assert all(f.good for f in verify_issue(space, DAY))


def test_the_pdf_says_what_brief_md_says(space: Workspace) -> None:
    publish(space, DAY)
    document = pypdfium2.PdfDocument((space.brief(DAY) / "brief.pdf").read_bytes())
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    furniture = r"示例：本期由演示用的重构文本生成，并非真实报道|新质生产力每日动态2026年6月14日|\d+/\d+"
    body = re.sub(furniture, "", re.sub(r"\s", "", "".join(pages[1:])))
    issue = BriefFolder(space.brief(DAY)).read_brief().issue
    at = 0
    for sentence in (s for s in issue.sentences() if not s.id.startswith("0.")):
        words = re.sub(r"\s", "", sentence.text)
        assert body[at:].startswith(words) or words in body[at : at + len(words) + 8], sentence.text
        at = body.index(words, at) + len(words)
    for r in issue.references:
        line = re.sub(r"\s", "", "|".join((r.publisher, r.title, r.day, r.purpose)))
        assert line in body[at:]


def test_every_edition_of_a_sample_says_so(space: Workspace) -> None:
    publish(space, DAY)
    folder = space.brief(DAY)
    for path in (
        folder / "brief.html",
        folder / "wechat.html",
        folder / "brief.txt",
        folder.parent / "feed.json",
        folder.parent / "feed.xml",
    ):
        assert "示例" in path.read_text(encoding="utf-8"), path
    assert record(space)["sample"] is True


def test_the_same_issue_gives_the_same_editions(space: Workspace) -> None:
    first = publish(space, DAY).files
    second = publish(space, DAY).files
    assert {n: first[n] for n in EDITIONS} == {n: second[n] for n in EDITIONS}


def test_a_wrong_number_is_stopped_and_a_signature_lets_it_through(space: Workspace) -> None:
    fact = a_fact(space)
    edit(space, fact, fact.rstrip("。") + "，共有 98765 家单位参加。")
    out = publish(space, DAY)
    assert [o.id for o in out.gate.open] == ["1.1"]
    assert out.files == {}
    assert not (space.brief(DAY) / "brief.pdf").exists()
    out = publish(space, DAY, signs=[("1.1", "主办方电话确认")], by="林编辑")
    assert out.gate.open == []
    kept = record(space)["signatures"]
    assert [(s["id"], s["by"], s["reason"]) for s in kept] == [("1.1", "林编辑", "主办方电话确认")]
    assert "98765" in kept[0]["text"]


def test_a_signature_counts_until_the_sentence_changes(space: Workspace) -> None:
    fact = a_fact(space)
    edit(space, fact, fact.rstrip("。") + "，共有 98765 家单位参加。")
    publish(space, DAY, signs=[("1.1", "主办方电话确认")], by="林编辑")
    again = publish(space, DAY, by="别人")
    assert again.gate.open == []
    assert record(space)["signatures"][0]["by"] == "林编辑"
    edit(space, "98765 家", "98766 家")
    assert [o.id for o in publish(space, DAY, by="别人").gate.open] == ["1.1"]


def test_signatures_must_make_sense(space: Workspace) -> None:
    with pytest.raises(UsageError, match="没有需要签字"):
        publish(space, DAY, signs=[("1.1", "因为")])
    fact = a_fact(space)
    edit(space, fact, fact.rstrip("。") + "，共有 98765 家单位参加。")
    with pytest.raises(UsageError, match="理由"):
        publish(space, DAY, signs=[("1.1", "  ")])
    with pytest.raises(UsageError, match=r"9\.9"):
        publish(space, DAY, signs=[("9.9", "因为")])


def test_a_placeholder_stops_and_signed_it_is_left_out(space: Workspace) -> None:
    edit(space, "【研判】", "【研判】【编辑补写：这里补一句】")
    found = publish(space, DAY).gate.open
    assert [o.id[0] for o in found] == ["1"]
    assert publish(space, DAY, signs=[(found[0].id, "本期不补")], by="林").gate.open == []
    assert "编辑补写" not in (space.brief(DAY) / "brief.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("writer: embedded", "writer: embedded\ncolour: red", "colour"),
        ("house: xinzhi", "house: harbour", "harbour"),
        ("date: 2026-06-14", "date: 2026-06-15", "2026-06-15"),
        ("# 新质生产力每日动态", "# {{title}}", "{{title}}"),
        (
            "## 参考文献\n",
            "## 参考文献\n\n- 某报 | 没人用到的一篇 | 2026-06-13 | 用于核验。\n",
            "没有一句话用到",
        ),
        ("## 参考文献\n", "## 参考文献\n\n- 某报 | 少了两栏\n", "四栏"),
        ("## 参考文献\n", "## 参考文献\n\n- 发布者未注明 | 不知谁发的 | 2026-06-13 | 用于核验。\n", "发布者"),
    ],
)
def test_what_else_the_gate_stops(space: Workspace, old: str, new: str, said: str) -> None:
    edit(space, old, new)
    out = publish(space, DAY)
    assert any(said in o.message for o in out.gate.open), [o.message for o in out.gate.open]
    assert out.files == {}


def test_an_empty_section_cannot_be_signed_for(space: Workspace) -> None:
    edit(space, "## 参考文献", "## 六、空的一栏\n\n## 参考文献")
    found = [o for o in publish(space, DAY).gate.open if "没有事实" in o.message]
    assert found
    assert found[0].id == ""


def test_a_missing_code_stops_and_may_be_signed_for(space: Workspace) -> None:
    (space.root / "code.png").write_bytes(b"GIF89a not a png")
    look = "qr:\n  - {caption: 公众号, target: code.png}\n  - {caption: 平台, target: 'https://p.example/'}\n"
    (space.root / "edition.yaml").write_text(look, encoding="utf-8")
    out = publish(space, DAY)
    assert [o.id for o in out.gate.open] == ["qr1"]
    assert "code.png" in out.gate.open[0].message
    (told,) = out.gate.notes
    assert yaml.safe_load(told.partition("\n")[2])["qr"][1] == {
        "caption": "平台",
        "target": "https://p.example/",
    }
    assert publish(space, DAY, signs=[("qr1", "图还没到")], by="林").gate.open == []
    assert "公众号" not in (space.brief(DAY) / "brief.txt").read_text(encoding="utf-8")


def test_one_failing_edition_does_not_stop_the_others(space: Workspace, draft: Run) -> None:
    publish(space, DAY)
    (space.root / "edition.yaml").write_text("fonts: {serif: [没有的字体]}\n", encoding="utf-8")
    code, _, err = draft("publish", "--desk", space.root)
    assert code == 3
    assert "没有的字体" in err
    assert not (space.brief(DAY) / "brief.pdf").exists()  # the old one was another issue's
    for name in EDITIONS[1:]:
        assert (space.brief(DAY) / name).exists()
    assert "brief.pdf" in record(space)["failed"]


def test_proof_finds_what_was_changed(space: Workspace, tmp_path: Path) -> None:
    publish(space, DAY)
    folder = space.brief(DAY)
    elsewhere = tmp_path / "received.pdf"
    shutil.copy(folder / "brief.pdf", elsewhere)
    assert [(f.good, "brief.pdf" in f.message) for f in verify_issue(space, DAY, [elsewhere])] == [
        (True, True)
    ]
    elsewhere.write_bytes(elsewhere.read_bytes() + b" ")
    assert not verify_issue(space, DAY, [elsewhere])[0].good
    (folder / "brief.html").write_text("<p>别的</p>", encoding="utf-8")
    snapshot = space.root / record(space)["sources"][0]["snapshot"]
    snapshot.write_bytes(b"changed")
    edit(space, "【研判】", "【研判】改了。")
    bad = {f.what for f in verify_issue(space, DAY) if not f.good}
    assert {"brief.html", "brief.md"} <= bad
    assert len(bad) == 3


def test_a_changed_record_is_told(space: Workspace) -> None:
    publish(space, DAY)
    path = space.brief(DAY) / "issue.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["counts"] = {"supported": 99}
    path.write_text(json.dumps(data), encoding="utf-8")
    assert not next(f for f in verify_issue(space, DAY) if f.what == "issue.json").good


def test_a_record_of_a_later_format_is_refused_with_a_sentence(space: Workspace, draft: Run) -> None:
    publish(space, DAY)
    path = space.brief(DAY) / "issue.json"
    path.write_text('{"schema": "draft.published/9"}', encoding="utf-8")
    code, _, err = draft("verify-issue", "--desk", space.root)
    assert (code, "升级" in err) == (2, True)
    path.write_text("{", encoding="utf-8")
    code, _, err = draft("verify-issue", "--desk", space.root)
    assert (code, "损坏" in err) == (3, True)


def test_the_commands(space: Workspace, draft: Run) -> None:
    fact = a_fact(space)
    edit(space, fact, fact.rstrip("。") + "，共有 98765 家单位参加。")
    code, out, _ = draft("publish", "--desk", space.root, "--json")
    assert code == 1
    assert json.loads(out)["objections"][0]["id"] == "1.1"
    code, out, _ = draft(
        "publish", "--desk", space.root, "--json", "--by", "林", "--sign", "1.1", "已核实 两次"
    )
    assert code == 0
    assert json.loads(out)["signed"][0]["reason"] == "已核实 两次"
    code, out, err = draft("verify-issue", "--desk", space.root)
    assert (code, out) == (0, "")
    assert "与出版时一致" in err
    code, _, err = draft("publish", "--desk", space.root, "--sign", "1.1")
    assert code == 2
    assert "理由" in err


def test_word_there_and_back_without_edits(space: Workspace, draft: Run) -> None:
    before = brief(space).read_bytes()
    code, out, _ = draft("publish", "--desk", space.root, "--working", "--json")
    assert code == 0
    file = json.loads(out)["working"]
    code, _, err = draft("import", file)
    assert (code, "没有改动" in err) == (0, True)
    assert brief(space).read_bytes() == before
    code, out, _ = draft("check", file, "--json")
    assert code == 0
    assert (
        json.loads(out)["counts"]
        == json.loads((space.brief(DAY) / "report.json").read_text(encoding="utf-8"))["counts"]
    )


def edited_in_word(space: Workspace, old: str, new: str) -> Path:
    """The working copy with words replaced, as Word would save it."""
    import docx

    path = working_copy(space, DAY)
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if old in run.text:
                run.text = run.text.replace(old, new)
    out = space.root / "edited.docx"
    document.save(str(out))
    return out


def test_an_edit_in_word_comes_back_checked(space: Workspace, draft: Run) -> None:
    fact = a_fact(space)
    new = fact.rstrip("。") + "，共有 98765 家单位参加。"
    before = brief(space).read_text(encoding="utf-8")
    file = edited_in_word(space, fact, new)
    code, out, _ = draft("check", file, "--desk", space.root, "--json")
    assert code == 1
    assert [
        s["id"] for s in json.loads(out)["sentences"] if s["verdict"] not in ("supported", "opinion")
    ] == ["1.1"]
    assert brief(space).read_text(encoding="utf-8") == before
    done = import_word(space, file)
    assert done.path == brief(space)
    assert brief(space).read_text(encoding="utf-8").count(new) == before.count(fact)
    assert brief(space).read_text(encoding="utf-8") == before.replace(fact, new)
    assert (space.brief(DAY) / "brief.before-import.md").read_text(encoding="utf-8") == before


def test_a_brief_edited_meanwhile_is_spared(space: Workspace) -> None:
    file = edited_in_word(space, a_fact(space), "国家数据局发布了新的安排。")
    edit(space, "【研判】", "【研判】她在这里另外写了一句。")
    mine = brief(space).read_text(encoding="utf-8")
    done = import_word(space, file)
    assert done.spared
    assert done.path == space.brief(DAY) / "brief.import.md"
    assert brief(space).read_text(encoding="utf-8") == mine


def test_a_bad_word_file_changes_nothing(space: Workspace, draft: Run, tmp_path: Path) -> None:
    before = brief(space).read_bytes()
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"PK not really")
    for command in ("import", "check"):
        code, _, err = draft(command, bad, "--desk", space.root)
        assert code == 2
        assert "损坏" in err
    with pytest.raises(UsageError, match="读不了"):
        read_word(space, tmp_path / "gone.docx")
    assert brief(space).read_bytes() == before
