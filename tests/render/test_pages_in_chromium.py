"""report.html and preview.html in a real browser, at a phone's and a desk's width."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from agent.house import load_house
from agent.models import (
    CheckedSentence,
    Document,
    Evidence,
    Issue,
    Match,
    Reason,
    Reference,
    Report,
    Section,
    Sentence,
)
from agent.render.page import pieces, preview_page, report_page

pytestmark = pytest.mark.browser
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
KEY = "k7f3a2c"
HOSTILE = "<script>document.title='taken'</script><img src=x onerror=document.title='taken'>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "chromium is missing: run scripts/system-packages"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


def issue() -> tuple[Issue, Report, dict[str, Document]]:
    text = "国家数据局12日介绍，已形成760个典型场景指引，提前完成目标。" + HOSTILE
    title = HOSTILE + "很长的题名" * 30
    evidence = Evidence(
        key=KEY, source_id="s1", publisher="国家数据局", title=title, published="2026-06-12", url="javascript:alert(1)",
        span=(0, 31), quote=text[:31], text_sha256="0" * 64,
    )  # fmt: skip
    sentence = Sentence(
        id="1.1", kind="fact", text="国家数据局12日介绍，已形成670个典型场景指引。" + HOSTILE, cites=(KEY,)
    )
    made = Issue(
        house="xinzhi", date="2026-06-14", writer="embedded", title="新质生产力每日动态", summary=(),
        sections=(Section(number=1, heading="场景指引形成，" + "https://example.invalid/" + "a" * 200, sentences=(sentence,)),),
        references=(Reference(publisher="国家数据局", title=title, day="2026-06-12", purpose="用于核验。", keys=(KEY,)),),
        evidence={KEY: evidence}, sample=True,
    )  # fmt: skip
    checked = CheckedSentence(
        id="1.1", kind="fact", text=sentence.text, cites=(KEY,), verdict="contradicted",
        reasons=(Reason(kind="quantity", claim_span=(14, 18), message="来源说的是760个。", source_id="s1", source_span=(14, 18)),),
        matched=(Match(kind="date", claim_span=(5, 8), source_id="s1", source_span=(5, 8)),),
    )  # fmt: skip
    report = Report(date="2026-06-14", sentences=(checked,))
    return made, report, {KEY: Document(id="s1", text=text, title=title, publisher="国家数据局")}


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
@pytest.mark.parametrize("page_of", ["report", "preview"])
def test_nothing_overflows_and_nothing_hostile_runs(
    browser: Browser, tmp_path: Path, width: int, page_of: str
) -> None:
    made, report, documents = issue()
    house = load_house("xinzhi")
    html = report_page(made, report, house, documents) if page_of == "report" else preview_page(made, house)
    file = tmp_path / "page.html"
    file.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "taken" not in page.title()
    assert page.locator("script").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    assert asked == [file.as_uri()], "the page fetches nothing"
    assert page.locator(".banner").inner_text().startswith("示例")
    page.close()


def test_the_report_marks_the_words_on_both_sides(browser: Browser, tmp_path: Path) -> None:
    made, report, documents = issue()
    file = tmp_path / "report.html"
    file.write_text(report_page(made, report, load_house("xinzhi"), documents), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    row = page.locator("#r1\\.1")
    assert row.locator("> div:first-child mark.bad").inner_text() == "670个"
    assert row.locator("blockquote mark.bad").inner_text() == "760个"
    assert row.locator("blockquote mark.good").inner_text() == "12日"
    assert "来源说的是760个" in page.locator(".eye").inner_text()
    page.close()


def test_pieces_keep_the_text_whole() -> None:
    text = "增长28.46%，达到1.67ZB"
    cut = pieces(text, [(2, 8, "bad"), (6, 30, "good"), (-5, 1, "dim")])
    assert "".join(words for words, _ in cut) == text
    assert cut[0] == ("增", "dim")
    assert ("28.46%", "bad") in cut
