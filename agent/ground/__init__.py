"""The checker. `ground` holds one sentence against its sources."""

from agent.ground.ground import ground

__all__ = ["ground"]
