"""Which articles were off the house's theme when an issue was last made, so that making it again need not read them.

A file of digests, of the last slate only. It can be thrown away: that costs a second.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import agent.slate
from agent.desk.files import write_atomically
from agent.desk.workspace import Workspace
from agent.errors import DraftError
from agent.house import House

_DIGEST = 16


def known(desk: Workspace) -> frozenset[bytes]:
    """The digests kept for this house as read by this code; none where there are none."""
    mark = _mark(desk.house)
    try:
        data = _file(desk).read_bytes()
    except OSError:
        return frozenset()
    if not data.startswith(mark):
        return frozenset()
    return frozenset(data[at : at + _DIGEST] for at in range(len(mark), len(data), _DIGEST))


def keep(desk: Workspace, off: Collection[bytes]) -> None:
    """Keep these for the next time; on a desk that cannot be written to they are let go."""
    data = _mark(desk.house) + b"".join(sorted(off))
    with suppress(DraftError):
        write_atomically(_file(desk), data)


def _file(desk: Workspace) -> Path:
    return desk.state / "off-theme"


def _mark(house: House) -> bytes:
    """What besides the article decides: the house, and the code that reads for it."""
    code = sorted(Path(agent.slate.__file__).parent.glob("*.py"))
    parts = [house.themes.model_dump_json().encode(), house.publishers.model_dump_json().encode()]
    return sha256(b"\0".join([*parts, *(path.read_bytes() for path in code)])).digest()
