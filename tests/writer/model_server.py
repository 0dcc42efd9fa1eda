"""A model endpoint on loopback for tests: real HTTP, streamed like the real ones, with any fault played on request."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Request = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What the server does with one request. `cut`: the connection is reset after so many characters."""

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    error: Any = None
    finish: str = "stop"
    delay: float = 0.0
    cut: int | None = None
    thought: str = ""
    refusal: str = ""
    usage: bool = True
    raw: bytes | None = None


Script = Callable[[Request, int], Reply]


class _Quiet(ThreadingHTTPServer):
    """A server that says nothing when a client hangs up: resets are part of what is played."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # typeshed's private union


class ModelServer:
    """Serves `script` until it is left; `requests` are the bodies that came."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.requests: list[Request] = []
        self.headers: list[dict[str, str]] = []
        self.times: list[tuple[float, float]] = []
        self._lock = threading.Lock()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                started = time.monotonic()
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                request = json.loads(body)
                with owner._lock:
                    owner.requests.append(request)
                    owner.headers.append({k.lower(): v for k, v in self.headers.items()})
                    number = len(owner.requests)
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    _serve(self, request, owner.script(request, number))
                with owner._lock:
                    owner.times.append((started, time.monotonic()))

        self._server = _Quiet(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> ModelServer:
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _serve(handler: BaseHTTPRequestHandler, request: Request, reply: Reply) -> None:
    if reply.delay:
        time.sleep(reply.delay)
    if reply.raw is not None:
        _send(handler, reply.status, reply.raw, {"content-type": "text/event-stream", **reply.headers})
        return
    if reply.status != 200:
        body = json.dumps(
            {"error": reply.error if reply.error is not None else {"message": "fault"}}
        ).encode()
        _send(handler, reply.status, body, {"content-type": "application/json", **reply.headers})
        return
    if not request.get("stream"):
        message = {"role": "assistant", "content": reply.text}
        whole = {
            "id": "x",
            "object": "chat.completion",
            "created": 1,
            "model": "m",
            "choices": [{"index": 0, "finish_reason": reply.finish, "message": message}],
        }
        if reply.usage:
            whole["usage"] = usage(request, reply.text)
        _send(handler, 200, json.dumps(whole).encode(), {"content-type": "application/json"})
        return
    _stream(handler, request, reply)


def _stream(handler: BaseHTTPRequestHandler, request: Request, reply: Reply) -> None:
    handler.send_response(200)
    handler.send_header("content-type", "text/event-stream")
    handler.send_header("transfer-encoding", "chunked")
    handler.end_headers()

    def event(delta: dict[str, Any], finish: str | None = None) -> None:
        data = {
            "id": "x",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }
        _chunk(handler, b"data: " + json.dumps(data).encode() + b"\n\n")

    event({"role": "assistant", "content": ""})
    if reply.thought:
        event({"reasoning_content": reply.thought})
    sent = 0
    for start in range(0, len(reply.text), 64):
        piece = reply.text[start : start + 64]
        if reply.cut is not None and sent + len(piece) > reply.cut:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.close_connection = True
            handler.rfile.close()  # it shares the socket, which is only reset once both have let go of it
            handler.connection.close()
            return
        event({"content": piece})
        sent += len(piece)
    if reply.refusal:
        event({"refusal": reply.refusal})
    event({}, reply.finish)
    if reply.usage and (request.get("stream_options") or {}).get("include_usage"):
        data = {
            "id": "x",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [],
            "usage": usage(request, reply.text),
        }
        _chunk(handler, b"data: " + json.dumps(data).encode() + b"\n\n")
    _chunk(handler, b"data: [DONE]\n\n")
    _chunk(handler, b"")


def _chunk(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    handler.wfile.flush()


def _send(handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def usage(request: Request, text: str) -> dict[str, int]:
    """Token counts as such an endpoint gives them."""
    asked = int(0.7 * len(prompt_of(request)))
    said = int(0.7 * len(text)) + 1
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def prompt_of(request: Request) -> str:
    """All that was asked, as one text."""
    return "\n".join(str(message["content"]) for message in request["messages"])


def stage_of(request: Request) -> str:
    """Which of our questions this is, by its words."""
    prompt = prompt_of(request)
    signs = (
        ("repair", "没有通过核对，请按理由改写"), ("section", "写“事实段”和“研判段”"), ("plan", "今天要为一期日报定写法"),
        ("closing", "请写标题和摘要"), ("judge", "你是事实核查员"), ("ping", "收到"),
    )  # fmt: skip
    return next((stage for stage, sign in signs if sign in prompt), "")


#: What this model makes of the one English article of the tests.
TRANSLATED = {
    "Northlake Chips said on Friday it would spend $4.2 billion.": "Harbor Wire 6月12日报道，Northlake Chips将投入42亿美元。",
}
_PASSAGE = re.compile(r"^\[([A-W]\d+)\] ([^\n]*)\n([^\n]*)$", re.MULTILINE)
JUDGED = (
    "这一安排把着力点从投入转向使用，相关主体的投入是否划算，要由实际应用来回答。",
    "对企业而言，早参与的可以少走弯路，观望者则要承担错过窗口的成本；下一步要看配套规则能否及时落地，执行口径是否一致。",
)


def passages(request: Request) -> list[tuple[str, str, str]]:
    """(key, head, text) of the passages a question shows, the example's left out."""
    user = str(request["messages"][1]["content"])
    return [(m[1], m[2], m[3]) for m in _PASSAGE.finditer(user)]


def faithful(request: Request, _number: int = 0) -> Reply:
    """A model that copies: every fact is a sentence of a passage."""
    return Reply(json.dumps(answer(request), ensure_ascii=False))


def answer(request: Request) -> dict[str, Any]:
    """The faithful answer to any of our questions."""
    stage = stage_of(request)
    if stage == "plan":
        return {
            "idea": "从建设走向应用",
            "sections": [{"n": n, "angle": "抓关键数字和期限", "link": ""} for n in range(1, 6)],
        }
    if stage == "section":
        return {
            "sentences": [
                *facts(request),
                *({"kind": "judgement", "text": text, "quotes": []} for text in JUDGED),
            ]
        }
    if stage == "closing":
        return closing(request)
    if stage == "ping":
        return {"text": re.search(r"收到，[^。]*。", prompt_of(request))[0]}  # type: ignore[index]  # our prompt has the words
    return {"sentences": [], "objections": []}


def facts(request: Request) -> list[dict[str, Any]]:
    """Up to four sentences of the passages, the first opened with its day and source."""
    out: list[dict[str, Any]] = []
    length = 0
    for key, _, text in passages(request):
        for words, said in TRANSLATED.items():
            if words in text:
                out.append({"kind": "fact", "text": said, "quotes": [{"key": key, "words": words}]})
    for key, head, text in passages(request):
        for sentence in re.findall(r"[^。！？]{12,110}。", text):
            said = sentence.strip()
            if (
                length + len(said) > 250
                or len(out) > 3
                or re.search(r"[“”（）()【】]|我们|示例|重构|来源", said)
            ):
                continue
            publisher, day = head.split("｜")[0], re.search(r"\d{4}-(\d\d)-(\d\d)", head)
            opened = said
            if not out and day and "日" not in said[:30]:
                opened = f"{publisher}{int(day[1])}月{int(day[2])}日报道，{said}"
            out.append({"kind": "fact", "text": opened, "quotes": [{"key": key, "words": said}]})
            length += len(opened)
    return out


def closing(request: Request) -> dict[str, Any]:
    """Headings and 摘要 made of the sections shown."""
    headings, lines = [], []
    for number, body in re.findall(
        r"^第(\d)节\n((?:\d\.\d+ [FJ] [^\n]*\n?)+)", str(request["messages"][1]["content"]), re.MULTILINE
    ):
        first = re.search(r"^(\d\.\d+) F ([^\n]*)$", body, re.MULTILINE)
        if first is None:
            continue
        clauses = re.split(r"[，；：。]", first[2])
        lead = next(
            (c for c in clauses if 10 <= len(c) <= 24 and not re.search(r"[“”《》]", c)), clauses[0][:24]
        )
        headings.append({"n": int(number), "text": f"{lead}，实际使用成为下一步的看点"})
        lines.append({"text": "，".join(clauses[:3]).rstrip("，") + "。", "from": [first[1]]})
    return {"headings": headings, "summary": lines}
