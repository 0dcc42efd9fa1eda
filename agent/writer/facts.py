"""The first paragraph: a lead that tells the news, the strongest sentences after it, one of another source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.models import Quote, Source
from agent.writer.article import Article, Line
from agent.writer.cut import SAY, without_view
from agent.writer.days import parse_day
from agent.writer.judgement import nameless
from agent.writer.opening import opened, said_by
from agent.writer.same import figures, repeats, share
from agent.writer.theme import Theme
from agent.writer.topic import topic as topic_of
from agent.writer.trim import Fit, fit, local, named, placed
from agent.writer.weight import decides, empty, has_figure, opinion, stale, weight

#: Sentences taken from others than the lead's source.
OTHERS = 1
#: Characters of the paragraph kept free for another source of the event.
SHARE = 50
#: So much a sentence of another source must weigh.
ADDS = 3.2
#: A sentence below this weight is filler.
FLOOR = 1.5
#: So much will do while the paragraph is short.
THIN = 0.9
#: By so much another source's lead must outweigh that of the source the desk put first, and where nobody
#: knows who published that one.
BETTER, KNOWN = 2.0, 0.5

#: Share of a lead in that of another source from which both tell the same.
_SAME = 0.5
#: Sentences that set the scene or explain a thing, and tell no news.
_SCENE = re.compile(
    r"^今年是|之年[，。]|是[^，。]{4,40}之一[，。]|近年来|一直以来|众所周知|随着[^，。]{4,30}的(?:发展|推进|深入)|扮演|用于[^。]{0,40}等领域"
)
#: A first clause that says what a thing is.
_DEFINES = re.compile(r"^[^，。“《\d]{2,16}(?<![就才正也不都便])是(?![否由])[^，。\d]{4,}")
#: A lead that adds to something told before it.
_ALSO = re.compile(r"^[^，。]{2,14}[还也](?=[计将要拟会在把对向])")
_ANGLE = re.compile(r"从[^，]{1,10}看，|在[^，]{1,8}看来|[^，]{1,6}方面，")
_SAYS = re.compile(rf"{SAY}[，：]|{SAY}。|宣布，")
_DOCUMENT = re.compile(r"《[^《》]{8,}》")
_MEETING = re.compile(r"(?:举行|召开)[^，。]{0,40}(?:发布会|吹风会|论坛|会议)。")


@dataclass(frozen=True, slots=True)
class Fact:
    """A chosen sentence: its text, its text without the opening, and the words it leans on."""

    text: str
    bare: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Eye:
    """What sentences are weighed by: the title's words, the year of the issue, the house's theme."""

    topic: str
    year: int
    theme: Theme

    def weight(self, text: str, order: int, count: int, most: int = 4) -> float:
        """A score for a fact, `order` of `count` lines; at most `most` figures count."""
        return weight(text, order, count, self.topic, self.year, most) + self.theme.worth(text)


def facts_of(articles: list[Article], eye: Eye, measure: tuple[int, int]) -> list[Fact]:
    """The facts of a section: a lead, then the strongest within `measure[1]` characters, in order."""
    found = _best_lead(articles, eye)
    if found is None:
        return []
    article, (line, ready) = found
    bare, _ = without_view(ready.text)
    whole = quote(article, line.whole)
    text = opened(bare, article.source, article.days, whole.words)
    chosen: dict[int, Fact] = {line.order: Fact(text, bare, whole)}
    length = len(text)
    most = measure[1] - (SHARE if len(articles) > 1 else 0)
    for score, other, said, leans in _ranked(article, line, eye):
        floor = FLOOR if length >= measure[0] else THIN
        if score < floor or length + len(said) > most or (leans and other.order - 1 not in chosen):
            continue
        if repeats(said, [fact.bare for fact in chosen.values()]):
            continue
        chosen[other.order] = Fact(said, said, quote(article, other.span))
        length += len(said)
    facts = [chosen[order] for order in sorted(chosen)]
    family = article.source.family
    rest = [o for o in articles if o is not article and not (family and o.source.family == family)]
    return facts + _others(rest, facts, eye, measure[1] - length)


def related(article: Article, facts: Sequence[Fact], eye: Eye) -> list[tuple[float, Fact]]:
    """Sentences with figures of an older article about the same matter, dated and under its name.

    The same matter: it bears the name of a document the facts name, or its sentence has the title's subject.
    """
    said = [fact.bare for fact in facts]
    whole = "".join(said)
    matter = topic_of(eye.topic, (), [*said, article.source.text], whole)
    document = any(name in article.source.title for name in _DOCUMENT.findall(whole))
    day, who = parse_day(article.source.published), said_by(article.source)
    if not (matter or document) or not who or day is None or article.days is None:
        return []
    found: list[tuple[float, Fact]] = []
    for line in article.lines:
        ready = fit(article, line)
        if ready is None or ready.leans or local(ready.text) or nameless(ready.text):
            continue
        near = document or matter in ready.text
        if near and has_figure(ready.text) and not repeats(ready.text, said):
            text = f"据{who}{article.days.words(day)}消息，{ready.text}"
            score = eye.weight(ready.text, line.order, len(article.lines)) + 2.0 * document
            found.append((score, Fact(text, ready.text, quote(article, line.span))))
    return found


def _best_lead(articles: list[Article], eye: Eye) -> tuple[Article, tuple[Line, Fit]] | None:
    """The lead of the desk's first source, or of another that tells the news better, or under a name."""
    leads = [found for article in articles if (found := _lead(article, eye))]
    if not leads:
        return None
    first = leads[0]
    handicap = BETTER if said_by(first[1].source) else KNOWN
    _, article, lead = max(leads, key=lambda found: found[0] if found is first else found[0] - handicap)
    if not said_by(article.source):
        same = [f for f in leads if said_by(f[1].source) and share(lead[1].text, f[2][1].text) >= _SAME]
        article, lead = max(same, key=lambda found: found[0])[1:] if same else (article, lead)
    return article, lead


def _ranked(article: Article, lead: Line, eye: Eye) -> list[tuple[float, Line, str, bool]]:
    """The lines after the lead that report, the weightiest first: weight, line, text, whether it leans."""
    found: list[tuple[float, Line, str, bool]] = []
    known = placed(lead.text)
    for line in article.lines:
        ready = fit(article, line) if line.order > lead.order else None
        if ready is None:
            continue
        text, _ = without_view(ready.text)
        if not opinion(text) and not nameless(text) and not empty(text):
            score = eye.weight(text, line.order, len(article.lines)) - 0.4 * ready.leans
            found.append((score, line, text, ready.leans or (local(text) and not known)))
    return sorted(found, key=lambda item: (-item[0], item[1].order))


def _lead(article: Article, eye: Eye) -> tuple[float, Article, tuple[Line, Fit]] | None:
    """The sentence an article opens with: early, about its title, telling that something happened."""
    best: tuple[float, Line, Fit] | None = None
    for line in article.lines[:10]:
        ready = fit(article, line, lead=True)
        if ready is None or ready.leans or local(ready.text) or nameless(ready.text):
            continue
        text, _ = without_view(ready.text)
        score = eye.weight(text, line.order, 10, 2) - 1.2 * line.order - 1.5 * opinion(text)
        score += 1.5 * decides(text) - 2.5 * text.startswith(("“", "此前", "相关部门", "有关部门"))
        score -= 2.0 * bool(_ANGLE.match(text)) + 1.2 * bool(_MEETING.search(text))
        score -= 1.5 * (not decides(text) and not has_figure(text)) + 4.0 * empty(text)
        score -= 2.5 * stale(text, eye.year) + 2.0 * bool(_SCENE.search(text)) + 2.0 * (not named(text))
        score -= 4.0 * bool(_DEFINES.match(text)) + 2.5 * bool(_ALSO.match(text))
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


def _others(articles: list[Article], facts: list[Fact], eye: Eye, room: int) -> list[Fact]:
    """What other sources of the event add: a sentence with figures of its own, under its publisher's name."""
    found: list[tuple[float, int, int, Fact]] = []
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
            text = _reported(article, line, ready.text)
            score = eye.weight(ready.text, line.order, len(article.lines)) - 0.3 * rank
            if len(text) <= room and score > ADDS:
                found.append((score, rank, line.order, Fact(text, ready.text, quote(article, line.span))))
    found.sort(key=lambda item: (-item[0], item[1], item[2]))
    return [item[3] for item in found[:OTHERS]]


def _reported(article: Article, line: Line, text: str) -> str:
    """`text` under its publisher's name, where there is one and nobody in the source speaks it."""
    who = said_by(article.source)
    if not who or _SAYS.search(article.before(line, 3)) or _SAYS.search(text):
        return text
    return f"另据{who}{day_of(article)}报道，{text}"


def day_of(article: Article) -> str:
    """The day an article was published, as a reader is told it (`8月6日`); "" where it is not known."""
    day = parse_day(article.source.published)
    return article.days.words(day) if article.days and day else ""


def known_as(source: Source) -> str:
    """A source for a placeholder: who speaks and its title."""
    return f"{said_by(source) or '来源'}《{source.title or source.text[:30]}》"


def quote(article: Article, span: tuple[int, int]) -> Quote:
    """The words of an article at `span`."""
    return Quote(source_id=article.source.id, words=article.source.text[span[0] : span[1]])
