"""What a section is about, in one noun phrase that stands word for word in its sources."""

from __future__ import annotations

import unicodedata

import rjieba

_NOUN = ("n", "vn", "nz", "nt", "ns", "j", "l", "an", "eng", "b", "s", "ng", "nrt", "vd", "i")
_SMALL = {
    "数据",
    "方面",
    "情况",
    "消息",
    "工作",
    "问题",
    "记者",
    "报道",
    "公司",
    "集团",
    "时间",
    "同比",
    "今年",
    "全国",
}
LONGEST = 14


def topics(text: str) -> list[str]:
    """The noun phrases of `text` of 4 to 14 characters, the longest first."""
    runs: list[str] = []
    run = ""
    last = ""
    for word, tag in [*rjieba.tag(text), ("", "x")]:
        inner = tag == "v" and run and len(word) == 2
        if tag in _NOUN or inner or (False):
            run, last = run + word, tag
            continue
        if run and last != "v":
            runs.append(run)
        elif run:
            runs.append(run)
        run = ""
    return sorted(dict.fromkeys(filter(_fits, runs)), key=lambda phrase: -len(phrase))


def topic(texts: list[str], source: str) -> str:
    """The longest noun phrase of the first of `texts` that has one standing in `source`; "" where none does."""
    folded = unicodedata.normalize("NFKC", source)
    for text in texts:
        for phrase in topics(text):
            if phrase in source or phrase in folded:
                return phrase
    return ""


def _fits(phrase: str) -> bool:
    return 4 <= len(phrase) <= LONGEST and phrase not in _SMALL and not any(char.isdigit() for char in phrase)
