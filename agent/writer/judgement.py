"""The second paragraph: what the sources themselves judge, each judgement under the name of who made it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.models import DraftSentence, Quote
from agent.writer.article import Article, Line
from agent.writer.cut import SAY, without_view
from agent.writer.opening import said_by
from agent.writer.same import repeats
from agent.writer.trim import fit, sound

_SPEAKER = re.compile(rf"^(?P<who>[^，。；：“”]{{1,44}}?)(?P<verb>{SAY})[，,：:](?P<what>.+)$")
_JUDGES = re.compile(
    r"意味着|标志着|有助于|有利于|有望|意义|推动|促进|关键|优势|趋势|预计|潜力|挑战|压力|机遇|前景|支撑|体现|反映|表明|说明|显示出|基本面|风险|影响|建议|空间|需要|应当?|将[^军士]"
    r"|带动|增强|加快|提升|稳定|向好|竞争|瓶颈|短板|转型|升级|核心|必须|可能|未来|下一步|引擎|动能|抓手|保障|突破|重要|填补|空白|展示|作用|方向|阶段|格局"
)
_STRONG = re.compile(
    r"意味着|标志着|有助于|有利于|有望|意义|表明|说明|反映|体现|关键|趋势|前景|预计|潜力|挑战|基本面|填补|风险|机遇|动能"
)
#: Words that judge only where no figure is told with them: with one they report.
_SOFT = re.compile(
    r"稳定|向好|提升|加快|增强|保障|突破|转型|升级|带动|支撑|展示|作用|阶段|格局|重要|优势|方向|空间|影响|推动|促进|保持|持续"
)
_MEASURED = re.compile(r"\d[\d,.]*(?:%|个百分点|[万亿]*(?:美|欧)?元|[万亿]|千瓦|吨|辆|家|个|项)")
#: Somebody tells what was issued.
_ISSUES = re.compile(r"(?:印发|发布|出台|公布)了?《")
#: Where somebody answers a question put by the reporter, or only says what a document lists.
_LISTS = re.compile(r"^[“]?(?:一是|首先|第一|其一|一方面)")
_PRONOUN = re.compile(
    r"^(?:内部人员|业界|坊间|外界|市场|有[^，]{0,14}(?:人士|专家|企业|机构|网民|业者)|他|她|其|该|此|这|上述|知情人士|消息人士|不愿具名|前述|对方|双方|有人|网友|有网友|一些|不少|许多|很多|多数|据)"
)
_TITLE = (
    r"(?:[\u4e00-\u9fffA-Za-z0-9·“”（）]{2,36}?"
    r"(?:长|总裁|主席|主任|书记|院士|教授|研究员|专家|分析师|经济学家|创始人|CEO|官|司长|局长|发言人|负责人|总监|经理|合伙人|学者|委员|代表|秘书|裁|工程师|记))"
)
#: The name behind a title.
_PERSON = re.compile(
    r"(?:长|总裁|主席|主任|书记|院士|教授|研究员|专家|分析师|经济学家|创始人|CEO|官|发言人|负责人|总监|经理|合伙人|学者|委员|代表|秘书|工程师)"
    r"\s?((?!.*(?:长|主任|书记|经理|员)$)[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,8})+)$"
)
_COLON = re.compile(rf"^(?P<who>{_TITLE}\s?[\u4e00-\u9fff]{{2,3}})：(?P<what>[^：]+)$")
_NAME = re.compile(r"^[\u4e00-\u9fff]{2,3}$|^[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,8})+$")
_KNOWN = re.compile(
    r"(?:长|总裁|主席|主任|书记|院士|教授|研究员|专家|分析师|经济学家|创始人|CEO|官|人士|发言人|负责人|总监|经理|合伙人|学者|委员|代表|秘书|工程师|公司|集团|部|局|委|院|所|协会|学会|中心|银行|证券|机构|报告|办|署|厅|会|研究|大学)"
)
#: A bare name that speaks in the middle of a sentence.
_INNER_NAME = re.compile(
    rf"，(?!业内|专家|报告|公告|通知|数据|报道|公司|会议|方案|意见|文件)[\u4e00-\u9fff]{{2,3}}{SAY}，"
)
#: Advice to buy, which is no judgement of the news.
_BROKER = re.compile(r"阿尔法|标的|估值|增持|买入|优选|个股|板块|股价|目标价|持仓|配置价值|建议关注")
_WEAK = re.compile(r"人士|专家$|专家们|业内|观察")
_OWN = re.compile(
    r"^(?:这|此举|该[\u4e00-\u9fff]{1,8}|这一[\u4e00-\u9fff]{1,6}|此次[\u4e00-\u9fff]{1,8}|此项[\u4e00-\u9fff]{0,8})?(?:也|将|对于|对)?[^，。]{0,24}(?:标志着|意味着|有助于|有利于|具有[^。]{0,20}意义)"
)


@dataclass(frozen=True, slots=True)
class View:
    """A judgement found: how strong, its text, the words it leans on, and who speaks."""

    score: float
    order: int
    text: str
    quotes: tuple[Quote, ...]
    who: str = ""


def judgements(
    articles: list[Article], lead: Quote, facts: list[str], measure: tuple[int, int]
) -> tuple[DraftSentence, ...]:
    """At most three judgements within `measure[1]` characters, the best, in the order of the sources."""
    views: list[View] = []
    for rank, article in enumerate(articles):
        for line in article.lines:
            view = _named(article, line, rank) or _own(article, line, rank, lead)
            if view:
                views.append(view)
    chosen: list[View] = []
    said, length = list(facts), 0
    for view in sorted(views, key=lambda view: (-view.score, view.order)):
        if len(chosen) == 3 or length + len(view.text) > measure[1] + (40 if not chosen else 0):
            continue
        if not repeats(view.text, said):
            chosen.append(view)
            said.append(view.text)
            length += len(view.text)
    chosen.sort(key=lambda view: view.order)
    known: set[str] = set()
    return tuple(
        DraftSentence(text=_once(view, known), kind="judgement", quotes=view.quotes) for view in chosen
    )


def _once(view: View, known: set[str]) -> str:
    """The text of a view; who has been introduced in the paragraph goes by the bare name from then on."""
    person = _PERSON.search(view.who)
    if not person:
        return view.text
    if person[1] in known and view.text.startswith(view.who):
        return person[1] + view.text[len(view.who) :]
    known.add(person[1])
    return view.text


def nameless(text: str) -> bool:
    """Whether somebody speaks whom a reader cannot know: a bare name, a pronoun, an unnamed insider."""
    match = _SPEAKER.match(text)
    if _INNER_NAME.search(text) or _COLON.match(text):
        return True
    return match is not None and bool(_PRONOUN.match(match["who"]) or _NAME.match(match["who"]))


def _named(article: Article, line: Line, rank: int) -> View | None:
    """A judgement that a person or body of the source speaks."""
    ready = fit(article, line)
    if ready is None:
        return None
    if ready.leans:
        return None
    match = _SPEAKER.match(ready.text) or _COLON.match(ready.text)
    if not match or not _judges(match["what"]) or _BROKER.search(match["what"]):
        return None
    who = _identify(match["who"], article, line)
    if who is None:
        return None
    name, extra = who
    if match.re is _COLON:
        text = f"{name}表示，{match['what']}"
    else:
        text = name + match["verb"] + ready.text[match.end("verb") :]
    if _WEAK.search(name):
        text = f"{said_by(article.source)}的报道称，{text}"
        if not said_by(article.source):
            return None
    if not sound(text):
        return None
    score = 2.0 + min(2, len(_STRONG.findall(match["what"]))) - 0.8 * bool(_WEAK.search(name)) - 0.2 * rank
    return View(score, rank * 1000 + line.order, text, (*extra, _quote(article, line.span)), name)


def _judges(what: str) -> bool:
    """Whether what somebody says is a view of the matter, and no figure or list told once more."""
    if _LISTS.match(what) or not _JUDGES.search(what) or (_ISSUES.search(what) and not _STRONG.search(what)):
        return False
    return not _MEASURED.search(what) or bool(_JUDGES.search(_SOFT.sub("", what)))


def _own(article: Article, line: Line, rank: int, lead: Quote) -> View | None:
    """A judgement the source makes in its own voice, given back to its publisher."""
    who = said_by(article.source)
    ready = fit(article, line)
    if ready is None or not who:
        return None
    voice = f"{who}的报道称，"
    _, tail = without_view(ready.text)
    if tail and _quote(article, line.whole) == lead and sound(voice + tail):
        return View(2.4 - 0.2 * rank, rank * 1000 + line.order, voice + tail, (_quote(article, line.span),))
    text = ready.text
    if not _OWN.match(text) or _SPEAKER.match(text) or "“" in text[:1]:
        return None
    if text.startswith(("这", "此举")):
        return None
    return View(1.2 - 0.2 * rank, rank * 1000 + line.order, voice + text, (_quote(article, line.span),))


def _identify(who: str, article: Article, line: Line) -> tuple[str, tuple[Quote, ...]] | None:
    """The speaker as a reader can know them, and the words that tell who they are; None where none do."""
    if _PRONOUN.match(who):
        return None
    who = re.sub(r"(?:还|也|则|同时|进一步|补充|随后|再次|并|又|日前|近日)+$", "", who)
    who = re.sub(r"(?<=[\u4e00-\u9fff])[也还](?=在)", "", who)
    who = re.sub(r"随后(?=在)", "", who)
    if _KNOWN.search(who):
        return who, ()
    if not _NAME.match(who):
        return None
    text = article.source.text
    found = re.search(rf"({_TITLE})\s?{re.escape(who)}", text[: line.span[0]])
    if not found:
        return None
    title = re.split(
        r"[，。；：、“”\s]|(?:(?<![自理])由|(?<![数证依根单票占])据|对于|\d日|的)(?=[\u4e00-\u9fff]{4})",
        found[1],
    )[-1]
    if not 2 <= len(title) <= 30:
        return None
    start = found.end() - len(found[0]) + found[0].find(title)
    return f"{title}{who}", (_quote(article, (start, found.end())),)


def _quote(article: Article, span: tuple[int, int]) -> Quote:
    return Quote(source_id=article.source.id, words=article.source.text[span[0] : span[1]])
