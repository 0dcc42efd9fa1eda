"""Giving passages their vectors: from the cache, else from the embedder; a kill loses a batch and doubles nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from agent.errors import DamagedDesk
from agent.index.database import Database
from agent.index.embeddings import Embedder
from agent.index.marks import Marks, Passage, passages_at
from agent.index.vector_cache import VectorCache
from agent.index.vectors import Vectors

#: Called with the number of passages done and of those to do.
Progress = Callable[[int, int], None]
#: Passages put away at once; within so many, those of like length are embedded together, which is quicker.
_BATCH, _SORTED = 64, 512


class Filling:
    """Fills one collection of vectors from a catalogue. The desk's lock is held meanwhile."""

    def __init__(self, database: Database, cache: VectorCache, embedder: Embedder, vectors: Vectors) -> None:
        self._db, self._cache, self._embedder, self._vectors = database, cache, embedder, vectors
        self.marks = Marks(database, vectors.name)

    def fill(self, rows: Sequence[int] | None = None, progress: Progress = lambda _done, _all: None) -> int:
        """Give the passages `rows` (else all) their vectors where they have none; how many got one.

        First what an interruption or an emptied collection left behind is set right. Raises DraftError when the
        embedder or the collection fails; what was done stays.
        """
        self.tidy()
        left = self.marks.left(rows)
        done = 0
        progress(0, len(left))
        for start in range(0, len(left), _SORTED):
            block = sorted(
                passages_at(self._db, left[start : start + _SORTED]), key=lambda passage: len(passage.text)
            )
            for first in range(0, len(block), _BATCH):
                batch = block[first : first + _BATCH]
                self._put(batch)
                done += len(batch)
                progress(done, len(left))
        self._vectors.settle()
        return done

    def tidy(self) -> None:
        """Take out vectors of passages that are gone, and put back those a new or broken collection lacks."""
        marked = self.marks.count()
        try:
            stale = self.marks.stale()
            if stale:
                self._vectors.remove(stale)
            complete = not marked or self._vectors.count() >= self.marks.vectors()
        except DamagedDesk:
            if self._vectors.url:
                raise
            self._vectors.discard()
            complete = False
        self.marks.removed()
        if marked and not complete:
            rows = self.marks.marked()
            self.marks.clear()
            for start in range(0, len(rows), _SORTED):
                self._put(list(passages_at(self._db, rows[start : start + _SORTED])))

    def restore(self) -> int:
        """Put back the vectors of all passages whose text was embedded before; how many. Computes none."""
        left = self.marks.left()
        done = 0
        for start in range(0, len(left), _SORTED):
            block = list(passages_at(self._db, left[start : start + _SORTED]))
            known = self._cache.get(self._embedder.model, list({passage.embedded for passage in block}))
            batch = [passage for passage in block if passage.embedded in known]
            self._put(batch)
            done += len(batch)
        self._vectors.settle()
        return done

    def _put(self, batch: Sequence[Passage]) -> None:
        if not batch:
            return
        texts = list(dict.fromkeys(passage.embedded for passage in batch))
        known = self._cache.get(self._embedder.model, texts)
        missing = [text for text in texts if text not in known]
        if missing and self._vectors.url:  # another desk may have embedded the same passage
            ids = {p.vector_id: p.embedded for p in batch if p.embedded in missing}
            found = self._vectors.get(list(ids))
            known.update({ids[id]: row for id, row in found.items()})
            missing = [text for text in missing if text not in known]
        if missing:
            new = dict(zip(missing, self._embedder.passages(missing), strict=True))
            self._cache.put(self._embedder.model, new)
            known.update(self._cache.get(self._embedder.model, missing))  # as rounded: the same now and later
        unique = {passage.vector_id: passage for passage in batch}
        rows = np.stack([known[passage.embedded] for passage in unique.values()])
        self._vectors.put(list(unique), rows, [passage.facts for passage in unique.values()])
        self.marks.put(batch)
