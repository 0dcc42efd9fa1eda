"""Ranking: laws that hold for any candidates, and what feedback does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from agent.index.fusion import Candidate, Ranking, Weights
from agent.index.words import terms_of


def common(terms: Sequence[str]) -> Mapping[str, float]:
    """Every word equally rare."""
    return dict.fromkeys(terms, 3.0)


def ranked(query: str, *texts: str, cosines: Sequence[float | None] = (), **weights: float) -> list[int]:
    known = list(cosines) or [None] * len(texts)
    candidates = [Candidate(text, cosine) for text, cosine in zip(texts, known, strict=True)]
    scores = Ranking(query, terms_of(query), candidates, common, Weights(**weights)).scores()  # type: ignore[arg-type]  # weights by name
    return [int(place) for place in np.argsort(-scores, kind="stable")]


def test_what_several_say_moves_up_who_says_it_too() -> None:
    texts = (
        "南桥轮渡首周运送旅客8400人次，票价不变。",
        "南桥轮渡运送旅客，码头新添候船厅。",
        "渡口管理所通报：首周旅客8400人次。",
        "南桥轮渡首周旅客达8400人次，创下纪录。",
    )
    assert ranked("南桥轮渡首周旅客多少人次", *texts)[-1] == 1


def test_a_figure_is_not_found_inside_a_longer_one() -> None:
    texts = ("事故造成12人受伤。", "事故造成12人受伤，正在救治。", "活动有112人参加。")
    assert ranked("事故多少人受伤", *texts)[-1] == 2


def test_nothing_to_rank_is_nothing() -> None:
    assert Ranking("水库", ["水库"], [], common).scores().shape == (0,)


@given(
    st.lists(st.text(alphabet="水库加固工程投资12万元年月日，。a", max_size=60), min_size=1, max_size=12),
    st.text(alphabet="水库投资多少时间谁12年", max_size=12),
    st.randoms(use_true_random=False),
)
def test_scores_are_finite_and_do_not_depend_on_order(texts: list[str], query: str, chance: object) -> None:
    cosines = [chance.choice([None, chance.random()]) for _ in texts]  # type: ignore[attr-defined]  # hypothesis's Random
    candidates = [Candidate(text, cosine) for text, cosine in zip(texts, cosines, strict=True)]
    terms = terms_of(query)
    scores = Ranking(query, terms, candidates, common, Weights(best=99)).scores()
    back = Ranking(query, terms, candidates[::-1], common, Weights(best=99)).scores()[::-1]
    assert np.isfinite(scores).all()
    assert np.allclose(scores, back)


@given(st.text(max_size=40))
def test_any_question_gives_terms_or_none(query: str) -> None:
    assert all(term for term in terms_of(query))
