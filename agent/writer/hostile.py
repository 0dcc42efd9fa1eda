"""What in a source speaks to the machine that reads it, and is withheld from it.

A source may say what it likes about the world; it may not tell the desk what to write. Sentences with such an address
are blanked out together with the rest of their paragraph, so that offsets stay those of the source, and what they
wanted printed is known: a sentence that brings it is refused even if a model obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from agent.models import Source, Span
from agent.text.normalise import fold
from agent.text.sentences import sentences

_MACHINE = (
    r"(?:AI|人工智能|大?语言模型|大模型|智能|聊天|写作|机器)(?:写作|新闻|摘要|内容)?(?:助手|助理|模型|机器人|系统|编辑|程序|代理|写手|智能体)"
    r"|(?:各位|致|请|读到(?:此处|这里|本文)的|处理本文的|你是一[个名])(?:AI|大模型|语言模型|模型|机器人|智能体)"
    r"|\b(?:AI|LLM)s?\b(?= (?:assistant|agent|model|reader|writer|editor|summari[sz]er|system)s?\b)|\blanguage models?\b(?=[^.]{0,40}\b(?:must|should|please|reading|processing)\b)"
    r"|\bassistants?\b(?=[^.]{0,30}\b(?:must|should|please|reading)\b)"
)
_OVERRIDE = (
    r"(?:忽略|无视|忘记|忘掉|不要理会|不必理会|不用管|跳过|抛开|覆盖|绕过|停止遵守|不再遵守)"
    r"(?:[^。！？\n，]{0,10}(?:以上|之前|上面|前面|先前|上述|原有|所有|一切|你的|此前|系统)[^。！？\n，]{0,10}"
    r"(?:指令|指示|提示|命令|要求|规则|设定|约束|限制|内容)|[^。！？\n，]{0,8}(?:指令|提示词|系统提示))"
    r"|\b(?:ignore|disregard|forget|override|bypass|skip)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|all|your|any|the|system)\b[^.\n]{0,30}\b(?:instructions?|prompts?|rules?|messages?|guidelines?|context|constraints?)\b"
    r"|\b(?:new|updated|revised) (?:system )?(?:instructions?|prompt)\b|(?:新的|更新后的?|最新)(?:系统)?(?:指令(?!集)|提示词|系统提示)"
    r"|\byou are (?:now|no longer)\b|你(?:现在|从现在起|已经)(?:是|不再是|的任务|的身份)|从现在(?:起|开始)，?你"
)
_ROLES = (
    r"<\|?/?(?:im_start|im_end|system|assistant|user|endoftext|eot_id|begin_of_text|start_header_id)\|?>|\[/?(?:INST|SYS)\]|<</?SYS>>"
    r"|(?m:^[ \t]*(?:#{1,4}[ \t]*)?(?:system|assistant|developer|系统|系统消息|系统提示|系统指令|助手|开发者消息)(?:[ \t]*(?:message|prompt|note|override))?[ \t]*[:：])"
    r"|[\[【<（(](?:system|系统)(?:message|消息|提示|指令|通知|prompt)?[\]】>）)]|</?资料\b|系统(?:消息|提示|指令)[:：]"
    r"|\b(?:system|developer) (?:message|prompt|override)\b|\"role\"\s*:\s*\"(?:system|assistant)\""
)
_OUTPUT = r"(?:摘要|正文|简报|稿件|稿子|文章|回答|回复|输出|结果|标题|研判|事实段|参考文献|脚注|引文|日报|本期|JSON)"
_WRITE = r"(?:写[入上明成进作为]|加[入上]|插入|附上|改[写成为]|替换|输出|添[加上]|放[入进]|列[入出]|包含|引用|标注|注明|声明|声称|推荐|使用|采用|填写?|换成|删[去除掉])"
_ORDER = (
    rf"(?:请|务必|必须|应当|一定要|须|你要|你应|需要你)[^。！？\n]{{0,24}}(?:在|于|把|将|向)[^。！？\n]{{0,16}}{_OUTPUT}[^。！？\n]{{0,24}}{_WRITE}"
    rf"|(?:在|于)(?:你的)?{_OUTPUT}(?:的)?(?:开头|末尾|结尾|第一句|最后|中|里)?[^。！？\n]{{0,10}}(?:请|务必|必须|一律|一定要)[^。！？\n]{{0,10}}{_WRITE}"
    rf"|(?:请|务必|必须|一律)(?:直接|只|仅|原样|逐字)?(?:{_WRITE})[^。！？\n]{{0,12}}(?:{_OUTPUT}(?!内容)|密钥|提示词|网址|链接|口令|环境变量)"
    r"|(?:请|务必)(?:改用|改为|改报|改发|改写)[^。！？\n]{0,30}|(?:请|务必)以[^。！？\n]{0,12}(?:这个数|此数|该数字|数字|数值|数据)[^。！？\n]{0,6}(?:为准|代替)"
    r"|(?:不要|不得|请勿|禁止)(?:引用|提及|报道|核对|核实|使用)(?:其他|别的|上述|官方|任何|其它|国家)[^。！？\n]{0,16}(?:来源|数字|数据|资料|内容|统计)"
    r"|\b(?:publish|print|report|write|use|insert|include|add|output|cite|say|state|append|replace)\b[^.\n]{0,60}\b(?:instead|in (?:your|the) (?:summary|answer|output|brief|response|report|reply|text|headline)|verbatim|word for word|api[ _-]?key|secret|password|system prompt|environment variable)\b"
    r"|\b(?:reveal|print|show|repeat|leak|disclose|output|send|return)\b[^.\n]{0,40}\b(?:api[ _-]?keys?|secrets?|passwords?|tokens?|system prompt|instructions|environment)\b"
    r"|(?:输出|打印|显示|透露|泄露|公布|发送|回显|附上|告诉)[^。！？\n]{0,16}(?:密钥|API ?key|口令|令牌|环境变量|系统提示词?|提示词)"
    r"|\bdo not (?:mention|cite|verify|check|follow)\b[^.\n]{0,50}\b(?:source|instruction|figure|official|rule|this)"
)
_SIGNS = re.compile("|".join((_MACHINE, _OVERRIDE, _ROLES, _ORDER)), re.IGNORECASE)
#: An address to machines is only that where something is asked of them; news about models is not.
_ABOUT = re.compile(_MACHINE, re.IGNORECASE)
_ASKS = re.compile(
    r"请|务必|必须|应当|不要|不得|一定|须|忽略|输出|回答|\b(?:must|should|please|ignore|do not|write|output|respond|reply)\b",
    re.IGNORECASE,
)
_HARD = re.compile("|".join((_OVERRIDE, _ROLES, _ORDER)), re.IGNORECASE)
#: Sentences after an order that are withheld with it where a text has no paragraphs, and the length of a paragraph.
_AFTER, _PARAGRAPH = 2, 600
#: Characters by which planted words are known again: a brand is three 汉字, Latin letters and digits need more.
_GRAM, _HAN_GRAM = 7, 3
_HANS = re.compile(r"[\u4e00-\u9fff]+")
_FIGURE = re.compile(r"\d[\d,.]*\d|\d{2,}")


def speaks_to_machines(text: str) -> bool:
    """Whether a sentence or title tells whoever reads it what to write, or plays a part in the conversation."""
    flat = fold(text).text
    if _HARD.search(flat):
        return True
    return bool(_ABOUT.search(flat)) and bool(_ORDERED.search(flat))


#: A machine is spoken to: the name of it and, close by, what it is to do.
_ORDERED = re.compile(
    rf"(?:{_MACHINE})[^。！？\n]{{0,12}}(?:[:：，,]\s*)?(?:请|务必|必须(?!经|由|遵|符|通过)|你)|(?:请|致|各位)[^。！？\n]{{0,6}}(?:{_MACHINE})"
    r"|\b(?:AI|LLM|assistant|language model)s?\b[^.\n]{0,40}\b(?:please|must (?:write|output|say|ignore|include|print)|should (?:write|output|say|include))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Cleaned:
    """A source as a model may see it: `source` with withheld stretches blanked, and those stretches' words."""

    source: Source
    withheld: tuple[str, ...] = ()
    barred: bool = False  #: its very title speaks to machines: nothing of it is used


def cleaned(source: Source) -> Cleaned:
    """`source` without what in it speaks to machines; offsets stay the same."""
    if speaks_to_machines(source.title) or speaks_to_machines(source.publisher):
        return Cleaned(source, (source.title, source.publisher, source.text[:4000]), barred=True)
    spans = _addressed(source.text)
    if not spans:
        return Cleaned(source)
    text = source.text
    for start, end in spans:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return Cleaned(source.model_copy(update={"text": text}), tuple(source.text[a:b] for a, b in spans))


def _addressed(text: str) -> list[Span]:
    """The stretches to withhold, joined and in order."""
    flat = fold(text).text
    if not _SIGNS.search(flat):
        return []
    found = sentences(text)
    out: list[Span] = []
    for at, (start, end) in enumerate(found):
        if speaks_to_machines(text[start:end]):
            out.append(_around(text, found, at))
    out += [_line(text, role.span()) for role in re.finditer(_ROLES, flat, re.IGNORECASE)]
    merged: list[Span] = []
    for span in sorted(out):
        if merged and span[0] <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span[1]))
        else:
            merged.append(span)
    return merged


def _around(text: str, found: Sequence[Span], at: int) -> Span:
    """The paragraph of an order; where that is the whole text, the order and the next sentences."""
    start, end = found[at]
    first, last = _line(text, (start, end))
    if last - first <= _PARAGRAPH:
        return first, last
    return start, found[min(len(found) - 1, at + _AFTER)][1]


def _line(text: str, span: Span) -> Span:
    first = text.rfind("\n", 0, span[0]) + 1
    last = text.find("\n", span[1])
    last = len(text) if last < 0 else last
    return (first, last) if last - first <= _PARAGRAPH else span


@dataclass(frozen=True)
class Planted:
    """What withheld stretches wanted printed and the evidence does not say by itself."""

    withheld: tuple[str, ...]
    shown: tuple[str, ...]

    @classmethod
    def of(cls, sources: Iterable[Cleaned]) -> Planted:
        """From all sources of an issue."""
        found = list(sources)
        return cls(
            tuple(words for item in found for words in item.withheld),
            tuple(item.source.text for item in found if not item.barred),
        )

    def in_text(self, text: str) -> str:
        """The planted words in `text`, "" where there are none."""
        if not self.withheld:
            return ""
        flat = _letters(text)
        for gram in (*_grams(flat), *_han_grams(flat)):
            if gram in self._grams:
                return gram
        return next((number for number in _FIGURE.findall(text) if number in self._figures), "")

    @cached_property
    def _grams(self) -> frozenset[str]:
        theirs = {gram for words in self.withheld for gram in _grams(_letters(words))}
        orders = (
            words for words in self.withheld if len(words) <= _PARAGRAPH
        )  # not the text of a source that is barred
        theirs |= {gram for words in orders for gram in _han_grams(_letters(words))}
        ours = {
            gram
            for words in self.shown
            for flat in (_letters(words),)
            for gram in (*_grams(flat), *_han_grams(flat))
        }
        return frozenset(theirs - ours)

    @cached_property
    def _figures(self) -> frozenset[str]:
        theirs = {number for words in self.withheld for number in _FIGURE.findall(words) if len(number) > 2}
        return frozenset(number for number in theirs if not any(number in words for words in self.shown))


def _letters(text: str) -> str:
    return "".join(char for char in fold(text).text.lower() if char.isalnum())


def _grams(text: str) -> Iterable[str]:
    return (text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1))


def _han_grams(text: str) -> Iterable[str]:
    runs = (run.group() for run in _HANS.finditer(text))
    return (run[at : at + _HAN_GRAM] for run in runs for at in range(len(run) - _HAN_GRAM + 1))
