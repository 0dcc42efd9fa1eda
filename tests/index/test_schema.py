"""Files of the previous version open, keep what they hold, and can be given back to the program that wrote them."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from agent.errors import NewerSchema, UsageError
from agent.index.catalogue import Catalogue
from agent.index.schema import VERSION

OLD = Path(__file__).parent / "data" / "catalogue-1.sqlite"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(OLD, tmp_path / "catalogue.sqlite"))


def tables(path: Path) -> set[str]:
    with sqlite3.connect(path) as db:
        return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'")}


def version(path: Path) -> int:
    with sqlite3.connect(path) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def test_a_file_of_version_1_is_brought_up_and_keeps_everything(old: Path) -> None:
    assert version(old) == 1
    catalogue = Catalogue(old)
    assert version(old) == VERSION
    assert catalogue.count() == 3
    assert {hit.source_id for hit in catalogue.search("水库")} == {"old-1", "old-2"}
    assert catalogue.get(["old-2"])["old-2"].family == "old-1"
    assert catalogue.done("ab" * 32) == 1
    again = catalogue.get(["old-1"])["old-1"]
    assert [a.outcome for a in catalogue.add([again])] == ["unchanged"]
    catalogue.close()


def test_it_can_be_given_back_and_taken_up_again(old: Path) -> None:
    before = tables(old)
    catalogue = Catalogue(old)
    catalogue.to_schema(1)
    catalogue.close()
    assert version(old) == 1
    assert tables(old) == before
    catalogue = Catalogue(old)
    assert version(old) == VERSION
    assert catalogue.count() == 3
    catalogue.close()


def test_a_version_nobody_knows_is_refused_and_left_alone(old: Path) -> None:
    with sqlite3.connect(old) as db:
        db.execute(f"PRAGMA user_version={VERSION + 1}")
    with pytest.raises(NewerSchema, match="升级"):
        Catalogue(old)
    assert version(old) == VERSION + 1
    with sqlite3.connect(old) as db:
        db.execute("PRAGMA user_version=1")
    catalogue = Catalogue(old)
    with pytest.raises(UsageError, match="没有版本"):
        catalogue.to_schema(0)
    catalogue.close()
