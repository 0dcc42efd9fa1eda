"""A site's own name from the foot of its pages: who runs it (`主办单位`), else who holds the copyright."""

from __future__ import annotations

import re

from agent.sources.dom import Block

_RUN_BY = re.compile(r"主\s*办(?:单位|方)?\s*[:：]\s*(?P<name>[^\s:：|｜，,;；。（()）©]{2,30})")
_COPYRIGHT = re.compile(
    r"(?:版\s*权\s*所\s*有|copyright|©|&copy;|\(c\))[\s:：©]*(?:copyright|\(c\)|©|版权所有|[\s,，])*"
    r"(?:(?:19|20)\d\d(?:\s*[-–—~至]\s*(?:(?:19|20)\d\d|now|至今)?)?\s*年?)?[\s,，.©]*(?:by\s+|版权所有\s*)?"
    r"(?P<name>[\u3400-\u9fff][\u3400-\u9fffA-Za-z0-9·]{1,24}|[A-Z][\w&.' -]{2,40}?)(?=\s*(?:版权|all rights"
    r"|\||｜|[.。,，;；:：\s（(]|京|沪|粤|$))",
    re.IGNORECASE,
)
_LEGAL = re.compile(r"^(?:所有|未经|保留|all|rights|reserved|声明|归|及|本站|powered)", re.IGNORECASE)


def own_name(blocks: list[Block]) -> str:
    """The name in the last blocks of a page, "" where none is."""
    foot = [b.text for b in blocks[-60:] if len(b.text) <= 400]
    for pattern in (_RUN_BY, _COPYRIGHT):
        for text in reversed(foot):
            match = pattern.search(text)
            if match:
                name = match["name"].strip(" .-")
                if not _LEGAL.match(name):
                    return name
    return ""
