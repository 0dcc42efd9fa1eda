"""The web and WeChat editions in a real browser: phone and desk, light and dark, tap, keyboard, print."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from agent.models import Issue
from agent.render.edition import Edition
from agent.render.web import to_html, to_wechat

pytestmark = pytest.mark.browser
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Issues = Callable[..., Issue]
Editions = Callable[..., Edition]
#: Where the pictures go that are looked at by eye.
SHOTS = os.environ.get("DRAFT_SHOTS", "")


@pytest.fixture(scope="module")
def browser(fonts_conf: Path) -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "chromium is missing: run scripts/system-packages"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path, args=FLAGS, env={**os.environ, "FONTCONFIG_FILE": str(fonts_conf)}
        )
        yield running
        running.close()


@pytest.fixture
def files(make_issue: Issues, edition_of: Editions, tmp_path: Path) -> Path:
    long = "https://example.invalid/" + "a" * 180
    edition = edition_of(
        make_issue(
            headings={2: "国家数据局与二十二个部门联合部署，" * 12, 3: long}, references=30, sample=True
        )
    )
    (tmp_path / "brief.html").write_text(to_html(edition), encoding="utf-8")
    (tmp_path / "wechat.html").write_text(to_wechat(edition), encoding="utf-8")
    return tmp_path


def opened(browser: Browser, file: Path, width: int, *, scheme: str = "light") -> Page:
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]  # a parameter of the test, one of the Literal
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{file.stem}-{width}-{scheme}.png", full_page=True)
    return page


@pytest.mark.parametrize("width", [360, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_out_of_the_page(browser: Browser, files: Path, width: int, scheme: str) -> None:
    for name in ("brief.html", "wechat.html"):
        page = opened(browser, files / name, width, scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.context.close()


def test_a_tap_shows_the_source_and_another_brings_back(browser: Browser, files: Path) -> None:
    page = opened(browser, files / "brief.html", 390)
    mark = page.locator("[id='s2.1'] a.n")
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    assert box["height"] >= 20
    before = page.evaluate("scrollY")
    mark.click()
    note = page.locator("[id='n2.1']")
    assert note.is_visible()
    assert page.locator("[id='n2.2']").is_hidden()
    assert abs(page.evaluate("scrollY") - before) < 5  # the text stays where it was
    assert "首批安排" in note.inner_text()
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/note-390.png")
    note.locator("a.back").click()
    assert note.is_hidden()
    assert page.locator("[id='s2.1']").is_visible()
    page.context.close()


def test_by_keyboard(browser: Browser, files: Path) -> None:
    page = opened(browser, files / "brief.html", 1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("[id='s1.1'] a.n").focus()
    page.keyboard.press("Enter")
    assert page.locator("[id='n1.1']").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.note').id") == "n1.1"
    page.context.close()


def test_it_prints(browser: Browser, files: Path, tmp_path: Path) -> None:
    page = opened(browser, files / "brief.html", 1280)
    data = page.pdf(prefer_css_page_size=True)
    page.context.close()
    document = pypdfium2.PdfDocument(data)
    text = "".join(p.get_textpage().get_text_range() for p in document)
    assert 2 <= len(document) <= 9
    assert "参考文献" in text
    assert "返回正文" not in text
    document.close()
