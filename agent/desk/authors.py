"""Who can write an issue on a desk, by the name in `--writer` and draft.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.desk.material import material, told_before
from agent.desk.workspace import Workspace
from agent.errors import SettingsError, UsageError
from agent.models import Slate, Source, Writer
from agent.writer.embedded import EmbeddedWriter

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

    from agent.writer.caller import Caller
    from agent.writer.chain import LlmWriter, Wish

#: Told while a model answers: stage, section number or 0, characters so far.
Watch = Callable[[str, int, int], None]
WRITERS = ("embedded", "llm")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a run asks of the model beside draft.toml. `budget`: money for this issue; `pause` scales waits."""

    budget: float | None = None
    watch: Watch = lambda _stage, _number, _length: None
    pause: float = 1.0


def check_writer(desk: Workspace, name: str) -> None:
    """Raise UsageError for a writer nobody knows, SettingsError for a model that is not configured."""
    if name not in WRITERS:
        raise UsageError(f"没有叫“{name}”的写作者；可用的有：{'、'.join(WRITERS)}。")
    if name == "llm":
        from agent.writer.endpoint import Endpoint

        Endpoint(desk.settings.model)


def author(desk: Workspace, name: str, slate: Slate, day: str, terms: Terms | None = None) -> Writer:
    """The writer `name` for the issue of `day`."""
    if name == "embedded":
        return EmbeddedWriter(desk.house)
    return llm_writer(desk, terms or Terms(), told_before(desk, slate, day))


def llm_writer(desk: Workspace, terms: Terms, past: Mapping[int, str], wish: Wish | None = None) -> LlmWriter:
    """The LLM writer as draft.toml configures it. Raises SettingsError where it does not."""
    from agent.writer.chain import LlmWriter, Wish
    from agent.writer.judge import LlmJudge

    caller = model_caller(desk, terms)
    judge = LlmJudge(caller, desk.house) if desk.settings.model.judge else None
    return LlmWriter(desk.house, caller, past=past, wish=wish or Wish(), judge=judge)


def model_caller(desk: Workspace, terms: Terms) -> Caller:
    """What asks the desk's model: endpoint, purse, kept answers."""
    from agent.writer.answers import Answers
    from agent.writer.caller import Caller
    from agent.writer.endpoint import Endpoint
    from agent.writer.purse import Prices, Purse
    from agent.writer.tokens import Tokens

    settings = desk.settings.model
    endpoint = Endpoint(settings, desk.state / "model.json")
    budget = settings.budget if terms.budget is None else terms.budget
    prices = Prices(settings.price_in, settings.price_out, settings.currency)
    if budget is not None and prices.cost(1, 1) is None:
        raise SettingsError(
            "设了预算，却不知道价格：请在 draft.toml 的 [model] 写上 price_in 和 price_out（每百万 token 的价格，本机模型写 0）。"
        )

    def chat() -> BaseChatModel:  # the library is loaded with the first question
        from agent.writer.chat import chat_model

        return chat_model(endpoint)

    tokens = Tokens(endpoint.learned.ratio)
    return Caller(
        endpoint,
        Purse(prices, budget),
        Answers(desk.state / "answers"),
        tokens,
        chat,
        watch=terms.watch,
        pause=terms.pause,
    )


def background(
    desk: Workspace, name: str, slate: Slate, day: str, window: int, older: list[tuple[Source, ...]]
) -> list[tuple[Source, ...]]:
    """The background for `name`: what the embedded writer gets, and for the model what else the desk has on the matter."""
    if name == "embedded":
        return older
    return [
        tuple({s.id: s for s in (*more, *old)}.values())
        for more, old in zip(material(desk, slate, day, window), older, strict=True)
    ]
