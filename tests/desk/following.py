"""A desk that follows sources on the local web, and what offices there publish."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from localweb import LocalWeb, article

from agent.desk.ingest import Ingested, ingest
from agent.desk.start import init
from agent.desk.workspace import Workspace


class Followed:
    """A desk that follows what it is told to, in June 2026."""

    def __init__(self, root: Path, web: LocalWeb) -> None:
        self.web = web
        init(root, empty=True)
        self.root = root
        self.sources: list[str] = []
        self.space: Workspace | None = None

    def follow(self, name: str, url: str, **more: Any) -> str:
        lines = [f'name = "{name}"', f'url = "{url}"']
        lines += [
            f"{k} = {str(v).lower() if isinstance(v, bool | int) else chr(39) + str(v) + chr(39)}"
            for k, v in more.items()
        ]
        self.sources.append("[[sources]]\n" + "\n".join(lines) + "\n")
        return url

    def open(self) -> Workspace:
        self.close()
        head = 'schema = "draft.desk/1"\ntoday = "2026-06-14"\n[web]\ndelay = 0.0\nworkers = 1\n'
        (self.root / "draft.toml").write_text(head + "\n".join(self.sources), encoding="utf-8")
        self.space = Workspace.open(self.root)
        return self.space

    def ingest(self) -> Ingested:
        return ingest(self.open(), fetcher=self.web.fetcher())

    def titles(self) -> set[str]:
        assert self.space is not None
        return {s.title for s in self.space.catalogue.between("0000", "9999")}

    def close(self) -> None:
        if self.space is not None:
            self.space.close()


def notices(web: LocalWeb, host: str, names: list[str], folder: str = "tzgg") -> list[tuple[str, str, str]]:
    """Pages of an office, put up, as rows of its list."""
    rows = []
    for n, name in enumerate(names):
        path = f"{folder}/202606/t20260613_{7001 + n}.html"
        web.put(f"{host}/{path}", article(name, source="江河省数据局"))
        rows.append((f"/{path}", name, "2026-06-13"))
    return rows


NAMES = [
    "江河省数据要素市场化配置改革方案印发",
    "江河省公布首批可信数据空间试点名单",
    "关于开展数据标注产业摸底的通知",
    "江河省上半年数字经济运行情况通报",
]
