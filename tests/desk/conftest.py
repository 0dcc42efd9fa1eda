"""Fixtures of tests that need a web or a document attached to one of its pages."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


@pytest.fixture(scope="session")
def pdf() -> bytes:
    """A document of one page."""
    import typst

    words = "The data labelling plan covers 120 enterprises in 9 cities. Each city reports by 30 June 2026 to the provincial office."
    data = typst.compile(f"= Plan of the Province\n{words}".encode(), format="pdf")
    assert isinstance(data, bytes)
    return data
