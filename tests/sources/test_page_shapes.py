"""Who published what and when, on pages of many shapes."""

from __future__ import annotations

import pytest
from page_shapes import SHAPES, Shape

from agent.sources import page


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_a_page_of_this_shape_is_read_as_its_reader_would(shape: Shape) -> None:
    got = page.extract(shape.html, "https://a.test/n/1.html")
    lines = got.text.split("\n")
    assert (got.title, got.publisher, got.published) == (shape.title, shape.publisher, shape.date)
    if shape.author:
        assert got.author == shape.author
    assert lines[-1] == shape.lines[-1]
    assert shape.lines[0] in lines[:3]
    assert len(lines) <= len(shape.lines) + 2
