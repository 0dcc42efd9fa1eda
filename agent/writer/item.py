"""A sentence as a model gave it: read tolerantly, tidied by code, still without any claim to be true."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from agent.text.sentences import sentences
from agent.writer.parsing import listed, text_of

Side = Literal["fact", "judgement"]
_KEY = re.compile(r"(?<![A-Za-z0-9])([A-Z]\d{1,3})(?![A-Za-z0-9])")
_LABEL = re.compile(
    r"^\s*(?:[-*•]|\d+[.、)）])?\s*[【\[（(]?(事实|研判|判断|fact|judgement|judgment)[】\]）)]?\s*[:：]?\s*",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\s*[\[（(【](?:资料|来源)?[:：]?\s*[A-Z]\d{1,3}(?:\s*[,，、;；]\s*[A-Z]\d{1,3})*\s*[\]）)】]|\[\^[^\]]*\]"
)
_HAN = r"\u4e00-\u9fff"
_SPACE = re.compile(
    rf"(?<=[{_HAN}，。；：、“”《》（）%])[ \u3000]+(?=[{_HAN}\d，。；：、“”《》（）])|(?<=\d)[ \u3000]+(?=[{_HAN}，。；：、”》）%])"
)
_HALF = re.compile(
    rf"(?<=[{_HAN}”》）%\d])([,;:!?])(?=\s*[{_HAN}“《（])|(?<=[{_HAN}”》）])([,;:!?])(?=\s*\d)|(?<=[{_HAN}])([,;:!?.])$"
)
_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}
_PAIR = re.compile(r'"([^"\n]{1,120})"')
_ENDS = "。！？"
_JUDGES = re.compile(r"研判|判断|judge?ment|opinion|analysis|view", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """A model's sentence: its words, its side, and (passage key, the source's words) for each thing it leans on."""

    text: str
    kind: Side
    leans: tuple[tuple[str, str], ...] = ()
    number: int = 0  #: which refused sentence it stands for, in a repair
    drop: bool = False  #: the model takes its refused sentence back


def read_items(found: Any) -> list[Item]:
    """The sentences in an answer's JSON; several in one element are taken apart."""
    out: list[Item] = []
    if isinstance(found, dict) and not isinstance(found.get("sentences"), list):
        sides = [
            (name, found[name])
            for name in ("facts", "judgements", "fact", "judgement")
            if isinstance(found.get(name), list)
        ]
        if sides:
            for name, elements in sides:
                out += [
                    item
                    for element in elements
                    for item in _items(element, "judgement" if name.startswith("j") else "fact")
                ]
            return out
    for element in listed(found, "sentences", "items", "句子"):
        out += _items(element, "fact")
    return out


def _items(element: Any, side: Side) -> list[Item]:
    raw = text_of(element, "text", "sentence", "句子", "正文", "content")
    number = _number(element)
    if isinstance(element, dict) and element.get("drop") is True:
        return [Item("", side, number=number, drop=True)]
    kind = text_of(element, "kind", "type", "类型") if isinstance(element, dict) else ""
    label = _LABEL.match(raw)
    if label and label[1] and re.match(r"\s*[【\[（(]", raw):
        kind, raw = kind or label[1], raw[label.end() :]
    judged: Side = "judgement" if _JUDGES.search(kind) else side if not kind else "fact"
    leans = _leans(element, raw)
    text = tidied(raw)
    return [Item(text[a:b], judged, leans, number) for a, b in sentences(text)]


def _number(element: Any) -> int:
    value = element.get("n", element.get("number", 0)) if isinstance(element, dict) else 0
    text = str(value).strip()
    return int(text) if text.isdigit() else 0


def _leans(element: Any, raw: str) -> tuple[tuple[str, str], ...]:
    """(key, words) pairs, whatever the model called them; keys written into the text count, without words."""
    out: list[tuple[str, str]] = []
    if isinstance(element, dict):
        for name in ("quotes", "from", "sources", "evidence", "引文", "quote"):
            value = element.get(name)
            for part in value if isinstance(value, list) else [value] if value else []:
                key = text_of(part, "key", "k", "id", "source", "资料") if isinstance(part, dict) else ""
                words = text_of(part, "words", "w", "quote", "text", "原文")
                if not isinstance(part, dict) and _KEY.fullmatch(words):
                    key, words = words, ""
                out.append((_first_key(key), words))
        single = text_of(element, "words", "原文")
        for name in ("keys", "key", "cites"):
            value = element.get(name)
            for part in value if isinstance(value, list) else [value] if isinstance(value, str) else []:
                found = _first_key(str(part))
                if found and all(found != key for key, _ in out):
                    out.append((found, single))
    known = {key for key, _ in out}
    out += [(key, "") for mark in _CITED.findall(raw) for key in _KEY.findall(mark) if key not in known]
    return tuple(dict.fromkeys(pair for pair in out if pair[0] or pair[1]))


def _first_key(text: str) -> str:
    found = _KEY.search(text.upper())
    return found[1] if found else ""


def tidied(text: str) -> str:
    """`text` in the house's typography: no labels, no marks of citation, no spaces around figures, full-width marks."""
    text = _CITED.sub("", text.replace("\r", " ").replace("\n", " ").replace("\u200b", "").strip())
    text = text.replace("**", "").strip("`* ")
    text = _SPACE.sub("", _SPACE.sub("", text)).replace("％", "%")
    text = _PAIR.sub(r"“\1”", text) if re.search(rf"[{_HAN}]", text) else text
    text = _SPACE.sub("", _HALF.sub(lambda mark: _FULL[mark[1] or mark[2] or mark[3]], text))
    if text and text[-1] not in _ENDS + "”’）】" and not text.endswith(("。”", "！”", "？”")):
        text = text.rstrip("，；、：,;:.") + "。"
    elif text.endswith(("”", "’", "）", "】")) and text[-2:-1] not in _ENDS:
        text += "。"
    return text


def keyed(items: Iterable[Item]) -> dict[int, list[Item]]:
    """Items of a repair by the number they answer to."""
    out: dict[int, list[Item]] = {}
    for item in items:
        out.setdefault(item.number, []).append(item)
    return out
