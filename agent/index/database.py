"""A SQLite file that says in a sentence what is wrong: damage, a full disk, a folder that cannot be written.

Damage shows when a page is read, which may be long after opening; so every statement and every row fetched here
turns SQLite's error into one of ours.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from agent.errors import DamagedDesk, DeskBusy, DraftError, cause

_P = ParamSpec("_P")
_T = TypeVar("_T")
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
_HEADER = b"SQLite format 3\x00"
#: Seconds to wait for another process's transaction.
_PATIENCE = 30.0


def connect(path: Path, *, what: str, repair: str) -> Database:
    """Open or make the file at `path`; `what` it is and how to `repair` it are words for messages.

    A folder that cannot be written gives a database that can only be read. Raises DamagedDesk or DraftError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        look_at(path, what, repair)
    except OSError as error:
        raise DraftError(f"打不开{what} {path}：{cause(error)}。请检查磁盘和权限。") from error
    try:
        database = _opened(path, str(path), False)
        try:
            database.execute("PRAGMA journal_mode=WAL")
        except _UnwritableError:
            database.close()
            database = _reading(path)
        database.path, database.what, database.repair = path, what, repair
        if not database.read_only:
            database.execute("PRAGMA synchronous=NORMAL")
        database.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error as error:
        raise _told(error, path, what, repair) from error
    return database


def _opened(path: Path, name: str, uri: bool) -> Database:
    database = sqlite3.connect(
        name, timeout=_PATIENCE, isolation_level=None, check_same_thread=False, factory=Database, uri=uri
    )
    database.path = path
    return database


def _reading(path: Path) -> Database:
    """The file for reading only; `immutable` where not even the helper file of its log can be made."""
    address = path.absolute().as_uri()
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        database = _opened(path, f"{address}?{mode}", True)
        try:
            database.execute("SELECT count(*) FROM sqlite_master")
        except (DraftError, sqlite3.Error):
            database.close()
        else:
            database.read_only = True
            return database
    raise DraftError(f"编辑台 {path.parent.parent} 不能写入，也没有可读的目录库；请检查磁盘和权限。")


def look_at(path: Path, what: str, repair: str) -> None:
    """Notice a file that is no database, or was cut short, before SQLite meets it page by page."""
    if not path.exists() or path.stat().st_size == 0:
        return
    with path.open("rb") as file:
        head = file.read(100)
    size = int.from_bytes(head[16:18], "big")
    page = 65536 if size == 1 else size
    pages = int.from_bytes(head[28:32], "big")
    log = path.with_name(path.name + "-wal")
    # The header's count means nothing when an older program wrote last, or while a log holds the missing pages.
    counted = head[24:28] == head[92:96] and not (log.exists() and log.stat().st_size)
    if not head.startswith(_HEADER) or (counted and path.stat().st_size < page * pages):
        raise DamagedDesk(f"{what} {path} 损坏，读不出来；{repair}")


class _UnwritableError(DraftError):
    """The file, its folder or its disk cannot be written."""


def _told(error: sqlite3.Error, path: Path, what: str, repair: str) -> DraftError:
    """Our error for SQLite's."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary == sqlite3.SQLITE_FULL:
        return DraftError(f"磁盘满了，写不了 {path}；已经收入的都在，腾出空间后再运行一次会接着做完。")
    if primary == sqlite3.SQLITE_BUSY:
        return DeskBusy(f"{what} {path} 正被另一个程序占用；请稍后再试。")
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return _UnwritableError(f"编辑台 {path.parent.parent} 不能写入；请检查磁盘和权限。")
    if primary == sqlite3.SQLITE_IOERR:
        return DraftError(f"读写 {path} 时磁盘出错（{error}）；请检查磁盘，已经收入的原始文件都在 archive/。")
    if primary in _DAMAGED or (primary is None and isinstance(error, sqlite3.DatabaseError)):
        return DamagedDesk(f"{what} {path} 损坏，读不出来；{repair}")
    if primary == sqlite3.SQLITE_ERROR and str(error).startswith(("no such", "malformed", "vtable")):
        return DamagedDesk(f"{what} {path} 缺了内容（{error}）；{repair}")
    return DraftError(f"{what} {path} 出错（{error}）；{repair}")


class Database(sqlite3.Connection):
    """A connection whose errors are DraftErrors."""

    path: Path = Path()
    what: str = "数据库"
    repair: str = ""
    read_only: bool = False

    def told(self, error: sqlite3.Error) -> DraftError:
        """Our error for SQLite's."""
        return _told(error, self.path, self.what, self.repair)

    def cursor(self, factory: Any = None) -> Any:
        """A cursor that raises our errors."""
        return super().cursor(factory or _Cursor)

    def execute(self, *args: Any) -> Any:
        """Like `sqlite3.Connection.execute`, which would not ask `cursor`."""
        return self.cursor().execute(*args)

    def executemany(self, *args: Any) -> Any:
        """Like `sqlite3.Connection.executemany`."""
        return self.cursor().executemany(*args)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            if self.in_transaction:  # a full disk rolls back by itself
                self.execute("ROLLBACK")
            raise


def _telling(call: Callable[_P, _T]) -> Callable[_P, _T]:
    def told(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            return call(*args, **kwargs)
        except sqlite3.Error as error:
            cursor: Any = args[0]
            raise cursor.connection.told(error) from error

    return told


class _Cursor(sqlite3.Cursor):
    execute = _telling(sqlite3.Cursor.execute)
    executemany = _telling(sqlite3.Cursor.executemany)
    fetchone = _telling(sqlite3.Cursor.fetchone)
    fetchall = _telling(sqlite3.Cursor.fetchall)
    __next__ = _telling(sqlite3.Cursor.__next__)  # type: ignore[arg-type]  # its stub is an iterator's
