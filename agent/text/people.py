"""People a text names: by the surname, and by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from agent.models import Span
from agent.text.tokens import Token, segmenter, tokens

#: Characters transliterated names are written with.
_SOUNDS = (
    "阿艾安奥巴白班邦包贝本比彼得毕宾波博伯勃布策查茨达戴丹德登邓狄迪蒂丁杜多顿厄恩尔法范菲费芬丰佛弗福夫盖冈高戈哥格葛根贡古圭哈海汉豪"
    "赫亨洪胡华怀霍基吉加贾杰金京居卡凯坎康考柯科克肯孔库夸昆拉莱赖兰朗劳勒雷蕾里利莉丽历列林琳隆卢鲁路伦罗洛马麦迈曼芒毛梅门蒙米密明"
    "莫默姆穆拿纳娜南瑙内尼娘涅宁纽农诺努欧帕潘庞佩彭皮平珀普奇齐恰乔切琼丘让热仁日荣茹瑞萨塞桑瑟森沙山珊尚绍舍申什圣施史舒朔斯丝松苏所"
    "埃鲍拜蔡蓓黛薇琪玛娅莎赛奈妮兹契彦缪"
    "索塔台泰坦汤唐特提廷图托陀瓦万旺威韦维魏温文翁沃乌武西希锡夏香向肖谢辛休许雅亚扬杨耶叶伊易因英尤于约泽扎詹张珍芝朱佐"
)
#: Not the 于 before a day (菲利普·克里科于1772年), nor the 向 of one who speaks to somebody (向理事会表示).
FOREIGN = re.compile(
    rf"[{_SOUNDS}]{{1,6}}(?:·(?:(?!于 ?\d|向[一-龥]{{1,8}}?(?:表示|介绍|指出|透露|提交|说))[{_SOUNDS}]){{1,8}})+"
)
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
    "|成员|[职队社学店船组]员|管理员|快递员|驾驶员|飞行员|标注员|检察官|法官|警官|院士|教授|博士|书记|主任|记者|学者|代表|专家|选手|名将|小将|主帅|教练|作家|画家|导演|编剧|歌手|大使|领事|司令|参赞|顾问|助理|先生|女士|CEO|CTO|CFO|COO"
)
_POST = re.compile(f"(?:{_TITLES})$")
_AFTER = re.compile(
    r"^(?:表示|指出|认为|称|说|介绍|强调|透露|谈到|坦言|直言|提醒|呼吁|宣布|预测|预计|判断|建议|主张|解释|回应|提出|补充|警告|在|等|、|向|对|还|也|则|就|于|曾|将|同|与|和|会见|出席|主持|告诉|当选|获|带领|率|，|,|先生|女士|院士|教授|团队)"
)


_POSTED = re.compile(
    rf"(?:{_TITLES})"
    rf"((?:{'|'.join(_COMPOUND)}|[{''.join(sorted(_SURNAMES))}])[\u4e00-\u9fff]{{1,2}}?)"
    r"(?=表示|指出|认为|称|说|介绍|强调|透露|谈到|坦言|直言|提醒|呼吁|宣布|预测|预计|建议|主张|解释|回应|提出|补充|警告|通报|致辞|出席|主持|在|[,，、])"
)


#: What no given name ends in: 孙兵等, 姜鹏称.
_NOT_GIVEN = frozenset("等称说在向对与和及也还则将曾均都的所这那")


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
    if not has_surname(text[at : at + 2]):
        return ""
    lengths = (
        (4, 3)
        if text.startswith(_COMPOUND, at)
        else (2, 3)
        if _AFTER.match(text[at + 2 : at + 8])
        else (3, 2)
    )
    return next((own for n in lengths if len(own := text[at : at + n]) == n and is_person(own)), "")


def has_surname(text: str) -> bool:
    """Whether a text begins with a surname."""
    return text[:1] in _SURNAMES or text.startswith(_COMPOUND)


def is_person(text: str) -> bool:
    """Whether two to four characters may be a person's whole name: a surname and no word."""
    return has_surname(text) and not _words_in(text) and text == _given(text)


def _words_in(name: str) -> bool:
    """Whether what looks like a name is a word, or opens with one."""
    known = segmenter().has_word
    return bool(known(name) or known(name[:2]))


def people(text: str, words: Sequence[Token]) -> Iterable[Span]:
    """Where a folded text names people whom a post, a verb of saying or the like announces."""
    for m in _POSTED.finditer(text):
        if not segmenter().has_word(m.group(1)) and m.group(1).startswith((*_FREQUENT, *_COMPOUND)):
            own = _given(m.group(1))
            yield m.start(1), m.start(1) + len(own)
    for m in _SPEAKING.finditer(text):
        own = m.group(1)
        if own == _given(own) and (len(own) == 3 or own.startswith(_FREQUENT)) and not _words_in(own):
            yield m.span(1)
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
            yield start, start + len(own)


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


#: What stands before a person's name of two characters that is a word as well: 名字叫李广, 击败陈梦.
_NAMES: Final = re.compile("(?:名叫|名字[叫是]|叫做?|击败|战胜|不敌|负于|淘汰|搭档|对阵|选手)$")
#: What three characters with a surname before end in, and name nobody: 韩方, 杨母, 刘家.
_NOBODY: Final = frozenset("方母父家氏队族版式型系级化性")
_SOUNDED: Final = re.compile(f"[{_SOUNDS}]{{4,8}}")
_AND: Final = frozenset(("和", "与", "、", "及"))


def possible_people(text: str) -> Iterable[Span]:
    """Where a folded text may name people of whom even the form is not sure: `刘大姐`, `伊藤美诚`, `张帅和李娜`, and runs of
    the characters foreign names are written with."""
    known = segmenter().has_word
    words = tokens(text)
    for number, (word, tag, start) in enumerate(words):
        if not tag.startswith("nr") or word[-1] in _NOBODY or "和" in word:
            continue
        listed = number > 1 and words[number - 1][0] in _AND and words[number - 2][1].startswith("nr")
        short = len(word) == 2 and word.startswith(_FREQUENT)
        if short and (listed or _NAMES.search(text, max(0, start - 4), start)):
            yield start, start + 2
        elif len(own := _given(word)) == 3 and own.startswith(_FREQUENT):
            yield start, start + 3
        elif len(word) in (4, 5) and not known(word):
            yield start, start + len(word)
    for m in _SOUNDED.finditer(text):
        inside = [w for w in words if m.start() < w[2] + len(w[0]) and w[2] < m.end()]
        if all(tag.startswith("nr") and len(word) > 1 for word, tag, _ in inside):
            yield m.span()


def follows_post(text: str, at: int) -> bool:
    """Whether what stands at `at` in `text` follows a post or a calling (`局长`, `分析师`, `CEO`)."""
    return bool(_POST.search(text[max(0, at - 4) : at]))
