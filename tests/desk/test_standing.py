"""What draft.toml says of a source's tier and column reaches the slate."""

from __future__ import annotations

import pytest

from agent.desk.standing import official, with_sources
from agent.errors import SettingsError
from agent.house import load_house
from agent.settings import Follow
from agent.slate.articles import Article, tier_of

PLAIN = Follow(name="江河水务在线", url="https://www.shuiwu.test/list/")


def test_a_tier_is_known_by_the_sources_name_and_by_its_host() -> None:
    house = load_house("xinzhi")
    named = Article(id="1", title="", text="", publisher="江河水务在线")
    hosted = Article(id="2", title="", text="", url="https://news.shuiwu.test/1.html")
    assert {tier_of(a, house.publishers).id for a in (named, hosted)} == {"other"}
    given = with_sources(house, [PLAIN.model_copy(update={"tier": "official"})])
    assert {tier_of(a, given.publishers).id for a in (named, hosted)} == {"official"}
    assert official(given, PLAIN) and not official(house, PLAIN)
    assert load_house("xinzhi").publishers == house.publishers, "the house itself stays as it is"


def test_a_column_leans_where_words_do_not_say() -> None:
    given = with_sources(load_house("xinzhi"), [PLAIN.model_copy(update={"column": "regions"})])
    assert given.column("regions").hosts == ("shuiwu.test",)


def test_the_house_is_asked_first() -> None:
    assert official(load_house("xinzhi"), Follow(name="国家统计局", url="https://x.test/"))
    assert official(load_house("xinzhi"), Follow(name="某局", url="https://www.stats.gov.cn/sj/"))


@pytest.mark.parametrize("key", ["tier", "column"])
def test_an_unknown_one_is_named_with_those_there_are(key: str) -> None:
    with pytest.raises(SettingsError, match=r"江河水务在线.*nonsense"):
        with_sources(load_house("xinzhi"), [PLAIN.model_copy(update={key: "nonsense"})])
