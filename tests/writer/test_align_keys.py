"""Aligning quotes and naming spans."""

from hypothesis import given
from hypothesis import strategies as st

from agent.writer.align import align
from agent.writer.keys import KeyRing, evidence_key, text_sha256

TEXT = "青柳县６月建成充电桩3200个， 同比增长“18%”。青柳县另有站点。"


def test_exact_words_are_found_where_they_first_stand() -> None:
    place = align("青柳县", TEXT)
    assert place is not None and place.span == (0, 3) and place.how == "exact"


def test_retyped_typography_is_found_as_normalised() -> None:
    place = align('6月建成充电桩3200个,同比增长"18%"', TEXT)
    assert place is not None and place.how == "normalised"
    assert TEXT[slice(*place.span)].startswith("６月") and TEXT[slice(*place.span)].endswith("”")


def test_a_changed_character_is_found_nowhere() -> None:
    assert align("建成充电桩3300个", TEXT) is None
    assert align("", TEXT) is None and align("　 ", TEXT) is None


@given(st.text(max_size=80), st.integers(0, 80), st.integers(1, 30))
def test_every_slice_of_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    words = text[start : start + length]
    place = align(words, text)
    if words.strip():
        assert place is not None and text[slice(*place.span)] == words.strip()


@given(st.text(min_size=1, max_size=40), st.text(max_size=40))
def test_an_alignment_says_the_words_but_for_typography(words: str, text: str) -> None:
    place = align(words, text)
    if place is not None:
        assert 0 <= place.span[0] < place.span[1] <= len(text)


def test_a_key_comes_from_text_and_span_alone() -> None:
    key = evidence_key(TEXT, (0, 3))
    assert key == evidence_key(text_sha256(TEXT), (0, 3))
    assert key.startswith("k") and len(key) == 7
    assert key != evidence_key(TEXT, (0, 4)) != evidence_key(TEXT + "。", (0, 4))


def test_a_ring_never_gives_one_key_to_two_spans() -> None:
    ring = KeyRing()
    keys = {ring.key("0" * 64, (at, at + 1)) for at in range(9000)}
    assert len(keys) == 9000
    assert any(len(key) > 7 for key in keys)
    assert ring.key("0" * 64, (5, 6)) in keys
