"""Making a desk."""

from __future__ import annotations

import shutil
from pathlib import Path

from agent.desk.files import write_atomically
from agent.errors import DraftError, UsageError, cause
from agent.house import load_house, prompts_folder
from agent.settings import FILE


def init(folder: Path, *, house: str = "xinzhi", empty: bool = False) -> int:
    """Make a desk in `folder`, with the house's sample unless `empty`; the number of sample files.

    draft.toml is written last: a folder without it is no desk yet. Raises UsageError where one is already.
    """
    if (folder / FILE).exists():
        raise UsageError(f"{folder} 已经是一张编辑台，没有改动；换一个文件夹，或直接在里面 `draft today`。")
    profile = load_house(house)
    sample = profile.folder / "sample" / "sources"
    copied = 0
    try:
        (folder / "sources").mkdir(parents=True, exist_ok=True)
        if not empty and sample.is_dir():
            shutil.copytree(sample, folder / "sources", dirs_exist_ok=True)
            copied = sum(path.is_file() for path in sample.rglob("*"))
    except OSError as error:
        raise DraftError(f"在 {folder} 建不了编辑台：{cause(error)}。请换一个能写入的地方。") from error
    text = (prompts_folder() / "desk.toml").read_text(encoding="utf-8")
    write_atomically(folder / FILE, text.format(house=house, today=profile.sample_day if copied else ""))
    return copied
