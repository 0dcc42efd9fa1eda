"""Hostile and broken pages: a result or an UnreadableSource, soon, and nothing else."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.errors import UnreadableSource
from agent.sources import feed, page
from agent.sources.article import Article, Raw

from .test_pages import ACCOUNT, BREAKS, ENGLISH, MINISTRY, PORTAL

PAGES = (MINISTRY, PORTAL, ACCOUNT, ENGLISH, BREAKS)


def outcome(html: str) -> Article | str:
    """The article, or the kind of the refusal; any other exception fails the test."""
    try:
        return page.extract(html)
    except UnreadableSource as error:
        return error.kind


@pytest.mark.parametrize("tag", ["div", "b", "span", "table><tr><td", "ul><li", "font", "section", "a"])
def test_a_hundred_thousand_nested_tags(tag: str) -> None:
    start = time.monotonic()
    body = "<p>真正的正文在这里，一共有两句话。这是第二句，说的是水库。</p>" * 5
    for html in (f"<{tag}>" * 100_000 + body, body + f"<{tag}>" * 100_000):
        outcome(html)
    assert time.monotonic() - start < 30


def test_a_page_of_fifty_megabytes() -> None:
    html = "<h1>很长的一页</h1>" + "<p>这一段话说的是同一件事，重复了许多许多遍，没有什么新意。</p>" * 450_000
    start = time.monotonic()
    found = outcome(html)
    assert isinstance(found, Article)
    assert found.title == "很长的一页"
    assert time.monotonic() - start < 60


def test_a_single_endless_line() -> None:
    assert isinstance(outcome("<h1>标题就是这样</h1><p>" + "水" * 3_000_000 + "。"), Article)


def test_an_article_before_the_depths_is_still_read() -> None:
    body = "".join(f"<p>第{n}段说的是水库的水位，清晨又涨了三厘米，仍在警戒线以下。</p>" for n in range(8))
    found = outcome("<h1>水库的水位</h1>" + body + "<div>" * 50_000)
    assert isinstance(found, Article)
    assert "第7段" in found.text


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_pages_never_break_the_reader(data: st.DataObject) -> None:
    html = data.draw(st.sampled_from(PAGES))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(html)))
        size = data.draw(st.integers(0, 400))
        piece = data.draw(
            st.one_of(
                st.text(max_size=20),
                st.sampled_from(
                    [
                        "<",
                        ">",
                        "</div>",
                        "<table>",
                        "<p",
                        "&#0;",
                        "&#x1F;",
                        "<i hidden>x</i>&#1;y&#11;",
                        "<!--",
                        "]]>",
                        "来源：",
                        "\ud800",
                    ]
                ),
                st.just(html[at : at + size]),
            )
        )
        html = html[:at] + piece + html[at + size * data.draw(st.booleans()) :]
    found = outcome(html)
    if isinstance(found, Article):
        assert found.text.strip()


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=2000), st.sampled_from(["utf-8", "gb18030", "x-unknown", ""]))
def test_any_bytes_as_page_and_as_feed(data: bytes, charset: str) -> None:
    for reader in (page.article, lambda raw: list(feed.articles(raw))):
        try:
            reader(Raw("x.html", data=data, charset=charset))
        except UnreadableSource as error:
            assert str(error)
