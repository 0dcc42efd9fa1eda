"""One address fetched, politely and within bounds, and never from inside the own network.

Feeds' lists, robots.txt, caching headers and health are others' business: they call `Fetcher.fetch`, or get
the same
`Raw` from a fetcher of their own (see `agent.sources.reading.Fetch`).
"""

from __future__ import annotations

import ipaddress
import random
import socket
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

import httpx

from agent import __version__
from agent.errors import UnreadableSource
from agent.sources.article import Raw

USER_AGENT = f"draft-agent/{__version__} (editorial desk; reads pages for a daily brief)"
_KINDS = {
    "text/html": "page", "application/xhtml+xml": "page",
    "application/rss+xml": "feed", "application/atom+xml": "feed", "application/rdf+xml": "feed",
    "application/xml": "feed", "text/xml": "feed",
    "application/pdf": "pdf", "text/plain": "plain", "text/markdown": "markdown",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word",
    "application/x-ndjson": "jsonl", "application/jsonl": "jsonl", "application/x-jsonlines": "jsonl",
}  # fmt: skip
_SUFFIX = {
    "page": ".html", "feed": ".xml", "pdf": ".pdf", "plain": ".txt", "markdown": ".md", "word": ".docx",
    "jsonl": ".jsonl",
}  # fmt: skip
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_RETRY = frozenset({429, 500, 502, 503, 504})
Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a fetch may cost. `seconds` is for the whole of one try, `quiet` for a pause within it."""

    size: int = 30 * 1024 * 1024  #: bytes of the body once unpacked
    redirects: int = 5
    tries: int = 3
    seconds: float = 40.0
    quiet: float = 15.0
    pause: float = 0.8  #: seconds before the first repetition, doubled for each further one
    longest_pause: float = 20.0


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: not private, loopback, link-local, reserved,
    multicast.
    """
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(slots=True)
class Fetcher:
    """Fetches addresses. `allow` names hosts (`127.0.0.1`, `intranet.example`) that may lie in a private
    network.

    `sleep`, `resolver` and `jitter` are for tests. One fetcher may serve many threads.
    """

    allow: Collection[str] = ()
    bounds: Bounds = field(default_factory=Bounds)
    sleep: Callable[[float], None] = time.sleep
    resolver: Resolve = resolve
    jitter: Callable[[], float] = random.random

    def fetch(self, url: str) -> Raw:
        """The body behind an address. Raises UnreadableSource: refused, http, timeout, toolarge, failed."""
        for attempt in range(self.bounds.tries):
            last = attempt == self.bounds.tries - 1
            try:
                return self._follow(url)
            except _Again as again:
                if last:
                    raise again.error from None
                wait = again.after or self.bounds.pause * 2**attempt * (0.5 + self.jitter())
                self.sleep(min(wait, self.bounds.longest_pause))
        raise UnreadableSource(f"{url} 取不到。", "failed")  # not reached: tries ≥ 1

    def _follow(self, url: str) -> Raw:
        """One try, through at most `bounds.redirects` redirects, each address checked anew."""
        deadline = time.monotonic() + self.bounds.seconds
        at = url
        for _ in range(self.bounds.redirects + 1):
            target = self._checked(at, url)
            answer = self._get(target, url, deadline)
            if isinstance(answer, Raw):
                return answer
            at = urljoin(at, answer)
        raise UnreadableSource(
            f"{url} 转来转去超过 {self.bounds.redirects} 次，没有取到；请核对地址。", "http"
        )

    def _checked(self, at: str, url: str) -> _Target:
        """The address with the IP it will be fetched from, so that a second look-up cannot change it."""
        try:
            parts = urlsplit(at)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            host, port, parts = "", None, urlsplit("")
        if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
            raise UnreadableSource(
                f"{url} 不是可以抓取的网址（只认不带口令的 http 和 https）；请核对地址。", "refused"
            )
        port = port or (443 if parts.scheme == "https" else 80)
        try:
            addresses = self.resolver(host, port)
        except (OSError, UnicodeError):
            raise _Again(
                UnreadableSource(f"{url} 的域名 {host} 查不到；请核对地址或检查网络。", "failed")
            ) from None
        if host not in self.allow and not (addresses and all(is_public(a) for a in addresses)):
            raise UnreadableSource(
                f"{url} 指向内部网络（{host}），没有抓取；确需抓取请在 draft.toml 里写明允许的主机。",
                "refused",
            )
        if not addresses:
            raise _Again(UnreadableSource(f"{url} 的域名 {host} 查不到；请核对地址或检查网络。", "failed"))
        return _Target(httpx.URL(at), host, addresses[0])

    def _get(self, target: _Target, url: str, deadline: float) -> Raw | str:
        """The body, or where a redirect leads."""
        quiet = self.bounds.quiet
        pinned = target.url.copy_with(host=target.address)
        headers = {
            "Host": target.url.netloc.decode("ascii").rsplit("@", 1)[-1],
            "User-Agent": USER_AGENT,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.6",
            "Accept-Encoding": "gzip, deflate",
        }
        try:
            with (
                httpx.Client(timeout=httpx.Timeout(quiet), trust_env=False, follow_redirects=False) as client,
                client.stream(
                    "GET", pinned, headers=headers, extensions={"sni_hostname": target.host}
                ) as response,
            ):
                if response.status_code in _REDIRECTS and response.headers.get("location"):
                    return str(response.headers["location"])
                if response.status_code != 200:
                    raise _refusal(url, response)
                return _raw(url, target, response, self._body(response, url, deadline))
        except httpx.TimeoutException:
            error = UnreadableSource(f"{url} 超过 {quiet:.0f} 秒没有回应，没有取到；稍后可再试。", "timeout")
            raise _Again(error) from None
        except httpx.HTTPError as error:
            shown = _REASONS.get(type(error).__name__, "连接出错")
            raise _Again(
                UnreadableSource(f"{url} 没有取到（{shown}）；请检查网络，稍后再试。", "failed")
            ) from None

    def _body(self, response: httpx.Response, url: str, deadline: float) -> bytes:
        """The unpacked body, bounded in size and time while it arrives."""
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > self.bounds.size:
                limit = self.bounds.size // (1024 * 1024)
                raise UnreadableSource(f"{url} 超过 {limit} MB，没有收入。", "toolarge")
            if time.monotonic() > deadline:
                raise UnreadableSource(
                    f"{url} 传得太慢，{self.bounds.seconds:.0f} 秒没有传完；稍后可再试。", "timeout"
                )
            parts.append(part)
        return b"".join(parts)


@dataclass(frozen=True, slots=True)
class _Target:
    url: httpx.URL
    host: str
    address: str


class _Again(Exception):
    """Worth another try; `error` is what to say when there is none left, `after` the server's wish in
    seconds.
    """

    def __init__(self, error: UnreadableSource, after: float = 0.0) -> None:
        super().__init__(str(error))
        self.error, self.after = error, after


_REASONS = {
    "ConnectError": "连不上", "RemoteProtocolError": "对方的回答不完整", "ReadError": "传到一半断了",
    "DecodingError": "压缩数据损坏", "UnsupportedProtocol": "地址不对", "LocalProtocolError": "地址不对",
}  # fmt: skip
_SAYINGS = {
    401: "要求登录", 403: "拒绝访问（403）", 404: "页面不存在（404）", 410: "页面已删除（410）",
    429: "要求放慢（429）",
    451: "因法律原因不可访问（451）",
}  # fmt: skip


def _refusal(url: str, response: httpx.Response) -> Exception:
    status = response.status_code
    said = _SAYINGS.get(status, f"服务器出错（{status}）" if status >= 500 else f"回答 {status}")
    advice = "请核对地址。" if status in (404, 410) else "稍后可再试，或改从别处收这篇。"
    error = UnreadableSource(f"{url} {said}，没有取到；{advice}", "http")
    if status not in _RETRY:
        return error
    after = response.headers.get("retry-after", "")
    return _Again(error, float(after) if after.isdigit() else 0.0)


def _raw(url: str, target: _Target, response: httpx.Response, data: bytes) -> Raw:
    kind = _KINDS.get(response.headers.get("content-type", "").split(";", 1)[0].strip().lower(), "")
    name = unquote(target.url.path.rstrip("/").rsplit("/", 1)[-1])[-80:] or target.host
    suffix = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if kind in ("plain", "") and suffix in (".jsonl", ".md", ".pdf", ".docx", ".xml", ".rss", ".atom"):
        kind = ""
    elif not kind:
        kind = "page"
    if kind and suffix != _SUFFIX[kind]:
        name += _SUFFIX[kind]
    return Raw(name=name, data=data, url=str(target.url), charset=response.charset_encoding or "", kind=kind)
