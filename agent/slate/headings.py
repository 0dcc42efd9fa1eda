"""A heading from a source's title."""

from __future__ import annotations

import re
import unicodedata

from agent.slate.articles import body_of

MOST = 40
_LEAST = 10
_PREFIX = re.compile(
    r"^\s*(?:原标题|标题)\s*[:：]\s*|^\s*[【\[（(][^】\]）)]{1,12}[】\]）)]\s*|^[^|｜丨]{1,8}[|｜丨]\s*"
)
_SUFFIX = re.compile(
    r"\s*(?:[_|｜丨]|\s-\s|——?\s*来源)\s*[^_|｜丨]{1,14}$|\s*[（(](?:图|附图|视频|组图)[）)]\s*$"
)
#: Clauses that say when or from whom, before the news itself.
_FRAME = re.compile(
    r"^(?:(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚间?|凌晨)?|近日|日前|近期|今天|今日|昨日|当地时间[^，,]{2,12})[，,]\s*"
    r"|^为(?:了|进一步)?[^，。：]{2,30}[，,]\s*|^根据[^，。：]{2,90}[，,]\s*"
    r"|^来自[^，。]{2,20}(?:消息|数据)(?:说|称|显示)?[，：]\s*"
    r"|^[^，。：]{0,12}(?:消息|报道|讯)(?:（[^）]{1,12}）|\([^)]{1,12}\))?[：:]\s*"
    r"|^[^，,。；“《]{0,24}(?:获悉|了解到|报道称?|消息称?|数据显示)[，,：:]\s*"
)
#: What a title is when it broke off before the news.
_EMPTY = re.compile(
    r"[（(][^（）()]*(?:照片|摄|图)[）)]$|(?:资料图|\s摄)$|(?:获悉|了解到|报道|消息)$|^为[^，]+$|^(?:根据|随着)[^，]+$"
)
_BREAKS = "。！？!?；;…"
_CLAUSES = "，,：:—"
#: A speaker before what is said: 某部门负责人10日在发布会上表示，……
_SPEAKER = re.compile(
    r"^([^，。：；]{2,24}?)(?:\d{1,2}日)?(?:在[^，。]{2,24})?(?:表示|介绍|指出|透露|宣布|发布的数据显示|强调)[，：:,]\s*"
)


def heading(title: str, text: str = "", most: int = MOST) -> str:
    """The title without label, column and site names, cut at a clause to at most `most` characters.

    Where the title only says who heard it or what for, or is missing, the text's first sentence serves.
    """
    line = _bare(title)
    if len(line) < _LEAST or _EMPTY.search(line):
        sentences = [_bare(part) for part in re.split(r"[。！？\n]", body_of(text).strip(), maxsplit=4)[:4]]
        told = [part for part in sentences if len(part) >= _LEAST and not _EMPTY.search(part)]
        line = (told or [line] if line else told or sentences)[0]
    if len(line) > most and (said := _SPEAKER.match(line)) and len(line) - said.end() >= _LEAST:
        line = f"{said[1]}：{line[said.end() :]}"
    return _cut(line, most).strip(" ，,、：:；;。—-|")


def _bare(title: str) -> str:
    """A line without labels and the clauses that come before the news."""
    line = unicodedata.normalize("NFC", title).strip()
    line = re.sub(r"\s+", " ", line).lstrip("①②③·•◆▲■ ")
    for _ in range(2):
        line = _PREFIX.sub("", line, count=1)
    line = _SUFFIX.sub("", body_of(line) or line).strip()
    for _ in range(4):
        shorter = _FRAME.sub("", line, count=1)
        if len(shorter) < _LEAST:
            break
        line = shorter
    return line


def _cut(line: str, most: int) -> str:
    if len(line) <= most:
        return line
    for marks in (_BREAKS, _CLAUSES, " "):
        ends = [at for at, char in enumerate(line[: most + 1]) if char in marks and at >= _LEAST]
        closed = [at for at in ends if _balanced(line[:at])]
        if closed:
            return line[: closed[-1]]
    return line[: most - 1] + "…"


def _balanced(text: str) -> bool:
    return all(text.count(one) == text.count(other) for one, other in ("《》", "“”", "（）", "「」", "()"))
