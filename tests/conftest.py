"""What every test has: no network beyond loopback, and a desk to work on."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from agent.desk.start import init
from agent.desk.workspace import Workspace

# A loaded machine is slow, not wrong: no deadline. CI (and `make test`, which it calls) sees the same cases each time;
# `HYPOTHESIS_PROFILE=search` looks for new ones.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

# Two workers must not share a folder of examples: what one writes while the other reads is a warning, and so an error.
settings.register_profile("parallel", database=None)
settings.load_profile("parallel")

REPOSITORY = Path(__file__).resolve().parent.parent
#: Where the benchmarks' data lie, beside the checkout; tests that read it are skipped where it is absent.
SHARED = REPOSITORY.parent / "shared"


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection that would leave this machine fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Workspace]:
    """An empty desk."""
    init(tmp_path / "desk", empty=True)
    space = Workspace.open(tmp_path / "desk")
    yield space
    space.close()


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    """The sources of the first house's sample."""
    return REPOSITORY / "prompts" / "houses" / "xinzhi" / "sample" / "sources"


@pytest.fixture
def draft(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run `draft ARGUMENTS` in this process: (exit code, stdout, stderr)."""
    from agent.cli import main

    def run(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return int(end.value.code or 0), out, err

    return run


@pytest.fixture(scope="session")
def pdf() -> bytes:
    """A document of one page."""
    import typst

    words = "The data labelling plan covers 120 enterprises in 9 cities. Each city reports by 30 June 2026 to the provincial office."
    data = typst.compile(f"= Plan of the Province\n{words}".encode(), format="pdf")
    assert isinstance(data, bytes)
    return data
