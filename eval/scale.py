"""An overnight pass at full size: 1,000 feeds and 10,000 new pages of about 40 KB from a local server that answers after
50 ms and fails every twentieth time. `make scale`; figures go to docs/log.md.

Each feed lives on a loopback address of its own (127.0.x.y), so that the rules for one host count as they would on the
real web. Linux only: other systems have one loopback address.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

PORT = int(os.environ.get("SCALE_PORT", "18765"))
_NOUNS = [
    "数据空间",
    "算力网络",
    "工业软件",
    "光伏组件",
    "新型储能",
    "低空航线",
    "智能网联汽车",
    "生物制造",
    "量子通信",
    "深海装备",
    "商业航天",
    "人形机器人",
    "可信数据",
    "先进封装",
    "氢能走廊",
    "精密仪器",
]
_PLACES = ["江河省", "云岭市", "海州", "北屏", "东浦区", "西陵县", "南溪", "平川新区", "石湾港", "青岩"]
_ACTS = ["建成", "启用", "改造", "并网", "备案", "发布", "验收", "开工", "签约", "扩容", "投产", "移交"]
_ENDS = [
    "有关负责人说，下一步将在全省推广",
    "企业普遍反映审批比过去快",
    "标准草案正在征求意见",
    "资金由省级专项安排",
    "项目预计明年全面完工",
    "多家机构给予了评估",
]


def main() -> None:
    """Serve, run `draft ingest` on a new desk, and print what it took as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=10, help="new pages a feed")
    parser.add_argument("--latency", type=float, default=0.05)
    parser.add_argument("--faults", type=float, default=0.05)
    parser.add_argument("--workers", type=int, default=0, help="processes that extract; 0: one a processor")
    parser.add_argument("--kill", type=float, default=0.0, help="kill -9 after so many seconds, then go on")
    parser.add_argument("--desk", type=Path, default=Path("scale-desk"))
    parser.add_argument("--again", action="store_true", help="a second pass over the same web")
    parser.add_argument(
        "--extraction", type=int, default=0, metavar="N", help="only: N pages by one process and by two"
    )
    options = parser.parse_args()
    if options.extraction:
        print(json.dumps(_extraction(options)))
        return
    counter = multiprocessing.get_context("spawn").Array("l", 4)
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(options, counter), daemon=True)
    server.start()
    time.sleep(1.5)
    try:
        _desk(options)
        report: dict[str, Any] = {"feeds": options.feeds, "pages": options.feeds * options.pages}
        if options.kill:
            report["killed"] = _pass(options, options.kill)
        report["pass"] = _pass(options, 0.0) | {"requests": list(counter)}
        if options.again:
            before = list(counter)
            report["again"] = _pass(options, 0.0)
            report["again"]["requests"] = [b - a for a, b in zip(before, counter, strict=True)]
        print(json.dumps(report, ensure_ascii=False, indent=1))
    finally:
        server.terminate()


def host(number: int) -> str:
    """The loopback address of a feed."""
    return f"127.0.{number // 250}.{number % 250 + 2}"


def _desk(options: argparse.Namespace) -> None:
    from agent.desk.start import init

    if not (options.desk / "draft.toml").exists():
        init(options.desk, empty=True)
    hosts = [host(n) for n in range(options.feeds)]
    lines = [
        'schema = "draft.desk/1"',
        'today = "2026-06-14"',
        "[web]",
        f"allow_private = {json.dumps(hosts)}",
    ]
    lines.append(f"workers = {options.workers}")
    for number, name in enumerate(hosts):
        lines += ["[[sources]]", f'name = "第{number}号报"', f'url = "http://{name}:{PORT}/rss.xml"']
    (options.desk / "draft.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _pass(options: argparse.Namespace, kill: float) -> dict[str, Any]:
    """One `draft ingest`: seconds, processor seconds of it and of its readers, and their greatest memory in MB."""
    start = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    threads = options.desk.with_name(options.desk.name + "-threads.json")
    threads.unlink(missing_ok=True)
    command = [sys.executable, "-m", "eval.threads", str(threads)]
    command += ["ingest", "--desk", str(options.desk), "--json"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    peak: Counter[str] = Counter()
    cpu: dict[int, float] = {}
    while child.poll() is None:
        _look(child.pid, peak, cpu)
        if kill and time.perf_counter() - start > kill:
            child.send_signal(signal.SIGKILL)
        time.sleep(0.2)
    out = child.stdout.read() if child.stdout else ""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "exit": child.returncode,
        "seconds": round(time.perf_counter() - start, 1),
        "cpu_main": round(cpu.get(child.pid, 0.0), 1),
        "cpu_main_by_thread": json.loads(threads.read_text(encoding="utf-8")) if threads.exists() else {},
        "cpu_readers": round(sum(v for pid, v in cpu.items() if pid != child.pid), 1),
        "cpu_waited": round(used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime, 1),
        "peak_mb_main": round(peak["main"] / 1024),
        "peak_mb_all": round(peak["all"] / 1024),
        "counts": json.loads(out)["counts"] if out else {},
    }


def _extraction(options: argparse.Namespace) -> dict[str, float]:
    """Seconds for the same pages read in one process and by two."""
    from agent.desk.extraction import Extraction, Task
    from agent.sources import Raw

    web = _Web(options, [0] * 4)
    pages = [web.page(f"127.0.0.2/a/20260613/{n}.html") for n in range(options.extraction)]
    out: dict[str, float] = {}
    for workers in (1, 2, 1, 2):
        reader = Extraction(workers)
        for n in range(60):  # processes started and imported
            reader.submit(Task(Raw("w.html", data=pages[n], kind="page"), str(n), "2026-06-14", "2026-06-14"))
        done = 0
        while reader.pending:
            done += len(list(reader.ready(0.1)))
        start = time.perf_counter()
        for n, page in enumerate(pages):
            raw = Raw("p.html", data=page, url=f"http://a.test/{n}.html", kind="page")
            reader.submit(Task(raw, raw.url, "2026-06-14", "2026-06-14"))
            list(reader.ready())
        while reader.pending:
            list(reader.ready(0.1))
        spent = time.perf_counter() - start
        reader.close()
        out[f"{workers}"] = min(out.get(f"{workers}", spent), spent)
    return out | {"ratio": out["1"] / out["2"]}


def _look(pid: int, peak: Counter[str], cpu: dict[int, float]) -> None:
    """Memory and processor time of a process and its children, from /proc."""
    total = 0
    for process in (pid, *_children(pid)):
        try:
            status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
            fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        kilobytes = next(
            (int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0
        )
        cpu[process] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        total += kilobytes
        if process == pid:
            peak["main"] = max(peak["main"], kilobytes)
    peak["all"] = max(peak["all"], total)


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(word) for word in text.split()]


# -- the web -------------------------------------------------------------------------------------------------


def _serve(options: argparse.Namespace, counter: Any) -> None:
    asyncio.run(_Web(options, counter).run())


class _Web:
    """The server. `counter`: requests, of them 304, faults, robots.txt."""

    def __init__(self, options: argparse.Namespace, counter: Any) -> None:
        self.options, self.counter = options, counter
        self.dice = random.Random(7)
        self.sentences = [_sentence(random.Random(n)) for n in range(3000)]
        self.frame = _frame()

    async def run(self) -> None:
        server = await asyncio.start_server(self.client, "0.0.0.0", PORT, backlog=1024)
        async with server:
            await server.serve_forever()

    async def client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                await asyncio.sleep(self.options.latency)
                if not await self.answer(head.decode("latin-1"), writer):
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def answer(self, head: str, writer: asyncio.StreamWriter) -> bool:
        path = head.split(" ", 2)[1]
        headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        self.counter[0] += 1
        if path == "/robots.txt":
            self.counter[3] += 1
            return await self.send(writer, 200, b"User-agent: *\nDisallow: /admin/\n", "text/plain")
        if self.dice.random() < self.options.faults:
            self.counter[2] += 1
            return await self.fault(writer)
        where = headers.get("host", "").split(":")[0]
        tag = f'"{hashlib.sha256((where + path).encode()).hexdigest()[:16]}"'
        if headers.get("if-none-match") == tag:
            self.counter[1] += 1
            return await self.send(writer, 304, b"", "text/html", tag)
        if path == "/rss.xml":
            return await self.send(writer, 200, self.feed(where), "application/rss+xml", tag)
        return await self.send(writer, 200, self.page(where + path), "text/html; charset=utf-8", tag)

    async def fault(self, writer: asyncio.StreamWriter) -> bool:
        """A refusal for the moment, a connection cut off, a body cut short."""
        which = self.dice.randrange(3)
        if which == 0:
            return await self.send(writer, 503, b"busy", "text/plain")
        if which == 1:
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 40000\r\n\r\n<html><body>"
            )
            await writer.drain()
        return False

    async def send(
        self, writer: asyncio.StreamWriter, status: int, body: bytes, kind: str, tag: str = ""
    ) -> bool:
        lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        lines += [f"ETag: {tag}"] if tag else []
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await writer.drain()
        return True

    def feed(self, where: str) -> bytes:
        items = "".join(
            f"<item><title>{self.title(f'{where}/a/20260613/{n}.html')}</title><link>http://{where}:{PORT}/a/20260613/{n}.html</link>"
            f"<description>{self.title(f'{where}{n}')}……</description><pubDate>Sat, 13 Jun 2026 08:00:00 +0800</pubDate></item>"
            for n in range(self.options.pages)
        )
        name = f"第{where}号报"
        return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{name}</title>{items}</channel></rss>".encode()

    def title(self, at: str) -> str:
        return self.sentences[_number(at) % 3000].split("，")[0]

    def page(self, at: str) -> bytes:
        at = at.replace(f":{PORT}", "")
        dice = random.Random(_number(at))
        paragraphs = "".join(
            f"<p style='text-indent:2em'>{''.join(dice.choices(self.sentences, k=4))}</p>\n"
            for _ in range(14)
        )
        title = self.title(at)
        before, middle, after = self.frame
        return (
            before.replace("%TITLE%", title)
            + f"<h1>{title}</h1><div class='info'>2026-06-13 08:00 来源：江河日报</div>"
            f"{middle}{paragraphs}{after}"
        ).encode()


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big")


def _sentence(dice: random.Random) -> str:
    return (
        f"{dice.choice(_PLACES)}{dice.choice(_NOUNS)}{dice.choice(_ACTS)}{dice.randint(2, 900)}个项目，涉及{dice.choice(_NOUNS)}和"
        f"{dice.choice(_NOUNS)}，总投资{dice.randint(10, 990)}亿元，同比增长{dice.randint(1, 40)}.{dice.randint(0, 9)}%，{dice.choice(_ENDS)}。"
    )


def _frame() -> tuple[str, str, str]:
    """What surrounds an article on a page of 40 KB: scripts, bars of links, lists of other articles, a foot."""
    dice = random.Random(1)
    script = (
        "<script>"
        + "".join(
            f"var a{n}={dice.random():.12f};function f{n}(x){{return x*{n}+a{n};}}\n" for n in range(110)
        )
        + "</script>"
    )
    bar = "".join(f"<li><a href='/channel/{n}/' class='nav-item'>频道{n}</a></li>" for n in range(60))
    side = "".join(
        f"<li><a href='/a/20260612/{n}.html' target='_blank'>{_sentence(dice)[:24]}</a><span>06-12</span></li>"
        for n in range(90)
    )
    before = f"<!doctype html><html><head><meta charset='utf-8'><title>%TITLE%_江河网</title>{script}</head><body><div class='nav'><ul>{bar}</ul></div><div class='main'><div class='left'>"
    after = f"<p>（责任编辑：张三）</p></div></div><div class='side'><h3>相关新闻</h3><ul>{side}</ul></div></div><div class='footer'><p>主办单位：江河日报社</p></div>{script[:6000]}</script></body></html>"
    return before, "<div class='article-content'>", after


if __name__ == "__main__":
    main()
