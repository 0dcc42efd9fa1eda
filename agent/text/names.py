"""Names in a text: organisations, people, places, Latin names, 《》 titles and quoted terms, with spans
and aliases.

What is listed (places, well-known organisations) is read surely; what is only shaped like a name (a suffix, a
surname before a verb of saying) says so by `listed` being false.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from agent.models import Span
from agent.text.patterns import LATIN
from agent.text.people import FOREIGN, people
from agent.text.tokens import Token, segmenter, tokens
from agent.text.wordlist import WordList

NameKind = Literal["organisation", "person", "place", "latin", "title"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a text. `listed`: it comes from a table."""

    kind: NameKind
    text: str
    span: Span
    listed: bool = False


_TITLE = re.compile(r"《([^《》\n]{1,80})》")
_LATIN = re.compile(LATIN + r"(?:[.+&'/-][A-Za-z0-9]+)*(?: (?=[A-Z][a-z])[A-Za-z0-9]+)*")
#: Suffixes after which a run of nouns is an organisation for sure.
_SURE = frozenset(
    [
        "公司",
        "集团",
        "银行",
        "证券",
        "基金会",
        "大学",
        "学院",
        "研究院",
        "研究所",
        "实验室",
        "委员会",
        "协会",
        "学会",
        "联合会",
        "商会",
        "交易所",
        "日报",
        "晚报",
        "晨报",
        "早报",
        "时报",
        "通讯社",
        "电视台",
        "出版社",
        "医院",
        "法院",
        "检察院",
        "博物馆",
        "图书馆",
        "事务所",
        "总局",
        "总署",
        "中学",
        "小学",
        "俱乐部",
        "大桥",
        "气象台",
        "天文台",
        "电台",
        "卫视",
        "杂志社",
        "大使馆",
        "领事馆",
        "气象局",
        "管理局",
        "监管局",
        "公安局",
        "研究中心",
        "管理中心",
        "产险",
        "财险",
        "寿险",
        "人寿",
        "保险",
        "信托",
        "期货",
        "执法局",
        "总队",
        "支队",
        "大队",
    ]
)
_ENDINGS = tuple(_SURE)


def _table(name: str) -> Iterable[list[str]]:
    text = (resources.files("agent.text") / "data" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield [
                word.replace("_", " ").replace("-", " ") if word.isascii() else word for word in line.split()
            ]


@cache
def places() -> dict[str, tuple[str, ...]]:
    """Written form of a place (two characters or more) → all its forms, the short ones too."""
    out: dict[str, tuple[str, ...]] = {}
    for forms in _table("places.txt"):
        for form in forms:
            if len(form) > 1 and not form.isascii():
                out.setdefault(form, tuple(forms))
    return out


@cache
def plain_latin() -> frozenset[str]:
    """Latin words that are no names of anything, lower case."""
    return frozenset(word for words in _table("plain_latin.txt") for word in words)


@cache
def capitals() -> dict[str, str]:
    """A capital → the country whose government it may stand for."""
    return {forms[0]: forms[1] for forms in _table("capitals.txt")}


@cache
def aliases() -> dict[str, tuple[str, ...]]:
    """A listed name, lower case → all its forms."""
    out: dict[str, tuple[str, ...]] = {}
    for forms in _table("aliases.txt"):
        for form in forms:
            out[form.lower()] = tuple(dict.fromkeys((*out.get(form.lower(), ()), *forms)))
    return out


@cache
def _listed() -> WordList:
    forms = set(places()) | {form for form in aliases() if not form.isascii() and len(form) > 1}
    return WordList(forms.difference(word for words in _table("plain.txt") for word in words))


@lru_cache(maxsize=4096)
def read_names(text: str) -> tuple[Name, ...]:
    """The names of a folded text, in order of position; they may lie inside one another (a place in a
    title)."""
    found: list[Name] = [Name("title", m.group(1), m.span(1)) for m in _TITLE.finditer(text)]
    found += [
        Name("latin", m.group(), m.span(), m.group().lower() in aliases())
        for m in _LATIN.finditer(text)
        if len(m.group()) > 1
    ]
    found += [Name("person", m.group(), m.span()) for m in FOREIGN.finditer(text)]
    words = tokens(text)
    starts, ends = {start for _, _, start in words}, {start + len(word) for word, _, start in words}
    for start, end in _listed().find(text):
        form, after = text[start:end], text[end : end + 1]
        if form[-1] == "部" and after in ("门", "长", "队", "分", "委"):
            continue
        if form[0] in "日月年时" and text[start - 1 : start].isdigit():
            continue  # 18日经公投
        closed = end in ends or (form in places() and after in _AFTER_PLACE)
        if len(form) > 3 or (start in starts and closed):
            kind: NameKind = "place" if form in places() else "organisation"
            found.append(Name(kind, form, (start, end), True))
    for word, tag, start in words:
        if tag == "ns" and len(word) > 2 and word.endswith(_SEATS) and segmenter().has_word(word):
            found.append(Name("place", word, (start, start + len(word))))
    found.extend(Name("person", text[slice(*span)], span) for span in people(text, words))
    found.extend(_organisations(text, words))
    return tuple(sorted(set(found), key=lambda name: (name.span, name.kind, not name.listed)))


#: What may follow a place inside one word of the segmenter (`北京市政府`).
_AFTER_PLACE = tuple("市省县区州政方")
_SEATS = ("县", "市", "省", "州", "镇", "乡", "旗", "岛", "半岛", "海峡")


#: Departments of provinces and cities: what they see to, in the forms news gives it, and how they are called.
_STEMS = (
    "发展和改革 发展改革 发改|工业和信息化 工信 经济和信息化 经信|科学技术 科技"
    "|公安|教育|财政|民政|司法|商务|农业农村|交通运输 交通|卫生健康 卫健"
    "|生态环境|自然资源|水利|文化和旅游 文旅|人力资源和社会保障 人力资源社会保障 人社"
    "|应急管理 应急|市场监督管理 市场监管|统计|审计|税务"
    "|住房和城乡建设 住房城乡建设 住房和城乡建设管理 住房城乡建设管理 住建|房屋管理 房管|国资|体育|广播电视 广电|医疗保障 医保|林业和草原 林业"
    "|粮食和物资储备 粮食|能源|数据 大数据 大数据发展管理|地方金融监管 地方金融监督管理 金融监管"
    "|气象|地震|海事|知识产权|药品监督管理 药监|退役军人事务|城市管理 城管执法 城管|网信|统战|组织|宣传|侨务 侨|港澳事务 港澳|外事|机关事务管理 机关事务|信访|乡村振兴|招商"
)
_STEM_FORMS = {form: tuple(group.split()) for group in _STEMS.split("|") for form in group.split()}
_DEPARTMENT = re.compile(
    rf"({'|'.join(sorted(_STEM_FORMS, key=len, reverse=True))})(委员会|厅|局|委|办公室|办)(?![员托派员副])"
)


def departments(text: str) -> Iterable[tuple[Span, tuple[str, ...]]]:
    """The departments a folded text names (`湖南省科技厅`), with the forms of what they see to."""
    for m in _DEPARTMENT.finditer(text):
        yield m.span(), _STEM_FORMS[m.group(1)]


#: Words that open an attribution, which the segmenter may glue to an unknown name after them (`另据澜州`).
_OPENERS = re.compile(
    r"(?:另|又|再|此外|另外)?据(?=[\u4e00-\u9fff]{4})|[指面朝转流投走]向(?=[\u4e00-\u9fff])"
)
#: A kind of company or bank, not one of them: 科技公司, 德国合资公司, 海外芯片公司, 中小银行. What else stands before the
#: suffix makes a name of it, but for a place beside a word for the kind.
_CLASS = re.compile(
    r"(?:(?:海外|境外|境内|国内|国外|外国|本地|地方|区域|跨国|同业|大型|中型|小型|中小型?|头部|龙头|初创|创业|上市|国有|民营|私营|外资|中资|合资"
    r"|独资|控股|关联|科技|高科技|互联网|芯片|半导体|人工智能|软件|云计算|数据|算力|能源|电力|物流|快递|医药|生物|汽车|航空|航运|保险"
    r"|金融|投资|基金|证券|广告|游戏|地产|房地产|建筑|贸易|咨询|评级|设计|制造|商业|政策性|村镇|专业|主要|各类|其他|多家|有关|相关|成熟"
    r"|类|系|的|等|和|及|或|、)+)"
    r"(?:公司|银行|集团|医院|学院|大学|研究所|研究院|实验室|协会|商会)"
)
#: Nouns before a body that tell of what was said, not of its name: 调查结果银行……
_OUTCOMES = re.compile("结果|原因|情况|问题|原文|全文")
_INSIDE = ("n", "j", "nz", "ns", "nr", "nt", "vn", "eng", "b", "l", "a", "f", "s", "i", "g")


def _a_kind(phrase: str) -> bool:
    """Whether an organisation is named by its kind alone (`科技公司`), or by its kind and a place."""
    return any(
        _CLASS.fullmatch(phrase, at) and (not at or phrase[:at] in places())
        for at in (0, 2, 3, 4)
        if at < len(phrase)
    )


def _organisations(text: str, words: Sequence[Token]) -> Iterable[Name]:
    """Runs of nouns that end in a suffix of organisations and begin with something of their own."""
    for i, (word, _, start) in enumerate(words):
        if not word.endswith(_ENDINGS):
            continue
        suffix = next(s for s in _SURE if word.endswith(s))
        first = i
        while first > 0 and i - first < 6:
            before, tag, _ = words[first - 1]
            if (
                not tag.startswith(_INSIDE)
                or not before.strip()
                or not before[0].isalnum()
                or len(before) < 2
            ):
                break
            first -= 1
        begin, end = words[first][2], start + len(word)
        if opener := _OPENERS.match(text, begin, end):
            begin = opener.end()
        if outcome := _OUTCOMES.match(text, begin, end):
            begin = outcome.end()
        if end - begin > len(suffix) + 1 and not _a_kind(text[begin:end]):
            yield Name("organisation", text[begin:end], (begin, end))


def known_forms(name: Name) -> tuple[str, ...]:
    """All the ways to write `name`, itself first."""
    return _forms(name.text, name.kind == "place")


@lru_cache(maxsize=16384)
def _forms(text: str, place: bool) -> tuple[str, ...]:
    forms: tuple[str, ...] = (text,)
    if place:
        forms += places().get(text, ())
        forms += places().get(capitals().get(text, ""), ())
    forms += aliases().get(text.lower(), ())
    return tuple(dict.fromkeys(forms))


@cache
def concepts() -> frozenset[str]:
    """What has a name in letters and is nobody's: 人工智能 (AI), 首席执行官 (CEO)."""
    return frozenset(form for word in plain_latin() for form in aliases().get(word, ()))


def is_abbreviation(short: str, long: str) -> bool:
    """Whether `short` (two characters or more) keeps the order of `long`'s characters and its first one."""
    if len(short) < 2 or len(short) > len(long) or short[0] != long[0]:
        return False
    rest = iter(long)
    return all(char in rest for char in short)
