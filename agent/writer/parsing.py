"""A model's answer → JSON, whatever it wrapped around it or left off at its end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_THOUGHT = re.compile(r"\A.*?</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"```[a-zA-Z]*\s*\n?(.*?)(?:```|\Z)", re.DOTALL)
_TRAILING = re.compile(r",(\s*[}\]])")
#: Beyond this an answer is not read.
_LONGEST = 200_000


def without_thinking(text: str) -> str:
    """`text` without what a reasoning model thought aloud in it."""
    text = _THINKING.sub("", text)
    return _THOUGHT.sub("", text, count=1).strip()


def read_json(text: str) -> Any:
    """The object (or array) in an answer. ValueError where there is none.

    Understood: text and code fences around it, thoughts before it, a comma too many, line breaks inside strings,
    full-width punctuation for the form's own, and an end that was cut off: what was complete by then is kept.
    """
    text = without_thinking(text)[:_LONGEST]
    fenced = [part for part in _FENCE.findall(text) if "{" in part or "[" in part]
    for candidate in (*fenced[:1], text):
        for start in _openings(candidate):
            found = _from(candidate[start:])
            if found is not None:
                return found
    raise ValueError("no JSON in the answer")


def _openings(text: str) -> Iterator[int]:
    """Where an object or array of objects may begin, the likeliest first."""
    places = [at for at in (text.find("{"), text.find("[{"), text.find("[\n")) if at >= 0]
    yield from sorted(set(places))


def _from(text: str) -> Any:
    decoder = json.JSONDecoder(strict=False)
    for form in (text, _TRAILING.sub(r"\1", text), _halved(text)):
        try:
            found, _ = decoder.raw_decode(form)
        except ValueError:
            continue
        if isinstance(found, dict | list):
            return found
    return _closed(_TRAILING.sub(r"\1", text), decoder)


def _halved(text: str) -> str:
    """Full-width marks of the form made half-width, outside strings."""
    out: list[str] = []
    inside = False
    for at, char in enumerate(text):
        if char == '"' and (at == 0 or text[at - 1] != "\\"):
            inside = not inside
        out.append(char if inside else {"：": ":", "，": ",", "｛": "{", "｝": "}"}.get(char, char))
    return _TRAILING.sub(r"\1", "".join(out))


def _closed(text: str, decoder: json.JSONDecoder) -> Any:
    """An answer that was cut off: read up to the last place where an element had ended."""
    for cut, tail in reversed(_ends(text)):
        try:
            found, _ = decoder.raw_decode(text[:cut] + tail)
        except ValueError:
            continue
        return found if isinstance(found, dict | list) and found else None
    return None


def _ends(text: str) -> list[tuple[int, str]]:
    """After each closed element: its place, and the brackets that would close the whole there."""
    out: list[tuple[int, str]] = []
    stack: list[str] = []
    inside = escaped = False
    for at, char in enumerate(text):
        if escaped:
            escaped = False
        elif inside and char == "\\":
            escaped = True
        elif char == '"':
            inside = not inside
        elif inside:
            continue
        elif char in "{[":
            stack.append("}" if char == "{" else "]")
        elif char in "}]":
            if not stack or stack.pop() != char or not stack:
                return out
            out.append((at + 1, "".join(reversed(stack))))
    return out[-200:]


def listed(found: Any, *names: str) -> list[Any]:
    """The list under the first of `names` that is there; the answer itself where it is a list."""
    if isinstance(found, list):
        return found
    if isinstance(found, dict):
        for name in names:
            value = found.get(name)
            if isinstance(value, list):
                return value
            if isinstance(value, dict):
                return [value]
        lists = [value for value in found.values() if isinstance(value, list)]
        if len(lists) == 1:
            return lists[0]
    return []


def text_of(item: Any, *names: str) -> str:
    """The string under the first of `names` that is there, "" where none is."""
    if isinstance(item, str):
        return item
    if isinstance(item, dict):
        for name in names:
            value = item.get(name)
            if isinstance(value, str) and value.strip():
                return value.strip()
            if isinstance(value, int) and not isinstance(value, bool):
                return str(value)
    return ""
