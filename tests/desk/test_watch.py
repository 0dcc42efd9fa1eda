"""Pages that change after they were cited: noticed at the next look, sentence by sentence, words beside words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from following import NAMES, Followed, notices
from localweb import LocalWeb, article, list_page

from agent.desk.folder import BriefFolder
from agent.desk.ingest import ingest
from agent.desk.today import Morning, today
from agent.desk.watch import changes, correction, look_again, marked, write_corrections
from agent.models import Evidence, Issue


@pytest.fixture
def morning(followed: Followed, web: LocalWeb) -> Morning:
    """An issue made from pages of the local web."""
    followed.follow(
        "江河省数据局", web.put("shuju.test/", list_page(notices(web, "shuju.test", NAMES))), tier="official"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("agent.desk.ingest.fetcher_of", lambda _: web.fetcher())
        return today(followed.open(), "2026-06-14")


def cited(morning: Morning) -> tuple[Evidence, str]:
    """A citation with a figure in it, and the figure."""
    for evidence in morning.issue.evidence.values():
        if found := re.search(r"[1-9]\d+(?=家)", evidence.quote):
            return evidence, found[0]
    raise AssertionError("no citation with a figure")


def rewrite(web: LocalWeb, url: str, old: str, new: str) -> None:
    page = web.pages[url]
    page.body = page.body.decode().replace(old, new).encode()


def test_a_changed_figure_is_seen_and_the_sentence_held_against_it(
    followed: Followed, web: LocalWeb, morning: Morning
) -> None:
    space = followed.open()
    evidence, figure = cited(morning)
    web.seen.clear()
    look_again(space, fetcher=web.fetcher())
    assert set(web.statuses()) == {304}, "an unchanged page costs one conditional request"
    assert changes(space) == []

    rewrite(web, evidence.url, f"{figure}家", "9999家")
    look_again(space, fetcher=web.fetcher())
    (change,) = [c for c in changes(space) if c.key == evidence.key]
    assert change.then == evidence.quote
    assert change.now == evidence.quote.replace(f"{figure}家", "9999家")
    assert f"〔{figure}〕" in marked(change)[0] and "9999" in marked(change)[1]
    touched = {s.id: s for s in change.sentences}
    citing = [s.id for s in morning.issue.sentences() if evidence.key in s.cites]
    assert set(touched) == set(citing)
    wrong = [s for s in touched.values() if figure in s.text]
    assert wrong and not any(s.holds for s in wrong)
    assert all("9999" in "".join(s.reasons) for s in wrong), (
        "what the page says today, not where else it once stood"
    )


def test_a_change_elsewhere_on_the_page_touches_nothing(
    followed: Followed, web: LocalWeb, morning: Morning
) -> None:
    space = followed.open()
    evidence, _ = cited(morning)
    rewrite(web, evidence.url, "</h1>", "</h1><p>本页于次日补充了一张示意图，正文没有改动，请读者留意。</p>")
    look_again(space, fetcher=web.fetcher())
    assert changes(space) == []


def test_the_next_ingest_notices_and_a_page_taken_down_is_told(
    followed: Followed, web: LocalWeb, morning: Morning
) -> None:
    evidence, _ = cited(morning)
    web.put(evidence.url.removeprefix("http://").replace(f":{web.port}", ""), status=404)
    followed.ingest()
    found = [c for c in changes(followed.open()) if c.key == evidence.key]
    assert [c.gone for c in found] == [True]


def test_a_published_issue_gets_a_correction_that_is_never_overwritten(
    followed: Followed, web: LocalWeb, morning: Morning, draft: Callable[..., tuple[int, str, str]]
) -> None:
    space = followed.open()
    evidence, figure = cited(morning)
    rewrite(web, evidence.url, f"{figure}家", "9999家")
    look_again(space, fetcher=web.fetcher())
    assert write_corrections(space, changes(space)) == [], "what was not published needs no correction"
    (morning.folder / "issue.json").write_text(
        json.dumps({"schema": "draft.issue-record/1"}), encoding="utf-8"
    )
    (path,) = write_corrections(space, changes(space))
    text = (space.root / path).read_text(encoding="utf-8")
    assert evidence.quote in text and "9999家" in text and "【编辑补写：更正为……】" in text
    (space.root / path).write_text(text + "编辑写的话。", encoding="utf-8")
    (other,) = write_corrections(space, changes(space))
    assert other.endswith("correction.new.md")
    assert (space.root / path).read_text(encoding="utf-8").endswith("编辑写的话。")
    titled = replace(changes(space)[0], title="《江河省数据条例》解读")
    assert "数据局《江河省数据条例》解读\n" in correction("2026-06-14", [titled]), "no second pair of marks"
    followed.close()
    code, out, err = draft("watch", "--offline", "--desk", followed.root)
    assert code == 0
    assert "9999" in out and "当时" in out and "（已刊出）" in out and "correction" in err


def test_an_article_of_two_pages_is_looked_at_as_a_whole(followed: Followed, web: LocalWeb) -> None:
    foot = "<div><a href='long_2.html'>下一页</a></div>"
    first = "第一页说，江河省去年建成可信数据空间三个，接入企业一百二十家，覆盖港口、化工和医疗等场景。"
    second = "第二页说，今年还要再建五个可信数据空间，接入企业达到三百家，并制定统一的接口标准。"
    web.put("m.test/long_2.html", article("江河省数据空间建设纪实", body=second))
    url = web.put("m.test/long.html", article("江河省数据空间建设纪实", body=first, foot=foot))
    ingest(followed.open(), [url], fetcher=web.fetcher())
    space = followed.open()
    source = space.catalogue.latest(url)
    assert source is not None
    at = source.text.index(second)
    evidence = Evidence(
        key="kabc123", source_id=source.id, publisher=source.publisher, title=source.title, published=source.published,
        url=url, span=(at, at + len(second)), quote=second, text_sha256=source.sha256,
    )  # fmt: skip
    issue = Issue(
        house="xinzhi",
        date="2026-06-14",
        writer="embedded",
        title="",
        summary=(),
        sections=(),
        evidence={"kabc123": evidence},
    )
    BriefFolder(space.brief("2026-06-14")).write_evidence(issue, keep=False)
    web.put(
        "m.test/long.html", article("江河省数据空间建设纪实", body=first.replace("三个", "四个"), foot=foot)
    )
    look_again(space, fetcher=web.fetcher())
    now = space.catalogue.latest(url)
    assert now is not None
    assert "四个" in now.text and second in now.text
    assert changes(space) == []
