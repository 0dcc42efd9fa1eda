"""A fast embedder behind a real HTTP endpoint, and a real Chroma server on loopback."""

from __future__ import annotations

import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from urllib.request import urlopen

import numpy as np
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

DIMENSIONS = 64


def hashed(text: str) -> list[float]:
    """A vector of a text's pairs of characters: alike texts have like vectors."""
    row = np.zeros(DIMENSIONS, np.float32)
    for a, b in itertools.pairwise(text):
        row[int.from_bytes(blake2b((a + b).encode(), digest_size=2).digest(), "big") % DIMENSIONS] += 1
    return [float(x) for x in row / max(float(np.linalg.norm(row)), 1e-9)]


@pytest.fixture
def asked() -> list[str]:
    """Every text the endpoint was asked for, in order."""
    return []


@pytest.fixture
def endpoint(httpserver: HTTPServer, asked: list[str]) -> str:
    """The base address of an OpenAI-compatible `/embeddings` of `hashed` vectors."""

    def answer(request: Request) -> Response:
        texts = request.get_json()["input"]
        asked.extend(texts)
        data = [
            {"object": "embedding", "index": i, "embedding": hashed(text)} for i, text in enumerate(texts)
        ]
        body = {
            "object": "list",
            "model": "hashed",
            "data": data,
            "usage": {"prompt_tokens": 1, "total_tokens": 1},
        }
        return Response(json.dumps(body), content_type="application/json")

    httpserver.expect_request("/v1/embeddings", method="POST").respond_with_handler(answer)
    return httpserver.url_for("/v1")


class ChromaServer:
    """`chroma run` on a free port of loopback; it can be stopped and started again on the same data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1"]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), "--path", str(self.folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
        )
        for _ in range(600):
            try:
                with urlopen(f"{self.url}/api/v2/heartbeat", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the Chroma server did not come up")

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[ChromaServer]:
    """A running Chroma server."""
    server = ChromaServer(tmp_path / "server")
    server.start()
    yield server
    server.stop()


Start = Callable[[], None]
