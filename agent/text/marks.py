"""Title marks as the house prints them."""

from __future__ import annotations


def in_title_marks(title: str) -> str:
    """`题名` → `《题名》`; a title that holds title marks of its own stays as it is; "" for none."""
    return f"《{title}》" if title and "《" not in title else title
