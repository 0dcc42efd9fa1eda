"""A web of our own on the loopback: ministries, newspapers, feeds, and everything that goes wrong on the real one.

Hosts are names (`tongji.test`) that a resolver of ours leads to one server; it tells them apart by the Host header.
A page is bytes with headers, or a function that speaks raw HTTP through the socket for what no honest server says.
"""

from __future__ import annotations

import hashlib
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from agent.sources.web import Bounds, Fetcher

#: Speaks for the server on a bare socket.
Speaker = Callable[[socket.socket], None]
FAST = Bounds(size=2_000_000, tries=3, seconds=3.0, quiet=1.0, pause=0.01, longest_pause=0.05)


@dataclass
class Answer:
    """What the server says to one address."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: bool = True  #: answer 304 to who has the current version
    speaker: Speaker | None = None
    pause: float = 0.0


@dataclass
class Seen:
    """A request as it came."""

    host: str
    path: str
    headers: dict[str, str]
    status: int

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.path}"


class LocalWeb:
    """The server. `web[url] = …` puts a page up; `web.seen` is what was asked for."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.queued: dict[str, list[Answer]] = {}
        self.seen: list[Seen] = []
        self.fetchers: list[Fetcher] = []
        self.lock = threading.Lock()
        self.server = _Server(("0.0.0.0", 0), _Handler)  # every loopback address, each a host
        self.server.web = self
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self.thread.start()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def close(self) -> None:
        for fetcher in self.fetchers:
            fetcher.close()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)

    def url(self, address: str) -> str:
        """`tongji.test/list/` as an address with this server's port."""
        host, slash, path = address.partition("/")
        return f"http://{host}:{self.port}{slash}{path}"

    def put(self, address: str, body: str | bytes = b"", **answer: Any) -> str:
        """Put a page up (or replace it); its address."""
        data = body.encode() if isinstance(body, str) else body
        kind = answer.pop("kind", "text/html; charset=utf-8")
        headers = {"Content-Type": kind, **answer.pop("headers", {})}
        self.pages[self.url(address)] = Answer(data, headers=headers, **answer)
        return self.url(address)

    def first(self, address: str, *answers: Answer) -> None:
        """What the next requests to an address get before the page itself."""
        self.queued[self.url(address)] = list(answers)

    def fetcher(self, **more: Any) -> Fetcher:
        """A fetcher to whom every `.test` host is this server, which it may reach by name."""
        settings: dict[str, Any] = {
            "bounds": FAST,
            "sleep": lambda _: None,
            "allow": _Tests(),
            "resolver": lambda _host, _port: ["127.0.0.1"],
        }
        made = Fetcher(**settings | more)
        self.fetchers.append(made)
        return made

    def asked(self, part: str = "") -> list[str]:
        """The addresses asked for that contain `part`, without robots.txt."""
        return [s.url for s in self.seen if part in s.url and not s.path.endswith("/robots.txt")]

    def statuses(self) -> Counter[int]:
        return Counter(s.status for s in self.seen if not s.path.endswith("/robots.txt"))


class _Tests(frozenset[str]):
    """All hosts under `.test`, by name."""

    def __contains__(self, host: object) -> bool:
        return isinstance(host, str) and host.endswith(".test")

    def __iter__(self) -> Any:
        return iter(())


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    web: LocalWeb

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is none of a test's business."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 30

    def do_GET(self) -> None:
        web, host = self.server.web, self.headers.get("Host", "")
        url = f"http://{host}{self.path}"
        with web.lock:
            queue = web.queued.get(url)
            answer = queue.pop(0) if queue else web.pages.get(url, Answer(b"not here", 404))
        if answer.pause:
            time.sleep(answer.pause)
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        same = answer.status == 200 and answer.etag and self.headers.get("If-None-Match") == etag
        status = 304 if same else answer.status
        with web.lock:
            web.seen.append(Seen(host, self.path, {k.lower(): v for k, v in self.headers.items()}, status))
        if answer.speaker is not None:
            self.close_connection = True
            answer.speaker(self.connection)
            return
        self.send_response(status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.etag and answer.status == 200:
            self.send_header("ETag", etag)
        body = b"" if same else answer.body
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def told(title: str) -> str:
    """A text about `title`, unlike that of any other title."""
    dice = random.Random(title)
    things = ["港口", "化工", "医疗", "航运", "粮食", "电网", "铁路", "纺织", "海洋", "气象", "文旅", "农机"]
    verbs = ["接入", "改造", "登记", "开放", "评估", "备案", "上架", "联通"]
    lines = [f"{title}。江河省数据局负责人在会上作了介绍。"]
    for _ in range(6):
        a, b, c = dice.sample(things, 3)
        lines.append(
            f"{a}领域已{dice.choice(verbs)}{dice.randint(20, 900)}家单位，{b}与{c}的数据产品{dice.choice(verbs)}{dice.randint(3, 99)}个，{dice.choice(things)}企业反映良好。"
        )
    return "\n".join(lines)


def article(title: str, *, source: str = "", day: str = "2026-06-13", body: str = "", foot: str = "") -> str:
    """A page of a newspaper or an office, with what surrounds an article there."""
    text = body or told(title)
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    label = f"<span>来源：{source}</span>" if source else ""
    return (
        f"<html><head><title>{title}_江河网</title></head><body><div class='nav'><a href='/'>首页</a> <a href='/gk/'>公开</a></div>"
        f"<h1>{title}</h1><div class='info'><span>{day} 09:30</span> {label}</div><div class='article-content'>{paragraphs}</div>"
        f"{foot}<div class='footer'><p>主办单位：江河省数据局 <a href='/about/'>关于我们</a></p></div></body></html>"
    )


def list_page(links: list[tuple[str, str, str]], after: str = "") -> str:
    """A list of articles as offices have them: (address, title, day)."""
    rows = "".join(f"<li><a href='{url}'>{title}</a><span>{day}</span></li>" for url, title, day in links)
    bar = "".join(
        f"<li><a href='/{n}/'>{n}</a></li>" for n in ("首页", "政务公开", "统计数据", "互动交流", "专题专栏")
    )
    more = f"<a href='{after}'>下一页</a>" if after else ""
    return (
        f"<html><head><title>通知公告</title></head><body><div class='nav'><ul>{bar}</ul></div><div class='main'><ul class='list'>{rows}</ul>"
        f"<div class='page'>{more}</div></div><div class='footer'><a href='/links/1.html'>中国政府网</a> <a href='/links/2.html'>国务院部门网站</a>"
        f" <a href='/links/3.html'>地方政府网站导航</a></div></body></html>"
    )


def rss(name: str, items: list[tuple[str, str, str]]) -> str:
    """A feed: (address, title, description)."""
    rows = "".join(
        f"<item><title>{title}</title><link>{url}</link><description>{text}</description>"
        f"<pubDate>Sat, 13 Jun 2026 08:00:00 +0800</pubDate></item>"
        for url, title, text in items
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{name}</title>{rows}</channel></rss>"
