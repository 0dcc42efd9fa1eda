"""The passages a section's model sees: chosen from the event's sources and its background, under a token budget.

The checker sees exactly what the model saw: a quotation is looked for in the passages shown and nowhere else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from agent.house import Publishers
from agent.models import Assignment, DraftSentence, Quote, Source, Span
from agent.slate.articles import Article, tier_of
from agent.text.segment import search_words
from agent.text.sentences import sentences
from agent.writer import clutter
from agent.writer.align import align
from agent.writer.article import is_chinese
from agent.writer.item import Item
from agent.writer.same import figures, pairs, share
from agent.writer.weight import idle

#: Characters of a passage: enough for its sentences to be understood, few enough to choose among.
_LEAST, _MOST = 120, 320
#: Characters of a source that are read, and passages of one source that are shown, the event's own and background.
_READ, _EACH, _FEW = 12_000, 7, 3
#: A passage of the event's own sources counts so much more than one of the background.
_OWN, _LEAD = 1.0, 0.6
_FAMILY = 0.85  #: a sentence that another passage says to this share is said already
_FRESH = 0.4  #: a passage of which less than this share is new, and no figure, is left out
_RUN = 10  #: shared characters by which words that a model misquoted are still found
#: Background must say at least half of what the best of the event's own sources says of the titles' words.
_NEAR = 0.5
#: What titles of figures and notices have in common whatever they are about.
_MEASURING = re.compile(
    r"[\d.]+|[上下]半年|[一二三四]季度|(?:今|去|上|全)年|月份?|同比|环比|增加值|增速|增长|下降|加快|放缓|回落|达到?|个?百分点|较|[万亿]+元?"
    r"|发布|公布|数据|显示|消息|日前|近日|中国|我国|全国|原标题"
)
#: Characters of a title at the head of a passage: some pages give a whole paragraph for one.
_TITLE = 48
#: How a passage that is not the event's own is marked: another report of its days, an older one, one in another language;
#: what a primary source says itself is marked so whoever found it.
_SAME_DAY, _BACKGROUND, _FOREIGN, _OFFICIAL = "同日报道", "背景", "外文报道", "官方原文"
#: How a whole sentence ends, and characters of a neighbouring one that is shown with a passage when a sentence is to be mended.
_ENDS = ("。", "！", "？", ".", "!", "?", "”", "’", "）")
_BESIDE = 160
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a source under the key the model knows it by."""

    key: str
    source: Source
    span: Span
    own: bool  #: of the event's sources, not of the background
    official: bool = False  #: published by a primary source itself
    since: str = ""  #: the day before the event's first source: what is not older is no background

    @property
    def text(self) -> str:
        """Its words, as the source has them."""
        return self.source.text[self.span[0] : self.span[1]]

    def shown(self, *, whole: bool = False) -> str:
        """The passage as the prompt has it, with a `whole` title or a short one: nothing in it can be taken for the
        prompt's own marks."""
        title = _plain(self.source.title)
        role = _OFFICIAL if self.official else "" if self.own else self._found()
        told = (
            self.source.publisher or "发布者不详",
            title if whole else _shortened(title),
            self.source.day,
            role,
        )
        head = "｜".join(filter(None, told))
        return f"[{self.key}] {head}\n{_plain(self.text)}"

    def _found(self) -> str:
        if not is_chinese(self.source):
            return _FOREIGN
        return _SAME_DAY if self.since and self.source.day >= self.since else _BACKGROUND


@dataclass(frozen=True, slots=True)
class _Cut:
    """A passage before it is chosen."""

    source: Source
    span: Span
    rank: int  #: of its source
    order: int  #: within its source
    own: bool
    text: str


def gather(
    assignment: Assignment,
    publishers: Publishers,
    letter: str,
    budget: int,
    tokens: Callable[[str], int],
) -> tuple[Passage, ...]:
    """The passages for one section, at most `budget` tokens, in the order of their sources; keys are `letter`1, 2….

    The event's sources come first, primary ones before others; of reprints one is taken. Never empty while a source
    has text.
    """
    own = ranked(assignment.sources, publishers)
    older = [
        source for source in ranked(assignment.background, publishers) if source.id not in {s.id for s in own}
    ]
    cuts = [cut for rank, source in enumerate(own) for cut in _cuts(source, rank, own=True)]
    cuts += [cut for rank, source in enumerate(older) for cut in _cuts(source, rank, own=False)]
    if not cuts:
        return ()
    asked = search_words(
        f"{assignment.event.heading} {own[0].title if own else ''} {own[0].text[:200] if own else ''}"
    )
    cuts = _related(cuts, _matter(" ".join((assignment.event.heading, *(s.title for s in own[:3])))))
    merits = [_merit(cut, share) for cut, share in zip(cuts, _about(cuts, asked), strict=True)]
    chosen = _choose(cuts, merits, budget, tokens)
    order = sorted(chosen, key=lambda cut: (not cut.own, cut.rank, cut.order))
    since = _eve(own[0].day) if own else ""
    return tuple(
        Passage(f"{letter}{n}", cut.source, cut.span, cut.own, _official(cut.source, publishers), since)
        for n, cut in enumerate(order, 1)
    )


def widened(shown: Sequence[Passage], others: Sequence[Passage]) -> list[Passage]:
    """`shown` with the sentence before and the one after each passage, where no other passage has them: a sentence to
    be mended often lacks just the word that stands next door."""
    out: list[Passage] = []
    taken = {passage.key: passage.span for passage in (*others, *shown)}
    for passage in shown:
        text = passage.source.text[:_READ]
        low, high = clutter.body(text, passage.source.title)
        spans = [(a + low, b + low) for a, b in sentences(text[low:high])]
        start, stop = passage.span
        before = [s for s in spans if s[1] <= start][-1:]
        after = [s for s in spans if s[0] >= stop][:1]
        near = [taken[p.key] for p in (*others, *shown) if p.source.id == passage.source.id]
        for a, b in (*before, *after):
            gap = text[b:start] if b <= start else text[stop:a]
            free = not any(c < b and a < d for c, d in near)
            whole = text[a:b].rstrip().endswith(_ENDS) and not idle(text[a:b])
            if free and whole and b - a <= _BESIDE and "\n\n\n" not in gap:
                start, stop = min(a, start), max(b, stop)
        taken[passage.key] = (start, stop)
        out.append(replace(passage, span=(start, stop)))
    return out


def _matter(titles: str) -> list[str]:
    """The words of `titles` that say which matter it is; all where every one of them measures or announces."""
    found = search_words(_MEASURING.sub(" ", titles))
    return found or search_words(titles)


def _eve(day: str) -> str:
    """The day before an ISO day, "" for what is none."""
    try:
        return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    except ValueError:
        return ""


def _official(source: Source, publishers: Publishers) -> bool:
    reprint = bool(source.reprint_of) and source.reprint_of != source.publisher
    return not reprint and is_chinese(source) and tier_of(Article.of(source), publishers).official


def ranked(sources: Sequence[Source], publishers: Publishers) -> list[Source]:
    """One source of each family, the best first: the desk's lead, then by standing; a page that names itself a reprint last."""
    best: dict[str, tuple[tuple[int, int, float], int, Source]] = {}
    for at, source in enumerate(sources):
        if not source.text.strip():
            continue
        reprint = bool(source.reprint_of) and source.reprint_of != source.publisher
        tier = tier_of(Article.of(source), publishers)
        merit = (int(reprint), int(at > 0), -tier.authority)
        family = source.family or source.id
        if family not in best or merit < best[family][0]:
            best[family] = (merit, at, source)
    return [source for _, _, source in sorted(best.values(), key=lambda item: (item[0], item[1]))]


def _cuts(source: Source, rank: int, *, own: bool) -> list[_Cut]:
    """A source's passages: whole sentences up to about `_MOST` characters, without clutter at its ends."""
    text = source.text[:_READ]
    start, stop = clutter.body(text, source.title)
    if text[start : start + 1] in tuple("。，、；：！？"):  # the title is the beginning of the first sentence
        start = 0
    spans = [(a + start, b + start) for a, b in sentences(text[start:stop])]
    if (
        spans and stop < len(text) and text[stop - 1] not in "。！？.!?”’）"
    ):  # a sentence that the page's signature cuts
        spans = spans[:-1] or spans
    out: list[Span] = []
    for a, end in spans:
        b = min(end, a + 3 * _MOST)  # no sentence is longer: a table or a list run together
        room = _MOST if not out or out[-1][1] - out[-1][0] >= _LEAST else 2 * _MOST
        if out and b - out[-1][0] <= room and "\n\n\n" not in text[out[-1][1] : a]:
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    out = [span for a, b in out if (span := _spoken(text, (a, b)))[0] < span[1]]
    return [
        _Cut(source, span, rank, order, own, text[span[0] : span[1]])
        for order, span in enumerate(out)
        if any(char.isalnum() for char in text[span[0] : span[1]])
    ]


def _spoken(text: str, span: Span) -> Span:
    """`span` without the sentences at its end that only lead over to what is not there; empty where it has no others."""
    for a, b in reversed(sentences(text[span[0] : span[1]])):
        if not idle(text[span[0] + a : span[0] + b]):
            return span[0], span[0] + b
    return span[0], span[0]


def _about(cuts: Sequence[_Cut], asked: Iterable[str]) -> list[float]:
    """How much of what the event is about each passage says: its words, the rarer the heavier, between 0 and 1.

    A word that nearly all say (`同比`, `上半年`) tells little of which event it is: its weight, the logarithm of
    (n + 2) / (passages with it), goes towards nothing as n grows.
    """
    told = [set(search_words(cut.text)) for cut in cuts]
    total = len(cuts) + 2
    rarity = {word: math.log(total / max(1, sum(word in said for said in told))) for word in set(asked)}
    most = sum(rarity.values()) or 1.0
    return [sum(value for word, value in rarity.items() if word in said) / most for said in told]


def _related(cuts: Sequence[_Cut], names: Iterable[str]) -> list[_Cut]:
    """The passages of the event's own sources, and of background sources on the same matter.

    A search always finds something; what shares only the trade's common words with the event's `names` (its titles'
    words) is no background. A source in another language was found by names and is not held to the words.
    """
    whole: dict[str, _Cut] = {}
    for cut in cuts:
        before = whole.get(cut.source.id)
        whole[cut.source.id] = replace(cut, text=f"{before.text if before else cut.source.title} {cut.text}")
    sources = list(whole.values())
    about = dict(zip(whole, _about(sources, names), strict=True))
    own = max((about[cut.source.id] for cut in sources if cut.own), default=0.0)
    near = {
        cut.source.id for cut in sources
        if cut.own or about[cut.source.id] >= _NEAR * own or not is_chinese(cut.source)
    }  # fmt: skip
    return [cut for cut in cuts if cut.source.id in near]


def _merit(cut: _Cut, about: float) -> float:
    """What a passage is worth: what it says of the event, its figures, its place and its source's standing."""
    numbers = min(4, len(figures(cut.text))) * 0.08
    place = 0.35 / (1 + cut.order) - 0.06 * cut.rank
    return (
        about + numbers + place + (_OWN if cut.own else 0.0) + (_LEAD if cut.own and cut.rank == 0 else 0.0)
    )


def _choose(
    cuts: Sequence[_Cut], scores: Sequence[float], budget: int, tokens: Callable[[str], int]
) -> list[_Cut]:
    """The best passages that fit; none that those before it say already. A sixth is kept for the background."""
    chosen: list[_Cut] = []
    said: list[str] = []
    each: dict[str, int] = {}
    used = 0
    older = sum(not cut.own for cut in cuts)
    for score, cut in sorted(
        zip(scores, cuts, strict=True), key=lambda pair: (-pair[0], pair[1].rank, pair[1].order)
    ):
        del score
        most = budget - (budget // 6 if cut.own and older else 0)
        cost = tokens(cut.text) + 24
        if each.get(cut.source.id, 0) >= (_EACH if cut.own else _FEW) or _told(cut.text, said):
            continue
        if chosen and used + cost > most:
            continue
        chosen.append(cut)
        said.append(cut.text)
        each[cut.source.id] = each.get(cut.source.id, 0) + 1
        used += cost
    return chosen


def _told(text: str, said: Sequence[str]) -> bool:
    """Whether the passages `said` leave little of `text` that is new: few of its sentences, and none of its figures."""
    parts = [text[a:b] for a, b in sentences(text)]
    new = [part for part in parts if not any(share(part, other) >= _FAMILY for other in said)]
    known = figures("\n".join(said))
    return sum(map(len, new)) < _FRESH * len(text) and figures("\n".join(new)) <= known


def anchored(item: Item, passages: Sequence[Passage]) -> DraftSentence | None:
    """`item` with quotes that stand in the passages shown, None where it leans on none of them.

    Words that were retyped loosely are found by a run they share with a sentence of the passage; the quote is then that
    sentence as the source has it. Words under a wrong key are looked for in the other passages. A key alone leads to
    the sentences of its passage that say most of the item.
    """
    known = {passage.key: passage for passage in passages}
    quotes: list[Quote] = []
    for key, words in item.leans:
        first = known.get(key)
        places = ([first] if first else []) + [passage for passage in passages if passage is not first]
        found = _placed(words, places, sure=first) if words else None
        if found is None and first is not None:
            quotes += [Quote(source_id=first.source.id, words=said) for said in _nearest(item.text, first)]
        elif found is not None:
            quotes.append(found)
    unique = tuple(dict.fromkeys((quote.source_id, quote.words) for quote in quotes))
    if not unique:
        return None
    kept = tuple(Quote(source_id=id, words=words) for id, words in unique[:4])
    return DraftSentence(text=item.text, kind=item.kind, quotes=kept)


def _placed(words: str, places: Sequence[Passage], sure: Passage | None) -> Quote | None:
    """The quote for `words` in the first passage that has them, exactly or, in the passage named, nearly."""
    for passage in places:
        place = align(words, passage.text)
        if place is not None and place.span[1] - place.span[0] >= 4:
            at = passage.span[0]
            span = _whole(passage, (at + place.span[0], at + place.span[1]))
            return Quote(source_id=passage.source.id, words=passage.source.text[span[0] : span[1]])
    for passage in [sure] if sure else places:
        near = _shared(words, passage)
        if near:
            return Quote(source_id=passage.source.id, words=near)
    return None


def _whole(passage: Passage, span: Span) -> Span:
    """A short quotation enlarged to its sentence: the reader of a footnote is to understand it."""
    if span[1] - span[0] >= 40:
        return span
    for a, b in _spans(passage):
        if a <= span[0] and span[1] <= b and b - a <= 200:
            return a, b
    return span


def _spans(passage: Passage) -> list[Span]:
    at = passage.span[0]
    return [(a + at, b + at) for a, b in sentences(passage.text)]


def _shared(words: str, passage: Passage) -> str:
    """The sentence of a passage that shares a long run with `words` and most of their figures, "" where none does."""
    bare = "".join(char for char in words if char.isalnum())
    runs = {bare[i : i + _RUN] for i in range(len(bare) - _RUN + 1)}
    for a, b in _spans(passage):
        said = passage.source.text[a:b]
        letters = "".join(char for char in said if char.isalnum())
        if any(run in letters for run in runs):
            return said
    return ""


def _nearest(text: str, passage: Passage) -> list[str]:
    """The one or two sentences of a passage that say most of `text`."""
    mine, numbers = pairs(text), figures(text)
    told = []
    for a, b in _spans(passage):
        said = passage.source.text[a:b]
        told.append((len(mine & pairs(said)) / (len(mine) or 1) + 0.15 * len(numbers & figures(said)), said))
    told.sort(key=lambda pair: -pair[0])
    if not told or told[0][0] < 0.15:
        return []
    out = [told[0][1]]
    rest = numbers - figures(out[0])
    out += [said for _, said in told[1:] if rest & figures(said)][:1]
    return out


def _shortened(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[:_TITLE]}……"


def _plain(text: str) -> str:
    """A source's words without what could pass for marks of the prompt or hide in it."""
    text = _CONTROL.sub("", text.replace("\n\n\n", "\n"))
    text = re.sub(r"\s*\n\s*", " ", text)
    return re.sub(r"\[([A-Z]\d{1,3})\]", r"（\1）", text).replace("<", "＜").replace(">", "＞")
