"""The chain over a model with its answers ready: what passes, what goes back, what is replaced, what is said of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from chain_desk import DAY, FREE, Queued, caller, issue_of, one, section, texts
from model_server import JUDGED, answer, passages, prompt_of, stage_of
from writer_articles import morning

from agent.models import Assignment

TEXT = (
    "6月13日，澜州省数据管理局发布《澜州省行业数据集建设三年计划》，提出到2028年建成300个行业数据集。"
    "计划明确，对首批入选的60家企业每家给予不超过200万元补助。"
    "今年前5个月，澜州省数据交易额达到48.6亿元，同比增长31.2%。"
)
LEAD = "6月13日，澜州省数据管理局发布《澜州省行业数据集建设三年计划》，提出到2028年建成300个行业数据集。"
GRANT = "计划明确，对首批入选的60家企业每家给予不超过200万元补助。"
TRADE = "今年前5个月，澜州省数据交易额达到48.6亿元，同比增长31.2%。"


def scripted(**by_stage: Any) -> Queued:
    """A model that answers each stage as told (a text, or a list taken in turn), else faithfully."""
    taken: dict[str, int] = {}

    def script(request: dict[str, Any]) -> str:
        stage = stage_of(request)
        given = by_stage.get(stage)
        if given is None:
            return json.dumps(answer(request), ensure_ascii=False)
        if isinstance(given, str):
            return given
        taken[stage] = taken.get(stage, 0) + 1
        return str(given[min(taken[stage], len(given)) - 1])

    return Queued(script=script, asked=[])


def test_a_faithful_model_s_issue_stands_in_three_questions_deep() -> None:
    model = scripted()
    issue, report, account = issue_of(caller(model), morning()[:2])
    assert {s.verdict for s in report.sentences} <= {"supported", "opinion"}
    assert [stage_of(r) for r in model.asked][:1] == ["plan"]
    assert account["sentences"]["asked"] > 8
    assert all(section["by"] == "llm" for section in account["sections"] if section["number"])
    assert len(issue.sections) == 2
    assert issue.summary


def test_a_false_figure_goes_back_with_its_reason_and_comes_back_right() -> None:
    wrong = TRADE.replace("48.6", "84.6")
    facts = [
        ("fact", LEAD, "A1", LEAD),
        ("fact", wrong, "A1", TRADE),
        ("judgement", JUDGED[0], "", ""),
        ("judgement", JUDGED[1], "", ""),
    ]
    right = json.dumps(
        {
            "sentences": [
                {
                    "n": 2,
                    "kind": "fact",
                    "text": TRADE,
                    "quotes": [{"key": "A1", "words": TRADE}],
                    "drop": False,
                }
            ]
        }
    )
    model = scripted(section=section(*facts), repair=right)
    issue, report, account = issue_of(caller(model), one(TEXT))
    told = next(prompt_of(r) for r in model.asked if stage_of(r) == "repair")
    assert "数字不符" in told
    assert "48.6亿元" in told, "the source's own words are in the question"
    assert "84.6" not in texts(issue)
    assert TRADE in texts(issue)
    tally = account["sections"][0]["sentences"]
    assert (tally["refused"], tally["repaired"], tally["left_out"]) == (1, 1, 0)
    assert {s.verdict for s in report.sentences} <= FREE


def test_what_never_comes_right_is_replaced_or_left_out_and_run_json_says_so() -> None:
    wrong = TRADE.replace("48.6", "84.6")
    model = scripted(
        section=section(("fact", LEAD, "A1", LEAD), ("fact", wrong, "A1", TRADE)),
        repair=section(("fact", wrong, "A1", TRADE)),
    )
    issue, report, account = issue_of(caller(model), one(TEXT))
    assert "84.6" not in texts(issue)
    line = account["sections"][0]
    assert line["sentences"]["replaced"] + line["sentences"]["left_out"] == 1
    assert line["refusals"][0]["reasons"][0]["kind"] in ("number", "quantity")
    assert {s.verdict for s in report.sentences} <= FREE


@pytest.mark.parametrize(
    ("bad", "kind"),
    [
        ("6月13日，澜州省数据管理局发布计划，详见 http://lanzhou.example/plan。", "address"),
        ("我们认为，澜州省数据管理局6月13日发布的计划提出到2028年建成300个行业数据集。", "style"),
        ("值得注意的是，计划对首批入选的60家企业每家给予不超过200万元补助。", "style"),
        ("计划明确<b>对首批入选的60家企业</b>每家给予不超过200万元补助。", "form"),
    ],
)  # fmt: skip
def test_form_is_held_like_facts(bad: str, kind: str) -> None:
    model = scripted(
        section=section(("fact", LEAD, "A1", LEAD), ("fact", bad, "A1", GRANT)), repair='{"sentences": []}'
    )
    issue, _, account = issue_of(caller(model), one(TEXT))
    assert bad not in texts(issue)
    assert account["sections"][0]["refusals"][0]["reasons"][0]["kind"] == kind


def test_words_that_stand_nowhere_are_no_evidence() -> None:
    made_up = "临江市同日宣布投入90亿元。"
    model = scripted(
        section=section(("fact", LEAD, "A1", LEAD), ("fact", made_up, "A9", made_up)),
        repair='{"sentences": []}',
    )
    issue, _, account = issue_of(caller(model), one(TEXT))
    assert "90亿" not in texts(issue)
    assert account["sections"][0]["refusals"][0]["reasons"][0]["kind"] == "unfound"


def test_a_wrong_key_and_loosely_retyped_words_are_found_where_they_stand() -> None:
    loose = "对首批入选的60家企业, 每家给予不超过200万元的补助"
    model = scripted(section=section(("fact", LEAD, "A7", LEAD), ("fact", GRANT, "A1", loose)))
    issue, report, account = issue_of(caller(model), one(TEXT))
    assert GRANT in texts(issue)
    assert account["sections"][0]["sentences"]["refused"] == 0
    quotes = {item.quote for item in issue.evidence.values()}
    assert all(quote in TEXT for quote in quotes)
    assert {s.verdict for s in report.sentences} <= FREE


def test_a_judgement_may_conclude_but_bring_no_figure() -> None:
    model = scripted(
        section=section(
            ("fact", LEAD, "A1", LEAD),
            ("judgement", "预计将带动投资500亿元。", "", ""),
            ("judgement", JUDGED[0], "", ""),
        ),
        repair='{"sentences": []}',
    )
    issue, _, _ = issue_of(caller(model), one(TEXT))
    assert "500亿" not in texts(issue)
    assert JUDGED[0] in texts(issue)


def test_summary_and_heading_may_only_say_what_the_sections_say() -> None:
    lines = [
        {"text": "澜州省数据交易额达到48.6亿元。", "from": ["1.1"]},
        {"text": "澜州省拟建成500个行业数据集。", "from": ["1.1"]},
    ]
    bad = json.dumps(
        {"headings": [{"n": 1, "text": "澜州数据交易额突破90亿元，数据集成为新资产"}], "summary": lines},
        ensure_ascii=False,
    )
    model = scripted(section=section(("fact", LEAD, "A1", LEAD), ("fact", GRANT, "A1", GRANT)), closing=bad)
    issue, report, account = issue_of(caller(model), one(TEXT))
    said = texts(issue)
    assert "500个" not in said
    assert "90亿" not in said
    assert "48.6亿元" not in "".join(s.text for s in issue.summary), (
        "a fact of the source that no section has"
    )
    assert {r["reasons"][0]["kind"] for r in account["sections"][-1]["refusals"]} & {
        "section",
        "quantity",
        "citation",
        "source",
    }
    assert {s.verdict for s in report.sentences} <= FREE


def test_a_story_that_goes_on_says_so() -> None:
    model = scripted(
        section=section(("fact", LEAD, "A1", LEAD), ("judgement", JUDGED[0] + JUDGED[1], "", ""))
    )
    past = {1: "2026-06-12 澜州将发布数据集计划：计划正在征求意见。"}
    issue, report, _ = issue_of(caller(model), one(TEXT), past=past)
    asked = next(prompt_of(r) for r in model.asked if stage_of(r) == "section")
    assert "计划正在征求意见" in asked
    assert issue.sections[0].heading.startswith("更新：")
    assert {s.verdict for s in report.sentences} <= FREE


def test_the_prompt_holds_the_passages_and_no_address_or_offset() -> None:
    model = scripted()
    ready = [
        a.model_copy(
            update={
                "sources": tuple(s.model_copy(update={"url": "https://secret.example/x"}) for s in a.sources)
            }
        )
        for a in morning()
    ]
    issue_of(caller(model), ready)
    everything = "\n".join(prompt_of(r) for r in model.asked)
    assert "secret.example" not in everything
    assert passages(next(r for r in model.asked if stage_of(r) == "section"))


def test_an_unreadable_answer_is_asked_for_again_and_then_done_without() -> None:
    model = scripted(section="今天天气很好，适合外出，也适合在家看书，总之是不错的一天。")
    issue, report, account = issue_of(caller(model), one(TEXT))
    assert [stage_of(r) for r in model.asked].count("section") == 3
    assert account["sections"][0]["by"] == "embedded"
    assert {s.verdict for s in report.sentences} <= FREE
    assert any("摘录" in note for note in issue.notes)


def test_an_event_without_sources_still_has_its_section() -> None:
    empty = Assignment(number=1, event=one(TEXT)[0].event.model_copy(update={"sources": ()}), sources=())
    issue, _, account = issue_of(caller(scripted()), [empty])
    assert issue.date == DAY
    assert account["sections"][0]["note"]


def test_a_line_that_gathers_sections_gets_the_citations_it_needs_and_no_more() -> None:
    plant = one(
        "6月13日，临江市首座储能电站并网投运，项目规模120兆瓦。",
        publisher="临江新闻网",
        title="临江储能电站投运",
    )[0]
    second = plant.model_copy(
        update={
            "number": 2,
            "event": plant.event.model_copy(update={"sources": ("s2",)}),
            "sources": tuple(s.model_copy(update={"id": "s2"}) for s in plant.sources),
        }
    )
    facts = {
        "A": section(("fact", LEAD, "A1", LEAD), ("judgement", JUDGED[0] + JUDGED[1], "", "")),
        "B": section(
            ("fact", second.sources[0].text, "B1", second.sources[0].text),
            ("judgement", JUDGED[0] + JUDGED[1], "", ""),
        ),
    }
    lines = [{"text": "今天关注行业数据集和储能电站。", "from": ["1.1", "2.2"]}]

    def script(request: dict[str, Any]) -> str:
        if stage_of(request) == "section":
            return facts["B" if "[B1]" in prompt_of(request) else "A"]
        if stage_of(request) == "closing":
            return json.dumps({"headings": [], "summary": lines}, ensure_ascii=False)
        return json.dumps(answer(request), ensure_ascii=False)

    issue, report, _ = issue_of(caller(Queued(script=script, asked=[])), [one(TEXT)[0], second])
    line = next(s for s in issue.summary if s.text == lines[0]["text"])
    assert {issue.evidence[key].source_id for key in line.cites} == {"s1", "s2"}
    assert {s.verdict for s in report.sentences} <= FREE


def test_what_links_the_sections_is_told_to_the_closing_and_not_to_the_sections() -> None:
    plan = json.dumps(
        {
            "idea": "数据从建到用",
            "sections": [
                {"n": 1, "angle": "抓目标和期限", "link": "与第二节对照"},
                {"n": 2, "angle": "抓规模", "link": ""},
            ],
        },
        ensure_ascii=False,
    )
    model = scripted(plan=plan)
    issue_of(caller(model), morning()[:2])
    by_stage = {
        stage: "\n".join(prompt_of(r) for r in model.asked if stage_of(r) == stage)
        for stage in ("section", "closing")
    }
    assert "抓目标和期限" in by_stage["section"]
    assert "与第二节对照" not in by_stage["section"]
    assert "第1节：与第二节对照" in by_stage["closing"]


def test_a_repair_shows_the_neighbours_the_attribution_and_the_whole_title() -> None:
    title = "澜州省数据管理局发布《澜州省行业数据集建设三年计划》并就首批入选企业的补助办法和申报时间答记者问，说明今后三年的安排"
    text = LEAD + "计划由省数据管理局牵头实施，各地市分工推进，逐年评估。" * 14 + GRANT + TRADE
    wrong = GRANT.replace("200", "900")
    made = one(text, title=title)
    passages_of: dict[str, str] = {}

    def script(request: dict[str, Any]) -> str:
        if stage_of(request) == "section":
            passages_of.update({key: said for key, _, said in passages(request)})
            key = next(key for key, said in passages_of.items() if GRANT in said)
            return section(
                ("fact", LEAD, "A1", LEAD), ("fact", wrong, key, GRANT), ("fact", TRADE, key, TRADE)
            )
        if stage_of(request) == "repair":
            return '{"sentences": []}'
        return json.dumps(answer(request), ensure_ascii=False)

    model = Queued(script=script, asked=[])
    issue_of(caller(model), made)
    told = next(prompt_of(r) for r in model.asked if stage_of(r) == "repair")
    assert GRANT not in passages_of["A1"], (
        "the refused sentence leans on another passage than the document's name"
    )
    assert f"上一句：{LEAD}" in told
    assert f"下一句：{TRADE}" in told
    assert "[A1]" in told
    assert title in told


def test_a_section_much_too_long_is_told_so_in_run_json_and_in_a_repair() -> None:
    more = [
        "省数据管理局将组织专家对申报材料逐项评审，评审结果向社会公布并接受监督。",
        "医院和学校提供的病例与教案须先去除个人信息，经伦理委员会同意后方可使用。",
        "港口、铁路和机场的调度记录由各自的运营单位整理，运输主管部门负责抽查。",
        "农业方面优先收集病虫害图像和土壤墒情，由县级农技站安排人员到田间采集。",
        "制造企业可以把检修日志和工艺文档折算成股份，收益按事先签订的合同分配。",
        "银行对入选的小微企业开辟贷款通道，担保公司按规定减收费用，贴息由地方财政安排。",
        "标注人员须经过培训并取得证书，培训课程由职业院校与行业协会共同编写后免费开放。",
    ]
    text = TEXT + "".join(more)
    wrong = TRADE.replace("48.6", "84.6")
    facts = [
        ("fact", LEAD, "A1", LEAD),
        *(("fact", line, "A1", line) for line in more),
        ("fact", wrong, "A1", TRADE),
    ]
    model = scripted(section=section(*facts), repair='{"sentences": []}')
    _, _, account = issue_of(caller(model), one(text))
    told = next(prompt_of(r) for r in model.asked if stage_of(r) == "repair")
    assert "字，应在 160 到 260 字之间" in told
    assert "写短" in told
    assert any("事实段" in phrase for phrase in account["sections"][0]["style"])


def test_more_is_asked_for_only_where_mending_what_was_refused_would_not_do() -> None:
    views = [
        "补助的尺子从建了多少换成用了多少，数据集的价值由此要靠下游模型来证明，建库方必须先找到愿意调用的应用方。",
        "对制造企业而言，这意味着标注质量和更新频率直接影响收益；下一步要看调用量由谁计量、口径是否公开，否则补助仍可能流向重复建设。",
    ]
    judged = [("judgement", line, "", "") for line in views]
    more = "省数据管理局将组织专家对申报材料逐项评审，评审结果向社会公布并接受监督，名单每年调整一次。"
    wrong = TRADE.replace("48.6", "84.6")
    facts = [
        ("fact", LEAD, "A1", LEAD),
        ("fact", GRANT, "A1", GRANT),
        ("fact", wrong, "A1", TRADE),
        ("fact", more, "A1", more),
    ]
    model = scripted(section=section(*facts, *judged), repair='{"sentences": [{"n": 3, "drop": true}]}')
    issue_of(caller(model), one(TEXT + more))
    first, *later = [prompt_of(r) for r in model.asked if stage_of(r) == "repair"]
    assert "请补写" not in first
    assert later
    assert "请补写" in later[0]


def test_the_second_sentence_gets_no_day_and_source_while_the_first_is_being_mended() -> None:
    wrong = LEAD.replace("300", "900")
    right = {"sentences": [{"n": 1, "kind": "fact", "text": LEAD, "quotes": [{"key": "A1", "words": LEAD}]}]}
    facts = [("fact", wrong, "A1", LEAD), ("fact", GRANT, "A1", GRANT)]
    mended = scripted(section=section(*facts), repair=json.dumps(right, ensure_ascii=False))
    issue, _, _ = issue_of(caller(mended), one(TEXT))
    assert [s.text for s in issue.sections[0].sentences][:2] == [LEAD, GRANT]
    dropped = scripted(section=section(*facts), repair='{"sentences": [{"n": 1, "drop": true}]}')
    issue, _, _ = issue_of(caller(dropped), one(TEXT))
    assert "6月13日" in issue.sections[0].sentences[0].text
