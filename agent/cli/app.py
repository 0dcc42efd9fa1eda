"""All commands, gathered. Each imports what it needs when it runs, so that `--help` is at once there."""

from agent.cli import checking, model, morning, parts, publish, redraft, repair, sources
from agent.cli.program import app

repair.register(app)
model.register(app)
redraft.register(app)
sources.register(app)

__all__ = ["app", "checking", "model", "morning", "parts", "publish", "redraft", "repair", "sources"]
