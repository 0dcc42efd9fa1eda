"""The embedded writer: an issue selected and trimmed from source sentences; no model, no network."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.house import House
from agent.models import Assignment, Draft, DraftSection, DraftSentence, Quote, Source
from agent.text.sentences import sentences
from agent.writer.article import Article, Line, is_chinese, read
from agent.writer.corrected import without_mistakes
from agent.writer.facts import Eye, Fact, day_of, facts_of, known_as, quote, related
from agent.writer.heading import heading
from agent.writer.judgement import judgements
from agent.writer.opening import said_by
from agent.writer.placeholder import placeholder
from agent.writer.same import repeats
from agent.writer.summary import Gist, summary
from agent.writer.theme import Theme
from agent.writer.topic import matter
from agent.writer.trim import fit

#: Sources of one event that are read.
SOURCES = 6
#: Characters of a text in which a title may come back.
READ_TITLE = 1500
NOTE = (
    "本期由摘录生成：事实句选自来源原文并作删节，研判只取来源中有署名的判断，未经模型改写，请编辑通读后再发。"
)


#: A title that begins as a first sentence does is its beginning, cut.
_BEGINS = re.compile(r"[^，]{0,20}(?:消息|报道|讯|电|获悉)[，：]")
#: The page's clock, right behind a title.
_STAMP = re.compile(r"20\d\d[-/.]")
_AHEAD = re.compile(r"下一步|未来|将|推动|促进|意义|有望|关键|支撑|目标|计划|趋势|需求|阶段|方向")


class EmbeddedWriter:
    """Composes from what the sources say, word for word; a placeholder where they say nothing usable."""

    name = "embedded"

    def __init__(self, house: House) -> None:
        self._house = house
        self._theme = Theme(house)

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

    def _background(self, assignment: Assignment, facts: list[Fact], eye: Eye, date: str) -> list[Fact]:
        """A sentence of the older sources where the paragraph is short of the house's measure."""
        least, most = self._house.style.fact
        length = sum(len(fact.text) for fact in facts)
        if length >= least:
            return []
        found = [
            item
            for source in assignment.background[:SOURCES]
            if source.text.strip() and is_chinese(source)
            for item in related(read(source, date), facts, eye)
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
        articles = without_mistakes([read(source, date) for source in chinese])
        titles = _titles(chinese, assignment.event.heading)
        year = int(date[:4]) if date[:4].isdigit() else 0
        eye = Eye(chinese[0].title or assignment.event.heading, year, self._theme)
        facts = facts_of(articles, eye, self._house.style.fact)
        if not facts:
            return _bare(assignment, chinese)
        facts = facts + self._background(assignment, facts, eye, date)
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
        name = matter(title, texts, [source.text for source in chinese], facts[0].quote.words, self._theme)
        gist = Gist(
            name,
            said_by(lead),
            tuple(texts),
            tuple(fact.bare for fact in facts),
            tuple((fact.quote,) for fact in facts),
            next((day_of(article) for article in articles if article.source is lead), ""),
        )
        thin = sum(map(len, texts)) < self._house.style.fact[0] // 2
        return section, gist, f"第{number}节材料单薄，只有{len(facts)}句可摘。" if thin else ""


def _titles(sources: list[Source], heading: str) -> list[str]:
    """Titles of an event's sources and the slate's heading, but no cut beginnings of sentences."""
    texts = [source.text for source in sources]
    return [title for source in sources if _whole(title := source.title.strip(), [source.text])] + [
        title for title in (heading.strip(),) if _whole(title, texts)
    ]


def _whole(title: str, texts: list[str]) -> bool:
    """Whether a title is there and neither its beginning nor its end breaks off in a sentence of `texts`."""
    line, size = re.sub(r"\s", "", title), 10
    tail = line[-(size + 6) :]
    if not line or line.endswith("…"):
        return False
    for text in (re.sub(r"[ \u3000\xa0]", "", text[:READ_TITLE]) for text in texts):
        at = text.find(tail)
        end = at + len(tail)
        after = text[end : end + 1] if at >= 0 else ""
        front = text.find(line[:size])
        before = text[front - 1 : front] if front > 0 else ""
        if before.isalnum() and at >= 0:
            return False
        if not after or after.isspace() or after in "。！？；，、：“【（(" or _STAMP.match(text, end):
            continue
        if text.find(line) != 0 or _BEGINS.match(line) or line[-1].isdigit():
            return False
    return True


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
    shown = "".join(f"“{piece}”" for piece in words)  # each in marks of its own: it stands so in the source
    quotes = tuple(Quote(source_id=source.id, words=piece) for piece in words)
    fact = placeholder(f"{who} {source.day} 报道，原文为外文，请据原文编译：{shown}", quotes)
    view = placeholder("研判，来源中没有中文判断可摘")
    head = placeholder(f"标题，原题 {title}").text
    return (
        DraftSection(heading=head, facts=(fact,), judgements=(view,)),
        None,
        f"第{number}节只有外文来源，留待编辑编译。",
    )


def _bare(assignment: Assignment, chinese: list[Source]) -> tuple[DraftSection, Gist | None, str]:
    """A section whose sources hold no sentence that can be printed: their titles, for the editor."""
    named = "；".join(map(known_as, chinese[:3]))
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


def _no_view(facts: list[Fact], articles: list[Article]) -> DraftSentence:
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
        return placeholder(f"{words}，可读{named}" if named else words)
    article, line, text = spare
    return placeholder(f"{words}，未用的材料有：{text}", (quote(article, line.span),))


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


def _sentence(fact: Fact) -> DraftSentence:
    return DraftSentence(text=fact.text, kind="fact", quotes=(fact.quote,))
