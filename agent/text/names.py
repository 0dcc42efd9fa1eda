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
from typing import Any, Literal

from agent.models import Span
from agent.text.patterns import LATIN
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
#: Characters transliterated names are written with.
_SOUNDS = (
    "阿艾安奥巴白班邦包贝本比彼得毕宾波博伯勃布策查茨达戴丹德登邓狄迪蒂丁杜多顿厄恩尔法范菲费芬丰佛弗福夫盖冈高戈哥格葛根贡古圭哈海汉豪"
    "赫亨洪胡华怀霍基吉加贾杰金京居卡凯坎康考柯科克肯孔库夸昆拉莱赖兰朗劳勒雷蕾里利莉丽历列林琳隆卢鲁路伦罗洛马麦迈曼芒毛梅门蒙米密明"
    "莫默姆穆拿纳娜南瑙内尼娘涅宁纽农诺努欧帕潘庞佩彭皮平珀普奇齐恰乔切琼丘让热仁日荣茹瑞萨塞桑瑟森沙山珊尚绍舍申什圣施史舒朔斯丝松苏所"
    "埃鲍拜蔡蓓黛薇琪玛娅莎赛奈妮兹契彦缪"
    "索塔台泰坦汤唐特提廷图托陀瓦万旺威韦维魏温文翁沃乌武西希锡夏香向肖谢辛休许雅亚扬杨耶叶伊易因英尤于约泽扎詹张珍芝朱佐"
)
_FOREIGN = re.compile(f"[{_SOUNDS}]{{1,6}}(?:·[{_SOUNDS}]{{1,8}})+")
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
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    "贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申"
    "欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤时穆农司"
    "卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻"
    "苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计"
    "步茅郗钮亓逄蒯邴"
    "傅萧索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜阎"
)
#: The commonest of them that are not words of the trade too (as 高, 方, 任, 向 are).
_FREQUENT = tuple(
    "王李张刘陈杨黄赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦邹孟熊秦"
    "傅萧邱尹薛闫段侯陶黎贺顾郝龚邵覃戴莫孔汤尚"
)
_COMPOUND = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯")
#: Words a person's name follows: the last characters of posts and callings.
_TITLES = (
    "[局部院校会市省县区镇州厅司行社队组处科站馆厂总]长|董事长|秘书长|理事长|委员长|检察长|参谋长|所长|庭长|村长|船长|机长|班长|店长|团长|家长|舰长"
    "|主席|总裁|总理|总统|首相|大臣|国王|经理|总监|监事|董事|教师|老师|律师|分析师|工程师|设计师|会计师|建筑师|医师|医生|护士|讲师|技师|厨师"
    "|研究员|委员|专员|议员|官员|巡视员|调研员|特派员|球员|运动员|演员|教练员|发言人|负责人|创始人|创办人|主持人|带头人|联合人|传承人|合伙人|掌门人"
    "|院士|教授|博士|书记|主任|记者|学者|代表|专家|选手|名将|小将|主帅|教练|作家|画家|导演|编剧|歌手|大使|领事|司令|参赞|顾问|助理|先生|女士|CEO|CTO|CFO|COO"
)
_POST = re.compile(f"(?:{_TITLES})$")
_AFTER = re.compile(
    r"^(?:表示|指出|认为|称|说|介绍|强调|透露|谈到|坦言|直言|提醒|呼吁|宣布|预测|预计|判断|建议|主张|解释|回应|提出|补充|警告|在|等|、|向|对|还|也|则|就|于|曾|将|同|与|和|会见|出席|主持|告诉|当选|获|带领|率|，|,|先生|女士|院士|教授|团队)"
)


@cache
def segmenter() -> Any:
    """The module that cuts and tags words; imported when first needed, for it takes a moment to load."""
    import rjieba

    return rjieba


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
    found += [Name("person", m.group(), m.span()) for m in _FOREIGN.finditer(text)]
    words = tokens(text)
    starts, ends = {start for _, _, start in words}, {start + len(word) for word, _, start in words}
    for start, end in _listed().find(text):
        form, after = text[start:end], text[end : end + 1]
        if form[-1] == "部" and after in ("门", "长", "队", "分", "委"):
            continue
        closed = end in ends or (form in places() and after in _AFTER_PLACE)
        if len(form) > 3 or (start in starts and closed):
            kind: NameKind = "place" if form in places() else "organisation"
            found.append(Name(kind, form, (start, end), True))
    for word, tag, start in words:
        if tag == "ns" and len(word) > 2 and word.endswith(_SEATS) and segmenter().has_word(word):
            found.append(Name("place", word, (start, start + len(word))))
    found.extend(_people(text, words))
    found.extend(_organisations(text, words))
    return tuple(sorted(set(found), key=lambda name: (name.span, name.kind, not name.listed)))


#: What may follow a place inside one word of the segmenter (`北京市政府`).
_AFTER_PLACE = tuple("市省县区州政方")
_SEATS = ("县", "市", "省", "州", "镇", "乡", "旗", "岛", "半岛", "海峡")


#: Longer runs without a break are cut before the segmenter sees them: no one writes them, and its cost is
#: not linear.
_LONGEST_RUN = 2000

Token = tuple[str, str, int]  #: a word as the segmenter cuts it, its part of speech, where it begins


@lru_cache(maxsize=64)
def tokens(text: str) -> tuple[Token, ...]:
    """All of `text` cut into words; kept only for the texts last asked for, since it is large."""
    out, at = [], 0
    for start in range(0, len(text), _LONGEST_RUN):
        for word, tag in segmenter().tag(text[start : start + _LONGEST_RUN]):
            out.append((word, tag, at))
            at += len(word)
    return tuple(out)


_POSTED = re.compile(
    rf"(?:{_TITLES})"
    rf"((?:{'|'.join(_COMPOUND)}|[{''.join(sorted(_SURNAMES))}])[\u4e00-\u9fff]{{1,2}}?)"
    r"(?=表示|指出|认为|称|说|介绍|强调|透露|谈到|坦言|直言|提醒|呼吁|宣布|预测|预计|建议|主张|解释|回应|提出|补充|警告|通报|致辞|出席|主持|在|[,，、])"
)


#: What no given name ends in: 孙兵等, 姜鹏称.
_NOT_GIVEN = frozenset("等称说在向对与和及也还则将曾均都")


#: Verbs that follow one who speaks.
_SPEAKS = r"(?:还|也|则|又|曾|同时|特别|随后)?(?:表示|指出|认为|介绍|强调|透露|坦言|直言|提醒|呼吁|建议|判断|解释|回应|补充|感慨|分析|估算|测算|推算|算了|告诉|说|称)"
#: One who speaks without a post: 方既白说, 企业的顾麦冬建议.
_SPEAKING = re.compile(
    rf"(?:^|[,，。；;:：、\"\s的]|{_TITLES})((?:{'|'.join(_COMPOUND)}|[{''.join(sorted(_SURNAMES))}])[\u4e00-\u9fff]{{1,2}}?)(?={_SPEAKS})"
)


def _given(name: str) -> str:
    """A person's name without a word that was read into it."""
    return name[:2] if len(name) == 3 and name[2] in _NOT_GIVEN else name


def person_at(text: str, at: int) -> str:
    """The person's name that may begin at `at`: as long as a surname, what follows and the words after it let it be; ""
    where there is none."""
    lengths = (
        (4, 3)
        if text.startswith(_COMPOUND, at)
        else (2, 3)
        if _AFTER.match(text[at + 2 : at + 8])
        else (3, 2)
    )
    return next((own for n in lengths if len(own := text[at : at + n]) == n and is_person(own)), "")


def is_person(text: str) -> bool:
    """Whether two to four characters may be a person's whole name: a surname and no word."""
    return text.startswith((*_SURNAMES, *_COMPOUND)) and not _words_in(text) and text == _given(text)


def _words_in(name: str) -> bool:
    """Whether what looks like a name is a word, or opens with one."""
    known = segmenter().has_word
    return bool(known(name) or known(name[:2]))


def _people(text: str, words: Sequence[Token]) -> Iterable[Name]:
    for m in _POSTED.finditer(text):
        if not segmenter().has_word(m.group(1)) and m.group(1).startswith((*_FREQUENT, *_COMPOUND)):
            own = _given(m.group(1))
            yield Name("person", own, (m.start(1), m.start(1) + len(own)))
    for m in _SPEAKING.finditer(text):
        own = m.group(1)
        if own == _given(own) and (len(own) == 3 or own.startswith(_FREQUENT)) and not _words_in(own):
            yield Name("person", own, m.span(1))
    for word, tag, start in words:
        if not tag.startswith("nr") or not 2 <= len(word) <= 4:
            continue
        if not (word[0] in _SURNAMES and len(word) <= 3) and not word.startswith(_COMPOUND):
            continue
        before, after = text[max(0, start - 6) : start], text[start + len(word) : start + len(word) + 4]
        if before and segmenter().has_word(before[-1] + word[0]):
            continue
        own = _given(word)
        if _POST.search(before) or _AFTER.match(after):
            yield Name("person", own, (start, start + len(own)))


def likely_people(text: str) -> Iterable[Span]:
    """Where a folded text may name people whom nothing around announces (`替补登场的任媛媛`): three characters of which
    the first is a frequent surname, and runs of the characters foreign names are written with."""
    for word, tag, start in tokens(text):
        if not tag.startswith("nr"):
            continue
        own = _given(word) if len(word) == 3 else word
        chinese = len(own) == 3 and own.startswith(_FREQUENT) and not segmenter().has_word(word)
        chinese = chinese and own[1] not in _NOT_GIVEN
        foreign = len(own) > 2 and all(char in _SOUNDS for char in own)
        if chinese or foreign:
            yield start, start + len(own)


#: Departments of provinces and cities: what they see to, in the forms news gives it, and how they are called.
_STEMS = (
    "发展和改革 发展改革 发改|工业和信息化 工信 经济和信息化 经信|科学技术 科技"
    "|公安|教育|财政|民政|司法|商务|农业农村|交通运输 交通|卫生健康 卫健"
    "|生态环境|自然资源|水利|文化和旅游 文旅|人力资源和社会保障 人力资源社会保障 人社"
    "|应急管理 应急|市场监督管理 市场监管|统计|审计|税务"
    "|住房和城乡建设 住建|国资|体育|广播电视 广电|医疗保障 医保|林业和草原 林业"
    "|粮食和物资储备 粮食|能源|数据 大数据 大数据发展管理|地方金融监管 地方金融监督管理 金融监管"
    "|气象|地震|海事|知识产权|药品监督管理 药监|退役军人事务|城市管理 城管执法 城管|网信|统战|组织|宣传"
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


def follows_post(text: str, at: int) -> bool:
    """Whether what stands at `at` in `text` follows a post or a calling (`局长`, `分析师`, `CEO`)."""
    return bool(_POST.search(text[max(0, at - 4) : at]))


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


def is_abbreviation(short: str, long: str) -> bool:
    """Whether `short` (two characters or more) keeps the order of `long`'s characters and its first one."""
    if len(short) < 2 or len(short) > len(long) or short[0] != long[0]:
        return False
    rest = iter(long)
    return all(char in rest for char in short)
