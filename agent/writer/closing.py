"""Headings and 摘要 from the verified sections: what a section does not say, they may not say either."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.models import Assignment, Draft, DraftSection, DraftSentence, Quote, Source
from agent.writer.account import Tally, Told
from agent.writer.article import is_chinese
from agent.writer.caller import Call, Caller
from agent.writer.faults import Failed, Unusable
from agent.writer.gate import Gate
from agent.writer.heading import heading as heading_of
from agent.writer.item import tidied
from agent.writer.objection import Objection
from agent.writer.opening import said_by
from agent.writer.parsing import listed, read_json, text_of
from agent.writer.placeholder import placeholder
from agent.writer.prompts import Prompts
from agent.writer.style import Style
from agent.writer.summary import Gist
from agent.writer.summary import summary as summary_of
from agent.writer.topic import topic as topic_of

_PLACE = re.compile(r"(\d{1,2})\s*[.．、-]\s*(\d{1,2})")
#: Quotations of a line of 摘要: of the sentences it names, and at most, where it gathers several sections.
_QUOTES, _MANY = 5, 20


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of 摘要 as the model gave it, with the places of the sentences it rests on."""

    text: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer: headings by section number, and the lines of 摘要."""

    headings: dict[int, str]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """Writes what stands above the sections. Never raises for what a model returned."""

    caller: Caller
    prompts: Prompts
    style: Style
    gate: Gate
    date: str
    updates: frozenset[int] = (
        frozenset()
    )  #: sections whose story an earlier issue told: their headings say so

    def write(
        self, assignments: Sequence[Assignment], sections: Sequence[DraftSection], idea: str, *, take: int = 0
    ) -> tuple[tuple[DraftSentence, ...], tuple[str, ...], Told]:
        """(摘要, headings, what became of the model's sentences). Sections known only as placeholders keep their headings."""
        told = Told(0)
        wanted = [a.number for a, s in zip(assignments, sections, strict=True) if _real(s)]
        headings: dict[int, str] = {}
        lines: list[Line] = []
        refused: dict[str, tuple[Objection, ...]] = {}
        held: list[tuple[DraftSentence, tuple[Objection, ...]]] = []
        rounds = min(1, self.caller.endpoint.settings.repairs) + 1
        for round in range(rounds if wanted else 0):
            wishes = _wishes(headings, lines, refused)
            try:
                asked = self.caller.ask(
                    self._question(assignments, sections, idea, wanted, refused, wishes, take * 10 + round),
                    _read,
                )
            except Failed as error:
                told.note = told.note or str(error)
                break
            headings, lines = _merged(headings, lines, asked, refused, first=not round)
            before = refused
            held = [self._held(line, assignments, sections) for line in lines]
            refused = {f"0.{at}": reasons for at, (_, reasons) in enumerate(held, 1) if reasons}
            refused |= self._titles(assignments, sections, headings)
            self._account(told, round, headings, lines, refused, before)
            if not refused:
                break
        kept = tuple(sentence for sentence, reasons in held if not reasons)
        good = {n: text for n, text in headings.items() if f"{n}.0" not in refused}
        return self._settled(assignments, sections, kept, good, told)

    def _question(
        self,
        assignments: Sequence[Assignment],
        sections: Sequence[DraftSection],
        idea: str,
        wanted: list[int],
        refused: dict[str, tuple[Objection, ...]],
        wishes: str,
        take: int,
    ) -> Call:
        measure, prompt = self.style.house.style, self.prompts["closing"]
        messages = prompt.render(
            house=self.style.house.title, date=self.date, voice=self.style.manner.voice, idea=idea or "（没有）", wishes=wishes,
            sections="\n\n".join(_shown(a.number, s) for a, s in zip(assignments, sections, strict=True)),
            wanted=_named(refused) or f"第{'、'.join(map(str, wanted))}节的标题，和摘要",
            heading_least=str(measure.heading[0]), heading_most=str(measure.heading[1]),
            summary_least=str(measure.summary[0]), summary_most=str(measure.summary[1]), avoid="、".join(measure.avoid),
        )  # fmt: skip
        return Call("closing", messages, prompt.answer, prompt.limit, take=take)

    def _titles(
        self, assignments: Sequence[Assignment], sections: Sequence[DraftSection], headings: dict[int, str]
    ) -> dict[str, tuple[Objection, ...]]:
        """Id (`3.0` for the heading of the third section) → objections."""
        titled = tuple(
            section.model_copy(update={"heading": headings.get(a.number, section.heading)})
            for a, section in zip(assignments, sections, strict=True)
        )
        found = self.gate.issue(assignments, Draft(summary=(), sections=titled))
        return {f"{n}.0": found[f"{n}.0"] for n in headings if f"{n}.0" in found}

    def _held(
        self, line: Line, assignments: Sequence[Assignment], sections: Sequence[DraftSection]
    ) -> tuple[DraftSentence, tuple[Objection, ...]]:
        """A line of 摘要 with its citations, and what is wrong with it.

        A line that gathers several sections rests on more than the sentences it names: where those do not bear it,
        what else its sections cite is added, and what is not needed taken away again.
        """
        first: tuple[DraftSentence, tuple[Objection, ...]] | None = None
        for quotes in _ladder(line, {a.number: s for a, s in zip(assignments, sections, strict=True)}):
            sentence = DraftSentence(text=line.text, kind="summary", quotes=quotes)
            reasons = self.gate.summary(sentence, sections) or self.gate.line(assignments, sentence)
            if not reasons:
                return self._lean(sentence, assignments), ()
            first = first or (sentence, reasons)
            if any(reason.kind not in _THIN for reason in reasons):
                break
        return first or (
            DraftSentence(text=line.text, kind="summary"),
            (Objection("section", "没有写明根据正文哪几句"),),
        )

    def _lean(self, sentence: DraftSentence, assignments: Sequence[Assignment]) -> DraftSentence:
        """`sentence` without the citations it does not need; a few are left as they are."""
        for quote in reversed(sentence.quotes) if len(sentence.quotes) > _QUOTES else ():
            fewer = sentence.model_copy(update={"quotes": tuple(q for q in sentence.quotes if q != quote)})
            if fewer.quotes and not self.gate.line(assignments, fewer):
                sentence = fewer
        return sentence

    def _settled(
        self, assignments: Sequence[Assignment], sections: Sequence[DraftSection], kept: tuple[DraftSentence, ...],
        good: dict[int, str], told: Told,
    ) -> tuple[tuple[DraftSentence, ...], tuple[str, ...], Told]:  # fmt: skip
        """What passed, and code's own headings and 摘要 where it did not."""
        headings = []
        for assignment, section in zip(assignments, sections, strict=True):
            text = good.get(assignment.number) or self._own_heading(assignment, section)
            news = (
                assignment.number in self.updates and _real(section) and self.style.manner.update not in text
            )
            headings.append(f"{self.style.manner.update}：{text}" if news else text)
            told.tally.replaced += assignment.number not in good and _real(section)
        least = self.style.house.style.summary[0]
        covered = {quote.source_id for sentence in kept for quote in sentence.quotes}
        summary = kept
        if sum(len(sentence.text) for sentence in kept) < 0.6 * least:
            summary = self._own_summary(assignments, sections, kept, covered)
            told.by = "mixed" if kept else "embedded"
            told.tally.replaced += max(0, len(summary) - len(kept))
        told.tally.left_out = max(0, told.tally.refused - told.tally.repaired - told.tally.replaced)
        told.style = self.style.summary(summary, sections)
        return summary or (placeholder("摘要，没有可概括的句子"),), tuple(headings), told

    def _own_heading(self, assignment: Assignment, section: DraftSection) -> str:
        """The best heading code can make that passes: the embedded writer's, else one cut from the facts."""
        facts = [s.text for s in section.facts if s.kind == "fact"]
        options = [section.heading]
        if facts:
            titles = [source.title for source in assignment.sources if is_chinese(source)]
            options.append(heading_of(titles, facts, facts, self.style.house.style.heading))
        for text in options:
            titled = section.model_copy(update={"heading": text})
            found = self.gate.issue([assignment], Draft(summary=(), sections=(titled,)))
            if text and not any(o.kind not in ("style",) for o in found.get(f"{assignment.number}.0", ())):
                return text
        return placeholder(f"标题，参考 {assignment.event.heading}").text

    def _own_summary(
        self,
        assignments: Sequence[Assignment],
        sections: Sequence[DraftSection],
        kept: tuple[DraftSentence, ...],
        covered: set[str],
    ) -> tuple[DraftSentence, ...]:
        """Code's 摘要 of the sections, or of those the model's lines left out."""
        gists = []
        for assignment, section in zip(assignments, sections, strict=True):
            facts = [s for s in section.facts if s.kind == "fact" and s.quotes]
            if not facts or (kept and any(q.source_id in covered for s in facts for q in s.quotes)):
                continue
            texts = [s.text for s in facts]
            known: dict[str, Source] = {s.id: s for s in (*assignment.sources, *assignment.background)}
            lead = known[facts[0].quotes[0].source_id]
            topic = topic_of(
                section.heading, texts, [s.text for s in assignment.sources], facts[0].quotes[0].words
            )
            gists.append(
                Gist(topic, said_by(lead), tuple(texts), tuple(texts), tuple(s.quotes for s in facts))
            )
        made = summary_of(gists)
        passed = [
            s
            for s in made
            if f"0.{1}" not in self.gate.issue(assignments, Draft(summary=(s,), sections=tuple(sections)))
        ]
        return (*kept, *passed)

    def _account(
        self, told: Told, round: int, headings: dict[int, str], lines: Sequence[Line],
        refused: dict[str, tuple[Objection, ...]], before: dict[str, tuple[Objection, ...]],
    ) -> None:  # fmt: skip
        told.rounds = round
        texts = {f"0.{at}": line.text for at, line in enumerate(lines, 1)} | {
            f"{n}.0": text for n, text in headings.items()
        }
        for id, reasons in refused.items():
            told.refuse(round, texts.get(id, ""), reasons)
        if not round:
            told.tally = Tally(asked=len(texts), kept=len(texts) - len(refused), refused=len(refused))
        else:
            told.tally.repaired = sum(id not in refused for id in before)  # a new answer may fail elsewhere


#: Objections that better citations may answer.
_THIN = ("coverage", "added", "citation", "source", "language", "name")


def _ladder(line: Line, by_number: dict[int, DraftSection]) -> list[tuple[Quote, ...]]:
    """Citations to try for a line: of the sentences it names, then all of the sections named, then of all sections.

    A judgement without citations brings the first fact's of its section.
    """
    named: list[Quote] = []
    numbers: list[int] = []
    for place in line.places:
        number, at = (int(part) for part in place.split("."))
        section = by_number.get(number)
        said = (*section.facts, *section.judgements) if section else ()
        if section and 1 <= at <= len(said):
            numbers.append(number)
            named += said[at - 1].quotes or [q for fact in section.facts[:1] for q in fact.quotes]
    if not named:
        return []
    near = [q for n in dict.fromkeys(numbers) for s in by_number[n].facts for q in s.quotes]
    wide = [q for section in by_number.values() for s in section.facts for q in s.quotes[:1]]
    steps = [named[:_QUOTES], named[:_QUOTES] + near]
    if len(set(numbers)) > 1:
        steps.append(named[:_QUOTES] + wide)
    return list(dict.fromkeys(tuple(dict.fromkeys(step))[:_MANY] for step in steps))


def _real(section: DraftSection) -> bool:
    return any(sentence.kind == "fact" for sentence in section.facts)


def _shown(number: int, section: DraftSection) -> str:
    said = [*section.facts, *section.judgements]
    lines = [
        f"{number}.{at} {'F' if s.kind == 'fact' else 'J'} {s.text}"
        for at, s in enumerate(said, 1)
        if s.kind != "placeholder"
    ]
    return f"第{number}节\n" + "\n".join(lines)


def _read(text: str) -> Asked:
    """An answer's headings and lines; Unusable where there are neither."""
    try:
        found = read_json(text)
    except ValueError:
        raise Unusable("wrong") from None
    data = found if isinstance(found, dict) else {}
    headings: dict[int, str] = {}
    for at, element in enumerate(data.get("headings") or [], 1):
        number = text_of(element, "n", "number", "section") if isinstance(element, dict) else str(at)
        title = tidied(text_of(element, "text", "heading", "标题")).rstrip("。")
        if title and number.isdigit():
            headings[int(number)] = re.sub(r"^[一二三四五六七八九十]{1,2}、", "", title)
    lines = [
        Line(tidied(said), _places(element))
        for element in listed(data, "summary", "摘要") if (said := text_of(element, "text", "sentence", "句子"))
    ]  # fmt: skip
    if not headings and not lines:
        raise Unusable("wrong")
    return Asked(headings, tuple(lines[:12]))


def _places(element: object) -> tuple[str, ...]:
    if not isinstance(element, dict):
        return ()
    value = element.get("from") or element.get("sources") or element.get("依据") or []
    text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    return tuple(dict.fromkeys(f"{int(a)}.{int(b)}" for a, b in _PLACE.findall(text)))


def _merged(
    headings: dict[int, str],
    lines: list[Line],
    asked: Asked,
    refused: dict[str, tuple[Objection, ...]],
    *,
    first: bool,
) -> tuple[dict[int, str], list[Line]]:
    """What stood, with what was asked anew in the places of what did not."""
    if first:
        return asked.headings, list(asked.lines)
    anew = {n: text for n, text in asked.headings.items() if n not in headings or f"{n}.0" in refused}
    merged = headings | anew
    holes = [at for at in range(1, len(lines) + 1) if f"0.{at}" in refused]
    standing = {line.text for at, line in enumerate(lines, 1) if at not in holes}
    fresh = [line for line in asked.lines if line.text not in standing]
    out = list(lines)
    if len(fresh) > len(holes) + 1:  # the whole 摘要 again instead of the lines asked for
        return merged, list(asked.lines)
    for at, line in zip(holes, fresh, strict=False):
        out[at - 1] = line
    return merged, out


def _named(refused: dict[str, tuple[Objection, ...]]) -> str:
    """What is asked for anew, in words."""
    return "、".join(f"摘要第{id[2:]}句" if id.startswith("0.") else f"第{id[:-2]}节的标题" for id in refused)


def _wishes(
    headings: dict[int, str], lines: Sequence[Line], refused: dict[str, tuple[Objection, ...]]
) -> str:
    """What was refused and why, for the second question."""
    if not refused:
        return ""
    out = [
        "上一次写的有几处没有通过，请只重写这几处（标题给 headings，摘要的句子按顺序给 summary），其余不要再给："
    ]
    for id, reasons in refused.items():
        number, at = (int(part) for part in id.split("."))
        said = headings.get(number, "") if not at else lines[at - 1].text
        what = f"第{number}节标题" if not at else f"摘要第{at}句"
        out.append(f"- {what}“{said}”\n" + "\n".join(f"   - {reason.told()}" for reason in reasons))
    return "\n".join(out) + "\n"
