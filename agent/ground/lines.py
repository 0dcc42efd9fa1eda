"""One JSON line of `draft ground` in, one out (the form is CONTRACT.md's)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from agent.ground.ground import ground
from agent.models import Document, Match, Reason


class _MalformedError(Exception):
    """A line that is not what CONTRACT.md says; the text is the answer's `error`."""


_FIELDS = ("title", "publisher", "published", "url")


def ground_line(line: object, number: int) -> dict[str, Any]:
    """The answer to line `number` (from 1), a JSON text or what it holds: id, verdict, reasons, matched;
    or id and `error`, a Chinese sentence that names the line."""
    if isinstance(line, (str, bytes)):
        try:
            line = json.loads(line)
        except (ValueError, RecursionError):
            return {"id": None, "error": f'第 {number} 行不是 JSON；每行应是 {{"id", "claim", "sources"}}。'}
    name = line.get("id") if isinstance(line, Mapping) else None
    try:
        claim, sources, cites = _parts(line, number)
    except _MalformedError as error:
        return {"id": name, "error": str(error)}
    verdict = ground(claim, sources, cites=cites)
    return {
        "id": name,
        "verdict": verdict.status,
        "reasons": [_reason(reason) for reason in verdict.reasons],
        "matched": [_match(match) for match in verdict.matched],
    }


def _parts(line: object, number: int) -> tuple[str, list[Document], list[str] | None]:
    where = f"第 {number} 行"
    if not isinstance(line, Mapping):
        raise _MalformedError(f'{where}不是一个 JSON 对象；每行应是 {{"id", "claim", "sources"}}。')
    claim, sources, cites = line.get("claim"), line.get("sources"), line.get("cites")
    if not isinstance(claim, str):
        raise _MalformedError(f"{where}的 claim 应是一段文字。")
    if not isinstance(sources, list):
        raise _MalformedError(f"{where}的 sources 应是来源的列表。")
    if cites is not None and not (isinstance(cites, list) and all(isinstance(c, str) for c in cites)):
        raise _MalformedError(f"{where}的 cites 应是来源 id 的列表。")
    return claim, [_document(source, where, i) for i, source in enumerate(sources, 1)], cites


def _document(source: object, where: str, number: int) -> Document:
    if not isinstance(source, Mapping):
        raise _MalformedError(f"{where}的第 {number} 个来源不是一个 JSON 对象。")
    text = source.get("text")
    if not isinstance(text, str):
        raise _MalformedError(f"{where}的第 {number} 个来源没有 text，或 text 不是文字。")
    id_ = source.get("id", str(number))
    if not isinstance(id_, str):
        raise _MalformedError(f"{where}的第 {number} 个来源的 id 应是文字。")
    fields: dict[str, str] = {}
    for field in _FIELDS:
        value = source.get(field)
        if value is None:
            continue
        if not isinstance(value, str):
            raise _MalformedError(f"{where}的第 {number} 个来源的 {field} 应是文字。")
        fields[field] = value
    return Document(id=id_, text=text, **fields)


def _reason(reason: Reason) -> dict[str, Any]:
    out: dict[str, Any] = {
        "kind": reason.kind,
        "claim_span": list(reason.claim_span),
        "message": reason.message,
    }
    if reason.source_id is not None:
        out["source_id"] = reason.source_id
    if reason.source_span is not None:
        out["source_span"] = list(reason.source_span)
    return out


def _match(match: Match) -> dict[str, Any]:
    return {
        "kind": match.kind,
        "claim_span": list(match.claim_span),
        "source_id": match.source_id,
        "source_span": list(match.source_span),
    }
