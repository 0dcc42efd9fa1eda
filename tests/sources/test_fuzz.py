"""Mutated pages, feeds, sitemaps and mails: no exception but ours, no hang, no text out of nothing.

The pages are our own; with ../shared beside the checkout the same is done to real ones.
"""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from localweb import article, list_page, rss

from agent.errors import UnreadableSource
from agent.sources import Failure, Raw, listing, read
from agent.sources.encoding import decode
from agent.sources.parts import parts
from agent.sources.sitemap import sitemap

#: Seconds one mutated input may take on a busy machine; a page takes some hundredths.
_LONGEST = 5.0
_TABLE = "<table>" + "<tr><td>地区</td><td>增速</td></tr><tr><td>江河</td><td>6.4%</td></tr>" * 3 + "</table>"
_MAIL = "From: a <a@b.test>\nSubject: =?utf-8?b?5rC06K6v?=\nDate: Sat, 13 Jun 2026 08:00:00 +0800\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=xx\n\n--xx\nContent-Type: text/html; charset=utf-8\n\n<p>灌区今起放水四十天。</p>\n--xx--\n"
_MAP = (
    "<?xml version='1.0'?><urlset><url><loc>http://a.test/1</loc><lastmod>2026-06-13</lastmod></url></urlset>"
)
SEEDS = {
    "page.html": article("江河省数据要素市场化改革方案印发", source="新华社", foot=_TABLE),
    "list.html": list_page([(f"/n/t2026_{n}.html", f"第{n}批数据资源目录发布公告", "2026-06-13") for n in range(9)], "list_2.html"),
    "feed.xml": rss("江河日报", [(f"http://a.test/{n}", f"第{n}条新闻", f"<p>正文{n}，共三个县。</p>") for n in range(4)]),
    "map.xml": _MAP,
    "mail.eml": _MAIL,
    "feed.json": '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "url": "http://a.test/1", "content_html": "<p>放水</p>", "date_published": "2026-06-13"}]}',
}  # fmt: skip
_BITS = (
    b"<", b">", b"</", b"<div>", b"</div>", b"<p", b"<table><tr><td>", b"<script>", b"<!--", b"]]>", b"&#0;", b"&#xD800;", b"&#1114112;",
    b"\x00", b"\xff\xfe", b"\xb9\xe0", "来源：".encode(), b"2026-99-99", b"href='", b"style='display:none'", b"<![CDATA[", b"\r\n\r\n",
    b"--xx", b"=?utf-8?q?=FF?=", b"\xe2\x80\xae", b"<svg><style><p>", b"<base href='http://[bad/'>", b"<a href='http://[::1'>", b'"', b"{" * 50,
)  # fmt: skip


def mutate(data: bytes, dice: random.Random) -> bytes:
    """`data` after some deletions, repetitions, swaps and foreign pieces."""
    for _ in range(dice.randint(1, 12)):
        a, b = sorted(dice.randrange(len(data) + 1) for _ in range(2))
        which = dice.randrange(6)
        if which == 0:
            data = data[:a] + data[b:]
        elif which == 1:
            data = data[:a] + dice.choice(_BITS) * dice.choice((1, 1, 1, 40)) + data[a:]
        elif which == 2 and b - a < 20_000:
            data = data[:b] + data[a:b] * dice.choice((1, 2, 30)) + data[b:]
        elif which == 3:
            data = data[:a] + bytes(dice.randrange(256) for _ in range(min(8, b - a))) + data[min(a + 8, b) :]
        elif which == 4:
            data = data[a:b] + data[:a] + data[b:]
        else:
            data = data[:a]
        data = data[:400_000]
    return data


def all_readers(name: str, data: bytes) -> None:
    """Everything that reads what came from the web, as the desk uses it."""
    url = "http://a.test/n/t2026_1.html"
    html = decode(data)
    for item in read([Raw(name, data=data, url=url)], fetched="2026-06-14T08:00:00+08:00"):
        if isinstance(item, Failure):
            assert "内部错误" not in item.message, item.message
            assert item.message.endswith("。")
        else:
            item.source.text.encode()
            assert item.source.text.strip()
            parts(html, url, item.source.text)
    for reader in (
        lambda: listing.listing(html, url),
        lambda: listing.listing(html, url, "ul a"),
        lambda: sitemap(data, url),
    ):
        try:
            reader()
        except UnreadableSource as error:
            assert str(error).endswith("。")


def timed(name: str, data: bytes, reader: Callable[[str, bytes], None] = all_readers) -> None:
    start = time.process_time()
    reader(name, data)
    assert time.process_time() - start < _LONGEST


@pytest.mark.parametrize("name", SEEDS)
def test_mutated_inputs(name: str) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.integers(0, 2**32))
    def check(seed: int) -> None:
        timed(name, mutate(SEEDS[name].encode(), random.Random(seed)))

    check()


@settings(max_examples=40, deadline=None, database=None)
@given(st.binary(max_size=4000), st.sampled_from(sorted(SEEDS)))
def test_noise(data: bytes, name: str) -> None:
    timed(name, data)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 30_000 + "文字，共三个县。", "<a href='/x/1.html'>" * 20_000, "<table><tr><td>" * 8_000, "<p>" + "字" * 1_500_000,
        "<ul>" + "<li><a href='/n/1234.html'>一条新闻的标题文字</a></li>" * 20_000 + "</ul>", "来源：" * 100_000, "<p>2026年6月13日</p>" * 30_000,
        "<p>" + " " * 800_000 + "</p>", "<meta name='a' content='b'>" * 50_000, "&" * 300_000, "<b>第" * 60_000, "<td>增速</td>" * 60_000,
    ],
    ids=range(12),
)  # fmt: skip
def test_pages_made_to_hurt_cost_little_time(html: str) -> None:
    data = f"<html><body><h1>灌区放水的一天</h1>{html}</body></html>".encode()
    timed("x.html", data)


def test_a_page_made_to_hurt_costs_no_memory_to_speak_of() -> None:
    data = ("<html><body>" + "<div>" * 20_000 + "<p>" + "字" * 300_000).encode()
    tracemalloc.start()
    all_readers("x.html", data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40 * len(data)


@pytest.mark.corpus
def test_mutated_real_pages() -> None:
    folder = Path(__file__).resolve().parents[3] / "shared" / "bench" / "pages"
    pages = sorted(folder.glob("*.html")) if folder.is_dir() else []
    if not pages:
        pytest.skip("no ../shared beside the checkout")
    dice = random.Random(14)
    for path in dice.sample(pages, min(12, len(pages))):
        timed("x.html", mutate(path.read_bytes()[:300_000], dice))


@pytest.mark.parametrize(
    "row",
    ["<a href='/n/{n}.html'></a>", "<a href='/n/{n}.html'>一条新闻的标题文字</a><b>", "<span><a href='/n/{n}.html'>短</a>"],
)  # fmt: skip
def test_a_list_that_never_closes_its_rows_costs_little_time(row: str) -> None:
    html = "<html><body><div>" + "".join(row.format(n=n) for n in range(3000)) + "字" * 200_000
    timed("x.html", html.encode())
