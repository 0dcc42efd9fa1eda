"""Files of every kind through `read`, the one entry: what comes out, and what is said of those that fail."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import UnreadableSource
from agent.sources import Failure, Found, Raw, extract_lines, read
from agent.sources import pdf as pdf_reader

NOW = "2026-06-14T08:00:00+08:00"
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def one(item: str | Path | Raw) -> Found:
    """The only source of an input."""
    (found,) = read([item], fetched=NOW)
    assert isinstance(found, Found), found
    return found


def failure(item: str | Path | Raw) -> Failure:
    """The only failure of an input."""
    (found,) = read([item], fetched=NOW)
    assert isinstance(found, Failure), found
    return found


def raw(name: str, text: str | bytes) -> Raw:
    return Raw(name, data=text if isinstance(text, bytes) else text.encode())


def lines(path: Path, rows: Iterable[object]) -> Path:
    path.write_text(
        "\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows), "utf-8"
    )
    return path


def pdf(pages: list[list[str]], info: str = "") -> bytes:
    """A small PDF in Latin letters: one text line per string."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for page in pages:
        draw = "".join(f"1 0 0 1 72 {780 - 16 * i} Tm ({line}) Tj\n" for i, line in enumerate(page) if line)
        stream = f"BT /F1 12 Tf\n{draw}ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(len(objects))
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>"
    if info:
        objects.append(f"<< {info} >>")
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{o:010d} 00000 n \n".encode() for o in offsets)
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R" + (f" /Info {len(objects)} 0 R" if info else "")
    return out + f"trailer\n<< {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


# --- JSON lines
# ------------------------------------------------------------------------------------------------


def test_json_lines_keep_their_ids_and_say_which_line_failed(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "a.jsonl",
        [
            {
                "id": "x1",
                "title": "一",
                "publisher": "甲报",
                "published": "2026-06-13",
                "text": "正文一。",
                "extra": {"a": 1},
            },
            "{不是 JSON",
            "",
            {"id": 7, "published": "2026-06-13 09:30", "text": "正文二。"},
            [1, 2],
            {"id": "x3", "published": "2026-06-13", "text": "  "},
            {"published": "昨天吧", "text": "正文三。"},
            {"published": "2031-01-01", "text": "正文四。"},
            "[" * 100_000,
        ],
    )
    out = list(read([path], fetched=NOW))
    found = [o for o in out if isinstance(o, Found)]
    failed = [o for o in out if isinstance(o, Failure)]
    assert [f.source.id for f in found[:2]] == ["x1", "7"]
    assert [f.source.line for f in found] == [1, 4, 7, 8]
    assert [(f.line, f.kind) for f in failed] == [(2, "line"), (5, "line"), (6, "empty"), (9, "line")]
    assert "第 2 行不是 JSON" in failed[0].message
    assert found[1].source.published == "2026-06-13T09:30:00+08:00"
    assert found[2].source.published == found[3].source.published == ""
    assert "认不出" in found[2].notes[0]
    assert "未来" in found[3].notes[0]
    assert len({id(f.raw) for f in found}) == 1
    assert found[0].source.sha256 != found[1].source.sha256


def test_the_text_of_a_json_line_is_kept_as_given_with_the_byline_read_from_it() -> None:
    text = "中新网约翰内斯堡6月10日电 (记者 王曦) 当地一座抽水蓄能电站10日投入运行。  \n第二段。 "
    found = one(raw("a.jsonl", json.dumps({"published": "2026-06-10", "text": text})))
    assert found.source.text == text
    assert (found.source.publisher, found.source.author) == ("中新网", "王曦")
    assert found.source.title == "当地一座抽水蓄能电站10日投入运行"


def test_gzipped_lines_a_cut_archive_and_a_long_line(tmp_path: Path) -> None:
    row = json.dumps(
        {"published": "2026-06-13", "text": "水位又涨了三厘米。" * 30}, ensure_ascii=False
    ).encode()
    packed = gzip.compress(b"\n".join([row] * 400))
    good, cut = tmp_path / "a.jsonl.gz", tmp_path / "b.jsonl.gz"
    good.write_bytes(packed)
    cut.write_bytes(packed[: len(packed) // 2])
    assert len(list(read([good], fetched=NOW))) == 400
    *some, last = read([cut], fetched=NOW)
    assert isinstance(last, Failure)
    assert last.kind == "damaged"
    assert all(isinstance(o, Found) for o in some)
    long = b'{"text": "' + b"x" * (11 * 1024 * 1024) + b'"}\n' + row
    first, second = read([raw("c.jsonl", long)], fetched=NOW)
    assert isinstance(first, Failure)
    assert (first.line, first.kind) == (1, "toolarge")
    assert isinstance(second, Found)


def test_lone_surrogates_and_nul_do_not_reach_the_catalogue() -> None:
    found = one(raw("a.jsonl", b'{"text": "a\\ud800b\\u0000c", "title": "t\\udfff", "published": ""}'))
    assert found.source.text == "a\ufffdb c"
    found.source.model_dump_json().encode()


def test_reading_is_lazy_and_stops_cleanly(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "a.jsonl", [{"published": "2026-06-13", "text": f"第{n}条。"} for n in range(50_000)]
    )
    stream = read([path], fetched=NOW)
    assert isinstance(next(stream), Found)
    stream.close()  # type: ignore[attr-defined]  # pypdfium2 has no stubs
    path.unlink()


# --- text and Markdown
# -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-8-sig"])
def test_plain_text(encoding: str) -> None:
    text = "湖区启动候鸟同步调查\n来源：湖区晚报　2026-06-12 08:05　作者：苏念\n\n　　调查从12日清晨开始，46个样点同时计数。\n　　结果将在月底公布。\n（责任编辑：何小舟）\n"
    found = one(raw("a.txt", text.encode(encoding))).source
    assert (found.title, found.publisher, found.author) == ("湖区启动候鸟同步调查", "湖区晚报", "苏念")
    assert found.published == "2026-06-12T08:05:00+08:00"
    assert found.text == "调查从12日清晨开始，46个样点同时计数。\n结果将在月底公布。"
    assert found.extractor == "txt/1"


def test_text_without_a_head_keeps_every_word() -> None:
    text = "调查从12日清晨开始，46个样点同时计数，结果将在月底公布。\n共有三百名志愿者参加。"
    found = one(raw("a.txt", text)).source
    assert found.text == text
    assert found.title == "调查从12日清晨开始，46个样点同时计数，结果将在月底公布"


def test_markdown_with_front_matter() -> None:
    text = (
        "---\ntitle: 湖区启动候鸟同步调查\npublisher: 湖区晚报\nauthor: [苏念, 何小舟]\npublished: 2026-06-12\n"
        "url: https://paper.invalid/a\n---\n\n调查从**12日**清晨开始，见[名录](https://x.invalid/)。\n\n"
        "| 样点 | 只数 |\n|---|---|\n| 北岸 | 1203 |\n\n<!-- 不要出现 -->\n- 结果月底公布\n"
    )
    found = one(raw("a.md", text)).source
    assert (found.title, found.publisher, found.published) == (
        "湖区启动候鸟同步调查",
        "湖区晚报",
        "2026-06-12",
    )
    assert (found.author, found.url) == ("苏念、何小舟", "https://paper.invalid/a")
    assert found.text == "调查从12日清晨开始，见名录。\n样点 | 只数\n北岸 | 1203\n结果月底公布"


@pytest.mark.parametrize(
    "front", ["a: &a [x]\nb: *a", "a: [", "- 1\n- 2", "a: " + "x" * 30_000, "!!python/object:os.system {}"]
)
def test_a_front_matter_that_cannot_be_read_costs_only_itself(front: str) -> None:
    found = one(raw("a.md", f"---\n{front}\n---\n# 湖区启动候鸟同步调查\n\n调查从12日清晨开始。\n")).source
    assert found.title == "湖区启动候鸟同步调查"
    assert found.text == "调查从12日清晨开始。"


# --- PDF
# -------------------------------------------------------------------------------------------------------


def test_a_pdf_loses_margins_and_gains_paragraphs() -> None:
    def page(n: int, day: str, sky: str) -> list[str]:
        first = "Lakeside Weekly Bulletin" if n else "Birds counted at forty six posts"
        return [
            first, "", f"The survey of migrating birds on {day} began at dawn with forty six",
            "posts counting at the same minute, and it went on until noon.", "",
            f"    Under {sky} skies nobody saw the heron that nests on the island.", f"- {n + 1} -",
        ]  # fmt: skip

    days = [("Monday", "clear"), ("Tuesday", "grey"), ("Thursday", "windy"), ("Friday", "cold and rainy")]
    data = pdf([page(n, *day) for n, day in enumerate(days)])
    found = one(raw("a.pdf", data)).source
    assert found.language == "en"
    assert "Weekly Bulletin" not in found.text
    assert "- 2 -" not in found.text
    assert found.title == "Birds counted at forty six posts"
    assert "with forty six posts counting at the same minute" in found.text


def test_a_scan_a_damaged_an_empty_and_a_locked_pdf() -> None:
    scan = failure(raw("scan.pdf", pdf([[], []])))
    assert scan.kind == "empty"
    assert "扫描件" in scan.message
    good = pdf([["hello there, this is a text"]])
    assert failure(raw("a.pdf", good[: len(good) // 3])).kind == "damaged"
    assert failure(raw("a.pdf", b"not a pdf at all")).kind == "damaged"
    assert failure(raw("a.pdf", b"")).kind == "empty"
    assert str(pdf_reader._unreadable("a.pdf", "Incorrect password error")).endswith("请换一份不加密的。")


# --- Word
# ------------------------------------------------------------------------------------------------------


def word(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]  # the library has no stubs
    return out.getvalue()


def test_word_with_tables_and_tracked_changes() -> None:
    document = docx.Document()
    document.core_properties.title = "忽略我也行"
    document.add_paragraph("湖区候鸟调查方案")
    document.add_paragraph("来源：湖区管理局  2026年6月12日")
    paragraph = document.add_paragraph("调查从")
    paragraph._p.append(
        parse_xml(f'<w:ins {NS} w:id="1" w:author="a"><w:r><w:t>12日清晨</w:t></w:r></w:ins>')
    )
    paragraph._p.append(
        parse_xml(f'<w:del {NS} w:id="2" w:author="a"><w:r><w:delText>昨天</w:delText></w:r></w:del>')
    )
    paragraph._p.append(parse_xml(f"<w:r {NS}><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>"))
    paragraph.add_run("开始，共设46个样点。")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ["样点", "只数", "北岸", "1203"], strict=True):
        cell.text = words
    found = one(raw("a.docx", word(document))).source
    assert (found.title, found.publisher, found.published) == ("湖区候鸟调查方案", "湖区管理局", "2026-06-12")
    assert found.text == "调查从12日清晨开始，共设46个样点。\n样点 | 只数\n北岸 | 1203"


def test_word_files_that_cannot_be_read() -> None:
    assert failure(raw("a.docx", b"PK\x03\x04 broken")).kind == "damaged"
    assert failure(raw("a.docx", b"\xd0\xcf\x11\xe0 old")).kind == "encrypted"
    assert failure(raw("a.docx", word(docx.Document()))).kind == "empty"
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 80_000_000)
    assert failure(raw("a.docx", bomb.getvalue())).kind == "toolarge"
    assert failure(raw("a.doc", b"x")).kind == "unsupported"


# --- feeds
# -----------------------------------------------------------------------------------------------------

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"
      xmlns:content="http://purl.org/rss/1.0/modules/content/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>湖区网</title><link>https://lake.invalid/</link>
      <item><title>候鸟同步调查开始</title><link>https://lake.invalid/1</link><pubDate>Fri, 12 Jun 2026
      00:05:00 GMT</pubDate>
      <dc:creator>苏念</dc:creator><content:encoded><![CDATA[<p>调查从12日清晨开始，46个样点同时计数。</p><p>责任编辑：何小舟</p>]]></content:encoded></item>
      <item><title>来自晚报的消息</title><link>javascript:alert(1)</link><source
      url="https://w.invalid/rss">湖区晚报</source>
      <description>水位又涨了三厘米。</description><pubDate>2026-06-12 09:00</pubDate></item></channel></rss>
      """
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Lake Notes</title><entry><title>Counting
       birds</title>
       <link href="https://lake.invalid/en/1"/><updated>2026-06-12T00:00:00Z</updated><author><name>Ivo
       Penn</name></author>
       <content type="html">&lt;p&gt;The survey began at dawn with forty six
       posts.&lt;/p&gt;</content></entry></feed>
       """


def test_each_item_of_a_feed_is_a_source() -> None:
    first, second = (o.source for o in read([raw("a.rss", RSS)], fetched=NOW) if isinstance(o, Found))
    assert (first.title, first.publisher, first.author, first.line) == (
        "候鸟同步调查开始",
        "湖区网",
        "苏念",
        1,
    )
    assert first.published == "2026-06-12T08:05:00+08:00"
    assert first.text == "调查从12日清晨开始，46个样点同时计数。"
    assert (second.publisher, second.reprint_of, second.url) == ("湖区晚报", "湖区晚报", "")
    atom = one(raw("a.xml", ATOM)).source
    assert (atom.publisher, atom.author, atom.published) == (
        "Lake Notes",
        "Ivo Penn",
        "2026-06-12T08:00:00+08:00",
    )


def test_xml_with_entities_neither_explodes_nor_reads_files() -> None:
    lol = '<!DOCTYPE lolz [<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)
    )
    body = "<item><title>&j;</title><description>水位 &x; 上涨。</description></item>"
    text = f'<?xml version="1.0"?>{lol}<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>t</title>{body}</channel></rss>'
    for outcome in read([raw("a.xml", text)], fetched=NOW):
        words = outcome.source.text if isinstance(outcome, Found) else outcome.message
        assert "root:" not in words
        assert len(words) < 1000


def test_xml_that_is_no_feed() -> None:
    assert failure(raw("a.xml", "<data><a>1</a></data>")).kind == "unsupported"
    assert (
        failure(raw("a.rss", "<rss version='2.0'><channel><title>空</title></channel></rss>")).kind == "empty"
    )


# --- folders and files as such
# ---------------------------------------------------------------------------------


def test_a_folder_is_walked_in_order_without_hidden_files_and_loops(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "a/.hidden.txt", ".git/x.txt", "~$lock.docx", "c.txt", "Thumbs.db"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name} 的正文，说的是湖区的水位。", "utf-8")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    names = [
        Path(o.source.origin).name if isinstance(o, Found) else o.kind for o in read([tmp_path], fetched=NOW)
    ]
    assert names == ["c.txt", "missing", "1.txt", "2.txt"]


def test_what_is_not_there_or_not_readable_is_an_outcome(tmp_path: Path) -> None:
    assert failure(tmp_path / "none.html").kind == "missing"
    assert failure(raw("a.xlsx", b"x")).kind == "unsupported"
    assert failure(raw("a.html", b"  \n")).kind == "empty"
    assert failure(tmp_path).kind == "empty"
    with pytest.raises(UnreadableSource):
        Raw("a.txt", data=b"x" * 11).read(10)


def test_the_same_input_gives_the_same_id_and_another_text_another() -> None:
    a, b, c = (
        one(raw("a.txt", f"标题在此\n来源：湖区晚报 2026-06-12\n{t}")).source.id
        for t in ("甲。乙。", "甲。乙。", "甲。丙。")
    )
    assert a == b != c
    assert len(a) == 16


def test_lines_of_draft_extract(tmp_path: Path) -> None:
    good = tmp_path / "a.txt"
    good.write_text("湖区启动候鸟同步调查\n来源：湖区晚报 2026-06-12\n调查从清晨开始。", "utf-8")
    got = list(extract_lines([good, tmp_path / "none.pdf"], fetched=NOW))
    assert got[0] == {
        "file": str(good), "title": "湖区启动候鸟同步调查", "published": "2026-06-12", "publisher": "湖区晚报", "author": "",
        "url": "", "text": "调查从清晨开始。",
    }  # fmt: skip
    assert set(got[1]) == {"file", "error"}


def sound() -> dict[str, bytes]:
    """One sound file of each kind."""
    document = docx.Document()
    document.add_paragraph("湖区候鸟调查方案")
    document.add_paragraph("调查从12日清晨开始，共设46个样点。")
    row = json.dumps({"published": "2026-06-13", "text": "水位又涨了三厘米。"}, ensure_ascii=False).encode()
    return {
        "a.docx": word(document),
        "a.pdf": pdf([["Birds counted at forty six posts", "The survey began at dawn."]]),
        "a.rss": RSS.encode(),
        "a.md": "---\ntitle: 湖区\n---\n调查从清晨开始。".encode(),
        "a.txt": "湖区候鸟调查\n来源：湖区晚报 2026-06-12\n调查从清晨开始。".encode("gb18030"),
        "a.jsonl": row + b"\n" + row,
        "a.jsonl.gz": gzip.compress(row + b"\n" + row),
    }


SOUND = sound()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutated_files_are_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(SOUND)))
    body = bytearray(SOUND[name])
    for _ in range(data.draw(st.integers(1, 5))):
        at, size = data.draw(st.integers(0, len(body))), data.draw(st.integers(0, 60))
        body[at : at + size * data.draw(st.booleans())] = data.draw(st.binary(max_size=12))
    for outcome in read([Raw(name, data=bytes(body))], fetched=NOW):
        assert isinstance(outcome, Found) or outcome.kind != "failed", outcome
