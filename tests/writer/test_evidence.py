"""What a section's model is shown: on the matter, within the budget, and the same when a run is taken up again."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from writer_articles import ENGLISH, PAPER, PLANT, WIRE, assignment, source

from agent.house import load_house
from agent.models import Assignment
from agent.writer.evidence import Passage, gather, widened
from agent.writer.tokens import estimate
from agent.writer.weight import idle

HOUSE = load_house("xinzhi")
LEAD = source("w1", WIRE, publisher="云川社", title="澜州发布行业数据集建设三年计划 2028年建成300个")


def shown(ready: Assignment, budget: int = 2600) -> list[str]:
    return [p.source.id for p in gather(ready, HOUSE.publishers, "A", budget, estimate)]


def with_background(*background: str) -> Assignment:
    known = {
        "paper": source("paper", PAPER, publisher="澜州日报", title="澜州将设15亿元数据产业基金"),
        "plant": source("plant", PLANT, publisher="临江新闻网", title="临江首座储能电站并网投运"),
        "notice": source(
            "notice", "澜州省发布通知，就行业数据集建设三年计划征求意见，提出2028年前建成一批数据集。",
            publisher="澜州省数据管理局", title="行业数据集建设三年计划征求意见", published="2026-05-01",
        ),
        "foreign": source("foreign", ENGLISH, publisher="Harbor Wire", title="Northlake Chips", language="en"),
    }  # fmt: skip
    made = assignment(1, LEAD, heading=LEAD.title)
    return made.model_copy(update={"background": tuple(known[name] for name in background)})


def test_background_on_the_matter_is_shown_and_what_a_search_merely_found_is_not() -> None:
    found = shown(with_background("notice", "plant"))
    assert "notice" in found
    assert "plant" not in found


def test_a_report_in_another_language_is_not_held_to_chinese_words() -> None:
    assert "foreign" in shown(with_background("foreign", "plant"))


def test_background_and_foreign_reports_are_marked_as_such() -> None:
    ready = with_background("notice", "foreign")
    told = ready.background[0].model_copy(update={"publisher": "澜州日报"})
    ready = ready.model_copy(update={"background": (told, *ready.background[1:])})
    passages = gather(ready, HOUSE.publishers, "A", 2600, estimate)
    heads = {p.source.id: p.shown().split("\n")[0] for p in passages}
    assert heads["notice"].endswith("｜背景")
    assert heads["foreign"].endswith("｜外文报道")
    assert heads["w1"].endswith("2026-06-13")


def test_a_sentence_that_the_page_s_signature_cuts_is_not_shown_half() -> None:
    text = WIRE.split("我们为什么")[0] + "【示例】本文为演示用途的重构文本，并非发布者原文。"
    made = assignment(1, LEAD.model_copy(update={"text": text}), heading=LEAD.title)
    assert not any("示例" in p.text for p in gather(made, HOUSE.publishers, "A", 2600, estimate))


def test_a_title_that_is_the_first_sentence_does_not_take_it_away() -> None:
    lead, rest = WIRE.split("。", 1)
    made = LEAD.model_copy(update={"title": lead, "text": f"{lead}。{rest}"})
    first = gather(assignment(1, made, heading=lead), HOUSE.publishers, "A", 2600, estimate)[0]
    assert first.text.startswith(lead)
    assert len(first.shown().split("\n")[0]) < 90


@given(budget=st.integers(300, 4000))
@settings(max_examples=40)
def test_the_budget_holds_and_something_is_always_shown(budget: int) -> None:
    passages = gather(with_background("notice", "paper", "foreign"), HOUSE.publishers, "A", budget, estimate)
    assert passages
    assert len(passages) == 1 or sum(estimate(p.text) for p in passages) <= budget
    assert all(p.source.text[p.span[0] : p.span[1]] == p.text for p in passages)


def test_an_official_s_own_words_are_marked_as_such_even_where_a_search_found_them() -> None:
    ready = with_background("notice")
    known = ready.background[0].model_copy(update={"publisher": "国家数据局"})
    passages = gather(
        ready.model_copy(update={"background": (known,)}), HOUSE.publishers, "A", 2600, estimate
    )
    heads = {p.source.id: p.shown().split("\n")[0] for p in passages}
    assert heads["notice"].endswith("｜官方原文")
    reprint = known.model_copy(update={"reprint_of": "云川社"})
    (other,) = (
        p for p in gather(ready.model_copy(update={"background": (reprint,)}), HOUSE.publishers, "A", 2600, estimate)
        if p.source.id == "notice"
    )  # fmt: skip
    assert other.shown().split("\n")[0].endswith("｜背景")


def test_sentences_that_only_lead_over_are_not_shown() -> None:
    for sentence in ("电力是另一道坎。", "（一）摸清数据底数。"):
        assert idle(sentence)
    for sentence in ("产量达到42万套。", "工业和信息化部牵头。", "他说，还不够。", "《计划》另有安排。"):
        assert not idle(sentence)
    made = LEAD.model_copy(update={"text": f"{PAPER}电力是另一道坎。"})
    passages = gather(assignment(1, made, heading=LEAD.title), HOUSE.publishers, "A", 2600, estimate)
    assert not any("另一道坎" in p.text for p in passages)


def test_what_another_passage_says_already_is_shown_once() -> None:
    again = source("again", f"记者了解到有关情况如下。{WIRE}", publisher="澜州日报", title=LEAD.title)
    fresh = source("fresh", PLANT, publisher="澜州日报", title=LEAD.title)
    assert "again" not in shown(assignment(1, LEAD, again, heading=LEAD.title), 6000)
    assert "fresh" in shown(assignment(1, LEAD, fresh, heading=LEAD.title), 6000)


def test_a_passage_to_be_mended_with_is_shown_with_its_neighbours() -> None:
    first, second, third, fourth = (
        f"{n}号项目由临江市第{n}工程公司承建，总投资{n}0亿元，计划在{2026 + n}年底投产。" for n in range(1, 5)
    )
    made = LEAD.model_copy(update={"text": first + second + third + fourth})
    at = made.text.index(second)
    middle = Passage("A1", made, (at, at + len(second)), own=True)
    assert widened([middle], [middle])[0].text == first + second + third
    heading = LEAD.model_copy(update={"text": first + second + "二、下一步安排\n" + third})
    assert widened([replace(middle, source=heading)], [])[0].text == first + second
    last = Passage("A2", made, (at + len(second), len(made.text)), own=True)
    assert [p.text for p in widened([middle, last], [middle, last])] == [first + second, third + fourth]
