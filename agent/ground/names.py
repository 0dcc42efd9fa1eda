"""The names of a claim held against its sources: listed under any of its forms, defined there, or simply
absent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from agent.ground import name_owner, strangers
from agent.ground.misspelt import misspelt
from agent.ground.side import Findings, Side
from agent.ground.voice import datelined
from agent.ground.words import lowered
from agent.models import Match, Reason, Span
from agent.text.names import (
    Name,
    departments,
    is_abbreviation,
    known_forms,
    places,
    plain_latin,
    read_names,
)
from agent.text.people import follows_post
from agent.text.tokens import tokens

#: `国家发展改革委（以下简称“发改委”）`, `新能源汽车（NEV）`: the short form a source itself gives.
_DEFINED = re.compile(
    r"([\u4e00-\u9fffA-Za-z0-9·]{2,30})\((?:以下简称|下称|简称|英文简称|又称|即)?[:：]?"
    r"\"?([\u4e00-\u9fffA-Za-z0-9·. -]{2,30})\"?\)"
)
_SUFFIX = re.compile(
    r"(?:有限公司|公司|集团|银行|证券|基金会|大学|学院|研究院|研究所|实验室|委员会|协会|学会|联合会|商会|交易所|日报|晚报|晨报|早报|时报"
    r"|通讯社|电视台|出版社|医院|法院|检察院|博物馆|图书馆|事务所|总局|总署|中学|小学|俱乐部|大桥|气象台|天文台"
    r"|电台|卫视|杂志社|大使馆|领事馆|气象局|管理局|监管局|公安局|研究中心|管理中心|产险|财险|寿险|人寿|保险"
    r"|信托|期货|执法局|总队|支队|大队)+$"
)


#: What a name may open with, and leave out as well.
_NATIONAL = re.compile("^(?:国家|中国|中华|全国|我国|该|本|省|市|县|区)")


@lru_cache(maxsize=4096)
def _squeezed(folded: str) -> str:
    """A text without spaces and without the marks of lists: 甲、乙、丙交易所."""
    return re.sub(r"[\s、]+", "", folded).lower()


@lru_cache(maxsize=4096)
def definitions(folded: str) -> dict[str, str]:
    """Short form → full form, as the text itself defines them in brackets, both lower case."""
    return {m.group(2).strip().lower(): m.group(1).lower() for m in _DEFINED.finditer(folded)}


def find_name(name: Name, source: Side) -> Span | None:
    """Where `name` (or another form of it) stands in `source`; (0, 0) where it stands in title or
    publisher."""
    lower = lowered(source.folded)
    for form in (*known_forms(name), *_defined_forms(name, source)):
        wanted = form.lower()
        at = _find(lower, wanted) if len(form) > 1 or form.isascii() else _letter(source.folded, form)
        if at is not None:
            return at
    squeezed = re.sub(r"\s+", "", name.text).lower()
    if len(squeezed) > 1 and squeezed in _squeezed(source.folded):
        return _find(lower, squeezed[:1]) or (0, 0)
    at = _regional(name, lower) or _headless(name, lower)
    if at is not None:
        return at
    elsewhere = f"{source.title} {source.publisher}".lower()
    if any(form.lower() in elsewhere for form in known_forms(name) if len(form) > 1):
        return (0, 0)
    return None


def _regional(name: Name, lower: str) -> Span | None:
    """Where the full name of a body stands that a province has as well as the nation: 药监局 of 某省药品监督管理局."""
    for form in () if _NATIONAL.match(name.text) else known_forms(name):
        own = _NATIONAL.sub("", form)
        if own != form and len(own) > _REST and (at := lower.find(own)) >= 0:
            return at, at + len(own)
    return None


def _headless(name: Name, lower: str) -> Span | None:
    """Where a name stands of which the reading took too much: 江河证券 of 机构江河证券, Smith of CEO Smith."""
    if name.listed or name.kind not in ("organisation", "latin"):
        return None
    head, _, rest = name.text.rpartition(" ")
    if head.lower() in plain_latin():
        return _find(lower, rest.lower())
    for cut in (1, 2):
        head, rest = name.text[:cut], name.text[cut:]
        if len(_SUFFIX.sub("", rest)) >= _OWN and head in _TAKEN:
            own = _SUFFIX.sub("", rest)
            for part in (rest, own) if len(own) > _OWN else (rest,):
                if (at := lower.find(part.lower())) >= 0:
                    return at, at + len(part)
    return None


#: So many letters of a name are its own; so many a full name has without its nation.
_OWN, _REST = 2, 4
#: What the reading of a name takes with it.
_TAKEN = frozenset("过了为系由与和及是在向对从把被给经以将获就到至含有") | {
    "机构",
    "公司",
    "企业",
    "集团",
    "平台",
    "券商",
    "品牌",
    "厂商",
    "股东",
    "单位",
}
#: What stands beside a place told by one letter: another such (中德), 对德, 驻德, 德方, 德媒.
_LETTERS = "中美英法德日俄韩朝印欧澳加意西葡荷比瑞乌巴埃土沙伊以港台澳京沪津渝粤苏浙鲁豫鄂湘皖赣闽川黔滇桂琼陕甘青宁新藏蒙冀晋辽吉黑"
_BEFORE = _LETTERS + "对驻访赴在于援涉反亲抗离抵返来从与和、"
_AFTER = _LETTERS + "方国媒企军府商资货债股元籍裔语式系产制双两关经外总首议政警民人队、"


def _letter(folded: str, form: str) -> Span | None:
    """Where a place stands told by its one letter, as such and not as a letter of some other word."""
    at = folded.find(form)
    while at >= 0:
        before, after = folded[max(0, at - 1) : at], folded[at + 1 : at + 2]
        alone = not "\u4e00" <= before <= "\u9fff" and not "\u4e00" <= after <= "\u9fff"
        if alone or (before and before in _BEFORE) or (after and after in _AFTER):
            return at, at + 1
        at = folded.find(form, at + 1)
    return None


def _find(lower: str, wanted: str) -> Span | None:
    start = 0
    while (at := lower.find(wanted, start)) >= 0:
        end = at + len(wanted)
        if not wanted.isascii() or not (
            (lower[at - 1 : at].isascii() and lower[at - 1 : at].isalnum() and at > 0)
            or (lower[end : end + 1].isascii() and lower[end : end + 1].isalpha())
        ):
            return (at, end)
        start = at + 1
    return None


def _defined_forms(name: Name, source: Side) -> tuple[str, ...]:
    text = name.text.lower()
    table = definitions(source.folded)
    if text in table:
        return (table[text],)
    return tuple(short for short, full in table.items() if full.endswith(text))


def _abbreviated(name: Name, sources: Sequence[Side]) -> bool:
    """Whether a source has a name of which this one is the short form, or the other way round."""
    for source in sources:
        for other in read_names(source.folded):
            if other.kind == "organisation" and (
                is_abbreviation(name.text, other.text) or is_abbreviation(other.text, name.text)
            ):
                return True
    return False


def _shape_only(name: Name, sources: Sequence[Side]) -> bool:
    """Whether a name read by its suffix says nothing of its own, or its own part stands in a source."""
    own = _SUFFIX.sub("", name.text)
    if len(own) < 2:
        return True
    head = _NATIONAL.sub("", own)[:2]
    if len(head) == 2 and not any(head in source.folded for source in sources):
        return False
    pairs = [own[i : i + 2] for i in range(len(own) - 1)]
    held = sum(any(pair in source.folded for source in sources) for pair in pairs)
    return held * 3 > 2 * len(pairs)


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Names of `claim` that no source knows are objected to where the reading is sure."""
    reasons: list[Reason] = []
    matched: list[Match] = []
    known: list[Span] = []  # found in a source's title or publisher
    if not sources:
        return Findings()
    for name in read_names(claim.folded):
        if name.kind == "title" or (name.kind == "latin" and name.text.lower() in plain_latin()):
            continue
        hit = next(((s, at) for s in sources if (at := find_name(name, s)) is not None), None)
        if hit is not None:
            span = hit[1]
            if not span[1]:
                known.append(name.span)
            else:
                matched.append(
                    Match(kind="name", claim_span=name.span, source_id=hit[0].id, source_span=span)
                )
        elif not _excused(name, claim, sources) and not _said(name.span, reasons):
            message = f"来源中没有出现“{claim.text[slice(*name.span)]}”，请核对这个名称。"
            reasons.append(Reason(kind="name", claim_span=name.span, message=message))
    found = [*known, *(match.claim_span for match in matched)]
    strange = strangers.compare(claim, sources)
    reasons.extend(
        r
        for r in strange.reasons
        if not _said(r.claim_span, reasons) and not any(_touch(r.claim_span, span) for span in found)
    )
    reasons.extend(_divisions(claim, sources))
    reasons.extend(r for r in misspelt(claim, sources) if not _said(r.claim_span, reasons))
    elsewhere = [
        (reason, sure)
        for reason, sure in name_owner.compare(claim, sources)
        if not _said(reason.claim_span, reasons)
        and not _tells(reason.claim_span, claim, sources)
        and not _of_all(reason, claim, sources)
    ]
    reasons.extend(reason for reason, sure in elsewhere if sure)
    reasons.extend(
        _departments(
            claim, sources, [*known, *(r.claim_span for r in reasons), *(m.claim_span for m in matched)]
        )
    )
    clear = [*found, *(r.claim_span for r in reasons)]
    unsure = [r for r in strange.unsure if not any(_touch(r.claim_span, span) for span in clear)]
    unsure += [reason for reason, sure in elsewhere if not sure]
    return Findings(reasons=tuple(reasons), matched=tuple(matched), unsure=tuple(unsure))


#: What an agency does that sends a report.
_TELLS = re.compile("[^,，。；;]{0,12}(?:援引|报道|消息|电[,，(])")


def _tells(span: Span, claim: Side, sources: Sequence[Side]) -> bool:
    """Whether a name is that of the agency whose dateline a source bears, told as the one that reports."""
    told = _TELLS.match(claim.folded, span[1])
    name = Name("organisation", claim.folded[slice(*span)], span)
    return told is not None and any(datelined(name, source) for source in sources)


_OF_ALL = re.compile("全[国省市区县州]")


def _of_all(reason: Reason, claim: Side, sources: Sequence[Side]) -> bool:
    """Whether a place is the whole one, of whose parts a sentence of the source tells: 湖南 of 全省……，其中常德."""
    name = claim.folded[slice(*reason.claim_span)]
    if name not in places() or reason.source_span is None:
        return False
    side = next((s for s in sources if s.id == reason.source_id), None)
    return side is not None and _OF_ALL.search(side.folded, *side.sentence_of(reason.source_span)) is not None


def _touch(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _excused(name: Name, claim: Side, sources: Sequence[Side]) -> bool:
    """Whether a name that was not found may be no name, or another form of one that stands there."""
    if name.kind == "organisation" and not name.listed and _opens_with_a_verb(name):
        return True  # 需提交银行账单
    if name.text == "我国" or name.text.endswith("子公司"):
        return True  # whose country it is, the reader knows
    if name.kind == "place":
        return not name.listed and any(name.text[:-1] in source.folded for source in sources)
    if name.kind == "latin":
        return _shortened(name.text, sources)
    if name.kind == "person":
        cut = len(name.text) == _FULL and name.text[-1] in _DOING
        if cut and any(name.text[:-1] in source.folded for source in sources):
            return True  # 某明任主席
        return not ("·" in name.text or follows_post(claim.folded, name.span[0]))
    return not name.listed and (
        _abbreviated(name, sources) or _shape_only(name, sources) or _in_parts(name, sources)
    )


def _opens_with_a_verb(name: Name) -> bool:
    """Whether the reading of a name took a verb with it, and hardly more."""
    tags = [tag for _, tag, _ in tokens(name.text)]
    return (
        len(tags) > 1
        and any(tag in ("v", "d", "p", "c", "u") for tag in tags[:-1])
        and not any(tag.startswith("n") for tag in tags[:-1])
    )


#: A person's name of a surname and two more, of which the last may be a verb.
_FULL = 3
_DOING = frozenset("任率说称与和向对在系为携获将出到")
#: How far apart the words of one name may stand.
_WIDE = 8


def _in_parts(name: Name, sources: Sequence[Side]) -> bool:
    """Whether a source has all the words of a name in their order, close together: 光电青柳公司 of 光电科技青柳有限公司."""
    words = [word for word, _, _ in tokens(name.text)]
    if len(words) < 2 or any(word.isascii() for word in words):
        return False
    return any(_in_order(words, source.folded) for source in sources)


def _in_order(words: Sequence[str], text: str) -> bool:
    """Whether words stand one after the other, each at most so many letters behind the one before."""
    at = text.find(words[0])
    while at >= 0:
        end = at + len(words[0])
        for word in words[1:]:
            found = text.find(word, end, end + len(word) + _WIDE)
            if found < 0 or _ENDS.search(text, end, found):
                break
            end = found + len(word)
        else:
            return True
        at = text.find(words[0], at + 1)
    return False


#: What no name goes across.
_ENDS = re.compile("[,，。；;]")


def _said(span: Span, reasons: Sequence[Reason]) -> bool:
    return any(r.claim_span[0] <= span[0] and span[1] <= r.claim_span[1] for r in reasons)


def _departments(claim: Side, sources: Sequence[Side], said: Sequence[Span]) -> list[Reason]:
    """Objections to departments (`某省科技厅`) whose charge no source names with an office."""
    out = []
    for span, forms in departments(claim.folded):
        if any(start < span[1] and span[0] < end for start, end in said):
            continue
        held = any(
            forms == theirs
            for source in sources
            for text in (source.folded, f"{source.title} {source.publisher}")
            for _, theirs in departments(text)
        )
        spoken = any(
            re.search(rf"{form}(?:部门|系统|部|总局|机关)", source.folded)
            for form in forms
            for source in sources
        )
        if not held and not spoken:
            words = claim.text[slice(*span)]
            out.append(
                Reason(kind="name", claim_span=span, message=f"来源中没有出现“{words}”，请核对这个机构。")
            )
    return out


#: A division of a ministry, whoever of it speaks or acts: 政策和规划司有关负责人.
_DIVISION = re.compile(
    r"(?P<own>(?!.{0,7}[该这本家])[一-龥]{1,7}(?<![公官上打])[一-龥])(?<!公)司(?=有关|相关|负责|司长|副司长|人士|组织|牵头|表示|介绍|指出|官员|近日|日前|\d|发布|公布|印发|下发|透露|数据)"
)


def _divisions(claim: Side, sources: Sequence[Side]) -> list[Reason]:
    """Objections to a division of which no source has the last two letters, where one has another division."""
    out = []
    for m in _DIVISION.finditer(claim.folded):
        own = m["own"][-2:] + "司"
        theirs = next(((s, hit) for s in sources if (hit := _DIVISION.search(s.folded))), None)
        if theirs is None or any(own in side.folded for side in sources):
            continue
        side, hit = theirs
        span = (m.end() - 3, m.end())
        said = side.text[slice(*hit.span())]
        message = f"来源中没有出现“{claim.text[slice(*span)]}”，写的是“{said}”。"
        out.append(
            Reason(kind="name", claim_span=span, message=message, source_id=side.id, source_span=hit.span())
        )
    return out


def _shortened(text: str, sources: Sequence[Side]) -> bool:
    """Whether a Latin name shortens (or spells out) a Latin word of a source: `Win11`, `Windows 11`."""
    stem = re.match(r"[A-Za-z]*", text)
    own = stem.group().lower() if stem else ""
    if len(own) < 3:
        return False
    return any(
        other.startswith(own) or (len(other) >= 3 and own.startswith(other))
        for source in sources
        for other in _latin(source.folded)
    )


@lru_cache(maxsize=2048)
def _latin(folded: str) -> frozenset[str]:
    return frozenset(word.lower() for word in re.findall(r"[A-Za-z]{2,}", folded))
