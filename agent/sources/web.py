"""One address fetched, within bounds, and never from inside the own network (`guard`).

Who is asked when, robots.txt, and what is remembered from run to run are others' business: `robots`, `lanes`, and
the desk's `visits`.
"""

from __future__ import annotations

import random
import re
import ssl
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urljoin, urlsplit

import httpx

from agent import __version__
from agent.errors import UnreadableSource
from agent.sources import unpack
from agent.sources.article import Raw
from agent.sources.connections import Connections
from agent.sources.guard import Guard, RefusedHostError, Resolve, UnknownHostError, resolve
from agent.sources.validators import Validators

#: The name robots.txt may use for us, and how we present ourselves.
AGENT = "draft-agent"
USER_AGENT = f"{AGENT}/{__version__} (editorial desk; reads pages for a daily brief)"
_KINDS = {
    "text/html": "page", "application/xhtml+xml": "page",
    "application/rss+xml": "feed", "application/atom+xml": "feed", "application/rdf+xml": "feed",
    "application/feed+json": "feed", "application/xml": "feed", "text/xml": "feed",
    "application/pdf": "pdf", "text/plain": "plain", "text/markdown": "markdown", "message/rfc822": "letter",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word",
    "application/x-ndjson": "jsonl", "application/jsonl": "jsonl", "application/x-jsonlines": "jsonl",
}  # fmt: skip
_SUFFIX = {
    "page": ".html", "feed": ".xml", "pdf": ".pdf", "plain": ".txt", "markdown": ".md", "word": ".docx",
    "jsonl": ".jsonl", "letter": ".eml",
}  # fmt: skip
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_RETRY = frozenset({408, 425, 429, 500, 502, 503, 504})
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_WHOLE = re.compile(rb"</html\s*>\s*$", re.IGNORECASE)


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


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: `raw` is None where the page is still what it was (304)."""

    raw: Raw | None
    status: int
    validators: Validators
    moved: str = ""  #: where a permanent redirect (301, 308) leads, "" without one


def _unasked(_: str) -> None:
    """Nothing to be asked before a redirect is followed."""


class Unfetched(UnreadableSource):
    """An address gave nothing. `short` is for tables and the report's line: `403`, `超时`, `连不上`."""

    def __init__(self, message: str, kind: str = "failed", short: str = "") -> None:
        super().__init__(message, kind)
        self.short = short or kind


class AgainError(Exception):
    """Worth another try; `error` says what happened, `after` is the server's wish in seconds (0: none)."""

    def __init__(self, error: Unfetched, after: float = 0.0) -> None:
        super().__init__(str(error))
        self.error, self.after = error, after


@dataclass
class Way:
    """How far a request has come: `at` is the address to ask now, `moved` where permanent redirects alone have led.

    `before` is called with each address a redirect leads to; what it raises ends the try, and the way can be taken up again.
    """

    at: str
    before: Callable[[str], object] = _unasked
    steps: int = 0
    moved: str = ""
    lasting: bool = True

    def turn(self, status: int, target: str) -> None:
        """Take a redirect."""
        try:
            self.at = urljoin(self.at, target)
        except ValueError:
            self.at = target  # no address, as will be seen
        self.steps += 1
        self.lasting = self.lasting and status in (301, 308)
        self.moved = self.at if self.lasting else self.moved


@dataclass
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
    #: Which certificates are believed; None: those of the usual authorities.
    trust: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        self._guard = Guard(self.allow, self.resolver)
        self._connections = Connections(self._guard, self.bounds.quiet, self.trust)

    def close(self) -> None:
        """Close what is connected."""
        self._connections.close()

    def fetch(self, url: str) -> Raw:
        """The body behind an address. Raises Unfetched: refused, http, timeout, toolarge, failed."""
        raw = self.get(url).raw
        if raw is None:
            raise Unfetched(f"{url} 回答“没有变化”（304），却没有人问过；请稍后再试。", "http", "304")
        return raw

    def get(self, url: str, known: Validators | None = None) -> Answer:
        """The answer of an address after as many tries as are allowed. Raises Unfetched."""
        for attempt in range(self.bounds.tries):
            try:
                return self.attempt(url, known)
            except AgainError as again:
                if attempt == self.bounds.tries - 1:
                    raise again.error from None
                self.sleep(self.pause(attempt, again))
        raise Unfetched(f"{url} 取不到。")  # not reached: tries ≥ 1

    def pause(self, attempt: int, again: AgainError) -> float:
        """Seconds to wait before the next try: the server's wish, else doubling with jitter, both bounded."""
        wait = again.after or self.bounds.pause * 2**attempt * (0.5 + self.jitter())
        return min(wait, self.bounds.longest_pause)

    def attempt(self, url: str, known: Validators | None = None, way: Way | None = None) -> Answer:
        """One try, through at most `bounds.redirects` redirects. Raises AgainError or Unfetched.

        With a `way` it goes on where that has come to, and asks it before each further step.
        """
        way = way or Way(url)
        deadline = time.monotonic() + self.bounds.seconds
        _check(way.at, url)
        while way.steps <= self.bounds.redirects:
            self._guard.until(deadline)
            answer = self._once(way.at, url, known)
            if isinstance(answer, Answer):
                return Answer(answer.raw, answer.status, answer.validators, way.moved)
            way.turn(*answer)
            _check(way.at, url)
            way.before(way.at)
        message = f"{url} 转来转去超过 {self.bounds.redirects} 次，没有取到；请核对地址。"
        raise Unfetched(message, "http", "循环跳转")

    def _once(self, at: str, url: str, known: Validators | None) -> Answer | tuple[int, str]:
        """The answer, or the status of a redirect and where it leads."""
        headers = {
            "User-Agent": USER_AGENT,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.6",
            "Accept-Encoding": unpack.ACCEPTED,
        }
        if known and known.etag:
            headers["If-None-Match"] = known.etag
        if known and known.modified:
            headers["If-Modified-Since"] = known.modified
        try:
            with self._connections.get(at, headers) as response:
                if response.status_code in _REDIRECTS and response.headers.get("location"):
                    return response.status_code, str(response.headers["location"])
                said = Validators(
                    response.headers.get("etag", "")[:200], response.headers.get("last-modified", "")[:60]
                )
                if response.status_code == 304 and known is not None:
                    return Answer(None, 304, said if said.etag or said.modified else known)
                if response.status_code != 200:
                    raise _refusal(url, response)
                return Answer(_raw(at, response, self._body(response, url)), 200, said)
        except RefusedHostError as error:
            raise Unfetched(
                f"{url} 指向内部网络（{error}），没有抓取；确需抓取请在 draft.toml 里写明允许的主机。",
                "refused",
                "内网地址",
            ) from None
        except UnknownHostError as error:
            message = f"{url} 的域名 {error} 查不到；请核对地址或检查网络。"
            raise AgainError(Unfetched(message, "failed", "域名查不到")) from None
        except httpx.TimeoutException:
            raise AgainError(_slow(url, self.bounds)) from None
        except (httpx.InvalidURL, UnicodeError):
            raise Unfetched(f"{url} 不是可以抓取的网址；请核对地址。", "refused", "地址不对") from None
        except httpx.HTTPError as error:
            shown = _reason(error)
            raise AgainError(
                Unfetched(f"{url} 没有取到（{shown}）；请检查网络，稍后再试。", "failed", shown)
            ) from None

    def _body(self, response: httpx.Response, url: str) -> bytes:
        """The unpacked body, bounded while it arrives. One that is cut off behind `</html>` is whole."""
        parts: list[bytes] = []
        try:
            encoding = response.headers.get("content-encoding", "")
            parts.extend(unpack.unpacked(response.iter_raw(), encoding, self.bounds.size))
        except unpack.TooLargeError:
            limit = self.bounds.size // (1024 * 1024)
            raise Unfetched(f"{url} 超过 {limit} MB，没有收入。", "toolarge", "太大") from None
        except unpack.DamagedError:
            error = Unfetched(f"{url} 没有取到（压缩数据损坏）；请检查网络，稍后再试。", "failed", "数据损坏")
            raise AgainError(error) from None
        except httpx.RemoteProtocolError:
            if not _WHOLE.search(b"".join(parts[-2:])[-200:]):
                raise
        return b"".join(parts)


def _check(at: str, url: str) -> None:
    """Raises Unfetched("refused") for what is no plain web address."""
    try:
        parts = urlsplit(at)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        message = f"{url} 不是可以抓取的网址（只认不带口令的 http 和 https）；请核对地址。"
        raise Unfetched(message, "refused", "地址不对")


_REASONS = {
    "ConnectError": "连不上", "RemoteProtocolError": "回答不完整", "ReadError": "传到一半断了",
    "UnsupportedProtocol": "地址不对", "LocalProtocolError": "地址不对",
}  # fmt: skip
_SAYINGS = {
    401: "要求登录", 403: "拒绝访问（403）", 404: "页面不存在（404）", 410: "页面已删除（410）",
    429: "要求放慢（429）", 451: "因法律原因不可访问（451）",
}  # fmt: skip


def _reason(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.ConnectError) and "certificate" in str(error).lower():
        return "证书不可信"
    return _REASONS.get(type(error).__name__, "连接出错")


def _slow(url: str, bounds: Bounds) -> Unfetched:
    message = (
        f"{url} 太慢，没有取到（停 {bounds.quiet:.0f} 秒或总共 {bounds.seconds:.0f} 秒为限）；稍后可再试。"
    )
    return Unfetched(message, "timeout", "超时")


def _refusal(url: str, response: httpx.Response) -> Exception:
    status = response.status_code
    said = _SAYINGS.get(status, f"服务器出错（{status}）" if status >= 500 else f"回答 {status}")
    advice = "请核对地址。" if status in (404, 410) else "稍后可再试，或改从别处收这篇。"
    error = Unfetched(f"{url} {said}，没有取到；{advice}", "http", str(status))
    return AgainError(error, _wish(response)) if status in _RETRY else error


def _wish(response: httpx.Response) -> float:
    """Retry-After in seconds, given as such or as a date; 0 where there is none to be read."""
    said = response.headers.get("retry-after", "").strip()
    if said.isdigit():
        return float(said[:6])
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _raw(at: str, response: httpx.Response, data: bytes) -> Raw:
    path = urlsplit(at).path
    declared = response.headers.get("content-type", "")
    kind = _KINDS.get(declared.split(";", 1)[0].strip().lower(), "")
    charset = _CHARSET.search(declared)
    name = unquote(path.rstrip("/").rsplit("/", 1)[-1])[-80:] or urlsplit(at).hostname or "page"
    suffix = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if kind in ("plain", "") and suffix in (".jsonl", ".md", ".pdf", ".docx", ".xml", ".rss", ".atom"):
        kind = ""
    elif not kind:
        kind = "page"
    if kind and suffix != _SUFFIX[kind]:
        name += _SUFFIX[kind]
    return Raw(name=name, data=data, url=at, charset=charset[1].lower() if charset else "", kind=kind)
