"""Articles for the bench: the last of a corpus of real ones, or, where there is none, made-up ones of like length."""

from __future__ import annotations

import gzip
import json
import random
from collections import deque
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

_PLACES = ("青石县", "南桥镇", "柳湾村", "白渡口", "松岭乡", "云溪市", "石梁区", "东浦港", "鹤川州", "平沙湾")
_MATTERS = (
    "数据中心",
    "智能工厂",
    "新材料产业园",
    "算力平台",
    "人工智能应用",
    "工业互联网",
    "绿电直连",
    "低空物流",
)
_ACTS = (
    "开工建设",
    "投入运行",
    "通过验收",
    "扩大产能",
    "公布招标结果",
    "启动二期工程",
    "签约落地",
    "完成调试",
)
_SAYS = ("当地有关部门介绍", "项目负责人表示", "企业在公告中说", "记者从现场了解到", "统计资料显示")
#: Articles a day of a made-up corpus has, and its last day.
A_DAY, LAST = 2000, date(2026, 6, 14)


def articles(corpus: Path | None, count: int) -> Iterator[str]:
    """`count` JSON lines, oldest first: the last of `corpus` (fewer where it has fewer), else made up."""
    if corpus is None:
        yield from (json.dumps(_made(n, count), ensure_ascii=False) for n in range(count))
        return
    with (
        gzip.open(corpus, "rt", encoding="utf-8")
        if corpus.suffix == ".gz"
        else corpus.open(encoding="utf-8") as file
    ):
        yield from deque((line.rstrip("\n") for line in file if line.strip()), count)


def _made(number: int, of: int) -> dict[str, str]:
    """One of `of` articles; a tenth are another's words with a line added, as reprints are."""
    day = LAST - timedelta(days=(of - 1 - number) // A_DAY)
    original = number - 1 if number % 10 == 9 else number
    chance = random.Random(original)
    place, matter, act = chance.choice(_PLACES), chance.choice(_MATTERS), chance.choice(_ACTS)
    lead = (
        f"{day.month}月{day.day}日，{place}{matter}第{original}号项目{act}，总投资{original % 97 + 2}亿元。"
    )
    body = "".join(_sentence(chance) for _ in range(chance.randint(10, 34)))
    return {
        "id": f"made-{number}", "published": day.isoformat(), "publisher": f"{place}日报",
        "title": f"{place}{matter}第{original}号项目{act}",
        "text": lead + body + ("本文转载自合作媒体。" if original != number else ""),
    }  # fmt: skip


def _sentence(chance: random.Random) -> str:
    n = chance.randint(3, 9000)
    return (
        f"{chance.choice(_SAYS)}，{chance.choice(_PLACES)}的{chance.choice(_MATTERS)}今年{chance.choice(_ACTS)}，"
        f"带动就业{n}人，年产值预计达到{n * 3 + 7}万元，比上年增长{n % 37 + 1}.{n % 10}%。"
    )
