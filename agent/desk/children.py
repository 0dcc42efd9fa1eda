"""Processes that work for this one."""

from __future__ import annotations

import multiprocessing
import multiprocessing.process
import os
import threading


def follow_parent() -> None:
    """End this process when the one that started it is gone: after a kill -9 it would wait for work for ever."""

    def watch(parent: multiprocessing.process.BaseProcess) -> None:
        parent.join()
        os._exit(1)

    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=watch, args=(parent,), daemon=True).start()


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
