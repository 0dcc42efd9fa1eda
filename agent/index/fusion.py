"""Ranking passages that words or meaning found: both scores on one scale, then feedback from the best of them.

The feedback is pseudo-relevance (RM3: Abdul-Jaleel et al. 2004) turned towards answers (Lin 2002: what answers a
question is said again and again). Words, figures and dates that several of the best passages share are voted for;
passages that have them move up. A question that asks for a figure weighs figures more.
What was tried and measured is in docs/search.md. Pure: no files, no network.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from agent.text.segment import search_words

Scores = NDArray[np.float64]
#: BM25's saturation and length (Robertson & Zaragoza 2009).
_K1, _B = 1.2, 0.75
#: What a figure or a date counts as in rarity.
_FIGURE_RARITY = 6.0
_FIGURE = re.compile(
    r"\d+(?:[.,:]\d+)*[万亿千百]*(?:个?[百千]?分点|[%°]|美元|欧元|日元|元|人次|人|公里|平方米|米|吨|名|岁|届|个|场|枚|块|家|架|天|票|席|支|项|"
    r"度|倍|次|件|台|辆|亩|小时|分钟)?"
)
_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{4}年")
#: Texts whose words are remembered: questions on one matter find the same passages.
_REMEMBERED = 512
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
    feedback: float = 1.5  #: of the best candidates' votes
    answer: float = 0.3  #: for holding a figure or a date where the question asks for one
    best: int = 15  #: candidates that vote
    terms: int = 15  #: terms that are voted in
    shared: int = 2  #: candidates that must say a term before it counts
    asked: float = 4.0  #: a figure or date that the question asks for, in a word's worth
    other: float = 0.5  #: any other


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
        w = self.weights
        first = w.words * _scaled(self._by_words()) + w.meaning * self._by_meaning()
        trust = (
            1.0 if any(c.cosine is not None for c in self.candidates) else 1 / 3
        )  # words alone stray sooner
        return first + trust * w.feedback * self._by_feedback(_scaled(first)) + w.answer * self._by_kind()

    def _by_words(self) -> Scores:
        """BM25 with the candidates' own mean length; a word of the title counts once more."""
        rarity = self.rarity(self.terms)
        lengths = np.array([len(c.text) + 1.0 for c in self.candidates])
        norms = _K1 * (1 - _B + _B * lengths / lengths.mean())
        wholes = [f"{c.title}\n{c.text}" for c in self.candidates]  # no word goes on over the line's end
        out = np.zeros(len(self.candidates))
        for term in self.terms:
            counts = np.array([whole.count(term) for whole in wholes], np.float64)
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
        out = np.zeros(len(self.candidates))
        texts = [c.text for c in self.candidates]
        for term, vote in votes.items():
            has = (
                [_has_figure(t, term[1:]) for t in texts] if _is_figure(term) else [term in t for t in texts]
            )
            out += vote * np.array(has, dtype=np.float64)
        share: Scores = out / (sum(votes.values()) or 1.0)
        return share

    def _votes(self, standing: Scores) -> dict[str, float]:
        """The terms most voted for by the best candidates, each vote weighing as its candidate stands, squared."""
        best = np.argsort(-standing, kind="stable")[: self.weights.best]
        share = standing[best] ** 2 / ((standing[best] ** 2).sum() or 1.0)
        said = [says(self.candidates[i].text) for i in best]
        heard = Counter(term for terms in said for term in terms)
        shared = {
            term
            for term, count in heard.items()
            if count >= self.weights.shared and not self._asked_for(term)
        }
        standing_of = dict.fromkeys(sorted(shared), 0.0)
        for weight, terms in zip(share.tolist(), said, strict=True):
            for term in terms & shared:
                standing_of[term] += weight
        rarity = self.rarity(words_of(standing_of))
        worth = self._figures()
        votes = {
            term: (worth[term[0]] if _is_figure(term) else rarity[term]) * backing
            for term, backing in standing_of.items()
        }
        return dict(sorted(votes.items(), key=lambda item: (-item[1], item[0]))[: self.weights.terms])

    def _asked_for(self, term: str) -> bool:
        """Whether the question has it already."""
        return term[1:] in self.query if _is_figure(term) else term in self.terms

    def _figures(self) -> dict[str, float]:
        """What a figure (`#`) and a date (`@`) are worth, by what the question asks for."""
        date, figure = self._asks()
        w = self.weights
        return {
            "#": _FIGURE_RARITY * (w.asked if figure else w.other),
            "@": _FIGURE_RARITY * (w.asked if date else w.other),
        }

    def _asks(self) -> tuple[bool, bool]:
        """Whether the question asks for a date, and else for a figure."""
        date = bool(_ASKS_DATE.search(self.query))
        return date, not date and bool(_ASKS_FIGURE.search(self.query))

    def _by_kind(self) -> Scores:
        """1 for candidates that hold what the question asks for, a date or a figure."""
        date, figure = self._asks()
        wanted = _DATE if date else _FIGURE if figure else None
        return np.array([float(bool(wanted and wanted.search(c.text))) for c in self.candidates])


@lru_cache(_REMEMBERED)
def says(text: str) -> frozenset[str]:
    """The words of a folded text, and its figures (`#`) and dates (`@`)."""
    terms = {word for word in search_words(text) if len(word) > 1 or word.isdigit()}
    terms.update("#" + found for found in _FIGURE.findall(text))
    terms.update("@" + found for found in _DATE.findall(text))
    return frozenset(terms)


def words_of(terms: Iterable[str]) -> list[str]:
    """Those of the terms that are words."""
    return [term for term in terms if not _is_figure(term)]


def inverse(frequency: int, total: int) -> float:
    """A word's rarity (idf) from the number of passages that hold it."""
    return math.log((total + 1) / (frequency + 0.5))


def _scaled(scores: Scores) -> Scores:
    low, high = float(scores.min()), float(scores.max())
    out: Scores = (scores - low) / (high - low + 1e-9)
    return out


def _is_figure(term: str) -> bool:
    return term[0] in "#@"


def _has_figure(text: str, figure: str) -> bool:
    """Whether the text has the figure, not going on to the left: 12人 is not in 112人."""
    at = text.find(figure)
    while at > 0 and (text[at - 1].isdigit() or text[at - 1] == "."):
        at = text.find(figure, at + 1)
    return at >= 0
