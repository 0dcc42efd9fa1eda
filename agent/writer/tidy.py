"""Typography of a source sentence: spaces, full-width forms, brackets, asides; what it says stays."""

from __future__ import annotations

import re

_CJK = "\u3400-\u9fff"
_SIDE = _CJK + "，。、；：！？“”‘’《》（）【】"
_SPACE = re.compile(rf"(?<=[{_SIDE}])\s+|\s+(?=[{_SIDE}])")
_COMMA = re.compile(rf"(?<=[{_CJK}”）》%％\d])[,](?=[{_CJK}“（《])|(?<=[{_CJK}”）》]),(?=\d)")
_COLON = re.compile(rf"(?<=[{_CJK}]):")
_SEMICOLON = re.compile(rf"(?<=[{_CJK}\d%]);")
_WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_WIDE |= {ord("％"): ord("%"), ord("．"): ord("."), 0xA0: 0x20, 0x3000: 0x20, 0x200B: None, 0xFEFF: None}
#: Bracketed asides that speak to another reader: short names, stock codes, currencies, credits, notes.
_ASIDE = re.compile(
    r"（(?:(?:以下|下)(?:简称|统称|称|分别|均)[^（）]*"
    r"|[^（）]*(?:股价|市值|股票代码|下同|[Jj]izhe|记者|通讯员|供图|摄影|图源|备注|编者|本网注|网注|注：)[^（）]*"
    r"|[A-Z]{1,6}\.(?:US|HK|SH|SZ|BJ|N|O)|(?:SH|SZ|HK|BJ)?[.：:]?\d{5,6}(?:\.?(?:SH|SZ|HK|BJ))?"
    r"|完|图|资料图|美国时间|北京时间)）"
)
_BRACKETS = {"（": "）", "《": "》", "“": "”", "‘": "’", "「": "」", "『": "』", "【": "】", "〈": "〉"}
_STRAIGHT = re.compile(r'"([^"]*)"')


def tidy(text: str) -> str:
    """`text` with one style of spaces, digits, commas and brackets, and without asides."""
    text = " ".join(text.translate(_WIDE).split())
    text = _SPACE.sub("", text)
    text = text.replace("(", "（").replace(")", "）")
    text = _STRAIGHT.sub(r"“\1”", text) if text.count('"') % 2 == 0 else text
    text = _SPACE.sub("", text)
    text = _SEMICOLON.sub("；", _COLON.sub("：", _COMMA.sub("，", text)))
    text = re.sub(r"(?<=[\u4e00-\u9fff\d])\s*/\s*(?=[\u4e00-\u9fff\d])", "/", text)
    text = re.sub(r"(?<=\d)\s+(?=%)", "", text)
    return _ASIDE.sub("", text)


def balanced(text: str) -> bool:
    """Whether every bracket and quotation mark of `text` has its partner, in order."""
    stack: list[str] = []
    for char in text:
        if char in _BRACKETS:
            stack.append(_BRACKETS[char])
        elif char in _BRACKETS.values() and (not stack or stack.pop() != char):
            return False
    return not stack and '"' not in text


def breaks(text: str) -> list[int]:
    """Offsets just after each `，` or `；` of `text` that stands outside brackets and quotation marks."""
    places: list[int] = []
    depth = 0
    for i, char in enumerate(text):
        if char in _BRACKETS:
            depth += 1
        elif char in _BRACKETS.values():
            depth = max(0, depth - 1)
        elif char in "，；" and depth == 0:
            places.append(i + 1)
    return places
