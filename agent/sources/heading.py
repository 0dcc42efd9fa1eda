"""The title of a page as its reader sees it, and the site's own name: what the title tag adds to it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from agent.sources import labels, times
from agent.sources.dom import Block, attributes
from agent.sources.meta import Declared

_SEPARATOR = re.compile(r"\s*(?:_{1,2}|\||｜|丨|-{1,3}|—{1,2}|–|\s·\s|»|«|>|\s/\s)\s*")
#: A column's name behind the title says nothing of the site.
_COLUMN = re.compile(
    r"^(?:.{0,2}新闻(?:中心|动态|频道|资讯)?|.{0,4}(?:要闻|动态|频道|资讯|详情|正文|专栏|专题|首页|公告|通知|公开|解读|文章|内容|栏目|头条|快讯|报道|详细|页面)"
    r"|财经|科技|社会|国内|国际|时政)$"
)
_HOUSE = re.compile(
    r"(?:网|报|社|局|部|委|厅|院|会|台|新闻|在线|客户端|政府|日报|晚报|时报|周刊|杂志|传媒|中心|大学|银行|财经|号|频道)$"
    r"|^[A-Za-z][\w .&'-]+$"
)
_KEY = re.compile(r"[\W_]+")
_HINT = re.compile(r"title|headline|\bh1\b|biaoti|artic?le.?tit|bt\b|subject|heading")
_NOT = re.compile(
    r"sub.?title|side|recommend|related|hot|list|nav|logo|crumb|comment|footer|column.?title|site.?title"
)
_HEADINGS = {"h1": 6.0, "h2": 3.0, "h3": 2.0, "h4": 1.5, "h5": 1.0}


@dataclass(frozen=True, slots=True)
class Heading:
    """Title, the number of the block that shows it (-1: none), and the site's name from the title tag."""

    title: str
    at: int
    site: str


def key(text: str) -> str:
    """`text` for comparison: full-width forms folded, punctuation and blanks gone, lower case."""
    return _KEY.sub("", unicodedata.normalize("NFKC", text)).lower()


def heading(blocks: list[Block], said: Declared) -> Heading:
    """The block that is the page's title: in a heading, named like one, or what title tag and og:title
    repeat.
    """
    tag_key = key(said.title_tag)
    known = [k for k in {key(h) for h in said.headlines} if len(k) >= 4]
    best, best_score = -1, 0.0
    for i, block in enumerate(blocks[:600]):
        score = _score(block, tag_key, known)
        if score > best_score:
            best, best_score = i, score
    if best >= 0 and best_score >= 5:
        title = _own_text(blocks, best)
        return Heading(title, best, _site(said.title_tag, title))
    shown = _shown(blocks)
    title = blocks[shown].text if shown >= 0 else _without_site(said)
    return Heading(title, shown, _site(said.title_tag, title))


def _shown(blocks: list[Block]) -> int:
    """The block named like a title with a line of origin right below it, -1 where there is none.

    For pages whose title tag does not hold the title, but the site's name or `正文`.
    """
    for i, block in enumerate(blocks[:200]):
        names = attributes(block.element)
        if (
            8 <= len(block.text) <= 80
            and block.linked * 2 <= len(block.text)
            and _HINT.search(names)
            and not _NOT.search(names)
            and not labels.read(block.text)
            and any(times.dated(b.text[:200]) or labels.read(b.text[:200]) for b in blocks[i + 1 : i + 4])
        ):
            return i
    return -1


def _score(block: Block, tag_key: str, known: list[str]) -> float:
    text = block.text
    if not 4 <= len(text) <= 160 or block.row:
        return 0.0
    mine = key(text)
    if len(mine) < 3:
        return 0.0
    score = 0.0
    if tag_key and mine in tag_key:
        # The longer the part of the title tag it repeats, the better; a section's name repeats little of it.
        score += 6 * len(mine) / len(tag_key) + (2 if tag_key.startswith(mine) else 0)
    if mine in known:
        score += 5
    elif any(k.startswith(mine) or mine.startswith(k) for k in known) and len(mine) >= 8:
        score += 2
    level, hint, element = 0.0, 0.0, block.element
    for _ in range(3):
        if element is None or not isinstance(element.tag, str):
            break
        level = max(level, _HEADINGS.get(element.tag, 0.0))
        names = attributes(element)
        if _NOT.search(names):
            hint -= 1.0
        elif _HINT.search(names):
            hint = max(hint, 2.0)
        element = element.getparent()
    score += level + hint
    if block.linked * 2 > len(text):
        score -= 4
    return score if score > level + hint or level >= 3 else score - 3


def _own_text(blocks: list[Block], at: int) -> str:
    """The title's words; a heading broken over lines is one block per line, and its lines belong together."""
    element = blocks[at].element
    lines = [blocks[at].text]
    for block in blocks[at + 1 : at + 4]:
        if block.element is not element or element.tag not in _HEADINGS:
            break
        lines.append(block.text)
    return " ".join(lines) if any(line.isascii() for line in lines) else "".join(lines)


def _without_site(said: Declared) -> str:
    """The title where no block shows it: og:title, else the title tag without what follows its last
    separators.
    """
    if said.title:
        return said.title
    parts = _SEPARATOR.split(said.title_tag)
    return max(parts, key=len) if parts else said.title_tag


def _site(tag: str, title: str) -> str:
    """The last piece of the title tag behind the title, where one stands there."""
    mine = key(title)
    if not mine or not tag:
        return ""
    at, used = 0, 0
    folded = [(i, key(c)) for i, c in enumerate(tag)]
    whole = "".join(k for _, k in folded)
    start = whole.find(mine)
    if start < 0:
        return ""
    for i, k in folded:
        used += len(k)
        if used >= start + len(mine):
            at = i + 1
            break
    rest = tag[at:]
    pieces = [p.strip(' \u3000!！?？。.”"』」）)') for p in _SEPARATOR.split(rest)]
    pieces = [p for p in pieces if 2 <= len(p) <= 24 and not _COLUMN.match(p)]
    # Some sites append key words instead of, or behind, their name.
    named = [p for p in pieces if _HOUSE.search(p)]
    return (named or pieces or [""])[-1]
