"""Writing files so that a kill at any moment leaves the old one or the new one, never half of either."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from agent.errors import DraftError, cause


def write_atomically(path: Path, data: bytes | str | Iterable[bytes]) -> None:
    """Write to a temporary file beside `path`, flush it to disk, rename. Raises DraftError naming file and cause."""
    chunks: Iterable[bytes] = (
        [data.encode()] if isinstance(data, str) else [data] if isinstance(data, bytes) else data
    )
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(temporary, 0o644)  # noqa: PTH101 - mkstemp's 0600 would hide the desk's files from colleagues
        os.replace(temporary, path)  # noqa: PTH105
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise DraftError(
            f"写不了 {path}：{cause(error)}。请检查磁盘空间和权限后重试，已有的文件没有动。"
        ) from error
    except BaseException:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise


def printable(text: str) -> str:
    """`text` with what UTF-8 cannot hold as `?`: a file's name may be any bytes, and it comes into messages."""
    return text.encode("utf-8", "replace").decode("utf-8")


def sha256(data: bytes | str) -> str:
    """Hex digest; a string is taken as UTF-8 (lone surrogates kept)."""
    return hashlib.sha256(
        data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    ).hexdigest()


def sha256_file(path: Path) -> str:
    """Hex digest of a file, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def suffix_of(name: str) -> str:
    """The archive's file suffix: `.jsonl.gz`, `.html`; letters, digits and dots only."""
    lower = name.lower()
    if lower.endswith(".jsonl.gz"):
        return ".jsonl.gz"
    suffix = Path(lower).suffix
    return suffix if suffix[1:].isalnum() and suffix.isascii() else ""
