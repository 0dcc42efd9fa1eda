"""The note of a reference: what a reader can check, watch or fill in with it."""

from __future__ import annotations

import re

import rjieba

from agent.models import Source
from agent.writer.topic import phrases

_TITLE = re.compile(r"《(?![^《》]*(?:报|网|新闻|时代周刊|杂志)》)[^《》]{4,36}》")
_FIGURE = re.compile(
    r"\d[\d,.]*(?:%|个百分点|[万亿]*(?:美元|欧元|港元|日元|元|千瓦时|千瓦|兆瓦|平方米|公里|个(?!月)|家|项|台|辆|吨|户|人次|人|倍|种|条|座|件|颗|架|度))"
)
#: Units that measure and do not count things.
_SIZES = ("%", "个百分点", "元", "千瓦时", "千瓦", "兆瓦", "平方米", "公里", "吨", "倍", "度", "人次", "人")
#: Characters the name of a measured thing has at most.
_NAME = 9
_OUTLET = ("报", "网", "社", "时报", "财经", "新闻", "客户端", "APP")
#: Agencies and papers of other countries, by the names Chinese and English pages give them.
_WIRES = (
    "路透", "彭博", "法新社", "美联社", "共同社", "塔斯社", "俄新社", "韩联社",
    "合众国际社", "德新社", "埃菲社", "日本经济新闻", "日经",
    "华尔街日报", "纽约时报", "金融时报", "华盛顿邮报", "卫报", "经济学人", "英国广播公司", "有线电视新闻网",
)  # fmt: skip


def purpose(source: Source, said: list[str], heading: str, *, secondary: bool) -> str:
    """`用于核验……。`; 用于观察 for foreign wires, 用于补充 for a source that only adds to another.

    `said` are the texts of the sentences that cite the source, `heading` that of their section.
    """
    verb = "用于观察" if foreign(source) else "用于补充" if secondary else "用于核验"
    return f"{verb}{_matter(said, heading)}。"


def foreign(source: Source) -> bool:
    """Whether a source is a foreign agency or paper."""
    name = source.publisher
    if any(wire in name for wire in _WIRES):
        return True
    return bool(name) and name.isascii() and source.language != "zh"


def _matter(said: list[str], heading: str) -> str:
    text = "".join(said)
    if not any("\u4e00" <= char <= "\u9fff" for char in heading.rsplit("原题 ", maxsplit=1)[-1]):
        return "外文原文"
    titles = [title for title in _TITLE.findall(text) if title in heading or title in said[0]][:1]
    things, measured = _things(text)
    if titles:
        return f"{titles[0]}和{'、'.join(things[:2])}" if things else f"{titles[0]}的内容"
    if things:
        return "、".join(things[:3]) + ("数据" if measured else "")
    figures = list(dict.fromkeys(match[0] for match in _FIGURE.finditer(text)))[:2]
    named = [phrase for phrase in phrases(heading) if not phrase.endswith(_OUTLET)]
    if figures and named:
        return f"{named[0]}的{'、'.join(figures)}等数据"
    return f"{named[0]}的相关报道" if named else f"“{re.split('[，；]', heading)[0]}”一事"


def _things(text: str) -> tuple[list[str], bool]:
    """What figures of `text` count or measure (`417个典型案例`, `进出口总值`), and whether the last is measured."""
    found: dict[str, bool] = {}
    for clause in re.split(r"[，。；：]", text):
        figure = _FIGURE.search(clause)
        if not figure:
            continue
        before = clause[: figure.start()]
        if not figure[0].endswith(_SIZES):
            counted, owner = _noun(clause[figure.end() :]), _last_noun(before)
            if counted or owner:
                found.setdefault(figure[0] + counted if counted else owner + figure[0], False)
            continue
        short = [phrase for phrase in phrases(before) if len(phrase) <= _NAME]
        places = sorted((before.find(phrase) + len(phrase), len(phrase), phrase) for phrase in short)
        if places and not places[-1][2].endswith(_OUTLET):
            found.setdefault(places[-1][2], True)
    names = [name for name in found if not any(name != other and name in other for other in found)]
    return names, any(found[name] for name in names[:3][-1:])


def _last_noun(text: str) -> str:
    """The noun phrase `text` ends with, of 2 to 10 characters; or ""."""
    run = ""
    for word, tag in reversed(list(rjieba.tag(text[-14:]))):
        if tag not in ("n", "nz", "vn", "b", "j", "l", "eng") or len(word + run) > 10:
            break
        run = word + run
    return run if len(run) > 2 and not run.endswith("等") else ""


def _noun(text: str) -> str:
    """The noun phrase `text` begins with, of 2 to 10 characters; or ""."""
    run, last = "", ""
    for word, tag in rjieba.tag(text[:14]):
        if tag not in ("n", "nz", "vn", "b", "j", "l", "a", "eng"):
            break
        run, last = run + word, tag
    return (
        run
        if 2 <= len(run) <= 10 and run not in ("方面", "领域", "月") and last in ("n", "nz", "vn", "j", "l")
        else ""
    )
