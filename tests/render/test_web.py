"""The web, WeChat and text editions and the feeds: their structure, and hostile words as words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from agent.errors import DraftError
from agent.models import Issue
from agent.render.edition import Edition
from agent.render.feed import FeedItem, json_feed, rss
from agent.render.look import Look
from agent.render.plaintext import to_text
from agent.render.web import to_html, to_wechat

Editions = Callable[..., Edition]
Issues = Callable[..., Issue]
HOSTILE = (
    "<script>document.title='taken'</script><img src=x onerror=alert(1)>"
    '"\' onmouseover="alert(1) {{7*7}} {% raw %} </style><!--'
)
#: What WeChat's editor keeps.
TAGS = {"html", "head", "meta", "title", "body", "section", "p", "strong", "span", "sup", "img"}
PROPERTIES = {
    "margin",
    "max-width",
    "padding",
    "background-color",
    "font-size",
    "line-height",
    "color",
    "text-align",
    "letter-spacing",
    "overflow-wrap",
    "word-break",
    "font-weight",
    "border-bottom",
    "border-left",
    "width",
    "height",
}


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: the ratio of relative luminances."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=["xinzhi", "harbour"])
def edition(
    request: pytest.FixtureRequest, issue: Issue, english_issue: Issue, edition_of: Editions
) -> Edition:
    return edition_of(issue if request.param == "xinzhi" else english_issue)


def test_one_file_with_landmarks_and_nothing_fetched(edition: Edition) -> None:
    page = html.document_fromstring(to_html(edition))
    assert page.get("lang") == edition.language
    for name in ("header", "main", "nav", "footer"):
        assert len(page.findall(f".//{name}")) == 1
    assert not page.findall(".//script") and not page.findall(".//link") and not page.findall(".//iframe")
    assert all(image.get("src").startswith("data:image/") and image.get("alt") for image in page.iter("img"))
    assert "url(" not in page.findtext(".//style") and "@import" not in page.findtext(".//style")
    assert len(page.findall(".//h1")) == 1
    assert page.find(".//a[@class='skip']").get("href") == "#main"


def test_ids_are_unique_and_every_inner_link_leads_somewhere(edition: Edition) -> None:
    page = html.document_fromstring(to_html(edition))
    ids = [node.get("id") for node in page.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert {a.get("href")[1:] for a in page.iter("a") if a.get("href").startswith("#")} <= set(ids)


def test_each_cited_sentence_has_its_source_one_tap_away(issue: Issue, edition_of: Editions) -> None:
    page = html.document_fromstring(to_html(edition_of(issue)))
    for sentence in issue.sentences():
        if sentence.cites:
            span = page.get_element_by_id(f"s{sentence.id}")
            note = page.get_element_by_id(span.find(".//a").get("href")[1:])
            assert issue.evidence[sentence.cites[0]].quote in note.text_content()
            assert span.text_content().startswith(sentence.text)
            assert note.find(".//a[@class='back']").get("href") == f"#s{sentence.id}"


def test_a_source_is_named_once_with_all_its_words(make_issue: Issues, edition_of: Editions) -> None:
    made = make_issue(sections=1, references=3)
    first, second, other = made.evidence.values()
    same = second.model_copy(update={"source_id": first.source_id})
    fact = made.sections[0].sentences[0].model_copy(update={"cites": (first.key, other.key, second.key)})
    section = made.sections[0].model_copy(update={"sentences": (fact,)})
    made = made.model_copy(update={"sections": (section,), "evidence": {**made.evidence, second.key: same}})
    note = html.document_fromstring(to_html(edition_of(made))).get_element_by_id("n1.1")
    assert [q.text for q in note.iter("blockquote")] == [first.quote, second.quote, other.quote]
    assert len(note.findall(".//cite")) == 2


def test_numbers_and_clauses_stay_together(make_issue: Issues, edition_of: Editions) -> None:
    made = make_issue(
        headings={1: "港口数据先行一步，首批试点落定"}, facts=("总投入 17.5 亿元，增长 28.46%。",)
    )
    page = html.document_fromstring(to_html(edition_of(made)))
    kept = [k.text for k in page.get_element_by_id("s1.1").iter("span") if k.get("class") == "k"]
    assert kept[:2] == ["17.5 亿元", "28.46%"]
    heading = page.get_element_by_id("p1")
    assert [c.text for c in heading] == ["一、港口数据先行一步，", "首批试点落定"]
    assert heading.text_content() == "一、港口数据先行一步，首批试点落定"


def test_colours_can_be_told_apart(edition: Edition) -> None:
    look = edition.look
    style = html.document_fromstring(to_html(edition)).findtext(".//style").split("@media print")[0]
    light, dark = (
        dict(re.findall(r"--(\w+):(#[0-9a-fA-F]{6})", block))
        for block in style.split("@media (prefers-color-scheme:dark)")[:2]
    )
    for colours in (
        {**light, "paper": "#ffffff", "accent": look.accent},
        {**dark, "accent": look.accent_dark},
    ):
        for name in ("ink", "soft", "accent"):
            for ground in ("paper", "wash"):
                assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
    assert contrast(light["warnink"], "#fff0c8") >= 4.5


def test_hostile_words_are_words_on_the_web(make_issue: Issues, edition_of: Editions) -> None:
    planted = edition_of(
        make_issue(
            masthead=HOSTILE,
            publisher=HOSTILE,
            title=HOSTILE,
            quote=HOSTILE,
            heading=HOSTILE,
            facts=(HOSTILE,),
            url="javascript:alert(1)",
        )
    )
    for text in (to_html(planted), to_wechat(planted)):
        page = html.document_fromstring(text)
        assert not page.findall(".//script")
        assert not any(name.startswith("on") for node in page.iter() for name in node.keys())  # noqa: SIM118
        assert not any(a.get("href").startswith("javascript") for a in page.iter("a"))
        assert "{{7*7}}" in page.text_content()
        assert all(image.get("src").startswith("data:") for image in page.iter("img"))


def test_wechat_keeps_all_of_it(edition: Edition) -> None:
    page = html.document_fromstring(to_wechat(edition))
    assert {node.tag for node in page.iter() if isinstance(node.tag, str)} <= TAGS
    for node in page.body.iter():
        assert not set(node.keys()) - {"style", "src", "alt"}, node.tag
        used = {part.split(":")[0].strip() for part in (node.get("style") or "").split(";") if part.strip()}
        assert used <= PROPERTIES, used - PROPERTIES
    text = re.sub(r"\s", "", page.text_content())
    for part in edition.parts:
        assert re.sub(r"\s", "", part.title) in text
        assert all(re.sub(r"\s", "", s.text) in text for p in part.paragraphs for s in p.sentences)


def test_text_says_all_and_a_sample_says_so_everywhere(make_issue: Issues, edition_of: Editions) -> None:
    edition = edition_of(make_issue(sample=True))
    text = to_text(edition)
    assert text.startswith("示例")
    for piece in [
        edition.title,
        *(p.title for p in edition.parts),
        *(line.text for line in edition.references),
        edition.disclaimer,
    ]:
        assert piece in text
    assert "示例" in to_html(edition)
    assert "示例" in to_wechat(edition)


def test_labels_and_remarks_do_not_reach_readers(make_issue: Issues, edition_of: Editions) -> None:
    noted = make_issue().model_copy(update={"notes": ("批注 1.2 林编辑：再核", "本期由摘录生成。")})
    edition = edition_of(noted)
    for text in (to_html(edition), to_wechat(edition), to_text(edition)):
        assert not re.search("批注|摘录生成|【事实】|【研判】", text)


def test_a_house_may_bring_its_own_template(issue: Issue, edition_of: Editions, tmp_path: Path) -> None:
    edition = edition_of(issue)
    house = edition.look.house.model_copy(update={"folder": tmp_path})
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "wechat.html.j2").write_text(
        "<p>{{ e.title }} {{ e.date }}</p>", encoding="utf-8"
    )
    (tmp_path / "templates" / "brief.html.j2").write_text("{{ e.no_such_field }}", encoding="utf-8")
    own = replace(edition, look=edition.look.model_copy(update={"house": house}))
    assert to_wechat(own) == "<p>新质生产力每日动态 2026 年 6 月 14 日</p>"
    with pytest.raises(DraftError, match=r"templates/brief\.html\.j2"):
        to_html(own)


ITEMS = [
    FeedItem("2026-06-13", "某刊", "昨天的摘要", "全文", "2026-06-13T08:00:00+08:00"),
    FeedItem("2026-06-14", "某刊", "今天的摘要 <b>&amp;", "全文 ]]>", "2026-06-14T08:00:00+08:00"),
]


@pytest.mark.parametrize("site", ["", "https://brief.example/issues/"])
def test_feeds_hold_to_their_formats(look: Look, site: str) -> None:
    placed = look.model_copy(update={"site": site})
    feed: dict[str, Any] = json.loads(json_feed(ITEMS, placed))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["summary"] for item in feed["items"]] == ["今天的摘要 <b>&amp;", "昨天的摘要"]
    assert len({item["id"] for item in feed["items"]}) == 2
    assert ("url" in feed["items"][0]) == bool(site)
    channel = etree.fromstring(rss(ITEMS, placed).encode()).find("channel")
    assert [channel.findtext(n) is not None for n in ("title", "link", "description")] == [True] * 3
    items = channel.findall("item")
    assert items[0].findtext("description") == "今天的摘要 <b>&amp;"
    assert items[0].find("guid").get("isPermaLink") == "false"
    assert datetime.strptime(items[0].findtext("pubDate"), "%a, %d %b %Y %H:%M:%S %z").day == 14
    if site:
        assert items[0].findtext("link") == "https://brief.example/issues/2026-06-14/brief.html"
