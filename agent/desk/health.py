"""How the followed sources are: last success, yield, failures by kind, silence longer than their habit, and what to do."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Literal

from agent.desk.standing import official
from agent.desk.visits import MOVED, Visit
from agent.desk.workspace import Workspace
from agent.settings import Follow

State = Literal["new", "well", "silent", "failing", "folder"]
#: Days with something new from which a habit can be told, and the shortest silence worth a word.
_HABIT, _SILENCE = 5, 3
_RECENT = 7

_ADVICE = {
    "401": "网站要求登录；换一个公开的地址，或把要用的文章另存后放进 sources/。",
    "403": "网站拒绝访问；用浏览器看看地址还对不对，可改收它的订阅源或别家的转载，要紧的另存后放进 sources/。",
    "404": "地址不在了；到网站上找现在的列表页，改 draft.toml 里的 url。",
    "410": "地址已撤；到网站上找现在的列表页，改 draft.toml 里的 url。",
    "429": "网站嫌太勤；把 draft.toml 里 [web] 的 delay 调大。",
    "451": "因法律原因不可访问；换别的来源。",
    "robots": "网站用 robots.txt 谢绝抓取；换它的订阅源，或征得同意后写 robots = false。",
    "超时": "网站太慢；稍后再试，总是这样就把 [web] 的 timeout 调大。",
    "连不上": "连不上网站；检查网络，连着几天就核对地址。",
    "域名查不到": "域名查不到；核对地址的拼写，或检查网络。",
    "证书不可信": "网站的证书不可信；用浏览器核对，不要为它关掉检查。",
    "内网地址": "地址在内部网络；确需访问就写进 [web] 的 allow_private。",
    "循环跳转": "地址转来转去；用浏览器打开，把最后停下的地址写进 draft.toml。",
    "没认出文章": "页面上没认出文章列表；给它写 select（CSS 选择器），只看这一页就写 kind = \"page\"。",
    "太大": "页面太大；换一个小的列表页，或调大 max_bytes。",
}  # fmt: skip
_OTHER = "稍后再试；连着几天都这样就核对地址。"


@dataclass(frozen=True, slots=True)
class Health:
    """One followed source. Days are `YYYY-MM-DD`, "" for never; `failing` counts the days since its last success."""

    source: Follow
    official: bool
    state: State
    last_success: str = ""
    last_new: str = ""
    recent: int = 0  #: articles of the last seven days
    failures: tuple[
        tuple[str, int], ...
    ] = ()  #: kind → how often, of the visits remembered, most frequent first
    short: str = ""
    failing: int = 0
    silent: int = 0
    habit: float = 0.0  #: days from one new article to the next, as a rule; 0 where none can be told
    advice: str = ""

    @property
    def said(self) -> str:
        """Its state in a few words."""
        if self.state == "failing":
            return f"{self.short}，第{self.failing}天"
        if self.state == "silent":
            return f"{self.silent}天没有新文章，往常约{self.habit:.0f}天一次"
        return {"new": "还没有看过", "well": "正常", "folder": "文件夹"}.get(self.state, "")


def health(desk: Workspace) -> list[Health]:
    """All sources of draft.toml, in its order."""
    return [_of(desk, source) for source in desk.settings.sources]


def uncovered(desk: Workspace) -> list[str]:
    """The line on official sources that are failing or silent, for the issue's report; [] where there are none."""
    if not any(source.url for source in desk.settings.sources):
        return []
    missing = [h for h in health(desk) if h.official and h.state in ("failing", "silent")]
    if not missing:
        return []
    return ["今日未覆盖：" + "；".join(f"{h.source.name}（{h.said}）" for h in missing) + "。"]


def _of(desk: Workspace, source: Follow) -> Health:
    primary = official(desk.house, source)
    if source.path:
        there = (desk.root / source.path).exists()
        advice = "" if there else f"文件夹 {source.path} 不在；建好它，或改 draft.toml。"
        return Health(
            source, primary, "folder" if there else "failing", short="不在", failing=1, advice=advice
        )
    visits = desk.visits.visits(source.url)
    if not visits:
        return Health(source, primary, "new", advice="运行 `draft ingest` 看一遍。")
    return judged(source, primary, visits)


def judged(source: Follow, primary: bool, visits: list[Visit]) -> Health:
    """The health of a source by its visits, oldest first; there is at least one."""
    last, today = visits[-1], _day(visits[-1])
    good = [n for n, v in enumerate(visits) if v.kind in ("ok", "unchanged")]
    success = _day(visits[good[-1]]) if good else ""
    failing = len({_day(v) for v in visits[good[-1] + 1 if good else 0 :]})
    fruitful = sorted({_day(v) for v in visits if v.new})
    habit, silent = _habit(fruitful, today)
    bad = last.kind not in ("ok", "unchanged")
    state: State = "failing" if bad else "silent" if silent else "well"
    advice = _ADVICE.get(last.short, _OTHER) if bad else ""
    if not bad and last.short == MOVED:
        advice = f"地址已永久改为 {last.message}；把 draft.toml 里的 url 改过来。"
    if state == "silent":
        advice = f"往常约{habit:.0f}天就有新的，现在比往常安静；打开看看是不是换了地址或改版。"
    kinds = Counter(v.short for v in visits if v.kind not in ("ok", "unchanged"))
    return Health(
        source,
        primary,
        state,
        last_success=success,
        last_new=fruitful[-1] if fruitful else "",
        recent=sum(v.new for v in visits if _days(_day(v), today) < _RECENT),
        failures=tuple(kinds.most_common()),
        short=last.short if bad else "",
        failing=failing,
        silent=silent,
        habit=habit,
        advice=advice,
    )


def _habit(fruitful: list[str], today: str) -> tuple[float, int]:
    """(days between new articles as a rule, days of a silence that is longer than that; 0 where it is not)."""
    if len(fruitful) < _HABIT:
        return 0.0, 0
    gaps = [_days(a, b) for a, b in itertools.pairwise(fruitful)]
    habit = float(median(gaps))
    silence = _days(fruitful[-1], today)
    # Longer than a rare but known pause: weekends and holidays are no silence.
    longest = sorted(gaps)[int(0.9 * (len(gaps) - 1))]
    return habit, silence if silence > max(_SILENCE, 3 * habit, longest) else 0


def _day(visit: Visit) -> str:
    return visit.at[:10]


def _days(earlier: str, later: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days
