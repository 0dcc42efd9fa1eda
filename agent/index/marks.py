"""Which passages have a vector, in which collection, under which id; and what is left to embed or to take out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from agent.index.database import Database
from agent.index.embeddings import embedded_text
from agent.index.vectors import Facts
from agent.models import Span

_T = TypeVar("_T")
_STEP = 500
_FIELDS = (
    "p.row, s.id, s.day, s.publisher, s.title, p.start, p.stop, substr(s.text, p.start + 1, p.stop - p.start)"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with what search must know of its source. `row` is its number in this catalogue."""

    row: int
    source_id: str
    day: str
    publisher: str
    title: str
    span: Span
    text: str

    @property
    def id(self) -> str:
        """The passage's id in answers: source and span."""
        return f"{self.source_id}:{self.span[0]}-{self.span[1]}"

    @property
    def embedded(self) -> str:
        """The text whose vector stands for it."""
        return embedded_text(self.title, self.text)

    @property
    def vector_id(self) -> str:
        """Its vector's id: the same on every desk that has this source with this text."""
        return sha256(f"{self.id}\0{self.embedded}".encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @property
    def facts(self) -> Facts:
        """What its vector can be filtered by."""
        return Facts(self.source_id, self.day, self.publisher)


class Marks:
    """The catalogue's account of one collection of vectors."""

    def __init__(self, database: Database, collection: str) -> None:
        self._db, self.collection = database, collection

    def any(self) -> bool:
        """Whether any passage has a vector."""
        query = "SELECT EXISTS (SELECT 1 FROM embedded WHERE collection=?)"
        return bool(self._db.execute(query, (self.collection,)).fetchone()[0])

    def count(self) -> int:
        """How many passages have a vector."""
        query = "SELECT count(*) FROM embedded WHERE collection=?"
        return int(self._db.execute(query, (self.collection,)).fetchone()[0])

    def vectors(self) -> int:
        """How many different vectors those are."""
        query = "SELECT count(DISTINCT vector) FROM embedded WHERE collection=?"
        return int(self._db.execute(query, (self.collection,)).fetchone()[0])

    def marked(self) -> list[int]:
        """The passages that have a vector."""
        query = "SELECT passage FROM embedded WHERE collection=?"
        return [row for (row,) in self._db.execute(query, (self.collection,))]

    def left(self, rows: Sequence[int] | None = None) -> list[int]:
        """Passages without a vector: of `rows` in their order, else of all, newest sources first."""
        if rows is not None:
            having = self.having(rows)
            return [row for row in dict.fromkeys(rows) if row not in having]
        query = (
            "SELECT p.row FROM passages p JOIN sources s ON s.row = p.source WHERE NOT EXISTS "
            "(SELECT 1 FROM embedded e WHERE e.collection=? AND e.passage=p.row) ORDER BY s.day DESC, p.row"
        )
        return [row for (row,) in self._db.execute(query, (self.collection,))]

    def having(self, rows: Sequence[int]) -> set[int]:
        """Those of `rows` that have a vector."""
        found: set[int] = set()
        for part in _parts(rows):
            query = f"SELECT passage FROM embedded WHERE collection=? AND passage IN ({_marks(part)})"
            found.update(row for (row,) in self._db.execute(query, (self.collection, *part)).fetchall())
        return found

    def put(self, passages: Iterable[Passage]) -> None:
        """Note that these have their vectors."""
        rows = [(self.collection, passage.row, passage.vector_id) for passage in passages]
        with self._db.transaction():
            self._db.executemany("INSERT OR REPLACE INTO embedded VALUES (?, ?, ?)", rows)
            self._db.executemany(
                "DELETE FROM stale WHERE collection=? AND vector=?", [(c, v) for c, _, v in rows]
            )

    def clear(self) -> None:
        """Forget everything of this collection: it is being filled anew."""
        with self._db.transaction():
            for table in ("embedded", "stale"):
                self._db.execute(f"DELETE FROM {table} WHERE collection=?", (self.collection,))

    def stale(self) -> list[str]:
        """Vectors of passages that are gone and that no other passage shares."""
        query = (
            "SELECT vector FROM stale s WHERE collection=? AND NOT EXISTS "
            "(SELECT 1 FROM embedded e WHERE e.collection=s.collection AND e.vector=s.vector)"
        )
        return [vector for (vector,) in self._db.execute(query, (self.collection,))]

    def removed(self) -> None:
        """Note that the stale vectors were taken out."""
        with self._db.transaction():
            self._db.execute("DELETE FROM stale WHERE collection=?", (self.collection,))

    def rows(self, vectors: Sequence[str]) -> dict[str, int]:
        """Vector id → passage, for those this desk has; of several passages the first."""
        out: dict[str, int] = {}
        for part in _parts(vectors):
            query = f"SELECT vector, min(passage) FROM embedded WHERE collection=? AND vector IN ({_marks(part)}) GROUP BY 1"
            out.update(self._db.execute(query, (self.collection, *part)).fetchall())
        return out


def passages_at(database: Database, rows: Sequence[int]) -> Iterator[Passage]:
    """The passages with these numbers, in this order; those that are gone are left out."""
    for part in _parts(rows):
        query = f"SELECT {_FIELDS} FROM passages p JOIN sources s ON s.row = p.source WHERE p.row IN ({_marks(part)})"
        found = {row[0]: row for row in database.execute(query, part).fetchall()}
        for number in part:
            if number in found:
                row, id, day, publisher, title, start, stop, text = found[number]
                yield Passage(row, id, day, publisher, title, (start, stop), text)


def _parts(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), _STEP):
        yield items[start : start + _STEP]


def _marks(part: Sequence[object]) -> str:
    return ",".join("?" * len(part))
