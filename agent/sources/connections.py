"""Open connections, a small pool for each host: asking again a host that was just asked costs no new handshake.

A pool looks at all its connections for every request, so one for all hosts would cost more than the requests. Nothing
is kept of what a server wants remembered: without httpx's client there is no cookie jar to fill.
"""

from __future__ import annotations

import ssl
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpcore
import httpx

#: Connections to one host at a time, those kept open while unused, and for how many seconds.
_AT_ONCE, _KEPT, _EXPIRY = 4, 1, 15.0
#: Hosts whose connections are kept: a process may have few files open (256 on macOS).
HOSTS = 96


class _Transport(httpx.HTTPTransport):
    """httpx's transport over a pool that connects through a network layer of ours, for which httpx has no public way.

    Tests hold it to the guard.
    """

    def __init__(self, trust: ssl.SSLContext, backend: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=trust,
            max_connections=_AT_ONCE,
            max_keepalive_connections=_KEPT,
            keepalive_expiry=_EXPIRY,
            http1=True,
            http2=True,
            network_backend=backend,
        )


@dataclass(slots=True)
class _Host:
    transport: _Transport
    users: int = 0


class Connections:
    """Sends requests; safe from many threads."""

    def __init__(
        self, backend: httpcore.NetworkBackend, quiet: float, trust: ssl.SSLContext | None = None
    ) -> None:
        """`quiet` seconds of silence are a timeout; `trust` says which certificates are believed (None: the usual)."""
        self._backend, self._trust = backend, trust
        self._extensions = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), quiet)}
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def get(self, url: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """The response to a GET, its body not yet read, whatever its status. Raises httpx's errors."""
        request = httpx.Request("GET", url, headers=headers, extensions=self._extensions)
        with self._host(urlsplit(url).netloc.lower()) as transport:
            response = transport.handle_request(request)
            response.request = request
            try:
                yield response
            finally:
                response.close()

    def close(self) -> None:
        """Close what is connected."""
        with self._lock:
            hosts, self._hosts = list(self._hosts.values()), OrderedDict()
        for host in hosts:
            host.transport.close()

    @contextmanager
    def _host(self, name: str) -> Iterator[_Transport]:
        with self._lock:
            host = self._hosts.get(name)
            if host is None:
                self._trust = self._trust or httpx.create_ssl_context(trust_env=False)
                host = self._hosts[name] = _Host(_Transport(self._trust, self._backend))
            host.users += 1
            self._hosts.move_to_end(name)
        try:
            yield host.transport
        finally:
            with self._lock:
                host.users -= 1
                left = self._superfluous()
            for transport in left:
                transport.close()

    def _superfluous(self) -> list[_Transport]:
        """Those least lately used, taken out, as many as are too many."""
        if len(self._hosts) <= HOSTS:
            return []
        idle = [name for name, host in self._hosts.items() if not host.users]
        return [self._hosts.pop(name).transport for name in idle[: len(self._hosts) - HOSTS]]
