"""From a window's articles to the events of an issue, with the reasons. Pure: no files, no network."""

from agent.slate.articles import Article, tier_of
from agent.slate.build import build_slate
from agent.slate.features import Reader
from agent.slate.history import PastEvent

__all__ = ["Article", "PastEvent", "Reader", "build_slate", "tier_of"]
