"""One section by the model: asked, held by the gate, sent back with reasons, filled up by the embedded writer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from agent.models import Assignment, DraftSection, DraftSentence
from agent.writer.account import Tally, Told
from agent.writer.caller import Call, Caller
from agent.writer.days import calendar
from agent.writer.evidence import Passage, anchored, gather, widened
from agent.writer.faults import Failed, Unusable
from agent.writer.gate import Gate
from agent.writer.item import Item, keyed, read_items
from agent.writer.objection import Objection, cut
from agent.writer.opening import opened
from agent.writer.parsing import read_json
from agent.writer.placeholder import placeholder
from agent.writer.prompts import Messages, Prompts
from agent.writer.same import repeats
from agent.writer.style import LONG, Exemplar, Style

#: How often the evidence is halved when the endpoint finds it too long.
_HALVINGS = 2
#: Characters of the words a refused sentence leaned on, as it is told of them.
_QUOTED = 90
#: A paragraph this much shorter than the house's least is sent back for more.
_SHORT = 0.7


@dataclass(frozen=True, slots=True)
class Job:
    """All that one section's writer gets beside the assignment."""

    assignment: Assignment
    column: str
    fallback: DraftSection
    plan: str = ""
    past: str = ""  #: what an earlier issue told of this story, "" for a new one
    note: str = ""  #: the editor's wish, in a redraft
    take: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """A section as it stands, every sentence through the gate; `heading` is the embedded writer's until the closing."""

    section: DraftSection
    told: Told


@dataclass(slots=True)
class _Draft:
    """A model's sentences in the making: where each stands now, and why it does not."""

    items: list[Item]
    sentences: list[DraftSentence | None]
    reasons: list[tuple[Objection, ...]]
    first: list[bool] = field(default_factory=list)  #: whether it was refused at first

    def standing(self, kind: str) -> list[DraftSentence]:
        """The sentences of a kind that passed, in order."""
        return [
            s
            for s, r in zip(self.sentences, self.reasons, strict=True)
            if s is not None and not r and s.kind == kind
        ]


@dataclass(frozen=True, slots=True)
class SectionWriter:
    """Writes sections; usable from several threads."""

    caller: Caller
    prompts: Prompts
    style: Style
    gate: Gate
    date: str

    def write(self, job: Job) -> Written:
        """The section. Never raises: what the model does not bring, the embedded writer's section does."""
        told = Told(job.assignment.number)
        budget = self.caller.endpoint.settings.evidence
        letter = chr(ord("A") + (job.assignment.number - 1) % 26)
        for _ in range(_HALVINGS + 1):
            passages = gather(job.assignment, self.style.house.publishers, letter, budget, self.caller.tokens)
            told.passages = len(passages)
            if not passages:
                return self._without(job, told, "没有可给模型看的资料")
            try:
                items = self.caller.ask(self._question(job, passages), _sentences)
            except Failed as error:
                if error.fault.way == "less" and budget > 600:
                    budget //= 2
                    continue
                return self._without(job, told, str(error))
            return self._finished(job, passages, items, told)
        return self._without(job, told, "减少资料后模型仍然没有写成")

    def _question(self, job: Job, passages: Sequence[Passage]) -> Call:
        house, prompt = self.style.house, self.prompts["section"]
        notes = []
        if job.past:
            notes.append(
                f"前几天的一期已经报过这件事（“{job.past[:240]}”）。标题会标明“{self.style.manner.update}”；这一节只写新进展，第一句就写新在哪里，不重复旧内容。"
            )
        if job.note:
            notes.append(f"编辑的要求：{job.note}")
        exemplar = self.style.exemplar(job.assignment.event.column)
        messages = prompt.render(
            house=house.title, date=self.date, column=job.column, event=job.assignment.event.heading,
            plan=job.plan or "按资料的分量取舍", note="\n".join(notes), voice=self.style.manner.voice,
            fact_least=str(house.style.fact[0]), fact_most=str(house.style.fact[1]),
            judgement_least=str(house.style.judgement[0]), judgement_most=str(house.style.judgement[1]),
            avoid="、".join(house.style.avoid), example=_example(exemplar) if exemplar else "（无）",
            evidence="\n\n".join(passage.shown() for passage in passages),
        )  # fmt: skip
        return Call("section", messages, prompt.answer, prompt.limit, job.assignment.number, job.take)

    def _finished(self, job: Job, passages: Sequence[Passage], items: list[Item], told: Told) -> Written:
        draft = _Draft(items, [anchored(item, passages) for item in items], [()] * len(items))
        self._hold(job, draft)
        leads = [reasons for item, reasons in zip(items, draft.reasons, strict=True) if item.kind == "fact"]
        if leads and not leads[0]:  # a first sentence that was refused may come back with its day and source
            self._opened(job, draft)
        draft.first = [bool(reasons) for reasons in draft.reasons]
        told.tally = Tally(asked=len(items), kept=draft.first.count(False), refused=draft.first.count(True))
        for round in range(1, self.caller.endpoint.settings.repairs + 1):
            wishes = self._wishes(draft, round)
            self._note_refusals(told, draft, round - 1)
            if not any(draft.reasons) and not wishes:
                break
            if not self._repair(job, passages, draft, wishes, round):
                break
            told.rounds = round
        self._note_refusals(told, draft, told.rounds)
        self._opened(job, draft)
        return self._settled(job, draft, told)

    def _hold(self, job: Job, draft: _Draft) -> None:
        """Put every sentence before the gate; facts without a quotation in the passages do not get there."""
        there = [
            at
            for at, sentence in enumerate(draft.sentences)
            if sentence is not None or draft.items[at].kind == "judgement"
        ]
        ready: list[DraftSentence] = []
        for at in there:
            ready.append(draft.sentences[at] or DraftSentence(text=draft.items[at].text, kind="judgement"))
            draft.sentences[at] = ready[-1]
        draft.reasons = [(Objection("unfound", "没有一条引文出自给出的资料"),)] * len(draft.sentences)
        for at, reasons in zip(there, self.gate.section(job.assignment, ready), strict=True):
            draft.reasons[at] = reasons
            sentence = draft.sentences[at]
            if reasons and sentence is not None and sentence.kind == "judgement" and sentence.quotes:
                self._uncited(job, draft, at)

    def _opened(self, job: Job, draft: _Draft) -> None:
        """The day and the source at the head of the first fact, by code, where the model left them out and they pass."""
        at = next((n for n, r in enumerate(draft.reasons) if not r and draft.items[n].kind == "fact"), -1)
        sentence = draft.sentences[at] if at >= 0 else None
        if sentence is None or not sentence.quotes or _opens(self.style, draft.items[at]):
            return
        quote = sentence.quotes[0]
        source = next(
            s for s in (*job.assignment.sources, *job.assignment.background) if s.id == quote.source_id
        )
        days = calendar(source.published, source.text[:400], self.date)
        dated = sentence.model_copy(update={"text": opened(sentence.text, source, days, quote.words)})
        if dated.text != sentence.text and not self.gate.section(job.assignment, [dated])[0]:
            draft.sentences[at] = dated
            draft.items[at] = replace(draft.items[at], text=dated.text)

    def _uncited(self, job: Job, draft: _Draft, at: int) -> None:
        """A judgement that its citation does not bear may stand as the writer's own, without one."""
        bare = DraftSentence(text=draft.items[at].text, kind="judgement")
        rest = [
            s
            for s, r in zip(draft.sentences, draft.reasons, strict=True)
            if s is not None and not r and s.kind == "fact"
        ]
        if not self.gate.section(job.assignment, [*rest, bare])[-1]:
            draft.sentences[at], draft.reasons[at] = bare, ()

    def _wishes(self, draft: _Draft, round: int) -> str:
        """What the section lacks as a whole, where that is worth a question of its own.

        In the first round a refused sentence counts as one that will be mended: asking for more in its place would
        make the paragraph too long.
        """
        said = [
            DraftSentence(text=item.text, kind=item.kind)
            for item, reasons in zip(draft.items, draft.reasons, strict=True)
            if not reasons or round == 1
        ]
        section = DraftSection(
            heading="",
            facts=tuple(s for s in said if s.kind == "fact"),
            judgements=tuple(s for s in said if s.kind == "judgement"),
        )
        found = self.style.section(section)
        facts, views = (sum(len(s.text) for s in part) for part in (section.facts, section.judgements))
        measure = self.style.house.style
        serious = facts < measure.fact[0] * _SHORT or views < measure.judgement[0] * _SHORT
        serious = serious or any("第一句" in phrase for phrase in found)
        if not found or not (serious or any(draft.reasons)):
            return ""
        long = facts > measure.fact[1] * LONG or views > measure.judgement[1] * LONG
        asks = ["请把要改写的句子写短，次要的写 drop"] if long else []
        if len(found) > long:
            asks.append("请补写或改写，补写的句子 n 写 0")
        return f"这一节还有：{'；'.join(found)}。{'；'.join(asks)}。"

    def _repair(self, job: Job, passages: Sequence[Passage], draft: _Draft, wishes: str, round: int) -> bool:
        """One round: refused sentences with their reasons, and what is wished; False where the model is of no help."""
        prompt = self.prompts["repair"]
        refused = [at for at, reasons in enumerate(draft.reasons) if reasons]
        shown = widened(
            _concerned(passages, _at_stake(draft.items, refused)) if refused and not wishes else passages,
            passages,
        )
        messages = prompt.render(
            house=self.style.house.title, date=self.date, wishes=wishes,
            kept="\n".join(f"- {s.text}" for kind in ("fact", "judgement") for s in draft.standing(kind)) or "（没有）",
            refused="\n".join(_complaint(at, draft.items, draft.reasons[at]) for at in refused) or "（没有）",
            evidence="\n\n".join(passage.shown(whole=True) for passage in shown),
        )  # fmt: skip
        try:
            answers = self.caller.ask(_call("repair", messages, self.prompts, job, round), _repairs)
        except Failed:
            return False
        if not answers:
            return False
        by_number, known = keyed(answers), (*shown, *passages)
        for at in refused:
            given = by_number.get(at + 1, [])
            if given and not given[0].drop:
                draft.items[at] = given[0]
                draft.sentences[at] = anchored(given[0], known)
        for item in by_number.get(0, []) if wishes else []:
            if item.text and not repeats(item.text, [other.text for other in draft.items if other.text]):
                self._add(draft, item, known)
        self._hold(job, draft)
        return True

    def _add(self, draft: _Draft, item: Item, passages: Sequence[Passage]) -> None:
        """A sentence asked for afterwards, at the end of its paragraph; at its head where it opens with the day."""
        at = len(draft.items)
        if item.kind == "fact":
            at = 0 if self.style.section(DraftSection(heading="", facts=tuple(draft.standing("fact")))) and _opens(self.style, item) else (
                sum(other.kind == "fact" for other in draft.items)
            )  # fmt: skip
        draft.items.insert(at, item)
        draft.sentences.insert(at, anchored(item, passages))
        draft.reasons.insert(at, ())
        draft.first.insert(at, False)

    def _note_refusals(self, told: Told, draft: _Draft, round: int) -> None:
        for item, reasons in zip(draft.items, draft.reasons, strict=True):
            if reasons and not any(
                line["round"] == round and line["text"] == item.text for line in told.refusals
            ):
                told.refuse(round, item.text, reasons)

    def _settled(self, job: Job, draft: _Draft, told: Told) -> Written:
        """What stands, and the embedded writer's sentences where something fell."""
        tally = told.tally
        tally.repaired = sum(
            was and not reasons for was, reasons in zip(draft.first, draft.reasons, strict=True)
        )
        fallen = sum(bool(reasons) for reasons in draft.reasons)
        facts, views = draft.standing("fact"), draft.standing("judgement")
        lost_facts = sum(
            bool(r) and i.kind == "fact" for i, r in zip(draft.items, draft.reasons, strict=True)
        )
        filled = self._filled(job, facts, lost_facts)
        tally.replaced = min(fallen, len(filled) - len(facts))
        if not views:
            views = list(job.fallback.judgements) or [placeholder("研判")]
            tally.replaced = min(fallen, tally.replaced + len(views))
        tally.left_out = fallen - tally.replaced
        told.by = (
            "llm"
            if len(filled) == len(facts) and draft.standing("judgement")
            else "mixed"
            if facts
            else "embedded"
        )
        section = DraftSection(heading=job.fallback.heading, facts=tuple(filled), judgements=tuple(views))
        told.style = self.style.section(section)
        return Written(section, told)

    def _filled(self, job: Job, facts: list[DraftSentence], lost: int) -> list[DraftSentence]:
        """The facts, with the embedded writer's where the paragraph is short of the house's measure or has no opening."""
        spare = [s for s in job.fallback.facts if s.kind == "fact" or not facts]
        least, most = self.style.house.style.fact
        out = list(facts)
        if not out:
            return list(job.fallback.facts) or [placeholder("事实，没有可读的来源")]
        length = sum(len(sentence.text) for sentence in out)
        opened = _opens(self.style, Item(out[0].text, "fact"))
        for at, sentence in enumerate(spare):
            short = length < least and lost > 0
            if not (short or (at == 0 and not opened)) or repeats(sentence.text, [s.text for s in out]):
                continue
            if length + len(sentence.text) > most * 1.1 or self.gate.section(job.assignment, [sentence])[0]:
                continue
            out.insert(0 if at == 0 and not opened else len(out), sentence)
            length += len(sentence.text)
            lost -= 1
        return out

    def _without(self, job: Job, told: Told, why: str) -> Written:
        """The embedded writer's section, and why the model's is not there."""
        told.by, told.note = "embedded", why
        return Written(job.fallback, told)


def _sentences(text: str) -> list[Item]:
    """The items of an answer; Unusable where there is no fact among them."""
    try:
        items = read_items(read_json(text))
    except ValueError:
        raise Unusable("wrong") from None
    if not any(item.kind == "fact" for item in items):
        raise Unusable("wrong")
    return items[:12]


def _repairs(text: str) -> list[Item]:
    try:
        return read_items(read_json(text))
    except ValueError:
        raise Unusable("wrong") from None


def _call(stage: str, messages: Messages, prompts: Prompts, job: Job, round: int) -> Call:
    prompt = prompts[stage]
    return Call(stage, messages, prompt.answer, prompt.limit, job.assignment.number, job.take * 10 + round)


def _complaint(at: int, items: Sequence[Item], reasons: tuple[Objection, ...]) -> str:
    """A refused sentence with the one before and the one after it, what it leaned on, and what is wrong."""
    item = items[at]
    leans = "；".join(f"{key}“{cut(words, _QUOTED)}”" for key, words in item.leans[:3])
    lines = [f"{at + 1}. [{item.kind}] {item.text}"]
    lines += [
        f"   {name}：{items[n].text}" for name, n in (("上一句", at - 1), ("下一句", at + 1))
        if 0 <= n < len(items) and items[n].text
    ]  # fmt: skip
    lines += [f"   所引：{leans}"] if leans else []
    return "\n".join((*lines, *(f"   - {reason.told()}" for reason in reasons)))


def _at_stake(items: Sequence[Item], refused: Sequence[int]) -> list[Item]:
    """The sentences whose passages a repair needs: the refused ones; a judgement is held to what the facts rest on."""
    wrong = [items[at] for at in refused]
    facts = [item for item in items if item.kind == "fact"]
    return wrong if any(item.kind == "fact" for item in wrong) else [*facts, *wrong]


def _concerned(passages: Sequence[Passage], items: Sequence[Item]) -> list[Passage]:
    """The passages that refused sentences name, and the first of the same sources, which say who speaks of what
    document on what day; all of them where one names none."""
    named = {key for item in items for key, _ in item.leans}
    found = [passage for passage in passages if passage.key in named]
    loose = any(
        item.kind == "fact" and not any(key in {p.key for p in found} for key, _ in item.leans)
        for item in items
    )
    if loose or not found:
        return list(passages)
    heads = {passage.source.id: passage.key for passage in reversed(passages)}
    keys = named | {heads[passage.source.id] for passage in found}
    return [passage for passage in passages if passage.key in keys]


def _opens(style: Style, item: Item) -> bool:
    return not any("第一句" in phrase for phrase in style.section(
        DraftSection(heading="", facts=(DraftSentence(text=item.text, kind="fact"),))
    ))  # fmt: skip


def _example(exemplar: Exemplar) -> str:
    """An exemplar as the prompt shows it: its evidence, and the answer that was right for it."""
    import json

    shown = "\n\n".join(
        f"[{e['key']}] {e['publisher']}｜{e['title']}｜{e['day']}\n{e['text']}" for e in exemplar.evidence
    )
    return f"资料：\n{shown}\n\n输出：\n{json.dumps({'sentences': list(exemplar.sentences)}, ensure_ascii=False)}"
