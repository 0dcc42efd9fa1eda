"""HTTP/2 over TLS: spoken where the server does, with the host's own name on the certificate."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived, StreamReset
from localweb import FAST

from agent.errors import UnreadableSource
from agent.sources.web import Fetcher

PAGE = "<html><body><p>灌区今起放水四十天，涉及三个县。</p></body></html>".encode()

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")


class Secure:
    """A server that speaks HTTP/2 only, for `http2.test`."""

    def __init__(self, folder: Path) -> None:
        self.certificate, key = folder / "cert.pem", folder / "key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=http2.test",
             "-addext", "subjectAltName=DNS:http2.test", "-keyout", str(key), "-out", str(self.certificate)],
            check=True, capture_output=True,
        )  # fmt: skip
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.certificate, key)
        self.context.set_alpn_protocols(["h2"])
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.connections = 0
        self.streams = 0
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                plain, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.greet, args=(plain,), daemon=True).start()

    def greet(self, plain: socket.socket) -> None:
        try:
            with self.context.wrap_socket(plain, server_side=True) as client:
                self.speak(client)
        except OSError:
            plain.close()

    def speak(self, client: ssl.SSLSocket) -> None:
        self.connections += 1
        connection = H2Connection(H2Configuration(client_side=False))
        connection.initiate_connection()
        client.sendall(connection.data_to_send())
        while data := client.recv(65536):
            for event in connection.receive_data(data):
                if isinstance(event, StreamReset):
                    return
                if isinstance(event, RequestReceived):
                    self.streams += 1
                    headers = [
                        (":status", "200"),
                        ("content-type", "text/html"),
                        ("content-length", str(len(PAGE))),
                    ]
                    connection.send_headers(event.stream_id, headers)
                    connection.send_data(event.stream_id, PAGE, end_stream=True)
            client.sendall(connection.data_to_send())


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Secure]:
    server = Secure(tmp_path)
    yield server
    server.socket.close()


def test_http2_on_one_connection_and_certificates_are_checked(secure: Secure) -> None:
    trust = ssl.create_default_context(cafile=str(secure.certificate))
    trust.set_alpn_protocols(["h2", "http/1.1"])
    port = secure.socket.getsockname()[1]
    fetcher = Fetcher(
        ["http2.test", "other.test"],
        FAST,
        resolver=lambda *_: ["127.0.0.1"],
        trust=trust,
        sleep=lambda _: None,
    )
    try:
        for n in range(3):
            assert fetcher.fetch(f"https://http2.test:{port}/{n}").data == PAGE
        assert (secure.connections, secure.streams) == (1, 3)
        with pytest.raises(UnreadableSource, match="证书不可信"):
            fetcher.fetch(f"https://other.test:{port}/")
    finally:
        fetcher.close()
