"""A real, small model writes the sample day. `make test-llm`; the suite does not need it.

`DRAFT_TEST_LLM` is a program that serves a model (`PROGRAM --port N`, prints `ready`), or the address of one that is served.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.desk.start import init
from agent.desk.today import today
from agent.desk.workspace import Workspace
from agent.ground.report import FREE

WHERE = os.environ.get("DRAFT_TEST_LLM", "")
pytestmark = [
    pytest.mark.skipif(not WHERE, reason="needs a real model: make test-llm"),
    pytest.mark.timeout(7200),
]


@pytest.fixture
def address() -> Iterator[str]:
    if WHERE.startswith("http"):
        yield WHERE
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([WHERE, "--port", str(port)], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        assert any("ready" in line for line in server.stdout), "the model did not come up"
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.terminate()
        server.wait(30)


def test_a_weak_model_s_issue_has_nothing_that_blocks(address: str, tmp_path: Path) -> None:
    init(tmp_path / "desk")
    desk = Workspace.open(tmp_path / "desk")
    model = desk.settings.model.model_copy(
        update={
            "base_url": address,
            "model": "local",
            "timeout": 900.0,
            "parallel": 2,
            "repairs": 1,
            "evidence": 1500,
        }
    )
    desk.settings = desk.settings.model_copy(update={"model": model})
    morning = today(desk, "2026-06-14", writer="llm")
    assert {s.verdict for s in morning.report.sentences} <= {*FREE, "placeholder"}
    assert len(morning.issue.sections) == 5
    account, tally = morning.model, morning.model["sentences"]
    asked = max(1, tally["asked"])
    print(
        f"\nrefused at first {tally['refused'] / asked:.2f}, after repair {(tally['refused'] - tally['repaired']) / asked:.2f}, in brief.md 0"
    )
    print(
        f"seconds {morning.seconds['draft']:.0f}, tokens {account['total']['tokens_in']}+{account['total']['tokens_out']}"
    )
    print(
        json.dumps(
            {
                "sentences": tally,
                "by": [s["by"] for s in account["sections"]],
                "faults": sorted(f["kind"] for f in account["faults"]),
            }
        )
    )
