"""Further sources for the LLM writer: a report's original in another language is found by names and sums."""

from __future__ import annotations

from agent.desk.material import _latin_terms


def test_what_an_english_report_would_call_things() -> None:
    terms = _latin_terms("路透社报道，亚马逊公司获得175亿美元贷款安排，Axios关注用电")
    assert "17.5 billion" in terms
    assert "Axios" in terms
    assert {"Amazon", "Reuters"} & set(terms)


def test_a_report_without_foreign_names_has_no_original_abroad() -> None:
    assert _latin_terms("山东省发放2亿元算力券，单家企业最高抵扣100万元") == []
