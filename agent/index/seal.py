"""Whether Chroma's files are as we left them: a torn graph file does not raise an error, it kills the process.

After use, the sizes and times of the graph files are noted, with a name for what they hold. A file that has shrunk
since then is damaged. Where files were written anew (Chroma does so by itself, on a later question) or a kill left no
note, a process of its own tries them, so that only that one dies.
"""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from pathlib import Path

_NAME = "sealed.json"
_SCHEMA = "draft.seal/1"
_GRAPHS = "*/*.bin"
_PATIENCE = 120.0
_TRIAL = """
import sys
import chromadb
from chromadb.config import Settings
client = chromadb.PersistentClient(sys.argv[1], settings=Settings(anonymized_telemetry=False))
for collection in client.list_collections():
    collection = client.get_collection(collection.name, embedding_function=None)
    some = collection.get(limit=200, include=["embeddings"])["embeddings"]
    if len(some):
        collection.query(query_embeddings=some, n_results=min(50, collection.count()), include=["distances"])
"""


def seal(folder: Path) -> None:
    """Note the files as they are now. A disk that cannot be written leaves no note.

    What was sealed and is sealed again holds the same vectors and keeps its name; after `unseal` it gets a new one.
    """
    path = folder / _NAME
    note = {"schema": _SCHEMA, "files": _state(folder), "holds": holds(folder) or uuid.uuid4().hex}
    try:
        temporary = path.with_suffix(".tmp")
        temporary.write_text(json.dumps(note), encoding="utf-8")
        temporary.replace(path)
    except OSError:
        path.unlink(missing_ok=True)


def unseal(folder: Path) -> None:
    """Take the note away: the files are about to be written."""
    (folder / _NAME).unlink(missing_ok=True)


def holds(folder: Path) -> str:
    """The name of what the sealed files hold: another whenever a vector was put in or taken out; "" without a seal."""
    try:
        return str(json.loads((folder / _NAME).read_text(encoding="utf-8")).get("holds", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def sealed(folder: Path) -> bool:
    """Whether there is a note: nothing is being written."""
    return (folder / _NAME).exists()


def sound(folder: Path) -> bool:
    """Whether the files can be opened without harm."""
    state = _state(folder)
    try:
        noted = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        if noted["files"] == state:
            return True
        if any(path not in state or state[path][0] < size for path, (size, _) in noted["files"].items()):
            return False
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if not state:
        return True
    try:
        trial = subprocess.run(
            [sys.executable, "-c", _TRIAL, str(folder)], capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    if trial.returncode == 0:
        seal(folder)
    return trial.returncode == 0


def _state(folder: Path) -> dict[str, list[int]]:
    """Each graph file's size and time of change."""
    out = {}
    for path in sorted(folder.glob(_GRAPHS)):
        stat = path.stat()
        out[path.relative_to(folder).as_posix()] = [stat.st_size, stat.st_mtime_ns]
    return out
