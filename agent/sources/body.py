"""The article's own words among all the blocks of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.sources import labels
from agent.sources.dom import Block, Element, attributes
from agent.sources.heading import key

_PROSE = re.compile(r"[，。！？；：、…]|[,.;:!?](?:\s|$)")
_GOOD = re.compile(
    r"article|content|\bbody\b|detail|zoom|trs_|editor|ucap|post_?(?:body|text)|main.?text|rich_media"
    r"|text.?con|neirong|entry|story|artibody|zhengwen"
)
_BAD = re.compile(
    r"comment|reply|recommend|relat|hot(?:news|list|article|rank)|\bhot\b|rank|share|side.?bar|\bside\b"
    r"|aside|footer|foot\b|copyright|disclaim|statement"
    r"|\bnav|crumb|toolbar|\btool\b|advert|\bads?\b|[_-]ad[_-]|[_-]ads?\b|\bad[_-]|gg_?\d|qrcode|ewm|login"
    r"|subscribe|newsletter|promo|tags?\b|keyword|pagination|page.?nav"
    r"|prev|next|declare|more.?news|guess|like.?list|tuijian|pinglun|fenxiang|xiangguan|feedback|jubao"
    r"|report.?box|popup|modal|banner|breadcrumb"
    r"|author.?(?:info|card|box|bio)|profile|follow|reward|donate|editor.?sign|zerenbianji|discuss"
    r"|bottom.?(?:bar|nav|code)|app.?(?:download|open)"
)
_END = re.compile(
    r"^[\s【\[(（<《■▲●◆▼↓>*#·-]*(?:相关(?:阅读|新闻|文章|报道|链接|推荐|稿件|资讯|内容|专题|信息|热词|文档|附件)|延伸阅读|推荐(?:阅读|新闻|文章|视频)"
    r"|热门(?:推荐|文章|新闻|评论|阅读|资讯)|精彩(?:推荐|图片|阅读)|"
    r"猜你喜欢|为您推荐|为你推荐|大家都在看|更多(?:精彩|新闻|内容|阅读|推荐|报道|相关|资讯)|今日(?:热点|推荐|热词)|最新(?:文章|新闻|资讯|评论|推荐)|热点(?:新闻|推荐|排行)"
    r"|网友评论|"
    r"(?:最新|全部|精选|热门|我要|发表|文章|用户)?评论(?:\s*[(（]?\d*[)）]?)?$|(?:写|我来说两句|我要|发表).{0,4}(?:留言|评论|说两句)|跟贴|参与评论"
    r"|版权(?:声明|说明|与免责)|免责(?:声明|条款)|特别(?:声明|提示|提醒)|郑重声明|法律声明|"
    r"声明[:：]|本文(?:来源|为.{0,12}(?:原创|转载|投稿)|系.{0,8}(?:转载|授权|原创)|仅代表|由.{0,12}(?:整理|上传|发布于)|转载自|经授权)|本网(?:站"
    r"|转载)?(?:注明|凡|声明)|凡(?:本网|注明|本站)|转载(?:请注明|声明|须知)|"
    r"以上(?:内容|文章|信息)(?:仅|为|由|均)|(?:上|下)一(?:篇|条|页|则|组|张|图)|往期(?:推荐|回顾|精选)|点击上方|关注我们|#\S{2,12}$|返回(?:首页|顶部|列表"
    r"|上页|目录)|关闭(?:窗口|本页|页面)|打印(?:本页|此页|文章)?|分享(?:到|至|给|本文|让更多)|分享$|分享[:：]|"
    r"扫(?:一扫|描).{0,24}|(?:长按|识别|点击).{0,12}(?:二维码|关注)|(?:微信|手机).{0,6}扫(?:一扫|码)|点击.{0,6}(?:阅读原文|查看更多|展开|下载)"
    r"|阅读原文|展开(?:全文|阅读)|(?:点赞|收藏|举报|在看|赞|打赏|踩|喜欢)(?:\s*\d*)?$|"
    r"责任编辑|责编|(?:Related|More|Recommended|Read more|Read next|Sign up|Subscribe|Follow us|Share this"
    r"|Advertisement|Most read|Most popular|Comments?|Newsletter|About the author|Copyright|©"
    r"|All rights reserved)\b)",
    re.IGNORECASE,
)
_CLUTTER = re.compile(
    r"^[\s【\[(（<*■▲△▼↑↓▶■-]*(?:点击(?:图片|进入|下载|观看|播放|查看|上方|这里).{0,16}|资料图.{0,12}|图片来源.{0,24}|(?:图|图片|照片|制图|摄影"
    r"|供图|视频)\s*[/／|:：].{0,30}|图源.{0,24}|广告|加载中.{0,4}|"
    r"正在(?:加载|播放).{0,6}|(?:大|中|小)(?:\s*(?:大|中|小))*|字[号体].{0,10}|分享到?.{0,30}|打印|收藏|关闭|关注|\+?关注|评论|举报|播放|暂停"
    r"|全屏|展开|收起|\d{1,4}|[【\[(（]?(?:完|END|全文完|The End)[】\])）]?|[-—=_*·.•…]+|"
    r"听(?:新闻|全文).{0,8}|朗读|语音播报.{0,10}|Advertisement|Story continues below.{0,20}"
    r"|缩小字体|放大字体|原创|首页|正文|摘要|导读"
    r"|核心提示|[(（]?原标题[:：].*|▲.{0,3})[】\])）>\s]*$",
    re.IGNORECASE,
)
_GLUED = re.compile(
    r"(?:[(（]?责任编辑[:：][^。]{0,20}[)）]?|返回[\u3400-\u9fff]{2,8}(?:首页|[，,]\s*查看更多)[>》\s]*)$"
)
_LIST_DATE = re.compile(
    r"^[\[(（]?\s*(?:(?:19|20)\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?\s*[\])）]?$"
)


@dataclass(frozen=True, slots=True)
class Body:
    """The text, paragraph by paragraph, and lines at its foot that may name its origin."""

    lines: tuple[str, ...]
    foot: tuple[str, ...]
    first: int = 0  #: number of the block the article begins with


def body(root: Element, blocks: list[Block], title_at: int, title: str, around: frozenset[int]) -> Body:
    """The article among `blocks`: the block it lies in is found by where prose is, then cleaned from both
    ends.
    """
    weights = [_weight(b) if i > title_at else _weight(b) * 0.1 for i, b in enumerate(blocks)]
    bad = _bad_elements(blocks, weights)
    usable = [
        w if not (bad and _inside(b.element, bad)) else 0.0 for w, b in zip(weights, blocks, strict=True)
    ]
    if sum(usable) < 0.3 * sum(weights):
        usable = weights
        bad = set()
    container = _container(root, blocks, usable)
    inside = [
        (i, b) for i, b in enumerate(blocks)
        if _within(b.element, container) and not (bad and _inside(b.element, bad)) and i != title_at
    ]  # fmt: skip
    lines, foot, end = _clean(inside, usable, title, around, title_at)
    last = lines[-1][0] + 1 if lines else end
    first = lines[0][0] if lines else 0
    return Body(_trimmed([text for _, text in lines]), (*foot, *_after(blocks, min(last, end))), first)


def _trimmed(lines: list[str]) -> tuple[str, ...]:
    """The lines without what some sites glue to the last of them: `返回首页>>`, `返回…，查看更多`."""
    if lines:
        lines[-1] = _GLUED.sub("", lines[-1])
    return tuple(line for line in lines if line)


def _weight(block: Block) -> float:
    """How much a block counts as the article's prose: its characters outside links, if it reads like a
    sentence.
    """
    text = block.text
    size = len(text)
    plain = size - block.linked
    if block.row:
        return plain * 0.5
    if size < 12 or plain < 0.5 * size:
        return 0.0
    marks = len(_PROSE.findall(text[:400]))
    if not marks:
        return 0.2 * plain if size >= 20 else 0.0
    if text.isascii() and size < 40:
        return 0.2 * plain
    return float(plain)


#: A day alone on its line, and who may stand above it: 国家数据局 / 2026年6月4日.
_DAY = re.compile(
    r"(?:19|20)\d\d ?年 ?\d{1,2} ?月 ?\d{1,2} ?日|二[〇○零]二[〇○零一二三四五六七八九]年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_SIGNER = re.compile(r"^[一-龥（） ]{2,24}(?:局|部|委|委员会|厅|办公室|政府|署|院|会|办|公司|中心|银行)$")


def _bad_elements(blocks: list[Block], weights: list[float]) -> set[Element]:
    """Elements named like comments, recommendations, bars … unless most of the prose lies in them."""
    total = sum(weights) or 1.0
    share: dict[Element, float] = {}
    for block, weight in zip(blocks, weights, strict=True):
        element, depth = block.element, 0
        while element is not None and depth < 60:
            share[element] = share.get(element, 0.0) + weight
            element = element.getparent()
            depth += 1
    out = set()
    for element, weight in share.items():
        if isinstance(element.tag, str) and element.tag not in ("body", "html"):
            names = attributes(element)
            if (
                element.tag in ("aside", "form", "footer") or (_BAD.search(names) and not _only_good(names))
            ) and weight < 0.5 * total:
                out.add(element)
    return out


def _only_good(names: str) -> bool:
    """`article-content share-able` names a body; `comment-content` does not."""
    return bool(
        re.search(r"article.?(?:content|body|text)|trs_editor|ucap-content|js_content|main.?content", names)
    ) and not re.search(r"comment|recommend|relat|foot|side", names)


def _inside(element: Element, bad: set[Element]) -> bool:
    for _ in range(60):
        if element is None:
            return False
        if element in bad:
            return True
        element = element.getparent()
    return False


def _within(element: Element, container: Element) -> bool:
    while element is not None:
        if element is container:
            return True
        element = element.getparent()
    return False


def _container(root: Element, blocks: list[Block], weights: list[float]) -> Element:
    """Down from the root into whichever child holds nearly all the prose, until it spreads over several."""
    share: dict[Element, float] = {}
    for block, weight in zip(blocks, weights, strict=True):
        if weight:
            element = block.element
            while element is not None:
                share[element] = share.get(element, 0.0) + weight
                element = element.getparent()
    current = root
    while True:
        children = sorted(((share.get(c, 0.0), n, c) for n, c in enumerate(current)), reverse=True)[:2]
        if not children or not children[0][0]:
            return current
        weight, _, child = children[0]
        part = weight / (share.get(current, 0.0) or 1.0)
        named = bool(_GOOD.search(attributes(child)))
        if (
            child.tag == "p" and len(children) > 1
        ):  # what stands beside a lone paragraph may be its attachments
            return current
        if part < (0.55 if named else 0.75) or (
            child.tag in ("p", "tr", "td", "li", "span", "section", "table") and part < 0.97
        ):
            return current
        current = child


def _clean(
    inside: list[tuple[int, Block]], weights: list[float], title: str, around: frozenset[int], title_at: int
) -> tuple[list[tuple[int, str]], list[str], int]:
    """(the article's lines with their block numbers, lines of signature, number of the block it ends at)."""
    total = sum(weights[i] for i, _ in inside) or 1.0
    lines: list[tuple[int, str]] = []
    foot: list[str] = []
    before = 0.0
    end = inside[-1][0] + 1 if inside else 0
    title_key = key(title)
    for i, block in inside:
        text = block.text
        share, before = before / total, before + weights[i]
        near_byline = i in around and share < 0.2 and (share == 0 or not weights[i])
        if near_byline and not _is_signed(text, lines):
            continue
        if (i < title_at and weights[i] < 40) or (len(lines) < 3 and key(text) == title_key):
            continue
        ends = _ends(text, block)
        if ends and share >= 0.5:
            end = i
            break
        if labels.is_signature(text):
            foot.append(text)
        elif not _is_clutter(block, text) and not (ends and len(text) < 40):
            lines.append((i, text))
    return lines, foot, end


def _is_signed(text: str, lines: list[tuple[int, str]]) -> bool:
    """Whether a line is the day under the name of the body that signs a notice, before its annex."""
    return len(lines) > 2 and bool(_DAY.fullmatch(text.strip()) and _SIGNER.search(lines[-1][1].strip()))


def _after(blocks: list[Block], end: int) -> list[str]:
    """Short lines behind the article, up to where lists of links begin: what they say of its origin is for
    it.
    """
    out: list[str] = []
    for block in blocks[end : end + 8]:
        if block.linked > 12 and block.linked * 2 > len(block.text):
            break
        if len(block.text) <= 200:
            out.append(block.text)
    return out


def _ends(text: str, block: Block) -> bool:
    return len(text) <= 160 and not block.row and bool(_END.match(text))


def _is_clutter(block: Block, text: str) -> bool:
    if block.row:
        return False
    if _CLUTTER.match(text):
        return True
    # Links alone are navigation, but for an attachment, which belongs to a notice.
    return block.linked >= 0.8 * len(text.replace(" ", "")) and len(text) < 60 and not text.startswith("附件")
