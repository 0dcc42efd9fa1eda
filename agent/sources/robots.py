"""robots.txt, as RFC 9309 has it: what a host allows us to fetch, and how often it wants to be asked.

Not there (4xx) allows all; a host in trouble (5xx, unreachable) is not asked for anything else. protego reads
wildcards and takes the longest rule, which the standard library's reader does not.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, MutableMapping
from urllib.parse import urlsplit

from protego import Protego

from agent.sources.encoding import decode
from agent.sources.web import AGENT, AgainError, Answer, Unfetched

#: Bytes of a robots.txt that are read (RFC 9309 asks for 500 KiB at least), and the longest delay we keep to.
MAX_BYTES, MAX_DELAY = 512 * 1024, 30.0


class Robots:
    """The rules of many hosts. `store` remembers texts by origin (`https://host:port`), from run to run if it does."""

    def __init__(
        self, attempt: Callable[[str], Answer], store: MutableMapping[str, str] | None = None
    ) -> None:
        """`attempt` fetches an address once: see `Fetcher.attempt`."""
        self._attempt = attempt
        self._store: MutableMapping[str, str] = {} if store is None else store
        self._rules: dict[str, Protego] = {}
        self._lock = threading.Lock()

    def check(self, url: str) -> float:
        """Seconds the host wants between requests, 0 where it does not say.

        Raises Unfetched where we may not fetch the address, AgainError or Unfetched where the rules cannot be had.
        """
        rules = self._of(origin(url))
        if not rules.can_fetch(url, AGENT):
            raise Unfetched(
                f"{url} 的网站用 robots.txt 谢绝抓取；确需这一篇，请在浏览器里另存后放进 sources/。",
                "refused",
                "robots",
            )
        return min(float(rules.crawl_delay(AGENT) or 0.0), MAX_DELAY)

    def _of(self, site: str) -> Protego:
        with self._lock:
            rules, text = self._rules.get(site), self._store.get(site)
        if rules is None:
            if text is None:
                text = self._fetched(site)
            rules = Protego.parse(text)
            with self._lock:
                self._rules[site] = rules
                self._store[site] = text
        return rules

    def _fetched(self, site: str) -> str:
        try:
            raw = self._attempt(f"{site}/robots.txt").raw
        except Unfetched as error:
            if error.short.startswith("4") or error.short == "循环跳转":
                return ""
            raise
        except AgainError as again:
            if again.error.short == "429":
                return ""
            raise
        text = decode(raw.read()[:MAX_BYTES]) if raw else ""
        return (
            "" if "<html" in text[:2000].lower() else text
        )  # a site that answers everything with its front page


def origin(url: str) -> str:
    """Scheme, host and port of an address: what one robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
