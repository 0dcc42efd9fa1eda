"""Fixtures of tests that need a web or a document attached to one of its pages."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]

from following import Followed  # noqa: E402 - the path must be set first
from localweb import LocalWeb  # noqa: E402


@pytest.fixture
def web() -> Iterator[LocalWeb]:
    """A web of our own."""
    server = LocalWeb()
    yield server
    server.close()


@pytest.fixture
def followed(tmp_path: Path, web: LocalWeb) -> Iterator[Followed]:
    """A desk that follows sources on it."""
    desk = Followed(tmp_path / "desk", web)
    yield desk
    desk.close()
