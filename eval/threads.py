"""Where a command's processor time goes, by the kind of thread it goes in: `python -m eval.threads OUT.json ingest …`.

OUT.json gets seconds: `start` (imports), `main`, and each kind of thread by its name (`fetch`, `catalogue`, `archive`).
Other processes are not in it: `eval.scale` counts those.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import Counter
from pathlib import Path


def main() -> None:
    """Run `draft` with the arguments behind the first, which is where the figures go."""
    out, sys.argv = Path(sys.argv[1]), ["draft", *sys.argv[2:]]
    spent: Counter[str] = Counter()
    counting = threading.Lock()
    run = threading.Thread.run

    def counted(self: threading.Thread) -> None:
        try:
            run(self)
        finally:
            with counting:
                spent[self.name.partition("-")[0].partition("_")[0]] += time.thread_time()  # type: ignore[assignment,operator]  # a Counter of seconds, not of whole numbers

    threading.Thread.run = counted  # type: ignore[method-assign] # there is no other way to see threads end
    import agent.cli
    import agent.desk.ingest

    start = time.thread_time()
    try:
        agent.cli.main()
    finally:
        figures = {"start": start, "main": time.thread_time() - start} | dict(spent)
        out.write_text(json.dumps({k: round(v, 2) for k, v in figures.items()}), encoding="utf-8")


if __name__ == "__main__":
    main()
