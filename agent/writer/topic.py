"""What a section is about, in one noun phrase that stands word for word in its sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import rjieba

from agent.writer.theme import Theme


def _words(line: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(line.split())


#: Tags of words that make noun phrases, and verbs that may stand inside one.
_NOUN = frozenset({"n", "vn", "nz", "j", "l", "an", "eng", "b", "ng", "ns", "s"})
_ENDS = frozenset({"n", "vn", "nz", "j", "l", "ng", "an"})
_INNER = _words("识别 输电 储能 充电 发电 管理 应用 计算 备案 流通 交易 存储 驾驶 联网 标注 监测 减排 收入 ")
_EMPTY = _words(
    "数据 方面 情况 消息 工作 问题 记者 报道 公司 集团 时间 同比 今年 全国 有限公司 "
    "负责人 发布会 新闻发布会 相关负责人 发言人 董事长 总经理 高质量发展 重要意义 同比增长 "
    "基础设施 增加值 "
)
#: Words that end a noun phrase though they are tagged as nouns, and ends of the names of bodies.
_STOP = _words(
    "印发 落地 发布 启动 同比 环比 预计 方面 公布 举办 开工 建设 仪式 我国 中国 全国 "
    "取得 签约 零售 旗下 上半年 时称 运用 表示 介绍 推动 促进 加强 提升 支持 实现 完成 "
    "开展 推进 出席 计划 突破 部分 打造 "
)
_BODY = tuple(
    _words("办公室 委员会 部 局 院 集团 公司 学会 协会 联合会 政府 银行 大学 中心 省 市 县 区 人 者 ")
)
_FUNCTION = frozenset(
    "国省市县区州镇村的和与及在对为从将是了以由向把被于至到等或其该这个项家次场第不再已就也都中上下前后里外年月日时元均又约近超仍正还先共曾未最较比更新大小老全各每某同本我你他多两几一二三四五六七八九十百千万亿称说达占增降升落获入出起用看让使令给当且而但则若因所之者称据经受按并只才刚很太真好"
)
#: Words by which a noun phrase turns out to be somebody's office.
_PERSONS = (
    "经理",
    "总裁",
    "主任",
    "部长",
    "局长",
    "董事长",
    "专家",
    "负责人",
    "研究员",
    "分析师",
    "常务",
    "副总",
)
LONGEST = 14


@lru_cache(maxsize=2048)
def phrases(text: str) -> tuple[str, ...]:
    """The noun phrases of `text` of 4 to 14 characters, the longest of each run first, without repetition."""
    found: list[str] = []
    run: list[tuple[str, str]] = []
    last = ""
    for word, tag in [*rjieba.tag(text), ("", "x")]:
        if word not in _STOP and (
            tag in _NOUN or word in _INNER or (tag == "a" and word in "大新" and not run)
        ):
            run.append((word, tag))
            continue
        if run and last not in ("和", "与", "及", "的") and word not in _BODY:
            found.extend(_parts(run))
        run, last = [], word
    return tuple(dict.fromkeys(filter(_fits, found)))


def matter(heading: str, facts: Sequence[str], texts: Iterable[str], within: str, theme: Theme) -> str:
    """The noun phrase by which the house would name the section, standing in `within`; or "".

    One that holds a term of the house's theme, from the heading before the lead; failing that such a term
    itself, and only then whatever the sources speak of most.
    """
    for part in (heading, *facts[:1]):
        grown = [name for term in theme.terms(part) if (name := _grown(term, part)) and name in within]
        if grown:
            return grown[0]
    return topic(heading, facts, texts, within)


def _grown(term: str, text: str) -> str:
    """The noun phrase around a term in `text`: the words it is made of and the nouns after them; or ""."""
    begin = text.lower().find(term)
    words, at = [], 0
    for word, tag in rjieba.tag(text):
        words.append((at, word, tag))
        at += len(word)
    inside = [i for i, (at, word, _) in enumerate(words) if at < begin + len(term) and at + len(word) > begin]
    if not inside or words[inside[0]][0] != begin:
        return ""
    run = "".join(words[i][1] for i in inside)
    for _, word, tag in words[inside[-1] + 1 :]:
        if word.endswith(_PERSONS):
            return term if len(term) > 2 else ""
        if tag not in _ENDS or len(word) < 2 or word in _STOP or len(run + word) > LONGEST - 2:
            break
        run += word
    return run if len(run) > 2 and not run.endswith(_BODY) else ""


def topic(heading: str, facts: Iterable[str], texts: Iterable[str], within: str) -> str:
    """The noun phrase of heading and facts that the sources `texts` use most and `within` holds; or ""."""
    whole = "\n".join(text[:4000] for text in texts)
    best: tuple[float, str] = (0.0, "")
    for part, bonus in [(heading, 2.0), *((fact, 1.0) for fact in facts)]:
        for phrase in phrases(part):
            name = _whole_word(phrase, whole)
            count = whole.count(name)
            if count > 1 and name in within and _fits(name):
                score = bonus * min(count, 8) ** 0.5 * min(len(name), 8)
                best = max(best, (score, name), key=lambda pair: pair[0])
    return best[1]


def _parts(run: list[tuple[str, str]]) -> list[str]:
    """The stretches of a run of words that can stand as a phrase, the longest first."""
    spans = [(i, j) for i in range(len(run)) for j in range(i + 1, len(run) + 1)]
    spans.sort(key=lambda span: (span[0] - span[1], span[0]))
    return [
        "".join(word for word, _ in run[i:j])
        for i, j in spans
        if (run[j - 1][1] in _ENDS or run[j - 1][0] in _INNER) and (len(run[i][0]) > 1 or run[i][0] in "大新")
    ]


def _whole_word(phrase: str, text: str) -> str:
    """`phrase` grown by the letters that stand beside all its places: `联网产业` → `车联网产业`."""
    for _ in range(4):
        places = [match.start() for match in re.finditer(re.escape(phrase), text)]
        after = {text[at + len(phrase) : at + len(phrase) + 1] for at in places}
        before = {text[at - 1 : at] if at else "" for at in places}
        right = after.pop() if len(after) == 1 and len(places) > 1 else ""
        left = before.pop() if len(before) == 1 and len(places) > 1 else ""
        grown = (left if _letter(left) else "") + phrase + (right if _letter(right) else "")
        if grown == phrase:
            break
        phrase = grown
    return phrase


def _letter(char: str) -> bool:
    return bool(char) and "\u4e00" <= char <= "\u9fff" and char not in _FUNCTION


def _fits(phrase: str) -> bool:
    return (
        4 <= len(phrase) <= LONGEST
        and phrase not in _EMPTY
        and not phrase.endswith(_BODY)
        and not any(char.isdigit() for char in phrase)
    )
