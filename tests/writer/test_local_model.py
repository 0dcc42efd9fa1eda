"""A real, small model writes the sample day, and a day of real articles where they are at hand. `make test-llm`; the suite
does not need it.

`DRAFT_TEST_LLM` is a program that serves a model (`PROGRAM --port N`, prints `ready`), or the address of one that is served.
`DRAFT_TEST_LLM_CORPUS` is a file of articles as `draft ingest` takes it, `DRAFT_TEST_LLM_DAY` the day to write of them.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from agent.desk.ingest import ingest
from agent.desk.start import init
from agent.desk.today import Morning, today
from agent.desk.workspace import Workspace
from agent.ground.report import FREE

WHERE = os.environ.get("DRAFT_TEST_LLM", "")
CORPUS, DAY = os.environ.get("DRAFT_TEST_LLM_CORPUS", ""), os.environ.get("DRAFT_TEST_LLM_DAY", "")
SAMPLE_DAY = "2026-06-14"
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
    # a group of its own: the program may be a script around the server, and both are to end
    with subprocess.Popen(
        [WHERE, "--port", str(port)], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as server:
        try:
            assert server.stdout is not None
            assert any("ready" in line for line in server.stdout), "the model did not come up"
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            os.killpg(server.pid, signal.SIGKILL)  # it may be in the middle of an answer nobody waits for


@pytest.fixture(params=["sample", "corpus"])
def desk(request: pytest.FixtureRequest, address: str, tmp_path: Path) -> Iterator[Workspace]:
    """The sample desk, and a desk of real articles where they are at hand, both with the model behind `address`."""
    if request.param == "corpus" and not CORPUS:
        pytest.skip("no corpus: DRAFT_TEST_LLM_CORPUS=FILE DRAFT_TEST_LLM_DAY=DAY")
    init(tmp_path / "desk", empty=request.param == "corpus")
    with closing(Workspace.open(tmp_path / "desk")) as space:
        given = {
            "base_url": address,
            "model": "local",
            "timeout": 900.0,
            "parallel": 2,
            "repairs": 1,
            "evidence": 1500,
        }
        space.settings = space.settings.model_copy(
            update={"model": space.settings.model.model_copy(update=given)}
        )
        yield space


def test_a_weak_model_s_issue_has_nothing_that_blocks(
    desk: Workspace, request: pytest.FixtureRequest
) -> None:
    sample = "sample" in request.node.name
    if not sample:
        ingest(desk, [CORPUS])
    morning = today(desk, SAMPLE_DAY if sample else DAY, writer="llm")
    assert {s.verdict for s in morning.report.sentences} <= {*FREE, "placeholder"}
    assert len(morning.issue.sections) == 5
    told(morning)


def told(morning: Morning) -> None:
    """What the model's sentences were worth, in a few lines (`-s` shows them)."""
    account = morning.model
    tally, total = account["sentences"], account["total"]
    asked = max(1, tally["asked"])
    failed = tally["refused"] - tally["repaired"]
    print(
        f"\n{morning.issue.date}: of {asked} sentences refused at first {tally['refused'] / asked:.2f}, after repair {failed / asked:.2f}, in brief.md 0"
    )
    print(f"seconds {morning.seconds['draft']:.0f}, tokens {total['tokens_in']}+{total['tokens_out']}")
    print(
        json.dumps(
            {
                "sentences": tally,
                "by": [s["by"] for s in account["sections"]],
                "faults": sorted(f["kind"] for f in account["faults"]),
            }
        )
    )
