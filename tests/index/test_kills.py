"""kill -9 at random moments of ingest, embedding and today: the desk opens, a rerun completes, nothing is double.

Six kills by default; `DRAFT_KILLS=50` (`make kills`) for the long version.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from agent.desk.embedding import embed_all
from agent.desk.folder import BriefFolder
from agent.desk.ingest import ingest
from agent.desk.start import init
from agent.desk.today import today
from agent.desk.verify import check_brief
from agent.desk.workspace import Workspace

KILLS = int(os.environ.get("DRAFT_KILLS", "6"))
DAY = "2026-06-14"
#: Sources that came from the same place twice: the same line of a snapshot, or the same file or page.
DOUBLE = """SELECT origin, line, count(*) FROM sources
GROUP BY CASE WHEN line IS NULL THEN '' ELSE snapshot END, origin, line HAVING count(*) > 1"""
LOST = "SELECT count(*) FROM passages WHERE source NOT IN (SELECT row FROM sources)"
_PLACES = ["青石县", "南桥镇", "柳湾村", "白渡口", "松岭乡", "云溪市"]
_MATTERS = ["数据中心", "智能工厂", "新材料产业园", "算力平台", "人工智能应用", "工业互联网"]


def articles(path: Path, first: int, count: int) -> None:
    """Short dated reports, each with its own figures."""
    rows = []
    for n in range(first, first + count):
        chance = random.Random(n)
        place, matter = chance.choice(_PLACES), chance.choice(_MATTERS)
        rows.append({
            "id": f"a{n}", "published": f"2026-06-{13 + n % 2}", "publisher": "乡镇报", "title": f"{place}{matter}第{n}号项目开工",
            "text": f"6月13日，{place}发布消息，{matter}第{n}号项目开工，总投资{n + 2}亿元，建成后年产值{3 * n + 5}万元。"
            f"项目占地{n % 90 + 10}亩，带动就业{n * 2 + 30}人。负责人表示，项目将推动{matter}升级。",
        })  # fmt: skip
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def sound(desk: Workspace) -> None:
    """The desk opens, its catalogue is whole, and what lies in briefs/ can be checked."""
    desk.catalogue.count()  # a kill may come before there is a file
    with closing(sqlite3.connect(desk.state / "catalogue.sqlite")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute(DOUBLE).fetchall() == []
        assert db.execute(LOST).fetchone() == (0,)
    for path in desk.archive.glob("??/*.jsonl"):
        assert path.read_text(encoding="utf-8").endswith("\n")
    folder = BriefFolder(desk.brief(DAY))
    if folder.brief.exists() and (folder.path / "evidence.json").exists():
        checked = check_brief(desk, folder)
        assert not checked.reading.troubles
        assert set(checked.documents) == set(
            checked.reading.issue.evidence
        )  # every footnote leads to a source


def test_kill_9_at_any_moment(tmp_path: Path, endpoint: str) -> None:
    init(tmp_path / "desk")  # with the sample, so that there is an issue to make
    config = tmp_path / "desk" / "draft.toml"
    text = config.read_text(encoding="utf-8").split("[index]")[0]
    config.write_text(
        f'{text}[index]\nembedder = "openai"\nbase_url = "{endpoint}"\nmodel = "hashed"\n', encoding="utf-8"
    )
    desk = Workspace.open(tmp_path / "desk")
    chance = random.Random(20260614)
    total = 0
    for kill in range(KILLS):
        articles(desk.root / "sources" / f"{kill}.jsonl", total, 400)
        total += 400
        command = chance.choice(
            [["ingest", "--embed", "all"], ["ingest", "--embed", "all"], ["today", "--date", DAY]]
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "agent.cli", *command, "--desk", str(desk.root)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0.5, 6.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        sound(desk)
        desk.close()
    ingest(desk)
    embed_all(desk)
    sound(desk)
    ids = desk.catalogue.database.execute("SELECT count(*) FROM sources WHERE publisher='乡镇报'").fetchone()
    assert ids == (total,)
    passages = desk.catalogue.database.execute("SELECT count(*) FROM passages").fetchone()[0]
    assert desk.catalogue.database.execute("SELECT count(*) FROM words").fetchone()[0] == passages
    assert desk.meaning.marks.count() == passages
    assert desk.meaning.vectors.count() == desk.meaning.marks.vectors() == passages
    assert len(desk.searcher.search("数据中心项目开工", 50)) == 50
    morning = today(desk, DAY)
    assert morning.issue.sections
    sound(desk)
    desk.close()
