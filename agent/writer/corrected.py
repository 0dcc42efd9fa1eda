"""Figures that a source of the same event has taken back: `“交易额为128.6亿元”有误，应为“12.86亿元”`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.writer.article import Article

#: A correction tells the wrong figure with one of these before or after it.
_NUMBER = r"\d[\d,]*(?:\.\d+)?(?:万亿|千亿|百亿|亿|万|%|个百分点)?[\u4e00-\u9fffA-Za-z]?"
_TAKEN_BACK = re.compile(
    rf"(?P<a>{_NUMBER})[^，。；\d]{{0,6}}(?:一处)?(?:有误|系[^，。；\d]{{0,12}}(?:差错|错误|失误|笔误)|是[^，。；\d]{{0,12}}(?:差错|笔误))"
    rf"|误(?:写|作|为|报|植)[^，。；\d]{{0,6}}(?P<b>{_NUMBER})"
    rf"|(?:由|将|从)[^，。；\d]{{0,16}}(?P<c>{_NUMBER})[^，。；\d]{{0,4}}更正为"
)
_TELLS = re.compile(r"更正|有误|差错|笔误|误[写作为报植]")


def taken_back(texts: Sequence[str]) -> frozenset[str]:
    """The figures that one of `texts` says were wrong."""
    found = (match for text in texts if _TELLS.search(text) for match in _TAKEN_BACK.finditer(text))
    return frozenset(figure for match in found for figure in match.groups() if figure)


def without_mistakes(articles: Sequence[Article]) -> list[Article]:
    """The articles of one event without lines that tell a figure another line takes back; such a line itself may stay."""
    wrong = taken_back([article.source.text for article in articles])
    if not wrong:
        return list(articles)
    held = re.compile(rf"(?<![\d.,])(?:{'|'.join(map(re.escape, sorted(wrong)))})")
    kept = []
    for article in articles:
        lines = [line for line in article.lines if _TELLS.search(line.text) or not held.search(line.text)]
        kept.append(replace(article, lines=tuple(replace(line, order=at) for at, line in enumerate(lines))))
    return kept
