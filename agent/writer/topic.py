"""What a section is about, in one noun phrase that stands word for word in its sources."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import rjieba

#: Tags of words that make noun phrases, and verbs that may stand inside one.
_NOUN = frozenset({"n", "vn", "nz", "j", "l", "an", "eng", "b", "ng"})
_ENDS = frozenset({"n", "vn", "nz", "j", "l", "ng", "an"})
_INNER = frozenset({"识别", "输电", "储能", "充电", "发电", "管理", "应用", "计算", "备案", "流通", "交易", "存储", "驾驶", "联网", "标注", "监测"})  # fmt: skip
_EMPTY = frozenset(
    {
        "数据", "方面", "情况", "消息", "工作", "问题", "记者", "报道", "公司", "集团", "时间", "同比", "今年", "全国", "有限公司", "负责人",
        "发布会", "新闻发布会", "相关负责人", "发言人", "董事长", "总经理", "高质量发展", "重要意义", "同比增长", "基础设施", "增加值",
    }
)  # fmt: skip
LONGEST = 12


@lru_cache(maxsize=2048)
def phrases(text: str) -> tuple[str, ...]:
    """The noun phrases of `text` of 4 to 12 characters, in order, without repetition."""
    found: list[str] = []
    run: list[tuple[str, str]] = []
    for word, tag in [*rjieba.tag(text), ("", "x")]:
        if tag in _NOUN or word in _INNER:
            run.append((word, tag))
            continue
        while run and run[-1][1] not in _ENDS and run[-1][0] not in _INNER:
            run.pop()
        found.append("".join(part for part, _ in run))
        run = []
    return tuple(dict.fromkeys(filter(_fits, found)))


def topic(heading: str, facts: Iterable[str], texts: Iterable[str], within: str) -> str:
    """The noun phrase of heading and facts that the sources `texts` use most and that stands in `within`; or ""."""
    whole = "\n".join(text[:4000] for text in texts)
    best: tuple[float, str] = (0.0, "")
    for part, bonus in [(heading, 2.0), *((fact, 1.0) for fact in facts)]:
        for phrase in phrases(part):
            if phrase in within:
                score = bonus * min(whole.count(phrase), 8) ** 0.5 * min(len(phrase), 8)
                best = max(best, (score, phrase), key=lambda pair: pair[0])
    return best[1]


def _fits(phrase: str) -> bool:
    return 4 <= len(phrase) <= LONGEST and phrase not in _EMPTY and not any(char.isdigit() for char in phrase)
