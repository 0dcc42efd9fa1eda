"""A draft becomes an issue: spans, keys, ids, references."""

from itertools import pairwise

from writer_articles import DAY, PAPER, WIRE, assignment, morning, source

from agent.house import load_house
from agent.models import Draft, DraftSection, DraftSentence, Issue, Quote
from agent.writer.compose import UNKNOWN, compose
from agent.writer.embedded import EmbeddedWriter

HOUSE = load_house("xinzhi")


def issue() -> Issue:
    given = morning()
    return compose(EmbeddedWriter(HOUSE).write(given, DAY), given, HOUSE, DAY)


def fact(text: str, id: str, words: str) -> DraftSentence:
    return DraftSentence(text=text, kind="fact", quotes=(Quote(source_id=id, words=words),))


def test_evidence_holds_the_words_at_its_span() -> None:
    texts = {source.id: source.text for part in morning() for source in part.sources}
    made = issue()
    assert made.evidence
    for key, evidence in made.evidence.items():
        assert evidence.key == key
        assert texts[evidence.source_id][slice(*evidence.span)] == evidence.quote


def test_sentences_are_numbered_and_cite_only_evidence_that_is_there() -> None:
    made = issue()
    assert [sentence.id for sentence in made.summary] == [f"0.{n}" for n in range(1, len(made.summary) + 1)]
    for section in made.sections:
        assert [s.id for s in section.sentences] == [
            f"{section.number}.{n}" for n in range(1, len(section.sentences) + 1)
        ]
    cited = {key for sentence in made.sentences() for key in sentence.cites}
    assert cited == set(made.evidence)
    assert all(sentence.cites for sentence in made.sentences() if sentence.kind in ("fact", "summary"))


def test_references_list_each_cited_source_once_in_order_of_use() -> None:
    made = issue()
    assert [line.publisher for line in made.references] == ["云川社", "澜州日报", "临江新闻网", "Harbor Wire"]
    assert {key for line in made.references for key in line.keys} == set(made.evidence)
    notes = [line.purpose for line in made.references]
    assert notes[0].startswith("用于核验《澜州省行业数据集建设三年计划》")
    assert notes[1].startswith("用于补充") and notes[3].startswith("用于观察")
    assert all(note.endswith("。") for note in notes)


def test_a_primary_source_stands_before_its_reprint_and_a_nameless_one_says_so() -> None:
    reprint = source("r", WIRE, publisher="青柳网", reprint_of="云川社", family="f")
    primary = source("o", PAPER, family="f")
    given = [assignment(1, reprint, primary)]
    words = "澜州省还将设立总规模15亿元的数据产业基金，首期出资5亿元。"
    facts = (fact("甲。", "r", "提出到2028年建成300个行业数据集"), fact(words, "o", words))
    drafted = Draft(summary=(), sections=(DraftSection(heading="题", facts=facts),))
    lines = compose(drafted, given, HOUSE, DAY).references
    assert [line.publisher for line in lines] == [UNKNOWN, "青柳网转载云川社"]


def test_a_quote_that_stands_nowhere_drops_its_sentence_with_a_note() -> None:
    given = [assignment(1, source("w", WIRE))]
    good = fact("数据交易额达到48.6亿元。", "w", "澜州省数据交易额达到48.6亿元")
    bad = fact("数据交易额达到84.6亿元。", "w", "澜州省数据交易额达到84.6亿元")
    strange = fact("数据交易额。", "nobody", "澜州省数据交易额达到48.6亿元")
    made = compose(
        Draft(summary=(), sections=(DraftSection(heading="题", facts=(good, bad, strange)),)),
        given,
        HOUSE,
        DAY,
    )
    assert [sentence.text for sentence in made.sections[0].sentences] == [good.text]
    assert sum("没有采用" in note for note in made.notes) == 2


def test_a_section_that_loses_all_its_facts_keeps_a_placeholder() -> None:
    given = [assignment(1, source("w", WIRE))]
    bad = fact("数据交易额达到84.6亿元。", "w", "澜州省数据交易额达到84.6亿元")
    made = compose(Draft(summary=(), sections=(DraftSection(heading="题", facts=(bad,)),)), given, HOUSE, DAY)
    assert [sentence.kind for sentence in made.sections[0].sentences] == ["placeholder"]


def test_one_quote_has_one_key_wherever_it_is_cited() -> None:
    made = issue()
    lead = made.sections[0].sentences[0].cites[0]
    assert any(lead in sentence.cites for sentence in made.summary)
    assert issue().evidence.keys() == made.evidence.keys()


def test_the_sample_flag_follows_the_sources() -> None:
    plain = [assignment(1, source("w", WIRE))]
    shown = [assignment(1, source("w", WIRE, url="https://news.example.invalid/1"))]
    empty = Draft(summary=(), sections=())
    assert not compose(empty, plain, HOUSE, DAY).sample
    assert compose(empty, shown, HOUSE, DAY).sample


def test_evidence_is_in_order_of_the_sections() -> None:
    made = issue()
    sections = [evidence.source_id for evidence in made.evidence.values()]
    order = ["w1", "p1", "g1", "e1"]
    firsts = [sections.index(id) for id in order]
    assert all(a < b for a, b in pairwise(firsts))
