"""Search by meaning on one desk: its embedder, its collection and its cache, each opened when first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from agent.errors import DraftError
from agent.index.database import Database
from agent.index.embeddings import Embedder, embedder, model_name
from agent.index.embeddings import Vectors as Rows
from agent.index.filling import Filling
from agent.index.limits import EVERYTHING, Limits
from agent.index.marks import Marks, Passage
from agent.index.vector_cache import VectorCache
from agent.index.vectors import Vectors
from agent.settings import Index

_REMEMBERED = 512


class Near(NamedTuple):
    """A question's vector, and (vector id, cosine) of what lies nearest to it."""

    question: Rows
    found: list[tuple[str, float]]


class Meaning:
    """What turns questions and passages into vectors, and where those lie."""

    def __init__(
        self, database: Database, settings: Index, state: Path, tell: Callable[[str], None] = lambda _: None
    ) -> None:
        """`state` is the desk's folder of what can be made again. Nothing is opened or imported yet."""
        self._db, self._settings, self._state = database, settings, state
        self.model = model_name(settings)
        self.vectors = Vectors(self.model, folder=state / "vectors", url=settings.url, tell=tell)
        self.marks = Marks(database, self.vectors.name)
        self._remembered = lru_cache(_REMEMBERED)(self._embed)
        self._expected: dict[str, Rows] = {}

    @property
    def ready(self) -> bool:
        """Whether there is an embedder and something it has embedded."""
        return bool(self.model) and self.marks.any()

    @cached_property
    def _embedder(self) -> Embedder | None:
        return embedder(self._settings)

    @cached_property
    def _cache(self) -> VectorCache:
        return VectorCache(self._state / "embeddings.sqlite")

    def filling(self) -> Filling | None:
        """What gives passages their vectors; None where draft.toml says `none`."""
        if self._embedder is None:
            return None
        return Filling(self._db, self._cache, self._embedder, self.vectors)

    def query(self, text: str) -> Rows:
        """The vector of a question. Raises DraftError when it cannot be had."""
        row = self._expected.get(text)
        return self._remembered(text) if row is None else row

    def expect(self, questions: Sequence[str]) -> None:
        """Have the vectors of questions that come again when an issue is made again, and what lies nearest to them:
        kept in the cache, so that nothing new to find does not even bring Chroma's import (a second and a half).

        Not for every question: what an editor asks once is not worth a write. Raises DraftError.
        """
        if not self.ready:
            return
        model = f"{self.model}?"  # a question's vector is another than a passage's
        self._expected = self._cache.get(model, questions)
        fresh = {text: self._remembered(text) for text in questions if text not in self._expected}
        if fresh:
            self._cache.put(model, fresh)
        self._expected |= fresh

    def _embed(self, text: str) -> Rows:
        if self._embedder is None:
            raise ValueError("no embedder")
        row: Rows = self._embedder.query(text)[0]
        return row

    def near(self, text: str, n: int, limits: Limits = EVERYTHING) -> Near:
        """The `n` vectors nearest to a question. Raises DraftError. Asks the model and Chroma, not the catalogue."""
        row = self.query(text)
        state = self.vectors.state() if text in self._expected else ""
        if not state:
            return Near(row, self.vectors.nearest(row, n, limits))
        question = repr((self.model, text, n, limits))
        found = self._cache.nearest(state, question)
        if found is None:
            found = self.vectors.nearest(row, n, limits)
            self._cache.keep_nearest(state, question, found)
        return Near(row, found)

    def cosines(self, near: Near) -> dict[int, float]:
        """Passage → cosine, of those that this desk has; a server may hold others' too."""
        found = dict(near.found)
        return {number: found[id] for id, number in self.marks.rows(list(found)).items()}

    def kept(self, passages: Iterable[Passage]) -> dict[int, Rows]:
        """Passage → its vector, for those that have one and whose text this desk embedded. Does not ask Chroma."""
        asked = {passage.row: passage for passage in passages}
        texts = {row: asked[row].embedded for row in self.marks.having(list(asked))}
        try:
            known = self._cache.get(self.model, list(texts.values()))
        except DraftError:  # a damaged cache is named where it is filled; Chroma has the vectors as well
            return {}
        return {row: known[text] for row, text in texts.items() if text in known}

    def rows(self, passages: Iterable[Passage]) -> dict[int, Rows]:
        """Passage → its vector, for those that have one: kept here, or on a server where another desk put it."""
        asked = {passage.row: passage for passage in passages}
        out = self.kept(asked.values())
        ids = {
            asked[row].vector_id: row for row in self.marks.having([row for row in asked if row not in out])
        }
        if ids:
            out.update({ids[id]: row for id, row in self.vectors.get(list(ids)).items()})
        return out

    def close(self) -> None:
        """Close what is open."""
        self.vectors.close()
        self._remembered.cache_clear()
        for name in ("_cache", "_embedder"):
            opened = self.__dict__.pop(name, None)
            if opened is not None:
                opened.close()
