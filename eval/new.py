"""A new golden day from an issue on a desk: sources, brief and evidence copied, expectations proposed for a person to correct."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from agent.desk.agenda import day_slate
from agent.desk.folder import BriefFolder
from agent.desk.workspace import Workspace
from agent.errors import UsageError
from agent.models import Issue, Slate, Source
from agent.settings import find_desk
from eval.days import GOLDEN, SCHEMA, load
from eval.literal import figures, titles
from eval.metrics import reading
from eval.subject import desk_of

#: Where sources that were no file on the desk (pages, feeds) are written, a line each.
_FETCHED = "fetched.jsonl"
#: A file of the drop folder that is larger is not copied whole: its lines go to the file above.
_LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Made:
    """The new golden day."""

    day: str
    folder: Path
    sources: int


def make(source: Path, golden: Path | None = None) -> Made:
    """Make a golden day of the issue in `source` (`…/briefs/2026-06-15`). Raises UsageError where it cannot be."""
    root = golden or GOLDEN
    space = Workspace.open(find_desk(None, source.resolve()))
    try:
        reading_ = BriefFolder(source).read_brief()
        issue = reading_.issue
        folder = root / issue.date
        if folder.exists():
            raise UsageError(f"{folder} 已经在了；要重做，先把它移开。")
        if not issue.evidence:
            raise UsageError(f"{source} 没有 evidence.json 里的证据，做不成金标日；请用定稿的那一期。")
        slate = day_slate(space, issue.date)
        sources = _sources(space, issue, slate)
        files = _copy(space, sources, folder / "sources")
        for name in ("brief.md", "evidence.json"):
            shutil.copyfile(source / name, folder / name)
        events = BriefFolder(source).run().get("events", [])
        text = _expectations(issue, events, slate, files, space.settings.house)
        (folder / "expectations.yaml").write_text(text, encoding="utf-8")
    finally:
        space.close()
    for made in load(root, (issue.date,))[0]:
        with desk_of(made) as (again, found):
            reading.write(folder, found, again.catalogue.get(list(found.values())))
    return Made(issue.date, folder, len(sources))


def _sources(space: Workspace, issue: Issue, slate: Slate) -> dict[str, Source]:
    """What the issue cites, and what the slate of its day chose from."""
    ids = [evidence.source_id for evidence in issue.evidence.values()]
    ids += [id for event in (*slate.chosen, *slate.passed_over) for id in event.sources]
    found = space.catalogue.get(list(dict.fromkeys(ids)))
    missing = {e.source_id for e in issue.evidence.values()} - set(found)
    if missing:
        raise UsageError(f"编辑台里找不到来源 {'、'.join(sorted(missing))}；先 draft rebuild，再做金标日。")
    return dict(found)


def _copy(space: Workspace, sources: Mapping[str, Source], folder: Path) -> dict[str, str]:
    """Copy the sources; id → file as expectations name it."""
    folder.mkdir(parents=True)
    files: dict[str, str] = {}
    fetched: list[str] = []
    for id, source in sources.items():
        path = space.root / source.origin
        dropped = source.origin.startswith("sources/") and path.is_file()
        if dropped and path.stat().st_size <= _LARGEST:
            name = source.origin.removeprefix("sources/")
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / name)
            files[id] = name + (f"#{source.line}" if source.line else "")
        else:
            keys = ("id", "title", "publisher", "url", "published", "text")
            fetched.append(json.dumps({key: getattr(source, key) for key in keys}, ensure_ascii=False))
            files[id] = f"{_FETCHED}#{len(fetched)}"
    if fetched:
        (folder / _FETCHED).write_text("".join(line + "\n" for line in fetched), encoding="utf-8")
    return files


_COMMENT = """\
# 由定稿提出的草案，请人逐条核对：
#   events  must 必须选，may 可以选，must_not 不该选（写明 why）；sources 是讲这件事的全部文件
#   facts   value 与 what 要在同一句里，who、when 在同一段里；“ / ”分开几种写法
#   traps   不该出现的句子：say 里的词都在一句里就算，除非也有 unless 里的词
#   sections、notes_say、abstain、earlier、retrieval、signed 见 docs/eval.md
"""


def _expectations(
    issue: Issue, events: Iterable[Mapping[str, Any]], slate: Slate, files: Mapping[str, str], house: str
) -> str:
    told = list(events)
    must, facts = [], []
    for section in issue.sections:
        event = told[section.number - 1] if section.number <= len(told) else {}
        cited = [
            issue.evidence[key].source_id
            for s in section.sentences
            for key in s.cites
            if key in issue.evidence
        ]
        ids = [id for id in dict.fromkeys((*event.get("sources", ()), *cited)) if id in files]
        name = f"event{section.number}"
        must.append({"id": name, "column": event.get("column", ""), "sources": [files[id] for id in ids]})
        facts += _facts(section.sentences, name)
    chosen = {file for event in must for file in event["sources"]}
    rest = [
        {"id": f"passed{number}", "why": "待填：为什么不该选；可以选的移到 may", "sources": named}
        for number, event in enumerate(slate.passed_over, 1)
        if (named := [files[id] for id in event.sources if id in files and files[id] not in chosen])
    ]
    data = {
        "schema": SCHEMA, "date": issue.date, "hazard": "待填：这一天难在哪里", "house": house,
        "events": {"must": [event for event in must if event["sources"]], "may": rest, "must_not": []},
        "facts": facts, "traps": [], "sections": {"least": len(issue.sections), "most": len(issue.sections)},
    }  # fmt: skip
    return _COMMENT + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)


def _facts(sentences: Iterable[Any], event: str) -> list[dict[str, str]]:
    """A candidate for each fact sentence with a figure: the figure with its unit, and what the sentence names."""
    out = []
    for sentence in sentences:
        found = figures(sentence.text) if sentence.kind == "fact" else []
        if not found:
            continue
        written = found[0][0]
        at = sentence.text.find(written)
        unit = sentence.text[at + len(written) :][:2] if at >= 0 else ""
        unit = "".join(char for char in unit if char.isalpha() or char == "%")
        what = next(iter(titles(sentence.text)), "")
        out.append({"id": f"{event}-{len(out) + 1}", "event": event, "what": what, "value": written + unit})
    return out
