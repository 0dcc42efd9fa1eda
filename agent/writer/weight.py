"""How much a sentence is worth to a factual paragraph: figures, decisions, named documents, news."""

from __future__ import annotations

import re

from agent.text.names import read_names
from agent.writer.same import share

_FIGURE = re.compile(
    r"\d[\d,.]*\s*(?:[%‰]|个百分点|[万亿千百]*(?:美|欧|日|港)?元|[万亿]|家|个|项|台|辆|吨|千瓦|兆瓦|公里|户|人|倍|种|条|座|件|颗|架|艘|所|款|PB|EB|ZB|GB|TB|EFLOPS)"
)
_DECISION = re.compile(
    r"发布|印发|出台|公布|通过|批准|启动|开工|签约|签署|签订|建成|投运|投产|投用|揭牌|成立|设立|征求意见|施行|实施|入选|获批|立项|宣布|决定|终止|上线|推出|中标|交付|下线|发射(?!中心|场|基地)|并网|竣工|融资|收购|落户|落地|突破(?=[\d了]|关键|核心)|首[次个台套条款座]"
)
_RULE = re.compile(r"提出|明确|要求|规定|应当|不得|鼓励|支持|力争|到20\d\d年")
_GROWTH = re.compile(r"同比|环比|增长|下降|占比|比重|累计|达到|超过|突破")
_NAMED = re.compile(r"《[^》]{4,60}》")
#: What a document lays down.
_RULES = re.compile(r"《[^》]{2,40}》的?(?:还)?(?:提出|明确|部署|要求|规定|界定)|(?:按照|根据)《")
_SPOKEN = re.compile(
    r"(?<!公告)(?<!通知)(?<!意见)(?<!方案)(?<!规划)(?<!》)"
    r"(?:表示|认为|指出|强调|坦言|直言|介绍说|说)[，,：:]|[”]。$"
)
_FLUFF = re.compile(
    r"高质量发展|进一步|新篇章|迈进|蹄疾步稳|亮点|谱写|奋力|坚实|赋能|助力|引领|打造|深入贯彻|重要讲话|指示精神|学习贯彻|加快推进|不断|全面|着力|努力|深化|提升|信心|彰显|盛会|来宾|嘉宾|致辞|出席|参加|主持|合影|莅临|精彩"
)
_DEFINES = re.compile(
    r"^[^，。]{2,16}是[^。]{4,}的[^，。]{1,8}。$|等于|是指|指的是|所谓|顾名思义|通俗|打个比方"
)
_MARKET = re.compile(r"股价|收盘|涨停|跌停|涨幅|跌幅|市盈率|主力资金|换手率|成交额|报收|目标价|评级|研报")
_HISTORY = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_OPINION = re.compile(
    r"意味着|标志着|重要意义|里程碑|有助于|有利于|有望|展示了|展现了|充分展示|充分体现|体现了|彰显|贡献|可谓|饱受|无限可能|提升了[^，。]{2,30}(?:影响力|竞争力|话语权)|是[^。]{4,40}的(?:重大|重要|有力|生动|关键)[\u4e00-\u9fff]{2,4}[。，]"
)

_SAY = re.compile(r"表示|认为|指出|强调|坦言|直言|介绍|透露|宣布|预计|提醒|建议|告诉|说|称")
#: Letters under which a sentence without figure, name or speaker only leads over to the next.
_IDLE = 15


def weight(text: str, order: int, count: int, topic: str, year: int, most: int = 4) -> float:
    """A score for a fact: `order` of `count` lines, `topic` the words of the titles, `year` of the issue.

    At most `most` figures count.
    """
    figures = _FIGURE.findall(text)
    score: float = 1.6 * min(len(figures), most) ** 0.7
    score += (
        1.2 * bool(_DECISION.search(text)) + 0.8 * bool(_RULE.search(text)) + 0.6 * bool(_GROWTH.search(text))
    )
    score += (
        1.0 * bool(_RULES.search(text)) + 0.8 * bool(_NAMED.search(text)) + 2.5 * share(topic, text)
        if topic
        else 0.0
    )
    score += 1.2 * (1 - order / max(count, 1))
    score -= 0.5 * min(len(_FLUFF.findall(text)), 4) + 1.5 * bool(_MARKET.search(text))
    score -= (
        1.0 * bool(_DEFINES.search(text))
        + 1.4 * bool(_SPOKEN.search(text))
        + 0.9 * bool(_OPINION.search(text))
    )
    return score - stale(text, year)


def stale(text: str, year: int) -> bool:
    """Whether the newest year a sentence names lies before `year`, so that it tells of the past."""
    years = [int(found) for found in _HISTORY.findall(text)]
    return bool(years) and max(years) < year


def opinion(text: str) -> bool:
    """Whether a sentence judges more than it reports."""
    return bool(_OPINION.search(text)) and not _FIGURE.search(text)


def empty(text: str) -> bool:
    """Whether a sentence praises or sums up without a figure, a name, a decision or a rule of its own."""
    if text.startswith(("相关部门", "有关部门")):
        return True
    return not (re.search(r"\d|《|“|[A-Za-z]{2}", text) or _DECISION.search(text) or _RULE.search(text))


def has_figure(text: str) -> bool:
    """Whether a sentence carries a number with its unit."""
    return bool(_FIGURE.search(text))


def idle(text: str) -> bool:
    """Whether a stretch says nothing one could cite: short, without a figure, a name or anybody's saying so."""
    short = sum(char.isalnum() for char in text) < _IDLE
    return short and not (
        re.search(r"\d|《|“", text) or has_figure(text) or _SAY.search(text) or read_names(text)
    )


def decides(text: str) -> bool:
    """Whether a sentence tells that something was published, decided, begun or finished."""
    return bool(_DECISION.search(text))
