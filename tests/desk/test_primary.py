"""A reprint in the window leads to the article it was copied from, though that is older."""

from __future__ import annotations

from agent.desk.primary import with_primary
from agent.desk.workspace import Workspace
from agent.models import Source
from agent.writer.keys import text_sha256

TEXT = (
    "青柳县数据局政策科负责人6月12日在发布会上表示，全县累计发布典型案例417个，形成11个领域的场景指引760个，提前完成打造300个场景的目标。"
    "县数据局同时披露，去年全县活跃数据总量为1.67PB，同比增长28.46%；企业数据产品和服务数量同比增长29.29%，交易额同比增长39.8%。"
)


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
