"""The desk's model endpoint: what is configured, and whether it answers."""

from __future__ import annotations

import time
from typing import Any

from agent.desk.authors import Terms, model_caller
from agent.desk.workspace import Workspace
from agent.writer.caller import Call
from agent.writer.faults import Failed, Unusable
from agent.writer.parsing import read_json, text_of
from agent.writer.prompts import load_prompts
from agent.writer.purse import Overspent
from agent.writer.tokens import fetch_table, table_file


def try_model(desk: Workspace, terms: Terms | None = None) -> dict[str, Any]:
    """What draft.toml says of the model, and the outcome of one small call. Raises SettingsError where it says nothing.

    This is also where tiktoken's table is fetched once, for a few seconds at most: later runs only use what is there.
    """
    caller = model_caller(desk, terms or Terms())
    endpoint, settings = caller.endpoint, desk.settings.model
    prompt = load_prompts(desk.house)["ping"]
    call = Call("ping", prompt.render(word="可以写稿"), prompt.answer, prompt.limit, take=int(time.time()))
    started = time.perf_counter()
    answer, problem = "", ""
    try:
        answer = caller.ask(call, _read)
    except (Failed, Overspent) as error:
        problem = str(error)
    caller.answers.finish()
    if answer and not table_file().is_file() and not endpoint.host.startswith("http://127."):
        fetch_table()
    prices = [settings.price_in, settings.price_out]
    known = all(price is not None for price in prices)
    return {
        "ok": bool(answer), "answer": answer, "problem": problem, "seconds": round(time.perf_counter() - started, 3),
        "host": endpoint.host, "preset": settings.preset, "model": endpoint.model, "key_env": endpoint.key_env,
        "key_set": bool(endpoint.key), "output": endpoint.form,
        "tokens": "tiktoken" if caller.tokens.exact else f"估算（×{caller.tokens.ratio:.2f}）",
        "prices": f"每百万 token {settings.price_in:g} / {settings.price_out:g} {settings.currency}" if known else "未知",
        "currency": settings.currency, "faults": caller.faults, **_used(caller.purse.account()["total"]),
    }  # fmt: skip


def _used(total: dict[str, Any]) -> dict[str, Any]:
    return {name: total[name] for name in ("tokens_in", "tokens_out", "cost")}


def _read(text: str) -> str:
    try:
        found = text_of(read_json(text), "text")
    except ValueError:
        found = ""
    if not found:
        raise Unusable("wrong")
    return found[:60]
