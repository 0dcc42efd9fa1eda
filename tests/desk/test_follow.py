"""Following sources over real HTTP: what is new comes in once, what is known costs nothing, what fails is said."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from localweb import Answer, LocalWeb, article, list_page, rss

from agent.desk.ingest import Ingested, ingest
from agent.desk.start import init
from agent.desk.workspace import Workspace


@pytest.fixture
def web() -> Iterator[LocalWeb]:
    server = LocalWeb()
    yield server
    server.close()


class Followed:
    """A desk that follows what it is told to, in June 2026."""

    def __init__(self, root: Path, web: LocalWeb) -> None:
        self.web = web
        init(root, empty=True)
        self.root = root
        self.sources: list[str] = []
        self.space: Workspace | None = None

    def follow(self, name: str, url: str, **more: Any) -> str:
        lines = [f'name = "{name}"', f'url = "{url}"']
        lines += [
            f"{k} = {str(v).lower() if isinstance(v, bool | int) else chr(39) + str(v) + chr(39)}"
            for k, v in more.items()
        ]
        self.sources.append("[[sources]]\n" + "\n".join(lines) + "\n")
        return url

    def open(self) -> Workspace:
        self.close()
        head = 'schema = "draft.desk/1"\ntoday = "2026-06-14"\n[web]\ndelay = 0.0\nworkers = 1\n'
        (self.root / "draft.toml").write_text(head + "\n".join(self.sources), encoding="utf-8")
        self.space = Workspace.open(self.root)
        return self.space

    def ingest(self) -> Ingested:
        return ingest(self.open(), fetcher=self.web.fetcher())

    def titles(self) -> set[str]:
        assert self.space is not None
        return {s.title for s in self.space.catalogue.between("0000", "9999")}

    def close(self) -> None:
        if self.space is not None:
            self.space.close()


@pytest.fixture
def desk(tmp_path: Path, web: LocalWeb) -> Iterator[Followed]:
    followed = Followed(tmp_path / "desk", web)
    yield followed
    followed.close()


def notices(web: LocalWeb, host: str, names: list[str], folder: str = "tzgg") -> list[tuple[str, str, str]]:
    """Pages of an office, put up, as rows of its list."""
    rows = []
    for n, name in enumerate(names):
        path = f"{folder}/202606/t20260613_{7001 + n}.html"
        web.put(f"{host}/{path}", article(name, source="江河省数据局"))
        rows.append((f"/{path}", name, "2026-06-13"))
    return rows


NAMES = [
    "江河省数据要素市场化配置改革方案印发",
    "江河省公布首批可信数据空间试点名单",
    "关于开展数据标注产业摸底的通知",
    "江河省上半年数字经济运行情况通报",
]


def test_a_list_page_is_followed_without_being_told_how(desk: Followed, web: LocalWeb) -> None:
    rows = notices(web, "shuju.test", NAMES)
    desk.follow("江河省数据局", web.put("shuju.test/tzgg/", list_page(rows)), tier="official")
    first = desk.ingest()
    assert first.counts()["new"] == 4
    assert desk.titles() == set(NAMES)
    found = desk.open().catalogue.between("2026-06-13", "2026-06-13")
    assert {s.publisher for s in found} == {"江河省数据局"}
    assert all(s.origin == s.url for s in found)

    web.seen.clear()
    again = desk.ingest()
    assert web.statuses() == {304: 1}
    assert again.counts() == {"unchanged": 1}

    name = "江河省数据局就数据流通征求意见"
    rows += notices(web, "shuju.test", [name], "zqyj")
    web.put("shuju.test/tzgg/", list_page(rows))
    web.seen.clear()
    assert desk.ingest().counts()["new"] == 1
    assert name in desk.titles()
    assert len(web.asked()) == 2


def test_a_feed_gives_whole_items_at_once_and_fetches_the_others(desk: Followed, web: LocalWeb) -> None:
    short = web.put("bao.test/a/1.html", article("港口数据空间开通运行", source="江河日报"))
    gone = web.url("bao.test/a/2.html")
    whole = "".join(
        f"第{n}个可信数据空间昨日在江河港启用，接入企业一百二十家，覆盖航运、化工与医疗。"
        for n in "一二三四五六七八九十"
    )
    items = [(short, "港口数据空间开通运行", "本报讯……"), (gone, "撤下的文章还有摘要可用", "江河省昨日公布首批名单，共十七个项目入选。"),
             (web.url("bao.test/a/3.html"), "全文在订阅源里的报道", whole)]  # fmt: skip
    desk.follow("江河日报", web.put("bao.test/rss.xml", rss("江河日报", items), kind="application/rss+xml"))
    result = desk.ingest()
    assert result.counts()["new"] == 3
    assert desk.titles() == {title for _, title, _ in items}
    assert web.url("bao.test/a/3.html") not in web.asked()


def test_json_feeds_sitemaps_and_paging(desk: Followed, web: LocalWeb) -> None:
    a, b, c = (
        web.put(f"x.test/p/{n}.html", article(f"第{n}号数据资源公告发布", source="江河网")) for n in (1, 2, 3)
    )
    web.put("x.test/old.html", article("多年以前的公告不再收", day="2020-01-01"))
    feed = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "江河网", "items": [{{"id": "1", "url": "{a}", "title": "第1号数据资源公告发布"}}]}}'
    desk.follow("订阅", web.put("x.test/feed.json", feed, kind="application/feed+json"))
    part = f"<urlset><url><loc>{b}</loc><lastmod>2026-06-13</lastmod></url><url><loc>{web.url('x.test/old.html')}</loc><lastmod>2020-01-01</lastmod></url></urlset>"
    web.put("x.test/map1.xml.gz", gzip.compress(part.encode()), kind="application/gzip")
    index = f"<sitemapindex><sitemap><loc>{web.url('x.test/map1.xml.gz')}</loc><lastmod>2026-06-13</lastmod></sitemap></sitemapindex>"
    desk.follow(
        "地图",
        web.put("x.test/sitemap.xml", index, kind="application/xml"),
        kind="sitemap",
        match=r"/p/\d+\.html$",
    )
    rows = notices(web, "y.test", NAMES)
    web.put("y.test/list_2.html", list_page([(c, "第3号数据资源公告发布", "2026-06-12"), *rows[1:]]))
    web.put("y.test/list.html", list_page(rows[:3], after="list_2.html"))
    desk.follow("列表", web.url("y.test/list.html"), pages=2)
    desk.ingest()
    assert desk.titles() == {*NAMES, *(f"第{n}号数据资源公告发布" for n in (1, 2, 3))}


def test_a_selector_where_the_list_is_not_recognised(desk: Followed, web: LocalWeb) -> None:
    web.put("z.test/a.html", article("铁路数据开放平台上线了"))
    page = "<html><body><div class='news'><b><a href='a.html'>一则</a></b></div><p><a href='/b.html'>别的</a></p></body></html>"
    desk.follow("铁路", web.put("z.test/", page), select="div.news b", kind="list")
    desk.ingest()
    assert desk.titles() == {"铁路数据开放平台上线了"}
    assert not web.asked("b.html")


def test_a_watched_page_is_updated_in_place(desk: Followed, web: LocalWeb) -> None:
    url = web.put("w.test/zt/price.html", article("江河省电价执行标准公示", source="江河省发改委"))
    desk.follow("电价公示", url, kind="page")
    assert desk.ingest().counts() == {"new": 1}
    assert desk.ingest().counts()["new"] == 0
    web.put(
        "w.test/zt/price.html",
        article(
            "江河省电价执行标准公示",
            source="江河省发改委",
            body="新的标准自七月一日起执行，居民电价每千瓦时下降两分，工商业电价不变，请各地认真执行。",
        ),
    )
    assert desk.ingest().counts() == {"updated": 1}


def test_several_pages_of_one_article_and_a_notice_with_its_pdf(
    desk: Followed, web: LocalWeb, pdf: bytes
) -> None:
    foot = "<div class='pages'><a href='long.html'>1</a> <a href='long_2.html'>2</a> <a href='long_2.html'>下一页</a></div>"
    first = "第一页说，江河省去年建成可信数据空间三个，接入企业一百二十家，覆盖港口、化工和医疗等场景。"
    second = "第二页说，今年还要再建五个可信数据空间，接入企业达到三百家，并制定统一的接口标准。"
    web.put("m.test/long_2.html", article("江河省数据空间建设纪实", body=second))
    desk.follow(
        "长文",
        web.put("m.test/long.html", article("江河省数据空间建设纪实", body=first, foot=foot)),
        kind="page",
    )
    web.put("m.test/files/plan.pdf", pdf, kind="application/pdf")
    body = "现将实施方案印发给你们，请结合实际认真贯彻执行，有关情况及时报告省数据局综合处备案。\n附件：<a href='files/plan.pdf'>江河省数据标注产业实施方案.pdf</a>"
    desk.follow(
        "通知",
        web.put(
            "m.test/notice.html", article("关于印发数据标注实施方案的通知", source="江河省数据局", body=body)
        ),
        kind="page",
    )
    desk.ingest()
    space = desk.open()
    found = {s.title: s for s in space.catalogue.between("0000", "9999")}
    whole = found["江河省数据空间建设纪实"].text
    assert first in whole and second in whole and whole.index(first) < whole.index(second)
    attached = next(s for s in found.values() if s.url.endswith("plan.pdf"))
    notice = found["关于印发数据标注实施方案的通知"]
    assert (
        (attached.publisher, attached.day) == (notice.publisher, notice.day) == ("江河省数据局", "2026-06-13")
    )
    assert attached.snapshot == notice.snapshot and attached.snapshot.endswith(".mhtml")
    # The archive alone brings both back.
    from agent.desk.rebuild import rebuild

    before = {s.id: s.text for s in found.values()}
    rebuild(space)
    assert {s.id: s.text for s in space.catalogue.between("0000", "9999")} == before


def test_robots_delay_and_other_refusals_are_kept_to_and_told(desk: Followed, web: LocalWeb) -> None:
    web.put("r.test/robots.txt", "User-agent: *\nDisallow: /*/secret/\nAllow: /\n", kind="text/plain")
    desk.follow("不许看的", web.put("r.test/a/secret/list.html", "<a href='x'>x</a>"))
    desk.follow("禁止访问", web.put("no.test/", status=403))
    desk.follow("没有了", web.url("none.test/"))
    result = desk.ingest()
    said = {o.origin: o.message for o in result.outcomes}
    assert "robots.txt" in said[web.url("r.test/a/secret/list.html")]
    assert "403" in said[web.url("no.test/")]
    assert "404" in said[web.url("none.test/")]
    assert not web.asked("secret")
    web.seen.clear()
    desk.ingest()
    assert not [s for s in web.seen if s.path == "/robots.txt" and s.host.startswith("r.")], "kept for a day"


def test_a_busy_host_is_asked_again_and_a_dead_one_left_alone(desk: Followed, web: LocalWeb) -> None:
    rows = notices(web, "busy.test", NAMES)
    web.first(
        "busy.test/tzgg/202606/t20260613_7001.html",
        Answer(status=429, headers={"Retry-After": "1"}),
        Answer(status=503),
    )
    desk.follow("忙", web.put("busy.test/", list_page(rows)))
    many = [
        (f"/n/202606/t20260613_{n}.html", f"第{n}号拒绝访问的通知公告", "2026-06-13")
        for n in range(1001, 1021)
    ]
    for path, _, _ in many:
        web.put(f"dead.test{path}", status=403)
    desk.follow("拒", web.put("dead.test/", list_page(many)))
    result = desk.ingest()
    assert result.counts()["new"] == 4
    assert len(web.asked("dead.test")) == 6, "the list, and five pages before we gave up"
    assert sum("不再打扰" in o.message for o in result.outcomes) == 15


def test_twice_over_a_whole_web_nearly_all_is_not_modified_or_skipped(desk: Followed, web: LocalWeb) -> None:
    for n in range(6):
        names = [f"{n}号厅第{k}批数据资源目录发布公告" for k in range(1, 9)]
        desk.follow(f"{n}号厅", web.put(f"ting{n}.test/", list_page(notices(web, f"ting{n}.test", names))))
    for n in range(4):
        items = [
            (
                web.put(f"bao{n}.test/{k}.html", article(f"{n}报第{k}条数据新闻的标题")),
                f"{n}报第{k}条数据新闻的标题",
                "",
            )
            for k in range(8)
        ]
        desk.follow(
            f"{n}报",
            web.put(f"bao{n}.test/rss", rss(f"{n}报", items), kind="application/rss+xml", etag=n != 0),
        )
    first = desk.ingest()
    assert first.counts()["new"] + first.counts()["reprint"] == 80
    web.seen.clear()
    again = desk.ingest()
    assert again.counts()["new"] == 0
    assert len(web.asked()) == 10
    assert web.statuses()[304] == 9
    assert again.web["not_modified"] == 10, "the server without validators sent the same bytes"


def test_what_a_killed_run_wanted_is_fetched_by_the_next(desk: Followed, web: LocalWeb) -> None:
    rows = notices(web, "kill.test", NAMES)
    desk.follow("厅", web.put("kill.test/", list_page(rows)))
    space = desk.open()
    from agent.desk import follow as module

    class StopError(Exception):
        pass

    def stop(*_: object) -> None:
        raise StopError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module._Pass, "_extracted", stop)
        with pytest.raises(StopError):
            ingest(space, fetcher=web.fetcher())
    assert space.catalogue.count() == 0
    assert desk.ingest().counts()["new"] == 4


def test_a_broken_memory_of_the_web_is_begun_anew(desk: Followed, web: LocalWeb) -> None:
    desk.follow("厅", web.put("kill.test/", list_page(notices(web, "kill.test", NAMES))))
    desk.ingest()
    desk.close()
    (desk.root / ".draft" / "web.sqlite").write_bytes(b"not a database" * 400)
    assert desk.ingest().counts()["unchanged"] == 4
