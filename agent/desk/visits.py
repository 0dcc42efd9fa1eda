"""What the desk remembers of the web from run to run: which addresses it has, what it still wants, how visits went.

In a file of its own, `.draft/web.sqlite`, for it is about fetching, not about texts: losing it costs requests, never a
source, and no change of the catalogue's tables ever touches it. See docs/decisions/0070.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.index.database import connect
from agent.sources.validators import Validators

_VERSION = 1
_TABLES = """
CREATE TABLE pages (url TEXT PRIMARY KEY, source TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,
    sha256 TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX pages_wanted ON pages (source) WHERE state = 'wanted';
CREATE TABLE visits (source TEXT NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, short TEXT NOT NULL,
    message TEXT NOT NULL, seen INTEGER NOT NULL, new INTEGER NOT NULL);
CREATE INDEX visits_source ON visits (source, at);
CREATE TABLE robots (site TEXT PRIMARY KEY, text TEXT NOT NULL, at REAL NOT NULL) WITHOUT ROWID;
"""
#: `short` of a visit to an address that leads to another for good; its message is that address.
MOVED = "已迁址"
#: Tries of a page, one a run, before it is no longer wanted.
TRIES = 4
#: Seconds a robots.txt may be kept (RFC 9309), and days visits are remembered.
_ROBOTS, _DAYS = 24 * 3600, 120


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of an address. `state`: have, wanted, gone (it was there and is no more), left (given up)."""

    url: str
    source: str
    validators: Validators
    sha256: str
    state: str
    tries: int
    at: str


@dataclass(frozen=True, slots=True)
class Visit:
    """How one look at a followed source went. `kind`: ok, unchanged, empty, failed; `new` counts what came in."""

    source: str
    at: str
    kind: str
    short: str = ""
    message: str = ""
    seen: int = 0
    new: int = 0


class Visits:
    """The file. One writer at a time: the desk's lock sees to it."""

    def __init__(self, path: Path) -> None:
        """Open or make the file at `path`; one of another version is begun anew."""
        self._db = connect(path, what="抓取记录", repair=f"删去 {path.name} 即可，只会多取几次网页。")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version != _VERSION and not self._db.read_only:
            with self._db.transaction():
                for table in ("pages", "visits", "robots"):
                    self._db.execute(f"DROP TABLE IF EXISTS {table}")
                for statement in _TABLES.split(";"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version={_VERSION}")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # -- addresses -------------------------------------------------------------------------------------------

    def page(self, url: str) -> Page | None:
        """What is known of an address."""
        row = self._db.execute(
            "SELECT url, source, etag, modified, sha256, state, tries, at FROM pages WHERE url=?", (url,)
        ).fetchone()
        return Page(row[0], row[1], Validators(row[2], row[3]), *row[4:]) if row else None

    def known(self, url: str) -> Validators | None:
        """What makes a request for an address we have conditional."""
        page = self.page(url)
        return page.validators if page and page.state == "have" and any(_pair(page.validators)) else None

    def new(self, urls: Sequence[str]) -> list[str]:
        """Those of `urls`, in order, of which nothing is known."""
        distinct = list(dict.fromkeys(urls))
        query = "SELECT url FROM pages WHERE url IN (SELECT value FROM json_each(?))"
        known = {url for (url,) in self._db.execute(query, (json.dumps(distinct),))}
        return [url for url in distinct if url not in known]

    def wanted(self, source: str) -> list[str]:
        """Addresses of a source that were found and not yet had, with those of earlier runs."""
        rows = self._db.execute("SELECT url FROM pages WHERE source=? AND state='wanted'", (source,))
        return [url for (url,) in rows]

    def want(self, urls: Iterable[str], source: str, at: str) -> None:
        """Remember addresses to be fetched; known ones stay as they are."""
        rows = [(url, source, at) for url in urls]
        with self._db.transaction():
            self._db.executemany(
                "INSERT OR IGNORE INTO pages VALUES (?, ?, '', '', '', 'wanted', 0, ?)", rows
            )

    def have(self, pages: Iterable[Page]) -> None:
        """Note what is safely in the catalogue, with the validators of the version it holds."""
        rows = [(p.url, p.source, *_pair(p.validators), p.sha256, p.state, p.tries, p.at) for p in pages]
        with self._db.transaction():
            self._db.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def missed(self, url: str, source: str, at: str, *, final: bool) -> None:
        """Note a failed try; a `final` failure, or one too many, ends the wanting. What we have, we keep."""
        with self._db.transaction():
            self._db.execute(
                "INSERT OR IGNORE INTO pages VALUES (?, ?, '', '', '', 'wanted', 0, ?)", (url, source, at)
            )
            self._db.execute(
                "UPDATE pages SET tries=tries+1, state=CASE WHEN state!='wanted' THEN state "
                "WHEN ? OR tries+1>=? THEN 'left' ELSE state END, at=? WHERE url=?",
                (final, TRIES, at, url),
            )

    def gone(self, url: str, at: str) -> None:
        """Note that a page we have is no longer there."""
        with self._db.transaction():
            self._db.execute("UPDATE pages SET state='gone', at=? WHERE url=? AND state='have'", (at, url))

    # -- sources ---------------------------------------------------------------------------------------------

    def record(self, visits: Iterable[Visit]) -> None:
        """Add visits; those of long ago are forgotten."""
        rows = [(v.source, v.at, v.kind, v.short, v.message, v.seen, v.new) for v in visits]
        if not rows:
            return
        with self._db.transaction():
            self._db.executemany("INSERT INTO visits VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            self._db.execute("DELETE FROM visits WHERE julianday(at) < julianday(?) - ?", (rows[0][1], _DAYS))

    def visits(self, source: str) -> list[Visit]:
        """The visits to a source, oldest first."""
        query = (
            "SELECT source, at, kind, short, message, seen, new FROM visits WHERE source=? ORDER BY at, rowid"
        )
        return [Visit(*row) for row in self._db.execute(query, (source,))]

    def robots(self) -> MutableMapping[str, str]:
        """The robots.txt of hosts by origin, as long as they may be kept; write them back with `keep_robots`."""
        rows = self._db.execute("SELECT site, text FROM robots WHERE at > ?", (time.time() - _ROBOTS,))
        return _Texts(rows)

    def keep_robots(self, texts: MutableMapping[str, str]) -> None:
        """Keep what `robots()` gave and has learnt since."""
        if isinstance(texts, _Texts) and texts.fresh:
            now = time.time()
            with self._db.transaction():
                self._db.executemany(
                    "INSERT OR REPLACE INTO robots VALUES (?, ?, ?)",
                    [(s, texts[s], now) for s in texts.fresh],
                )


class _Texts(dict[str, str]):
    """A dict that knows which of its items are new."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        super().__init__(rows)
        self.fresh: set[str] = set()

    def __setitem__(self, site: str, text: str) -> None:
        if self.get(site) != text:
            self.fresh.add(site)
        super().__setitem__(site, text)


def _pair(validators: Validators) -> tuple[str, str]:
    return validators.etag, validators.modified
