"""The checker. `ground` holds one sentence against its sources."""

from __future__ import annotations

from typing import Any

__all__ = ["ground"]


def __getattr__(name: str) -> Any:
    """`ground`, imported when it is first asked for, so that importing a part stays cheap."""
    if name == "ground":
        from agent.ground.ground import ground

        return ground
    raise AttributeError(name)
