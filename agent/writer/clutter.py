"""What a page wraps around its sentences: datelines, reporters' names, captions, buttons, signatures."""

from __future__ import annotations

import re

import rjieba

from agent.models import Span

_NAME = r"(?![从在自对向问获了])[\u4e00-\u9fff·]{2,4}"
_ROLE = r"(?:本报|见习|首席|特约|全媒体|实习)?(?:记者|通讯员|实习生|编辑|作者|编译|摄影|文/图|图/文|文|图)"
#: `新华社北京8月8日电（记者 某某）`, `某某日报讯（…）`, `某某网8月8日消息，`
_DATELINE = re.compile(
    r"[^，。！？；：、]{0,40}?(?:(?:\d{4}年)?\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s*(?:电|讯|消息)(?!网)|[社报网台端刊闻江](?:电|讯|快讯|消息)(?=[\s（(：:，,]))"
    r"\s*(?:[（(][^（）()]{0,80}[）)])?[\s，,：:]*"
)
_REPORT_LINE = re.compile(
    r"[^，。！？；：、]{2,16}(?:网|社|报|新闻|客户端)\s?(?:\d{4}年)?\d{1,2}月\d{1,2}日报道\s*(?=据|[^，,\s])"
)
_BRACKETED = re.compile(r"【[^】]{1,24}】")
_TITLE_MARK = re.compile(r"原标题[:：]\s*")
_REPOST = re.compile(
    r"(?:本文)?(?:转自|来源|稿源|文章来源|来源于)[:：]?\s?(?:【[^】]{1,20}】|[^\s，。；]{2,16}[；\s])[；\s]*"
)
_CREDIT = re.compile(
    rf"[^，。！？；]{{0,16}}?{_ROLE}[\s:：|/]*{_NAME}(?:[\s、]+{_ROLE}?[\s:：]*{_NAME})*[\s/]*(?:{_ROLE}|报道|综合报道|摄影报道)?"
    r"(?:(?=\d)|\s+|(?=[（(“]))"
)
_CREDIT_BRACKET = re.compile(rf"[（(][^（）()]{{0,30}}{_ROLE}[^（）()]{{0,60}}[）)]\s*")
_CAPTION = re.compile(
    r"(?:[^。！？；]{0,60}?。\s?)?[^，。！？；]{0,24}?(?:\s(?:摄|图|供图)|供图|摄影|图源[:：]\s?\S{2,10}|图片来源[:：]\s?\S{2,10})(?:\s+|(?=\d))"
)
#: A caption that ends in a foreign name, set off by a space on its left and by none on its right.
_NAMED_PICTURE = re.compile(
    r"[\u4e00-\u9fff]{2,16} [A-Z][A-Za-z0-9]*(?: [A-Za-z0-9]+){0,5}(?<=[A-Za-z])(?=[\u4e00-\u9fff]|\d{1,2}月)"
)
#: The end of a bracket whose beginning was lost: `某报特约记者 某某】`.
_UNOPENED = re.compile(r"[^【】。]{0,40}(?:记者|报道|通讯员)[^【】。]{0,20}】")
_HEAD = (_BRACKETED, _UNOPENED, _REPOST, _DATELINE, _REPORT_LINE, _CREDIT_BRACKET, _CREDIT)

#: From here on a page speaks for itself. `。` before it is kept.
_TAIL = re.compile(
    r"返回搜狐|查看更多|分享让更多人看到|责任?编辑?[:：]|责编[:：]|(?:本期|值班|执行|见习)?编辑\s?[:：]|编辑\s[\u4e00-\u9fff]{2,3}\s?(?:校对|$)"
    r"|(?:审读|校对|监制|审核|初审|二审|终审|值班主任|制图|排版|供稿|撰文|来源|作者|本文来源|文章来源)\s?[:：]"
    r"|广告声明|免责声明|版权声明|版权所有|特别声明|声明[:：]|风险提示|本文不构成|未经(?:书面)?(?:许可|授权)|《\s*[\u4e00-\u9fff]{2,6}\s*》\s*[（(]\s*\d{4}年"
    r"|[（(]完[）)]|更多(?:精彩|资讯|内容|新闻)|扫(?:码|描二维码)|(?:点击|戳).{0,6}(?:链接|查看|下载|关注)|打开.{0,8}(?:客户端|APP)|推荐阅读|相关阅读|延伸阅读"
    r"|本网（平台）|欢迎关注|特此公告|[（(](?:本报|本台)?(?:记者|编译|编辑|作者|通讯员)[^（）()]{0,40}[）)]\s*$|本(?:文|稿)为编者[按案]|原题[:：]|演示|重构文本|演示用"
)
#: Words by which a sentence belongs to the page and not to the story.
_PAGE = re.compile(
    r"编者[按案]|图片来源|图源|资料图|供图|本文图片|摄影|编辑[:：]|审核[:：]|校对[:：]|原标题|点击|二维码|扫码|公众号|客户端下载|版权|转载|广告|免责|本文|返回搜狐"
    r"|查看更多|责任编辑|责编|直播间|见下表|下表|如下图|如图|上图|下图|图为|图\d|表\d|附件|全文如下|详情如下|如下[：。]|一览|官网截图|截图|视频加载|字号|分享到"
    r"|更多(?:精彩|资讯|内容)|小编|证券代码|本公司及?董事会|不构成.{0,4}投资建议|扫描|敬请|欢迎|订阅|投稿|http|www\.|@|＃|#|★|■|▲|●|▼|◆|↓|→|>>|×(?![\u4e00-\u9fff”])"
    r"|演示|重构文本|示例|并非真实|正文|扫一扫|来源[：:]"
)


def head(text: str) -> int:
    """How many characters at the start of a sentence are dateline, credit or caption."""
    at = 0
    for _ in range(6):
        rest = text[at:]
        at += len(rest) - len(rest.lstrip(" \u3000\xa0"))
        rest = text[at:]
        step = next((m.end() for m in (p.match(rest) for p in _HEAD) if m and m.end()), 0)
        if not step:
            break
        at += step
    caption = _CAPTION.match(text, at)
    if caption and len(text) - caption.end() > 15:
        return caption.end()
    picture = _NAMED_PICTURE.match(text, at)
    return picture.end() if picture and _opens(text[picture.end() :]) else at


def _opens(rest: str) -> bool:
    """Whether `rest` begins as a sentence of its own does, with a date or a thing, and not with a verb."""
    word, tag = next(iter(rjieba.tag(rest[:12])), ("", ""))
    return len(rest) > 15 and (word[:1].isdigit() or tag in ("n", "nt", "ns", "nr", "nz", "t", "a", "m"))


def body(text: str, title: str) -> Span:
    """The span of `text` that holds the story: after a repeated title, before the signature of the page."""
    start = 0
    lead = text[:8].lstrip()
    mark = _TITLE_MARK.match(text)
    if mark:
        start = _after_title(text, mark.end(), title)
    elif title and len(title) >= 6 and text.startswith(title):
        after = text[len(title) : len(title) + 1]
        ends = not after or (after.isspace() and not title[-1].isdigit())  # `……，2017 年到今年……`
        start = len(title) if lead and ends else 0
    end = len(text)
    for tail in _TAIL.finditer(text, start):
        if tail.start() - start >= (len(text) - start) * 0.5 or tail.start() > len(text) - 160:
            end = tail.start()
            break
    return start, max(start, end)


def _after_title(text: str, at: int, title: str) -> int:
    """Where the story begins after `原标题：…`."""
    if title and text.startswith(title, at):
        return at + len(title)
    gap = re.compile(r"\n|\s{3,}").search(text, at, at + 120)
    if gap:
        return gap.end()
    line = re.compile(
        r"(?:新华社|中新[社网]|[\u4e00-\u9fff]{2,6}(?:网|报|社)(?:讯|消息)?)[^，。]{0,10}\d{1,2}月\d{1,2}日(?:电|讯|消息|报道)|[\u4e00-\u9fff]{2,6}(?:报|网)讯\s?[（(]"
    ).search(text, at, at + 120)
    if line:
        return line.start()
    credit = re.compile(
        rf"{_ROLE}[\s:：]*{_NAME}(?:[\s、]+{_ROLE}?[\s:：]*{_NAME})*[\s/]*(?:{_ROLE})?(?=[\d“]|\s)"
    ).search(text, at, at + 110)
    if credit:
        return credit.end()
    stop = text.find("。", at)
    return stop + 1 if 0 <= stop < at + 200 else at


def is_page(sentence: str) -> bool:
    """Whether a sentence speaks of the page: a caption, a button, a notice, a table."""
    return bool(_PAGE.search(sentence))
