"""The one entry of the desk: paths, folders, addresses and bytes → sources and failures."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from agent.errors import UnreadableSource
from agent.sources import jsonl, kinds
from agent.sources.article import Article, Failure, Found, Raw, finish

#: Fetches an address: see `agent.sources.web.Fetcher.fetch`.
Fetch = Callable[[str], Raw]


def read(
    inputs: Iterable[str | Path | Raw], *, fetched: str, today: str = "", fetch: Fetch | None = None
) -> Iterator[Found | Failure]:
    """Every source in `inputs`, lazily, in order; a `Failure` for each that could not be read. Never raises
    for one.

    An input is a path (a folder is walked), an `http(s)://` address, or a `Raw` (bytes with a name).
    `fetched` is
    the time of reading, ISO 8601; `today` the day after which a publication date counts as wrong (default:
    that of
    `fetched`). `fetch` gets an address (default: `web.Fetcher().fetch`).
    """
    for item in inputs:
        if isinstance(item, Raw):
            yield from _read(item, item.url or str(item.path or item.name), fetched, today)
        elif isinstance(item, str) and item.lower().startswith(("http://", "https://")):
            yield from _read_address(item, fetched, today, fetch)
        else:
            yield from _read_path(Path(item), fetched, today)


def _read_address(url: str, fetched: str, today: str, fetch: Fetch | None) -> Iterator[Found | Failure]:
    try:
        raw = fetch(url) if fetch else _fetched(url)
    except UnreadableSource as error:
        yield Failure(url, None, error.kind, str(error))
        return
    yield from _read(raw, url, fetched, today)


def _fetched(url: str) -> Raw:
    from agent.sources.web import Fetcher

    fetcher = Fetcher()
    try:
        return fetcher.fetch(url)
    finally:
        fetcher.close()


def _read_path(path: Path, fetched: str, today: str) -> Iterator[Found | Failure]:
    if path.is_dir():
        empty = True
        for file in walk(path):
            empty = False
            yield from _read(Raw(name=file.name, path=file), str(file), fetched, today)
        if empty:
            yield Failure(str(path), None, "empty", f"文件夹 {path.name} 里没有可读的文件。")
    else:
        yield from _read(Raw(name=path.name, path=path), str(path), fetched, today)


def walk(folder: Path) -> Iterator[Path]:
    """The files under `folder` in a stable order; hidden ones, lock files and links back into it are left
    out.
    """
    seen: set[str] = set()
    for root, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(root)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith((".", "~$")) and name.lower() not in kinds.IGNORED:
                yield Path(root) / name


def _read(raw: Raw, origin: str, fetched: str, today: str) -> Iterator[Found | Failure]:
    """All that one file holds. Bytes are read once, so that what the archive keeps is what was extracted."""
    if raw.data is None and raw.path is not None and raw.path.exists() and not raw.path.is_file():
        # opening a pipe would wait for a writer for ever
        yield Failure(origin, None, "unsupported", f"{raw.name} 不是普通文件（管道或设备），没有读取。")
        return
    try:
        if kinds.is_lines(raw):
            yield from _read_lines(raw, origin, fetched, today)
            return
        if raw.data is None:
            raw = replace(raw, data=raw.read())
        for article in kinds.articles(raw):
            yield _finished(article, raw, origin, fetched, today)
    except UnreadableSource as error:
        yield Failure(origin, None, error.kind, str(error))
    except Exception as error:  # a fault of ours or of a library must not end a run over thousands of files
        name = type(error).__name__
        yield Failure(
            origin, None, "failed", f"{raw.name} 没有读成（程序内部错误 {name}）；请把这个文件报给开发者。"
        )


def _read_lines(raw: Raw, origin: str, fetched: str, today: str) -> Iterator[Found | Failure]:
    for item in jsonl.articles(raw):
        if isinstance(item, Article):
            yield _finished(item, raw, origin, fetched, today)
        else:
            yield Failure(origin, *item)


def _finished(article: Article, raw: Raw, origin: str, fetched: str, today: str) -> Found | Failure:
    try:
        return finish(article, raw, origin, fetched, today)
    except UnreadableSource as error:
        return Failure(origin, article.line, error.kind, str(error))
