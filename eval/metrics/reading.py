"""The day's sources as they were read: publisher, title, day and the ends of the text, as `reading.tsv` has them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from agent.models import Source
from eval.score import Item, Score, digest, share
from eval.subject import Subject

FILE = "reading.tsv"


def score(subject: Subject) -> Score:
    """Two items a source of the day: what the list says of it, and its whole text by its hash (which the baseline knows).

    A golden day without the list fails.
    """
    path = subject.golden.folder / FILE
    if not path.is_file():
        return Score("reading", 0.0, f"{path.parent.name} 缺少 {FILE}", (), "failed")
    found = rows(subject.files, subject.sources)
    items: list[Item] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        file, _, wanted = line.partition("\t")
        got = found.get(file, "（没有读成）")
        items.append(Item(file, got == wanted, wanted, "" if got == wanted else f"读成了：{got}"))
    listed = {item.id for item in items}
    items += [
        Item(file, False, got, "清单里没有这件来源") for file, got in found.items() if file not in listed
    ]
    items += [
        Item(
            f"text:{file}:{digest(subject.sources[id].text)}",
            bool(subject.sources[id].text),
            f"{file} 的全文",
        )
        for file, id in sorted(subject.files.items())
        if id in subject.sources
    ]
    return share("reading", items, "来源")


def rows(files: Mapping[str, str], sources: Mapping[str, Source]) -> dict[str, str]:
    """Source file → what was read of it, tab-separated."""
    return {file: _row(sources[id]) for file, id in sorted(files.items()) if id in sources}


def write(folder: Path, files: Mapping[str, str], sources: Mapping[str, Source]) -> Path:
    """Write the list of a golden day, to be read by the person who makes it."""
    path = folder / FILE
    path.write_text(
        "".join(f"{file}\t{row}\n" for file, row in rows(files, sources).items()), encoding="utf-8"
    )
    return path


def _row(source: Source) -> str:
    text = " ".join(source.text.split())
    cells = (source.publisher, source.reprint_of, source.title, source.published, text[:16], text[-40:][:16])
    return "\t".join(cell.replace("\t", " ") for cell in cells)
