"""Search measured: what each part of the ranking is worth on ../shared/bench, with intervals. Nothing is kept.

    python -m eval.retrieval [--desk DIR] [--data DIR]

nDCG@10 over questions, for all and for the even and the odd ones apart, and the 95% interval of the difference to
plain rank fusion (words 1 : meaning 2) by a paired bootstrap over questions. DIR is a desk that has taken in
retrieval-corpus.jsonl.gz with `--embed all`; without it one is made in a temporary folder, which takes minutes.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from agent.desk.embedding import embed_all
from agent.desk.ingest import ingest
from agent.desk.start import init
from agent.desk.workspace import Workspace
from agent.index import words
from agent.index.fusion import Ranking, Weights
from agent.index.limits import EVERYTHING
from agent.index.marks import Passage
from agent.text.segment import search_words

BENCH = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"
Scores = NDArray[np.float64]
_GAINS = 1 / np.log2(np.arange(10) + 2)
_RESAMPLED, _SEED = 10_000, 20260614


@dataclass(frozen=True)
class Asked:
    """A question with what search gathered for it; `order` are the passages by words alone."""

    relevant: frozenset[str]
    passages: list[Passage]
    ranking: Ranking
    order: dict[int, int]
    rows: NDArray[np.float32]


Variant = Callable[[Asked], Scores]


def gathered(desk: Workspace, gold: list[dict[str, object]]) -> list[Asked]:
    """Each question's candidates, gathered once."""
    out = []
    for question in gold:
        query = str(question["query"])
        passages, ranking = desk.searcher.gather(query, 100, EVERYTHING)
        found = words.best(desk.catalogue.database, words.terms_of(query), 400)
        vectors = desk.meaning.rows(passages)
        rows = np.stack([vectors[passage.row] for passage in passages])
        order = {row: place for place, (row, _) in enumerate(found)}
        out.append(Asked(frozenset(map(str, question["relevant"])), passages, ranking, order, rows))  # type: ignore[call-overload]  # the rows of a JSON file
    return out


def ndcg(asked: Asked, scores: Scores) -> float:
    """nDCG@10 over sources: a source counts at its best passage."""
    ranked: list[str] = []
    for place in np.argsort(-scores, kind="stable"):
        id = asked.passages[place].source_id
        if id not in ranked:
            ranked.append(id)
        if len(ranked) == 10:
            break
    gain = sum(_GAINS[i] for i, id in enumerate(ranked) if id in asked.relevant)
    return float(gain / _GAINS[: min(10, len(asked.relevant))].sum())


def interval(difference: Scores) -> tuple[float, float]:
    """The 95% interval of a mean difference, by resampling questions."""
    chance = np.random.default_rng(_SEED)
    means = difference[chance.integers(0, len(difference), (_RESAMPLED, len(difference)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def weighing(**weights: float) -> Variant:
    """The product's ranking with other weights."""
    return lambda asked: replace(asked.ranking, weights=Weights(**weights)).scores()  # type: ignore[arg-type]  # weights by name


def places(asked: Asked) -> tuple[Scores, Scores]:
    """Each candidate's rank by words and by meaning."""
    by_words = np.array([asked.order.get(p.row, 10_000) for p in asked.passages], np.float64)
    by_meaning = np.argsort(np.argsort(-cosines(asked), kind="stable")).astype(np.float64)
    return by_words, by_meaning


def cosines(asked: Asked) -> Scores:
    """Each candidate's cosine to the question."""
    return np.array([c.cosine or 0.0 for c in asked.ranking.candidates])


def plain(asked: Asked) -> Scores:
    """Reciprocal rank fusion (Cormack et al. 2009), words 1 : meaning 2."""
    by_words, by_meaning = places(asked)
    fused: Scores = 1 / (60 + by_words) + 2 / (60 + by_meaning)
    return fused


def with_titles(asked: Asked) -> Scores:
    """A 《title》 of the question must stand in the passage."""
    titles = re.findall(r"《([^》]+)》", asked.ranking.query)
    has = [float(any(title in p.text for title in titles)) for p in asked.passages]
    return asked.ranking.scores() + 0.5 * np.array(has)


def with_dates(asked: Asked) -> Scores:
    """A year or day of the question must stand in the passage."""
    dates = re.findall(r"\d{4}年|\d{1,2}月\d{1,2}日|(?<!\d)(?:19|20)\d\d(?!\d)", asked.ranking.query)
    has = [sum(date[:4] in p.text for date in dates) / max(len(dates), 1) for p in asked.passages]
    dated: Scores = asked.ranking.scores() + 0.2 * np.array(has)
    return dated


def with_asking_words(asked: Asked) -> Scores:
    """What a question asks with (什么时候, 多少) counts like its other words."""
    return replace(asked.ranking, terms=sorted(set(search_words(asked.ranking.query)))).scores()


def with_neighbours(asked: Asked) -> Scores:
    """Each passage shares in the scores of the five nearest to it."""
    scores, near = asked.ranking.scores(), asked.rows @ asked.rows.T
    np.fill_diagonal(near, -1)
    shared: Scores = scores + 0.5 * scores[np.argsort(-near, axis=1)[:, :5]].mean(axis=1)
    return shared


def with_rocchio(asked: Asked) -> Scores:
    """Nearness to the middle of the best five (Rocchio on vectors)."""
    scores = asked.ranking.scores()
    middle = asked.rows[np.argsort(-scores)[:5]].mean(axis=0)
    near = asked.rows @ (middle / np.linalg.norm(middle))
    moved: Scores = scores + 0.5 * (near - near.min()) / (np.ptp(near) + 1e-9)
    return moved


def with_reprints(asked: Asked) -> Scores:
    """Near-copies stand half-way to the best of them."""
    scores, near = asked.ranking.scores(), asked.rows @ asked.rows.T
    best = np.where(near > 0.97, scores[None, :], -9.0).max(axis=1)
    halfway: Scores = np.maximum(scores, (scores + best) / 2)
    return halfway


def with_diversity(asked: Asked, share: float = 0.9) -> Scores:
    """Maximal marginal relevance (Carbonell & Goldstein 1998) over the best thirty."""
    scores = asked.ranking.scores()
    out, left, taken = scores - 100, list(np.argsort(-scores)[:30]), []
    while left and len(taken) < 12:
        alike = [max((asked.rows[i] @ asked.rows[j] for j in taken), default=0.0) for i in left]
        place = int(
            np.argmax([share * scores[i] - (1 - share) * a for i, a in zip(left, alike, strict=True)])
        )
        taken.append(left.pop(place))
        out[taken[-1]] = -len(taken)
    return out


VARIANTS: dict[str, Variant] = {
    "plain rank fusion 1:2": plain,
    "words alone (BM25)": lambda asked: -places(asked)[0],
    "meaning alone (e5)": cosines,
    "scores instead of ranks": weighing(feedback=0, answer=0),
    "words with feedback": weighing(meaning=0, answer=0),
    "meaning with feedback": weighing(words=0, answer=0),
    "scores with feedback": weighing(answer=0),
    "figures no more than words in feedback": weighing(asked=1, other=1),
    "no figures in feedback": weighing(asked=0, other=0),
    "feedback .75": weighing(feedback=0.75),
    "feedback 3": weighing(feedback=3),
    "10 terms": weighing(terms=10),
    "40 terms": weighing(terms=40),
    "10 voters": weighing(best=10),
    "25 voters": weighing(best=25),
    "meaning 1": weighing(meaning=1),
    "meaning 3": weighing(meaning=3),
    "and 《titles》 of the question": with_titles,
    "and dates of the question": with_dates,
    "and the words it asks with": with_asking_words,
    "and neighbours": with_neighbours,
    "and Rocchio on vectors": with_rocchio,
    "and near-copies": with_reprints,
    "and diversity": with_diversity,
    "as shipped": lambda asked: asked.ranking.scores(),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desk", type=Path)
    parser.add_argument("--data", type=Path, default=BENCH)
    asked = parser.parse_args()
    chosen, data = asked.desk, asked.data
    if not data.is_dir():
        print(f"{data} is absent: nothing to measure on")
        return
    gold = [json.loads(line) for line in (data / "retrieval.jsonl").read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        if chosen is None:
            init(Path(folder) / "desk", empty=True)
        desk = Workspace.open(chosen or Path(folder) / "desk")
        if chosen is None:
            ingest(desk, [str(data / "retrieval-corpus.jsonl.gz")])
            embed_all(desk)
        table(gathered(desk, gold))
        desk.close()


def table(asked: list[Asked]) -> None:
    """Print every variant, and what choosing among them on one half of the questions gives on the other."""
    values = {name: np.array([ndcg(a, variant(a)) for a in asked]) for name, variant in VARIANTS.items()}
    fused, shipped = (values[name] for name in ("plain rank fusion 1:2", "as shipped"))
    print(f"{'':40s} nDCG@10   even   odd   minus plain fusion, 95%      minus as shipped, 95%")
    for name, scores in values.items():
        print(
            f"{name:40s} {scores.mean():.4f}  {scores[::2].mean():.4f} {scores[1::2].mean():.4f}"
            f"  {shown(scores - fused)}  {shown(scores - shipped)}",
            flush=True,
        )
    for chosen_on, measured_on in ((0, 1), (1, 0)):
        best = max(values, key=lambda name: values[name][chosen_on::2].mean())
        gain = (values[best] - shipped)[measured_on::2]
        print(f"best on one half: {best}; on the other half minus as shipped {shown(gain)}")


def shown(difference: Scores) -> str:
    """A mean difference and its interval."""
    low, high = interval(difference)
    return f"{difference.mean():+.4f} [{low:+.4f}, {high:+.4f}]"


if __name__ == "__main__":
    main()
