"""The world → `Source`: files, folders and web addresses read, text and origin extracted.

The desk calls `read`; `draft extract` calls `extract_lines`. Everything else is a part of these.
"""

from agent.sources.article import Failure, Found, Raw
from agent.sources.extract_lines import extract_lines
from agent.sources.reading import read

__all__ = ["Failure", "Found", "Raw", "extract_lines", "read"]
