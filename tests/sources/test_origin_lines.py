"""Who published a page, as the line under its title or at its foot says: labels, their cousins, and chains of reprints."""

from __future__ import annotations

import pytest
from localweb import told

from agent.sources import page

LINES = [
    ("来源：新华社", "新华社"), ("（来源：新华网）", "新华网"), ("来源/新华社", "新华社"), ("来源 | 国家统计局", "国家统计局"),
    ("稿源：中国新闻网", "中国新闻网"), ("出处：中国经济网", "中国经济网"), ("信息来源：省发改委", "省发改委"), ("发文机关：国务院", "国务院"),
    ("转自新华社客户端", "新华社客户端"), ("本文转载自“工信微报”", "工信微报"), ("据新华社", "新华社"),
    ("来源：“国家数据局”微信公众号", "国家数据局"), ("来源：江河日报（转载自新华社）", "新华社"), ("来源：县融媒（原载《江河日报》）", "江河日报"),
    ("转载自：人民网　来源：新华社", "新华社"),
]  # fmt: skip


def html(under: str, foot: str) -> str:
    body = "".join(f"<p>{line}</p>" for line in told("灌区放水").split("\n"))
    return (
        f"<html><head><title>灌区今起放水四十天_江河网</title></head><body><h1>灌区今起放水四十天</h1><div>2026-06-13 09:30 {under}</div>"
        f"<div class='content'>{body}{foot}</div><div class='footer'>版权所有 江河网</div></body></html>"
    )


@pytest.mark.parametrize(("line", "publisher"), LINES)
def test_under_the_title(line: str, publisher: str) -> None:
    found = page.extract(html(line, ""), "http://a.test/1.html")
    assert found.publisher == publisher
    assert found.reprint_of


@pytest.mark.parametrize(("line", "publisher"), LINES)
def test_at_the_foot_and_not_in_the_text(line: str, publisher: str) -> None:
    found = page.extract(html("", f"<p>{line}</p>"), "http://a.test/1.html")
    assert found.publisher == publisher


@pytest.mark.parametrize("line", ["转自新华社客户端", "据新华社", "来源：新华社"])
def test_the_line_is_no_part_of_the_article(line: str) -> None:
    assert line not in page.extract(html("", f"<p>{line}</p>"), "http://a.test/1.html").text
