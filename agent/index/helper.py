"""The helper process of `Preparer`: batches of (title, text) come in on stdin, what was made of them goes to stdout."""

from __future__ import annotations

import pickle
import sys

from agent.index.preparing import prepare


def serve() -> None:
    """Answer until the input ends, which it does when the caller ends or dies."""
    prepare([("预备", "词典在第一批文章来之前读好。")])
    while True:
        try:
            batch = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started us
        except (EOFError, OSError):
            return
        pickle.dump([tuple(ready) for ready in prepare(batch)], sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve()
