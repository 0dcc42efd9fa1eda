"""Vectors in Chroma: a file of the desk, or a server that several desks share. One collection for each model.

Chroma is told never to embed by itself (it would fetch a model) and to send no telemetry. Its import takes two
seconds, so it comes when the collection is first used.
"""

from __future__ import annotations

import gc
import logging
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import numpy as np

from agent.errors import DamagedDesk, DraftError, SettingsError
from agent.index.database import look_at
from agent.index.embeddings import Vectors as Rows
from agent.index.limits import EVERYTHING, Limits
from agent.index.seal import holds, seal, sealed, sound, unseal

_T = TypeVar("_T")
_REPAIR = "用 `draft rebuild` 重建即可，算过的向量不用再算。"
#: Seconds a server may be away before a command gives up, and between two tries.
PATIENCE, PAUSE = 60.0, 1.0
_BATCH = 1000
#: Nearest-neighbour search looks at so many candidates; Chroma's own default of 100 loses some of the best hundred.
_BREADTH = 300


class Facts(NamedTuple):
    """What a vector can be filtered by. `day` is `YYYY-MM-DD` or ""."""

    source: str
    day: str
    publisher: str


class Vectors:
    """The collection of one model. Usable from one thread at a time."""

    def __init__(
        self, model: str, *, folder: Path, url: str = "", tell: Callable[[str], None] = lambda _: None
    ) -> None:
        """`folder` holds Chroma's files, unless `url` names a server. Nothing is opened yet."""
        self.model, self.folder, self.url, self._tell = model, folder, url, tell
        self.name = f"draft-{sha256(model.encode()).hexdigest()[:16]}"
        self._client: Any = None
        self._collection: Any = None

    def close(self) -> None:
        """Let go of the files or the connection."""
        client, self._client, self._collection = self._client, None, None
        if client is not None:
            session = getattr(getattr(client, "_server", None), "_session", None)
            client.close()
            if not self.url and sealed(self.folder):  # Chroma may have written by itself
                seal(self.folder)
            if session is not None:  # Chroma's client for servers leaves its connections open
                session.close()

    def count(self) -> int:
        """How many vectors there are."""
        return int(self._reach(lambda c: c.count()))

    def put(self, ids: Sequence[str], rows: Rows, facts: Sequence[Facts]) -> None:
        """Put vectors in, replacing those with the same ids. Raises DraftError."""
        self._unseal()
        metadata = [{"source": f.source, "day": _number(f.day), "publisher": f.publisher} for f in facts]
        for start in range(0, len(ids), _BATCH):
            part = slice(start, start + _BATCH)
            batch = {"ids": list(ids[part]), "embeddings": rows[part], "metadatas": metadata[part]}
            self._reach(partial(_put, batch))

    def remove(self, ids: Sequence[str]) -> None:
        """Take vectors out; ids that are not there are passed over."""
        self._unseal()
        for start in range(0, len(ids), _BATCH):
            part = list(ids[start : start + _BATCH])
            self._reach(partial(_delete, part))

    def settle(self) -> None:
        """Let Chroma write its graph, and note its files, so that damage is seen the next time."""
        if not self.url and self.folder.exists():
            self._reach(_any_query)
            seal(self.folder)

    def discard(self) -> None:
        """Throw the desk's own files away, as after damage. A server's are left alone."""
        self.close()
        if not self.url:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _unseal(self) -> None:
        if not self.url:
            unseal(self.folder)

    def clear(self) -> None:
        """Empty the collection."""
        self._reach(lambda _: self._client.delete_collection(self.name))
        self._collection = None

    def nearest(self, row: Rows, n: int, limits: Limits = EVERYTHING) -> list[tuple[str, float]]:
        """(id, cosine) of the `n` vectors nearest to `row` that pass the limits, nearest first."""
        where = _where(limits)
        found = self._reach(
            lambda c: c.query(
                query_embeddings=row.reshape(1, -1), n_results=n, where=where, include=["distances"]
            )
        )
        return [(id, 1.0 - float(d)) for id, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def state(self) -> str:
        """A name for what the collection holds, another after every change; "" where that cannot be told without opening
        it: on a server, and after an interruption. Raises DamagedDesk."""
        if self.url or not holds(self.folder):
            return ""
        self._look()
        return holds(self.folder)

    def get(self, ids: Sequence[str]) -> dict[str, Rows]:
        """The vectors with these ids; unknown ids are left out."""
        out: dict[str, Rows] = {}
        for start in range(0, len(ids), _BATCH):
            part = list(ids[start : start + _BATCH])
            found = self._reach(partial(_rows, part))
            out.update(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))
        return out

    # -- reaching Chroma -------------------------------------------------------------------------------------

    def _reach(self, call: Callable[[Any], _T]) -> _T:
        """Do something with the collection; wait for a server that is away."""
        until, told = time.monotonic() + PATIENCE, False
        while True:
            try:
                return call(self._open())
            except DraftError:
                raise
            except BaseException as error:  # a damaged file makes Chroma's Rust half panic: no Exception
                if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
                    raise
                if not self.url:
                    raise self._damaged() from error
                if not _away(error) or time.monotonic() > until:
                    raise DraftError(
                        f"向量服务器 {self.url} 用不了（{type(error).__name__}）；请检查它是否在运行，"
                        "算好的向量都存在本机，恢复后再运行一次会接着做完。"
                    ) from error
            if not told:
                self._tell(f"向量服务器 {self.url} 连不上，等它回来……")
                told = True
            self._collection = None
            time.sleep(PAUSE)

    def _open(self) -> Any:
        if self._collection is None:
            if self._client is None:
                self._client = self._connect()
            self._collection = self._client.get_or_create_collection(
                self.name,
                embedding_function=None,
                metadata={"model": self.model},
                configuration={"hnsw": {"space": "cosine", "ef_search": _BREADTH}},
            )
        return self._collection

    def _connect(self) -> Any:
        if not self.url:
            self._look()
        import chromadb
        from chromadb.config import Settings

        gc.freeze()  # what it imports stays: looking through it for garbage again and again takes as long as a question
        logging.getLogger("chromadb").setLevel(logging.ERROR)
        settings = Settings(anonymized_telemetry=False)
        if not self.url:
            return chromadb.PersistentClient(str(self.folder), settings=settings)
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(
                f"draft.toml 里 index.url 的“{self.url}”不是网址；应像 http://127.0.0.1:8000。"
            )
        secure = parts.scheme == "https"
        return chromadb.HttpClient(
            parts.hostname, parts.port or (443 if secure else 8000), ssl=secure, settings=settings
        )

    def _look(self) -> None:
        look_at(self.folder / "chroma.sqlite3", "向量库", _REPAIR)
        if not sound(self.folder):
            raise self._damaged()

    def _damaged(self) -> DamagedDesk:
        return DamagedDesk(f"向量库 {self.folder} 损坏，读不出来；{_REPAIR}")


def _put(batch: Mapping[str, Any], collection: Any) -> None:
    collection.upsert(**batch)


def _delete(ids: Sequence[str], collection: Any) -> None:
    collection.delete(ids=ids)


def _rows(ids: Sequence[str], collection: Any) -> Any:
    return collection.get(ids=ids, include=["embeddings"])


def _any_query(collection: Any) -> None:
    """Ask for something: Chroma writes its graph to disk on the first question after a change."""
    if collection.count():
        collection.query(query_embeddings=collection.peek(1)["embeddings"], n_results=1)


def _away(error: BaseException) -> bool:
    """Whether a later try may do better: no connection, or a server that is just coming up."""
    import httpx

    chain: list[BaseException | None] = [error, error.__cause__, error.__context__]
    if any(isinstance(e, httpx.TransportError | OSError) for e in chain):
        return True
    return "connect" in str(error).lower() or getattr(error, "code", lambda: 0)() in (500, 502, 503, 504)


def _number(day: str) -> int:
    """`2026-06-14` → 20260614, 0 where unknown: Chroma compares numbers only."""
    digits = day.replace("-", "")
    return int(digits) if digits.isdecimal() else 0


def _where(limits: Limits) -> Mapping[str, Any] | None:
    clauses: list[dict[str, Any]] = []
    if limits.since is not None:
        clauses.append({"day": {"$gte": _number(limits.since)}})
    if limits.until is not None:
        clauses.append({"day": {"$lte": _number(limits.until)}})
        if limits.since is None:
            clauses.append({"day": {"$gt": 0}})
    if limits.publisher is not None:
        clauses.append({"publisher": limits.publisher})
    if limits.source is not None:
        clauses.append({"source": limits.source})
    if len(clauses) > 1:
        return {"$and": clauses}
    return clauses[0] if clauses else None
