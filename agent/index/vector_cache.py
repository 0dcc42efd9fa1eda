"""Vectors by what they are of: a text is embedded once per model, whatever becomes of the collections. Beside them what
lay nearest to questions that come again.

One SQLite file; a row is 2 bytes a dimension. Half precision moves a cosine by less than .001, below the 4-bit
model's own error.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from agent.index.database import connect
from agent.index.embeddings import Vectors

#: (vector id, cosine), nearest first.
Nearest = list[tuple[str, float]]
_SCHEMA = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
_NEAREST = (
    "CREATE TABLE IF NOT EXISTS nearest (state TEXT NOT NULL, question BLOB NOT NULL, found TEXT NOT NULL,"
    " PRIMARY KEY (state, question)) WITHOUT ROWID"
)
_REPAIR = "它只是存着算过的向量，删去它后再运行即可（向量会重新算）。"
_STEP = 500


class VectorCache:
    """The vectors computed so far on this desk."""

    def __init__(self, path: Path) -> None:
        """Open or make the file. Raises DamagedDesk."""
        self._db = connect(path, what="向量缓存", repair=_REPAIR)
        if not self._db.read_only:
            self._db.execute(_SCHEMA)
            self._db.execute(_NEAREST)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def get(self, model: str, texts: Sequence[str]) -> dict[str, Vectors]:
        """Text → its vector, for those of `texts` that `model` has embedded before."""
        keys = {_key(model, text): text for text in texts}
        out: dict[str, Vectors] = {}
        wanted = list(keys)
        for start in range(0, len(wanted), _STEP):
            part = wanted[start : start + _STEP]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"
            for key, vector in self._db.execute(query, part).fetchall():
                out[keys[key]] = np.frombuffer(vector, np.float16).astype(np.float32)
        return out

    def put(self, model: str, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors by their texts; on a desk that cannot be written to they are let go."""
        if self._db.read_only:
            return
        rows = [(_key(model, text), vector.astype(np.float16).tobytes()) for text, vector in vectors.items()]
        with self._db.transaction():
            self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def nearest(self, state: str, question: str) -> Nearest | None:
        """What lay nearest to a question in a collection in this `state`; None where it was not asked."""
        if self._db.read_only:  # it may be of a version that kept none
            return None
        query = "SELECT found FROM nearest WHERE state=? AND question=?"
        row = self._db.execute(query, (state, _key("", question))).fetchone()
        return [(str(id), float(cosine)) for id, cosine in json.loads(row[0])] if row else None

    def keep_nearest(self, state: str, question: str, found: Nearest) -> None:
        """Keep what lies nearest to a question; what was kept of other states is let go."""
        if self._db.read_only:
            return
        with self._db.transaction():
            self._db.execute("DELETE FROM nearest WHERE state != ?", (state,))
            row = (state, _key("", question), json.dumps(found))
            self._db.execute("INSERT OR REPLACE INTO nearest VALUES (?, ?, ?)", row)


def _key(model: str, text: str) -> bytes:
    return sha256(f"{model}\0{text}".encode("utf-8", "surrogatepass")).digest()[:20]
