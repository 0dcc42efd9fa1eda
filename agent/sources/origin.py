"""Who published a page and when, from the lines around its title: labelled first, then what stands beside
the date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.sources import labels, times
from agent.sources.dom import Block, Element, attributes, squeeze

#: How far from the title lines of origin are looked for, in blocks.
BEFORE, AFTER = 3, 14
_PROSE = re.compile(r"[。！？；]|[,.;] ")
_CLOCK = re.compile(
    r"(?<!\d)(?:\d{1,2}[-/月]\d{1,2}日?\s*)?\d{1,2}:\d{2}(?::\d{2})?|\b\d{1,2}[-/]\d{1,2}\b|\d+\s*(?:小时|分钟"
    r"|天)前|昨天|今天|前天"
)
_STRONG = re.compile(
    r"source|laiyuan|origin(?!al)|\bmedia\b|media.?name|nick.?name|account|publisher|\bfrom\b|mp.?name|js_name"
    r"|s-name|site.?name|copy.?from|\bly\b"
)
_WEAK = re.compile(r"author|byline|writer|user.?name|\bname\b|reporter")
_NOT_NAME = re.compile(
    r"^(?:分享.*|评论.*|跟贴|参与|原创|转载|关注|\+?关注|已关注|举报|收藏|打印|字[号体].*|[大中小]|正文|首页|订阅|阅读.*|浏览.*|点击.*|编辑|编者|"
    r"微信|微博|朋友圈|QQ.*|Qzone|空间|我要.*|发表.*|转发|点赞|赞|投稿|上一.*|发布于.*|IP属地.*|来自.*|收听.*|纠错|我要纠错|关闭.*|无障碍.*|繁体.*|登录.*|注册.*|大字|小字|下一.*|展开|收起|更多|返回.*|下载.*|手机.*|扫.*|语音.*|听.*|播放.*|视频"
    r"|图片|新闻|"
    r"热点|要闻|国内|国际|财经|科技|社会|体育|娱乐|时政|专题|公开|推荐|优质.*|[\u3400-\u9fff]{2}号|.*创作者|.*认证|"
    r"(?:发布|发表|更新)?(?:时间|日期|于)?|有效|现行|无|已|次|条|阅|发布|更新|于|作者|来源|时间|日期|简体|繁体|English|\d+|[A-Za-z]|Share|Print"
    r"|Save|Updated|Published|By|and|with|Listen|Comments?|"
    r"min read|\d+ min.*)$",
    re.IGNORECASE,
)
_NAME = re.compile(r"^[\w《》“”·\-—－（）()&.'’ /、]{2,40}$")
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银伏岑习胥保和蔺"
)


_BY = re.compile(r"^(?:written\s+|reporting\s+)?by\s+", re.IGNORECASE)
_REPORTER = re.compile(
    r"^(?P<house>[^\s记]{2,12}?)\s*(?:见习|实习|全媒体|首席|特约)*记者\s*(?P<person>\S.*)$"
)
_ENGLISH_PERSON = re.compile(r"^[A-Z][a-z'’.\-]+(?:\s[A-Z]\.?)?(?:\s(?:and\s)?[A-Z][A-Za-z'’\-]+){1,4}$")
_ENGLISH_ORG = re.compile(
    r"\b(?:News|Times|Post|Journal|Press|Daily|Media|Agency|Bureau|Today|Staff|Research|Institute"
    r"|University|Week|Review|Tech|Online|Network|Group|Herald|Street|Business|Insider|Wire"
    r"|Gazette|Tribune|Chronicle|Observer|Magazine|Digest|Bulletin|Mail|Monitor|Report|Journal|World)\b"
)


@dataclass(frozen=True, slots=True)
class Around:
    """What the lines around the title say, and which blocks are nothing but such lines."""

    origin: labels.Origin
    named: str  #: an unlabelled name in an element named like a source
    beside: str  #: an unlabelled name next to the date
    perhaps: str  #: an unlabelled name in an element named like an author
    dated: str
    lines: frozenset[int]


def around(blocks: list[Block], title_at: int, title: str) -> Around:
    """Reads the lines around the title (or, without one, at the head of the page)."""
    first = max(0, title_at - BEFORE) if title_at >= 0 else 0
    last = min(len(blocks), max(title_at, 0) + AFTER)
    origin, dated, timed, lines = labels.Origin(), "", "", set[int]()
    beside: list[tuple[int, Block]] = []
    for i in [*range(max(title_at, 0), last), *range(title_at - 1, first - 1, -1)]:
        block = blocks[i]
        if i == title_at or block.text == title:
            continue
        if len(block.text) > 300 or (len(block.text) > 60 and _is_prose(block.text)):
            if i > title_at:
                break
            continue
        line = line_of(block)
        if i + 1 < last and labels.is_label(line) and len(blocks[i + 1].text) <= 60:
            line = f"{line.rstrip(':： ')}：{line_of(blocks[i + 1])}"
            lines.add(i + 1)
        found = labels.read(line)
        timed = timed or _timed(block)
        stamp = times.parse(line_of(block)[:200]) if times.dated(block.text[:200]) else ""
        if found:
            lines.add(i)
            origin = origin.joined(found)
        if stamp and len(block.text) <= 200:
            lines.add(i)
            dated = dated or stamp
        elif _CLOCK.search(block.text) and len(block.text) <= 60 and i > title_at:
            lines.add(i)
        if i > title_at or stamp:
            beside.append((i, block))
    names = _unlabelled(beside, lines, title_at)
    origin = origin.joined(labels.Origin(author=names["person"]))
    dated = dated or origin.published
    if timed and (not dated or (len(dated) == 10 and timed.startswith(dated))):
        dated = timed
    return Around(origin, names["named"], names["beside"], names["perhaps"], dated, frozenset(lines))


def _is_prose(text: str) -> bool:
    """Whether a line has the marks of a sentence, those of dates not counted."""
    return bool(_PROSE.search(times.STAMP_EN.sub("", text)))


def _timed(block: Block) -> str:
    """The moment an element for times in the block carries, unless it is that of a change."""
    for holder in block.holders:
        if holder.tag == "time" and "modified" not in (holder.get("itemprop") or "").lower():
            return times.parse(holder.get("datetime") or "")
    return ""


def line_of(block: Block) -> str:
    """A block's chunks with two blanks between those that stand in elements of their own."""
    return "  ".join(part for c in block.chunks if (part := squeeze(c)))


def _unlabelled(blocks: list[tuple[int, Block]], lines: set[int], title_at: int) -> dict[str, str]:
    """Names without a label: in an element named like a source, beside the date, of perhaps an author, of a
    person.
    """
    found = dict.fromkeys(("named", "beside", "perhaps", "person"), "")
    date_at = next((i for i in sorted(lines) if i > title_at), None)
    near_best = 0.0
    for i, block in blocks:
        if len(block.text) > 80 or _is_prose(block.text):
            continue
        near = 2.0 if i in lines else 1.0 if date_at is not None and abs(i - date_at) <= 2 else 0.0
        for chunk, holder in zip(block.chunks, block.holders, strict=True):
            reporter = _REPORTER.match(times.STAMP.sub("", squeeze(chunk)).strip())
            if reporter and reporter["house"] in ("本报", "本网", "本刊", "本台", "通讯员"):
                found["person"] = found["person"] or reporter["person"]
                continue
            if reporter:  # `某某晚报记者 李明` names both
                found["named"] = found["named"] or reporter["house"]
                found["person"] = found["person"] or reporter["person"]
                continue
            strong, weak = _hints(holder, block.element)
            for name in _names(chunk):
                if is_person(name) and not strong:
                    found["person"] = found["person"] or name
                elif strong and not name.endswith("公司"):
                    found["named"] = found["named"] or name
                elif weak and not name.endswith("公司"):
                    found["perhaps"] = found["perhaps"] or name
                elif near > near_best and near >= 2 and not name.endswith("公司"):
                    found["beside"], near_best = name, near
    return found


def _names(chunk: str) -> list[str]:
    """What in a chunk may be a publisher's name once dates, clocks, counters and commands are taken away."""
    text = times.STAMP.sub("|", squeeze(chunk))
    text = times.HAN_DATE.sub("|", times.STAMP_EN.sub("|", text))
    text = _CLOCK.sub("|", text)
    names = []
    for part in re.split(r"[|｜丨>»]|\s{2,}|\[.*?\]", text):
        name = part.strip(" ·:：,，-—_()（）/\t")
        if by := _BY.match(name):  # `By Lena Ashcroft in Northfield`
            name = re.split(r"\s(?:in|at|for)\s", name[by.end() :])[0]
        if (
            len(name) >= 2
            and _NAME.match(name)
            and not _NOT_NAME.match(name)
            and not labels.is_nobody(name)
            and not labels.is_label(name)
            and not re.search(r"\d{3,}|^\d", name)
        ):
            names.append(name)
    return names


def _hints(holder: Element, outer: Element) -> tuple[bool, bool]:
    """Whether the elements around a name are named like a source, and like an author."""
    strong = weak = False
    for element in (holder, holder.getparent(), outer):
        if element is not None and isinstance(element.tag, str):
            names = attributes(element)
            strong = strong or bool(_STRONG.search(names))
            weak = weak or bool(_WEAK.search(names))
    return strong, weak


def is_person(name: str) -> bool:
    """Whether a name looks like a person's or several persons': 李明, 王小明 李四, Lena Ashcroft."""
    if _ENGLISH_PERSON.match(name) and not _ENGLISH_ORG.search(name):
        return True
    parts = re.split(r"[\s、/]+", name)
    return all(
        len(p) in (2, 3) and p[0] in _SURNAMES and not re.search(r"[报网社台刊视闻媒部局委院会省市县区]$", p)
        for p in parts
    )
