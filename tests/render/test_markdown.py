"""brief.md: what is written reads back the same, and what an editor does to it is understood."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import NewerSchema, UsageError
from agent.models import Evidence, Issue, Reference, Section, Sentence
from agent.render.markdown import to_markdown
from agent.render.numbering import chinese_number, split_number
from agent.render.reader import read_markdown, split_paragraph

KEYS = ("k7f3a2c", "k91c0d4", "k2b7e10")


def evidence(key: str) -> Evidence:
    return Evidence(
        key=key, source_id=f"s{key}", publisher="国家数据局", title="方案解读", published="2026-06-13T09:30:00+08:00",
        url="https://www.nda.invalid/a", span=(0, 4), quote="方案提出", text_sha256="0" * 64,
    )  # fmt: skip


def an_issue(
    summary: list[tuple[str, tuple[str, ...]]], bodies: list[list[tuple[str, str, tuple[str, ...]]]]
) -> Issue:
    sections = tuple(
        Section(
            number=n,
            heading=f"第{n}件事有了结果，意味着下一步更快",
            sentences=tuple(
                Sentence(id=f"{n}.{i}", kind=kind, text=text, cites=cites)
                for i, (kind, text, cites) in enumerate(body, 1)
            ),
        )
        for n, body in enumerate(bodies, 1)
    )
    return Issue(
        house="xinzhi", date="2026-06-14", writer="embedded", title="新质生产力每日动态",
        summary=tuple(Sentence(id=f"0.{i}", kind="summary", text=t, cites=c) for i, (t, c) in enumerate(summary, 1)),
        sections=sections,
        references=(Reference(publisher="国家数据局", title="方案解读", day="2026-06-13", purpose="用于核验方案。", keys=KEYS[:1]),),
        evidence={key: evidence(key) for key in KEYS}, notes=("本期由摘录生成。",), sample=True,
    )  # fmt: skip


ending = st.sampled_from(["。", "！", "？", "。”", "！’"])
#: Pieces of real prose, without what only a broken sentence would have (a bracket closed before it opens).
piece = st.sampled_from(
    [
        "数据要素",
        "同比增长3.5%",
        "，",
        "；",
        "“人工智能+”",
        "《方案》",
        "（试行）",
        "……",
        "——",
        "AI 算力",
        "U.S. ",
        "2026年",
        "1.67ZB",
    ]
)
body = st.lists(piece, min_size=1, max_size=6).map(lambda pieces: "企业" + "".join(pieces) + "扩大")
sentence = st.tuples(body, ending).map("".join)
cites = st.lists(st.sampled_from(KEYS), unique=True, max_size=3).map(tuple)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(sentence, cites), min_size=1, max_size=4),
    st.lists(
        st.tuples(
            st.lists(st.tuples(st.just("fact"), sentence, cites), min_size=1, max_size=3),
            st.lists(st.tuples(st.just("judgement"), sentence, cites), max_size=2),
        ).map(lambda pair: pair[0] + pair[1]),
        min_size=1,
        max_size=5,
    ),
)
def test_an_issue_reads_back_as_it_was_written(summary, bodies) -> None:  # type: ignore[no-untyped-def]  # what hypothesis draws
    issue = an_issue(summary, bodies)
    reading = read_markdown(to_markdown(issue), issue.evidence)
    assert reading.issue == issue
    assert reading.troubles == ()


def test_placeholders_read_back_where_they_stood() -> None:
    hole = "【编辑补写：研判。来源没有给出判断】"
    issue = an_issue(
        [("今天有一件事。", KEYS[:1])], [[("fact", "事情有了结果。", KEYS[:1]), ("placeholder", hole, ())]]
    )
    text = to_markdown(issue)
    assert f"【研判】{hole}" in text
    assert read_markdown(text, issue.evidence).issue == issue


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("增长6.4%。[^k1]又说。[^k2][^k3]", [("增长6.4%。", ("k1",)), ("又说。", ("k2", "k3"))]),
        ("标记在句号前[^k1]。后一句。[^k2]", [("标记在句号前。", ("k1",)), ("后一句。", ("k2",))]),
        ("他说：“可以。”[^k1]后一句。", [("他说：“可以。”", ("k1",)), ("后一句。", ())]),
        ("句中[^k1]也算，到句尾。[^k1]", [("句中也算，到句尾。", ("k1",))]),
        ("前半句……后半句。 [^k1]", [("前半句……后半句。", ("k1",))]),
        ("没有句号[^k1]", [("没有句号", ("k1",))]),
        ("[^k1]开头的标记归第一句。", [("开头的标记归第一句。", ("k1",))]),
    ],
)
def test_a_footnote_belongs_to_the_sentence_it_stands_at(
    text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert [(words, keys) for words, keys, _ in split_paragraph(text)] == expected


HEAD = "---\nschema: draft.issue/1\nhouse: xinzhi\ndate: 2026-06-14\nwriter: embedded\n---\n# 刊名\n\n"


def test_what_editors_do_is_understood() -> None:
    text = HEAD + (
        "## 摘 要\n\n一句。[^k7f3a2c]\n\n##一、 没有空格的标题 ##\n\n没有标签的一段，\n折成两行。[^k7f3a2c]\n\n[研判]: 半角括号也认。\n\n"
        "## 三、跳了号\n\n【事实】有事。[^knone]\n\n## 参考文献\n\n- 甲 | 题 | 2026-06-13 | 用于核验甲。[^k7f3a2c]\n- 只有两栏 | 题\n\n"
        "[^k7f3a2c]: 甲《题》\n[^k7f3a2c]: 又一次\n"
    )
    reading = read_markdown(text.replace("\n", "\r\n"), {"k7f3a2c": evidence("k7f3a2c")})
    issue = reading.issue
    assert [s.heading for s in issue.sections] == ["没有空格的标题", "跳了号"]
    assert [(s.kind, s.text) for s in issue.sections[0].sentences] == [
        ("fact", "没有标签的一段，折成两行。"), ("judgement", "半角括号也认。"),
    ]  # fmt: skip
    messages = " ".join(f"{t.line} {t.message}" for t in reading.troubles)
    for part in ("按顺序是第 2 栏", "[^knone] 没有对应的证据", "四栏", "定义了两次"):
        assert part in messages
    assert len(issue.references) == 2


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("", UsageError, "---"),
        ("没有说明\n", UsageError, "---"),
        ("---\nschema: draft.issue/1\n", UsageError, "配对"),
        ("---\n- a\n---\n", UsageError, "名字"),
        ("---\n: [\n---\n", UsageError, "读不懂"),
        ("---\nschema: draft.issue/9\nhouse: x\ndate: 2026-01-01\n---\n", NewerSchema, "升级"),
        ("---\nhouse: x\n---\n", UsageError, "date"),
    ],
)
def test_a_broken_head_is_one_sentence(text: str, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        read_markdown(text)


@given(st.text(max_size=400))
def test_any_body_is_read(text: str) -> None:
    read_markdown(HEAD + text)


@given(st.integers(1, 99))
def test_numbers_read_back(n: int) -> None:
    assert split_number(f"{chinese_number(n)}、标题") == (n, "标题")
