"""The hand-written claims of `eval/claims/` held against the sample's files: faithful ones must pass, planted must not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agent.ground import ground
from agent.models import Source
from eval.score import Item, Score, Trouble, share

FOLDER = Path(__file__).resolve().parent / "claims"
SETS = ("faithful", "planted")


def read(name: str, folder: Path = FOLDER) -> tuple[list[dict[str, Any]], list[Trouble]]:
    """The claims of one set, and the lines that cannot be used."""
    path = folder / f"{name}.jsonl"
    claims: list[dict[str, Any]] = []
    troubles: list[Trouble] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        return [], [Trouble(f"claims/{path.name}", f"读不了 {path.name}：{error.strerror}。")]
    for number, line in enumerate(lines, 1):
        try:
            claim = json.loads(line)
            claims.append({key: claim[key] for key in ("id", "file", "claim", "label")} | claim)
        except (ValueError, KeyError, TypeError):
            troubles.append(Trouble(f"claims/{path.name}", f"{path.name} 第 {number} 行不是一条主张。"))
    return claims, troubles


def score(claims: list[dict[str, Any]], files: Mapping[str, str], sources: Mapping[str, Source]) -> Score:
    """One item a claim: right when the checker passes what is faithful and does not pass what is not."""
    items: list[Item] = []
    for claim in claims:
        named = [_file(claim)] + ([_file(claim["also"])] if claim.get("also") else [])
        found = [sources[files[file]] for file in named if file in files]
        if len(found) < len(named):
            items.append(Item(claim["id"], False, claim["claim"], f"来源 {'、'.join(named)} 没有读成"))
            continue
        documents = [source.document() for source in found]
        verdict = ground(claim["claim"], documents, day=documents[0].day or None)
        passed = verdict.status == "supported"
        ok = passed == (claim["label"] == "supported")
        reason = (
            "" if ok else "；".join(r.message for r in verdict.reasons) if not passed else "错句没有被发现"
        )
        if not ok and passed:
            reason += f"（{claim.get('error_type')}：{claim.get('wrong')}）"
        items.append(Item(claim["id"], ok, claim["claim"], reason, claim.get("note", "") if not ok else ""))
    return share("claims", items, "手写句")


def _file(claim: Mapping[str, Any]) -> str:
    return f"{claim['file']}#{claim['item']}" if claim.get("item") else str(claim["file"])
