"""The retriever of a desk: words and meaning over everything, put together by `fusion`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from agent.errors import DraftError
from agent.index import words
from agent.index.database import Database
from agent.index.embeddings import Vectors as Rows
from agent.index.fusion import Candidate, Ranking, Weights, inverse, says, words_of
from agent.index.limits import EVERYTHING, Limits
from agent.index.marks import Passage, passages_at
from agent.index.meaning import Meaning, Near
from agent.models import Hit
from agent.text.segment import folded

#: Passages that words and meaning each put forward, for ten hits; more for more.
_BREADTH = 100
#: A word in every so-manieth passage is common.
_COMMON = 20
#: Mentions of a question's words that are looked at, the rarest words first: the time a look-up takes is theirs.
_MENTIONS = 8000
#: Questions whose words' answers are kept.
_REMEMBERED = 64
_read = lru_cache(1024)(folded)


class Search:
    """A `Retriever` over one catalogue. Usable from one thread at a time."""

    def __init__(
        self,
        database: Database,
        meaning: Meaning,
        tell: Callable[[str], None] = lambda _: None,
        weights: Weights = Weights(),  # noqa: B008 - frozen
    ) -> None:
        """`tell` hears when meaning cannot be asked; words answer alone then."""
        self._db, self._meaning, self._tell, self._weights = database, meaning, tell, weights
        self._counts: dict[str, int] = {}
        self._total = -1
        self._beside = ThreadPoolExecutor(1)  # one thread for all questions: a new one each time took 5 ms
        self._answers: dict[tuple[str, int, Limits], list[tuple[int, float]]] = {}

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        since: str | None = None,
        until: str | None = None,
        publisher: str | None = None,
        source: str | None = None,
    ) -> list[Hit]:
        """The best passage of each of at most `k` sources, best first. Days are inclusive; `source` is an id."""
        if k < 1 or not query.strip():
            return []
        passages, ranking = self.gather(query, max(_BREADTH, 3 * k), Limits(since, until, publisher, source))
        scores = ranking.scores()
        best: dict[str, tuple[float, Passage]] = {}
        for score, passage in zip(scores.tolist(), passages, strict=True):
            if passage.source_id not in best or score > best[passage.source_id][0]:
                best[passage.source_id] = (score, passage)
        ranked = sorted(best.values(), key=lambda item: (-item[0], item[1].row))[:k]
        return [
            Hit(source_id=p.source_id, passage_id=p.id, score=round(score, 6), text=p.text, span=p.span)
            for score, p in ranked
        ]

    def gather(self, query: str, breadth: int, limits: Limits) -> tuple[list[Passage], Ranking]:
        """The passages that words and meaning put forward, at most `breadth` each, and their ranking."""
        kept: Mapping[int, Rows] = {}
        near: Near | None = None
        if self._meaning.ready:
            # SQLite and the model work outside Python's lock: side by side on two cores.
            looked = self._beside.submit(self._read_ahead, query, breadth, limits)
            try:
                near = self._near(query, breadth, limits)
            finally:
                passages, kept = looked.result()
        else:
            passages = self._worded(query, breadth, limits)
        cosines = self._cosines(near, passages, kept)
        known = {passage.row for passage in passages}
        passages += passages_at(self._db, [row for row in cosines if row not in known])
        candidates = [Candidate(_read(p.text), cosines.get(p.row), _read(p.title)) for p in passages]
        return passages, Ranking(query, words.terms_of(query), candidates, self._rarity, self._weights)

    def _worded(self, query: str, breadth: int, limits: Limits) -> list[Passage]:
        return list(passages_at(self._db, [row for row, _ in self.by_words(query, breadth, limits)]))

    def _read_ahead(self, query: str, breadth: int, limits: Limits) -> tuple[list[Passage], dict[int, Rows]]:
        """The passages that words find with their vectors; they are read, the best of them closely, as ranking will.

        The model takes longer than the words, so this costs no time where there are two cores.
        """
        passages = self._worded(query, breadth, limits)
        read = [(_read(p.title), _read(p.text)) for p in passages]
        heard = Counter(term for _, text in read[: self._weights.best] for term in says(text))
        self._rarity(words_of(term for term, count in heard.items() if count >= self._weights.shared))
        return passages, self._meaning.kept(passages)

    def by_words(self, query: str, n: int = _BREADTH, limits: Limits = EVERYTHING) -> list[tuple[int, float]]:
        """(passage, score) of the `n` passages that the words of `query` find, best first.

        Remembered until the catalogue changes: what is embedded for an issue and what its writer is given are
        looked up by the same questions.
        """
        self._count()
        asked = (query, n, limits)
        if len(self._answers) > _REMEMBERED:
            self._answers.clear()
        if asked not in self._answers:
            terms = self._telling(words.terms_of(query))
            self._answers[asked] = words.best(self._db, terms, n, limits)
        return self._answers[asked]

    def _near(self, query: str, breadth: int, limits: Limits) -> Near | None:
        """What lies nearest to the question; None where meaning cannot be asked. Does not touch the catalogue."""
        try:
            return self._meaning.near(query, breadth, limits)
        except DraftError as error:
            self._tell(f"{error}这次只按词找。")
            return None

    def _cosines(
        self, near: Near | None, worded: Sequence[Passage], kept: Mapping[int, Rows]
    ) -> dict[int, float]:
        """Passage → cosine: of the nearest ones, and of those that words found."""
        if near is None:
            return {}
        try:
            cosines = self._meaning.cosines(near)
            left = [p for p in worded if p.row not in cosines and p.row not in kept]
            rows = {**kept, **self._meaning.rows(left)}
        except DraftError as error:
            self._tell(f"{error}这次只按词找。")
            return {}
        return {**{row: float(near.question @ other) for row, other in rows.items()}, **cosines}

    def _telling(self, terms: Sequence[str]) -> list[str]:
        """The terms to look passages up by, rarest first: without those that every twentieth passage holds, if others are
        left, and as many as have `_MENTIONS` mentions together; at least one.

        Common ones cost most of the time and decide nothing; all terms count when the passages found are ranked.
        """
        counts = self._mentions(terms)
        telling = [term for term in terms if counts[term] <= self._total // _COMMON] or list(terms)
        out: list[str] = []
        left = _MENTIONS
        for term in sorted(telling, key=lambda term: (counts[term], term)):
            left -= counts[term]
            if out and left < 0:
                break
            out.append(term)
        return out

    def _count(self) -> None:
        """Forget what was counted when the catalogue has changed meanwhile."""
        (total,) = self._db.execute("SELECT max(row) FROM passages").fetchone()
        if total != self._total:
            self._total, self._counts = total or 0, {}
            self._answers.clear()
            self._db.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.rarity USING fts5vocab(main, words, row)"
            )

    def _rarity(self, terms: Sequence[str]) -> Mapping[str, float]:
        """Word → idf in the catalogue."""
        return {term: inverse(count, self._total) for term, count in self._mentions(terms).items()}

    def _mentions(self, terms: Sequence[str]) -> Mapping[str, int]:
        """Word → how many passages hold it."""
        asked = [term for term in dict.fromkeys(terms) if term not in self._counts]
        if asked:
            query = f"SELECT term, doc FROM temp.rarity WHERE term IN ({','.join('?' * len(asked))})"
            self._counts |= dict.fromkeys(asked, 0) | dict(self._db.execute(query, asked).fetchall())
        return {term: self._counts[term] for term in terms}
