"""Lines that say where an article comes from.

`来源：新华社`, `信息来源`, `发布机构`, `转载自`, `作者`, `发布时间` and their cousins, on pages, in files
and at the foot of texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.sources import times

_PUBLISHER = (
    r"(?:信息|文章|稿件|新闻|内容|消息|资料|本文|原文|图文|文字|资讯|数据|素材)?\s*来\s*源(?:单位|网站|媒体|机构|于)?|稿\s*源|出\s*处|(?:信息)?发布(?:机构|单位|部门|者)|"
    r"供稿(?:单位)?|信息提供(?:单位)?|发文(?:机关|单位|机构)|公开(?:单位|机构|部门)|Source|Publisher|Issued by|From"
)
_REPRINT = r"(?:本文|文章|内容)?(?:转载自|转自|转载来源|原载|原文刊于|原文刊载于|转载于|摘自|选自|源自)"
_AUTHOR = r"作\s*者|(?:本报|本网|见习|实习|全媒体)?记\s*者|撰\s*文|撰\s*稿|采\s*写|执\s*笔|文|Author|By"
_EDITOR = (
    r"责任编辑|责\s*编|编\s*辑|校\s*对|审\s*核|监\s*制|签\s*审|审\s*读|审\s*校|值班(?:编委|主任|编辑|总编)|主\s*编|统\s*筹|初\s*审|复\s*审|"
    r"终\s*审|[一二三]\s*审|编\s*审|视觉|美编|排版|制作|Editor"
)
_DATE = (
    r"(?:发布|发表|更新|刊登|刊发|上传|成文|印发|发文|公开|公布|添加|录入|信息|撰写|生成|日期|发稿)?\s*(?:时\s*间|日\s*期)|发布于|发表于|更新于|Date"
    r"|Published|Updated"
)
_OTHER = (
    r"浏览(?:次数|量|数)?|点击(?:次数|量|数|率)?|阅读(?:次数|量|数)?|访问(?:次数|量)?|字\s*[号体](?:大小)?|分\s*享(?:到|至)?|打印|收藏|评论|人气|"
    r"关键[词字]|标\s*签|索\s*引\s*号|文\s*号|发文字号|主题(?:分类|词)|有效性|类\s*别|分\s*类|栏\s*目|所属(?:分类|栏目)|摄\s*影|摄"
    r"|图(?:\s*[/／]\s*文)?|供图|"
    r"图片来源|图源|图片|视频|联系人|联系电话|联系方式|电话|电子邮箱|邮箱|地址|有效期|体裁|组配分类|公开(?:方式|形式)|名\s*称|标\s*题|主题|Tags?|Views?|Share"
)
_LABEL = re.compile(
    rf"(?:^|(?<=[\s|｜丨·•\[【〔(（/／;；。，,])|(?<=:\d\d)|(?<=\d日))(?:(?P<other>{_OTHER})|(?P<publisher>{_PUBLISHER})"
    rf"|(?P<reprint>{_REPRINT})|(?P<author>{_AUTHOR})"
    rf"|(?P<editor>{_EDITOR})|(?P<date>{_DATE}))\s*(?:[:：丨｜]\s*|(?<=来源)\s?[/／|]\s?|(?=\s{{2}}))",
    re.IGNORECASE,
)
#: `转自新华社` and the like, which need no colon where they open or fill a line.
_BARE = re.compile(
    rf"^[(（【\[]?\s*(?:{_REPRINT}|据|本文来源"
    rf"|文章来源)\s*[:：]?\s*[“《【]?(?P<name>[^\s，。,;；、：:（）()【】“”《》]{{2,20}})[”》】]?\s*"
    r"(?:微信公众号|公众号|客户端)?\s*[)）】\]。]?$"
)
#: `江河日报（转载自新华社）`: who is named first had it from who is named in brackets.
_CHAIN = re.compile(
    rf"[（(](?:{_REPRINT}|来源|据)\s*[:：]?\s*[“《]?(?P<name>[^\s，。,;；：:（）()“”《》]{{2,20}})[”》]?\s*[)）]"
)
_END = re.compile(
    r"[|｜丨;；。<>()（）\[\]【】〔〕\"“”\n]|\s{2}|(?:19|20)\d\d\s*[-/.年]\s*\d"
    r"|(?:作者|(?:责任)?编辑|(?:发布|更新)?(?:时间|日期)|(?:浏览|点击|阅读|访问)(?:次数|量|数)?|字[号体])\s*[:：]"
)
_TRIM = " \t\u3000\xa0:：,，.。、·•-—_/*#《》〈〉'’‘"
_NOBODY = re.compile(
    r"^(?:网络|互联网|网络整理|综合|本站|本网|原创|本站原创|原创|未知|佚名|admin|无|暂无|来源|其他|管理员|本站整理|转载|网友|编辑部|"
    r"系统管理员|企业供稿|供稿|投稿|厂商供稿|推广|广告|综合整理|本站编辑|小编|整理|不详|null|undefined|-+)$",
    re.IGNORECASE,
)
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Origin:
    """What lines said; "" where they said nothing. `own` is True where they say that the site itself wrote
    it.
    """

    publisher: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    reprint_of: str = ""
    own: bool = False

    def joined(self, other: Origin) -> Origin:
        """Both, the first to say something winning."""
        return Origin(
            self.publisher or other.publisher,
            self.author or other.author,
            self.published or other.published,
            self.url or other.url,
            self.reprint_of or other.reprint_of,
            self.own or other.own,
        )


def read(line: str) -> Origin | None:
    """What a line with labels says; None for a line without any.

    Two blanks or a bar in `line` part what stood apart on the page; a label standing apart needs no colon.
    """
    found = list(_LABEL.finditer(line))
    bare = None if found else _BARE.match(times.STAMP.sub("", line).strip())
    if bare and len(line) <= _LONGEST:
        name = name_of(bare["name"])
        return Origin(publisher=name, reprint_of=name) if name else None
    if not found:
        return None
    values: dict[str, str] = {}
    own = False
    for match, after in zip(found, [*found[1:], None], strict=True):
        kind = str(match.lastgroup)
        value = line[match.end() : after.start() if after else len(line)]
        if kind == "date":
            values.setdefault("date", value)
            continue
        chain = _CHAIN.search(value) if kind == "publisher" else None
        name = name_of(chain["name"] if chain else value)
        if kind in ("publisher", "reprint", "author") and name:
            if _NOBODY.match(name):
                own = own or (kind == "publisher" and name.startswith(("本", "原创")))
            else:
                values.setdefault(kind, name)
    reprint = values.get("reprint", "")
    return Origin(
        publisher=values.get("publisher", "") or reprint,
        author=values.get("author", ""),
        published=times.parse(values.get("date", "")) or times.parse(line),
        reprint_of=reprint,
        own=own,
    )


def is_label(line: str) -> bool:
    """Whether a line is a label and nothing else: what it labels stands in the next one."""
    found = _LABEL.match(f"{line.strip()}  ") if len(line) <= _LONGEST else None
    return found is not None and found.end() >= len(line.strip())


def name_of(value: str) -> str:
    """The name a label's value begins with: up to a bar, bracket, date, or a blank after Chinese words."""
    value = value.strip(_TRIM)
    if value.startswith(("【", "[", "（", "(", "“", '"')):
        value = value[1:]
    end = _END.search(value)
    if end:
        value = value[: end.start()]
    words = value.split(" ")
    if len(words) > 1 and not words[0].isascii():
        value = words[0]
    elif len(words) > 1:
        latin = [w for i, w in enumerate(words) if i == 0 or w.isascii() or i == 1]
        value = " ".join(latin)
    value = value.strip(_TRIM)
    return value if 1 < len(value) <= _LONGEST and not value.startswith(("http:", "https:", "www.")) else ""


def is_nobody(name: str) -> bool:
    """Whether a name stands for no one: `网络整理`, `佚名`, `本站原创`."""
    return bool(_NOBODY.match(name))


_SIGNATURE = re.compile(
    rf"^[\s(（【\[〔]*(?:{_EDITOR}|作者单位|转载请注明|本文编辑|编辑[/／]|图片来源|图源|供图|摄影|来源|稿源|文章来源|信息来源|本文来源|来源于|"
    rf"撰稿|值班|监制)(?:\s*[:：丨|｜/／]|\s+\S|$)",
    re.IGNORECASE,
)


def is_signature(line: str) -> bool:
    """Whether a line is only an editor's signature or a line of origin: no part of the article."""
    if len(line) > 80:
        return False
    if _SIGNATURE.match(line):
        return "。" not in line[:-1] or bool(re.match(r"[(（【\[]?(?:文章|信息|本文)?来\s*源\s*[:：]", line))
    return bool(_REPORTERS.match(line) or _BARE.match(line.strip()))


#: `新华日报记者 某某 通讯员 某某`, `采写：…`, `文/某某 图/某某`: a line of people and nothing else.
_REPORTERS = re.compile(
    r"^[\s(（【\[]*(?:(?:采写|撰文|文字?|摄影|图|图文|文图|供图|供稿|整理)\s*[:：/／丨|]\s*)?(?:[\u3400-\u9fff/·]{2,12}(?:记者|通讯员"
    r"|供稿))[\s:：]*"
    r"[\u3400-\u9fff·]{2,4}(?:[\s、，/／:：]+[\u3400-\u9fff·/／:：]{2,12}){0,8}[\s)）】\]]*$"
)
