"""The look as data, the codes, and the forms of references."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from agent.errors import NewerSchema, SettingsError
from agent.house import QR, houses, load_house
from agent.models import Reference
from agent.render.citation_style import house_line, is_web, standard_line
from agent.render.cmap import coverage, variable
from agent.render.edition import Edition
from agent.render.look import Look, load_look
from agent.render.qr import from_address, jpeg_size, make_codes, png_size

REFERENCE = Reference(
    publisher="国家数据局",
    title="港口数据场景建设的通知",
    day="2026-06-13",
    purpose="用于核验试点数量。",
    keys=(),
)


def png(width: int = 3, height: int = 3, rows: int = 0) -> bytes:
    """A white picture, written by hand; with `rows`, only so many of them are there."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    pixels = b"".join(b"\0" + b"\xff" * width for _ in range(rows or height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(pixels))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("name", houses())
def test_every_house_has_a_look(name: str) -> None:
    look = load_look(load_house(name))
    assert look.accent.startswith("#")
    assert "2026" in look.day("2026-06-14")


def test_a_desk_may_change_the_look_and_a_misspelt_field_is_named(tmp_path: Path) -> None:
    house = load_house("xinzhi")
    (tmp_path / "edition.yaml").write_text(
        "words: {contents: 本期要目}\naccent: '#123456'\n", encoding="utf-8"
    )
    look = load_look(house, tmp_path)
    assert (look.words.contents, look.words.summary, look.accent) == ("本期要目", "摘要", "#123456")
    for text, words in (
        ("colour: red", "colour"),
        ("accent: rot", "accent"),
        ("date: '{jahr}'", "jahr"),
        ("schema: draft.edition/9", "schema"),
        ("- a list", "几行"),
        ("a: [", "读不懂"),
    ):
        (tmp_path / "edition.yaml").write_text(text, encoding="utf-8")
        with pytest.raises((SettingsError, NewerSchema), match=words):
            load_look(house, tmp_path)


def test_a_code_leads_to_its_address() -> None:
    code = from_address(QR(caption="网站"), "https://brief.example/")
    assert png_size(code.data) == (code.width, code.height)
    assert code.data == from_address(QR(caption="网站"), "https://brief.example/").data


def test_a_given_picture_is_taken_and_what_is_none_is_named(look: Look, tmp_path: Path) -> None:
    (tmp_path / "good.png").write_bytes(png())
    (tmp_path / "bad.png").write_bytes(b"<svg onload='x'/>")
    (tmp_path / "cut.png").write_bytes(png()[:-20])
    wide = bytearray(png())
    wide[16:20] = struct.pack(">I", 2_000_000_000)
    (tmp_path / "bomb.png").write_bytes(bytes(wide))
    names = (
        "good.png",
        "bad.png",
        "cut.png",
        "bomb.png",
        "gone.png",
        "../outside.png",
        "/etc/passwd",
        "",
        "javascript:alert(1)",
    )
    placed = look.model_copy(
        update={
            "folders": (tmp_path,),
            "qr": tuple(QR(caption=f"码{n}", target=t) for n, t in enumerate(names)),
        }
    )
    codes, missing = make_codes(placed)
    assert [c.caption for c in codes] == ["码0"]
    assert [m.number for m in missing] == list(range(2, 10))
    assert "不是完好的" in missing[0].message
    assert "找不到" in missing[3].message
    assert "不在" in missing[4].message
    assert "没有内容" in missing[6].message


def test_a_sample_s_codes_are_made_for_show(look: Look) -> None:
    codes, missing = make_codes(look, sample=True)
    assert (len(codes), missing) == (2, ())
    assert all("sample.invalid" in code.address for code in codes)


def test_pictures_are_measured() -> None:
    assert png_size(png(5, 4)) == (5, 4)
    frame = (
        b"\xff\xd8\xff\xe0\x00\x04ab" + b"\xff\xc0\x00\x0b\x08\x00\x07\x00\x09\x01\x01\x11\x00" + b"\xff\xd9"
    )
    assert jpeg_size(frame) == (9, 7)
    assert jpeg_size(frame[:-2]) is None
    assert png_size(b"") is None
    short = png(5, 4)
    assert (
        png_size(short.replace(struct.pack(">II", 5, 4), struct.pack(">II", 5, 9))) is None
    )  # the sum is off
    assert png_size(png(5, 9, rows=4)) is None  # sound, but five rows are missing


def test_references_in_the_house_s_form(look: Look) -> None:
    assert (
        house_line(REFERENCE, look) == "国家数据局 | 港口数据场景建设的通知 | 2026-06-13 | 用于核验试点数量。"
    )
    undated = REFERENCE.model_copy(update={"day": "", "publisher": ""})
    assert house_line(undated, look).startswith("发布者不详 | 港口数据场景建设的通知 | 日期不详")


def test_references_in_the_standard_s_form() -> None:
    online = standard_line(3, REFERENCE, "https://a.example/x", "2026-06-14")
    assert (
        online
        == "[3] 国家数据局. 港口数据场景建设的通知[EB/OL]. (2026-06-13)[2026-06-14]. https://a.example/x."
    )
    undated = REFERENCE.model_copy(update={"day": ""})
    assert (
        standard_line(1, undated, "", "2026-06-14", edition="2015")
        == "[1] 国家数据局. 港口数据场景建设的通知[Z].[2026-06-14]"
    )
    assert (
        standard_line(1, undated, "", "2026-06-14", edition="2025")
        == "[1] 国家数据局. 港口数据场景建设的通知[Z]."
    )


@pytest.mark.parametrize("style", ["gbt7714-2015", "gbt7714-2025"])
def test_the_style_is_a_setting(make_issue, edition_of, style: str) -> None:  # type: ignore[no-untyped-def]  # fixtures that are functions
    edition: Edition = edition_of(make_issue(), references=style)
    assert edition.references[0].text.startswith("[1] ")
    assert "[EB/OL]" in edition.references[0].text


def test_only_web_addresses_become_links() -> None:
    assert is_web("https://a.example/x?y=1")
    for bad in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "https://a.example/\nx",
        "",
        "//a.example",
    ):
        assert not is_web(bad)


def test_a_font_s_characters_are_read_from_the_file(look: Look, tmp_path: Path) -> None:
    from agent.render.glyphs import find_faces

    infos = {i.family: i for i in find_faces(look).fonts.fonts()}
    serif, sans = infos["Noto Serif SC"], infos["Noto Sans CJK SC"]
    has = coverage(Path(str(serif.path)), serif.index)
    assert all(ord(c) in has for c in "龘𬭎国a。")
    assert 0x10FFFD not in has
    assert variable(Path(str(sans.path)), sans.index)
    assert not variable(Path(str(serif.path)), serif.index)
    for data in (b"", b"OTTO", b"ttcf\0\0\0\0", b"\0" * 50):
        (tmp_path / "x.otf").write_bytes(data)
        assert coverage(tmp_path / "x.otf").firsts == ()
