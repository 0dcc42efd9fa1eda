"""The catalogue's tables, version by version, and the steps between them, both ways.

Version 1 had no vectors. Version 2 notes which passages have one in which collection, and which vectors of
passages that are gone have yet to be removed there.
"""

from __future__ import annotations

from agent.errors import NewerSchema, UsageError
from agent.index.database import Database

VERSION = 2

_FIRST = """
CREATE TABLE sources (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, title TEXT NOT NULL,
    publisher TEXT NOT NULL, author TEXT NOT NULL, published TEXT NOT NULL, day TEXT NOT NULL, url TEXT NOT NULL,
    language TEXT NOT NULL, fetched TEXT NOT NULL, snapshot TEXT NOT NULL, line INTEGER, extractor TEXT NOT NULL,
    origin TEXT NOT NULL, family TEXT NOT NULL, reprint_of TEXT NOT NULL, text TEXT NOT NULL, signature BLOB NOT NULL
);
CREATE INDEX sources_day ON sources (day);
CREATE INDEX sources_family ON sources (family);
CREATE INDEX sources_origin ON sources (origin) WHERE line IS NULL;
CREATE TABLE versions (                      -- what a source said before it was replaced
    id TEXT NOT NULL, sha256 TEXT NOT NULL, replaced TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (id, sha256)
);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES sources (row), start INTEGER NOT NULL,
    stop INTEGER NOT NULL
);
CREATE INDEX passages_source ON passages (source);
CREATE TABLE bands (key INTEGER NOT NULL, source INTEGER NOT NULL, PRIMARY KEY (key, source)) WITHOUT ROWID;
CREATE TABLE snapshots (sha256 TEXT PRIMARY KEY, origin TEXT NOT NULL, sources INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (title, body, content='', tokenize="unicode61 remove_diacritics 0");
"""
#: Step from a version to the next, and back.
_UP = {
    0: _FIRST,
    1: """
CREATE TABLE embedded (                      -- passages with a vector: in which collection, under which id
    collection TEXT NOT NULL, passage INTEGER NOT NULL, vector TEXT NOT NULL, PRIMARY KEY (collection, passage)
) WITHOUT ROWID;
CREATE INDEX embedded_vector ON embedded (collection, vector);
CREATE INDEX embedded_passage ON embedded (passage);
CREATE TABLE stale (collection TEXT NOT NULL, vector TEXT NOT NULL, PRIMARY KEY (collection, vector)) WITHOUT ROWID;
""",
}
_DOWN = {2: "DROP TABLE embedded; DROP TABLE stale;"}


def version_of(database: Database) -> int:
    """The schema version of the file; 0 for a new one."""
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def migrate(database: Database, to: int = VERSION) -> None:
    """Bring the file to version `to`, step by step, in one transaction.

    Raises NewerSchema for a file of a later version than this program knows, UsageError for an impossible `to`.
    """
    if version_of(database) == to:
        return
    if database.read_only:
        raise UsageError(f"目录库 {database.path} 版本不同，要能写入才能转换；请检查磁盘和权限。")
    with database.transaction():  # a second process that opens a new file at the same moment waits here
        at = version_of(database)
        _refuse(database, at, to)
        while at != to:
            step, after = (_UP[at], at + 1) if at < to else (_DOWN[at], at - 1)
            for statement in step.split(";"):
                database.execute(statement)
            database.execute(f"PRAGMA user_version={after}")
            at = after


def _refuse(database: Database, at: int, to: int) -> None:
    if at > VERSION:
        raise NewerSchema(
            f"{database.path} 是更新版本的 draft 写的（{at}）；请升级 draft，或用 `draft rebuild` 重建。"
        )
    if not 1 <= to <= VERSION:
        raise UsageError(f"目录库没有版本 {to}；可以是 1 到 {VERSION}。")
