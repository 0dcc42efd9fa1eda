"""What servers really do: cut bodies, wrong lengths, drips, bombs, loops, cookies, packings; over real HTTP."""

from __future__ import annotations

import gzip
import itertools
import socket
import time
import zlib
from collections.abc import Iterator

import brotli
import pytest
from localweb import FAST, Answer, LocalWeb

from agent.errors import UnreadableSource
from agent.sources import connections
from agent.sources import web as fetching
from agent.sources.lanes import Job, Lanes
from agent.sources.robots import Robots
from agent.sources.validators import Validators
from agent.sources.web import Bounds, Fetcher, Unfetched, Way

PAGE = "<html><body><p>灌区今起放水四十天，涉及三个县。</p></body></html>".encode()


@pytest.fixture
def web() -> Iterator[LocalWeb]:
    server = LocalWeb()
    yield server
    server.close()


def refusal(fetcher: Fetcher, url: str) -> Unfetched:
    with pytest.raises(UnreadableSource) as error:
        fetcher.fetch(url)
    assert isinstance(error.value, Unfetched)
    assert str(error.value).endswith("。") and url in str(error.value)
    return error.value


def speaks(data: bytes, pause: float = 0.0, times: int = 1) -> Answer:
    """An answer of raw bytes, said `times` over with pauses, then the connection closed."""

    def speak(connection: socket.socket) -> None:
        try:
            for _ in range(times):
                connection.sendall(data)
                time.sleep(pause)
        except OSError:
            pass

    return Answer(speaker=speak)


def test_a_body_cut_short_is_asked_for_again(web: LocalWeb) -> None:
    url = web.put("a.test/x", PAGE)
    cut = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n" + PAGE[:30]
    web.first("a.test/x", speaks(cut))
    assert web.fetcher().fetch(url).data == PAGE
    web.first("a.test/x", *[speaks(cut)] * 3)
    assert refusal(web.fetcher(), url).short == "回答不完整"


def test_a_wrong_length_behind_a_whole_page_is_forgiven(web: LocalWeb) -> None:
    long = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n" + PAGE
    short = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n" + PAGE
    none = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + PAGE
    for n, (answer, got) in enumerate([(long, PAGE), (short, PAGE[:20]), (none, PAGE)]):
        web.first(f"a.test/{n}", speaks(answer))
        assert web.fetcher().fetch(web.url(f"a.test/{n}")).data == got


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nX: "])
def test_a_drip_ends_with_the_time_allowed_in_the_head_too(web: LocalWeb, head: bytes) -> None:
    bounds = Bounds(seconds=0.5, quiet=0.3, tries=1)
    web.first("slow.test/x", speaks(head + b"x" if head else b"H", 0.05, 60))
    start = time.monotonic()
    assert refusal(web.fetcher(bounds=bounds), web.url("slow.test/x")).short == "超时"
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    ("packing", "pack"),
    [("gzip", gzip.compress), ("br", brotli.compress), ("deflate", zlib.compress), ("deflate", lambda d: zlib.compress(d)[2:-4]),
     ("gzip, br", lambda d: brotli.compress(gzip.compress(d))), ("identity", bytes)],
)  # fmt: skip
def test_packed_bodies_are_unpacked_and_bombs_are_not(web: LocalWeb, packing: str, pack: object) -> None:
    assert callable(pack)
    url = web.put("z.test/x", pack(PAGE), headers={"Content-Encoding": packing}, etag=False)
    assert web.fetcher().fetch(url).data == PAGE
    bomb = web.put("z.test/bomb", pack(bytes(30_000_000)), headers={"Content-Encoding": packing})
    assert refusal(web.fetcher(), bomb).kind == "toolarge"


@pytest.mark.parametrize("packing", ["gzip", "br", "zstd", "x" * 20, ", ".join(["gzip"] * 9)])
def test_a_packing_that_is_none(web: LocalWeb, packing: str) -> None:
    url = web.put("z.test/x", b"not packed at all", headers={"Content-Encoding": packing})
    assert refusal(web.fetcher(), url).short == "数据损坏"


def test_a_bomb_costs_no_memory_beyond_its_bound(web: LocalWeb) -> None:
    import tracemalloc

    bomb = brotli.compress(bytes(400_000_000), quality=1)
    assert len(bomb) < 100_000
    url = web.put("z.test/bomb", bomb, headers={"Content-Encoding": "br"})
    fetcher = web.fetcher()
    tracemalloc.start()
    assert refusal(fetcher, url).kind == "toolarge"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * FAST.size


def test_cookies_are_neither_kept_nor_sent(web: LocalWeb) -> None:
    url = web.put("c.test/x", PAGE, headers={"Set-Cookie": "id=1; Path=/"}, etag=False)
    fetcher = web.fetcher()
    fetcher.fetch(url)
    fetcher.fetch(url)
    assert [s.headers.get("cookie") for s in web.seen] == [None, None]


def test_a_version_that_is_known_is_not_sent_again(web: LocalWeb) -> None:
    url = web.put("v.test/x", PAGE)
    fetcher = web.fetcher()
    first = fetcher.get(url)
    assert first.validators.etag
    assert fetcher.get(url, first.validators).raw is None
    web.put("v.test/x", PAGE + b"<p>more</p>")
    assert fetcher.get(url, first.validators).raw is not None
    dated = Validators(modified="Sat, 13 Jun 2026 00:00:00 GMT")
    fetcher.get(url, dated)
    assert web.seen[-1].headers["if-modified-since"] == dated.modified


def test_permanent_moves_are_told_and_inner_ones_refused(web: LocalWeb) -> None:
    target = web.put("m.test/new", PAGE)
    old = web.put("m.test/old", status=301, headers={"Location": "/new"})
    assert web.fetcher().get(old).moved == target
    inside = web.put("m.test/trap", status=302, headers={"Location": "http://169.254.169.254/latest"})
    fetcher = web.fetcher(
        allow=["m.test"], bounds=FAST, resolver=lambda h, _: ["127.0.0.1"] if h == "m.test" else [h]
    )
    assert refusal(fetcher, inside).short == "内网地址"


# -- robots.txt and lanes


def rules(web: LocalWeb, text: str | None, **more: object) -> Robots:
    if text is not None:
        web.put("r.test/robots.txt", text, kind="text/plain", **more)
    return Robots(web.fetcher().attempt)


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /private/", "/private/x", False),
        ("User-agent: *\nDisallow: /private/", "/public/x", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /a/\nAllow: /a/news/", "/a/news/1", True),
        ("User-agent: draft-agent\nDisallow: /\n\nUser-agent: *\nAllow: /", "/x", False),
        ("User-agent: other\nDisallow: /", "/x", True),
        ("<!doctype html><html><body>Disallow: /</body></html>", "/x", True),
        (None, "/x", True),
    ],
)
def test_robots_txt_is_obeyed(web: LocalWeb, text: str | None, path: str, allowed: bool) -> None:
    robots = rules(web, text)
    if allowed:
        assert robots.check(web.url(f"r.test{path}")) == 0.0
    else:
        with pytest.raises(Unfetched, match=r"robots\.txt"):
            robots.check(web.url(f"r.test{path}"))


def test_a_host_in_trouble_is_not_asked_for_pages(web: LocalWeb) -> None:
    web.put("t.test/x", PAGE)
    web.put("t.test/robots.txt", status=503)
    (got,) = run(web, [Job(web.url("t.test/x"))])
    assert isinstance(got, Unfetched) and got.short == "503"
    assert not web.asked("t.test/x")


def test_a_wish_for_a_delay_is_kept_to_within_reason(web: LocalWeb) -> None:
    assert rules(web, "User-agent: *\nCrawl-delay: 2.5").check(web.url("r.test/x")) == 2.5
    web.put("s.test/robots.txt", "User-agent: *\nCrawl-delay: 86400", kind="text/plain")
    assert Robots(web.fetcher().attempt).check(web.url("s.test/x")) == 30.0


def run(web: LocalWeb, jobs: list[Job], **more: object) -> list[object]:
    fetcher = web.fetcher()
    got: list[object] = []
    with Lanes(fetcher, Robots(fetcher.attempt), **{"delay": 0.0, **more}) as lanes:  # type: ignore[arg-type] # a test's own options
        for job in jobs:
            lanes.add(job)
        while lanes.pending:
            if (result := lanes.get(0.1)) is not None:
                got.append(result[1])
    return got


def test_one_host_is_asked_one_after_the_other_and_others_meanwhile(web: LocalWeb) -> None:
    slow = [web.put(f"one.test/{n}", PAGE) for n in range(4)]
    fast = [web.put(f"h{n}.test/", PAGE) for n in range(4)]
    moments: dict[str, float] = {}

    class Clocked(Fetcher):
        def attempt(
            self, url: str, known: Validators | None = None, way: Way | None = None
        ) -> fetching.Answer:
            moments.setdefault(url, time.monotonic())
            return super().attempt(url, known, way)

    real = web.fetcher()
    fetcher = Clocked(real.allow, FAST, real.sleep, real.resolver)
    web.fetchers.append(fetcher)
    with Lanes(fetcher, Robots(real.attempt), workers=4, delay=0.15) as lanes:
        for url in (*slow, *fast):
            lanes.add(Job(url))
        while lanes.pending:
            lanes.get(0.1)
    times = [moments[url] for url in slow]
    assert times == sorted(times)
    assert all(b - a >= 0.14 for a, b in itertools.pairwise(times))
    assert max(moments[url] for url in fast) < times[-1]


def test_what_waits_is_given_up_at_once_when_the_caller_leaves(web: LocalWeb) -> None:
    for n in range(40):
        web.put(f"h{n}.test/", PAGE)
    fetcher = web.fetcher()
    start = time.monotonic()
    with (
        pytest.raises(KeyboardInterrupt),
        Lanes(fetcher, Robots(fetcher.attempt), workers=4, delay=5.0) as lanes,
    ):
        for n in range(40):
            for k in range(5):
                lanes.add(Job(web.url(f"h{n}.test/?{k}")))
        lanes.get(5.0)
        raise KeyboardInterrupt
    assert time.monotonic() - start < 5


def test_a_fault_of_ours_loses_no_job(web: LocalWeb) -> None:
    class Broken(Fetcher):
        def attempt(
            self, url: str, known: Validators | None = None, way: Way | None = None
        ) -> fetching.Answer:
            raise RuntimeError("ours")

    with Lanes(Broken(), Robots(web.fetcher().attempt), delay=0.0) as lanes:
        lanes.add(Job(web.put("a.test/", PAGE), obey=False))
        result = lanes.get(5.0)
    assert result is not None and isinstance(result[1], Unfetched)
    assert "RuntimeError" in str(result[1])


# -- redirects to other hosts


def test_a_redirect_to_another_host_is_under_that_host_s_robots_txt(web: LocalWeb) -> None:
    web.put("new.test/robots.txt", "User-agent: *\nDisallow: /closed/", kind="text/plain")
    closed, open_ = web.put("new.test/closed/1", PAGE), web.put("new.test/open/1", PAGE)
    old = [
        web.put(f"old.test/{n}", status=302, headers={"Location": to}) for n, to in enumerate([closed, open_])
    ]
    refused, got = sorted(
        run(web, [Job(url) for url in old]), key=lambda one: isinstance(one, fetching.Answer)
    )
    assert isinstance(refused, Unfetched) and refused.short == "robots"
    assert isinstance(got, fetching.Answer) and got.raw is not None and got.raw.url == open_
    assert not web.asked("new.test/closed")


def test_a_redirect_within_a_host_is_under_its_robots_txt(web: LocalWeb) -> None:
    web.put("h.test/robots.txt", "User-agent: *\nDisallow: /closed/", kind="text/plain")
    web.put("h.test/closed/1", PAGE)
    (got,) = run(web, [Job(web.put("h.test/x", status=301, headers={"Location": "/closed/1"}))])
    assert isinstance(got, Unfetched) and got.short == "robots"
    assert not web.asked("closed")


def test_redirects_keep_to_the_pace_of_the_host_they_lead_to(web: LocalWeb) -> None:
    aims = [web.put(f"one.test/{n}", PAGE) for n in range(4)]
    jobs = [
        Job(web.put(f"h{n}.test/", status=302, headers={"Location": aim}), obey=False)
        for n, aim in enumerate(aims)
    ]
    start = time.monotonic()
    assert all(isinstance(got, fetching.Answer) for got in run(web, jobs, delay=0.15, workers=4))
    assert time.monotonic() - start > 0.44, "four pages of one host came at once"


def test_redirects_between_hosts_are_bounded(web: LocalWeb) -> None:
    web.put("a.test/x", status=302, headers={"Location": web.url("b.test/x")})
    web.put("b.test/x", status=302, headers={"Location": web.url("a.test/x")})
    (got,) = run(web, [Job(web.url("a.test/x"))])
    assert isinstance(got, Unfetched) and got.short == "循环跳转"
    assert len(web.asked()) == 6


@pytest.mark.parametrize("aim", ["http://[", "ftp://a.test/", "javascript:void(0)", "http://user:pw@a.test/"])
def test_a_redirect_to_no_address_is_a_refusal(web: LocalWeb, aim: str) -> None:
    (got,) = run(web, [Job(web.put("a.test/x", status=302, headers={"Location": aim}))])
    assert isinstance(got, Unfetched) and got.short == "地址不对"


# -- connections


def test_a_host_asked_again_keeps_its_connection_and_few_hosts_are_kept(
    web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HOSTS", 2)
    looked_up: list[str] = []

    def resolver(host: str, _: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"]

    fetcher = web.fetcher(resolver=resolver)
    for address in ("a.test/1", "a.test/2", "b.test/1", "a.test/3", "c.test/1", "a.test/4", "b.test/2"):
        fetcher.fetch(web.put(address, PAGE))
    assert looked_up == ["a.test", "b.test", "c.test", "b.test"]


def test_a_connection_the_server_closed_meanwhile_is_made_anew(web: LocalWeb) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(PAGE)
    url = web.put("a.test/x", PAGE)
    web.first("a.test/x", speaks(head + PAGE))
    fetcher = web.fetcher(sleep=lambda _: pytest.fail("needed a second try"))
    assert fetcher.fetch(url).data == PAGE
    time.sleep(0.05)
    assert fetcher.fetch(url).data == PAGE
