"""The catalogue: nothing twice, nothing lost, reprints tied together, found by words."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent.errors import DamagedDesk, NewerSchema
from agent.index.catalogue import Catalogue
from agent.index.preparing import MANY, Preparer, prepared
from agent.index.schema import VERSION
from agent.models import Source

STORY = (
    "省工业和信息化厅今天公布首批智能工厂名单，共有四十二家企业入选，涉及轴承、纺织、化工三个行业。"
    "入选企业平均生产效率提高百分之十八，产品不良率下降两成。下一步，全省将建设三个行业级平台，向中小企业开放设备数据接口，"
    "并安排专项资金支持改造。负责人说，名单每年更新一次，达不到要求的企业会被移出。"
)


def source(id: str, text: str = STORY, **more: object) -> Source:
    fields = {"published": "2026-06-13", "sha256": hashlib.sha256(text.encode()).hexdigest(), **more}
    return Source(id=id, text=text, **fields)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "catalogue.sqlite")


def test_the_same_source_twice_changes_nothing(catalogue: Catalogue) -> None:
    assert [a.outcome for a in catalogue.add([source("a")])] == ["new"]
    assert [a.outcome for a in catalogue.add([source("a")])] == ["unchanged"]
    assert catalogue.count() == 1
    assert len(catalogue.search("智能工厂")) == 1


def test_a_reprint_joins_the_family_of_the_first(catalogue: Catalogue) -> None:
    reprint = "原标题：四十二家企业入选。" + STORY + "（责任编辑：某某）"
    added = catalogue.add(
        [source("a"), source("b", reprint), source("c", "今天全市有小到中雨，气温二十到二十六度。" * 4)]
    )
    assert [a.outcome for a in added] == ["new", "reprint", "new"]
    assert added[1].family == "a"


def test_a_story_reprinted_often_does_not_grow_the_look_up(catalogue: Catalogue) -> None:
    """Each copy would be held against all copies before it; only the first can be found."""
    added = catalogue.add([source(f"s{i}", f"{STORY}（第{i}家网站转发）") for i in range(60)])
    assert {a.family for a in added} == {"s0"}
    with sqlite3.connect(catalogue.path) as db:
        (keys,) = db.execute("SELECT count(DISTINCT source) FROM bands").fetchone()
    assert keys < 10


def test_a_text_too_short_to_compare_is_no_reprint(catalogue: Catalogue) -> None:
    added = catalogue.add([source("a", "今天休市。"), source("b", "今天休市。")])
    assert [a.outcome for a in added] == ["new", "new"]


def test_a_changed_source_is_replaced_and_its_old_text_kept(catalogue: Catalogue) -> None:
    old = source("a")
    new = source("a", STORY.replace("四十二家", "四十三家"))
    catalogue.add([old])
    assert [a.outcome for a in catalogue.add([new])] == ["updated"]
    assert catalogue.get(["a"])["a"].text == new.text
    assert catalogue.version("a", old.sha256) == old.model_copy(update={"family": "a"})
    assert catalogue.version("a", new.sha256).text == new.text  # type: ignore[union-attr]  # it is there, or the test fails
    assert [h.source_id for h in catalogue.search("四十三家")] == ["a"]
    assert catalogue.search("四十二家企业") == [] or "四十二" not in catalogue.search("四十二家企业")[0].text


def test_a_page_read_again_with_other_words_replaces_what_it_said(catalogue: Catalogue) -> None:
    """Ids come from the content, so a changed page has a new one; its address says it is the same page."""
    catalogue.add([source("a", origin="sources/page.html")])
    added = catalogue.add([source("b", STORY + "又及：名单增补一家。", origin="sources/page.html")])
    assert [a.outcome for a in added] == ["updated"]
    assert catalogue.count() == 1
    assert catalogue.version("a", source("a").sha256) is not None


def test_lines_of_one_file_do_not_replace_each_other(catalogue: Catalogue) -> None:
    catalogue.add(
        [
            source("a", "第一条讲数据。" * 9, origin="x.jsonl", line=1),
            source("b", "第二条讲算力。" * 9, origin="x.jsonl", line=2),
        ]
    )
    assert catalogue.count() == 2


def test_search_keeps_to_days_and_publisher_and_gives_each_source_once(catalogue: Catalogue) -> None:
    long = "智能工厂建设提速。" + "各地推进数字化改造，企业反映良好。" * 60
    catalogue.add(
        [
            source("a", long, published="2026-06-01", publisher="甲报"),
            source("b", published="2026-06-13", publisher="乙报"),
            source("c", STORY + "补记。", published="2026-06-14T09:00:00+08:00", publisher="乙报"),
        ]
    )
    ids = lambda **limits: [hit.source_id for hit in catalogue.search("智能工厂 企业", 10, **limits)]  # noqa: E731
    assert sorted(ids()) == ["a", "b", "c"]
    assert sorted(ids(since="2026-06-13")) == ["b", "c"]
    assert ids(until="2026-06-12") == ["a"]
    assert ids(publisher="甲报") == ["a"]
    assert len(catalogue.search("企业", 2)) == 2
    for hit in catalogue.search("智能工厂"):
        text = catalogue.get([hit.source_id])[hit.source_id].text
        assert text[slice(*hit.span)] == hit.text


@pytest.mark.parametrize("query", ["", "，。！", '"', "AND OR NOT", "a" * 10_000, "智能*工厂 NEAR(", "\x00"])
def test_any_query_is_answered(catalogue: Catalogue, query: str) -> None:
    catalogue.add([source("a")])
    catalogue.search(query)


def test_days(catalogue: Catalogue) -> None:
    catalogue.add([source("a", published="2026-06-01"), source("b", STORY[::-1], published="")])
    assert catalogue.last_day("2026-06-14") == "2026-06-01"
    assert catalogue.last_day("2026-05-31") == ""
    assert [s.id for s in catalogue.between("2026-05-01", "2026-06-30")] == ["a"]


def test_a_batch_that_fails_leaves_nothing(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = iter([True, False])
    insert = Catalogue._insert

    def failing(self: Catalogue, *arguments: object) -> int:
        if not next(calls):
            raise sqlite3.OperationalError("disk I/O error")
        return insert(self, *arguments)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(Catalogue, "_insert", failing)
    with pytest.raises(sqlite3.OperationalError):
        catalogue.add([source("a"), source("b", STORY[::-1])])
    assert catalogue.count() == 0
    assert catalogue.search("智能工厂") == []


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(b"this was a database once" * 200)
    with pytest.raises(DamagedDesk, match="draft rebuild"):
        Catalogue(path)


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    Catalogue(path).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version={VERSION + 1}")
    with pytest.raises(NewerSchema):
        Catalogue(path)


def test_where_much_is_expected_the_first_batch_is_prepared_by_the_helper() -> None:
    few = [source(str(number), f"{STORY}第{number}批。") for number in range(3)]
    with Preparer(cores=2) as preparer:
        preparer.expect_much()
        assert preparer.process is not None
        preparer.start(few)
        assert preparer.result() == prepared(few)
        assert preparer.helped == 1
    with Preparer(cores=1) as alone:
        alone.expect_much()
        assert alone.process is None


def test_a_second_process_prepares_the_same(tmp_path: Path) -> None:
    batches = [
        [source(f"b{n}-{i}", f"第{n * 1000 + i}号消息：{STORY[i % 50 :]}") for i in range(MANY)]
        for n in range(3)
    ]
    with Preparer(cores=2) as preparer:
        done = []
        for batch in batches:
            preparer.start(batch)
            done.append(preparer.result())
        assert preparer.helped == 2, "the first batch is prepared here, while the helper starts"
    assert done == [prepared(batch) for batch in batches]


def test_a_helper_that_dies_is_done_without(tmp_path: Path) -> None:
    batch = [source(f"a{i}", f"第{i}号消息：{STORY[i % 50 :]}") for i in range(MANY)]
    with Preparer(cores=2) as preparer:
        preparer.start(batch)
        preparer.result()
        preparer.start(batch)
        assert preparer.process
        os.kill(preparer.process, signal.SIGKILL)
        assert preparer.result() == prepared(batch)
        preparer.start(batch)
        assert preparer.result() == prepared(batch)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
def test_the_helper_ends_with_its_caller(tmp_path: Path) -> None:
    code = (
        "import os, signal\nfrom agent.index.preparing import *\nfrom agent.models import Source\n"
        "p = Preparer(cores=2)\np.start([Source(id=str(i), text='句子。', sha256='') for i in range(MANY)])\n"
        "p.result()\nprint(p.process, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    helper = Path("/proc") / child.stdout.strip()
    assert child.stdout.strip().isdigit(), child.stderr
    deadline = time.monotonic() + 30
    while helper.exists() and "Z" not in (helper / "stat").read_text().split(")")[-1].split()[0]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
