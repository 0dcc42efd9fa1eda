"""What can go wrong with an endpoint, what is done about it, and the one sentence the editor reads.

A fault's message is made of our own words, the status, and at most a provider's error code: never of a provider's
free text, which may repeat the prompt or the key.
"""

from __future__ import annotations

import contextlib
import json
import re
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from agent.errors import DraftError

#: How a fault is met. again: wait and try once more; step: change how we ask; less: ask with less evidence;
#: anew: ask once more, saying what was wrong; over: the model is not asked again in this run; leave: this part is
#: written without the model.
WAYS = {
    "auth": "over", "model": "over", "money": "over", "offline": "again", "busy": "again", "server": "again",
    "timeout": "again", "reset": "again", "garbled": "again", "format": "step", "long": "less", "filtered": "less",
    "empty": "anew", "refused": "anew", "wrong": "anew", "cut": "anew", "foreign": "anew", "circles": "anew",
    "bad": "leave", "budget": "leave", "over": "leave",
}  # fmt: skip
SAID = {
    "auth": "接口不认这把密钥（{status}）；请检查环境变量 {key_env} 和账户权限",
    "model": "接口没有模型“{model}”（{status}）；请改 draft.toml 的 [model] model，`draft model` 可以试",
    "money": "账户余额或配额不足（{status}）；请充值或换一个接口",
    "offline": "连不上接口 {where}；请检查网络和 draft.toml 的 base_url",
    "busy": "接口限流（429）",
    "server": "接口出错（{status}）",
    "timeout": "接口等了 {timeout:g} 秒没有动静",
    "reset": "回答传到一半断了",
    "garbled": "接口的回答不成格式",
    "format": "接口不支持 {feature}，已改用别的问法并记住",
    "long": "资料超出模型的上下文，已减少资料",
    "filtered": "接口的内容审查拦下了这次请求，已减少资料",
    "empty": "模型答了空话",
    "refused": "模型拒绝写",
    "wrong": "模型的回答不合要求的格式",
    "cut": "模型的回答被截断",
    "foreign": "模型没有用中文回答",
    "circles": "模型反复说同样的话，已中止",
    "bad": "接口不接受这样的请求（{status}）",
    "budget": "预算用完",
    "over": "接口已停用",
}
#: Asked for longer than this, a pause is not worth waiting for.
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that went wrong. `after`: seconds the endpoint asks us to wait; `feature`: what it does not know."""

    kind: str
    status: int | None = None
    after: float | None = None
    feature: str = ""
    code: str = ""

    @property
    def way(self) -> str:
        """How it is met."""
        return WAYS[self.kind]


class Failed(DraftError):
    """A call gave nothing that can be used; `fault` is the last thing that went wrong."""

    def __init__(self, message: str, fault: Fault) -> None:
        super().__init__(message)
        self.fault = fault


class Unusable(Exception):
    """An answer that came but cannot be used; `kind` as in WAYS."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


_LONG = re.compile(
    r"context[_ ]?(?:length|window|size)|maximum context|too many tokens|prompt is too long|exceeds? the (?:available|maximum|model)|"
    r"input tokens exceed|reduce the length|range of input length|上下文(?:长度)?超|超(?:出|过)[^。]{0,12}(?:上下文|最大长度|token)",
    re.IGNORECASE,
)
_FILTER = re.compile(
    r"content[_ ]?(?:filter|policy|exists risk|management)|content exists risk|data_inspection|sensitive|risk control|inappropriate|"
    r"内容(?:安全|审[核查]|违规|风险)|敏感",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"insufficient[_ ]?(?:quota|balance|funds|user_quota)|billing|arrearage|exceeded_current_quota|欠费|余额",
    re.IGNORECASE,
)
_MODEL = re.compile(
    r"model[_ ]?(?:not[_ ]?found|does not exist|not exist|unavailable|is not supported)|unknown model|no such model|invalid model|"
    r"模型(?:不存在|名)|model .{0,60}(?:not found|does not exist)",
    re.IGNORECASE,
)
#: Parts of a request an endpoint may not know, the most telling words first.
_FEATURES = (
    ("json_schema", re.compile(r"json_schema|json schema|schema|structured output", re.IGNORECASE)),
    ("json_object", re.compile(r"response_format|json_object|json mode|grammar", re.IGNORECASE)),
    ("max_tokens", re.compile(r"max_tokens|max_completion_tokens", re.IGNORECASE)),
    ("temperature", re.compile(r"temperature|sampling", re.IGNORECASE)),
    ("usage", re.compile(r"stream_options|include_usage", re.IGNORECASE)),
    ("stream", re.compile(r"\bstream(?:ing)?\b", re.IGNORECASE)),
)


def fault_of(error: BaseException) -> Fault:
    """What an exception of the client (openai, httpx, langchain) means."""
    status = getattr(error, "status_code", None)
    status = status if isinstance(status, int) else None
    told = _told(error)
    if status is None:
        return _without_status(error, told)
    code = _code(error)
    if status == 402 or (status in (400, 403, 429) and _MONEY.search(told)):
        return Fault("money", status, code=code)
    if status in (401, 403):
        return Fault("filtered" if status == 403 and _FILTER.search(told) else "auth", status, code=code)
    if status == 404 or (status in (400, 422) and _MODEL.search(told)):
        return Fault("model", status, code=code)
    if status == 429:
        return Fault("busy", status, after=_after(error), code=code)
    if status in (408, 504):
        return Fault("timeout", status, code=code)
    if status >= 500:
        return Fault("server", status, after=_after(error), code=code)
    return _refused_request(status, told, code)


def _refused_request(status: int, told: str, code: str) -> Fault:
    """A 400 and its like: too long, filtered, or something in the request the endpoint does not know."""
    if status == 413 or _LONG.search(told):
        return Fault("long", status, code=code)
    if _FILTER.search(told):
        return Fault("filtered", status, code=code)
    for feature, pattern in _FEATURES:
        if pattern.search(told):
            return Fault("format", status, feature=feature, code=code)
    return Fault("bad", status, code=code)


def _without_status(error: BaseException, told: str) -> Fault:
    """An error of the connection, or one told in the middle of a stream."""
    names = _names(error)
    if _LONG.search(told):
        return Fault("long")
    if any(sign in names for sign in ("ConnectTimeout", "ConnectError", "gaierror", "ConnectionRefused")):
        return Fault("offline")
    if "Timeout" in names:
        return Fault("timeout")
    broken = (
        "ReadError",
        "ProtocolError",
        "ConnectionReset",
        "WriteError",
        "CloseError",
        "APIConnectionError",
        "OSError",
    )
    if any(sign in names for sign in broken):
        return Fault("reset")
    if "APIError" in names:
        return (
            Fault("money")
            if _MONEY.search(told)
            else Fault("filtered")
            if _FILTER.search(told)
            else Fault("server")
        )
    return Fault("garbled")


def _names(error: BaseException) -> str:
    """The names of an exception's classes and of those it came from."""
    out: list[str] = []
    at: BaseException | None = error
    while at is not None and len(out) < 60:
        out += [kind.__name__ for kind in type(at).__mro__]
        at = at.__cause__ or at.__context__
    return " ".join(out)


def _told(error: BaseException) -> str:
    """A provider's own words, to be read for signs and never shown."""
    body: Any = getattr(error, "body", None)
    try:
        return f"{json.dumps(body, ensure_ascii=False, default=str)} {error}"[:4000]
    except (TypeError, ValueError):
        return str(error)[:4000]


def _code(error: BaseException) -> str:
    """A provider's error code where it is one: letters and underscores only."""
    code = getattr(error, "code", None)
    return code if isinstance(code, str) and re.fullmatch(r"[A-Za-z][A-Za-z_]{2,40}", code) else ""


def _after(error: BaseException) -> float | None:
    """Seconds of Retry-After (or its like in milliseconds), None where there is none."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        value = str(headers.get(name, "")).strip()
        if re.fullmatch(r"\d+(?:\.\d+)?", value):
            return float(value) / unit
        with contextlib.suppress(ValueError, TypeError):
            return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    return None
