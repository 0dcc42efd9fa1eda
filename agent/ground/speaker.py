"""Who said it: the speaker of the claim's reporting clause held against the speaker of the words it rests
on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.ground.alignment import rest_on
from agent.ground.names import definitions, find_name
from agent.ground.quotations import letters
from agent.ground.side import Findings, Side
from agent.ground.speech import Speech, read_speech
from agent.ground.voice import datelined, speaker_before, speaker_phrase, speakers
from agent.ground.words import lowered
from agent.models import Match, Reason, Span
from agent.text.names import Name, is_abbreviation, known_forms, plain_latin, read_names

#: From this coverage on the words are taken to be the ones the source lets somebody say.
_SURE = 0.6
#: For one who speaks elsewhere in the source this is enough.
_KNOWN = 0.5
#: And from this one on they are taken to continue what the speaker of the sentence before said.
_CARRIED = 0.75
_SAYS = r"(?:表示|指出|认为|介绍|透露|强调|坦言|补充|建议|告诉|说|称)"
#: What is no name of a speaker: quoted words.
_QUOTED = re.compile('["“”,，]|^传|将$')
_SOMEBODY = re.compile(r"@|博主|网友|负责人|人士|发言人|专家|分析师|研究员|官方|机构|媒体")
_SPEAKS_ON = re.compile(r"(?:还|进一步)?(?:表示|指出|认为|强调|介绍|透露|说|称|建议|分析)[,，:：\"“]")
#: What many names share.
_NOTHING_OWN = re.compile(
    r"[省市县区]|厅长|局长|部长|主任|董事长|总裁|官方|方面|有限|公司|集团|银行|证券|基金|大学|学院|研究[院所]|协会|学会"
    r"|联合会|商会|委员会|实验室|资本|咨询|科技|股份"
)
#: Somebody of a body speaks, not the body: what it published may let others speak.
_POST = re.compile("[局司厅部处院市县省会]长|主任|书记|负责人|发言人|总裁|总经理|专员")
#: A speaker named before: 上述负责人.
_MEANT_BEFORE = re.compile("[他她]|[上前]述|[该这](?:[位名]|负责人|发言人|官员|人士)")
#: One named in a sentence before, and nobody else: 他同时.
_BACK = re.compile(
    '["”,，]*(?:[他她]|(?:该|这位|上述)(?:负责人|发言人|专家|人士|工作人员))(?:还|也|同时|又|则|进一步|随后|此外|特别)*'
)
#: One who speaks of themselves in a quotation: whoever was named before.
_SELF = re.compile('["“]*(?:我|我们|我个人|我本人|本人)(?:个人|也|还|一直|始终)*')
_SOMEONE = re.compile("[他她]")
#: A body that is said to speak, though no name was read: 东航方面.
_BODY = re.compile("[一-龥A-Za-z]{2,8}(?:方面|官方|公司|集团|局|厅|委|部|银行|协会|法院|警方)")
#: What speaks and is nobody.
_PAPER = re.compile("(?:报告|数据|公告|声明|文件|研究|通知|通报|文章|消息)$")
#: Who speaks stands so close to the verb.
_BESIDE = 6
#: One told of before by what they are: 这家咨询机构的首席分析师.
_ANAPHORA = re.compile(
    "[该这那][位家名]?[^,，。；;]{1,12}的[^,，。；;]{2,24}(?:主管|主任|学家|总裁|总监|董事|经理|负责人|分析师|研究员)"
)
_RELAYED = re.compile("[,，]?(?:报道|消息|援引)")
#: So many sentences before at most.
_AGO = 3
#: `X报道`: what somebody else may have said.
_QUOTES_OTHERS = re.compile("报道|援引|引述")


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Objects where the source plainly lets another speak; agrees where the speaker is found with the
    words."""
    speech = read_speech(claim)
    if speech is None or not sources or speech.who.text.lower() in plain_latin():
        return Findings()  # the CEO, whoever that is
    if _copied(claim, speech, sources):
        return Findings()
    published = published_by(speech.who, sources) and not _POST.search(claim.folded, *_told(speech))
    if published and not _lets_speak(claim, speech, sources):
        return Findings()
    if _QUOTES_OTHERS.search(claim.folded, *_told(speech)) and (published or _relayed(speech.who, sources)):
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
    told = re.compile(
        rf"(?:据[^,，。；;]{{0,6}})?(?:{forms})[^,，。；;]{{0,16}}(?:报道|消息|援引)", re.IGNORECASE
    )
    return bool(forms) and any(
        told.search(source.folded) or re.match(rf"(?:{forms})[:：]", source.title, re.IGNORECASE)
        for source in sources
    )


def published_by(who: Name, sources: Sequence[Side]) -> bool:
    """Whether a source was published by `who`, or is datelined theirs, who so may be named for all it says."""
    return any(datelined(who, source) for source in sources) or any(
        len(form) > 1 and form.lower() in source.publisher.lower()
        for source in sources
        if source.publisher
        for form in known_forms(who)
    )


def _copied(claim: Side, speech: Speech, sources: Sequence[Side]) -> bool:
    """Whether the reporting clause and the words after it stand in a source just so."""
    if speech.content[0] < speech.phrase[1]:
        return False
    words = letters(claim.folded[speech.who.span[0] : speech.content[0] + 10])
    return any(words in letters(source.folded) for source in sources)


def _lets_speak(claim: Side, speech: Speech, sources: Sequence[Side]) -> bool:
    """Whether the very sentence of the source lets somebody speak: a publisher may be named for all else it printed."""
    aligned = rest_on(claim, speech.content, sources)
    if aligned.source < 0:
        return False
    clause = aligned.source_clause
    return speaker_phrase(sources[aligned.source], clause[0] + (clause[1] - clause[0]) // 2) is not None


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
    if phrase is None or _BACK.fullmatch(source.folded, *phrase) or _SELF.fullmatch(source.folded, *phrase):
        someone = phrase is not None and _SOMEONE.search(source.folded, *phrase) is not None
        before, distance = speaker_before(
            source, source.sentence_of(phrase) if phrase else aligned.source_span, person=someone
        )
        phrase, carried = before or phrase, phrase is None or distance > _AGO
    at = None if phrase is None else _names_in(speech.who, source, phrase)
    if at is not None:
        match = Match(kind="speaker", claim_span=speech.who.span, source_id=source.id, source_span=at)
        return Findings(matched=(match,))
    if phrase is None or find_name(speech.who, source) == (0, 0):
        return Findings()
    others = speakers(source, phrase)
    if _one_of(speech.who, others, source):
        return Findings()
    unlisted = not speech.who.listed and speech.who.kind == "organisation"
    if unlisted and _shares_word(speech.who, source, phrase):
        return Findings()
    said = others[-1].span if others else phrase
    if _nobody(claim, speech, source, phrase, others):
        return Findings()
    known = find_name(speech.who, source) is not None
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
        body = speech.who.listed and _BODY.fullmatch(told) is not None
        sure = (
            bool(others)
            or (known and body)
            or (known and not _MEANT_BEFORE.search(told) and (somebody or _speaks(speech.who, source)))
        )
    if sure:
        return Findings(reasons=(_reason(claim, speech, said, source),))
    return Findings(unsure=(_reason(claim, speech, None, source),)) if known and not carried else Findings()


def _one_of(who: Name, others: Sequence[Name], source: Side) -> bool:
    """Whether `who` is one of those who speak, by family name, by the source's own short form or by an introduction."""
    family = who.text.rpartition("·")[2]  # 马什 is 埃伦·马什
    known = any(other.text == family or _defined(who, other, source) for other in others)
    return known or _same_person(who, others, source)


def _nobody(claim: Side, speech: Speech, source: Side, phrase: Span, others: Sequence[Name]) -> bool:
    """Whether a phrase names nobody of its own who speaks: one told of before, a paper that relays or is read from, a word
    in passing, quoted words, what the claim itself speaks of."""
    if _ANAPHORA.match(source.folded, *phrase) or _RELAYED.match(source.folded, phrase[1]):
        return True
    if (
        others
        and others[-1].text.isupper()
        and not others[-1].listed
        and phrase[1] - others[-1].span[1] > _BESIDE
    ):
        return True  # GAA
    if not others and _PAPER.search(source.folded, *phrase):
        return True  # 报告指出: whose report, the source says elsewhere
    told_of = source.folded[slice(*(others[-1].span if others else phrase))]
    told = len(told_of) > 1 and told_of in claim.folded[slice(*speech.content)]
    return told or _QUOTED.search(told_of) is not None


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


def _names_in(who: Name, source: Side, span: Span) -> Span | None:
    piece = lowered(source.folded)[span[0] : span[1]]
    for form in known_forms(who):
        at = piece.find(form.lower())
        if at >= 0:
            return (span[0] + at, span[0] + at + len(form))
    if who.kind == "organisation":
        for other in speakers(source, span):
            if is_abbreviation(who.text, other.text) or is_abbreviation(other.text, who.text):
                return other.span
    return None


def _defined(who: Name, other: Name, source: Side) -> bool:
    """Whether the source itself gives one name for the other: 竞争与市场管理局(CMA)."""
    table = definitions(source.folded)
    one, two = who.text.lower(), other.text.lower()
    return any(
        full.endswith(mine) for full, mine in ((table.get(two, ""), one), (table.get(one, ""), two)) if full
    )


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
