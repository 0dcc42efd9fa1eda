"""The embedded writer: an issue selected and trimmed from source sentences; no model, no network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.house import House
from agent.models import Assignment, Draft, DraftSection, DraftSentence, Quote, Source
from agent.text.sentences import sentences
from agent.writer.article import Article, Line, is_chinese, read
from agent.writer.cut import SAY, without_view
from agent.writer.days import parse_day
from agent.writer.heading import heading
from agent.writer.judgement import judgements, nameless
from agent.writer.opening import opened, said_by
from agent.writer.placeholder import placeholder
from agent.writer.same import figures, repeats, share
from agent.writer.summary import Gist, summary
from agent.writer.topic import topic as topic_of
from agent.writer.trim import Fit, fit, local, named, placed
from agent.writer.weight import decides, has_figure, opinion, stale, weight

#: Sources of one event that are read, and sentences taken from others than the lead.
SOURCES, OTHERS = 6, 1
#: Characters of a text in which a title may come back.
READ_TITLE = 1500
#: Characters of the paragraph kept free for another source of the event.
SHARE = 50
#: A sentence below this weight is filler.
FLOOR = 1.5
#: So much will do while the paragraph is short.
THIN = 0.9
#: By so much another source's lead must outweigh that of the source the desk put first.
BETTER = 2.0
NOTE = (
    "本期由摘录生成：事实句选自来源原文并作删节，研判只取来源中有署名的判断，未经模型改写，请编辑通读后再发。"
)


#: Sentences that set the scene or explain a thing, and tell no news.
_SCENE = re.compile(
    r"^今年是|之年[，。]|是[^，。]{4,40}之一[，。]|近年来|一直以来|众所周知|随着[^，。]{4,30}的(?:发展|推进|深入)|扮演|用于[^。]{0,40}等领域"
)
_ANGLE = re.compile(r"从[^，]{1,10}看，|在[^，]{1,8}看来|[^，]{1,6}方面，")
_SAYS = re.compile(rf"{SAY}[，：]|{SAY}。|宣布，")
_DOCUMENT = re.compile(r"《[^《》]{8,}》")
_MEETING = re.compile(r"(?:举行|召开)[^，。]{0,40}(?:发布会|吹风会|论坛|会议)。")
_AHEAD = re.compile(r"下一步|未来|将|推动|促进|意义|有望|关键|支撑|目标|计划|趋势|需求|阶段|方向")


@dataclass(frozen=True, slots=True)
class _Fact:
    """A chosen sentence: its text, its text without the opening, and the words it leans on."""

    text: str
    bare: str
    quote: Quote


class EmbeddedWriter:
    """Composes from what the sources say, word for word; a placeholder where they say nothing usable."""

    name = "embedded"

    def __init__(self, house: House) -> None:
        self._house = house

    def write(self, assignments: Sequence[Assignment], date: str) -> Draft:
        """The draft of the issue of `date`. Never raises for a thin assignment."""
        sections: list[DraftSection] = []
        gists: list[Gist] = []
        notes = [NOTE]
        for assignment in assignments:
            section, gist, note = self._section(assignment, date)
            sections.append(section)
            if gist:
                gists.append(gist)
            if note:
                notes.append(note)
        if not assignments:
            notes.append("今天没有可写的事件。")
        head = summary(gists) or (placeholder("摘要：没有可摘录的中文来源"),)
        return Draft(summary=head, sections=tuple(sections), notes=tuple(notes))

    def _background(self, assignment: Assignment, facts: list[_Fact], topic: str, date: str) -> list[_Fact]:
        """A sentence of the older sources where the paragraph is short of the house's measure."""
        least, most = self._house.style.fact
        length = sum(len(fact.text) for fact in facts)
        if length >= least:
            return []
        year = int(date[:4]) if date[:4].isdigit() else 0
        found = [
            item
            for source in assignment.background[:SOURCES]
            if source.text.strip() and is_chinese(source)
            for item in _related(read(source, date), facts, topic, year)
            if length + len(item[1].text) <= most
        ]
        found.sort(key=lambda item: -item[0])
        return [fact for _, fact in found[:1]]

    def _section(self, assignment: Assignment, date: str) -> tuple[DraftSection, Gist | None, str]:
        number = assignment.number
        readable = [source for source in assignment.sources if source.text.strip()]
        chinese = [source for source in readable if is_chinese(source)][:SOURCES]
        if not chinese:
            return _foreign(assignment, readable)
        articles = [read(source, date) for source in chinese]
        titles = _titles(chinese, assignment.event.heading)
        topic = chinese[0].title or assignment.event.heading
        facts = _facts(articles, topic, date, self._house.style.fact)
        if not facts:
            return _bare(assignment, chinese)
        facts = facts + self._background(assignment, facts, topic, date)
        texts = [fact.text for fact in facts]
        lead = next(source for source in chinese if source.id == facts[0].quote.source_id)
        title = heading(
            titles,
            texts,
            [fact.bare for fact in facts],
            self._house.style.heading,
        )
        views = judgements(articles, facts[0].quote, texts, self._house.style.judgement) or (
            _no_view(facts, articles),
        )
        section = DraftSection(
            heading=title, facts=tuple(_sentence(fact) for fact in facts), judgements=views
        )
        name = topic_of(title, texts, [source.text for source in chinese], facts[0].quote.words)
        gist = Gist(
            name,
            said_by(lead),
            tuple(texts),
            tuple(fact.bare for fact in facts),
            tuple((fact.quote,) for fact in facts),
        )
        thin = sum(map(len, texts)) < self._house.style.fact[0] // 2
        return section, gist, f"第{number}节材料单薄，只有{len(facts)}句可摘。" if thin else ""


def _related(article: Article, facts: list[_Fact], topic: str, year: int) -> list[tuple[float, _Fact]]:
    """Sentences with figures of an older article about the same matter, dated and under its name.

    The same matter: it bears the name of a document the facts name, or its sentence has the title's subject.
    """
    said = [fact.bare for fact in facts]
    whole = "".join(said)
    subject = topic_of(topic, (), [*said, article.source.text], whole)
    document = any(name in article.source.title for name in _DOCUMENT.findall(whole))
    day, who = parse_day(article.source.published), said_by(article.source)
    if not (subject or document) or not who or day is None or article.days is None:
        return []
    found: list[tuple[float, _Fact]] = []
    for line in article.lines:
        ready = fit(article, line)
        if ready is None or ready.leans or local(ready.text) or nameless(ready.text):
            continue
        near = document or subject in ready.text
        if near and has_figure(ready.text) and not repeats(ready.text, said):
            text = f"据{who}{article.days.words(day)}消息，{ready.text}"
            score = weight(ready.text, line.order, len(article.lines), subject, year) + 2.0 * document
            found.append((score, _Fact(text, ready.text, _quote(article, line.span))))
    return found


def _facts(articles: list[Article], topic: str, date: str, measure: tuple[int, int]) -> list[_Fact]:
    """The facts of a section: a lead, then the strongest within `measure[1]` characters, in order."""
    year = int(date[:4]) if date[:4].isdigit() else 0
    leads = [found for article in articles if (found := _lead(article, topic, year))]
    if not leads:
        return []
    first = leads[0][0]
    _, article, (line, ready) = max(
        leads, key=lambda found: found[0] if found[0] == first else found[0] - BETTER
    )
    bare, _ = without_view(ready.text)
    whole = _quote(article, line.whole)
    text = opened(bare, article.source, article.days, whole.words)
    chosen: dict[int, _Fact] = {line.order: _Fact(text, bare, whole)}
    length = len(text)
    most = measure[1] - (SHARE if len(articles) > 1 else 0)
    for score, other, said, leans in _ranked(article, line, topic, year):
        floor = FLOOR if length >= measure[0] else THIN
        if score < floor or length + len(said) > most or (leans and other.order - 1 not in chosen):
            continue
        if repeats(said, [fact.bare for fact in chosen.values()]):
            continue
        chosen[other.order] = _Fact(said, said, _quote(article, other.span))
        length += len(said)
    facts = [chosen[order] for order in sorted(chosen)]
    rest = [other for other in articles if other is not article]
    return facts + _others(rest, facts, topic, year, measure[1] - length)


def _titles(sources: list[Source], heading: str) -> list[str]:
    """Titles of an event's sources and the slate's heading, but no cut beginnings of sentences."""
    texts = [source.text for source in sources]
    return [title for source in sources if _whole(title := source.title.strip(), [source.text])] + [
        title for title in (heading.strip(),) if _whole(title, texts)
    ]


def _whole(title: str, texts: list[str]) -> bool:
    """Whether a title is there and neither its beginning nor its end breaks off in a sentence of `texts`."""
    line, size = re.sub(r"\s", "", title), 10
    if not line or line.endswith("…"):
        return False
    for text in (re.sub(r"[ \u3000\xa0]", "", text[:READ_TITLE]) for text in texts):
        at = text.find(line[-size:])
        after = text[at + size : at + size + 1] if at >= 0 else ""
        front = text.find(line[:size])
        before = text[front - 1 : front] if front > 0 else ""
        if before.isalnum() and at >= 0:
            return False
        if after and not after.isspace() and after not in "。！？；，、：“【（(" and text.find(line) != 0:
            return False
    return True


def _ranked(article: Article, lead: Line, topic: str, year: int) -> list[tuple[float, Line, str, bool]]:
    """The lines after the lead that report, the weightiest first: weight, line, text, whether it leans."""
    found: list[tuple[float, Line, str, bool]] = []
    known = placed(lead.text)
    for line in article.lines:
        ready = fit(article, line) if line.order > lead.order else None
        if ready is None:
            continue
        text, _ = without_view(ready.text)
        if not opinion(text) and not nameless(text):
            score = weight(text, line.order, len(article.lines), topic, year) - 0.4 * ready.leans
            found.append((score, line, text, ready.leans or (local(text) and not known)))
    return sorted(found, key=lambda item: (-item[0], item[1].order))


def _lead(article: Article, topic: str, year: int) -> tuple[float, Article, tuple[Line, Fit]] | None:
    """The sentence an article opens with: early, about its title, telling that something happened."""
    best: tuple[float, Line, Fit] | None = None
    for line in article.lines[:10]:
        ready = fit(article, line, lead=True)
        if ready is None or ready.leans or local(ready.text):
            continue
        text, _ = without_view(ready.text)
        score = weight(text, line.order, 10, topic, year, 2) - 1.2 * line.order - 1.5 * opinion(text)
        score += 1.5 * decides(text) - 2.5 * text.startswith(("“", "此前", "相关部门", "有关部门"))
        score -= 2.0 * bool(_ANGLE.match(text)) + 1.2 * bool(_MEETING.search(text))
        score -= 1.5 * (not decides(text) and not has_figure(text))
        score -= 2.5 * stale(text, year) + 2.0 * bool(_SCENE.search(text)) + 2.0 * (not named(text))
        score += 0.8 * bool(said_by(article.source))
        if best is None or score > best[0]:
            best = (score, line, ready)
    return (best[0], article, _richer(article, best[1], best[2])) if best else None


def _richer(article: Article, line: Line, ready: Fit) -> tuple[Line, Fit]:
    """The lead, or one of the next lines where that says the same again with more figures."""
    for other in article.lines[line.order + 1 : line.order + 4]:
        again = fit(article, other, lead=True)
        if again is None or again.leans or share(ready.text, again.text) < 0.5:
            continue
        mine, more = figures(ready.text), figures(again.text)
        if len(more - mine) >= 2 and len(mine - more) <= 1:
            return other, again
    return line, ready


def _others(articles: list[Article], facts: list[_Fact], topic: str, year: int, room: int) -> list[_Fact]:
    """What other sources of the event add: a sentence with figures of its own, under its publisher's name."""
    found: list[tuple[float, int, int, _Fact]] = []
    said = [fact.bare for fact in facts]
    known = figures("".join(said))
    for rank, article in enumerate(articles):
        for line in article.lines:
            ready = fit(article, line)
            if (
                ready is None
                or ready.leans
                or not has_figure(ready.text)
                or nameless(ready.text)
                or repeats(ready.text, said)
            ):
                continue
            if not figures(ready.text) - known:
                continue
            who = said_by(article.source)
            text = _reported(who, article, line, ready.text)
            score = weight(ready.text, line.order, len(article.lines), topic, year) - 0.3 * rank
            if len(text) <= room and score > 2.5:
                found.append((score, rank, line.order, _Fact(text, ready.text, _quote(article, line.span))))
    found.sort(key=lambda item: (-item[0], item[1], item[2]))
    return [item[3] for item in found[:OTHERS]]


def _reported(who: str, article: Article, line: Line, text: str) -> str:
    """`text` under its publisher's name, unless somebody in the source speaks it."""
    if _SAYS.search(article.before(line, 3)) or _SAYS.search(text):
        return text
    return f"另据{who}报道，{text}" if who else f"另据报道，{text}"


def _foreign(assignment: Assignment, readable: list[Source]) -> tuple[DraftSection, Gist | None, str]:
    """A section known only in another language: its words quoted and cited, for the editor to render."""
    number = assignment.number
    if not readable:
        return _empty(assignment), None, f"第{number}节没有可读的来源。"
    source = readable[0]
    spans = sentences(source.text)[:2]
    words = [source.text[a:b] for a, b in spans]
    who = said_by(source) or "来源"
    title = source.title or words[0]
    quotes = tuple(Quote(source_id=source.id, words=piece) for piece in words)
    fact = placeholder(f"{who} {source.day} 报道，原文为外文，请据原文编译：“{' '.join(words)}”", quotes)
    view = placeholder("研判，来源中没有中文判断可摘")
    head = placeholder(f"标题，原题 {title}").text
    return (
        DraftSection(heading=head, facts=(fact,), judgements=(view,)),
        None,
        f"第{number}节只有外文来源，留待编辑编译。",
    )


def _bare(assignment: Assignment, chinese: list[Source]) -> tuple[DraftSection, Gist | None, str]:
    """A section whose sources hold no sentence that can be printed: their titles, for the editor."""
    named = "；".join(
        f"{said_by(source) or '来源'}《{source.title or source.text[:30]}》" for source in chinese[:3]
    )
    head = placeholder(f"标题，参考 {assignment.event.heading or chinese[0].title}").text
    fact = placeholder(f"事实，来源中没有可直接摘录的句子，手头有 {named}")
    section = DraftSection(heading=head, facts=(fact,), judgements=(placeholder("研判"),))
    return section, None, f"第{assignment.number}节的来源里没有可直接摘录的句子。"


def _empty(assignment: Assignment) -> DraftSection:
    head = (
        placeholder(f"标题，参考 {assignment.event.heading}").text
        if assignment.event.heading
        else "【编辑补写：标题】"
    )
    return DraftSection(heading=head, facts=(placeholder("事实，没有可读的来源"),), judgements=())


def _no_view(facts: list[_Fact], articles: list[Article]) -> DraftSentence:
    """A place for a judgement nobody made, naming who was read."""
    names = "、".join(dict.fromkeys(filter(None, (said_by(article.source) for article in articles))))
    spare = _spare(articles, [fact.bare for fact in facts])
    words = f"研判，{names or '来源'}没有给出可署名的判断"
    if spare is None:
        named = "、".join(
            f"《{article.source.title}》"
            for article in articles[:3]
            if _whole(article.source.title, [article.source.text])
        )
        return placeholder(f"{words}，可读 {named}" if named else words)
    article, line, text = spare
    return placeholder(f"{words}，未用的材料有：{text}", (_quote(article, line.span),))


def _spare(articles: list[Article], said: list[str]) -> tuple[Article, Line, str] | None:
    """A sentence the facts left out that says most of what comes next or why it matters."""
    best: tuple[int, Article, Line, str] | None = None
    for article in articles:
        for line in article.lines:
            ready = fit(article, line)
            if ready is None or ready.leans or repeats(ready.text, said):
                continue
            score = len(_AHEAD.findall(ready.text))
            if score and (best is None or score > best[0]):
                best = (score, article, line, ready.text)
    return best[1:] if best else None


def _sentence(fact: _Fact) -> DraftSentence:
    return DraftSentence(text=fact.text, kind="fact", quotes=(fact.quote,))


def _quote(article: Article, span: tuple[int, int]) -> Quote:
    return Quote(source_id=article.source.id, words=article.source.text[span[0] : span[1]])
