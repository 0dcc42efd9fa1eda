"""The note of a reference: what a reader can check, watch or fill in with it."""

from __future__ import annotations

import re

from agent.models import Source
from agent.writer.topic import phrases

_TITLE = re.compile(r"《(?![^《》]*(?:报|网|新闻|时代周刊|杂志)》)[^《》]{4,36}》")
_FIGURE = re.compile(
    r"\d[\d,.]*(?:%|个百分点|[万亿]*(?:美元|欧元|港元|日元|元|千瓦时|千瓦|兆瓦|平方米|公里|个(?!月)|家|项|台|辆|吨|户|人次|人|倍|种|条|座|件|颗|架|度))"
)
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
    titles = list(dict.fromkeys(_TITLE.findall(text)))[:1]
    figures = _figures(text)[:2]
    subject = next(iter(phrases(heading)), "") or next(iter(phrases(text)), "")
    if titles and figures:
        return f"{titles[0]}与{'、'.join(figures)}"
    if titles:
        return f"{titles[0]}的内容"
    if figures:
        return f"{subject}的{'、'.join(figures)}等数据" if subject else f"{'、'.join(figures)}等数据"
    return f"{subject}的报道内容" if subject else "本节事实"


def _figures(text: str) -> list[str]:
    return list(dict.fromkeys(match[0] for match in _FIGURE.finditer(text)))
