"""report.html and preview.html: one self-contained file each, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from agent.house import House
from agent.models import CheckedSentence, Document, Evidence, Issue, Match, Reason, Report, Span
from agent.render.numbering import chinese_number
from agent.render.reader import Trouble
from agent.text.marks import in_title_marks

#: Verdict → (what the report calls it, its rank of severity: what blocks comes first).
VERDICTS = {
    "contradicted": ("与来源相反", 0),
    "unsupported": ("来源里没有", 1),
    "misattributed": ("引错来源", 2),
    "uncited": ("没有出处", 3),
    "unverified": ("拿不准", 4),
    "placeholder": ("待补写", 5),
    "opinion": ("判断", 6),
    "supported": ("有据", 7),
}
KINDS = {"summary": "摘要", "fact": "事实", "judgement": "研判", "heading": "标题", "placeholder": "补写"}
#: Characters of the source shown before and after the cited words.
_AROUND = 60
#: What stands where the source goes on, and how many sources of a sentence are shown before the rest is folded.
_MORE, _SHOWN = (("……", "dim"),), 2


def report_page(
    issue: Issue,
    report: Report,
    house: House,
    documents: Mapping[str, Document],
    troubles: Sequence[Trouble] = (),
    offers: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The checker's report as a page: sentence and source side by side, what needs the editor's eye first.

    `documents` are the sources by key of evidence; one that is missing is shown by its quote. `offers` says by id of
    a sentence which other source bears it out.
    """
    rows = [_row(sentence, issue.evidence, documents) for sentence in report.sentences]
    for row in rows:
        row["offer"] = offers.get(row["id"], "")
    eye = sorted((r for r in rows if r["rank"] < 6), key=lambda r: r["rank"])
    groups = [{"name": "摘要", "rows": [r for r in rows if r["id"].startswith("0.")]}]
    for section in issue.sections:
        title = f"{chinese_number(section.number)}、{section.heading}"
        groups.append({"name": title, "rows": [r for r in rows if r["id"].startswith(f"{section.number}.")]})
    counts = sorted(
        ((*VERDICTS[name], name, count) for name, count in report.counts.items()), key=lambda item: item[1]
    )
    return _template("report.html.j2").render(
        issue=issue, house=house, groups=groups, eye=eye, counts=counts, troubles=troubles,
        total=len(rows), shown=_SHOWN, banner=house.sample_banner if issue.sample else "",
    )  # fmt: skip


def preview_page(issue: Issue, house: House) -> str:
    """The issue in the house's look, marked 草稿, labels left out as readers will not see them."""
    numbers: dict[str, int] = {}
    for n, reference in enumerate(issue.references, 1):
        numbers.update(dict.fromkeys(reference.keys, n))
    sections = [
        {
            "title": f"{chinese_number(section.number)}、{section.heading}",
            "anchor": f"s{section.number}",
            "paragraphs": _paragraphs(section.sentences, numbers),
        }
        for section in issue.sections
    ]
    year, month, day = issue.date.split("-")
    return _template("preview.html.j2").render(
        issue=issue, house=house, sections=sections, summary=_paragraphs(issue.summary, numbers),
        date=f"{year} 年 {int(month)} 月 {int(day)} 日", banner=house.sample_banner if issue.sample else "",
    )  # fmt: skip


def _paragraphs(sentences: Iterable[Any], numbers: Mapping[str, int]) -> list[list[dict[str, Any]]]:
    """Sentences grouped by kind, each with the numbers of its references."""
    out: list[list[dict[str, Any]]] = []
    last = ""
    for sentence in sentences:
        if sentence.kind != last and not (sentence.kind == "placeholder" and out):
            out.append([])
            last = sentence.kind
        cited = sorted({numbers[key] for key in sentence.cites if key in numbers})
        out[-1].append({"text": sentence.text, "hole": sentence.kind == "placeholder", "numbers": cited})
    return out


def _row(
    sentence: CheckedSentence, evidence: Mapping[str, Evidence], documents: Mapping[str, Document]
) -> dict[str, Any]:
    shown, rank = VERDICTS[sentence.verdict]
    marks = [
        (*reason.claim_span, "bad")
        for reason in sentence.reasons
        if reason.kind not in ("uncited", "placeholder")
    ]
    marks += [(*match.claim_span, "good") for match in sentence.matched]
    return {
        "id": sentence.id,
        "kind": KINDS[sentence.kind],
        "verdict": sentence.verdict,
        "shown": shown,
        "rank": rank,
        "pieces": pieces(sentence.text, marks),
        "messages": [reason.message for reason in sentence.reasons],
        "sources": _sources(sentence, evidence, documents),
    }


def _sources(
    sentence: CheckedSentence, evidence: Mapping[str, Evidence], documents: Mapping[str, Document]
) -> list[dict[str, Any]]:
    out = []
    for key in sentence.cites:
        item = evidence.get(key)
        if item is None:
            continue
        document = documents.get(key)
        text, span = (document.text, item.span) if document else (item.quote, (0, len(item.quote)))
        out.append(
            {
                "key": key,
                "name": item.publisher or "发布者不详",
                "title": in_title_marks(item.title),
                "day": item.published[:10],
                "url": item.url,
                "lost": document is None,
                "pieces": _context(text, span, item.source_id, sentence.reasons, sentence.matched),
            }
        )
    return out


def _context(
    text: str, span: Span, source: str, reasons: Sequence[Reason], matched: Sequence[Match]
) -> list[tuple[str, str]]:
    """The cited words with a little of what stands around them, the words that agree or disagree marked."""
    start, stop = max(0, span[0] - _AROUND), min(len(text), span[1] + _AROUND)
    marks = [(*r.source_span, "bad") for r in reasons if r.source_span and r.source_id == source]
    marks += [(*m.source_span, "good") for m in matched if m.source_id == source]
    marks += [(start, span[0], "dim"), (span[1], stop, "dim")]
    inside = [(max(a, start) - start, min(b, stop) - start, c) for a, b, c in marks if a < stop and b > start]
    shown = pieces(text[start:stop], inside)
    return [*_MORE[: start > 0], *shown, *_MORE[: stop < len(text)]]


def pieces(text: str, marks: Iterable[tuple[int, int, str]]) -> list[tuple[str, str]]:
    """`text` cut into (words, class) at the marks; where marks overlap the first named wins."""
    classes = [""] * len(text)
    for start, stop, name in marks:
        for i in range(max(0, start), min(stop, len(text))):
            classes[i] = classes[i] or name
    out: list[tuple[str, str]] = []
    for char, name in zip(text, classes, strict=True):
        if out and out[-1][1] == name:
            out[-1] = (out[-1][0] + char, name)
        else:
            out.append((char, name))
    return out


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("agent.render"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["web"] = lambda url: url if url.startswith(("http://", "https://")) else ""
    return environment


def _template(name: str) -> Template:
    return _environment().get_template(name)
