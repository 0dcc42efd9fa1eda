"""Issues made by hand, in both houses, for all tests of the editions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from agent.house import load_house
from agent.models import Evidence, Issue, Reference, Section, Sentence
from agent.render.edition import Edition, make_edition
from agent.render.look import Look, load_look
from agent.render.qr import make_codes

FACTS = (
    "6月13日，国家数据局发布《关于开展港口数据场景建设的通知》，明确首批安排 417 个试点，"
    "覆盖 11 个沿海省份。",
    "通知提出，到 2028 年底，试点港口的数据流通效率比 2025 年提高 28.46%，单箱作业时间缩短 1.4 个百分点。",
    "Reuters 6 月 10 日报道，一家船公司获得 175 亿美元贷款安排，用于支持“绿色船队”投入。",
)
JUDGEMENTS = (
    "这一安排的关键不在于“再建几个平台”，而在于把港口、船公司和货主的数据放进同一张图上推进。",
    "对地方政府而言，下一步竞争不是谁先挂牌，而是谁能把真实业务问题转化为数据产品。",
)
SUMMARY = (
    "今天的核心是“港口数据与船队融资”同时升温。",
    "国家数据局部署首批 417 个港口数据场景试点，覆盖 11 个沿海省份。",
    "一家船公司获得 175 亿美元贷款安排，提示航运业的融资也在加快。",
)
HEADING = "国家数据局部署港口数据场景，417 个试点成为“人工智能+”的落地抓手"
ENGLISH = (
    "The port authority opened a second container terminal on 12 June, adding 1.4 million TEU of capacity.",
    "Average waiting time fell to 9.5 hours, from 14 hours a year earlier.",
)


def evidence(n: int, publisher: str, title: str, quote: str, url: str = "") -> Evidence:
    """A piece of evidence under a key of its own."""
    key = "k" + hashlib.sha256(f"{n}{title}{quote}".encode()).hexdigest()[:6]
    return Evidence(
        key=key,
        source_id=f"s{n}",
        publisher=publisher,
        title=title,
        published="2026-06-13T09:30:00+08:00",
        url=url or f"https://source{n}.invalid/a",
        span=(0, len(quote)),
        quote=quote,
        text_sha256="0" * 64,
    )


def build(
    *,
    house: str = "xinzhi",
    sections: int = 5,
    references: int = 9,
    headings: dict[int, str] | None = None,
    facts: Sequence[str] = FACTS,
    judgements: Sequence[str] = JUDGEMENTS,
    summary: Sequence[str] = SUMMARY,
    heading: str = HEADING,
    title: str = "",
    sample: bool = False,
    **source: str,
) -> Issue:
    """An issue; `headings` replaces some by number, `source` fields of every source."""
    found = [
        evidence(
            n,
            source.get("publisher", "国家数据局" if n % 2 else "Reuters"),
            source.get("title", f"第 {n} 批港口数据场景“智慧码头”建设通知"),
            f"首批安排 417 个试点，覆盖 11 个沿海省份，编号 {n}",
            source.get("url", ""),
        )
        for n in range(references)
    ]
    keys = [item.key for item in found]
    parts = []
    for s in range(1, sections + 1):
        rows = [
            Sentence(id=f"{s}.{i}", kind="fact", text=t, cites=(keys[(s + i) % len(keys)],))
            for i, t in enumerate(facts, 1)
        ]
        rows += [
            Sentence(id=f"{s}.{i}", kind="judgement", text=t)
            for i, t in enumerate(judgements, len(facts) + 1)
        ]
        parts.append(Section(number=s, heading=(headings or {}).get(s, heading), sentences=tuple(rows)))
    return Issue(
        house=house,
        date="2026-06-14",
        writer="embedded",
        title=title or load_house(house).title,
        summary=tuple(
            Sentence(id=f"0.{i}", kind="summary", text=t, cites=(keys[i % len(keys)],))
            for i, t in enumerate(summary, 1)
        ),
        sections=tuple(parts),
        references=tuple(
            Reference(
                publisher=e.publisher,
                title=e.title,
                day="2026-06-13",
                purpose="用于核验试点的数量。",
                keys=(e.key,),
            )
            for e in found
        ),
        evidence={e.key: e for e in found},
        sample=sample,
    )


@pytest.fixture
def issue() -> Issue:
    """A usual issue of the first house."""
    return build()


@pytest.fixture
def make_issue() -> Callable[..., Issue]:
    """`build`, for issues that are unusual."""
    return build


@pytest.fixture
def english_issue() -> Issue:
    """An issue of the second house."""
    return build(
        house="harbour",
        sections=2,
        references=3,
        facts=ENGLISH,
        summary=ENGLISH[:1],
        publisher="Quay Port Authority",
        judgements=("The second terminal shifts the bottleneck from the berth to the railway behind it.",),
        heading="Second terminal opens, and the queue moves inland",
        title="",
    )


@pytest.fixture
def look() -> Look:
    """The first house's look."""
    return load_look(load_house("xinzhi"))


@pytest.fixture
def edition_of() -> Callable[..., Edition]:
    """The edition of an issue; keywords replace fields of the look. Codes are made as for a sample."""

    def make(issue: Issue, **changes: object) -> Edition:
        look = load_look(load_house(issue.house)).model_copy(update=changes)
        codes, _ = make_codes(look, sample=True)
        return make_edition(issue, look, codes)

    return make


@pytest.fixture(scope="session")
def fonts_conf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fontconfig file with the packaged Chinese fonts, for the browser and LibreOffice."""
    from agent.render.glyphs import PACKAGES, _package

    folders = "".join(f"<dir>{path}</dir>" for name in PACKAGES if (path := _package(name)))
    root = tmp_path_factory.mktemp("fonts")
    file = root / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig>{folders}<dir>/usr/share/fonts</dir>"
        f"<cachedir>{root / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return file
