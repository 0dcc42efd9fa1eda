"""Markdown with YAML front matter (title, publisher, author, published, url); without it the first heading
is the title.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from agent.sources import plain
from agent.sources.article import Article, Raw, anonymous
from agent.sources.encoding import decode

EXTRACTOR = "md/1"
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_MAX_FRONT = 20_000
_NAMES = {
    "title": ("title", "标题", "题名"),
    "publisher": ("publisher", "source", "来源", "发布者"),
    "author": ("author", "作者"),
    "published": ("published", "date", "发布时间", "日期"),
    "url": ("url", "link", "链接"),
    "reprint_of": ("reprint_of", "转载自"),
}
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\((?:[^()\s]|\([^)]*\))*(?:\s+\"[^\"]*\")?\)")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+|\s+#+\s*$")
_QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
_BULLET = re.compile(r"^\s*[-*+]\s+")
_STRONG = re.compile(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1")
_RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$|^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")


def article(raw: Raw) -> Article:
    """The article of a Markdown file; a front matter that is not YAML is left out and said so."""
    text = decode(raw.read(), raw.charset).lstrip("\ufeff")
    fields, body, notes = _front(text, raw.name)
    lines = [_plain(line) for line in _COMMENT.sub("", body).splitlines() if not _RULE.match(line)]
    heading = next((line for line in body.splitlines() if line.strip()), "")
    if fields.get("title") and not _HEADING.match(heading):
        found = Article(text="\n".join(line for line in lines if line), extractor=EXTRACTOR)
    else:
        found = plain.from_text("\n".join(lines), EXTRACTOR)
    known = anonymous(Article(text=found.text, extractor=EXTRACTOR, notes=notes), **fields)
    return anonymous(known, **{name: getattr(found, name) for name in _NAMES})


def _front(text: str, name: str) -> tuple[dict[str, str], str, tuple[str, ...]]:
    match = _FRONT.match(text)
    if not match:
        return {}, text, ()
    body = text[match.end() :]
    if len(match.group(1)) > _MAX_FRONT:
        return {}, body, (f"{name} 开头的元数据过长，没有读取。",)
    try:
        # Aliases could blow up a small head into gigabytes; no honest front matter uses them.
        data = yaml.load(match.group(1), Loader=_Loader)  # noqa: S506  (a SafeLoader without aliases)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, body, (f"{name} 开头的元数据不是 YAML，没有读取；请检查 --- 之间的几行。",)
    return _fields(data), body, ()


class _Loader(yaml.SafeLoader):
    """YAML's safe loader that leaves dates as written and knows no aliases."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _fields(data: object) -> dict[str, str]:
    if not isinstance(data, dict):
        return {}
    lowered = {str(key).strip().lower(): value for key, value in data.items()}
    fields = {}
    for field, names in _NAMES.items():
        value = next((lowered[n] for n in names if lowered.get(n) not in (None, "")), "")
        if isinstance(value, list):
            value = "、".join(str(v) for v in value if isinstance(v, str | int))
        if isinstance(value, str | int | float):
            fields[field] = str(value).strip()
    return fields


def _plain(line: str) -> str:
    """A Markdown line as readable text; cells of a table stay apart by ` | `."""
    line = _IMAGE.sub("", line)
    line = _LINK.sub(r"\1", line)
    line = _HEADING.sub("", line)
    line = _QUOTE.sub("", line)
    line = _BULLET.sub("", line)
    line = _STRONG.sub(r"\2", line)
    if line.strip().startswith("|") and line.strip().endswith("|"):
        line = " | ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return line.strip()
