"""The catalogue: every source of a desk and its passages in one SQLite file, with full-text search over words.

Everything here can be made again from archive/. Writes are transactions: after a kill the file holds whole batches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

from agent.index import words
from agent.index.database import Database, connect
from agent.index.likeness import COPY, SAME, likeness
from agent.index.limits import Limits
from agent.index.preparing import Prepared, Ready, prepared
from agent.index.schema import migrate
from agent.models import Frozen, Hit, Source
from agent.text.segment import search_words

Outcome = Literal["new", "reprint", "updated", "unchanged"]
_REPAIR = "原始来源都在 archive/ 里，用 `draft rebuild` 重建即可。"

_COLUMNS = (
    "id, sha256, title, publisher, author, published, url, language, fetched, snapshot, line, extractor, origin, "
    "family, reprint_of, text"
)


class Added(Frozen):
    """What became of one source: its outcome, and for a reprint the id of the family it joined."""

    id: str
    outcome: Outcome
    family: str


class Catalogue:
    """The sources of a desk. One writer at a time (the desk's lock sees to it); readers do not wait.

    Usable from one thread at a time, whichever it is.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the catalogue at `path`. Raises DamagedDesk, or NewerSchema for a later version's file."""
        self.path = path
        self._db = self.database = connect(path, what="目录库", repair=_REPAIR)
        try:
            self._db.execute("PRAGMA cache_size=-65536")
            migrate(self._db)
        except BaseException:
            self._db.close()
            raise

    def to_schema(self, version: int) -> None:
        """Bring the file to another schema version; close it afterwards. Raises UsageError for one unknown."""
        migrate(self._db, version)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # -- writing ---------------------------------------------------------------------------------------------

    def add(self, batch: Sequence[Source]) -> list[Added]:
        """Take in a batch in one transaction; what each became, in order. The same source twice changes nothing."""
        return self.store(prepared(batch))

    def store(self, batch: Prepared) -> list[Added]:
        """The writing half of `add`: nearly all of it is SQLite's work, done while other Python threads run."""
        with self._db.transaction():
            pages = _Pages(self._db)
            added = [self._add_one(source, ready, pages) for source, ready in batch]
            pages.write()
        return added

    def _add_one(self, source: Source, ready: Ready, pages: _Pages) -> Added:
        known = self._db.execute(
            "SELECT row, sha256, title, publisher, published, family FROM sources WHERE id=?", (source.id,)
        ).fetchone()
        if known and known[1:5] == (source.sha256, source.title, source.publisher, source.published):
            return Added(id=source.id, outcome="unchanged", family=known[5])
        if not known and source.line is None:
            known = self._before(source.origin)
        if known:
            pages.write()  # what is retired may have come in this very batch
            self._retire(known[0], source.fetched)
        family, alike = self._family(ready, known[0] if known else None)
        family = family or source.id
        row = self._insert(source, family, ready.signature, known[0] if known else None)
        pages.add(row, ready)
        if (
            alike < COPY
        ):  # a plain copy is found through what it copies: else a story reprinted n times costs n² looks
            keys = [(key, row) for key in ready.keys]
            self._db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", keys)
        outcome: Outcome = "updated" if known else "reprint" if family != source.id else "new"
        return Added(id=source.id, outcome=outcome, family=family)

    def _before(self, origin: str) -> tuple[int, str, str, str, str, str] | None:
        """What the same page or file said when it was last read, if it did."""
        found: tuple[int, str, str, str, str, str] | None = self._db.execute(
            "SELECT row, sha256, title, publisher, published, family FROM sources "
            "WHERE origin=? AND line IS NULL AND origin != ''",
            (origin,),
        ).fetchone()
        return found

    def _insert(self, source: Source, family: str, signature: bytes, row: int | None) -> int:
        values = (
            row, source.id, source.sha256, source.title, source.publisher, source.author, source.published, source.day,
            source.url, source.language, source.fetched, source.snapshot, source.line, source.extractor, source.origin,
            family, source.reprint_of, source.text, signature,
        )  # fmt: skip
        cursor = self._db.execute(f"INSERT INTO sources VALUES ({', '.join('?' * len(values))})", values)
        return int(cursor.lastrowid or 0)

    def _retire(self, row: int, when: str) -> None:
        """Keep what the source said before in `versions`, and take its words out of the index."""
        old = self._source(self._db.execute(f"SELECT {_COLUMNS} FROM sources WHERE row=?", (row,)).fetchone())
        self._db.execute(
            "INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?)",
            (old.id, old.sha256, when, old.model_dump_json()),
        )
        heading = " ".join(search_words(old.title))
        for passage, start, stop in self._db.execute(
            "SELECT row, start, stop FROM passages WHERE source=?", (row,)
        ).fetchall():
            self._db.execute(
                "INSERT INTO words (words, rowid, title, body) VALUES ('delete', ?, ?, ?)",
                (passage, heading, " ".join(search_words(old.text[start:stop]))),
            )
            self._db.execute(
                "INSERT OR IGNORE INTO stale SELECT collection, vector FROM embedded WHERE passage=?",
                (passage,),
            )
            self._db.execute("DELETE FROM embedded WHERE passage=?", (passage,))
        self._db.execute("DELETE FROM passages WHERE source=?", (row,))
        self._db.execute("DELETE FROM bands WHERE source=?", (row,))
        self._db.execute("DELETE FROM sources WHERE row=?", (row,))

    def _family(self, ready: Ready, but: int | None) -> tuple[str, float]:
        """The family of the most similar source known and how similar it is; ("", 0) when none is similar enough."""
        if not ready.keys:
            return "", 0.0
        marks = ",".join("?" * len(ready.keys))
        found = self._db.execute(
            f"SELECT DISTINCT s.row, s.family, s.signature FROM bands b JOIN sources s ON s.row = b.source "
            f"WHERE b.key IN ({marks})",
            ready.keys,
        )
        best = max(
            ((likeness(ready.signature, other), -row, family) for row, family, other in found if row != but),
            default=(0.0, 0, ""),
        )
        return (best[2], best[0]) if best[0] >= SAME else ("", 0.0)

    def mark_done(self, sha256: str, origin: str, sources: int) -> None:
        """Remember that a raw file was read to its end, so that the same bytes again are passed over at once."""
        with self._db.transaction():
            self._db.execute("INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?)", (sha256, origin, sources))

    def done(self, sha256: str) -> int | None:
        """How many sources a fully read raw file gave; None when it was not read, or not to its end."""
        found = self._db.execute("SELECT sources FROM snapshots WHERE sha256=?", (sha256,)).fetchone()
        return int(found[0]) if found else None

    # -- reading ---------------------------------------------------------------------------------------------

    def count(self) -> int:
        """Number of sources."""
        return int(self._db.execute("SELECT count(*) FROM sources").fetchone()[0])

    def get(self, ids: Iterable[str]) -> dict[str, Source]:
        """The sources with these ids; unknown ids are left out."""
        out: dict[str, Source] = {}
        for id in ids:
            row = self._db.execute(f"SELECT {_COLUMNS} FROM sources WHERE id=?", (id,)).fetchone()
            if row:
                out[id] = self._source(row)
        return out

    def version(self, id: str, sha256: str) -> Source | None:
        """The source `id` as it was when its text had this hash: now, or before it was replaced."""
        current = self.get([id]).get(id)
        if current and current.sha256 == sha256:
            return current
        old = self._db.execute("SELECT source FROM versions WHERE id=? AND sha256=?", (id, sha256)).fetchone()
        return Source.model_validate_json(old[0]) if old else None

    def latest(self, origin: str) -> Source | None:
        """The source that was last read from this page or file, None where there is none."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM sources WHERE origin=? AND line IS NULL AND origin != ''", (origin,)
        ).fetchone()
        return self._source(row) if row else None

    def between(self, since: str, until: str, of: Callable[[str, str], bool] | None = None) -> list[Source]:
        """Sources published from `since` to `until` (`YYYY-MM-DD`, inclusive), oldest first.

        With `of` only those whose publisher and address it takes; the texts of the others are not read.
        """
        span = "FROM sources WHERE day BETWEEN ? AND ?"
        if of is None:
            rows = self._db.execute(f"SELECT {_COLUMNS} {span} ORDER BY day, id", (since, until))
            return [self._source(row) for row in rows]
        heads = self._db.execute(f"SELECT id, publisher, url {span} ORDER BY day, id", (since, until))
        ids = [id for id, publisher, url in heads.fetchall() if of(publisher, url)]
        found = self.get(ids)
        return [found[id] for id in ids]

    def last_day(self, until: str) -> str:
        """The last day up to `until` from which there are sources, or ""."""
        (day,) = self._db.execute(
            "SELECT max(day) FROM sources WHERE day <= ? AND day != ''", (until,)
        ).fetchone()
        return day or ""

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        since: str | None = None,
        until: str | None = None,
        publisher: str | None = None,
    ) -> list[Hit]:
        """The best passage of each of at most `k` sources by BM25 over words, best first. Dates are inclusive.

        What `index/search.py` asks of the words, for who needs nothing else: its ranking brings numpy.
        """
        terms = sorted(set(search_words(query)))
        scores = dict(words.best(self._db, terms, 8 * k, Limits(since, until, publisher)))
        found = self._db.execute(
            "SELECT p.row, s.id, p.start, p.stop, substr(s.text, p.start + 1, p.stop - p.start) FROM passages p "
            f"JOIN sources s ON s.row = p.source WHERE p.row IN ({','.join('?' * len(scores))})",
            list(scores),
        )
        passages = {row: passage for row, *passage in found.fetchall()}
        hits: dict[str, Hit] = {}
        for row, score in scores.items():
            id, start, stop, text = passages[row]
            if id not in hits and len(hits) < k:
                hits[id] = Hit(
                    source_id=id,
                    passage_id=f"{id}:{start}-{stop}",
                    score=score,
                    text=text,
                    span=(start, stop),
                )
        return list(hits.values())

    @staticmethod
    def _source(row: tuple[object, ...]) -> Source:
        names = _COLUMNS.replace(" ", "").split(",")
        fields: dict[str, Any] = dict(zip(names, row, strict=True))
        return Source.model_construct(**fields)  # our own rows need no second validation


class _Pages:
    """Passages and their words on the way into the file, many in one statement."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._next = int(database.execute("SELECT coalesce(max(row), 0) FROM passages").fetchone()[0])
        self._passages: list[tuple[int, int, int, int]] = []
        self._words: list[tuple[int, str, str]] = []

    def add(self, source: int, ready: Ready) -> None:
        """Take the passages of a source, by its row."""
        for start, stop, said in ready.pieces:
            self._next += 1
            self._passages.append((self._next, source, start, stop))
            self._words.append((self._next, ready.heading, said))

    def write(self) -> None:
        """Put into the file what was taken."""
        self._db.executemany("INSERT INTO passages VALUES (?, ?, ?, ?)", self._passages)
        self._db.executemany("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", self._words)
        self._passages, self._words = [], []
