"""draft: an editor's desk for a daily brief, every sentence tied to its evidence."""

__version__ = "0.1.0"
