"""Negation: the words that deny, what they govern, and where a denial is only supposed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.ground.side import Side
from agent.models import Span

#: Words that deny what follows; the look-aheads leave out words that merely begin so (不仅, 不只, 不止), two that
#: cancel each other (不得不, 无不, 莫不) and what only asks (能不能, 有没有).
#: All begin with one of the first characters, so that most positions are passed over at once: add to them what you add.
NEGATION = re.compile(
    r"(?=[不未没无非拒否难停取禁严谈算毫勿切别])(?:(?<![急缓了舍使巴免怪由顾无莫离绕避])(?<!不[得可能])不(?!(?<=(?P<asked>.).)(?P=asked))(?![断仅少同过久论但然料妨满愧足锈乏惜外遗懈光一只止单独啻管错例]|[得可能]不)|未(?![来必病]|成年)|勿|(?<![级区特分个类性识鉴判告离差派界国辨品组另科族])别(?![的人墅处国样名称号致针说看提家具克尔])|(?<!有)没有|(?<![淹沉吞埋出有])没(?![收落])|(?<!有)无(?=人[受遇伤死身])|(?<!有)无(?![果人线论锡疑数偿缝障锁纸废核国私形界不糖油痛氧烟菌损源]|广告|接触|现金|条件)"
    r"|非(?![常洲遗凡])|拒绝|否认|难以|难(?=[成言于]|直接)|(?<=[期很尚仍极都也已更])难(?![题民度点忘得关怪免易能])|停止|取消|禁止|禁用|严禁|谈不上|算不上|毫无|切[忌勿莫])"
)
#: How a source says that things are not alike or not all there.
UNLIKE = re.compile(r"不[同一等齐全足]|各异|不尽|有别|难以|参差")
#: Milder words that turn what follows away; enough to doubt that a source asserts it.
AVERTING = re.compile(
    r"避免|防止|超越|远非|绝非|别把|免于|阻止|放弃|[抛舍摒丢]弃|弃(?=真|人|用|权)|暂停|终止|反对|以免|杜绝|限制|缺乏|缺少"
)
#: What may stand between a negation and the word it governs.
_ADVERB = re.compile(
    r"^(?:[能会再可应必宜曾有被予得以就须需要敢愿想是在将把该搞做]|作为|全部|全面|彻底|完全|具体|进行|就此|提供|作出|做出|正式|单独|很快|真正|直接|最终|任何|进一步|据此|轻易|简单|(.)\1)*$"
)
_BREAK = re.compile(r"[,，、。；;:：\"]")
#: A denial that is only supposed: 没有持续的订单，基地就…….
_SUPPOSED = re.compile("[^,，。；;]{1,20}[,，][^,，。；;]{0,10}?(?:就(?!是)|便|则|才)")
_IF = re.compile("如果|倘若|若(?!干)|要是|一旦|假如|只要|除非")


#: What does away with what is denied: 解决布局不平衡.
_MENDS = re.compile("(?:解决|消除|缓解|改善|应对|扭转|纠正|克服|破解|化解)[^,，。；;后效果]{0,4}$")
#: How far before its word a negation is looked for.
REACH = 8


def negated(text: str, at: int) -> Span | None:
    """The negation that plainly governs the word at `at` in `text`, or None; two cancel each other."""
    found = [m for m in NEGATION.finditer(text, max(0, at - REACH), at) if _ADVERB.match(text[m.end() : at])]
    if not found:
        return None
    start = found[0].start()
    doubled = NEGATION.search(text, max(0, start - 3), start) or _MENDS.search(
        text, max(0, start - REACH), start
    )
    return None if doubled else found[0].span()


def asserted(text: str, span: Span, at: int) -> bool:
    """Whether nothing before the word at `at` in its clause `span` could deny it."""
    start = span[0]
    for m in _BREAK.finditer(text, span[0], at):
        start = m.end()
    return not NEGATION.search(text, start, at) and not AVERTING.search(text, start, at)


#: How far before a denial its condition may open.
_FAR = 40


def supposed(source: Side, sign: Span) -> bool:
    """Whether a negation of a source stands in a condition."""
    start = max(source.clause_of(sign)[0], sign[0] - _FAR)
    return bool(_SUPPOSED.match(source.folded, sign[1]) or _IF.search(source.folded, start, sign[0]))


def occurrences(text: str, word: str, span: Span) -> Iterator[int]:
    at = text.find(word, *span)
    while at >= 0:
        yield at
        at = text.find(word, at + 1, span[1])
