"""The foot of an article: what it says of its origin, and where signatures, disclaimers and share buttons
begin.
"""

from __future__ import annotations

import re

from agent.sources import outlets

_REACH = 260
_PERSON = r"[\u3400-\u9fffA-Za-z·]{2,12}(?:[\s、]+[\u3400-\u9fff·]{2,4})*"
#: Pieces an article's end is cluttered with. Each begins with words of its own, so that the scan is quick.
_PIECE = re.compile(
    rf"返回\S{{1,8}}[，,]\s*查看更多|分享让更多人看到|责任编辑\s*[:：][^。！？）)】\]]{{0,24}}|责任编辑|(?:责编|编辑|校对|审核|监制|签审|审校|主编|编审"
    rf"|[一二三初复终]审|见习编辑|值班主任|实习生|通讯员|审读|统筹|流程编辑|撰稿人?|审稿人?|制作)"
    rf"\s*[:：丨|/｜]?\s*{_PERSON}|完(?=[)）】\]])|END|-+END-+|来\s*源\s*[:：丨|｜]\s*[^。，！？]{{2,24}}"
    rf"|稿源\s*[:：丨|｜]\s*[^。，]{{2,24}}|"
    rf"采写\s*[:：]?\s*[^。，！？]{{2,30}}|〖[^〗]{{2,20}}〗|不构成[^。]{{0,40}}。?|股市有风险[^。]{{0,20}}。?|本文(?:不构成|仅供|仅代表|来源"
    rf"|来自|综合|转自|转载)[^。]{{0,40}}。?|投资有风险[^。]{{0,20}}。?|转载是一种动力\s*分享是一种美德|版权归原作者所有"
)
_BETWEEN = " \t\r\n\u3000\xa0()（）[]【】|丨｜。-—_*△▲,，;；、↵"
_NOTICE = re.compile(
    r"(?:广告|免责|版权|特别|郑重)声明[:：]|(?:以上|本文)内容(?:由|为|来自|仅供)|如遇作品内容、版权|如有侵权|如需转载|未经授权|转载请注明|文章来源于网络|风险提示[:：]"
    r"|版权侵权|版权声明|长按识别|扫描二维码"
)
_SAID = re.compile(
    r"(?<!图片)(?<!图)(?<!视频)(?<!案例)(?<!素材)(?:来\s*源|稿源|本文转自|转载自|转自)\s*[：:丨｜|]\s*[【《“]?(?P<name>[^\s，。；;：:（）()【】《》“”丨|｜、/]{2,20})"
)
_CUT = re.compile(
    r"来源|返回|责任|编辑|责编|编审|作者|流程|分享|更多|猜|点击|通讯员|记者|审核|监制|校对|综合|原创|撰|微信|公众号|官方|官微|视频号|版权|图片|摄影|本文|如有|尊重|侵权|一审|二审"
)
_NOBODY = re.compile(
    r"^(?:网络|综合|互联网|作者|视觉|资料|自|图|视频|公开|本|新闻|官方|摄图|受访|微博|微信|抖音|公众号|http|www)"
)
_ROLE = r"(?:见习|实习|特约|全媒体?|首席)*"
_REPORTER = re.compile(
    r"[\s:：丨|/]*(?P<person>[\u3400-\u9fff·]{2,4}?)(?=[\s、，。）)(（]|$|编辑|校对|责编|通讯员|返回|实习)"
)
_BRACKET = re.compile(r"[（(](?:总台)?([^（）()\s]{2,14})(?:\s+[\u3400-\u9fff·\s、]{2,20})?[)）]\s*$")
_PRESS = re.compile(r"(?:日报|晚报|晨报|早报|商报|时报|新闻网|通讯社|周刊|都市报|广播电视台)$")
_PRINTED = re.compile(
    r"《\s*([\u3400-\u9fff]{2,10})\s*》\s*[（(]\s*20\d\d年\d{1,2}月\d{1,2}日[^（）()]{0,16}版?\s*[)）]"
)
_INLINE_VERBS = (
    "了解",
    "获悉",
    "从",
    "注意",
    "采访",
    "致电",
    "联系",
    "梳理",
    "发现",
    "查询",
    "在",
    "表示",
    "介绍",
    "走访",
)
_ASIDE = re.compile(r"(?:[（(][^（）()]{2,24}[)）]|》|\s)+$")


def tail(text: str) -> int:
    """Where the signatures, disclaimers and share buttons at the end of `text` begin (its length: there are
    none).
    """
    end = len(text)
    base = max(0, end - _REACH, int(end * 0.4))
    notice = _NOTICE.search(text, base)
    if notice:
        end = notice.start()
    pieces = [m.span() for m in _PIECE.finditer(text, max(base, end - 140), end)]
    for at, behind in reversed(pieces):
        if text[behind:end].strip(_BETWEEN):
            break
        end = at
    stripped = text[:end].rstrip(" \t\r\n\u3000\xa0|丨｜-—_*△▲↵")
    opened = len(stripped) - len(stripped.rstrip("（(【["))
    return len(stripped) - opened if opened else (len(text) if end == len(text) else len(stripped))


def origin(text: str, end: int) -> tuple[str, str]:
    """(publisher, author) from the foot (clutter begins at `end`): `来源：…`, a reporter's line, a
    disclaimer; else a lone `《…》记者` in the text.
    """
    foot = text[-_REACH:]
    name = _said(foot)
    if name:
        return name, ""
    bracket = _BRACKET.search(foot, max(0, len(foot) - 60))
    if bracket and (bracket.group(1) in outlets.NAMES or _PRESS.search(bracket.group(1))):
        return bracket.group(1), ""
    whole = re.search(r"([\u3400-\u9fff]{3,8})\s*$", text[max(0, end - 10) : end])
    if whole and (name := outlets.ending_at(whole.group(1), len(whole.group(1)))):
        return name, ""
    printed = _PRINTED.search(foot)
    if printed:
        return printed.group(1), ""
    at = foot.find("所有文章均包含本声明")
    if at > 0 and (name := outlets.ending_at(foot, at)):
        return name, ""
    return _reporter(foot) or (_inline(text), "")


def _said(foot: str) -> str:
    """The last `来源：…` of the foot, as far as it names someone."""
    for match in reversed(list(_SAID.finditer(foot))):
        if name := named(match["name"]):
            return name
    return ""


def named(words: str) -> str:
    """The name `words` after a label begin with, "" where they name nobody (`网络`, `综合`)."""
    name = words.lstrip("@")
    cut = _CUT.search(name)
    if cut:
        name = name[: cut.start()]
    return name if len(name) >= 2 and not _NOBODY.match(name) else ""


def _reporter(foot: str) -> tuple[str, str] | None:
    at = foot.rfind("记者")
    while at > 0:
        before = re.sub(rf"{_ROLE}$", "", foot[max(0, at - 24) : at]).rstrip(" 》\u3000\xa0")
        name = outlets.ending_at(before, len(before))
        person = _REPORTER.match(foot, at + 2)
        if name and person and person["person"][0] not in "从了在获注通采于发对向就联致来梳查调走看表问告按":
            return name, person["person"]
        at = foot.rfind("记者", 0, at)
    return None


def _inline(text: str) -> str:
    """The one outlet whose reporter asks and learns things in the text: it is that outlet's article."""
    names = set()
    at = text.find("记者", 0, 1500)
    while at > 0:
        if text.startswith(_INLINE_VERBS, at + 2):
            before = text[max(0, at - 40) : at]
            if before[-1:] in "）)》":
                before = _ASIDE.sub("", before)
            if name := outlets.ending_at(before, len(before)):
                names.add(name)
        at = text.find("记者", at + 2, 1500)
    return names.pop() if len(names) == 1 else ""
