"""Where a model's languages lie, so that it can be taken out: else a text is nearest to all that is in its language.

multilingual-e5-small puts any Chinese passage nearer to a Chinese question than the English passage that answers it.
Taking each language's mean vector away, from passages and from questions, leaves what the texts are about (Libovický
et al. 2020; the mean as the first common component: Mu & Viswanath 2018). The means in centres.json are those of
the sentences in eval/centres.py, which says the same things in both languages; it writes the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Side = Literal["passage", "query"]
FILE = Path(__file__).with_name("centres.json")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W\d_\u3400-\u9fff\uf900-\ufaff]+")


def language(text: str) -> str:
    """`zh` or `en`, by what there is more of: Chinese characters, or words in letters. A text of neither is `zh`."""
    return "en" if len(_WORD.findall(text)) > len(_HAN.findall(text)) else "zh"


def centred(rows: Vectors, texts: Sequence[str], side: Side) -> Vectors:
    """Unit vectors of `texts` with their languages' middle taken away, of length one again."""
    if not len(rows):
        return rows
    middles = _middles()
    moved = rows - np.stack([middles[side, language(text)] for text in texts])
    lengths: Vectors = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return np.divide(moved, lengths, dtype=np.float32)


@lru_cache(1)
def _middles() -> dict[tuple[str, str], Vectors]:
    found = json.loads(FILE.read_text(encoding="utf-8"))["middles"]
    return {
        (side, tongue): np.asarray(row, np.float32)
        for side, tongues in found.items()
        for tongue, row in tongues.items()
    }
