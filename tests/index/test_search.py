"""Search by words: what is looked up is bounded, whatever the catalogue holds."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from agent.index import search, words
from agent.index.catalogue import Catalogue
from agent.index.database import Database
from agent.index.limits import EVERYTHING, Limits
from agent.index.meaning import Meaning
from agent.index.search import Search
from agent.models import Source
from agent.settings import Index


@pytest.fixture
def searcher(tmp_path: Path) -> Search:
    """Forty texts, each with 钢铁 and 产量; every fourth with 轧机 and one with 锻锤."""
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    sources = []
    for number in range(40):
        text = (
            f"第{number}座厂的钢铁产量公布。"
            + "新的轧机投产。" * (number % 4 == 0)
            + "锻锤停用。" * (number == 8)
        )
        sources.append(
            Source(
                id=f"s{number}",
                text=text,
                published="2026-06-13",
                sha256=hashlib.sha256(text.encode()).hexdigest(),
            )
        )
    catalogue.add(sources)
    meaning = Meaning(catalogue.database, Index(embedder="none"), tmp_path)
    return Search(catalogue.database, meaning)


def test_the_rarest_words_are_looked_up_and_all_count_in_ranking(
    searcher: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def noted(
        database: Database, terms: list[str], n: int, limits: Limits = EVERYTHING
    ) -> list[tuple[int, float]]:
        asked.append(list(terms))
        return best(database, terms, n, limits)

    best = words.best
    monkeypatch.setattr(words, "best", noted)
    monkeypatch.setattr(search, "_COMMON", 2)
    assert searcher.search("钢铁 轧机 锻锤")[0].source_id == "s8"
    monkeypatch.setattr(search, "_MENTIONS", 5)
    assert [hit.source_id for hit in searcher.search("锻锤 轧机 钢铁")] == ["s8"]
    assert searcher.search("钢铁 产量", k=3)  # too common to be told apart, and too many: one of them is
    assert asked == [["锻锤", "轧机"], ["锻锤"], ["产量"]]
