"""Laws of the slate: order of input, partition, bounds."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.house import House
from agent.slate import Article, build_slate

DATE = "2026-06-14"
WORDS = (  # noqa: SIM905 - a list of words is easier read as a line
    "算力 芯片 储能电池 国家数据局 印发 同比增长 机器人 浙江 产业集群 欧盟 补贴 投产 人工智能 大模型 "
    "新能源汽车 国家统计局 12.5% 430亿元 暴雨 球队 股价 《数据条例》"
).split()
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map("".join)


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    found = []
    for number in range(draw(st.integers(0, 12))):
        family = draw(st.sampled_from(["", "", "f1", "f2"]))
        day = draw(st.sampled_from(["2026-06-14", "2026-06-13", "2026-06-08", ""]))
        publisher = draw(st.sampled_from(["新华社", "国家统计局", "", "搜狐"]))
        found.append(
            Article(f"s{number}", draw(SENTENCES), draw(SENTENCES) + "。", publisher, day, family=family)
        )
    return found


LAWS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@LAWS
@given(articles(), st.randoms())
def test_the_order_of_the_input_does_not_matter(house: House, found: list[Article], random: object) -> None:
    other = list(found)
    random.shuffle(other)  # type: ignore[attr-defined]  # hypothesis's Random
    assert build_slate(found, house, DATE) == build_slate(other, house, DATE)


@LAWS
@given(articles(), st.integers(1, 6), st.integers(1, 3))
def test_no_source_is_in_two_events_and_counts_hold(
    house: House, found: list[Article], count: int, window: int
) -> None:
    slate = build_slate(found, house, DATE, count=count, window=window)
    events = (*slate.chosen, *slate.passed_over)
    sources = [source for event in events for source in event.sources]
    assert len(sources) == len(set(sources))
    assert set(sources) <= {article.id for article in found}
    assert len(slate.chosen) <= count
    assert [event.rank for event in events] == list(range(1, len(events) + 1))
    assert all(event.heading and len(event.heading) <= 40 and event.reasons for event in events)
    assert all(event.score >= house.themes.usable - 0.01 for event in slate.chosen)


@LAWS
@given(articles(), st.sampled_from([f"s{number}" for number in range(12)]))
def test_what_is_dropped_never_comes_and_what_is_pinned_does(
    house: House, found: list[Article], id: str
) -> None:
    dropped = build_slate(found, house, DATE, drops=[id])
    assert id not in {source for event in dropped.chosen for source in event.sources}
    pinned = build_slate(found, house, DATE, pins=[id])
    known = id in {article.id for article in found}
    assert (id in {source for event in pinned.chosen for source in event.sources}) == known
