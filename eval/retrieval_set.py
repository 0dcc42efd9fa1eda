"""Search over the sources of all golden days together: is the evidence of each question among the first five?

Recall@5 and nDCG@5 (Järvelin & Kekäläinen 2002) with every listed source worth the same.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from agent.desk.embedding import embed_all
from agent.desk.ingest import ingest
from agent.desk.start import init
from agent.desk.workspace import Workspace
from eval.days import Golden, Query
from eval.score import Item, Score, digest, failed, share

K = 5


def score(days: Sequence[Golden]) -> dict[str, Score]:
    """`retrieval` (recall@5) and `ranking` (nDCG@5) over the questions of `days`, with vectors for every passage."""
    days = [
        golden for golden in days if golden.expectations.sources != "sample"
    ]  # its vectors alone take a minute
    questions = [(golden, query) for golden in days for query in golden.expectations.retrieval]
    if not questions:
        return {name: failed(name, "没有检索问题") for name in ("retrieval", "ranking")}
    with TemporaryDirectory(prefix="draft-eval-") as name:
        root = Path(name) / "desk"
        init(root, empty=True)
        for golden in days:
            shutil.copytree(golden.sources, root / "sources" / golden.day, dirs_exist_ok=True)
        toml = (root / "draft.toml").read_text(encoding="utf-8")
        latest = max(golden.day for golden in days)
        (root / "draft.toml").write_text(toml.replace('today = ""', f'today = "{latest}"'), encoding="utf-8")
        space = Workspace.open(root)
        try:
            files = {
                o.origin.removeprefix("sources/") + (f"#{o.line}" if o.line else ""): o.source_id
                for o in ingest(space).outcomes
                if o.source_id
            }
            embed_all(space)
            return _scores(space, questions, files)
        finally:
            space.close()


def _scores(
    space: Workspace, questions: list[tuple[Golden, Query]], files: dict[str, str]
) -> dict[str, Score]:
    recalls: list[float] = []
    gains: list[float] = []
    items: list[Item] = []
    ranks: list[Item] = []
    for golden, query in questions:
        wanted = {files[f"{golden.day}/{file}"] for file in query.sources if f"{golden.day}/{file}" in files}
        got = [hit.source_id for hit in space.searcher.search(query.query, K)]
        found = [id in wanted for id in got]
        best = min(K, len(wanted)) or 1
        recalls.append(sum(found) / best)
        gains.append(_dcg(found) / _dcg([True] * best))
        shown = "；".join(source.title for source in space.catalogue.get(got[:3]).values())
        id = f"{golden.day}:{digest(query.query)}"
        items.append(
            Item(
                id,
                recalls[-1] >= 0.5,
                query.query,
                "" if recalls[-1] >= 0.5 else f"前五条里没有答案，前三条是：{shown}",
            )
        )
        # Where the best answer stands, as steps: a fall from first to third is seen though both are "found".
        first = found.index(True) + 1 if True in found else 0
        for step in (1, 2, 3, K):
            ok = 0 < first <= step
            reason = "" if ok else f"最好的答案排在第 {first} 位" if first else "前五条里没有答案"
            ranks.append(
                Item(
                    f"{id}:{step}",
                    ok,
                    f"{query.query}（前 {step} 位）",
                    reason if ok else f"{reason}，前三条是：{shown}",
                )
            )
    recall = share("retrieval", items, "问题")
    return {
        "retrieval": Score(
            "retrieval", _mean(recalls), f"{len(items)} 个问题，召回@5 {_mean(recalls):.3f}", recall.items
        ),
        "ranking": Score(
            "ranking", _mean(gains), f"{len(items)} 个问题，nDCG@5 {_mean(gains):.3f}", tuple(ranks)
        ),
    }


def _dcg(found: Sequence[bool]) -> float:
    return sum(hit / math.log2(at + 2) for at, hit in enumerate(found))


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 6) if values else 0.0
