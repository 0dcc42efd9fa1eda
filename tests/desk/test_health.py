"""The health of sources: how long they fail, when a silence is one, and the line in the issue's report."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from following import NAMES, Followed, notices
from localweb import LocalWeb, list_page

from agent.desk.health import Health, health, judged, uncovered
from agent.desk.today import today
from agent.desk.visits import Visit
from agent.settings import Follow

SOURCE = Follow(name="工信部", url="http://miit.test/")


def visits(*kinds: str | int, start: str = "2026-05-01") -> list[Visit]:
    """A visit a day: a number is a day with so many new articles, a word a failure."""
    out = []
    for n, kind in enumerate(kinds):
        at = f"{date.fromisoformat(start) + timedelta(days=n)}T05:00:00+08:00"
        bad = isinstance(kind, str)
        out.append(
            Visit(SOURCE.url, at, "failed" if bad else "ok", kind if bad else "", new=0 if bad else kind)
        )
    return out


def of(*kinds: str | int) -> Health:
    return judged(SOURCE, True, visits(*kinds))


def test_failing_days_are_counted_since_the_last_success() -> None:
    found = of(3, "超时", 2, "403", "403", "403")
    assert (found.state, found.said) == ("failing", "403，第3天")
    assert found.last_success == "2026-05-03"
    assert found.failures == (("403", 3), ("超时", 1))
    assert "拒绝" in found.advice
    assert of("403").said == "403，第1天"
    assert of("403", 1).state == "well"
    twice = visits("403")
    assert judged(SOURCE, True, [*twice, *twice]).said == "403，第1天", "two looks on one day are one day"


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ([2] * 10 + [0] * 3, "well"),
        ([2] * 10 + [0] * 5, "silent"),
        ([1, 0, 0, 0, 0, 0, 0] * 6 + [0] * 6, "well"),  # once a week
        ([1, 0, 0, 0, 0, 0, 0] * 6 + [0] * 20, "silent"),
        ([3, 0, 0, 0, 0, 0, 0, 0, 0], "well"),  # no habit can be told
    ],
)
def test_a_silence_is_one_where_it_is_longer_than_the_habit(kinds: list[int], state: str) -> None:
    assert of(*kinds).state == state


def test_the_line_of_the_report_and_the_table(
    followed: Followed, web: LocalWeb, draft: Callable[..., tuple[int, str, str]]
) -> None:
    followed.follow("工信部", web.put("miit.test/list/", status=403), tier="official", column="industry")
    followed.follow("江河省数据局", web.put("shuju.test/", list_page(notices(web, "shuju.test", NAMES))))
    followed.follow("某博客", web.url("blog.test/none/"))
    followed.ingest()
    space = followed.open()
    old = Visit(web.url("miit.test/list/"), "2026-06-12T05:00:00+08:00", "failed", "403")
    space.visits.record([old, Visit(old.source, "2026-06-13T05:00:00+08:00", "failed", "403")])
    space.visits._db.execute("UPDATE visits SET at='2026-06-14T05:00:00+08:00' WHERE at > '2026-06-20'")
    assert [h.state for h in health(space)] == ["failing", "well", "failing"]
    assert uncovered(space) == ["今日未覆盖：工信部（403，第3天）。"], "the blog is no official source"
    followed.close()
    code, out, err = draft("sources", "--desk", followed.root)
    assert code == 0
    assert "＊工信部" in out and "403，第3天" in out and "产业底盘" in out and "建议" in out
    assert "403×3" in out and "＊官方来源" in out
    assert all(len(line.encode("gbk")) <= 80 for line in out.split("建议")[0].splitlines() if "─" not in line)
    assert "今日未覆盖" in err


def test_it_stands_in_the_issue_and_its_report(followed: Followed, web: LocalWeb) -> None:
    followed.follow("工信部", web.put("miit.test/list/", status=403), tier="official")
    followed.follow("江河省数据局", web.put("shuju.test/", list_page(notices(web, "shuju.test", NAMES))))
    followed.ingest()
    space = followed.open()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("agent.desk.ingest.fetcher_of", lambda _: web.fetcher())
        morning = today(space, "2026-06-14")
    line = "今日未覆盖：工信部（403，第1天）。"
    assert line in morning.issue.notes
    assert line in morning.brief.read_text(encoding="utf-8")
    assert line in (morning.folder / "report.html").read_text(encoding="utf-8")


def test_a_tier_the_house_does_not_know_is_named(
    followed: Followed, web: LocalWeb, draft: Callable[..., tuple[int, str, str]]
) -> None:
    followed.follow("工信部", web.put("miit.test/"), tier="highest")
    followed.open()
    code, _, err = draft("sources", "--desk", followed.root)
    assert code == 2
    assert "highest" in err and "official" in err


def test_the_starting_set_fits_the_settings_and_the_house(
    followed: Followed, draft: Callable[..., tuple[int, str, str]]
) -> None:
    followed.open()
    followed.close()
    code, out, _ = draft("sources", "--starter", "--desk", followed.root)
    assert code == 0 and "没有逐一核实" in out
    with (followed.root / "draft.toml").open("a", encoding="utf-8") as file:
        file.write(out)
    code, out, _ = draft("sources", "--json", "--desk", followed.root)
    assert code == 0
    listed = json.loads(out)["sources"]
    assert len(listed) > 20
    assert {"国家数据局", "国家统计局", "工业和信息化部", "新华网", "人民网", "Reuters", "Axios"} <= {
        s["name"] for s in listed
    }
    assert all(s["state"] in ("new", "folder") for s in listed)


def test_an_address_that_moved_for_good_is_told(
    followed: Followed, web: LocalWeb, draft: Callable[..., tuple[int, str, str]]
) -> None:
    new = web.put("shuju.test/new/", list_page(notices(web, "shuju.test", NAMES)))
    old = web.put("shuju.test/old/", status=301, headers={"Location": "/new/"})
    lent = web.put("shuju.test/lent/", status=302, headers={"Location": "/new/"})
    followed.follow("江河省数据局", old)
    followed.follow("江河省数据局分站", lent)
    followed.ingest()
    space = followed.open()
    assert [h.state for h in health(space)] == ["well", "well"]
    followed.close()
    code, out, _ = draft("sources", "--desk", followed.root)
    assert code == 0
    assert f"江河省数据局：地址已永久改为 {new}；" in out and "江河省数据局分站：" not in out
