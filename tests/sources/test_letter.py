"""Newsletters as mails and mailboxes, with what is attached to them."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from agent.errors import UnreadableSource
from agent.sources import Failure, Found, Raw, read
from agent.sources.bundle import pack, unpack

HTML = (
    "<html><body><div style='display:none'>预览文字</div><p><a href='https://news.test/l/77'>在浏览器中查看</a></p>"
    "<h2>本周要闻</h2><p>灌区今起放水四十天，涉及三个县的农田，这是今年以来的第一次，农户早早做好了准备。</p>"
    "<p>水务局说，后续还将视旱情增加两次调度，具体时间另行通知。</p><p>不想再收到？<a href='https://news.test/u'>退订</a></p></body></html>"
)


def mail(subject: str = "水讯周报第12期", charset: str = "utf-8", html: str = HTML) -> EmailMessage:
    message = EmailMessage()
    message["From"] = '"江河水讯" <weekly@news.test>'
    message["To"] = "editor@desk.test"
    message["Subject"] = subject
    message["Date"] = "Sat, 13 Jun 2026 01:30:00 +0000"
    message.set_content("灌区今起放水四十天。", charset=charset)
    message.add_alternative(html, subtype="html", charset=charset)
    return message


def found(name: str, data: bytes) -> list[Found | Failure]:
    return list(read([Raw(name, data=data)], fetched="2026-06-14T08:00:00+08:00"))


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "big5"])
def test_a_mail_is_an_article(charset: str) -> None:
    html = HTML if charset != "big5" else "<p>灌區今起放水四十天，涉及三個縣，農戶早早做好了準備。</p>"
    message = mail(charset=charset, html=html) if charset != "big5" else EmailMessage()
    if charset == "big5":
        message["From"] = "水訊 <w@news.test>"
        message["Subject"] = "水訊"
        message.set_content(html, subtype="html", charset="big5")
    (item,) = found("a.eml", message.as_bytes())
    assert isinstance(item, Found)
    if charset == "big5":
        assert item.source.text == "灌區今起放水四十天，涉及三個縣，農戶早早做好了準備。"
        return
    source = item.source
    assert (source.title, source.publisher) == ("水讯周报第12期", "江河水讯")
    assert source.published == "2026-06-13T09:30:00+08:00"
    assert source.url == "https://news.test/l/77"
    assert "灌区今起放水四十天" in source.text and "退订" not in source.text and "预览文字" not in source.text


def test_a_mailbox_is_many_and_a_line_that_begins_with_from_is_not_a_mail() -> None:
    one = mail("第一封").as_bytes()
    two = mail(
        "第二封", html="<p>From the port: 货轮今日进港，卸下三千吨粮食，这是近期最大的一批。</p>"
    ).as_bytes()
    box = (
        b"From a@news.test Sat Jun 13 09:30:00 2026\n"
        + one
        + b"\nFrom b@news.test Sun Jun 14 09:30:00 2026\n"
        + two
    )
    items = found("in.mbox", box)
    assert [i.source.title for i in items if isinstance(i, Found)] == ["第一封", "第二封"]
    assert [i.source.line for i in items if isinstance(i, Found)] == [1, 2]


def test_a_document_attached_is_tied_to_its_mail(pdf: bytes) -> None:
    message = mail()
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename="方案.pdf")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="x.png")
    _, attached = found("a.eml", message.as_bytes())
    assert isinstance(attached, Found)
    assert "120 enterprises" in attached.source.text
    assert (attached.source.publisher, attached.source.day) == ("江河水讯", "2026-06-13")


@pytest.mark.parametrize(
    "data",
    [
        b"nothing of the kind",
        b"From nobody\n\n",
        b"From x 2026\n" * 50,
        b"Subject: =?utf-8?q?=ff=fe?=\nDate: nonsense\n\nhi",
    ],
)
def test_what_is_no_mail_is_one_sentence(data: bytes) -> None:
    for item in found("a.eml", data):
        assert not isinstance(item, Failure) or item.message.endswith("。")


def test_a_bundle_keeps_its_parts_byte_by_byte(pdf: bytes) -> None:
    page = Raw(
        "n.html",
        data=b"<p>\xb9\xe0\xc7\xf8\r\n</p>\n\n",
        url="http://a.test/n.html",
        charset="gbk",
        kind="page",
    )
    document = Raw("方案.pdf", data=pdf, url="http://a.test/f/%E6.pdf", kind="pdf")
    first, second = pack([page, document]), pack([page, document])
    assert first.data == second.data and first.name == "n.mhtml"
    parts = unpack(first)
    assert [(p.data, p.url, p.kind, p.name) for p in parts] == [
        (p.data, p.url, p.kind, p.name) for p in (page, document)
    ]
    assert parts[0].charset == "gbk"
    with pytest.raises(UnreadableSource):
        unpack(Raw("x.mhtml", data=b"no archive"))
