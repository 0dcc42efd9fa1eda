"""A desk's worth of invented sources for the chain's tests, and a writer over a queued or a served model."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from writer_articles import morning, source

from agent.house import load_house
from agent.models import Assignment, Event, Report, Source
from agent.settings import Model
from agent.writer.answers import Answers
from agent.writer.caller import Caller
from agent.writer.chain import LlmWriter
from agent.writer.compose import compose
from agent.writer.endpoint import Endpoint
from agent.writer.purse import Prices, Purse
from agent.writer.tokens import Tokens

DAY = "2026-06-14"
FREE = {"supported", "opinion", "placeholder"}


class Queued(BaseChatModel):
    """A model with its answers ready: `script` maps a question to an answer's text."""

    script: Callable[[dict[str, Any]], str]
    asked: list[dict[str, Any]]

    @property
    def _llm_type(self) -> str:
        return "queued"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        request = {"messages": [{"role": m.type, "content": m.content} for m in messages], **kwargs}
        self.asked.append(request)
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self.script(request)))])


def caller(
    model: BaseChatModel | None = None,
    *,
    folder: Path | None = None,
    budget: float | None = None,
    **settings: Any,
) -> Caller:
    """A caller over `model`, or over the endpoint that `settings` name."""
    known = Model(**{"base_url": "http://127.0.0.1:9", "model": "m", **settings})
    endpoint = Endpoint(known, folder / "model.json" if folder else None)
    prices = Prices(known.price_in, known.price_out, known.currency)

    def chat() -> BaseChatModel:
        from agent.writer.chat import chat_model

        return model or chat_model(endpoint)

    return Caller(
        endpoint,
        Purse(prices, budget),
        Answers(folder / "answers" if folder else None),
        Tokens(),
        chat,
        pause=0.002,
    )


def issue_of(
    asker: Caller, assignments: Sequence[Assignment] | None = None, **more: Any
) -> tuple[Any, Report, dict[str, Any]]:
    """(issue, report, account) of an issue written by `asker`, composed and checked as the desk does it."""
    from agent.ground.report import check_issue

    ready = list(assignments or morning())
    writer = LlmWriter(load_house("xinzhi"), asker, **more)
    draft = writer.write(ready, DAY)
    issue = compose(draft, ready, load_house("xinzhi"), DAY)
    known: dict[str, Source] = {s.id: s for a in ready for s in (*a.sources, *a.background)}
    documents = {key: known[item.source_id] for key, item in issue.evidence.items()}
    return issue, check_issue(issue, documents), writer.account()


def texts(issue: Any) -> str:
    """All that an issue says, headings and titles included."""
    said = [s.text for s in issue.sentences()] + [
        f"{r.publisher}|{r.title}|{r.purpose}" for r in issue.references
    ]
    return "\n".join([*said, *issue.notes])


def section(*sentences: tuple[str, str, str, str]) -> str:
    """An answer to the section's question from (kind, text, key, words)."""
    return json.dumps(
        {
            "sentences": [
                {"kind": k, "text": t, "quotes": [{"key": key, "words": w}] if key else []}
                for k, t, key, w in sentences
            ]
        },
        ensure_ascii=False,
    )


def one(text: str, **known: str) -> list[Assignment]:
    """An issue of one event with one source."""
    made = source("s1", text, **{"publisher": "云川社", "title": "澜州发布计划", **known})
    event = Event(column="policy", heading=made.title, sources=("s1",))
    return [Assignment(number=1, event=event, sources=(made,))]
