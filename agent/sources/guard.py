"""Which addresses may be reached: checked where the connection is made, after DNS and again for every redirect.

The check sits in the network layer, so what was checked is what is connected to, and TLS still sees the host's own
name. The streams also keep the time allowed for a whole request, which httpx does not know.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterable
from typing import Any

import httpcore

Resolve = Callable[[str, int], list[str]]
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
#: Addresses of one host that are tried, one after the other.
_TRIED = 3


class RefusedHostError(Exception):
    """The host lies in a private network, and the desk does not allow it by name."""


class UnknownHostError(Exception):
    """The host's name leads nowhere."""


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


class Guard(httpcore.NetworkBackend):
    """Connects to public addresses, and to the hosts in `allow` wherever they lie. One guard serves many threads.

    Raises RefusedHostError or UnknownHostError instead of connecting.
    """

    def __init__(self, allow: Collection[str] = (), resolver: Resolve = resolve) -> None:
        self.allow, self.resolver = allow, resolver
        self._inner = httpcore.SyncBackend()
        self._local = threading.local()

    def until(self, deadline: float) -> None:
        """From now on nothing in this thread waits longer than until `deadline` (time.monotonic)."""
        self._local.deadline = deadline

    def left(self, timeout: float | None) -> float:
        """Seconds this thread may wait: `timeout`, or what is left of the whole. Raises ReadTimeout at the end."""
        left = float(getattr(self._local, "deadline", float("inf"))) - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time allowed for the whole request is over")
        return min(left, timeout if timeout is not None else 3600.0)

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of `host` that may be connected to; all of them must be public or the host allowed."""
        try:
            found = self.resolver(host, port)
        except (OSError, UnicodeError):
            raise UnknownHostError(host) from None
        if host.lower() not in self.allow and not all(is_public(a) for a in found):
            raise RefusedHostError(host)
        if not found:
            raise UnknownHostError(host)
        return found[:_TRIED]

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first of the host's addresses that answers."""
        problem: Exception | None = None
        for address in self.addresses(host.strip("[]"), port):
            try:
                stream = self._inner.connect_tcp(
                    address, port, self.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                return _Stream(stream, self)
        raise problem or httpcore.ConnectError(host)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self._inner.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    """A connection that keeps to the time its thread has."""

    def __init__(self, inner: httpcore.NetworkStream, guard: Guard) -> None:
        self._inner, self._guard = inner, guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._guard.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._guard.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(
            self._inner.start_tls(ssl_context, server_hostname, self._guard.left(timeout)), self._guard
        )

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
