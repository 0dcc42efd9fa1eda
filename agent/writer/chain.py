"""The LLM writer: plan, then all sections at once, then headings and 摘要; three questions deep when nothing goes wrong.

Every sentence passes the gate before it is kept; what does not is the embedded writer's. LangChain's runnables carry
the work; nothing of it is traced to a third party unless the settings say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from agent.house import House
from agent.models import Assignment, Draft, DraftSection, Judge
from agent.writer.account import Tally, Told
from agent.writer.caller import Caller
from agent.writer.closing import Closing
from agent.writer.embedded import EmbeddedWriter
from agent.writer.gate import Gate
from agent.writer.hostile import Cleaned, Planted, cleaned, speaks_to_machines
from agent.writer.placeholder import placeholder
from agent.writer.plan import Plan, plan
from agent.writer.prompts import Prompts, load_prompts
from agent.writer.section import Job, SectionWriter, Written
from agent.writer.style import Style, load_style

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable


_NO_PLAN = Plan()


@dataclass(frozen=True, slots=True)
class Wish:
    """What the editor asks of one section written anew; `take` tells one such wish from the next."""

    note: str = ""
    take: int = 0


@dataclass(frozen=True, slots=True)
class _State:
    """An issue on its way through the chain."""

    assignments: tuple[Assignment, ...]
    fallback: Draft
    gate: Gate
    plan: Plan = _NO_PLAN
    written: tuple[Written, ...] = ()


class LlmWriter:
    """A `Writer` over any OpenAI-compatible endpoint."""

    name = "llm"

    def __init__(
        self, house: House, caller: Caller, *, past: Mapping[int, str] | None = None, wish: Wish = Wish(), judge: Judge | None = None
    ) -> None:  # fmt: skip
        """`past`: by section number, what an earlier issue told of the same story. Raises SettingsError for bad data files."""
        self._house, self._caller, self._judge = house, caller, judge
        self._past, self._wish = dict(past or {}), wish
        self._prompts: Prompts = load_prompts(house)
        self._style: Style = load_style(house)
        self._told: list[Told] = []
        self._withheld: list[dict[str, str]] = []

    def write(self, assignments: Sequence[Assignment], date: str) -> Draft:
        """The draft of the issue of `date`: always a whole one, whatever the endpoint does."""
        with _untraced(traced=self._caller.endpoint.settings.tracing):
            draft: Draft = self._chain(date).invoke(self._start(assignments, date))
        self._caller.answers.finish()
        return draft

    def section(self, assignment: Assignment, date: str) -> Draft:
        """A draft of one section only, with its heading: for an editor who wants it anew. Its 摘要 is not to be used."""
        return self.write([assignment], date)

    def account(self) -> dict[str, Any]:
        """For run.json: endpoint, prompts' hashes, tokens and money, what became of the sentences, what went wrong."""
        endpoint = self._caller.endpoint
        total = sum((told.tally for told in self._told), Tally())
        tokens = "tiktoken" if self._caller.tokens.exact else f"estimate×{self._caller.tokens.ratio:.2f}"
        return {
            "endpoint": {
                "host": endpoint.host,
                "model": endpoint.model,
                "output": endpoint.form,
                "tokens": tokens,
            },
            "prompts": self._prompts.fingerprint(),
            **self._caller.purse.account(),
            "sentences": {name: getattr(total, name) for name in Tally.__slots__},
            "sections": [told.as_json() for told in self._told],
            "faults": list(self._caller.faults),
            "withheld": self._withheld,
        }

    def _chain(self, date: str) -> Runnable[_State, Draft]:
        from langchain_core.runnables import RunnableLambda

        planning: Runnable[_State, _State] = RunnableLambda(
            lambda state: self._planned(state, date), name="plan"
        )
        sections: Runnable[_State, _State] = RunnableLambda(
            lambda state: self._sections(state, date), name="sections"
        )
        closing: Runnable[_State, Draft] = RunnableLambda(
            lambda state: self._closed(state, date), name="closing"
        )
        return planning | sections | closing

    def _start(self, assignments: Sequence[Assignment], date: str) -> _State:
        self._told, self._withheld = [], []
        clean: dict[str, Cleaned] = {}
        for assignment in assignments:
            for source in (*assignment.sources, *assignment.background):
                clean.setdefault(source.id, cleaned(source))
        for id, found in clean.items():
            if found.withheld:
                words = " ".join("".join(found.withheld)[:60].split())
                self._withheld.append({"source_id": id, "title": found.source.title[:60], "words": words})
        ready = tuple(_without_barred(assignment, clean) for assignment in assignments)
        fallback = EmbeddedWriter(self._house).write(ready, date)
        gate = Gate(self._style, Planted.of(clean.values()), date, self._judge)
        return _State(ready, _standing(ready, fallback, gate), gate)

    def _planned(self, state: _State, date: str) -> _State:
        if len(state.assignments) < 2:
            return state
        return replace(state, plan=plan(self._caller, self._prompts, self._style, state.assignments, date))

    def _sections(self, state: _State, date: str) -> _State:
        from langchain_core.runnables import RunnableLambda

        writer = SectionWriter(self._caller, self._prompts, self._style, state.gate, date)
        names = {column.id: column.name for column in self._house.columns}
        jobs = [
            Job(
                assignment=assignment, column=names.get(assignment.event.column, assignment.event.column), fallback=fallback,
                plan=state.plan.angles.get(assignment.number, ""), past=self._past.get(assignment.number, ""),
                note=self._wish.note, take=self._wish.take,
            )
            for assignment, fallback in zip(state.assignments, state.fallback.sections, strict=True)
        ]  # fmt: skip
        runnable: Runnable[Job, Written] = RunnableLambda(writer.write, name="section")
        written = runnable.batch(jobs, config={"max_concurrency": self._caller.endpoint.settings.parallel})
        self._told += [one.told for one in written]
        return replace(state, written=tuple(written))

    def _closed(self, state: _State, date: str) -> Draft:
        sections: list[DraftSection] = [one.section for one in state.written]
        updates = frozenset(number for number, past in self._past.items() if past)
        closing = Closing(self._caller, self._prompts, self._style, state.gate, date, updates)
        summary, headings, told = closing.write(
            state.assignments, sections, state.plan.thread(), take=self._wish.take
        )
        self._told.append(told)
        titled = tuple(
            section.model_copy(update={"heading": heading})
            for section, heading in zip(sections, headings, strict=True)
        )
        return Draft(summary=summary, sections=titled, notes=tuple(self._notes()))

    def _notes(self) -> list[str]:
        """What the editor must know before she reads."""
        notes = []
        sections = [told for told in self._told if told.number]
        without = [told for told in sections if told.by == "embedded"]
        if sections and len(without) == len(sections):
            why = next((told.note for told in without if told.note), "模型没有写成")
            notes.append(f"这一期没有用上语言模型（{why}），由摘录生成。")
        else:
            notes.append("本期由语言模型据资料撰写，每句都已核对来源；研判是模型的判断，请编辑把关。")
            notes += [
                f"第{told.number}节由摘录生成：{told.note or '模型的句子都没有通过核对'}。"
                for told in without
            ]
        if self._withheld:
            notes.append(
                f"有 {len(self._withheld)} 个来源里夹着对机器发的指令（见 run.json 的 withheld），已剔除，没有照做。"
            )
        return notes


def _standing(assignments: Sequence[Assignment], fallback: Draft, gate: Gate) -> Draft:
    """The embedded writer's draft with only what the checker lets through: the floor must hold by itself."""
    sections = []
    for assignment, section in zip(assignments, fallback.sections, strict=True):
        kept = gate.stands(assignment, section)
        facts = kept.facts or (placeholder("事实，没有能通过核对的摘录"),)
        views = kept.judgements or (placeholder("研判，来源中没有可引的判断"),)
        sections.append(kept.model_copy(update={"facts": facts, "judgements": views}))
    return fallback.model_copy(update={"sections": tuple(sections)})


def _without_barred(assignment: Assignment, clean: Mapping[str, Cleaned]) -> Assignment:
    """The assignment with its sources as a model may see them."""
    sources = tuple(clean[s.id].source for s in assignment.sources if not clean[s.id].barred)
    background = tuple(clean[s.id].source for s in assignment.background if not clean[s.id].barred)
    event = assignment.event
    barred = any(clean[s.id].barred for s in assignment.sources)
    if speaks_to_machines(event.heading) or (
        barred and sources and event.heading not in {s.title for s in sources}
    ):
        event = event.model_copy(update={"heading": sources[0].title if sources else ""})
    return assignment.model_copy(update={"sources": sources, "background": background, "event": event})


def _untraced(*, traced: bool) -> Any:
    """A context in which LangSmith traces nothing, whatever the environment says, unless draft.toml allows it."""
    from langsmith.run_helpers import tracing_context

    return tracing_context(enabled=traced)
