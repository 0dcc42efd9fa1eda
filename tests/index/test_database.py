"""A broken, full or unwritable file is one sentence, whenever SQLite meets it."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.errors import DamagedDesk, DraftError
from agent.index.catalogue import Catalogue
from agent.models import Source


def source(number: int, length: int = 40) -> Source:
    words = random.Random(number)
    text = "".join(
        f"第{words.randrange(10**6)}号泵站今天出水{words.randrange(900)}吨。" for _ in range(length)
    )
    return Source(
        id=f"s{number}", text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), published="2026-06-01"
    )


def filled(path: Path) -> Path:
    catalogue = Catalogue(path)
    catalogue.add([source(n) for n in range(60)])
    catalogue.close()
    return path


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes("这不是数据库。".encode() * 400)
    with pytest.raises(DamagedDesk, match="draft rebuild"):
        Catalogue(path)


def test_a_file_cut_short_is_noticed_at_start(tmp_path: Path) -> None:
    path = filled(tmp_path / "catalogue.sqlite")
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(DamagedDesk, match=r"损坏.*draft rebuild"):
        Catalogue(path)


@pytest.mark.parametrize("seed", range(6))
def test_overwritten_pages_are_named_when_they_are_read(tmp_path: Path, seed: int) -> None:
    path = filled(tmp_path / "catalogue.sqlite")
    chance = random.Random(seed)
    with path.open("r+b") as file:
        for _ in range(8):
            file.seek(4096 * chance.randrange(1, path.stat().st_size // 4096))
            file.write(chance.randbytes(4096))
    try:
        catalogue = Catalogue(path)
        for n in range(60):
            catalogue.get([f"s{n}"])
            catalogue.search(f"第{n}号泵站 出水")
        catalogue.between("2026-01-01", "2026-12-31")
    except DraftError as error:
        assert str(path) in str(error)
        assert "draft rebuild" in str(error)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True
    ).returncode:
        pytest.skip("this user may not mount")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_keeps_what_was_in(small_disk: Path) -> None:
    catalogue = Catalogue(small_disk / "catalogue.sqlite")
    kept = 0
    with pytest.raises(DraftError, match="磁盘满了"):
        for first in range(0, 4000, 20):
            catalogue.add([source(n) for n in range(first, first + 20)])
            kept = first + 20
    assert kept
    assert catalogue.count() == kept
    catalogue.close()
    catalogue = Catalogue(small_disk / "catalogue.sqlite")
    assert catalogue.count() == kept
    catalogue.close()


def test_a_disk_that_cannot_be_written_can_still_be_read(small_disk: Path) -> None:
    path = small_disk / "d" / "catalogue.sqlite"
    catalogue = Catalogue(path)
    catalogue.add([source(1, 6)])
    catalogue.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    catalogue = Catalogue(path)
    assert catalogue.count() == 1
    assert catalogue.search("泵站")
    with pytest.raises(DraftError, match="不能写入"):
        catalogue.add([source(2)])
    catalogue.close()
