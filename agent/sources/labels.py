"""Lines that say where an article comes from: `来源：新华社`, `信息来源`, `发布机构`, `转载自`, `作者`, `发布时间` and their cousins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.sources import times

#: What a label may be followed by; a publisher never contains one of these.
_STOP = r"\s\u3000\xa0|｜丨,，;；。<>()（）\[\]【】\"'“”"
_PUBLISHER = (
    r"(?:信息|文章|稿件|新闻|内容|消息|资料|本文|原文|图文|文字|资讯|数据)?\s*来\s*源|稿\s*源|(?:信息)?发布(?:机构|单位|部门|者)|供稿单位|"
    r"信息提供(?:单位)?|发文机关|发文单位|来源(?:单位|网站|媒体|机构)"
)
_REPRINT = r"(?:本文)?(?:转载自|转自|转载来源|原载|原文刊于|转载于|摘自|选自)"
_AUTHOR = r"作\s*者|记\s*者|撰\s*文|撰\s*稿|文\s*字|采写|文"
_EDITOR = r"责任编辑|责\s*编|编\s*辑|校\s*对|审\s*核|监\s*制|签\s*审|审\s*读|值班编委|主\s*编|统筹|初审|复审|终审|二审|三审"
_DATE = (
    r"(?:发布|发表|更新|刊登|刊发|上传|成文|印发|发文|公开|公布|添加|录入|信息|撰写)?\s*(?:时间|日期)"
    r"|时\s*间|日\s*期|发布于|发表于|更新于"
)
_OTHER = (
    r"浏览(?:次数|量|数)?|点击(?:次数|量|数|率)?|阅读(?:次数|量|数)?|访问(?:次数|量)?|字\s*号|字体(?:大小)?|分\s*享(?:到)?|打印|收藏|评论|人气|"
    r"关键[词字]|标\s*签|索\s*引\s*号|文\s*号|主题分类|主题词|有效性|类别|分类|栏目|所属分类|所属栏目|摄\s*影|摄|图\s*[/／]文|供图|图片来源|图源|"
    r"联系人|联系电话|电话|有效期|体裁|组配分类|公开方式|公开形式|生成日期|名\s*称|审批"
)
_LABEL = re.compile(
    rf"(?:^|(?<=[\s\u3000\xa0|｜丨\[【(（/／]))(?:(?P<publisher>{_PUBLISHER})|(?P<reprint>{_REPRINT})|(?P<author>{_AUTHOR})|(?P<editor>{_EDITOR})"
    rf"|(?P<date>{_DATE})|(?P<other>{_OTHER}))\s*[:：丨｜|]\s*"
)
_SOURCE_EN = re.compile(r"^(?:Source|Via|From)\s*[:：]\s*(?P<publisher>[\w .&'’-]{2,50})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Origin:
    """What lines said; "" where they said nothing."""

    publisher: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    reprint_of: str = ""

    def joined(self, other: Origin) -> Origin:
        """Both, the first to say something winning."""
        return Origin(
            self.publisher or other.publisher,
            self.author or other.author,
            self.published or other.published,
            self.url or other.url,
            self.reprint_of or other.reprint_of,
        )


def read(line: str) -> Origin | None:
    """What a line with labels says; None for a line without any."""
    return None


def is_signature(line: str) -> bool:
    """Whether a line is only an editor's signature or the like."""
    return False
