"""Fetching over real HTTP on the loopback, which a fetcher only reaches when it is named."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from agent.errors import UnreadableSource
from agent.sources import Failure, Found, read
from agent.sources.guard import is_public
from agent.sources.web import USER_AGENT, Bounds, Fetcher

BODY = "".join(
    f"<p>第{n}渠水在清晨到达下游的灌区，农户们早早等在田埂上，说起去年的旱情。</p>" for n in "一二三四五"
)
PAGE = f"<html><head><title>灌区放水的一天-水讯网</title></head><body><h1>灌区放水的一天</h1><p>2026-06-12 08:00 来源：江北晚报</p>{BODY}</body></html>"
FAST = Bounds(size=200_000, tries=3, seconds=3.0, quiet=1.0, pause=0.01)


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def fetcher(waits: list[float]) -> Fetcher:
    return Fetcher(allow=("127.0.0.1", "localhost"), bounds=FAST, sleep=waits.append, jitter=lambda: 0.5)


def refused(fetcher: Fetcher, url: str) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as error:
        fetcher.fetch(url)
    assert url in str(error.value)
    return error.value


def test_a_page_is_fetched_and_read(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Response:
        seen.append(request)
        return Response(
            PAGE.encode("gb18030"), content_type="text/html; charset=gb2312", headers={"Set-Cookie": "a=1"}
        )

    httpserver.expect_request("/a/t20260612_1.html").respond_with_handler(answer)
    url = httpserver.url_for("/a/t20260612_1.html")
    for _ in range(2):
        (found,) = read([url], fetched="2026-06-14T08:00:00+08:00", fetch=fetcher.fetch)
        assert isinstance(found, Found)
    assert (found.source.title, found.source.publisher) == ("灌区放水的一天", "江北晚报")
    assert found.source.url == found.source.origin == url
    assert found.raw.data == PAGE.encode("gb18030")
    assert seen[0].headers["User-Agent"] == USER_AGENT
    assert seen[1].headers.get("Cookie") is None
    assert seen[0].host == url.split("/")[2]


def test_feeds_and_files_are_told_by_what_the_server_says(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    rss = "<rss version='2.0'><channel><title>水讯网</title><item><title>灌区放水</title><description>今起放水四十天。</description></item></channel></rss>"
    httpserver.expect_request("/feed").respond_with_data(rss, content_type="application/rss+xml")
    httpserver.expect_request("/data").respond_with_data(
        '{"text": "一条。", "published": ""}\n', content_type="application/x-ndjson"
    )
    httpserver.expect_request("/x.pdf").respond_with_data(b"%PDF-1.4 broken", content_type="application/pdf")
    urls = [httpserver.url_for(p) for p in ("/feed", "/data", "/x.pdf")]
    feed, row, pdf = read(urls, fetched="2026-06-14", fetch=fetcher.fetch)
    assert isinstance(feed, Found)
    assert feed.source.extractor == "feed/1"
    assert isinstance(row, Found)
    assert row.source.extractor == "jsonl/1"
    assert isinstance(pdf, Failure)
    assert pdf.kind == "damaged"


@pytest.mark.parametrize(
    ("status", "kind"), [(403, "http"), (404, "http"), (410, "http"), (500, "http"), (429, "http")]
)
def test_refusals_are_one_sentence(httpserver: HTTPServer, fetcher: Fetcher, status: int, kind: str) -> None:
    httpserver.expect_request("/x").respond_with_data("no", status=status)
    error = refused(fetcher, httpserver.url_for("/x"))
    assert error.kind == kind
    assert str(status) in str(error)
    assert len(httpserver.log) == (3 if status in (500, 429) else 1)


def test_a_busy_server_is_asked_again_when_it_says(
    httpserver: HTTPServer, fetcher: Fetcher, waits: list[float]
) -> None:
    httpserver.expect_ordered_request("/x").respond_with_data("", status=429, headers={"Retry-After": "7"})
    httpserver.expect_ordered_request("/x").respond_with_data("", status=503)
    httpserver.expect_ordered_request("/x").respond_with_data(PAGE, content_type="text/html")
    assert fetcher.fetch(httpserver.url_for("/x")).data == PAGE.encode()
    assert waits[0] == 7.0
    assert waits[1] == pytest.approx(0.02)


def test_redirects_are_followed_a_few_times(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=302, headers={"Location": "b/c"})
    httpserver.expect_request("/b/c").respond_with_data(PAGE, content_type="text/html")
    httpserver.expect_request("/loop").respond_with_data("", status=301, headers={"Location": "/loop"})
    assert fetcher.fetch(httpserver.url_for("/a")).url == httpserver.url_for("/b/c")
    assert "转来转去" in str(refused(fetcher, httpserver.url_for("/loop")))


def test_sizes_are_bounded_packed_or_not(httpserver: HTTPServer, fetcher: Fetcher) -> None:
    httpserver.expect_request("/big").respond_with_data(b"x" * 300_000, content_type="text/html")
    bomb = gzip.compress(b"x" * 50_000_000)
    httpserver.expect_request("/bomb").respond_with_data(
        bomb, headers={"Content-Encoding": "gzip"}, content_type="text/html"
    )
    httpserver.expect_request("/bad").respond_with_data(b"not gzip", headers={"Content-Encoding": "gzip"})
    assert refused(fetcher, httpserver.url_for("/big")).kind == "toolarge"
    assert refused(fetcher, httpserver.url_for("/bomb")).kind == "toolarge"
    assert "压缩数据损坏" in str(refused(fetcher, httpserver.url_for("/bad")))


@pytest.fixture
def dripping() -> Iterator[str]:
    """A server that sends a byte now and then, and never ends."""
    server = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                client, _ = server.accept()
            except OSError:
                return
            with client:
                client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
                while not stop.is_set():
                    try:
                        client.sendall(b"x")
                    except OSError:
                        break
                    time.sleep(0.1)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    stop.set()
    server.close()
    thread.join(2)


def test_a_slow_drip_ends_with_the_time_allowed(dripping: str, waits: list[float]) -> None:
    bounds = Bounds(seconds=0.6, quiet=0.5, tries=1)
    start = time.monotonic()
    error = refused(Fetcher(allow=("127.0.0.1",), bounds=bounds, sleep=waits.append), dripping)
    assert error.kind == "timeout"
    assert time.monotonic() - start < 3


def test_no_answer_at_all_is_a_timeout(waits: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        fetcher = Fetcher(
            allow=("127.0.0.1",), bounds=Bounds(quiet=0.2, tries=2, pause=0.01), sleep=waits.append
        )
        assert refused(fetcher, url).kind == "timeout"
        assert len(waits) == 1


def test_a_cut_body_and_a_closed_port(waits: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    fetcher = Fetcher(allow=("127.0.0.1",), bounds=FAST, sleep=waits.append)
    assert "连不上" in str(refused(fetcher, f"http://127.0.0.1:{port}/"))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost:1/", "http://[::1]/", "http://10.1.2.3/x", "http://169.254.169.254/latest",
        "http://0.0.0.0/", "http://2130706433/", "http://[::ffff:127.0.0.1]/", "ftp://example.invalid/", "file:///etc/passwd",
        "http://user:pw@example.invalid/", "http://", "http://[bad/",
    ],
)  # fmt: skip
def test_the_own_network_and_odd_addresses_are_refused(url: str, waits: list[float]) -> None:
    error = refused(Fetcher(bounds=FAST, sleep=waits.append), url)
    assert error.kind == "refused"


def test_a_name_that_leads_inside_is_refused_and_so_is_a_redirect(
    httpserver: HTTPServer, waits: list[float]
) -> None:
    names = {
        "public.invalid": ["127.0.0.1"],
        "mixed.invalid": ["93.184.216.34", "10.0.0.1"],
        "trap.invalid": ["10.0.0.1"],
    }
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return names[host]

    inside = Fetcher(bounds=FAST, sleep=waits.append, resolver=resolver)
    for host in names:
        assert refused(inside, f"http://{host}/").kind == "refused"
    httpserver.expect_request("/go").respond_with_data(
        "", status=302, headers={"Location": "http://trap.invalid/"}
    )
    allowed = Fetcher(allow=("public.invalid",), bounds=FAST, sleep=waits.append, resolver=resolver)
    error = refused(allowed, f"http://public.invalid:{httpserver.port}/go")
    assert error.kind == "refused"
    assert "trap.invalid" in str(error)
    # One look-up per hop: what was checked is what is connected to.
    assert asked[-2:] == ["public.invalid", "trap.invalid"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("192.168.1.1", False), ("100.64.0.1", False), ("fe80::1%eth0", False),
        ("224.0.0.1", False), ("64:ff9b::a00:1", False), ("2002:7f00:1::", False), ("nonsense", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public
