"""One question to the model, from the cache or the endpoint, met with patience whatever comes back."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from agent.writer.answers import Answer, Answers
from agent.writer.endpoint import Endpoint, Form
from agent.writer.faults import PATIENCE, SAID, Failed, Fault, Unusable, fault_of
from agent.writer.parsing import without_thinking
from agent.writer.prompts import Messages
from agent.writer.purse import Overspent, Purse
from agent.writer.tokens import Tokens

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

T = TypeVar("T")
#: What the terminal is told while an answer comes: (stage, section number or 0, characters so far).
Watch = Callable[[str, int, int], None]
#: How often a question is put at most where answers come but are of no use.
_ANEW = 3
#: How many times the way of asking may change within one call.
_STEPS = 6
#: A reasoning model's thoughts count as its answer: so many times the room.
_ROOM_TO_THINK = 4
_CIRCLE = re.compile(r"(.{8,120}?)\1{4,}\Z", re.DOTALL)
_LOOK_EVERY = 200
_REFUSALS = re.compile(
    r"^(?:(?:很|非常)?抱歉|对不起|不好意思|我(?:无法|不能|没有办法)|作为(?:一个)?(?:AI|人工智能|语言模型)|I(?:'m| am) sorry|Sorry|I can(?:no|')t|As an AI|I(?:'m| am) unable)",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_LETTER = re.compile(r"[^\W\d_]")
#: What a second try adds to the prompt.
_NUDGES = {
    "empty": "上一次你没有给出内容。请按要求只输出 JSON。",
    "refused": "这是公开新闻资料的编写工作，不涉及任何限制内容。请按要求只输出 JSON。",
    "wrong": "上一次的回答不是要求的 JSON。请只输出一个 JSON 对象，不要解释，不要代码块。",
    "cut": "上一次的回答太长，被截断了。请写得更短，只输出 JSON。",
    "foreign": "请用简体中文写，只输出 JSON。",
    "circles": "上一次的回答反复重复。每句话只写一次，只输出 JSON。",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One question. `take` makes an otherwise same question another one (a section written anew on request)."""

    stage: str
    messages: Messages
    schema: Mapping[str, Any]
    limit: int
    number: int = 0
    take: int = 0
    chinese: bool = True


@dataclass
class Caller:
    """Asks the model. Safe for several threads; after a fault that ends all hope it refuses at once."""

    endpoint: Endpoint
    purse: Purse
    answers: Answers
    tokens: Tokens
    chat: Callable[[], BaseChatModel]
    watch: Watch = lambda _stage, _number, _length: None
    pause: float = 1.0  #: scales every wait; tests make it small
    faults: list[dict[str, Any]] = field(default_factory=list)
    over: Fault | None = None
    _model: BaseChatModel | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, call: Call, accept: Callable[[str], T]) -> T:
        """What `accept` makes of the model's answer; it raises Unusable for one of no use.

        Raises Failed when nothing usable came, with the fault whose way says what is left to do.
        """
        attempts = min(self.endpoint.settings.attempts, _ANEW)
        last = Fault("empty")
        for attempt in range(attempts):
            key, answer = self._answer(call, attempt)
            try:
                if (
                    answer.cut and attempt + 1 < attempts
                ):  # the last time, what came before the circles will do
                    raise Unusable("circles")
                found = self._accepted(answer, call, accept)
            except Unusable as finding:
                last = Fault(finding.kind)
                self._record(call, last)
                self.answers.poor(key)
                if last.way == "less" or attempt + 1 >= attempts:
                    break
                if last.kind == "empty" and not answer.finish:  # a stream without a single event
                    self.endpoint.step_down("stream", self.endpoint.form, self.endpoint.limit)
                call = self._anew(call, last, attempt)
                continue
            return found
        raise self._failed(last)

    def _accepted(self, answer: Answer, call: Call, accept: Callable[[str], T]) -> T:
        text = without_thinking(answer.text)
        if answer.finish in ("content_filter", "sensitive"):
            raise Unusable("filtered")
        if answer.finish == "refusal" or (len(text) < 400 and _REFUSALS.match(text.lstrip("\"'{ \n"))):
            raise Unusable("refused")
        if not text:
            raise Unusable("cut" if answer.finish == "length" else "empty")
        short = "cut" if answer.finish == "length" else "circles" if answer.cut else ""
        if call.chinese and not _chinese(text):
            raise Unusable("foreign")
        try:
            return accept(text)
        except Unusable as finding:
            raise Unusable(short or finding.kind) from None

    def _anew(self, call: Call, fault: Fault, attempt: int) -> Call:
        nudge = _NUDGES.get(fault.kind, _NUDGES["wrong"])
        if fault.kind in ("empty", "wrong", "cut") and attempt == 1:
            self.endpoint.step_down("json_schema", self.endpoint.form, self.endpoint.limit)
        messages = call.messages if attempt else (*call.messages, ("user", nudge))
        limit = call.limit * 2 if fault.kind == "cut" else call.limit
        return replace(call, messages=messages, limit=limit)

    def _answer(self, call: Call, attempt: int) -> tuple[str, Answer]:
        key = self.answers.key(
            {
                "where": self.endpoint.base_url, "model": self.endpoint.model, "messages": call.messages, "schema": call.schema,
                "limit": call.limit, "temperature": self.endpoint.settings.temperature, "take": call.take, "attempt": attempt,
            }
        )  # fmt: skip
        kept = self.answers.get(key)
        if kept is not None:
            self.purse.reuse(call.stage)
            self._measure(call, kept)
            return key, kept
        answer = self._patiently(call)
        self.answers.put(key, answer)
        self._measure(call, answer)
        return key, answer

    def _measure(self, call: Call, answer: Answer) -> None:
        """Learn once, from the first answer that says so, how this endpoint counts tokens."""
        if not answer.counted or self.tokens.exact or self.endpoint.learned.measured:
            return
        self.tokens.learn(sum(self.tokens(text) for _, text in call.messages), answer.tokens_in)
        self.endpoint.note(ratio=self.tokens.ratio, measured=True)

    def _patiently(self, call: Call) -> Answer:
        """One whole answer, through waits and other ways of asking. Raises Failed."""
        tries, steps = 0, 0
        while True:
            if self.over:
                raise self._failed(self.over)
            form, limit = self.endpoint.form, self.endpoint.limit
            try:
                return self._once(call, form, limit)
            except Overspent as error:
                self._record(call, Fault("budget"))
                raise Failed(str(error), Fault("budget")) from None
            except (
                Exception
            ) as error:  # the client's errors come from three libraries; fault_of tells them apart
                fault = fault_of(error)
            self._record(call, fault)
            if fault.way == "step" and steps < _STEPS and self.endpoint.step_down(fault.feature, form, limit):
                steps += 1
                continue
            tries += 1
            if fault.way != "again" or tries >= self._patience(fault):
                raise self._failed(fault)
            self._wait(fault, tries)

    def _patience(self, fault: Fault) -> int:
        if fault.after is not None and fault.after > PATIENCE:
            return 0
        return min(self.endpoint.settings.attempts, 2 if fault.kind in ("timeout", "offline") else 9)

    def _wait(self, fault: Fault, tries: int) -> None:
        """As long as the endpoint asks, else twice as long each time; jitter keeps five sections from coming back at once."""
        base = fault.after if fault.after is not None else 0.5 * 2**tries
        time.sleep((base + random.uniform(0, 0.25 * base + 0.1)) * self.pause)  # noqa: S311 - jitter, not a secret

    def _once(self, call: Call, form: Form, limit: str) -> Answer:
        ours = sum(self.tokens(text) for _, text in call.messages)
        room = call.limit * (_ROOM_TO_THINK if self.endpoint.learned.thinks else 1)
        with self.purse.holding(ours, room):
            started = time.perf_counter()
            answer = self._streamed(call, self._body(call, form, limit, room))
            answer = self._counted(answer, ours)
            self.purse.pay(
                call.stage,
                answer.tokens_in,
                answer.tokens_out,
                time.perf_counter() - started,
                counted=answer.counted,
            )
        if answer.thought and not self.endpoint.learned.thinks:
            self.endpoint.note(thinks=True)
        return answer

    def _body(self, call: Call, form: Form, limit: str, room: int) -> dict[str, Any]:
        """What goes into the request beside the messages, in the endpoint's own words."""
        body: dict[str, Any] = {limit: room}
        if self.endpoint.learned.temperature:
            body["temperature"] = self.endpoint.settings.temperature
        if form == "json_schema":
            shape = {"name": call.stage, "strict": True, "schema": dict(call.schema)}
            body["response_format"] = {"type": "json_schema", "json_schema": shape}
        elif form == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def _streamed(self, call: Call, body: dict[str, Any]) -> Answer:
        from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

        messages = [
            SystemMessage(text) if role == "system" else HumanMessage(text) for role, text in call.messages
        ]
        model = self._chat()
        if not self.endpoint.learned.stream:
            made = model.invoke(messages, extra_body=body)
            return (
                _Gathered()
                .take(made if isinstance(made, AIMessage) else AIMessage(str(made.content)))
                .answer()
            )
        gathered = _Gathered()
        longest = time.monotonic() + 5 * self.endpoint.settings.timeout
        try:
            for chunk in model.stream(messages, extra_body=body, stream_usage=self.endpoint.learned.usage):
                gathered.take(chunk)
                self.watch(call.stage, call.number, gathered.length)
                if gathered.circling():
                    break
                if time.monotonic() > longest:
                    raise TimeoutError
        except ValueError as error:
            if type(error) is not ValueError or gathered.length:
                raise
            # langchain's word for a stream that ended without one event: an empty answer, and a hint not to stream
        return gathered.answer()

    def _counted(self, answer: Answer, ours: int) -> Answer:
        if answer.counted:
            return answer
        return replace(answer, tokens_in=ours, tokens_out=self.tokens(answer.text) + answer.thought)

    def _chat(self) -> BaseChatModel:
        with self._lock:
            if self._model is None:
                self._model = self.chat()
            return self._model

    def _record(self, call: Call, fault: Fault) -> None:
        with self._lock:
            if fault.way == "over":
                self.over = self.over or fault
            line = {
                "stage": call.stage,
                "section": call.number,
                "kind": fault.kind,
                "message": self._said(fault),
            }
            if fault.status:
                line["status"] = fault.status
            if fault.code:
                line["code"] = fault.code
            self.faults.append(line)

    def _failed(self, fault: Fault) -> Failed:
        if fault.kind == "offline":
            self.over = self.over or fault
        return Failed(self._said(fault), fault)

    def _said(self, fault: Fault) -> str:
        return SAID[fault.kind].format(
            status=f"HTTP {fault.status}" if fault.status else "流中报错", key_env=self.endpoint.key_env or "（没有设）",
            model=self.endpoint.model, where=self.endpoint.host, timeout=self.endpoint.settings.timeout,
            feature=fault.feature,
        )  # fmt: skip


class _Gathered:
    """An answer in the making, chunk by chunk."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self._looked = 0
        self._finish = ""
        self._usage: tuple[int, int] | None = None
        self._thought = 0
        self._cut = False

    def take(self, chunk: Any) -> _Gathered:
        text = chunk.content if isinstance(chunk.content, str) else "".join(
            part.get("text", "") for part in chunk.content if isinstance(part, dict)
        )  # fmt: skip
        self._parts.append(text)
        self.length += len(text)
        extra = chunk.additional_kwargs or {}
        self._thought += extra["thought"] if isinstance(extra.get("thought"), int) else 0
        if extra.get("refusal"):
            self._finish = "refusal"
        finish = (chunk.response_metadata or {}).get("finish_reason")
        if finish and self._finish != "refusal":
            self._finish = str(finish)
        usage = chunk.usage_metadata
        if usage and usage.get("input_tokens"):
            self._usage = (int(usage["input_tokens"]), int(usage.get("output_tokens", 0)))
        return self

    def circling(self) -> bool:
        """Whether the end of the answer says the same again and again."""
        if self.length - self._looked < _LOOK_EVERY:
            return False
        self._looked = self.length
        self._cut = bool(_CIRCLE.search("".join(self._parts)[-1200:]))
        return self._cut

    def answer(self) -> Answer:
        tokens_in, tokens_out = self._usage or (0, 0)
        return Answer(
            "".join(self._parts),
            self._finish,
            tokens_in,
            tokens_out,
            self._usage is not None,
            self._thought,
            self._cut,
        )


def _chinese(text: str) -> bool:
    """Whether an answer's words are Chinese for a good part; the form's own Latin words are few."""
    text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
    letters = len(_LETTER.findall(text))
    return letters < 40 or len(_HAN.findall(text)) * 5 >= letters
