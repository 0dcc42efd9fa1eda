"""Ranking passages that words or meaning found: both scores on one scale, then feedback from the best of them.

The feedback is pseudo-relevance (RM3: Abdul-Jaleel et al. 2004) turned towards answers (Lin 2002: what answers a
question is said again and again). Words, figures and dates that several of the best passages share, near the words
asked for, are voted for; passages that have them move up. A question that asks for a figure weighs figures more.
What was tried and measured is in docs/search.md. Pure: no files, no network.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from agent.text.segment import search_words
from agent.text.sentences import sentences

Scores = NDArray[np.float64]
#: BM25's saturation and length (Robertson & Zaragoza 2009).
_K1, _B = 1.2, 0.75
#: What a figure counts as in rarity, and how near a word at least is to those asked for.
_FIGURE_RARITY, _NEAR = 6.0, 0.3
_FIGURE = re.compile(
    r"\d+(?:[.,:]\d+)*[万亿千百]*(?:个?[百千]?分点|[%°]|美元|欧元|日元|元|人次|人|公里|平方米|米|吨|名|岁|届|个|场|枚|块|家|架|天|票|席|支|项|"
    r"度|倍|次|件|台|辆|亩|小时|分钟)?"
)
_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{4}年")
_ASKS_DATE = re.compile(r"时候|时间|何时|日期|哪天|哪年|哪一年|哪一天|几号|几月|\bwhen\b", re.IGNORECASE)
_ASKS_FIGURE = re.compile(
    r"多少|几[个人名家次枚块支项]|多[大长高久]|数量|人数|总数|比例|占比|增速|增长率|[^\W\d]率$|规模|金额|总额|\bhow (?:many|much)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weights:
    """How the scores are put together; measured by eval/retrieval.py."""

    words: float = 1.0
    meaning: float = 2.0
    feedback: float = 2.0
    rounds: int = 2
    best: int = 15
    terms: int = 25
    shared: int = 2
    asked: float = 6.0
    other: float = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage as ranking sees it: its text folded, and its cosine to the question, None where it has no vector."""

    text: str
    cosine: float | None = None
    title: str = ""


@dataclass(slots=True)
class Ranking:
    """One question against its candidates. `rarity` gives a word's idf in the catalogue."""

    query: str
    terms: Sequence[str]
    candidates: Sequence[Candidate]
    rarity: Callable[[Sequence[str]], Mapping[str, float]]
    weights: Weights = field(default_factory=Weights)

    def scores(self) -> Scores:
        """A score for each candidate, higher is better; comparable within this answer only."""
        if not self.candidates:
            return np.zeros(0)
        first = self.weights.words * _scaled(self._by_words()) + self.weights.meaning * self._by_meaning()
        total = first
        for _ in range(self.weights.rounds):
            total = first + self.weights.feedback * self._by_feedback(_scaled(total))
        return total

    def _by_words(self) -> Scores:
        """BM25 with the candidates' own mean length; a word of the title counts once more."""
        rarity = self.rarity(self.terms)
        lengths = np.array([len(c.text) + 1.0 for c in self.candidates])
        norms = _K1 * (1 - _B + _B * lengths / lengths.mean())
        out = np.zeros(len(self.candidates))
        for term in self.terms:
            counts = np.array([float(c.text.count(term) + c.title.count(term)) for c in self.candidates])
            out += rarity[term] * counts * (_K1 + 1) / (counts + norms)
        return out

    def _by_meaning(self) -> Scores:
        """Cosines on the scale of words; a candidate without a vector stands where those with one stand on average."""
        known = [c.cosine for c in self.candidates if c.cosine is not None]
        if not known:
            return np.zeros(len(self.candidates))
        low, high, mean = min(known), max(known), float(np.mean(known))
        raw = np.array([mean if c.cosine is None else c.cosine for c in self.candidates])
        scaled: Scores = (raw - low) / (high - low + 1e-9)
        return scaled

    def _by_feedback(self, standing: Scores) -> Scores:
        votes = self._votes(standing)
        if not votes:
            return np.zeros(len(self.candidates))
        total = sum(votes.values())
        return np.array(
            [sum(vote for term, vote in votes.items() if _has(c.text, term)) / total for c in self.candidates]
        )

    def _votes(self, standing: Scores) -> dict[str, float]:
        """The terms most voted for by the best candidates, each weighing as it stands."""
        best = np.argsort(-standing, kind="stable")[: self.weights.best]
        share = standing[best] / (standing[best].sum() or 1.0)
        local = [self._said(self.candidates[i].text) for i in best]
        heard: dict[str, int] = {}
        for said in local:
            for term in said:
                heard[term] = heard.get(term, 0) + 1
        words = [
            term for term, count in heard.items() if count >= self.weights.shared and not _is_figure(term)
        ]
        rarity = self.rarity(words)
        votes: dict[str, float] = {}
        for weight, said in zip(share, local, strict=True):
            for term, near in said.items():
                if heard[term] >= self.weights.shared:
                    worth = rarity[term] if term in rarity else self._figures()[term[0]]
                    votes[term] = votes.get(term, 0.0) + float(weight) * near * worth
        return dict(sorted(votes.items(), key=lambda item: (-item[1], item[0]))[: self.weights.terms])

    def _figures(self) -> dict[str, float]:
        """What a figure (`#`) and a date (`@`) are worth, by what the question asks for."""
        w = self.weights
        return {
            "#": _FIGURE_RARITY * (w.asked if _ASKS_FIGURE.search(self.query) else w.other),
            "@": _FIGURE_RARITY * (w.asked if _ASKS_DATE.search(self.query) else w.other),
        }

    def _said(self, text: str) -> dict[str, float]:
        """Term → how near it stands to the words asked for: the share of them in its best sentence, at least NEAR."""
        rarity = self.rarity(self.terms)
        asked = set(self.terms)
        parts = [text[a:b] for a, b in sentences(text)] or [text]
        cover = [sum(rarity[term] for term in asked if term in part) for part in parts]
        most = max(cover) or 1.0
        out: dict[str, float] = {}
        for part, covered in zip(parts, cover, strict=True):
            near = max(covered / most, _NEAR)
            said = {
                word for word in search_words(part) if word not in asked and (len(word) > 1 or word.isdigit())
            }
            said.update("#" + found for found in _FIGURE.findall(part) if found not in self.query)
            said.update("@" + found for found in _DATE.findall(part) if found not in self.query)
            for term in said:
                out[term] = max(out.get(term, 0.0), near)
        return out


def folded(text: str) -> str:
    """A text as candidates hold it: full-width forms and capitals folded."""
    return unicodedata.normalize("NFKC", text).lower()


def inverse(frequency: int, total: int) -> float:
    """A word's rarity (idf) from the number of passages that hold it."""
    return math.log((total + 1) / (frequency + 0.5))


def _scaled(scores: Scores) -> Scores:
    low, high = float(scores.min()), float(scores.max())
    out: Scores = (scores - low) / (high - low + 1e-9)
    return out


def _is_figure(term: str) -> bool:
    return term[0] in "#@"


def _has(text: str, term: str) -> bool:
    """Whether the text has the term; a figure only where it does not go on to the left: 12人 is not in 112人."""
    if not _is_figure(term):
        return term in text
    term = term[1:]
    at = text.find(term)
    while at > 0 and (text[at - 1].isdigit() or text[at - 1] == "."):
        at = text.find(term, at + 1)
    return at >= 0
