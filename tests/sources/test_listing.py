"""Lists of articles without rules for a site: officials' lists, front pages, tables, English slugs; and no navigation."""

from __future__ import annotations

import pytest
from localweb import article, list_page

from agent.errors import UnreadableSource
from agent.sources.encoding import decode
from agent.sources.listing import listing, shape
from agent.sources.parts import parts
from agent.sources.sitemap import sitemap

URL = "http://jh.test/zwgk/tzgg/index.html"
TITLES = [
    "江河省数据要素市场化改革方案印发",
    "江河省公布首批可信数据空间名单",
    "关于开展数据标注产业摸底的通知",
    "江河省上半年数字经济运行通报",
    "江河省算力券管理办法征求意见",
]


def titles(html: str, select: str = "", url: str = URL) -> list[str]:
    return [link.title for link in listing(html, url, select).links]


def test_an_offices_list_with_days() -> None:
    rows = [
        (f"./202606/t202606{n:02}_88{n:02}.html", title, f"2026-06-{n:02}")
        for n, title in enumerate(TITLES, 1)
    ]
    found = listing(list_page(rows, after="index_1.html"), URL)
    assert [link.title for link in found.links] == TITLES
    assert [link.published for link in found.links] == [f"2026-06-{n:02}" for n in range(1, 6)]
    assert found.links[0].url == "http://jh.test/zwgk/tzgg/202606/t20260601_8801.html"
    assert found.after == "http://jh.test/zwgk/tzgg/index_1.html"


def test_a_table_whose_titles_are_cut_but_whole_in_an_attribute() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td><a href='/art/2026/6/{n}/art_12_{n}99.html' title='{title}'>{title[:9]}…</a></td><td>2026-06-{n:02}</td></tr>"
        for n, title in enumerate(TITLES, 1)
    )
    assert titles(f"<html><body><table>{rows}</table></body></html>") == TITLES


def test_a_front_page_of_hashed_addresses_and_a_page_of_slugs() -> None:
    hashed = "".join(
        f"<div class='item'><h3><a href='/20260613/{n}{'ab12cd34' * 3}/c.html'>{t}</a></h3></div>"
        for n, t in enumerate(TITLES)
    )
    assert titles(f"<html><body><div class='wrap'>{hashed}</div></body></html>") == TITLES
    names = [
        "Chip makers plan new plants in the north",
        "Grid operators warn of a hot summer ahead",
        "Port strike ends after talks with unions",
    ]
    slugs = "".join(
        f"<article><a href='/business/{s.lower().replace(' ', '-')}-2026-06-1{n}/'>{s}</a></article>"
        for n, s in enumerate(names)
    )
    bar = "".join(
        f"<li><a href='/{word}/'>{word}</a></li>"
        for word in ("world", "business", "markets", "about-us", "sign-in")
    )
    assert titles(f"<html><body><nav><ul>{bar}</ul></nav>{slugs}</body></html>") == names


def test_an_odd_address_in_a_list_comes_along_and_neighbouring_bars_do_not() -> None:
    rows = [(f"t{n}.html", title, "2026-06-13") for n, title in enumerate(TITLES)]
    rows.append(("http://other.test/special/page.html", "转到另一个网站的一篇专题文章", "2026-06-12"))
    assert titles(list_page(rows)) == [*TITLES, "转到另一个网站的一篇专题文章"]


def test_a_page_that_lists_nothing_says_what_to_do() -> None:
    with pytest.raises(UnreadableSource, match="select"):
        listing(
            "<html><body><nav><a href='/a/'>首页</a><a href='/b/'>关于</a></nav><p>欢迎</p></body></html>",
            URL,
        )
    with pytest.raises(UnreadableSource, match="没有选中"):
        listing("<html><body><p>x</p></body></html>", URL, "div.none")
    with pytest.raises(UnreadableSource, match="看不懂"):
        listing("<html><body><p>x</p></body></html>", URL, "div[[")


def test_the_next_page_by_label_relation_or_script() -> None:
    rows = "".join(f"<li><a href='/n/{n}123.html'>{t}</a></li>" for n, t in enumerate(TITLES))
    for more, after in [
        ("<a href='?page=2'>下一页 &gt;</a>", f"{URL}?page=2"),
        ("<a rel='next' href='/p2/'>2</a>", "http://jh.test/p2/"),
        ('<script>createPageHTML(7, 0, "index", "html");</script>', "http://jh.test/zwgk/tzgg/index_1.html"),
        ("<a href='javascript:next()'>下一页</a>", ""),
        ("<a href='http://elsewhere.test/2'>下一页</a>", ""),
    ]:
        assert listing(f"<html><body><ul>{rows}</ul>{more}</body></html>", URL).after == after


def test_shapes() -> None:
    assert shape("http://a.test/x/202606/t20260613_12.html") == shape(
        "http://a.test/x/202507/t20250701_9.html"
    )
    assert shape("http://a.test/x/12.html") != shape("http://a.test/x/about.html")
    assert shape("http://a.test/?id=5") == shape("http://a.test/?id=77")


# -- parts of an article


def test_further_pages_are_those_of_this_article_only() -> None:
    foot = (
        "<a href='t1_22.html'>1</a><a href='t1_22_1.html'>2</a><a href='t1_22_2.html'>3</a><a href='t1_22_1.html'>下一页</a>"
        "<a href='t1_23.html'>下一篇</a><a href='t1_9_1.html'>2</a><a href='/other/2.html'>2</a><a href='http://b.test/t1_22_3.html'>4</a>"
    )
    found = parts(article("一篇分成三页的文章", foot=foot), "http://a.test/n/t1_22.html", "文字")
    assert found.pages == ("http://a.test/n/t1_22_1.html", "http://a.test/n/t1_22_2.html")
    query = "<a href='?id=5&page=2'>2</a><a href='?id=6&page=2'>2</a>"
    assert parts(query, "http://a.test/show?id=5", "").pages == ("http://a.test/show?id=5&page=2",)
    assert parts("<a href='/a/77/2/'>2</a>", "http://a.test/a/77/", "").pages == ("http://a.test/a/77/2/",)


def test_documents_of_the_article_and_not_of_the_bar() -> None:
    html = "<p>见<a href='/f/plan.PDF?v=2'>实施方案全文</a></p><a href='/app.pdf'>客户端说明</a><a href='/f/t.docx'>附件2：报名表</a>"
    found = parts(html, "http://a.test/n.html", "现印发，见实施方案全文")
    assert found.attachments == ("http://a.test/f/plan.PDF?v=2", "http://a.test/f/t.docx")


# -- sitemaps


def test_a_sitemap_newest_first_news_titles_and_damage() -> None:
    text = (
        "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
        "<url><loc>http://a.test/1</loc><lastmod>2026-06-01</lastmod></url>"
        "<url><loc>http://a.test/2</loc><news:news><news:publication_date>2026-06-13T08:00:00+08:00</news:publication_date><news:title>新闻</news:title></news:news></url>"
        "<url><loc>javascript:x</loc></url><url><loc>http://a.test/3</loc>"
    )
    found = sitemap(text.encode(), "http://a.test/sitemap.xml")
    assert [(p.url, p.published[:10], p.title) for p in found.pages[:2]] == [
        ("http://a.test/2", "2026-06-13", "新闻"),
        ("http://a.test/1", "2026-06-01", ""),
    ]
    with pytest.raises(UnreadableSource):
        sitemap(b"<urlset></urlset>", "http://a.test/sitemap.xml")


def test_a_sitemap_expands_no_entity() -> None:
    laughs = "<!DOCTYPE x [<!ENTITY a 'http://evil.test/'><!ENTITY b SYSTEM 'file:///etc/passwd'>]>"
    text = f"<?xml version='1.0'?>{laughs}<urlset><url><loc>&a;&b;</loc></url><url><loc>http://a.test/1</loc></url></urlset>"
    assert [p.url for p in sitemap(text.encode(), "http://a.test/").pages] == ["http://a.test/1"]


@pytest.mark.parametrize("charset", ["gbk", "gb18030", "big5hkscs", "utf-8", "utf-16"])
@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "gb2312"])
def test_pages_in_every_encoding_whatever_is_declared(charset: str, declared: str) -> None:
    text = (
        "灌區今起放水四十天，涉及三個縣的農田，這是今年以來的第一次。"
        if charset.startswith("big5")
        else "灌区今起放水四十天，涉及三个县的农田，这是今年以来的第一次。"
    )
    data = (text * 6).encode(charset)
    assert decode(data, declared) == text * 6
