"""A language model as a further reader of sentences: it may object, it never clears."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agent.house import House
from agent.models import Document, Reason
from agent.writer.align import align
from agent.writer.caller import Call, Caller
from agent.writer.faults import Failed, Unusable
from agent.writer.parsing import listed, read_json, text_of
from agent.writer.prompts import load_prompts

KINDS = (
    "quantity",
    "date",
    "name",
    "speaker",
    "negation",
    "opposite",
    "modality",
    "scope",
    "cause",
    "mix",
    "added",
)
#: Characters of sources shown for one claim, and claims in one question.
_SHOWN, _MANY = 2400, 12


class LlmJudge:
    """The `Judge` of the checker's protocol: one question over a section's sentences."""

    def __init__(self, caller: Caller, house: House) -> None:
        self._caller = caller
        self._prompt = load_prompts(house)["judge"]

    def objections(self, claims: Sequence[tuple[str, Sequence[Document]]]) -> list[tuple[Reason, ...]]:
        """For each (sentence, its sources) what the model objects to; nothing where it could not be asked.

        Only objections in the vocabulary count, and only those that point at words of the sentence itself.
        """
        out: list[tuple[Reason, ...]] = []
        for start in range(0, len(claims), _MANY):
            out += self._some(claims[start : start + _MANY])
        return out

    def _some(self, claims: Sequence[tuple[str, Sequence[Document]]]) -> list[tuple[Reason, ...]]:
        shown = "\n\n".join(_shown(n, text, sources) for n, (text, sources) in enumerate(claims, 1))
        messages = self._prompt.render(claims=shown)
        call = Call("judge", messages, self._prompt.answer, self._prompt.limit, chinese=False)
        try:
            found = self._caller.ask(call, _read)
        except Failed:
            return [() for _ in claims]
        return [
            tuple(reason for element in found if (reason := _reason(element, n, text, sources)))
            for n, (text, sources) in enumerate(claims, 1)
        ]


def _shown(number: int, text: str, sources: Sequence[Document]) -> str:
    room = _SHOWN // max(1, len(sources))
    said = "\n".join(
        f"原文（{source.publisher or '来源'} {source.day}《{source.title}》）：{' '.join(source.text[:room].split())}"
        for source in sources
    )
    return f"{number}. 稿件：{text}\n{said}"


def _read(text: str) -> list[dict[str, Any]]:
    try:
        found = read_json(text)
    except ValueError:
        raise Unusable("wrong") from None
    return [element for element in listed(found, "objections", "异议") if isinstance(element, dict)]


def _reason(element: dict[str, Any], number: int, text: str, sources: Sequence[Document]) -> Reason | None:
    if text_of(element, "n", "number") != str(number) or element.get("kind") not in KINDS:
        return None
    words = text_of(element, "claim", "稿件")
    place = align(words, text) if words else None
    if place is None:
        return None
    why = text_of(element, "why", "message", "理由")
    said = text_of(element, "source", "原文")
    at = next(((s.id, found.span) for s in sources if said and (found := align(said, s.text))), None)
    message = f"复核认为“{words[:30]}”与原文不一致" + (f"：{why[:80]}" if why else "") + "。"
    return Reason(
        kind=str(element["kind"]), claim_span=place.span, message=message,
        source_id=at[0] if at else None, source_span=at[1] if at else None,
    )  # fmt: skip
