"""What draft.toml says of a followed source's standing: its tier of authority and its column, added to the house's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from agent.errors import SettingsError
from agent.house import House
from agent.settings import Follow

_T = TypeVar("_T")


def with_sources(house: House, sources: Sequence[Follow]) -> House:
    """The house with the followed sources in the tiers and columns they are given. Raises SettingsError."""
    tiers = {tier.id: tier for tier in house.publishers.tiers}
    columns = {column.id: column for column in house.columns}
    for source in sources:
        host = (urlsplit(source.url).hostname or "").removeprefix("www.")
        if source.tier:
            tier = _known(tiers, source.tier, source, "tier")
            hosts = (*tier.hosts, host) if host else tier.hosts
            tiers[source.tier] = tier.model_copy(update={"names": (*tier.names, source.name), "hosts": hosts})
        if source.column:
            column = _known(columns, source.column, source, "column")
            if host:
                columns[source.column] = column.model_copy(update={"hosts": (*column.hosts, host)})
    publishers = house.publishers.model_copy(update={"tiers": tuple(tiers.values())})
    return house.model_copy(update={"publishers": publishers, "columns": tuple(columns.values())})


def official(house: House, source: Follow) -> bool:
    """Whether a followed source counts as a primary one."""
    from agent.slate.articles import Article, tier_of  # not at the top: every command comes by here

    return tier_of(
        Article(id="", title="", text="", publisher=source.name, url=source.url), house.publishers
    ).official


def _known(all: Mapping[str, _T], id: str, source: Follow, key: str) -> _T:
    if id not in all:
        raise SettingsError(
            f"draft.toml 里“{source.name}”的 {key} 是“{id}”，刊物没有这一项；可用的有：{'、'.join(all)}。"
        )
    return all[id]
