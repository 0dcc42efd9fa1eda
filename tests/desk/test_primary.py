"""A reprint in the window leads to the article it was copied from, though that is older."""

from __future__ import annotations

from collections.abc import Callable

from agent.desk.folder import BriefFolder
from agent.desk.primary import chain, with_primary
from agent.desk.workspace import Workspace
from agent.models import Evidence, Source
from agent.writer.keys import evidence_key, text_sha256

TEXT = (
    "青柳县数据局政策科负责人6月12日在发布会上表示，全县累计发布典型案例417个，形成11个领域的场景指引760个，提前完成打造300个场景的目标。"
    "县数据局同时披露，去年全县活跃数据总量为1.67PB，同比增长28.46%；企业数据产品和服务数量同比增长29.29%，交易额同比增长39.8%。"
)

BRIEF = """---
schema: draft.issue/1
house: xinzhi
date: 2026-06-14
writer: embedded
---
# 新质生产力每日动态

## 一、青柳县发布典型案例417个

【事实】{said}

[^{key}]: 云川门户《reprint的题目》，2026-06-13：“{quote}”
"""
EVIDENCE = '{{"schema": "draft.evidence/1", "date": "2026-06-14", "evidence": {{"{key}": {body}}}}}'


def article(id: str, day: str, publisher: str, reprint_of: str = "", text: str = TEXT) -> Source:
    return Source(
        id=id, text=text, sha256=text_sha256(text), title=f"{id}的题目", publisher=publisher,
        published=day, reprint_of=reprint_of, origin=id,
    )  # fmt: skip


def ids(sources: tuple[Source, ...]) -> list[str]:
    return [source.id for source in sources]


def test_the_origin_of_a_reprint_leads(desk: Workspace) -> None:
    origin = article("origin", "2026-06-12", "青柳日报")
    reprint = article("reprint", "2026-06-13", "云川门户", "青柳日报", TEXT + "来源：青柳日报")
    desk.catalogue.add([origin, reprint])
    known = desk.catalogue.get(["reprint"])["reprint"]
    assert ids(with_primary(desk, [known])) == ["origin", "reprint"]
    assert ids(with_primary(desk, [origin])) == ["origin"]
    assert with_primary(desk, []) == ()


def test_an_old_article_or_one_of_another_publisher_is_no_origin(desk: Workspace) -> None:
    old = article("old", "2026-06-01", "青柳日报")
    other = article("other", "2026-06-12", "澜州日报", "", TEXT + "（完）")
    reprint = article("reprint", "2026-06-13", "云川门户", "青柳日报", TEXT + "来源：青柳日报")
    desk.catalogue.add([old, other, reprint])
    known = desk.catalogue.get(["reprint"])["reprint"]
    assert ids(with_primary(desk, [known])) == ["reprint"]


def test_a_chain_is_followed_to_its_end_whichever_link_came_in_first(desk: Workspace) -> None:
    third = article("third", "2026-06-13", "云川门户", "澜州在线", TEXT + "（转载自澜州在线）")
    second = article("second", "2026-06-13", "澜州在线客户端", "青柳日报", TEXT + "来源：青柳日报")
    first = article("first", "2026-06-12", "青柳日报")
    for one in (third, second, first):
        desk.catalogue.add([one])
    known = desk.catalogue.get(["third", "second"])
    assert ids(chain(desk, known["third"])) == ["second", "first"]
    assert ids(with_primary(desk, [known["third"], known["second"]])) == ["first", "third", "second"]


def test_a_link_that_is_not_there_ends_the_chain_at_the_nearest(desk: Workspace) -> None:
    third = article("third", "2026-06-13", "云川门户", "澜州在线", TEXT + "（转载自澜州在线）")
    second = article("second", "2026-06-13", "澜州在线", "青柳日报", TEXT + "来源：青柳日报")
    desk.catalogue.add([third, second])
    assert ids(chain(desk, desk.catalogue.get(["third"])["third"])) == ["second"]


def test_where_each_has_it_from_the_other_nobody_said_it_first(desk: Workspace) -> None:
    a = article("a", "2026-06-13", "云川门户", "澜州在线")
    b = article("b", "2026-06-13", "澜州在线", "云川门户", TEXT + "（完）")
    desk.catalogue.add([a, b])
    known = desk.catalogue.get(["a", "b"])
    assert chain(desk, known["a"]) == chain(desk, known["b"]) == ()


def test_two_pages_that_name_the_same_origin_are_not_each_other_s(desk: Workspace) -> None:
    a = article("a", "2026-06-12", "青柳日报", "青柳日报")
    b = article("b", "2026-06-13", "青柳日报", "青柳日报", TEXT + "（完）")
    desk.catalogue.add([a, b])
    assert chain(desk, desk.catalogue.get(["b"])["b"]) == ()


def test_an_origin_with_other_words_is_not_tied(desk: Workspace) -> None:
    other = article(
        "other", "2026-06-12", "青柳日报", "", "澜江水库今起放水，灌溉三个县的九万亩稻田，历时四十天。" * 6
    )
    reprint = article("reprint", "2026-06-13", "云川门户", "青柳日报")
    desk.catalogue.add([other, reprint])
    assert chain(desk, desk.catalogue.get(["reprint"])["reprint"]) == ()


def test_a_check_names_the_first_publication_of_what_is_cited_from_a_reprint(
    desk: Workspace, draft: Callable[..., tuple[int, str, str]]
) -> None:
    reprint = article("reprint", "2026-06-13", "云川门户", "青柳日报", "快讯。" + TEXT)
    desk.catalogue.add([reprint])
    quote = TEXT.split("。", maxsplit=1)[0] + "。"
    key = evidence_key(reprint.text, (3, 3 + len(quote)))
    evidence = Evidence(
        key=key, source_id="reprint", publisher="云川门户", title="reprint的题目", published="2026-06-13",
        url="", span=(3, 3 + len(quote)), quote=quote, text_sha256=reprint.sha256, extractor="", snapshot="",
    )  # fmt: skip
    said = f"6月12日，青柳县数据局政策科负责人表示，全县累计发布典型案例417个，形成11个领域的场景指引760个。[^{key}]"
    folder = BriefFolder(desk.brief("2026-06-14"))
    folder.write("brief.md", BRIEF.format(said=said, key=key, quote=quote))
    folder.write("evidence.json", EVIDENCE.format(key=key, body=evidence.model_dump_json(exclude={"key"})))
    code, _, err = draft("check", "--desk", desk.root, "--date", "2026-06-14")
    assert code == 0 and "首发" not in err
    desk.catalogue.add([article("origin", "2026-06-12", "青柳日报")])  # the first publication arrives later
    desk.close()
    code, _, err = draft("check", "--desk", desk.root, "--date", "2026-06-14")
    assert code == 0
    assert "1.1 所引是转载，可改引首发：青柳日报《origin的题目》，2026-06-12：“青柳县" in err
    assert "可改引首发" in (folder.path / "report.html").read_text(encoding="utf-8")
