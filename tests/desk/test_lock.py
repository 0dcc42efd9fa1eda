"""One desk, two processes: the second waits, says for whom, and is not held up by one that was killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent.desk.workspace import Workspace
from agent.errors import DeskBusy

HOLD = """
import sys, time
from pathlib import Path
from agent.desk.workspace import Workspace
desk = Workspace.open(Path(sys.argv[1]))
with desk.lock("ingest"):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holding(desk: Workspace, seconds: float) -> subprocess.Popen[str]:
    """A process that holds the desk from now on, for so many seconds."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(desk.root), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_the_holder_is_named_and_waited_for(desk: Workspace) -> None:
    told: list[str] = []
    with holding(desk, 1.0) as other, desk.lock("rebuild", told.append):
        assert other.wait(timeout=30) == 0, "the lock was had while another held it"
    (message,) = told
    assert "ingest" in message
    assert str(other.pid) in message


def test_patience_ends_with_a_sentence_that_names_the_holder(desk: Workspace) -> None:
    with holding(desk, 60) as other:
        with (
            pytest.raises(DeskBusy, match=rf"进程 {other.pid}.*请稍后再试"),
            desk.lock("today", patience=0.2),
        ):
            pass
        other.kill()


def test_a_killed_holder_leaves_no_lock_behind(desk: Workspace) -> None:
    with holding(desk, 60) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
    assert (Path(desk.state) / "holder.json").exists(), "the note stays; it is not the lock"
    begun, told = time.monotonic(), []
    with desk.lock("ingest", told.append, patience=5):
        pass
    assert time.monotonic() - begun < 5
    assert not told
