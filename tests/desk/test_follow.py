"""Following sources over real HTTP: what is new comes in once, what is known costs nothing, what fails is said."""

from __future__ import annotations

import gzip

import pytest
from following import NAMES, Followed, notices
from localweb import Answer, LocalWeb, article, list_page, rss

from agent.desk.ingest import ingest


def test_a_list_page_is_followed_without_being_told_how(followed: Followed, web: LocalWeb) -> None:
    rows = notices(web, "shuju.test", NAMES)
    followed.follow("江河省数据局", web.put("shuju.test/tzgg/", list_page(rows)), tier="official")
    first = followed.ingest()
    assert first.counts()["new"] == 4
    assert followed.titles() == set(NAMES)
    found = followed.open().catalogue.between("2026-06-13", "2026-06-13")
    assert {s.publisher for s in found} == {"江河省数据局"}
    assert all(s.origin == s.url for s in found)

    web.seen.clear()
    again = followed.ingest()
    assert web.statuses() == {304: 1}
    assert again.counts() == {"unchanged": 1}

    name = "江河省数据局就数据流通征求意见"
    rows += notices(web, "shuju.test", [name], "zqyj")
    web.put("shuju.test/tzgg/", list_page(rows))
    web.seen.clear()
    assert followed.ingest().counts()["new"] == 1
    assert name in followed.titles()
    assert len(web.asked()) == 2


def test_a_feed_gives_whole_items_at_once_and_fetches_the_others(followed: Followed, web: LocalWeb) -> None:
    short = web.put("bao.test/a/1.html", article("港口数据空间开通运行", source="江河日报"))
    gone = web.url("bao.test/a/2.html")
    whole = "".join(
        f"第{n}个可信数据空间昨日在江河港启用，接入企业一百二十家，覆盖航运、化工与医疗。"
        for n in "一二三四五六七八九十"
    )
    items = [(short, "港口数据空间开通运行", "本报讯……"), (gone, "撤下的文章还有摘要可用", "江河省昨日公布首批名单，共十七个项目入选。"),
             (web.url("bao.test/a/3.html"), "全文在订阅源里的报道", whole)]  # fmt: skip
    followed.follow(
        "江河日报", web.put("bao.test/rss.xml", rss("江河日报", items), kind="application/rss+xml")
    )
    result = followed.ingest()
    assert result.counts()["new"] == 3
    assert followed.titles() == {title for _, title, _ in items}
    assert web.url("bao.test/a/3.html") not in web.asked()


def test_json_feeds_sitemaps_and_paging(followed: Followed, web: LocalWeb) -> None:
    a, b, c = (
        web.put(f"x.test/p/{n}.html", article(f"第{n}号数据资源公告发布", source="江河网")) for n in (1, 2, 3)
    )
    web.put("x.test/old.html", article("多年以前的公告不再收", day="2020-01-01"))
    feed = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "江河网", "items": [{{"id": "1", "url": "{a}", "title": "第1号数据资源公告发布"}}]}}'
    followed.follow("订阅", web.put("x.test/feed.json", feed, kind="application/feed+json"))
    part = f"<urlset><url><loc>{b}</loc><lastmod>2026-06-13</lastmod></url><url><loc>{web.url('x.test/old.html')}</loc><lastmod>2020-01-01</lastmod></url></urlset>"
    web.put("x.test/map1.xml.gz", gzip.compress(part.encode()), kind="application/gzip")
    index = f"<sitemapindex><sitemap><loc>{web.url('x.test/map1.xml.gz')}</loc><lastmod>2026-06-13</lastmod></sitemap></sitemapindex>"
    followed.follow(
        "地图",
        web.put("x.test/sitemap.xml", index, kind="application/xml"),
        kind="sitemap",
        match=r"/p/\d+\.html$",
    )
    rows = notices(web, "y.test", NAMES)
    web.put("y.test/list_2.html", list_page([(c, "第3号数据资源公告发布", "2026-06-12"), *rows[1:]]))
    web.put("y.test/list.html", list_page(rows[:3], after="list_2.html"))
    followed.follow("列表", web.url("y.test/list.html"), pages=2)
    followed.ingest()
    assert followed.titles() == {*NAMES, *(f"第{n}号数据资源公告发布" for n in (1, 2, 3))}


def test_a_selector_where_the_list_is_not_recognised(followed: Followed, web: LocalWeb) -> None:
    web.put("z.test/a.html", article("铁路数据开放平台上线了"))
    page = "<html><body><div class='news'><b><a href='a.html'>一则</a></b></div><p><a href='/b.html'>别的</a></p></body></html>"
    followed.follow("铁路", web.put("z.test/", page), select="div.news b", kind="list")
    followed.ingest()
    assert followed.titles() == {"铁路数据开放平台上线了"}
    assert not web.asked("b.html")


def test_a_watched_page_is_updated_in_place(followed: Followed, web: LocalWeb) -> None:
    url = web.put("w.test/zt/price.html", article("江河省电价执行标准公示", source="江河省发改委"))
    followed.follow("电价公示", url, kind="page")
    assert followed.ingest().counts() == {"new": 1}
    assert followed.ingest().counts()["new"] == 0
    web.put(
        "w.test/zt/price.html",
        article(
            "江河省电价执行标准公示",
            source="江河省发改委",
            body="新的标准自七月一日起执行，居民电价每千瓦时下降两分，工商业电价不变，请各地认真执行。",
        ),
    )
    assert followed.ingest().counts() == {"updated": 1}


def test_several_pages_of_one_article_and_a_notice_with_its_pdf(
    followed: Followed, web: LocalWeb, pdf: bytes
) -> None:
    foot = "<div class='pages'><a href='long.html'>1</a> <a href='long_2.html'>2</a> <a href='long_2.html'>下一页</a></div>"
    first = "第一页说，江河省去年建成可信数据空间三个，接入企业一百二十家，覆盖港口、化工和医疗等场景。"
    second = "第二页说，今年还要再建五个可信数据空间，接入企业达到三百家，并制定统一的接口标准。"
    web.put("m.test/long_2.html", article("江河省数据空间建设纪实", body=second))
    followed.follow(
        "长文",
        web.put("m.test/long.html", article("江河省数据空间建设纪实", body=first, foot=foot)),
        kind="page",
    )
    web.put("m.test/files/plan.pdf", pdf, kind="application/pdf")
    body = "现将实施方案印发给你们，请结合实际认真贯彻执行，有关情况及时报告省数据局综合处备案。\n附件：<a href='files/plan.pdf'>江河省数据标注产业实施方案.pdf</a>"
    followed.follow(
        "通知",
        web.put(
            "m.test/notice.html", article("关于印发数据标注实施方案的通知", source="江河省数据局", body=body)
        ),
        kind="page",
    )
    followed.ingest()
    space = followed.open()
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


def test_robots_delay_and_other_refusals_are_kept_to_and_told(followed: Followed, web: LocalWeb) -> None:
    web.put("r.test/robots.txt", "User-agent: *\nDisallow: /*/secret/\nAllow: /\n", kind="text/plain")
    followed.follow("不许看的", web.put("r.test/a/secret/list.html", "<a href='x'>x</a>"))
    followed.follow("禁止访问", web.put("no.test/", status=403))
    followed.follow("没有了", web.url("none.test/"))
    result = followed.ingest()
    said = {o.origin: o.message for o in result.outcomes}
    assert "robots.txt" in said[web.url("r.test/a/secret/list.html")]
    assert "403" in said[web.url("no.test/")]
    assert "404" in said[web.url("none.test/")]
    assert not web.asked("secret")
    web.seen.clear()
    followed.ingest()
    assert not [s for s in web.seen if s.path == "/robots.txt" and s.host.startswith("r.")], "kept for a day"


def test_a_busy_host_is_asked_again_and_a_dead_one_left_alone(followed: Followed, web: LocalWeb) -> None:
    rows = notices(web, "busy.test", NAMES)
    web.first(
        "busy.test/tzgg/202606/t20260613_7001.html",
        Answer(status=429, headers={"Retry-After": "1"}),
        Answer(status=503),
    )
    followed.follow("忙", web.put("busy.test/", list_page(rows)))
    many = [
        (f"/n/202606/t20260613_{n}.html", f"第{n}号拒绝访问的通知公告", "2026-06-13")
        for n in range(1001, 1021)
    ]
    for path, _, _ in many:
        web.put(f"dead.test{path}", status=403)
    followed.follow("拒", web.put("dead.test/", list_page(many)))
    result = followed.ingest()
    assert result.counts()["new"] == 4
    assert len(web.asked("dead.test")) == 6, "the list, and five pages before we gave up"
    assert sum("不再打扰" in o.message for o in result.outcomes) == 15


def test_twice_over_a_whole_web_nearly_all_is_not_modified_or_skipped(
    followed: Followed, web: LocalWeb
) -> None:
    for n in range(6):
        names = [f"{n}号厅第{k}批数据资源目录发布公告" for k in range(1, 9)]
        followed.follow(
            f"{n}号厅", web.put(f"ting{n}.test/", list_page(notices(web, f"ting{n}.test", names)))
        )
    for n in range(4):
        items = [
            (
                web.put(f"bao{n}.test/{k}.html", article(f"{n}报第{k}条数据新闻的标题")),
                f"{n}报第{k}条数据新闻的标题",
                "",
            )
            for k in range(8)
        ]
        followed.follow(
            f"{n}报",
            web.put(f"bao{n}.test/rss", rss(f"{n}报", items), kind="application/rss+xml", etag=n != 0),
        )
    first = followed.ingest()
    assert first.counts()["new"] + first.counts()["reprint"] == 80
    web.seen.clear()
    again = followed.ingest()
    assert again.counts()["new"] == 0
    assert len(web.asked()) == 10
    assert web.statuses()[304] == 9
    assert again.web["not_modified"] == 10, "the server without validators sent the same bytes"


def test_what_a_killed_run_wanted_is_fetched_by_the_next(followed: Followed, web: LocalWeb) -> None:
    rows = notices(web, "kill.test", NAMES)
    followed.follow("厅", web.put("kill.test/", list_page(rows)))
    space = followed.open()
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
    assert followed.ingest().counts()["new"] == 4


def test_a_broken_memory_of_the_web_is_begun_anew(followed: Followed, web: LocalWeb) -> None:
    followed.follow("厅", web.put("kill.test/", list_page(notices(web, "kill.test", NAMES))))
    followed.ingest()
    followed.close()
    (followed.root / ".draft" / "web.sqlite").write_bytes(b"not a database" * 400)
    assert followed.ingest().counts()["unchanged"] == 4


def test_an_address_given_by_hand_comes_with_its_pages_and_attachments(
    followed: Followed, web: LocalWeb, pdf: bytes
) -> None:
    foot = "<p><a href='f/plan.pdf'>附件：实施方案全文.pdf</a></p><div><a href='n_2.html'>下一页</a></div>"
    url = web.put(
        "m.test/n.html",
        article(
            "数据标注实施方案的印发通知",
            body="第一页：江河省数据局今日印发实施方案，请各地遵照执行，结合实际抓好落实。",
            foot=foot,
        ),
    )
    web.put(
        "m.test/n_2.html",
        article(
            "数据标注实施方案的印发通知",
            body="第二页：各地应在七月底前报送工作进展，由省数据局汇总后通报全省。",
        ),
    )
    web.put("m.test/f/plan.pdf", pdf, kind="application/pdf")
    space = followed.open()
    result = ingest(space, [url], fetcher=web.fetcher())
    assert result.counts()["new"] == 2
    texts = {s.title: s.text for s in space.catalogue.between("0000", "9999")}
    assert "第二页" in texts["数据标注实施方案的印发通知"]
    assert ingest(space, [url], fetcher=web.fetcher()).counts() == {"unchanged": 2}
