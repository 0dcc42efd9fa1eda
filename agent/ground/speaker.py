"""Who said it: the speaker of the claim's reporting clause held against the speaker of the words it rests
on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from agent.ground.alignment import rest_on
from agent.ground.lexicon import speech_verbs
from agent.ground.names import find_name
from agent.ground.quotations import letters
from agent.ground.side import Findings, Side
from agent.ground.words import lowered
from agent.models import Match, Reason, Span
from agent.text.names import Name, is_abbreviation, known_forms, read_names

_LEAD = re.compile(r"^(?:据|根据|按照|按|援引|引述|而)?")
_REPORT = re.compile(
    r"^(?:据|根据|按照?|援引)(?P<who>[^,，]{2,30}?)(?:的)?(?:介绍|报道|消息|数据|披露|透露|统计|发文|说法|表示|称|分析|预测|估算|估计|预计|研报|报告|测算|显示|援引)"
)
_FROM = re.compile(r"^(?:[^,，]{0,12}?)从(?P<who>[^,，]{3,24}?)(?:处|方面|官网)?(?:获悉|了解到|得知)")
_EYES = re.compile(r"^(?:在|对)(?P<who>[^,，]{2,24}?)(?:看来|而言)")
_QUOTE = re.compile(r"[“「『\"][^“”「」『』\"]{2,600}[”」』\"]")
#: What may stand between a speaker and the verb.
_BETWEEN = r"(?:[^,，。；]{0,24}?)"
#: What a reporting clause may open with, and what follows the speaker in it.
_OPENING = re.compile(r"^(?:据|根据|按照?|援引|而|但|对此|同时|此外|另外|不过|不少|部分|多位|有|一位|一名)+")
_TRIM = re.compile(
    r"在|于|对|向|就|日前|近日|近期|此前|曾|还|也|则|都|均|官方|方面|有关|相关|当天|随后|同时|再次|分别|明确|公开|又"
)
#: From this coverage on the words are taken to be the ones the source lets somebody say.
_SURE = 0.6
#: For one who speaks elsewhere in the source this is enough.
_KNOWN = 0.5
#: And from this one on they are taken to continue what the speaker of the sentence before said.
_CARRIED = 0.75
_SAYS = r"(?:表示|指出|认为|介绍|透露|强调|坦言|补充|建议|告诉|说|称)"
_SOMEBODY = re.compile(r"@|博主|网友|负责人|人士|发言人|专家|分析师|研究员|官方|机构|媒体")
_SPEAKS_ON = re.compile(r"(?:还|进一步)?(?:表示|指出|认为|强调|介绍|透露|说|称|建议|分析)[,，:：\"“]")
_POSTS = frozenset(("CEO", "CTO", "CFO", "COO", "AI", "App", "APP", "GDP", "CPI"))
#: What many names share.
_NOTHING_OWN = re.compile(
    r"[省市县区]|厅长|局长|部长|主任|董事长|总裁|官方|方面|有限|公司|集团|银行|证券|基金|大学|学院|研究[院所]|协会|学会"
    r"|联合会|商会|委员会|实验室|资本|咨询|科技|股份"
)
#: Verbs after which what was said need not follow.
_NO_OPENING = frozenset(("宣布", "承诺", "披露", "发文", "获悉", "了解到", "得知"))
#: `据X公布的数据`: figures rather than words; `X报道`: what somebody else may have said.
_FIGURES = re.compile("数据|统计|测算|消息")
_QUOTES_OTHERS = re.compile("报道|援引|引述")
_RELAYS = re.compile("(?:报道|援引|消息|发文|刊文|获悉|了解到)$")
#: Words that name no speaker in particular.
_GENERIC = re.compile(
    r"(?:他|她|它|们|其|该|这|那|双方|各方|解读|评论|文章|社论|专家|学者|业内|人士|读者|公众|券商|厂商|车企|家长|群众|外界|观众|市场|政府|部门|官员|负责人|会议|大会|研究|调查|分析|机构|分析人士|消息人士|知情人士|记者|网友|公司|企业|报告|数据|文件|方案|意见|通知|公告|媒体|有关|相关|研究)"
)


@dataclass(frozen=True, slots=True)
class Speech:
    """A claim's reporting clause: who is said to speak (`who`, with its span) and where what is said
    begins."""

    who: Name
    phrase: Span
    content: Span
    figures: bool = False  #: `据X公布的数据`: X is where the figures come from, not one who speaks


@cache
def _verb() -> re.Pattern[str]:
    plain = [
        verb
        for verb in speech_verbs()
        if verb not in ("说", "称", "看", "要求", "显示", "总结", "看来", "看好")
    ]
    return re.compile(
        "|".join(
            [
                *plain,
                "了解到|获悉|得知",
                r"(?<![传来听据被人简堪号名职自宣声之可])称(?!为|号|呼|作|之|的)",
                r"(?<![来传听据小游劝学解演述])说(?![明法服教唱])",
            ]
        )
    )


def read_speech(claim: Side) -> Speech | None:
    """The reporting clause of `claim` with a named speaker, or None.

    Where a paper reports what somebody says (`某报报道，某人表示，……`) that one is the speaker."""
    names = read_names(claim.folded)
    outer: Speech | None = None
    for start, end in claim.clauses:
        found = _clause_of_speech(claim, start, end)
        who = None if found is None else _head(names, found[0], claim)
        if found is None or who is None:
            continue
        phrase, content = found
        rest = claim.folded[content:].lstrip(',，:：“" 了')
        if len(rest) < 6:
            ending = Speech(who, phrase, (0, start)) if start > 8 else None
            return ending or outer
        told = claim.folded[phrase[0] : content]
        speech = Speech(who, phrase, (content, len(claim.folded)), bool(_FIGURES.search(told)))
        if outer is not None or not _RELAYS.search(told):
            return speech
        outer = speech
    return outer


def _clause_of_speech(claim: Side, start: int, end: int) -> tuple[Span, int] | None:
    """The words before the verb of saying of a clause, and where what is said begins."""
    clause = claim.folded[start:end]
    m = _REPORT.match(clause) or _EYES.match(clause) or _FROM.match(clause)
    if m:
        return (start + m.start("who"), start + m.end("who")), start + m.end()
    verb = _verb().search(clause)
    if not verb or verb.start() < 2 or verb.group() in _NO_OPENING:
        return None
    return (start, start + verb.start()), start + verb.end()


def _head(names: Sequence[Name], phrase: Span, claim: Side) -> Name | None:
    inside = [n for n in names if phrase[0] <= n.span[0] and n.span[1] <= phrase[1] and n.kind != "title"]
    people = [n for n in inside if n.kind == "person"]
    if people:
        return people[-1]
    bodies = [n for n in inside if n.kind in ("organisation", "latin")]
    if bodies and phrase[1] - bodies[-1].span[1] <= 12:
        return bodies[-1]
    first = phrase[0] <= claim.clauses[0][0] + 2
    closed = claim.folded[phrase[1] : phrase[1] + 6].find(",") >= 0
    return _unlisted(phrase, claim) if first and closed else None


def _unlisted(phrase: Span, claim: Side) -> Name | None:
    """The speaker as the claim words it, where no name was read: what stands before `在…`, `日前`, `官方` ….

    None where that names nobody in particular.
    """
    text = claim.folded[phrase[0] : phrase[1]]
    start = len(text) - len(_OPENING.sub("", text))
    cut = _TRIM.search(text, start + 2)
    end = cut.start() if cut else len(text)
    own = text[start:end].strip(" \"'")
    if (
        not 2 <= len(own) <= 16
        or _GENERIC.search(own)
        or not own[0].isalnum()
        or re.search(r"[,，、0-9]", own)
    ):
        return None
    return Name("organisation", own, (phrase[0] + start, phrase[0] + start + len(own)))


@lru_cache(maxsize=2048)
def _verbs_of(folded: str) -> tuple[Span, ...]:
    return tuple(m.span() for m in _verb().finditer(folded))


@lru_cache(maxsize=2048)
def _quotes_of(text: str) -> tuple[Span, ...]:
    return tuple(m.span() for m in _QUOTE.finditer(text))


def speaker_phrase(source: Side, at: int) -> Span | None:
    """The words of `source` that name who says what stands at position `at`, or None where it does not
    say."""
    sentence = source.sentence_of((at, at + 1))
    quote = next((q for q in _quotes_of(source.text) if q[0] <= at < q[1]), None)
    if quote is not None:
        introduced = source.folded[max(0, quote[0] - 1) : quote[0]] in (":", ",")
        after = None if introduced else _said_after(source, quote[1])
        if after is not None:
            return after
    verb = _last_verb(source, sentence[0], quote[0] if quote and quote[0] > sentence[0] else at)
    if verb is not None and verb[0] - sentence[0] >= 2:
        return (sentence[0], verb[0])
    if quote is not None and quote[0] < sentence[0]:
        opening = source.sentence_of((quote[0], quote[0] + 1))
        verb = _last_verb(source, opening[0], quote[0])
        if verb is not None and verb[0] - opening[0] >= 2:
            return (opening[0], verb[0])
    return None


def _said_after(source: Side, end: int) -> Span | None:
    """`……”X说。`: the speaker named right after a quotation, when nothing else begins there."""
    tail = source.folded[end : end + 60]
    m = re.match(
        r"[,，]?([^,，。:：\"“”]{2,50}?)(?:表示|说道|说到|说|指出|介绍|称|认为|强调|坦言|告诉)(?=[。,，；\n]|$)",
        tail,
    )
    return (end + m.start(1), end + m.end(1)) if m else None


def _last_verb(source: Side, start: int, end: int) -> Span | None:
    found = None
    for span in _verbs_of(source.folded):
        if span[0] >= end:
            break
        if span[0] >= start:
            found = span
    return found


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Objects where the source plainly lets another speak; agrees where the speaker is found with the
    words."""
    speech = read_speech(claim)
    if speech is None or not sources:
        return Findings()
    if _copied(claim, speech, sources) or _published_by(speech.who, sources):
        return Findings()
    if _QUOTES_OTHERS.search(claim.folded, *_told(speech)) and _relayed(speech.who, sources):
        return Findings()
    against: list[Findings] = []
    for span in _contents(claim, speech.content):
        found = _held(claim, speech, span, sources)
        if found.matched:
            return found
        against.append(found)
    return max(against, key=lambda found: (len(found.reasons), len(found.unsure)), default=Findings())


def named(claim: Side, sources: Sequence[Side]) -> Span | None:
    """The span of the speaker `claim` names, where a source names them too."""
    speech = read_speech(claim)
    if speech is None or not any(find_name(speech.who, source) is not None for source in sources):
        return None
    return speech.who.span


def _told(speech: Speech) -> Span:
    """From the speaker to what is said."""
    return speech.who.span[1], max(speech.phrase[1], speech.content[0])


def _relayed(who: Name, sources: Sequence[Side]) -> bool:
    """Whether a source goes by what `who`, a paper, reports: then all it says may be given as theirs."""
    forms = "|".join(re.escape(form) for form in known_forms(who) if len(form) > 1)
    told = re.compile(rf"据[^,，。；;]{{0,6}}(?:{forms})[^,，。；;]{{0,16}}(?:报道|消息|援引)", re.IGNORECASE)
    return bool(forms) and any(
        told.search(source.folded) or re.match(rf"(?:{forms})[:：]", source.title, re.IGNORECASE)
        for source in sources
    )


def _published_by(who: Name, sources: Sequence[Side]) -> bool:
    """Whether a source was published by `who`, who so may be named for all it says."""
    return any(
        len(form) > 1 and form.lower() in source.publisher.lower()
        for source in sources
        if source.publisher
        for form in known_forms(who)
    )


def _copied(claim: Side, speech: Speech, sources: Sequence[Side]) -> bool:
    """Whether the reporting clause and the words after it stand in a source just so."""
    if speech.content[0] < speech.phrase[1]:
        return False
    words = letters(claim.folded[speech.who.span[0] : speech.content[0] + 10])[0]
    return any(words in letters(source.folded)[0] for source in sources)


def _contents(claim: Side, content: Span) -> list[Span]:
    """What is said, whole and clause by clause."""
    parts = [
        (max(a, content[0]), min(b, content[1]))
        for a, b in claim.clauses
        if b > content[0] and a < content[1]
    ]
    long = [part for part in parts if part[1] - part[0] >= 8]
    return [content, *long] if len(long) > 1 else [content]


def _held(claim: Side, speech: Speech, content: Span, sources: Sequence[Side]) -> Findings:
    aligned = rest_on(claim, content, sources)
    if aligned.source < 0 or aligned.coverage < 0.35:
        return Findings()
    source = sources[aligned.source]
    clause = aligned.source_clause
    phrase = speaker_phrase(source, clause[0] + (clause[1] - clause[0]) // 2)
    carried = phrase is None
    distance = 0
    if phrase is None:
        phrase, distance = _carried(source, aligned.source_span)
    at = None if phrase is None else _names_in(speech.who, source, phrase)
    if at is not None:
        match = Match(kind="speaker", claim_span=speech.who.span, source_id=source.id, source_span=at)
        return Findings(matched=(match,))
    if phrase is None or find_name(speech.who, source) == (0, 0):
        return Findings()
    others = _speakers(source, phrase)
    if _same_person(speech.who, others, source):
        return Findings()
    unlisted = not speech.who.listed and speech.who.kind == "organisation"
    if unlisted and _shares_word(speech.who, source, phrase):
        return Findings()
    known = find_name(speech.who, source) is not None
    said = others[-1].span if others else phrase
    if (
        speech.figures
        or aligned.coverage < (_KNOWN if _speaks(speech.who, source) else _SURE)
        or (unlisted and carried and not _speaks(speech.who, source))
    ):
        sure = False
    elif carried:
        sure = (
            known
            and bool(others)
            and distance <= 2
            and aligned.coverage >= _CARRIED
            and _strong(source, phrase)
        )
    else:
        told = source.folded[slice(*phrase)]
        somebody = speech.who.kind == "person" and bool(_SOMEBODY.search(told))
        sure = bool(others) or (
            known and not re.search("[他她]", told) and (somebody or _speaks(speech.who, source))
        )
    if sure:
        return Findings(reasons=(_reason(claim, speech, said, source),))
    return Findings(unsure=(_reason(claim, speech, None, source),)) if known and not carried else Findings()


def _speaks(who: Name, source: Side) -> bool:
    """Whether `who` speaks elsewhere in the source: then the words of another are not theirs."""
    forms = "|".join(re.escape(form) for form in known_forms(who))
    return bool(re.search(rf"(?:{forms})[^,，。;；]{{0,8}}?{_SAYS}", source.folded))


def _strong(source: Side, phrase: Span) -> bool:
    """Whether the phrase is followed by a verb that lets one speak on (`指出`, `表示`), with the speech
    after it."""
    return bool(_SPEAKS_ON.match(source.folded[phrase[1] : phrase[1] + 6]))


def _shares_word(who: Name, source: Side, phrase: Span) -> bool:
    """Whether a pair of characters of a speaker that no table knows stands in the source's phrase."""
    piece = source.folded[phrase[0] : phrase[1]]
    own = who.text
    for name in read_names(own):
        if name.kind == "place":
            own = own.replace(name.text, " ")
    own = _NOTHING_OWN.sub(" ", own)
    pairs = [own[i : i + 2] for i in range(len(own) - 1) if " " not in own[i : i + 2]]
    return not pairs or any(pair in piece for pair in pairs)


def _carried(source: Side, sentence: Span) -> tuple[Span | None, int]:
    """The phrase of the last speaker before `sentence` who was named, and how many sentences back, up to
    a dozen."""
    for distance in range(1, 13):
        if not sentence[0]:
            return None, 0
        index = bisect_right(source.sentences, sentence[0], key=lambda span: span[1]) - 1
        if index < 0:
            return None, 0
        sentence = source.sentences[index]
        verb = _last_verb(source, sentence[0], sentence[1])
        if verb is not None and _speakers(source, (sentence[0], verb[0])):
            return (sentence[0], verb[0]), distance
    return None, 0


def _names_in(who: Name, source: Side, span: Span) -> Span | None:
    piece = lowered(source.folded)[span[0] : span[1]]
    for form in known_forms(who):
        at = piece.find(form.lower())
        if at >= 0:
            return (span[0] + at, span[0] + at + len(form))
    if who.kind == "organisation":
        for other in _speakers(source, span):
            if is_abbreviation(who.text, other.text) or is_abbreviation(other.text, who.text):
                return other.span
    return None


def _speakers(source: Side, span: Span) -> list[Name]:
    return [
        n
        for n in read_names(source.folded)
        if span[0] <= n.span[0]
        and n.span[1] <= span[1]
        and n.kind in ("person", "organisation", "latin")
        and n.text not in _POSTS
    ]


def _same_person(who: Name, others: Sequence[Name], source: Side) -> bool:
    """Whether one of `others` was introduced elsewhere as of `who` (`联发科CEO蔡某` … `蔡某表示`)."""
    forms = "|".join(re.escape(form) for form in known_forms(who))
    return any(
        re.search(rf"(?:{forms})[^,，。;；:：、\"]{{0,20}}{re.escape(other.text)}", source.folded)
        or re.search(rf"{re.escape(other.text)}\([^()]{{0,12}}(?:{forms})", source.folded)
        for other in others
        if other.kind == "person"
    )


def _reason(claim: Side, speech: Speech, said: Span | None, source: Side) -> Reason:
    who = claim.text[speech.who.span[0] : speech.who.span[1]]
    if said is None:
        return Reason(
            kind="speaker",
            claim_span=speech.who.span,
            message=f"来源没有写明这话出自{who}，请核对是谁说的。",
            source_id=source.id,
        )
    return Reason(
        kind="speaker",
        claim_span=speech.who.span,
        message=f"这话在来源中出自“{source.text[said[0] : said[1]]}”，不是“{who}”。",
        source_id=source.id,
        source_span=said,
    )
