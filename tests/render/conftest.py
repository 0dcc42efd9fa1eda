"""Issues made by hand, in both houses, for all tests of the editions."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from agent.house import load_house
from agent.models import Evidence, Issue, Reference, Section, Sentence
from agent.render.edition import Edition, make_edition
from agent.render.look import Look, load_look
from agent.render.qr import make_codes

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XMLNS = f'xmlns:w="{W[1:-1]}"'
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
    key = "k" + hashlib.sha256(f"{n}{title}{quote}".encode(errors="replace")).hexdigest()[:6]
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


class WordFile:
    """A .docx open for the edits Word would make."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.document: Any = etree.fromstring(self.parts["word/document.xml"])
        self.comments: Any = (
            etree.fromstring(self.parts["word/comments.xml"]) if "word/comments.xml" in self.parts else None
        )

    def save(self, path: Path) -> Path:
        self.parts["word/document.xml"] = etree.tostring(self.document)
        if self.comments is not None:
            self.parts["word/comments.xml"] = etree.tostring(self.comments)
        with zipfile.ZipFile(path, "w") as package:
            for name, data in self.parts.items():
                package.writestr(name, data)
        return path

    def run(self, words: str) -> Any:
        """The run whose text has these words."""
        return next(
            r
            for r in self.document.iter(W + "r")
            if words in "".join(t.text or "" for t in r.findall(W + "t"))
        )

    def paragraph(self, words: str) -> Any:
        return next(
            p for p in self.document.iter(W + "p") if words in "".join(t.text or "" for t in p.iter(W + "t"))
        )

    def sentence(self, words: str) -> list[Any]:
        """A sentence's run with its comment's marks, as they move together when she cuts it out."""
        run = self.run(words)
        nodes = [run.getprevious(), run, run.getnext(), run.getnext().getnext()]
        assert [n.tag.removeprefix(W) for n in nodes] == ["commentRangeStart", "r", "commentRangeEnd", "r"]
        return nodes

    def comment(self, author: str, text: str, words: str) -> None:
        id = "777"
        self.comments.append(
            etree.fromstring(
                f'<w:comment {XMLNS} w:id="{id}" w:author="{author}">'
                f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>"
            )
        )
        run = self.run(words)
        mark = etree.Element(W + "r")
        etree.SubElement(mark, W + "commentReference", {W + "id": id})
        run.addprevious(etree.Element(W + "commentRangeStart", {W + "id": id}))
        run.addnext(mark)
        run.addnext(etree.Element(W + "commentRangeEnd", {W + "id": id}))

    def track(self, sentence: str, old: str, new: str) -> None:
        """Replace words of a sentence as Word does with changes tracked."""
        run = self.run(sentence)
        before, _, after = run.find(W + "t").text.partition(old)
        who = {W + "id": "900", W + "author": "林编辑", W + "date": "2026-06-14T08:00:00Z"}
        changed = [etree.Element(W + "del", who), etree.Element(W + "ins", who)]
        for parent, tag, text in ((changed[0], "delText", old), (changed[1], "t", new)):
            etree.SubElement(etree.SubElement(parent, W + "r"), W + tag).text = text
        rest = etree.Element(W + "r")
        etree.SubElement(rest, W + "t").text = after
        run.find(W + "t").text = before
        for node in (rest, *reversed(changed)):
            run.addnext(node)


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
    masthead: str = "",
    sample: bool = False,
    **source: str,
) -> Issue:
    """An issue; `headings` replaces some by number, `source` fields of every source."""
    found = [
        evidence(
            n,
            source.get("publisher", "国家数据局" if n % 2 else "Reuters"),
            source.get("title", f"第 {n} 批港口数据场景“智慧码头”建设通知"),
            source.get("quote", f"首批安排 417 个试点，覆盖 11 个沿海省份，编号 {n}"),
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
        title=masthead or load_house(house).title,
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
                purpose=source.get("purpose", "用于核验试点的数量。"),
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
        quote="a second container terminal on 12 June",
        purpose="for the opening and its capacity",
        judgements=("The second terminal shifts the bottleneck from the berth to the railway behind it.",),
        heading="Second terminal opens, and the queue moves inland",
        title="Second terminal opens",
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


@pytest.fixture
def open_word() -> Callable[[bytes], WordFile]:
    """Open a .docx for edits."""
    return WordFile


@pytest.fixture
def furniture() -> Callable[[Edition], list[str]]:
    """The house's own lines of an edition, which are no part of brief.md."""

    def lines(edition: Edition) -> list[str]:
        words = edition.look.words
        lines = [
            words.contents,
            edition.title,
            edition.organisation,
            edition.copublishers,
            edition.date,
            edition.thin,
            edition.disclaimer,
        ]
        head = [words.summary, words.references, words.unknown, words.undated]
        return [*head, *lines, *(c.caption for c in edition.codes)]

    return lines


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
